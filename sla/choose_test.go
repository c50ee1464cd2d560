package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/sla"
)

func agreement(id string, version int, m sla.Match) sla.Agreement {
	return sla.Agreement{ID: id, Version: version, Match: m, Targets: []sla.Target{{Metric: "resolve", Within: time.Hour}}}
}

func TestChooseTakesTheMostSpecificMatchAndSaysWhy(t *testing.T) {
	house := agreement("house", 1, sla.Match{})
	urgent := agreement("urgent", 1, sla.Match{Priority: []string{"P1", "P2"}, Tier: []string{"L1"}})
	acme1 := agreement("acme", 1, sla.Match{Client: []string{"acme"}})
	acme2 := agreement("acme", 2, sla.Match{Client: []string{"acme"}})
	all := []sla.Agreement{house, urgent, acme1, acme2}

	for _, c := range []struct {
		name   string
		facts  sla.Facts
		want   string
		reason sla.ChoiceReason
		over   []string
	}{
		{"nothing special", sla.Facts{Client: "other", Priority: "P3"}, "house", sla.ChosenOnly, nil},
		{"two facts", sla.Facts{Priority: "P2", Tier: "L1"}, "urgent", sla.ChosenSpecific, []string{"house@1"}},
		{"the client outweighs the rest", sla.Facts{Client: "acme", Priority: "P1", Tier: "L1"}, "acme", sla.ChosenSpecific, []string{"urgent@1", "house@1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, choice, ok := sla.Choose(all, c.facts, sla.SLA)
			require.True(t, ok)
			require.Equal(t, c.want, a.ID)
			require.Equal(t, c.reason, choice.Reason)
			require.Equal(t, c.over, choice.Over)
			require.Equal(t, a.Version, choice.Version)
		})
	}

	a, choice, _ := sla.Choose([]sla.Agreement{acme2, acme1}, sla.Facts{Client: "acme"}, "")
	require.Equal(t, 2, a.Version)
	require.Equal(t, sla.ChosenNewest, choice.Reason)
	require.Equal(t, "acme@2 is the newest version (on client)", choice.String())

	_, choice, ok := sla.Choose(all, sla.Facts{}, sla.OLA)
	require.False(t, ok)
	require.Equal(t, sla.ChosenNone, choice.Reason)
	require.Equal(t, "no agreement matches", choice.String())
}

func TestChooseSettlesATieByIDInAnyOrder(t *testing.T) {
	a := agreement("a", 1, sla.Match{Client: []string{"acme", "zeta"}})
	b := agreement("b", 1, sla.Match{Client: []string{"acme"}})
	for _, all := range [][]sla.Agreement{{a, b}, {b, a}} {
		got, choice, _ := sla.Choose(all, sla.Facts{Client: "acme"}, sla.SLA)
		require.Equal(t, "a", got.ID)
		require.Equal(t, sla.ChosenByID, choice.Reason)
		require.Equal(t, "a@1 comes first by ID of equally specific agreements (on client), before b@1", choice.String())
	}
}

func TestAnAgreementMakesItsClocks(t *testing.T) {
	a := sla.Agreement{ID: "gold", Version: 3, Targets: []sla.Target{
		{Metric: "acknowledge", Within: 15 * time.Minute},
		{Metric: "resolve", Days: 2, Unit: sla.UnitDays, Calendar: "office"},
	}}
	require.Equal(t, []sla.Clock{
		{Metric: "acknowledge", Agreement: "gold", Version: 3, Target: 15 * time.Minute},
		{Metric: "resolve", Agreement: "gold", Version: 3, Unit: sla.UnitDays, Days: 2, Calendar: "office"},
	}, a.Clocks())
	_, ok := a.Target("restore")
	require.False(t, ok)
}

func faults(err error) (lines []string) {
	for _, f := range fault.Of(err) {
		lines = append(lines, f.Error())
	}
	return lines
}

func TestChecksReportEveryFaultWithItsPlace(t *testing.T) {
	for _, m := range sla.Metrics() {
		require.NoError(t, m.Check(), m.Name)
	}
	err := sla.Metric{Name: " x", Stop: []sla.Signal{""}, Reopen: "sometimes"}.Check()
	require.ErrorIs(t, err, sla.ErrInvalid)
	require.Equal(t, []string{
		`name: " x" has blanks at its ends or control characters`,
		`stop[0]: is empty`,
		`start: has no signal: the clock could never start`,
		`reopen: unknown reopening "sometimes"; want "resume", "new_cycle" or "never"`,
	}, faults(err))

	err = sla.Agreement{Version: -1, Kind: "sli", Match: sla.Match{Tier: []string{""}}, Targets: []sla.Target{
		{Metric: "resolve", Within: -1},
		{Metric: "resolve", Unit: "weeks"},
		{Metric: "restore", Unit: sla.UnitDays, Within: 1, Days: 0},
		{Metric: "update", Days: 1, Warn: []int{80, 50, 2000}, Marks: []sla.Mark{{}, {Offset: 1, Days: 1}}, Change: "never"},
		{Unit: sla.UnitElapsed, Calendar: "office"},
	}}.Check()
	require.Equal(t, []string{
		`id: is empty`,
		`version: is -1; want 0 or more`,
		`kind: unknown kind "sli"; want "sla", "ola" or "uc"`,
		`match.tier[0]: is empty`,
		`targets[0].within: -1ns is out of range; want 0 to 878400h0m0s`,
		`targets[1].unit: unknown unit "weeks"; want "time", "elapsed", "days" or "days_end"`,
		`targets[1].metric: "resolve" has a target already, targets[0]`,
		`targets[2].days: 0 is out of range; unit "days" wants 1 to 3650`,
		`targets[2].within: is 1ns beside unit "days"; a target has one unit`,
		`targets[2].calendar: unit "days" wants a calendar that says which days are working days`,
		`targets[3].days: is 1; only units "days" and "days_end" have days`,
		`targets[3].warn[2]: 2000 % is out of range; want 1 to 99`,
		`targets[3].warn: wants ascending percentages, each once`,
		`targets[3].marks[0]: wants either an offset or days, not both and not neither`,
		`targets[3].marks[1]: wants either an offset or days, not both and not neither`,
		`targets[3].change: unknown change "never"; want "from_start" or "from_change"`,
		`targets[4].metric: is empty`,
		`targets[4].calendar: is "office", but unit "elapsed" counts all time`,
	}, faults(err))
}
