package ticket

import (
	"maps"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// A LinkRule is a line of the table of what travels along links: when something happens to a ticket, something is done to those that it
// is linked to. It is done by a follow-up, as [System].
//
// A rule has one of On, State and Field, and does one thing: it pulls a Trigger, adds an Entry, or sets fields. What moves a ticket
// travels on from there, along up to [MaxHops] links and never back at once; entries and fields travel along one.
type LinkRule struct {
	Kind  string   `json:"kind,omitempty" yaml:"kind,omitempty"`   // of the ticket that it happens to; "" is any
	Along LinkKind `json:"along" yaml:"along"`                     // what the other ticket is to it: "child" is from a parent to its children
	On    LinkOn   `json:"on,omitempty" yaml:"on,omitempty"`       // what happens
	State string   `json:"state,omitempty" yaml:"state,omitempty"` // instead of On: it comes into this state
	Field Field    `json:"field,omitempty" yaml:"field,omitempty"` // instead of On: this field changes
	Other string   `json:"other,omitempty" yaml:"other,omitempty"` // kind of the other ticket; "" is any

	Trigger string  `json:"trigger,omitempty" yaml:"trigger,omitempty"` // pulled on the other ticket; nothing happens where it leads nowhere from the other's state
	Entry   string  `json:"entry,omitempty" yaml:"entry,omitempty"`     // "note" or "message", added to the other ticket: the entry itself, if one is what happens; otherwise Text, and what is in the fields of Copy
	Text    string  `json:"text,omitempty" yaml:"text,omitempty"`       // of an entry, up to [MaxName] bytes
	Copy    []Field `json:"copy,omitempty" yaml:"copy,omitempty"`       // fields of this ticket, as they are when the follow-up is carried out: set on the other, before the trigger is pulled, unless they are for an entry. Empty ones are left out
	Set     Set     `json:"set,omitempty" yaml:"set,omitempty"`         // set on the other ticket, before the trigger is pulled
}

// LinkOn is what happens to a ticket, for its links.
type LinkOn string

// What can happen. A message or a note is one that somebody wrote here, not one that came along a link; messages of the requester, who
// speaks for nobody else, do not travel.
const (
	OnLinked    LinkOn = "linked" // it gets the link
	OnActive    LinkOn = "active" // it comes into a state of this class, and so on
	OnWaiting   LinkOn = "waiting"
	OnResolved  LinkOn = "resolved"
	OnClosed    LinkOn = "closed"    // not cancelled
	OnCancelled LinkOn = "cancelled" // or merged
	OnReopened  LinkOn = "reopened"
	OnMessage   LinkOn = "message"
	OnNote      LinkOn = "note"
)

// LinkOns lists what can happen.
func LinkOns() []LinkOn {
	return []LinkOn{OnLinked, OnActive, OnWaiting, OnResolved, OnClosed, OnCancelled, OnReopened, OnMessage, OnNote}
}

// DefaultLinkRules is the table of a handbook that has none: who resolves a parent or an original resolves what hangs on it, with the same
// words, and tells the requesters of the duplicates; what is known to help against a problem is noted on its incidents. A parent that is
// closed, cancelled or reopened leaves its children as they are. Lines whose kinds, triggers or fields a handbook does not have are left
// out.
func DefaultLinkRules() []LinkRule {
	solution := []Field{FieldResolution, FieldResolutionNot}
	return []LinkRule{
		{Along: LinkChild, On: OnResolved, Trigger: "resolve", Copy: solution},
		{Along: LinkChild, On: OnResolved, Trigger: "fulfil", Copy: solution},
		{Along: LinkDuplicatedBy, On: OnResolved, Entry: "message", Text: "This is resolved.", Copy: []Field{FieldResolutionNot}},
		{Along: LinkDuplicatedBy, On: OnResolved, Trigger: "resolve", Copy: solution},
		{Along: LinkDuplicatedBy, On: OnResolved, Trigger: "fulfil", Copy: solution},
		{Kind: "problem", Along: LinkIncident, State: "known_error", Entry: "note", Text: "The problem is a known error. What helps:", Copy: []Field{"workaround"}},
	}
}

// travels gives what an event means for the tickets that this one is linked to: what the handbook's table says, and whether this one is
// done for those that have to know.
func (w *work) travels(e Event) []FollowUp {
	if len(w.t.Links) == 0 && len(e.Links) == 0 {
		return nil
	}
	next := Apply(w.t, e)
	owes := informs(w.t, next)
	if w.hops >= MaxHops {
		return owes
	}
	for _, r := range w.h.travels {
		if r.Kind != "" && r.Kind != next.Kind || !w.happens(r, e, next) {
			continue
		}
		for _, l := range next.Links {
			_, had := w.t.Link(l.Kind, l.To)
			fresh := e.Type == Linked && !had
			if l.Kind == r.Along && (r.Other == "" || r.Other == l.TicketKind) && l.To != w.from && fresh == (r.On == OnLinked) {
				owes = append(owes, r.followUp(l, w.hops+1))
			}
		}
	}
	return owes
}

// informs owes those above word of whether a ticket is done, when that changes, and all of its kind.
func informs(was, is Ticket) []FollowUp {
	other := was.Kind != is.Kind
	if was.Version == 0 || was.Open() == is.Open() && !other {
		return nil
	}
	var owes []FollowUp
	for _, l := range is.Links {
		if other || l.Kind.up() || l.Kind == LinkCausedBy {
			owes = append(owes, FollowUp{Ticket: l.To, Type: FollowKnown, Link: l.Kind.Inverse()})
		}
	}
	return owes
}

// happens reports whether an event is what a rule waits for. Entries and fields that came along a link themselves do not count.
func (w *work) happens(r LinkRule, e Event, next Ticket) bool {
	_, moves := e.Changed(FieldState)
	switch {
	case r.State != "":
		return moves && next.State == r.State
	case r.Field != "":
		_, changes := e.Changed(r.Field)
		return changes && w.hops == 0
	}
	entered := w.t.Class != next.Class
	state, _ := w.cycle.State(next.State)
	switch r.On {
	case OnLinked:
		return e.Type == Linked && w.hops == 0
	case OnActive:
		return entered && next.Class == lifecycle.Active
	case OnWaiting:
		return entered && next.Class.Waiting()
	case OnResolved:
		return entered && next.Class == lifecycle.Resolved
	case OnClosed:
		return entered && next.Class == lifecycle.Closed && !state.Cancelled
	case OnCancelled:
		return entered && state.Cancelled
	case OnReopened:
		return e.Reopens
	case OnMessage:
		return e.Type == Messaged && e.By.Kind != Requester && w.hops == 0
	case OnNote:
		return e.Type == Noted && w.hops == 0
	}
	return false
}

// followUp is what the rule owes the other ticket of a link.
func (r LinkRule) followUp(l Link, hops int) FollowUp {
	f := FollowUp{
		Ticket: l.To, Type: FollowSet, Link: l.Kind.Inverse(), Hops: hops,
		Trigger: r.Trigger, Text: r.Text, Copy: r.Copy, Set: r.Set,
	}
	switch {
	case r.Entry != "":
		f.Type = FollowUpType(r.Entry)
	case r.Trigger != "":
		f.Type = FollowMove
	}
	return f
}

// quote makes what is copied from the ticket that owes a follow-up part of its text.
func (c *carried) quote(from Ticket) {
	for _, name := range c.Copy {
		if v := from.Get(name); v != "" {
			c.Text += "\n" + v
		}
	}
	c.Text = strings.ToValidUTF8(c.Text[:min(len(c.Text), MaxText)], "")
}

// with are the fields that a follow-up sets.
func (c carried) with(from Ticket) Set {
	set := maps.Clone(c.Set)
	for _, name := range c.Copy {
		if v := from.Get(name); v != "" {
			if set == nil {
				set = Set{}
			}
			set[name] = v
		}
	}
	return set
}

// done reports whether all the tickets of a kind of link are done, as far as this one was told.
func (t Ticket) done(kind LinkKind) bool {
	return !slices.ContainsFunc(t.Links, func(l Link) bool { return l.Kind == kind && !l.Class.Done() })
}
