package ticket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/tier"
)

// A Routing is who should work on a ticket at its tier, or why nobody can.
type Routing struct {
	tier.Assignment                // who was chosen, and for everybody else of the tier who cannot take it why not
	Needs           tier.Needs     `json:"needs"`          // what the ticket asks of them
	Open            map[string]int `json:"open,omitempty"` // open tickets of those who qualify and are there, without this one
}

// String is the choice in words: "bea, who has 1 open; 2 qualify and are there", or "nobody_present; bo: presence: wants …". It names at
// most ten who were passed by.
func (r Routing) String() string {
	if r.Engineer != "" {
		return fmt.Sprintf("%s, who has %d open; %d qualify and are there", r.Engineer, r.Open[r.Engineer], len(r.Open))
	}
	text := []string{string(r.Outcome)}
	for i, p := range r.Passed {
		if i == 10 {
			text = append(text, fmt.Sprintf("and %d more", len(r.Passed)-i))
			break
		}
		gaps := make([]string, len(p.Gaps))
		for j, g := range p.Gaps {
			gaps[j] = g.String()
		}
		text = append(text, p.Engineer+": "+strings.Join(gaps, ", "))
	}
	return strings.Join(text, "; ")
}

// Candidates says who would get a ticket if it were routed now, and why everybody else of its tier would not, and changes nothing. It
// asks for the right to route; see [Desk.Route].
func (d *Desk) Candidates(ctx context.Context, by Actor, id string) (Routing, error) {
	t, err := d.config.Store.Get(ctx, by.Client, id)
	if err != nil {
		return Routing{}, err
	}
	return d.candidates(ctx, by, t)
}

// Route gives a ticket to the engineer of its tier who qualifies by what the ticket needs ([Definition].Needs), is there by the hours
// of the handbook, and has the least to do for their weight; it is an [Assign] by the actor, whose event says why. Where nobody can
// take it, that is an answer and an event ([Unrouted]), of which a rule of the handbook may tell somebody. Whoever works on it already
// and can goes on.
//
// What an engineer has open is counted in the store, so there is no counter that a restart could lose: one walk over their open tickets
// for each client of the handbook (of the ticket's client alone when the handbook lists none). Among equals the ticket's id decides,
// which is fair over many tickets and the same again for the same one. Two tickets that are routed at the same instant see the same
// counts. Whose turn it is in a strict order ([tier.RoundRobin]) is a state of its own: keep [tier.Turns] and assign.
func (d *Desk) Route(ctx context.Context, by Actor, id string) (Routing, Receipt, error) {
	for range maxTries {
		t, err := d.config.Store.Get(ctx, by.Client, id)
		if err != nil {
			return Routing{}, Receipt{}, err
		}
		r, err := d.candidates(ctx, by, t)
		if err != nil {
			return Routing{}, Receipt{}, err
		}
		var do Action = unrouted{why: r.String()}
		if r.Engineer != "" {
			do = Assign{Engineer: r.Engineer, Why: r.String()}
		}
		receipt, err := d.Do(ctx, Command{Ticket: id, By: by, Expect: t.Version, Do: []Action{do}})
		if !errors.Is(err, ErrConflict) {
			return r, receipt, err
		}
	}
	return Routing{}, Receipt{}, fmt.Errorf("ticket %s: gave up after %d tries: %w", id, maxTries, ErrConflict)
}

func (d *Desk) candidates(ctx context.Context, by Actor, t Ticket) (Routing, error) {
	h, err := d.handbook(t)
	if err != nil {
		return Routing{}, err
	}
	w, err := newWork(ctx, t, by, h, d.config.Now())
	if err != nil {
		return Routing{}, err
	}
	if err := cmp.Or(w.familiar(), w.must(tier.Route), w.open()); err != nil {
		return Routing{}, err
	}
	if h.staff == nil {
		return Routing{}, w.refuse("engineer", "the handbook names no engineers to choose from")
	}
	r := Routing{Needs: w.needs(t.Tier), Open: map[string]int{}}
	now := h.moment(w.now)
	able := h.staff.Free(r.Needs, now)
	for _, e := range able {
		if r.Open[e.ID], err = d.openTickets(ctx, h, t, e.ID); err != nil {
			return Routing{}, err
		}
	}
	now.Open = r.Open
	r.Assignment, _ = h.staff.Assign(tier.ByLoad, r.Needs, now, byTicket(t, able))
	if stays := t.Working.Engineer; slices.ContainsFunc(able, func(e tier.Engineer) bool { return e.ID == stays }) {
		r.Engineer, r.Outcome = stays, tier.Assigned
	}
	return r, nil
}

// openTickets counts what an engineer has open, but for the ticket itself.
func (d *Desk) openTickets(ctx context.Context, h *Handbook, but Ticket, engineer string) (int, error) {
	clients := []string{but.Client}
	if len(h.def.Clients) > 0 {
		clients = clients[:0]
		for _, c := range h.def.Clients {
			clients = append(clients, c.ID)
		}
	}
	n := 0
	for _, client := range clients {
		for t, err := range d.config.Store.List(ctx, Query{Client: client, Assignee: engineer, Open: true}) {
			if err != nil {
				return 0, err
			}
			if t.ID != but.ID || client != but.Client {
				n++
			}
		}
	}
	return n, nil
}

// byTicket is an order of engineers that the ticket's id makes, as turns: all within the step of the greatest weight, so that only
// equals are ordered by it.
func byTicket(t Ticket, able []tier.Engineer) tier.Turns {
	at := map[string]int64{}
	for _, e := range able {
		sum := fnv.New64a()
		sum.Write([]byte(ref(t.Client, t.ID) + " " + e.ID))
		at[e.ID] = int64(sum.Sum64() % 7_000)
	}
	var turns tier.Turns
	for _, id := range slices.Sorted(maps.Keys(at)) {
		turns = append(turns, tier.Turn{Engineer: id, At: at[id]})
	}
	return turns
}

// unrouted records that nobody could take the ticket. Only the desk says so.
type unrouted struct{ why string }

func (u unrouted) decide(w *work) error {
	if err := cmp.Or(w.must(tier.Route), w.open()); err != nil {
		return err
	}
	w.emit(Event{Type: Unrouted, Why: u.why})
	return nil
}
