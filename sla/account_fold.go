package sla

import (
	"sort"
	"time"
)

// folding is an account in the making.
type folding struct {
	terms    *Terms
	metric   Metric
	account  Account
	target   Target // that the facts promise; the account has the one that its clock counts against
	choice   Choice
	done     []Clock // completed cycles
	clock    Clock   // the present one
	cal      *Calendar
	counts   map[*Calendar][]time.Duration // by each calendar, what has counted before each part of the cycle, and at the end of the last
	promised bool
}

func (t *Terms) fold(m Metric, kind AgreementKind, facts Facts, events []Event) (Account, bool) {
	f := folding{terms: t, metric: m, account: Account{Kind: kind, Metric: m.Name}, clock: Clock{Metric: m.Name}}
	var first time.Time
	if len(events) > 0 {
		first = events[0].At
	}
	f.choose(facts, first)
	for _, e := range events {
		if e.Signal != "" {
			f.signal(e.At, e.Signal)
		}
		if e.Facts != nil {
			f.choose(*e.Facts, e.At)
		}
	}
	f.account.Cycles = append(f.done, f.clock)
	for i := range f.account.Parts {
		p := &f.account.Parts[i]
		p.Open = f.cal.Between(p.From, p.To)
	}
	return f.account, f.promised
}

// choose takes the target that the facts promise.
func (f *folding) choose(facts Facts, at time.Time) {
	a, choice, _ := Choose(f.terms.definition.Agreements, facts, f.account.Kind)
	target, ok := a.Target(f.metric.Name)
	target = target.clone()
	was := f.choice
	f.target, f.choice = target, choice
	f.retarget(at)
	if (ok || f.promised) && was.Agreement != choice.Agreement { // of one ID, terms know one version
		f.note(Step{At: f.clock.notBefore(at), Effect: EffectTarget, Target: &target, Choice: &choice})
	}
	f.promised = f.promised || ok
}

// retarget lets the clock count against the target, unless it is over: then that waits for a reopening.
func (f *folding) retarget(at time.Time) {
	if f.clock.Done() {
		return
	}
	target := f.target
	f.account.Target, f.account.Choice = target, f.choice
	cal := f.terms.calendars[target.calendarName()]
	was := f.clock
	f.clock = f.clock.Retarget(f.cal, cal, target, at)
	f.clock.Agreement, f.clock.Version = f.choice.Agreement, f.choice.Version
	if f.clock.Cycle != was.Cycle {
		was.end(f.cal, f.clock.Started, Stopped)
		f.done = append(f.done, was)
		f.account.Parts, f.counts = nil, nil
	}
	f.cal = cal
	if f.clock.active() {
		f.recount(was)
	}
}

// recount counts the present cycle anew through its parts, by the calendar that counts now.
func (f *folding) recount(was Clock) {
	c := f.clock
	if c.Cycle == was.Cycle {
		c.Since = was.Since
	}
	counted := f.counted()
	last := len(counted) - 1
	c.Spent, c.Overdue = counted[last], time.Time{}
	if c.Timed() && c.Spent > c.Target {
		i := sort.Search(last, func(i int) bool { return counted[i+1] > c.Target })
		then, p := c, f.account.Parts[i]
		then.State, then.Since, then.Spent = Running, p.From, counted[i]
		then.settle(f.cal, p.To)
		c.Overdue = then.Overdue
	}
	f.clock = c
}

// counted sums the parts up by the calendar that counts now. Sums are kept, so that a history in which agreements come and go does
// not count all of it at each change.
func (f *folding) counted() []time.Duration {
	sums := f.counts[f.cal]
	if sums == nil {
		sums = []time.Duration{0}
	}
	for _, p := range f.account.Parts[len(sums)-1:] {
		var d time.Duration
		if p.Kind == PartCounted {
			d = f.cal.Between(p.From, p.To)
		}
		sums = append(sums, sums[len(sums)-1]+d)
	}
	if f.counts == nil {
		f.counts = map[*Calendar][]time.Duration{}
	}
	f.counts[f.cal] = sums
	return sums
}

// signal applies a signal and notes what it did.
func (f *folding) signal(at time.Time, s Signal) {
	was := f.clock
	f.clock = f.metric.Apply(was, f.cal, at, s)
	at = was.notBefore(at)
	effect := effectOf(was, f.clock)
	if effect == "" {
		return
	}
	f.part(was, at)
	if was.Cycle > 0 && was.Cycle != f.clock.Cycle {
		ended := was
		if was.active() {
			ended.end(f.cal, at, Stopped)
		}
		f.done = append(f.done, ended)
		f.account.Parts, f.counts = nil, nil
	}
	f.note(Step{At: at, Signal: s, Effect: effect})
	if was.Done() {
		f.retarget(at) // to what changed while it was over
	}
}

// part keeps the stretch that ended.
func (f *folding) part(was Clock, at time.Time) {
	p := Part{Kind: PartCounted, From: was.Since, To: at}
	switch was.State {
	case Idle:
		return
	case Paused:
		p.Kind = PartPaused
	case Stopped, Cancelled:
		p.Kind, p.From = PartStopped, was.Stopped
	}
	f.account.Parts = append(f.account.Parts, p)
}

func (f *folding) note(s Step) {
	s.Cycle, s.State = f.clock.Cycle, f.clock.State
	f.account.Steps = append(f.account.Steps, s)
}

// effectOf tells what moved a clock from one value to another; "" when only a flag changed.
func effectOf(was, is Clock) Effect {
	switch {
	case was.Cycle == 0 && is.Cycle > 0:
		return EffectStart
	case was.Cycle != is.Cycle && was.active():
		return EffectReset
	case was.Cycle != is.Cycle:
		return EffectAgain
	case was.State == is.State:
		return ""
	case was.State == Stopped:
		return EffectReopen
	case is.State == Running:
		return EffectResume
	case is.State == Paused:
		return EffectPause
	case is.State == Cancelled:
		return EffectCancel
	default:
		return EffectStop
	}
}
