package lifecycle_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

func fromJSON(b []byte) (d lifecycle.Definition, err error) {
	r := json.NewDecoder(bytes.NewReader(b))
	r.DisallowUnknownFields()
	return d, r.Decode(&d)
}

func fromYAML(b []byte) (d lifecycle.Definition, err error) {
	r := yaml.NewDecoder(bytes.NewReader(b))
	r.KnownFields(true)
	return d, r.Decode(&d)
}

// roundTrips fails unless a definition comes back the same from JSON and from YAML.
func roundTrips(t require.TestingT, d lifecycle.Definition) {
	b, err := json.Marshal(d)
	require.NoError(t, err)
	back, err := fromJSON(b)
	require.NoError(t, err, "%s", b)
	require.Equal(t, d, back)

	b, err = yaml.Marshal(d)
	require.NoError(t, err)
	back, err = fromYAML(b)
	require.NoError(t, err, "%s", b)
	require.Equal(t, d, back)
}

func TestDefinitionsRoundTripExactly(t *testing.T) {
	for _, d := range append(lifecycle.ReadyMade(), full()) {
		roundTrips(t, d)
	}
	rapid.Check(t, func(t *rapid.T) {
		d := definition(t)
		if len(d.Transitions) == 0 {
			d.Transitions = []lifecycle.Transition{}
		}
		roundTrips(t, d)
	})
}

// full has every field that a definition can have.
func full() lifecycle.Definition {
	d := lifecycle.Problem()
	d.OnClear = "resolve"
	d.OnMerge = "cancel"
	for _, tr := range d.Transitions {
		d.Triggers = append(d.Triggers, tr.Trigger)
	}
	d.Reasons[0].Require = []string{"note"}
	d.Reasons[0].Remind = lifecycle.Reminder{Every: time.Hour, Times: 2, Then: "resume", Calendar: "office"}
	stateOf(&d, "resolved").After = lifecycle.Timer{Wait: time.Hour, Trigger: "close", Calendar: "office", Unless: []string{"seen"}}
	d.States[0].Ask, d.States[0].Change = []string{"a"}, []string{"b"}
	m := moveOf(&d, "resolve")
	m.By, m.Can, m.Require, m.Ask, m.Change, m.Guards = usual, "work", []string{"a"}, []string{"b"}, []string{"c"}, []string{"seen"}
	d.Rights = append(d.Rights, lifecycle.Right{From: "new", To: "closed", By: usual, Can: "close"})
	d.Reopen = lifecycle.Reopen{Within: time.Hour, Since: lifecycle.Closed, Calendar: "office", Then: lifecycle.NewTicket, DropOwner: true}
	return d
}

func TestMappingsRoundTrip(t *testing.T) {
	b, err := yaml.Marshal(toProblem())
	require.NoError(t, err)
	var back lifecycle.Mapping
	require.NoError(t, yaml.Unmarshal(b, &back))
	require.Equal(t, toProblem(), back)
	b, err = json.Marshal(toProblem())
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &back))
	require.Equal(t, toProblem(), back)
}

func TestAnUnknownFieldOfADefinitionIsRefused(t *testing.T) {
	_, err := fromYAML([]byte("initial: [a]\ntransitions: [{trigger: x, form: [a], to: b}]\n"))
	require.ErrorContains(t, err, "line 2: field form not found")
}

// FuzzDefinition reads anything as a definition. Nothing panics, Lint and the pictures say the same twice, and what Compile accepts comes
// back from JSON as what it was and acts.
func FuzzDefinition(f *testing.F) {
	for _, d := range append(lifecycle.ReadyMade(), full(), door(), lifecycle.Definition{}) {
		b, err := yaml.Marshal(d)
		require.NoError(f, err)
		f.Add(b)
	}
	f.Add([]byte("initial: [a]\nstates: [{name: a, class: new}, {name: b, class: closed}]\ntransitions: [{trigger: go, from: ['*', '@open', a, a], to: b}]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := fromYAML(text)
		if err != nil {
			return
		}
		require.Equal(t, lifecycle.Lint(d), lifecycle.Lint(d))
		require.Empty(t, lifecycle.Diff(d, d))
		cycle, err := lifecycle.Known{}.Compile(d)
		if err != nil {
			require.ErrorIs(t, err, lifecycle.ErrInvalid)
			return
		}
		b, err := json.Marshal(cycle.Definition())
		require.NoError(t, err)
		back, err := fromJSON(b)
		require.NoError(t, err)
		require.Empty(t, lifecycle.Diff(d, back))
		again, err := lifecycle.Known{}.Compile(back)
		require.NoError(t, err)
		require.Equal(t, cycle.Mermaid(), again.Mermaid())
		able := all
		able.Actor = lifecycle.System
		for _, s := range d.States {
			for _, p := range cycle.Permitted(s.Name, able) {
				_, err := cycle.Fire(t.Context(), s.Name, p.Trigger, able)
				require.Equal(t, p.Now(), err == nil)
			}
		}
		require.True(t, slices.Contains(d.Initial, cycle.Initial()))
	})
}
