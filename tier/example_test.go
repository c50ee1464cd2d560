package tier_test

import (
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/tier"
)

// The default ladder, edge by edge: why a ticket goes where, and what it must have with it.
func ExampleDefault() {
	for _, e := range tier.Default().Edges() {
		fmt.Println(e.From, "→", e.To, e.Kind, e.Reasons, e.Fields, e.Evidence)
	}
	// Output:
	// L1 → L2 functional [documented_procedure beyond_cookbook unacknowledged sla_at_risk] [tried] []
	// L2 → L3 functional [documentation_insufficient unsolved unacknowledged sla_at_risk] [tried] [runbook_insufficient]
	// L3 → L4 vendor [major_enhancement unsolved] [vendor_reference manager] []
	// L2 → L1 hand_back [solved returned wrong_tier] [] []
	// L3 → L2 hand_back [solved returned wrong_tier] [] []
	// L4 → L3 hand_back [solved returned wrong_tier] [] []
}

// A ladder of one's own, read from YAML: third lines for databases and for networks beside each other.
func ExampleNew() {
	const text = `
name: hospital
version: 3
first: desk
tiers:
  - {id: desk, rank: 1, kind: desk, capabilities: [acknowledge, route, work, resolve, close, reopen, run_cookbook]}
  - {id: db, name: Databases, rank: 3, kind: expert, platforms: [oracle], capabilities: [work, resolve]}
  - {id: net, name: Networks, rank: 3, kind: expert, platforms: [routing], capabilities: [work, resolve]}
edges:
  - {from: desk, to: db, kind: functional, reasons: [unsolved], fields: [tried], accept_within: 15m}
  - {from: desk, to: net, kind: functional, reasons: [unsolved], fields: [tried], accept_within: 15m}
  - {from: db, to: net, kind: consult}
`
	var d tier.Definition
	if err := yaml.Unmarshal([]byte(text), &d); err != nil {
		fmt.Println(err)
		return
	}
	l, err := tier.New(d)
	if err != nil {
		fmt.Println(err)
		return
	}
	e, _ := l.NextFor("desk", tier.Unsolved, tier.Needs{Platforms: []tier.Platform{{Name: "routing"}}}.At)
	fmt.Println("a routing ticket goes to", e.To, "and must be accepted within", e.AcceptWithin)
	fmt.Println("may resolve:", l.With(tier.Resolve))
	// Output:
	// a routing ticket goes to net and must be accepted within 15m0s
	// may resolve: [desk db net]
}

// All faults come at once, each with its place.
func ExampleNew_faults() {
	_, err := tier.New(tier.Definition{
		Name: "hospital", First: "desk",
		Tiers: []tier.Tier{{ID: "desk", Kind: "servicedesk"}},
		Edges: []tier.Edge{{From: "desk", To: "experts", Kind: tier.Functional, AcceptWithin: -time.Minute}},
	})
	fmt.Println(err)
	// Output:
	// tiers[0].kind: unknown kind "servicedesk"; want one of self_service, desk, specialist, expert, vendor, management
	// edges[0].to: no tier "experts" in this ladder
	// edges[0].accept_within: is -1m0s; want 0 (no limit) to 8784h
}

// Who could take this ticket, and why the others cannot.
func ExampleLadder_Gaps() {
	l := tier.Default()
	needs := tier.Needs{Tier: "L2", Platforms: []tier.Platform{{Name: "oracle", Years: 4}}, Languages: []string{"en"}}
	for _, e := range []tier.Engineer{
		{ID: "ada", Tiers: []tier.ID{"L2"}, Platforms: []tier.Platform{{Name: "oracle", Years: 6}}, Languages: []string{"en-GB"}},
		{ID: "tom", Tiers: []tier.ID{"L1"}, Platforms: []tier.Platform{{Name: "oracle", Years: 1}}, Languages: []string{"de"}},
	} {
		gaps := l.Gaps(e, needs)
		fmt.Println(e.ID, "qualifies:", len(gaps) == 0)
		for _, g := range gaps {
			fmt.Println("  ", g)
		}
	}
	// Output:
	// ada qualifies: true
	// tom qualifies: false
	//    tier: wants L2; has L1
	//    platform: wants oracle, 4 years; has 1 year
	//    language: wants en; has de
}

// Giving work out in turn, by weight. The turns are a value: store it, and a restart loses nothing.
func ExampleStaff_Assign() {
	s, err := tier.NewStaff(tier.Default(), []tier.Engineer{
		{ID: "ada", Tiers: []tier.ID{"L1"}, Weight: 2},
		{ID: "tom", Tiers: []tier.ID{"L1"}, Weight: 1, Hours: "office"},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var turns tier.Turns
	var got []string
	for range 6 {
		var a tier.Assignment
		a, turns = s.Assign(tier.RoundRobin, tier.Needs{Tier: "L1"}, tier.Moment{}, turns)
		got = append(got, a.Engineer)
	}
	fmt.Println(got)
	a, _ := s.Assign(tier.RoundRobin, tier.Needs{Tier: "L1"}, tier.Moment{Away: []string{"ada"}, Shut: []string{"office"}}, turns)
	fmt.Println(a.Outcome)
	for _, p := range a.Passed {
		fmt.Println("  ", p.Engineer, p.Gaps)
	}
	// Output:
	// [ada tom ada ada tom ada]
	// nobody_present
	//    ada [presence: wants working time; has absence]
	//    tom [presence: wants working time; has office shut]
}

// The matrix that the rights of the ladder amount to, and where a declared one differs from it.
func ExampleLadder_CheckRACI() {
	l := tier.Default()
	matrix := l.RACI()
	fmt.Print(matrix[9:14].Table(l))
	matrix[11].Responsible = []tier.ID{"L2"} // says the handbook: only L2 writes in the Run-Book
	for _, f := range l.CheckRACI(matrix) {
		fmt.Println(f)
	}
	// Output:
	// activity       L1  L2  L3  L4
	// run_cookbook   RA  R   R   -
	// run_runbook    I   RA  R   -
	// keep_runbook   I   RA  R   -
	// coordinate     I   RA  R   -
	// declare_major  I   -   RA  -
	// [11].responsible: L3 may keep_runbook, and the matrix does not say so (raci_undeclared_right)
}

// What a new version of a ladder means for people and tickets.
func ExampleDiff() {
	d := tier.Default().Definition()
	d.Version = 2
	d.Tiers[1].Capabilities = append(d.Tiers[1].Capabilities, tier.DeclareMajor)
	d.Edges[0].AcceptWithin = 15 * time.Minute
	d.Edges[1].Evidence = nil
	is, err := tier.New(d)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range tier.Diff(tier.Default(), is) {
		fmt.Println(c.Text)
	}
	// Output:
	// the ladder is version 2, was 1
	// L2 may now declare_major
	// L1 → L2 must be accepted within 15m, was nothing
	// L2 → L3 no longer asks for the evidence runbook_insufficient
}

// What is allowed and can hardly be meant.
func ExampleLadder_Lint() {
	d := tier.Default().Definition()
	d.Edges = d.Edges[:5]                                             // no way back from L4
	d.Edges[0].Reasons = append(d.Edges[0].Reasons, "beyond_cookbok") // a slip
	d.Edges = append(d.Edges, tier.Edge{From: "L1", To: "L3", Kind: tier.Functional, Reasons: []tier.Reason{tier.SLAAtRisk}})
	l, err := tier.New(d)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range l.Lint() {
		fmt.Println(f)
	}
	// Output:
	// tiers[3]: tickets arrive at L4 and cannot leave it, not even back (dead_end)
	// edges[0].reasons[4]: "beyond_cookbok" is not known; is "beyond_cookbook" meant (misspelt)
	// edges[5].reasons[0]: for sla_at_risk a ticket goes from L1 to L2, never to L3; give the tiers platforms, or another reason (same_reason)
}

// The way of a ticket through the ladder, marked in its picture.
func ExampleLadder_Mermaid() {
	fmt.Print(tier.Default().Mermaid("L1", "L2"))
	// Output:
	// flowchart LR
	//   new((new))
	//   t0["L1 First line"]
	//   t1["L2 Second line"]
	//   t2["L3 Third line"]
	//   t3[["L4 Product and vendor"]]
	//   new -->|"phone, web, email, chat, monitoring"| t0
	//   t0 -->|"functional: documented_procedure, beyond_cookbook, unacknowledged, sla_at_risk<br>needs tried"| t1
	//   t1 -->|"functional: documentation_insufficient, unsolved, unacknowledged, sla_at_risk<br>needs tried, runbook_insufficient"| t2
	//   t2 -->|"vendor: major_enhancement, unsolved<br>needs vendor_reference, manager"| t3
	//   t1 -.->|"hand_back: solved, returned, wrong_tier"| t0
	//   t2 -.->|"hand_back: solved, returned, wrong_tier"| t1
	//   t3 -.->|"hand_back: solved, returned, wrong_tier"| t2
	//   style t0 stroke-width:4px
	//   style t1 stroke-width:8px
	//   linkStyle 0,1 stroke-width:4px
}

// Others join, nobody hands over.
func ExampleSwarm() {
	l := tier.Swarm()
	for _, e := range l.Helpers("front") {
		fmt.Println(e.To, "joins within", e.AcceptWithin, "for", e.Reasons)
	}
	// Output:
	// severe joins within 5m0s for [sla_at_risk unacknowledged]
	// peers joins within 30m0s for [beyond_cookbook documentation_insufficient]
	// experts joins within 4h0m0s for [unsolved]
}
