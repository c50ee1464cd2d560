package ticket

import (
	"slices"

	"github.com/fourline-go/fourline/tier"
)

func (l LinkTo) names() ([]string, bool) {
	return []string{l.To}, l.Kind == LinkParent || l.Kind == LinkChild
}

func (l LinkTo) decide(w *work) error {
	other, err := w.mayLink(l.Kind, l.To)
	if err != nil {
		return err
	}
	if _, there := w.t.Link(l.Kind, l.To); there {
		return nil
	}
	if err := w.fits(l.Kind, other); err != nil {
		return err
	}
	w.link(Link{Kind: l.Kind, To: l.To, TicketKind: other.Kind, Class: other.Class, Seq: other.Version})
	return nil
}

func (u Unlink) names() ([]string, bool) { return []string{u.To}, false }

func (u Unlink) decide(w *work) error {
	if _, err := w.mayLink(u.Kind, u.To); err != nil {
		return err
	}
	link, there := w.t.Link(u.Kind, u.To)
	if !there {
		return nil
	}
	w.emit(Event{Type: Unlinked, Unlinks: []Link{link}, Owes: []FollowUp{tellLink(FollowUnlink, link)}})
	return nil
}

// mayLink gives the other ticket, to an actor who may link this one with it.
func (w *work) mayLink(kind LinkKind, to string) (Ticket, error) {
	if err := w.present(); err != nil {
		return Ticket{}, err
	}
	if err := w.must(tier.Track); err != nil {
		return Ticket{}, err
	}
	if !kind.Valid() {
		r := w.refuse("link", "there is no kind of link %q", kind)
		for _, k := range LinkKinds() {
			r.Allowed = append(r.Allowed, string(k))
		}
		return Ticket{}, r
	}
	return w.other(to)
}

// other gives a ticket that an action names.
func (w *work) other(id string) (Ticket, error) {
	if id == w.t.ID {
		return Ticket{}, w.refuse("link", "it is the ticket itself")
	}
	other, ok := w.others[id]
	if !ok {
		return Ticket{}, w.refuse("link", "there is no ticket %q", id)
	}
	return other, nil
}

// wasMerged refuses what is to be done to, or with, a ticket that is merged into another.
func (w *work) wasMerged(t Ticket) *Refusal {
	r := w.refuse("merged", "%s was merged into %s", t.ID, t.MergedInto)
	r.Allowed = []string{t.MergedInto}
	return r
}

// fits refuses a link that two tickets cannot have, as far as the other is known.
func (w *work) fits(kind LinkKind, other Ticket) error {
	switch {
	case other.MergedInto != "":
		return w.wasMerged(other)
	case !kind.joins(w.t.Kind, other.Kind):
		return w.refuse("link", "no ticket of kind %q is %s to one of kind %q", other.Kind, kind, w.t.Kind)
	case len(w.t.Links) >= MaxLinks || len(other.Links) >= MaxLinks:
		return w.refuse("limit", "a ticket has at most %d links", MaxLinks)
	}
	low, high := w.t, other
	if kind.Inverse().up() {
		kind, low, high = kind.Inverse(), other, w.t
	}
	if kind.up() {
		return w.fitsBelow(kind, low, high)
	}
	return nil
}

// linksFit refuses another kind for a ticket with links that one of that kind cannot have.
func (w *work) linksFit(kind string) error {
	for _, l := range w.t.Links {
		if !l.Kind.joins(kind, l.TicketKind) {
			return w.refuse("link", "no ticket of kind %q is %s to one of kind %q; unlink %s first", l.TicketKind, l.Kind, kind, l.To)
		}
	}
	return nil
}

// fitsBelow refuses a second parent, original or problem, a circle of parents, and a duplicate of a duplicate.
func (w *work) fitsBelow(kind LinkKind, low, high Ticket) error {
	for _, has := range low.Linked(kind) {
		if has != high.ID {
			r := w.refuse("link", "%s has a link of kind %s already", low.ID, kind)
			r.Allowed = []string{has}
			return r
		}
	}
	if kind == LinkDuplicateOf {
		if original := high.Linked(kind); len(original) > 0 {
			r := w.refuse("link", "%s is a duplicate itself", high.ID)
			r.Allowed = original
			return r
		}
		if others := low.Linked(kind.Inverse()); len(others) > 0 {
			return w.refuse("link", "%s has duplicates of its own, %s for one", low.ID, others[0])
		}
	}
	if kind == LinkParent {
		return w.fitsUnder(low, high)
	}
	return nil
}

// fitsUnder refuses a parent that has the ticket above it, or too many others.
func (w *work) fitsUnder(low, high Ticket) error {
	above := high
	for range MaxHops {
		if above.ID == low.ID {
			return w.refuse("link", "%s is above %s already", low.ID, high.ID)
		}
		parents := above.Linked(LinkParent)
		if len(parents) == 0 {
			return nil
		}
		next, known := w.others[parents[0]]
		if !known {
			return nil
		}
		above = next
	}
	return w.refuse("link", "%s has %d levels of parents above it; no more are allowed", high.ID, MaxHops)
}

// tellLink is what the other ticket of a link is owed for it.
func tellLink(what FollowUpType, l Link) FollowUp {
	return FollowUp{Ticket: l.To, Type: what, Link: l.Kind.Inverse()}
}

// link adds a link here, and owes it to the other ticket.
func (w *work) link(l Link, old ...Link) {
	w.emit(Event{Type: Linked, Links: []Link{l}, Unlinks: old, Owes: []FollowUp{tellLink(FollowLink, l)}})
}

// linkedBy adds the link that the other ticket has to this one. Where this one decides, it says no if the link does not fit; and it has
// the last word: what it told the other before may only have come there after the other's own wish.
func (w *work) linkedBy(c carried) error {
	other, err := w.other(c.from)
	if err != nil {
		return err
	}
	l := Link{Kind: c.Link, To: c.from, TicketKind: other.Kind, Class: other.Class, Seq: c.Seq}
	if w.t.MergedInto != "" {
		return w.passOn(l)
	}
	e := Event{Type: Linked, Links: []Link{l}}
	old, there := w.t.Link(l.Kind, l.To)
	if !there && w.t.decidesOn(l) {
		err = w.fits(l.Kind, other)
	} else if !there && len(w.t.Links) >= MaxLinks {
		err = w.refuse("limit", "a ticket has at most %d links", MaxLinks)
	}
	if err != nil {
		return err
	}
	if w.t.decidesOn(l) {
		e.Owes = []FollowUp{tellLink(FollowLink, l)}
	} else if there && old.TicketKind == l.TicketKind && old.Class == l.Class {
		return nil
	}
	w.emit(e)
	return nil
}

// unlinkedBy takes the link away that the other ticket no longer has to this one.
func (w *work) unlinkedBy(c carried) error {
	l := Link{Kind: c.Link, To: c.from}
	e := Event{Type: Unlinked}
	if old, there := w.t.Link(l.Kind, l.To); there {
		e.Unlinks = []Link{old}
	}
	if w.t.decidesOn(l) {
		e.Owes = []FollowUp{tellLink(FollowUnlink, l)}
	}
	if len(e.Unlinks) > 0 || len(e.Owes) > 0 {
		w.emit(e)
	}
	return nil
}

// about reports whether a follow-up tells the other ticket of a link.
func (f FollowUp) about(l Link) bool {
	return f.Ticket == l.To && f.Link == l.Kind.Inverse() && (f.Type == FollowLink || f.Type == FollowUnlink || f.Type == FollowRelink)
}

// inVain gives the link that is taken back because the other ticket refused a follow-up, unless it was told something newer.
func (w *work) inVain(owed int) []Link {
	f := w.t.Owed[owed]
	link, there := w.t.Link(f.Link.Inverse(), f.Ticket)
	newer := func(o FollowUp) bool { return o.about(link) }
	if f.Type != FollowLink || !there || slices.ContainsFunc(w.t.Owed[owed+1:], newer) {
		return nil
	}
	return []Link{link}
}

// relinkedBy lets a link lead to another ticket.
func (w *work) relinkedBy(c carried) error {
	from, to := c.From, c.To
	if from == "" {
		from = c.from
	}
	if to == "" {
		to = c.from
	}
	old, there := w.t.Link(c.Link, from)
	if !there {
		return nil
	}
	e := Event{Type: Linked, Unlinks: []Link{old}}
	if from != c.from {
		e.Owes = append(e.Owes, tellLink(FollowUnlink, old))
	}
	other, known := w.others[to]
	_, has := w.t.Link(c.Link, to)
	_, opposite := w.t.Link(c.Link.Inverse(), to)
	if to == w.t.ID || !known || has || opposite {
		e.Type = Unlinked
		w.emit(e)
		return nil
	}
	l := Link{Kind: c.Link, To: to, TicketKind: other.Kind, Class: other.Class, Seq: other.Version}
	e.Links, e.Owes = []Link{l}, append(e.Owes, tellLink(FollowLink, l))
	w.emit(e)
	return nil
}

// knows keeps what the other ticket of a link has become.
func (w *work) knows(c carried) {
	l, there := w.t.Link(c.Link, c.from)
	other, known := w.others[c.from]
	if !there || !known || l.Seq >= c.Seq {
		return
	}
	l.TicketKind, l.Class, l.Seq = other.Kind, other.Class, c.Seq
	w.emit(Event{Type: Linked, Links: []Link{l}})
}

func (c carried) names() ([]string, bool) {
	ids := []string{c.from}
	if c.To != "" {
		ids = append(ids, c.To)
	}
	return ids, c.Type == FollowLink && (c.Link == LinkParent || c.Link == LinkChild)
}
