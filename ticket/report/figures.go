package report

import (
	"fmt"
	"iter"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// Figures are what a desk has done up to an instant.
type Figures struct {
	At          time.Time  `json:"at"`
	Tickets     Counts     `json:"tickets"`
	Acknowledge Durations  `json:"acknowledge"` // time to acknowledge
	Resolve     Durations  `json:"resolve"`     // time to resolve, by the clock on the wall
	Counted     Durations  `json:"counted"`     // time to resolve, as the agreement counts it
	FirstLevel  Share      `json:"first_level"` // resolved by the first line alone
	Reopened    Share      `json:"reopened"`
	Escalations Edges      `json:"escalations"`
	Compliance  Compliance `json:"compliance"`
}

// Counts says how the tickets stand.
type Counts struct {
	All       int `json:"all"`
	Open      int `json:"open"`
	Resolved  int `json:"resolved"`  // and not closed yet
	Closed    int `json:"closed"`    // resolved before
	Cancelled int `json:"cancelled"` // closed without a solution
}

// A Definition says what a figure means.
type Definition struct {
	Population string `json:"population"` // which tickets are counted
	Clock      string `json:"clock,omitempty"`
	Reopening  string `json:"reopening,omitempty"` // what a reopening does to it
}

// String is the definition in one line.
func (d Definition) String() string {
	text := d.Population
	for _, more := range []string{d.Clock, d.Reopening} {
		if more != "" {
			text += "; " + more
		}
	}
	return text
}

// A Share is a part of something. Part is never more than Of.
type Share struct {
	What Definition `json:"what"`
	Part int        `json:"part"`
	Of   int        `json:"of"`
}

// Value is the share from 0 to 1; false when there is nothing to have a part of.
func (s Share) Value() (float64, bool) {
	if s.Of == 0 {
		return 0, false
	}
	return float64(s.Part) / float64(s.Of), true
}

func (s *Share) count(part bool) {
	s.Of++
	if part {
		s.Part++
	}
}

// Make computes the figures of some cases as of an instant, which is not before their last event. The handbooks are those that the
// tickets were decided under; a ticket of another version is an error that matches [ticket.ErrNoHandbook].
func Make(cases iter.Seq2[Case, error], at time.Time, handbooks ...*ticket.Handbook) (Figures, error) {
	m := newMaker(at, handbooks)
	for c, err := range cases {
		if err == nil {
			err = m.add(c)
		}
		if err != nil {
			return Figures{}, fmt.Errorf("report: %w", err)
		}
	}
	return m.done(), nil
}

// maker is a report in the making.
type maker struct {
	Figures
	books                         map[int]*ticket.Handbook
	acknowledge, resolve, counted sample
	edges                         edges
	tallies                       tallies
}

func newMaker(at time.Time, handbooks []*ticket.Handbook) *maker {
	m := &maker{books: map[int]*ticket.Handbook{}, edges: edges{}, tallies: tallies{}}
	m.At = at.UTC()
	for _, h := range handbooks {
		m.books[h.Version()] = h
	}
	m.FirstLevel.What, m.Reopened.What = firstLevel, reopened
	return m
}

func (m *maker) add(c Case) error {
	t := c.Ticket
	h, ok := m.books[t.Handbook]
	if !ok {
		return fmt.Errorf("ticket %s: version %d: %w", t.ID, t.Handbook, ticket.ErrNoHandbook)
	}
	m.edges.add(c.Events)
	m.tallies.add(c, h, m.At)
	m.acknowledged(t)
	m.Tickets.All++
	cycle, _ := h.Lifecycle(t.Kind)
	switch state, _ := cycle.State(t.State); {
	case state.Cancelled:
		m.Tickets.Cancelled++
	case t.Open():
		m.Tickets.Open++
		m.resolve.open++
		m.counted.open++
	default:
		m.resolved(t)
	}
	if everResolved(c.Events) {
		m.Reopened.count(t.Reopens > 0)
	}
	return nil
}

func (m *maker) acknowledged(t ticket.Ticket) {
	switch {
	case !t.Acknowledged.IsZero():
		m.acknowledge.add(t.Acknowledged.Sub(t.Reported))
	case t.Open():
		m.acknowledge.open++
	}
}

// resolved counts a ticket that stands resolved, or was closed after that.
func (m *maker) resolved(t ticket.Ticket) {
	if t.Class == lifecycle.Closed {
		m.Tickets.Closed++
	} else {
		m.Tickets.Resolved++
	}
	m.resolve.add(t.Resolved.Sub(t.Reported))
	if c, ok := promised(t); ok {
		m.counted.add(c.Spent)
	}
	m.FirstLevel.count(t.HandOvers == 0 && t.ResolvedAt == t.Owner.Tier)
}

func (m *maker) done() Figures {
	m.Acknowledge = m.acknowledge.durations(acknowledgeTime)
	m.Resolve = m.resolve.durations(resolveTime)
	m.Counted = m.counted.durations(countedTime)
	m.Escalations = Edges{What: moves, Rows: m.edges.sorted()}
	m.Compliance = Compliance{What: verdicts, Rows: m.tallies.sorted()}
	return m.Figures
}

func everResolved(events []ticket.Event) bool {
	for _, e := range events {
		if c, ok := e.Changed(ticket.FieldClass); ok && c.To == string(lifecycle.Resolved) {
			return true
		}
	}
	return false
}
