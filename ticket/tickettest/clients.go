package tickettest

import (
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

var clientTrials = []trial{
	{Clients, "a client never sees another's, even when their ids begin alike", func(k *kit) {
		names := []struct{ client, id string }{{"a", "bc"}, {"ab", "c"}, {"abc", ""}, {"", "abc"}, {"a\x00b", "c"}, {"a", "\x00bc"}, {"A", "bc"}}
		want := map[string][]ticket.Ticket{}
		for _, n := range names {
			if n.id == "" {
				n.id = "-"
			}
			t := k.commit(keyed(raised(n.client, n.id, "same alarm "+n.id), "same key "+n.id))
			want[n.client] = append([]ticket.Ticket{t}, want[n.client]...) // "\x00bc" comes before "bc"
		}
		for client, tickets := range want {
			require.Equal(k, tickets, k.list(ticket.Query{Client: client}), "%q", client)
			require.Equal(k, tickets, k.list(ticket.Query{Client: client, Open: true}), "%q", client)
			for _, t := range tickets {
				k.same(t)
				require.Len(k, k.events(client, t.ID, 0), 1)
			}
		}
		k.gone("ab", "bc")
		k.gone("a", "c")
		require.Equal(k, ticket.Result{}, probe(k, "ab", "same key bc"))
	}},
	{Clients, "what one client does leaves the same ids of another alone", func(k *kit) {
		here := k.commit(with(telling(Opened("acme", "T-1"), 0, "N-1"), start))
		there := k.commit(with(telling(Opened("acme2", "T-1"), 0, "N-1"), start))
		here = k.commit(cancelling(Noted(here, "acknowledged"), "late"))
		k.same(here)
		k.same(there)
		claims := k.claims(time.Minute, 10)
		require.Len(k, claims, 1)
		require.Equal(k, "acme2", claims[0].Notice.Client)
		woken, err := k.store.ClaimWakes(k.ctx, start.Add(time.Hour), time.Minute, 10)
		require.NoError(k, err)
		require.Equal(k, []ticket.Wake{{Client: "acme2", Ticket: "T-1", At: start}}, woken)
	}},
}
