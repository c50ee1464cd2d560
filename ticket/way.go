package ticket

import (
	"fmt"
	"slices"

	"github.com/fourline-go/fourline/tier"
)

// way finds the edge that a hand-over goes along: by its reason, or to a tier if it names one. Of several edges for the reason it takes
// the first whose tier works on the platforms that the ticket needs there, and back to where the ticket came from before anywhere else.
func (w *work) way(o HandOver) (tier.Edge, error) {
	if w.t.Offer != nil {
		return tier.Edge{}, w.refuse("offer", "the ticket is offered to tier %q already", w.t.Offer.To)
	}
	edge, ok := w.edgeFor(o.Reason)
	if o.To != "" {
		edge, ok = w.h.ladder.Edge(w.t.Tier, o.To)
		ok = ok && edge.Opens(o.Reason)
	}
	if ok && edge.Kind.HandsOver() {
		return edge, nil
	}
	to := ""
	if o.To != "" {
		to = fmt.Sprintf(" to %q", o.To)
	}
	r := w.refuse("edge", "no edge leads from tier %q%s for the reason %q", w.t.Tier, to, o.Reason)
	for _, e := range w.h.ladder.EdgesFrom(w.t.Tier) {
		if !e.Kind.HandsOver() {
			continue
		}
		for _, reason := range e.Reasons {
			r.Allowed = append(r.Allowed, fmt.Sprintf("%s to %s", reason, e.To))
		}
	}
	return tier.Edge{}, r
}

func (w *work) edgeFor(reason tier.Reason) (tier.Edge, bool) {
	choices := w.h.ladder.Choices(w.t.Tier, reason)
	back := func(e tier.Edge) bool { return e.Kind == tier.HandBack && e.To == w.t.CameFrom }
	if i := slices.IndexFunc(choices, back); i > 0 && choices[0].Kind == tier.HandBack {
		return choices[i], true
	}
	if len(choices) > 1 {
		if edge, ok := w.h.ladder.NextFor(w.t.Tier, reason, w.needs); ok {
			return edge, true
		}
	}
	return w.h.ladder.Next(w.t.Tier, reason)
}

// A Skipped is a tier that a hand-over passes by.
type Skipped struct {
	Tier tier.ID      `json:"tier"`
	Why  tier.Outcome `json:"why"` // nobody there, qualified, or present
}

// skip goes on from tiers that the ladder allows to pass by and where nobody can take the ticket now, by qualification and working
// hours. It gives the last edge and the tiers before it. Where nobody can anywhere, or the handbook does not say who works where, the
// ticket takes the edge itself and waits.
func (w *work) skip(edge tier.Edge, reason tier.Reason) (tier.Edge, []Skipped) {
	if !edge.MaySkip || w.h.staff == nil {
		return edge, nil
	}
	now := w.h.moment(w.now)
	path, _ := w.h.staff.Path(edge, reason, w.needs, now)
	last := len(path) - 1
	var skipped []Skipped
	for _, e := range path[:last] {
		nobody, _ := w.h.staff.Assign(tier.ByLoad, w.needs(e.To), now, nil)
		skipped = append(skipped, Skipped{Tier: e.To, Why: nobody.Outcome})
	}
	return path[last], skipped
}
