package ticketsql

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// asked gives every combination of filters.
func asked() []ticket.Query {
	var all []ticket.Query
	for set := range 512 {
		value := func(bit int) string {
			if set&(1<<bit) == 0 {
				return ""
			}
			return "x"
		}
		all = append(all, ticket.Query{
			Client: "acme", Alarm: value(0), Assignee: value(1), Group: value(2), Priority: value(3), Tier: tier.ID(value(4)),
			Class: lifecycle.Class(value(5)), Open: set&64 != 0,
			Source: value(7), Reference: value(8),
		})
	}
	return all
}

func TestEveryListWalksAnIndexAndSortsNothing(t *testing.T) {
	s := opened(t)
	for _, q := range asked() {
		text, args := listText(q, 50)
		plan, err := s.plan(t, text, args...)
		require.NoError(t, err, "%+v", q)
		for _, step := range plan {
			require.False(t, strings.HasPrefix(step, "SCAN tickets"), "%+v: %s", q, step)
			if strings.HasPrefix(step, "SEARCH tickets") && q.Reference != "" {
				require.Contains(t, step, "(client=? AND id=?)", "%+v: %s", q, step)
				continue
			}
			if strings.HasPrefix(step, "SEARCH tickets") {
				require.Contains(t, step, "client=? AND", "%+v: %s", q, step)
				require.Contains(t, step, "id>?", "%+v: %s", q, step)
			}
		}
		if q.Open || filters(q) == nil || filters(q)[0].column == "class" {
			require.NotContains(t, strings.Join(plan, "\n"), "TEMP B-TREE", "%+v", q)
		}
	}
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
