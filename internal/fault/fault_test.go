package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/internal/fault"
)

func TestListKeepsEveryFaultWithItsPlace(t *testing.T) {
	var inner fault.List
	inner.Add("[2].kind", "unknown kind %q", "boss")
	inner.Add("", "has no name")

	var outer fault.List
	outer.Under("tiers", inner.Err())
	outer.Under("zone", errors.New("no such zone"))
	outer.Under("fine", nil)

	err := fmt.Errorf("handbook: %w", outer.Err())
	require.ErrorIs(t, err, fault.ErrInvalid)
	var lines []string
	for _, f := range fault.Of(err) {
		lines = append(lines, f.Error())
	}
	require.Equal(t, []string{
		`tiers[2].kind: unknown kind "boss"`,
		"tiers: has no name",
		"zone: no such zone",
	}, lines)
}

func TestAnEmptyListIsNoError(t *testing.T) {
	var l fault.List
	require.NoError(t, l.Err())
	require.Empty(t, fault.Of(nil))
	require.Empty(t, fault.Of(errors.New("something else")))
}

func TestAFaultFromAFileSaysItsLine(t *testing.T) {
	f := &fault.Fault{Path: "ladder", Problem: "has no tiers", Line: 12}
	require.EqualError(t, f, "line 12: ladder: has no tiers")
}
