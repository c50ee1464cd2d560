package sla

import (
	"iter"
	"time"
)

// A Period is the time from one instant up to, and not including, another, both in UTC.
type Period struct {
	From time.Time `json:"from" yaml:"from"`
	To   time.Time `json:"to" yaml:"to"`
}

// Length is how long the period lasts.
func (p Period) Length() time.Duration { return p.To.Sub(p.From) }

// Open gives the open time in [from, to) as periods in order, cut off at both ends. Their lengths add up to
// [Calendar.Between]. The sequence may be run any number of times and left early; it goes no further than [LastYear].
func (c *Calendar) Open(from, to time.Time) iter.Seq[Period] {
	return func(yield func(Period) bool) {
		if !to.After(from) {
			return
		}
		sec, nanos := inRange(from.Unix(), int64(from.Nanosecond()))
		start, end := instant(sec, nanos), earliest(instant(rangeEnd, 0), to.UTC())
		last, _ := inRange(end.Unix(), 0)
		tab := c.orAlways().reaching(sec, last)
		for _, s := range tab.open[max(tab.begun(sec)-1, 0):] {
			p := Period{From: latest(instant(s.from, 0), start), To: earliest(instant(s.to, 0), end)}
			if !p.From.Before(end) || (p.From.Before(p.To) && !yield(p)) {
				return
			}
		}
	}
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// Prepare lays out the years from one instant to another at once, so that no later question about them has to. It is never
// needed for a right answer, only to have the work done early. A year takes some 30 microseconds and 9 kB.
func (c *Calendar) Prepare(from, to time.Time) {
	c = c.orAlways()
	first, _ := inRange(from.Unix(), 0)
	last, _ := inRange(to.Unix(), 0)
	if last >= first {
		c.reaching(first, last)
	}
}

// reaching gives a table that covers both instants of the range and what lies between them.
func (c *Calendar) reaching(from, to int64) *table {
	if t := c.table.Load(); t.covers(from) && t.covers(to) {
		return t
	}
	return c.grown(from, to+1)
}
