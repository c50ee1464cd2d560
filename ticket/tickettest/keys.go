package tickettest

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
)

// keyed gives a mutation the key of its command.
func keyed(m ticket.Mutation, key string) ticket.Mutation {
	m.Key = key
	return m
}

// probe asks whether a key was seen.
func probe(k *kit, client, key string) ticket.Result {
	k.Helper()
	return k.apply(ticket.Mutation{Ticket: ticket.Ticket{Client: client}, Key: key})[0]
}

var keyTrials = []trial{
	{Keys, "the same key again does nothing and says what it came to", func(k *kit) {
		first := k.commit(keyed(Opened("acme", "T-1"), "mail-1"))
		second := k.commit(keyed(Noted(first, "second"), "mail-2"))
		third := k.commit(Noted(second, "third"))
		seen := ticket.Result{Seen: true, Ticket: "T-1", Version: 2}
		require.Equal(k, seen, k.apply(keyed(Noted(third, "again"), "mail-2"))[0])
		require.Equal(k, seen, k.apply(keyed(Opened("acme", "T-9"), "mail-2"))[0], "whatever it is about now")
		require.Equal(k, ticket.Result{Seen: true, Ticket: "T-1", Version: 1}, k.apply(keyed(Opened("acme", "T-1"), "mail-1"))[0])
		k.same(third)
		k.gone("acme", "T-9")
	}},
	{Keys, "the key is looked at before the version", func(k *kit) {
		first := k.open("acme", "T-1")
		k.commit(keyed(Noted(first, "second"), "mail-2"))
		require.Equal(k, ticket.Result{Seen: true, Ticket: "T-1", Version: 2}, k.apply(keyed(Noted(first, "second"), "mail-2"))[0])
	}},
	{Keys, "the same key at once is carried out once", func(k *kit) {
		for round := range 20 {
			key, seen := fmt.Sprintf("mail-%d", round), make([]ticket.Result, 4)
			together(len(seen), func(n int) {
				r, err := k.store.Apply(k.ctx, []ticket.Mutation{keyed(Opened("acme", fmt.Sprintf("T-%d-%d", round, n)), key)})
				if assert.NoError(k, err) {
					seen[n] = r[0]
				}
			})
			won := slices.Index(seen, ticket.Result{})
			require.GreaterOrEqual(k, won, 0, "one is carried out: %v", seen)
			for n, r := range seen {
				if n != won {
					require.Equal(k, ticket.Result{Seen: true, Ticket: fmt.Sprintf("T-%d-%d", round, won), Version: 1}, r)
				}
			}
			require.Len(k, k.list(ticket.Query{Client: "acme"}), round+1)
		}
	}},
	{Keys, "the same key twice in one Apply is carried out once", func(k *kit) {
		m := keyed(Opened("acme", "T-1"), "mail-1")
		require.Equal(k, []ticket.Result{{}, {Seen: true, Ticket: "T-1", Version: 1}}, k.apply(m, m))
		k.same(m.Ticket)
	}},
	{Keys, "the key of another client is another key", func(k *kit) {
		k.commit(keyed(Opened("acme", "T-1"), "mail-1"))
		k.commit(keyed(Opened("globex", "T-2"), "mail-1"))
		require.Equal(k, "T-1", probe(k, "acme", "mail-1").Ticket)
		require.Equal(k, "T-2", probe(k, "globex", "mail-1").Ticket)
		require.Equal(k, ticket.Result{}, probe(k, "initech", "mail-1"))
	}},
	{Keys, "a mutation that fails leaves its key free", func(k *kit) {
		first := k.open("acme", "T-1")
		k.commit(Noted(first, "second"))
		require.ErrorIs(k, k.apply(keyed(Noted(first, "stale"), "mail-1"))[0].Err, ticket.ErrConflict)
		require.ErrorIs(k, k.apply(keyed(Opened("acme", "T-1"), "mail-2"))[0].Err, ticket.ErrDuplicate)
		require.Equal(k, ticket.Result{}, probe(k, "acme", "mail-1"))
		require.Equal(k, ticket.Result{}, probe(k, "acme", "mail-2"))
		k.commit(keyed(Opened("acme", "T-2"), "mail-1"))
	}},
	{Keys, "a mutation without events commits nothing and says whether its key was seen", func(k *kit) {
		t := k.open("acme", "T-1")
		ask := ticket.Mutation{
			Ticket: t, Expect: t.Version, Key: "mail-1", Wake: start, Cancel: []string{"late"},
			Notices: []escalation.Notice{notice(t, "late", "N-1", 0)},
		}
		require.Equal(k, []ticket.Result{{}, {}}, k.apply(ask, ask), "asking does not take the key")
		require.Empty(k, k.wakes(0, 10))
		require.Empty(k, k.keys(0, 10))
		k.same(t)
		k.commit(keyed(Noted(t, "second"), "mail-1"))
		require.Equal(k, ticket.Result{Seen: true, Ticket: "T-1", Version: 2}, k.apply(ask)[0], "a version that is stale does not matter")
		require.Equal(k, ticket.Result{}, k.apply(ticket.Mutation{Ticket: t, Expect: 1})[0], "nor does asking for nothing")
	}},
}
