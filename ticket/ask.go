package ticket

import (
	"errors"
	"slices"
)

// word stands for what a command has to say.
const word = "-"

// usualQuestions is about how many things besides fields and moves are asked about; there may be more.
const usualQuestions = 40

// asked is what the questions of [Desk.Permitted] are about, as far as it is the same for every ticket of a handbook.
type asked struct {
	fields  []Field                // that a command may set, sorted
	others  map[string]Ticket      // one of each kind, by [word] and the kind: they stand for what a command would name
	partner map[string][]candidate // by the kind of a ticket
}

// A candidate is a ticket that one may be linked to.
type candidate struct {
	link LinkKind
	id   string // of others
}

func (h *Handbook) whatIsAsked() asked {
	kinds := h.Kinds()
	a := asked{fields: h.Fields(), others: map[string]Ticket{}, partner: map[string][]candidate{}}
	for _, kind := range kinds {
		a.others[word+kind] = Ticket{ID: word + kind, Kind: kind, Version: 1}
		for _, link := range LinkKinds() {
			if i := slices.IndexFunc(kinds, func(other string) bool { return link.joins(kind, other) }); i >= 0 {
				a.partner[kind] = append(a.partner[kind], candidate{link, word + kinds[i]})
			}
		}
	}
	return a
}

// An asker finds out what an actor may do, one thing after the other, with the least command for it. Nothing that it asks about happens.
type asker struct {
	*work
	all []Permission
	err error
}

// ask is about an action of which the actor has to say what it needs.
func (a *asker) ask(do, what string, action Action, needs ...string) {
	a.answer(Permission{Do: do, What: what, Needs: needs}, a.act(action))
}

// answer keeps a permission with what stands in its way. What the actor has no right to, and what is over, is none.
func (a *asker) answer(p Permission, err error) {
	if refusal, ok := refused(err); ok {
		if hidden(refusal.Rule) {
			return
		}
		p.Refusal = refusal
	} else if err != nil {
		a.err = err
		return
	}
	a.all = append(a.all, p)
}

func refused(err error) (*Refusal, bool) {
	if err == nil {
		return nil, false
	}
	return errors.AsType[*Refusal](err)
}

// askFilling is about an action that may set fields as well: those that are missing, and that the actor may set, become what it needs.
func (a *asker) askFilling(do, what string, fill func(Set) Action, needs ...string) {
	p := Permission{Do: do, What: what, Needs: needs}
	err := a.act(fill(nil))
	refusal, ok := refused(err)
	if !ok || refusal.Rule != "missing" {
		a.answer(p, err)
		return
	}
	rest, needs := a.sayable(refusal.Missing, needs)
	if len(rest) > 0 {
		a.answer(p, err)
		return
	}
	p.Needs = needs
	said := Set{}
	for _, f := range refusal.Missing {
		said[Field(f)] = word
	}
	err = a.trial(fill(said))
	if refusal, ok := refused(err); ok && refusal.Rule == "field" { // another word would do
		err = nil
	}
	a.answer(p, err)
}

// trial decides an action on a copy of the ticket, where one part of it depends on what another has changed.
func (a *asker) trial(action Action) error {
	trial := *a.work
	trial.asks, trial.events, trial.notices, trial.cancel = false, nil, nil, nil
	trial.known.version, trial.known.facts.Clocks, trial.known.spare = 0, nil, nil // it must not write into what the ticket's are kept in
	return trial.act(action)
}
