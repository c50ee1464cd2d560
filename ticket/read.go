package ticket

import (
	"context"
	"iter"
	"time"
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
