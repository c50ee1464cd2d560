package sla_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

// Around the clock changes of every zone, minute by minute, the reference and the library agree on what is open. An ordinary run
// takes each sixteenth change of every zone; FOURLINE_ALL_CHANGES=1 takes all, a minute or so.
func TestEveryClockChangeOfTzdata(t *testing.T) {
	weeks := []sla.Week{
		sla.EveryDay("00:00-00:30", "01:30-02:30", "03:15-12:00", "22:45-24:00"),
		sla.EveryDay("23:30-02:15", "06:00-22:00"),
	}
	every := 16
	if os.Getenv("FOURLINE_ALL_CHANGES") != "" {
		every = 1
	} else if testing.Short() {
		every = 80
	}
	const until = 2050 // after that the rules only repeat
	compared := 0
	for i, zone := range zones {
		h := sla.Hours{Name: zone, Zone: zone, Week: weeks[i%2],
			Breaks: []sla.Break{{Date: "01-01", Until: "12-31", Closed: []sla.Span{"01:45-02:00"}}}}
		c := compile(t, h)
		for n, change := range changesOf(zone) {
			if at := time.Unix(change, 0).UTC(); at.Year() <= until && (n+i/2)%every == 0 {
				compareAround(t, h, c, at)
				compared++
			}
		}
	}
	t.Logf("compared %d clock changes of %d zones", compared, len(zones))
}

func compareAround(t *testing.T, h sla.Hours, c *sla.Calendar, at time.Time) {
	step := int64(60)
	zone, err := time.LoadLocation(h.Zone)
	require.NoError(t, err)
	for _, d := range []time.Duration{-240 * time.Hour, -time.Second, 0, 240 * time.Hour} {
		if _, offset := at.Add(d).In(zone).Zone(); offset%60 != 0 {
			step = 10 // tzdata's local mean times have seconds; not all are multiples of ten
			if offset%10 != 0 {
				return
			}
		}
	}
	ref := newSlow(h, at, 6, step)
	for i, open := range ref.open {
		if at := ref.instant(i); c.IsOpen(at) != open {
			t.Fatalf("%s at %s: open is %t, the reference says %t", h.Zone, at, !open, open)
		}
	}
}
