package tier_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/tier"
)

func TestGapsNameEveryUnmetRequirement(t *testing.T) {
	engineers, groups := house()
	s := staff(t, tier.Default(), engineers, groups...)
	usup := func(version string, level int) []tier.Skill {
		return []tier.Skill{{Framework: "SFIA", Version: version, Code: "USUP", Level: level}}
	}
	for _, c := range []struct {
		name  string
		who   string
		needs tier.Needs
		want  []string
	}{
		{"nothing is asked", "tom", tier.Needs{}, nil},
		{"of another tier", "tom", tier.Needs{Tier: "L2"}, []string{"tier: wants L2; has L1"}},
		{"second tier counts", "eve", tier.Needs{Tier: "L1"}, nil},
		{"in no group", "tom", tier.Needs{Group: "calls"}, []string{"group: wants calls; has none"}},
		{"in the group", "ada", tier.Needs{Group: "calls"}, nil},
		{"just enough years", "ada", tier.Needs{Years: 3}, nil},
		{"too few years", "ada", tier.Needs{Years: 4}, []string{"years: wants 4 years; has 3 years"}},
		{"years on a platform are years", "lin", tier.Needs{Years: 9}, nil},
		{"another platform", "lin", tier.Needs{Platforms: []tier.Platform{{Name: "oracle"}}}, []string{"platform: wants oracle; has none"}},
		{"just enough on the platform", "kim", tier.Needs{Platforms: []tier.Platform{{Name: "oracle", Years: 2}, {Name: "linux", Years: 4}}}, nil},
		{"too little on the platform", "kim", tier.Needs{Platforms: []tier.Platform{{Name: "oracle", Years: 3}}}, []string{"platform: wants oracle, 3 years; has 2 years"}},
		{"the skill", "eve", tier.Needs{Skills: usup("9", 3)}, nil},
		{"the skill at any level", "eve", tier.Needs{Skills: usup("9", 0)}, nil},
		{"the skill at a higher level", "eve", tier.Needs{Skills: usup("9", 4)}, []string{"skill: wants SFIA 9 USUP 4; has SFIA 9 USUP 3"}},
		{"the skill of another version", "eve", tier.Needs{Skills: usup("8", 3)}, []string{"skill: wants SFIA 8 USUP 3; has SFIA 9 USUP 3"}},
		{"another skill of the framework", "eve", tier.Needs{Skills: []tier.Skill{{Framework: "SFIA", Version: "9", Code: "PBMG"}}}, []string{
			"skill: wants SFIA 9 PBMG; has none",
		}},
		{"no such skill", "tom", tier.Needs{Skills: usup("", 0)}, []string{"skill: wants SFIA USUP; has none"}},
		{"one language of two", "ada", tier.Needs{Languages: []string{"fr", "PT"}}, nil},
		{"a dialect is the language", "tom", tier.Needs{Languages: []string{"en"}}, nil},
		{"the language is no dialect", "ada", tier.Needs{Languages: []string{"en-GB"}}, []string{"language: wants en-GB; has en, pt-BR"}},
		{"a longer word is no dialect", "tom", tier.Needs{Languages: []string{"d"}}, []string{"language: wants d; has en-GB, de"}},
		{"strictly, on one platform", "kim", tier.Needs{Tier: "L2", Strict: true}, nil},
		{"strictly, but in another tier", "kim", tier.Needs{Tier: "L3", Strict: true}, []string{
			"tier: wants L3; has L2", "platform: wants 8 years on one platform; has that on 0",
		}},
		{"everything at once", "tom", tier.Needs{
			Tier: "L2", Group: "calls", Years: 3, Platforms: []tier.Platform{{Name: "x"}}, Skills: usup("9", 1), Languages: []string{"fr"},
		}, []string{
			"tier: wants L2; has L1", "group: wants calls; has none", "years: wants 3 years; has 2 years", "platform: wants x; has none",
			"skill: wants SFIA 9 USUP 1; has none", "language: wants fr; has en-GB, de",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, ok := s.Engineer(c.who)
			require.True(t, ok)
			var got []string
			for _, g := range s.Ladder().Gaps(e, c.needs) {
				got = append(got, g.String())
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestATierAsksForItsOwnPlatformsAndSkills(t *testing.T) {
	d := tier.Default().Definition()
	d.Tiers[2].Platforms = []string{"oracle", "postgres"}
	d.Tiers[2].Skills = []tier.Skill{{Framework: "SFIA", Version: "9", Code: "PBMG", Level: 4}}
	l, err := tier.New(d)
	require.NoError(t, err)
	strict := tier.Needs{Tier: "L3", Strict: true}

	dba := tier.Engineer{ID: "x", Tiers: []tier.ID{"L3"}, Platforms: []tier.Platform{{Name: "postgres", Years: 8}}}
	require.Equal(t, []tier.Gap{{Need: tier.NeedSkill, Wanted: "SFIA 9 PBMG 4"}}, l.Gaps(dba, strict))
	dba.Skills = []tier.Skill{{Framework: "SFIA", Version: "9", Code: "PBMG", Level: 5}}
	require.Empty(t, l.Gaps(dba, strict))
	dba.Platforms[0].Name = "linux"
	require.Equal(t, []tier.Gap{{tier.NeedPlatform, "8 years on one platform of oracle, postgres", "that on 0"}}, l.Gaps(dba, strict))
	require.Empty(t, l.Gaps(dba, tier.Needs{Tier: "L3"}), "only strictly")
}
