package lifecycle

import "slices"

// A Permission is one trigger that leads out of a state, with what it still needs.
type Permission struct {
	Trigger string   `json:"trigger"`
	To      string   `json:"to"`
	Class   Class    `json:"class,omitempty"`   // of To; "" when To is pending and no reason was given
	Reopens bool     `json:"reopens,omitempty"` // counts as a reopening
	Require []string `json:"require,omitempty"` // fields that must not be empty
	Ask     []string `json:"ask,omitempty"`     // fields that a form should show besides
	Change  []string `json:"change,omitempty"`  // fields that must differ from what they were
	Reasons []string `json:"reasons,omitempty"` // of which one must be given, when To is pending
	Unmet   *Unmet   `json:"unmet,omitempty"`   // what stands in the way, nil when it can be done now
}

// Now reports whether nothing stands in the way.
func (p Permission) Now() bool { return p.Unmet == nil }

// Permitted lists every trigger that leads out of a state, in the order of the definition, with where it leads and what stands in
// the way of somebody. It agrees with [Lifecycle.Fire]: what has nothing in its way is not refused.
func (l *Lifecycle) Permitted(state string, f Facts) []Permission {
	ways := l.from[state]
	if len(ways) == 0 {
		return nil
	}
	all := make([]Permission, len(ways))
	for i, w := range ways {
		all[i] = Permission{
			Trigger: w.Trigger, To: w.To, Class: l.Class(w.To, f.Pending), Reopens: w.Reopens,
			Require: slices.Clone(w.require), Ask: slices.Clone(w.ask), Change: slices.Clone(w.change), Unmet: l.judge(w, f),
		}
		if !l.states[w.To].Pending {
			continue
		}
		all[i].Reasons = reasonNames(l.def.Reasons)
		for _, field := range l.reasons[f.Pending].Require {
			if !slices.Contains(all[i].Require, field) {
				all[i].Require = append(all[i].Require, field)
			}
		}
	}
	return all
}
