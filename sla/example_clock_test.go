package sla_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/sla"
)

// A pause excludes its open hours; while it lasts, the due time is unknown.
func ExampleMetric_Apply() {
	office, err := sla.Compile(sla.Hours{Name: "office", Zone: "Europe/Berlin", Week: sla.Weekdays("09:00-17:00")})
	if err != nil {
		panic(err)
	}
	resolve := sla.Resolve()
	clock := sla.Target{Metric: resolve.Name, Within: 4 * time.Hour, Calendar: "office"}.Clock()

	friday := time.Date(2026, 3, 6, 8, 0, 0, 0, time.UTC) // 09:00 in Berlin
	clock = resolve.Apply(clock, office, friday, sla.SignalOpened)
	due, _ := clock.Due(office)
	fmt.Println("due", due.Format(time.DateTime))

	clock = resolve.Apply(clock, office, friday.Add(time.Hour), sla.SignalWaitingCustomer)
	_, known := clock.Due(office)
	fmt.Println("paused, due known:", known)

	monday := friday.Add(3 * 24 * time.Hour)
	clock = resolve.Apply(clock, office, monday, sla.SignalActive)
	due, _ = clock.Due(office)
	fmt.Println("due", due.Format(time.DateTime), "after", clock.Elapsed(office, monday))
	// Output:
	// due 2026-03-06 12:00:00
	// paused, due known: false
	// due 2026-03-09 11:00:00 after 1h0m0s
}

// A change of priority brings another target; what was counted stays, so changing back restores the due time.
func ExampleClock_Retarget() {
	office, err := sla.Compile(sla.Hours{Name: "office", Week: sla.Weekdays("09:00-17:00")})
	if err != nil {
		panic(err)
	}
	normal := sla.Target{Metric: "resolve", Within: 8 * time.Hour, Calendar: "office"}
	urgent := sla.Target{Metric: "resolve", Within: 2 * time.Hour} // around the clock

	monday := time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC)
	clock := sla.Resolve().Apply(normal.Clock(), office, monday, sla.SignalOpened)
	due, _ := clock.Due(office)
	fmt.Println("normal", due.Format(time.DateTime))

	clock = clock.Retarget(office, nil, urgent, monday.Add(30*time.Minute))
	due, _ = clock.Due(nil)
	fmt.Println("urgent", due.Format(time.DateTime))

	clock = clock.Retarget(nil, office, normal, monday.Add(time.Hour))
	due, _ = clock.Due(office)
	fmt.Println("normal", due.Format(time.DateTime))
	// Output:
	// normal 2026-03-03 16:00:00
	// urgent 2026-03-02 18:00:00
	// normal 2026-03-03 16:00:00
}

func exampleTerms() *sla.Terms {
	terms, err := sla.New(sla.Definition{
		Calendars: []sla.Hours{
			{Name: "office", Zone: "America/New_York", Week: sla.Weekdays("09:00-17:00"), Holidays: []sla.Holiday{{Name: "Memorial Day", Date: "2026-05-25"}}},
			{Name: "long", Zone: "America/New_York", Week: sla.EveryDay("06:00-22:00")},
		},
		Agreements: []sla.Agreement{
			{ID: "house", Version: 1, Targets: []sla.Target{{Metric: "resolve", Within: 8 * time.Hour, Calendar: "office"}}},
			{ID: "acme", Version: 2, Match: sla.Match{Client: []string{"acme"}}, Targets: []sla.Target{
				{Metric: "resolve", Within: 4 * time.Hour, Calendar: "long"},
			}},
		},
	})
	if err != nil {
		panic(err)
	}
	return terms
}

// Each client has the agreement that matches it most specifically.
func ExampleTerms_Choose() {
	terms := exampleTerms()
	for _, client := range []string{"acme", "other"} {
		_, choice, _ := terms.Choose(sla.Facts{Client: client, Priority: "P2"}, sla.SLA)
		fmt.Printf("%s: %s\n", client, choice)
	}
	// Output:
	// acme: acme@2 matches most specifically (on client), before house@1
	// other: house@1 is the only agreement that matches (on anything)
}

func exampleHistory() sla.History {
	friday := time.Date(2026, 5, 22, 19, 0, 0, 0, time.UTC) // 15:00 in New York
	return sla.History{ID: "INC-1", Facts: sla.Facts{Client: "other"}, Events: []sla.Event{
		{At: friday, Signal: sla.SignalOpened},
		{At: friday.Add(time.Hour), Signal: sla.SignalWaitingCustomer},
		{At: friday.Add(90 * time.Minute), Signal: sla.SignalActive},
	}}
}

func ExampleTerms_Explain() {
	terms := exampleTerms()
	monday := time.Date(2026, 5, 25, 12, 0, 0, 0, time.UTC)
	fmt.Print(terms.Explain(exampleHistory(), sla.SLA, "resolve", monday).Text())
	// Output:
	// resolve (sla): due Tue 2026-05-26 15:30 EDT; 1h30m of 8h used by Mon 2026-05-25 08:00 EDT, 6h30m left
	// promised: 8h in the hours of calendar "office" (America/New_York), by house@1
	// chosen: house@1 is the only agreement that matches (on anything)
	// rule: late when more than the time allowed has counted; what happens while the calendar is closed does not count
	// Fri 2026-05-22 15:00 EDT  opened: starts
	//   counted 1h
	//     2026-05-22  15:00-16:00
	// Fri 2026-05-22 16:00 EDT  waiting_customer: pauses
	//   not counted (paused): 30m of open time
	//     2026-05-22  16:00-16:30
	// Fri 2026-05-22 16:30 EDT  active: resumes
	//   counted 30m
	//     2026-05-22  16:30-17:00
	//     2026-05-25  closed (holiday Memorial Day)
	//   still to come 6h30m
	//     2026-05-25  closed (holiday Memorial Day)
	//     2026-05-26  09:00-15:30
}

// What if the house offered two hours more, but counted Saturdays and Sundays?
func ExampleCompare() {
	terms := exampleTerms()
	d := terms.Definition()
	d.Agreements[0].Version = 2
	d.Agreements[0].Targets[0] = sla.Target{Metric: "resolve", Within: 10 * time.Hour, Calendar: "long"}
	other, err := sla.New(d)
	if err != nil {
		panic(err)
	}
	late := exampleHistory()
	late.ID = "INC-2"
	late.Events = append(late.Events, sla.Event{At: time.Date(2026, 5, 26, 14, 0, 0, 0, time.UTC), Signal: sla.SignalResolved})
	histories := []sla.History{exampleHistory(), late}

	fmt.Print(sla.Compare(terms, other, slices.Values(histories), time.Date(2026, 5, 26, 18, 0, 0, 0, time.UTC)).Text())
	// Output:
	// sla house resolve: met 1 of 1 (100.0 %), 1 open, then met 0 of 2 (0.0 %)
	// INC-1 sla resolve cycle 1: open (house, due 2026-05-26T19:30:00Z), then late (house, due 2026-05-23T13:30:00Z)
	// INC-2 sla resolve cycle 1: met (house, due 2026-05-26T19:30:00Z), then missed (house, due 2026-05-23T13:30:00Z)
}

// Terms read well in YAML; the host reads the file and limits it.
func ExampleNew() {
	const text = `
calendars:
  - {name: desk, zone: Europe/Berlin, week: {mon: ["09:00-17:00"], tue: ["09:00-17:00"]}}
agreements:
  - id: acme
    version: 2
    match: {client: [acme], priority: [P1, P2]}
    targets:
      - {metric: acknowledge, within: 15m, unit: elapsed}
      - {metric: resolve, within: 4h, calendar: desk, warn: [50, 80], marks: [{offset: -30m}]}
      - {metric: restore, days: 2, unit: days_end, calendar: desks}
`
	var d sla.Definition
	decoder := yaml.NewDecoder(strings.NewReader(text))
	decoder.KnownFields(true) // a field that nobody knows is a mistake
	if err := decoder.Decode(&d); err != nil {
		panic(err)
	}
	_, err := sla.New(d)
	fmt.Println(err)

	d.Agreements[0].Targets[2].Calendar = "desk"
	terms, err := sla.New(d)
	fmt.Println(terms.Calendars(), err)
	for _, finding := range terms.Lint(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)) {
		fmt.Println(finding)
	}
	// Output:
	// agreements[0].targets[2].calendar: no calendar "desks"
	// [desk] <nil>
	// calendars[0]: calendar "desk" has no holiday in 2027 (no_holidays)
}
