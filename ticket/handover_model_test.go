package ticket_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// A leg is a way of the ladder in testdata/lines.yaml as a person would read it, for a ticket that needs nothing.
type leg struct {
	to     tier.ID
	asks   bool // for fields
	asked  bool // waits for the lead's approval
	within time.Duration
	by     time.Time // until when it is to be accepted, once offered
}

// legs gives the way for a reason.
func legs(from tier.ID, reason tier.Reason) (leg, bool) {
	l, ok := map[string]leg{
		"front unsolved": {to: "field", asks: true, within: 15 * time.Minute}, "field unsolved": {to: "net", asks: true, within: time.Hour},
		"net unsolved":   {to: "maker", asks: true, asked: true, within: 2 * time.Hour},
		"field returned": {to: "front"}, "net returned": {to: "field"}, "maker returned": {to: "net"},
	}[string(from)+" "+string(reason)]
	return l, ok
}

// passing is where a ticket should be, worked out without events, folds or a ladder.
type passing struct {
	tier, came    tier.ID
	offer         *leg
	managed       bool // nils manages the maker's work, and what the edge asks for is on the ticket
	moves, bounce int
	count         map[ticket.EventType]int
}

// side reports whether somebody belongs to a tier, as far as offers go.
func (p *passing) side(by ticket.Actor, at tier.ID) bool {
	return by.Kind == ticket.Manager || by.Kind == ticket.Engineer && by.Tier == at || at == "maker" && by.Kind == ticket.Vendor
}

func (p *passing) handOver(by ticket.Actor, reason tier.Reason, full bool, now time.Time) bool {
	l, ok := legs(p.tier, reason)
	mine := p.side(by, p.tier) || by.ID == "fay" || by.ID == "nils" && p.managed
	if !mine || !ok || p.offer != nil {
		return false
	}
	weekday := now.Weekday() >= time.Monday && now.Weekday() <= time.Friday
	if p.tier == "front" && !(weekday && now.Hour() >= 9 && now.Hour() < 17) { // nobody at the field: it goes on from there
		l, _ = legs("field", reason)
	}
	there := l.to == "maker" && p.managed
	if l.asks && !full && !there {
		return false
	}
	p.managed = p.managed || l.to == "maker"
	p.offer = &l
	p.count[ticket.Offered]++
	if !l.asked {
		p.start(now)
	}
	return true
}

func (p *passing) start(now time.Time) {
	if p.offer.within > 0 {
		p.offer.by = now.Add(p.offer.within)
	}
}

func (p *passing) approve(by ticket.Actor, now time.Time) bool {
	if p.offer == nil || !p.offer.asked || by.ID != "lou" {
		return false
	}
	p.offer.asked = false
	p.count[ticket.Approved]++
	p.start(now)
	return true
}

func (p *passing) accept(by ticket.Actor) bool {
	if p.offer == nil || p.offer.asked || !p.side(by, p.offer.to) && !(by.ID == "nils" && p.managed && p.offer.to == "maker") {
		return false
	}
	if p.offer.to == p.came {
		p.bounce++
	}
	p.came, p.tier, p.offer = p.tier, p.offer.to, nil
	p.moves++
	p.count[ticket.Accepted]++
	return true
}

func (p *passing) reject(by ticket.Actor) bool {
	may := p.offer != nil && (p.side(by, p.offer.to) || by.ID == "nils" && p.managed && p.offer.to == "maker")
	if p.offer != nil && p.offer.asked {
		may = by.ID == "lou"
	}
	if may {
		p.offer = nil
		p.count[ticket.Rejected]++
	}
	return may
}

// pass lets time come.
func (p *passing) pass(now time.Time) {
	if p.offer != nil && !p.offer.by.IsZero() && !now.Before(p.offer.by) {
		p.offer.by = time.Time{}
		p.count[ticket.AcceptLate]++
	}
}

// TestHandOversAgreeWithAModel lets random people offer, approve, accept and reject while time passes, and wants exactly those to
// succeed that may, and the ticket to be where they have brought it.
func TestHandOversAgreeWithAModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := linesHouse(t)
		p := &passing{tier: rapid.SampledFrom([]tier.ID{"front", "field", "net"}).Draw(rt, "at"), count: map[ticket.EventType]int{}}
		h.do(fay, ticket.Open{Tier: p.tier})
		for range rapid.IntRange(1, 40).Draw(rt, "commands") {
			h.now = h.now.Add(time.Duration(rapid.IntRange(0, 90).Draw(rt, "minutes")) * time.Minute)
			_, err := h.desk.Tick(t.Context())
			require.NoError(t, err)
			p.pass(h.now)
			by := rapid.SampledFrom([]ticket.Actor{rosa, fay, bo, nils, lou, lou, meg, vendor}).Draw(rt, "by")
			action, want := p.draw(rt, by, h.now)
			_, err = h.try(by, action)
			if errors.Is(err, ticket.ErrRefused) {
				require.False(t, want, "%s refused: %T%+v by %s", err, action, action, by.ID)
			} else {
				require.NoError(t, err)
				require.True(t, want, "not refused: %T%+v by %s", action, action, by.ID)
			}
			h.wherePassed(p)
		}
	})
}

func (p *passing) draw(rt *rapid.T, by ticket.Actor, now time.Time) (ticket.Action, bool) {
	n := rapid.IntRange(0, 7).Draw(rt, "action")
	switch {
	case n == 0 || n < 4 && p.offer != nil && p.offer.asked:
		return ticket.Approve{}, p.approve(by, now)
	case n == 1:
		return ticket.Reject{Why: "no"}, p.reject(by)
	case n == 2 || n < 6 && p.offer != nil:
		return ticket.Accept{}, p.accept(by)
	default:
		o := ticket.HandOver{Reason: rapid.SampledFrom([]tier.Reason{tier.Unsolved, tier.Returned, "bored"}).Draw(rt, "reason")}
		full := rapid.IntRange(0, 3).Draw(rt, "full") > 0
		if full && p.tier == "net" && o.Reason == tier.Unsolved {
			o.Fields = map[string]string{"vendor_reference": "M-1", "manager": "nils"}
		} else if full {
			o.Fields = more
		}
		return o, p.handOver(by, o.Reason, full, now)
	}
}

// wherePassed compares the stored ticket and its events with the model.
func (h *house) wherePassed(p *passing) {
	h.t.Helper()
	t, err := h.desk.Get(h.t.Context(), "acme", "T")
	require.NoError(h.t, err)
	require.Equal(h.t, t, h.folded("T", "acme"))
	require.Equal(h.t, ticket.Party{Tier: "front"}, t.Owner, "the owner stays")
	require.Equal(h.t, []any{p.tier, p.came, p.moves, p.bounce}, []any{t.Tier, t.CameFrom, t.HandOvers, t.Bounces})
	require.Equal(h.t, p.offer != nil, t.Offer != nil)
	if p.offer != nil {
		require.Equal(h.t, []any{p.offer.to, p.offer.asked}, []any{t.Offer.To, t.Offer.Waits()})
	}
	ladder, at := h.desk.Handbook().Ladder(), tier.ID("")
	count := map[ticket.EventType]int{}
	var offer ticket.Offer
	for _, e := range h.events() {
		switch e.Type {
		case ticket.Offered, ticket.Approved, ticket.Accepted, ticket.Rejected, ticket.AcceptLate:
			count[e.Type]++
		}
		if e.Offer != nil {
			offer = *e.Offer
		}
		c, moved := e.Changed(ticket.FieldTier)
		if e.Type == ticket.Opened {
			at, moved = tier.ID(c.To), false
		}
		if moved {
			require.Equal(h.t, ticket.Accepted, e.Type, "only accepting moves a ticket")
			for _, s := range append(offer.Skipped, ticket.Skipped{Tier: offer.To}) {
				_, way := ladder.Edge(at, s.Tier)
				require.True(h.t, way, "no edge from %s to %s", at, s.Tier)
				at = s.Tier
			}
			require.EqualValues(h.t, at, c.To)
		}
	}
	require.Equal(h.t, p.count, count)
}
