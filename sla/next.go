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
	_, open := tab.isOpen(sec)
	return open
}

// NextOpen gives t itself when it is open, else the next opening. It is false when there is none until the end of [LastYear].
func (c *Calendar) NextOpen(t time.Time) (time.Time, bool) {
	c = c.orAlways()
	sec, nanos := inRange(t.Unix(), int64(t.Nanosecond()))
	for tab := c.covering(sec); ; tab = c.ahead(tab) {
		k, open := tab.isOpen(sec)
		switch {
		case open:
			return instant(sec, nanos), true
		case k < len(tab.open):
			return instant(tab.open[k].from, 0), true
		case tab.to == tableEnd:
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
		k, open := tab.isOpen(sec)
		if open {
			k--
		}
		switch {
		case k < len(tab.open) && tab.open[k].to < min(tab.to, rangeEnd): // what ends with the table may go on after it
			return instant(tab.open[k].to, 0), true
		case tab.to == tableEnd:
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
		k, open := tab.isOpen(sec)
		switch {
		case open:
			return instant(sec, nanos), true
		case k > 0:
			return instant(tab.open[k-1].to, 0), true
		case tab.from == rangeStart:
			return time.Time{}, false
		}
	}
}

// PrevClose gives the last closing at or before t. It is false when there is none since [FirstYear].
func (c *Calendar) PrevClose(t time.Time) (time.Time, bool) {
	c = c.orAlways()
	sec, _ := inRange(t.Unix(), 0)
	for tab := c.covering(sec); ; tab = c.back(tab) {
		k, open := tab.isOpen(sec)
		if open {
			k--
		}
		switch {
		case k > 0:
			return instant(tab.open[k-1].to, 0), true
		case tab.from == rangeStart:
			return time.Time{}, false
		}
	}
}
