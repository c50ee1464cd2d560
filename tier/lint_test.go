package tier_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/tier"
)

func TestLintHasNothingToSayAboutTheReadyMadeLadders(t *testing.T) {
	for _, l := range readyMade() {
		require.Empty(t, l.Lint(), l.Name())
		d := l.Definition()
		slices.Reverse(d.Edges)
		back, err := tier.New(d)
		require.NoError(t, err)
		require.Empty(t, back.Lint(), "%s, edges last to first", l.Name())
	}
}

func without[W comparable](list []W, w W) []W {
	var rest []W
	for _, one := range list {
		if one != w {
			rest = append(rest, one)
		}
	}
	return rest
}

// withManagement adds a tier M of kind management, with a way back, and a hierarchical edge to it.
func withManagement(d *tier.Definition) {
	d.Tiers = append(d.Tiers, tier.Tier{ID: "M", Kind: tier.Management, Rank: 5})
	d.Edges = append(d.Edges, edge("M", "L1", tier.HandBack, tier.Returned), edge("L3", "M", tier.Hierarchical, tier.SLAAtRisk))
}

func TestLintFindsTheOneFaultOfALadder(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*tier.Definition)
		want  []string
	}{
		{"a tier to which nothing leads", func(d *tier.Definition) {
			d.Tiers = append(d.Tiers, tier.Tier{ID: "L5", Kind: tier.Expert, Rank: 5, Capabilities: []tier.Capability{tier.Resolve}})
		}, []string{"tiers[4]: no edge leads to L5 from where tickets arrive (unreachable)"}},
		{"a tier that only approves is no fault", func(d *tier.Definition) {
			d.Tiers = append(d.Tiers, tier.Tier{ID: "M", Kind: tier.Management, Rank: 5})
			d.Edges[2].Approver = "M"
		}, nil},
		{"a tier that only helps is no fault", func(d *tier.Definition) {
			d.Tiers = append(d.Tiers, tier.Tier{ID: "L5", Kind: tier.Expert, Rank: 5})
			d.Edges = append(d.Edges, edge("L3", "L5", tier.Consult))
		}, nil},
		{"a tier that cannot give anything back", func(d *tier.Definition) {
			d.Edges = d.Edges[:5]
		}, []string{"tiers[3]: tickets arrive at L4 and cannot leave it, not even back (dead_end)"}},
		{"a tier by whose channel tickets arrive and stay", func(d *tier.Definition) {
			d.Tiers = append(d.Tiers, tier.Tier{ID: "N", Kind: tier.Desk, Channels: []string{"monitoring"}, Capabilities: d.Tiers[0].Capabilities})
		}, []string{"tiers[4]: tickets arrive at N and cannot leave it, not even back (dead_end)"}},
		{"no way back to the owner", func(d *tier.Definition) {
			d.Edges = append(d.Edges[:3:3], d.Edges[4:]...)
		}, []string{
			"tiers[1]: from L2 no edges lead to L1, which owns the ticket (no_way_back)",
			"tiers[2]: from L3 no edges lead to L1, which owns the ticket (no_way_back)",
			"tiers[3]: from L4 no edges lead to L1, which owns the ticket (no_way_back)",
		}},
		{"tiers of skill that may not resolve", func(d *tier.Definition) {
			d.Tiers[3].Capabilities = without(d.Tiers[3].Capabilities, tier.Resolve)
		}, []string{"tiers[3].capabilities: L4 works on tickets and may not resolve them (may_not_resolve)"}},
		{"a way without anybody who may resolve", func(d *tier.Definition) {
			d.First = "L0"
			d.Tiers = append(d.Tiers, tier.Tier{ID: "L0", Kind: tier.Desk, Capabilities: []tier.Capability{tier.Acknowledge, tier.Route}})
			d.Edges = append(d.Edges, edge("L1", "L0", tier.HandBack, tier.Returned))
		}, []string{
			"tiers[4]: tickets arrive at L0 and cannot leave it, not even back (dead_end)",
			"tiers[4].capabilities: neither L0 nor any tier that follows it may resolve (cannot_resolve)",
		}},
		{"nobody may close", func(d *tier.Definition) {
			for i := range d.Tiers {
				d.Tiers[i].Capabilities = without(d.Tiers[i].Capabilities, tier.Close)
			}
		}, []string{"tiers: no tier may close (nobody_may)"}},
		{"nobody may resolve", func(d *tier.Definition) {
			for i := range d.Tiers {
				d.Tiers[i].Capabilities = without(d.Tiers[i].Capabilities, tier.Resolve)
			}
		}, []string{"tiers: no tier may resolve (nobody_may)"}},
		{"a first tier that may not acknowledge", func(d *tier.Definition) {
			d.Tiers[0].Capabilities = without(d.Tiers[0].Capabilities, tier.Acknowledge)
		}, []string{"tiers[0].capabilities: tickets arrive at L1, which may not acknowledge (first_does_not)"}},
		{"a first tier that may not hand on", func(d *tier.Definition) {
			d.Tiers[0].Capabilities = without(d.Tiers[0].Capabilities, tier.Route)
		}, []string{"tiers[0].capabilities: tickets arrive at L1, which may not route them on (first_does_not)"}},
		{"a responsibility that nobody has", func(d *tier.Definition) {
			d.Tiers[1].Responsibilities = without(d.Tiers[1].Responsibilities, tier.TheRunbook)
		}, []string{"tiers: L2, L3 may run_runbook, and no tier is responsible for runbook (nobody_answers)"}},
		{"a responsibility that nobody has, of a right further down", func(d *tier.Definition) {
			for _, i := range []int{1, 2} {
				d.Tiers[i].Capabilities = without(d.Tiers[i].Capabilities, tier.RunRunbook)
			}
			d.Tiers[1].Responsibilities = without(d.Tiers[1].Responsibilities, tier.TheRunbook)
		}, []string{"tiers: L2, L3 may keep_runbook, and no tier is responsible for runbook (nobody_answers)"}},
		{"a responsibility of two", func(d *tier.Definition) {
			d.Tiers[2].Responsibilities = append(d.Tiers[2].Responsibilities, tier.TheRunbook)
		}, []string{"tiers: L2 and L3 are both responsible for runbook; want one (several_answer)"}},
		{"a misspelt capability", func(d *tier.Definition) {
			d.Tiers[1].Capabilities = append(d.Tiers[1].Capabilities, "analyse_stabilty")
		}, []string{`tiers[1].capabilities[13]: "analyse_stabilty" is not known; is "analyse_stability" meant (misspelt)`}},
		{"a word of the house's own is no fault", func(d *tier.Definition) {
			d.Tiers[1].Capabilities = append(d.Tiers[1].Capabilities, "open_the_server_room")
		}, nil},
		{"a misspelt responsibility", func(d *tier.Definition) {
			d.Tiers[3].Responsibilities[0] = "prodcut"
		}, []string{`tiers[3].responsibilities[0]: "prodcut" is not known; is "product" meant (misspelt)`}},
		{"a misspelt reason", func(d *tier.Definition) {
			d.Edges[0].Reasons = append(d.Edges[0].Reasons, "unsloved")
		}, []string{`edges[0].reasons[4]: "unsloved" is not known; is "unsolved" meant (misspelt)`}},
		{"an edge that nothing opens", func(d *tier.Definition) {
			d.Edges[3].Reasons = nil
		}, []string{"edges[3].reasons: no reason opens the way from L2 to L1 (never_taken)"}},
		{"two edges for the same reason", func(d *tier.Definition) {
			d.Edges = append(d.Edges, edge("L1", "L3", tier.Functional, tier.WrongTier, tier.BeyondCookbook))
		}, []string{"edges[6].reasons[1]: for beyond_cookbook a ticket goes from L1 to L2, never to L3; give the tiers platforms, or another reason (same_reason)"}},
		{"two edges for the same reason further up", func(d *tier.Definition) {
			d.Edges = append(d.Edges, edge("L2", "L4", tier.Functional, tier.Unsolved))
		}, []string{"edges[6].reasons[0]: for unsolved a ticket goes from L2 to L3, never to L4; give the tiers platforms, or another reason (same_reason)"}},
		{"two edges for the same reason, one tier with platforms", func(d *tier.Definition) {
			d.Tiers[1].Platforms = []string{"oracle"}
			d.Edges = append(d.Edges, edge("L1", "L3", tier.Functional, tier.BeyondCookbook))
		}, []string{"edges[6].reasons[0]: for beyond_cookbook a ticket goes from L1 to L2, never to L3; give the tiers platforms, or another reason (same_reason)"}},
		{"the same, the other tier with platforms", func(d *tier.Definition) {
			d.Tiers[2].Platforms = []string{"oracle"}
			d.Edges = append(d.Edges, edge("L1", "L3", tier.Functional, tier.BeyondCookbook))
		}, []string{"edges[6].reasons[0]: for beyond_cookbook a ticket goes from L1 to L2, never to L3; give the tiers platforms, or another reason (same_reason)"}},
		{"different platforms are no fault", func(d *tier.Definition) {
			d.Tiers[1].Platforms, d.Tiers[2].Platforms = []string{"oracle"}, []string{"linux"}
			d.Edges = append(d.Edges, edge("L1", "L3", tier.Functional, tier.BeyondCookbook))
		}, nil},
		{"help for the same reason is no fault", func(d *tier.Definition) {
			d.Edges = append(d.Edges, edge("L1", "L3", tier.Consult, tier.BeyondCookbook))
		}, nil},
		{"authority for the same reason is no fault", func(d *tier.Definition) {
			withManagement(d)
			d.Edges = append(d.Edges, edge("L1", "M", tier.Hierarchical, tier.SLAAtRisk))
		}, nil},
		{"going round by time", func(d *tier.Definition) {
			d.Edges = append(d.Edges, edge("L3", "L1", tier.HandBack, tier.Unacknowledged))
		}, []string{"edges: for unacknowledged a ticket goes round without end: L1 → L2 → L3 → L1 (time_circle)"}},
		{"going round by people is no fault", func(d *tier.Definition) {
			d.Edges[0].Reasons = append(d.Edges[0].Reasons, tier.WrongTier)
		}, nil},
		{"evidence that nobody can come by", func(d *tier.Definition) {
			d.Edges[5].Evidence = []tier.Evidence{tier.RunbookInsufficient}
		}, []string{"edges[5].evidence: L4 may run no runbook, so none can be insufficient (evidence_never_there)"}},
		{"a vendor that nobody manages", func(d *tier.Definition) {
			d.Tiers[2].Capabilities = without(d.Tiers[2].Capabilities, tier.ManageVendor)
		}, []string{"edges[2].from: L3 sends to the vendor L4 and may not manage_vendor (vendor_unmanaged)"}},
		{"more skill downwards", func(d *tier.Definition) {
			d.Tiers[2].Rank = -1
		}, []string{
			"edges[1]: a functional edge from L2 (rank 2) to L3 (rank -1) (against_rank)",
			"edges[4]: a hand_back edge from L3 (rank -1) to L2 (rank 2) (against_rank)",
		}},
		{"authority that is none", func(d *tier.Definition) {
			d.Edges = append(d.Edges, edge("L1", "L3", tier.Hierarchical, tier.SLAAtRisk))
		}, []string{"edges[6].to: a hierarchical edge to L3, which is of kind expert; want management (authority_of_no_one)"}},
		{"approving oneself", func(d *tier.Definition) {
			d.Edges[2].Approver = "L3"
		}, []string{"edges[2].approver: L3 approves what it hands over itself (self_approval)"}},
		{"skipping to nowhere", func(d *tier.Definition) {
			d.Edges[2].MaySkip = true
		}, []string{"edges[2].may_skip: L4 may be passed by, and for none of these reasons a way goes on from it (skip_to_nowhere)"}},
		{"skipping to somewhere is no fault", func(d *tier.Definition) {
			d.Edges[0].MaySkip = true
		}, nil},
		{"one tier alone is no fault", func(d *tier.Definition) {
			d.Tiers, d.Edges = d.Tiers[:1], nil
			d.Tiers[0].Capabilities = without(d.Tiers[0].Capabilities, tier.Route)
		}, nil},
		{"management that resolves nothing is no fault", withManagement, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := tier.Default().Definition()
			c.spoil(&d)
			l, err := tier.New(d)
			require.NoError(t, err)
			var got []string
			for _, f := range l.Lint() {
				got = append(got, f.String())
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestLintOfAnyLadderIsStableAndEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := anyLadder(t)
		again, err := tier.New(l.Definition())
		require.NoError(t, err)
		require.Equal(t, l.Lint(), again.Lint())
		for _, f := range l.Lint() {
			require.NotEmpty(t, f.Rule)
			require.NotEmpty(t, f.Text)
		}
	})
}

func TestLintOfTheLargestLadderIsQuick(t *testing.T) {
	d := tier.Definition{Name: "large", First: "T00"}
	for i := range tier.MaxTiers {
		d.Tiers = append(d.Tiers, tier.Tier{ID: id(i), Kind: tier.Expert, Capabilities: tier.Capabilities()})
	}
	for i := range tier.MaxEdges {
		from, by := i%tier.MaxTiers, 1+i/tier.MaxTiers
		d.Edges = append(d.Edges, edge(id(from), id((from+by)%tier.MaxTiers), tier.Functional, tier.Reasons()...))
	}
	l, err := tier.New(d)
	require.NoError(t, err)
	start := time.Now()
	require.NotEmpty(t, l.Lint())
	require.Less(t, time.Since(start), 5*time.Second)
}

func id(i int) tier.ID { return tier.ID("T" + string(rune('0'+i/10)) + string(rune('0'+i%10))) }
