package runbook_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/runbook"
)

// FuzzDefinition: whatever a file holds, it is a book that gives itself back unchanged, or faults with places; never a panic.
func FuzzDefinition(f *testing.F) {
	good, err := yaml.Marshal(sound())
	require.NoError(f, err)
	f.Add(good)
	f.Add([]byte("id: a\nversion: -1\nreview_by: 2027-02-30\nsteps: [{kind: wait}, {kind: action, retries: 3, input: {? '' : x}}]"))
	f.Add([]byte("match: {fields: {'': [], a: ['', '']}}\ntiers: [L1, L1]\nsteps: [{id: x, kind: manual, timeout: 5m, evidence: ['']}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var def runbook.Runbook
		if len(data) > 1<<16 || yaml.Unmarshal(data, &def) != nil {
			t.Skip("not a definition")
		}
		book, err := runbook.New(def)
		if err != nil {
			require.ErrorIs(t, err, runbook.ErrInvalid)
			require.NotEmpty(t, fault.Of(err))
			return
		}
		back, err := json.Marshal(book.Definition())
		require.NoError(t, err)
		var again runbook.Runbook
		require.NoError(t, json.Unmarshal(back, &again))
		twin, err := runbook.New(again)
		require.NoError(t, err)
		once, err := json.Marshal(twin.Definition())
		require.NoError(t, err)
		require.Equal(t, string(back), string(once))
	})
}

// FuzzEvents: whatever a store gives back, folding it and asking about it does not panic, and what is folded comes back from JSON.
func FuzzEvents(f *testing.F) {
	f.Add([]byte(`[{"kind":"started","at":"2026-10-05T09:00:00Z","by":"ann","book":"restart-vpn","version":3,"tier":"L2"},
		{"kind":"step_done","at":"2026-10-05T09:01:00Z","by":"ann","step":"look","attempt":1,"evidence":{"load":"1"}},
		{"kind":"step_started","at":"2026-10-05T09:02:00Z","by":"ann","step":"restart","attempt":9223372036854775807},
		{"kind":"step_not_run","at":"2026-10-05T09:02:00Z","by":"ann","step":"tell","attempt":-1},
		{"kind":"finished","at":"2026-10-05T09:03:00Z","by":"ann","outcome":"nonsense","left":["a"]}]`))
	book := must(f, sound())
	f.Fuzz(func(t *testing.T, data []byte) {
		var events []runbook.Event
		if len(data) > 1<<16 || json.Unmarshal(data, &events) != nil {
			t.Skip("not events")
		}
		var run runbook.Run
		for _, e := range events {
			run = run.Apply(e)
			step, why := book.Next(run)
			require.NotEmpty(t, why.Code)
			began, err := book.Begin(run, step.ID, "ann", nine)
			require.Equal(t, why.Ready(), err == nil)
			_ = run.Apply(began)
			if _, err := book.Record(run, runbook.Report{Step: step.ID, Result: runbook.Failed}, "ann", nine); err != nil {
				require.ErrorIs(t, err, runbook.ErrRefused)
			}
			_, err = book.Finish(run, runbook.Aborted, "", "ann", nine)
			require.Equal(t, step.ID != "" || why.Code == runbook.CodeComplete, err == nil, "%v", err)
			_ = run.Evidence().String()
		}
		text, err := json.Marshal(run)
		require.NoError(t, err)
		var back runbook.Run
		require.NoError(t, json.Unmarshal(text, &back))
		again, err := json.Marshal(back)
		require.NoError(t, err)
		require.JSONEq(t, string(text), string(again))
	})
}
