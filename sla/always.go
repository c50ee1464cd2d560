package sla

import "time"

// always is shared: nothing about it ever changes.
var always = func() *Calendar {
	c := newCalendar("24x7", time.UTC, AtClose, everything{})
	c.table.Store(newTable(rangeStart, tableEnd, everything{}.stretches(rangeStart, rangeEnd)))
	return c
}()

// Always is the calendar of elapsed time: open at every instant. Its name is "24x7".
func Always() *Calendar { return always }

// orAlways lets a nil calendar be open always.
func (c *Calendar) orAlways() *Calendar {
	if c == nil {
		return always
	}
	return c
}

// everything is the source that never closes.
type everything struct{}

func (everything) stretches(from, to int64) []stretch { return []stretch{{from, to}} }
