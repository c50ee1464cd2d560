package slacal_test

import (
	"fmt"
	"time"

	"github.com/rickar/cal/v2/us"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/sla/slacal"
)

// Eight working hours over Thanksgiving.
func ExampleHolidays() {
	holidays, err := slacal.Holidays(us.Holidays, slacal.Options{From: 2026, To: 2027})
	if err != nil {
		panic(err)
	}
	desk, err := sla.Compile(sla.Hours{
		Name: "Desk", Zone: "America/New_York", Week: sla.Weekdays("09:00-17:00"), Holidays: holidays,
	})
	if err != nil {
		panic(err)
	}
	wednesday := time.Date(2026, 11, 25, 20, 0, 0, 0, time.UTC) // 15:00 in New York
	fmt.Println(desk.Add(wednesday, 4*time.Hour))
	for d := range desk.Days(wednesday.AddDate(0, 0, 1), wednesday.AddDate(0, 0, 1).Add(time.Hour)) {
		fmt.Println(d.Date, d.Causes[0].Name)
	}
	// Output:
	// 2026-11-27 16:00:00 +0000 UTC
	// 2026-11-26 Thanksgiving Day
}
