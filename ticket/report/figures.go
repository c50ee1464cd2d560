package report

import (
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// A Report is what a desk has done, in a scope.
type Report struct {
	From       time.Time  `json:"from,omitzero"`
	To         time.Time  `json:"to"`
	At         time.Time  `json:"at"`
	Tickets    Population `json:"tickets,omitempty"`
	Resolution Rule       `json:"resolution,omitempty"`
	Calendar   string     `json:"calendar,omitempty"` // "" for all time

	Figures             // of all tickets
	By      []Dimension `json:"by,omitempty"`
	Groups  []Group     `json:"groups,omitempty"` // by their values
}

// A Group is the figures of the tickets that have the same values in the dimensions of a report.
type Group struct {
	Of []string `json:"of"` // in the order of [Report.By]
	Figures
}

// Figures are the numbers of a report, each with what it means.
type Figures struct {
	Counts       Counts     `json:"counts"`
	Flow         Flow       `json:"flow"`
	Acknowledge  Durations  `json:"acknowledge"`   // time to acknowledge (MTTA)
	Resolve      Durations  `json:"resolve"`       // time to resolve (MTTR)
	Counted      Durations  `json:"counted"`       // time to resolve, as the agreement counts it
	FirstContact Share      `json:"first_contact"` // resolved while the requester was there
	FirstLevel   Share      `json:"first_level"`   // resolved by the first line alone
	Escalated    Share      `json:"escalated"`     // handed over
	Reopened     Share      `json:"reopened"`
	Reassigned   Numbers    `json:"reassigned"`
	Escalations  Edges      `json:"escalations"`
	Dwell        Dwell      `json:"dwell"`
	ShiftLeft    ShiftLeft  `json:"shift_left"`
	Compliance   Compliance `json:"compliance"`
	Backlog      Backlog    `json:"backlog"`
	Trend        Trend      `json:"trend,omitzero"`
}

// Counts says how the tickets stand at the report's end: all there are, or those that were opened in the window.
type Counts struct {
	All       int `json:"all"`
	Open      int `json:"open"`
	Resolved  int `json:"resolved"`  // and not closed yet
	Closed    int `json:"closed"`    // resolved before
	Cancelled int `json:"cancelled"` // closed without a solution
}

// Flow is what came and went: End is Start + Opened + Reopened - Resolved - Cancelled.
type Flow struct {
	What      Definition `json:"what"`
	Start     int        `json:"start"` // open
	Opened    int        `json:"opened"`
	Reopened  int        `json:"reopened"`
	Resolved  int        `json:"resolved"`
	Cancelled int        `json:"cancelled"`
	End       int        `json:"end"` // open
}

// A Share is a part of something. Part is never more than Of.
type Share struct {
	What Definition `json:"what"`
	Part int        `json:"part"`
	Of   int        `json:"of"`
}

// Value is the share, from 0 to 1; false when there is nothing to share.
func (s Share) Value() (float64, bool) { return part(s.Part, s.Of) }

func part(n, of int) (float64, bool) {
	if of == 0 {
		return 0, false
	}
	return float64(n) / float64(of), true
}

func (s *Share) count(part bool) {
	s.Of++
	if part {
		s.Part++
	}
}

// maker is figures in the making.
type maker struct {
	Figures
	acknowledge, resolve, counted sample[time.Duration]
	reassigned                    sample[int]
	edges                         edges
	dwells                        dwells
	left                          leftables
	tallies                       tallies
	ages                          sample[time.Duration]
	changes                       []int // of the number of open tickets, at each instant
}

func newMaker(s *Scope) *maker {
	m := &maker{edges: edges{map[edgeKey]*edgeMaker{}, map[tier.ID]int{}}, dwells: dwells{}, left: leftables{}, tallies: tallies{}, changes: make([]int, len(s.Instants)+1)}
	m.Backlog.Ages = make([]Ages, len(s.Ages)+1)
	for i, under := range s.Ages {
		m.Backlog.Ages[i].Under = under
	}
	return m
}

// add counts a ticket.
func (m *maker) add(s *Scope, h *history) {
	m.stands(h)
	m.flow(s, h)
	m.acknowledged(s, h)
	m.reopened(s, h)
	m.edges.offered(s, h)
	m.tallies.add(s, h)
	m.backlog(s, h)
	m.trend(s, h)
	if solved, ok := h.solution(s.Resolution); ok && s.in(solved.at) {
		m.resolved(s, h, solved)
	} else if h.ticket.Open() {
		m.Resolve.Open++
		m.Counted.Open++
	}
}

func (m *maker) stands(h *history) {
	m.Counts.All++
	switch t := &h.ticket; {
	case h.cancelled(t.Kind, t.State):
		m.Counts.Cancelled++
	case t.Open():
		m.Counts.Open++
	case t.Class == lifecycle.Closed:
		m.Counts.Closed++
	default:
		m.Counts.Resolved++
	}
}

func (m *maker) flow(s *Scope, h *history) {
	end := s.To
	if s.Tickets == OpenedIn {
		end = s.At
	}
	f := &m.Flow
	if h.open(s.From) {
		f.Start++
	}
	if h.open(end) {
		f.End++
	}
	for i, t := range h.turns {
		switch {
		case !s.in(t.at):
		case i == 0:
			f.Opened++
		case t.open:
			f.Reopened++
		case t.cancelled:
			f.Cancelled++
		default:
			f.Resolved++
		}
	}
}

func (m *maker) acknowledged(s *Scope, h *history) {
	switch t := &h.ticket; {
	case t.Acknowledged.IsZero() && t.Open():
		m.Acknowledge.Open++
	case !t.Acknowledged.IsZero() && s.in(t.Acknowledged):
		m.acknowledge.add(s.took(t.Reported, t.Acknowledged))
	}
}

func (m *maker) reopened(s *Scope, h *history) {
	if first, ok := h.solution(FirstResolution); ok && s.in(first.at) {
		m.Reopened.count(len(h.reopenings) > before(h.reopenings, first.seq))
	}
}

// resolved counts a ticket that was resolved.
func (m *maker) resolved(s *Scope, h *history, at solution) {
	m.resolve.add(s.took(h.ticket.Reported, at.at))
	if spent, ok := h.counted(s.Resolution); ok {
		m.counted.add(spent)
	}
	first := at.tier == h.ticket.Owner.Tier && !h.moved(at.seq)
	m.FirstLevel.count(first)
	if logs(h.by) {
		m.FirstContact.count(h.oneContact(s, at))
	}
	m.Escalated.count(h.escalated(at.seq))
	m.reassigned.add(before(h.reassigned, at.seq))
	m.edges.went(h, at.seq)
	m.dwells.add(s, h, at)
	m.left.add(h, at, first)
}

// logs reports whether somebody is one of us, who logs what a requester says: an engineer or manager, or whoever an import names.
func logs(by ticket.Actor) bool {
	return by.ID != "" && (by.Kind == ticket.Engineer || by.Kind == ticket.Manager || by.Kind == ticket.System)
}

// oneContact reports whether a ticket was resolved in the contact that it was logged in.
func (h *history) oneContact(s *Scope, at solution) bool {
	still := func(seq int64) bool { return seq == 0 || seq > at.seq }
	return at.by.Kind == h.by.Kind && at.by.ID == h.by.ID && at.at.Sub(h.ticket.Opened) <= s.Contact &&
		!h.moved(at.seq) && still(h.waited) && still(h.asked) && len(h.reopenings) == 0
}

// moved reports whether the ticket was handed over before an event.
func (h *history) moved(seq int64) bool {
	for _, m := range h.moves {
		if m.accepted && m.seq < seq {
			return true
		}
	}
	return false
}

// done gives the figures.
func (m *maker) done(s *Scope) Figures {
	m.Acknowledge.Spread, m.Resolve.Spread, m.Counted.Spread = spread(m.acknowledge), spread(m.resolve), spread(m.counted)
	m.Reassigned = numbers(Definition{}, m.reassigned)
	m.Escalations.Rows = m.edges.sorted()
	m.Dwell.Rows = m.dwells.sorted()
	m.left.sum(&m.ShiftLeft)
	m.Compliance.Rows = m.tallies.sorted()
	m.Backlog.sum(m.ages)
	m.Trend.sum(s, m.changes)
	s.define(&m.Figures)
	return m.Figures
}
