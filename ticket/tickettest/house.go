package tickettest

import (
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// House is a small support organisation, made anew each time, to be changed at will.
//
// The ladder is [tier.Default]; the kinds are the ready-made ones. Clients are acme and birch, which has phone and e-mail only. The
// office is open Monday to Friday from 09:00 to 17:00 UTC, but for 25 December. Impact and urgency, each high, medium or low, give P1
// to P4. Acknowledging takes 30 minutes at most, resolving 8 hours of the office with a warning at 75 %; for a P1 it is 15 minutes and
// 4 hours, round the clock. The second line holds a ticket 4 hours of the office at most. A P1 that nobody acknowledges is told to the
// tier after 10 minutes and to its manager after 20. Whoever is offered a ticket is told. The people are those of [People].
func House() ticket.Definition {
	hours, christmas := []sla.Span{"09:00-17:00"}, []sla.Holiday{{Date: "12-25"}}
	named := func(d lifecycle.Definition) lifecycle.Definition { return lifecycle.Definition{Name: d.Name} }
	var kinds []lifecycle.Definition
	for _, d := range lifecycle.ReadyMade() {
		kinds = append(kinds, named(d))
	}
	return ticket.Definition{
		Name: "house", Version: 1, Kinds: kinds,
		Clients: []ticket.Client{
			{ID: "acme", Name: "Acme", Channels: []string{"phone", "web", "email", "chat", "monitoring"}},
			{ID: "birch", Name: "Birch", Channels: []string{"phone", "email"}},
		},
		Priorities: ticket.Matrix{
			Impacts: []string{"high", "medium", "low"}, Urgencies: []string{"high", "medium", "low"},
			Rows: [][]string{{"P1", "P2", "P3"}, {"P2", "P3", "P4"}, {"P3", "P4", "P4"}},
		},
		Calendars:  []sla.Hours{{Name: office, Week: sla.Week{Mon: hours, Tue: hours, Wed: hours, Thu: hours, Fri: hours}, Holidays: christmas}},
		Agreements: agreements(),
		Policies: []escalation.Policy{{
			Name: "unseen", Version: 1, Match: escalation.Match{Priority: []string{"P1"}}, Trigger: escalation.Trigger{On: escalation.Unacknowledged},
			Steps: []escalation.Step{
				{Name: "remind", After: 10 * time.Minute, Targets: []escalation.Target{{Kind: escalation.ToTier}}},
				{Name: "manager", After: 10 * time.Minute, Targets: []escalation.Target{{Kind: escalation.ToManager}}},
			},
		}},
		Engineers: []tier.Engineer{
			{ID: "ada", Name: "Ada", Tiers: []tier.ID{"L1"}},
			{ID: "ben", Name: "Ben", Tiers: []tier.ID{"L2"}},
			{ID: "cleo", Name: "Cleo", Tiers: []tier.ID{"L3"}},
			{ID: "mara", Name: "Mara", Tiers: []tier.ID{"L1", "L2", "L3"}, Manager: true},
		},
		Notify: []ticket.Rule{{On: ticket.Offered, To: []escalation.Target{{Kind: escalation.ToTier}}}},
	}
}

// The calendars of the house.
const office, always = "office", "24x7"

func agreements() []sla.Agreement {
	return []sla.Agreement{
		{ID: "standard", Version: 1, Targets: []sla.Target{
			{Metric: "acknowledge", Within: 30 * time.Minute, Calendar: always},
			{Metric: "resolve", Within: 8 * time.Hour, Calendar: office, Warn: []int{75}},
		}},
		{ID: "urgent", Version: 1, Match: sla.Match{Priority: []string{"P1"}}, Targets: []sla.Target{
			{Metric: "acknowledge", Within: 15 * time.Minute, Calendar: always},
			{Metric: "resolve", Within: 4 * time.Hour, Calendar: always, Warn: []int{75}},
		}},
		{ID: "second-line", Version: 1, Kind: sla.OLA, Match: sla.Match{Tier: []string{"L2"}}, Targets: []sla.Target{
			{Metric: "hold", Within: 4 * time.Hour, Calendar: office},
		}},
	}
}

// A Cast is who acts on the tickets of one client in [House].
type Cast struct {
	Requester  ticket.Actor // rosa
	L1, L2, L3 ticket.Actor // ada, ben, cleo
	Manager    ticket.Actor // mara, of all three tiers
	Vendor     ticket.Actor // mercury
	Monitor    ticket.Actor // probe
	Automation ticket.Actor // bot, with the rights of L1
	System     ticket.Actor // an import
}

// People gives the cast of [House] for a client.
func People(client string) Cast {
	one := func(kind ticket.ActorKind, id string, at tier.ID) ticket.Actor {
		return ticket.Actor{Kind: kind, ID: id, Tier: at, Client: client}
	}
	return Cast{
		Requester: one(ticket.Requester, "rosa", ""),
		L1:        one(ticket.Engineer, "ada", "L1"), L2: one(ticket.Engineer, "ben", "L2"), L3: one(ticket.Engineer, "cleo", "L3"),
		Manager: one(ticket.Manager, "mara", ""), Vendor: one(ticket.Vendor, "mercury", ""), Monitor: one(ticket.Monitor, "probe", ""),
		Automation: one(ticket.Automation, "bot", "L1"), System: one(ticket.System, "import", ""),
	}
}

// All lists everybody.
func (c Cast) All() []ticket.Actor {
	return []ticket.Actor{c.Requester, c.L1, c.L2, c.L3, c.Manager, c.Vendor, c.Monitor, c.Automation, c.System}
}
