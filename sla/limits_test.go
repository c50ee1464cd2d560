package sla_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

// What is as large as the limits allow is accepted; one more is refused elsewhere.
func TestLimitsAreInclusive(t *testing.T) {
	name := strings.Repeat("x", 100)
	list := slices.Repeat([]sla.Signal{"s"}, 100)
	require.NoError(t, sla.Metric{Name: name, Start: append(list[:99:99], sla.Signal(name)), Stop: list}.Check())

	warn := make([]int, 100)
	for i := range warn {
		warn[i] = 1 + i*999/99
	}
	require.Equal(t, 1000, warn[99])
	marks := slices.Repeat([]sla.Mark{{Days: 1}}, 100)
	target := sla.Target{Metric: name, Within: 100 * 366 * 24 * time.Hour, Calendar: strings.Repeat("x", 200), Warn: warn, Marks: marks}
	require.NoError(t, target.Check())
	for _, days := range []int{1, 3650} {
		require.NoError(t, sla.Target{Metric: "m", Unit: sla.UnitDays, Days: days, Calendar: "c"}.Check())
	}
	for _, days := range []int{-1, 0, 3651} {
		require.Error(t, sla.Target{Metric: "m", Unit: sla.UnitDays, Days: days, Calendar: "c"}.Check())
	}
	for _, m := range []sla.Mark{{Offset: 100 * 366 * 24 * time.Hour}, {Offset: -100 * 366 * 24 * time.Hour}, {Days: 3650}, {Days: -3650}} {
		require.NoError(t, sla.Target{Metric: "m", Marks: []sla.Mark{m}}.Check())
	}
	over := target
	over.Within++
	require.Error(t, over.Check())
	for _, bad := range [][]int{{0}, {1001}, {50, 50}, {60, 50}} {
		require.Error(t, sla.Target{Metric: "m", Warn: bad}.Check(), "%v", bad)
	}

	a := sla.Agreement{ID: name, Match: sla.Match{Client: slices.Repeat([]string{name}, 1000)}}
	for i := range 100 {
		a.Targets = append(a.Targets, sla.Target{Metric: fmt.Sprint("m", i)})
	}
	require.NoError(t, a.Check())
}

func TestNewAcceptsAsMuchAsItSays(t *testing.T) {
	var d sla.Definition
	for i := range 1000 {
		d.Calendars = append(d.Calendars, sla.Hours{Name: fmt.Sprint("c", i), Week: sla.Weekdays("09:00-17:00")})
	}
	for i := range 100 {
		d.Metrics = append(d.Metrics, sla.Metric{Name: fmt.Sprint("m", i), Start: signals("a")})
	}
	for i := range 10_000 {
		d.Agreements = append(d.Agreements, sla.Agreement{ID: "a", Version: i, Targets: []sla.Target{{Metric: "m99", Within: 1}}})
	}
	terms, err := sla.New(d)
	require.NoError(t, err)
	require.Len(t, terms.Calendars(), 1000)
	_, err = sla.New(sla.Definition{Calendars: d.Calendars}, sla.Always())
	require.EqualError(t, err, "calendars: has 1001 entries; at most 1000")
	a, _, ok := terms.Choose(sla.Facts{}, sla.SLA)
	require.True(t, ok)
	require.Equal(t, 9999, a.Version)
}

func TestAHistoryMayBeAsLargeAsItSays(t *testing.T) {
	long := strings.Repeat("x", 100)
	h := sla.History{
		ID:    strings.Repeat("x", 200),
		Facts: sla.Facts{Client: long, Service: long, Kind: long, Priority: long, Tier: long},
	}
	h.Events = slices.Repeat([]sla.Event{{At: date(1, 1, 2), Signal: sla.Signal(long)}}, 100_000)
	h.Events[0].At = date(9999, 12, 31)
	require.NoError(t, h.Check())
	h.Events = []sla.Event{{At: date(10000, 1, 1), Signal: "x"}, {At: date(0, 12, 31), Signal: "x"}, {At: date(2024, 1, 1), Facts: &sla.Facts{}}}
	require.Equal(t, []string{"events[0].at: is outside the years 1 to 9999", "events[1].at: is outside the years 1 to 9999"}, faults(h.Check()))
	var back sla.History
	require.ErrorIs(t, back.UnmarshalJSON(make([]byte, 32<<20+1)), sla.ErrInvalid)
	err := back.UnmarshalJSON(append([]byte("{}"), slices.Repeat([]byte(" "), 32<<20-2)...))
	require.NoError(t, err)
}

func TestNamesHaveNoBlanksAtTheirEndsAndNoControlCharacters(t *testing.T) {
	for _, bad := range []string{"", " a", "a ", "a\tb", "a\x7f", "a\x00"} {
		require.Error(t, sla.Metric{Name: bad, Start: signals("s")}.Check(), "%q", bad)
	}
	for _, good := range []string{"a", "a b", "é", "a~"} {
		require.NoError(t, sla.Metric{Name: good, Start: signals("s")}.Check(), "%q", good)
	}
}

func TestSharesAreRoundedDownToTheNanosecond(t *testing.T) {
	c := sla.Target{Metric: "resolve", Within: 1299}.Clock()
	c = fold(t, sla.Resolve(), c, nil, step{"2024-01-08 09:00", sla.SignalOpened})
	for percent, want := range map[int]time.Duration{1: 12, 50: 649, 80: 1039, 100: 1299, 150: 1948} {
		at, ok := c.At(nil, percent)
		require.True(t, ok)
		require.Equal(t, want, at.Sub(c.Started), "%d", percent)
	}
}

func TestEnumerationsKnowTheirValues(t *testing.T) {
	require.Equal(t, "", string(sla.Idle))
	require.True(t, sla.Idle.Valid())
	for _, s := range []sla.State{sla.Running, sla.Paused, sla.Stopped, sla.Cancelled} {
		require.True(t, s.Valid())
	}
	require.False(t, sla.State("walking").Valid())
	for _, k := range []sla.AgreementKind{"", sla.SLA, sla.OLA, sla.UC} {
		require.True(t, k.Valid())
	}
	require.False(t, sla.AgreementKind("sli").Valid())
	for _, u := range []sla.Unit{"", sla.UnitTime, sla.UnitElapsed, sla.UnitDays, sla.UnitDaysEnd} {
		require.True(t, u.Valid())
	}
	require.False(t, sla.Unit("weeks").Valid())
	for _, c := range []sla.Change{"", sla.FromStart, sla.FromChange} {
		require.True(t, c.Valid())
	}
	require.False(t, sla.Change("later").Valid())
	for _, r := range []sla.Reopening{"", sla.ReopenResume, sla.ReopenNewCycle, sla.ReopenNever} {
		require.True(t, r.Valid())
	}
	require.False(t, sla.Reopening("maybe").Valid())
}
