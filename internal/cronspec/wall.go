package cronspec

import "time"

// widest is more than any zone is, or was, away from UTC, and more than any clock was ever put back at once.
const widest = 26 * time.Hour

// Instant returns the first instant at which the clocks of loc show the reading w or a later one, in UTC. The reading is
// written as if it were UTC. So a reading in a gap gives the end of the gap, and one that is shown twice gives the first time.
func Instant(w time.Time, loc *time.Location) time.Time {
	t := w.UTC().Add(-widest) // nowhere is it w yet
	for {
		here := t.In(loc)
		_, offset := here.Zone()
		at := w.UTC().Add(-time.Duration(offset) * time.Second)
		if at.Before(t) { // this period begins with a reading past w
			at = t
		}
		end := change(t, loc)
		if end.IsZero() || at.Before(end) {
			return at.UTC()
		}
		t = end
	}
}

// wall returns what the clocks of loc show at t, written as if it were UTC.
func wall(t time.Time, loc *time.Location) time.Time {
	_, offset := t.In(loc).Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// change returns the first instant after t at which loc may change its offset; zero when it never does again.
func change(t time.Time, loc *time.Location) time.Time {
	_, end := t.In(loc).ZoneBounds()
	if end.IsZero() || end.After(t) {
		return end
	}
	// Far in the future package time ends every year after 365 days: on the last day of a leap year, that is in the past.
	return t.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
}

// reached returns the latest reading that the clocks of loc have shown up to and including t: what they show at t, or, after
// they were put back, what they showed just before.
func reached(t time.Time, loc *time.Location) time.Time {
	latest := wall(t, loc)
	for p := t; ; {
		start, _ := p.In(loc).ZoneBounds()
		if start.IsZero() || t.Sub(start) > widest {
			return latest
		}
		p = start.Add(-1)
		if w := wall(p, loc); w.After(latest) {
			latest = w
		}
	}
}
