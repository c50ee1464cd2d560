package tier_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/tier"
)

func TestDiffSaysInWordsWhatChanges(t *testing.T) {
	seen := make(map[string]bool)
	for _, c := range []struct {
		field string // of the definition, as reflect sees it
		alter func(*tier.Definition)
		want  []string
	}{
		{"Definition.Name", func(d *tier.Definition) { d.Name = "ours" }, []string{"name: the ladder is called ours, was four lines"}},
		{"Definition.Version", func(d *tier.Definition) { d.Version = 2 }, []string{"version: the ladder is version 2, was 1"}},
		{"Definition.First", func(d *tier.Definition) { d.First = "L2" }, []string{"first: tickets arrive at L2, before at L1"}},
		{"Tier.ID", func(d *tier.Definition) { d.Tiers[3].ID, d.Edges[2].To, d.Edges[5].From = "L5", "L5", "L5" }, []string{
			"tiers[L4]: tier L4 is gone", "tiers[L5]: there is a new tier L5 (vendor)",
			"tiers[L5].capabilities: L5 may now enhance_major", "tiers[L5].capabilities: L5 may now fix_product",
			"tiers[L5].capabilities: L5 may now resolve", "tiers[L5].capabilities: L5 may now work",
			"tiers[L5].responsibilities: L5 now answers for product", "tiers[L5].access: L5 now has access: product source",
			"edges[L3,L5]: a new way L3 → L5, vendor", "edges[L3,L5].reasons: L3 → L5 now opens for major_enhancement",
			"edges[L3,L5].reasons: L3 → L5 now opens for unsolved", "edges[L3,L5].fields: L3 → L5 now asks for the field manager",
			"edges[L3,L5].fields: L3 → L5 now asks for the field vendor_reference",
			"edges[L5,L3]: a new way L5 → L3, hand_back", "edges[L5,L3].reasons: L5 → L3 now opens for returned",
			"edges[L5,L3].reasons: L5 → L3 now opens for solved", "edges[L5,L3].reasons: L5 → L3 now opens for wrong_tier",
			"edges[L3,L4]: no way L3 → L4 any more, which was vendor", "edges[L4,L3]: no way L4 → L3 any more, which was hand_back",
		}},
		{"Tier.Name", func(d *tier.Definition) { d.Tiers[0].Name = "Desk" }, []string{"tiers[L1].name: L1 is called Desk, was First line"}},
		{"Tier.Summary", func(d *tier.Definition) { d.Tiers[0].Summary = "" }, []string{"tiers[L1].summary: L1 is described anew"}},
		{"Tier.Rank", func(d *tier.Definition) { d.Tiers[0].Rank = 0 }, []string{"tiers[L1].rank: L1 has rank 0, was 1"}},
		{"Tier.Kind", func(d *tier.Definition) { d.Tiers[0].Kind = tier.Expert }, []string{"tiers[L1].kind: L1 is of kind expert, was desk"}},
		{"Tier.Capabilities", func(d *tier.Definition) { d.Tiers[0].Capabilities[0] = tier.DeclareMajor }, []string{
			"tiers[L1].capabilities: L1 may now declare_major", "tiers[L1].capabilities: L1 may no longer acknowledge",
		}},
		{"Tier.Responsibilities", func(d *tier.Definition) { d.Tiers[0].Responsibilities[0] = tier.TheRunbook }, []string{
			"tiers[L1].responsibilities: L1 now answers for runbook", "tiers[L1].responsibilities: L1 no longer answers for tickets_until_resolved",
		}},
		{"Tier.Experience", func(d *tier.Definition) {
			d.Tiers[0].Experience = tier.Experience{MinYears: 1, MaxYears: 5, HouseYears: 3, Platforms: 1, MaxPlatforms: 2}
		}, []string{
			"tiers[L1].experience.min_years: L1 usually asks for 1 years at least, was 0",
			"tiers[L1].experience.max_years: L1 usually has people of up to 5 years, was 4 (0 = open)",
			"tiers[L1].experience.house_years: L1 asks in this house for 3 years, was 2",
			"tiers[L1].experience.platforms: L1 asks for its years on 1 platforms each, was 0",
			"tiers[L1].experience.max_platforms: L1 usually has people with up to 2 platforms, was 0 (0 = open)",
		}},
		{"Tier.Platforms", func(d *tier.Definition) { d.Tiers[2].Platforms = []string{"oracle"} }, []string{"tiers[L3].platforms: L3 now names the platform oracle"}},
		{"Tier.Skills", func(d *tier.Definition) {
			d.Tiers[0].Skills = []tier.Skill{{Framework: "SFIA", Code: "USUP", Level: 2}}
		}, []string{
			"tiers[L1].skills: L1 now asks for SFIA USUP 2",
		}},
		{"Tier.Channels", func(d *tier.Definition) { d.Tiers[0].Channels = d.Tiers[0].Channels[1:] }, []string{"tiers[L1].channels: L1 no longer receives by phone"}},
		{"Tier.Access", func(d *tier.Definition) { d.Tiers[2].Access = nil }, []string{"tiers[L3].access: L3 no longer has access: root on basic systems"}},
		{"Edge.From", func(d *tier.Definition) { d.Edges[3].From = "L4" }, []string{
			"edges[L4,L1]: a new way L4 → L1, hand_back", "edges[L4,L1].reasons: L4 → L1 now opens for returned",
			"edges[L4,L1].reasons: L4 → L1 now opens for solved", "edges[L4,L1].reasons: L4 → L1 now opens for wrong_tier",
			"edges[L2,L1]: no way L2 → L1 any more, which was hand_back",
		}},
		{"Edge.To", func(d *tier.Definition) { d.Edges[4] = edge("L3", "L1", tier.HandBack) }, []string{
			"edges[L3,L1]: a new way L3 → L1, hand_back", "edges[L3,L2]: no way L3 → L2 any more, which was hand_back",
		}},
		{"Edge.Kind", func(d *tier.Definition) { d.Edges[0].Kind = tier.Hierarchical }, []string{"edges[L1,L2].kind: L1 → L2 is hierarchical, was functional"}},
		{"Edge.Reasons", func(d *tier.Definition) { d.Edges[0].Reasons = append(d.Edges[0].Reasons[1:], tier.Unsolved) }, []string{
			"edges[L1,L2].reasons: L1 → L2 now opens for unsolved", "edges[L1,L2].reasons: L1 → L2 no longer opens for documented_procedure",
		}},
		{"Edge.Fields", func(d *tier.Definition) { d.Edges[0].Fields = nil }, []string{"edges[L1,L2].fields: L1 → L2 no longer asks for the field tried"}},
		{"Edge.Evidence", func(d *tier.Definition) { d.Edges[1].Evidence = nil }, []string{"edges[L2,L3].evidence: L2 → L3 no longer asks for the evidence runbook_insufficient"}},
		{"Edge.AcceptWithin", func(d *tier.Definition) { d.Edges[0].AcceptWithin = 90 * time.Minute }, []string{"edges[L1,L2].accept_within: L1 → L2 must be accepted within 1h30m, was nothing"}},
		{"Edge.Approver", func(d *tier.Definition) { d.Edges[0].Approver = "L3" }, []string{"edges[L1,L2].approver: L1 → L2 is approved by L3, was nobody"}},
		{"Edge.MaySkip", func(d *tier.Definition) { d.Edges[0].MaySkip = true }, []string{"edges[L1,L2].may_skip: L1 → L2 may pass its tier by when nobody is there"}},
		{"help", func(d *tier.Definition) { d.Edges = append(d.Edges, edge("L1", "L2", tier.Consult)) }, []string{"edges[L1,L2,consult]: a new way L1 → L2 (help), consult"}},
	} {
		t.Run(c.field, func(t *testing.T) {
			seen[c.field] = true
			d := tier.Default().Definition()
			c.alter(&d)
			is, err := tier.New(d)
			require.NoError(t, err)
			var got []string
			for _, one := range tier.Diff(tier.Default(), is) {
				got = append(got, one.Path+": "+one.Text)
			}
			require.Equal(t, c.want, got)
		})
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[tier.Definition](), reflect.TypeFor[tier.Tier](), reflect.TypeFor[tier.Edge]()} {
		for f := range typ.Fields() {
			name := typ.Name() + "." + f.Name
			require.True(t, seen[name] || name == "Definition.Tiers" || name == "Definition.Edges", "%s is compared", name)
		}
	}
}

func TestDiffSaysThatATierIsNoLongerBoundToPlatforms(t *testing.T) {
	d := tier.ManagedServices().Definition()
	d.Tiers[3].Platforms = nil
	is, err := tier.New(d)
	require.NoError(t, err)
	changes := tier.Diff(tier.ManagedServices(), is)
	require.Equal(t, "net now works on any platform", changes[len(changes)-1].Text)
}

func TestDiffSaysWhichWayIsPreferredOnlyWhereItMatters(t *testing.T) {
	b, c := edge("A", "B", tier.Functional, tier.Unsolved, tier.WrongTier), edge("A", "C", tier.Functional, tier.Unsolved)
	changes := tier.Diff(built(t, b, c), built(t, c, b))
	require.Equal(t, []tier.Change{{
		Path: "edges", Was: "B (functional), C (functional)", Is: "C (functional), B (functional)",
		Text: "for unsolved A prefers C (functional), before B (functional)",
	}}, changes)
	m := edge("A", "M", tier.Hierarchical, tier.Unsolved)
	require.Empty(t, tier.Diff(built(t, b, m), built(t, m, b)), "skill goes before authority in either order")
	help := edge("A", "B", tier.Consult, tier.Unsolved)
	require.Empty(t, tier.Diff(built(t, c, help), built(t, help, c)))
}

func TestDiffIsEmptyExactlyWhenTheLaddersActTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := anyLadder(t)
		require.Empty(t, tier.Diff(l, l))
		d := l.Definition()
		d.Tiers = rapid.Permutation(d.Tiers).Draw(t, "tiers")
		for i := range d.Tiers {
			d.Tiers[i].Capabilities = rapid.Permutation(d.Tiers[i].Capabilities).Draw(t, "rights")
		}
		d.Edges = rapid.Permutation(d.Edges).Draw(t, "edges")
		is, err := tier.New(d)
		require.NoError(t, err)
		same := true
		for _, one := range l.Tiers() {
			for _, r := range append(tier.Reasons(), "own_reason") {
				same = same && slices.Equal(to(l.Choices(one.ID, r)...), to(is.Choices(one.ID, r)...))
			}
		}
		require.Equal(t, same, len(tier.Diff(l, is)) == 0)
	})
}
