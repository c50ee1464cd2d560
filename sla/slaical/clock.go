package slaical

import (
	"sort"
	"time"

	"github.com/fourline-go/fourline/sla"
)

// wallClock is what the clock of a zone shows at an instant, kept in UTC.
func wallClock(t time.Time, zone *time.Location) time.Time {
	_, offset := t.In(zone).Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// instant is the first instant at which the clock shows the moment; when the clock skips it, the first after the gap. A moment
// without a zone is taken as UTC.
func (m moment) instant() time.Time {
	if m.zone == nil {
		return m.wall
	}
	const reach = 27 // hours; no clock is further from UTC
	before := m.wall.Add(-reach * time.Hour)
	if _, end := before.In(m.zone).ZoneBounds(); end.IsZero() || end.After(m.wall.Add(reach*time.Hour)) {
		return m.wall.Add(before.Sub(wallClock(before, m.zone))) // no clock change near
	}
	earliest, latest := m.wall, m.wall
	var first time.Time
	for hour := -reach; hour <= reach; hour++ {
		near := m.wall.Add(time.Duration(hour) * time.Hour)
		t := m.wall.Add(near.Sub(wallClock(near, m.zone)))
		if wallClock(t, m.zone).Equal(m.wall) && (first.IsZero() || t.Before(first)) {
			first = t
		}
		if t.Before(earliest) || hour == -reach {
			earliest = t
		}
		if t.After(latest) || hour == -reach {
			latest = t
		}
	}
	if !first.IsZero() {
		return first
	}
	skip := sort.Search(int(latest.Sub(earliest)/time.Second), func(i int) bool {
		return wallClock(earliest.Add(time.Duration(i)*time.Second), m.zone).After(m.wall)
	})
	return earliest.Add(time.Duration(skip) * time.Second)
}

// closed makes holidays of an event that begins at a moment: whole days, or the parts of each day that it covers.
func (y years) closed(name string, start moment, length time.Duration) []sla.Holiday {
	from, to := start.wall, start.wall.Add(length)
	if start.zone != nil && start.zone.String() != y.zone.String() {
		from, to = wallClock(start.instant(), y.zone), wallClock(moment{wall: to, zone: start.zone}.instant(), y.zone)
	}
	if start.allDay {
		return y.days(name, from, to, nil)
	}
	var found []sla.Holiday
	for from.Before(to) {
		midnight := from.Truncate(24 * time.Hour).Add(24 * time.Hour)
		if from.Equal(from.Truncate(24*time.Hour)) && !to.Before(midnight) { // all the days that are covered to the end
			midnight = to.Truncate(24 * time.Hour)
			found = append(found, y.days(name, from, midnight, []sla.Span{"00:00-24:00"})...)
			from = midnight
			continue
		}
		end := midnight
		if to.Before(end) {
			end = to
		}
		found = append(found, y.days(name, from.Truncate(24*time.Hour), midnight, []sla.Span{span(from, end, midnight)})...)
		from = end
	}
	return found
}

// days closes the dates from one midnight to another, as far as they are in the years asked for.
func (y years) days(name string, from, to time.Time, closed []sla.Span) []sla.Holiday {
	if from.Before(y.first) {
		from = y.first
	}
	if to.After(y.last) {
		to = y.last
	}
	if !from.Before(to) {
		return nil
	}
	h := sla.Holiday{Name: name, Date: sla.Date(from.Format(time.DateOnly)), Closed: closed}
	if last := to.Add(-1).Format(time.DateOnly); last != string(h.Date) {
		h.Until = sla.Date(last)
	}
	return []sla.Holiday{h}
}

// span writes a part of a day.
func span(from, to, midnight time.Time) sla.Span {
	clock := func(t time.Time) string {
		switch {
		case t.Equal(midnight):
			return "24:00"
		case t.Second() == 0:
			return t.Format("15:04")
		}
		return t.Format("15:04:05")
	}
	return sla.Span(clock(from) + "-" + clock(to))
}
