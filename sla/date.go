package sla

import "time"

// A date is a civil date without a zone: days since 1970-01-01 in the Gregorian calendar. Dates are stepped as integers, so a
// missing midnight or a missing date in some zone cannot disturb the count.
type date int32

const secondsPerDay = 24 * 60 * 60

// FirstYear and LastYear bound what a calendar knows: nothing is open before the first or after the last, counted in UTC.
// They are 290 years, which is as much as a [time.Duration] holds.
const (
	FirstYear = 1910
	LastYear  = 2199
)

var (
	rangeStart = startOf(FirstYear)    // Unix seconds, inclusive
	rangeEnd   = startOf(LastYear + 1) // Unix seconds, exclusive: never open
	tableEnd   = rangeEnd + 1          // how far a table goes, so that it can answer for rangeEnd itself
)

// dateOf normalises like [time.Date], which is safe in UTC: every wall time exists there, once.
func dateOf(year int, month time.Month, day int) date {
	return date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// startOf is the Unix second at which a year begins in UTC.
func startOf(year int) int64 { return int64(dateOf(year, time.January, 1)) * secondsPerDay }

func (d date) midnightUTC() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

func (d date) weekday() time.Weekday {
	const thursday = 4 // 1970-01-01
	return time.Weekday(((int(d)+thursday)%7 + 7) % 7)
}

func (d date) String() string { return d.midnightUTC().Format(time.DateOnly) }

// floorDate gives the date on which a wall clock stands that has counted wall seconds since 1970-01-01 00:00.
func floorDate(wall int64) date {
	d := wall / secondsPerDay
	if wall%secondsPerDay < 0 {
		d--
	}
	return date(d)
}
