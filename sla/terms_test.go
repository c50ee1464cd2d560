package sla_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/sla"
)

func TestNewReportsEveryFaultWithItsPlace(t *testing.T) {
	ready := compile(t, sla.Hours{Name: "office", Week: sla.Weekdays("09:00-17:00")})
	_, err := sla.New(sla.Definition{
		Calendars: []sla.Hours{
			{Name: "office", Week: sla.Weekdays("09:00-17:00")},
			{Name: "24x7", Week: sla.Weekdays("09:00-17:00")},
			{Name: "broken", Zone: "Nowhere/At_All", Week: sla.Weekdays("09:00-17:00")},
		},
		Metrics: []sla.Metric{{Name: "own", Start: signals("a")}, {Name: "own", Start: signals("")}},
		Agreements: []sla.Agreement{
			{ID: "a", Targets: []sla.Target{{Metric: "own", Within: 1, Calendar: "broken"}}},
			{ID: "a", Targets: []sla.Target{{Metric: "nothing", Within: 1, Calendar: "missing"}}},
			{ID: "a", Version: 1, Targets: []sla.Target{{Metric: "resolve", Within: -1}}},
			{ID: "a", Version: 2, Kind: sla.OLA, Targets: []sla.Target{{Metric: "resolve", Within: 1}}},
		},
	}, ready)
	require.ErrorIs(t, err, sla.ErrInvalid)
	require.Equal(t, []string{
		`calendars[1].name: the name "24x7" is taken`,
		`calendars[2].zone: no zone "Nowhere/At_All" in tzdata; want an IANA name such as Europe/Berlin`,
		`calendars: the name "office" of a calendar given ready is taken`,
		`metrics[1].start[0]: is empty`,
		`metrics[1].name: the name "own" is taken`,
		`agreements[1]: is the same version of "a" as agreements[0]`,
		`agreements[1].targets[0].calendar: no calendar "missing"`,
		`agreements[1].targets[0].metric: no metric "nothing"`,
		`agreements[2].targets[0].within: -1ns is out of range; want 0 to 878400h0m0s`,
		`agreements[3].kind: is "ola", but another version of "a" is "sla"; an ID stays with one kind`,
	}, faults(err))
}

func TestNewRefusesWhatIsTooLarge(t *testing.T) {
	for _, c := range []struct {
		d    sla.Definition
		want string
	}{
		{sla.Definition{Calendars: make([]sla.Hours, 1001)}, "calendars: has 1001 entries; at most 1000"},
		{sla.Definition{Metrics: make([]sla.Metric, 101)}, "metrics: has 101 entries; at most 100"},
		{sla.Definition{Agreements: make([]sla.Agreement, 10001)}, "agreements: has 10001 entries; at most 10000"},
	} {
		_, err := sla.New(c.d)
		require.EqualError(t, err, c.want)
	}
	long := strings.Repeat("x", 101)
	many := make([]sla.Signal, 101)
	require.Equal(t, []string{"name: is longer than 100 bytes", "start: has 101 signals; at most 100"}, faults(sla.Metric{Name: long, Start: many}.Check()))
	a := sla.Agreement{ID: "a", Match: sla.Match{Client: make([]string, 1001)}, Targets: make([]sla.Target, 101)}
	require.Equal(t, []string{"match.client: has 1001 values; at most 1000", "targets: has 101 targets; at most 100"}, faults(a.Check()))
	require.Equal(t, []string{"targets: has none: the agreement promises nothing"}, faults(sla.Agreement{ID: "a"}.Check()))
	target := sla.Target{Metric: "m", Calendar: strings.Repeat("x", 201), Warn: make([]int, 101)}
	require.Equal(t, []string{"calendar: is longer than 200 bytes", "warn: has more than 100 warnings or marks"}, faults(target.Check()))
	far := sla.Target{Metric: "m", Marks: []sla.Mark{{Days: 3651}, {Days: -3651}, {Offset: 1e18 * 4}, {Offset: -1e18 * 4}, {Days: 3650}, {Offset: 100 * 366 * 24 * time.Hour}}}
	require.Len(t, faults(far.Check()), 4)
}

func TestTermsFindTheirParts(t *testing.T) {
	own := sla.Metric{Name: "resolve", Start: signals("begin"), Stop: signals("end")}
	ready := compile(t, sla.Hours{Name: "ready", Week: sla.Weekdays("09:00-17:00")})
	terms, err := sla.New(sla.Definition{
		Calendars:  []sla.Hours{{Name: "office", Week: sla.Weekdays("09:00-17:00")}},
		Metrics:    []sla.Metric{own},
		Agreements: []sla.Agreement{{ID: "house", Match: sla.Match{Client: []string{"acme"}}, Targets: []sla.Target{{Metric: "resolve", Within: 1, Calendar: "ready", Warn: []int{50}}}}},
	}, ready)
	require.NoError(t, err)
	require.Equal(t, []string{"office", "ready"}, terms.Calendars())
	for _, name := range []string{"", "24x7"} {
		c, ok := terms.Calendar(name)
		require.True(t, ok)
		require.Same(t, sla.Always(), c)
	}
	_, ok := terms.Calendar("missing")
	require.False(t, ok)
	m, ok := terms.Metric("resolve")
	require.True(t, ok)
	require.Equal(t, own, m, "the definition's takes the place of the ready-made one")
	_, ok = terms.Metric("acknowledge")
	require.True(t, ok)
	_, ok = terms.Metric("missing")
	require.False(t, ok)

	// Nothing that comes out is shared with what is inside.
	m.Start[0] = "changed"
	d := terms.Definition()
	d.Agreements[0].Targets[0].Warn[0] = 1
	d.Agreements[0].Match.Client[0] = "changed"
	d.Metrics[0].Stop[0] = "changed"
	a, _, ok := terms.Choose(sla.Facts{Client: "acme"}, sla.SLA)
	require.True(t, ok)
	require.Equal(t, 50, a.Targets[0].Warn[0])
	a.Targets[0].Warn[0] = 2
	again, _ := terms.Metric("resolve")
	require.Equal(t, own, again)
	require.Equal(t, 50, terms.Definition().Agreements[0].Targets[0].Warn[0])
}

// roundTrip sends a value through JSON and YAML and wants it back as it was.
func roundTrip[T any](t *testing.T, v T) {
	t.Helper()
	var fromJSON, fromYAML T
	text, err := json.Marshal(v)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &fromJSON))
	require.Equal(t, v, fromJSON)
	text, err = yaml.Marshal(v)
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(text, &fromYAML))
	require.Equal(t, v, fromYAML, string(text))
}

func TestEveryValueSurvivesText(t *testing.T) {
	terms := exampleTerms()
	h := exampleHistory()
	h.Events = append(h.Events, sla.Event{At: date(2026, 5, 26), Facts: &sla.Facts{Client: "acme", Tier: "L2"}})
	when := date(2026, 5, 27)
	roundTrip(t, terms.Definition())
	roundTrip(t, sla.Definition{Metrics: sla.Metrics(), Agreements: []sla.Agreement{{ID: "a", Kind: sla.OLA, Match: sla.Match{Tier: []string{"L1"}}, Targets: []sla.Target{
		{Metric: "resolve", Days: 3, Unit: sla.UnitDaysEnd, Calendar: "office", Warn: []int{50}, Marks: []sla.Mark{{Days: -1}, {Offset: time.Hour}}, Change: sla.FromChange},
	}}}})
	roundTrip(t, h)
	roundTrip(t, terms.Accounts(h, when))
	roundTrip(t, terms.Explain(h, sla.SLA, "resolve", when))
	roundTrip(t, terms.Lint(when))
	histories := func(yield func(sla.History) bool) { yield(h) }
	roundTrip(t, terms.Compliance(histories, when))
	roundTrip(t, sla.Compare(terms, terms, histories, when))
}

func TestAHistoryIsCheckedWhenItIsRead(t *testing.T) {
	h := sla.History{ID: strings.Repeat("x", 201), Facts: sla.Facts{Tier: strings.Repeat("x", 101)}, Events: []sla.Event{
		{}, {At: date(2026, 1, 1), Signal: sla.Signal(strings.Repeat("x", 101))}, {At: date(2026, 1, 1), Facts: &sla.Facts{Client: strings.Repeat("x", 101)}},
	}}
	want := []string{
		"id: is longer than 200 bytes",
		"facts.tier: is longer than 100 bytes",
		"events[0].at: is missing",
		"events[0]: has neither a signal nor facts",
		"events[1].signal: is longer than 100 bytes",
		"events[2].facts.client: is longer than 100 bytes",
	}
	require.Equal(t, want, faults(h.Check()))
	text, err := json.Marshal(h)
	require.NoError(t, err)
	var back sla.History
	require.Equal(t, want, faults(json.Unmarshal(text, &back)))
	require.Zero(t, back)
	require.Error(t, json.Unmarshal([]byte(`{"events":[{"at":"soon"}]}`), &back))
	text, err = yaml.Marshal(h)
	require.NoError(t, err)
	require.Equal(t, want, faults(yaml.Unmarshal(text, &back)))
	require.Zero(t, back)
	require.Error(t, yaml.Unmarshal([]byte(`events: [{at: soon}]`), &back))
	require.Equal(t, []string{"events: has 100001 events; at most 100000"}, faults(sla.History{Events: make([]sla.Event, 100001)}.Check()))
}
