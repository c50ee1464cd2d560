package sla

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// A timetable is a checked definition. It lays days out on the line of time and is read only.
type timetable struct {
	hours Hours // the definition it came from
	zone  *time.Location
	week  [7][]clockSpan // by time.Weekday
	rules []rule
}

// A rule is what the definition says about a date or a range of dates.
type rule struct {
	kind    CauseKind
	name    string
	dates   dateRange
	written []Span // as in the definition
	spans   []clockSpan
	firm    bool // an opening that stands despite a holiday
}

// A ruling is a rule that covers the dates from first to last.
type ruling struct {
	first, last date
	*rule
}

// rulings gives the rules that touch the dates from first to last, by the date on which they begin.
func (t *timetable) rulings(first, last date) []ruling {
	found := make([]ruling, 0, len(t.rules))
	add := func(r *rule, a, b date) {
		if a <= b && a <= last && b >= first {
			found = append(found, ruling{a, b, r})
		}
	}
	for i := range t.rules {
		r := &t.rules[i]
		if !r.dates.yearly {
			add(r, r.dates.first, r.dates.last)
			continue
		}
		for year := first.midnightUTC().Year() - 1; year <= last.midnightUTC().Year(); year++ {
			a, b := r.dates.in(year)
			add(r, a, b)
		}
	}
	slices.SortStableFunc(found, func(a, b ruling) int { return cmp.Compare(a.first, b.first) })
	return found
}

// A sweep walks dates in rising order and knows which rulings cover each.
type sweep struct {
	ahead  []ruling // not begun yet
	active []ruling // covering the date
}

// on moves the sweep to a date that is not before the last one.
func (s *sweep) on(d date) []ruling {
	s.active = slices.DeleteFunc(s.active, func(r ruling) bool { return r.last < d })
	for len(s.ahead) > 0 && s.ahead[0].first <= d {
		if s.ahead[0].last >= d {
			s.active = append(s.active, s.ahead[0])
		}
		s.ahead = s.ahead[1:]
	}
	return s.active
}

// A plan is what one date comes to: the hours that start on it, and what is cut out by the clock of that date.
type plan struct {
	open []clockSpan
	cuts [][]clockSpan
}

// planOf applies the rules of a date in the documented order. The result is valid until the next call with the same p.
func (t *timetable) planOf(d date, active []ruling, p *plan) {
	p.open, p.cuts = t.week[d.weekday()], p.cuts[:0]
	if len(active) == 0 {
		return
	}
	openings, firm := replacing(active)
	if len(openings) > 0 {
		p.open = nil
		for _, r := range openings {
			p.open = append(p.open, r.spans...)
		}
	}
	for _, r := range active {
		switch {
		case r.kind == CauseOpening || (r.kind == CauseHoliday && firm):
		case len(r.spans) == 0:
			p.open = nil
		default:
			p.cuts = append(p.cuts, r.spans)
		}
	}
}

// replacing picks the openings that replace the weekly hours: those with a year before the yearly ones. They are firm when one of
// them stands despite a holiday.
func replacing(active []ruling) (openings []ruling, firm bool) {
	for _, yearly := range []bool{false, true} {
		for _, r := range active {
			if r.kind == CauseOpening && r.dates.yearly == yearly {
				openings, firm = append(openings, r), firm || r.firm
			}
		}
		if len(openings) > 0 {
			break
		}
	}
	return openings, firm
}

// margin is how many dates around a stretch of time may have a say in it: one for the distance of the clock from UTC, one for
// a span over midnight, one for a skipped date.
const margin = 3

// stretches gives the open time in [from, to), merged.
func (t *timetable) stretches(from, to int64) []stretch {
	first, last := floorDate(from)-margin, floorDate(to)+margin
	line := zoneLineOf(t.zone, from-(margin+1)*secondsPerDay, to+(margin+1)*secondsPerDay)
	days := sweep{ahead: t.rulings(first, last)}
	open, cut := make([]stretch, 0, t.estimate(first, last)), []stretch(nil)
	var p plan
	for d := first; d <= last; d++ {
		t.planOf(d, days.on(d), &p)
		open = line.lay(open, d, p.open)
		for _, spans := range p.cuts {
			cut = line.lay(cut, d, spans)
		}
	}
	return clipped(without(merged(open), merged(cut)), from, to)
}

// lay puts the spans of a date on the line of time.
func (z zoneLine) lay(dst []stretch, d date, spans []clockSpan) []stretch {
	midnight := int64(d) * secondsPerDay
	for _, s := range spans {
		if at := (stretch{z.opening(midnight + s.from), z.closing(midnight + s.to)}); at.from < at.to {
			dst = append(dst, at)
		}
	}
	return dst
}

// estimate is how many spans the weekly hours put on the dates from first to last.
func (t *timetable) estimate(first, last date) int {
	n := 0
	for _, spans := range t.week {
		n += len(spans)
	}
	return (int(last-first)/7 + 1) * n
}

func index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// clone copies a definition, so that a calendar and its maker do not share memory.
func (h Hours) clone() Hours {
	w := &h.Week
	for _, day := range []*[]Span{&w.Mon, &w.Tue, &w.Wed, &w.Thu, &w.Fri, &w.Sat, &w.Sun} {
		*day = slices.Clone(*day)
	}
	h.Openings, h.Holidays, h.Breaks = slices.Clone(h.Openings), slices.Clone(h.Holidays), slices.Clone(h.Breaks)
	for i := range h.Openings {
		h.Openings[i].Hours = slices.Clone(h.Openings[i].Hours)
	}
	for i := range h.Holidays {
		h.Holidays[i].Closed = slices.Clone(h.Holidays[i].Closed)
	}
	for i := range h.Breaks {
		h.Breaks[i].Closed = slices.Clone(h.Breaks[i].Closed)
	}
	return h
}
