package timeline

import (
	"iter"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// A Timeline is what has happened to a ticket, as data.
type Timeline struct {
	Ticket  string           `json:"ticket"`
	Client  string           `json:"client,omitempty"`
	Subject string           `json:"subject,omitempty"` // as it is now
	Moments []Moment         `json:"moments"`           // in order
	Spans   []Span           `json:"spans,omitempty"`   // by axis, then by what they are of, then in order
	Steps   []lifecycle.Step `json:"steps,omitempty"`   // moves through the lifecycle of its kind, the first from nowhere; none in a public one
	Tiers   []tier.ID        `json:"tiers,omitempty"`   // where it was worked on, in order; none in a public one
}

// A Moment is one thing that has happened.
type Moment struct {
	Seq     int64            `json:"seq,omitempty"` // of the event; 0 in a public timeline
	At      time.Time        `json:"at"`
	Planned time.Time        `json:"planned,omitzero"` // of what time caused: when it should have happened
	What    ticket.EventType `json:"what"`
	By      ticket.Actor     `json:"by,omitzero"` // nobody of ours is named in a public timeline
	Who     string           `json:"who"`         // the same for people
	Text    string           `json:"text"`        // what they did: "accepts it at L2"
	Public  bool             `json:"public,omitempty"`
}

// Of tells what has happened to a ticket, from its events, from the first on: [ticket.Desk.Events] gives them.
func (t Teller) Of(id, client string, events iter.Seq2[ticket.Event, error]) (Timeline, error) {
	line := Timeline{Ticket: id, Client: client, Moments: []Moment{}}
	var spans spans
	last, err := ticket.Fold(id, client, watched(id, client, events, func(before, after ticket.Ticket, e ticket.Event) {
		_, public := publicText(before, after, e)
		line.Moments = append(line.Moments, Moment{
			Seq: e.Seq, At: e.At, Planned: e.Due, What: e.Type, By: e.By, Who: t.Who(e.By), Text: t.Sentence(before, e), Public: public,
		})
		spans.see(after, e)
		if before.Kind != after.Kind { // it begins another lifecycle
			line.Steps, before.State = nil, ""
		}
		if before.State != after.State || e.Type == ticket.Moved {
			line.Steps = append(line.Steps, lifecycle.Step{
				From: before.State, To: after.State, Trigger: e.Trigger, Class: after.Class, Reopens: e.Reopens,
			})
		}
		if before.Tier != after.Tier {
			line.Tiers = append(line.Tiers, after.Tier)
		}
	}))
	if err != nil {
		return Timeline{}, err
	}
	line.Subject, line.Spans = last.Subject, spans.sorted()
	return line, nil
}

// watched lets see be told of every event as it is folded, with the ticket before and after.
func watched(id, client string, events iter.Seq2[ticket.Event, error], see func(before, after ticket.Ticket, e ticket.Event)) iter.Seq2[ticket.Event, error] {
	return func(yield func(ticket.Event, error) bool) {
		before := ticket.Ticket{ID: id, Client: client}
		for e, err := range events {
			if !yield(e, err) || err != nil {
				return
			}
			after := ticket.Apply(before, e)
			see(before, after, e)
			before = after
		}
	}
}
