package slabench

import (
	"math/rand/v2"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"

	"github.com/fourline-go/fourline/sla"
)

// A setting is one zone with or without holidays, for both sides.
type setting struct {
	name     string
	zone     string
	holidays bool
}

var settings = []setting{
	{"UTC", "UTC", false},
	{"UTC_US", "UTC", true},
	{"NewYork", "America/New_York", false},
	{"NewYork_US", "America/New_York", true},
}

// The years that the starts lie in, and those that Compile lays out.
const (
	firstStart, lastStart = 2020, 2030
	firstYear, lastYear   = 2015, 2036
)

func year(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }

func (s setting) location(tb testing.TB) *time.Location {
	zone, err := time.LoadLocation(s.zone)
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

// hours is the definition: nine to five, and the eleven federal holidays of the United States on the days they are observed.
func (s setting) hours() sla.Hours {
	h := sla.Hours{Name: s.name, Zone: s.zone, Week: sla.Weekdays("09:00-17:00")}
	for y := firstYear; s.holidays && y < lastYear; y++ {
		for _, rule := range us.Holidays {
			if _, observed := rule.Calc(y); !observed.IsZero() {
				h.Holidays = append(h.Holidays, sla.Holiday{Name: rule.Name, Date: sla.Date(observed.Format(time.DateOnly))})
			}
		}
	}
	return h
}

// fourline is our side, laid out as a service would do it when it starts.
func (s setting) fourline(tb testing.TB) *sla.Calendar {
	c, err := sla.Compile(s.hours())
	if err != nil {
		tb.Fatal(err)
	}
	c.Prepare(year(firstYear), year(lastYear))
	return c
}

// rickar is the other side: Monday to Friday, nine to five is its default. Its cache holds three years as shipped; it gets
// room for all it can be asked here, which is the best it can do.
func (s setting) rickar(cached bool) *cal.BusinessCalendar {
	cal.CacheMaxSize = 40 * 366
	c := cal.NewBusinessCalendar()
	if s.holidays {
		c.AddHoliday(us.Holidays...)
	}
	c.Cacheable = cached
	return c
}

// starts are random instants over ten years, in the location of the setting, so that no side has to convert.
func (s setting) starts(tb testing.TB) *[4096]time.Time {
	r, zone := rand.New(rand.NewPCG(1, 2)), s.location(tb)
	var all [4096]time.Time
	span := int64(year(lastStart).Sub(year(firstStart)) / time.Second)
	for i := range all {
		all[i] = year(firstStart).Add(time.Duration(r.Int64N(span)) * time.Second).In(zone)
	}
	return &all
}

// A side answers one question for the start with a number.
type side struct {
	name string
	run  func(start time.Time)
}

// compare runs the sides, alone and from all cores at once, over the random starts.
func (s setting) compare(b *testing.B, sides ...side) {
	starts := s.starts(b)
	for _, side := range sides {
		b.Run(side.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				side.run(starts[i%len(starts)])
			}
		})
		if side.name == "rickar_cached" {
			continue // its cache dies of a concurrent map read and write
		}
		b.Run(side.name+"_parallel", func(b *testing.B) {
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for i := 0; pb.Next(); i++ {
					side.run(starts[i%len(starts)])
				}
			})
		})
	}
}
