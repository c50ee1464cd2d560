package sla_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

func TestTheFirstInstantOfTheRangeIsOpenAndTheLastIsNot(t *testing.T) {
	for range 2 { // a calendar that has been asked nothing yet
		require.True(t, compile(t, sla.Hours{Name: "h", Week: sla.EveryDay("00:00-24:00")}).IsOpen(date(sla.FirstYear, 1, 1)))
		require.False(t, compile(t, sla.Hours{Name: "h", Week: sla.EveryDay("00:00-24:00")}).IsOpen(date(sla.LastYear+1, 1, 1)))
	}
}

func TestAYearlyRangeOverNewYearIsACauseOnBothSides(t *testing.T) {
	cal := compile(t, sla.Hours{Name: "h", Week: sla.EveryDay("09:00-17:00"), Holidays: []sla.Holiday{{Name: "works holidays", Date: "12-24", Until: "01-06"}}})
	for _, at := range []time.Time{date(2025, 12, 24), date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 6)} {
		days := slices.Collect(cal.Days(at, at.Add(time.Hour)))
		require.Len(t, days, 1)
		require.Empty(t, days[0].Open)
		require.Equal(t, "works holidays", days[0].Causes[0].Name, "%s", at)
	}
}

func TestAYearlyRangeOfAWholeYearCountsAsOne(t *testing.T) {
	breaks := make([]sla.Break, 14)
	for i := range breaks {
		breaks[i] = sla.Break{Date: "03-02", Until: "03-01", Closed: []sla.Span{"12:00-12:01"}}
	}
	_, err := sla.Compile(sla.Hours{Name: "h", Week: sla.EveryDay("09:00-17:00"), Breaks: breaks})
	require.ErrorContains(t, err, "cover 5124 spans in every year")
}

func TestAnErrorQuotesUpToFortyBytes(t *testing.T) {
	refused := func(date string) error {
		_, err := sla.Compile(sla.Hours{Name: "h", Week: sla.EveryDay("09:00-17:00"), Holidays: []sla.Holiday{{Date: sla.Date(date)}}})
		return err
	}
	require.ErrorContains(t, refused(strings.Repeat("x", 40)), `"`+strings.Repeat("x", 40)+`"`)
	require.NotContains(t, refused(strings.Repeat("x", 40)).Error(), "...")
	require.ErrorContains(t, refused(strings.Repeat("x", 41)), `"`+strings.Repeat("x", 40)+`"...`)
}

func TestPartsOfASecondAreCarried(t *testing.T) {
	cal := compile(t, sla.Hours{Name: "h", Week: sla.EveryDay("09:00-17:00")})
	for _, c := range []struct {
		from string
		d    time.Duration
		to   string
	}{
		{"2024-01-08T10:00:00.7Z", 600 * time.Millisecond, "2024-01-08T10:00:01.3Z"},
		{"2024-01-08T10:00:00.999999999Z", 1, "2024-01-08T10:00:01Z"},
		{"2024-01-08T10:00:00.4Z", 599 * time.Millisecond, "2024-01-08T10:00:00.999Z"},
		{"2024-01-08T16:59:59.5Z", 500 * time.Millisecond, "2024-01-08T17:00:00Z"},
		{"2024-01-08T16:59:59.5Z", 500*time.Millisecond + 1, "2024-01-09T09:00:00.000000001Z"},
		{"2024-01-08T16:59:59.7Z", 3*time.Second + 600*time.Millisecond, "2024-01-09T09:00:03.3Z"},
	} {
		from, to := instantOf(t, c.from), instantOf(t, c.to)
		require.Equal(t, to, cal.Add(from, c.d), "%s + %s", c.from, c.d)
		require.Equal(t, from, cal.Sub(to, c.d), "%s - %s", c.to, c.d)
		require.Equal(t, c.d, cal.Between(from, to))
	}
}

func instantOf(t *testing.T, text string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, text)
	require.NoError(t, err)
	return at
}
