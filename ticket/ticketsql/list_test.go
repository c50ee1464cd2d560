package ticketsql

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/ticket/tickettest"
	"github.com/fourline-go/fourline/tier"
)

// asked gives every combination of the filters that have an index, and of the orders.
func asked() []ticket.Query {
	var all []ticket.Query
	for set := range 1 << 12 {
		value := func(bit int) string {
			if set&(1<<bit) == 0 {
				return ""
			}
			return "x"
		}
		q := ticket.Query{
			Client: "acme", Alarm: value(0), Assignee: value(1), Group: value(2), Priority: value(3), Tier: tier.ID(value(4)),
			Class: lifecycle.Class(value(5)), Open: set&64 != 0, Requester: value(7), Owner: value(8), Kind: value(6), Source: value(11),
		}
		if set&512 != 0 {
			q.DueBefore = time.Unix(1, 0)
		}
		if set&1024 != 0 {
			q.Order = ticket.ByDue
		}
		all = append(all, q)
	}
	return all
}

func TestEveryListWalksAnIndex(t *testing.T) {
	s := opened(t)
	for _, q := range asked() {
		text, args := listText(q, 50)
		plan, err := s.plan(t, text, args...)
		require.NoError(t, err, "%+v", q)
		all := strings.Join(plan, "\n")
		require.NotContains(t, all, "SCAN tickets", "%+v", q)
		require.Contains(t, all, "SEARCH tickets USING INDEX", "%+v", q)
		for _, step := range plan {
			if strings.HasPrefix(step, "SEARCH tickets") {
				require.Contains(t, step, "client=? AND", "%+v: %s", q, step)
			}
		}
	}
}

// What a desk looks at all day is walked in order from its place on: nothing is sorted, and nothing before the place is read.
func TestTheUsualListsSortNothing(t *testing.T) {
	s := opened(t)
	for index, queries := range map[string][]ticket.Query{
		"sqlite_autoindex_tickets_1 (client=? AND id>?)":                      {{}, {Kind: "x"}},
		"tickets_open (client=? AND id>?)":                                    {{Open: true}},
		"tickets_class (client=? AND class=? AND id>?)":                       {{Class: "active"}},
		"tickets_tier (client=? AND tier=? AND open=? AND id>?)":              {{Tier: "L2", Open: true}, {Tier: "L2", Open: true, Class: "active"}},
		"tickets_assignee (client=? AND assignee=? AND open=? AND id>?)":      {{Assignee: "ann", Open: true}, {Assignee: "ann", Open: true, Tier: "L1"}},
		"tickets_group (client=? AND group_name=? AND open=? AND id>?)":       {{Group: "desk", Open: true}},
		"tickets_requester (client=? AND requester=? AND open=? AND id>?)":    {{Requester: "rosa", Open: true}},
		"tickets_owner (client=? AND owner=? AND open=? AND id>?)":            {{Owner: "ann", Open: true}},
		"tickets_priority (client=? AND priority=? AND open=? AND id>?)":      {{Priority: "P1", Open: true}},
		"tickets_due (client=? AND (due,id)>(?,?))":                           {{Order: ticket.ByDue, Open: true}, {Order: ticket.ByDue, Open: true, Priority: "P1"}},
		"tickets_tier_due (client=? AND tier=? AND (due,id)>(?,?))":           {{Order: ticket.ByDue, Open: true, Tier: "L2"}},
		"tickets_due (client=? AND (due,id)>(?,?) AND due<?)":                 {{Order: ticket.ByDue, DueBefore: time.Unix(1, 0)}},
		"tickets_tier_due (client=? AND tier=? AND (due,id)>(?,?) AND due<?)": {{Order: ticket.ByDue, DueBefore: time.Unix(1, 0), Tier: "L2"}},
	} {
		for _, q := range queries {
			q.Client, q.After = "acme", "T-1"
			text, args := listText(q, 50)
			plan, err := s.plan(t, text, args...)
			require.NoError(t, err)
			all := strings.Join(plan, "\n")
			require.NotContains(t, all, "TEMP B-TREE", "%+v", q)
			require.Contains(t, all, "SEARCH tickets USING INDEX "+index, "%+v", q)
		}
	}
}

func TestStatementsBeyondThoseThatAreKeptWorkAsWell(t *testing.T) {
	s := opened(t)
	_, err := s.Apply(t.Context(), []ticket.Mutation{tickettest.Opened("acme", "T-1")})
	require.NoError(t, err)
	for _, q := range asked() {
		for _, err := range s.List(t.Context(), q) {
			require.NoError(t, err)
		}
	}
	require.EqualValues(t, maxPrepared, s.texts.Load())
	kept := 0
	s.prepared.Range(func(any, any) bool { kept++; return true })
	require.Equal(t, maxPrepared, kept)
	n := 0
	for _, err := range s.List(t.Context(), ticket.Query{Client: "acme", Kind: "incident", State: "new", Tier: "L1"}) {
		require.NoError(t, err)
		n++
	}
	require.Equal(t, 1, n)
}

func TestWakesAndNoticesAreFoundByTheirIndexes(t *testing.T) {
	s := opened(t)
	for text, want := range map[string]string{dueWakes: "tickets_wake (wake<?)", readyNotices: "notices_ready (ready<?)"} {
		plan, err := s.plan(t, text, 1, 1, 1)
		require.NoError(t, err)
		require.Contains(t, plan[0], want)
	}
}

// plan gives the steps that SQLite takes for a query.
func (s *Store) plan(t *testing.T, text string, args ...any) ([]string, error) {
	rows, err := s.readers.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, rows.Err()
}
