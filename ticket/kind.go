package ticket

import (
	"errors"
	"fmt"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// kindChange is from which kind to which.
type kindChange struct{ from, to string }

func (c ChangeKind) decide(w *work) error {
	if w.t.Class != lifecycle.Resolved && w.by.Kind != System {
		if err := w.open(); err != nil {
			return err
		}
	}
	if err := w.must(tier.Categorise); err != nil {
		return err
	}
	if c.To == w.t.Kind {
		return w.setFields(c.Set)
	}
	state, pending, err := w.stateAs(c.To)
	if err != nil {
		return err
	}
	if err := w.linksFit(c.To); err != nil {
		return err
	}
	if err := w.setFields(c.Set); err != nil {
		return err
	}
	return w.becomes(c.To, state, pending)
}

// stateAs gives the state and the reason in which the ticket goes on as another kind.
func (w *work) stateAs(kind string) (state, pending string, err error) {
	mapping, ok := w.h.changes[kindChange{w.t.Kind, kind}]
	if !ok {
		r := w.refuse("kind", "the handbook does not say how %s becomes %q", quoted(w.t.Kind), kind)
		for _, m := range w.h.def.KindChanges {
			if m.From == w.t.Kind {
				r.Allowed = append(r.Allowed, m.To)
			}
		}
		return "", "", r
	}
	state, pending, err = mapping.Next(w.t.State, w.t.Pending)
	var unmapped *lifecycle.Unmapped
	if errors.As(err, &unmapped) {
		r := w.refuse("kind", "a ticket that is %q does not become %q", w.t.State, kind)
		r.Allowed = unmapped.Possible
		return "", "", r
	}
	return state, pending, err
}

// becomes lets the ticket go on as another kind, in a state of that kind's lifecycle, with the clocks and policies of such tickets.
func (w *work) becomes(kind, state, pending string) error {
	cycle := w.h.kinds[kind]
	s, _ := cycle.State(state)
	reason, _ := cycle.Reason(pending)
	have := map[string]string{}
	required := append(s.Require, reason.Require...)
	for _, name := range required {
		have[name] = w.t.Get(Field(name))
	}
	if gone := missing(required, have); len(gone) > 0 {
		r := w.refuse("missing", "a %s that is %q says more", kind, state)
		r.Missing = gone
		return r
	}
	class := cycle.Class(state, pending)
	if class == lifecycle.Closed && !w.holds("major_reviewed") {
		r := w.refuse("guard", "to become a %s that is %q something must hold first", kind, state)
		r.Unmet = []string{"major_reviewed"}
		return r
	}
	e := Event{Type: ChangedKind, Changes: []Change{{FieldKind, w.t.Kind, kind}, {FieldState, w.t.State, state}}}
	for _, c := range []Change{{FieldClass, string(w.t.Class), string(class)}, {FieldPending, w.t.Pending, pending}} {
		if c.From != c.To {
			e.Changes = append(e.Changes, c)
		}
	}
	next := Apply(w.t, Event{Seq: w.t.Version + 1, At: w.now, Type: e.Type, By: w.by, Changes: e.Changes})
	e.Clocks, w.cycle = w.retarget(next, false), cycle
	if class != w.t.Class && class.Open() {
		w.emit(e, sla.Signal(class))
		return nil
	}
	w.emit(e)
	return nil
}

func (h *Handbook) checkKindChanges(faults *fault.List) {
	if len(h.def.KindChanges) > MaxMappings {
		faults.Add("kind_changes", "%d of them; at most %d are allowed", len(h.def.KindChanges), MaxMappings)
		return
	}
	for i, m := range h.def.KindChanges {
		path := fmt.Sprintf("kind_changes[%d]", i)
		from, isFrom := h.kinds[m.From]
		to, isTo := h.kinds[m.To]
		if !isFrom {
			faults.Add(path+".from", "there is no kind %q", m.From)
		}
		if !isTo {
			faults.Add(path+".to", "there is no kind %q", m.To)
		}
		if from == nil || to == nil { // what is wrong with the kind itself is said there
			continue
		}
		change := kindChange{m.From, m.To}
		if _, twice := h.changes[change]; twice {
			faults.Add(path, "how %q becomes %q is said already", m.From, m.To)
		}
		mapping, err := lifecycle.Map(from, to, m)
		faults.Under(path, err)
		h.changes[change] = mapping
	}
}
