package ticketsql

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

// oldDatabase makes a database of the first schema that holds what commits have led to, as that version wrote it.
func oldDatabase(t *testing.T, commits []ticket.Mutation) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "desk.db")
	db, err := connection(file, writing+"&_pragma=journal_mode(wal)")
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	write := func(text string, args ...any) {
		_, err := db.ExecContext(t.Context(), text, args...)
		require.NoError(t, err)
	}
	first, err := schemas.ReadFile("schema/001.sql")
	require.NoError(t, err)
	for _, text := range []string{string(first), "PRAGMA application_id = " + strconv.Itoa(application), "PRAGMA user_version = 1"} {
		write(text)
	}
	for _, m := range commits {
		one := &m.Ticket
		open := 0
		if one.Open() {
			open = 1
		}
		var data string
		require.NoError(t, text(&data, one))
		write("DELETE FROM tickets WHERE client = ? AND id = ?", one.Client, one.ID)
		write(`INSERT INTO tickets (client, id, version, data, open, class, tier, assignee, group_name, priority, alarm, wake)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, one.Client, one.ID, one.Version, data, open, one.Class, one.Tier,
			one.Working.Engineer, one.Group, one.Priority, one.Alarm.Key, micros(m.Wake))
		for _, e := range m.Events {
			require.NoError(t, text(&data, e))
			write("INSERT INTO events (client, ticket, seq, data) VALUES (?, ?, ?, ?)", one.Client, one.ID, e.Seq, data)
		}
	}
	require.NoError(t, db.Close())
	return file
}

// history is what an old database holds: tickets of every sort, and one with instants at the ends of what there is.
func history() []ticket.Mutation {
	opened, changed := tickettest.Crowd(300)
	all := append(opened, changed...)
	for i, at := range []time.Time{
		time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC), time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2026, 11, 23, 9, 0, 0, 120_000_000, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
	} {
		m := tickettest.Opened("acme", fmt.Sprint("at ", i), tickettest.Set(ticket.FieldRequester, "é \"quoted\" 日本"))
		m = tickettest.Next(m.Ticket, ticket.Event{Type: ticket.Moved, At: at, Changes: []ticket.Change{tickettest.Set(ticket.FieldClass, "closed")}, Clocks: []ticket.Clock{
			{Kind: sla.SLA, Clock: sla.Clock{Metric: "resolve"}, Due: at}, {Kind: sla.SLA, Clock: sla.Clock{Metric: "reply"}},
		}})
		all = append(all, tickettest.Opened("acme", fmt.Sprint("at ", i)), m)
	}
	return all
}

// dump gives all that stands in the table of tickets, but for the order in which it was written.
func dump(t *testing.T, file string) (rows []map[string]any) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	defer db.Close()
	found, err := db.QueryContext(t.Context(), "SELECT * FROM tickets ORDER BY client, id")
	require.NoError(t, err)
	defer found.Close()
	names, err := found.Columns()
	require.NoError(t, err)
	for found.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range into {
			into[i] = &values[i]
		}
		require.NoError(t, found.Scan(into...))
		row := map[string]any{}
		for i, name := range names {
			row[name] = values[i]
		}
		delete(row, "n")
		delete(row, "source") // which no ticket of the first version had
		rows = append(rows, row)
	}
	require.NoError(t, found.Err())
	return rows
}

func TestADatabaseOfTheFirstSchemaHoldsWhatAFreshOneWould(t *testing.T) {
	all := history()
	file := oldDatabase(t, all)
	s, err := Open(t.Context(), file)
	require.NoError(t, err)
	for _, m := range all { // the tickets and their events are as they were
		events := 0
		for e, err := range s.Events(t.Context(), m.Ticket.Client, m.Ticket.ID, m.Expect) {
			require.NoError(t, err)
			if events < len(m.Events) {
				require.Equal(t, m.Events[events], e)
			}
			events++
		}
	}
	require.NoError(t, s.Close())

	fresh := filepath.Join(t.TempDir(), "desk.db")
	s, err = Open(t.Context(), fresh)
	require.NoError(t, err)
	for _, m := range all {
		r, err := s.Apply(t.Context(), []ticket.Mutation{m})
		require.NoError(t, err)
		require.NoError(t, r[0].Err)
	}
	require.NoError(t, s.Close())
	want, got := dump(t, fresh), dump(t, file)
	require.Len(t, got, len(want))
	for i := range want {
		require.Equal(t, want[i], got[i])
	}
}

func TestADatabaseOfALaterVersionThatIsStillInTheLogIsRefused(t *testing.T) {
	file := oldDatabase(t, nil)
	later, err := connection(file, writing)
	require.NoError(t, err)
	later.SetMaxOpenConns(1)
	defer later.Close()
	_, err = later.ExecContext(t.Context(), "PRAGMA user_version = 99")
	require.NoError(t, err)
	_, err = Open(t.Context(), file)
	require.ErrorIs(t, err, ErrSchema)
	require.ErrorContains(t, err, "version 99")
}
