package sla

import (
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// A Calendar answers when there is open time, and how much. Make one with [Compile], [Always], [Union] or [Intersection]; a nil
// *Calendar is open always. It is safe for concurrent use and readers never wait: the first question about a stretch of years
// lays them out, once, and later ones only look things up, without allocating.
//
// Open time is half open: the instant of an opening is open, the instant of a closing is not. Instants may be in any location
// and may carry a monotonic reading; neither matters. Results are in UTC. Nothing is open outside the years [FirstYear] to
// [LastYear], and instants outside count as the nearer end of that range, so every question has an answer in bounded time.
type Calendar struct {
	name     string
	zone     *time.Location
	boundary Boundary
	source   source

	table   atomic.Pointer[table]
	growing sync.Mutex // guards the making of a larger table
}

func newCalendar(name string, zone *time.Location, boundary Boundary, s source) *Calendar {
	c := &Calendar{name: name, zone: zone, boundary: boundary, source: s}
	c.table.Store(&table{})
	return c
}

// Name is the name it was defined with; "24x7" for [Always].
func (c *Calendar) Name() string { return c.orAlways().name }

// Zone is the IANA name of its time zone, such as "Europe/Berlin"; "UTC" for [Always].
func (c *Calendar) Zone() string { return c.orAlways().zone.String() }

// Definition gives a copy of the hours it was compiled from; false for [Always] and for combinations, see [Calendar.Parts].
func (c *Calendar) Definition() (Hours, bool) {
	t, ok := c.orAlways().source.(*timetable)
	if !ok {
		return Hours{}, false
	}
	return t.hours.clone(), true
}

// Add gives the instant at which d of open time has passed since t: the due time of a target. When the time runs out exactly at
// a closing, that closing is the answer, or the next opening by [AtNextOpen].
//
// Zero gives t when it is open, else the next opening. A negative d goes back, like [Calendar.Sub]. When the calendar has less
// open time left than d, the answer is the end of the range, the first instant after [LastYear].
func (c *Calendar) Add(t time.Time, d time.Duration) time.Time {
	c = c.orAlways()
	if d <= 0 {
		if d < 0 {
			return c.Sub(t, -max(d, -math.MaxInt64))
		}
		next, ok := c.NextOpen(t)
		if !ok {
			return instant(rangeEnd, 0)
		}
		return next
	}
	sec, nanos := t.Unix(), int64(t.Nanosecond())
	if tab := c.table.Load(); tab.covers(sec) {
		if s, n, ok := tab.after(sec, nanos, int64(d), c.boundary == AtNextOpen); ok {
			return instant(s, n)
		}
	}
	return c.addFar(sec, nanos, int64(d))
}

// addFar is Add beyond the edge of the table.
func (c *Calendar) addFar(sec, nanos, d int64) time.Time {
	sec, nanos = inRange(sec, nanos)
	for tab := c.covering(sec); ; tab = c.ahead(tab) {
		if s, n, ok := tab.after(sec, nanos, d, c.boundary == AtNextOpen); ok {
			return instant(s, n)
		}
		if tab.to == tableEnd {
			return instant(rangeEnd, 0)
		}
	}
}

// Sub gives the instant from which d of open time passes until t: when to begin so as to be done by t. When the time runs out
// exactly at an opening, that opening is the answer. Zero gives [Calendar.PrevOpen]; a negative d goes forward, like
// [Calendar.Add]. When there is less open time before t than d, the answer is the first instant of [FirstYear].
func (c *Calendar) Sub(t time.Time, d time.Duration) time.Time {
	c = c.orAlways()
	if d <= 0 {
		if d < 0 {
			return c.Add(t, -max(d, -math.MaxInt64))
		}
		prev, ok := c.PrevOpen(t)
		if !ok {
			return instant(rangeStart, 0)
		}
		return prev
	}
	sec, nanos := inRange(t.Unix(), int64(t.Nanosecond()))
	for tab := c.covering(sec); ; tab = c.back(tab) {
		if s, n, ok := tab.backFrom(sec, nanos, int64(d)); ok {
			return instant(s, n)
		}
		if tab.from == rangeStart {
			return instant(rangeStart, 0)
		}
	}
}

// Between gives the open time from a until b, in real seconds also where the clock changes; zero when b is not after a.
func (c *Calendar) Between(a, b time.Time) time.Duration {
	c = c.orAlways()
	s1, n1 := a.Unix(), int64(a.Nanosecond())
	s2, n2 := b.Unix(), int64(b.Nanosecond())
	if s2 < s1 || (s2 == s1 && n2 <= n1) {
		return 0
	}
	tab := c.table.Load()
	if !tab.covers(s1) || !tab.covers(s2) {
		s1, n1 = inRange(s1, n1)
		s2, n2 = inRange(s2, n2)
		c.covering(s1)
		c.covering(s2)
		tab = c.table.Load()
	}
	o1, n1 := tab.position(s1, n1)
	o2, n2 := tab.position(s2, n2)
	return time.Duration((o2-o1)*second + n2 - n1)
}

// inRange moves an instant outside the range to its nearer end.
func inRange(sec, nanos int64) (int64, int64) {
	switch {
	case sec < rangeStart:
		return rangeStart, 0
	case sec >= rangeEnd:
		return rangeEnd, 0
	}
	return sec, nanos
}

func instant(sec, nanos int64) time.Time { return time.Unix(sec, nanos).UTC() }
