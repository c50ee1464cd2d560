package report

import (
	"context"
	"iter"

	"github.com/fourline-go/fourline/ticket"
)

// A Case is a ticket with everything that has happened to it, in order.
type Case struct {
	Ticket ticket.Ticket
	Events []ticket.Event
}

// Cases gives the tickets of a query with their events. The sequence may be stopped early and is used once; an error is its last
// element. Events that are committed while it reads are not in a case.
func Cases(ctx context.Context, desk *ticket.Desk, q ticket.Query) iter.Seq2[Case, error] {
	return func(yield func(Case, error) bool) {
		for t, err := range desk.List(ctx, q) {
			c := Case{Ticket: t}
			if err == nil {
				c.Events, err = events(ctx, desk, t)
			}
			if err != nil {
				yield(Case{}, err)
				return
			}
			if !yield(c, nil) {
				return
			}
		}
	}
}

// events gives those that have led to the ticket.
func events(ctx context.Context, desk *ticket.Desk, t ticket.Ticket) ([]ticket.Event, error) {
	all := make([]ticket.Event, 0, t.Version)
	for e, err := range desk.Events(ctx, t.Client, t.ID) {
		if err != nil {
			return nil, err
		}
		if e.Seq > t.Version {
			break
		}
		all = append(all, e)
	}
	return all, nil
}
