package tickettest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fourline-go/fourline/escalation"
)

// A Recorder is a notifier that remembers what it was given, and fails when told to. It is safe for concurrent use.
type Recorder struct {
	now  func() time.Time
	next escalation.Notifier // told as well, nil for none

	mu    sync.Mutex // guards all below
	tried Deliveries
	fails []func() error // for the next notices, one each
}

// A Delivery is a notice that was handed over, or was to be.
type Delivery struct {
	escalation.Notice
	Delivered time.Time // when it was handed over
	Err       error     // why it was not taken, nil when it was
}

// errFails is what a recorder says that was told to fail without saying how.
var errFails = errors.New("tickettest: this notice fails")

// Notify takes a notice.
func (r *Recorder) Notify(ctx context.Context, n escalation.Notice) (err error) {
	err = errors.New("tickettest: the notifier panicked")
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.tried = append(r.tried, Delivery{Notice: n, Delivered: r.now(), Err: err})
	}()
	if fail := r.fail(); fail != nil {
		err = fail()
		return err
	}
	if err = nil; r.next != nil {
		err = r.next.Notify(ctx, n)
	}
	return err
}

func (r *Recorder) fail() func() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.fails) == 0 {
		return nil
	}
	first := r.fails[0]
	r.fails = r.fails[1:]
	return first
}

// FailNext lets the next n notices fail; an error that matches [escalation.ErrPermanent] for good. A nil error stands for one that may
// be tried again.
func (r *Recorder) FailNext(n int, err error) {
	if err == nil {
		err = errFails
	}
	r.failNext(n, func() error { return err })
}

// PanicNext lets the notifier panic at the next n notices.
func (r *Recorder) PanicNext(n int) {
	r.failNext(n, func() error { panic("tickettest: this notice panics") })
}

func (r *Recorder) failNext(n int, fail func() error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fails = append(r.fails, slices.Repeat([]func() error{fail}, n)...)
}

// Sent gives the notices that were taken, in order.
func (r *Recorder) Sent() Deliveries {
	return r.Tried().only(func(d Delivery) bool { return d.Err == nil })
}

// Tried gives the notices that were handed over, in order, those that failed too.
func (r *Recorder) Tried() Deliveries {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.tried)
}

// Forget forgets the notices so far.
func (r *Recorder) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tried = nil
}

// Deliveries are notices in the order in which they were handed over.
type Deliveries []Delivery

// To gives those to somebody: "tier L1", "engineer ada", or "ada" alone.
func (all Deliveries) To(who string) Deliveries {
	return all.only(func(d Delivery) bool { return d.To.String() == who || d.To.ID == who })
}

// About gives those about a ticket.
func (all Deliveries) About(id string) Deliveries {
	return all.only(func(d Delivery) bool { return d.Ticket == id })
}

// Of gives those of an escalation policy, "" for those that no policy has sent.
func (all Deliveries) Of(policy string) Deliveries {
	return all.only(func(d Delivery) bool { return d.Policy == policy })
}

func (all Deliveries) only(want func(Delivery) bool) Deliveries {
	var some Deliveries
	for _, d := range all {
		if want(d) {
			some = append(some, d)
		}
	}
	return some
}

// String is a line for each: when, to whom, about what.
func (all Deliveries) String() string {
	var b strings.Builder
	for _, d := range all {
		fmt.Fprintf(&b, "%s  %s  %s  %s", d.Delivered.UTC().Format(time.DateTime), d.To, d.Subject, d.Text)
		if d.Err != nil {
			fmt.Fprintf(&b, "  (%v)", d.Err)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
