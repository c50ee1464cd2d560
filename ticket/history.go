package ticket

import (
	"fmt"
	"iter"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/sla"
)

// History gives what happened to a ticket as far as its clocks heard of it, from the ticket's events from the first on: for
// [sla.Terms] to judge, those of its handbook or others. The handbooks are those that the ticket was decided under, as far as its events
// go; a version that is not among them is an error that matches [ErrNoHandbook].
func History(id, client string, events iter.Seq2[Event, error], handbooks ...*Handbook) (sla.History, error) {
	h := sla.History{ID: id}
	books := map[int]*Handbook{}
	for _, b := range handbooks {
		books[b.Version()] = b
	}
	t := Ticket{ID: id, Client: client}
	for e, err := range events {
		if err != nil {
			return sla.History{}, err
		}
		next := Apply(t, e)
		book := books[next.Handbook]
		if book == nil {
			return sla.History{}, fmt.Errorf("ticket %s: version %d: %w", id, next.Handbook, ErrNoHandbook)
		}
		if t.Version == 0 {
			h.Facts = next.promisedBy()
		}
		h.Events = append(h.Events, book.heard(&t, &next, e)...)
		t = next
	}
	return h, nil
}

// promisedBy are the facts by which agreements are chosen for a ticket.
func (t *Ticket) promisedBy() sla.Facts {
	return sla.Facts{Client: t.Client, Service: t.Service, Kind: t.Kind, Priority: t.Priority, Tier: string(t.Tier)}
}

// heard gives what an event tells clocks: signals and changes of the facts, in the order in which they count.
func (h *Handbook) heard(was, is *Ticket, e Event) []sla.Event {
	var all []sla.Event
	tell := func(s sla.Signal) { all = append(all, sla.Event{At: e.At, Signal: s}) }
	if e.Type == Opened {
		all = append(all, sla.Event{At: is.Reported, Signal: sla.SignalOpened})
		tell(sla.SignalAccepted) // the first tier has it without an offer
		tell(sla.Signal(is.Class))
		return all
	}
	if e.Type == Accepted && was.Open() { // it completes what the tier before had
		tell(sla.SignalAccepted)
	}
	if facts := is.promisedBy(); facts != was.promisedBy() {
		all = append(all, sla.Event{At: e.At, Facts: &facts})
	}
	if was.Acknowledged.IsZero() && !is.Acknowledged.IsZero() {
		tell(sla.SignalAcknowledged)
	}
	for _, s := range h.signals(was, is, e) {
		tell(s)
	}
	return all
}

// signals are what an event says by its type, beside acknowledgement and acceptance.
func (h *Handbook) signals(was, is *Ticket, e Event) []sla.Signal {
	class := sla.Signal(is.Class)
	_, moved := e.Changed(FieldState)
	switch {
	case e.Type == ChangedKind && (is.Class == was.Class || !is.Open()), e.Type == Adopted && is.Class == was.Class:
		return nil
	case e.Type == ChangedKind, e.Type == Adopted:
		return []sla.Signal{class}
	case e.Type == Messaged && !was.Open(): // once a ticket is done nothing is owed for one
		return nil
	case e.Type == Messaged && e.By.Kind == Requester:
		return []sla.Signal{sla.SignalCustomerReplied}
	case e.Type == Messaged:
		return []sla.Signal{sla.SignalReplied}
	case e.Run != nil && e.Run.Outcome == runbook.Workaround: // it works again, the cause is still there
		return []sla.Signal{sla.SignalRestored}
	case !moved:
		return nil
	}
	if s, _ := h.kinds[is.Kind].State(is.State); s.Cancelled {
		class = sla.SignalCancelled
	}
	if e.Reopens {
		return []sla.Signal{sla.SignalReopened, class}
	}
	return []sla.Signal{class}
}
