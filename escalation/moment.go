package escalation

import "time"

// A moment is when a step is planned, and what the clock of a policy on [SLAShare] shows then.
type moment struct {
	at    time.Time
	spent time.Duration
}

// planned is the moment of the cursor's next step.
func (ch *Chain) planned(c Cursor, f Facts) (moment, bool) {
	s, delay := ch.steps[c.Step], ch.steps[c.Step].After
	if c.Pass > 0 && c.Step == 0 {
		delay += ch.def.RepeatAfter
	}
	if ch.def.Trigger.On == SLAShare {
		return ch.onClock(c, f, delay)
	}
	if s.calendar == nil {
		return moment{at: c.floor().Add(delay)}, true
	}
	return moment{at: s.calendar.Add(c.floor(), delay)}, true
}

// onClock is the moment at which the metric's clock shows the delay more than at the step before, or than the share for the first.
func (ch *Chain) onClock(c Cursor, f Facts, delay time.Duration) (moment, bool) {
	t, ok := f.clock(ch.def.Trigger.Metric)
	if !ok {
		return moment{}, false
	}
	m := moment{spent: c.Spent + delay}
	if c.Last.IsZero() {
		m.spent = share(t.Clock.Target, ch.def.Trigger.Share) + delay
	}
	m.at, ok = t.spends(m.spent)
	if floor := c.floor(); m.at.Before(floor) { // the policy was started late, or the clock was set anew: delays count from then
		m = moment{at: floor, spent: max(m.spent, t.Clock.Elapsed(t.Calendar, floor))}
	}
	return m, ok
}

// after is the cursor once its next step, planned for that moment, was carried out.
func (ch *Chain) after(c Cursor, m moment) Cursor {
	c.Last, c.Spent = m.at.UTC(), m.spent
	if c.Step++; c.Step < len(ch.steps) {
		return c
	}
	if c.Pass == ch.def.Repeat {
		c.Step--
		c.State = Exhausted
		return c
	}
	c.Pass, c.Step = c.Pass+1, 0
	return c
}

// overtaken reports whether a step planned later than at is due by now as well, looking on from the cursor after it.
func (ch *Chain) overtaken(c Cursor, f Facts, at, now time.Time) bool {
	for c.State == Armed {
		m, ok := ch.planned(c, f)
		if !ok || m.at.After(now) {
			return false
		}
		if m.at.After(at) {
			return true
		}
		c = ch.after(c, m)
	}
	return false
}
