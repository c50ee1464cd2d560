package sla

import "time"

// Verdict is how a cycle stands against its target.
type Verdict string

const (
	VerdictNone      Verdict = "none"      // nothing was promised, or it never started
	VerdictOpen      Verdict = "open"      // under way, and not late yet
	VerdictLate      Verdict = "late"      // under way, and late already
	VerdictMet       Verdict = "met"       // completed in time
	VerdictMissed    Verdict = "missed"    // completed late
	VerdictCancelled Verdict = "cancelled" // ended without a verdict
)

// Verdict says how the clock's present cycle stands by now.
func (c Clock) Verdict(cal *Calendar, now time.Time) Verdict {
	switch {
	case c.State == Idle || !c.Timed():
		return VerdictNone
	case c.State == Cancelled:
		return VerdictCancelled
	}
	late := c.Breached(cal, now)
	switch {
	case c.State == Stopped && late:
		return VerdictMissed
	case c.State == Stopped:
		return VerdictMet
	case late:
		return VerdictLate
	default:
		return VerdictOpen
	}
}
