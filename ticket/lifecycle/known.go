package lifecycle

import (
	"fmt"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/tier"
)

// Known is the house that a lifecycle stands in: what its definition may name without having it. A list that is nil is not asked; one
// that is empty has nothing.
type Known struct {
	Guards       []string          // conditions that whoever fires can answer
	Closing      []string          // of them, those that every move into a closed state has besides its own
	Calendars    []string          // of timers, reminders and the reopening window
	Fields       []string          // that a ticket has and somebody can fill in
	Capabilities []tier.Capability // that at least one tier has; only [Known.Lint] asks
}

// Compile checks a definition whole and builds the lifecycle. The guards are the names of the conditions that whoever fires it can
// answer. The error joins every fault, each with its path below the definition; it matches [ErrInvalid].
func Compile(d Definition, guards ...string) (*Lifecycle, error) {
	return Known{Guards: append([]string{}, guards...)}.Compile(d)
}

// Compile is [Compile] in a house that is known: calendars and fields that the house does not have are faults too.
func (k Known) Compile(d Definition) (*Lifecycle, error) {
	l := &Lifecycle{
		def:     d.clone(),
		states:  make(map[string]State, len(d.States)),
		reasons: make(map[string]Reason, len(d.Reasons)),
		moves:   map[move]*way{},
		from:    map[string][]*way{},
	}
	c := checker{l: l, d: &l.def, known: k}
	if c.sizes(); c.faults.Err() != nil {
		return nil, c.faults.Err()
	}
	c.states()
	c.reasons()
	c.starts()
	c.triggers()
	for i, t := range l.def.Transitions {
		c.transition(fmt.Sprintf("transitions[%d]", i), t)
	}
	c.moves()
	c.rights()
	c.times()
	if err := c.faults.Err(); err != nil {
		return nil, err
	}
	l.machine = l.build()
	return l, nil
}

// checker checks a definition and fills the lifecycle that is made of it.
type checker struct {
	l      *Lifecycle
	d      *Definition
	known  Known
	faults fault.List
}
