package tickettest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/stretchr/testify/require"

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
		all := crowd(k, 300)
		for _, q := range queries() {
			want := matching(all, q)
			equals(k, want, k.list(q), "%+v", q)
			half := q
			half.After, half.Limit = "T-0150", 11
			equals(k, matching(all, half), k.list(half), "%+v", half)
		}
	}},
	{Listing, "pages join to the whole", func(k *kit) {
		crowd(k, 300)
		for _, q := range []ticket.Query{{Client: "acme"}, {Client: "acme", Open: true}, {Client: "acme", Tier: "L2"}, {Client: "acme", Group: "network", Open: true}} {
			whole := k.list(q)
			for _, size := range []int{1, 7, 64, len(whole), len(whole) + 1} {
				equals(k, whole, paged(k, q, size), "%+v in pages of %d", q, size)
			}
		}
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

// crowd commits n tickets of every sort, each with a second commit that changes it, and gives them in the order of their ids.
func crowd(k *kit, n int) []ticket.Ticket {
	k.Helper()
	chance := rand.New(rand.NewPCG(2026, 11))
	held := map[string]bool{}
	var opened, changed []ticket.Mutation
	var all []ticket.Ticket
	for i := range n {
		m := Opened([]string{"acme", "globex"}[chance.IntN(5)/4], fmt.Sprintf("T-%04d", i), sortOf(chance)...)
		opened = append(opened, m)
		t := m.Ticket
		more := sortOf(chance)
		if alarm := pick(chance, someAlarms); alarm != "" && !held[t.Client+alarm] {
			more = append(more, Set(ticket.FieldAlarm, alarm))
			held[t.Client+alarm] = true
		}
		m = Next(t, ticket.Event{Type: ticket.Changed, Changes: more})
		changed = append(changed, m)
		t = m.Ticket
		if t.Alarm.Key != "" && !t.Open() {
			held[t.Client+t.Alarm.Key] = false
		}
		all = append(all, t)
	}
	k.commitAll(opened)
	k.commitAll(changed)
	return all
}

// sortOf gives chance values to all that can be filtered.
func sortOf(chance *rand.Rand) []ticket.Change {
	return []ticket.Change{
		Set(ticket.FieldTier, string(pick(chance, someTiers))), Set(ticket.FieldWorking, pick(chance, someAssignees)),
		Set(ticket.FieldGroup, pick(chance, someGroups)), Set(ticket.FieldPriority, pick(chance, somePriorities)),
		Set(ticket.FieldClass, string(pick(chance, lifecycle.Classes()))), Set(ticket.FieldAlarmSource, pick(chance, someSources)),
	}
}

func pick[T any](chance *rand.Rand, from []T) T { return from[chance.IntN(len(from))] }

// queries are all combinations of a value, another value and no value for each filter.
func queries() []ticket.Query {
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

// matching is what a list must give, worked out by hand.
func matching(all []ticket.Ticket, q ticket.Query) []ticket.Ticket {
	var found []ticket.Ticket
	for _, t := range all {
		if q.Matches(t) && t.ID > q.After && (q.Limit == 0 || len(found) < q.Limit) {
			found = append(found, t)
		}
	}
	return found
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
		q.After = page[len(page)-1].ID
	}
}
