package ticket

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

func (m Merge) names() ([]string, bool) { return []string{m.Into}, false }

func (m Merge) decide(w *work) error {
	into, err := w.mayMerge(m.Into)
	if err != nil {
		return err
	}
	trigger := w.cycle.OnMerge()
	if _, leads := w.cycle.Transition(w.t.State, trigger); !leads {
		return w.refuse("merge", "the lifecycle %q has no way to end a ticket in %q by merging it", w.t.Kind, w.t.State)
	}
	if err := w.setFields(m.Set); err != nil {
		return err
	}
	facts := w.facts("")
	facts.Actor = System // merging is the actor's right, and the end follows from it
	has := facts.Has
	facts.Has = func(field string) bool { return field == string(FieldResolutionNot) || has(field) }
	step, err := w.cycle.Fire(w.ctx, w.t.State, trigger, facts)
	if err != nil {
		return w.unmet(err)
	}
	e := Event{Type: Merged, Trigger: trigger, Changes: []Change{{Field: FieldMergedInto, To: into.ID}}}
	if w.t.ResolutionNote == "" {
		e.Changes = append(e.Changes, Change{Field: FieldResolutionNot, To: "merged into " + into.ID})
	}
	e.Unlinks, e.Owes = w.t.Links, w.movesTo(into.ID)
	w.moved(e, step, "")
	return nil
}

// mayMerge gives the ticket to merge into, to an actor who may.
func (w *work) mayMerge(id string) (Ticket, error) {
	if err := w.present(); err != nil {
		return Ticket{}, err
	}
	for _, can := range []tier.Capability{tier.Track, tier.Close} {
		if err := w.must(can); err != nil {
			return Ticket{}, err
		}
	}
	into, err := w.other(id)
	switch {
	case err != nil:
		return Ticket{}, err
	case into.MergedInto != "":
		return Ticket{}, w.wasMerged(into)
	case into.Class == lifecycle.Closed:
		return Ticket{}, w.refuse("merge", "%s is %s", into.ID, into.State)
	case into.Kind != w.t.Kind:
		return Ticket{}, w.refuse("merge", "%s is of kind %q, not %q", into.ID, into.Kind, w.t.Kind)
	case len(into.Linked(LinkDuplicateOf)) > 0:
		r := w.refuse("merge", "%s is a duplicate itself", into.ID)
		r.Allowed = into.Linked(LinkDuplicateOf)
		return Ticket{}, r
	case len(w.t.Links)+len(into.Links) > MaxLinks:
		return Ticket{}, w.refuse("limit", "the two have more than %d links together", MaxLinks)
	case len(w.t.Watchers)+len(into.Watchers) >= MaxWatchers:
		return Ticket{}, w.refuse("limit", "the two have %d watchers or more together", MaxWatchers)
	}
	return into, nil
}

// movesTo is what other tickets are owed when this one goes on as another: the links that this one decides on are for the other to
// make again, those that the linked ticket decides on are for that one to lead elsewhere.
func (w *work) movesTo(into string) []FollowUp {
	absorb := FollowUp{Ticket: into, Type: FollowMerge}
	owes := []FollowUp{absorb}
	for _, l := range w.t.Links {
		if l.To == into || w.t.decidesOn(l) {
			owes = append(owes, tellLink(FollowUnlink, l))
			if l.To != into {
				owes[0].Links = append(owes[0].Links, l)
			}
			continue
		}
		f := tellLink(FollowRelink, l)
		f.To = into
		owes = append(owes, f)
	}
	return owes
}

// passOn deals with a link that comes to a ticket that has been merged in the meantime, as if it had been there before.
func (w *work) passOn(l Link) error {
	e := Event{Type: Linked, Why: "passed on to " + w.t.MergedInto}
	if !w.t.decidesOn(l) {
		f := tellLink(FollowRelink, l)
		f.To = w.t.MergedInto
		e.Owes = []FollowUp{f}
	} else {
		e.Owes = []FollowUp{tellLink(FollowUnlink, l), {Ticket: w.t.MergedInto, Type: FollowMerge, Links: []Link{l}}}
	}
	w.emit(e)
	return nil
}

// absorb takes over what another ticket leaves that was merged into this one.
func (w *work) absorb(c carried) error {
	gone := c.From
	if gone == "" {
		gone = c.from
	}
	if w.t.MergedInto != "" { // itself in the meantime
		next := c.FollowUp
		next.Ticket, next.From = w.t.MergedInto, gone
		w.emit(Event{Type: Linked, Why: "passed on to " + w.t.MergedInto, Owes: []FollowUp{next}})
		return nil
	}
	e := Event{Type: Linked}
	for _, l := range c.Links {
		if l, ok := w.takesOver(l, e.Links); ok {
			e.Links, e.Owes = append(e.Links, l), append(e.Owes, tellLink(FollowLink, l))
		}
	}
	if slices.Contains(w.t.Merged, gone) {
		if len(e.Links) > 0 {
			w.emit(e)
		}
		return nil
	}
	e.Type, e.Absorbs = Absorbed, gone
	w.emit(e)
	return w.inherit(w.others[gone])
}

// inherit goes on with what a ticket that was merged into this one leaves besides its links: who watches it, its requester among them,
// and its open tasks. A note says where it all comes from, and which tasks stay there because this ticket can have no more.
func (w *work) inherit(gone Ticket) error {
	for _, who := range append([]Watcher{{Kind: Requester, ID: gone.Requester}}, gone.Watchers...) {
		if who.ID != "" && who != (Watcher{Kind: Requester, ID: w.t.Requester}) && !slices.Contains(w.t.Watchers, who) {
			w.emit(Event{Type: Watched, Watcher: &who})
		}
	}
	text := fmt.Sprintf("%s was merged into this ticket. Its subject: %s. Its requester: %s.", gone.ID, gone.Subject, gone.Requester)
	for _, task := range gone.Tasks {
		if task.State != TaskOpen {
			continue
		}
		err := AddTask{Title: task.Title, For: task.For, Due: task.Due}.decide(w)
		if errors.Is(err, ErrRefused) {
			text += " Still to do there: " + task.Title + "."
		} else if err != nil {
			return err
		}
	}
	w.emit(Event{Type: Noted, Entry: strings.ToValidUTF8(text[:min(len(text), MaxText)], "")})
	return nil
}

// takesOver gives the link that this ticket gets for one of a ticket merged into it, besides others: a second parent, original or
// problem becomes a related ticket.
func (w *work) takesOver(l Link, others []Link) (Link, bool) {
	t := w.t
	t.Links = append(t.Links[:len(t.Links):len(t.Links)], others...)
	_, opposite := t.Link(l.Kind.Inverse(), l.To)
	taken := l.Kind.up() && len(t.Linked(l.Kind)) > 0 || l.Kind == LinkDuplicateOf && len(t.Linked(LinkDuplicatedBy)) > 0
	if taken || opposite && l.Kind != LinkRelated {
		if _, has := t.Link(l.Kind, l.To); !has {
			l.Kind = LinkRelated
		}
	}
	_, has := t.Link(l.Kind, l.To)
	return l, !has && l.To != t.ID
}
