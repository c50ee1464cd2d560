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
