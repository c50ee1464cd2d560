package tier

import "time"

// WithSelfService is [Default] with self-service (L0) in front: users try by themselves or with a bot, what that does not solve
// arrives at L1. L1, not L0, owns tickets (see [Ladder.Owner]).
func WithSelfService() *Ladder {
	d := fourLines()
	d.Name, d.First = "four lines with self-service", "L0"
	d.Tiers = append(d.Tiers, Tier{
		ID: "L0", Name: "Self-service", Rank: 0, Kind: SelfService,
		Summary:      "Users help themselves by portal, knowledge base, forum or bot.",
		Capabilities: []Capability{Acknowledge, Categorise, Route, RunCookbook, Work, Resolve},
		Channels:     []string{"portal", "bot"},
	})
	d.Edges = append([]Edge{{
		From: "L0", To: "L1", Kind: Functional,
		Reasons: []Reason{BeyondCookbook, Unsolved, WrongTier, Unacknowledged, SLAAtRisk},
	}}, d.Edges...)
	return must(d)
}

// Swarm is a network instead of a line (Intelligent Swarming, Consortium for Service Innovation): the front keeps every ticket
// until it is resolved, and others join and help along consult edges. Nobody hands over, but the vendor's own work.
func Swarm() *Ladder {
	help := func(to ID, within time.Duration, reasons ...Reason) Edge {
		return Edge{From: "front", To: to, Kind: Consult, Reasons: reasons, AcceptWithin: within}
	}
	front := thirdLine().Capabilities // whoever takes a ticket sees it through, so they may do all of it
	return must(Definition{
		Name: "swarm", Version: 1, First: "front",
		Tiers: []Tier{
			{
				ID: "front", Name: "Front", Rank: 1, Kind: Desk, Capabilities: front, Channels: firstLine().Channels,
				Summary: "Takes a ticket and keeps it until it is resolved, with whatever help it needs.",
				Responsibilities: []Responsibility{
					TicketsUntilResolved, TheRunbook, LinkedIncidents, VendorTickets, MajorIncidents, ServiceStability,
				},
			},
			{
				ID: "severe", Name: "Severe swarm", Rank: 2, Kind: Specialist,
				Summary:      "Joins at once when a service is down.",
				Capabilities: []Capability{Work, Resolve, RunCookbook, RunRunbook, Coordinate, DeclareMajor},
			},
			{
				ID: "peers", Name: "Peers", Rank: 2, Kind: Specialist,
				Summary:      "Who knows the product or the place: a quick look before anything waits.",
				Capabilities: []Capability{Work, Resolve, RunCookbook, RunRunbook, KeepRunbook},
			},
			{
				ID: "experts", Name: "Backlog swarm", Rank: 3, Kind: Expert,
				Summary:      "Experts of several fields who meet on the hard ones.",
				Capabilities: []Capability{Work, Resolve, RunRunbook, KeepRunbook, ManageProblem, AnalyseStability, EnhanceMinor},
			},
			productLine(),
		},
		Edges: []Edge{
			help("severe", 5*time.Minute, SLAAtRisk, Unacknowledged),
			help("peers", 30*time.Minute, BeyondCookbook, DocumentationInsufficient),
			help("experts", 4*time.Hour, Unsolved),
			{
				From: "front", To: "L4", Kind: ToVendor, Reasons: []Reason{MajorEnhancement, Unsolved},
				Fields: []string{"vendor_reference", "manager"},
			},
			handBack("L4", "front"),
		},
	})
}

// ManagedServices is the ladder of a managed-service provider: a service desk for users and an operations centre for alarms side
// by side, a common second line, third lines for single platforms, vendors under contract, and a service delivery manager who
// is involved along hierarchical edges and must agree before a vendor costs money.
func ManagedServices() *Ladder {
	return must(Definition{
		Name: "managed services", Version: 1, First: "desk",
		Tiers: providerTiers(),
		Edges: providerEdges(),
	})
}

func providerTiers() []Tier {
	as := func(t Tier, id ID, name, summary string, platforms ...string) Tier {
		t.ID, t.Name, t.Summary, t.Platforms = id, name, summary, platforms
		return t
	}
	operations := as(firstLine(), "noc", "Operations centre", "Watches the clients' systems day and night and takes their alarms.")
	operations.Channels, operations.Responsibilities = []string{"monitoring"}, nil
	desk := as(firstLine(), "desk", "Service desk", "Takes the calls of the clients' users and owns every ticket until it is resolved.")
	desk.Channels = []string{"phone", "web", "email", "chat"}
	expert := thirdLine()
	expert.Responsibilities = []Responsibility{VendorTickets, ServiceStability}
	return []Tier{
		desk, operations,
		as(secondLine(), "field", "Second line", "Remote and on-site engineers for all clients, by Run-Book."),
		as(expert, "net", "Networks", "Experts for networks.", "routing", "firewall", "wireless"),
		as(expert, "cloud", "Servers and cloud", "Experts for servers, databases and cloud.", "linux", "windows", "database", "cloud"),
		as(productLine(), "vendor", "Vendors", "Carriers and makers, each under an underpinning contract."),
		{
			ID: "delivery", Name: "Service delivery manager", Rank: 5, Kind: Management,
			Summary:      "Answers to the clients; decides where time, money or an agreement is at stake.",
			Capabilities: []Capability{Prioritise, Track, Coordinate, DeclareMajor, ManageVendor}, Responsibilities: []Responsibility{MajorIncidents},
		},
	}
}

func providerEdges() []Edge {
	late := []Reason{Unacknowledged, SLAAtRisk}
	var edges []Edge
	for _, id := range []ID{"desk", "noc"} {
		edges = append(edges,
			Edge{
				From: id, To: "field", Kind: Functional, Reasons: append([]Reason{DocumentedProcedure, BeyondCookbook}, late...),
				Fields: []string{"tried"}, AcceptWithin: 15 * time.Minute, MaySkip: true,
			},
			Edge{From: id, To: "delivery", Kind: Hierarchical, Reasons: late},
		)
	}
	edges = append(edges,
		Edge{From: "desk", To: "noc", Kind: Functional, Reasons: []Reason{WrongTier}},
		handBack("noc", "desk"), handBack("field", "desk"),
		Edge{From: "field", To: "delivery", Kind: Hierarchical, Reasons: late},
	)
	for _, id := range []ID{"net", "cloud"} {
		edges = append(edges,
			Edge{
				From: "field", To: id, Kind: Functional, Reasons: append([]Reason{DocumentationInsufficient, Unsolved}, late...),
				Fields: []string{"tried"}, Evidence: []Evidence{RunbookInsufficient}, AcceptWithin: time.Hour,
			},
			Edge{
				From: id, To: "vendor", Kind: ToVendor, Reasons: []Reason{MajorEnhancement, Unsolved},
				Fields: []string{"vendor_reference", "manager"}, Approver: "delivery",
			},
			handBack(id, "field"),
			Edge{From: id, To: "delivery", Kind: Hierarchical, Reasons: late},
		)
	}
	return append(edges,
		Edge{From: "net", To: "cloud", Kind: Consult}, Edge{From: "cloud", To: "net", Kind: Consult},
		handBack("vendor", "net"), handBack("vendor", "cloud"), // which of them: the platform says, see Ladder.NextFor
		handBack("delivery", "desk"),
	)
}
