package tickettest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

var versionTrials = []trial{
	{Versions, "a stale version is a conflict and changes nothing", func(k *kit) {
		first := k.open("acme", "T-1")
		second := k.commit(Noted(first, "from one"))
		require.ErrorIs(k, k.apply(Noted(first, "from another"))[0].Err, ticket.ErrConflict)
		k.same(second)
	}},
	{Versions, "a version from the future is a conflict", func(k *kit) {
		t := k.open("acme", "T-1")
		ahead := t
		ahead.Version = 7
		require.ErrorIs(k, k.apply(Noted(ahead, "too early"))[0].Err, ticket.ErrConflict)
		k.same(t)
	}},
	{Versions, "a change of a ticket that is not there is a conflict", func(k *kit) {
		require.ErrorIs(k, k.apply(Noted(Opened("acme", "T-1").Ticket, "of what?"))[0].Err, ticket.ErrConflict)
		k.gone("acme", "T-1")
	}},
	{Versions, "an id that is taken is a duplicate that names it", func(k *kit) {
		t := k.open("acme", "T-1")
		err := k.apply(Opened("acme", "T-1", Set(ticket.FieldSubject, "another")))[0].Err
		require.ErrorIs(k, err, ticket.ErrDuplicate)
		requireDuplicate(k, err, "T-1", "")
		k.same(t)
	}},
	{Versions, "of several writers of one version exactly one wins", func(k *kit) {
		t := k.open("acme", "T-1")
		for round := range 25 {
			won := raceFor(k, 4, func(n int) ticket.Mutation { return Noted(t, fmt.Sprintf("round %d, writer %d", round, n)) }, ticket.ErrConflict)
			t = won.Ticket
			k.same(t)
		}
	}},
	{Versions, "of several creators of one id exactly one wins", func(k *kit) {
		for round := range 25 {
			id := fmt.Sprintf("T-%d", round)
			won := raceFor(k, 4, func(n int) ticket.Mutation {
				return Opened("acme", id, Set(ticket.FieldSubject, fmt.Sprintf("writer %d", n)))
			}, ticket.ErrDuplicate)
			k.same(won.Ticket)
		}
	}},
	{Versions, "writers that load, change and try again lose nothing", func(k *kit) {
		k.open("acme", "T-1")
		const writers, each = 8, 15
		together(writers, func(int) {
			for range each {
				addNote(k, "acme", "T-1")
			}
		})
		t := k.get("acme", "T-1")
		require.Equal(k, int64(1+writers*each), t.Version)
		require.Equal(k, writers*each, t.Entries)
		k.same(t)
	}},
	{Versions, "writers of different tickets do not disturb each other", func(k *kit) {
		const writers, each = 16, 10
		together(writers, func(n int) {
			t := Opened("acme", fmt.Sprintf("T-%02d", n))
			for range each {
				r, err := k.store.Apply(k.ctx, []ticket.Mutation{t})
				assert.NoError(k, err)
				assert.Equal(k, []ticket.Result{{}}, r)
				t = Noted(t.Ticket, "more")
			}
		})
		for _, t := range k.list(ticket.Query{Client: "acme"}) {
			require.Equal(k, int64(each), t.Version)
			k.same(t)
		}
	}},
}

// addNote adds a note, as often as it takes.
func addNote(k *kit, client, id string) {
	for {
		t, err := k.store.Get(k.ctx, client, id)
		if !assert.NoError(k, err) {
			return
		}
		results, err := k.store.Apply(k.ctx, []ticket.Mutation{Noted(t, "one more")})
		if !assert.NoError(k, err) || results[0].Err == nil {
			return
		}
		if !assert.ErrorIs(k, results[0].Err, ticket.ErrConflict) {
			return
		}
	}
}

// raceFor lets n writers commit at once, each its own mutation, and gives the one that won. The others must fail with lost.
func raceFor(k *kit, n int, mutation func(n int) ticket.Mutation, lost error) ticket.Mutation {
	k.Helper()
	var winner ticket.Mutation
	var won atomic.Int32
	together(n, func(i int) {
		m := mutation(i)
		results, err := k.store.Apply(k.ctx, []ticket.Mutation{m})
		switch {
		case !assert.NoError(k, err):
		case results[0].Err != nil:
			assert.ErrorIs(k, results[0].Err, lost)
		case won.Add(1) == 1:
			winner = m
		}
	})
	require.EqualValues(k, 1, won.Load(), "one writer wins")
	return winner
}

// together runs do n times at once and waits for all.
func together(n int, do func(n int)) {
	var all sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-begin
			do(i)
		})
	}
	close(begin)
	all.Wait()
}

// requireDuplicate asserts which ticket holds what was to be unique.
func requireDuplicate(k *kit, err error, holder, key string) {
	k.Helper()
	requireTaken(k, err, ticket.DuplicateError{Ticket: holder, Key: key})
}

// requireTaken asserts what is taken, and by whom.
func requireTaken(k *kit, err error, want ticket.DuplicateError) {
	k.Helper()
	var d *ticket.DuplicateError
	require.True(k, errors.As(err, &d), "%v is a DuplicateError", err)
	require.Equal(k, want, *d)
}
