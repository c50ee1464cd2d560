package ticket

import (
	"context"
	"errors"
	"slices"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// A Permission is one thing that an actor may do to a ticket: what a command for it has to say, and what else is in the way.
type Permission struct {
	Do      string   `json:"do"`                // the action, by the name of its type: "acknowledge", "set", "hand_over", …
	What    string   `json:"what,omitempty"`    // which of several: a field, a trigger, a tier to hand over to, a runbook, a status, the id of a task, …
	Needs   []string `json:"needs,omitempty"`   // what the command has to say: parts of the action, or fields
	Reasons []string `json:"reasons,omitempty"` // of which the command has to give one: of a hand-over, of a move into a pending state

	Move    *lifecycle.Permission `json:"move,omitempty"`    // of a move: where it leads and what a form should show
	Refusal *Refusal              `json:"refusal,omitempty"` // what stands in the way whatever the command says; nil when nothing does
}

// Now reports whether nothing stands in the way of a command that says what it has to.
func (p Permission) Now() bool { return p.Refusal == nil }

// Permitted lists what an actor may do to a ticket, and what each thing still needs. It asks the same functions as [Desk.Do], so the two
// agree. What the actor has no right to is not listed, nor what ends with the ticket once that has happened; everything else is, with the
// refusal if something stands in its way. Use [Desk.Preview] to learn why something is not listed.
func (d *Desk) Permitted(ctx context.Context, by Actor, id string) ([]Permission, error) {
	w, err := d.visit(ctx, by, id)
	if err != nil {
		return nil, err
	}
	if err := w.familiar(); err != nil {
		if w.leaves([]Action{Unwatch{}}) {
			return []Permission{{Do: "unwatch"}}, nil
		}
		return nil, err
	}
	if err := w.settle(); err != nil {
		return nil, err
	}
	if w.before = w.t; w.t.MergedInto != "" {
		return nil, nil
	}
	all, trial := w.moves(), new(work)
	for _, p := range w.probes() {
		refusal, err := w.attempt(&p, trial)
		if err != nil {
			return nil, err
		}
		if refusal == nil || refusal.Rule != "right" && refusal.Rule != "closed" {
			p.Refusal = refusal
			all = append(all, p.Permission)
		}
	}
	return all, nil
}

// Moves lists every trigger that leads out of a ticket's state, for anybody: where it leads, what it asks for, and what is in the way of
// this actor. A pending reason may be given to see what that would need besides. It is the quick part of [Desk.Permitted]; like there, a
// ticket that was merged has none, and a monitor none of any ticket.
func (d *Desk) Moves(ctx context.Context, by Actor, id, pending string) ([]lifecycle.Permission, error) {
	w, err := d.visit(ctx, by, id)
	if err != nil {
		return nil, err
	}
	if err := w.familiar(); err != nil {
		return nil, err
	}
	if err := w.settle(); err != nil {
		return nil, err
	}
	if w.before = w.t; w.t.MergedInto != "" || w.onlyAlarms(Move{}) != nil {
		return nil, nil
	}
	return w.cycle.Permitted(w.t.State, w.facts(pending)), nil
}

// visit gives a ticket as work of an actor, who may have no business with it.
func (d *Desk) visit(ctx context.Context, by Actor, id string) (*work, error) {
	t, err := d.config.Store.Get(ctx, by.Client, id)
	if err != nil {
		return nil, err
	}
	h, err := d.handbook(t)
	if err != nil {
		return nil, err
	}
	return newWork(ctx, t, by, h, d.config.Now())
}

// attempt decides the least command for a permission, and gives what it is refused for. Fields that are missing, and that the command can
// set by itself, become what it needs to say.
func (w *work) attempt(p *probe, trial *work) (*Refusal, error) {
	refusal, err := w.try(p.action, trial)
	if err != nil || refusal == nil || p.fill == nil || refusal.Rule != "missing" {
		return refusal, err
	}
	rest, needs := w.sayable(refusal.Missing, p.Needs)
	if len(rest) > 0 {
		return refusal, nil
	}
	p.Needs = needs
	said := Set{}
	for _, f := range refusal.Missing {
		said[Field(f)] = word
	}
	if refusal, err = w.try(p.fill(said), trial); refusal != nil && refusal.Rule == "field" { // another word would do
		return nil, nil
	}
	return refusal, err
}

// try decides an action on a copy of the ticket.
func (w *work) try(a Action, trial *work) (*Refusal, error) {
	*trial = *w
	trial.events, trial.notices, trial.cancel = nil, nil, nil
	err := trial.act(a)
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		return refusal, nil
	}
	return nil, err
}

// moves lists the moves that the actor may make. A field that is missing and that they may set is what their command needs to say.
func (w *work) moves() []Permission {
	if w.onlyAlarms(Move{}) != nil {
		return nil
	}
	var all []Permission
	for _, m := range w.cycle.Permitted(w.t.State, w.facts("")) {
		p := Permission{Do: "move", What: m.Trigger, Reasons: m.Reasons, Move: &m}
		if m.Unmet == nil {
			all = append(all, p)
			continue
		}
		left := *m.Unmet
		left.Missing, p.Needs = w.sayable(left.Missing, p.Needs)
		left.Unchanged, p.Needs = w.sayable(left.Unchanged, p.Needs)
		if left.Late != "" || left.NotBy != "" || left.Cannot != "" || len(left.Missing)+len(left.Unchanged)+len(left.Failed) > 0 {
			p.Refusal = w.refusal(&left)
		}
		if p.Refusal == nil || p.Refusal.Rule != "right" {
			all = append(all, p)
		}
	}
	return all
}

// sayable takes out of fields those that the actor may set, and adds them to what a command needs to say.
func (w *work) sayable(fields, needs []string) (rest, all []string) {
	for _, f := range fields {
		refusal, ok := errors.AsType[*Refusal](w.checkField(Field(f), w.t.Get(Field(f))))
		switch {
		case f == "pending" || !ok:
			if !slices.Contains(needs, f) {
				needs = append(needs, f)
			}
		case refusal != nil:
			rest = append(rest, f)
		}
	}
	return rest, needs
}
