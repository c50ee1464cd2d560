package tier_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/tier"
)

func TestAssignAlwaysSaysWhatCameOfIt(t *testing.T) {
	engineers, groups := house()
	s := staff(t, tier.Default(), engineers, groups...)
	oracle := []tier.Platform{{Name: "oracle", Years: 3}}
	for _, c := range []struct {
		name  string
		needs tier.Needs
		now   tier.Moment
		who   string
		out   tier.Outcome
		why   []string
	}{
		{"the only one who can", tier.Needs{Tier: "L2", Platforms: oracle}, tier.Moment{}, "eve", tier.Assigned, []string{
			"kim platform: wants oracle, 3 years; has 2 years",
			"max worker: wants somebody who takes tickets; has a manager", "max platform: wants oracle, 3 years; has none",
		}},
		{"a tier without people", tier.Needs{Tier: "L4"}, tier.Moment{}, "", tier.NobodyThere, nil},
		{"a tier that does not exist", tier.Needs{Tier: "L9"}, tier.Moment{}, "", tier.NobodyThere, nil},
		{"a group without people", tier.Needs{Group: "ghosts"}, tier.Moment{}, "", tier.NobodyThere, nil},
		{"nobody knows it", tier.Needs{Tier: "L1", Group: "calls", Platforms: oracle}, tier.Moment{}, "", tier.NobodyQualified, []string{
			"ada platform: wants oracle, 3 years; has none",
		}},
		{"out of hours", tier.Needs{Languages: []string{"de"}}, tier.Moment{Shut: []string{"office"}}, "", tier.NobodyPresent, nil},
		{"other hours are no matter", tier.Needs{Languages: []string{"de"}}, tier.Moment{Shut: []string{"night"}}, "tom", tier.Assigned, nil},
		{"away", tier.Needs{Tier: "L1", Group: "calls"}, tier.Moment{Away: []string{"ada"}}, "", tier.NobodyPresent, []string{
			"ada presence: wants working time; has absence",
		}},
		{"at capacity", tier.Needs{Tier: "L2", Platforms: oracle}, tier.Moment{Open: map[string]int{"eve": 2}}, "", tier.NobodyFree, nil},
		{"below capacity", tier.Needs{Tier: "L2", Platforms: oracle}, tier.Moment{Open: map[string]int{"eve": 1}}, "eve", tier.Assigned, nil},
		{"one away, one full", tier.Needs{Tier: "L2"}, tier.Moment{Away: []string{"kim"}, Open: map[string]int{"eve": 9}}, "", tier.NobodyFree, nil},
		{"a count that nobody can have", tier.Needs{Tier: "L1"}, tier.Moment{Open: map[string]int{"tom": -1 << 60, "ada": 1 << 60}}, "eve", tier.Assigned, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, turns := s.Assign(tier.ByLoad, c.needs, c.now, nil)
			require.Equal(t, c.out, a.Outcome)
			require.Equal(t, c.who, a.Engineer)
			require.Equal(t, c.who != "", len(turns) == 1)
			free := names(s.Free(c.needs, c.now))
			require.Equal(t, c.who != "", free != "")
			require.Contains(t, free, c.who)
			if c.why != nil {
				var why []string
				for _, p := range a.Passed {
					for _, g := range p.Gaps {
						why = append(why, p.Engineer+" "+g.String())
					}
				}
				require.ElementsMatch(t, c.why, why)
			}
		})
	}
	a, turns := s.Assign("lottery", tier.Needs{}, tier.Moment{}, tier.Turns{{Engineer: "x", At: 1}})
	require.Equal(t, tier.Assignment{Outcome: tier.UnknownMethod}, a)
	require.Equal(t, tier.Turns{{Engineer: "x", At: 1}}, turns)
}

func TestAFullEngineerSaysHowFull(t *testing.T) {
	s := staff(t, tier.Default(), []tier.Engineer{{ID: "one", Tiers: []tier.ID{"L1"}, Capacity: 1}})
	a, _ := s.Assign(tier.RoundRobin, tier.Needs{}, tier.Moment{Open: map[string]int{"one": 2}}, nil)
	require.Equal(t, "capacity: wants room for one more; has 2 tickets of 1 ticket", a.Passed[0].Gaps[0].String())
}

func TestManagersTakeTicketsOnlyAtTiersOfManagement(t *testing.T) {
	s := staff(t, tier.ManagedServices(), []tier.Engineer{{ID: "boss", Tiers: []tier.ID{"delivery", "desk"}, Manager: true}})
	a, _ := s.Assign(tier.ByLoad, tier.Needs{Tier: "delivery"}, tier.Moment{}, nil)
	require.Equal(t, "boss", a.Engineer)
	a, _ = s.Assign(tier.ByLoad, tier.Needs{Tier: "desk"}, tier.Moment{}, nil)
	require.Equal(t, tier.NobodyQualified, a.Outcome)
	a, _ = s.Assign(tier.ByLoad, tier.Needs{}, tier.Moment{}, nil)
	require.Equal(t, tier.NobodyQualified, a.Outcome)
}

func TestByLoadTheLeastLoadedForTheirWeightIsNext(t *testing.T) {
	s := staff(t, tier.Default(), []tier.Engineer{
		{ID: "half", Tiers: []tier.ID{"L1"}, Weight: 1}, {ID: "full", Tiers: []tier.ID{"L1"}, Weight: 2},
	})
	for _, c := range []struct {
		half, full int
		want       string
	}{{0, 0, "full"}, {0, 1, "full"}, {0, 2, "half"}, {1, 2, "full"}, {1, 4, "half"}} {
		a, _ := s.Assign(tier.ByLoad, tier.Needs{}, tier.Moment{Open: map[string]int{"half": c.half, "full": c.full}}, nil)
		if (c.half+1)*2 == c.full+1 {
			require.Contains(t, []string{"half", "full"}, a.Engineer)
			continue
		}
		require.Equal(t, c.want, a.Engineer, "%d against %d", c.half, c.full)
	}
}

func TestByLoadEqualsTakeTurns(t *testing.T) {
	s := staff(t, tier.Default(), crowd(1, 1, 1))
	var turns tier.Turns
	var order []string
	for range 6 {
		var a tier.Assignment
		a, turns = s.Assign(tier.ByLoad, tier.Needs{}, tier.Moment{}, turns) // each is done at once
		order = append(order, a.Engineer)
	}
	require.Equal(t, []string{"e0", "e1", "e2", "e0", "e1", "e2"}, order)
}

// crowd is engineers e0, e1, … at L1 with these weights.
func crowd(weights ...int) []tier.Engineer {
	var all []tier.Engineer
	for i, w := range weights {
		all = append(all, tier.Engineer{ID: fmt.Sprintf("e%d", i), Tiers: []tier.ID{"L1"}, Weight: w})
	}
	return all
}

func TestRoundRobinFollowsTheWeightsAtEveryMoment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.IntRange(1, 16), 1, 6).Draw(t, "weights")
		s, err := tier.NewStaff(tier.Default(), crowd(weights...), nil)
		require.NoError(t, err)
		var turns tier.Turns
		got := make([]int, len(weights))
		for range rapid.IntRange(1, 200).Draw(t, "tickets") {
			var a tier.Assignment
			a, turns = s.Assign(tier.RoundRobin, tier.Needs{}, tier.Moment{}, turns)
			got[slices.IndexFunc(s.Engineers(), func(e tier.Engineer) bool { return e.ID == a.Engineer })]++
			for i := range got {
				for j := range got {
					// i may be ahead of j by no more than one piece of work of i.
					require.LessOrEqual(t, (got[i]-1)*weights[j], got[j]*weights[i], "%v of %v", got, weights)
				}
			}
		}
	})
}

func TestTurnsSurviveARestartAndAreNeverChangedInPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, err := tier.NewStaff(tier.Default(), crowd(rapid.SliceOfN(rapid.IntRange(0, 100), 1, 5).Draw(t, "weights")...), nil)
		require.NoError(t, err)
		method := rapid.SampledFrom([]tier.Method{tier.ByLoad, tier.RoundRobin}).Draw(t, "method")
		var turns, stored tier.Turns
		open := make(map[string]int)
		for range rapid.IntRange(1, 40).Draw(t, "tickets") {
			now := tier.Moment{Open: open}
			if rapid.Bool().Draw(t, "somebody away") {
				now.Away = []string{rapid.SampledFrom(s.Engineers()).Draw(t, "away").ID}
			}
			before := slices.Clone(turns)
			a, next := s.Assign(method, tier.Needs{}, now, turns)
			require.Equal(t, before, slices.Clone(turns), "the turns passed in stay")
			b, again := s.Assign(method, tier.Needs{}, now, stored)
			require.Equal(t, a, b)
			require.Equal(t, len(s.Free(tier.Needs{}, now)) > 0, a.Outcome == tier.Assigned, "never to nobody while somebody can")
			require.Equal(t, a.Outcome == tier.Assigned, a.Engineer != "")
			text, err := json.Marshal(again)
			require.NoError(t, err)
			stored = nil
			require.NoError(t, json.Unmarshal(text, &stored))
			turns = next
			require.Equal(t, len(turns), len(stored))
			if a.Engineer != "" {
				open[a.Engineer]++
			}
		}
	})
}

func TestWhoComesBackIsNotFlooded(t *testing.T) {
	s := staff(t, tier.Default(), crowd(1, 1, 1, 1))
	var turns tier.Turns
	give := func(n int, away ...string) map[string]int {
		got := make(map[string]int)
		for range n {
			var a tier.Assignment
			a, turns = s.Assign(tier.RoundRobin, tier.Needs{}, tier.Moment{Away: away}, turns)
			got[a.Engineer]++
		}
		return got
	}
	give(4)
	require.Equal(t, map[string]int{"e0": 50, "e1": 50}, give(100, "e2", "e3"))
	require.Equal(t, map[string]int{"e0": 10, "e1": 10, "e2": 10, "e3": 10}, give(40))
}

func TestASpecialistsWorkDoesNotDisturbTheOthersTurns(t *testing.T) {
	all := crowd(1, 1, 1)
	all[2].Platforms = []tier.Platform{{Name: "oracle"}}
	s := staff(t, tier.Default(), all)
	var turns tier.Turns
	got := make(map[string]int)
	for range 50 {
		var a tier.Assignment
		a, turns = s.Assign(tier.RoundRobin, tier.Needs{Platforms: []tier.Platform{{Name: "oracle"}}}, tier.Moment{}, turns)
		require.Equal(t, "e2", a.Engineer)
		a, turns = s.Assign(tier.RoundRobin, tier.Needs{}, tier.Moment{Away: []string{"e2"}}, turns)
		got[a.Engineer]++
	}
	require.Equal(t, map[string]int{"e0": 25, "e1": 25}, got)
}

func TestTurnsForgetWhoHasLeft(t *testing.T) {
	s := staff(t, tier.Default(), crowd(1))
	_, turns := s.Assign(tier.RoundRobin, tier.Needs{}, tier.Moment{}, tier.Turns{{Engineer: "gone", At: 5}})
	require.Len(t, turns, 1)
	require.Equal(t, "e0", turns[0].Engineer)
}

func TestPathPassesByATierWithNobodyThere(t *testing.T) {
	l := tier.ManagedServices()
	at := func(id string, where tier.ID, platforms ...string) tier.Engineer {
		e := tier.Engineer{ID: id, Tiers: []tier.ID{where}}
		for _, p := range platforms {
			e.Platforms = append(e.Platforms, tier.Platform{Name: p})
		}
		return e
	}
	s := staff(t, l, []tier.Engineer{at("f", "field", "linux", "firewall"), at("n", "net", "firewall"), at("c", "cloud", "linux")})
	linux := tier.Needs{Platforms: []tier.Platform{{Name: "linux"}}}
	for _, c := range []struct {
		name   string
		from   tier.ID
		reason tier.Reason
		away   []string
		want   []tier.ID
		ok     bool
	}{
		{"the next tier has somebody", "desk", tier.SLAAtRisk, nil, []tier.ID{"field"}, true},
		{"it has nobody, so the ticket goes on to its platform", "desk", tier.SLAAtRisk, []string{"f"}, []tier.ID{"field", "cloud"}, true},
		{"nobody anywhere, so it waits in the next tier", "desk", tier.SLAAtRisk, []string{"f", "c"}, []tier.ID{"field"}, false},
		{"nothing goes on for this reason", "desk", tier.BeyondCookbook, []string{"f"}, []tier.ID{"field"}, false},
		{"an edge that stops at its tier", "field", tier.Unsolved, []string{"c"}, []tier.ID{"cloud"}, false},
		{"no edge at all", "desk", tier.MajorEnhancement, nil, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			first, open := l.NextFor(c.from, c.reason, linux.At)
			require.Equal(t, len(c.want) > 0, open)
			if !open {
				return
			}
			path, ok := s.Path(first, c.reason, linux.At, tier.Moment{Away: c.away})
			require.Equal(t, c.ok, ok)
			require.Equal(t, c.want, to(path...))
		})
	}
}

func TestPathEndsWhereSkippingWouldGoRound(t *testing.T) {
	skip := func(from, to tier.ID) tier.Edge {
		return tier.Edge{From: from, To: to, Kind: tier.Functional, Reasons: []tier.Reason{tier.Unsolved}, MaySkip: true}
	}
	s := staff(t, built(t, skip("A", "B"), skip("B", "C"), skip("C", "A")), nil)
	path, ok := s.Path(skip("A", "B"), tier.Unsolved, tier.Needs{}.At, tier.Moment{})
	require.False(t, ok)
	require.Equal(t, []tier.ID{"B"}, to(path...))
}
