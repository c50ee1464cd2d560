// Package cronspec reads cron expressions of five fields (minute, hour, day of month, month, day of week) and answers when
// they strike in a time zone.
//
// It is the only door to github.com/robfig/cron in this module and takes two things from it: the parser, and the search for
// the next strike, which runs on wall-clock readings without a zone, where days have 24 hours. What a zone does to a
// reading is decided here, in wall.go:
//
//   - a reading that the zone skips strikes at the first instant after the gap; several readings in one gap strike once
//   - a reading that the zone shows twice strikes the first time only
//
// Next, Last and Count agree with each other: Count(a, b) is how often Next has to be asked to get from a past b.
package cronspec

import (
	"errors"
	"fmt"
	"math/bits"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// MaxLen is the longest expression that is read, in bytes.
const MaxLen = 256

// monthsBack is how far Last looks: the longest wait of any expression is the eight years between two leap days around a
// century without one, and a month more.
const monthsBack = 8*12 + 1

// A Spec is one expression. It is immutable; the zero value never strikes, [Parse] makes a useful one.
type Spec struct {
	minute, hour, dom, month, dow uint64 // bit n is set when the field admits n
	either                        bool   // day of month and day of week are both restricted: one of them is enough
	cron                          cron.Schedule
}

// Parse reads an expression such as "0 9 * * mon" or "@weekly". It refuses what would give a wrong answer later: a zone of its
// own (TZ=, CRON_TZ=), @every, which counts from whenever a process began, more than [MaxLen] bytes, and an expression that
// never strikes, such as the 30th of February.
//
// When both the day of the month and the day of the week are restricted, either one is enough, as in every cron.
func Parse(text string) (s Spec, err error) {
	defer func() {
		if p := recover(); p != nil { // the parser slices without looking
			s, err = Spec{}, fmt.Errorf("not a cron expression: %v", p)
		}
	}()
	if len(text) > MaxLen {
		return Spec{}, fmt.Errorf("cron expression has %d bytes, at most %d are read", len(text), MaxLen)
	}
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return Spec{}, errors.New("empty cron expression")
	case strings.HasPrefix(text, "TZ="), strings.HasPrefix(text, "CRON_TZ="):
		return Spec{}, errors.New("a cron expression names no zone here: the definition around it does")
	case strings.HasPrefix(text, "@every"):
		return Spec{}, errors.New("@every has no fixed times: name minutes, hours and days")
	}
	parsed, err := cron.ParseStandard(text)
	if err != nil {
		return Spec{}, fmt.Errorf("not a cron expression: %w", err)
	}
	return compile(text, parsed)
}

// compile takes over the fields of a parsed expression and makes sure that it strikes at all.
func compile(text string, parsed cron.Schedule) (Spec, error) {
	fields, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return Spec{}, fmt.Errorf("cron expression %q has no fields", text)
	}
	const star = 1 << 63 // the parser's mark for a field that was "*" or "?"
	s := Spec{
		minute: fields.Minute &^ star, hour: fields.Hour &^ star,
		dom: fields.Dom &^ star, month: fields.Month &^ star, dow: fields.Dow &^ star,
		either: fields.Dom&star == 0 && fields.Dow&star == 0,
		cron:   fields,
	}
	if s.minute == 0 || s.hour == 0 || s.dom == 0 || s.month == 0 || s.dow == 0 {
		return Spec{}, fmt.Errorf("cron expression %q has an empty field", text)
	}
	fields.Location = time.UTC // readings are written as if they were UTC
	if s.following(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return Spec{}, fmt.Errorf("cron expression %q never strikes", text)
	}
	return s, nil
}

// Next returns the first strike after t in loc, in UTC.
func (s Spec) Next(t time.Time, loc *time.Location) time.Time {
	if s.cron == nil {
		return time.Time{}
	}
	return Instant(s.following(reached(t, loc)), loc)
}

// Last returns the latest strike at or before t in loc, in UTC; the zero time when there was none in the eight years before.
func (s Spec) Last(t time.Time, loc *time.Location) time.Time {
	w := s.latest(reached(t, loc))
	if w.IsZero() {
		return w
	}
	return Instant(w, loc)
}

// Count returns how many strikes there are in loc after from and up to and including to. It looks at every month and every
// clock change in between once, not at every strike.
func (s Spec) Count(from, to time.Time, loc *time.Location) int {
	if !from.Before(to) {
		return 0
	}
	n := s.readings(reached(from, loc), reached(to, loc))
	for t := change(from, loc); !t.IsZero() && !t.After(to); t = change(t, loc) {
		// Readings that the clock jumps over strike together, at the change: they are one strike.
		if gap := s.readings(reached(t.Add(-1), loc), wall(t, loc)); gap > 1 {
			n -= gap - 1
		}
	}
	return n
}

// following returns the first matching reading after w; zero when there is none. The parser's search gives up after five
// years, which is less than the way from one leap day to the next around 2100, so it is asked twice.
func (s Spec) following(w time.Time) time.Time {
	if next := s.cron.Next(w); !next.IsZero() {
		return next
	}
	return s.cron.Next(time.Date(w.Year()+5, 12, 31, 23, 59, 59, 0, time.UTC))
}

// latest returns the last matching reading at or before w; zero when there is none within monthsBack.
func (s Spec) latest(w time.Time) time.Time {
	y, m, d := w.Date()
	days := s.days(y, m)
	if days>>d&1 == 1 {
		if hour, minute, ok := s.latestTime(w.Hour(), w.Minute()); ok {
			return time.Date(y, m, d, hour, minute, 0, 0, time.UTC)
		}
	}
	days &= 1<<d - 1
	for range monthsBack {
		if days != 0 {
			return time.Date(y, m, highest(days), highest(s.hour), highest(s.minute), 0, 0, time.UTC)
		}
		if m--; m == 0 {
			y, m = y-1, 12
		}
		days = s.days(y, m)
	}
	return time.Time{}
}

// latestTime returns the last matching time of day that is not after hour:minute.
func (s Spec) latestTime(hour, minute int) (int, int, bool) {
	if s.hour>>hour&1 == 1 {
		if minutes := s.minute & (2<<minute - 1); minutes != 0 {
			return hour, highest(minutes), true
		}
	}
	if hours := s.hour & (1<<hour - 1); hours != 0 {
		return highest(hours), highest(s.minute), true
	}
	return 0, 0, false
}

// readings counts the matching readings after from and up to and including to; none when to is not after from.
func (s Spec) readings(from, to time.Time) int {
	if !from.Before(to) {
		return 0
	}
	perDay := bits.OnesCount64(s.hour) * bits.OnesCount64(s.minute)
	return s.daysBetween(from, to)*perDay + s.sinceMidnight(to) - s.sinceMidnight(from)
}

// daysBetween counts the matching days from the day of from up to, without, the day of to.
func (s Spec) daysBetween(from, to time.Time) int {
	y, m, d := from.Date()
	endY, endM, endD := to.Date()
	n := -bits.OnesCount64(s.days(y, m) & (1<<d - 1))
	for y < endY || m < endM {
		n += bits.OnesCount64(s.days(y, m))
		if m++; m > 12 {
			y, m = y+1, 1
		}
	}
	return n + bits.OnesCount64(s.days(endY, endM)&(1<<endD-1))
}

// sinceMidnight counts the matching readings of w's day that are not after w.
func (s Spec) sinceMidnight(w time.Time) int {
	y, m, d := w.Date()
	if s.days(y, m)>>d&1 == 0 {
		return 0
	}
	n := bits.OnesCount64(s.hour&(1<<w.Hour()-1)) * bits.OnesCount64(s.minute)
	if s.hour>>w.Hour()&1 == 1 {
		n += bits.OnesCount64(s.minute & (2<<w.Minute() - 1))
	}
	return n
}

// days returns the matching days of a month: bit d is set when day d matches.
func (s Spec) days(y int, m time.Month) uint64 {
	if s.month>>m&1 == 0 {
		return 0
	}
	first := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	inMonth := uint64(2)<<first.AddDate(0, 1, -1).Day() - 2
	// The week as it falls in this month: bit 0 is the weekday of the 1st. Five copies side by side cover 35 days.
	weekday := int(first.Weekday())
	week := (s.dow>>weekday | s.dow<<(7-weekday)) & 0x7f
	byWeekday := week * 0x10204081 << 1
	if s.either {
		return (s.dom | byWeekday) & inMonth
	}
	return s.dom & byWeekday & inMonth
}

// highest returns the number of the highest bit that is set.
func highest(set uint64) int { return bits.Len64(set) - 1 }
