package ticket

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// due is one thing that time will cause.
type due struct {
	at   time.Time // planned; zero for nothing
	kind dueKind
	n    int // which clock, which cursor, which share
	of   int
}

type dueKind int

const (
	dueClock dueKind = iota
	duePolicy
	dueOffer
	dueState
)

// next gives the earliest thing that time will cause. Of several at one instant, clocks come before policies, so that a policy sees
// the breach that it is about. Policies whose notices this commit takes back are left out on request: a commit takes back all that is
// queued of a policy, so what a new cycle queues has to wait for the next one.
func (w *work) next(without []string) due {
	var first due
	take := func(at time.Time, kind dueKind, n, of int) {
		if first.at.IsZero() || at.Before(first.at) {
			first = due{at: at, kind: kind, n: n, of: of}
		}
	}
	for i, c := range w.t.Clocks {
		if percent, at, ok := w.nextShare(c); ok {
			take(at, dueClock, i, percent)
		}
	}
	if len(w.t.Cursors) > 0 {
		facts := w.escalationFacts(w.t)
		for i, c := range w.t.Cursors {
			if chain, ok := w.h.chains[c.Policy]; ok && !slices.Contains(without, c.Policy) {
				if at, ok := chain.Next(c, facts); ok {
					take(at, duePolicy, i, 0)
				}
			}
		}
	}
	if o := w.t.Offer; o != nil && !o.AcceptBy.IsZero() && !o.Overdue {
		take(o.AcceptBy, dueOffer, 0, 0)
	}
	if s, ok := w.cycle.State(w.t.State); ok && s.After.Wait > 0 && w.cycle.Check(s.Name, s.After.Trigger, w.timeFacts()) == nil {
		take(w.t.Since.Add(s.After.Wait), dueState, 0, 0)
	}
	return first
}

// wake is when somebody has to look at the ticket again, in whole microseconds, never before the thing is due.
func (w *work) wake() time.Time {
	if w.t.Version == 0 {
		return time.Time{}
	}
	at := w.next(nil).at
	if at.IsZero() {
		return at
	}
	if cut := instant(at); cut.Before(at) {
		return cut.Add(time.Microsecond)
	}
	return instant(at)
}

// settle lets everything happen that time has made due by now, in the order of the planned instants, each once. What is left after
// [MaxSettled] waits for the next look.
func (w *work) settle() error {
	for range MaxSettled {
		d := w.next(w.cancel)
		if d.at.IsZero() || d.at.After(w.now) {
			return nil
		}
		if err := w.happen(d); err != nil {
			return fmt.Errorf("ticket %s: what was due at %s: %w", w.t.ID, d.at.Format(time.RFC3339), err)
		}
	}
	return nil
}

func (w *work) happen(d due) error {
	by := w.by
	w.by = clock(w.t.Client)
	defer func() { w.by = by }()
	switch d.kind {
	case dueClock:
		w.tellShare(w.t.Clocks[d.n], d.of, d.at)
	case duePolicy:
		return w.escalate(w.t.Cursors[d.n], d.at)
	case dueOffer:
		w.emit(Event{Type: AcceptLate, Due: d.at, Why: string(w.t.Offer.Reason)})
	case dueState:
		return w.stateOver(d.at)
	}
	return nil
}

// tellShare records that a share of a target is used, or more than all of it.
func (w *work) tellShare(c Clock, percent int, at time.Time) {
	c.Told = percent
	e := Event{Type: Warned, Due: instant(at), Why: c.Metric + " " + strconv.Itoa(percent) + "%", Clocks: []Clock{c}}
	if percent == 100 {
		e.Type, e.Why = Breached, c.Metric
	}
	w.emit(e)
}

// timeFacts are the facts of a move that nobody makes. One that is refused waits until it no longer is.
func (w *work) timeFacts() lifecycle.Facts {
	return lifecycle.Facts{
		Actor: System,
		Holds: w.holds,
		Has:   func(field string) bool { return w.t.Get(Field(field)) != "" },
	}
}

// stateOver pulls the trigger of a state that the ticket has stood in for so long.
func (w *work) stateOver(at time.Time) error {
	s, _ := w.cycle.State(w.t.State)
	step, err := w.cycle.Fire(w.ctx, w.t.State, s.After.Trigger, w.timeFacts())
	if err != nil {
		return err
	}
	w.moved(Event{Type: Moved, Trigger: s.After.Trigger, Due: at}, step, "")
	return nil
}
