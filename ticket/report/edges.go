package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// Edges counts hand-overs.
type Edges struct {
	What Definition `json:"what"`
	Rows []Edge     `json:"rows"` // by from, to and kind
}

// An Edge is one edge of the ladder with the hand-overs along it. What is offered was accepted, rejected, or is waiting.
type Edge struct {
	From     tier.ID       `json:"from"`
	To       tier.ID       `json:"to"`
	Kind     tier.EdgeKind `json:"kind"`
	Offered  int           `json:"offered"`
	ByTime   int           `json:"by_time"` // of those offered: by a policy, because time ran out
	Accepted int           `json:"accepted"`
	Rejected int           `json:"rejected"`
	Late     int           `json:"late"` // not accepted in the time that the edge allows
}

type edgeKey struct {
	from, to tier.ID
	kind     tier.EdgeKind
}

// edges is the table in the making.
type edges map[edgeKey]*Edge

func (all edges) add(events []ticket.Event) {
	offer := &Edge{} // what is counted before anything is offered goes nowhere
	for _, e := range events {
		switch e.Type {
		case ticket.Offered:
			offer = all.row(*e.Offer)
			offer.Offered++
			if e.Offer.Reason.ByTime() {
				offer.ByTime++
			}
		case ticket.Accepted:
			offer.Accepted++
		case ticket.Rejected:
			offer.Rejected++
		case ticket.AcceptLate:
			offer.Late++
		}
	}
}

func (all edges) row(o ticket.Offer) *Edge {
	k := edgeKey{o.From, o.To, o.Edge}
	if all[k] == nil {
		all[k] = &Edge{From: o.From, To: o.To, Kind: o.Edge}
	}
	return all[k]
}

func (all edges) sorted() []Edge {
	rows := make([]Edge, 0, len(all))
	for _, k := range slices.SortedFunc(maps.Keys(all), edgeKey.compare) {
		rows = append(rows, *all[k])
	}
	return rows
}

func (k edgeKey) compare(o edgeKey) int {
	return cmp.Or(strings.Compare(string(k.from), string(o.from)), strings.Compare(string(k.to), string(o.to)), strings.Compare(string(k.kind), string(o.kind)))
}
