package lifecycle

import (
	"fmt"
	"slices"
)

// times looks at what time does to a ticket in a state: its timer, and the end of the reminders while it is pending.
func (l *linter) times(at Finding, s State) {
	if !s.After.IsZero() {
		timer := at
		timer.Path += ".after.trigger"
		l.pull(timer, s, s.After.Trigger)
	}
	if !s.Pending {
		return
	}
	for i, r := range l.d.Reasons {
		if r.Remind.Then != "" {
			end := Finding{Path: fmt.Sprintf("reasons[%d].remind.then", i), State: s.Name}
			l.pull(end, s, r.Remind.Then, r.Require...)
		}
	}
}

// pull looks whether time can pull a trigger in a state, where some fields are there for sure. Time fills in nothing: what must be there
// was given before, nothing changes in that moment, and no reason is given.
func (l *linter) pull(at Finding, s State, trigger string, there ...string) {
	at.Trigger = trigger
	i := slices.IndexFunc(l.out[s.Name], func(w *way) bool { return w.Trigger == trigger })
	if i < 0 {
		l.add(TimerStuck, Error, at, "time pulls %q, which leads nowhere from %q", trigger, s.Name)
		return
	}
	w := l.out[s.Name][i]
	if to, _ := l.d.state(w.To); to.Pending {
		l.add(TimerStuck, Error, at, "time pulls %s, which leads to %q and needs a reason", trigger, w.To)
	}
	if len(w.change) > 0 {
		l.add(TimerStuck, Error, at, "time pulls %s, and cannot change %s", trigger, list(w.change))
	}
	asked := l.askedBefore(w)
	for _, field := range w.require {
		switch {
		case l.known.Fields != nil && !slices.Contains(l.known.Fields, field):
			l.add(TimerStuck, Error, at, "time pulls %s, which needs %q, and nobody can give it", trigger, field)
		case !asked[field] && !slices.Contains(there, field):
			l.add(TimerMayWait, Warning, at, "time pulls %s, which needs %q, and nothing before asks for it", trigger, field)
		}
	}
}

// askedBefore is the fields that something asks for on the way to where a way begins; the way itself does not count, in case it leads
// back there.
func (l *linter) askedBefore(own *way) map[string]bool {
	before := l.before(own.from)
	asked := map[string]bool{}
	note := func(lists ...[]string) {
		for _, fields := range lists {
			for _, f := range fields {
				asked[f] = true
			}
		}
	}
	for i := range l.ways {
		if w := &l.ways[i]; before[w.To] && w.at != own.at {
			note(w.require, w.ask, w.change)
		}
	}
	for _, s := range l.d.States {
		if before[s.Name] && slices.Contains(l.d.Initial, s.Name) {
			note(s.Require, s.Ask, s.Change)
		}
	}
	return asked
}

// calls looks whether a requester's answer and the end of an alarm move the tickets that they should.
func (l *linter) calls(at Finding, s State) {
	classes := l.d.classes(s)
	if l.d.OnReply != "" && slices.Contains(classes, WaitingCustomer) {
		if why := l.deaf(s, l.d.OnReply, Requester); why != "" {
			at.Trigger = l.d.OnReply
			l.add(ReplyRefused, Warning, at, "in %q the requester is waited for, and the answer does not move the ticket: %s", s.Name, why)
		}
	}
	if l.d.OnClear != "" && slices.ContainsFunc(classes, Class.Open) {
		if why := l.deaf(s, l.d.OnClear, Monitor); why != "" {
			at.Trigger = l.d.OnClear
			l.add(ClearRefused, Warning, at, "in %q the end of an alarm does not move the ticket: %s", s.Name, why)
		}
	}
}

// deaf says why somebody who can do nothing but pull a trigger would be refused, "" when they would not.
func (l *linter) deaf(s State, trigger string, kind ActorKind) string {
	i := slices.IndexFunc(l.out[s.Name], func(w *way) bool { return w.Trigger == trigger })
	if i < 0 {
		return fmt.Sprintf("%s does not lead out of it", trigger)
	}
	w := l.out[s.Name][i]
	to, _ := l.d.state(w.To)
	switch {
	case !slices.Contains(w.right.By, kind):
		return fmt.Sprintf("%s may not %s", kind.one(), trigger)
	case to.Pending:
		return fmt.Sprintf("%s needs a reason", trigger)
	case len(w.change) > 0:
		return fmt.Sprintf("%s wants %s changed", trigger, list(w.change))
	}
	asked := l.askedBefore(w)
	if j := slices.IndexFunc(w.require, func(field string) bool { return !asked[field] }); j >= 0 {
		return fmt.Sprintf("%s needs %q, and nothing before asks for it", trigger, w.require[j])
	}
	return ""
}
