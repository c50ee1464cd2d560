package tickettest

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
)

// laden gives a mutation everything that a commit can carry: a notice, a wake, a key.
func laden(m ticket.Mutation, name string) ticket.Mutation {
	m.Wake, m.Key = start.Add(time.Minute), "key "+name
	m.Notices = []escalation.Notice{notice(m.Ticket, "late", "notice "+name, 0)}
	return m
}

var commitTrials = []trial{
	{Commits, "a commit is ticket, events, notices, wake and key together", func(k *kit) {
		t := k.commit(laden(Opened("acme", "T-1"), "one"))
		k.same(t)
		require.Equal(k, []string{"notice one"}, k.keys(0, 10))
		require.Equal(k, []string{"T-1"}, k.wakes(time.Minute, 10))
		require.True(k, probe(k, "acme", "key one").Seen)
	}},
	{Commits, "a mutation that fails leaves nothing of itself, and its neighbours are committed", func(k *kit) {
		t1, t2 := k.open("acme", "T-1"), k.open("acme", "T-2")
		k.commit(raised("acme", "T-3", "disk full"))
		newer := k.commit(Noted(t2, "somebody was faster"))
		first, last := laden(Noted(t1, "first"), "first"), laden(Opened("acme", "T-9"), "last")
		results := k.apply(
			first,
			laden(Noted(t2, "stale"), "stale"),
			laden(Opened("acme", "T-1"), "id taken"),
			laden(raised("acme", "T-8", "disk full"), "alarm taken"),
			laden(Noted(Opened("acme", "T-7").Ticket, "of nothing"), "nothing"),
			last,
		)
		for i, want := range []error{nil, ticket.ErrConflict, ticket.ErrDuplicate, ticket.ErrDuplicate, ticket.ErrConflict, nil} {
			require.ErrorIs(k, results[i].Err, want, "mutation %d", i)
		}
		k.same(first.Ticket)
		k.same(newer)
		k.same(last.Ticket)
		k.gone("acme", "T-7")
		k.gone("acme", "T-8")
		require.Equal(k, []string{"notice first", "notice last"}, k.keys(0, 10))
		require.ElementsMatch(k, []string{"T-1", "T-9"}, k.wakes(time.Hour, 10))
		for name, seen := range map[string]bool{"first": true, "stale": false, "id taken": false, "alarm taken": false, "nothing": false, "last": true} {
			require.Equal(k, seen, probe(k, "acme", "key "+name).Seen, name)
		}
	}},
	{Commits, "a mutation that fails keeps the wake and the notices that were there", func(k *kit) {
		t := k.commit(laden(Opened("acme", "T-1"), "one"))
		stale := Noted(t, "stale")
		t = k.commit(with(Noted(t, "newer"), start.Add(time.Minute)))
		stale.Cancel = []string{"late"}
		require.ErrorIs(k, k.apply(stale)[0].Err, ticket.ErrConflict)
		require.Equal(k, []string{"notice one"}, k.keys(0, 10))
		require.Equal(k, []string{"T-1"}, k.wakes(time.Minute, 10))
		k.same(t)
	}},
	{Commits, "several commits of one ticket in one Apply follow each other", func(k *kit) {
		m := Opened("acme", "T-1")
		all := []ticket.Mutation{m}
		for i := range 5 {
			m = Noted(m.Ticket, fmt.Sprint(i))
			all = append(all, m)
		}
		for _, r := range k.apply(all...) {
			require.Equal(k, ticket.Result{}, r)
		}
		k.same(m.Ticket)
		require.ErrorIs(k, k.apply(all[3], all[4])[1].Err, ticket.ErrConflict)
	}},
	{Commits, "readers never see half of a commit", func(k *kit) {
		k.open("acme", "T-1")
		done := make(chan struct{})
		together(3, func(n int) {
			if n == 0 {
				defer close(done)
				for range 40 {
					addNote(k, "acme", "T-1")
				}
				return
			}
			for {
				select {
				case <-done:
					return
				default:
					seenWhole(k)
				}
			}
		})
	}},
}

// with gives a mutation a wake time.
func with(m ticket.Mutation, wake time.Time) ticket.Mutation {
	m.Wake = wake
	return m
}

// seenWhole looks at a ticket that is being written to. Its events are read later than itself, so there may be more of them.
func seenWhole(k *kit) {
	t, err := k.store.Get(k.ctx, "acme", "T-1")
	if err != nil || t.Version != int64(t.Entries)+1 {
		k.Errorf("version %d with %d notes: %v", t.Version, t.Entries, err)
	}
	folded, err := ticket.Fold("T-1", "acme", k.store.Events(k.ctx, "acme", "T-1", 0))
	if err != nil || folded.Version < t.Version || folded.Version != int64(folded.Entries)+1 {
		k.Errorf("version %d with %d notes after version %d: %v", folded.Version, folded.Entries, t.Version, err)
	}
}
