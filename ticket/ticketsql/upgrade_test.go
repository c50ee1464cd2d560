package ticketsql_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketsql"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

// earlier makes a database as the first version of this package made it, with two tickets, of which one is about an alarm.
func earlier(t *testing.T, more ...string) (file string, tickets []ticket.Ticket) {
	t.Helper()
	schema, err := os.ReadFile("schema/001.sql")
	require.NoError(t, err)
	file = made(t, t.TempDir(), append([]string{
		"PRAGMA journal_mode = WAL", string(schema), "PRAGMA application_id = 877416005", "PRAGMA user_version = 1",
	}, more...)...)
	db, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	defer db.Close()
	for id, alarm := range map[string]string{"T-1": "", "T-2": "disk full"} {
		m := tickettest.Opened("acme", id, tickettest.Set(ticket.FieldAlarm, alarm))
		tickets = append(tickets, m.Ticket)
		data, err := json.Marshal(m.Ticket)
		require.NoError(t, err)
		event, err := json.Marshal(m.Events[0])
		require.NoError(t, err)
		_, err = db.ExecContext(t.Context(), `INSERT INTO tickets (client, id, version, open, class, tier, assignee, group_name, priority, alarm, data)
			VALUES ('acme', ?, 1, 1, 'new', 'L1', '', '', '', ?, ?)`, id, alarm, string(data))
		require.NoError(t, err)
		_, err = db.ExecContext(t.Context(), "INSERT INTO events (client, ticket, seq, data) VALUES ('acme', ?, 1, ?)", id, string(event))
		require.NoError(t, err)
		_, err = db.ExecContext(t.Context(), "INSERT INTO commands (client, key, ticket, version) VALUES ('acme', ?, ?, 1)", "opened "+id, id)
		require.NoError(t, err)
	}
	return file, tickets
}

// plans gives the definitions of all tables and indexes of a database, and the number of its schema.
func plans(t *testing.T, file string) (all map[string]string, version int) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), "SELECT name, ifnull(sql, '') FROM sqlite_schema")
	require.NoError(t, err)
	defer rows.Close()
	all = map[string]string{}
	for rows.Next() {
		var name, text string
		require.NoError(t, rows.Scan(&name, &text))
		all[name] = text
	}
	require.NoError(t, rows.Err())
	require.NoError(t, db.QueryRowContext(t.Context(), "PRAGMA user_version").Scan(&version))
	return all, version
}

func TestADatabaseOfAnEarlierVersionIsBroughtUpToDate(t *testing.T) {
	file, tickets := earlier(t)
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	s, err := ticketsql.Open(t.Context(), fresh)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	for range 2 { // the second time it is up to date already
		s, err = ticketsql.Open(t.Context(), file)
		require.NoError(t, err)
		for _, want := range tickets {
			got, err := s.Get(t.Context(), "acme", want.ID)
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
		require.NoError(t, s.Close())
	}
	wanted, latest := plans(t, fresh)
	got, version := plans(t, file)
	require.Equal(t, latest, version)
	require.Equal(t, wanted, got)
}

func TestWhatAnEarlierVersionWroteGoesOn(t *testing.T) {
	file, tickets := earlier(t)
	s, err := ticketsql.Open(t.Context(), file)
	require.NoError(t, err)
	defer s.Close()
	by := map[string]ticket.Ticket{tickets[0].ID: tickets[0], tickets[1].ID: tickets[1]}
	refer := func(id, reference string) ticket.Mutation {
		return tickettest.Next(by[id], ticket.Event{Type: ticket.Messaged, Entry: "e", Refer: []string{reference}, Changes: []ticket.Change{
			tickettest.Set(ticket.FieldAlarmSource, "db-1"),
		}})
	}
	again := tickettest.Opened("acme", "T-3", tickettest.Set(ticket.FieldAlarm, "disk full"))
	key := tickettest.Opened("acme", "T-4")
	key.Key = "opened T-1"
	results, err := s.Apply(t.Context(), []ticket.Mutation{refer("T-1", "<a@x>"), refer("T-2", "<a@x>"), again, key})
	require.NoError(t, err)
	require.NoError(t, results[0].Err)
	require.Equal(t, &ticket.DuplicateError{Ticket: "T-1", Reference: "<a@x>"}, results[1].Err)
	require.Equal(t, &ticket.DuplicateError{Ticket: "T-2", Key: "disk full"}, results[2].Err)
	require.Equal(t, ticket.Result{Seen: true, Ticket: "T-1", Version: 1}, results[3])
	for _, q := range []ticket.Query{{Client: "acme", Reference: "<a@x>"}, {Client: "acme", Source: "db-1"}, {Client: "acme", Source: "db-1", Open: true}} {
		var ids []string
		for found, err := range s.List(t.Context(), q) {
			require.NoError(t, err)
			ids = append(ids, found.ID)
		}
		require.Equal(t, []string{"T-1"}, ids, "%+v", q)
	}
}

func TestAnUpgradeThatFailsChangesNothing(t *testing.T) {
	file, _ := earlier(t, "CREATE TABLE refs (x)") // of which SQLite says so only after the first statements
	before, _ := plans(t, file)
	_, err := ticketsql.Open(t.Context(), file)
	require.ErrorContains(t, err, "schema 2")
	after, version := plans(t, file)
	require.Equal(t, before, after)
	require.Equal(t, 1, version)
}

func TestAHeaderThatLagsBehindTheLogIsNoReasonToUpgradeTwice(t *testing.T) {
	file, _ := earlier(t)
	db, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	defer db.Close() // while it is open the log stays beside the file
	schema, err := os.ReadFile("schema/002.sql")
	require.NoError(t, err)
	for _, statement := range []string{"PRAGMA wal_autocheckpoint = 0", string(schema), fmt.Sprintf("PRAGMA user_version = %d", 2)} {
		_, err := db.ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	require.EqualValues(t, 1, raw[63], "the header still has the old version")
	s, err := ticketsql.Open(t.Context(), file)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}
