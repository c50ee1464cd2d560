package sla

import (
	"slices"
	"time"
)

// Hours defines a calendar: when somebody works, by the clock on the wall of one time zone. It is plain data for JSON and YAML;
// [Compile] checks it and makes the [Calendar] that answers questions.
//
// A day is put together in this order, and an opening always belongs to the day on which it starts, also when it ends the next
// morning:
//
//  1. the hours of the weekday, or of the openings of that date, which replace them;
//  2. a whole-day holiday cancels what starts on that day;
//  3. the Closed hours of holidays, and breaks, are cut out of whatever is open then, also out of the shift of the night before.
//
// The dates that openings, holidays and breaks cover, times the spans they list, are at most 5,000 a year for those that come
// every year, and 100,000 in all for those with a year.
type Hours struct {
	// Name is what people call the calendar, and what agreements refer to. Required, at most 200 bytes.
	Name string `json:"name" yaml:"name"`

	// Zone is an IANA name such as "America/New_York". Empty means UTC. "Local" is refused: it differs from host to host.
	Zone string `json:"zone,omitempty" yaml:"zone,omitempty"`

	// Week holds the hours of an ordinary week.
	Week Week `json:"week,omitzero" yaml:"week,omitempty"`

	// Openings replace the hours of single dates. At most 1,000.
	Openings []Opening `json:"openings,omitempty" yaml:"openings,omitempty"`

	// Holidays close dates, whole or in part. At most 4,000.
	Holidays []Holiday `json:"holidays,omitempty" yaml:"holidays,omitempty"`

	// Breaks close part of single dates, whatever else is said about them. At most 4,000.
	Breaks []Break `json:"breaks,omitempty" yaml:"breaks,omitempty"`

	// Boundary says where [Calendar.Add] lands when the time runs out exactly at closing time. Empty means [AtClose].
	Boundary Boundary `json:"boundary,omitempty" yaml:"boundary,omitempty"`
}

// A Week lists the hours of each weekday. A day without hours is closed. The order of the hours does not matter; hours that
// overlap or touch are one. At most 24 a day.
type Week struct {
	Mon []Span `json:"mon,omitempty" yaml:"mon,omitempty,flow"`
	Tue []Span `json:"tue,omitempty" yaml:"tue,omitempty,flow"`
	Wed []Span `json:"wed,omitempty" yaml:"wed,omitempty,flow"`
	Thu []Span `json:"thu,omitempty" yaml:"thu,omitempty,flow"`
	Fri []Span `json:"fri,omitempty" yaml:"fri,omitempty,flow"`
	Sat []Span `json:"sat,omitempty" yaml:"sat,omitempty,flow"`
	Sun []Span `json:"sun,omitempty" yaml:"sun,omitempty,flow"`
}

// Weekdays is the week of an office: these hours from Monday to Friday.
func Weekdays(hours ...Span) Week {
	c := func() []Span { return slices.Clone(hours) }
	return Week{Mon: c(), Tue: c(), Wed: c(), Thu: c(), Fri: c()}
}

// EveryDay is a week with these hours on all seven days.
func EveryDay(hours ...Span) Week {
	w := Weekdays(hours...)
	w.Sat, w.Sun = slices.Clone(hours), slices.Clone(hours)
	return w
}

// On gives the hours of one weekday.
func (w Week) On(d time.Weekday) []Span {
	return [7][]Span{w.Sun, w.Mon, w.Tue, w.Wed, w.Thu, w.Fri, w.Sat}[(d%7+7)%7]
}

// weekdayFields are the places of a week's fields, by [time.Weekday].
var weekdayFields = [7]string{"week.sun", "week.mon", "week.tue", "week.wed", "week.thu", "week.fri", "week.sat"}

// A Span is a part of a day by the clock on the wall, "HH:MM-HH:MM" or with seconds "HH:MM:SS-HH:MM:SS": from the first time
// up to, and not including, the second. "24:00" is the midnight that ends the day. When the second time is not after the
// first, the span ends on the next day: "22:00-06:00" is a night shift, "08:00-08:00" a full turn of the clock.
//
// Where a clock change makes a time occur twice, a span begins at its first and ends at its last occurrence; a time that is
// skipped counts as the first instant after the gap. GoAlert wrote this rule down for its schedules.
type Span string

// A Date is a civil date: "2026-12-25" for one year, or "12-25" for every year. "02-29" comes in leap years only. Dates with a
// year lie between [FirstYear] and [LastYear].
type Date string

// A Holiday closes one date or a range of dates.
type Holiday struct {
	// Name is for people: it appears in explanations. At most 200 bytes.
	Name string `json:"name,omitempty" yaml:"name,omitempty"`

	// Date is the day, or the first day. Required.
	Date Date `json:"date" yaml:"date"`

	// Until is the last day of a range, inclusive, written like Date: both with a year or both without. A yearly range may run
	// over New Year: from "12-24" until "01-01". Empty means the one day.
	Until Date `json:"until,omitempty" yaml:"until,omitempty"`

	// Closed lists the hours that are closed, on each day of the range. Empty means the whole day: nothing starts on it, and a
	// shift that began the evening before is worked to its end. ["00:00-24:00"] closes the civil day to the second instead.
	Closed []Span `json:"closed,omitempty" yaml:"closed,omitempty,flow"`
}

// An Opening replaces the weekly hours of one date or a range of dates: a Saturday before Christmas, short days in August.
type Opening struct {
	Name  string `json:"name,omitempty" yaml:"name,omitempty"`   // for people; at most 200 bytes
	Date  Date   `json:"date" yaml:"date"`                       // the day, or the first day; required
	Until Date   `json:"until,omitempty" yaml:"until,omitempty"` // the last day, inclusive, as in [Holiday]

	// Hours are the hours of each of these dates. Required: what closes a date is a holiday. When several openings cover a
	// date, those with a year win over the yearly ones, and among equals the hours add up.
	Hours []Span `json:"hours" yaml:"hours,flow"`

	// DespiteHoliday keeps these hours when the date is a holiday. Otherwise the holiday wins.
	DespiteHoliday bool `json:"despite_holiday,omitempty" yaml:"despite_holiday,omitempty"`
}

// A Break closes part of a date or of each date in a range: a works meeting, a fire drill. It also cuts into openings that
// stand despite a holiday.
type Break struct {
	Name   string `json:"name,omitempty" yaml:"name,omitempty"`   // for people; at most 200 bytes
	Date   Date   `json:"date" yaml:"date"`                       // the day, or the first day; required
	Until  Date   `json:"until,omitempty" yaml:"until,omitempty"` // the last day, inclusive, as in [Holiday]
	Closed []Span `json:"closed" yaml:"closed,flow"`              // the hours cut out; required
}

// A Boundary says where a deadline lands that falls exactly on closing time: eight hours from nine, open nine to five. Breach
// is counted in open time, so both give the same verdict; they differ in what people read.
type Boundary string

// The two conventions.
const (
	AtClose    Boundary = "close"     // 17:00 the same day; the default, and what Frappe, Znuny and rickar/cal do
	AtNextOpen Boundary = "next_open" // 09:00 the next working day, as biz (Zendesk), Zammad and RT do
)

// Valid reports whether b is one of the conventions, or empty.
func (b Boundary) Valid() bool { return b == "" || b == AtClose || b == AtNextOpen }
