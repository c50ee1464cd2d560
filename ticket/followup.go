package ticket

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// A FollowUp is what an event of one ticket means for another of the same client. It is data in the event that caused it, and stands
// in [Ticket.Owed] until [Desk.Wake] has carried it out on the other ticket, through the same door as everything, as [System] and
// under its key: at least once, and so once. Those of one ticket to another are carried out in their order.
type FollowUp struct {
	Key    string       `json:"key"`              // of the command on the other ticket
	At     time.Time    `json:"at"`               // when it was owed
	Seq    int64        `json:"seq"`              // number of the event that owes it
	Ticket string       `json:"ticket,omitempty"` // the other; "" for a new one, which the desk names
	Type   FollowUpType `json:"type"`

	Text    string  `json:"text,omitempty"`    // of a note or a message; "" stands for the entry of the event that owes it
	Trigger string  `json:"trigger,omitempty"` // to pull; where it leads nowhere from the other's state nothing happens
	Set     Set     `json:"set,omitempty"`     // fields to set, before the trigger is pulled if there is one
	Copy    []Field `json:"copy,omitempty"`    // fields of this ticket to set there too, or to add to Text
	Open    *Open   `json:"open,omitempty"`    // the new ticket; reported when it was owed, if it does not say

	Link  LinkKind `json:"link,omitempty"`  // what this ticket is to the other. What travels along a link is done while it is there
	From  string   `json:"from,omitempty"`  // whose link it was, or who was merged; "" for the ticket that owes it
	To    string   `json:"to,omitempty"`    // whose link it is from now on; "" for the ticket that owes it
	Links []Link   `json:"links,omitempty"` // to take over
	Hops  int      `json:"hops,omitempty"`  // how many links it has travelled along
}

// FollowUpType says what is done on the other ticket.
type FollowUpType string

// The types of follow-ups.
const (
	FollowNote    FollowUpType = "note"    // a private note is added
	FollowMessage FollowUpType = "message" // a public message is added
	FollowSet     FollowUpType = "set"     // fields are set
	FollowMove    FollowUpType = "move"    // a trigger is pulled
	FollowOpen    FollowUpType = "open"    // a new ticket is opened, linked to this one, and made the parent of Links
	FollowLink    FollowUpType = "link"    // it gets a link to this one
	FollowUnlink  FollowUpType = "unlink"  // it loses a link to this one
	FollowRelink  FollowUpType = "relink"  // its link to the ticket From becomes one to the ticket To
	FollowKnown   FollowUpType = "known"   // it is told whether this one is done
	FollowMerge   FollowUpType = "merge"   // the ticket From was merged into it
)

// A FollowedUp is a follow-up that is owed no longer.
type FollowedUp struct {
	Key    string `json:"key"`
	Ticket string `json:"ticket,omitempty"` // where it was carried out
	Why    string `json:"why,omitempty"`    // a sentence, when it was not: the other ticket refused it, or is not there
}

// followKey begins the key of every follow-up; no other command may use it.
const followKey = "follow:"

// follower is the actor of everything that follows from what happened to another ticket.
func follower(client string) Actor { return Actor{Kind: System, ID: "follow-up", Client: client} }

// owe names what an event owes. The number of the event and the place in it make the key unique for the client: read from the right,
// it can only be of this ticket.
func (w *work) owe(e *Event) {
	for i := range e.Owes {
		f := &e.Owes[i]
		f.Key, f.At, f.Seq = fmt.Sprintf("%s%s:%d:%d", followKey, w.t.ID, e.Seq, i), e.At, e.Seq
	}
}

func cloneFollowUps(all []FollowUp) []FollowUp {
	all = slices.Clone(all)
	for i := range all {
		f := &all[i]
		f.Set, f.Copy, f.Links = maps.Clone(f.Set), slices.Clone(f.Copy), slices.Clone(f.Links)
		if f.Open != nil {
			o := *f.Open
			o.Set = maps.Clone(o.Set)
			f.Open = &o
		}
	}
	return all
}

// replaceOwed gives what is owed after an event. What was owed before is left as it is.
func replaceOwed(old []FollowUp, e Event) []FollowUp {
	if len(e.Owes) == 0 && len(e.Followed) == 0 {
		return old
	}
	done := make(map[string]bool, len(e.Followed))
	for _, f := range e.Followed {
		done[f.Key] = true
	}
	var owed []FollowUp
	for _, f := range slices.Concat(old, e.Owes) {
		if !done[f.Key] {
			owed = append(owed, f)
		}
	}
	return owed
}

// followUp carries out what a ticket owes, and records on it what came of it, in one commit. What could not be carried out because
// something else was wrong, a store that is away say, stays owed, and so does what is owed to the same ticket after it.
func (d *Desk) followUp(ctx context.Context, t Ticket) error {
	var done []FollowedUp
	var failed []error
	stuck := map[string]bool{}
	for _, f := range t.Owed {
		if stuck[f.Ticket] {
			continue
		}
		came, err := d.carryOut(ctx, t, f)
		if err != nil {
			stuck[f.Ticket] = true
			failed = append(failed, fmt.Errorf("ticket %s: follow-up %s: %w", t.ID, f.Key, err))
			continue
		}
		done = append(done, came)
	}
	if len(done) > 0 {
		_, err := d.do(ctx, Command{Ticket: t.ID, By: follower(t.Client), Do: []Action{followed(done)}, follows: true})
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// carryOut carries out one follow-up. Its key makes a second time harmless.
func (d *Desk) carryOut(ctx context.Context, t Ticket, f FollowUp) (FollowedUp, error) {
	if f.Text == "" && len(f.Copy) == 0 && (f.Type == FollowNote || f.Type == FollowMessage) {
		text, err := d.entry(ctx, t, f.Seq)
		if err != nil {
			return FollowedUp{}, err
		}
		f.Text = text
	}
	c := Command{Ticket: f.Ticket, By: follower(t.Client), Key: f.Key, Do: []Action{carried{from: t.ID, FollowUp: f}}, follows: true}
	if f.Type == FollowOpen && f.Open != nil {
		open := *f.Open
		if open.Reported.IsZero() {
			open.Reported = f.At
		}
		c.Do = []Action{open, c.Do[0]}
	}
	if err := c.check(); err != nil {
		return f.refused(err), nil
	}
	receipt, err := d.do(ctx, c)
	switch {
	case err == nil:
		return FollowedUp{Key: f.Key, Ticket: receipt.Ticket.ID}, nil
	case errors.Is(err, ErrRefused) || errors.Is(err, ErrNotFound):
		return f.refused(err), nil
	}
	return FollowedUp{}, err
}

// refused says why a follow-up will not be carried out.
func (f FollowUp) refused(err error) FollowedUp {
	why := err.Error()
	return FollowedUp{Key: f.Key, Ticket: f.Ticket, Why: strings.ToValidUTF8(why[:min(len(why), MaxName)], "")}
}

// entry gives the text of a note or a message by the number of its event.
func (d *Desk) entry(ctx context.Context, t Ticket, seq int64) (string, error) {
	for e, err := range d.config.Store.Events(ctx, t.Client, t.ID, seq-1) {
		return e.Entry, err
	}
	return "", fmt.Errorf("ticket %s: event %d: %w", t.ID, seq, ErrNotFound)
}

// carried is a follow-up on the ticket that it is for.
type carried struct {
	from string // the ticket that owes it
	FollowUp
}

func (c carried) decide(w *work) error {
	switch c.Type {
	case FollowLink:
		return w.linkedBy(c)
	case FollowUnlink:
		return w.unlinkedBy(c)
	case FollowRelink:
		return w.relinkedBy(c)
	case FollowKnown:
		w.knows(c)
		return nil
	case FollowMerge:
		return w.absorb(c)
	case FollowOpen:
		return w.splitFrom(c)
	}
	if c.Link != "" {
		link, ok := w.t.Link(c.Link, c.from)
		if !ok || link.Seq > c.Seq { // no longer linked, or overtaken
			return nil
		}
		w.from, w.hops = c.from, c.Hops
		defer func() { w.from, w.hops = "", 0 }()
	}
	return c.does(w)
}

// does carries out what can be owed with or without a link.
func (c carried) does(w *work) error {
	from := w.others[c.from]
	switch c.Type {
	case FollowNote, FollowMessage:
		c.quote(from)
	case FollowSet, FollowMove:
		c.Set = c.with(from)
	}
	switch c.Type {
	case FollowNote:
		return Note{Text: c.Text}.decide(w)
	case FollowMessage:
		return Message{Text: c.Text}.decide(w)
	case FollowSet:
		return c.Set.decide(w)
	case FollowMove:
		w.knows(c)
		if _, ok := w.cycle.Transition(w.t.State, c.Trigger); !ok {
			return nil
		}
		return Move{Trigger: c.Trigger, Set: c.Set}.decide(w)
	}
	return w.refuse("follow_up", "there is nothing to do for a follow-up of type %q", c.Type)
}

// followed records what came of follow-ups.
type followed []FollowedUp

func (f followed) decide(w *work) error {
	e := Event{Type: Followed}
	for _, d := range f {
		i := slices.IndexFunc(w.t.Owed, func(o FollowUp) bool { return o.Key == d.Key })
		if i < 0 { // another desk was faster
			continue
		}
		e.Followed = append(e.Followed, d)
		if d.Why != "" {
			e.Unlinks = append(e.Unlinks, w.inVain(i)...)
		}
	}
	if len(e.Followed) > 0 {
		w.emit(e)
	}
	return nil
}
