package tickettest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// What the tickets of a crowd differ in. "" is a value like any other, but a query cannot ask for it.
var (
	someTiers      = []tier.ID{"L1", "L2", "L3"}
	someAssignees  = []string{"", "ann", "bo", "Ann"}
	someGroups     = []string{"", "network", "desk é"}
	somePriorities = []string{"", "P1", "P2"}
	someAlarms     = []string{"", "", "disk full", "link down"}
	someSources    = []string{"", "db-1", "site 3"}
	someNames      = []string{"", "x", "y"} // of all else
	someDues       = []time.Time{{}, start.Add(-time.Minute), start.Add(time.Hour), start.Add(time.Hour + time.Microsecond)}
)

var listingTrials = []trial{
	{Listing, "tickets come in the order of their ids, byte by byte", func(k *kit) {
		ids := []string{"b", "a", "B", "a1", "a10", "a2", "é", "z", "日", "a ", "~"}
		for _, id := range ids {
			k.open("acme", id)
		}
		slices.Sort(ids)
		require.Equal(k, ids, k.ids(ticket.Query{Client: "acme"}))
	}},
	{Listing, "every filter, alone and with others, gives what Matches says", func(k *kit) {
		all := ordered(crowd(k, 200))
		for _, q := range queries() {
			want := matching(all, q)
			equals(k, want, k.list(q), "%+v", q)
			half := q
			half.After, half.AfterDue, half.Limit = "T-0100", someDues[2], 11
			equals(k, matching(all, half), k.list(half), "%+v", half)
		}
	}},
	{Listing, "an order that there is not is invalid", func(k *kit) {
		k.open("acme", "T-1")
		for t, err := range k.store.List(k.ctx, ticket.Query{Client: "acme", Order: "by chance"}) {
			require.ErrorIs(k, err, ticket.ErrInvalid)
			require.Zero(k, t)
		}
	}},
	{Listing, "pages join to the whole", func(k *kit) {
		crowd(k, 300)
		for _, q := range []ticket.Query{
			{}, {Open: true}, {Tier: "L2"}, {Group: "network", Open: true}, {Requester: "x"}, {DueBefore: someDues[2], Open: true}, {Class: lifecycle.Active},
		} {
			q.Client = "acme"
			for _, q.Order = range []ticket.Order{ticket.ByID, ticket.ByDue} {
				whole := k.list(q)
				for _, size := range []int{1, 7, 64, len(whole), len(whole) + 1} {
					equals(k, whole, paged(k, q, size), "%+v in pages of %d", q, size)
				}
			}
		}
	}},
	{Listing, "a ticket moves in the order of due times", func(k *kit) {
		t := k.open("acme", "T-1")
		k.commit(due(k.open("acme", "T-2"), start.Add(time.Hour)))
		k.commit(due(k.open("acme", "T-3"), start.Add(2*time.Hour)))
		queue := func() []string { return k.ids(ticket.Query{Client: "acme", Order: ticket.ByDue, Open: true}) }
		require.Equal(k, []string{"T-2", "T-3", "T-1"}, queue())
		t = k.commit(due(t, start.Add(90*time.Minute+time.Microsecond)))
		require.Equal(k, []string{"T-2", "T-1", "T-3"}, queue())
		require.Equal(k, []string{"T-2", "T-1"}, k.ids(ticket.Query{Client: "acme", Order: ticket.ByDue, DueBefore: start.Add(2 * time.Hour)}))
		t = k.commit(due(t, start.Add(time.Minute)))
		require.Equal(k, []string{"T-1", "T-2", "T-3"}, queue())
		k.commit(due(t, time.Time{}))
		require.Equal(k, []string{"T-2", "T-3", "T-1"}, queue())
		require.Empty(k, k.ids(ticket.Query{Client: "acme", DueBefore: start}))
	}},
	{Listing, "a list follows a ticket that changes", func(k *kit) {
		t := k.open("acme", "T-1")
		t = k.commit(Next(t, ticket.Event{Type: ticket.Assigned, Changes: []ticket.Change{Set(ticket.FieldWorking, "ann")}}))
		require.Equal(k, []string{"T-1"}, k.ids(ticket.Query{Client: "acme", Assignee: "ann", Open: true}))
		t = k.commit(Next(t, ticket.Event{Type: ticket.Assigned, Changes: []ticket.Change{Set(ticket.FieldWorking, "bo")}}))
		require.Empty(k, k.ids(ticket.Query{Client: "acme", Assignee: "ann"}))
		t = k.commit(Moved(t, "resolved", lifecycle.Resolved))
		require.Empty(k, k.ids(ticket.Query{Client: "acme", Assignee: "bo", Open: true}))
		require.Equal(k, []string{"T-1"}, k.ids(ticket.Query{Client: "acme", Assignee: "bo", Class: lifecycle.Resolved}))
		k.commit(Moved(t, "in_progress", lifecycle.Active))
		require.Equal(k, []string{"T-1"}, k.ids(ticket.Query{Client: "acme", Open: true, Class: lifecycle.Active}))
		require.Empty(k, k.ids(ticket.Query{Client: "acme", Open: true, Class: lifecycle.Resolved}))
	}},
	{Listing, "a thousand tickets are listed without a limit", func(k *kit) {
		var all []ticket.Mutation
		for i := range 1_000 {
			all = append(all, Opened("acme", fmt.Sprintf("T-%04d", (i*617)%1_000)))
		}
		k.apply(all...)
		got := k.ids(ticket.Query{Client: "acme"})
		require.Len(k, got, 1_000)
		require.True(k, slices.IsSorted(got))
		require.Len(k, k.ids(ticket.Query{Client: "acme", Limit: 600}), 600)
		require.Equal(k, []string{"T-0998", "T-0999"}, k.ids(ticket.Query{Client: "acme", After: "T-0997", Limit: 600}))
		require.Empty(k, k.ids(ticket.Query{Client: "acme", After: "T-0999"}))
	}},
}

// due commits that the next promise to the client is due at an instant, zero for none.
func due(t ticket.Ticket, at time.Time) ticket.Mutation {
	return Next(t, ticket.Event{Type: ticket.Changed, Clocks: []ticket.Clock{{Kind: sla.SLA, Clock: sla.Clock{Metric: "resolve"}, Due: at}}})
}

// crowd commits n tickets of every sort, each with a second commit that changes it, and gives them in the order of their ids.
func crowd(k *kit, n int) []ticket.Ticket {
	k.Helper()
	var all []ticket.Ticket
	first, second := Crowd(n)
	k.commitAll(first)
	k.commitAll(second)
	for _, m := range second {
		all = append(all, m.Ticket)
	}
	return all
}

// Crowd gives the mutations that open n tickets of every sort, of two clients, and those that change each of them afterwards. They are
// the same every time.
func Crowd(n int) (opened, changed []ticket.Mutation) {
	chance := rand.New(rand.NewPCG(2026, 11))
	held := map[string]bool{}
	for i := range n {
		m := Opened([]string{"acme", "globex"}[chance.IntN(5)/4], fmt.Sprintf("T-%04d", i), sortOf(chance)...)
		m.Events[0].At = start.Add(time.Duration(chance.IntN(10)) * time.Minute)
		m = Next(ticket.Ticket{ID: m.Ticket.ID, Client: m.Ticket.Client}, m.Events[0])
		opened = append(opened, m)
		t := m.Ticket
		more := sortOf(chance)
		if alarm := pick(chance, someAlarms); alarm != "" && !held[t.Client+alarm] {
			more = append(more, Set(ticket.FieldAlarm, alarm))
			held[t.Client+alarm] = true
		}
		m = Next(t, ticket.Event{
			Type: ticket.Changed, At: start.Add(time.Duration(10+chance.IntN(10)) * time.Minute), Changes: more, Clocks: clocksOf(chance),
		})
		changed = append(changed, m)
		t = m.Ticket
		if t.Alarm.Key != "" && !t.Open() {
			held[t.Client+t.Alarm.Key] = false
		}
	}
	return opened, changed
}

// sortOf gives chance values to all that can be filtered.
func sortOf(chance *rand.Rand) []ticket.Change {
	changes := []ticket.Change{
		Set(ticket.FieldTier, string(pick(chance, someTiers))), Set(ticket.FieldWorking, pick(chance, someAssignees)),
		Set(ticket.FieldGroup, pick(chance, someGroups)), Set(ticket.FieldPriority, pick(chance, somePriorities)),
		Set(ticket.FieldClass, string(pick(chance, lifecycle.Classes()))), Set(ticket.FieldAlarmSource, pick(chance, someSources)),
	}
	for _, f := range []ticket.Field{
		ticket.FieldKind, ticket.FieldState, ticket.FieldPending, ticket.FieldService, ticket.FieldCategory, ticket.FieldChannel,
		ticket.FieldRequester, ticket.FieldOwner,
	} {
		changes = append(changes, Set(f, pick(chance, someNames)))
	}
	return changes
}

// clocksOf gives clocks with due times, of which those that are no promise to the client do not count.
func clocksOf(chance *rand.Rand) []ticket.Clock {
	return []ticket.Clock{
		{Kind: sla.OLA, Clock: sla.Clock{Metric: "hold", Agreement: "l1"}, Due: start.Add(-time.Hour)},
		{Kind: sla.SLA, Clock: sla.Clock{Metric: "resolve"}, Due: pick(chance, someDues)},
		{Kind: sla.SLA, Clock: sla.Clock{Metric: "reply"}, Due: pick(chance, someDues)},
	}
}

func pick[T any](chance *rand.Rand, from []T) T { return from[chance.IntN(len(from))] }

// queries are all combinations of a value, another value and no value for each of the first filters, and of two of the others, many of
// them in both orders.
func queries() []ticket.Query {
	first, other := firstQueries(), otherQueries()
	all := slices.Concat(first, other)
	for i, q := range all {
		if q.Order = ticket.ByDue; i%7 == 0 || i >= len(first) {
			all = append(all, q)
		}
	}
	return all
}

func firstQueries() []ticket.Query {
	var all []ticket.Query
	for _, class := range []lifecycle.Class{"", lifecycle.Active, lifecycle.Closed} {
		for _, tier := range []tier.ID{"", "L2", "L9"} {
			for _, assignee := range []string{"", "ann"} {
				for _, group := range []string{"", "desk é"} {
					for _, priority := range []string{"", "P1"} {
						for _, alarm := range []string{"", "disk full"} {
							q := ticket.Query{Client: "acme", Class: class, Tier: tier, Assignee: assignee, Group: group, Priority: priority, Alarm: alarm}
							all = append(all, q)
							q.Open = true
							all = append(all, q)
							if class == "" && tier != "L9" {
								q.Source = "db-1"
								all = append(all, q)
								q.Open = false
								all = append(all, q)
							}
						}
					}
				}
			}
		}
	}
	return all
}

// otherQueries ask for two things at once, alone and among the open tickets of a tier.
func otherQueries() []ticket.Query {
	early, late := ticket.Span{To: start.Add(14 * time.Minute)}, ticket.Span{From: start.Add(12 * time.Minute), To: start.Add(15 * time.Minute)}
	others := []func(*ticket.Query){
		func(q *ticket.Query) { q.Kind = "x" }, func(q *ticket.Query) { q.State = "y" }, func(q *ticket.Query) { q.Pending = "x" },
		func(q *ticket.Query) { q.Service = "y" }, func(q *ticket.Query) { q.Category = "x" }, func(q *ticket.Query) { q.Channel = "y" },
		func(q *ticket.Query) { q.Requester = "x" }, func(q *ticket.Query) { q.Owner = "y" }, func(q *ticket.Query) { q.Requester = "Y" },
		func(q *ticket.Query) { q.DueBefore = someDues[2] }, func(q *ticket.Query) { q.Opened.From = start.Add(3 * time.Minute) },
		func(q *ticket.Query) { q.Updated = late }, func(q *ticket.Query) { q.Resolved = late }, func(q *ticket.Query) { q.Closed = early },
	}
	var all []ticket.Query
	for i, one := range others {
		for _, further := range []int{0, 1, 5} {
			q := ticket.Query{Client: "acme"}
			one(&q)
			others[(i+further)%len(others)](&q)
			open := q
			open.Open, open.Tier = true, "L1"
			all = append(all, q, open)
		}
	}
	return all
}

// ordered gives tickets in every order.
func ordered(all []ticket.Ticket) map[ticket.Order][]ticket.Ticket {
	in := map[ticket.Order][]ticket.Ticket{}
	for _, by := range []ticket.Order{ticket.ByID, ticket.ByDue} {
		in[by] = slices.SortedFunc(slices.Values(all), func(a, b ticket.Ticket) int { return inOrder(by, a.Due(), b.Due(), a.ID, b.ID) })
	}
	return in
}

// matching is what a list must give, worked out by hand.
func matching(all map[ticket.Order][]ticket.Ticket, q ticket.Query) []ticket.Ticket {
	var found []ticket.Ticket
	for _, t := range all[q.Order] {
		after := q.After == "" || inOrder(q.Order, t.Due(), q.AfterDue, t.ID, q.After) > 0
		if q.Matches(t) && after && (q.Limit == 0 || len(found) < q.Limit) {
			found = append(found, t)
		}
	}
	return found
}

// inOrder compares two places in a list.
func inOrder(by ticket.Order, due, otherDue time.Time, id, otherID string) int {
	switch {
	case by == ticket.ByDue && due.IsZero() != otherDue.IsZero():
		return map[bool]int{true: 1, false: -1}[due.IsZero()]
	case by == ticket.ByDue && !due.Equal(otherDue):
		return due.Compare(otherDue)
	default:
		return strings.Compare(id, otherID)
	}
}

// paged lists in pages of a size and joins them.
func paged(k *kit, q ticket.Query, size int) []ticket.Ticket {
	k.Helper()
	var all []ticket.Ticket
	for {
		q.Limit = size
		page := k.list(q)
		require.LessOrEqual(k, len(page), size)
		all = append(all, page...)
		if len(page) < size {
			return all
		}
		q = q.Next(page[len(page)-1])
	}
}
