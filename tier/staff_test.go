package tier_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/tier"
)

// house is a small staff on the default ladder: two at L1, two at L2, one expert, one manager.
func house() ([]tier.Engineer, []tier.Group) {
	return []tier.Engineer{
			{ID: "tom", Tiers: []tier.ID{"L1"}, Years: 2, Languages: []string{"en-GB", "de"}, Hours: "office"},
			{ID: "ada", Name: "Ada", Tiers: []tier.ID{"L1"}, Groups: []string{"calls"}, Years: 3, Languages: []string{"en", "pt-BR"}},
			{
				ID: "eve", Tiers: []tier.ID{"L2", "L1"}, Platforms: []tier.Platform{{Name: "oracle", Years: 5}}, Capacity: 2,
				Skills: []tier.Skill{{Framework: "SFIA", Version: "9", Code: "USUP", Level: 3}},
			},
			{ID: "kim", Tiers: []tier.ID{"L2"}, Years: 1, Platforms: []tier.Platform{{Name: "oracle", Years: 2}, {Name: "linux", Years: 4}}},
			{ID: "lin", Tiers: []tier.ID{"L3"}, Platforms: []tier.Platform{{Name: "linux", Years: 9}}},
			{ID: "max", Tiers: []tier.ID{"L1", "L2", "L3"}, Manager: true},
		}, []tier.Group{
			{ID: "calls", Tier: "L1"},
		}
}

func staff(t testing.TB, l *tier.Ladder, engineers []tier.Engineer, groups ...tier.Group) *tier.Staff {
	t.Helper()
	s, err := tier.NewStaff(l, engineers, groups)
	require.NoError(t, err)
	return s
}

func names(engineers []tier.Engineer) string {
	var ids []string
	for _, e := range engineers {
		ids = append(ids, e.ID)
	}
	return strings.Join(ids, " ")
}

func TestStaffAnswersWhoIsWhere(t *testing.T) {
	engineers, groups := house()
	s := staff(t, tier.Default(), engineers, groups...)
	require.Equal(t, "ada eve kim lin max tom", names(s.Engineers()))
	require.Equal(t, "ada eve tom", names(s.At("L1")))
	require.Equal(t, "max", names(s.Managers("L2")))
	require.Equal(t, "", names(s.Managers("L4")))
	require.Equal(t, "ada", names(s.Members("calls")))
	require.Equal(t, groups, s.Groups())
	require.Equal(t, "four lines", s.Ladder().Name())

	g, ok := s.Group("calls")
	require.True(t, ok)
	require.Equal(t, tier.ID("L1"), g.Tier)
	_, ok = s.Group("nobody")
	require.False(t, ok)
	_, ok = s.Engineer("nobody")
	require.False(t, ok)

	e, ok := s.Engineer("eve")
	require.True(t, ok)
	e.Tiers[0], e.Platforms[0].Name, e.Skills[0].Level = "L4", "", 0
	engineers[2].Tiers[0] = "L4"
	s.Engineers()[1].Tiers[0] = "L4"
	s.Free(tier.Needs{Tier: "L2"}, tier.Moment{})[0].Tiers[0] = "L4"
	again, _ := s.Engineer("eve")
	require.Equal(t, []tier.ID{"L2", "L1"}, again.Tiers)
	require.Equal(t, "oracle", again.Platforms[0].Name)
	require.Equal(t, 3, again.Skills[0].Level)
}

func TestNewStaffNamesTheOneThingThatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(e *tier.Engineer, g *tier.Group)
		want  string
	}{
		{"no ID", func(e *tier.Engineer, _ *tier.Group) { e.ID = "" }, "engineers[1].id: is missing"},
		{"an ID with a colon", func(e *tier.Engineer, _ *tier.Group) { e.ID = "a:b" }, `engineers[1].id: "a:b" is no identifier`},
		{"an ID that stands twice", func(e *tier.Engineer, _ *tier.Group) { e.ID = "tom" }, `engineers[1].id: "tom" stands twice`},
		{"no tiers", func(e *tier.Engineer, _ *tier.Group) { e.Tiers, e.Groups = nil, nil }, "engineers[1].tiers: is missing"},
		{"an unknown tier", func(e *tier.Engineer, _ *tier.Group) { e.Tiers = append(e.Tiers, "L9") }, `engineers[1].tiers[1]: no tier "L9" in ladder "four lines"`},
		{"a tier twice", func(e *tier.Engineer, _ *tier.Group) { e.Tiers = append(e.Tiers, "L1") }, `engineers[1].tiers[1]: "L1" stands twice`},
		{"an unknown group", func(e *tier.Engineer, _ *tier.Group) { e.Groups[0] = "nobody" }, `engineers[1].groups[0]: no group "nobody"`},
		{"a group of another tier", func(_ *tier.Engineer, g *tier.Group) { g.Tier = "L2" }, `engineers[1].groups[0]: group "calls" works at "L2"`},
		{"two lines in the e-mail address", func(e *tier.Engineer, _ *tier.Group) { e.Email = "a@b.c\nBcc: x" }, "engineers[1].email: is not one line"},
		{"two lines in the phone number", func(e *tier.Engineer, _ *tier.Group) { e.Phone = "1\r2" }, "engineers[1].phone: is not one line"},
		{"an unreadable role", func(e *tier.Engineer, _ *tier.Group) { e.Role = "\xff" }, "engineers[1].role: is not readable text"},
		{"an unreadable name", func(e *tier.Engineer, _ *tier.Group) { e.Name = "\x01" }, "engineers[1].name: is not readable text"},
		{"hours with space around", func(e *tier.Engineer, _ *tier.Group) { e.Hours = " x" }, "engineers[1].hours: is not one line"},
		{"a negative capacity", func(e *tier.Engineer, _ *tier.Group) { e.Capacity = -1 }, "engineers[1].capacity: is -1; want 0 to 10000"},
		{"a weight out of range", func(e *tier.Engineer, _ *tier.Group) { e.Weight = 101 }, "engineers[1].weight: is 101; want 0 to 100"},
		{"years out of range", func(e *tier.Engineer, _ *tier.Group) { e.Years = 61 }, "engineers[1].years: is 61; want 0 to 60"},
		{"a platform twice", func(e *tier.Engineer, _ *tier.Group) { e.Platforms = []tier.Platform{{Name: "x"}, {Name: "x"}} }, `engineers[1].platforms[1].name: "x" stands twice`},
		{"a platform without name", func(e *tier.Engineer, _ *tier.Group) { e.Platforms = []tier.Platform{{}} }, "engineers[1].platforms[0].name:"},
		{"platform years out of range", func(e *tier.Engineer, _ *tier.Group) { e.Platforms = []tier.Platform{{Name: "x", Years: -1}} }, "engineers[1].platforms[0].years: is -1"},
		{"too many platforms", func(e *tier.Engineer, _ *tier.Group) { e.Platforms = make([]tier.Platform, 129) }, "engineers[1].platforms: has 129 entries"},
		{"too many skills", func(e *tier.Engineer, _ *tier.Group) { e.Skills = make([]tier.Skill, 129) }, "engineers[1].skills: has 129 entries"},
		{"no language", func(e *tier.Engineer, _ *tier.Group) { e.Languages = []string{"en_GB"} }, `engineers[1].languages[0]: "en_GB" is not a language tag`},
		{"a group without ID", func(e *tier.Engineer, g *tier.Group) { g.ID, e.Groups = "", nil }, "groups[0].id: is missing"},
		{"a group at an unknown tier", func(e *tier.Engineer, g *tier.Group) { g.Tier, e.Groups = "L9", nil }, `groups[0].tier: no tier "L9"`},
		{"a group of an unreadable name", func(_ *tier.Engineer, g *tier.Group) { g.Name = "\x01" }, "groups[0].name: is not readable text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			engineers, groups := house()
			c.spoil(&engineers[1], &groups[0])
			s, err := tier.NewStaff(tier.Default(), engineers, groups)
			require.Nil(t, s)
			require.ErrorIs(t, err, tier.ErrInvalid)
			require.Len(t, lines(err), 1)
			require.Contains(t, lines(err)[0], c.want)
		})
	}
	_, err := tier.NewStaff(tier.Default(), nil, []tier.Group{{ID: "a", Tier: "L1"}, {ID: "a", Tier: "L1"}})
	require.Equal(t, []string{`groups[1].id: "a" stands twice; a group is defined once`}, lines(err))
	_, err = tier.NewStaff(tier.Default(), make([]tier.Engineer, 20001), nil)
	require.Len(t, lines(err), 1)
}

func TestLintOfStaffFindsOneFaultEach(t *testing.T) {
	engineers, groups := house()
	full := append(engineers, tier.Engineer{ID: "zoe", Tiers: []tier.ID{"L2"}, Platforms: []tier.Platform{{Name: "net", Years: 4}}})
	require.Empty(t, staff(t, tier.Default(), full, groups...).Lint())

	for _, c := range []struct {
		name  string
		spoil func([]tier.Engineer) []tier.Engineer
		want  string
	}{
		{"nobody at a tier", func(all []tier.Engineer) []tier.Engineer {
			return append(all[:4:4], all[5:]...)
		}, "tiers[L3]: nobody works at L3 (tier_empty)"},
		{"nobody manages a tier", func(all []tier.Engineer) []tier.Engineer {
			all[5].Tiers = []tier.ID{"L1", "L2"}
			return all
		}, "tiers[L3]: nobody manages L3 (manager_missing)"},
		{"nobody in a group", func(all []tier.Engineer) []tier.Engineer {
			all[1].Groups = nil
			return all
		}, "groups[calls]: nobody belongs to group calls (group_empty)"},
		{"too few years for the first line", func(all []tier.Engineer) []tier.Engineer {
			all[0].Years = 1
			return all
		}, "engineers[tom]: tom works at L1: years: wants 2 years; has 1 year (below_tier)"},
		{"years, but not on one platform", func(all []tier.Engineer) []tier.Engineer {
			all[4].Years, all[4].Platforms[0].Years = 20, 7
			return all
		}, "engineers[lin]: lin works at L3: platform: wants 8 years on one platform; has that on 0 (below_tier)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			engineers, groups := house()
			found := staff(t, tier.Default(), c.spoil(engineers), groups...).Lint()
			require.Len(t, found, 1)
			require.Equal(t, c.want, found[0].String())
		})
	}
}

func TestLintOfStaffLetsAManagementTierBeItsManagers(t *testing.T) {
	boss := []tier.Engineer{{ID: "boss", Tiers: []tier.ID{"desk", "noc", "field", "net", "cloud", "delivery"}, Manager: true}}
	for _, f := range staff(t, tier.ManagedServices(), boss).Lint() {
		require.NotContains(t, f.Path, "delivery")
		require.NotContains(t, f.Path, "vendor")
		require.Equal(t, tier.TierEmpty, f.Rule)
	}
}
