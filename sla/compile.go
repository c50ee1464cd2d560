package sla

import (
	"strings"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
)

// ErrInvalid is what every definition that cannot be used matches under [errors.Is].
var ErrInvalid = fault.ErrInvalid

// Limits of a definition, so that no input can make a calendar large or slow.
const (
	maxSpans    = 24   // of one day, opening, holiday or break
	maxOpenings = 1000 // of one calendar
	maxHolidays = 4000 // of one calendar
	maxBreaks   = 4000 // of one calendar
	maxName     = 200  // bytes
	maxZone     = 64   // bytes

	// Dates covered by openings, holidays and breaks, times their spans.
	maxYearly = 5000    // of those that come every year, in one year
	maxDated  = 100_000 // of those with a year, in all years
)

// Compile checks hours and makes them a calendar. The error matches [ErrInvalid] and lists everything that is wrong, each with
// its place, such as `week.mon[1]`. A calendar that is never open between [FirstYear] and [LastYear] is an error.
//
// The rules of the zone come from the tzdata that the Go program uses (the host's, or package time/tzdata).
func Compile(h Hours) (*Calendar, error) {
	var l fault.List
	t := &timetable{hours: h.clone()}
	checkName(&l, "name", h.Name, true)
	t.zone = checkZone(&l, h.Zone)
	for d, field := range weekdayFields {
		t.week[d] = checkSpans(&l, field, h.Week.On(time.Weekday(d)))
	}
	t.checkDates(&l, t.hours)
	if !h.Boundary.Valid() {
		l.Add("boundary", "unknown boundary %s; want %q or %q", quoted(string(h.Boundary)), AtClose, AtNextOpen)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if !everOpen(t) {
		l.Add("week", "the calendar is never open")
		return nil, l.Err()
	}
	return newCalendar(h.Name, t.zone, h.Boundary, t), nil
}

func checkName(l *fault.List, path, name string, required bool) {
	switch {
	case required && name == "":
		l.Add(path, "has no name")
	case len(name) > maxName:
		l.Add(path, "is longer than %d bytes", maxName)
	}
}

func fits(l *fault.List, path string, n, most int) bool {
	if n > most {
		l.Add(path, "has %d entries; at most %d", n, most)
	}
	return n <= most
}

func checkZone(l *fault.List, name string) *time.Location {
	switch {
	case name == "":
		return time.UTC
	case len(name) > maxZone:
		l.Add("zone", "is longer than %d bytes", maxZone)
		return time.UTC
	case strings.EqualFold(name, "local"):
		l.Add("zone", "Local differs from host to host; want an IANA name such as Europe/Berlin")
		return time.UTC
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		l.Add("zone", "no zone %s in tzdata; want an IANA name such as Europe/Berlin", quoted(name))
		return time.UTC
	}
	return zone
}

func checkSpans(l *fault.List, path string, spans []Span) []clockSpan {
	if !fits(l, path, len(spans), maxSpans) {
		return nil
	}
	parsed := make([]clockSpan, 0, len(spans))
	for i, s := range spans {
		p, err := s.parse()
		if err != nil {
			l.Under(index(path, i), err)
			continue
		}
		parsed = append(parsed, p)
	}
	return parsed
}

// checkDates compiles what the definition says about single dates.
func (t *timetable) checkDates(l *fault.List, h Hours) {
	if !fits(l, "openings", len(h.Openings), maxOpenings) || !fits(l, "holidays", len(h.Holidays), maxHolidays) ||
		!fits(l, "breaks", len(h.Breaks), maxBreaks) {
		return
	}
	t.rules = make([]rule, 0, len(h.Openings)+len(h.Holidays)+len(h.Breaks))
	for i, o := range h.Openings {
		r := rule{kind: CauseOpening, name: o.Name, firm: o.DespiteHoliday, written: o.Hours}
		l.Under(index("openings", i), t.add(r, o.Date, o.Until, "hours", "what closes a date is a holiday"))
	}
	for i, o := range h.Holidays {
		l.Under(index("holidays", i), t.add(rule{kind: CauseHoliday, name: o.Name, written: o.Closed}, o.Date, o.Until, "closed", ""))
	}
	for i, b := range h.Breaks {
		r := rule{kind: CauseBreak, name: b.Name, written: b.Closed}
		l.Under(index("breaks", i), t.add(r, b.Date, b.Until, "closed", "what closes a whole day is a holiday"))
	}
	if yearly, dated := t.covered(); yearly > maxYearly || dated > maxDated {
		l.Add("", "openings, holidays and breaks cover %d spans in every year and %d in single years; at most %d and %d",
			yearly, dated, maxYearly, maxDated)
	}
}

// covered counts the dates that the rules cover, times their spans: in every year, and in single years.
func (t *timetable) covered() (yearly, dated int) {
	for _, r := range t.rules {
		n := r.dates.length() * max(1, len(r.spans))
		if r.dates.yearly {
			yearly += n
		} else {
			dated += n
		}
	}
	return yearly, dated
}

// add checks and keeps a rule. The field holds its spans; unless empty says what to do instead, it must have some.
func (t *timetable) add(r rule, from, until Date, field, empty string) error {
	var l fault.List
	var err error
	checkName(&l, "name", r.name, false)
	r.dates, err = parseRange(from, until)
	l.Under("date", err)
	r.spans = checkSpans(&l, field, r.written)
	if empty != "" && len(r.written) == 0 {
		l.Add(field, "has no hours; %s", empty)
	}
	t.rules = append(t.rules, r)
	return l.Err()
}
