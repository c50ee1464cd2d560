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

func TestAClockThatCannotBeIsRefused(t *testing.T) {
	monday := date(2024, 1, 8)
	running := sla.Clock{Metric: "m", Target: 1, State: sla.Running, Cycle: 1, Started: monday, Since: monday}
	stopped := sla.Clock{Metric: "m", Target: 1, State: sla.Stopped, Cycle: 1, Started: monday, Stopped: monday}
	for name, c := range map[string]func() sla.Clock{
		"unknown state":             func() sla.Clock { c := running; c.State = "walking"; return c },
		"negative spent":            func() sla.Clock { c := running; c.Spent = -1; return c },
		"negative target":           func() sla.Clock { c := running; c.Target = -1; return c },
		"negative version":          func() sla.Clock { c := running; c.Version = -1; return c },
		"negative cycle":            func() sla.Clock { return sla.Clock{Cycle: -1} },
		"negative pauses":           func() sla.Clock { c := running; c.Pauses = -1; return c },
		"negative missed":           func() sla.Clock { c := running; c.Missed = -1; return c },
		"days without a unit":       func() sla.Clock { c := running; c.Days = 1; return c },
		"a unit without days":       func() sla.Clock { c := running; c.Unit = sla.UnitDays; return c },
		"a unit that clocks lack":   func() sla.Clock { c := running; c.Unit = sla.UnitElapsed; c.Days = 1; return c },
		"too many days":             func() sla.Clock { c := running; c.Unit, c.Days = sla.UnitDays, 3651; return c },
		"a long metric":             func() sla.Clock { c := running; c.Metric = strings.Repeat("x", 201); return c },
		"a long agreement":          func() sla.Clock { c := running; c.Agreement = strings.Repeat("x", 201); return c },
		"a long calendar":           func() sla.Clock { c := running; c.Calendar = strings.Repeat("x", 201); return c },
		"idle, but begun":           func() sla.Clock { c := running; c.State = sla.Idle; return c },
		"idle, but spent":           func() sla.Clock { return sla.Clock{Spent: 1} },
		"idle, but overdue":         func() sla.Clock { return sla.Clock{Overdue: monday} },
		"idle, but stopped":         func() sla.Clock { return sla.Clock{Stopped: monday} },
		"idle, but since":           func() sla.Clock { return sla.Clock{Since: monday} },
		"idle, but started":         func() sla.Clock { return sla.Clock{Started: monday} },
		"running while held":        func() sla.Clock { c := running; c.Held = true; return c },
		"paused, but not held":      func() sla.Clock { c := running; c.State = sla.Paused; return c },
		"running in no cycle":       func() sla.Clock { c := running; c.Cycle = 0; return c },
		"running, never started":    func() sla.Clock { c := running; c.Started = time.Time{}; return c },
		"running since before":      func() sla.Clock { c := running; c.Since = monday.Add(-1); return c },
		"running and stopped":       func() sla.Clock { c := running; c.Stopped = monday; return c },
		"stopped before it started": func() sla.Clock { c := stopped; c.Stopped = monday.Add(-1); return c },
		"stopped in no cycle":       func() sla.Clock { c := stopped; c.Cycle = 0; return c },
		"cancelled and running":     func() sla.Clock { c := stopped; c.State, c.Since = sla.Cancelled, monday; return c },
	} {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, c().Check(), sla.ErrInvalid)
			text, err := json.Marshal(c())
			require.NoError(t, err)
			var back sla.Clock
			require.ErrorIs(t, json.Unmarshal(text, &back), sla.ErrInvalid)
			require.Zero(t, back)
			text, err = yaml.Marshal(c())
			require.NoError(t, err)
			require.ErrorIs(t, yaml.Unmarshal(text, &back), sla.ErrInvalid)
			require.Zero(t, back)
		})
	}
	require.NoError(t, running.Check())
	require.NoError(t, stopped.Check())
	require.NoError(t, sla.Clock{Held: true, Armed: true}.Check())
	edge := sla.Clock{Metric: strings.Repeat("x", 200), Unit: sla.UnitDaysEnd, Days: 3650}
	require.NoError(t, edge.Check())
	edge.Days = 1
	require.NoError(t, edge.Check())
}

func TestTheTextOfAClockIsLimited(t *testing.T) {
	var c sla.Clock
	require.NoError(t, json.Unmarshal([]byte(`{"m":"x"`+strings.Repeat(" ", 8<<10-9)+`}`), &c))
	require.ErrorIs(t, json.Unmarshal([]byte(`{"m":"x"`+strings.Repeat(" ", 8<<10-8)+`}`), &c), sla.ErrInvalid)
	require.Error(t, json.Unmarshal([]byte(`{"m":1}`), &c))
	require.Error(t, yaml.Unmarshal([]byte(`metric: [1]`), &c))
}

func TestInstantsAreReadAsUTC(t *testing.T) {
	var c sla.Clock
	require.NoError(t, json.Unmarshal([]byte(`{"m":"x","s":"running","n":1,"b":"2024-01-08T10:00:00+01:00","i":"2024-01-08T10:30:00+01:00"}`), &c))
	require.True(t, c == sla.Clock{Metric: "x", State: sla.Running, Cycle: 1, Started: date(2024, 1, 8).Add(9 * time.Hour), Since: date(2024, 1, 8).Add(9*time.Hour + 30*time.Minute)})
}
