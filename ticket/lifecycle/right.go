package lifecycle

import (
	"slices"

	"github.com/fourline-go/fourline/tier"
)

// A Right says who may move a ticket between two states. It is asked for the transitions that say neither By nor Can themselves. Of
// several, the most specific decides, alone: the one for both states, then the one for the state it leads to, then the one for the
// state it leaves, then the one for any. That is the order of Request Tracker (RT), whose named right replaces the general one.
type Right struct {
	From string          `json:"from,omitempty" yaml:"from,omitempty"` // one state; "" or "*" is any
	To   string          `json:"to,omitempty" yaml:"to,omitempty"`     // one state; "" or "*" is any
	By   []ActorKind     `json:"by,omitempty" yaml:"by,omitempty"`     // who may, besides [System]; none means engineers, managers and automation
	Can  tier.Capability `json:"can,omitempty" yaml:"can,omitempty"`   // what an engineer's or automation's tier must be capable of; "" asks for nothing
}

// usual are the actors of a transition that names none.
var usual = []ActorKind{Engineer, Manager, Automation}

// inline stands for the place of a right that a transition says itself, nowhere for that of a right nobody wrote.
const (
	inline  = -1
	nowhere = -2
)

// right is who may make a transition from a state, and the index in d.Rights of what decided that. It shares memory with d.
func (d *Definition) right(from string, t *Transition) (r Right, decided int) {
	decided = nowhere
	if len(t.By) > 0 || t.Can != "" {
		r, decided = Right{From: from, To: t.To, By: t.By, Can: t.Can}, inline
	} else if decided = d.mostSpecific(from, t.To); decided >= 0 {
		r = d.Rights[decided]
	}
	if len(r.By) == 0 {
		r.By = usual
	}
	return r, decided
}

// mostSpecific is the index of the right that decides about a pair of states, nowhere when none does.
func (d *Definition) mostSpecific(from, to string) int {
	found, best := nowhere, 0
	for i, r := range d.Rights {
		rank := 1
		switch {
		case r.To == to:
			rank += 2
		case !anyState(r.To):
			continue
		}
		switch {
		case r.From == from:
			rank++
		case !anyState(r.From):
			continue
		}
		if rank > best {
			found, best = i, rank
		}
	}
	return found
}

func anyState(pattern string) bool { return pattern == "" || pattern == "*" }

// may reports whether somebody of this kind may, by whom it is and what their tier can. The desk itself may do everything.
func (r Right) may(f Facts) (by, can bool) {
	by = f.Actor == System || slices.Contains(r.By, f.Actor)
	asked := f.Actor == Engineer || f.Actor == Automation
	can = r.Can == "" || !asked || f.Can != nil && f.Can(r.Can)
	return by, can
}
