package report

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// percentile counts, for every value from the smallest on, how many are not greater.
func percentile(all []time.Duration, p int) time.Duration {
	for _, v := range slices.Sorted(slices.Values(all)) {
		n := 0
		for _, o := range all {
			if o <= v {
				n++
			}
		}
		if n*100 >= p*len(all) {
			return v
		}
	}
	return 0
}

func TestAPercentileIsTheFirstValueThatSoManyDoNotExceed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s sample[time.Duration]
		var counts sample[int]
		sum, none := 0, 0
		for _, d := range rapid.SliceOfN(rapid.Int64Range(0, 40), 0, 250).Draw(t, "durations") {
			s.add(time.Duration(d))
			counts.add(int(d))
			sum += int(d)
			none += one(d == 0)
		}
		all := slices.Clone(s.all)
		want := Spread{
			N: len(all), P50: percentile(all, 50), P75: percentile(all, 75), P90: percentile(all, 90), P95: percentile(all, 95), P99: percentile(all, 99),
		}
		n := Numbers{
			N: len(all), Sum: sum, None: none, P50: int(want.P50), P75: int(want.P75), P90: int(want.P90), P95: int(want.P95), P99: int(want.P99),
		}
		if len(all) > 0 {
			want.Mean = time.Duration(sum / len(all))
			n.Mean = float64(sum) / float64(len(all))
		}
		require.Equal(t, want, spread(s))
		require.Equal(t, n, numbers(Definition{}, counts))
	})
}

func TestTheMeanOfTheLongestDurationsIsExact(t *testing.T) {
	for name, c := range map[string]struct {
		all  []time.Duration
		mean time.Duration
	}{
		"none":          {nil, 0},
		"rounded down":  {[]time.Duration{1, 1, 0}, 0},
		"longest there": {[]time.Duration{math.MaxInt64, math.MaxInt64, math.MaxInt64}, math.MaxInt64},
	} {
		require.Equal(t, c.mean, mean(c.all), name)
	}
}

func TestDurationsAreWrittenInSeconds(t *testing.T) {
	s := Spread{N: 2, Mean: 90 * time.Second, P50: time.Minute, P75: 2 * time.Minute, P90: 1500 * time.Millisecond, P95: time.Hour, P99: time.Nanosecond}
	text := `"n":2,"mean_s":90,"p50_s":60,"p75_s":120,"p90_s":1.5,"p95_s":3600,"p99_s":1e-9`
	got, err := json.Marshal(s)
	require.NoError(t, err)
	require.JSONEq(t, "{"+text+"}", string(got))
	got, err = json.Marshal(Durations{What: Definition{Population: "p"}, Spread: s, Open: 3})
	require.NoError(t, err)
	require.JSONEq(t, `{"what":{"population":"p"},`+text+`,"open":3}`, string(got))
}
