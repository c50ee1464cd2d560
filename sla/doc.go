// Package sla says when something is due: calendars of working time, clocks, agreements. It knows nothing of tickets; time
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
// Limits: the years [FirstYear] to [LastYear], 24 spans a day, 1,000 openings, 4,000 holidays, 4,000 breaks, times to the
// second. The rules of zones are those of the tzdata that the program runs with; new tzdata moves only instants that lie after
// the change it knows of.
package sla
