package sla

import "time"

// Apply is the clock after a signal. It is pure and allocates nothing; a signal that means nothing to the metric, or nothing in the
// clock's state, leaves the clock as it is (compare with ==).
//
// cal is the calendar that the clock names, nil for all time. Signals are applied in the order in which they happened; those of
// one instant in the order given; one that is earlier than the last that moved the clock counts as happening with it.
func (m Metric) Apply(c Clock, cal *Calendar, at time.Time, s Signal) Clock {
	e := m.effectOf(s)
	if e == 0 {
		return c
	}
	at = c.notBefore(at)
	switch {
	case e&pauses != 0:
		c.Held = true
	case e&resumes != 0:
		c.Held = false
	}
	switch {
	case c.active() && e&cancels != 0:
		c.end(cal, at, Cancelled)
	case c.active() && e&stops != 0:
		c.end(cal, at, Stopped)
	case c.active() && e&resets != 0:
		c.end(cal, at, Stopped)
		c.begin(cal, at)
	case !c.active() && e&starts != 0 && e&(cancels|stops) == 0:
		m.start(&c, cal, at)
	}
	if e&arms != 0 {
		c.Armed = true
	}
	c.obeyHeld(cal, at)
	return c
}

// What follows changes the copy that Apply has been given; a clock is too large to be handed on by value five times.

// start is what a Start signal does to a clock that is not active.
func (m *Metric) start(c *Clock, cal *Calendar, at time.Time) {
	switch {
	case len(m.After) > 0 && !c.Armed:
	case c.State == Idle:
		c.Metric = m.Name
		c.begin(cal, at)
	case m.Reopen == ReopenNever:
	case c.State == Cancelled || m.Reopen == ReopenNewCycle:
		c.begin(cal, at)
	default:
		c.State, c.Since, c.Stopped = Running, at, time.Time{}
		c.Pauses++ // the time it was stopped
	}
}

// begin starts the next cycle. One that ended late is counted.
func (c *Clock) begin(cal *Calendar, at time.Time) {
	if c.State == Stopped && !c.Overdue.IsZero() {
		c.Missed++
	}
	c.State, c.Started, c.Since = Running, at, at
	c.Stopped, c.Overdue = time.Time{}, time.Time{}
	c.Spent, c.Pauses = 0, 0
	c.Cycle++
	c.allow(cal)
}

// allow works out the time that a target in working days allows for the cycle.
func (c *Clock) allow(cal *Calendar) {
	if c.Days > 0 {
		c.Target = cal.Between(c.Started, cal.workingDays(c.Started, c.Days, c.Unit == UnitDaysEnd))
	}
}

// end closes the cycle.
func (c *Clock) end(cal *Calendar, at time.Time, s State) {
	c.settle(cal, at)
	c.State, c.Since, c.Stopped = s, time.Time{}, at
}

// settle moves what a running clock has counted up to an instant into Spent.
func (c *Clock) settle(cal *Calendar, at time.Time) {
	if c.State != Running {
		return
	}
	spent := c.Spent + cal.Between(c.Since, at)
	if c.Timed() && spent > c.Target {
		c.Overdue = c.due(cal, c.Since, c.Target)
	}
	c.Spent, c.Since = spent, at
}

// obeyHeld lets an active clock pause while the pause holds, and run when it does not.
func (c *Clock) obeyHeld(cal *Calendar, at time.Time) {
	switch {
	case c.State == Running && c.Held:
		c.settle(cal, at)
		c.State = Paused
		c.Pauses++
	case c.State == Paused && !c.Held:
		c.State, c.Since = Running, at
	}
}

// notBefore is the instant in UTC, without monotonic reading, but not before the last signal that moved the clock.
func (c *Clock) notBefore(at time.Time) time.Time {
	at = at.Round(0).UTC()
	last := c.Since
	if c.Done() {
		last = c.Stopped
	}
	if at.Before(last) {
		return last
	}
	return at
}
