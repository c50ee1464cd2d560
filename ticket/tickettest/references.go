package tickettest

import (
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// referred gives the mutation that opens a ticket about mails.
func referred(client, id string, references ...string) ticket.Mutation {
	m := Opened(client, id)
	m.Events[0].Refer = references
	return Next(ticket.Ticket{ID: id, Client: client}, m.Events...)
}

// mailed gives the mutation that adds references to a ticket.
func mailed(t ticket.Ticket, references ...string) ticket.Mutation {
	return Next(t, ticket.Event{Type: ticket.Messaged, Entry: "a mail", Refer: references})
}

var referenceTrials = []trial{
	{References, "a ticket is found by each of its references, and by nothing else", func(k *kit) {
		t := k.commit(referred("acme", "T-1", "<a@x>", "<b@x>"))
		k.commit(referred("acme", "T-2", "<A@x>", "<a@x> ", "<b@x"))
		t = k.commit(mailed(t, "<c@x>", "<a@x>"))
		k.same(t)
		for _, r := range []string{"<a@x>", "<b@x>", "<c@x>"} {
			equals(k, []ticket.Ticket{t}, k.list(ticket.Query{Client: "acme", Reference: r}), "%q", r)
		}
		require.Equal(k, []string{"T-2"}, k.ids(ticket.Query{Client: "acme", Reference: "<a@x> "}))
		for _, r := range []string{"a@x", "<B@x>", "<b@x>%", "_b@x>", " <c@x>", "<c@x>\x00"} {
			require.Empty(k, k.ids(ticket.Query{Client: "acme", Reference: r}), "%q", r)
		}
	}},
	{References, "a reference asks for what the rest of the query asks for, too", func(k *kit) {
		t := k.commit(referred("acme", "T-1", "<a@x>"))
		q := ticket.Query{Client: "acme", Reference: "<a@x>", Open: true, Tier: t.Tier}
		require.Equal(k, []string{"T-1"}, k.ids(q))
		q.After = "T-1"
		require.Empty(k, k.ids(q))
		q.After, q.Tier = "", "L9"
		require.Empty(k, k.ids(q))
		q.Tier = ""
		k.commit(Moved(t, "closed", lifecycle.Closed))
		require.Empty(k, k.ids(q))
	}},
	{References, "a reference that another ticket has is a duplicate that names it", func(k *kit) {
		first := k.commit(referred("acme", "T-1", "<a@x>", "<b@x>"))
		err := k.apply(keyed(referred("acme", "T-2", "<z@x>", "<b@x>"), "mail"))[0].Err
		require.ErrorIs(k, err, ticket.ErrDuplicate)
		requireTaken(k, err, ticket.DuplicateError{Ticket: "T-1", Reference: "<b@x>"})
		k.gone("acme", "T-2")
		require.Equal(k, ticket.Result{}, probe(k, "acme", "mail"), "what failed left its key free")
		require.Empty(k, k.ids(ticket.Query{Client: "acme", Reference: "<z@x>"}), "and the other reference")
		other := k.open("acme", "T-3")
		requireTaken(k, k.apply(mailed(other, "<a@x>"))[0].Err, ticket.DuplicateError{Ticket: "T-1", Reference: "<a@x>"})
		k.same(first)
		k.same(other)
		k.commit(mailed(other, "<z@x>"))
	}},
	{References, "they are held for ever, by a closed ticket, too", func(k *kit) {
		t := k.commit(referred("acme", "T-1", "<a@x>"))
		t = k.commit(Moved(t, "closed", lifecycle.Closed))
		requireTaken(k, k.apply(referred("acme", "T-2", "<a@x>"))[0].Err, ticket.DuplicateError{Ticket: "T-1", Reference: "<a@x>"})
		require.Equal(k, []string{"T-1"}, k.ids(ticket.Query{Client: "acme", Reference: "<a@x>"}))
		k.commit(mailed(t, "<b@x>"))
	}},
	{References, "other clients are free", func(k *kit) {
		k.commit(referred("acme", "T-1", "<a@x>"))
		k.commit(referred("acme2", "T-1", "<a@x>"))
		require.Empty(k, k.ids(ticket.Query{Client: "acm", Reference: "<a@x>"}))
		require.Equal(k, []string{"T-1"}, k.ids(ticket.Query{Client: "acme2", Reference: "<a@x>"}))
	}},
	{References, "an id, a version and an alarm that are taken come before a reference that is", func(k *kit) {
		t := k.commit(referred("acme", "T-1", "<a@x>"))
		k.commit(raised("acme", "T-2", "disk full"))
		requireDuplicate(k, k.apply(referred("acme", "T-2", "<a@x>"))[0].Err, "T-2", "")
		both := raised("acme", "T-3", "disk full")
		both.Events[0].Refer = []string{"<a@x>"}
		requireDuplicate(k, k.apply(Next(ticket.Ticket{ID: "T-3", Client: "acme"}, both.Events...))[0].Err, "T-2", "disk full")
		other := k.open("acme", "T-4")
		k.commit(Noted(other, "newer"))
		require.ErrorIs(k, k.apply(mailed(other, "<a@x>"))[0].Err, ticket.ErrConflict)
		k.same(t)
	}},
	{References, "of several that open a ticket about one mail exactly one does", func(k *kit) {
		for round := range 20 {
			won := raceFor(k, 4, func(n int) ticket.Mutation {
				return referred("acme", fmt.Sprintf("T-%d-%d", round, n), fmt.Sprintf("<%d-%d@x>", round, n), fmt.Sprintf("<%d@x>", round))
			}, ticket.ErrDuplicate)
			require.Equal(k, []string{won.Ticket.ID}, k.ids(ticket.Query{Client: "acme", Reference: fmt.Sprintf("<%d@x>", round)}))
		}
	}},
	{References, "within one Apply the first takes it", func(k *kit) {
		first := referred("acme", "T-1", "<a@x>")
		results := k.apply(first, referred("acme", "T-2", "<a@x>"), mailed(first.Ticket, "<b@x>"), referred("acme", "T-3", "<b@x>"))
		require.NoError(k, results[0].Err)
		requireTaken(k, results[1].Err, ticket.DuplicateError{Ticket: "T-1", Reference: "<a@x>"})
		require.NoError(k, results[2].Err)
		requireTaken(k, results[3].Err, ticket.DuplicateError{Ticket: "T-1", Reference: "<b@x>"})
	}},
	{References, "as many as a ticket may have, and odd ones", func(k *kit) {
		var many []string
		for i := range ticket.MaxReferences {
			many = append(many, fmt.Sprintf("<%d@%s>", i, strings.Repeat("x", 150)))
		}
		k.same(k.commit(referred("acme", "T-1", many...)))
		require.Equal(k, []string{"T-1"}, k.ids(ticket.Query{Client: "acme", Reference: many[199]}))
		for i, text := range odd[1 : len(odd)-1] {
			id := fmt.Sprintf("T-odd-%d", i)
			k.same(k.commit(referred("acme", id, text)))
			require.Equal(k, []string{id}, k.ids(ticket.Query{Client: "acme", Reference: text}), "%q", text)
		}
	}},
}
