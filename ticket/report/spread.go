package report

import (
	"encoding/json"
	"slices"
	"time"
)

// A Spread is how long something took, over N times. All are zero when N is. A percentile is one of the durations: the shortest that so
// many of a hundred do not exceed (nearest rank).
type Spread struct {
	N    int
	Mean time.Duration // rounded down to the nanosecond
	P50  time.Duration // the median
	P75  time.Duration
	P90  time.Duration
	P95  time.Duration
	P99  time.Duration
}

type plainSpread struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean_s"`
	P50  float64 `json:"p50_s"`
	P75  float64 `json:"p75_s"`
	P90  float64 `json:"p90_s"`
	P95  float64 `json:"p95_s"`
	P99  float64 `json:"p99_s"`
}

func (s Spread) plain() plainSpread {
	return plainSpread{
		s.N, s.Mean.Seconds(), s.P50.Seconds(), s.P75.Seconds(), s.P90.Seconds(), s.P95.Seconds(), s.P99.Seconds(),
	}
}

// MarshalJSON gives durations in seconds, under names that say so.
func (s Spread) MarshalJSON() ([]byte, error) { return json.Marshal(s.plain()) }

// Durations is a spread with what it means.
type Durations struct {
	What Definition
	Spread
	Open int // tickets that will be counted once it has happened
}

// MarshalJSON gives durations in seconds, under names that say so.
func (d Durations) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		What Definition `json:"what"`
		plainSpread
		Open int `json:"open,omitempty"`
	}{d.What, d.plain(), d.Open})
}

// Numbers is how often something happened to each of N tickets.
type Numbers struct {
	What Definition `json:"what"`
	N    int        `json:"n"`
	Sum  int        `json:"sum"`
	None int        `json:"none"` // tickets to which it never happened
	Mean float64    `json:"mean"`
	P50  int        `json:"p50"`
	P75  int        `json:"p75"`
	P90  int        `json:"p90"`
	P95  int        `json:"p95"`
	P99  int        `json:"p99"`
}

// sample gathers values.
type sample[T time.Duration | int] struct{ all []T }

func (s *sample[T]) add(v T) { s.all = append(s.all, v) }

func spread(s sample[time.Duration]) Spread {
	slices.Sort(s.all)
	return Spread{
		N: len(s.all), Mean: mean(s.all), P50: rank(s.all, 50), P75: rank(s.all, 75), P90: rank(s.all, 90), P95: rank(s.all, 95),
		P99: rank(s.all, 99),
	}
}

func numbers(what Definition, s sample[int]) Numbers {
	slices.Sort(s.all)
	n := Numbers{
		What: what, N: len(s.all), P50: rank(s.all, 50), P75: rank(s.all, 75), P90: rank(s.all, 90), P95: rank(s.all, 95), P99: rank(s.all, 99),
	}
	for _, v := range s.all {
		n.Sum += v
		if v == 0 {
			n.None++
		}
	}
	if n.N > 0 {
		n.Mean = float64(n.Sum) / float64(n.N)
	}
	return n
}

// mean never overflows: it sums parts and remainders.
func mean(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	n := time.Duration(len(all))
	var whole, rest time.Duration
	for _, d := range all {
		whole, rest = whole+d/n, rest+d%n
	}
	return whole + rest/n
}

// rank gives the percentile of sorted values: the first that p of a hundred do not exceed.
func rank[T time.Duration | int](sorted []T, p int) T {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)*p+99)/100-1]
}
