package sla

import (
	"iter"
	"slices"
	"time"
)

// A Day is one civil day of a calendar: what was open, and what made it so. It is the data of an explanation.
type Day struct {
	Date    Date         `json:"date" yaml:"date"`                     // with its year
	Weekday time.Weekday `json:"weekday" yaml:"weekday"`               // Sunday = 0
	Starts  time.Time    `json:"starts" yaml:"starts"`                 // the first instant of the date in the zone, in UTC
	Ends    time.Time    `json:"ends" yaml:"ends"`                     // the first instant of the next day
	Open    []Period     `json:"open,omitempty" yaml:"open,omitempty"` // what is open from Starts until Ends

	// Causes say why it is not just the weekday's hours: openings, holidays, breaks, then clock changes.
	Causes []Cause `json:"causes,omitempty" yaml:"causes,omitempty"`
}

// Length is how much of the day is open.
func (d Day) Length() time.Duration {
	var sum time.Duration
	for _, p := range d.Open {
		sum += p.Length()
	}
	return sum
}

// A Cause is one thing that shapes a day.
type Cause struct {
	Kind CauseKind `json:"kind" yaml:"kind"`

	// Name is as defined; for a clock change it is the two times, "02:00 becomes 03:00".
	Name string `json:"name,omitempty" yaml:"name,omitempty"`

	// Calendar is the name of the calendar that says so; in a combination, of the part.
	Calendar string `json:"calendar,omitempty" yaml:"calendar,omitempty"`

	// Hours are those that an opening sets, or that are closed; none for a whole day.
	Hours []Span `json:"hours,omitempty" yaml:"hours,omitempty"`
}

// A CauseKind is what made a day's hours what they are.
type CauseKind string

// The kinds of cause.
const (
	CauseOpening     CauseKind = "opening"      // hours that replace those of the weekday
	CauseHoliday     CauseKind = "holiday"      // closed, whole or in part
	CauseBreak       CauseKind = "break"        // cut out
	CauseClockChange CauseKind = "clock_change" // the zone's clock was put forward or back
)

// Days gives the civil days, in the calendar's zone, that touch [from, to), each whole. A date that the zone skipped is left
// out, and so are days outside the years [FirstYear] to [LastYear]. For a combination the zone is that of the first part, and
// the causes are those of all parts.
func (c *Calendar) Days(from, to time.Time) iter.Seq[Day] {
	c = c.orAlways()
	return func(yield func(Day) bool) {
		if !to.After(from) || to.Unix() <= rangeStart || from.Unix() >= rangeEnd {
			return
		}
		sec, _ := inRange(from.Unix(), 0)
		end, _ := inRange(to.Add(-1).Unix(), 0)
		line := zoneLineOf(c.zone, sec-(margin+1)*secondsPerDay, end+(margin+1)*secondsPerDay)
		first := floorDate(sec+line[line.at(sec)].offset) - 1
		for d := first; ; d++ {
			starts, ends := line.opening(int64(d)*secondsPerDay), line.opening(int64(d+1)*secondsPerDay)
			if starts > end {
				return
			}
			if ends > sec && ends > starts && !yield(c.day(d, starts, ends, line)) {
				return
			}
		}
	}
}

func (c *Calendar) day(d date, starts, ends int64, line zoneLine) Day {
	day := Day{Date: Date(d.String()), Weekday: d.weekday(), Starts: instant(starts, 0), Ends: instant(ends, 0)}
	for p := range c.Open(day.Starts, day.Ends) {
		day.Open = append(day.Open, p)
	}
	day.Causes = c.source.causes(d, c.name)
	for i := line.at(starts-1) + 1; i < len(line) && line[i].from < ends; i++ {
		day.Causes = append(day.Causes, Cause{Kind: CauseClockChange, Name: line.change(i), Calendar: c.name})
	}
	return day
}

// change names a clock change by the times on the wall before and after.
func (z zoneLine) change(i int) string {
	show := func(offset int64) string {
		wall := instant(z[i].from+offset, 0)
		if wall.Second() != 0 {
			return wall.Format("15:04:05")
		}
		return wall.Format("15:04")
	}
	return show(z[i-1].offset) + " becomes " + show(z[i].offset)
}

func (t *timetable) causes(d date, calendar string) []Cause {
	var found []Cause
	for i := range t.rules {
		if r := &t.rules[i]; r.dates.covers(d) {
			found = append(found, Cause{Kind: r.kind, Name: r.name, Calendar: calendar, Hours: slices.Clone(r.written)})
		}
	}
	return found
}

func (everything) causes(date, string) []Cause { return nil }
