package sla_test

import (
	"fmt"
	"time"

	"github.com/fourline-go/fourline/sla"
)

// show writes instants in the zone of a calendar.
func show(c *sla.Calendar, t time.Time) string {
	zone, _ := time.LoadLocation(c.Zone())
	return t.In(zone).Format("Mon 2006-01-02 15:04 MST")
}

// Due time over a weekend: four working hours from Friday afternoon.
func ExampleCalendar_Add() {
	desk, err := sla.Compile(sla.Hours{
		Name: "Desk New York",
		Zone: "America/New_York",
		Week: sla.Weekdays("09:00-12:00", "13:00-17:00"),
	})
	if err != nil {
		panic(err)
	}
	friday := time.Date(2026, 6, 5, 19, 30, 0, 0, time.UTC) // 15:30 in New York
	due := desk.Add(friday, 4*time.Hour)
	fmt.Println(show(desk, due))
	fmt.Println(desk.Between(friday, due), "of open time in", due.Sub(friday))
	// Output:
	// Mon 2026-06-08 11:30 EDT
	// 4h0m0s of open time in 68h0m0s
}

// What is wrong with a definition is reported all at once, each fault with its place.
func ExampleCompile_invalid() {
	_, err := sla.Compile(sla.Hours{
		Name:     "Desk",
		Zone:     "Europe/Atlantis",
		Week:     sla.Weekdays("9 to 5"),
		Holidays: []sla.Holiday{{Name: "Christmas", Date: "25.12."}},
	})
	fmt.Println(err)
	// Output:
	// zone: no zone "Europe/Atlantis" in tzdata; want an IANA name such as Europe/Berlin
	// week.mon[0]: "9 to 5" is not a span of time; want for example 09:00-17:00
	// week.tue[0]: "9 to 5" is not a span of time; want for example 09:00-17:00
	// week.wed[0]: "9 to 5" is not a span of time; want for example 09:00-17:00
	// week.thu[0]: "9 to 5" is not a span of time; want for example 09:00-17:00
	// week.fri[0]: "9 to 5" is not a span of time; want for example 09:00-17:00
	// holidays[0].date: "25.12." is not a date; want YYYY-MM-DD, or MM-DD for every year
}

// Open periods around Christmas, with half a holiday, a whole one and a Saturday that is open for once.
func ExampleCalendar_Open() {
	desk, err := sla.Compile(sla.Hours{
		Name: "Desk Berlin",
		Zone: "Europe/Berlin",
		Week: sla.Weekdays("09:00-17:00"),
		Holidays: []sla.Holiday{
			{Name: "Christmas Eve", Date: "12-24", Closed: []sla.Span{"12:00-24:00"}},
			{Name: "Christmas", Date: "12-25", Until: "12-26"},
		},
		Openings: []sla.Opening{{Name: "Inventory", Date: "2026-12-27", Hours: []sla.Span{"10:00-14:00"}}},
	})
	if err != nil {
		panic(err)
	}
	from := time.Date(2026, 12, 23, 0, 0, 0, 0, time.UTC)
	for p := range desk.Open(from, from.AddDate(0, 0, 6)) {
		fmt.Println(show(desk, p.From), p.Length())
	}
	// Output:
	// Wed 2026-12-23 09:00 CET 8h0m0s
	// Thu 2026-12-24 09:00 CET 3h0m0s
	// Sun 2026-12-27 10:00 CET 4h0m0s
	// Mon 2026-12-28 09:00 CET 8h0m0s
}

// Why a day has the hours it has.
func ExampleCalendar_Days() {
	desk, err := sla.Compile(sla.Hours{
		Name:     "Desk New York",
		Zone:     "America/New_York",
		Week:     sla.EveryDay("00:00-24:00"),
		Holidays: []sla.Holiday{{Name: "Founders Day", Date: "2026-03-09"}},
	})
	if err != nil {
		panic(err)
	}
	for d := range desk.Days(time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC), time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)) {
		fmt.Println(d.Date, d.Weekday, d.Length())
		for _, cause := range d.Causes {
			fmt.Printf("  %s: %s\n", cause.Kind, cause.Name)
		}
	}
	// Output:
	// 2026-03-08 Sunday 23h0m0s
	//   clock_change: 02:00 becomes 03:00
	// 2026-03-09 Monday 0s
	//   holiday: Founders Day
}

// A desk that follows the sun, and the hours that it shares with a vendor.
func ExampleUnion() {
	office := func(name, zone string) *sla.Calendar {
		c, err := sla.Compile(sla.Hours{Name: name, Zone: zone, Week: sla.Weekdays("09:00-17:00")})
		if err != nil {
			panic(err)
		}
		return c
	}
	berlin, newYork := office("Berlin", "Europe/Berlin"), office("New York", "America/New_York")
	either, err := sla.Union("follow the sun", berlin, newYork)
	if err != nil {
		panic(err)
	}
	both, err := sla.Intersection("both at work", berlin, newYork)
	if err != nil {
		panic(err)
	}
	day := time.Date(2026, 6, 8, 0, 0, 0, 0, time.UTC)
	fmt.Println(either.Between(day, day.AddDate(0, 0, 1)))
	fmt.Println(both.Between(day, day.AddDate(0, 0, 1)))
	// Output:
	// 14h0m0s
	// 2h0m0s
}
