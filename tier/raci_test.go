package tier_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/tier"
)

func TestRACIOfTheDefaultLadder(t *testing.T) {
	l := tier.Default()
	require.Equal(t, strings.TrimPrefix(`
activity           L1  L2  L3  L4
acknowledge        RA  R   R   -
categorise         RA  R   R   -
prioritise         RA  R   R   -
route              RA  R   R   -
track              RA  R   R   -
work               RA  R   R   R
resolve            RA  R   R   R
close              RA  R   R   -
reopen             RA  R   R   -
run_cookbook       RA  R   R   -
run_runbook        I   RA  R   -
keep_runbook       I   RA  R   -
coordinate         I   RA  R   -
declare_major      I   -   RA  -
manage_problem     I   -   RA  -
analyse_stability  I   -   RA  -
enhance_minor      I   -   RA  -
manage_vendor      I   -   RA  -
fix_product        I   -   A   R
enhance_major      I   -   A   R
`, "\n"), l.RACI().Table(l))
}

func duty(t *testing.T, r tier.RACI, c tier.Capability) tier.Duty {
	t.Helper()
	i := slices.IndexFunc(r, func(d tier.Duty) bool { return d.Activity == c })
	require.GreaterOrEqual(t, i, 0)
	return r[i]
}

func TestRACIOfOtherLadders(t *testing.T) {
	r := tier.ManagedServices().RACI()
	require.Equal(t, []tier.ID{"cloud", "net"}, duty(t, r, tier.ManageProblem).Accountable, "each for its own platforms")
	require.Equal(t, []tier.ID{"delivery"}, duty(t, r, tier.DeclareMajor).Accountable)
	r = tier.Swarm().RACI()
	require.Equal(t, []tier.ID{"peers"}, duty(t, r, tier.DeclareMajor).Consulted[:1])
	require.Empty(t, duty(t, r, tier.Close).Consulted, "nobody is asked how to close")
	require.Equal(t, []tier.ID{"front"}, duty(t, r, tier.ManageProblem).Accountable)

	d := tier.Default().Definition()
	d.Tiers[2].Capabilities = append(d.Tiers[2].Capabilities, "tune", "dance")
	l, err := tier.New(d)
	require.NoError(t, err)
	r = l.RACI()
	require.Equal(t, []tier.Capability{"dance", "tune"}, []tier.Capability{r[len(r)-2].Activity, r[len(r)-1].Activity})
}

func TestCheckRACIFindsTheOneDifference(t *testing.T) {
	l := tier.Default()
	for _, c := range []struct {
		name  string
		spoil func(tier.RACI) tier.RACI
		want  string
	}{
		{"declared without the right", func(r tier.RACI) tier.RACI {
			r[7].Responsible = append(r[7].Responsible, "L4")
			return r
		}, "[7].responsible[3]: L4 is to close and may not (raci_without_right)"},
		{"granted and not declared", func(r tier.RACI) tier.RACI {
			r[11].Responsible = []tier.ID{"L2"}
			return r
		}, "[11].responsible: L3 may keep_runbook, and the matrix does not say so (raci_undeclared_right)"},
		{"granted and only told", func(r tier.RACI) tier.RACI {
			r[11].Responsible, r[11].Informed = []tier.ID{"L2"}, []tier.ID{"L1", "L3"}
			return r
		}, "[11].responsible: L3 may keep_runbook, and the matrix does not say so (raci_undeclared_right)"},
		{"nobody answers", func(r tier.RACI) tier.RACI {
			r[0].Accountable = nil
			return r
		}, "[0].accountable: nobody is to answer for acknowledge; by the responsibilities it is L1 (raci_accountable)"},
		{"two answer", func(r tier.RACI) tier.RACI {
			r[0].Accountable = []tier.ID{"L1", "L2"}
			return r
		}, "[0].accountable: L1, L2 is to answer for acknowledge; by the responsibilities it is L1 (raci_accountable)"},
		{"an unknown tier", func(r tier.RACI) tier.RACI {
			r[0].Informed = []tier.ID{"L9"}
			return r
		}, `[0].informed[0]: no tier "L9" in this ladder (raci_unknown_tier)`},
		{"an activity twice", func(r tier.RACI) tier.RACI { return append(r, r[0]) }, "[20].activity: acknowledge stands twice (raci_twice)"},
		{"an activity left out", func(r tier.RACI) tier.RACI { return r[1:] }, "acknowledge is granted to L1, L2, L3, and the matrix does not speak of it (raci_missing)"},
		{"an activity that nobody has", func(r tier.RACI) tier.RACI {
			return append(r, tier.Duty{Activity: "dance", Accountable: []tier.ID{"L1"}, Responsible: []tier.ID{"L2"}})
		}, "[20].responsible[0]: L2 is to dance and may not (raci_without_right)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range l.CheckRACI(c.spoil(l.RACI())) {
				got = append(got, f.String())
			}
			require.Equal(t, []string{c.want}, got)
		})
	}
	require.Empty(t, l.CheckRACI(l.RACI()))
}

func TestCheckRACIWantsOneToAnswerWhereTheLadderDoesNotSayWho(t *testing.T) {
	l := built(t)
	found := l.CheckRACI(tier.RACI{{Activity: "dance"}})
	require.Len(t, found, 1)
	require.Equal(t, "[0].accountable: 0 tiers answer for dance; want exactly one (raci_accountable)", found[0].String())
	require.Empty(t, l.CheckRACI(tier.RACI{{Activity: "dance", Accountable: []tier.ID{"B"}}}))
}

func TestADerivedRACIAgreesWithItsLadder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := anyLadder(t)
		r := l.RACI()
		for _, f := range l.CheckRACI(r) {
			require.Equal(t, tier.RACIAccountable, f.Rule, "%s: only where nobody holds the responsibility", f)
		}
		for _, d := range r {
			require.Equal(t, l.With(d.Activity), d.Responsible)
			for _, id := range d.Consulted {
				require.False(t, l.Can(id, d.Activity))
			}
		}
	})
}
