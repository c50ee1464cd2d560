package sla

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// mergedOf draws a merged list: sorted, with a gap between each and the next, none empty.
func mergedOf(t *rapid.T, name string) []stretch {
	var all []stretch
	at := int64(0)
	for _, n := range rapid.SliceOfN(rapid.Int64Range(1, 4), 0, 12).Draw(t, name) {
		from := at + n
		at = from + rapid.Int64Range(1, 4).Draw(t, "long")
		all = append(all, stretch{from, at})
	}
	return all
}

// has says second by second what is in a list.
func has(all []stretch, at int64) bool {
	for _, s := range all {
		if s.from <= at && at < s.to {
			return true
		}
	}
	return false
}

// Every second is where the sets say, and no stretch is empty: the tables count on it.
func TestStretchesAreSetsOfSecondsAndNoneIsEmpty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := mergedOf(t, "a"), mergedOf(t, "b")
		from := rapid.Int64Range(0, 50).Draw(t, "from")
		to := from + rapid.Int64Range(0, 50).Draw(t, "long")
		for name, c := range map[string]struct {
			got  []stretch
			want func(at int64) bool
		}{
			"without": {without(a, b), func(at int64) bool { return has(a, at) && !has(b, at) }},
			"common":  {common(a, b), func(at int64) bool { return has(a, at) && has(b, at) }},
			"clipped": {clipped(append([]stretch{}, a...), from, to), func(at int64) bool { return has(a, at) && from <= at && at < to }},
		} {
			for at := int64(0); at < 110; at++ {
				require.Equal(t, c.want(at), has(c.got, at), "%s at %d: %v", name, at, c.got)
			}
			last := int64(-1)
			for _, s := range c.got {
				require.Less(t, s.from, s.to, "%s: an empty stretch in %v", name, c.got)
				require.Less(t, last, s.from, "%s: out of order, or not merged: %v", name, c.got)
				last = s.to
			}
		}
	})
}

func TestPrepareLaysOutWhatLiesBetween(t *testing.T) {
	c, err := Compile(Hours{Name: "h", Week: Weekdays("09:00-17:00")})
	require.NoError(t, err)
	from, to := time.Date(1931, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1951, 1, 1, 0, 0, 0, 0, time.UTC)
	require.False(t, c.table.Load().covers(from.Unix()))
	c.Prepare(to, from)
	require.False(t, c.table.Load().covers(from.Unix()), "nothing lies between the later and the earlier")
	c.Prepare(from, from)
	require.True(t, c.table.Load().covers(from.Unix()))
	c.Prepare(from, to)
	require.True(t, c.table.Load().covers(to.Unix()))
}
