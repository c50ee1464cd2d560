package timeline

import (
	"cmp"
	"slices"
	"time"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
)

// An Axis is one of the things about a ticket that change independently of each other.
type Axis string

// The axes, in the order in which a timeline lists them.
const (
	Class   Axis = "class"   // what its state means: the one axis of a public timeline, and only there
	State   Axis = "state"   // of its lifecycle
	Pending Axis = "pending" // the reason why it waits
	Tier    Axis = "tier"    // where it is worked on
	Working Axis = "working" // the engineer who works on it
	Offer   Axis = "offer"   // the tier that a hand-over is offered to
	Clock   Axis = "clock"   // running or paused, one for each clock
)

var axes = []Axis{Class, State, Pending, Tier, Working, Offer, Clock}

// A Span is a stretch of time in which something about a ticket stayed as it was.
type Span struct {
	Axis  Axis      `json:"axis"`
	Of    string    `json:"of,omitempty"` // which clock: its metric, and for an OLA or an underpinning contract the agreement: "hold of second-line"
	Value string    `json:"value"`        // the state, the tier, …; for a clock "running" or "paused"
	From  time.Time `json:"from"`
	Until time.Time `json:"until,omitzero"` // zero: it is so still
}

// Lasts is how long it was so, or, where it is so still, how long by now.
func (s Span) Lasts(now time.Time) time.Duration {
	if s.Until.IsZero() {
		return now.Sub(s.From)
	}
	return s.Until.Sub(s.From)
}

// Spent is how long the ticket spent in each value of an axis by now: in each state, say. Clocks are told apart by their names.
func (l Timeline) Spent(axis Axis, now time.Time) map[string]time.Duration {
	spent := map[string]time.Duration{}
	for _, s := range l.Spans {
		if s.Axis == axis {
			value := s.Value
			if s.Of != "" {
				value = s.Of + " " + value
			}
			spent[value] += s.Lasts(now)
		}
	}
	return spent
}

// spans gathers stretches of time.
type spans struct {
	done []Span
	open []Span
}

// see takes in how the ticket stands after an event.
func (s *spans) see(t ticket.Ticket, e ticket.Event) {
	s.set(State, "", t.State, e.At)
	s.set(Pending, "", t.Pending, e.At)
	s.set(Tier, "", string(t.Tier), e.At)
	s.set(Working, "", t.Working.Engineer, e.At)
	offer := ""
	if t.Offer != nil {
		offer = string(t.Offer.To)
	}
	s.set(Offer, "", offer, e.At)
	for _, c := range e.Clocks {
		if !c.Timed() {
			continue
		}
		of, value, at := c.Metric, "", e.At
		if c.Kind != sla.SLA && c.Kind != "" {
			of += " of " + c.Agreement
		}
		if c.Running() || c.Paused() {
			value = string(c.State)
		}
		if c.Running() && c.Pauses == 0 && c.Started.Before(at) && !s.has(Clock, of) { // it counts from what was reported
			at = c.Started
		}
		s.set(Clock, of, value, at)
	}
}

// set ends the span of an axis when its value changes, and begins the next, "" for none.
func (s *spans) set(axis Axis, of, value string, at time.Time) {
	i := slices.IndexFunc(s.open, func(o Span) bool { return o.Axis == axis && o.Of == of })
	if i >= 0 {
		if s.open[i].Value == value {
			return
		}
		ended := s.open[i]
		s.open = slices.Delete(s.open, i, i+1)
		if ended.Until = at; at.After(ended.From) { // what was so for no time at all is left to the moments
			s.done = append(s.done, ended)
		}
	}
	if value != "" {
		s.open = append(s.open, Span{Axis: axis, Of: of, Value: value, From: at})
	}
}

// has reports whether there was a span of an axis already.
func (s *spans) has(axis Axis, of string) bool {
	return slices.ContainsFunc(slices.Concat(s.done, s.open), func(o Span) bool { return o.Axis == axis && o.Of == of })
}

func (s *spans) sorted() []Span {
	all := slices.Concat(s.done, s.open)
	slices.SortStableFunc(all, func(a, b Span) int {
		return cmp.Or(slices.Index(axes, a.Axis)-slices.Index(axes, b.Axis), cmp.Compare(a.Of, b.Of), a.From.Compare(b.From))
	})
	return all
}
