package slabench

import (
	"testing"
	"time"

	"github.com/fourline-go/fourline/sla"
)

// target is a resolution within forty hours of New York's working time.
func target(c *sla.Calendar) sla.Target {
	return sla.Target{Metric: sla.Resolve().Name, Within: 40 * time.Hour, Calendar: c.Name()}
}

// BenchmarkClockEvents folds 100 events, pauses and resumptions every three hours, and asks for the due time, what has elapsed and
// three thresholds. rickar/cal has no clocks.
func BenchmarkClockEvents(b *testing.B) {
	cal := settings[3].fourline(b)
	metric, start, aim := sla.Resolve(), settings[3].starts(b)[0], target(cal)
	b.Run("100/fourline", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			clock := metric.Apply(aim.Clock(), cal, start, sla.SignalOpened)
			at := start
			for n := range 99 {
				at = at.Add(3 * time.Hour)
				signal := sla.SignalWaitingCustomer
				if n%2 == 1 {
					signal = sla.SignalActive
				}
				clock = metric.Apply(clock, cal, at, signal)
			}
			clock = metric.Apply(clock, cal, at, sla.SignalActive)
			clock.Due(cal)
			clock.Elapsed(cal, at.Add(time.Hour))
			for _, percent := range [...]int{50, 75, 90} {
				clock.At(cal, percent)
			}
		}
	})
}

// BenchmarkDue asks for the due times of 100,000 running clocks, as a service does that starts up.
func BenchmarkDue(b *testing.B) {
	cal := settings[3].fourline(b)
	metric, starts := sla.Resolve(), settings[3].starts(b)
	clocks := make([]sla.Clock, 100_000)
	for i := range clocks {
		clocks[i] = metric.Apply(target(cal).Clock(), cal, starts[i%len(starts)], sla.SignalOpened)
	}
	b.Run("100000clocks/fourline", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, clock := range clocks {
				if _, ok := clock.Due(cal); !ok {
					b.Fatal("a running clock has a due time")
				}
			}
		}
	})
}

// BenchmarkAccount judges one history of 100,000 events, as long as they may be, in which pauses and agreements come and go.
func BenchmarkAccount(b *testing.B) {
	cal := settings[3].fourline(b)
	at := func(priority, calendar string) sla.Agreement {
		promise := target(cal)
		promise.Calendar = calendar
		return sla.Agreement{ID: priority, Match: sla.Match{Priority: []string{priority}}, Targets: []sla.Target{promise}}
	}
	terms, err := sla.New(sla.Definition{Agreements: []sla.Agreement{at("P1", "24x7"), at("P2", cal.Name())}}, cal)
	if err != nil {
		b.Fatal(err)
	}
	start := settings[3].starts(b)[0]
	h := sla.History{Events: []sla.Event{{At: start, Signal: sla.SignalOpened, Facts: &sla.Facts{Priority: "P1"}}}}
	facts := []*sla.Facts{{Priority: "P2"}, {Priority: "P1"}}
	for n := 0; len(h.Events) < 100_000; n++ {
		start = start.Add(time.Minute)
		h.Events = append(h.Events, sla.Event{At: start, Signal: sla.SignalWaitingCustomer},
			sla.Event{At: start.Add(time.Second), Signal: sla.SignalActive}, sla.Event{At: start.Add(2 * time.Second), Facts: facts[n%2]})
	}
	b.Run("100000events/fourline", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			terms.Account(h, sla.SLA, "resolve", start)
		}
	})
}
