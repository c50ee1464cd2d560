package tier_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/tier"
)

func fromJSON(b []byte) (d tier.Definition, err error) {
	r := json.NewDecoder(bytes.NewReader(b))
	r.DisallowUnknownFields()
	return d, r.Decode(&d)
}

func fromYAML(b []byte) (d tier.Definition, err error) {
	r := yaml.NewDecoder(bytes.NewReader(b))
	r.KnownFields(true)
	return d, r.Decode(&d)
}

// roundTrips fails unless the ladder comes back the same from JSON and from YAML.
func roundTrips(t require.TestingT, l *tier.Ladder) {
	for name, way := range map[string]struct {
		to   func(any) ([]byte, error)
		from func([]byte) (tier.Definition, error)
	}{"JSON": {json.Marshal, fromJSON}, "YAML": {yaml.Marshal, fromYAML}} {
		b, err := way.to(l.Definition())
		require.NoError(t, err, name)
		d, err := way.from(b)
		require.NoError(t, err, "%s: %s", name, b)
		back, err := tier.New(d)
		require.NoError(t, err, "%s: %s", name, b)
		require.Empty(t, tier.Diff(l, back), name)
		again, err := way.to(back.Definition())
		require.NoError(t, err, name)
		require.Equal(t, string(b), string(again), name)
	}
}

func TestReadyMadeLaddersRoundTripExactly(t *testing.T) {
	for _, l := range readyMade() {
		roundTrips(t, l)
		b, err := yaml.Marshal(l.Definition())
		require.NoError(t, err)
		d, err := fromYAML(b)
		require.NoError(t, err)
		require.Equal(t, l.Definition(), d)
	}
}

func TestPeopleAndOutcomesRoundTrip(t *testing.T) {
	engineers, groups := house()
	engineers[0].Email, engineers[0].Phone, engineers[0].Role, engineers[0].Weight = "t@x", "+1", "agent", 3
	s := staff(t, tier.Default(), engineers, groups...)
	a, turns := s.Assign(tier.ByLoad, tier.Needs{Tier: "L1", Languages: []string{"de"}}, tier.Moment{}, nil)
	sameInJSON(t, engineers)
	sameInJSON(t, groups)
	sameInJSON(t, a)
	sameInJSON(t, turns)
	sameInJSON(t, tier.Default().RACI())
	sameInJSON(t, tier.Needs{Tier: "L1", Group: "g", Years: 1, Platforms: []tier.Platform{{Name: "x", Years: 1}}, Strict: true})

	b, err := yaml.Marshal(engineers)
	require.NoError(t, err)
	var back []tier.Engineer
	require.NoError(t, yaml.Unmarshal(b, &back))
	require.Equal(t, engineers, back)
}

func sameInJSON[V any](t *testing.T, v V) {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	var back V
	require.NoError(t, json.Unmarshal(b, &back))
	require.Equal(t, v, back)
}

func TestAnyLadderRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { roundTrips(t, anyLadder(t)) })
}

// anyLadder draws a definition that New accepts.
func anyLadder(t *rapid.T) *tier.Ladder {
	l, err := tier.New(anyDefinition(t))
	require.NoError(t, err)
	return l
}

func anyDefinition(t *rapid.T) tier.Definition {
	ids := rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9._-]{0,5}`), 1, 6, rapid.ID).Draw(t, "ids")
	d := tier.Definition{
		Name: rapid.StringMatching(`[A-Za-zäé"#<>\\&][a-z "'|-]{0,10}`).Draw(t, "name"), Version: rapid.IntRange(0, 9).Draw(t, "version"),
		First: tier.ID(rapid.SampledFrom(ids).Draw(t, "first")),
	}
	for _, id := range ids {
		d.Tiers = append(d.Tiers, anyTier(t, tier.ID(id)))
	}
	seen := make(map[string]bool)
	for range rapid.IntRange(0, 12).Draw(t, "edges") {
		e := anyEdge(t, ids, d.Tiers)
		if key := fmt.Sprint(e.From, " ", e.To, e.Kind.HandsOver()); e.From != e.To && !seen[key] {
			seen[key] = true
			d.Edges = append(d.Edges, e)
		}
	}
	return d
}

func anyTier(t *rapid.T, id tier.ID) tier.Tier {
	one := tier.Tier{
		ID: id, Kind: rapid.SampledFrom(tier.Kinds()).Draw(t, "kind"), Rank: rapid.IntRange(-9, 99).Draw(t, "rank"),
		Name:             rapid.StringMatching(`([A-Z"#][a-z é]{0,8}[a-z\]])?`).Draw(t, "title"),
		Capabilities:     some(t, "capabilities", append(tier.Capabilities(), "own_word")),
		Responsibilities: some(t, "responsibilities", tier.Responsibilities()),
		Platforms:        some(t, "platforms", []string{"x", "y y", "null", "1.0"}),
		Channels:         some(t, "channels", []string{"phone", "true"}),
		Access:           some(t, "access", []string{"root", "~"}),
	}
	if rapid.Bool().Draw(t, "asks") {
		least := rapid.IntRange(0, 9).Draw(t, "least")
		one.Experience = tier.Experience{MinYears: least, HouseYears: least + 1, MaxYears: least + rapid.IntRange(1, 9).Draw(t, "more"), Platforms: 1}
		one.Skills = []tier.Skill{{Framework: "SFIA", Version: "9", Code: "USUP", Level: rapid.IntRange(0, 7).Draw(t, "level")}}
	}
	return one
}

func anyEdge(t *rapid.T, ids []string, tiers []tier.Tier) tier.Edge {
	from, to := rapid.SampledFrom(tiers).Draw(t, "from"), rapid.SampledFrom(tiers).Draw(t, "to")
	e := tier.Edge{
		From: from.ID, To: to.ID, Kind: rapid.SampledFrom(tier.EdgeKinds()).Draw(t, "edge"),
		Reasons:      some(t, "reasons", append(tier.Reasons(), "own_reason")),
		Fields:       some(t, "fields", []string{"tried", "manager", "impact_note"}),
		Evidence:     some(t, "evidence", []tier.Evidence{tier.RunbookInsufficient}),
		AcceptWithin: time.Duration(rapid.IntRange(0, 1e9).Draw(t, "accept")) * time.Microsecond,
		Approver:     tier.ID(rapid.SampledFrom(append([]string{""}, ids...)).Draw(t, "approver")),
	}
	if e.Kind == tier.ToVendor && to.Kind != tier.Vendor {
		e.Kind = tier.Functional
	}
	if e.MaySkip = rapid.Bool().Draw(t, "skip"); !e.Kind.HandsOver() {
		e.Fields, e.Evidence, e.Approver, e.MaySkip = nil, nil, "", false
	}
	return e
}

// some draws distinct entries in any order; nil when none.
func some[W any](t *rapid.T, label string, from []W) []W {
	got := rapid.Permutation(from).Draw(t, label)[:rapid.IntRange(0, len(from)).Draw(t, label+" n")]
	if len(got) == 0 {
		return nil
	}
	return slices.Clone(got)
}

func readyMade() []*tier.Ladder {
	return []*tier.Ladder{tier.Default(), tier.WithSelfService(), tier.Swarm(), tier.ManagedServices()}
}

// FuzzDefinition feeds anything to the checks: no panic, faults with a sentence, and what is accepted can be used and comes back.
func FuzzDefinition(f *testing.F) {
	for _, l := range readyMade() {
		b, err := json.Marshal(l.Definition())
		require.NoError(f, err)
		f.Add(b)
		b, err = yaml.Marshal(l.Definition())
		require.NoError(f, err)
		f.Add(b)
	}
	f.Add([]byte(`{"name":"x","first":"A","tiers":[{"id":"A","kind":"desk"}],"edges":[{"from":"A","to":"A"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			return
		}
		for _, from := range []func([]byte) (tier.Definition, error){fromJSON, fromYAML} {
			d, err := from(b)
			if err != nil {
				continue
			}
			l, err := tier.New(d)
			if err != nil {
				require.ErrorIs(t, err, tier.ErrInvalid)
				continue
			}
			roundTrips(t, l)
			require.Equal(t, l.Lint(), l.Lint())
			require.Equal(t, l.Mermaid(), l.Mermaid())
			_ = l.DOT() + l.RACI().Table(l)
		}
	})
}
