package ticketsql

import (
	"context"
	"iter"
	"strings"

	"github.com/fourline-go/fourline/ticket"
)

// List gives tickets in the order of their ids; see [ticket.Store]. They are read in pages of some hundred, each as of one instant.
func (s *Store) List(ctx context.Context, q ticket.Query) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		q, left := q, q.Limit
		size := page
		if q.Limit > 0 {
			size = min(size, q.Limit)
		}
		next := func() ([][]byte, error) {
			text, args := listText(q, size)
			return s.rows(ctx, text, args...)
		}
		pages(ctx, s, "list", next, size, func(t *ticket.Ticket) { q.After = t.ID }, func(t ticket.Ticket, err error) bool {
			left-- // without a limit it begins below
			return yield(t, err) && left != 0
		})
	}
}

// A filter is one condition of a query, and the index that leads to the tickets that meet it.
type filter struct {
	column, value string
	index         string
	partial       bool // the index leaves out tickets where the column is ""
	split         bool // the index has open between the column and the id
}

// filters gives the conditions of a query, the one that the fewest tickets meet first: its index is walked, the others are looked at.
func filters(q ticket.Query) []filter {
	var asked []filter
	for _, f := range []filter{
		{"alarm", q.Alarm, "tickets_alarm", true, true},
		{"source", q.Source, "tickets_source", true, true},
		{"assignee", q.Assignee, "tickets_assignee", true, true},
		{"group_name", q.Group, "tickets_group", true, true},
		{"priority", q.Priority, "tickets_priority", true, true},
		{"tier", string(q.Tier), "tickets_tier", false, true},
		{"class", string(q.Class), "tickets_class", false, false},
	} {
		if f.value != "" {
			asked = append(asked, f)
		}
	}
	return asked
}

// listText gives the statement that reads the next page of a query.
func listText(q ticket.Query, size int) (string, []any) {
	asked := filters(q)
	index, split := "sqlite_autoindex_tickets_1", false
	switch {
	case q.Reference != "": // at most one ticket
	case len(asked) > 0:
		index, split = asked[0].index, asked[0].split
	case q.Open:
		index = "tickets_open"
	}
	var b strings.Builder
	b.WriteString("SELECT id, data FROM tickets INDEXED BY " + index + " WHERE client = ? AND id > ?")
	args := []any{q.Client, q.After}
	for i, f := range asked {
		b.WriteString(" AND " + f.column + " = ?")
		args = append(args, f.value)
		if i == 0 && f.partial && f.index == index {
			b.WriteString(" AND " + f.column + " <> ''")
		}
	}
	if q.Reference != "" {
		b.WriteString(" AND id = (SELECT ticket FROM refs WHERE client = ? AND reference = ?)")
		args = append(args, q.Client, q.Reference)
	}
	walk := func(open string) string {
		return b.String() + open + " ORDER BY id LIMIT ?"
	}
	args = append(args, size)
	switch {
	case q.Open:
		return "SELECT data FROM (" + walk(" AND open = 1") + ")", args
	case !split:
		return "SELECT data FROM (" + walk("") + ")", args
	}
	// Two walks, of open tickets and of the others, merged.
	text := "SELECT data FROM (SELECT * FROM (" + walk(" AND open = 1") + ") UNION ALL SELECT * FROM (" + walk(" AND open = 0") + ")) ORDER BY id LIMIT ?"
	return text, append(append(append([]any{}, args...), args...), size)
}
