package ticket

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

func (s Set) decide(w *work) error {
	if err := w.maySet(); err != nil {
		return err
	}
	return w.setFields(s)
}

// maySet refuses to change any field of a ticket that is closed.
func (w *work) maySet() error {
	if w.t.Class == lifecycle.Closed && w.by.Kind != System {
		return w.open()
	}
	return w.present()
}

// setFields changes fields, where anything changes.
func (w *work) setFields(s Set) error {
	changes, err := w.resolveSet(s)
	if err != nil || len(changes) == 0 {
		return err
	}
	w.emitChanged(Event{Type: Changed, Changes: changes})
	return nil
}

// resolveSet turns what is asked for into changes: only fields that may be set, by somebody who may, and only where something
// changes. Impact and urgency bring the priority along.
func (w *work) resolveSet(s Set) ([]Change, error) {
	if len(s) == 0 {
		return nil, nil
	}
	names := make([]Field, 0, len(s))
	for f := range s {
		names = append(names, f)
	}
	slices.Sort(names)
	changes := make([]Change, 0, len(names)+1)
	for _, f := range names {
		v, err := w.checkSet(f, s[f])
		if err != nil {
			return nil, err
		}
		if old := w.t.Get(f); old != v {
			changes = append(changes, Change{Field: f, From: old, To: v})
		}
	}
	return w.prioritise(s, changes)
}

// checkSet gives a value as it is kept, to an actor who may set it.
func (w *work) checkSet(f Field, v string) (string, error) {
	if err := w.checkField(f, v); err != nil {
		return "", err
	}
	return w.keep(f, v)
}

// keep gives a value as it is kept: one of a field of the house's own is written in one way.
func (w *work) keep(f Field, v string) (string, error) {
	c, own := w.h.customs[f]
	if !own {
		return v, nil
	}
	kept, wrong := c.canonical(v)
	if wrong == "" {
		return kept, nil
	}
	r := w.refuse("field", "%s: %s", f, wrong)
	r.Allowed = slices.Clone(c.Of)
	return "", r
}

func (w *work) checkField(f Field, v string) error {
	can, ok := w.h.fields[f]
	if !ok {
		r := w.refuse("field", "the field %q cannot be set", f)
		for _, name := range w.h.Fields() {
			r.Allowed = append(r.Allowed, string(name))
		}
		return r
	}
	limit := MaxName
	if f == FieldText || f == FieldResolutionNot {
		limit = MaxText
	}
	if err := w.checkText(string(f), v, limit); err != nil {
		return err
	}
	if w.t.Version == 0 {
		if err := w.mayOpenWith(f, v); err != nil {
			return err
		}
		return w.checkValue(f, v)
	}
	if w.by.Kind == Vendor && f != FieldVendorRef && f != FieldResolution && f != FieldResolutionNot {
		return w.refuse("right", "a vendor may not set %s", f)
	}
	own := w.by.Kind == Requester && (f == FieldSubject || f == FieldText || f == FieldSeverity)
	if !own && w.by.Kind != Vendor {
		if can == "" {
			can = "track"
		}
		if err := w.must(can); err != nil {
			return err
		}
	}
	return w.checkValue(f, v)
}

// mayOpenWith refuses what whoever opens a ticket may not say about it. Who asks says what is wrong, how bad it is for them and how
// urgent; what becomes of it is not theirs to say.
func (w *work) mayOpenWith(f Field, v string) error {
	if w.by.Kind != Requester && w.by.Kind != Monitor {
		return nil
	}
	switch can := w.h.fields[f]; {
	case f == FieldRequester && w.by.Kind == Requester && v != "" && v != w.by.ID:
		return w.refuse("right", "a requester asks for themselves; an engineer may log it for another")
	case f == FieldImpact || f == FieldUrgency:
		return nil
	case can == tier.Prioritise || can == tier.Route || can == tier.Work:
		return w.refuse("right", "%s may not say %s", article(w.by.Kind), f)
	}
	return nil
}

// says refuses what is done without the words that it asks for.
func (w *work) says(what, name, v string) error {
	if strings.TrimSpace(v) == "" {
		r := w.refuse("missing", "%s says: %s", what, name)
		r.Missing = []string{name}
		return r
	}
	return w.checkText(name, v, MaxText)
}

// checkText refuses a text that is too long or that nobody can read.
func (w *work) checkText(what, v string, limit int) error {
	if len(v) > limit {
		return w.refuse("limit", "%s is %d bytes long; at most %d are allowed", what, len(v), limit)
	}
	if !utf8.ValidString(v) {
		return w.refuse("limit", "%s is not UTF-8", what)
	}
	return nil
}

// checkValue refuses names that the handbook does not have.
func (w *work) checkValue(f Field, v string) error {
	m := w.h.def.Priorities
	var known []string
	switch {
	case v == "" || m.empty():
		known = nil
	case f == FieldImpact:
		known = m.Impacts
	case f == FieldUrgency:
		known = m.Urgencies
	case f == FieldPriority:
		known = m.Priorities()
	}
	switch {
	case f == FieldGroup && v != "" && !w.h.hasGroup(v):
		return w.refuse("field", "there is no group %q", v)
	case f == FieldManager && v != "":
		return w.checkManager(v)
	case v == "" && (f == FieldManager || f == FieldVendorRef) && w.h.tiers[w.t.Tier] == tier.Vendor:
		return w.refuse("field", "a vendor works on the ticket, which somebody of ours manages, under the vendor's reference")
	}
	if len(known) == 0 || slices.Contains(known, v) {
		return nil
	}
	r := w.refuse("field", "there is no %s %q", f, v)
	r.Allowed = slices.Clone(known)
	return r
}

// checkManager refuses to let somebody manage a vendor's work who may not, where the handbook knows.
func (w *work) checkManager(id string) error {
	if len(w.h.engineers) == 0 {
		return nil
	}
	e, ok := w.h.engineers[id]
	can := func(t tier.ID) bool { return w.h.ladder.Can(t, tier.ManageVendor) }
	if ok && (e.Manager || slices.ContainsFunc(e.Tiers, can)) {
		return nil
	}
	r := w.refuse("engineer", "%q may not %s", id, tier.ManageVendor)
	for _, t := range w.h.ladder.With(tier.ManageVendor) {
		r.Allowed = append(r.Allowed, string(t))
	}
	return r
}

// prioritise adds the priority that follows from a new impact or urgency, unless it was given too.
func (w *work) prioritise(s Set, changes []Change) ([]Change, error) {
	if _, given := s[FieldPriority]; given {
		return changes, nil
	}
	_, impact := s[FieldImpact]
	_, urgency := s[FieldUrgency]
	if !impact && !urgency {
		return changes, nil
	}
	t := w.t
	for _, c := range changes {
		t.set(c.Field, c.To)
	}
	p, ok := w.h.def.Priorities.Priority(t.Impact, t.Urgency)
	if ok && p != t.Priority {
		changes = append(changes, Change{Field: FieldPriority, From: t.Priority, To: p})
	}
	return changes, nil
}

// emitChanged lets fields change; the clocks follow when another agreement applies.
func (w *work) emitChanged(e Event) {
	next := Apply(w.t, Event{Seq: w.t.Version + 1, At: w.now, Type: e.Type, By: w.by, Changes: e.Changes})
	e.Clocks = w.retarget(next, false)
	w.emit(e)
}
