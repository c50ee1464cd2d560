package sla_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/sla"
)

// everyField is a definition in which no field is empty.
func everyField() sla.Hours {
	return sla.Hours{
		Name: "Desk New York",
		Zone: "America/New_York",
		Week: sla.Week{
			Mon: []sla.Span{"09:00-12:00", "13:00-17:00"}, Tue: []sla.Span{"09:00-17:30:15"}, Wed: []sla.Span{"00:00-24:00"},
			Thu: []sla.Span{"22:00-06:00"}, Fri: []sla.Span{"09:00-17:00"}, Sat: []sla.Span{"10:00-14:00"}, Sun: []sla.Span{"10:00-11:00"},
		},
		Openings: []sla.Opening{{Name: "Inventory", Date: "2026-11-28", Until: "2026-11-29", Hours: []sla.Span{"08:00-20:00"}, DespiteHoliday: true}},
		Holidays: []sla.Holiday{{Name: "Closing", Date: "12-24", Until: "01-01", Closed: []sla.Span{"12:00-24:00"}}},
		Breaks:   []sla.Break{{Name: "Fire drill", Date: "2026-03-03", Until: "2026-03-04", Closed: []sla.Span{"10:00-10:15"}}},
		Boundary: sla.AtNextOpen,
	}
}

func TestHoursComeBackFromJSONAndYAMLWithEveryField(t *testing.T) {
	for name, back := range map[string]func(in any, out any) error{
		"json": func(in, out any) error {
			text, err := json.Marshal(in)
			return errors.Join(err, json.Unmarshal(text, out))
		},
		"yaml": func(in, out any) error {
			text, err := yaml.Marshal(in)
			return errors.Join(err, yaml.Unmarshal(text, out))
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, want := range []sla.Hours{everyField(), {Name: "smallest", Week: sla.Weekdays("09:00-17:00")}} {
				var got sla.Hours
				require.NoError(t, back(want, &got))
				require.Equal(t, want, got)
				a, b := compile(t, want), compile(t, got)
				for day := range 400 {
					at := date(2026, 1, 1).AddDate(0, 0, day)
					require.Equal(t, a.Add(at, 7*time.Hour), b.Add(at, 7*time.Hour))
				}
			}
		})
	}
}

func TestACalendarReadsAsPeopleWriteIt(t *testing.T) {
	var h sla.Hours
	require.NoError(t, yaml.Unmarshal([]byte(`
name: Support Berlin
zone: Europe/Berlin
week:
  mon: ["08:00-12:00", "13:00-18:00"]
  sat: ["22:00-06:00"]
holidays:
  - {name: New Year, date: "01-01"}
  - {name: Christmas Eve, date: "12-24", closed: ["14:00-24:00"]}
openings:
  - {date: 2026-11-29, hours: ["12:00-18:00"]}
`), &h))
	c := compile(t, h)
	require.Equal(t, "Support Berlin", c.Name())
	require.Equal(t, "Europe/Berlin", c.Zone())
	require.True(t, c.IsOpen(time.Date(2026, 11, 29, 11, 0, 0, 0, time.UTC)))
}

func TestTheDefinitionIsACopy(t *testing.T) {
	h := everyField()
	c := compile(t, h)
	h.Week.Mon[0], h.Holidays[0].Closed[0] = "01:00-02:00", "x"
	got, ok := c.Definition()
	require.True(t, ok)
	require.Equal(t, everyField(), got)
	got.Openings[0].Hours[0] = "x"
	again, _ := c.Definition()
	require.Equal(t, everyField(), again)
	_, ok = sla.Always().Definition()
	require.False(t, ok)
}

func TestEveryFaultIsReportedWithItsPlace(t *testing.T) {
	long := strings.Repeat("x", 201)
	_, err := sla.Compile(sla.Hours{
		Zone:     "Mars/Olympus",
		Week:     sla.Week{Mon: []sla.Span{"09:00-17:00", "9-17", "25:00-26:00", "24:00-06:00"}, Sun: make([]sla.Span, 25)},
		Openings: []sla.Opening{{Date: "2026-02-30", Hours: []sla.Span{"09:60-10:00"}}, {Date: "2026-01-02"}},
		Holidays: []sla.Holiday{{Name: long, Date: ""}, {Date: "2026-01-05", Until: "01-06"}, {Date: "2026-01-05", Until: "2026-01-04"},
			{Date: "1850-01-01"}, {Date: "12-24", Until: "soon"}, {Date: sla.Date(long)}},
		Breaks:   []sla.Break{{Date: "01-01"}},
		Boundary: "later",
	})
	require.ErrorIs(t, err, sla.ErrInvalid)
	require.Equal(t, []string{
		`name: has no name`,
		`zone: no zone "Mars/Olympus" in tzdata; want an IANA name such as Europe/Berlin`,
		`week.sun: has 25 entries; at most 24`,
		`week.mon[1]: "9" is not a time of day; want HH:MM or HH:MM:SS, from 00:00 to 24:00`,
		`week.mon[2]: "25:00" is not a time of day; want HH:MM or HH:MM:SS, from 00:00 to 24:00`,
		`week.mon[3]: cannot open at 24:00; write 00:00 on the next day`,
		`openings[0].date: "2026-02-30" is not a date; want YYYY-MM-DD, or MM-DD for every year`,
		`openings[0].hours[0]: "09:60" is not a time of day; want HH:MM or HH:MM:SS, from 00:00 to 24:00`,
		`openings[1].hours: has no hours; what closes a date is a holiday`,
		`holidays[0].name: is longer than 200 bytes`,
		`holidays[0].date: "" is not a date; want YYYY-MM-DD, or MM-DD for every year`,
		`holidays[1].date: date and until must both have a year, or both none`,
		`holidays[2].date: until 2026-01-04 is before 2026-01-05`,
		`holidays[3].date: 1850-01-01 is outside the years 1910 to 2199`,
		`holidays[4].date: until: "soon" is not a date; want YYYY-MM-DD, or MM-DD for every year`,
		`holidays[5].date: "` + long[:40] + `"... is not a date; want YYYY-MM-DD, or MM-DD for every year`,
		`breaks[0].closed: has no hours; what closes a whole day is a holiday`,
		`boundary: unknown boundary "later"; want "close" or "next_open"`,
	}, strings.Split(err.Error(), "\n"))
}

func TestLimitsAreKept(t *testing.T) {
	office := sla.Hours{Name: "office", Week: sla.Weekdays("09:00-17:00")}
	for name, tooMuch := range map[string]func(h *sla.Hours){
		"openings: has 1001 entries; at most 1000":                                       func(h *sla.Hours) { h.Openings = make([]sla.Opening, 1001) },
		"holidays: has 4001 entries; at most 4000":                                       func(h *sla.Hours) { h.Holidays = make([]sla.Holiday, 4001) },
		"breaks: has 4001 entries; at most 4000":                                         func(h *sla.Hours) { h.Breaks = make([]sla.Break, 4001) },
		"name: is longer than 200 bytes":                                                 func(h *sla.Hours) { h.Name = strings.Repeat("x", 201) },
		"zone: is longer than 64 bytes":                                                  func(h *sla.Hours) { h.Zone = strings.Repeat("x", 65) },
		"zone: Local differs from host to host; want an IANA name such as Europe/Berlin": func(h *sla.Hours) { h.Zone = "Local" },
	} {
		h := office
		tooMuch(&h)
		_, err := sla.Compile(h)
		require.EqualError(t, err, name)
	}
	all := sla.Break{Date: "01-01", Until: "12-31", Closed: slices.Repeat([]sla.Span{"12:00-12:30"}, 14)}
	h := office
	h.Breaks = []sla.Break{all}
	_, err := sla.Compile(h)
	require.EqualError(t, err, "openings, holidays and breaks cover 5124 spans in every year and 0 in single years; at most 5000 and 100000")
	h.Breaks = nil
	h.Holidays = []sla.Holiday{{Date: "1910-01-01", Until: "2199-12-30"}}
	_, err = sla.Compile(h)
	require.ErrorContains(t, err, "0 spans in every year and 105920 in single years")

	for year := range 4000 / 20 {
		for day := range 20 {
			office.Holidays = append(office.Holidays, sla.Holiday{Date: sla.Date(fmt.Sprintf("%d-01-%02d", 1950+year, day+1))})
		}
	}
	compile(t, office)
}

func TestACalendarThatIsNeverOpenIsRefused(t *testing.T) {
	for name, h := range map[string]sla.Hours{
		"no hours":                   {Name: "x"},
		"a holiday all the year":     {Name: "x", Week: sla.Weekdays("09:00-17:00"), Holidays: []sla.Holiday{{Date: "01-01", Until: "12-31"}}},
		"a break over all hours":     {Name: "x", Week: sla.Weekdays("09:00-17:00"), Breaks: []sla.Break{{Date: "01-01", Until: "12-31", Closed: []sla.Span{"08:00-18:00"}}}},
		"an opening on a holiday":    {Name: "x", Openings: []sla.Opening{{Date: "2026-01-01", Hours: []sla.Span{"09:00-17:00"}}}, Holidays: []sla.Holiday{{Date: "01-01"}}},
		"only in a gap of the clock": {Name: "x", Zone: "Europe/Berlin", Openings: []sla.Opening{{Date: "2026-03-29", Hours: []sla.Span{"02:10-02:50"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := sla.Compile(h)
			require.EqualError(t, err, "week: the calendar is never open")
		})
	}
	compile(t, sla.Hours{Name: "once", Openings: []sla.Opening{{Date: "1911-01-01", Hours: []sla.Span{"09:00-17:00"}}}})
}

func TestADayMayHaveAsManySpansAsItSays(t *testing.T) {
	var spans []sla.Span
	for hour := range 24 {
		spans = append(spans, sla.Span(fmt.Sprintf("%02d:00-%02d:30", hour, hour)))
	}
	c := compile(t, sla.Hours{Name: "half", Week: sla.EveryDay(spans...)})
	require.Equal(t, 12*time.Hour, c.Between(utc(t, "2024-01-08 00:00"), utc(t, "2024-01-09 00:00")))
}
