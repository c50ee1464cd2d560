package ticket

import (
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestAValueIsTheSameNumberOrInstantAsWhatWasGiven reads values in another way, and wants what is kept to be kept as it is.
func TestAValueIsTheSameNumberOrInstantAsWhatWasGiven(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		number := rapid.StringMatching(`[+-]?[0-9]{1,18}(\.[0-9]{1,12})?`).Draw(rt, "number")
		c := custom{CustomField: CustomField{Type: TypeDecimal}}
		kept, wrong := c.canonical(number)
		require.Empty(rt, wrong)
		given, _ := new(big.Rat).SetString(number)
		same, _ := new(big.Rat).SetString(kept)
		require.Zero(rt, given.Cmp(same), "%s is %s", number, kept)
		again, _ := c.canonical(kept)
		require.Equal(rt, kept, again)

		other := rapid.StringMatching(`[+-]?[0-9]{1,2}(\.[0-9]{1,2})?`).Draw(rt, "other")
		limit, _ := new(big.Rat).SetString(other)
		c.Max, _ = c.canonical(other)
		_, wrong = c.canonical(number)
		require.Equal(rt, given.Cmp(limit) > 0, wrong != "", "%s to %s", number, other)

		at := time.UnixMicro(rapid.Int64Range(-60_000_000_000_000_000, 250_000_000_000_000_000).Draw(rt, "instant"))
		zone := time.FixedZone("", 60*rapid.IntRange(-720, 840).Draw(rt, "offset"))
		c = custom{CustomField: CustomField{Type: TypeInstant}}
		kept, wrong = c.canonical(at.In(zone).Format(time.RFC3339Nano))
		require.Empty(rt, wrong)
		back, err := time.Parse(time.RFC3339Nano, kept)
		require.NoError(rt, err)
		require.True(rt, at.Equal(back))
		again, _ = c.canonical(kept)
		require.Equal(rt, kept, again)
	})
}
