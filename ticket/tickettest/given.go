package tickettest

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// A Situation is how a ticket is to stand. The zero value is an incident that was just opened.
type Situation struct {
	Client   string     // "": the handbook's first
	Kind     string     // "": incident
	Set      ticket.Set // subject and so on; what is asked for on the way and not said here is filled in, but for texts with a pattern
	Priority string     // "": what impact and urgency of Set give
	Tier     tier.ID    // "": the first. Handed over and accepted edge by edge, by the shortest way
	Breached []string   // metrics, such as "resolve": the clock moves on until these are breached, before the ticket moves to State
	State    string     // "": the one it begins in. Reached by the shortest way of triggers
	Pending  string     // why it waits, in a pending state; "": the lifecycle's first reason
}

// Given makes a ticket that stands as a situation says, by commands of an import ([ticket.System]) to the desk. The clock moves on
// where something has to be breached.
func (d *Desk) Given(s Situation) ticket.Ticket {
	d.t.Helper()
	g := given{Desk: d, s: s, by: ticket.Actor{Kind: ticket.System, ID: "given", Client: s.Client}}
	if clients := d.Desk.Handbook().Definition().Clients; s.Client == "" && len(clients) > 0 {
		g.by.Client = clients[0].ID
	}
	g.open()
	g.breach(false)
	g.handOver()
	g.breach(true)
	g.move()
	if s.Tier != "" && g.at.Tier != s.Tier || s.State != "" && g.at.State != s.State {
		d.t.Fatalf("tickettest: given %+v: %s", s, standing(g.at))
	}
	return g.at
}

// given is a ticket on its way into a situation.
type given struct {
	*Desk
	s  Situation
	by ticket.Actor
	at ticket.Ticket
}

func (g *given) do(actions ...ticket.Action) {
	g.t.Helper()
	g.at = g.Do(g.by, g.at.ID, actions...)
}

func (g *given) book() *ticket.Handbook { return g.Desk.Desk.Handbook() }

func (g *given) cycle() *lifecycle.Lifecycle {
	kind := g.s.Kind
	if kind == "" {
		kind = lifecycle.Incident().Name
	}
	cycle, ok := g.book().Lifecycle(kind)
	if !ok {
		g.t.Fatalf("tickettest: given %+v: the handbook has no such kind", g.s)
	}
	return cycle
}

func (g *given) open() {
	g.t.Helper()
	set := ticket.Set{ticket.FieldSubject: "Something is wrong", ticket.FieldRequester: "rosa"}
	if g.s.Priority != "" {
		maps.Copy(set, priority(g.book().Priorities(), g.s.Priority))
	}
	maps.Copy(set, g.s.Set)
	open := ticket.Open{Kind: g.s.Kind, Set: set}
	if g.s.State != "" && g.cycle().MayStartIn(g.s.State) {
		open.State, open.Pending = g.s.State, g.pending(g.s.State)
	}
	g.do(open)
}

// priority gives what makes a ticket of a priority: the impact and urgency that lead to it, or, where none do, the priority itself.
func priority(m ticket.Matrix, want string) ticket.Set {
	for i, row := range m.Rows {
		if j := slices.Index(row, want); j >= 0 {
			return ticket.Set{ticket.FieldImpact: m.Impacts[i], ticket.FieldUrgency: m.Urgencies[j]}
		}
	}
	return ticket.Set{ticket.FieldPriority: want}
}

// breach waits for what is to be breached: for what runs now, or, in the end, for all.
func (g *given) breach(all bool) {
	g.t.Helper()
	for _, metric := range g.s.Breached {
		clock := func() ticket.Clock {
			for _, c := range slices.Backward(g.at.Clocks) {
				if c.Metric == metric {
					return c
				}
			}
			return ticket.Clock{}
		}
		c := clock()
		calendar, _ := g.book().Calendar(c.Calendar)
		late, ok := c.BreachedAt(calendar)
		if ok && c.Told < 100 {
			g.Until(late.Add(time.Microsecond - 1)) // up to a whole one, in which the desk looks
			g.at = g.Ticket(g.at.ID)
		}
		if all && clock().Told < 100 {
			g.t.Fatalf("tickettest: given %+v: nothing counts the time to %s: %s", g.s, metric, standing(g.at))
		}
	}
}

// handOver hands the ticket over along the ladder.
func (g *given) handOver() {
	g.t.Helper()
	if g.s.Tier == "" || g.s.Tier == g.at.Tier {
		return
	}
	ladder := g.book().Ladder()
	next := func(at tier.ID) (ways []way[tier.ID, tier.Edge]) {
		for _, e := range ladder.EdgesFrom(at) {
			if e.Kind.HandsOver() && len(e.Reasons) > 0 {
				ways = append(ways, way[tier.ID, tier.Edge]{e.To, e})
			}
		}
		return ways
	}
	path, ok := shortest(g.at.Tier, g.s.Tier, next)
	if !ok {
		g.t.Fatalf("tickettest: given %+v: no edges lead from %s to %s", g.s, g.at.Tier, g.s.Tier)
	}
	for _, e := range path {
		g.along(e)
	}
}

// along hands the ticket over along one edge, which time may have done already.
func (g *given) along(e tier.Edge) {
	g.t.Helper()
	if g.at.Offer != nil && g.at.Offer.To != e.To {
		g.do(ticket.Reject{Why: "given"})
	}
	if g.at.Offer == nil {
		fields := map[string]string{}
		for _, f := range e.Fields {
			fields[f] = "given"
		}
		if _, asked := fields["manager"]; asked { // of a vendor's work, who is one of ours
			fields["manager"] = cmp.Or(g.engineer(e.From), "given")
		}
		g.do(ticket.HandOver{To: e.To, Reason: e.Reasons[0], Fields: fields})
	}
	if g.at.Offer.Waits() {
		g.do(ticket.Approve{})
	}
	g.do(ticket.Accept{Engineer: g.engineer(e.To)})
}

// engineer is the first who works at a tier, "" where the handbook knows none.
func (g *given) engineer(at tier.ID) string {
	for _, one := range g.book().Definition().Engineers {
		if !one.Manager && slices.Contains(one.Tiers, at) {
			return one.ID
		}
	}
	return ""
}

// move pulls the triggers that lead to the state.
func (g *given) move() {
	g.t.Helper()
	if g.s.State == "" || g.s.State == g.at.State {
		return
	}
	cycle := g.cycle()
	next := func(state string) (ways []way[string, lifecycle.Transition]) {
		for _, tr := range cycle.From(state) {
			ways = append(ways, way[string, lifecycle.Transition]{tr.To, tr})
		}
		return ways
	}
	path, ok := shortest(g.at.State, g.s.State, next)
	if !ok {
		g.t.Fatalf("tickettest: given %+v: no triggers lead from %s to %s", g.s, g.at.State, g.s.State)
	}
	for _, tr := range path {
		g.pull(tr)
	}
}

// pull pulls a trigger and fills in what is asked for.
func (g *given) pull(tr lifecycle.Transition) {
	g.t.Helper()
	m := ticket.Move{Trigger: tr.Trigger, Pending: g.pending(tr.To), Set: ticket.Set{}}
	_, err := g.Try(g.by, g.at.ID, m)
	if refusal, ok := errors.AsType[*ticket.Refusal](err); ok {
		for _, f := range slices.Concat(refusal.Missing, refusal.Unchanged) {
			m.Set[ticket.Field(f)] = g.fill(ticket.Field(f))
		}
		g.do(m)
		return
	}
	if err != nil {
		g.t.Fatalf("tickettest: given %+v: %v", g.s, err)
	}
	g.at = g.Ticket(g.at.ID)
}

// pending is why a ticket waits in a state, "" for one that is not pending.
func (g *given) pending(state string) string {
	cycle := g.cycle()
	if s, _ := cycle.State(state); !s.Pending {
		return ""
	}
	if reasons := cycle.Definition().Reasons; g.s.Pending == "" && len(reasons) > 0 {
		return reasons[0].Name
	}
	return g.s.Pending
}

// A way leads to a place.
type way[P, W any] struct {
	to  P
	way W
}

// shortest gives the ways from one place to another, as few as possible; of as many, those that come first.
func shortest[P comparable, W any](from, to P, next func(P) []way[P, W]) ([]W, bool) {
	paths, queue := map[P][]W{from: nil}, []P{from}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, w := range next(queue[0]) {
			if _, seen := paths[w.to]; !seen {
				paths[w.to] = append(slices.Clone(paths[queue[0]]), w.way)
				queue = append(queue, w.to)
			}
		}
	}
	path, ok := paths[to]
	return path, ok
}
