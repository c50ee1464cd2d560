package escalation

import (
	"time"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/sla"
)

// A Chain is a checked [Policy]. It never changes and is safe for concurrent use; every method is a pure function.
//
// A chain moves only cursors of its own policy and version: a cursor of another one comes back as it was, and is never due. So
// whoever changes a policy keeps the old chain for the tickets that are under way, or starts them again on the new one.
type Chain struct {
	def   Policy
	steps []step
}

// New checks a policy and makes a chain of it. The calendars are those that its steps name; "24x7" is always there. The error
// matches [ErrInvalid] and joins all faults, each with its path, such as "steps[1].targets[0].kind". The chain keeps no part of p.
func New(p Policy, calendars ...*sla.Calendar) (*Chain, error) {
	byName := map[string]*sla.Calendar{sla.Always().Name(): nil}
	var l fault.List
	for _, c := range calendars {
		if c == nil || c == sla.Always() {
			continue
		}
		if old, ok := byName[c.Name()]; ok && old != c {
			l.Add("", "two calendars are named %s", quote(c.Name()))
		}
		byName[c.Name()] = c
	}
	l.Under("", p.check(byName))
	if err := l.Err(); err != nil {
		return nil, err
	}
	ch := &Chain{def: p.clone()}
	for _, s := range ch.def.Steps {
		ch.steps = append(ch.steps, step{Step: s, calendar: byName[s.Calendar]})
	}
	return ch, nil
}

// Name is the policy's name.
func (ch *Chain) Name() string { return ch.def.Name }

// Version is the policy's version.
func (ch *Chain) Version() int { return ch.def.Version }

// Definition is a copy of the policy that the chain was made of.
func (ch *Chain) Definition() Policy { return ch.def.clone() }

// Matches reports whether the policy is for a ticket with these facts.
func (ch *Chain) Matches(f sla.Facts) bool { return ch.def.Match.Takes(f) }

// Start begins the first cycle at an instant: normally that of the ticket's opening. On facts that end the policy it is stopped at
// once.
func (ch *Chain) Start(f Facts, at time.Time) Cursor { return ch.begin(0, f, at) }

// Restart begins another cycle: the ticket was reopened, the acknowledgement was withdrawn, the clock began a cycle of its own,
// or the policy has a new version; see [Chain.Again]. The cursor may be of any state and any version. Intents of two cycles never have the same key.
func (ch *Chain) Restart(c Cursor, f Facts, at time.Time) Cursor { return ch.begin(c.Cycle+1, f, at) }

func (ch *Chain) begin(cycle int, f Facts, at time.Time) Cursor {
	c := Cursor{
		Policy: ch.def.Name, Version: ch.def.Version, Cycle: cycle, State: Armed,
		Base: at.UTC().Truncate(time.Microsecond),
	}
	if ch.ended(f) {
		c.State = Stopped
	}
	return c
}

// Stop ends a cycle: nothing more comes due in it. An exhausted cursor stays exhausted. It stops a cursor of any policy and version.
func (ch *Chain) Stop(c Cursor) Cursor {
	if c.State == Armed {
		c.State = Stopped
	}
	return c
}

// Next is the planned time of the next step, if nothing changes. False when there is none: the cursor is not armed, the facts end the
// policy, or the clock that it counts on does not run. It may lie in the past, when nobody has looked for a while.
func (ch *Chain) Next(c Cursor, f Facts) (time.Time, bool) {
	if !ch.owns(c) || c.State != Armed || ch.ended(f) {
		return time.Time{}, false
	}
	m, ok := ch.planned(c, f)
	return m.at.UTC(), ok
}

// Advance carries out every step that is due by now, in order, each once, and gives the cursor after them with their intents. A
// step due exactly now is due. On facts that end the policy it stops the cursor and gives none, even for steps that were due
// before: after an acknowledgement nobody is called. To let what was due before a change happen before it, advance with the facts
// before the change.
//
// To see what a policy will do, advance a fresh cursor to the far future: the intents are all its steps with their planned times.
func (ch *Chain) Advance(c Cursor, f Facts, now time.Time) (Cursor, []Intent) {
	var all []Intent
	for {
		next, intents := ch.Step(c, f, now)
		if next == c {
			return c, all
		}
		c, all = next, append(all, intents...)
	}
}

// Step is [Chain.Advance] for one step: it carries out the next one if it is due by now, and leaves those after it. The cursor comes
// back unchanged when nothing is due.
func (ch *Chain) Step(c Cursor, f Facts, now time.Time) (Cursor, []Intent) {
	if !ch.owns(c) || c.State != Armed {
		return c, nil
	}
	if ch.ended(f) {
		return ch.Stop(c), nil
	}
	m, ok := ch.planned(c, f)
	if !ok || m.at.After(now) {
		return c, nil
	}
	next := ch.after(c, m)
	i := Intent{
		Policy: c.Policy, Version: c.Version, Cycle: c.Cycle, Pass: c.Pass, Step: c.Step, Name: ch.steps[c.Step].Name,
		Planned: next.Last, At: now.UTC(), Skipped: ch.def.Missed == MissedLatest && ch.overtaken(next, f, next.Last, now),
	}
	return next, ch.steps[c.Step].intents(i, ch.def.Trigger.On)
}

// Fallback gives the intents that take the place of one behind whose target there is nobody: one for each fallback target of its
// step, with keys of their own. None when the step has no fallback, or the intent is not of this chain.
func (ch *Chain) Fallback(i Intent) []Intent {
	if i.Policy != ch.def.Name || i.Version != ch.def.Version || i.Action != Notify || i.Step < 0 || i.Step >= len(ch.steps) {
		return nil
	}
	var all []Intent
	for _, t := range ch.steps[i.Step].Fallback {
		if t != i.Target {
			instead := i
			instead.Target = t
			all = append(all, instead)
		}
	}
	return all
}

// owns reports whether a cursor is of this policy and version, and points into it.
func (ch *Chain) owns(c Cursor) bool {
	return c.Policy == ch.def.Name && c.Version == ch.def.Version &&
		c.Step >= 0 && c.Step < len(ch.steps) && c.Pass >= 0 && c.Pass <= ch.def.Repeat
}

// Again reports whether another cycle begins because of what has changed: the clock that the policy counts on has begun one of its own,
// support has done something, or there is one reopening or hand-over back more.
func (ch *Chain) Again(before, now Facts) bool {
	switch ch.def.Trigger.On {
	case SLAShare:
		was, _ := before.clock(ch.def.Trigger.Metric)
		is, _ := now.clock(ch.def.Trigger.Metric)
		return !was.Clock.Started.IsZero() && !is.Clock.Started.IsZero() && !is.Clock.Started.Equal(was.Clock.Started)
	case Stalled:
		return !now.Worked.Equal(before.Worked)
	case Reopened:
		return now.Reopens > before.Reopens
	case PingPong:
		return now.Bounces > before.Bounces
	default:
		return false
	}
}

// ended reports whether the facts leave nothing to escalate.
func (ch *Chain) ended(f Facts) bool {
	if f.Resolved {
		return true
	}
	switch t := ch.def.Trigger; t.On {
	case SLAShare:
		c, ok := f.clock(t.Metric)
		return ok && c.Clock.Done()
	case Unassigned:
		return f.Assigned
	case NotAccepted:
		return !f.Overdue
	case Stalled:
		return f.Waiting
	case Reopened:
		return f.Reopens < t.Times
	case PingPong:
		return f.Bounces < t.Times
	default:
		return f.Acknowledged
	}
}
