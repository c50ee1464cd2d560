package tickettest

import (
	"context"
	"errors"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

var contextTrials = []trial{
	{Contexts, "a context that is done ends every call at once, and nothing is changed", func(k *kit) {
		t := k.commit(telling(with(Opened("acme", "T-1"), start), 0, "N-1"))
		over, cancel := context.WithCancel(k.ctx)
		cancel()
		_, err := k.store.Apply(over, []ticket.Mutation{Noted(t, "too late"), Opened("acme", "T-2")})
		require.ErrorIs(k, err, context.Canceled)
		require.NotErrorIs(k, err, ticket.ErrOutcomeUnknown, "nothing was begun")
		_, err = k.store.Get(over, "acme", "T-1")
		require.ErrorIs(k, err, context.Canceled)
		_, err = k.store.ClaimWakes(over, start, time.Minute, 1)
		require.ErrorIs(k, err, context.Canceled)
		_, err = k.store.ClaimNotices(over, start, time.Minute, 1)
		require.ErrorIs(k, err, context.Canceled)
		for _, err := range k.store.List(over, ticket.Query{Client: "acme"}) {
			require.ErrorIs(k, err, context.Canceled)
		}
		for _, err := range k.store.Events(over, "acme", "T-1", 0) {
			require.ErrorIs(k, err, context.Canceled)
		}
		k.same(t)
		k.gone("acme", "T-2")
		require.Equal(k, []string{"T-1"}, k.wakes(0, 10))
		claim := k.claims(0, 10)[0]
		require.ErrorIs(k, k.store.SettleNotices(over, []ticket.Settlement{settled(claim, ticket.NoticeSent)}), context.Canceled)
		require.Equal(k, []string{"N-1"}, k.keys(time.Minute, 10), "not settled")
	}},
	{Contexts, "a context that ends within a loop ends the loop with an error, which is its last element", func(k *kit) {
		tenTickets(k)
		k.commit(Noted(k.get("acme", "T-0"), "second"))
		k.commit(Noted(k.get("acme", "T-0"), "third"))
		listing, cancel := context.WithCancel(k.ctx)
		defer cancel()
		var errs []error
		for _, err := range k.store.List(listing, ticket.Query{Client: "acme"}) {
			cancel()
			errs = append(errs, err)
		}
		requireEnds(k, errs)
		reading, stop := context.WithCancel(k.ctx)
		defer stop()
		errs = nil
		for _, err := range k.store.Events(reading, "acme", "T-0", 0) {
			stop()
			errs = append(errs, err)
		}
		requireEnds(k, errs)
		require.Len(k, k.list(ticket.Query{Client: "acme"}), 10, "the store goes on")
	}},
	{Contexts, "callers that give up at any moment leave the others alone", func(k *kit) {
		together(6, func(n int) {
			t := Opened("acme", "T-"+string(rune('a'+n)))
			for range 25 {
				ctx, cancel := context.WithCancel(k.ctx)
				go cancel()
				results, err := k.store.Apply(ctx, []ticket.Mutation{t})
				cancel()
				t = carryOn(k, t, results, err)
			}
		})
		for _, t := range k.list(ticket.Query{Client: "acme"}) {
			k.same(t)
		}
	}},
}

// requireEnds asserts that a loop gave something, then the context's error, and then nothing.
func requireEnds(k *kit, errs []error) {
	k.Helper()
	require.Greater(k, len(errs), 1)
	for _, err := range errs[:len(errs)-1] {
		require.NoError(k, err)
	}
	require.ErrorIs(k, errs[len(errs)-1], context.Canceled)
}

// carryOn gives the mutation that follows m, after an Apply that its caller may have given up. What the store says must be so.
func carryOn(k *kit, m ticket.Mutation, results []ticket.Result, err error) ticket.Mutation {
	t, found := k.store.Get(k.ctx, "acme", m.Ticket.ID)
	committed := found == nil && t.Version == m.Ticket.Version
	switch {
	case err == nil && (results[0].Err != nil || !committed):
		k.Errorf("%s: said to be committed: %v, stored version %d", m.Ticket.ID, results[0].Err, t.Version)
	case err != nil && !isDone(err):
		k.Errorf("%s: %v", m.Ticket.ID, err)
	case err != nil && !isUnknown(err) && committed:
		k.Errorf("%s: said not to be done, and is: %v", m.Ticket.ID, err)
	}
	for !committed { // perhaps it is still on its way
		results, err := k.store.Apply(k.ctx, []ticket.Mutation{m})
		if err != nil {
			k.Errorf("%s: %v", m.Ticket.ID, err)
		}
		t, found = k.store.Get(k.ctx, "acme", m.Ticket.ID)
		committed = found == nil && t.Version == m.Ticket.Version
		if !committed {
			k.Errorf("%s: %v, stored version %d", m.Ticket.ID, results, t.Version)
			break
		}
	}
	return Noted(m.Ticket, "next")
}

func isDone(err error) bool    { return errors.Is(err, context.Canceled) }
func isUnknown(err error) bool { return errors.Is(err, ticket.ErrOutcomeUnknown) }
