package report

import (
	"cmp"
	"slices"
	"strings"
)

// ShiftLeft is what could be resolved further to the left: at the tier that owns the tickets, usually the first line.
type ShiftLeft struct {
	What      Definition `json:"what"`
	Above     int        `json:"above"`      // resolved at another tier than the owning one
	Capable   int        `json:"capable"`    // of those: the owning tier could have resolved them
	ByRunbook int        `json:"by_runbook"` // of the capable: a runbook of the owning tier is for them
	ByExample int        `json:"by_example"` // of the capable: it has resolved one of the same kind, service and category by itself
	Rows      []Leftable `json:"rows"`       // those with anything capable, the most first
}

// A Leftable is tickets of one kind, service and category.
type Leftable struct {
	Kind     string `json:"kind"`
	Service  string `json:"service,omitempty"`
	Category string `json:"category,omitempty"`
	Above    int    `json:"above"`
	Capable  int    `json:"capable"`
}

// Share is the part of the tickets resolved above that the owning tier could have resolved, from 0 to 1 ("percent resolved L1-capable");
// false when none was resolved above.
func (s ShiftLeft) Share() (float64, bool) { return part(s.Capable, s.Above) }

type leftKey struct{ kind, service, category string }

// leftables is the table in the making.
type leftables map[leftKey]*leftMaker

type leftMaker struct{ above, booked, alone int }

// add counts a ticket that was resolved, alone by the tier that owns it or otherwise.
func (all leftables) add(h *history, at solution, alone bool) {
	t := &h.ticket
	above := at.tier != t.Owner.Tier
	if !alone && !above {
		return
	}
	k := leftKey{t.Kind, t.Service, t.Category}
	if all[k] == nil {
		all[k] = &leftMaker{}
	}
	all[k].alone += one(alone)
	all[k].above += one(above)
	if above {
		all[k].booked += one(h.booked())
	}
}

// sum adds up. Without a category a ticket is like no other.
func (all leftables) sum(s *ShiftLeft) {
	s.Rows = []Leftable{}
	for k, m := range all {
		s.Above += m.above
		s.ByRunbook += m.booked
		capable := m.booked
		if m.alone > 0 && k.category != "" {
			s.ByExample += m.above
			capable = m.above
		}
		if s.Capable += capable; capable > 0 {
			s.Rows = append(s.Rows, Leftable{k.kind, k.service, k.category, m.above, capable})
		}
	}
	slices.SortFunc(s.Rows, func(a, b Leftable) int {
		return cmp.Or(b.Capable-a.Capable, b.Above-a.Above, strings.Compare(a.Kind, b.Kind), strings.Compare(a.Service, b.Service), strings.Compare(a.Category, b.Category))
	})
}
