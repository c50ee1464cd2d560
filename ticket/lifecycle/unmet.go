package lifecycle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/tier"
)

// Unmet says why a move was not made: everything that is in the way, as data and as a sentence.
type Unmet struct {
	State     string          `json:"state"`
	Trigger   string          `json:"trigger"`
	Unknown   bool            `json:"unknown,omitempty"`   // the lifecycle has no such state, or the trigger leads nowhere from it
	Late      ReopenRule      `json:"late,omitempty"`      // the time to reopen is over; this is done instead
	NotBy     ActorKind       `json:"not_by,omitempty"`    // this kind of actor may not
	Cannot    tier.Capability `json:"cannot,omitempty"`    // the actor's tier is not capable of this
	May       []ActorKind     `json:"may,omitempty"`       // who may, when NotBy is set
	Missing   []string        `json:"missing,omitempty"`   // fields that must be there
	Unchanged []string        `json:"unchanged,omitempty"` // fields that must differ from what they were
	Failed    []string        `json:"failed,omitempty"`    // guards that do not hold
	Possible  []string        `json:"possible,omitempty"`  // triggers that lead somewhere from this state
}

// Error is a sentence.
func (u *Unmet) Error() string {
	var why []string
	add := func(is bool, format string, args ...any) {
		if is {
			why = append(why, fmt.Sprintf(format, args...))
		}
	}
	add(u.Unknown, "%q leads nowhere from %q", u.Trigger, u.State)
	add(u.Late == NewTicket, "it has been done for too long; open a new ticket")
	add(u.Late == Refuse, "it has been done for too long")
	add(u.NotBy != "", "%s may not", u.NotBy.one())
	add(u.Cannot != "", "it takes a tier that can %q", u.Cannot)
	add(len(u.Missing) > 0, "missing: %s", list(u.Missing))
	add(len(u.Unchanged) > 0, "unchanged: %s", list(u.Unchanged))
	add(len(u.Failed) > 0, "not so: %s", list(u.Failed))
	text := fmt.Sprintf("cannot %s in %s: %s", u.Trigger, u.State, strings.Join(why, "; "))
	if len(u.Possible) > 0 {
		text += "; from here: " + list(u.Possible)
	}
	return text
}

// Check says what stands in the way of a trigger, nil when nothing does.
func (l *Lifecycle) Check(state, trigger string, f Facts) *Unmet {
	w, ok := l.moves[move{state, trigger}]
	if !ok {
		return l.unknown(state, trigger)
	}
	u := l.judge(w, f)
	if u != nil {
		u.Possible = l.triggers(state)
	}
	return u
}

// CheckStart says what stands in the way of opening a ticket in a state, nil when nothing does. The trigger of what it gives is "open",
// and what is possible are states. Who may open tickets is not a lifecycle's matter.
func (l *Lifecycle) CheckStart(state string, f Facts) *Unmet {
	u := Unmet{State: state, Trigger: "open"}
	if !l.MayStartIn(state) {
		u.Unknown, u.Possible = true, slices.Clone(l.def.Initial)
		return &u
	}
	u.Missing = l.missing(nil, l.states[state].Require, f)
	u.Missing = l.missingReason(u.Missing, state, f)
	if u.Missing == nil {
		return nil
	}
	return &u
}

func (l *Lifecycle) unknown(state, trigger string) *Unmet {
	return &Unmet{State: state, Trigger: trigger, Unknown: true, Possible: l.triggers(state)}
}

// judge compares a way with the facts. It allocates only when something is unmet.
func (l *Lifecycle) judge(w *way, f Facts) *Unmet {
	u := Unmet{State: w.from, Trigger: w.Trigger}
	if w.Reopens && l.def.Reopen.over(f.DoneFor) {
		u.Late = l.def.Reopen.later()
	}
	by, can := w.right.may(f)
	if !by {
		u.NotBy = f.Actor
		u.May = slices.Clone(w.right.By)
	}
	if !can {
		u.Cannot = w.right.Can
	}
	u.Missing = l.missing(nil, w.require, f)
	u.Missing = l.missingReason(u.Missing, w.To, f)
	for _, field := range w.change {
		if f.Changed == nil || !f.Changed(field) {
			u.Unchanged = append(u.Unchanged, field)
		}
	}
	for _, guard := range w.guards {
		if f.Holds == nil || !f.Holds(guard) {
			u.Failed = append(u.Failed, guard)
		}
	}
	if u.Late == "" && by && can && u.Missing == nil && u.Unchanged == nil && u.Failed == nil {
		return nil
	}
	kept := u // so that u itself never leaves the stack
	return &kept
}

// missing adds to gone the fields that must be there and are not.
func (l *Lifecycle) missing(gone, require []string, f Facts) []string {
	for _, field := range require {
		if f.Has == nil || !f.Has(field) {
			gone = append(gone, field)
		}
	}
	return gone
}

// missingReason adds to gone the reason that a pending state needs, or what the reason needs.
func (l *Lifecycle) missingReason(gone []string, to string, f Facts) []string {
	if !l.states[to].Pending {
		return gone
	}
	reason, ok := l.reasons[f.Pending]
	if !ok {
		return append(gone, "pending")
	}
	for _, field := range l.missing(nil, reason.Require, f) {
		if !slices.Contains(gone, field) {
			gone = append(gone, field)
		}
	}
	return gone
}

func (l *Lifecycle) triggers(state string) []string {
	var names []string
	for _, w := range l.from[state] {
		names = append(names, w.Trigger)
	}
	return names
}
