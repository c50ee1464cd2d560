package ticket

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/sla"
)

// agreementKinds are the kinds of agreements that put clocks on a ticket.
var agreementKinds = []sla.AgreementKind{sla.SLA, sla.OLA, sla.UC}

func (w *work) agreementFacts(t Ticket) sla.Facts {
	return sla.Facts{Client: t.Client, Service: t.Service, Kind: t.Kind, Priority: t.Priority, Tier: string(t.Tier)}
}

// agreed gives the agreement of a kind that applies to a ticket.
func (w *work) agreed(t Ticket, kind sla.AgreementKind) (sla.Agreement, bool) {
	a, _, ok := sla.Choose(w.h.agreements[kind], w.agreementFacts(t), kind)
	return a, ok
}

// calendar gives the calendar that a clock names.
func (w *work) calendar(c Clock) *sla.Calendar { return w.h.calendars[c.Calendar] }

// startClocks gives the clocks of a ticket that is being opened.
func (w *work) startClocks(t Ticket) []Clock {
	var clocks []Clock
	for _, kind := range agreementKinds {
		if len(w.h.agreements[kind]) == 0 {
			continue
		}
		a, ok := w.agreed(t, kind)
		if !ok {
			continue
		}
		for _, target := range a.Targets {
			clocks = append(clocks, w.startClock(t, kind, a, target))
		}
	}
	return clocks
}

// startClock gives a clock that has seen what has happened to the ticket so far, as far as the ticket remembers.
func (w *work) startClock(t Ticket, kind sla.AgreementKind, a sla.Agreement, target sla.Target) Clock {
	c := Clock{Clock: target.Clock(), Kind: kind}
	c.Agreement, c.Version = a.ID, a.Version
	c = w.fold(c, t.Reported, sla.SignalOpened)
	if kind == sla.OLA && t.CameFrom == "" { // the first tier has it without an offer
		c = w.fold(c, t.Opened, sla.SignalAccepted)
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
		c.Told = 0
	}
	return c
}

// signal gives the clocks that signals change. The clock of a tier that has handed over hears no more.
func (w *work) signal(t Ticket, signals []sla.Signal) []Clock {
	if len(signals) == 0 {
		return nil
	}
	var changed []Clock
	for _, old := range t.Clocks {
		if old.Kind == sla.OLA {
			if a, ok := w.agreed(t, sla.OLA); !ok || a.ID != old.Agreement {
				continue
			}
		}
		c := old
		for _, s := range signals {
			c = w.fold(c, w.now, s)
		}
		if c != old {
			changed = append(changed, c)
		}
	}
	return changed
}

// retarget gives the clocks that change because another agreement applies to the ticket than before.
func (w *work) retarget(next Ticket) []Clock {
	if w.agreementFacts(next) == w.agreementFacts(w.t) {
		return nil
	}
	var changed []Clock
	for _, kind := range agreementKinds {
		if len(w.h.agreements[kind]) > 0 {
			changed = append(changed, w.retargetKind(next, kind)...)
		}
	}
	return changed
}

func (w *work) retargetKind(next Ticket, kind sla.AgreementKind) []Clock {
	a, ok := w.agreed(next, kind)
	var changed []Clock
	for _, c := range next.Clocks {
		if c.Kind != kind {
			continue
		}
		_, kept := a.Target(c.Metric)
		if kept = kept && ok; kept && kind != sla.OLA || c.Agreement == a.ID {
			continue
		}
		if ended := w.end(c); ended != c {
			changed = append(changed, ended)
		}
	}
	if !ok {
		return changed
	}
	for _, target := range a.Targets {
		fresh := Clock{Kind: kind, Clock: sla.Clock{Metric: target.Metric, Agreement: a.ID}}
		i := slices.IndexFunc(next.Clocks, fresh.same)
		if i < 0 {
			changed = append(changed, w.startClock(next, kind, a, target))
			continue
		}
		if c := w.aim(next.Clocks[i], a, target); c != next.Clocks[i] {
			changed = append(changed, c)
		}
	}
	return changed
}

// aim lets a clock count against the target of the agreement that applies now. What was told of the old target is told anew.
func (w *work) aim(c Clock, a sla.Agreement, target sla.Target) Clock {
	old := c.Clock
	c.Clock = c.Clock.Retarget(w.calendar(c), w.h.calendars[target.Calendar], target, w.now)
	if c.Target != old.Target || c.Days != old.Days || c.Calendar != old.Calendar {
		c.Told = 0
	}
	c.Agreement, c.Version = a.ID, a.Version
	return c
}

// end closes a clock whose agreement no longer applies: one of a tier that has handed over is judged by what it took, one that
// nothing was promised for any more is not.
func (w *work) end(c Clock) Clock {
	const over sla.Signal = "agreement_over"
	m := sla.Metric{Name: c.Metric, Cancel: []sla.Signal{over}}
	if c.Kind == sla.OLA {
		m = sla.Metric{Name: c.Metric, Stop: []sla.Signal{over}}
	}
	c.Clock = m.Apply(c.Clock, w.calendar(c), w.now, over)
	return c
}

// warnings are the shares at which a clock's target wants to be told of, ending with the breach.
func (w *work) warnings(c Clock) []int {
	for _, a := range w.h.agreements[c.Kind] {
		if a.ID == c.Agreement && a.Version == c.Version {
			t, _ := a.Target(c.Metric)
			return t.Warn
		}
	}
	return nil
}

// nextShare gives the next share of a clock to tell of, and when it is used; false when there is none, or nobody can say when.
func (w *work) nextShare(c Clock) (percent int, at time.Time, ok bool) {
	if c.Told >= 100 || !c.Running() || !c.Timed() {
		return 0, time.Time{}, false
	}
	for _, p := range w.warnings(c) {
		if p > c.Told && p < 100 {
			at, ok = c.At(w.calendar(c), p)
			return p, at, ok
		}
	}
	at, ok = c.BreachedAt(w.calendar(c))
	return 100, at, ok
}
