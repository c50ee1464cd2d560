package sla_test

import (
	"strconv"
	"strings"
	"time"

	"github.com/fourline-go/fourline/sla"
)

// A slow calendar is the reference for the library: it looks at the clock on the wall at every single step of a window of
// time, notes for each whether it is open, and answers by walking. It shares no code with the library and is right because there
// is nothing clever in it.
type slow struct {
	from, step int64   // the first instant in Unix seconds, and seconds from one to the next
	wall       []int64 // what the wall clock shows, as seconds since 1970-01-01 00:00 by that clock
	open       []bool
}

// newSlow covers the given hours before and after an instant. All times of the definition must be multiples of step.
func newSlow(h sla.Hours, around time.Time, hours int, step int64) *slow {
	zone := time.UTC
	if h.Zone != "" {
		zone, _ = time.LoadLocation(h.Zone)
	}
	const spare = 75 * 3600 // on both sides, for openings that begin or end outside
	reach := int64(hours)*3600 + spare
	s := &slow{from: around.Unix() - around.Unix()%step - reach, step: step}
	for i := int64(0); i <= 2*reach; i += step {
		_, offset := time.Unix(s.from+i, 0).In(zone).Zone()
		s.wall = append(s.wall, s.from+i+int64(offset))
	}
	s.open = make([]bool, len(s.wall))
	first := time.Unix(s.wall[0], 0).UTC().Truncate(24 * time.Hour)
	last := time.Unix(s.wall[len(s.wall)-1], 0).UTC()
	for d := first; !d.After(last); d = d.AddDate(0, 0, 1) {
		for _, span := range slowOpenings(h, d) {
			s.mark(d, span, true)
		}
	}
	for d := first; !d.After(last); d = d.AddDate(0, 0, 1) {
		for _, span := range slowCuts(h, d) {
			s.mark(d, span, false)
		}
	}
	s.trim(spare / step)
	return s
}

func (s *slow) trim(n int64) {
	s.from += n * s.step
	s.wall, s.open = s.wall[n:int64(len(s.wall))-n], s.open[n:int64(len(s.open))-n]
}

// mark opens or closes every step from the first that shows the beginning of a span to the last that shows its end.
func (s *slow) mark(day time.Time, span sla.Span, open bool) {
	from, to, _ := strings.Cut(string(span), "-")
	a, b := day.Unix()+slowClock(from), day.Unix()+slowClock(to)
	if b <= a {
		b += 24 * 3600
	}
	first, _ := s.shows(a)
	_, last := s.shows(b)
	for i := first; i >= 0 && i < last; i++ {
		s.open[i] = open
	}
}

// shows gives the first and the last step at which the wall clock shows a time. When it never does, both are the first step after
// the clock jumped over it; -1 when the time lies outside the window.
func (s *slow) shows(wall int64) (first, last int) {
	first, last = -1, -1
	for i, w := range s.wall {
		if w == wall {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	for i := 1; first < 0 && i < len(s.wall); i++ {
		if s.wall[i-1] < wall && s.wall[i] > wall {
			return i, i
		}
	}
	return first, last
}

func slowClock(s string) int64 {
	var sum int64
	for i, part := range strings.Split(s, ":") {
		n, _ := strconv.ParseInt(part, 10, 64)
		sum += n * []int64{3600, 60, 1}[i]
	}
	return sum
}

// slowCovers reports whether a day is in a range of dates, by walking the range from its beginning.
func slowCovers(from, until sla.Date, day time.Time) bool {
	if until == "" {
		until = from
	}
	if len(from) == len("2006-01-02") {
		d := day.Format(time.DateOnly)
		return string(from) <= d && d <= string(until)
	}
	d := day.Format("01-02")
	if from <= until {
		return string(from) <= d && d <= string(until)
	}
	return d >= string(from) || d <= string(until)
}

// slowOpenings are the spans that start on a day.
func slowOpenings(h sla.Hours, day time.Time) []sla.Span {
	spans := map[string][]sla.Span{"Mon": h.Week.Mon, "Tue": h.Week.Tue, "Wed": h.Week.Wed, "Thu": h.Week.Thu,
		"Fri": h.Week.Fri, "Sat": h.Week.Sat, "Sun": h.Week.Sun}[day.Format("Mon")]
	if special, _ := slowSpecial(h, day); len(special) > 0 {
		spans = special
	}
	for _, o := range h.Holidays {
		if len(o.Closed) == 0 && slowCovers(o.Date, o.Until, day) && !slowFirm(h, day) {
			return nil
		}
	}
	return spans
}

// slowSpecial are the hours of a day's openings: of those with a year if there are any, else of the yearly ones.
func slowSpecial(h sla.Hours, day time.Time) (spans []sla.Span, firm bool) {
	for _, length := range []int{len("2006-01-02"), len("01-02")} {
		for _, o := range h.Openings {
			if len(o.Date) == length && slowCovers(o.Date, o.Until, day) {
				spans, firm = append(spans, o.Hours...), firm || o.DespiteHoliday
			}
		}
		if len(spans) > 0 {
			break
		}
	}
	return spans, firm
}

func slowFirm(h sla.Hours, day time.Time) bool { _, firm := slowSpecial(h, day); return firm }

// slowCuts are the spans by the clock of a day that are closed whatever is open then.
func slowCuts(h sla.Hours, day time.Time) []sla.Span {
	var cuts []sla.Span
	for _, o := range h.Holidays {
		if slowCovers(o.Date, o.Until, day) && !slowFirm(h, day) {
			cuts = append(cuts, o.Closed...)
		}
	}
	for _, o := range h.Breaks {
		if slowCovers(o.Date, o.Until, day) {
			cuts = append(cuts, o.Closed...)
		}
	}
	return cuts
}

// The questions. Each is false when the answer lies outside the window.

func (s *slow) at(t time.Time) (int, bool) {
	i := (t.Unix() - s.from) / s.step
	return int(i), t.Unix() >= s.from && int(i) < len(s.open)
}

func (s *slow) instant(i int) time.Time { return time.Unix(s.from+int64(i)*s.step, 0).UTC() }

func (s *slow) isOpen(t time.Time) (open, ok bool) {
	i, ok := s.at(t)
	return ok && s.open[i], ok
}

func (s *slow) between(a, b time.Time) (time.Duration, bool) {
	i, ok1 := s.at(a)
	last, ok2 := s.at(b)
	if !ok1 || !ok2 {
		return 0, false
	}
	var sum time.Duration
	for ; i <= last; i++ {
		from, to := s.instant(i), s.instant(i+1)
		if from.Before(a) {
			from = a
		}
		if to.After(b) {
			to = b
		}
		if s.open[i] && from.Before(to) {
			sum += to.Sub(from)
		}
	}
	return sum, true
}

// add walks forward until d is used up; when that happens at a closing it stays, or goes on to the next opening.
func (s *slow) add(t time.Time, d time.Duration, nextOpen bool) (time.Time, bool) {
	i, ok := s.at(t)
	if !ok {
		return time.Time{}, false
	}
	for ; i < len(s.open); i++ {
		from := s.instant(i)
		if from.Before(t) {
			from = t
		}
		left := s.instant(i + 1).Sub(from)
		switch {
		case !s.open[i]:
		case d < left || (d == left && !nextOpen):
			return from.Add(d).UTC(), true
		default:
			d -= left
		}
	}
	return time.Time{}, false
}

// sub walks back until d is used up.
func (s *slow) sub(t time.Time, d time.Duration) (time.Time, bool) {
	i, ok := s.at(t)
	for ; ok && i >= 0; i-- {
		to := s.instant(i + 1)
		if to.After(t) {
			to = t
		}
		left := to.Sub(s.instant(i))
		switch {
		case !s.open[i]:
		case d <= left && left > 0:
			return to.Add(-d).UTC(), true
		default:
			d -= left
		}
	}
	return time.Time{}, false
}
