package ticket

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/sla"
)

// agreementKinds are the kinds of agreements that put clocks on a ticket.
var agreementKinds = []sla.AgreementKind{sla.SLA, sla.OLA, sla.UC}

// agreed gives the agreement of a kind that applies to a ticket. The last choice of each kind is kept: the facts that it depends on
// seldom change.
func (w *work) agreed(t *Ticket, kind sla.AgreementKind) (sla.Agreement, bool) {
	if len(w.h.agreements[kind]) == 0 {
		return sla.Agreement{}, false
	}
	i, facts := slices.Index(agreementKinds, kind), t.promisedBy()
	last := &w.chosen[i]
	if !last.made || last.facts != facts {
		a, _, ok := sla.Choose(w.h.agreements[kind], facts, kind)
		*last = choice{made: true, facts: facts, agreement: a, ok: ok}
	}
	return last.agreement, last.ok
}

// choice is an agreement that was chosen, and by what.
type choice struct {
	made      bool
	facts     sla.Facts
	agreement sla.Agreement
	ok        bool
}

// calendar gives the calendar that a clock names.
func (w *work) calendar(c Clock) *sla.Calendar { return w.h.calendars[c.Calendar] }

// applies reports whether a clock still counts for a ticket: that of a tier that has handed over, or of a vendor who is done, hears no
// more.
func (w *work) applies(t *Ticket, c Clock) bool {
	if c.Kind == sla.SLA {
		return true
	}
	a, ok := w.agreed(t, c.Kind)
	return ok && a.ID == c.Agreement
}

// startClocks gives the clocks of a ticket that is being opened.
func (w *work) startClocks(t Ticket) []Clock {
	var clocks []Clock
	for _, kind := range agreementKinds {
		if len(w.h.agreements[kind]) == 0 {
			continue
		}
		a, _ := w.agreed(&t, kind)
		for _, target := range w.targets(a, kind) {
			clocks = append(clocks, w.startClock(t, kind, a, target, true))
		}
	}
	return clocks
}

// targets are what an agreement of a kind wants timed. To a client, every metric is timed that any agreement of the handbook names,
// with or without a promise, so that a promise that comes later, or comes back, counts from the start and knows the pauses.
func (w *work) targets(a sla.Agreement, kind sla.AgreementKind) []sla.Target {
	if kind != sla.SLA {
		return a.Targets
	}
	all := make([]sla.Target, 0, len(w.h.promised))
	for _, metric := range w.h.promised {
		t, _ := a.Target(metric)
		all = append(all, t)
	}
	return all
}

// startClock gives a clock that has seen what has happened to the ticket so far, as far as the ticket remembers. The acceptance of a
// tier is left out where it is happening now and will be heard.
func (w *work) startClock(t Ticket, kind sla.AgreementKind, a sla.Agreement, target sla.Target, accepted bool) Clock {
	c := Clock{Clock: target.Clock(), Kind: kind}
	c.Agreement, c.Version = a.ID, a.Version
	c = w.fold(c, t.Reported, sla.SignalOpened)
	if kind == sla.OLA && accepted { // the first tier has it without an offer
		at := t.Accepted
		if at.IsZero() {
			at = t.Opened
		}
		c = w.fold(c, at, sla.SignalAccepted)
	}
	if !t.Acknowledged.IsZero() {
		c = w.fold(c, t.Acknowledged, sla.SignalAcknowledged)
	}
	if !t.Replied.IsZero() {
		c = w.fold(c, t.Replied, sla.SignalReplied)
	}
	return w.fold(c, t.Since, sla.Signal(t.Class))
}

// fold lets a clock see a signal.
func (w *work) fold(c Clock, at time.Time, s sla.Signal) Clock {
	cycle := c.Cycle
	c.Clock = w.h.metrics[c.Metric].Apply(c.Clock, w.calendar(c), at, s)
	if c.Cycle != cycle {
		c.Told, c.Marked = 0, ""
	}
	return c
}

// signal gives the clocks that signals change.
func (w *work) signal(t *Ticket, signals []sla.Signal) []Clock {
	if len(signals) == 0 {
		return nil
	}
	var changed []Clock
	for _, old := range t.Clocks {
		if !w.applies(t, old) {
			continue
		}
		c := old
		for _, s := range signals {
			over := c.Done()
			c = w.fold(c, w.now, s)
			if over && !c.Done() { // the agreement may have changed while it was over
				a, _ := w.agreed(t, c.Kind)
				target, _ := a.Target(c.Metric)
				c = w.aim(c, a, target)
			}
		}
		if c != old {
			changed = append(changed, c)
		}
	}
	return changed
}

// retarget gives the clocks that change because other agreements apply to the ticket than before. With accepting, a tier accepts it
// at this instant.
func (w *work) retarget(next Ticket, accepting bool) []Clock {
	if next.promisedBy() == w.t.promisedBy() {
		return nil
	}
	var changed []Clock
	for _, kind := range agreementKinds {
		if len(w.h.agreements[kind]) > 0 {
			changed = append(changed, w.retargetKind(next, kind, !accepting)...)
		}
	}
	return changed
}

func (w *work) retargetKind(next Ticket, kind sla.AgreementKind, accepted bool) []Clock {
	a, _ := w.agreed(&next, kind)
	var changed []Clock
	for _, c := range next.Clocks {
		if c.Kind == kind && !w.applies(&next, c) {
			if ended := w.end(c); ended != c {
				changed = append(changed, ended)
			}
		}
	}
	for _, target := range w.targets(a, kind) {
		fresh := Clock{Kind: kind, Clock: sla.Clock{Metric: target.Metric, Agreement: a.ID}}
		i := slices.IndexFunc(next.Clocks, fresh.same)
		if i < 0 {
			changed = append(changed, w.startClock(next, kind, a, target, accepted))
			continue
		}
		if c := w.aim(next.Clocks[i], a, target); c != next.Clocks[i] {
			changed = append(changed, c)
		}
	}
	return changed
}

// aim lets a clock count against the target of the agreement that applies now. What was told of the old target is told anew. A clock
// that nothing is promised for any more keeps its calendar, so that it counts on as it did if something is promised again.
func (w *work) aim(c Clock, a sla.Agreement, target sla.Target) Clock {
	return w.aimFrom(c, w.calendar(c), a, target)
}

// aimFrom is aim for a clock that has counted by a calendar which its name may stand for no longer.
func (w *work) aimFrom(c Clock, from *sla.Calendar, a sla.Agreement, target sla.Target) Clock {
	if c.Done() { // it keeps what it was judged by, and is aimed again when it is reopened
		return c
	}
	if target.Within == 0 && target.Days == 0 {
		target.Calendar = c.Calendar
	}
	old := c.Clock
	c.Clock = c.Clock.Retarget(from, w.h.calendars[target.Calendar], target, w.now)
	if c.Target != old.Target || c.Days != old.Days || c.Calendar != old.Calendar {
		c.Told, c.Marked = 0, ""
	}
	c.Agreement, c.Version = a.ID, a.Version
	return c
}

// end closes the clock of a tier that has handed over, or of a vendor who is done: it is judged by what it took.
func (w *work) end(c Clock) Clock {
	const over sla.Signal = "agreement_over"
	m := sla.Metric{Name: c.Metric, Stop: []sla.Signal{over}}
	c.Clock = m.Apply(c.Clock, w.calendar(c), w.now, over)
	return c
}

// dated writes into clocks when they are due, so that nobody who reads them needs a calendar.
func (w *work) dated(changed []Clock) []Clock {
	for i := range changed {
		c := &changed[i]
		c.Due = time.Time{}
		if due, ok := c.Clock.Due(w.calendar(*c)); ok {
			c.Due = instant(due)
		}
	}
	return changed
}
