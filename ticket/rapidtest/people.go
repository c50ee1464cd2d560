package rapidtest

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/ticket/tickettest"
	"github.com/fourline-go/fourline/tier"
)

// Client draws one of the handbook's clients; "acme" where it lists none.
func Client(book *ticket.Handbook) *rapid.Generator[string] {
	ids := []string{}
	for _, c := range book.Definition().Clients {
		ids = append(ids, c.ID)
	}
	if len(ids) == 0 {
		ids = []string{"acme"}
	}
	return rapid.SampledFrom(ids)
}

// requesters are those who ask.
var requesters = []string{"rosa", "omar"}

// Actor draws somebody who acts on the tickets of a client: an engineer or a manager of the handbook at one of their tiers, one of two
// requesters, a vendor, a monitor, an automation, or an import.
func Actor(book *ticket.Handbook, client string) *rapid.Generator[ticket.Actor] {
	return rapid.SampledFrom(actors(book, client))
}

// concerned draws somebody as [Actor] does, every other time an engineer of the tier that has the ticket, or that it is offered to.
func concerned(book *ticket.Handbook, at ticket.Ticket) *rapid.Generator[ticket.Actor] {
	to := at.Tier
	if at.Offer != nil {
		to = at.Offer.To
	}
	ours := slices.DeleteFunc(actors(book, at.Client), func(a ticket.Actor) bool { return a.Kind != ticket.Engineer || a.Tier != to })
	if len(ours) == 0 {
		return Actor(book, at.Client)
	}
	return rapid.OneOf(Actor(book, at.Client), rapid.SampledFrom(ours))
}

func actors(book *ticket.Handbook, client string) []ticket.Actor {
	var all []ticket.Actor
	for _, e := range engineers(book) {
		if e.Manager {
			all = append(all, ticket.Actor{Kind: ticket.Manager, ID: e.ID, Client: client})
			continue
		}
		for _, at := range e.Tiers {
			all = append(all, ticket.Actor{Kind: ticket.Engineer, ID: e.ID, Tier: at, Client: client})
		}
	}
	for _, id := range requesters {
		all = append(all, ticket.Actor{Kind: ticket.Requester, ID: id, Client: client})
	}
	for _, t := range book.Ladder().Tiers() {
		all = append(all, ticket.Actor{Kind: ticket.Automation, ID: "bot", Tier: t.ID, Client: client})
	}
	for _, kind := range []ticket.ActorKind{ticket.Vendor, ticket.Monitor, ticket.System} {
		all = append(all, ticket.Actor{Kind: kind, ID: "a-" + string(kind), Client: client})
	}
	return all
}

// engineers are those of the handbook, or, where it knows none, one for each tier.
func engineers(book *ticket.Handbook) []tier.Engineer {
	all := book.Definition().Engineers
	if len(all) > 0 {
		return all
	}
	for _, t := range book.Ladder().Tiers() {
		all = append(all, tier.Engineer{ID: "of-" + string(t.ID), Tiers: []tier.ID{t.ID}})
	}
	return all
}

// Wait draws how long nothing is done: often not at all, seldom for a week.
func Wait() *rapid.Generator[time.Duration] {
	return rapid.OneOf(
		rapid.Just(time.Duration(0)),
		rapid.Custom(func(t *rapid.T) time.Duration {
			return time.Duration(rapid.IntRange(1, 120).Draw(t, "minutes")) * time.Minute
		}),
		rapid.Custom(func(t *rapid.T) time.Duration {
			return time.Duration(rapid.IntRange(1, 24*7).Draw(t, "hours")) * time.Hour
		}),
		rapid.Custom(func(t *rapid.T) time.Duration {
			return time.Duration(rapid.IntRange(1, 1_000_000).Draw(t, "microseconds")) * time.Microsecond
		}),
	)
}

// House draws a house that has no faults: that of [tickettest.House] with fewer kinds, and with or without clients, priorities,
// agreements, policies, engineers and notices.
func House() *rapid.Generator[ticket.Definition] {
	return rapid.Custom(func(t *rapid.T) ticket.Definition {
		d := tickettest.House()
		without := func(what string, leave func()) {
			if rapid.IntRange(0, 3).Draw(t, "without "+what) == 3 {
				leave()
			}
		}
		without("clients", func() { d.Clients = nil })
		without("priorities", func() { d.Priorities = ticket.Matrix{} })
		without("policies", func() { d.Policies = nil })
		without("agreements", func() { d.Agreements = nil })
		without("engineers", func() { d.Engineers = nil })
		without("notices", func() { d.Notify = nil })
		without("other kinds", func() { d.Kinds = []lifecycle.Definition{lifecycle.Incident()} })
		return d
	})
}
