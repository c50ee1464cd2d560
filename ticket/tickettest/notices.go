package tickettest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
)

// telling gives a mutation notices of the policy "late", queued a second apart from an offset on.
func telling(m ticket.Mutation, at time.Duration, keys ...string) ticket.Mutation {
	for i, key := range keys {
		m.Notices = append(m.Notices, notice(m.Ticket, "late", key, at+time.Duration(i)*time.Second))
	}
	return m
}

// cancelling gives a mutation policies whose notices are taken back.
func cancelling(m ticket.Mutation, policies ...string) ticket.Mutation {
	m.Cancel = policies
	return m
}

var noticeTrials = []trial{
	{Notices, "a notice is claimed as it was queued, from that instant on", func(k *kit) {
		m := telling(Opened("acme", "T-1"), time.Hour, "N-1")
		k.commit(m)
		require.Empty(k, k.claims(time.Hour-time.Microsecond, 10))
		claims := k.claims(time.Hour, 10)
		require.Len(k, claims, 1)
		require.Equal(k, m.Notices[0], claims[0].Notice)
		require.Equal(k, 1, claims[0].Attempt)
	}},
	{Notices, "the oldest come first, up to the limit", func(k *kit) {
		t := k.commit(telling(Opened("acme", "T-1"), 10*time.Second, "N-10", "N-11", "N-12"))
		k.commit(telling(Noted(t, "more"), 5*time.Second, "N-5"))
		k.commit(telling(Opened("globex", "T-2"), 11*time.Second, "N-11"))
		require.Empty(k, k.keys(time.Hour, 0))
		require.Equal(k, []string{"N-5", "N-10"}, k.keys(time.Hour, 2))
		require.Equal(k, []string{"N-11", "N-11", "N-12"}, k.keys(time.Hour, 10))
		require.Empty(k, k.keys(time.Hour, 10))
	}},
	{Notices, "a key is queued once for a client, whatever became of it", func(k *kit) {
		t := k.commit(telling(Opened("acme", "T-1"), 0, "N-1", "N-1"))
		t = k.commit(telling(Noted(t, "again"), 0, "N-1"))
		k.commit(telling(Opened("acme", "T-2"), 0, "N-1"))
		k.commit(telling(Opened("globex", "T-1"), 0, "N-1"))
		claims := k.claims(0, 10)
		require.Equal(k, []string{"N-1", "N-1"}, keysOf(claims))
		require.Equal(k, []string{"acme", "globex"}, []string{claims[0].Notice.Client, claims[1].Notice.Client})
		k.settle(settled(claims[0], ticket.NoticeSent), settled(claims[1], ticket.NoticeFailed))
		k.commit(telling(Noted(t, "after it was sent"), 0, "N-1"))
		require.Empty(k, k.keys(time.Hour, 10))
	}},
	{Notices, "a claim lasts as long as its lease, and the next one counts on", func(k *kit) {
		k.commit(telling(Opened("acme", "T-1"), 0, "N-1"))
		first := k.claims(0, 10)
		require.Empty(k, k.claims(time.Minute-time.Microsecond, 10))
		second := k.claims(time.Minute, 10)
		require.Equal(k, first[0].Notice, second[0].Notice)
		require.Equal(k, 2, second[0].Attempt)
		require.NotEqual(k, first[0].Token, second[0].Token)
	}},
	{Notices, "what is sent, given up or cancelled is not claimed again", func(k *kit) {
		k.commit(telling(Opened("acme", "T-1"), 0, "N-1", "N-2", "N-3"))
		claims := k.claims(time.Minute, 10)
		k.settle(settled(claims[0], ticket.NoticeSent), settled(claims[1], ticket.NoticeFailed), settled(claims[2], ticket.NoticeCancelled))
		require.Empty(k, k.keys(240*time.Hour, 10))
	}},
	{Notices, "one that is to be tried again waits until then", func(k *kit) {
		k.commit(telling(Opened("acme", "T-1"), 0, "N-1"))
		for attempt := 1; attempt <= 4; attempt++ {
			at := time.Duration(attempt) * time.Hour
			claims := k.claims(at, 10)
			require.Len(k, claims, 1)
			require.Equal(k, attempt, claims[0].Attempt)
			again := settled(claims[0], ticket.NoticeQueued)
			again.Again, again.Error = start.Add(at+30*time.Minute), strings.Repeat("é", 250)
			k.settle(again)
			require.Empty(k, k.keys(at+30*time.Minute-time.Microsecond, 10))
		}
		require.Len(k, k.claims(4*time.Hour+30*time.Minute, 10), 1)
	}},
	{Notices, "one that is to be tried again does not hold up others", func(k *kit) {
		k.commit(telling(Opened("acme", "T-1"), 0, "N-1", "N-2"))
		again := settled(k.claims(0, 1)[0], ticket.NoticeQueued)
		again.Again = start.Add(time.Hour)
		k.settle(again)
		require.Equal(k, []string{"N-2"}, k.keys(time.Second, 10))
		require.Equal(k, []string{"N-2", "N-1"}, k.keys(2*time.Hour, 10))
	}},
	{Notices, "a token that is not the latest settles nothing", func(k *kit) {
		k.commit(telling(Opened("acme", "T-1"), 0, "N-1"))
		slow := k.claims(0, 10)[0]
		quick := k.claims(time.Minute, 10)[0]
		k.settle(settled(slow, ticket.NoticeSent))
		made := quick
		made.Token += 1_000
		k.settle(settled(made, ticket.NoticeSent))
		require.Len(k, k.claims(2*time.Minute, 10), 1, "it is still queued")
	}},
	{Notices, "a lease that is over may still be settled while nobody else has claimed", func(k *kit) {
		k.commit(telling(Opened("acme", "T-1"), 0, "N-1"))
		k.settle(settled(k.claims(0, 10)[0], ticket.NoticeSent))
		require.Empty(k, k.keys(240*time.Hour, 10))
	}},
	{Notices, "settling what is settled, or is not there, changes nothing", func(k *kit) {
		k.commit(telling(Opened("acme", "T-1"), 0, "N-1", "N-2"))
		claims := k.claims(time.Minute, 10)
		k.settle(settled(claims[0], ticket.NoticeSent))
		k.settle(settled(claims[0], ticket.NoticeQueued), ticket.Settlement{Client: "acme", Key: "N-9", Token: 1, Status: ticket.NoticeSent})
		k.settle(ticket.Settlement{Client: "globex", Key: "N-2", Token: claims[1].Token, Status: ticket.NoticeSent})
		require.Equal(k, []string{"N-2"}, k.keys(time.Hour, 10))
		k.settle()
	}},
	{Notices, "a policy's notices are cancelled in the commit that says so", cancelQueued},
	{Notices, "one that was claimed when it was cancelled is not queued again", func(k *kit) {
		t := k.commit(telling(Opened("acme", "T-1"), 0, "N-1"))
		claim := k.claims(0, 10)[0]
		k.commit(cancelling(Noted(t, "acknowledged"), "late"))
		k.settle(settled(claim, ticket.NoticeQueued))
		require.Empty(k, k.keys(240*time.Hour, 10))
	}},
	{Notices, "a commit may cancel what it queues itself", func(k *kit) {
		t := k.commit(cancelling(telling(Opened("acme", "T-1"), 0, "N-1"), "late", "other"))
		require.Empty(k, k.keys(time.Hour, 10))
		k.commit(telling(Noted(t, "again"), 0, "N-1", "N-2"))
		require.Equal(k, []string{"N-2"}, k.keys(time.Hour, 10), "the key stays taken")
	}},
	{Notices, "several workers share the work and none does another's", shareNotices},
}

func cancelQueued(k *kit) {
	t1 := k.commit(telling(Opened("acme", "T-1"), 0, "N-1", "N-2", "N-3"))
	k.commit(telling(Opened("acme", "T-2"), 5*time.Second, "N-4"))
	k.commit(telling(Opened("globex", "T-1"), 6*time.Second, "N-5"))
	other := Noted(t1, "of another policy")
	other.Notices = []escalation.Notice{notice(t1, "overdue", "N-6", 7*time.Second), notice(t1, "", "N-7", 8*time.Second)}
	t1 = k.commit(other)
	first := k.claims(0, 1)
	require.Equal(k, []string{"N-1"}, keysOf(first))
	k.settle(settled(first[0], ticket.NoticeSent))
	t1 = k.commit(cancelling(Noted(t1, "acknowledged"), "late", "no such policy"))
	require.Equal(k, []string{"N-4", "N-5", "N-6", "N-7"}, k.keys(time.Hour, 10))
	k.commit(telling(Noted(t1, "another cycle"), 9*time.Second, "N-8"))
	require.Equal(k, []string{"N-8"}, k.keys(time.Hour, 10), "what comes later is not cancelled")
}

func shareNotices(k *kit) {
	const tickets = 60
	var all []ticket.Mutation
	for i := range tickets {
		all = append(all, telling(Opened("acme", fmt.Sprintf("T-%03d", i)), 0, fmt.Sprintf("N-%03d", i), fmt.Sprintf("M-%03d", i)))
	}
	k.apply(all...)
	var mu sync.Mutex
	var sent []string
	together(4, func(int) {
		for {
			some, err := k.store.ClaimNotices(k.ctx, start.Add(time.Minute), time.Minute, 7)
			if !assert.NoError(k, err) || len(some) == 0 {
				return
			}
			var done []ticket.Settlement
			for _, c := range some {
				done = append(done, settled(c, ticket.NoticeSent))
			}
			assert.NoError(k, k.store.SettleNotices(k.ctx, done))
			mu.Lock()
			sent = append(sent, keysOf(some)...)
			mu.Unlock()
		}
	})
	require.Len(k, sent, 2*tickets)
	slices.Sort(sent)
	require.Len(k, slices.Compact(sent), 2*tickets, "none twice")
	require.Empty(k, k.keys(240*time.Hour, 10))
}
