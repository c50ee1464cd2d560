package ticket

import (
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/tier"
)

// A Helper is a tier that was asked in along a consult edge, or somebody of it who has joined. Helpers write, and run what their tier
// may run; the ticket stays where it is, and so do its owner, who works on it, its clocks and its policies.
type Helper struct {
	Tier     tier.ID     `json:"tier"`
	Engineer string      `json:"engineer,omitempty"` // "" while nobody of the tier has joined
	Reason   tier.Reason `json:"reason,omitempty"`
	Since    time.Time   `json:"since"`            // when the tier was asked, or the engineer joined
	JoinBy   time.Time   `json:"join_by,omitzero"` // until when somebody is expected; zero when the edge sets no limit
	Overdue  bool        `json:"overdue,omitempty"`
}

func (c Consult) decide(w *work) error {
	if err := w.open(); err != nil {
		return err
	}
	if err := w.atTier("asks others in"); err != nil {
		return err
	}
	return w.consult(c, Event{})
}

// consult asks a tier in, where it is not asked already.
func (w *work) consult(c Consult, e Event) error {
	edges := w.h.ladder.Helpers(w.t.Tier)
	i := slices.IndexFunc(edges, func(e tier.Edge) bool {
		return (c.To == "" || e.To == c.To) && (c.Reason == "" || e.Opens(c.Reason)) && (c.To != "" || c.Reason != "")
	})
	if i < 0 {
		r := w.refuse("edge", "nobody can be asked to help tier %q by that tier and reason", w.t.Tier)
		for _, e := range edges {
			r.Allowed = append(r.Allowed, strings.TrimSpace(string(e.To)+" "+joined(e.Reasons)))
		}
		return r
	}
	to := edges[i].To
	if slices.ContainsFunc(w.t.Helpers, func(h Helper) bool { return h.Tier == to }) {
		return nil
	}
	if len(w.t.Helpers) >= MaxHelpers {
		return w.refuse("limit", "the ticket has %d helpers; at most that many are allowed", MaxHelpers)
	}
	e.Type, e.Why = Consulted, string(c.Reason)
	e.Helper = &Helper{Tier: to, Reason: c.Reason, Since: w.now, JoinBy: w.acceptBy(edges[i])}
	w.emit(e)
	return nil
}

func joined(reasons []tier.Reason) string {
	var all []string
	for _, r := range reasons {
		all = append(all, string(r))
	}
	if len(all) == 0 {
		return ""
	}
	return "for " + strings.Join(all, " or ")
}

func (Join) decide(w *work) error {
	if err := w.open(); err != nil {
		return err
	}
	asked, ok := w.asked()
	switch {
	case !ok:
		return w.refuse("right", "nobody has asked %s in", w.name())
	case slices.ContainsFunc(w.t.Helpers, w.isMe):
		return nil
	case asked.Engineer != "" && len(w.t.Helpers) >= MaxHelpers:
		return w.refuse("limit", "the ticket has %d helpers; at most that many are allowed", MaxHelpers)
	}
	w.emit(Event{Type: Joined, Helper: &Helper{Tier: asked.Tier, Engineer: w.by.ID, Reason: asked.Reason, Since: w.now}})
	return nil
}

// asked finds the invitation of the actor's tier.
func (w *work) asked() (Helper, bool) {
	i := slices.IndexFunc(w.t.Helpers, func(h Helper) bool { return w.isOf(h.Tier) })
	if i < 0 || w.by.ID == "" {
		return Helper{}, false
	}
	return w.t.Helpers[i], true
}

func (w *work) isMe(h Helper) bool {
	return h.Engineer == w.by.ID && h.Engineer != "" && w.isOf(h.Tier)
}

func (l Leave) decide(w *work) error {
	if err := w.open(); err != nil {
		return err
	}
	out := Helper{Tier: l.Tier, Engineer: l.Engineer}
	there := func(h Helper) bool { return h.Tier == l.Tier && (l.Engineer == "" || h.Engineer == l.Engineer) }
	if l == (Leave{}) {
		there = w.isMe
	}
	i := slices.IndexFunc(w.t.Helpers, there)
	if i < 0 {
		return w.refuse("helper", "there is no such helper")
	}
	if l == (Leave{}) {
		out = Helper{Tier: w.t.Helpers[i].Tier, Engineer: w.by.ID}
	}
	if !w.isMe(out) {
		if err := w.atTier("sends helpers away"); err != nil {
			return err
		}
	}
	w.emit(Event{Type: Left, Helper: &out})
	return nil
}

// helpsAt is the tier at which the actor works on the ticket: that of a helper, or the ticket's own.
func (w *work) helpsAt() tier.ID {
	if i := slices.IndexFunc(w.t.Helpers, w.isMe); i >= 0 {
		return w.t.Helpers[i].Tier
	}
	return w.t.Tier
}

// lateHelper gives until when somebody is expected first and who that is.
func (w *work) lateHelper() (at time.Time, n int, ok bool) {
	for i, h := range w.t.Helpers {
		if !h.JoinBy.IsZero() && !h.Overdue && (!ok || h.JoinBy.Before(at)) {
			at, n, ok = h.JoinBy, i, true
		}
	}
	return at, n, ok && w.t.Open()
}

// applyHelper keeps who helps.
func applyHelper(helpers []Helper, e Event) []Helper {
	if e.Helper == nil {
		return helpers
	}
	helpers = slices.Clone(helpers)
	open := func(h Helper) bool { return h.Tier == e.Helper.Tier && h.Engineer == "" }
	switch e.Type {
	case Joined:
		helpers = slices.DeleteFunc(helpers, open)
		helpers = append(helpers, *e.Helper)
	case Consulted:
		helpers = append(helpers, *e.Helper)
	case JoinLate:
		if i := slices.IndexFunc(helpers, open); i >= 0 {
			helpers[i].Overdue = true
		}
	case Left:
		helpers = slices.DeleteFunc(helpers, func(h Helper) bool {
			return h.Tier == e.Helper.Tier && (e.Helper.Engineer == "" || h.Engineer == e.Helper.Engineer)
		})
	}
	if len(helpers) == 0 {
		return nil
	}
	return helpers
}
