package sla_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

// findings lists what lint finds, each as "path rule".
func findings(t *testing.T, d sla.Definition) []string {
	terms, err := sla.New(d)
	require.NoError(t, err)
	var all []string
	for _, f := range terms.Lint(date(2026, 6, 1)) {
		require.NotEmpty(t, f.Text)
		all = append(all, f.Path+" "+string(f.Rule))
	}
	return all
}

func lintHours(name string, holidays ...sla.Holiday) sla.Hours {
	return sla.Hours{Name: name, Week: sla.Weekdays("09:00-17:00"), Holidays: holidays}
}

func resolveWithin(d time.Duration, calendar string) []sla.Target {
	return []sla.Target{{Metric: "resolve", Within: d, Calendar: calendar}}
}

var christmas = sla.Holiday{Name: "Christmas", Date: "12-25"}

func TestLintIsSilentOnSoundTerms(t *testing.T) {
	d := sla.Definition{
		Metrics:   sla.Metrics(),
		Calendars: []sla.Hours{lintHours("office", christmas)},
		Agreements: []sla.Agreement{
			{ID: "house", Targets: []sla.Target{
				{Metric: "acknowledge", Within: time.Hour, Unit: sla.UnitElapsed},
				{Metric: "resolve", Within: 24 * time.Hour, Calendar: "office", Warn: []int{50, 99}, Marks: []sla.Mark{{Offset: -23 * time.Hour}, {Offset: time.Hour}, {Days: -5}}},
				{Metric: "restore", Days: 3, Unit: sla.UnitDays, Calendar: "office", Marks: []sla.Mark{{Days: -2}, {Offset: -time.Hour}}},
			}},
			{ID: "L1", Kind: sla.OLA, Match: sla.Match{Tier: []string{"L1"}}, Targets: []sla.Target{{Metric: "hold", Within: 8 * time.Hour, Calendar: "office"}}},
			{ID: "L2", Kind: sla.OLA, Match: sla.Match{Tier: []string{"L2"}}, Targets: []sla.Target{{Metric: "hold", Within: 16 * time.Hour, Calendar: "office"}}},
			{ID: "vendor", Kind: sla.UC, Targets: []sla.Target{{Metric: "vendor", Within: 24 * time.Hour, Calendar: "office"}}},
		},
	}
	require.Empty(t, findings(t, d))
}

func TestLintLooksForHolidaysOfTheNextYear(t *testing.T) {
	d := sla.Definition{
		Calendars: []sla.Hours{
			lintHours("none"), lintHours("past", sla.Holiday{Date: "2026-12-25"}), lintHours("next", sla.Holiday{Date: "2027-12-25"}),
			lintHours("yearly", christmas), lintHours("unused"), {Name: "open", Week: sla.EveryDay("00:00-24:00")},
		},
		Agreements: []sla.Agreement{{ID: "house", Targets: []sla.Target{
			{Metric: "acknowledge", Within: 1, Calendar: "none"}, {Metric: "restore", Within: 1, Calendar: "past"}, {Metric: "resolve", Within: 1, Calendar: "next"},
			{Metric: "update", Within: 1, Calendar: "yearly"}, {Metric: "answer", Within: 1, Calendar: "open"},
		}}},
	}
	require.Equal(t, []string{"calendars[0] no_holidays", "calendars[1] no_holidays"}, findings(t, d))
}

func TestLintLooksAtTargets(t *testing.T) {
	d := sla.Definition{
		Calendars: []sla.Hours{lintHours("office", christmas)},
		Agreements: []sla.Agreement{{ID: "house", Targets: []sla.Target{
			{Metric: "acknowledge", Within: time.Hour},
			{Metric: "restore"},
			{Metric: "resolve", Within: time.Hour, Calendar: "24x7", Warn: []int{99, 100, 120}, Marks: []sla.Mark{{Offset: -time.Hour + 1}, {Offset: -time.Hour}}},
			{Metric: "update", Days: 2, Unit: sla.UnitDaysEnd, Calendar: "office", Marks: []sla.Mark{{Days: -1}, {Days: -2}}},
		}}},
	}
	require.Equal(t, []string{
		"agreements[0].targets[0] no_calendar",
		"agreements[0].targets[1] promise_nothing",
		"agreements[0].targets[2].warn[1] warn_after_end",
		"agreements[0].targets[2].warn[2] warn_after_end",
		"agreements[0].targets[2].marks[1] mark_before",
		"agreements[0].targets[3].marks[1] mark_before",
	}, findings(t, d))
}

func TestLintLooksForSignalsThatWorkAgainstEachOther(t *testing.T) {
	for _, c := range []struct {
		name string
		m    sla.Metric
		want []string
	}{
		{"pause contains start", sla.Metric{Start: signals("a"), Pause: signals("a"), Resume: signals("b"), Stop: signals("z")}, []string{"pause self_defeating"}},
		{"stop contains start", sla.Metric{Start: signals("a"), Stop: signals("z", "a")}, []string{"stop self_defeating"}},
		{"cancel contains start", sla.Metric{Start: signals("a"), Stop: signals("z"), Cancel: signals("a")}, []string{"cancel self_defeating"}},
		{"stop contains pause", sla.Metric{Start: signals("a"), Pause: signals("p"), Resume: signals("r"), Stop: signals("p")}, []string{"stop self_defeating"}},
		{"stop contains reset", sla.Metric{Start: signals("a"), Stop: signals("z"), Reset: signals("z")}, []string{"stop self_defeating"}},
		{"resume contains pause", sla.Metric{Start: signals("a"), Pause: signals("p"), Resume: signals("p"), Stop: signals("z")}, []string{"resume self_defeating"}},
		{"cancel contains stop", sla.Metric{Start: signals("a"), Stop: signals("z"), Cancel: signals("z")}, []string{"cancel self_defeating"}},
		{"nothing to resume when it is reopened", sla.Metric{Start: signals("a", sla.SignalReopened), Stop: signals("z")}, nil},
		{"never complete", sla.Metric{Start: signals("a")}, []string{"stop apart"}},
		{"pause without resume", sla.Metric{Start: signals("a"), Pause: signals("p"), Stop: signals("z")}, []string{"resume apart"}},
		{"resume without pause", sla.Metric{Start: signals("a"), Resume: signals("p"), Stop: signals("z")}, []string{"pause apart"}},
		{
			"reopened while the pause holds",
			sla.Metric{Start: signals("a", "reopened"), Pause: signals("p"), Resume: signals("r"), Stop: signals("z")},
			[]string{"resume apart"},
		},
		{
			"never reopened",
			sla.Metric{Start: signals("a", "reopened"), Pause: signals("p"), Resume: signals("r"), Stop: signals("z"), Reopen: sla.ReopenNever}, nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.m.Name = "own"
			var want []string
			for _, w := range c.want {
				want = append(want, "metrics[0]."+w)
			}
			require.Equal(t, want, findings(t, sla.Definition{Metrics: []sla.Metric{c.m}}))
		})
	}
	terms, err := sla.New(sla.Definition{Metrics: []sla.Metric{{Name: "own", Start: signals("a"), Stop: signals("a", "z")}}})
	require.NoError(t, err)
	require.Equal(t, `metrics[0].stop: "a" starts and stops: it never starts the clock (self_defeating)`, terms.Lint(date(2026, 6, 1))[0].String())
}

func TestLintFindsAgreementsThatOnlyTheirIDsDecide(t *testing.T) {
	d := sla.Definition{Agreements: []sla.Agreement{
		{ID: "a", Match: sla.Match{Client: []string{"acme", "zeta"}}, Targets: resolveWithin(1, "24x7")},
		{ID: "b", Match: sla.Match{Client: []string{"zeta"}}, Targets: resolveWithin(1, "24x7")},                       // as a
		{ID: "c", Match: sla.Match{Client: []string{"other"}}, Targets: resolveWithin(1, "24x7")},                      // another client
		{ID: "d", Match: sla.Match{Client: []string{"zeta"}, Tier: []string{"L1"}}, Targets: resolveWithin(1, "24x7")}, // more specific
		{ID: "a", Version: 2, Match: sla.Match{Client: []string{"acme"}}, Targets: resolveWithin(1, "24x7")},           // takes the place of the first
		{ID: "e", Kind: sla.OLA, Match: sla.Match{Client: []string{"zeta"}}, Targets: resolveWithin(1, "24x7")},        // another kind
		{ID: "f", Match: sla.Match{Client: []string{"acme"}}, Targets: resolveWithin(1, "24x7")},                       // as the second a
		{ID: "g", Match: sla.Match{Service: []string{"mail"}}, Targets: resolveWithin(1, "24x7")},                      // another fact, of another weight
	}}
	require.Equal(t, []string{"agreements[6].match overlap"}, findings(t, d))
}

func TestLintReportsAnAgreementOnceHoweverManyItOverlaps(t *testing.T) {
	var d sla.Definition
	for i := range 2000 { // every one with the next 1,999
		d.Agreements = append(d.Agreements, sla.Agreement{ID: fmt.Sprint("a", i), Targets: resolveWithin(time.Hour, "24x7")})
	}
	terms, err := sla.New(d)
	require.NoError(t, err)
	found := terms.Lint(date(2026, 6, 1))
	require.Len(t, found, 1999)
	for i, more := range []string{"", " and one other", " and 2 others"} {
		require.Equal(t, fmt.Sprintf("agreements[%d].match", i+1), found[i].Path)
		require.Equal(t, `matches the same facts, as specifically, as "a0" (agreements[0])`+more, found[i].Text)
	}
}

func TestLintAddsUpWhatStandsBehindAnSLA(t *testing.T) {
	hold := func(id string, d time.Duration, calendar string, m sla.Match) sla.Agreement {
		return sla.Agreement{ID: id, Kind: sla.OLA, Match: m, Targets: []sla.Target{{Metric: "hold", Within: d, Calendar: calendar}}}
	}
	house := sla.Agreement{ID: "house", Targets: resolveWithin(8*time.Hour, "24x7")}
	l1, l2 := sla.Match{Tier: []string{"L1"}}, sla.Match{Tier: []string{"L2"}}
	problem := func(agreements ...sla.Agreement) string {
		terms, err := sla.New(sla.Definition{Calendars: []sla.Hours{lintHours("office", christmas)}, Agreements: agreements})
		require.NoError(t, err)
		for _, f := range terms.Lint(date(2026, 6, 1)) {
			require.Equal(t, sla.LintExceeds, f.Rule)
			require.Equal(t, "agreements[0].targets[0]", f.Path)
			return f.Text
		}
		return ""
	}
	require.Equal(t, "", problem(house, hold("a", 4*time.Hour, "24x7", l1), hold("b", 4*time.Hour, "24x7", l2)))
	require.Equal(t, "the OLAs of tiers L1, L2 together allow 9h, the SLA 8h", problem(house, hold("a", 4*time.Hour, "24x7", l1), hold("b", 5*time.Hour, "24x7", l2)))
	require.Equal(t, "", problem(house, hold("a", 4*time.Hour, "24x7", l1), hold("b", 5*time.Hour, "office", l2)), "what is counted differently is not added")
	require.Equal(t, "the OLAs of tiers any together allow 9h, the SLA 8h", problem(house, hold("a", 9*time.Hour, "24x7", sla.Match{})))

	acme := sla.Match{Tier: []string{"L2"}, Client: []string{"acme"}}
	require.Equal(t, "the OLAs of tiers L1, L2 together allow 10h, the SLA 8h (client acme)",
		problem(house, hold("a", 4*time.Hour, "24x7", l1), hold("b", 4*time.Hour, "24x7", l2), hold("c", 6*time.Hour, "24x7", acme)))
	long := sla.Agreement{ID: "long", Match: sla.Match{Client: []string{"acme"}}, Targets: resolveWithin(20*time.Hour, "24x7")}
	require.Equal(t, "", problem(house, long, hold("a", 4*time.Hour, "24x7", l1), hold("b", 4*time.Hour, "24x7", l2), hold("c", 6*time.Hour, "24x7", acme)),
		"acme has an SLA of its own")

	vendor := sla.Agreement{ID: "vendor", Kind: sla.UC, Match: sla.Match{Tier: []string{"L4"}}, Targets: []sla.Target{{Metric: "vendor", Within: 9 * time.Hour, Calendar: "24x7"}}}
	require.Equal(t, "the underpinning contract allows 9h, the SLA 8h", problem(house, vendor))
	require.NotEmpty(t, problem(house, vendor, hold("a", time.Hour, "24x7", l1)), "one of each")
	days := sla.Agreement{ID: "days", Targets: []sla.Target{{Metric: "resolve", Days: 3, Unit: sla.UnitDays, Calendar: "office"}}}
	two := sla.Agreement{ID: "two", Kind: sla.OLA, Match: sla.Match{Tier: []string{"L1", "L2"}}, Targets: []sla.Target{{Metric: "resolve", Days: 2, Unit: sla.UnitDays, Calendar: "office"}}}
	require.Equal(t, "the OLAs of tiers L1, L2 together allow 4 working days, the SLA 3 working days", problem(days, two))
}
