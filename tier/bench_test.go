package tier_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/tier"
)

func BenchmarkCan(b *testing.B) {
	l := tier.Default()
	b.ReportAllocs()
	for b.Loop() {
		if !l.Can("L3", tier.ManageProblem) {
			b.Fatal("may not")
		}
	}
}

func BenchmarkNext(b *testing.B) {
	l := tier.Default()
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := l.Next("L3", tier.MajorEnhancement); !ok {
			b.Fatal("no edge")
		}
	}
}

// A tier of fifty, each with a platform, some of them at capacity.
func BenchmarkAssign(b *testing.B) {
	var all []tier.Engineer
	now := tier.Moment{Open: make(map[string]int)}
	for i := range 50 {
		e := tier.Engineer{ID: string(id(i)), Tiers: []tier.ID{"L2"}, Platforms: []tier.Platform{{Name: "x", Years: 5}}, Capacity: 9}
		now.Open[e.ID] = i % 12
		all = append(all, e)
	}
	s, err := tier.NewStaff(tier.Default(), all, nil)
	require.NoError(b, err)
	var turns tier.Turns
	b.ReportAllocs()
	for b.Loop() {
		_, turns = s.Assign(tier.ByLoad, tier.Needs{Tier: "L2", Platforms: []tier.Platform{{Name: "x", Years: 4}}}, now, turns)
	}
}

func BenchmarkLint(b *testing.B) {
	l := tier.ManagedServices()
	b.ReportAllocs()
	for b.Loop() {
		_ = l.Lint()
	}
}
