package ticket

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// received is what a mail does to the ticket that it is about, or that it opens.
type received struct {
	Mail
	id      string   // as a reference
	answers []string // references of the mails that it answers
	refer   []string // with which the ticket is found from then on, as far as no other has them; found by the desk
	after   string   // the ticket that was done for too long, "" for none
}

// Unasked counts the mails of machines and strangers that were noted on a ticket in an hour.
type Unasked struct {
	Since time.Time `json:"since"` // of the first
	Count int       `json:"count"`
}

// noted counts one more; a new hour begins with the first after the last one.
func (u Unasked) noted(e Event) Unasked {
	if u.over(e.At) {
		return Unasked{Since: e.At, Count: 1}
	}
	u.Count++
	return u
}

func (u Unasked) over(now time.Time) bool { return u.Count == 0 || now.Sub(u.Since) >= time.Hour }

func (r received) decide(w *work) error {
	stranger := w.by.stranger(w.t) || w.by.Kind == Vendor && !w.withVendor()
	switch {
	case w.t.Version == 0:
		return r.open(w)
	case r.Auto:
		return r.note(w, "auto")
	case stranger && (w.t.Open() || w.by.Kind == Vendor):
		return r.note(w, "stranger")
	case stranger:
		return &ended{}
	case w.t.Open() || w.by.Kind != Requester:
		return r.say(w)
	}
	switch w.cycle.Reopening(w.t.State, w.doneFor()) {
	case lifecycle.Resume:
		return r.resume(w)
	case lifecycle.NewTicket:
		return &ended{after: w.t.ID}
	default:
		return w.refuse("late", "the ticket is %s and is not taken up again; open a new one", w.t.State)
	}
}

// open makes a ticket of a mail.
func (r received) open(w *work) error {
	if r.Auto {
		return w.refuse("auto", "a mail that a machine wrote opens no ticket")
	}
	open := r.Open
	channel := r.Channel
	if channel == "" {
		channel = "email"
	}
	open.Set = w.withChannel(open.Set, channel)
	open.Set[FieldSubject], open.Set[FieldText] = r.Subject, r.Text
	if err := w.openTicket(open, Event{Refer: r.refer}); err != nil {
		return err
	}
	before, there := w.others[r.after]
	if there && w.fits(LinkRelated, before) == nil {
		w.link(Link{Kind: LinkRelated, To: before.ID, TicketKind: before.Kind, Class: before.Class, Seq: before.Version})
	}
	return nil
}

// names gives the ticket that a new one goes on with.
func (r received) names() (ids []string, climbs bool) {
	if r.after == "" {
		return nil, false
	}
	return []string{r.after}, false
}

// resume takes a ticket up again for its requester. Where that is refused, a field being missing, say, the message stands all the same.
func (r received) resume(w *work) error {
	if err := w.checkEntry(r.Text); err != nil {
		return err
	}
	if trigger := w.reopening(w.facts("")); trigger != "" {
		if err := w.fire(trigger, ""); err != nil {
			return err
		}
	}
	return r.say(w)
}

// say adds a mail as what its writer may say.
func (r received) say(w *work) error {
	if err := w.checkEntry(r.Text); err != nil {
		return err
	}
	e := Event{Type: Messaged, Entry: r.Text, Refer: r.refer}
	switch {
	case w.by.Kind == Requester:
		return w.hear(e)
	case r.Private || w.by.Kind == Vendor:
		e.Type = Noted
		w.emit(e)
	default:
		w.say(e, sla.SignalReplied)
	}
	return nil
}

// note adds a mail that nobody is waiting for, if there have not been too many.
func (r received) note(w *work, why string) error {
	if err := w.checkEntry(r.Text); err != nil {
		return err
	}
	if u := w.t.Unasked; !u.over(w.now) && u.Count >= MaxUnasked {
		return w.refuse("limit", "%d mails of machines and strangers were noted on the ticket within an hour; that is enough", u.Count)
	}
	e := Event{Type: Noted, Entry: r.Text, Unasked: why}
	if why != "auto" && len(w.t.References) < MaxReferences/2 { // strangers do not use up what answers need
		e.Refer = r.refer
	}
	w.emit(e)
	return nil
}

// mails reports whether a command is a mail about a ticket that is there: then what its writer has to do with that decides what becomes
// of it, and not whether it is heard.
func (w *work) mails(do []Action) bool {
	_, ok := do[0].(received)
	return ok && w.t.Version > 0 && (w.by.Kind == Requester || w.by.Kind == Vendor)
}

func (r Refer) decide(w *work) error {
	if err := w.present(); err != nil {
		return err
	}
	if err := w.must(tier.Track); err != nil {
		return err
	}
	if len(r.IDs) > MaxAnswers {
		return w.refuse("limit", "%d ids of mails at once; at most %d are allowed", len(r.IDs), MaxAnswers)
	}
	var fresh []string
	for _, id := range r.IDs {
		reference, ok := MailReference(id)
		if !ok {
			return w.refuse("limit", "%.100q is no id of a mail", id)
		}
		if !slices.Contains(w.t.References, reference) && !slices.Contains(fresh, reference) {
			fresh = append(fresh, reference)
		}
	}
	if room := MaxReferences - len(w.t.References); len(fresh) > room {
		fresh = fresh[:room]
	}
	if len(fresh) > 0 {
		w.emit(Event{Type: Referred, Refer: fresh})
	}
	return nil
}
