package tier

import (
	"fmt"
	"slices"
)

// Lint says what a ladder allows and can hardly mean, see [Rule]. The findings come in a stable order, tiers before edges; the ladders
// of this package have none.
func (l *Ladder) Lint() []Finding {
	var found findings
	w := l.walk()
	l.lintWhole(&found)
	for i, t := range l.def.Tiers {
		path := fmt.Sprintf("tiers[%d]", i)
		l.lintWays(&found, w, path, t)
		l.lintRights(&found, w, path, t)
		lintWords(&found, path+".capabilities", t.Capabilities, Capabilities())
		lintWords(&found, path+".responsibilities", t.Responsibilities, Responsibilities())
	}
	for i, e := range l.def.Edges {
		path := fmt.Sprintf("edges[%d]", i)
		l.lintReasons(&found, i, path, e)
		l.lintEdge(&found, path, e)
		lintWords(&found, path+".reasons", e.Reasons, Reasons())
	}
	return found
}

func (l *Ladder) lintWhole(found *findings) {
	for _, c := range []Capability{Acknowledge, Work, Resolve, Close, Reopen} {
		if len(l.With(c)) == 0 {
			found.add(NobodyMay, "tiers", "no tier may %s", c)
		}
	}
	first := fmt.Sprintf("tiers[%d].capabilities", l.index[l.def.First])
	if !l.Can(l.def.First, Acknowledge) {
		found.add(FirstDoesNot, first, "tickets arrive at %s, which may not %s", l.def.First, Acknowledge)
	}
	if len(l.def.Tiers) > 1 && !l.Can(l.def.First, Route) {
		found.add(FirstDoesNot, first, "tickets arrive at %s, which may not %s them on", l.def.First, Route)
	}
	asked := make(map[Responsibility]bool)
	for _, c := range Capabilities() {
		r := answers(c)
		if by := l.With(c); len(by) > 0 && !asked[r] && len(l.holders(r)) == 0 {
			found.add(NobodyAnswers, "tiers", "%s may %s, and no tier is responsible for %s", listed(by), c, r)
		}
		asked[r] = asked[r] || len(l.With(c)) > 0
	}
	for _, r := range Responsibilities() {
		holders := l.holders(r)
		for i, id := range holders {
			if j := slices.IndexFunc(holders[:i], func(other ID) bool { return !l.apart(id, other) }); j >= 0 {
				found.add(SeveralAnswer, "tiers", "%s and %s are both responsible for %s; want one", holders[j], id, r)
			}
		}
	}
	for _, r := range Reasons() {
		if circle := l.circle(r); r.ByTime() && len(circle) > 0 {
			found.add(TimeCircle, "edges", "for %s a ticket goes round without end: %s", r, arrows(circle))
		}
	}
}

// lintWays looks at how tickets come to a tier and leave it.
func (l *Ladder) lintWays(found *findings, w walk, path string, t Tier) {
	if !w.met[t.ID] {
		found.add(Unreachable, path, "no edge leads to %s from where tickets arrive", t.ID)
		return
	}
	if !w.gets[t.ID] {
		return // only asked to help; what it helps with stays where it is
	}
	leaves := slices.ContainsFunc(l.def.Edges, func(e Edge) bool { return e.From == t.ID && e.Kind.HandsOver() })
	switch after := l.after(t.ID); {
	case !leaves && t.ID != l.Owner():
		found.add(DeadEnd, path, "tickets arrive at %s and cannot leave it, not even back", t.ID)
	case !after[l.Owner()]:
		found.add(NoWayBack, path, "from %s no edges lead to %s, which owns the ticket", t.ID, l.Owner())
	}
}

// lintRights looks at what a tier that gets tickets may do with them.
func (l *Ladder) lintRights(found *findings, w walk, path string, t Tier) {
	if !w.gets[t.ID] {
		return
	}
	path += ".capabilities"
	after := l.after(t.ID)
	able := slices.ContainsFunc(l.With(Resolve), func(id ID) bool { return after[id] })
	switch {
	case !able && len(l.With(Resolve)) > 0:
		found.add(CannotResolve, path, "neither %s nor any tier that follows it may resolve", t.ID)
	case able && !l.Can(t.ID, Resolve) && t.Kind != Management:
		found.add(MayNotResolve, path, "%s works on tickets and may not resolve them", t.ID)
	}
}

// lintReasons looks at what opens an edge.
func (l *Ladder) lintReasons(found *findings, at int, path string, e Edge) {
	if len(e.Reasons) == 0 && e.Kind != Consult {
		found.add(NeverTaken, path+".reasons", "no reason opens the way from %s to %s", e.From, e.To)
	}
	for _, before := range l.def.Edges[:at] {
		if before.From != e.From || axis(before.Kind) != axis(e.Kind) || e.Kind == Consult || l.apart(before.To, e.To) {
			continue
		}
		for i, r := range e.Reasons {
			if before.Opens(r) {
				found.add(SameReason, fmt.Sprintf("%s.reasons[%d]", path, i),
					"for %s a ticket goes from %s to %s, never to %s; give the tiers platforms, or another reason", r, e.From, before.To, e.To)
			}
		}
	}
}

// axis is 0 for help, 1 for skill, 2 for authority.
func axis(k EdgeKind) int {
	switch k {
	case Consult:
		return 0
	case Hierarchical:
		return 2
	default:
		return 1
	}
}

// lintEdge looks at an edge between its two tiers.
func (l *Ladder) lintEdge(found *findings, path string, e Edge) {
	from, to := l.def.Tiers[l.index[e.From]], l.def.Tiers[l.index[e.To]]
	up := e.Kind == Functional || e.Kind == ToVendor
	if up && to.Rank < from.Rank || e.Kind == HandBack && to.Rank > from.Rank {
		found.add(AgainstRank, path, "a %s edge from %s (rank %d) to %s (rank %d)", e.Kind, e.From, from.Rank, e.To, to.Rank)
	}
	if e.Kind == Hierarchical && to.Kind != Management {
		found.add(AuthorityOfNoOne, path+".to", "a hierarchical edge to %s, which is of kind %s; want %s", e.To, to.Kind, Management)
	}
	if e.Kind == ToVendor && !l.Can(e.From, ManageVendor) {
		found.add(VendorUnmanaged, path+".from", "%s sends to the vendor %s and may not %s", e.From, e.To, ManageVendor)
	}
	if slices.Contains(e.Evidence, RunbookInsufficient) && !l.Can(e.From, RunRunbook) && !l.Can(e.From, RunCookbook) {
		found.add(EvidenceNeverThere, path+".evidence", "%s may run no runbook, so none can be insufficient", e.From)
	}
	if e.Approver == e.From {
		found.add(SelfApproval, path+".approver", "%s approves what it hands over itself", e.From)
	}
	if e.MaySkip && !slices.ContainsFunc(e.Reasons, func(r Reason) bool { _, on := l.Next(e.To, r); return on }) {
		found.add(SkipToNowhere, path+".may_skip", "%s may be passed by, and for none of these reasons a way goes on from it", e.To)
	}
}
