package tickettest

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// maxRounds bounds how often the desk is asked to do what is due at one instant. What one ticket owes another takes a round each.
const maxRounds = 10_000

// Advance moves the clock on. Everything that falls due on the way happens at its instant, in order.
func (d *Desk) Advance(by time.Duration) {
	d.t.Helper()
	d.Until(d.Now().Add(by))
}

// Until moves the clock on to an instant, which is not before the one that it shows. Everything that falls due on the way happens at
// its instant, in order.
func (d *Desk) Until(to time.Time) {
	d.t.Helper()
	to = to.UTC().Truncate(time.Microsecond)
	if to.Before(d.Now()) {
		d.t.Fatalf("tickettest: it is %s; the clock does not go back to %s", d.said(), to.Format(time.RFC3339))
	}
	d.settle()
	var last ticket.Wake
	for {
		at, wake := d.next(to)
		if at.After(to) || at.IsZero() {
			break
		}
		if wake != (ticket.Wake{}) && wake == last {
			d.t.Fatalf("tickettest: %s: ticket %s is to be woken at %s, again and again", d.said(), wake.Ticket, wake.At.Format(time.RFC3339Nano))
		}
		if at.After(d.Now()) {
			d.set(at)
		}
		if last = wake; wake != (ticket.Wake{}) {
			d.wake(wake)
		}
		d.settle()
	}
	d.set(to)
	d.settle()
}

// next gives the next instant up to `to` at which there is something to do, zero for none, and the ticket to wake then, if it is that.
// The store is asked as if it were `to` already, with a lease that is over at once: so it gives the earliest wake, and keeps it.
func (d *Desk) next(to time.Time) (time.Time, ticket.Wake) {
	d.t.Helper()
	wakes, err := d.Store.ClaimWakes(d.t.Context(), to, 0, 1)
	if err != nil {
		d.t.Fatalf("tickettest: %s: %v", d.said(), err)
	}
	again := d.again.after(d.Now())
	if len(wakes) == 0 || !again.IsZero() && again.Before(wakes[0].At) {
		return again, ticket.Wake{}
	}
	return wakes[0].At, wakes[0]
}

func (d *Desk) wake(w ticket.Wake) {
	d.t.Helper()
	if err := d.Desk.Wake(d.t.Context(), w.Client, w.Ticket); err != nil {
		d.t.Fatalf("tickettest: %s: wake %s: %v", d.said(), w.Ticket, err)
	}
}

// settle does what is due now, until nothing is.
func (d *Desk) settle() {
	d.t.Helper()
	for range maxRounds {
		n, err := d.Desk.Tick(d.t.Context())
		if err != nil {
			d.t.Fatalf("tickettest: %s: %v", d.said(), err)
		}
		if n == 0 {
			return
		}
	}
	d.t.Fatalf("tickettest: %s: the desk is not done with what is due now after %d rounds", d.said(), maxRounds)
}

// retries is a store that remembers when notices are to be tried again, which only settling them says.
type retries struct {
	ticket.Store
	mu sync.Mutex
	at []time.Time // guarded by mu
}

// SettleNotices settles them in the store.
func (r *retries) SettleNotices(ctx context.Context, done []ticket.Settlement) error {
	r.mu.Lock()
	for _, s := range done {
		if s.Status == ticket.NoticeQueued {
			r.at = append(r.at, s.Again)
		}
	}
	r.mu.Unlock()
	return r.Store.SettleNotices(ctx, done)
}

// after gives the first of them that is later than now, zero for none.
func (r *retries) after(now time.Time) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = slices.DeleteFunc(r.at, func(at time.Time) bool { return !at.After(now) })
	if len(r.at) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(r.at, time.Time.Compare)
}
