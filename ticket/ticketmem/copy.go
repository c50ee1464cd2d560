package ticketmem

import (
	"maps"
	"slices"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/ticket"
)

// copyTicket copies a ticket with everything it points to.
func copyTicket(t ticket.Ticket) ticket.Ticket {
	t = t.Clone()
	if t.Offer != nil {
		t.Offer.Fields = maps.Clone(t.Offer.Fields)
	}
	for i, r := range t.Runs {
		t.Runs[i] = r.Apply(runbook.Event{}) // an event of no kind changes nothing, and what Apply gives shares no memory
	}
	return t
}

// copyEvent copies an event with everything it points to.
func copyEvent(e ticket.Event) ticket.Event {
	e.Changes = slices.Clone(e.Changes)
	e.Notices = slices.Clone(e.Notices)
	e.Clocks = slices.Clone(e.Clocks)
	e.Cursors = slices.Clone(e.Cursors)
	if e.Offer != nil {
		o := *e.Offer
		o.Fields = maps.Clone(o.Fields)
		e.Offer = &o
	}
	if e.Run != nil {
		r := *e.Run
		r.Evidence, r.Left = maps.Clone(r.Evidence), slices.Clone(r.Left)
		e.Run = &r
	}
	return e
}
