package sla

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
)

// Limits of targets.
const (
	maxWithin  = 100 * 366 * 24 * time.Hour
	maxDays    = 3650
	maxWarn    = 100  // warnings, or marks, of one target
	maxPercent = 1000 // of one warning
)

// Check reports everything that keeps the target from being used; nil when nothing does. Paths begin at the target: "warn[1]".
func (t Target) Check() error {
	var l fault.List
	checkID(&l, "metric", t.Metric)
	if len(t.Calendar) > maxName {
		l.Add("calendar", "is longer than %d bytes", maxName)
	}
	t.checkUnit(&l)
	t.checkWarnings(&l)
	if !t.Change.Valid() {
		l.Add("change", "unknown change %s; want %q or %q", quoted(string(t.Change)), FromStart, FromChange)
	}
	return l.Err()
}

func (t Target) checkUnit(l *fault.List) {
	if t.Within < 0 || t.Within > maxWithin {
		l.Add("within", "%v is out of range; want 0 to %v", t.Within, maxWithin)
	}
	allTime := t.Calendar == "" || t.Calendar == alwaysName
	switch {
	case !t.Unit.Valid():
		l.Add("unit", "unknown unit %s; want %q, %q, %q or %q", quoted(string(t.Unit)), UnitTime, UnitElapsed, UnitDays, UnitDaysEnd)
	case t.Unit.days():
		if t.Days < 1 || t.Days > maxDays {
			l.Add("days", "%d is out of range; unit %q wants 1 to %d", t.Days, t.Unit, maxDays)
		}
		if t.Within != 0 {
			l.Add("within", "is %v beside unit %q; a target has one unit", t.Within, t.Unit)
		}
		if allTime {
			l.Add("calendar", "unit %q wants a calendar that says which days are working days", t.Unit)
		}
	default:
		if t.Days != 0 {
			l.Add("days", "is %d; only units %q and %q have days", t.Days, UnitDays, UnitDaysEnd)
		}
		if t.Unit == UnitElapsed && !allTime {
			l.Add("calendar", "is %s, but unit %q counts all time", quoted(t.Calendar), UnitElapsed)
		}
	}
}

func (t Target) checkWarnings(l *fault.List) {
	if len(t.Warn) > maxWarn || len(t.Marks) > maxWarn {
		l.Add("warn", "has more than %d warnings or marks", maxWarn)
		return
	}
	for i, p := range t.Warn {
		if p < 1 || p > maxPercent {
			l.Add(index("warn", i), "%d %% is out of range; want 1 to 99", p)
		}
	}
	if !slices.IsSorted(t.Warn) || len(slices.Compact(slices.Clone(t.Warn))) < len(t.Warn) {
		l.Add("warn", "wants ascending percentages, each once")
	}
	for i, m := range t.Marks {
		if (m.Offset == 0) == (m.Days == 0) {
			l.Add(index("marks", i), "wants either an offset or days, not both and not neither")
		}
		if m.Offset < -maxWithin || m.Offset > maxWithin || m.Days < -maxDays || m.Days > maxDays {
			l.Add(index("marks", i), "is out of range")
		}
	}
}
