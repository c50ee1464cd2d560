package report

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/exp/stats"
	"pgregory.net/rapid"
)

func TestQuantilesAgreeWithAnotherImplementation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Int64Range(0, int64(400*24*time.Hour)), 1, 50).Draw(t, "durations")
		var s sample
		var floats []float64
		for _, d := range all {
			s.add(time.Duration(d))
			floats = append(floats, float64(d))
		}
		got := s.durations(Definition{})
		want := stats.Quantiles(floats, 0.5, 0.9)
		near := func(want float64, got time.Duration) {
			require.InDelta(t, want, float64(got), 2+math.Abs(want)*1e-12)
		}
		near(want[0], got.Median)
		near(want[1], got.P90)
		near(stats.Mean(floats), got.Mean)
		require.Equal(t, len(all), got.N)
		sorted := slices.Sorted(slices.Values(s.all))
		require.Equal(t, sorted[0], quantile(sorted, 0, 1))
		require.Equal(t, sorted[len(sorted)-1], quantile(sorted, 1, 1))
	})
}

func TestDurationsOfAllLengthsAreSummedUpExactly(t *testing.T) {
	for name, c := range map[string]struct{ all, mean, median, p90 []time.Duration }{
		"none":          {nil, []time.Duration{0}, []time.Duration{0}, []time.Duration{0}},
		"one":           {[]time.Duration{7}, []time.Duration{7}, []time.Duration{7}, []time.Duration{7}},
		"two":           {[]time.Duration{10, 20}, []time.Duration{15}, []time.Duration{15}, []time.Duration{19}},
		"unsorted":      {[]time.Duration{30, 10, 20}, []time.Duration{20}, []time.Duration{20}, []time.Duration{28}},
		"rounded down":  {[]time.Duration{1, 1, 0}, []time.Duration{0}, []time.Duration{1}, []time.Duration{1}},
		"longest there": {[]time.Duration{math.MaxInt64, math.MaxInt64, math.MaxInt64}, []time.Duration{math.MaxInt64}, []time.Duration{math.MaxInt64}, []time.Duration{math.MaxInt64}},
	} {
		t.Run(name, func(t *testing.T) {
			s := sample{all: c.all}
			got := s.durations(Definition{})
			require.Equal(t, []time.Duration{c.mean[0], c.median[0], c.p90[0]}, []time.Duration{got.Mean, got.Median, got.P90})
		})
	}
}

func TestDurationsAreWrittenInSeconds(t *testing.T) {
	b, err := json.Marshal(Durations{What: Definition{Population: "p"}, N: 2, Mean: 90 * time.Second, Median: time.Minute, P90: 1500 * time.Millisecond})
	require.NoError(t, err)
	require.JSONEq(t, `{"what":{"population":"p"},"n":2,"mean_s":90,"median_s":60,"p90_s":1.5}`, string(b))
}
