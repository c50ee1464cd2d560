package runbook

import "time"

// A Date is a day of the calendar, written 2006-01-02. It is a text and never an instant: no time zone can move it to the day before.
type Date string

// Valid reports whether d is written as year-month-day and such a day exists.
func (d Date) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// Before reports whether d is over at the given instant, by the calendar of that instant's own location: pass at.In(zone) where
// another midnight than that of at should count. The day itself is not over until it ends. An invalid date is never over.
func (d Date) Before(at time.Time) bool {
	day, err := time.Parse(time.DateOnly, string(d)) // only read back as year, month and day, never compared as an instant
	if err != nil {
		return false
	}
	y, m, n := day.Date()
	ay, am, an := at.Date()
	switch {
	case y != ay:
		return y < ay
	case m != am:
		return m < am
	default:
		return n < an
	}
}
