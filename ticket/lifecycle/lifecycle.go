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
	moves   map[move]*way
	from    map[string][]*way // by state, in the order of the definition
	machine *stateless.StateMachine
}

// move is what a way is looked up by.
type move struct{ state, trigger string }

// Name is the definition's name.
func (l *Lifecycle) Name() string { return l.def.Name }

// Definition gives a copy of the definition.
func (l *Lifecycle) Definition() Definition { return l.def.clone() }

// Initial is the state a ticket is opened in when nobody says otherwise.
func (l *Lifecycle) Initial() string { return l.def.Initial[0] }

// MayStartIn reports whether a ticket may be opened in state; [Lifecycle.CheckStart] also asks what it needs.
func (l *Lifecycle) MayStartIn(state string) bool { return slices.Contains(l.def.Initial, state) }

// State looks a state up by its name.
func (l *Lifecycle) State(name string) (State, bool) {
	s, ok := l.states[name]
	return s.clone(), ok
}

// Reason looks a pending reason up by its name.
func (l *Lifecycle) Reason(name string) (Reason, bool) {
	r, ok := l.reasons[name]
	r.Require = slices.Clone(r.Require)
	return r, ok
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

// OnMerge is the trigger to pull on a ticket that is merged into another, "" for none.
func (l *Lifecycle) OnMerge() string { return l.def.OnMerge }

// Reopen says how long a ticket that is done can be taken up again; see [Lifecycle.Reopening].
func (l *Lifecycle) Reopen() Reopen { return l.def.Reopen }

// Transition looks up where a trigger leads from a state.
func (l *Lifecycle) Transition(state, trigger string) (Transition, bool) {
	w, ok := l.moves[move{state, trigger}]
	if !ok {
		return Transition{}, false
	}
	return w.Transition.clone(), true
}

// Right says who may pull a trigger on a ticket in a state, whether the transition says so itself or the most specific of the
// definition's rights does, whose From and To it then has. By is never empty; nobody wrote a right without From and To.
func (l *Lifecycle) Right(state, trigger string) (Right, bool) {
	w, ok := l.moves[move{state, trigger}]
	if !ok {
		return Right{}, false
	}
	r := w.right
	r.By = slices.Clone(r.By)
	return r, true
}

// Toward lists the transitions that lead from one state to another, in the order of the definition.
func (l *Lifecycle) Toward(from, to string) []Transition {
	var found []Transition
	for _, w := range l.from[from] {
		if w.To == to {
			found = append(found, w.Transition.clone())
		}
	}
	return found
}

// From lists every transition out of a state, in the order of the definition.
func (l *Lifecycle) From(state string) []Transition {
	var all []Transition
	for _, w := range l.from[state] {
		all = append(all, w.Transition.clone())
	}
	return all
}
