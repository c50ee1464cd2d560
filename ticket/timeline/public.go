package timeline

import (
	"iter"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// support is who does everything that the requester does not do themselves.
const support = "support"

// Public tells what has happened to a ticket as its requester may see it: what they said, what was said to them, and, in words that are
// always the same, when it was acknowledged, worked on, waiting, resolved, closed, merged and reopened. Nobody of ours is named, and
// there is no tier, no note, no clock, no field but the subject.
func (t Teller) Public(id, client string, events iter.Seq2[ticket.Event, error]) (Timeline, error) {
	line := Timeline{Ticket: id, Client: client, Moments: []Moment{}}
	var spans spans
	last, err := ticket.Fold(id, client, watched(id, client, events, func(before, after ticket.Ticket, e ticket.Event) {
		class := after.Class
		if class == lifecycle.WaitingVendor { // whom we wait for is our own business
			class = lifecycle.WaitingUs
		}
		spans.set(Class, "", string(class), e.At)
		text, ok := publicText(before, after, e)
		if !ok {
			return
		}
		m := Moment{At: e.At, What: e.Type, Who: support, Text: text, Public: true}
		if e.By.Kind == ticket.Requester {
			m.By = ticket.Actor{Kind: ticket.Requester, ID: e.By.ID, Client: client}
			m.Who = t.Who(m.By)
		}
		line.Moments = append(line.Moments, m)
	}))
	if err != nil {
		return Timeline{}, err
	}
	line.Subject, line.Spans = last.Subject, spans.sorted()
	return line, nil
}

// publicText says what a requester may know of an event; false for nothing.
func publicText(before, after ticket.Ticket, e ticket.Event) (string, bool) {
	switch e.Type {
	case ticket.Opened:
		if e.By.Kind == ticket.Requester {
			return "reports it", true
		}
		return "logs it", true
	case ticket.Messaged:
		return "writes " + quoted(e.Entry), true
	case ticket.Acknowledged:
		return "has seen it", true
	case ticket.Reminded:
		return "still waits for an answer", after.Class == lifecycle.WaitingCustomer
	case ticket.Rated:
		return "rates it", e.By.Kind == ticket.Requester
	case ticket.Merged:
		return "closes it: it goes on as another ticket", true
	case ticket.Moved, ticket.ChangedKind, ticket.Adopted:
		return publicMove(before.Class, after.Class, e.Reopens)
	default:
		return "", false
	}
}

func publicMove(before, after lifecycle.Class, reopens bool) (string, bool) {
	switch {
	case reopens:
		return "reopens it", true
	case after == before:
		return "", false
	case after == lifecycle.Resolved:
		return "resolves it", true
	case after == lifecycle.Closed:
		return "closes it", true
	case after == lifecycle.WaitingCustomer:
		return "waits for an answer", true
	case after.Waiting():
		return "has to wait with it", !before.Waiting() || before == lifecycle.WaitingCustomer
	case after == lifecycle.Active && before.Waiting():
		return "it goes on", true
	case after == lifecycle.Active:
		return "works on it", true
	default:
		return "", false
	}
}
