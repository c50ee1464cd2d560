package sla

import (
	"fmt"
	"time"
)

// A Target is how much time a metric may take. One target has one unit; "one working hour and then thirty minutes by the
// clock on the wall" is not a target.
//
// A target of zero (Within 0, Days 0) promises nothing: the clock measures, and is never due and never late. So is a metric
// for which an agreement has no target at all.
type Target struct {
	Metric string `json:"metric" yaml:"metric"` // name of the metric

	// Within is the time allowed: up to and including it is on time. 0 to 100 years.
	Within time.Duration `json:"within,omitempty" yaml:"within,omitempty"`

	// Calendar counts the time: only its open hours. "" and "24x7" count all time.
	Calendar string `json:"calendar,omitempty" yaml:"calendar,omitempty"`

	// Unit is what Within or Days are counted in. "" is [UnitTime].
	Unit Unit `json:"unit,omitempty" yaml:"unit,omitempty"`

	// Days is the number of working days, for [UnitDays] and [UnitDaysEnd] alone: 1 to 3650. A working day is a civil date with
	// any open time. The date of the start does not count, whatever its hours: one day from a Sunday is the Monday.
	Days int `json:"days,omitempty" yaml:"days,omitempty"`

	// Warn lists shares of the target, in percent, at which somebody wants to know: 1 to 99, ascending. Up to 1000 is
	// accepted, which [Terms.Lint] reports.
	Warn []int `json:"warn,omitempty" yaml:"warn,omitempty"`

	// Marks are further instants at which somebody wants to know, before or after the due time.
	Marks []Mark `json:"marks,omitempty" yaml:"marks,omitempty"`

	// Change says from when time counts if this target replaces another in mid-flight. "" is [FromStart].
	Change Change `json:"change,omitempty" yaml:"change,omitempty"`
}

// Unit is what a target is counted in. The working days are GLPI's.
type Unit string

const (
	UnitTime    Unit = "time"     // Within, in the open hours of Calendar
	UnitElapsed Unit = "elapsed"  // Within, around the clock; Calendar must be "" or "24x7"
	UnitDays    Unit = "days"     // Days working days after the start, at the same clock time
	UnitDaysEnd Unit = "days_end" // Days working days after the start, at the end of that day's hours
)

// Valid reports whether u is one of the constants, or "" which means [UnitTime].
func (u Unit) Valid() bool {
	return u == "" || u == UnitTime || u == UnitElapsed || u == UnitDays || u == UnitDaysEnd
}

func (u Unit) days() bool { return u == UnitDays || u == UnitDaysEnd }

// Change is from when time counts after one target replaced another: ServiceNow's retroactive start, or as GLPI attaches an OLA.
type Change string

const (
	FromStart  Change = "from_start"  // from the start of the clock, earlier pauses kept (retroactive)
	FromChange Change = "from_change" // from the instant of the change, in a new cycle
)

// Valid reports whether c is one of the constants, or "" which means [FromStart].
func (c Change) Valid() bool { return c == "" || c == FromStart || c == FromChange }

// A Mark is an instant relative to the due time. Exactly one of its fields is set.
type Mark struct {
	// Offset is in the target's calendar: negative before the due time, positive after.
	Offset time.Duration `json:"offset,omitempty" yaml:"offset,omitempty"`
	// Days are working days at the same clock time: negative before, positive after.
	Days int `json:"days,omitempty" yaml:"days,omitempty"`
}

// String is the mark in words: "30m before due", "2 working days after due".
func (m Mark) String() string {
	length, side := duration(m.Offset.Abs()), "after"
	if m.Days != 0 {
		length = workingDays(max(m.Days, -m.Days))
	}
	if m.Offset < 0 || m.Days < 0 {
		side = "before"
	}
	return fmt.Sprintf("%s %s due", length, side)
}

// Clock is a clock that counts against t and has not started.
func (t Target) Clock() Clock {
	return Clock{Metric: t.Metric}.aimed(t)
}

// none reports that nothing is promised.
func (t Target) none() bool { return t.Within == 0 && t.Days == 0 }

// calendarName is the calendar as a clock stores it: "" for all time.
func (t Target) calendarName() string {
	if t.Calendar == alwaysName || t.Unit == UnitElapsed {
		return ""
	}
	return t.Calendar
}

// alwaysName is the name under which definitions may write "all time".
const alwaysName = "24x7"
