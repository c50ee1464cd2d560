package lifecycle

import (
	"slices"

	"github.com/qmuntal/stateless"
)

// A Lifecycle is a checked, immutable definition with the machine that executes it.
type Lifecycle struct {
	def     Definition
	states  map[string]State
	reasons map[string]Reason
	moves   map[move]Transition
	from    map[string][]Transition // by state, in the order of the definition
	machine *stateless.StateMachine
}

// move is what a machine looks a transition up by.
type move struct{ state, trigger string }

// Name is the definition's name.
func (l *Lifecycle) Name() string { return l.def.Name }

// Definition gives a copy of the definition.
func (l *Lifecycle) Definition() Definition { return clone(l.def) }

// Initial is the state a ticket is opened in when nobody says otherwise.
func (l *Lifecycle) Initial() string { return l.def.Initial[0] }

// MayStartIn reports whether a ticket may be opened in state.
func (l *Lifecycle) MayStartIn(state string) bool { return slices.Contains(l.def.Initial, state) }

// State looks a state up by its name.
func (l *Lifecycle) State(name string) (State, bool) {
	s, ok := l.states[name]
	return s, ok
}

// Class is what state means, given the reason a ticket in it is pending for ("" when it is not). It is "" for a state that the
// lifecycle does not have and for a pending state without one of its reasons.
func (l *Lifecycle) Class(state, reason string) Class {
	s, ok := l.states[state]
	if !ok || !s.Pending {
		return s.Class
	}
	return l.reasons[reason].Class
}

// OnReply is the trigger to pull for a requester who answers, "" for none.
func (l *Lifecycle) OnReply() string { return l.def.OnReply }

// OnClear is the trigger to pull for a monitor whose alarm is over, "" for none.
func (l *Lifecycle) OnClear() string { return l.def.OnClear }

// Transition looks up where a trigger leads from a state.
func (l *Lifecycle) Transition(state, trigger string) (Transition, bool) {
	t, ok := l.moves[move{state, trigger}]
	return t, ok
}

// Toward lists the transitions that lead from one state to another, in the order of the definition.
func (l *Lifecycle) Toward(from, to string) []Transition {
	var found []Transition
	for _, t := range l.from[from] {
		if t.To == to {
			found = append(found, t)
		}
	}
	return found
}

// From lists every transition out of a state, in the order of the definition.
func (l *Lifecycle) From(state string) []Transition { return slices.Clone(l.from[state]) }

func clone(d Definition) Definition {
	d.Initial = slices.Clone(d.Initial)
	d.States = slices.Clone(d.States)
	d.Reasons = slices.Clone(d.Reasons)
	d.Transitions = slices.Clone(d.Transitions)
	for i, t := range d.Transitions {
		t.From = slices.Clone(t.From)
		t.By = slices.Clone(t.By)
		t.Require = slices.Clone(t.Require)
		t.Guards = slices.Clone(t.Guards)
		d.Transitions[i] = t
	}
	return d
}
