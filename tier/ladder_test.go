package tier_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/tier"
)

// built makes a ladder of four tiers with these edges: A (desk), B and C (experts for x and for y), M (management).
func built(t testing.TB, edges ...tier.Edge) *tier.Ladder {
	t.Helper()
	l, err := tier.New(tier.Definition{
		Name: "test", First: "A",
		Tiers: []tier.Tier{
			{ID: "M", Kind: tier.Management, Rank: 4, Channels: []string{"letter"}},
			{ID: "C", Kind: tier.Expert, Rank: 3, Platforms: []string{"y", "z"}},
			{ID: "B", Kind: tier.Expert, Rank: 3, Platforms: []string{"x"}, Channels: []string{"monitoring", "letter"}},
			{ID: "A", Kind: tier.Desk, Channels: []string{"phone"}},
		},
		Edges: edges,
	})
	require.NoError(t, err)
	return l
}

func edge(from, to tier.ID, k tier.EdgeKind, reasons ...tier.Reason) tier.Edge {
	return tier.Edge{From: from, To: to, Kind: k, Reasons: reasons}
}

func to(edges ...tier.Edge) []tier.ID {
	var ids []tier.ID
	for _, e := range edges {
		ids = append(ids, e.To)
	}
	return ids
}

func TestTiersComeByRankThenID(t *testing.T) {
	l := built(t)
	var ids []tier.ID
	for _, one := range l.Tiers() {
		ids = append(ids, one.ID)
	}
	require.Equal(t, []tier.ID{"A", "B", "C", "M"}, ids)
	require.Equal(t, 3, l.Rank("C"))
	require.Zero(t, l.Rank("nowhere"))
	_, ok := l.Tier("nowhere")
	require.False(t, ok)
	require.False(t, l.Can("nowhere", tier.Resolve))
	require.Nil(t, l.With(tier.Resolve))
	require.Equal(t, "test", l.Name())
	require.Zero(t, l.Version())
}

func TestNextTakesTheFirstEdgeOfSkillAndThenThatOfAuthority(t *testing.T) {
	l := built(t,
		edge("A", "M", tier.Hierarchical, tier.SLAAtRisk, tier.Unsolved),
		edge("A", "C", tier.Consult, tier.SLAAtRisk, tier.Returned),
		edge("A", "C", tier.Functional, tier.SLAAtRisk),
		edge("A", "B", tier.Functional, tier.SLAAtRisk),
	)
	e, ok := l.Next("A", tier.SLAAtRisk)
	require.True(t, ok)
	require.Equal(t, tier.ID("C"), e.To)
	e, ok = l.Next("A", tier.Unsolved)
	require.True(t, ok)
	require.Equal(t, tier.ID("M"), e.To, "no edge of skill, so the one of authority")
	_, ok = l.Next("A", tier.Returned)
	require.False(t, ok, "along a consult edge nobody hands over")
	_, ok = l.Authority("A", tier.Returned)
	require.False(t, ok)
	e, ok = l.Authority("A", tier.SLAAtRisk)
	require.True(t, ok)
	require.Equal(t, tier.ID("M"), e.To)

	require.Equal(t, []tier.ID{"C", "B", "M"}, to(l.Choices("A", tier.SLAAtRisk)...))
	require.Equal(t, []tier.ID{"C"}, to(l.Helpers("A")...))
	require.Equal(t, []tier.ID{"M", "C", "C", "B"}, to(l.EdgesFrom("A")...))
	require.Empty(t, l.EdgesFrom("B"))
}

func TestEdgeIsTheOneAlongWhichATicketIsHandedOver(t *testing.T) {
	l := built(t, edge("A", "B", tier.Consult), edge("A", "B", tier.Functional), edge("A", "C", tier.Consult))
	e, ok := l.Edge("A", "B")
	require.True(t, ok)
	require.Equal(t, tier.Functional, e.Kind)
	_, ok = l.Edge("A", "C")
	require.False(t, ok)
	_, ok = l.Edge("B", "A")
	require.False(t, ok)
}

func TestNextForFollowsThePlatformOfTheTicket(t *testing.T) {
	l := built(t, edge("A", "B", tier.Functional, tier.Unsolved), edge("A", "C", tier.Functional, tier.Unsolved))
	for _, c := range []struct {
		needs []string
		to    tier.ID
	}{
		{nil, "B"}, {[]string{"x"}, "B"}, {[]string{"y"}, "C"}, {[]string{"z", "y"}, "C"}, {[]string{"x", "y"}, ""}, {[]string{"q"}, ""},
	} {
		var n tier.Needs
		for _, p := range c.needs {
			n.Platforms = append(n.Platforms, tier.Platform{Name: p})
		}
		e, ok := l.NextFor("A", tier.Unsolved, n.At)
		require.Equal(t, c.to != "", ok, "%v", c.needs)
		require.Equal(t, c.to, e.To, "%v", c.needs)
	}
}

func TestEntryIsTheTierOfTheChannel(t *testing.T) {
	l := built(t)
	require.Equal(t, tier.ID("A"), l.Entry("phone"))
	require.Equal(t, tier.ID("B"), l.Entry("monitoring"))
	require.Equal(t, tier.ID("B"), l.Entry("letter"), "the lower in rank")
	require.Equal(t, tier.ID("A"), l.Entry("pigeon"), "nobody's channel comes to the first tier")

	d := l.Definition()
	d.Tiers[3].Channels = nil
	l, err := tier.New(d)
	require.NoError(t, err)
	require.Equal(t, tier.ID("A"), l.Entry("monitoring"), "a first tier that names no channels takes all")
}

func TestTheOwnerIsTheTierThatTracksTickets(t *testing.T) {
	require.Equal(t, tier.ID("A"), built(t).Owner(), "nobody says so: the first tier")
	require.Equal(t, tier.ID("L1"), tier.Default().Owner())
	require.Equal(t, tier.ID("L1"), tier.WithSelfService().Owner(), "not self-service, which comes first")
	require.Equal(t, tier.ID("front"), tier.Swarm().Owner())
	require.Equal(t, tier.ID("desk"), tier.ManagedServices().Owner())
}

func TestEnumerationsKnowTheirValues(t *testing.T) {
	for _, k := range tier.Kinds() {
		require.True(t, k.Valid(), k)
	}
	for _, k := range tier.EdgeKinds() {
		require.True(t, k.Valid(), k)
		require.Equal(t, k != tier.Consult, k.HandsOver(), k)
	}
	require.False(t, tier.Kind("").Valid())
	require.False(t, tier.EdgeKind("").Valid())
	require.False(t, tier.Evidence("").Valid())
	require.False(t, tier.Method("").Valid())
	for _, r := range tier.Reasons() {
		require.Equal(t, r == tier.Unacknowledged || r == tier.SLAAtRisk, r.ByTime(), r)
	}
}

func TestTitlesFallBackOnTheID(t *testing.T) {
	require.Equal(t, "L1", tier.Tier{ID: "L1"}.Title())
	require.Equal(t, "First line", tier.Tier{ID: "L1", Name: "First line"}.Title())
	require.Equal(t, "ada", tier.Engineer{ID: "ada"}.Title())
	require.Equal(t, "Ada", tier.Engineer{ID: "ada", Name: "Ada"}.Title())
}

func TestTheHouseMayAskForMoreYears(t *testing.T) {
	require.Equal(t, 2, tier.Experience{MinYears: 0, MaxYears: 4, HouseYears: 2}.Needed())
	require.Equal(t, 3, tier.Experience{MinYears: 3}.Needed())
}
