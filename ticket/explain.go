package ticket

import (
	"context"
	"time"

	"github.com/fourline-go/fourline/sla"
)

// Explain says of every clock of a ticket how it stands as of an instant, zero for now, and why: what happened, which hours counted,
// which agreement was chosen. Only support asks so: whom promises bind besides the client, nobody else sees. The ticket is the one that
// [Desk.At] gives, by the handbook that it is decided under now.
//
// What is said is always how the ticket's clock stands. Where the terms, which remember every pause, come to something else, the
// explanation is the clock's own ([sla.Clock.Explain]): a clock that another version of the handbook has taken over, one whose hours
// changed after a pause, and those of earlier tiers.
func (d *Desk) Explain(ctx context.Context, by Actor, id string, at time.Time) ([]sla.Explanation, error) {
	w, err := d.reader(ctx, by, id)
	if err != nil {
		return nil, err
	}
	if !w.support() {
		return nil, w.refuse("right", "%s does not see clocks", article(by.Kind))
	}
	if at.IsZero() {
		at = w.now
	}
	t, err := d.At(ctx, by.Client, id, at)
	if err != nil {
		return nil, err
	}
	books := make([]*Handbook, 0, len(d.handbooks))
	for _, h := range d.handbooks {
		books = append(books, h)
	}
	h, err := History(id, by.Client, d.Events(ctx, by.Client, id), books...)
	if err != nil {
		return nil, err
	}
	return explain(t, h, w.h, at), nil
}

// explain explains every clock of a ticket.
func explain(t Ticket, h sla.History, book *Handbook, at time.Time) []sla.Explanation {
	all := make([]sla.Explanation, 0, len(t.Clocks))
	for _, c := range t.Clocks {
		e := book.terms.Explain(h, c.Kind, c.Metric, at)
		if !c.explainedBy(e) {
			e = c.Explain(book.calendars[c.Calendar], at)
			e.Kind = c.Kind
		}
		all = append(all, e)
	}
	return all
}

// explainedBy reports whether an explanation is of the clock as it stands.
func (c Clock) explainedBy(e sla.Explanation) bool {
	x := e.Clock
	return x.Agreement == c.Agreement && x.Version == c.Version && x.Target == c.Target && x.Calendar == c.Calendar &&
		x.State == c.State && x.Spent == c.Spent && x.Started.Equal(c.Started) && x.Since.Equal(c.Since) &&
		x.Stopped.Equal(c.Stopped) && x.Overdue.Equal(c.Overdue)
}
