package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

// daysBefore is the mark of n working days before a clock is due at an instant.
func daysBefore(t *testing.T, h sla.Hours, due string, n int) time.Time {
	t.Helper()
	cal := compile(t, h)
	at := utc(t, due)
	c := sla.Target{Metric: "resolve", Within: time.Hour, Calendar: h.Name}.Clock()
	c = sla.Resolve().Apply(c, cal, cal.Sub(at, time.Hour), sla.SignalOpened)
	mark, ok := c.AtMark(cal, sla.Mark{Days: -n})
	require.True(t, ok)
	return mark
}

func TestADayThatIsOpenUntilMidnightIsAWorkingDayAndTheNextIsNot(t *testing.T) {
	evenings := sla.Hours{Name: "evenings", Zone: "UTC", Week: sla.Week{
		Mon: []sla.Span{"16:00-24:00"}, Tue: []sla.Span{"16:00-24:00"}, Fri: []sla.Span{"16:00-24:00"},
	}}
	require.Equal(t, utc(t, "2024-01-08 18:00"), daysBefore(t, evenings, "2024-01-09 18:00", 1), "Monday is before Tuesday")
	require.Equal(t, utc(t, "2024-01-09 18:00"), daysBefore(t, evenings, "2024-01-12 18:00", 1), "Tuesday is before Friday")
	require.Equal(t, utc(t, "2024-01-05 18:00"), daysBefore(t, evenings, "2024-01-09 18:00", 2), "Friday is two before Tuesday")
	always := sla.Hours{Name: "always", Zone: "UTC", Week: sla.EveryDay("00:00-24:00")}
	require.Equal(t, utc(t, "2024-01-07 10:00"), daysBefore(t, always, "2024-01-10 10:00", 3))
}

func TestADayThatOpensAtMidnightIsNoReasonForTheOneBefore(t *testing.T) {
	nights := sla.Hours{Name: "nights", Zone: "UTC", Week: sla.Week{
		Mon: []sla.Span{"00:00-08:00"}, Fri: []sla.Span{"00:00-08:00"},
	}}
	require.Equal(t, utc(t, "2024-01-05 06:00"), daysBefore(t, nights, "2024-01-08 06:00", 1), "Friday is before Monday, not Sunday")
}

func TestWorkingDaysKeepTheNanosecondsAndTheZone(t *testing.T) {
	h := sla.Hours{Name: "h", Zone: "Asia/Kolkata", Week: sla.EveryDay("09:00-17:00")}
	due := utc(t, "2024-01-10 06:30").Add(7)
	cal := compile(t, h)
	c := sla.Target{Metric: "resolve", Unit: sla.UnitDays, Days: 1, Calendar: "h"}.Clock()
	c = sla.Resolve().Apply(c, cal, due.AddDate(0, 0, -1), sla.SignalOpened)
	at, ok := c.Due(cal)
	require.True(t, ok)
	require.Equal(t, due, at)
}

func TestADayIsTouchedByItsFirstNanosecond(t *testing.T) {
	cal := compile(t, sla.Hours{Name: "h", Week: sla.EveryDay("09:00-17:00")})
	dates := func(from, to time.Time) []sla.Date {
		var all []sla.Date
		for d := range cal.Days(from, to) {
			all = append(all, d.Date)
		}
		return all
	}
	monday, midnight := utc(t, "2024-01-08 10:00"), utc(t, "2024-01-09 00:00")
	require.Equal(t, []sla.Date{"2024-01-08"}, dates(monday, midnight))
	require.Equal(t, []sla.Date{"2024-01-08", "2024-01-09"}, dates(monday, midnight.Add(1)))
	require.Equal(t, []sla.Date{"2024-01-09"}, dates(midnight, midnight.Add(1)))
	require.Empty(t, dates(midnight, midnight))
}
