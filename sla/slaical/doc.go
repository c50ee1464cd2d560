// Package slaical reads holidays for calendars of package sla from iCalendar files (RFC 5545), the format in which calendars of
// public holidays are published and exported. It is a module of its own because of its two dependencies: golang-ical reads the
// text, rrule-go unfolds recurrences.
//
//	holidays, err := slaical.ReadFile("holidays.ics", slaical.Options{Zone: hours.Zone, From: 2026, To: 2030})
//	hours.Holidays = append(hours.Holidays, holidays...)
//	desk, err := sla.Compile(hours)
//
// Each event becomes holidays:
//
//   - An all-day event (DTSTART of type DATE, with DTEND, DURATION or neither) closes whole days, at least one: some exporters
//     write the day itself as its end.
//   - An event with times closes that part of the day, by the clock of Options.Zone. Times in UTC or in the zone of a TZID are
//     brought to that clock; times without a zone are taken as they stand.
//   - RRULE, RDATE, EXDATE and RECURRENCE-ID are followed within the years asked for. Recurrences more often than daily, EXRULE,
//     and a RECURRENCE-ID for all later occurrences are refused.
//   - Cancelled events, and events with times that have no length, are left out. TRANSP is not looked at: published holidays are often marked
//     transparent, because they do not make a person busy.
//
// Whatever cannot be read is an error that names the line and the event, counted from 0; nothing is skipped in silence. A feed
// may hold days that nobody takes off: Options.Keep picks.
//
// Time zones are those of tzdata by their IANA name, and for other names the VTIMEZONE of the file.
//
// Limits: 4 MiB, 10,000 events, 1,000 recurrences that together take 2,000,000 steps (about a second), 20 faults reported, 4,000
// holidays as in one calendar of package sla, events of at most 366 days, the years 1911 to 2199.
package slaical
