package sla

import "time"

// IsOpen reports whether t is open time.
func (c *Calendar) IsOpen(t time.Time) bool {
	c = c.orAlways()
	sec := t.Unix()
	tab := c.table.Load()
	if !tab.covers(sec) {
		if sec < rangeStart || sec >= rangeEnd {
			return false
		}
		tab = c.covering(sec)
	}
	i := tab.at(sec)
	return sec-tab.segments[i].start < tab.length(i)
}

// NextOpen gives t itself when it is open, else the next opening. It is false when there is none until the end of [LastYear].
func (c *Calendar) NextOpen(t time.Time) (time.Time, bool) {
	c = c.orAlways()
	sec, nanos := inRange(t.Unix(), int64(t.Nanosecond()))
	for tab := c.covering(sec); ; tab = c.ahead(tab) {
		i := tab.at(sec)
		if sec-tab.segments[i].start < tab.length(i) {
			return instant(sec, nanos), true
		}
		if i+2 < len(tab.segments) {
			return instant(tab.segments[i+1].start, 0), true
		}
		if tab.to == rangeEnd {
			return time.Time{}, false
		}
	}
}

// NextClose gives the first closing after t: the end of the opening in which t lies, else of the next one. It is false when
// there is none until the end of [LastYear]; a calendar that is open always never closes.
func (c *Calendar) NextClose(t time.Time) (time.Time, bool) {
	c = c.orAlways()
	sec, _ := inRange(t.Unix(), 0)
	for tab := c.covering(sec); ; tab = c.ahead(tab) {
		i := tab.at(sec)
		if sec-tab.segments[i].start >= tab.length(i) {
			i++
		}
		if i+1 < len(tab.segments) && tab.end(i) < tab.to {
			return instant(tab.end(i), 0), true
		}
		if tab.to == rangeEnd {
			return time.Time{}, false
		}
	}
}

// PrevOpen gives t itself when it is open or a closing, else the last closing before it: the latest instant up to t until which
// the calendar was open. It is false when there is none since [FirstYear].
func (c *Calendar) PrevOpen(t time.Time) (time.Time, bool) {
	c = c.orAlways()
	sec, nanos := inRange(t.Unix(), int64(t.Nanosecond()))
	for tab := c.covering(sec); ; tab = c.back(tab) {
		if i := tab.at(sec); i > 0 {
			if sec-tab.segments[i].start < tab.length(i) {
				return instant(sec, nanos), true
			}
			return instant(tab.end(i), 0), true
		}
		if tab.from == rangeStart {
			return time.Time{}, false
		}
	}
}

// PrevClose gives the last closing at or before t. It is false when there is none since [FirstYear].
func (c *Calendar) PrevClose(t time.Time) (time.Time, bool) {
	c = c.orAlways()
	sec, _ := inRange(t.Unix(), 0)
	for tab := c.covering(sec); ; tab = c.back(tab) {
		i := tab.at(sec)
		if tab.end(i) > sec {
			i--
		}
		if i > 0 {
			return instant(tab.end(i), 0), true
		}
		if tab.from == rangeStart {
			return time.Time{}, false
		}
	}
}
