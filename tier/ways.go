package tier

import "slices"

// Edges lists all edges in the order of the definition, which is the order of preference.
func (l *Ladder) Edges() []Edge { return cloneEdges(l.def.Edges) }

// EdgesFrom lists the edges that leave a tier, consult edges too, in order of preference.
func (l *Ladder) EdgesFrom(from ID) []Edge {
	return l.edges(func(e Edge) bool { return e.From == from })
}

// Edge returns the edge along which a ticket can be handed over from one tier to another; false when there is none. It does not
// return consult edges: along them nobody hands over.
func (l *Ladder) Edge(from, to ID) (Edge, bool) {
	return l.edge(func(e Edge) bool { return e.From == from && e.To == to && e.Kind.HandsOver() })
}

// Next returns the edge that a ticket takes from a tier for a reason; false when there is none. Of several it is the first in the
// definition, and one of skill (functional, vendor, hand-back) goes before one of authority: for that see [Ladder.Authority].
func (l *Ladder) Next(from ID, reason Reason) (Edge, bool) {
	return l.next(from, reason, func(Edge) bool { return true })
}

func (l *Ladder) next(from ID, reason Reason, fits func(Edge) bool) (Edge, bool) {
	open := func(e Edge) bool { return e.From == from && e.Kind.HandsOver() && e.Opens(reason) && fits(e) }
	if e, ok := l.edge(func(e Edge) bool { return e.Kind != Hierarchical && open(e) }); ok {
		return e, true
	}
	return l.edge(open)
}

// Authority returns the hierarchical edge for a reason, the other axis: who has more authority, not more skill. False when there
// is none. A ticket may go along [Ladder.Next] for skill and involve an authority for the same reason.
func (l *Ladder) Authority(from ID, reason Reason) (Edge, bool) {
	return l.edge(func(e Edge) bool { return e.From == from && e.Kind == Hierarchical && e.Opens(reason) })
}

// Choices lists all edges along which a ticket could be handed over from a tier for a reason, that of [Ladder.Next] first. There are
// several where the tiers above split, databases beside networks; who takes it is then a question of qualification, see
// [Ladder.NextFor].
func (l *Ladder) Choices(from ID, reason Reason) []Edge {
	open := l.edges(func(e Edge) bool { return e.From == from && e.Kind.HandsOver() && e.Opens(reason) })
	slices.SortStableFunc(open, func(a, b Edge) int { return axis(a.Kind) - axis(b.Kind) })
	return open
}

// Helpers lists the consult edges that leave a tier: who can be asked to join while the ticket stays where it is.
func (l *Ladder) Helpers(from ID) []Edge {
	return l.edges(func(e Edge) bool { return e.From == from && e.Kind == Consult })
}

func (l *Ladder) edge(want func(Edge) bool) (Edge, bool) {
	for _, e := range l.def.Edges {
		if want(e) {
			return e.clone(), true
		}
	}
	return Edge{}, false
}

func (l *Ladder) edges(want func(Edge) bool) []Edge {
	var found []Edge
	for _, e := range l.def.Edges {
		if want(e) {
			found = append(found, e.clone())
		}
	}
	return found
}
