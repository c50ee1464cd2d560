package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/tier"
)

// Edges counts hand-overs.
type Edges struct {
	What Definition `json:"what"`
	Rows []Edge     `json:"rows"` // by from, to and kind
}

// An Edge is one edge of the ladder with the hand-overs along it. What is offered is accepted or rejected, perhaps after the window, or
// waits.
type Edge struct {
	From     tier.ID       `json:"from"`
	To       tier.ID       `json:"to"`
	Kind     tier.EdgeKind `json:"kind"`
	Offered  int           `json:"offered"`
	ByTime   int           `json:"by_time"` // of those offered: by a policy, because time ran out
	Accepted int           `json:"accepted"`
	Rejected int           `json:"rejected"`
	Late     int           `json:"late"`   // of those offered: not accepted in the time that the edge allows
	Accept   Spread        `json:"accept"` // time to accept

	Tickets int `json:"tickets"` // resolved ones that went along it
	Of      int `json:"of"`      // resolved ones that were at From
}

// Rate is the escalation rate along the edge, from 0 to 1: tickets that went along it, of those that could have; false when none could.
func (e Edge) Rate() (float64, bool) { return part(e.Tickets, e.Of) }

type edgeKey struct {
	from, to tier.ID
	kind     tier.EdgeKind
}

// edges is the table in the making.
type edges struct {
	rows map[edgeKey]*edgeMaker
	were map[tier.ID]int // resolved tickets that were at a tier
}

type edgeMaker struct {
	Edge
	accept sample[time.Duration]
}

// offered counts hand-overs.
func (all edges) offered(s *Scope, h *history) {
	for i := range h.moves {
		m := &h.moves[i]
		row := all.row(m.key())
		if s.in(m.at) {
			row.Offered++
			row.ByTime += one(m.offer.Reason.ByTime())
			row.Late += one(m.late)
		}
		switch {
		case m.end.IsZero() || !s.in(m.end):
		case m.accepted:
			row.Accepted++
			row.accept.add(s.took(m.ready, m.end))
		default:
			row.Rejected++
		}
	}
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// went counts, of a ticket that was resolved by an event, the edges that it went along and the tiers that it was at before.
func (all edges) went(h *history, seq int64) {
	for i, m := range h.moves {
		along := func(o move) bool { return o.accepted && o.seq < seq && o.key() == m.key() }
		if along(m) && !slices.ContainsFunc(h.moves[:i], along) {
			all.row(m.key()).Tickets++
		}
	}
	for _, t := range h.tiers(seq) {
		all.were[t]++
	}
}

func (m *move) key() edgeKey { return edgeKey{m.offer.From, m.offer.To, m.offer.Edge} }

func (all edges) row(k edgeKey) *edgeMaker {
	if all.rows[k] == nil {
		all.rows[k] = &edgeMaker{Edge: Edge{From: k.from, To: k.to, Kind: k.kind}}
	}
	return all.rows[k]
}

func (all edges) sorted() []Edge {
	rows := make([]Edge, 0, len(all.rows))
	for _, k := range slices.SortedFunc(maps.Keys(all.rows), edgeKey.compare) {
		row := all.rows[k].Edge
		if row.Offered+row.Accepted+row.Rejected+row.Tickets == 0 { // what there was lies outside the window
			continue
		}
		row.Of, row.Accept = all.were[k.from], spread(all.rows[k].accept)
		rows = append(rows, row)
	}
	return rows
}

func (k edgeKey) compare(o edgeKey) int {
	return cmp.Or(strings.Compare(string(k.from), string(o.from)), strings.Compare(string(k.to), string(o.to)), strings.Compare(string(k.kind), string(o.kind)))
}

// escalated reports whether another tier accepted the ticket before an event because more was needed than there was.
func (h *history) escalated(seq int64) bool {
	for _, m := range h.moves {
		on := m.offer.Edge == tier.Functional || m.offer.Edge == tier.Hierarchical || m.offer.Edge == tier.ToVendor
		if on && m.accepted && m.seq < seq {
			return true
		}
	}
	return false
}
