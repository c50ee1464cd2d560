package ticket

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/tier"
)

// kept are the fields that a part of a ticket has from the whole, if nothing else is said.
var kept = []Field{FieldRequester, FieldChannel, FieldService, FieldCategory, FieldImpact, FieldUrgency}

func (s Split) decide(w *work) error {
	if err := w.present(); err != nil {
		return err
	}
	if err := w.must(tier.Track); err != nil {
		return err
	}
	if len(s.Children)+len(s.Entries) > MaxLinks {
		return w.refuse("limit", "a part takes at most %d children and entries", MaxLinks)
	}
	open := s.part(w.t)
	if err := w.couldOpen(open); err != nil {
		return err
	}
	f := FollowUp{Type: FollowOpen, Open: &open, Link: LinkRelated, Text: "Split from " + w.t.ID + "."}
	for _, child := range s.Children {
		link, ok := w.t.Link(LinkChild, child)
		if !ok {
			r := w.refuse("link", "%s is no child of this ticket", child)
			r.Allowed = w.t.Linked(LinkChild)
			return r
		}
		f.Links = append(f.Links, link)
	}
	if len(s.Entries) > 0 {
		text, err := w.listed(s.Entries)
		if err != nil {
			return err
		}
		f.Text += " It is about " + text + " there."
	}
	w.emit(Event{Type: Noted, Entry: "Split off: " + open.Set[FieldSubject], Owes: []FollowUp{f}})
	return nil
}

// part is the ticket that is split off.
func (s Split) part(t Ticket) Open {
	open := Open{Kind: s.Kind, Set: Set{}}
	if open.Kind == "" {
		open.Kind = t.Kind
	}
	for _, f := range kept {
		if v := t.Get(f); v != "" {
			open.Set[f] = v
		}
	}
	for f, v := range s.Set {
		open.Set[f] = v
	}
	return open
}

// couldOpen refuses what could not be opened by itself, now and by this actor.
func (w *work) couldOpen(o Open) error {
	fresh, err := newWork(w.ctx, Ticket{ID: w.t.ID, Client: w.t.Client}, w.by, w.h, w.now)
	if err != nil {
		return err
	}
	defer fresh.release()
	_, err = fresh.mayOpen(&o)
	return err
}

// listed names entries by their numbers.
func (w *work) listed(entries []int) (string, error) {
	numbers := make([]string, len(entries))
	for i, n := range slices.Sorted(slices.Values(entries)) {
		if n < 1 || n > w.t.Entries {
			return "", w.refuse("entry", "there is no entry %d; the ticket has %d", n, w.t.Entries)
		}
		numbers[i] = fmt.Sprint(n)
	}
	if len(numbers) == 1 {
		return "entry " + numbers[0], nil
	}
	return "entries " + strings.Join(numbers, ", "), nil
}

// splitFrom links a ticket that has just been opened by a follow-up to the one it comes from, and takes its children over.
func (w *work) splitFrom(c carried) error {
	if c.Link == "" {
		return nil
	}
	other, err := w.other(c.from)
	if err != nil {
		return err
	}
	l := Link{Kind: c.Link, To: c.from, TicketKind: other.Kind, Class: other.Class, Seq: c.Seq}
	e := Event{Type: Linked, Links: []Link{l}, Owes: []FollowUp{tellLink(FollowLink, l)}}
	for _, child := range c.Links {
		e.Owes = append(e.Owes, FollowUp{Ticket: child.To, Type: FollowRelink, Link: LinkParent, From: c.from})
	}
	w.emit(e)
	if c.Text != "" {
		w.emit(Event{Type: Noted, Entry: c.Text})
	}
	return nil
}
