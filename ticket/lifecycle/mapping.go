package lifecycle

import (
	"fmt"
	"maps"
	"slices"

	"github.com/fourline-go/fourline/internal/fault"
)

// A Mapping says in which state a ticket goes on when it changes its kind, and with it its lifecycle. What it does not name is refused,
// even where both lifecycles have a state of that name: the same word need not mean the same (Request Tracker's rule).
type Mapping struct {
	From    string            `json:"from" yaml:"from"`                           // name of the lifecycle that is left
	To      string            `json:"to" yaml:"to"`                               // name of the lifecycle that is entered
	States  map[string]string `json:"states" yaml:"states"`                       // each state that a ticket may leave, with the one it goes on in
	Reasons map[string]string `json:"reasons,omitempty" yaml:"reasons,omitempty"` // the same for reasons, when both states are pending
}

// A StateMap is a checked, immutable mapping.
type StateMap struct {
	from, to        *Lifecycle
	states, reasons map[string]string
}

// Map checks a mapping between two lifecycles. The error joins every fault, each with its path below the mapping; it matches
// [ErrInvalid]. A change of kind neither ends a ticket nor takes it up again: a state that is done maps to one that is done, an open one
// to an open one.
func Map(from, to *Lifecycle, m Mapping) (*StateMap, error) {
	var faults fault.List
	if m.From != from.Name() {
		faults.Add("from", "the mapping leaves %q, and the lifecycle is %q", m.From, from.Name())
	}
	if m.To != to.Name() {
		faults.Add("to", "the mapping leads to %q, and the lifecycle is %q", m.To, to.Name())
	}
	if len(m.States) == 0 {
		faults.Add("states", "there are none, so no ticket could change its kind")
	}
	for _, name := range slices.Sorted(maps.Keys(m.States)) {
		checkStates(&faults, "states["+name+"]", from, to, m, name)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Reasons)) {
		path := "reasons[" + name + "]"
		if !has(from.reasons, name) {
			faults.Add(path, "%s has no reason %q", from.Name(), name)
		}
		if !has(to.reasons, m.Reasons[name]) {
			faults.Add(path, "%s has no reason %q", to.Name(), m.Reasons[name])
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return &StateMap{from, to, maps.Clone(m.States), maps.Clone(m.Reasons)}, nil
}

func checkStates(faults *fault.List, path string, from, to *Lifecycle, m Mapping, name string) {
	a, ok := from.states[name]
	if !ok {
		faults.Add(path, "%s has no state %q", from.Name(), name)
	}
	b, there := to.states[m.States[name]]
	if !there {
		faults.Add(path, "%s has no state %q", to.Name(), m.States[name])
	}
	switch {
	case !ok || !there:
	case b.Pending && !a.Pending:
		faults.Add(path, "%q is pending and needs a reason, which a ticket in %q does not have", b.Name, a.Name)
	case a.Class.Done() != b.Class.Done():
		faults.Add(path, "%q is %s and %q is %s; a change of kind neither ends a ticket nor takes it up again", a.Name, openOrDone(a), b.Name, openOrDone(b))
	case b.Pending:
		for _, r := range from.def.Reasons {
			if !has(m.Reasons, r.Name) {
				faults.Add(path, "%q is pending, and the reason %q is not mapped", b.Name, r.Name)
			}
		}
	}
}

func openOrDone(s State) string {
	if s.Class.Done() {
		return "done"
	}
	return "open"
}

// Unmapped is a change of kind that the mapping does not provide for.
type Unmapped struct {
	From, To string   // names of the lifecycles
	State    string   // that the ticket stands in
	Reason   string   // that it is pending for
	Possible []string // states that do have a place in the other lifecycle, sorted
}

// Error is a sentence.
func (u *Unmapped) Error() string {
	where := fmt.Sprintf("%q", u.State)
	if u.Reason != "" {
		where += fmt.Sprintf(" for %q", u.Reason)
	}
	return fmt.Sprintf("a ticket in %s cannot change from %s to %s; possible in: %s", where, u.From, u.To, list(u.Possible))
}

// Next says where a ticket goes on: the state, and the reason when it is pending. The error is an [*Unmapped]. What the new state
// requires is not asked for here; see [Lifecycle.State].
func (m *StateMap) Next(state, reason string) (newState, newReason string, err error) {
	newState, ok := m.states[state]
	if !ok {
		return "", "", m.unmapped(state, reason)
	}
	if !m.to.states[newState].Pending {
		return newState, "", nil
	}
	if newReason, ok = m.reasons[reason]; !ok {
		return "", "", m.unmapped(state, reason)
	}
	return newState, newReason, nil
}

func (m *StateMap) unmapped(state, reason string) *Unmapped {
	return &Unmapped{From: m.from.Name(), To: m.to.Name(), State: state, Reason: reason, Possible: slices.Sorted(maps.Keys(m.states))}
}

// Stranded lists the open states from which no ticket can change its kind, in the order of their lifecycle. They may be meant.
func (m *StateMap) Stranded() []string {
	var names []string
	for _, s := range m.from.def.States {
		if !s.Class.Done() && !has(m.states, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}
