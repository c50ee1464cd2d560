// Package sla says when something is due, and why: calendars of working time, clocks, agreements. It knows nothing of tickets; time
// comes in as a parameter, and the same input gives the same output.
//
// # Calendars
//
// A [Calendar] answers how much open time lies between two instants, and when so much of it will have passed. It is defined by
// [Hours], which read well in YAML,
//
//	name: Desk New York
//	zone: America/New_York
//	week:
//	  mon: ["09:00-12:00", "13:00-17:00"]
//	  fri: ["22:00-06:00"]                # a night shift, it belongs to Friday
//	openings:
//	  - {name: Inventory, date: 2026-12-27, hours: ["10:00-14:00"]}
//	holidays:
//	  - {name: Christmas Eve, date: 12-24, closed: ["12:00-24:00"]}
//	  - {name: Christmas, date: 12-25, until: 12-26}
//	breaks:
//	  - {name: Fire drill, date: 2026-03-03, closed: ["10:00-10:15"]}
//
// and compiled once:
//
//	desk, err := sla.Compile(hours)          // every fault at once, with its place
//	due := desk.Add(opened, 8*time.Hour)     // over nights, weekends, holidays and clock changes
//	used := desk.Between(opened, now)
//
// The words: the hours of a day are spans of the clock on the wall; an opening and a closing are instants; a stretch of open
// time between them is a [Period]. [Always] is open around the clock, [Union] and [Intersection] join calendars,
// [Calendar.Open] lists periods, and [Calendar.Days] says day by day what was open and which holiday, opening, break or clock
// change made it so. Holidays from iCalendar files are read by package slaical, those of countries come from package slacal.
//
// What calendars guarantee:
//
//   - Open time is real time. An opening is the first instant that shows its clock time and a closing the last; a time that
//     the clock skips is the first instant after the gap. Days of 23, 23½, 24½ or 25 hours count as what they are.
//   - Between(t, Add(t, d)) is d, adding twice is adding the sum, and a later start or a longer time is never due earlier.
//   - A deadline exactly at closing time is due at closing time; [AtNextOpen] moves it to the next opening.
//   - A question is one or two look-ups, whatever the span; it takes no lock, allocates nothing and asks no time zone. Only the
//     first question about a part of the range lays that part out, which [Calendar.Prepare] does ahead of time.
//   - No definition and no question can loop: a calendar that is never open does not compile, and each question has an answer.
//
// # Clocks
//
// A [Clock] is one promise on its way: what has been counted, and since when it runs. A [Metric] says which signals drive it, a
// [Target] how much time there is. The smallest program:
//
//	resolve := sla.Resolve()                                              // or a metric of your own
//	clock := sla.Target{Metric: "resolve", Within: 8 * time.Hour, Calendar: "desk"}.Clock()
//	clock = resolve.Apply(clock, desk, opened, sla.SignalOpened)          // runs
//	clock = resolve.Apply(clock, desk, asked, sla.SignalWaitingCustomer)  // pauses: the due time is unknown
//	clock = resolve.Apply(clock, desk, answered, sla.SignalActive)        // runs again
//	due, known := clock.Due(desk)
//	late := clock.Breached(desk, now)
//
// The words: a signal is something that happened, in the host's words; a cycle runs from a start to a stop, and a reopening goes on
// with it or begins the next, by [Reopening]; the due time is when the target is used up; a breach is more time than that.
// [Metrics] lists the ready-made ones: acknowledge, first response, next response, update in both readings ([Update] between our
// messages, [Answer] for an answer), restore, resolve, [Hold] for each tier and [Vendor] for a vendor.
//
// What clocks guarantee:
//
//   - A breach is more open time than the target. What happens exactly at the due time is on time, and so is what happens after
//     it but before the calendar opens again. [Clock.BreachedAt] is the first microsecond that is late, not when somebody looked.
//   - A pause outside the hours changes nothing, one with so much open time moves the due time by as much, and pausing twice is
//     pausing once. The time of creation is never shifted, and calendars are never rewritten.
//   - [Clock.Retarget] keeps what was counted: a change of priority there and back restores the due time.
//   - A clock is a value, comparable with ==, about 200 bytes as JSON; the same signals give the same clock, whoever looks in
//     between; a clock read back gives the same answers for ever. Folding a signal allocates nothing, unless a target in working
//     days starts.
//
// # Agreements
//
// An [Agreement] is a service level agreement ([SLA]), an operational level agreement of a tier ([OLA]) or an underpinning contract
// with a vendor ([UC]): targets for whom it matches. [Choose] picks the most specific match and says why. In YAML:
//
//	agreements:
//	  - id: acme
//	    version: 2
//	    match: {client: [acme], priority: [P1, P2]}
//	    targets:
//	      - {metric: acknowledge, within: 15m, unit: elapsed}
//	      - {metric: resolve, within: 4h, calendar: desk, warn: [50, 80], marks: [{offset: -30m}]}
//	      - {metric: restore, days: 2, unit: days_end, calendar: desk}
//
// A metric without a target, or with a target of zero, is not promised: its clock measures, and is never due and never late.
//
// # Looking back
//
// [Terms] are calendars, metrics and agreements, checked together by [New]. They judge a [History], which is only what happened:
// [Terms.Accounts] gives its clocks with every cycle, pause and change of target, recounted exactly where the calendar changed;
// [Terms.Explain] says as data and as text why something is due when it is, with the hours, holidays and pauses that made it so;
// [Terms.Compliance] counts verdicts over many histories, and [Compare] shows what other terms would have meant for the same
// ones. [Terms.Lint] finds what can be used but hardly means what was wanted: targets without a calendar, calendars without
// holidays next year, signals that work against each other, agreements that overlap, OLAs that together exceed their SLA.
//
// # Text
//
// All exported data is plain for JSON and YAML; what is zero is left out. A duration is written 4h30m in YAML and as nanoseconds in
// JSON, as encoding/json does. Whoever reads a definition refuses unknown fields, as the example of [New] shows: a target whose
// "wthin" is ignored promises nothing.
//
// # Limits
//
// The years [FirstYear] to [LastYear], 24 spans a day, 1,000 openings, 4,000 holidays, 4,000 breaks, times to the second; targets
// of up to 100 years or 3,650 working days; 1,000 calendars, 100 metrics and 10,000 agreements of 100 targets in one definition;
// 100,000 events in a history. Definitions from outside are read by the host, which limits their bytes first; [New], and reading a
// [Clock] or [History], check the rest. The rules of zones are those of the tzdata that the program runs with; new tzdata moves
// only instants that lie after the change it knows of.
package sla
