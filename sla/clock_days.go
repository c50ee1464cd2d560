package sla

import "time"

// workingDays is n working days after t, or -n before it, at the same clock time in the calendar's zone; with end, at the end of
// that day's hours instead. A working day is a civil date with any open time; the date of t itself is not counted.
//
// A clock time that occurs twice on that date is its first occurrence, one that is skipped the first instant after the gap.
// Where the calendar ends first, so does the answer.
func (c *Calendar) workingDays(t time.Time, n int, end bool) time.Time {
	c = c.orAlways()
	day, clock := c.civil(t)
	for ; n > 0; n-- {
		next, ok := c.NextOpen(c.midnight(day + 1))
		if !ok {
			return instant(rangeEnd, 0)
		}
		day, _ = c.civil(next)
	}
	for ; n < 0; n++ {
		prev, ok := c.lastOpen(day)
		if !ok {
			return instant(rangeStart, 0)
		}
		day, _ = c.civil(prev.Add(-1))
	}
	if end {
		if last, ok := c.lastOpen(day + 1); ok {
			return last
		}
	}
	return c.wall(day, clock)
}

// lastOpen is the end of the last open time before a date begins.
func (c *Calendar) lastOpen(day date) (time.Time, bool) {
	midnight := c.midnight(day)
	if c.IsOpen(midnight.Add(-1)) {
		return midnight, true
	}
	return c.PrevOpen(midnight.Add(-1))
}

// civil is the date and the time of day that the wall clock of the calendar's zone shows.
func (c *Calendar) civil(t time.Time) (date, time.Duration) {
	_, offset := t.In(c.zone).Zone()
	wall := t.Unix() + int64(offset)
	day := floorDate(wall)
	sec := wall - int64(day)*secondsPerDay
	return day, time.Duration(sec)*time.Second + time.Duration(t.Nanosecond())
}

// midnight is the first instant of a date.
func (c *Calendar) midnight(day date) time.Time { return c.wall(day, 0) }

// wall is the first instant at which the clock on the wall shows a time of a date.
func (c *Calendar) wall(day date, clock time.Duration) time.Time {
	wall := int64(day)*secondsPerDay + int64(clock/time.Second)
	near := zoneLineOf(c.zone, wall-2*zoneSlack, wall+2*zoneSlack)
	return instant(near.opening(wall), int64(clock%time.Second))
}
