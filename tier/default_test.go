package tier_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/tier"
)

func TestDefaultIsTheLadderOfFourLines(t *testing.T) {
	l := tier.Default()
	require.Equal(t, tier.ID("L1"), l.First())
	var ids []string
	for _, one := range l.Tiers() {
		ids = append(ids, string(one.ID)+" "+string(one.Kind))
	}
	require.Equal(t, []string{"L1 desk", "L2 specialist", "L3 expert", "L4 vendor"}, ids)

	require.Equal(t, []tier.ID{"L1", "L2", "L3"}, l.With(tier.Acknowledge))
	require.Equal(t, []tier.ID{"L2", "L3"}, l.With(tier.KeepRunbook))
	require.Equal(t, []tier.ID{"L3"}, l.With(tier.ManageProblem))
	require.Equal(t, []tier.ID{"L4"}, l.With(tier.FixProduct))
	require.Equal(t, []tier.ID{"L1", "L2", "L3", "L4"}, l.With(tier.Resolve))
	require.False(t, l.Can("L4", tier.Close), "the owner closes, not the vendor")
	for _, c := range tier.Capabilities() {
		require.NotEmpty(t, l.With(c), "somebody may %s", c)
	}
}

func TestDefaultMovesByReasonAndNotByLevel(t *testing.T) {
	l := tier.Default()
	for _, c := range []struct {
		from   tier.ID
		reason tier.Reason
		to     tier.ID
		need   string
	}{
		{"L1", tier.DocumentedProcedure, "L2", "tried"},
		{"L1", tier.BeyondCookbook, "L2", "tried"},
		{"L1", tier.SLAAtRisk, "L2", "tried"},
		{"L1", tier.MajorEnhancement, "", ""},
		{"L2", tier.DocumentationInsufficient, "L3", "tried runbook_insufficient"},
		{"L2", tier.Unsolved, "L3", "tried runbook_insufficient"},
		{"L2", tier.WrongTier, "L1", ""},
		{"L3", tier.MajorEnhancement, "L4", "vendor_reference manager"},
		{"L3", tier.Unacknowledged, "", ""},
		{"L3", tier.Solved, "L2", ""},
		{"L4", tier.Unsolved, "", ""},
		{"L4", tier.Returned, "L3", ""},
		{"L9", tier.Returned, "", ""},
	} {
		t.Run(fmt.Sprintf("%s for %s", c.from, c.reason), func(t *testing.T) {
			e, ok := l.Next(c.from, c.reason)
			require.Equal(t, c.to != "", ok)
			require.Equal(t, c.to, e.To)
			need := append([]string{}, e.Fields...)
			for _, v := range e.Evidence {
				need = append(need, string(v))
			}
			require.Equal(t, c.need, strings.Join(need, " "))
		})
	}
}
