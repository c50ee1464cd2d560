package tickettest

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// again closes the store and opens what it kept.
func (k *kit) again() {
	k.Helper()
	k.store = k.suite.reopen(k.TB, k.store)
}

var durableTrials = []trial{
	{Durable, "everything is there after opening again", func(k *kit) {
		all := crowd(k, 60)
		lists := ordered(all)
		var full ticket.Ticket
		for _, m := range everything(keyed(Opened("initech", "T-1"), "first")) {
			full = k.commit(m)
		}
		events := k.events("initech", "T-1", 0)
		k.again()
		k.same(full)
		equals(k, events, k.events("initech", "T-1", 0))
		for _, q := range queries() {
			equals(k, matching(lists, q), k.list(q), "%+v", q)
		}
		require.Equal(k, ticket.Result{Seen: true, Ticket: "T-1", Version: 1}, probe(k, "initech", "first"))
		k.same(k.commit(Noted(full, "and it goes on")))
	}},
	{Durable, "an open alarm and a taken id are still taken", func(k *kit) {
		k.commit(raised("acme", "T-1", "disk full"))
		k.commit(Moved(k.commit(raised("acme", "T-2", "link down")), "resolved", lifecycle.Resolved))
		k.again()
		require.Equal(k, "T-1", firstDuplicate(k, "T-3").Ticket)
		requireDuplicate(k, k.apply(Opened("acme", "T-2"))[0].Err, "T-2", "")
		k.commit(raised("acme", "T-3", "link down"))
	}},
	{Durable, "a wake and a notice wait for whoever comes next", func(k *kit) {
		t := k.commit(with(telling(Opened("acme", "T-1"), 0, "N-1", "N-2", "N-3", "N-4"), start.Add(time.Hour)))
		claims := k.claims(time.Second, 2)
		again := settled(claims[1], ticket.NoticeQueued)
		again.Again = start.Add(30 * time.Minute)
		k.settle(settled(claims[0], ticket.NoticeSent), again)
		k.again()
		require.Empty(k, k.wakes(time.Hour-time.Second, 10))
		require.Equal(k, []string{"T-1"}, k.wakes(time.Hour, 10))
		claims = k.claims(time.Hour, 10)
		require.ElementsMatch(k, []string{"N-2", "N-3", "N-4"}, keysOf(claims))
		for _, c := range claims {
			require.Equal(k, c.Notice.Key == "N-2", c.Attempt == 2, "%s, attempt %d", c.Notice.Key, c.Attempt)
		}
		k.commit(cancelling(telling(Noted(t, "again"), 0, "N-1"), "late"))
		k.again()
		require.Empty(k, k.keys(240*time.Hour, 10))
		require.Empty(k, k.wakes(240*time.Hour, 10))
	}},
	{Durable, "opening and closing over and over loses nothing", func(k *kit) {
		for i := range 8 {
			for _, t := range k.list(ticket.Query{Client: "acme"}) {
				k.commit(Noted(t, fmt.Sprintf("round %d", i)))
			}
			k.open("acme", fmt.Sprintf("T-%d", i))
			k.again()
		}
		for i, t := range k.list(ticket.Query{Client: "acme"}) {
			require.Equal(k, int64(8-i), t.Version)
			k.same(t)
		}
	}},
}
