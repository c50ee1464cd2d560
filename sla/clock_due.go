package sla

import (
	"math"
	"time"
)

// Due is the instant at which the target is used up, if nothing changes. It may lie in the past. It is unknown (false) unless
// the clock is running and something was promised; see [Clock.DueIfResumed] for the others.
//
// A due time that falls on a closing is the closing or the next opening, by the calendar's convention; the verdict is the same.
// One in working days is at the clock time of the start, also where that is outside the hours, until a pause moves it.
func (c Clock) Due(cal *Calendar) (time.Time, bool) {
	if c.State != Running || !c.Timed() {
		return time.Time{}, false
	}
	return c.due(cal, c.Since, c.Target), true
}

// DueIfResumed is the due time that a paused or stopped clock would have if it ran on from now, and that of a running one. Asked
// for the instant at which the clock paused or stopped, it is the due time as it stood then. False when the clock never started,
// was cancelled, or nothing was promised.
func (c Clock) DueIfResumed(cal *Calendar, now time.Time) (time.Time, bool) {
	if !c.Timed() || c.State == Idle || c.State == Cancelled {
		return time.Time{}, false
	}
	return c.due(cal, c.from(now), c.Target), true
}

// At is the instant at which a share of the target is used, in percent, if nothing changes: 80 gives the instant of a warning at 80 %.
// More than 100 is past the due time; less than 1 is refused (false). Unknown (false) whenever [Clock.Due] is. A clock knows how long
// it paused and not when: a share that was used up before a pause is given as if the pause had come first; [Terms.Accounts] knows.
func (c Clock) At(cal *Calendar, percent int) (time.Time, bool) {
	if c.State != Running || !c.Timed() || percent < 1 {
		return time.Time{}, false
	}
	at := c.due(cal, c.Since, share(c.Target, percent))
	switch {
	case c.Overdue.IsZero():
		return at, true
	case percent < 100:
		return earliest(at, c.Overdue), true
	default:
		return latest(at, c.Overdue), true
	}
}

// AtMark is the instant of a mark before or after the due time. Unknown (false) whenever [Clock.Due] is.
func (c Clock) AtMark(cal *Calendar, m Mark) (time.Time, bool) {
	due, ok := c.Due(cal)
	if !ok {
		return time.Time{}, false
	}
	switch {
	case m.Days != 0:
		return cal.workingDays(due, m.Days, false), true
	case m.Offset < 0:
		return cal.Sub(due, -m.Offset), true
	default:
		return cal.Add(due, m.Offset), true
	}
}

// BreachedAt is the first instant, to the microsecond, at which [Clock.Breached] is true: just after the due time or, when that
// falls on a closing, just after the next opening. For a running clock it may lie in the future and then holds if nothing
// changes. False when a clock that does not run is not late, or nothing was promised.
func (c Clock) BreachedAt(cal *Calendar) (time.Time, bool) {
	due, ok := c.Due(cal)
	if !ok {
		if c.Overdue.IsZero() || c.State == Cancelled {
			return time.Time{}, false
		}
		due = c.Overdue
	}
	late, ok := cal.NextOpen(due)
	if !ok {
		return time.Time{}, false // the calendar never opens again
	}
	return late.Add(time.Microsecond), true
}

// due is when target is used up by a clock that runs on from an instant. If that is in the past, pauses after it have not moved it.
func (c *Clock) due(cal *Calendar, from time.Time, target time.Duration) time.Time {
	if target == c.Target && !c.Overdue.IsZero() {
		return c.Overdue
	}
	inDays := c.Days > 0 && target == c.Target
	if left := target - c.Spent; left > 0 && !inDays {
		return cal.Add(from, left)
	}
	paused := cal.Between(c.Started, from) - c.Spent
	if !inDays {
		// Used up before: count from the start, with the pauses since then, so that a pause outside the hours moves nothing.
		return cal.Add(c.Started, max(0, target+paused))
	}
	day := cal.workingDays(c.Started, c.Days, c.Unit == UnitDaysEnd)
	if paused == 0 {
		return day // also outside the hours
	}
	return cal.Add(day, paused)
}

// from is the instant from which a clock counts on, if it ran at now.
func (c *Clock) from(now time.Time) time.Time {
	if c.State == Running {
		return c.Since
	}
	return c.notBefore(now)
}

// share is so many percent of d, rounded down; the longest duration when it would be longer.
func share(d time.Duration, percent int) time.Duration {
	p := time.Duration(percent)
	if d/100 >= math.MaxInt64/p-1 {
		return math.MaxInt64
	}
	return d/100*p + d%100*p/100
}
