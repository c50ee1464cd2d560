package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketsql"
)

// A bareWrite is one mutation as statements and their arguments.
type bareWrite struct {
	ticket string
	args   []any
	events [][]any
}

// bareColumnNames are those that a ticket of a log differs in; the others are written by the schema's defaults.
var bareColumnNames = []string{
	"open", "class", "tier", "assignee", "group_name", "priority", "alarm", "requester", "owner", "due", "wake",
	"state", "pending", "kind", "channel", "service", "category", "opened", "updated", "resolved", "closed",
}

var bareInsert = "INSERT INTO tickets (client, id, version, data, " + strings.Join(bareColumnNames, ", ") + ") VALUES (?, ?, ?, ?" +
	strings.Repeat(", ?", len(bareColumnNames)) + ")"

const bareEvent = "INSERT INTO events (client, ticket, seq, data) VALUES (?, ?, ?, ?)"

// newBareWrite encodes a mutation. Of a ticket that is there it writes the columns that differ, so that no index is written in vain.
func newBareWrite(t testing.TB, before, m ticket.Mutation) bareWrite {
	t.Helper()
	one := &m.Ticket
	w := bareWrite{ticket: bareInsert, args: []any{one.Client, one.ID, one.Version, text(t, one)}}
	columns := bareColumns(m)
	if m.Expect == 0 {
		w.args = append(w.args, columns...)
	} else {
		w.ticket, w.args = bareUpdate(bareColumns(before), columns, one.Version, text(t, one))
		w.args = append(w.args, one.Client, one.ID, m.Expect)
	}
	for _, e := range m.Events {
		w.events = append(w.events, []any{one.Client, one.ID, e.Seq, text(t, e)})
	}
	return w
}

func bareUpdate(before, after []any, version int64, data string) (statement string, args []any) {
	var b strings.Builder
	b.WriteString("UPDATE tickets SET version = ?, data = ?")
	args = []any{version, data}
	for i, name := range bareColumnNames {
		if before[i] != after[i] {
			b.WriteString(", " + name + " = ?")
			args = append(args, after[i])
		}
	}
	b.WriteString(" WHERE client = ? AND id = ? AND version = ?")
	return b.String(), args
}

func bareColumns(m ticket.Mutation) []any {
	t := &m.Ticket
	due := any(int64(math.MaxInt64)) // nothing is due
	if !t.Due().IsZero() {
		due = micros(t.Due())
	}
	return []any{
		one(t.Open()), string(t.Class), string(t.Tier), t.Working.Engineer, t.Group, t.Priority, t.Alarm.Key, t.Requester, t.Owner.Engineer,
		due, micros(m.Wake), t.State, t.Pending, t.Kind, t.Channel, t.Service, t.Category,
		micros(t.Opened), micros(t.Updated), micros(t.Resolved), micros(t.Closed),
	}
}

func micros(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UnixMicro()
}

func text(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

// writeBare writes to a new database of the store's schema: one connection, prepared statements, so many writes in a transaction.
func writeBare(t testing.TB, file string, writes []bareWrite, batch int) {
	t.Helper()
	ctx := context.Background()
	store, err := ticketsql.Open(ctx, file)
	require.NoError(t, err)
	require.NoError(t, store.Close())
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=wal_autocheckpoint(4000)"+
		"&_pragma=cache_size(-32768)&_pragma=temp_store(memory)")
	require.NoError(t, err)
	conn, err := db.Conn(ctx)
	require.NoError(t, err)
	prepared := map[string]*sql.Stmt{}
	exec := func(statement string, args ...any) {
		s, ok := prepared[statement]
		if !ok {
			s, err = conn.PrepareContext(ctx, statement)
			require.NoError(t, err)
			prepared[statement] = s
		}
		if _, err := s.ExecContext(ctx, args...); err != nil {
			require.NoError(t, err)
		}
	}
	for len(writes) > 0 {
		n := min(batch, len(writes))
		exec("BEGIN IMMEDIATE")
		for _, w := range writes[:n] {
			exec(w.ticket, w.args...)
			for _, e := range w.events {
				exec(bareEvent, e...)
			}
		}
		exec("COMMIT")
		writes = writes[n:]
	}
	require.NoError(t, conn.Close())
	require.NoError(t, db.Close())
}
