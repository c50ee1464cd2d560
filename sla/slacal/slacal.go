package slacal

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/rickar/cal/v2"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/sla"
)

const maxHolidays = 4000 // as in one calendar of package sla

// Options say what to take from the rules.
type Options struct {
	// From and To are the first and the last year, both inclusive: 1910 to 2199. Required.
	From, To int

	// Actual adds the date of the holiday itself when it is observed on another day, say a Sunday whose Monday is off. Without
	// it only the day on which it is observed is taken, which is what offices that are closed at weekends need.
	Actual bool
}

// Holidays gives the days of the rules within the years, in order of date and each only once, every one with a year. A day that is
// observed in one year for a holiday of the next counts where it falls. The error matches [sla.ErrInvalid].
func Holidays(rules []*cal.Holiday, o Options) ([]sla.Holiday, error) {
	var l fault.List
	if o.From < sla.FirstYear || o.To > sla.LastYear || o.From > o.To {
		l.Add("from", "wants years in order, %d to %d; got %d to %d", sla.FirstYear, sla.LastYear, o.From, o.To)
	}
	for i, rule := range rules {
		if rule == nil || rule.Func == nil {
			l.Add(fmt.Sprintf("rules[%d]", i), "has no rule to compute a date by")
		}
	}
	if err := l.Err(); err != nil {
		return nil, fmt.Errorf("slacal: %w", err)
	}
	found := daysOf(rules, o)
	if len(found) > maxHolidays {
		l.Add("rules", "come to %d holidays; at most %d: ask for fewer years", len(found), maxHolidays)
		return nil, fmt.Errorf("slacal: %w", l.Err())
	}
	return found, nil
}

// daysOf computes one year more at both ends, for days that are observed in another year than they fall in.
func daysOf(rules []*cal.Holiday, o Options) []sla.Holiday {
	var found []sla.Holiday
	for _, rule := range rules {
		for year := o.From - 1; year <= o.To+1; year++ {
			actual, observed := rule.Calc(year)
			days := []time.Time{observed}
			if o.Actual {
				days = append(days, actual)
			}
			for _, day := range days {
				if h := (sla.Holiday{Name: rule.Name, Date: dateOf(day)}); !day.IsZero() && o.holds(h.Date) {
					found = append(found, h)
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b sla.Holiday) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Name, b.Name))
	})
	return slices.CompactFunc(found, func(a, b sla.Holiday) bool { return a.Date == b.Date && a.Name == b.Name })
}

// dateOf reads the date at noon: rickar/cal builds midnights in the zone of the host with time.Date, and a midnight that the
// zone skips comes out as eleven at night of the day before.
func dateOf(midnight time.Time) sla.Date {
	return sla.Date(midnight.Add(12 * time.Hour).Format(time.DateOnly))
}

func (o Options) holds(d sla.Date) bool {
	return d >= sla.Date(fmt.Sprintf("%04d-01-01", o.From)) && d <= sla.Date(fmt.Sprintf("%04d-12-31", o.To))
}
