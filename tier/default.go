package tier

// Default is the ladder of four lines: L1 first line, L2 second line, L3 third line, L4 product and vendor. A ticket arrives
// at L1, which owns it until it is resolved, whoever works on it.
//
//	L1 ──► L2     by documented procedure, when the cookbook does not cover it, or by time
//	L2 ──► L3     when documentation is insufficient (with a Run-Book that was tried) or did not solve it, or by time
//	L3 ──► L4     when nobody else can solve it, or the fix is a major enhancement; L3 stays its manager
//	each   ◄──    hands back to the line below: solved, returned, or never theirs
//
// Rights grow from L1 to L3: each line may do all that the line below may do. L4 works on the product, under an L3 manager.
func Default() *Ladder { return must(fourLines()) }

// must is for the definitions in this package, which the tests build.
func must(d Definition) *Ladder {
	l, err := New(d)
	if err != nil {
		panic(err)
	}
	return l
}

func fourLines() Definition {
	return Definition{
		Name: "four lines", Version: 1, First: "L1",
		Tiers: []Tier{firstLine(), secondLine(), thirdLine(), productLine()},
		Edges: []Edge{
			{
				From: "L1", To: "L2", Kind: Functional, Fields: []string{"tried"},
				Reasons: []Reason{DocumentedProcedure, BeyondCookbook, Unacknowledged, SLAAtRisk},
			},
			{
				From: "L2", To: "L3", Kind: Functional, Fields: []string{"tried"}, Evidence: []Evidence{RunbookInsufficient},
				Reasons: []Reason{DocumentationInsufficient, Unsolved, Unacknowledged, SLAAtRisk},
			},
			{
				From: "L3", To: "L4", Kind: ToVendor, Fields: []string{"vendor_reference", "manager"},
				Reasons: []Reason{MajorEnhancement, Unsolved},
			},
			handBack("L2", "L1"), handBack("L3", "L2"), handBack("L4", "L3"),
		},
	}
}

func handBack(from, to ID) Edge {
	return Edge{From: from, To: to, Kind: HandBack, Reasons: []Reason{Solved, Returned, WrongTier}}
}

func firstLine() Tier {
	return Tier{
		ID: "L1", Name: "First line", Rank: 1, Kind: Desk,
		Summary: "Receives, logs, categorises, prioritises, tracks and routes the incidents of users and the alarms of monitoring; " +
			"first to acknowledge; basic documented break-fix by cookbook.",
		Capabilities: []Capability{
			Acknowledge, Categorise, Prioritise, Route, Track, RunCookbook, Work, Resolve, Close, Reopen,
		},
		Responsibilities: []Responsibility{TicketsUntilResolved},
		Experience:       Experience{MinYears: 0, MaxYears: 4, HouseYears: 2},
		Channels:         []string{"phone", "web", "email", "chat", "monitoring"},
	}
}

func secondLine() Tier {
	return Tier{
		ID: "L2", Name: "Second line", Rank: 2, Kind: Specialist,
		Summary: "Manages what the first line raises, or as agreed in SLA timelines; follows documented processes and workflows of " +
			"clients or higher levels; keeps a Run-Book and resolves from it; works with other support and dependency groups and " +
			"outside vendors.",
		Capabilities:     append(firstLine().Capabilities, RunRunbook, KeepRunbook, Coordinate),
		Responsibilities: []Responsibility{TheRunbook, LinkedIncidents},
		Experience:       Experience{HouseYears: 4, Platforms: 1, MaxPlatforms: 1},
	}
}

func thirdLine() Tier {
	return Tier{
		ID: "L3", Name: "Third line", Rank: 3, Kind: Expert,
		Summary: "Solves difficult or subtle issues; management, prioritisation, minor enhancements, break-fix, problem management " +
			"and stability analysis; finds problems in advance and improves service continuously.",
		Capabilities: append(secondLine().Capabilities,
			ManageProblem, AnalyseStability, EnhanceMinor, ManageVendor, DeclareMajor),
		Responsibilities: []Responsibility{VendorTickets, MajorIncidents, ServiceStability},
		Experience:       Experience{HouseYears: 8, Platforms: 1, MaxPlatforms: 2},
		Access:           []string{"root on basic systems"},
	}
}

func productLine() Tier {
	return Tier{
		ID: "L4", Name: "Product and vendor", Rank: 4, Kind: Vendor,
		Summary: "Product architects, engineers, developers and hardware designers: product bugs, detailed configuration, expert " +
			"guidance; major enhancements and development.",
		Capabilities:     []Capability{Work, Resolve, FixProduct, EnhanceMajor},
		Responsibilities: []Responsibility{TheProduct},
		Access:           []string{"product source"},
	}
}
