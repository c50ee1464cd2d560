package ticketsql

import (
	"context"
	"iter"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// List gives tickets in order; see [ticket.Store]. They are read in pages of some hundred, each as of one instant.
func (s *Store) List(ctx context.Context, q ticket.Query) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		if err := q.Check(); err != nil {
			yield(ticket.Ticket{}, err)
			return
		}
		q, left := q, q.Limit
		size := page
		if q.Limit > 0 {
			size = min(size, q.Limit)
		}
		next := func() ([][]byte, error) {
			text, args := listText(q, size)
			return s.rows(ctx, text, args...)
		}
		pages(ctx, s, "list", next, size, func(t *ticket.Ticket) { q = q.Next(*t) }, func(t ticket.Ticket, err error) bool {
			left-- // without a limit it begins below
			return yield(t, err) && left != 0
		})
	}
}

// A filter is one condition of a query on a column, and the index that leads to the tickets that meet it, if there is one.
type filter struct {
	column, value string
	index         string
	partial       bool // the index leaves out tickets where the column is ""
	split         bool // the index has open between the column and the id
	few           bool // so few tickets meet it that they can be sorted
}

// filters gives the conditions of a query on texts, the one that the fewest tickets meet first: its index is walked, the others are
// looked at.
func filters(q ticket.Query) []filter {
	var asked []filter
	for _, f := range []filter{
		{"alarm", q.Alarm, "tickets_alarm", true, true, true},
		{"source", q.Source, "tickets_source", true, true, true},
		{"assignee", q.Assignee, "tickets_assignee", true, true, true},
		{"requester", q.Requester, "tickets_requester", true, true, true},
		{"owner", q.Owner, "tickets_owner", true, true, true},
		{"group_name", q.Group, "tickets_group", true, true, true},
		{"priority", q.Priority, "tickets_priority", true, true, false},
		{"tier", string(q.Tier), "tickets_tier", false, true, false},
		{"class", string(q.Class), "tickets_class", false, false, false},
		{column: "state", value: q.State},
		{column: "pending", value: q.Pending},
		{column: "kind", value: q.Kind},
		{column: "channel", value: q.Channel},
		{column: "service", value: q.Service},
		{column: "category", value: q.Category},
	} {
		if f.value != "" {
			asked = append(asked, f)
		}
	}
	return asked
}

// A walk reads tickets along one index. Its conditions are those of the query and what the index asks for.
type walk struct {
	index string
	where string
	args  []any
	order string
}

// listText gives the statement that reads the next page of a query: one walk, or several merged.
func listText(q ticket.Query, size int) (string, []any) {
	walks := walksByID(q)
	if q.Order == ticket.ByDue {
		walks = walksByDue(q)
	}
	var texts []string
	var args []any
	for _, w := range walks {
		texts = append(texts, "SELECT * FROM (SELECT id, due, data FROM tickets INDEXED BY "+w.index+" WHERE "+w.where+" ORDER BY "+w.order+" LIMIT ?)")
		args = append(append(args, w.args...), size)
	}
	if len(walks) == 1 {
		return "SELECT data FROM (" + texts[0] + ")", args
	}
	return "SELECT data FROM (" + strings.Join(texts, " UNION ALL ") + ") ORDER BY " + order(q) + " LIMIT ?", append(args, size)
}

func order(q ticket.Query) string {
	if q.Order == ticket.ByDue {
		return "due, id"
	}
	return "id"
}

// hasDue is the condition of the indexes by due times, word for word.
const hasDue = "due < 9223372036854775807"

// walksByID gives the walks of a list by ids: one along the index of the rarest filter, or two, of open tickets and of the others.
func walksByID(q ticket.Query) []walk {
	asked := filters(q)
	first := filter{index: "sqlite_autoindex_tickets_1"}
	switch {
	case q.Reference != "": // at most one ticket
	case len(asked) > 0 && asked[0].few:
		first = asked[0]
	case !q.DueBefore.IsZero() && q.Tier != "":
		first = filter{index: "tickets_tier_due"}
	case !q.DueBefore.IsZero():
		first = filter{index: "tickets_due"}
	case len(asked) > 0 && asked[0].index != "":
		first = asked[0]
	case q.Open:
		first.index = "tickets_open"
	}
	w := newWalk(q, first, asked)
	w.and("id > ?", q.After)
	w.order = "id"
	return w.split(q, first)
}

// walksByDue gives the walks of a queue. Few tickets are found as by ids and sorted. All others are walked in order: those of which
// something is due, and of the open ones, which stand in the same index, the rest too; the rest of those that are not open comes by id.
func walksByDue(q ticket.Query) []walk {
	asked := filters(q)
	after := int64(math.MinInt64)
	if q.After != "" {
		after = stored(q.AfterDue, never)
	}
	first := filter{index: "sqlite_autoindex_tickets_1", few: q.Reference != ""}
	if !first.few && len(asked) > 0 {
		first = asked[0]
	}
	if first.few {
		w := newWalk(q, first, asked)
		w.and("(due, id) > (?, ?)", after, q.After)
		w.order = "due, id"
		return w.split(q, first)
	}
	queue := filter{index: "tickets_due"}
	if q.Tier != "" {
		queue.index = "tickets_tier_due"
	}
	w := newWalk(q, queue, asked)
	w.and("(due, id) > (?, ?)", after, q.After)
	w.order = "due, id"
	if q.Open {
		w.and("open = 1")
		return []walk{w}
	}
	if q.DueBefore.IsZero() {
		w.and(hasDue)
	}
	walks := []walk{w}
	if q.DueBefore.IsZero() {
		rest := q
		if rest.Order = ticket.ByID; after != never {
			rest.After = ""
		}
		for _, w := range walksByID(rest) {
			w.and("due = " + strconv.Itoa(never))
			walks = append(walks, w)
		}
	}
	return walks
}

// newWalk begins a walk along an index with all conditions of a query but for its place and whether it is open.
func newWalk(q ticket.Query, along filter, asked []filter) walk {
	w := walk{index: along.index, where: "client = ?", args: []any{q.Client}}
	for _, f := range asked {
		w.and(f.column+" = ?", f.value)
	}
	if q.Reference != "" {
		w.and("id = (SELECT ticket FROM refs WHERE client = ? AND reference = ?)", q.Client, q.Reference)
	}
	if along.partial {
		w.and(along.column + " <> ''")
	}
	if !q.DueBefore.IsZero() {
		w.and(hasDue+" AND due < ?", edge(q.DueBefore))
	}
	for _, s := range []struct {
		column string
		span   ticket.Span
	}{{"opened", q.Opened}, {"updated", q.Updated}, {"resolved", q.Resolved}, {"closed", q.Closed}} {
		if !s.span.From.IsZero() {
			w.and(s.column+" >= ?", edge(s.span.From))
		}
		if !s.span.To.IsZero() {
			w.and(s.column+" < ?", edge(s.span.To))
		}
	}
	return w
}

// edge is the first whole microsecond that is not before an instant: what is stored is not before it, or before it, just when the
// instant says so.
func edge(at time.Time) int64 {
	if cut := at.Truncate(time.Microsecond); cut.Before(at) {
		return cut.UnixMicro() + 1
	}
	return at.UnixMicro()
}

func (w *walk) and(condition string, args ...any) {
	w.where += " AND " + condition
	w.args = append(w.args, args...)
}

// split gives two walks, of open tickets and of the others, where the index is cut in two and the query wants both.
func (w walk) split(q ticket.Query, along filter) []walk {
	if !along.split && !q.Open {
		return []walk{w}
	}
	open, others := w, w
	open.where += " AND open = 1"
	if q.Open {
		return []walk{open}
	}
	others.where += " AND open = 0"
	return []walk{open, others}
}
