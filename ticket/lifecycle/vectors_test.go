package lifecycle_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// peerCase is a lifecycle that another system ships, with what is wrong in it.
type peerCase struct {
	Source, Name string
	Initial      []string
	States       []string
	Triggers     []struct{ Name, Kind string } // kind: person or system
	Transitions  []struct{ From, Trigger, To string }
	Want         peerFaults
}

type peerFaults struct {
	Unreachable    []string `json:"unreachable"`
	UnusedTriggers []string `json:"unused_triggers"`
	NoExit         []string `json:"no_exit"`
	UnknownStates  []string `json:"unknown_states"`
}

// definition says the other system's lifecycle in our words. The case does not say what its states mean: all are taken as active, so
// that each of them ought to have an exit.
func (c peerCase) definition() lifecycle.Definition {
	d := lifecycle.Definition{Name: c.Name, Initial: c.Initial}
	for _, s := range c.States {
		d.States = append(d.States, lifecycle.State{Name: s, Class: lifecycle.Active})
	}
	system := map[string]bool{}
	for _, t := range c.Triggers {
		d.Triggers = append(d.Triggers, t.Name)
		system[t.Name] = t.Kind == "system"
	}
	for _, t := range c.Transitions {
		tr := lifecycle.Transition{Trigger: t.Trigger, From: []string{t.From}, To: t.To}
		if system[t.Trigger] {
			tr.By = []lifecycle.ActorKind{lifecycle.System}
		}
		d.Transitions = append(d.Transitions, tr)
	}
	return d
}

// faults picks from the findings what the cases are about.
func faults(found []lifecycle.Finding) peerFaults {
	f := peerFaults{[]string{}, []string{}, []string{}, []string{}}
	for _, one := range found {
		switch {
		case one.Rule == lifecycle.Unreachable:
			f.Unreachable = append(f.Unreachable, one.State)
		case one.Rule == lifecycle.UnusedTrigger:
			f.UnusedTriggers = append(f.UnusedTriggers, one.Trigger)
		case one.Rule == lifecycle.DeadEnd:
			f.NoExit = append(f.NoExit, one.State)
		case one.Rule == lifecycle.UnknownState && strings.HasSuffix(one.Path, ".to"):
			f.UnknownStates = append(f.UnknownStates, one.State)
		}
	}
	for _, names := range []*[]string{&f.Unreachable, &f.UnusedTriggers, &f.NoExit, &f.UnknownStates} {
		slices.Sort(*names)
		*names = slices.Compact(*names)
	}
	return f
}

func TestVectorsLifecycle(t *testing.T) {
	root := os.Getenv("FOURLINE_VECTORS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "vectors")
	}
	files, err := filepath.Glob(filepath.Join(root, "lifecycle", "*.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skipf("no vectors in %s; set FOURLINE_VECTORS", filepath.Join(root, "lifecycle"))
	}
	var ran, agreed, refused, failed int
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var cases []peerCase
		require.NoError(t, json.Unmarshal(data, &cases), file)
		for _, c := range cases {
			d := c.definition()
			found := lifecycle.Lint(d)
			if slices.ContainsFunc(found, func(f lifecycle.Finding) bool { return f.Rule == lifecycle.TooLarge }) {
				refused++
				continue
			}
			ran++
			if got, want := faults(found), c.Want.sorted(); !equal(got, want) {
				failed++
				t.Errorf("%s (%s):\n got %+v\nwant %+v", c.Name, c.Source, got, want)
				continue
			}
			agreed++
			_, err := lifecycle.Compile(d)
			if len(c.Want.UnknownStates) > 0 {
				require.ErrorIs(t, err, lifecycle.ErrInvalid, "%s names states that it does not have", c.Name)
			}
		}
	}
	fmt.Printf("vectors lifecycle: ran=%d agreed=%d refused=%d failed=%d\n", ran, agreed, refused, failed)
}

// sorted is the same with lists that are never nil.
func (f peerFaults) sorted() peerFaults {
	for _, names := range []*[]string{&f.Unreachable, &f.UnusedTriggers, &f.NoExit, &f.UnknownStates} {
		*names = append([]string{}, *names...)
		slices.Sort(*names)
	}
	return f
}

func equal(a, b peerFaults) bool {
	return slices.Equal(a.Unreachable, b.Unreachable) && slices.Equal(a.UnusedTriggers, b.UnusedTriggers) &&
		slices.Equal(a.NoExit, b.NoExit) && slices.Equal(a.UnknownStates, b.UnknownStates)
}
