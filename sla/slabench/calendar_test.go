package slabench

import (
	"testing"
	"time"

	"github.com/fourline-go/fourline/sla"
)

func BenchmarkAdd(b *testing.B) {
	for _, span := range []time.Duration{1, 8, 40, 1000} {
		d := span * time.Hour
		b.Run(d.Truncate(time.Hour).String()[:len(d.String())-len("0m0s")], func(b *testing.B) {
			for _, s := range settings {
				b.Run(s.name, func(b *testing.B) {
					ours, theirs, cached := s.fourline(b), s.rickar(false), s.rickar(true)
					s.compare(b,
						side{"fourline", func(t time.Time) { ours.Add(t, d) }},
						side{"rickar", func(t time.Time) { theirs.AddWorkHours(t, d) }},
						side{"rickar_cached", func(t time.Time) { cached.AddWorkHours(t, d) }})
				})
			}
		})
	}
}

func BenchmarkBetween(b *testing.B) {
	for _, span := range []struct {
		name                string
		years, months, days int
	}{{"1day", 0, 0, 1}, {"1month", 0, 1, 0}, {"1year", 1, 0, 0}, {"10years", 10, 0, 0}} {
		b.Run(span.name, func(b *testing.B) {
			d := year(2020).AddDate(span.years, span.months, span.days).Sub(year(2020))
			for _, s := range settings {
				b.Run(s.name, func(b *testing.B) {
					ours, theirs, cached := s.fourline(b), s.rickar(false), s.rickar(true)
					s.compare(b,
						side{"fourline", func(t time.Time) { ours.Between(t, t.Add(d)) }},
						side{"rickar", func(t time.Time) { theirs.WorkHoursInRange(t, t.Add(d)) }},
						side{"rickar_cached", func(t time.Time) { cached.WorkHoursInRange(t, t.Add(d)) }})
				})
			}
		})
	}
}

func BenchmarkIsOpen(b *testing.B) {
	for _, s := range settings {
		b.Run(s.name, func(b *testing.B) {
			ours, theirs, cached := s.fourline(b), s.rickar(false), s.rickar(true)
			s.compare(b,
				side{"fourline", func(t time.Time) { ours.IsOpen(t) }},
				side{"rickar", func(t time.Time) { theirs.IsWorkTime(t) }},
				side{"rickar_cached", func(t time.Time) { cached.IsWorkTime(t) }})
		})
	}
}

func BenchmarkNextOpen(b *testing.B) {
	for _, s := range settings {
		b.Run(s.name, func(b *testing.B) {
			ours, theirs, cached := s.fourline(b), s.rickar(false), s.rickar(true)
			s.compare(b,
				side{"fourline", func(t time.Time) { ours.NextOpen(t) }},
				side{"rickar", func(t time.Time) { theirs.NextWorkdayStart(t) }},
				side{"rickar_cached", func(t time.Time) { cached.NextWorkdayStart(t) }})
		})
	}
}

// BenchmarkCompile checks a definition and lays out 21 years.
func BenchmarkCompile(b *testing.B) {
	for _, s := range settings {
		b.Run("21years/"+s.name+"/fourline", func(b *testing.B) {
			b.ReportAllocs()
			h := s.hours()
			for b.Loop() {
				c, err := sla.Compile(h)
				if err != nil {
					b.Fatal(err)
				}
				c.Prepare(year(firstYear), year(lastYear))
			}
		})
	}
}

// TestBothSidesAgree makes sure that the benchmarks ask the two sides the same question: on days without a clock change both
// have the same answers. (What they answer differently, and who is right, is in the recorded cases.)
func TestBothSidesAgree(t *testing.T) {
	for _, s := range settings {
		ours, theirs := s.fourline(t), s.rickar(true)
		for _, start := range s.starts(t) {
			for _, d := range []time.Duration{time.Hour, 8 * time.Hour, 40 * time.Hour} {
				if got, want := ours.Add(start, d), theirs.AddWorkHours(start, d); !got.Equal(want) {
					t.Fatalf("%s: %s + %s: %s, rickar %s", s.name, start, d, got, want)
				}
			}
		}
	}
}
