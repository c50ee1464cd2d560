package sla

import (
	"time"
)

// A Clock is how far one metric of one thing has come: what was counted before, and since when it runs. It is a small value:
// comparable with ==, kept as JSON, never changed in place. [Metric.Apply] folds signals into it. The zero value, and what
// [Target.Clock] and [Agreement.Clocks] give, has not started.
//
// A clock never looks at the wall clock and keeps nothing that depends on when it was looked at. It names its calendar; the
// methods that need one take it as a parameter, nil meaning all time. Instants are UTC.
type Clock struct {
	Metric    string `json:"m,omitempty" yaml:"metric,omitempty"`
	Agreement string `json:"a,omitempty" yaml:"agreement,omitempty"` // by which agreement, for the record
	Version   int    `json:"v,omitempty" yaml:"version,omitempty"`   // and which version of it

	// Target is the time allowed in this cycle, in the calendar; 0 (and no Days) means that nothing was promised. For a target in
	// working days it is worked out when a cycle starts.
	Target   time.Duration `json:"t,omitempty" yaml:"target,omitempty"`
	Unit     Unit          `json:"u,omitempty" yaml:"unit,omitempty"`     // UnitDays, UnitDaysEnd, or "" for all others
	Days     int           `json:"d,omitempty" yaml:"days,omitempty"`     // working days allowed, for those two units
	Calendar string        `json:"c,omitempty" yaml:"calendar,omitempty"` // name of the calendar; "" counts all time

	State   State         `json:"s,omitempty" yaml:"state,omitempty"`
	Held    bool          `json:"h,omitempty" yaml:"held,omitempty"`   // a pausing signal came and no resuming one since
	Armed   bool          `json:"r,omitempty" yaml:"armed,omitempty"`  // one of the metric's After signals came
	Cycle   int           `json:"n,omitempty" yaml:"cycle,omitempty"`  // from 1; 0 before the first start
	Pauses  int           `json:"p,omitempty" yaml:"pauses,omitempty"` // pauses in this cycle, a resumed stop among them
	Missed  int           `json:"x,omitempty" yaml:"missed,omitempty"` // earlier cycles that took longer than their target
	Started time.Time     `json:"b,omitzero" yaml:"started,omitempty"` // when this cycle began
	Since   time.Time     `json:"i,omitzero" yaml:"since,omitempty"`   // running since, or paused since
	Stopped time.Time     `json:"e,omitzero" yaml:"stopped,omitempty"` // when it stopped or was cancelled
	Spent   time.Duration `json:"k,omitempty" yaml:"spent,omitempty"`  // counted in this cycle before Since
	Overdue time.Time     `json:"o,omitzero" yaml:"overdue,omitempty"` // the due time, once Spent is more than Target
}

// State is what a clock is doing.
type State string

const (
	Idle      State = ""          // never started
	Running   State = "running"   // time counts, while the calendar is open
	Paused    State = "paused"    // time does not count, and the due time is unknown
	Stopped   State = "stopped"   // the cycle is complete
	Cancelled State = "cancelled" // the cycle ended without a verdict
)

// Valid reports whether s is one of the constants.
func (s State) Valid() bool {
	return s == Idle || s == Running || s == Paused || s == Stopped || s == Cancelled
}

// Running reports whether time counts.
func (c Clock) Running() bool { return c.State == Running }

// Paused reports whether a cycle is under way in which time does not count now.
func (c Clock) Paused() bool { return c.State == Paused }

// Done reports whether the cycle is over, completed or cancelled.
func (c Clock) Done() bool { return c.State == Stopped || c.State == Cancelled }

// Timed reports whether something was promised: only then a clock can be due or late.
func (c Clock) Timed() bool { return c.Target > 0 || c.Days > 0 }

func (c *Clock) active() bool { return c.State == Running || c.State == Paused }

// Elapsed is the time counted in this cycle up to now. Never negative; an instant before the last signal counts as that signal's.
func (c Clock) Elapsed(cal *Calendar, now time.Time) time.Duration {
	if c.State != Running {
		return c.Spent
	}
	return c.Spent + cal.Between(c.Since, now)
}

// Remaining is the target less the time elapsed: negative when late. 0 when nothing was promised.
func (c Clock) Remaining(cal *Calendar, now time.Time) time.Duration {
	if !c.Timed() {
		return 0
	}
	return c.Target - c.Elapsed(cal, now)
}

// Breached reports whether the time elapsed by now in this cycle is more than the target. What happens exactly at the due time is
// on time, and so is what happens after it but before the calendar opens again.
func (c Clock) Breached(cal *Calendar, now time.Time) bool {
	return c.Timed() && c.State != Cancelled && c.Elapsed(cal, now) > c.Target
}
