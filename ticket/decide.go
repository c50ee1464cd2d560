package ticket

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// decide says what a command makes of a ticket: the one way in for everything that changes one. It is pure: no store, no clock, no
// chance, and the same arguments give the same mutation. What time has made due by now happens first, so that a command never
// overtakes a timer that nobody has looked at yet.
//
// A ticket with version 0 is not there yet. When nothing is left to do the mutation has no events.
func decide(ctx context.Context, t Ticket, c Command, h *Handbook, now time.Time) (Mutation, error) {
	w, err := newWork(ctx, t, c.By, h, now)
	if err != nil {
		return Mutation{}, err
	}
	defer w.release()
	w.key, w.others = c.Key, c.others
	if t.Version > 0 {
		if err := w.settle(); err != nil {
			return Mutation{}, err
		}
	}
	w.before = w.t
	if len(c.Do) > 0 {
		if err := w.familiar(); err != nil && !w.leaves(c.Do) && !w.mails(c.Do) {
			return Mutation{}, err
		}
		if w.t.MergedInto != "" && !c.follows {
			return Mutation{}, w.wasMerged(w.t)
		}
	}
	for _, action := range c.Do {
		if err := w.act(action); err != nil {
			return Mutation{}, err
		}
	}
	if !c.follows && len(w.t.Owed) > MaxOwed && len(w.t.Owed) > len(w.before.Owed) {
		return Mutation{}, w.refuse("limit", "%d follow-ups on other tickets are owed; at most %d are allowed", len(w.t.Owed), MaxOwed)
	}
	if len(w.events) > 0 {
		w.proposeMajor()
	}
	return w.mutation(t.Version), nil
}

// work is a ticket while it is being decided on.
type work struct {
	ctx     context.Context
	h       *Handbook
	cycle   *lifecycle.Lifecycle
	now     time.Time
	by      Actor
	key     string
	before  Ticket // as it stood before the command, with what time had made due
	t       Ticket
	events  []Event
	notices []escalation.Notice
	cancel  []string
	chosen  [3]choice // by the place in agreementKinds
	others  map[string]Ticket
	asks    bool     // nothing happens: it is only asked what may
	from    string   // the ticket whose follow-up travels along a link to this one, "" for none
	hops    int      // how many links it has travelled along
	known   struct { // what policies know of a version of the ticket
		version int64
		facts   escalation.Facts
		spare   []escalation.Timed
	}
}

// instant is how instants are kept: UTC, whole microseconds.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func newWork(ctx context.Context, t Ticket, by Actor, h *Handbook, now time.Time) (*work, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	now = instant(now)
	if now.Before(t.Updated) { // another machine's clock is ahead: time never runs backwards for a ticket
		now = t.Updated
	}
	cycle, ok := h.kinds[t.Kind]
	if t.Version > 0 && !ok {
		return nil, fmt.Errorf("ticket %s: handbook %q has no kind %q: %w", t.ID, h.Name(), t.Kind, ErrNoHandbook)
	}
	w := spare.Get().(*work)
	w.ctx, w.h, w.now, w.by, w.before, w.t, w.cycle = ctx, h, now, by, t, t, cycle
	return w, nil
}

// spare keeps works that have ended: they are large, and a decision needs one for some microseconds.
var spare = sync.Pool{New: func() any { return new(work) }}

// release gives a work back. Whoever has it must not use it again; what it has made of the ticket stays theirs.
func (w *work) release() {
	clocks, others := w.known.facts.Clocks[:0], w.known.spare[:0]
	*w = work{}
	w.known.facts.Clocks, w.known.spare = clocks, others
	spare.Put(w)
}

func (w *work) mutation(expect int64) Mutation {
	w.by, w.before = clock(w.t.Client), w.t // what time will do is judged as time's doing
	return Mutation{
		Ticket: w.t, Expect: expect, Events: w.events, Wake: w.wake(),
		Notices: w.notices, Cancel: w.cancel, Key: w.key,
	}
}

// emit lets something happen to the ticket: clocks get the signals, policies the new facts, and whoever the handbook says is told.
func (w *work) emit(e Event, signals ...sla.Signal) {
	if w.asks {
		return
	}
	e.Seq, e.At = w.t.Version+1, w.now
	if e.By == (Actor{}) {
		e.By = w.by
	}
	e.Owes = append(e.Owes, w.travels(e)...)
	w.owe(&e)
	next := Apply(w.t, e)
	e.Clocks = w.dated(replaceClocks(e.Clocks, w.signal(&next, signals)))
	next.Clocks = replaceClocks(next.Clocks, e.Clocks)
	e.Cursors = append(e.Cursors, w.watch(&next, e)...)
	next.Cursors = replaceCursors(next.Cursors, e.Cursors)
	w.t = next
	e.Notices = append(e.Notices, w.tell(e)...)
	w.events = append(w.events, e)
}

// act decides one action.
func (w *work) act(a Action) error {
	if err := w.onlyAlarms(a); err != nil {
		return err
	}
	return a.decide(w)
}

// onlyAlarms refuses what a monitor wants besides raising and clearing alarms.
func (w *work) onlyAlarms(a Action) error {
	switch a.(type) {
	case Raise, Clear:
		return nil
	}
	if w.by.Kind == Monitor {
		return w.refuse("right", "a monitor raises and clears alarms, and does nothing else")
	}
	return nil
}

// must refuses an actor whose tier is not capable of something. Managers and the desk itself may do what any tier may.
func (w *work) must(can tier.Capability) error {
	if can == "" || w.can(can) {
		return nil
	}
	if w.by.Kind == Engineer || w.by.Kind == Automation {
		r := w.refuse("right", "tier %q cannot %s", w.by.Tier, can)
		for _, t := range w.h.ladder.With(can) {
			r.Allowed = append(r.Allowed, string(t))
		}
		return r
	}
	return w.refuse("right", "%s may not %s", article(w.by.Kind), can)
}

func (w *work) can(c tier.Capability) bool {
	switch w.by.Kind {
	case Manager, System:
		return true
	case Engineer, Automation:
		return w.h.ladder.Can(w.by.Tier, c)
	default:
		return false
	}
}

// present refuses to work on a ticket that is not there.
func (w *work) present() error {
	if w.t.Version == 0 {
		return w.refuse("order", "the ticket is not opened yet")
	}
	return nil
}

// done reports whether the ticket is resolved and not closed yet.
func (w *work) done() bool { return w.t.Class == lifecycle.Resolved }

// open refuses to work on a ticket that is resolved or closed.
func (w *work) open() error {
	if err := w.present(); err != nil {
		return err
	}
	if w.t.Open() {
		return nil
	}
	r := w.refuse("closed", "the ticket is %s", w.t.State)
	for _, t := range w.cycle.From(w.t.State) {
		r.Allowed = append(r.Allowed, t.Trigger)
	}
	return r
}

func (w *work) hasTier(id tier.ID) bool {
	_, ok := w.h.tiers[id]
	return ok
}

// withVendor reports whether the ticket is at the tier of a vendor, is offered to it, or has asked it to help.
func (w *work) withVendor() bool {
	o := w.t.Offer
	for _, h := range w.t.Helpers {
		if w.isOf(h.Tier) {
			return true
		}
	}
	return w.isOf(w.t.Tier) || o != nil && !o.Waits() && w.isOf(o.To)
}

// isOf reports whether the actor is of a tier. A vendor is of every tier outside, unless they say of which.
func (w *work) isOf(id tier.ID) bool {
	switch w.by.Kind {
	case Engineer, Automation:
		return w.by.Tier == id
	case Vendor:
		return w.h.tiers[id] == tier.Vendor && (w.by.Tier == "" || w.by.Tier == id)
	default:
		return false
	}
}

// familiar refuses an actor that the handbook does not know, or knows elsewhere, a requester who did not ask, and a vendor whom
// nobody has called in.
func (w *work) familiar() error {
	if !w.by.Kind.Valid() {
		return w.refuse("right", "unknown kind of actor %q", w.by.Kind)
	}
	if _, ok := w.h.client(w.by.Client); !ok {
		return w.refuse("right", "the handbook has no client %q", w.by.Client)
	}
	switch {
	case (w.by.Kind == Engineer || w.by.Kind == Automation) && !w.hasTier(w.by.Tier):
		return w.refuse("right", "the ladder has no tier %q", w.by.Tier)
	case w.by.Kind == Requester && w.t.Version > 0 && (w.by.ID == "" || w.by.ID != w.t.Requester):
		return w.refuse("right", "the ticket is not this requester's")
	case w.by.Kind == Vendor && w.t.Version > 0 && !w.withVendor():
		return w.refuse("right", "this vendor has not been called in")
	case w.by.Kind != Engineer && w.by.Kind != Manager || len(w.h.engineers) == 0:
		return nil
	}
	e, ok := w.h.engineers[w.by.ID]
	switch {
	case !ok:
		return w.refuse("right", "the handbook has no engineer %q", w.by.ID)
	case w.by.Kind == Manager && e.Manager:
		return nil
	case w.by.Kind == Manager:
		return w.refuse("right", "engineer %q manages no tier", w.by.ID)
	}
	for _, t := range e.Tiers {
		if t == w.by.Tier {
			return nil
		}
	}
	r := w.refuse("right", "engineer %q does not work at tier %q", w.by.ID, w.by.Tier)
	for _, t := range e.Tiers {
		r.Allowed = append(r.Allowed, string(t))
	}
	return r
}
