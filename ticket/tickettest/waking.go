package tickettest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

// opensWith commits a new ticket that is to be woken at an offset from the start.
func (k *kit) opensWith(id string, wake time.Duration) ticket.Ticket {
	k.Helper()
	return k.commit(with(Opened("acme", id), start.Add(wake)))
}

var wakingTrials = []trial{
	{Waking, "a ticket is claimed at its wake time and not before", func(k *kit) {
		k.opensWith("T-1", time.Hour)
		k.open("acme", "T-2")
		require.Empty(k, k.wakes(time.Hour-time.Microsecond, 10))
		claimed, err := k.store.ClaimWakes(k.ctx, start.Add(time.Hour), time.Minute, 10)
		require.NoError(k, err)
		require.Equal(k, []ticket.Wake{{Client: "acme", Ticket: "T-1", At: start.Add(time.Hour)}}, claimed)
	}},
	{Waking, "the earliest come first, up to the limit, over all clients", func(k *kit) {
		k.opensWith("T-1", 3*time.Minute)
		k.opensWith("T-2", 1*time.Minute)
		k.commit(with(Opened("globex", "T-3"), start.Add(2*time.Minute)))
		k.opensWith("T-4", 4*time.Minute)
		k.opensWith("T-5", 9*time.Minute)
		require.Empty(k, k.wakes(5*time.Minute, 0))
		require.Equal(k, []string{"T-2", "T-3"}, k.wakes(5*time.Minute, 2))
		require.Equal(k, []string{"T-1", "T-4"}, k.wakes(5*time.Minute, 2))
		require.Empty(k, k.wakes(5*time.Minute, 2))
	}},
	{Waking, "a claim lasts as long as its lease, and keeps the planned time", func(k *kit) {
		k.opensWith("T-1", 0)
		require.Equal(k, []string{"T-1"}, k.wakes(time.Second, 10))
		require.Empty(k, k.wakes(time.Second+time.Minute-time.Microsecond, 10))
		claimed, err := k.store.ClaimWakes(k.ctx, start.Add(time.Second+time.Minute), time.Minute, 10)
		require.NoError(k, err)
		require.Equal(k, []ticket.Wake{{Client: "acme", Ticket: "T-1", At: start}}, claimed)
	}},
	{Waking, "one whose lease is over goes before those that were planned later", func(k *kit) {
		k.opensWith("T-1", 0)
		k.opensWith("T-2", 30*time.Second)
		require.Equal(k, []string{"T-1"}, k.wakes(time.Second, 10))
		require.Equal(k, []string{"T-1", "T-2"}, k.wakes(2*time.Minute, 10))
	}},
	{Waking, "a commit that sets another time ends the lease", func(k *kit) {
		t := k.opensWith("T-1", 0)
		require.Equal(k, []string{"T-1"}, k.wakes(0, 10))
		t = k.commit(with(Noted(t, "later"), start.Add(10*time.Second)))
		require.Empty(k, k.wakes(9*time.Second, 10))
		require.Equal(k, []string{"T-1"}, k.wakes(10*time.Second, 10))
		k.commit(with(Noted(t, "earlier"), start.Add(5*time.Second)))
		require.Equal(k, []string{"T-1"}, k.wakes(11*time.Second, 10))
	}},
	{Waking, "a commit that sets the same time leaves the lease", func(k *kit) {
		t := k.opensWith("T-1", 0)
		require.Equal(k, []string{"T-1"}, k.wakes(0, 10))
		k.commit(with(Moved(t, "in_progress", "active"), start))
		require.Empty(k, k.wakes(time.Second, 10))
		require.Equal(k, []string{"T-1"}, k.wakes(time.Minute, 10))
	}},
	{Waking, "a commit without a wake time takes it away", func(k *kit) {
		t := k.opensWith("T-1", 0)
		t = k.commit(Noted(t, "nothing more to wait for"))
		require.Empty(k, k.wakes(time.Hour, 10))
		t = k.commit(with(Noted(t, "or is there"), start.Add(time.Minute)))
		require.Equal(k, []string{"T-1"}, k.wakes(time.Hour, 10))
		k.commit(Noted(t, "no"))
		require.Empty(k, k.wakes(9*time.Hour, 10))
	}},
	{Waking, "several workers share the work and none does another's", func(k *kit) {
		const tickets = 120
		var all []ticket.Mutation
		for i := range tickets {
			all = append(all, with(Opened("acme", fmt.Sprintf("T-%03d", i)), start.Add(time.Duration(i%7)*time.Second)))
		}
		k.apply(all...)
		var mu sync.Mutex
		var claimed []string
		together(4, func(int) {
			for {
				some, err := k.store.ClaimWakes(k.ctx, start.Add(time.Minute), time.Minute, 7)
				if !assert.NoError(k, err) || len(some) == 0 {
					return
				}
				mu.Lock()
				for _, w := range some {
					claimed = append(claimed, w.Ticket)
				}
				mu.Unlock()
			}
		})
		require.Len(k, claimed, tickets)
		slices.Sort(claimed)
		require.Len(k, slices.Compact(claimed), tickets, "none twice")
	}},
}
