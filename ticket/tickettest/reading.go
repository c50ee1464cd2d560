package tickettest

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

var readingTrials = []trial{
	{Reading, "a ticket that is not there is not found", func(k *kit) {
		k.open("acme", "T-1")
		k.gone("acme", "T-2")
		k.gone("globex", "T-1")
		require.Empty(k, k.list(ticket.Query{Client: "globex"}))
		require.Empty(k, k.list(ticket.Query{}))
	}},
	{Reading, "what was committed is read", func(k *kit) {
		t := k.open("acme", "T-1")
		k.same(t)
		t = k.commit(Noted(t, "called back"))
		k.same(t)
		equals(k, []ticket.Ticket{t}, k.list(ticket.Query{Client: "acme"}))
	}},
	{Reading, "events come in order, after the one that is asked for", func(k *kit) {
		want, t := manyEvents(k, 700)
		equals(k, want, k.events("acme", t.ID, 0))
		for _, after := range []int64{0, 1, 2, 255, 256, 257, 699} {
			equals(k, want[after:], k.events("acme", t.ID, after), "after %d", after)
		}
		require.Empty(k, k.events("acme", t.ID, 700))
		require.Empty(k, k.events("acme", t.ID, 1<<40))
		equals(k, want, k.events("acme", t.ID, -1))
		k.same(t)
	}},
	{Reading, "one Apply takes a thousand mutations", func(k *kit) {
		var all []ticket.Mutation
		for i := range 1_000 {
			m := Opened("acme", fmt.Sprintf("T-%04d", i))
			all = append(all, m, Noted(m.Ticket, "second"), Noted(Noted(m.Ticket, "second").Ticket, "third"))
		}
		for i, r := range k.apply(all...) {
			require.Equal(k, ticket.Result{}, r, "mutation %d", i)
		}
		require.Len(k, k.list(ticket.Query{Client: "acme"}), 1_000)
		k.same(all[2].Ticket)
		k.same(all[len(all)-1].Ticket)
	}},
	{Reading, "an Apply of nothing does nothing", func(k *kit) {
		results, err := k.store.Apply(k.ctx, nil)
		require.NoError(k, err)
		require.Empty(k, results)
	}},
	{Reading, "closing twice is harmless, and a closed store gives errors", func(k *kit) {
		t := k.open("acme", "T-1")
		require.NoError(k, k.store.Close())
		require.NoError(k, k.store.Close())
		_, err := k.store.Get(k.ctx, "acme", "T-1")
		require.Error(k, err)
		_, err = k.store.Apply(k.ctx, []ticket.Mutation{Noted(t, "too late")})
		require.Error(k, err)
	}},
}

// manyEvents commits a ticket with n events, several in one commit, and gives them.
func manyEvents(k *kit, n int) ([]ticket.Event, ticket.Ticket) {
	m := Opened("acme", "T-1")
	all, t := m.Events, k.commit(m)
	for size := 1; len(all) < n; size++ {
		events := make([]ticket.Event, min(size, n-len(all)))
		for i := range events {
			events[i] = ticket.Event{Type: ticket.Noted, Entry: fmt.Sprintf("%d of %d", i, size)}
		}
		m = Next(t, events...)
		all, t = append(all, m.Events...), k.commit(m)
	}
	return all, t
}
