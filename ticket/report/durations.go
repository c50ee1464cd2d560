package report

import (
	"encoding/json"
	"slices"
	"time"
)

// Durations sums up how long something took. All are zero when N is.
type Durations struct {
	What   Definition
	N      int           // tickets that are counted
	Open   int           // tickets that will be, once it has happened
	Mean   time.Duration // rounded down to the nanosecond
	Median time.Duration
	P90    time.Duration // nine in ten took no longer: the quantile 0.9, between two tickets by their distance (type 7 of Hyndman and Fan)
}

// MarshalJSON gives durations in seconds, under names that say so.
func (d Durations) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		What   Definition `json:"what"`
		N      int        `json:"n"`
		Open   int        `json:"open,omitempty"`
		Mean   float64    `json:"mean_s"`
		Median float64    `json:"median_s"`
		P90    float64    `json:"p90_s"`
	}{d.What, d.N, d.Open, d.Mean.Seconds(), d.Median.Seconds(), d.P90.Seconds()})
}

// sample gathers durations.
type sample struct {
	all  []time.Duration
	open int
}

func (s *sample) add(d time.Duration) { s.all = append(s.all, d) }

func (s *sample) durations(what Definition) Durations {
	slices.Sort(s.all)
	return Durations{
		What: what, N: len(s.all), Open: s.open,
		Mean: mean(s.all), Median: quantile(s.all, 1, 2), P90: quantile(s.all, 9, 10),
	}
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

// quantile gives the one at part/of of sorted durations.
func quantile(sorted []time.Duration, part, of int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	steps := (len(sorted) - 1) * part
	low := sorted[steps/of]
	rest := time.Duration(steps % of)
	if rest == 0 {
		return low
	}
	distance, n := sorted[steps/of+1]-low, time.Duration(of)
	return low + distance/n*rest + distance%n*rest/n
}
