package tickettest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
)

// A kit is a case's store with the means to use it. Its methods fail the case when the store gives an error.
type kit struct {
	testing.TB
	suite *suite
	store ticket.Store
	ctx   context.Context
}

// kit opens a store for a case, to be closed when the case is over.
func (s *suite) kit(t testing.TB) *kit {
	k := &kit{TB: t, suite: s, store: s.open(t), ctx: t.Context()}
	t.Cleanup(func() { k.store.Close() }) //nolint:errcheck // a case about closing looks at it
	return k
}

// apply hands mutations over and gives what became of each.
func (k *kit) apply(all ...ticket.Mutation) []ticket.Result {
	k.Helper()
	results, err := k.store.Apply(k.ctx, all)
	require.NoError(k, err)
	require.Len(k, results, len(all), "one result for each mutation")
	return results
}

// commit applies a mutation that must succeed, and gives its ticket.
func (k *kit) commit(m ticket.Mutation) ticket.Ticket {
	k.Helper()
	r := k.apply(m)[0]
	require.NoError(k, r.Err)
	require.Equal(k, ticket.Result{}, r, "a fresh commit has nothing to say")
	return m.Ticket
}

// commitAll applies mutations that must all succeed, in one call.
func (k *kit) commitAll(all []ticket.Mutation) {
	k.Helper()
	for i, r := range k.apply(all...) {
		require.Equal(k, ticket.Result{}, r, "mutation %d", i)
	}
}

// open commits a new ticket.
func (k *kit) open(client, id string, changes ...ticket.Change) ticket.Ticket {
	k.Helper()
	return k.commit(Opened(client, id, changes...))
}

func (k *kit) get(client, id string) ticket.Ticket {
	k.Helper()
	t, err := k.store.Get(k.ctx, client, id)
	require.NoError(k, err)
	return t
}

// gone asserts that there is no such ticket, and no event of it.
func (k *kit) gone(client, id string) {
	k.Helper()
	_, err := k.store.Get(k.ctx, client, id)
	require.ErrorIs(k, err, ticket.ErrNotFound)
	require.Empty(k, k.events(client, id, 0))
}

func (k *kit) events(client, id string, after int64) []ticket.Event {
	k.Helper()
	var all []ticket.Event
	for e, err := range k.store.Events(k.ctx, client, id, after) {
		require.NoError(k, err)
		all = append(all, e)
	}
	return all
}

// same asserts that a ticket and its events are stored just so, and that the one follows from the others.
func (k *kit) same(want ticket.Ticket) {
	k.Helper()
	equal(k, want, k.get(want.Client, want.ID))
	folded, err := ticket.Fold(want.ID, want.Client, k.store.Events(k.ctx, want.Client, want.ID, 0))
	require.NoError(k, err)
	equal(k, want, folded, "its events, folded")
}

func (k *kit) list(q ticket.Query) []ticket.Ticket {
	k.Helper()
	var all []ticket.Ticket
	for t, err := range k.store.List(k.ctx, q) {
		require.NoError(k, err)
		all = append(all, t)
	}
	return all
}

func (k *kit) ids(q ticket.Query) []string {
	k.Helper()
	var ids []string
	for _, t := range k.list(q) {
		ids = append(ids, t.ID)
	}
	return ids
}

// wakes claims wakes at an offset from the start, for a minute, and gives the tickets' ids.
func (k *kit) wakes(at time.Duration, limit int) []string {
	k.Helper()
	claimed, err := k.store.ClaimWakes(k.ctx, start.Add(at), time.Minute, limit)
	require.NoError(k, err)
	require.LessOrEqual(k, len(claimed), limit)
	var ids []string
	for _, w := range claimed {
		ids = append(ids, w.Ticket)
	}
	return ids
}

// claims claims notices at an offset from the start, for a minute.
func (k *kit) claims(at time.Duration, limit int) []ticket.Claim {
	k.Helper()
	claimed, err := k.store.ClaimNotices(k.ctx, start.Add(at), time.Minute, limit)
	require.NoError(k, err)
	require.LessOrEqual(k, len(claimed), limit)
	return claimed
}

// keys claims notices and gives their keys.
func (k *kit) keys(at time.Duration, limit int) []string {
	k.Helper()
	return keysOf(k.claims(at, limit))
}

func keysOf(claims []ticket.Claim) []string {
	var keys []string
	for _, c := range claims {
		keys = append(keys, c.Notice.Key)
	}
	return keys
}

func (k *kit) settle(done ...ticket.Settlement) {
	k.Helper()
	require.NoError(k, k.store.SettleNotices(k.ctx, done))
}

// notice is a notice of a ticket's policy, queued at an offset from the start.
func notice(t ticket.Ticket, policy, key string, at time.Duration) escalation.Notice {
	return escalation.Notice{
		Key: key, Client: t.Client, Ticket: t.ID, Policy: policy, Subject: "Nobody has acknowledged " + t.ID,
		To: escalation.Recipient{Kind: "engineer", ID: "ann"}, Planned: start.Add(at - time.Second), At: start.Add(at),
	}
}

// settled says how sending a claimed notice went.
func settled(c ticket.Claim, as ticket.NoticeStatus) ticket.Settlement {
	return ticket.Settlement{Client: c.Notice.Client, Key: c.Notice.Key, Token: c.Token, Status: as}
}
