package report

import (
	"maps"
	"slices"
	"time"

	"github.com/fourline-go/fourline/tier"
)

// Dwell is how long tickets stay at tiers.
type Dwell struct {
	What Definition `json:"what"`
	Rows []Stay     `json:"rows"` // by tier
}

// A Stay is how long resolved tickets were at a tier, all visits of a ticket together.
type Stay struct {
	Tier    tier.ID `json:"tier"`
	Elapsed Spread  `json:"elapsed"` // while the ticket was open
	Working Spread  `json:"working"` // of that, while nobody was waited for
}

// dwells is the table in the making.
type dwells map[tier.ID]*dwellMaker

type dwellMaker struct{ elapsed, working sample[time.Duration] }

// add counts, of a ticket that was resolved, the tiers that it was at before.
func (all dwells) add(s *Scope, h *history, at solution) {
	for _, t := range h.tiers(at.seq) {
		var elapsed, working time.Duration
		for _, x := range h.stretches {
			if x.tier != t || !x.class.Open() || x.begins > at.seq {
				continue
			}
			took := s.took(x.from, x.to)
			elapsed += took
			if !x.class.Waiting() {
				working += took
			}
		}
		if all[t] == nil {
			all[t] = &dwellMaker{}
		}
		all[t].elapsed.add(elapsed)
		all[t].working.add(working)
	}
}

func (all dwells) sorted() []Stay {
	rows := make([]Stay, 0, len(all))
	for _, t := range slices.Sorted(maps.Keys(all)) {
		rows = append(rows, Stay{Tier: t, Elapsed: spread(all[t].elapsed), Working: spread(all[t].working)})
	}
	return rows
}
