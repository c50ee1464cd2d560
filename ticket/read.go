package ticket

import (
	"context"
	"iter"
	"time"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// Get gives a ticket of a client, or [ErrNotFound].
func (d *Desk) Get(ctx context.Context, client, id string) (Ticket, error) {
	return d.config.Store.Get(ctx, client, id)
}

// Events gives what happened to a ticket, in order. The sequence may be stopped early and is used once.
func (d *Desk) Events(ctx context.Context, client, id string) iter.Seq2[Event, error] {
	return d.config.Store.Events(ctx, client, id, 0)
}

// List gives tickets; see [Query]. The sequence may be stopped early and is used once.
func (d *Desk) List(ctx context.Context, q Query) iter.Seq2[Ticket, error] {
	return d.config.Store.List(ctx, q)
}

// At gives a ticket as it stood at an instant, that instant's events included. Before its first event it is not found.
func (d *Desk) At(ctx context.Context, client, id string, at time.Time) (Ticket, error) {
	t, err := Fold(id, client, func(yield func(Event, error) bool) {
		for e, err := range d.Events(ctx, client, id) {
			if err == nil && e.At.After(at) || !yield(e, err) {
				return
			}
		}
	})
	if err == nil && t.Version == 0 {
		return t, ErrNotFound
	}
	return t, err
}

// Permitted lists what an actor can do to a ticket's state, or could if something else were so: every trigger that leads out of it,
// where it leads, what it asks for, and what is in the way. A pending reason may be given to see what that would need besides.
func (d *Desk) Permitted(ctx context.Context, by Actor, id, pending string) ([]lifecycle.Permission, error) {
	t, err := d.config.Store.Get(ctx, by.Client, id)
	if err != nil {
		return nil, err
	}
	h, err := d.handbook(t)
	if err != nil {
		return nil, err
	}
	w, err := newWork(ctx, t, by, h, d.config.Now())
	if err != nil {
		return nil, err
	}
	if err := w.familiar(); err != nil {
		return nil, err
	}
	w.before = t
	return w.cycle.Permitted(t.State, w.facts(pending)), nil
}
