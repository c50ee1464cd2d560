// Package walltime reads times as people write them into tests and plans: what a clock on the wall shows, in some zone.
package walltime

import (
	"fmt"
	"time"
)

// Layout is how a time is written: 2026-11-23 09:00.
const Layout = time.DateOnly + " 15:04"

// Read gives the instant at which the clocks of a zone show a time, written as [Layout] says. A time that a clock change skips or shows
// twice is no time to write into a plan: it is an error.
func Read(text string, zone *time.Location) (time.Time, error) {
	at, err := time.ParseInLocation(Layout, text, zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no time; want one such as 2026-11-23 08:30", text)
	}
	if at.Format(Layout) != text {
		return time.Time{}, fmt.Errorf("the clocks of %s do not show %s", zone, text)
	}
	for shift := -3 * time.Hour; shift <= 3*time.Hour; shift += 30 * time.Minute {
		if shift != 0 && at.Add(shift).Format(Layout) == text {
			return time.Time{}, fmt.Errorf("the clocks of %s show %s twice", zone, text)
		}
	}
	return at.UTC(), nil
}
