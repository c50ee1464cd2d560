package report

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// A history is what happened to one ticket before an instant, read once from its events.
type history struct {
	book   *ticket.Handbook
	ticket ticket.Ticket // as it stood then
	events []ticket.Event

	by         ticket.Actor // who opened it
	turns      []turn       // between open and done, the opening being the first
	solutions  []solution
	stretches  []stretch
	moves      []move
	reassigned []int64 // events by which it went from one to another
	waited     int64   // the first event by which it waited for somebody, 0 for none
	asked      int64   // the first message of the requester after the opening, 0 for none
	reopenings []int64
	stops      []stop
	clocksSeen []ticket.Clock // memory

	kind    string // while it is read
	at      tier.ID
	class   lifecycle.Class
	since   time.Time
	begun   int64
	promise sla.State // of the clock of the promise to resolve it
}

// A turn is when a ticket was opened, resolved or reopened.
type turn struct {
	at        time.Time
	open      bool // from then on
	cancelled bool // done without a solution
}

// A solution is a turn to done with a solution.
type solution struct {
	at   time.Time
	seq  int64
	by   ticket.Actor
	tier tier.ID
}

// A stretch is a time at one tier in one class of states.
type stretch struct {
	tier     tier.ID
	class    lifecycle.Class
	from, to time.Time
	begins   int64 // the event that it begins with
}

// A move is an offered hand-over and what became of it.
type move struct {
	offer    ticket.Offer
	at       time.Time // of the offer
	ready    time.Time // when it could be accepted: the offer, or its approval
	end      time.Time // zero while it waits
	seq      int64     // of the acceptance
	accepted bool
	late     bool
}

// A stop is what the clock of resolving the ticket had counted when it stopped.
type stop struct {
	spent    time.Duration
	promised bool
}

// read reads a case as it stood just before an instant; false when it was not there yet. The history is used again for the next one.
func (h *history) read(c Case, at time.Time) bool {
	events := c.Events
	for len(events) > 0 && !events[len(events)-1].At.Before(at) {
		events = events[:len(events)-1]
	}
	if len(events) == 0 {
		return false
	}
	*h = history{
		book: h.book, ticket: c.Ticket, events: events, by: events[0].By,
		turns: h.turns[:0], solutions: h.solutions[:0], stretches: h.stretches[:0], moves: h.moves[:0], reassigned: h.reassigned[:0],
		reopenings: h.reopenings[:0], stops: h.stops[:0], clocksSeen: h.clocksSeen[:0],
	}
	if len(events) < len(c.Events) {
		h.ticket = ticket.Ticket{ID: c.Ticket.ID, Client: c.Ticket.Client}
		for _, e := range events {
			h.ticket = ticket.Apply(h.ticket, e)
		}
	}
	return true
}

// walk reads the events.
func (h *history) walk(at time.Time) {
	for i := range h.events {
		h.event(&h.events[i])
	}
	h.stretch(at)
}

// event takes one event in.
func (h *history) event(e *ticket.Event) {
	was, class, at, state, passed := h.class, h.class, h.at, "", false
	for _, c := range e.Changes {
		switch c.Field {
		case ticket.FieldKind:
			h.kind = c.To
		case ticket.FieldState:
			state = c.To
		case ticket.FieldClass:
			class = lifecycle.Class(c.To)
		case ticket.FieldTier:
			at = tier.ID(c.To)
			passed = passed || c.From != ""
		case ticket.FieldGroup, ticket.FieldWorking:
			passed = passed || c.From != "" && c.To != ""
		}
	}
	if at != h.at || class != h.class {
		h.stretch(e.At)
		h.at, h.class, h.begun = at, class, e.Seq
	}
	if passed {
		h.reassigned = append(h.reassigned, e.Seq)
	}
	if e.Reopens {
		h.reopenings = append(h.reopenings, e.Seq)
	}
	if class.Waiting() && h.waited == 0 {
		h.waited = e.Seq
	}
	if e.Type == ticket.Messaged && e.By.Kind == ticket.Requester && h.asked == 0 {
		h.asked = e.Seq
	}
	h.turn(e, was, state)
	h.handOver(e)
	h.clocks(e)
}

// stretch ends the present stretch.
func (h *history) stretch(at time.Time) {
	if h.class != "" {
		h.stretches = append(h.stretches, stretch{h.at, h.class, h.since, at, h.begun})
	}
	h.since = at
}

// turn notes that the ticket was opened, done or reopened. One that is opened as done is both at once.
func (h *history) turn(e *ticket.Event, was lifecycle.Class, state string) {
	if e.Type == ticket.Opened {
		h.turns = append(h.turns, turn{at: e.At, open: true})
		was = lifecycle.New
	}
	if was.Open() == h.class.Open() {
		return
	}
	t := turn{at: e.At, open: h.class.Open()}
	if !t.open {
		t.cancelled = h.cancelled(h.kind, state)
	}
	if !t.open && !t.cancelled {
		h.solutions = append(h.solutions, solution{e.At, e.Seq, e.By, h.at})
	}
	h.turns = append(h.turns, t)
}

// cancelled reports whether a state is one without a solution.
func (h *history) cancelled(kind, state string) bool {
	cycle, ok := h.book.Lifecycle(kind)
	if !ok {
		return false
	}
	s, _ := cycle.State(state)
	return s.Cancelled
}

func (h *history) handOver(e *ticket.Event) {
	if e.Type == ticket.Offered {
		h.moves = append(h.moves, move{offer: *e.Offer, at: e.At, ready: e.At})
		return
	}
	if len(h.moves) == 0 {
		return
	}
	switch last := &h.moves[len(h.moves)-1]; e.Type {
	case ticket.Approved:
		last.ready = e.At
	case ticket.Accepted:
		last.end, last.seq, last.accepted = e.At, e.Seq, true
	case ticket.Rejected:
		last.end = e.At
	case ticket.AcceptLate:
		last.late = true
	}
}

// clocks notes when the clock of resolving the ticket stopped.
func (h *history) clocks(e *ticket.Event) {
	for i := range e.Clocks {
		c := &e.Clocks[i]
		if c.Kind != sla.SLA || c.Metric != resolveMetric {
			continue
		}
		if c.State == sla.Stopped && h.promise != sla.Stopped {
			h.stops = append(h.stops, stop{c.Spent, c.Timed()})
		}
		h.promise = c.State
	}
}

// counted gives what the agreement's clock had counted when the resolution that counts by a rule stopped it.
func (h *history) counted(r Rule) (time.Duration, bool) {
	switch n := len(h.stops); {
	case n == 0 || r != FirstResolution && h.promise != sla.Stopped:
		return 0, false
	case r == FirstResolution:
		return h.stops[0].spent, h.stops[0].promised
	default:
		return h.stops[n-1].spent, h.stops[n-1].promised
	}
}

// open reports whether the ticket was open just before an instant.
func (h *history) open(at time.Time) bool {
	open := false
	for _, t := range h.turns {
		if !t.at.Before(at) {
			break
		}
		open = t.open
	}
	return open
}

// solution gives the resolution that counts by a rule.
func (h *history) solution(r Rule) (solution, bool) {
	switch n := len(h.solutions); {
	case n == 0:
		return solution{}, false
	case r == FirstResolution:
		return h.solutions[0], true
	case h.ticket.Open() || h.cancelled(h.ticket.Kind, h.ticket.State):
		return solution{}, false
	default:
		return h.solutions[n-1], true
	}
}

// tiers lists the tiers that the ticket was at before an event, each once.
func (h *history) tiers(before int64) []tier.ID {
	all := []tier.ID{h.first()}
	for _, m := range h.moves {
		if m.accepted && m.seq < before && !slices.Contains(all, m.offer.To) {
			all = append(all, m.offer.To)
		}
	}
	return all
}

func (h *history) first() tier.ID {
	c, _ := h.events[0].Changed(ticket.FieldTier)
	return tier.ID(c.To)
}

// before counts what happened before an event.
func before(all []int64, seq int64) int {
	n := 0
	for _, s := range all {
		if s < seq {
			n++
		}
	}
	return n
}

// booked reports whether the tier that owns the ticket has a runbook for it.
func (h *history) booked() bool {
	return len(h.book.Runbooks().Match(ticket.BookFacts(h.ticket), h.ticket.Owner.Tier)) > 0
}
