package tickettest

import (
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// Start is the instant at which the tickets of this package begin: a Monday morning, with all digits that a store must keep.
var start = time.Date(2026, time.November, 23, 9, 0, 0, 123_456_000, time.UTC)

// Set is the change that gives a field a value.
func Set(f ticket.Field, to string) ticket.Change { return ticket.Change{Field: f, To: to} }

// Next gives the mutation that lets events happen to a ticket: it numbers them, folds them, and expects the version of t. An event
// without an instant happens a second after the one before. Folding all events of a ticket gives what is stored, as with a desk.
func Next(t ticket.Ticket, events ...ticket.Event) ticket.Mutation {
	m := ticket.Mutation{Ticket: t, Expect: t.Version}
	for _, e := range events {
		e.Seq = m.Ticket.Version + 1
		if e.At.IsZero() {
			e.At = start.Add(time.Duration(e.Seq-1) * time.Second)
		}
		m.Ticket = ticket.Apply(m.Ticket, e)
		m.Events = append(m.Events, e)
	}
	return m
}

// Opened gives the mutation that opens an incident at the first line; changes set further fields.
func Opened(client, id string, changes ...ticket.Change) ticket.Mutation {
	fields := append([]ticket.Change{
		Set(ticket.FieldKind, "incident"), Set(ticket.FieldState, "new"), Set(ticket.FieldClass, string(lifecycle.New)),
		Set(ticket.FieldTier, "L1"), Set(ticket.FieldOwnerTier, "L1"), Set(ticket.FieldHandbook, "1"),
		Set(ticket.FieldReported, start.Format(time.RFC3339Nano)),
	}, changes...)
	by := ticket.Actor{Kind: ticket.Requester, ID: "rosa", Client: client}
	return Next(ticket.Ticket{ID: id, Client: client}, ticket.Event{Type: ticket.Opened, By: by, Changes: fields})
}

// Noted gives the mutation that adds a private note.
func Noted(t ticket.Ticket, text string) ticket.Mutation {
	by := ticket.Actor{Kind: ticket.Engineer, ID: "ann", Tier: t.Tier, Client: t.Client}
	return Next(t, ticket.Event{Type: ticket.Noted, By: by, Entry: text})
}

// Moved gives the mutation that moves a ticket to a state of a class.
func Moved(t ticket.Ticket, state string, class lifecycle.Class) ticket.Mutation {
	by := ticket.Actor{Kind: ticket.Engineer, ID: "ann", Tier: t.Tier, Client: t.Client}
	changes := []ticket.Change{
		{Field: ticket.FieldState, From: t.State, To: state}, {Field: ticket.FieldClass, From: string(t.Class), To: string(class)},
	}
	return Next(t, ticket.Event{Type: ticket.Moved, By: by, Changes: changes})
}
