package slaical_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/sla/slaical"
)

// Holidays from an iCalendar file: a due time that goes around Christmas.
func ExampleRead() {
	const published = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Holidays//EN
BEGIN:VEVENT
UID:christmas@example.com
SUMMARY:Christmas
DTSTART;VALUE=DATE:20201225
DTEND;VALUE=DATE:20201227
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
UID:eve@example.com
SUMMARY:Christmas Eve
DTSTART;TZID=Europe/Berlin:20201224T120000
DTEND;TZID=Europe/Berlin:20201224T235959
RRULE:FREQ=YEARLY
END:VEVENT
END:VCALENDAR
`
	holidays, err := slaical.Read(strings.NewReader(published), slaical.Options{Zone: "Europe/Berlin", From: 2026, To: 2026})
	if err != nil {
		panic(err)
	}
	for _, h := range holidays {
		fmt.Println(h.Date, h.Until, h.Name, h.Closed)
	}
	desk, err := sla.Compile(sla.Hours{Name: "Desk", Zone: "Europe/Berlin", Week: sla.Weekdays("09:00-17:00"), Holidays: holidays})
	if err != nil {
		panic(err)
	}
	opened := time.Date(2026, 12, 24, 9, 0, 0, 0, time.UTC) // Thursday, ten o'clock in Berlin
	fmt.Println(desk.Add(opened, 4*time.Hour))
	// Output:
	// 2026-12-24  Christmas Eve [12:00-23:59:59]
	// 2026-12-25 2026-12-26 Christmas []
	// 2026-12-28 10:00:00 +0000 UTC
}
