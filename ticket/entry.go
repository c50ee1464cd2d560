package ticket

import (
	"errors"
	"strings"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

func (Acknowledge) decide(w *work) error {
	if err := w.open(); err != nil {
		return err
	}
	if err := w.must("acknowledge"); err != nil {
		return err
	}
	if !w.t.Acknowledged.IsZero() {
		return nil
	}
	e := Event{Type: Acknowledged}
	if w.by.Kind == Engineer && w.by.Tier == w.t.Owner.Tier && w.t.Owner.Engineer == "" {
		e.Changes = append(e.Changes, Change{Field: FieldOwner, To: w.by.ID})
	}
	if w.by.Kind == Engineer && w.by.Tier == w.t.Tier && w.t.Working.Engineer == "" {
		e.Changes = append(e.Changes, Change{Field: FieldWorking, To: w.by.ID})
	}
	w.emit(e, sla.SignalAcknowledged)
	return nil
}

func (a Assign) decide(w *work) error {
	if err := w.open(); err != nil {
		return err
	}
	if err := errors.Join(w.checkText("the engineer", a.Engineer, MaxID), w.checkText("why", a.Why, MaxText)); err != nil {
		return err
	}
	can := w.by.Kind == Engineer && w.by.ID == a.Engineer && w.by.Tier == w.t.Tier // taking a ticket of one's own tier
	if !can {
		if err := w.must("route"); err != nil {
			return err
		}
	}
	if e, ok := w.h.engineers[a.Engineer]; a.Engineer != "" && len(w.h.engineers) > 0 {
		if !ok {
			return w.refuse("engineer", "the handbook has no engineer %q", a.Engineer)
		}
		if !worksAt(e, w.t.Tier) {
			return w.refuse("engineer", "engineer %q does not work at tier %q", a.Engineer, w.t.Tier)
		}
	}
	if a.Engineer == w.t.Working.Engineer {
		return nil
	}
	w.emit(Event{Type: Assigned, Why: a.Why, Changes: []Change{{Field: FieldWorking, From: w.t.Working.Engineer, To: a.Engineer}}})
	return nil
}

func (n Note) decide(w *work) error {
	if err := w.checkEntry(n.Text); err != nil {
		return err
	}
	if w.by.Kind == Requester {
		return w.refuse("right", "a requester writes messages, not notes")
	}
	w.emit(Event{Type: Noted, Entry: n.Text})
	return nil
}

func (m Message) decide(w *work) error {
	if err := w.checkEntry(m.Text); err != nil {
		return err
	}
	switch w.by.Kind {
	case Requester:
	case Engineer, Manager, Automation, System:
		w.say(Event{Type: Messaged, Entry: m.Text}, sla.SignalReplied)
		return nil
	default:
		return w.refuse("right", "%s writes notes, not messages to the requester", article(w.by.Kind))
	}
	return w.hear(Event{Type: Messaged, Entry: m.Text})
}

// hear adds a message of the requester, which resumes a ticket that waits for them.
func (w *work) hear(e Event) error {
	w.say(e, sla.SignalCustomerReplied)
	if w.t.Class == lifecycle.WaitingCustomer {
		return w.follow(w.cycle.OnReply())
	}
	return nil
}

// say adds a message. Once a ticket is done nothing is owed for one.
func (w *work) say(e Event, s sla.Signal) {
	if s == sla.SignalReplied {
		e.Major = w.toldOfMajor()
	}
	if !w.t.Open() {
		w.emit(e)
		return
	}
	w.emit(e, s)
}

// follow pulls a trigger that follows from what has just happened, "" for none. Where it leads nowhere or is refused, what has
// happened stands and the state stays.
func (w *work) follow(trigger string) error {
	if _, ok := w.cycle.Transition(w.t.State, trigger); !ok {
		return nil
	}
	if err := w.fire(trigger, ""); !errors.Is(err, ErrRefused) {
		return err
	}
	return nil
}

func (w *work) checkEntry(text string) error {
	if err := w.present(); err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return w.refuse("limit", "the entry is empty")
	}
	return w.checkText("the entry", text, MaxText)
}
