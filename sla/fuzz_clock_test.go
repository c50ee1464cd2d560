package sla_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/sla"
)

// metricOf reads a metric from two bytes for each letter of the alphabet: a bit for each list that it is in.
func metricOf(shape []byte) sla.Metric {
	m := sla.Metric{Name: "drawn"}
	lists := []*[]sla.Signal{&m.Start, &m.Pause, &m.Resume, &m.Stop, &m.Cancel, &m.Reset, &m.After}
	for i, s := range alphabet {
		if i >= len(shape) {
			break
		}
		for bit, list := range lists {
			if shape[i]&(1<<bit) != 0 {
				*list = append(*list, s)
			}
		}
	}
	if len(shape) > len(alphabet) {
		m.Reopen = []sla.Reopening{"", sla.ReopenResume, sla.ReopenNewCycle, sla.ReopenNever}[shape[len(alphabet)]%4]
	}
	return m
}

// FuzzSignals folds sequences of signals and changes of target, two bytes each, and compares with the ledger.
func FuzzSignals(f *testing.F) {
	f.Add([]byte{1, 2, 2, 4, 8, 16, 1}, []byte{0, 0, 8, 1, 12, 3, 30, 4})
	f.Add([]byte{1, 2, 0, 4, 8, 0, 5, 0, 0, 2}, []byte{0, 0, 3, 64, 9, 4, 9, 6, 9, 80})
	f.Add([]byte{33, 2, 2, 4, 8, 16, 1, 64, 0, 3}, []byte{1, 7, 1, 0, 0, 0, 200, 4, 4, 0})
	hours := sla.Hours{Name: "drawn", Week: sla.Weekdays("09:00-12:00", "13:00-17:30"), Holidays: []sla.Holiday{{Date: "2024-01-09"}}}
	around := date(2024, 1, 10)
	steps := map[string]*slow{"drawn": newSlow(hours, around, 400, 900)}
	cals := map[string]*sla.Calendar{"drawn": compile(f, hours)}
	f.Fuzz(func(t *testing.T, shape, course []byte) {
		course = course[:min(len(course), 24)]
		l := &ledger{metric: metricOf(shape), steps: steps, shift: 400 * 4}
		l.aim = sla.Target{Metric: "drawn", Within: 4 * time.Hour, Calendar: "drawn"}
		l.judged = l.aim
		k, now, aim := l.aim.Clock(), -400, l.aim
		for i := 0; i+1 < len(course); i += 2 {
			now += int(course[i]) / 4
			e := ledgerEvent{step: now, signal: alphabet[int(course[i+1])%len(alphabet)]}
			when := steps["drawn"].instant(now + l.shift)
			if course[i+1] >= 200 {
				aim.Within = time.Duration(course[i+1]%8+1) * time.Hour
				target := aim
				e.target = &target
			} else {
				k = l.metric.Apply(k, cals["drawn"], when, e.signal)
			}
			k = k.Retarget(cals["drawn"], cals["drawn"], aim, when) // also when it was over and is not any more
			l.events = append(l.events, e)
			require.NoError(t, k.Check())
		}
		l.walk(now)
		require.Equal(t, l.state(), k.State)
		require.Equal(t, l.cycle, k.Cycle)
		require.Equal(t, l.missed, k.Missed)
		at := steps["drawn"].instant(now + l.shift)
		require.Equal(t, l.elapsed(now), k.Elapsed(cals["drawn"], at))
	})
}

// FuzzClockText decodes clocks: what is accepted comes back the same and answers.
func FuzzClockText(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"m":"resolve","t":14400000000000,"c":"office","s":"running","n":1,"p":1,"b":"2024-01-08T09:00:00Z","i":"2024-01-08T11:00:00Z","k":3600000000000}`,
		`{"m":"x","s":"stopped","n":2,"x":1,"b":"2024-01-08T09:00:00+02:00","e":"2024-01-08T11:00:00Z","o":"2024-01-08T10:00:00Z","t":1,"k":2}`,
		`{"s":"paused","h":true,"u":"days","d":3,"n":1,"b":"2024-01-08T09:00:00Z","i":"2024-01-08T09:00:00Z"}`, `{"s":7}`, `[]`,
	} {
		f.Add([]byte(s))
	}
	cal := compile(f, sla.Hours{Name: "office", Week: sla.Weekdays("09:00-17:00")})
	now := date(2024, 1, 9)
	f.Fuzz(func(t *testing.T, text []byte) {
		var k, back sla.Clock
		if json.Unmarshal(text, &k) != nil {
			return
		}
		text, err := json.Marshal(k)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &back))
		require.True(t, k == back)
		require.GreaterOrEqual(t, k.Elapsed(cal, now), k.Spent)
		due, ok := k.Due(cal)
		again, ok2 := back.Due(cal)
		require.Equal(t, ok, ok2)
		require.Equal(t, due, again)
		k.BreachedAt(cal)
		k.DueIfResumed(cal, now)
		k.At(cal, 80)
		k.AtMark(cal, sla.Mark{Days: -3})
		_ = sla.Resolve().Apply(k, cal, now, sla.SignalReopened)
		_ = k.Retarget(cal, nil, sla.Target{Within: 1}, now)
	})
}

// FuzzTerms decodes definitions from YAML, which takes JSON too: what is accepted judges, explains and lints without trouble.
func FuzzTerms(f *testing.F) {
	text, err := yaml.Marshal(exampleTerms().Definition())
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"agreements":[{"id":"a","targets":[{"metric":"resolve","unit":"days","days":2,"calendar":"c","warn":[50],"marks":[{"days":-1}]}]}],"calendars":[{"name":"c","week":{"mon":["22:00-06:00"]}}]}`))
	f.Add([]byte("metrics: [{name: own, start: [a], stop: [a], pause: [b]}]\nagreements: [{id: x, kind: ola, match: {tier: [L1]}, targets: [{metric: own, within: 4h}]}]"))
	h := exampleHistory()
	f.Fuzz(func(t *testing.T, text []byte) {
		var d sla.Definition
		if len(text) > 4096 || yaml.Unmarshal(text, &d) != nil {
			return
		}
		terms, err := sla.New(d)
		if err != nil {
			require.ErrorIs(t, err, sla.ErrInvalid)
			return
		}
		now := date(2026, 5, 26)
		terms.Lint(now)
		for _, a := range terms.Accounts(h, now) {
			require.NoError(t, a.Clock().Check())
			require.NotEmpty(t, terms.Explain(h, a.Kind, a.Metric, now).Text())
		}
	})
}

// FuzzHistory decodes histories: what is accepted is judged, and comes back the same.
func FuzzHistory(f *testing.F) {
	text, err := json.Marshal(exampleHistory())
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"id":"x","events":[{"at":"2026-05-22T19:00:00Z","signal":"opened"},{"at":"2026-05-22T18:00:00Z","facts":{"client":"acme"}}]}`))
	f.Add([]byte(`{"events":[{"at":"0001-01-01T00:00:01Z","signal":"opened"},{"at":"9999-12-31T00:00:00Z","signal":"resolved"},{"at":"9999-12-31T00:00:00Z","signal":"reopened"}]}`))
	terms := exampleTerms()
	f.Fuzz(func(t *testing.T, text []byte) {
		var h, back sla.History
		if json.Unmarshal(text, &h) != nil {
			return
		}
		text, err := json.Marshal(h)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &back))
		if len(h.Events) == 0 {
			h.Events = nil // not told apart in text
		}
		require.Equal(t, h, back)
		now := date(2026, 5, 26)
		for _, a := range terms.Accounts(h, now) {
			require.NoError(t, a.Clock().Check())
		}
		terms.Explain(h, sla.SLA, "resolve", now)
	})
}
