package sla_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

func TestUnionAndIntersection(t *testing.T) {
	berlin := compile(t, sla.Hours{Name: "berlin", Zone: "Europe/Berlin", Week: sla.Weekdays("08:00-16:00"), Boundary: sla.AtNextOpen})
	newYork := compile(t, sla.Hours{Name: "new york", Zone: "America/New_York", Week: sla.Weekdays("08:00-16:00")})

	either, err := sla.Union("either", berlin, newYork)
	require.NoError(t, err)
	require.Equal(t, []string{"Mon 08 07:00-Mon 08 21:00"}, shifts(t, either, "2024-01-08 00:00", "2024-01-09 00:00"))
	require.Equal(t, "either", either.Name())
	require.Equal(t, "Europe/Berlin", either.Zone())
	require.Equal(t, []*sla.Calendar{berlin, newYork}, either.Parts())
	require.Equal(t, at(t, "2024-01-09 07:00"), either.Add(at(t, "2024-01-08 07:00"), 14*time.Hour), "the boundary of the first")

	both, err := sla.Intersection("both", newYork, berlin)
	require.NoError(t, err)
	require.Equal(t, []string{"Mon 08 13:00-Mon 08 15:00"}, shifts(t, both, "2024-01-08 00:00", "2024-01-09 00:00"))
	require.Equal(t, at(t, "2024-01-08 15:00"), both.Add(at(t, "2024-01-08 07:00"), 2*time.Hour))

	all, err := sla.Intersection("all", nil, sla.Always(), either)
	require.NoError(t, err)
	require.Equal(t, 70*time.Hour, all.Between(date(2024, 1, 8), date(2024, 1, 15)))
	require.Empty(t, berlin.Parts())
	require.Empty(t, sla.Always().Parts())
}

func TestCombinationsThatCannotBe(t *testing.T) {
	day := compile(t, sla.Hours{Name: "day", Week: sla.Weekdays("09:00-17:00")})
	night := compile(t, sla.Hours{Name: "night", Week: sla.Weekdays("22:00-06:00")})
	for want, err := range map[string]error{
		"calendars: the calendars together are never open": second(sla.Intersection("x", day, night)),
		"calendars: has no calendar":                       second(sla.Union("x")),
		"name: has no name":                                second(sla.Union("", day)),
		"calendars: has 65 calendars; at most 64":          second(sla.Union("x", slices.Repeat([]*sla.Calendar{day}, 65)...)),
	} {
		require.ErrorIs(t, err, sla.ErrInvalid)
		require.EqualError(t, err, want)
	}
	deep := day
	var err error
	for range 6 {
		deep, err = sla.Union("deep", deep, deep)
		if err != nil {
			break
		}
	}
	require.EqualError(t, err, "calendars: has 126 calendars; at most 64")
}

func second[T any](_ T, err error) error { return err }

func TestDaysSayWhatShapedThem(t *testing.T) {
	c := compile(t, sla.Hours{Name: "berlin", Zone: "Europe/Berlin", Week: sla.EveryDay("00:00-24:00"),
		Holidays: []sla.Holiday{{Name: "Easter", Date: "2024-03-31", Closed: []sla.Span{"12:00-24:00"}}, {Name: "Easter Monday", Date: "2024-04-01"}},
		Openings: []sla.Opening{{Name: "Inventory", Date: "2024-03-30", Hours: []sla.Span{"08:00-20:00"}}},
		Breaks:   []sla.Break{{Name: "Meeting", Date: "2024-03-30", Closed: []sla.Span{"09:00-10:00"}}}})
	days := slices.Collect(c.Days(at(t, "2024-03-30 12:00"), at(t, "2024-04-01 12:00")))
	require.Len(t, days, 3)

	require.Equal(t, sla.Date("2024-03-30"), days[0].Date)
	require.Equal(t, time.Saturday, days[0].Weekday)
	require.Equal(t, at(t, "2024-03-29 23:00"), days[0].Starts)
	require.Equal(t, 11*time.Hour, days[0].Length())
	require.Equal(t, []sla.Cause{
		{Kind: sla.CauseOpening, Name: "Inventory", Calendar: "berlin", Hours: []sla.Span{"08:00-20:00"}},
		{Kind: sla.CauseBreak, Name: "Meeting", Calendar: "berlin", Hours: []sla.Span{"09:00-10:00"}},
	}, days[0].Causes)

	require.Equal(t, 11*time.Hour, days[1].Length())
	require.Equal(t, 23*time.Hour, days[1].Ends.Sub(days[1].Starts))
	require.Equal(t, []sla.Cause{
		{Kind: sla.CauseHoliday, Name: "Easter", Calendar: "berlin", Hours: []sla.Span{"12:00-24:00"}},
		{Kind: sla.CauseClockChange, Name: "02:00 becomes 03:00", Calendar: "berlin"},
	}, days[1].Causes)

	require.Empty(t, days[2].Open)
	require.Equal(t, []sla.Cause{{Kind: sla.CauseHoliday, Name: "Easter Monday", Calendar: "berlin"}}, days[2].Causes)

	either, err := sla.Union("either", office(t), c)
	require.NoError(t, err)
	for d := range either.Days(at(t, "2024-04-01 12:00"), at(t, "2024-04-01 13:00")) {
		require.Equal(t, days[2].Causes, d.Causes)
		require.Equal(t, 8*time.Hour+2*time.Hour, d.Length(), "until midnight in UTC, Berlin opens again for two hours")
	}
	for d := range sla.Always().Days(at(t, "2024-04-01 12:00"), at(t, "2024-04-02 00:00")) {
		require.Equal(t, sla.Date("2024-04-01"), d.Date)
		require.Equal(t, 24*time.Hour, d.Length())
		require.Empty(t, d.Causes)
	}
}

func TestAClockChangeAtMidnightBelongsToTheDayThatItBegins(t *testing.T) {
	for zone, want := range map[string][]string{
		"Asia/Beirut":       {"2024-03-31 00:00 becomes 01:00"},
		"America/Sao_Paulo": {"2018-02-17 00:00 becomes 23:00", "2018-11-04 00:00 becomes 01:00"},
		"America/Havana":    {"2024-03-10 00:00 becomes 01:00", "2024-11-03 01:00 becomes 00:00"},
	} {
		c := compile(t, sla.Hours{Name: "x", Zone: zone, Week: sla.EveryDay("09:00-17:00")})
		var got []string
		for _, text := range want {
			at := at(t, text[:10]+" 12:00")
			for d := range c.Days(at.AddDate(0, 0, -2), at.AddDate(0, 0, 2)) {
				for _, cause := range d.Causes {
					got = append(got, string(d.Date)+" "+cause.Name)
				}
			}
		}
		require.Equal(t, want, got)
	}
}

func TestADateThatTheZoneSkippedIsNoDay(t *testing.T) {
	apia := compile(t, sla.Hours{Name: "apia", Zone: "Pacific/Apia", Week: sla.EveryDay("09:00-17:00")})
	var dates []sla.Date
	for d := range apia.Days(at(t, "2011-12-29T12:00:00-10:00"), at(t, "2012-01-01T12:00:00+14:00")) {
		dates = append(dates, d.Date)
	}
	require.Equal(t, []sla.Date{"2011-12-29", "2011-12-31", "2012-01-01"}, dates)
}

func TestSequencesMayBeLeftEarlyAndRunAgain(t *testing.T) {
	c := office(t)
	open, days := c.Open(date(2024, 1, 1), date(2024, 2, 1)), c.Days(date(2024, 1, 1), date(2024, 2, 1))
	for range 2 {
		for p := range open {
			require.Equal(t, at(t, "2024-01-01 09:00"), p.From)
			break
		}
		for d := range days {
			require.Equal(t, sla.Date("2024-01-01"), d.Date)
			break
		}
	}
	require.Empty(t, slices.Collect(c.Open(date(2024, 2, 1), date(2024, 1, 1))))
	require.Empty(t, slices.Collect(c.Days(date(2024, 2, 1), date(2024, 1, 1))))
	cut := slices.Collect(c.Open(at(t, "2024-01-08 10:00:00.5"), at(t, "2024-01-08 11:00:00.25")))
	require.Equal(t, []sla.Period{{From: at(t, "2024-01-08 10:00:00.5"), To: at(t, "2024-01-08 11:00:00.25")}}, cut)
}
