package tier_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/tier"
)

// lines gives the faults of err as text.
func lines(err error) []string {
	var all []string
	for _, f := range fault.Of(err) {
		all = append(all, f.Error())
	}
	return all
}

func TestNewNamesTheOneThingThatIsWrong(t *testing.T) {
	long := strings.Repeat("x", 65)
	for _, c := range []struct {
		name  string
		spoil func(*tier.Definition)
		want  string
	}{
		{"no name", func(d *tier.Definition) { d.Name = " " }, "name: is missing"},
		{"a name with control characters", func(d *tier.Definition) { d.Name = "a\x00" }, "name: is not readable text"},
		{"a negative version", func(d *tier.Definition) { d.Version = -1 }, "version: is -1; versions are counted from 1"},
		{"no first tier", func(d *tier.Definition) { d.First = "" }, "first: is missing; want the id of a tier"},
		{"an unknown first tier", func(d *tier.Definition) { d.First = "L9" }, `first: no tier "L9" in this ladder`},
		{"a tier without ID", func(d *tier.Definition) { d.Tiers = append(d.Tiers, tier.Tier{Kind: tier.Desk}) }, "tiers[4].id: is missing"},
		{"an ID with a space", func(d *tier.Definition) { d.Tiers = append(d.Tiers, tier.Tier{ID: "L 5", Kind: tier.Desk}) }, `tiers[4].id: "L 5" is no identifier`},
		{"an ID that is too long", func(d *tier.Definition) { d.Tiers = append(d.Tiers, tier.Tier{ID: tier.ID(long), Kind: tier.Desk}) }, "at most 64 bytes"},
		{"an ID that stands twice", func(d *tier.Definition) { d.Tiers = append(d.Tiers, tier.Tier{ID: "L2", Kind: tier.Desk}) }, `tiers[4].id: "L2" stands twice`},
		{"a summary that is too long", func(d *tier.Definition) { d.Tiers[0].Summary = strings.Repeat("x", 2001) }, "tiers[0].summary: is not readable text"},
		{"a rank out of range", func(d *tier.Definition) { d.Tiers[0].Rank = 100 }, "tiers[0].rank: is 100; want -9 to 99"},
		{"an unknown kind", func(d *tier.Definition) { d.Tiers[2].Kind = "boss" }, `tiers[2].kind: unknown kind "boss"; want one of self_service, desk`},
		{"a capability in capitals", func(d *tier.Definition) { d.Tiers[0].Capabilities[1] = "Resolve" }, `tiers[0].capabilities[1]: "Resolve" is not a word`},
		{"a capability that stands twice", func(d *tier.Definition) { d.Tiers[0].Capabilities[1] = tier.Acknowledge }, `tiers[0].capabilities[1]: "acknowledge" stands twice`},
		{"an empty responsibility", func(d *tier.Definition) { d.Tiers[0].Responsibilities[0] = "" }, `tiers[0].responsibilities[0]: "" is not a word`},
		{"negative years", func(d *tier.Definition) { d.Tiers[3].Experience.MinYears = -1 }, "tiers[3].experience.min_years: is -1; want 0 to 60"},
		{"a maximum below the minimum", func(d *tier.Definition) { d.Tiers[3].Experience = tier.Experience{MinYears: 3, MaxYears: 2} }, "max_years: 2 is less than min_years 3"},
		{"a maximum below the house's minimum", func(d *tier.Definition) { d.Tiers[0].Experience.HouseYears = 5 }, "max_years: 4 is less than house_years 5"},
		{"a house that asks for less", func(d *tier.Definition) { d.Tiers[3].Experience = tier.Experience{MinYears: 3, HouseYears: 2} }, "house_years: 2 is less than min_years 3"},
		{"fewer platforms at most than at least", func(d *tier.Definition) { d.Tiers[2].Experience.Platforms = 3 }, "max_platforms: 2 is less than platforms 3"},
		{"a platform with a line break", func(d *tier.Definition) { d.Tiers[0].Platforms = []string{"a\nb"} }, "tiers[0].platforms[0]:"},
		{"too many channels", func(d *tier.Definition) { d.Tiers[0].Channels = make([]string, 129) }, "tiers[0].channels: has 129 entries; at most 128 are allowed"},
		{"an access with space around", func(d *tier.Definition) { d.Tiers[0].Access = []string{" root"} }, "tiers[0].access[0]:"},
		{"a skill without framework", func(d *tier.Definition) { d.Tiers[0].Skills = []tier.Skill{{Code: "USUP"}} }, "tiers[0].skills[0].framework:"},
		{"a skill without code", func(d *tier.Definition) { d.Tiers[0].Skills = []tier.Skill{{Framework: "SFIA"}} }, "tiers[0].skills[0].code:"},
		{"a skill of a bad version", func(d *tier.Definition) {
			d.Tiers[0].Skills = []tier.Skill{{Framework: "SFIA", Version: " ", Code: "USUP"}}
		}, "tiers[0].skills[0].version:"},
		{"a skill of a bad level", func(d *tier.Definition) {
			d.Tiers[0].Skills = []tier.Skill{{Framework: "SFIA", Code: "USUP", Level: 100}}
		}, "tiers[0].skills[0].level: is 100; want 0 to 99"},
		{"a skill at two levels", func(d *tier.Definition) {
			d.Tiers[0].Skills = []tier.Skill{{Framework: "SFIA", Code: "USUP", Level: 1}, {Framework: "SFIA", Code: "USUP", Level: 2}}
		}, "tiers[0].skills[1]: SFIA USUP stands twice"},
		{"an edge from nowhere", func(d *tier.Definition) { d.Edges[0].From = "" }, "edges[0].from: is missing"},
		{"an edge to an unknown tier", func(d *tier.Definition) { d.Edges[0].To = "L7" }, `edges[0].to: no tier "L7" in this ladder`},
		{"an edge to itself", func(d *tier.Definition) { d.Edges[0].To = "L1" }, `edges[0].to: leads from "L1" to itself`},
		{"an edge of unknown kind", func(d *tier.Definition) { d.Edges[0].Kind = "up" }, `edges[0].kind: unknown kind "up"; want one of functional, hierarchical`},
		{"a vendor edge to no vendor", func(d *tier.Definition) { d.Edges[0].Kind = tier.ToVendor }, `edges[0].to: a vendor edge leads to a tier of kind vendor; "L2" is of kind "specialist"`},
		{"a second edge between two tiers", func(d *tier.Definition) {
			d.Edges = append(d.Edges, tier.Edge{From: "L1", To: "L2", Kind: tier.Hierarchical})
		}, `edges[6]: a second edge from "L1" to "L2"`},
		{"a second consult edge between two tiers", func(d *tier.Definition) {
			d.Edges = append(d.Edges, tier.Edge{From: "L1", To: "L2", Kind: tier.Consult}, tier.Edge{From: "L1", To: "L2", Kind: tier.Consult})
		}, `edges[7]: a second edge from "L1" to "L2"`},
		{"a malformed reason", func(d *tier.Definition) { d.Edges[0].Reasons[0] = "too hard" }, `edges[0].reasons[0]: "too hard" is not a word`},
		{"a field that stands twice", func(d *tier.Definition) { d.Edges[2].Fields[1] = d.Edges[2].Fields[0] }, `edges[2].fields[1]: "vendor_reference" stands twice`},
		{"unknown evidence", func(d *tier.Definition) { d.Edges[1].Evidence[0] = "feeling" }, `edges[1].evidence[0]: unknown evidence "feeling"; want "runbook_insufficient"`},
		{"a negative time to accept", func(d *tier.Definition) { d.Edges[0].AcceptWithin = -time.Second }, "edges[0].accept_within: is -1s"},
		{"more than a year to accept", func(d *tier.Definition) { d.Edges[0].AcceptWithin = 9000 * time.Hour }, "edges[0].accept_within: is 9000h0m0s"},
		{"an unknown approver", func(d *tier.Definition) { d.Edges[0].Approver = "boss" }, `edges[0].approver: no tier "boss"`},
		{"skipping by a consult edge", func(d *tier.Definition) {
			d.Edges = append(d.Edges, tier.Edge{From: "L1", To: "L3", Kind: tier.Consult, MaySkip: true})
		}, "edges[6].may_skip: a consult edge hands nothing over"},
		{"approving a consult edge", func(d *tier.Definition) {
			d.Edges = append(d.Edges, tier.Edge{From: "L1", To: "L3", Kind: tier.Consult, Approver: "L2"})
		}, "edges[6].approver: a consult edge hands nothing over"},
		{"handing fields over by a consult edge", func(d *tier.Definition) {
			d.Edges = append(d.Edges, tier.Edge{From: "L1", To: "L3", Kind: tier.Consult, Fields: []string{"tried"}})
		}, "edges[6].fields: a consult edge hands nothing over"},
		{"too many tiers", func(d *tier.Definition) { d.Tiers = make([]tier.Tier, 65) }, "tiers: has 65 tiers; at most 64 are allowed"},
		{"too many edges", func(d *tier.Definition) { d.Edges = make([]tier.Edge, 1025) }, "edges: has 1025 edges; at most 1024 are allowed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := tier.Default().Definition()
			c.spoil(&d)
			l, err := tier.New(d)
			require.Nil(t, l)
			require.ErrorIs(t, err, tier.ErrInvalid)
			require.Len(t, lines(err), 1)
			require.Contains(t, lines(err)[0], c.want)
		})
	}
}

func TestNewReportsAllFaultsAtOnce(t *testing.T) {
	_, err := tier.New(tier.Definition{
		Tiers: []tier.Tier{{ID: "A", Kind: "x"}, {ID: "A", Kind: tier.Desk, Rank: -10}},
		Edges: []tier.Edge{{From: "A", To: "B", Kind: "y", Approver: "C"}},
	})
	require.Equal(t, []string{
		"name: is missing",
		`tiers[0].kind: unknown kind "x"; want one of self_service, desk, specialist, expert, vendor, management`,
		`tiers[1].id: "A" stands twice; a tier is defined once`,
		"tiers[1].rank: is -10; want -9 to 99",
		"first: is missing; want the id of a tier",
		`edges[0].to: no tier "B" in this ladder`,
		`edges[0].kind: unknown kind "y"; want one of functional, hierarchical, consult, hand_back, vendor`,
		`edges[0].approver: no tier "C" in this ladder`,
	}, lines(err))
	_, err = tier.New(tier.Definition{})
	require.Contains(t, lines(err), "tiers: has no tier; want at least one")
}

func TestALadderCannotBeChangedFromOutside(t *testing.T) {
	d := tier.ManagedServices().Definition()
	d.Tiers[0].Skills = []tier.Skill{{Framework: "SFIA", Version: "9", Code: "USUP", Level: 2}}
	d.Tiers[0].Access = []string{"portal"}
	l, err := tier.New(d)
	require.NoError(t, err)
	want := l.Definition()

	spoil := func(d tier.Definition) {
		for i := range d.Tiers {
			spoilTier(d.Tiers[i])
		}
		spoilEdges(d.Edges)
		clear(d.Tiers)
		clear(d.Edges)
	}
	spoil(d)
	require.Equal(t, want, l.Definition())
	spoil(l.Definition())
	for _, one := range l.Tiers() {
		spoilTier(one)
		same, _ := l.Tier(one.ID)
		spoilTier(same)
		spoilEdges(l.EdgesFrom(one.ID))
		spoilEdges(l.Helpers(one.ID))
		for _, r := range tier.Reasons() {
			spoilEdges(l.Choices(one.ID, r))
			e, _ := l.Next(one.ID, r)
			spoilEdges([]tier.Edge{e})
			e, _ = l.Authority(one.ID, r)
			spoilEdges([]tier.Edge{e})
		}
	}
	for _, e := range l.Edges() {
		same, _ := l.Edge(e.From, e.To)
		spoilEdges([]tier.Edge{same})
	}
	spoilEdges(l.Edges())
	slices.Reverse(l.With(tier.Resolve))
	require.Equal(t, want, l.Definition())
}

func spoilTier(t tier.Tier) {
	clear(t.Capabilities)
	clear(t.Responsibilities)
	clear(t.Platforms)
	clear(t.Skills)
	clear(t.Channels)
	clear(t.Access)
}

func spoilEdges(edges []tier.Edge) {
	for i := range edges {
		clear(edges[i].Reasons)
		clear(edges[i].Fields)
		clear(edges[i].Evidence)
	}
}
