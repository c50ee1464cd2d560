package tier

import (
	"slices"
	"strings"
)

// walk is where tickets get to in a ladder.
type walk struct {
	met  map[ID]bool // have a part: get tickets, help, or approve
	gets map[ID]bool // get tickets: handed over to, or arrived at
}

// walk starts where tickets arrive, at the first tier and at those with channels of their own.
func (l *Ladder) walk() walk {
	w := walk{met: make(map[ID]bool), gets: make(map[ID]bool)}
	for _, t := range l.entries() {
		w.met[t.ID], w.gets[t.ID] = true, true
	}
	for grown := true; grown; {
		grown = false
		for _, e := range l.def.Edges {
			grown = w.along(e) || grown
		}
	}
	return w
}

// along follows one edge and reports whether that led to anything new.
func (w walk) along(e Edge) bool {
	before := len(w.met) + len(w.gets)
	if w.met[e.From] {
		w.met[e.To] = true
		if e.Approver != "" {
			w.met[e.Approver] = true
		}
	}
	if w.gets[e.From] && e.Kind.HandsOver() {
		w.gets[e.To] = true
	}
	return len(w.met)+len(w.gets) > before
}

// after is every tier that a ticket can get to from one, itself included.
func (l *Ladder) after(from ID) map[ID]bool {
	w := walk{met: map[ID]bool{}, gets: map[ID]bool{from: true}}
	for grown := true; grown; {
		grown = false
		for _, e := range l.def.Edges {
			grown = w.along(e) || grown
		}
	}
	return w.gets
}

// circle is the tiers that a ticket passes for one reason and comes to again, the first of them at both ends; nil when it ends.
func (l *Ladder) circle(r Reason) []ID {
	for _, i := range l.order {
		passed := []ID{l.def.Tiers[i].ID}
		for {
			e, ok := l.Next(passed[len(passed)-1], r)
			if !ok {
				break
			}
			if e.To == passed[0] {
				return append(passed, e.To)
			}
			if slices.Contains(passed, e.To) {
				break // a circle that does not come by the start is found from its own tiers
			}
			passed = append(passed, e.To)
		}
	}
	return nil
}

func arrows(ids []ID) string {
	return strings.ReplaceAll(listed(ids), ", ", " → ")
}
