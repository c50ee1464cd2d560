package ticket

import (
	"context"
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
	defer w.release()
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
	w.asks = true
	a := asker{work: w, all: slices.Grow(w.moves(), len(w.h.asked.fields)+usualQuestions)}
	a.everything()
	return a.all, a.err
}

// Moves lists every trigger that leads out of a ticket's state, for anybody: where it leads, what it asks for, and what is in the way of
// this actor. A pending reason may be given to see what that would need besides. It is the quick part of [Desk.Permitted]; like there, a
// ticket that was merged has none, and a monitor none of any ticket.
func (d *Desk) Moves(ctx context.Context, by Actor, id, pending string) ([]lifecycle.Permission, error) {
	w, err := d.visit(ctx, by, id)
	if err != nil {
		return nil, err
	}
	defer w.release()
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
		if p.Refusal == nil || !hidden(p.Refusal.Rule) {
			all = append(all, p)
		}
	}
	return all
}

// sayable takes out of fields those that the actor may set, and adds them to what a command needs to say.
func (w *work) sayable(fields, needs []string) (rest, all []string) {
	for _, f := range fields {
		if f == "pending" {
			needs = append(needs, f)
			continue
		}
		if _, not := refused(w.checkField(Field(f), w.t.Get(Field(f)))); not {
			rest = append(rest, f)
		} else if !slices.Contains(needs, f) {
			needs = append(needs, f)
		}
	}
	return rest, needs
}
