package tickettest

import (
	"fmt"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

var iteratingTrials = []trial{
	{Iterating, "a loop may end early, as often as it likes", func(k *kit) {
		t := tenTickets(k)
		for range 100 {
			for range k.store.List(k.ctx, ticket.Query{Client: "acme"}) {
				break
			}
			for range k.store.Events(k.ctx, "acme", "T-0", 0) {
				break
			}
		}
		t = k.commit(Noted(t, "afterwards"))
		k.same(t)
		require.Len(k, k.list(ticket.Query{Client: "acme"}), 10)
	}},
	{Iterating, "the body of a loop may use the store", func(k *kit) {
		tenTickets(k)
		var seen int
		for t, err := range k.store.List(k.ctx, ticket.Query{Client: "acme"}) {
			require.NoError(k, err)
			seen++
			k.same(t)
			for e, err := range k.store.Events(k.ctx, t.Client, t.ID, 0) {
				require.NoError(k, err)
				require.Len(k, k.list(ticket.Query{Client: "acme"}), 10)
				if e.Seq == 1 {
					k.commit(Noted(k.get(t.Client, t.ID), "from inside two loops"))
				}
			}
			require.Empty(k, k.wakes(0, 1))
			require.Empty(k, k.keys(0, 1))
		}
		require.Equal(k, 10, seen)
	}},
	{Iterating, "many loops at once may each use the store", func(k *kit) {
		tenTickets(k)
		together(32, func(int) {
			for t, err := range k.store.List(k.ctx, ticket.Query{Client: "acme"}) {
				if !assert.NoError(k, err) {
					return
				}
				for e, err := range k.store.Events(k.ctx, t.Client, t.ID, 0) {
					_, found := k.store.Get(k.ctx, t.Client, t.ID)
					assert.NoError(k, err)
					assert.NoError(k, found)
					assert.Equal(k, int64(1), e.Seq)
				}
			}
		})
	}},
	{Iterating, "a ticket that is there from beginning to end is listed once, whatever happens meanwhile", func(k *kit) {
		var all []ticket.Mutation
		for i := range 300 {
			all = append(all, Opened("acme", fmt.Sprintf("T-%03d", i)))
		}
		k.commitAll(all)
		listed := map[string]int{}
		for t, err := range k.store.List(k.ctx, ticket.Query{Client: "acme", Open: true}) {
			require.NoError(k, err)
			listed[t.ID]++
			if t.ID == "T-010" {
				k.open("acme", "T-000a")
				k.open("acme", "T-299a")
				k.commit(Noted(k.get("acme", "T-150"), "meanwhile"))
			}
		}
		for i := range 300 {
			require.Equal(k, 1, listed[fmt.Sprintf("T-%03d", i)])
		}
		require.Zero(k, listed["T-000a"], "behind the loop already")
	}},
	{Iterating, "a loop that nobody runs costs nothing", func(k *kit) {
		tenTickets(k)
		for range 100 {
			_ = k.store.List(k.ctx, ticket.Query{Client: "acme"})
			_ = k.store.Events(k.ctx, "acme", "T-0", 0)
		}
		k.commit(Noted(k.get("acme", "T-0"), "afterwards"))
	}},
}

// tenTickets commits T-0 to T-9 and gives the first.
func tenTickets(k *kit) ticket.Ticket {
	k.Helper()
	for i := range 10 {
		k.open("acme", fmt.Sprintf("T-%d", i))
	}
	return k.get("acme", "T-0")
}
