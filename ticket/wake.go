package ticket

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Wake lets everything happen to a ticket that time has made due by now, and carries out what the ticket owes to others. Calling it
// early, late or twice is harmless: what is not due does not happen, and what has happened does not happen again. Whoever runs the
// time calls it at or after the ticket's wake time, at least once; [Desk.Tick] does.
func (d *Desk) Wake(ctx context.Context, client, id string) error {
	t, err := d.lookAt(ctx, client, id)
	if err != nil || len(t.Owed) == 0 {
		return err
	}
	return d.followUp(ctx, t)
}

// lookAt lets everything happen that time has made due, and gives the ticket as it then stands.
func (d *Desk) lookAt(ctx context.Context, client, id string) (Ticket, error) {
	for range maxTries {
		receipt, err := d.wake(ctx, client, id)
		if errors.Is(err, ErrConflict) {
			continue
		}
		if err == nil && len(receipt.Events) >= MaxSettled {
			continue // an outage has left more than one look takes
		}
		return receipt.Ticket, err
	}
	return Ticket{}, fmt.Errorf("ticket %s: gave up after %d tries: %w", id, maxTries, ErrConflict)
}

func (d *Desk) wake(ctx context.Context, client, id string) (Receipt, error) {
	t, err := d.config.Store.Get(ctx, client, id)
	if err != nil {
		return Receipt{}, err
	}
	h, err := d.handbook(t)
	if err != nil {
		return Receipt{}, err
	}
	m, err := decide(ctx, t, Command{Ticket: id, By: clock(client)}, h, d.config.Now())
	if err != nil {
		return Receipt{}, err
	}
	if len(m.Events) == 0 {
		return Receipt{Ticket: t}, nil
	}
	return d.commit(ctx, clock(client), m)
}

// Tick does once what is due now: it wakes the tickets whose time has come and delivers what is queued. It gives the number of
// tickets woken and notices tried. One that fails does not hold up the others; the error joins what went wrong.
func (d *Desk) Tick(ctx context.Context) (int, error) {
	woken, err := d.wakeDue(ctx)
	delivered, failed := d.Deliver(ctx)
	return woken + delivered, errors.Join(err, failed)
}

func (d *Desk) wakeDue(ctx context.Context) (int, error) {
	var total int
	var failed []error
	for {
		due, err := d.config.Store.ClaimWakes(ctx, instant(d.config.Now()), d.config.Lease, d.config.Batch)
		if err != nil {
			return total, errors.Join(append(failed, err)...)
		}
		for _, w := range due {
			if err := d.Wake(ctx, w.Client, w.Ticket); err != nil {
				failed = append(failed, fmt.Errorf("ticket %s: wake: %w", w.Ticket, err))
			}
		}
		total += len(due)
		if len(due) < d.config.Batch {
			return total, errors.Join(failed...)
		}
	}
}

// Run does what is due until the context is done, looking every [Config.Every]. It returns when everything it began has ended. What
// goes wrong is logged and tried again; the error is the context's.
func (d *Desk) Run(ctx context.Context) error {
	ticker := time.NewTicker(d.config.Every)
	defer ticker.Stop()
	for {
		if _, err := d.Tick(ctx); err != nil && ctx.Err() == nil {
			d.config.Logger.ErrorContext(ctx, "desk tick failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}
