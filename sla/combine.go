package sla

import (
	"slices"

	"github.com/fourline-go/fourline/internal/fault"
)

// maxParts bounds how many calendars one combination joins, those of its parts counted in.
const maxParts = 64

// Union is open when any of the calendars is: two sites that take turns, a desk and its on-call hours. Zone and boundary are
// those of the first calendar. The error matches [ErrInvalid]: no name, no calendar, more than 64 calendars counted through all
// levels, or never open.
func Union(name string, calendars ...*Calendar) (*Calendar, error) {
	return combine(name, calendars, func(a, b []stretch) []stretch { return merged(append(a, b...)) })
}

// Intersection is open when all the calendars are: the hours that a desk and its vendor share. Otherwise it is like [Union].
func Intersection(name string, calendars ...*Calendar) (*Calendar, error) {
	return combine(name, calendars, common)
}

func combine(name string, calendars []*Calendar, join func(a, b []stretch) []stretch) (*Calendar, error) {
	var l fault.List
	checkName(&l, "name", name, true)
	all := combination{join: join}
	for _, c := range calendars {
		all.parts = append(all.parts, c.orAlways())
	}
	switch n := all.size(); {
	case len(calendars) == 0:
		l.Add("calendars", "has no calendar")
	case n > maxParts:
		l.Add("calendars", "has %d calendars; at most %d", n, maxParts)
	case !everOpen(all):
		l.Add("calendars", "the calendars together are never open")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	first := all.parts[0]
	return newCalendar(name, first.zone, first.boundary, all), nil
}

// Parts gives the calendars that a [Union] or [Intersection] joins, in order; none for other calendars.
func (c *Calendar) Parts() []*Calendar {
	if all, ok := c.orAlways().source.(combination); ok {
		return slices.Clone(all.parts)
	}
	return nil
}

// A combination is the source of a calendar made of others.
type combination struct {
	parts []*Calendar
	join  func(a, b []stretch) []stretch // of merged lists, which it may use up
}

func (all combination) stretches(from, to int64) []stretch {
	open := all.parts[0].source.stretches(from, to)
	for _, c := range all.parts[1:] {
		open = all.join(open, c.source.stretches(from, to))
	}
	return open
}

// size counts the calendars on all levels.
func (all combination) size() int {
	n := 0
	for _, c := range all.parts {
		n++
		if part, ok := c.source.(combination); ok {
			n += part.size()
		}
	}
	return n
}

// causes gives those of all parts, each under its part's name.
func (all combination) causes(d date, _ string) []Cause {
	var found []Cause
	for _, c := range all.parts {
		found = append(found, c.source.causes(d, c.name)...)
	}
	return found
}
