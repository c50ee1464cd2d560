package sla

// A source knows the open time of a calendar: a timetable, or a combination of calendars.
type source interface {
	// stretches gives the open time in [from, to), merged.
	stretches(from, to int64) []stretch

	// causes says what the definition says about one date, for the calendar of that name.
	causes(d date, calendar string) []Cause
}

// everOpen looks for open time in the whole range, beginning near the present.
func everOpen(s source) bool {
	for _, years := range [][2]int{{2000, LastYear + 1}, {FirstYear, 2000}} {
		for year := years[0]; year < years[1]; year++ {
			if len(s.stretches(startOf(year), startOf(year+1))) > 0 {
				return true
			}
		}
	}
	return false
}

// How far a table is built around a first question, and at least further when a question leads beyond it, in seconds.
const (
	yearsBack  = 4 * 365 * secondsPerDay
	yearsAhead = 17 * 365 * secondsPerDay
)

// covering gives a table that covers an instant of the range.
func (c *Calendar) covering(instant int64) *table {
	if t := c.table.Load(); t.covers(instant) {
		return t
	}
	return c.grown(instant-yearsBack, instant+yearsAhead)
}

// ahead gives a table that reaches further into the future than t, at least twice as far while the range allows.
func (c *Calendar) ahead(t *table) *table {
	return c.grown(t.from, t.to+max(t.to-t.from, yearsAhead))
}

// back gives a table that reaches further into the past than t.
func (c *Calendar) back(t *table) *table {
	return c.grown(t.from-max(t.to-t.from, yearsAhead), t.to)
}

// grown makes the table cover at least [from, to), as far as the range goes. Readers go on with the old table meanwhile. A table
// never shrinks, so each calendar grows a bounded number of times.
func (c *Calendar) grown(from, to int64) *table {
	c.growing.Lock()
	defer c.growing.Unlock()
	old := c.table.Load()
	from, to = max(from, rangeStart), min(to, tableEnd)
	var open []stretch
	if old.from == old.to {
		open = c.source.stretches(from, min(to, rangeEnd))
	} else {
		from, to = min(from, old.from), max(to, old.to)
		if from == old.from && to == old.to {
			return old
		}
		if from < old.from {
			open = c.source.stretches(from, old.from)
		}
		open = append(open, old.open...)
		if to > old.to {
			open = append(open, c.source.stretches(old.to, min(to, rangeEnd))...)
		}
		open = merged(open)
	}
	t := newTable(from, to, open)
	c.table.Store(t)
	return t
}
