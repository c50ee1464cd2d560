package sla_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

// story is a history from pairs of an instant and a signal, or a fact "priority=P1".
func story(t *testing.T, pairs ...string) sla.History {
	h := sla.History{ID: "INC-7", Facts: sla.Facts{Priority: "P3"}}
	for i := 0; i < len(pairs); i += 2 {
		e := sla.Event{At: utc(t, pairs[i]), Signal: sla.Signal(pairs[i+1])}
		if p, ok := strings.CutPrefix(pairs[i+1], "priority="); ok {
			e.Signal, e.Facts = "", &sla.Facts{Priority: p}
		}
		h.Events = append(h.Events, e)
	}
	return h
}

func explainTerms(t *testing.T) *sla.Terms {
	target := func(d time.Duration, calendar string) []sla.Target {
		return []sla.Target{{Metric: "resolve", Within: d, Calendar: calendar}}
	}
	terms, err := sla.New(sla.Definition{
		Calendars: []sla.Hours{{Name: "office", Week: sla.Weekdays("09:00-12:00", "13:00-17:00"), Holidays: []sla.Holiday{{Name: "Works outing", Date: "2024-01-10"}}}},
		Agreements: []sla.Agreement{
			{ID: "normal", Version: 1, Targets: target(8*time.Hour, "office")},
			{ID: "urgent", Version: 3, Match: sla.Match{Priority: []string{"P1"}}, Targets: target(2*time.Hour, "")},
			{ID: "days", Version: 1, Match: sla.Match{Priority: []string{"P4"}}, Targets: []sla.Target{{Metric: "resolve", Unit: sla.UnitDays, Days: 2, Calendar: "office"}}},
			{ID: "ends", Version: 1, Match: sla.Match{Priority: []string{"P5"}}, Targets: []sla.Target{{Metric: "resolve", Unit: sla.UnitDaysEnd, Days: 1, Calendar: "office"}}},
			{ID: "free", Version: 1, Match: sla.Match{Priority: []string{"P6"}}, Targets: []sla.Target{{Metric: "resolve"}}},
			{ID: "else", Version: 1, Match: sla.Match{Priority: []string{"P9"}}, Targets: []sla.Target{{Metric: "acknowledge", Within: time.Hour}}},
		},
	})
	require.NoError(t, err)
	return terms
}

func explained(t *testing.T, h sla.History, at string) []string {
	text := explainTerms(t).Explain(h, sla.SLA, "resolve", utc(t, at)).Text()
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

func TestExplainTellsTheWholeStory(t *testing.T) {
	h := story(t,
		"2024-01-08 16:00", "opened",
		"2024-01-08 16:30", "waiting_customer",
		"2024-01-09 10:00", "active",
		"2024-01-09 11:00", "resolved",
		"2024-01-09 14:00", "reopened",
		"2024-01-09 16:00", "resolved")
	require.Equal(t, []string{
		`resolve (sla): met, was due Thu 2024-01-11 13:30 UTC, completed Tue 2024-01-09 16:00 UTC; 3h30m of 8h used`,
		`promised: 8h in the hours of calendar "office" (UTC), by normal@1`,
		`chosen: normal@1 is the only agreement that matches (on anything)`,
		`rule: late when more than the time allowed has counted; what happens while the calendar is closed does not count`,
		`Mon 2024-01-08 16:00 UTC  opened: starts`,
		`  counted 30m`,
		`    2024-01-08  16:00-16:30`,
		`Mon 2024-01-08 16:30 UTC  waiting_customer: pauses`,
		`  not counted (paused): 1h30m of open time`,
		`    2024-01-08  16:30-17:00`,
		`    2024-01-09  09:00-10:00`,
		`Tue 2024-01-09 10:00 UTC  active: resumes`,
		`  counted 1h`,
		`    2024-01-09  10:00-11:00`,
		`Tue 2024-01-09 11:00 UTC  resolved: completes`,
		`  not counted (stopped): 2h of open time`,
		`    2024-01-09  11:00-12:00 13:00-14:00`,
		`Tue 2024-01-09 14:00 UTC  reopened: goes on`,
		`  counted 2h`,
		`    2024-01-09  14:00-16:00`,
		`Tue 2024-01-09 16:00 UTC  resolved: completes`,
	}, explained(t, h, "2024-01-12 12:00"))
}

func TestExplainWhileItRuns(t *testing.T) {
	h := story(t, "2024-01-09 15:00", "opened")
	require.Equal(t, []string{
		`resolve (sla): due Thu 2024-01-11 16:00 UTC; 1h of 8h used by Tue 2024-01-09 16:00 UTC, 7h left`,
		`promised: 8h in the hours of calendar "office" (UTC), by normal@1`,
		`chosen: normal@1 is the only agreement that matches (on anything)`,
		`rule: late when more than the time allowed has counted; what happens while the calendar is closed does not count`,
		`Tue 2024-01-09 15:00 UTC  opened: starts`,
		`  counted 1h`,
		`    2024-01-09  15:00-16:00`,
		`  still to come 7h`,
		`    2024-01-09  16:00-17:00`,
		`    2024-01-10  closed (holiday Works outing)`,
		`    2024-01-11  09:00-12:00 13:00-16:00`,
	}, explained(t, h, "2024-01-09 16:00"))
}

func TestExplainHeadlines(t *testing.T) {
	opened := func(priority string, more ...string) sla.History {
		h := story(t, append([]string{"2024-01-08 09:00", "opened"}, more...)...)
		h.Facts.Priority = priority
		return h
	}
	for _, c := range []struct {
		name, headline, promise string
		h                       sla.History
	}{
		{
			"late", "late, was due Mon 2024-01-08 11:00 UTC; 3h of 2h used by Mon 2024-01-08 12:00 UTC",
			"2h in elapsed time, by urgent@3", opened("P1"),
		}, {
			"paused", "paused, due Mon 2024-01-08 13:00 UTC if resumed Mon 2024-01-08 12:00 UTC; 1h of 2h used",
			"2h in elapsed time, by urgent@3", opened("P1", "2024-01-08 10:00", "waiting_customer"),
		}, {
			"late and paused", "late and paused, was due Mon 2024-01-08 11:00 UTC; 2h30m of 2h used",
			"2h in elapsed time, by urgent@3", opened("P1", "2024-01-08 11:30", "waiting_customer"),
		}, {
			"missed", "missed, was due Mon 2024-01-08 11:00 UTC, completed Mon 2024-01-08 11:30 UTC; 2h30m of 2h used",
			"2h in elapsed time, by urgent@3", opened("P1", "2024-01-08 11:30", "resolved"),
		}, {
			"cancelled", "cancelled Mon 2024-01-08 11:30 UTC", "2h in elapsed time, by urgent@3", opened("P1", "2024-01-08 11:30", "cancelled"),
		}, {
			"working days", "due Thu 2024-01-11 09:00 UTC; 3h of 14h used by Mon 2024-01-08 12:00 UTC, 11h left",
			`2 working days, at the same clock time, which is 14h in the hours of calendar "office" (UTC), by days@1`, opened("P4"),
		}, {
			"end of the working day", "due Tue 2024-01-09 17:00 UTC; 3h of 14h used by Mon 2024-01-08 12:00 UTC, 11h left",
			`1 working day, at the end of the day, which is 14h in the hours of calendar "office" (UTC), by ends@1`, opened("P5"),
		}, {
			"measured", "measured only, 3h so far", "nothing, by free@1", opened("P6"),
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines := explained(t, c.h, "2024-01-08 12:00")
			require.Equal(t, "resolve (sla): "+c.headline, lines[0])
			require.Equal(t, "promised: "+c.promise, lines[1])
		})
	}
	later := story(t, "2024-01-09 09:00", "opened")
	require.Equal(t, "resolve (sla): not started", explained(t, later, "2024-01-08 12:00")[0])
	require.Equal(t, []string{
		"resolve (sla): nothing was promised: else@1 does not cover it", "promised: nothing, by else@1",
		"chosen: else@1 matches most specifically (on priority), before normal@1",
	}, explained(t, opened("P9"), "2024-01-08 12:00"))
	require.Equal(t, "odd (sla): nothing was promised: normal@1 does not cover it", strings.SplitN(explainTerms(t).Explain(later, "", "odd", utc(t, "2024-01-08 12:00")).Text(), "\n", 2)[0])
	require.Equal(t, "odd (uc): nothing was promised: no agreement matches\n", explainTerms(t).Explain(later, sla.UC, "odd", utc(t, "2024-01-08 12:00")).Text())
}

func TestExplainShowsChangesOfTargetAndNewCycles(t *testing.T) {
	d := explainTerms(t).Definition()
	m := sla.Resolve()
	m.Reopen = sla.ReopenNewCycle
	d.Metrics = append(d.Metrics, m)
	terms, err := sla.New(d)
	require.NoError(t, err)
	h := story(t,
		"2024-01-08 09:00", "opened", "2024-01-08 10:00", "resolved",
		"2024-01-08 11:00", "reopened", "2024-01-08 11:10", "priority=P1", "2024-01-08 11:20", "waiting_customer", "2024-01-08 11:30", "waiting_customer")
	e := terms.Explain(h, sla.SLA, "resolve", utc(t, "2024-01-08 11:40"))
	require.Equal(t, 2, e.Cycle)
	require.Equal(t, utc(t, "2024-01-08 13:20"), e.IfResumed)
	require.True(t, e.Due.IsZero())
	require.Equal(t, []string{
		`Mon 2024-01-08 09:00 UTC  opened: starts`,
		`Mon 2024-01-08 10:00 UTC  resolved: completes`,
		`Mon 2024-01-08 11:00 UTC  reopened: starts a new cycle`,
		`Mon 2024-01-08 11:10 UTC  agreement: urgent@3 matches most specifically (on priority), before normal@1; 2h of elapsed time, counted from its start`,
		`  counted 20m`,
		`    2024-01-08  11:00-11:20`,
		`Mon 2024-01-08 11:20 UTC  waiting_customer: pauses`,
		`  not counted (paused): 20m of open time`,
		`    2024-01-08  11:20-11:40`,
	}, strings.Split(strings.TrimSuffix(e.Text(), "\n"), "\n")[4:])

	a, ok := terms.Account(h, "", "resolve", utc(t, "2024-01-08 11:40"))
	require.True(t, ok)
	require.Len(t, a.Cycles, 2)
	require.Equal(t, "normal", a.Cycles[0].Agreement)
	require.Equal(t, "urgent", a.Clock().Agreement)
	require.Equal(t, 3, a.Clock().Version)
	require.Equal(t, []sla.Effect{sla.EffectTarget, sla.EffectStart, sla.EffectStop, sla.EffectAgain, sla.EffectTarget, sla.EffectPause},
		effects(a))
}

func effects(a sla.Account) (all []sla.Effect) {
	for _, s := range a.Steps {
		all = append(all, s.Effect)
	}
	return all
}

func TestATierThatAcceptsIsJudgedByItsOwnAgreement(t *testing.T) {
	tier := func(id string, d time.Duration) sla.Agreement {
		return sla.Agreement{ID: id, Kind: sla.OLA, Match: sla.Match{Tier: []string{id}}, Targets: []sla.Target{{Metric: "hold", Within: d}}}
	}
	terms, err := sla.New(sla.Definition{Agreements: []sla.Agreement{tier("L1", time.Hour), tier("L2", 4*time.Hour)}})
	require.NoError(t, err)
	h := sla.History{Facts: sla.Facts{Tier: "L1"}, Events: []sla.Event{
		{At: utc(t, "2024-01-08 09:00"), Signal: sla.SignalAccepted},
		{At: utc(t, "2024-01-08 11:00"), Signal: sla.SignalAccepted, Facts: &sla.Facts{Tier: "L2"}},
	}}
	all := terms.Accounts(h, utc(t, "2024-01-08 12:00"))
	require.Len(t, all, 1)
	a := all[0]
	require.Equal(t, "L1", a.Cycles[0].Agreement)
	require.Equal(t, sla.VerdictMissed, a.Cycles[0].Verdict(nil, utc(t, "2024-01-08 12:00")))
	require.Equal(t, "L2", a.Clock().Agreement)
	due, _ := a.Clock().Due(nil)
	require.Equal(t, utc(t, "2024-01-08 15:00"), due)
	require.Equal(t, []sla.Effect{sla.EffectTarget, sla.EffectStart, sla.EffectReset, sla.EffectTarget}, effects(a))
}

func TestAnAgreementAttachedLateCountsFromTheStartWithThePausesBefore(t *testing.T) {
	terms := explainTerms(t)
	h := story(t,
		"2024-01-08 09:00", "opened", "2024-01-08 10:00", "waiting_customer", "2024-01-08 16:00", "active", "2024-01-08 16:30", "priority=P3")
	h.Facts.Priority = "P9"
	_, ok := terms.Account(h, sla.SLA, "resolve", utc(t, "2024-01-08 16:00"))
	require.False(t, ok, "nothing promised yet")
	a, ok := terms.Account(h, sla.SLA, "resolve", utc(t, "2024-01-08 17:00"))
	require.True(t, ok)
	require.Equal(t, 2*time.Hour, a.Clock().Elapsed(office(t), utc(t, "2024-01-08 17:00")))
	_, ok = terms.Account(h, sla.SLA, "unknown", utc(t, "2024-01-08 17:00"))
	require.False(t, ok)

	// And the other way round: when nothing is promised any more, the clock only measures.
	h = story(t, "2024-01-08 09:00", "opened", "2024-01-08 10:00", "priority=P9")
	a, ok = terms.Account(h, sla.SLA, "resolve", utc(t, "2024-01-08 11:00"))
	require.True(t, ok)
	require.False(t, a.Clock().Timed())
	require.Equal(t, sla.VerdictNone, a.Clock().Verdict(nil, utc(t, "2024-01-08 11:00")))
	require.Equal(t, []sla.Effect{sla.EffectTarget, sla.EffectStart, sla.EffectTarget}, effects(a))
}

func TestAChangeOfFactsUnderTheSameAgreementIsNoStep(t *testing.T) {
	h := story(t, "2024-01-08 09:00", "opened", "2024-01-08 10:00", "priority=P2", "2024-01-08 11:00", "priority=P3")
	a, ok := explainTerms(t).Account(h, sla.SLA, "resolve", utc(t, "2024-01-08 12:00"))
	require.True(t, ok)
	require.Equal(t, []sla.Effect{sla.EffectTarget, sla.EffectStart}, effects(a))
}

func TestATargetThatChangedWhileItWasOverCountsFromTheReopening(t *testing.T) {
	terms := explainTerms(t)
	h := story(t,
		"2024-01-08 09:00", "opened", "2024-01-08 10:00", "resolved", "2024-01-08 10:30", "priority=P1", "2024-01-08 11:00", "reopened")
	a, _ := terms.Account(h, sla.SLA, "resolve", utc(t, "2024-01-08 10:45"))
	require.Equal(t, 8*time.Hour, a.Clock().Target, "what it was judged by")
	require.Equal(t, "normal", a.Clock().Agreement)
	a, _ = terms.Account(h, sla.SLA, "resolve", utc(t, "2024-01-08 11:00"))
	require.Equal(t, 2*time.Hour, a.Clock().Target)
	require.Equal(t, "urgent", a.Clock().Agreement)
	due, _ := a.Clock().Due(nil)
	require.Equal(t, utc(t, "2024-01-08 12:00"), due)
}

func TestAnExplanationSaysByWhatItWasJudgedAndWhatAnotherTargetMeans(t *testing.T) {
	d := explainTerms(t).Definition()
	d.Agreements = append(d.Agreements, sla.Agreement{ID: "fresh", Match: sla.Match{Priority: []string{"P7"}}, Targets: []sla.Target{
		{Metric: "resolve", Unit: sla.UnitDays, Days: 1, Calendar: "office", Change: sla.FromChange},
	}})
	terms, err := sla.New(d)
	require.NoError(t, err)
	h := story(t,
		"2024-01-08 09:00", "opened", "2024-01-08 10:00", "priority=P7", "2024-01-08 10:10", "priority=P9", "2024-01-08 10:20", "priority=P3",
		"2024-01-08 11:00", "resolved", "2024-01-08 11:30", "priority=P1", "2024-01-08 11:40", "priority=P9")
	require.Equal(t, []string{
		`resolve (sla): met, was due Tue 2024-01-09 11:00 UTC, completed Mon 2024-01-08 11:00 UTC; 1h of 8h used`,
		`promised: 8h in the hours of calendar "office" (UTC), by normal@1`,
		`chosen: normal@1 is the only agreement that matches (on anything)`,
		`rule: late when more than the time allowed has counted; what happens while the calendar is closed does not count`,
		`Mon 2024-01-08 09:00 UTC  opened: starts`,
		`Mon 2024-01-08 10:00 UTC  agreement: fresh@0 matches most specifically (on priority), before normal@1; 1 working day of calendar "office", counted from here in a new cycle`,
		`Mon 2024-01-08 10:10 UTC  agreement: else@1 matches most specifically (on priority), before normal@1; it is not covered`,
		`Mon 2024-01-08 10:20 UTC  agreement: normal@1 is the only agreement that matches (on anything); 8h of calendar "office", counted from its start`,
		`  counted 1h`,
		`    2024-01-08  10:00-11:00`,
		`Mon 2024-01-08 11:00 UTC  resolved: completes`,
		`Mon 2024-01-08 11:30 UTC  agreement: urgent@3 matches most specifically (on priority), before normal@1; 2h of elapsed time, once it is reopened`,
		`Mon 2024-01-08 11:40 UTC  agreement: else@1 matches most specifically (on priority), before normal@1; it is not covered`,
	}, strings.Split(strings.TrimSuffix(terms.Explain(h, "", "resolve", utc(t, "2024-01-08 12:00")).Text(), "\n"), "\n"))
	a, _ := terms.Account(h, "", "resolve", utc(t, "2024-01-08 12:00"))
	require.Equal(t, "normal", a.Choice.Agreement)
	require.Equal(t, 8*time.Hour, a.Target.Within)
}

func TestALongExplanationIsCutShort(t *testing.T) {
	terms, err := sla.New(sla.Definition{
		Calendars:  []sla.Hours{{Name: "office", Week: sla.EveryDay("09:00-10:00")}},
		Agreements: []sla.Agreement{{ID: "long", Targets: []sla.Target{{Metric: "resolve", Within: 1000 * time.Hour, Calendar: "office"}}}},
	})
	require.NoError(t, err)
	e := terms.Explain(story(t, "2024-01-08 09:00", "opened"), sla.SLA, "resolve", utc(t, "2024-01-18 00:00"))
	require.Len(t, e.Parts, 2)
	require.Len(t, e.Parts[0].Days, 10)
	require.Len(t, e.Parts[1].Days, 390)
	require.Equal(t, 600, e.Parts[1].More)
	require.Contains(t, e.Text(), "\n    and 600 more days\n")
}

func TestExplainShowsSecondsMidnightAndClockChanges(t *testing.T) {
	terms, err := sla.New(sla.Definition{
		Calendars:  []sla.Hours{{Name: "all", Zone: "Europe/Berlin", Week: sla.EveryDay("00:00-24:00")}},
		Agreements: []sla.Agreement{{ID: "a", Targets: []sla.Target{{Metric: "resolve", Within: 48 * time.Hour, Calendar: "all"}}}},
	})
	require.NoError(t, err)
	h := sla.History{Events: []sla.Event{{At: utc(t, "2024-03-30 10:00").Add(1500 * time.Millisecond), Signal: sla.SignalOpened}}}
	text := terms.Explain(h, sla.SLA, "resolve", utc(t, "2024-03-30 10:01").Add(time.Second)).Text()
	require.Contains(t, text, "due Mon 2024-04-01 12:00:01.5 CEST; 59.5s of 48h used by Sat 2024-03-30 11:01:01 CET, 47h59m0.5s left")
	require.Contains(t, text, "    2024-03-30  11:01:01-24:00\n    2024-03-31  00:00-24:00 (clock change 02:00 becomes 03:00)\n    2024-04-01  00:00-12:00:01.5\n")
}

func TestAClockExplainsWhatItRemembers(t *testing.T) {
	cal := officeDays(t)
	c := resolveIn(4 * time.Hour)
	c.Agreement, c.Version = "house", 2
	text := func(at string) string { return c.Explain(cal, utc(t, at)).Text() }
	require.Equal(t, "resolve: not started\n", strings.SplitAfter(text("2024-01-08 09:00"), "\n")[0])
	c = fold(t, sla.Resolve(), c, cal,
		step{"2024-01-08 09:00", sla.SignalOpened}, step{"2024-01-08 10:00", sla.SignalWaitingCustomer}, step{"2024-01-08 16:00", sla.SignalActive})
	require.Equal(t, `resolve: due Tue 2024-01-09 11:00 UTC; 1h30m of 4h used by Mon 2024-01-08 16:30 UTC, 2h30m left
promised: 4h in the hours of calendar "office" (UTC), by house@2
rule: late when more than the time allowed has counted; what happens while the calendar is closed does not count
  counted 1h between Mon 2024-01-08 09:00 UTC and Mon 2024-01-08 16:00 UTC
  counted 30m
    2024-01-08  16:00-16:30
  still to come 2h30m
    2024-01-08  16:30-17:00
    2024-01-09  09:00-11:00
`, text("2024-01-08 16:30"))
	roundTrip(t, c.Explain(cal, utc(t, "2024-01-08 16:30")))
	c = fold(t, sla.Resolve(), c, cal, step{"2024-01-09 12:00", sla.SignalResolved})
	require.Equal(t, "resolve: missed, was due Tue 2024-01-09 11:00 UTC, completed Tue 2024-01-09 12:00 UTC; 5h of 4h used\n",
		strings.SplitAfter(text("2024-01-08 16:30"), "\n")[0])
	days := sla.Target{Metric: "resolve", Unit: sla.UnitDays, Days: 2, Calendar: "office"}.Clock()
	c = fold(t, sla.Resolve(), days, cal, step{"2024-01-08 10:00", sla.SignalOpened})
	require.Contains(t, text("2024-01-08 16:30"), "\npromised: 2 working days, at the same clock time, which is 16h in the hours of calendar \"office\" (UTC)\n")
}

func TestComplianceCountsCyclesByVerdict(t *testing.T) {
	terms := explainTerms(t)
	urgent := func(pairs ...string) sla.History {
		h := story(t, append([]string{"2024-01-08 09:00", "opened"}, pairs...)...)
		h.Facts.Priority = "P1"
		return h
	}
	histories := []sla.History{
		urgent("2024-01-08 10:00", "resolved"),
		urgent("2024-01-08 11:00", "resolved"),
		urgent("2024-01-08 11:01", "resolved"),
		urgent(),
		urgent("2024-01-08 10:00", "waiting_customer"),
		urgent("2024-01-08 10:00", "cancelled"),
		story(t, "2024-01-08 09:00", "opened"),
		story(t, "2024-01-09 09:00", "opened"), // not begun
	}
	free := story(t, "2024-01-08 09:00", "opened")
	free.Facts.Priority = "P6" // nothing promised
	rows := terms.Compliance(slices.Values(append(histories, free)), utc(t, "2024-01-08 12:00"))
	require.Equal(t, []sla.Row{
		{Kind: sla.SLA, Agreement: "normal", Metric: "resolve", Tally: sla.Tally{Open: 1}},
		{Kind: sla.SLA, Agreement: "urgent", Metric: "resolve", Tally: sla.Tally{Met: 2, Missed: 1, Late: 1, Open: 1, Cancelled: 1}},
	}, rows)
	share, ok := rows[1].Share()
	require.True(t, ok)
	require.InDelta(t, 0.5, share, 1e-9)
	_, ok = rows[0].Share()
	require.False(t, ok)
	require.Equal(t, "met 2 of 4 (50.0 %), 1 open, 1 cancelled", rows[1].String())
	require.Equal(t, "met 0 of 0, 1 open", rows[0].String())
}

func TestCompareShowsWhatOtherTermsWouldHaveMeant(t *testing.T) {
	before := explainTerms(t)
	d := before.Definition()
	d.Agreements = d.Agreements[:1]
	d.Agreements[0].Targets[0].Within = time.Hour
	d.Agreements = append(d.Agreements, sla.Agreement{ID: "new", Kind: sla.OLA, Targets: []sla.Target{{Metric: "acknowledge", Within: time.Hour}}})
	after, err := sla.New(d)
	require.NoError(t, err)
	quick := story(t, "2024-01-08 09:00", "opened", "2024-01-08 09:30", "resolved")
	slow := story(t, "2024-01-08 09:00", "opened", "2024-01-08 11:30", "resolved")
	urgent := story(t, "2024-01-08 09:00", "opened", "2024-01-08 09:30", "waiting_customer")
	quick.ID, slow.ID, urgent.ID, urgent.Facts.Priority = "A", "B", "C", "P1"
	c := sla.Compare(before, after, slices.Values([]sla.History{quick, slow, urgent}), utc(t, "2024-01-08 12:00"))
	require.Equal(t, strings.Join([]string{
		"sla normal resolve: met 2 of 2 (100.0 %), then met 1 of 2 (50.0 %), 1 open",
		"sla urgent resolve: met 0 of 0, 1 open, then met 0 of 0",
		"ola new acknowledge: met 0 of 0, then met 1 of 3 (33.3 %)",
		"A ola acknowledge cycle 1: nothing promised, then met (new, due 2024-01-08T10:00:00Z)",
		"B sla resolve cycle 1: met (normal, due 2024-01-09T10:00:00Z), then missed (normal, due 2024-01-08T10:00:00Z)",
		"B ola acknowledge cycle 1: nothing promised, then missed (new, due 2024-01-08T10:00:00Z)",
		"C ola acknowledge cycle 1: nothing promised, then late (new, due 2024-01-08T10:00:00Z)",
		"",
	}, "\n"), c.Text())
	require.Equal(t, utc(t, "2024-01-08 12:00"), c.At)
	require.Equal(t, "open (urgent)", sla.Outcome{Verdict: sla.VerdictOpen, Agreement: "urgent"}.String())
}
