package slaical_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/sla/slaical"
)

// file wraps events in a calendar. Lines end as RFC 5545 wants them to.
func file(lines ...string) string {
	all := append([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//fourline//test//EN"}, lines...)
	return strings.Join(append(all, "END:VCALENDAR", ""), "\r\n")
}

func event(lines ...string) string {
	return strings.Join(append(append([]string{"BEGIN:VEVENT", "UID:one"}, lines...), "END:VEVENT"), "\r\n")
}

func TestEventsBecomeHolidays(t *testing.T) {
	for name, c := range map[string]struct {
		event []string
		want  []sla.Holiday
	}{
		"a day without an end": {[]string{"SUMMARY:New Year", "DTSTART;VALUE=DATE:20260101"},
			[]sla.Holiday{{Name: "New Year", Date: "2026-01-01"}}},
		"a day with the end that RFC 5545 excludes": {[]string{"DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20260102"},
			[]sla.Holiday{{Date: "2026-01-01"}}},
		"a day that ends on itself, as some write it": {[]string{"DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20260101"},
			[]sla.Holiday{{Date: "2026-01-01"}}},
		"days by duration": {[]string{"DTSTART;VALUE=DATE:20260101", "DURATION:P1W"},
			[]sla.Holiday{{Date: "2026-01-01", Until: "2026-01-07"}}},
		"escaped and folded text": {[]string{"SUMMARY:Peter\\, Paul\\; and", "  others", "DTSTART;VALUE=DATE:20260629"},
			[]sla.Holiday{{Name: "Peter, Paul; and others", Date: "2026-06-29"}}},
		"every year": {[]string{"DTSTART;VALUE=DATE:20001225", "DTEND;VALUE=DATE:20001227", "RRULE:FREQ=YEARLY"},
			[]sla.Holiday{{Date: "2026-12-25", Until: "2026-12-26"}, {Date: "2027-12-25", Until: "2027-12-26"}}},
		"the fourth Thursday of November": {[]string{"DTSTART;VALUE=DATE:20201126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"},
			[]sla.Holiday{{Date: "2026-11-26"}, {Date: "2027-11-25"}}},
		"until and except": {[]string{"DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=MONTHLY;UNTIL=20260401", "EXDATE;VALUE=DATE:20260201,20260301"},
			[]sla.Holiday{{Date: "2026-01-01"}, {Date: "2026-04-01"}}},
		"added dates": {[]string{"DTSTART;VALUE=DATE:20260101", "RDATE;VALUE=DATE:20260203,20270304"},
			[]sla.Holiday{{Date: "2026-01-01"}, {Date: "2026-02-03"}, {Date: "2027-03-04"}}},
		"a count": {[]string{"DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY;COUNT=2;INTERVAL=3"},
			[]sla.Holiday{{Date: "2026-01-01"}, {Date: "2026-01-04"}}},
		"a range that begins before the years asked for": {[]string{"DTSTART;VALUE=DATE:20251224", "DTEND;VALUE=DATE:20260102"},
			[]sla.Holiday{{Date: "2026-01-01"}}},
		"a range that ends after them": {[]string{"DTSTART;VALUE=DATE:20271224", "DTEND;VALUE=DATE:20280102"},
			[]sla.Holiday{{Date: "2027-12-24", Until: "2027-12-31"}}},
		"an afternoon by the clock": {[]string{"DTSTART:20261224T140000", "DTEND:20261224T200000"},
			[]sla.Holiday{{Date: "2026-12-24", Closed: []sla.Span{"14:00-20:00"}}}},
		"an afternoon in UTC": {[]string{"DTSTART:20261224T130000Z", "DURATION:PT4H30M15S"},
			[]sla.Holiday{{Date: "2026-12-24", Closed: []sla.Span{"14:00-18:30:15"}}}},
		"an evening elsewhere": {[]string{"DTSTART;TZID=America/New_York:20261224T170000", "DTEND;TZID=America/New_York:20261224T180000"},
			[]sla.Holiday{{Date: "2026-12-24", Closed: []sla.Span{"23:00-24:00"}}}},
		"from one afternoon to a morning days later": {[]string{"DTSTART:20261224T140000", "DTEND:20261227T083000"},
			[]sla.Holiday{{Date: "2026-12-24", Closed: []sla.Span{"14:00-24:00"}},
				{Date: "2026-12-25", Until: "2026-12-26", Closed: []sla.Span{"00:00-24:00"}},
				{Date: "2026-12-27", Closed: []sla.Span{"00:00-08:30"}}}},
		"every year at a time elsewhere": {[]string{"DTSTART;TZID=America/New_York:20201231T120000", "DURATION:PT1H", "RRULE:FREQ=YEARLY;UNTIL=20261231T170000Z", "EXDATE;TZID=America/New_York:20251231T120000"},
			[]sla.Holiday{{Date: "2026-12-31", Closed: []sla.Span{"18:00-19:00"}}}},
		"until a time of the zone, as some write it": {[]string{"DTSTART;TZID=America/New_York:20260105T120000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20260106T120000"},
			[]sla.Holiday{{Date: "2026-01-05", Closed: []sla.Span{"18:00-19:00"}}, {Date: "2026-01-06", Closed: []sla.Span{"18:00-19:00"}}}},
		"until a date, as some write it": {[]string{"DTSTART;TZID=America/New_York:20260105T120000", "DURATION:PT1H", "RRULE:UNTIL=20260106;FREQ=DAILY"},
			[]sla.Holiday{{Date: "2026-01-05", Closed: []sla.Span{"18:00-19:00"}}, {Date: "2026-01-06", Closed: []sla.Span{"18:00-19:00"}}}},
		"until a time in UTC before the last": {[]string{"DTSTART;TZID=America/New_York:20260105T120000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20260106T165959Z"},
			[]sla.Holiday{{Date: "2026-01-05", Closed: []sla.Span{"18:00-19:00"}}}},
		"a time that is skipped": {[]string{"DTSTART;TZID=America/New_York:20260308T023000", "DTEND;TZID=America/New_York:20260308T040000"},
			[]sla.Holiday{{Date: "2026-03-08", Closed: []sla.Span{"08:00-09:00"}}}},
		"a time that comes twice": {[]string{"DTSTART;TZID=America/New_York:20261101T013000", "DTEND;TZID=America/New_York:20261101T023000"},
			[]sla.Holiday{{Date: "2026-11-01", Closed: []sla.Span{"06:30-08:30"}}}},
		"cancelled":    {[]string{"DTSTART;VALUE=DATE:20260101", "STATUS:CANCELLED"}, nil},
		"of no length": {[]string{"DTSTART:20260101T120000"}, nil},
		"long ago":     {[]string{"DTSTART;VALUE=DATE:20010101"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := slaical.Read(strings.NewReader(file(event(c.event...))), slaical.Options{Zone: "Europe/Berlin", From: 2026, To: 2027})
			require.NoError(t, err)
			require.Equal(t, c.want, got)
			_, err = sla.Compile(sla.Hours{Name: "x", Week: sla.Weekdays("09:00-17:00"), Holidays: got})
			require.NoError(t, err)
		})
	}
}

func TestAMovedOccurrenceReplacesTheOriginal(t *testing.T) {
	got, err := slaical.Read(strings.NewReader(file(
		event("SUMMARY:Day off", "DTSTART;VALUE=DATE:20250501", "RRULE:FREQ=YEARLY"),
		event("SUMMARY:Day off\\, moved", "RECURRENCE-ID;VALUE=DATE:20260501", "DTSTART;VALUE=DATE:20260504"),
		event("SUMMARY:Day off", "DTSTART;VALUE=DATE:20270501"),
	)), slaical.Options{From: 2026, To: 2027})
	require.NoError(t, err)
	require.Equal(t, []sla.Holiday{{Name: "Day off, moved", Date: "2026-05-04"}, {Name: "Day off", Date: "2027-05-01"}}, got)
}

// outlook is how Outlook writes Central European time.
const outlook = `BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE`

// vtimezone is a zone with one STANDARD component.
func vtimezone(lines ...string) string {
	all := append([]string{"BEGIN:VTIMEZONE", "TZID:House time", "BEGIN:STANDARD"}, lines...)
	return strings.Join(append(all, "END:STANDARD", "END:VTIMEZONE"), "\r\n")
}

func TestAZoneThatTzdataDoesNotKnowIsThatOfTheFile(t *testing.T) {
	at := func(tzid, start string) string { return event("DTSTART;TZID="+tzid+":"+start, "DURATION:PT1H") }
	house := vtimezone("DTSTART:20260601T000000", "TZOFFSETFROM:-0330", "TZOFFSETTO:+053020", "RDATE:20260603T000000")
	got, err := slaical.Read(strings.NewReader(file(outlook, house,
		at("W. Europe Standard Time", "20260328T120000"), at("W. Europe Standard Time", "20260329T120000"),
		at("W. Europe Standard Time", "20261024T120000"), at("W. Europe Standard Time", "20261025T120000"),
		at("House time", "20260531T120000"), at("House time", "20260601T120000"), at("Europe/Berlin", "20260701T120000"),
	)), slaical.Options{From: 2026, To: 2026})
	require.NoError(t, err)
	require.Equal(t, []sla.Holiday{
		{Date: "2026-03-28", Closed: []sla.Span{"11:00-12:00"}}, {Date: "2026-03-29", Closed: []sla.Span{"10:00-11:00"}},
		{Date: "2026-05-31", Closed: []sla.Span{"15:30-16:30"}}, {Date: "2026-06-01", Closed: []sla.Span{"06:29:40-07:29:40"}},
		{Date: "2026-07-01", Closed: []sla.Span{"10:00-11:00"}},
		{Date: "2026-10-24", Closed: []sla.Span{"10:00-11:00"}}, {Date: "2026-10-25", Closed: []sla.Span{"11:00-12:00"}},
	}, got)
}

func TestAZoneOfTheFileThatCannotBeUsed(t *testing.T) {
	for want, zone := range map[string]string{
		`"" is not a date or a time`:        vtimezone("TZOFFSETFROM:+0100", "TZOFFSETTO:+0100"),
		`"" is not an offset from UTC`:      vtimezone("DTSTART:20260101T000000", "TZOFFSETTO:+0100"),
		`"+1" is not an offset from UTC`:    vtimezone("DTSTART:20260101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+1"),
		`recurs more often than daily`:      vtimezone("DTSTART:20260101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "RRULE:FREQ=HOURLY"),
		`"soon" is not a date or a time`:    vtimezone("DTSTART:20260101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "RDATE:soon"),
		`has more than 10000 clock changes`: vtimezone("DTSTART:19000101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "RRULE:FREQ=DAILY"),
		`and no VTIMEZONE of that name`:     strings.Replace(vtimezone("DTSTART:20260101T000000"), "House", "Other", 1),
	} {
		_, err := slaical.Read(strings.NewReader(file(zone, event("DTSTART;TZID=House time:20260101T120000", "DURATION:PT1H"))), slaical.Options{From: 2026, To: 2026})
		require.ErrorIs(t, err, sla.ErrInvalid)
		require.ErrorContains(t, err, `events[0].dtstart: no zone "House time" in tzdata`)
		require.ErrorContains(t, err, want)
	}
	offsets := make([]string, 0, 201)
	for i := range 201 {
		offsets = append(offsets, fmt.Sprintf("BEGIN:STANDARD\r\nDTSTART:20260101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+00%02d%02d\r\nEND:STANDARD", i/60, i%60))
	}
	zone := "BEGIN:VTIMEZONE\r\nTZID:House time\r\n" + strings.Join(offsets, "\r\n") + "\r\nEND:VTIMEZONE"
	_, err := slaical.Read(strings.NewReader(file(zone, event("DTSTART;TZID=House time:20260101T120000", "DURATION:PT1H"))), slaical.Options{From: 2026, To: 2026})
	require.ErrorContains(t, err, "has more than 200 different offsets")
}

func TestKeepPicksByNameAndCategory(t *testing.T) {
	text := file(event("SUMMARY:Mother's Day", "CATEGORIES:Observance,Family", "DTSTART;VALUE=DATE:20260510"),
		event("SUMMARY:Labour Day", "CATEGORIES:Holiday", "DTSTART;VALUE=DATE:20260501"))
	var seen []slaical.Event
	got, err := slaical.Read(strings.NewReader(text), slaical.Options{From: 2026, To: 2026, Keep: func(e slaical.Event) bool {
		seen = append(seen, e)
		return e.Categories[0] == "Holiday"
	}})
	require.NoError(t, err)
	require.Equal(t, []sla.Holiday{{Name: "Labour Day", Date: "2026-05-01"}}, got)
	require.Equal(t, slaical.Event{Summary: "Mother's Day", Categories: []string{"Observance", "Family"}, AllDay: true}, seen[0])
}

func TestFaultsNameTheLineAndTheEvent(t *testing.T) {
	_, err := slaical.Read(strings.NewReader(file(
		event("SUMMARY:fine", "DTSTART;VALUE=DATE:20260101"),
		event("SUMMARY:no start"),
		event("DTSTART;VALUE=DATE:20260230"),
		event("DTSTART;TZID=W. Europe Standard Time:20260101T120000", "DURATION:PT1H"),
		event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=HOURLY"),
		event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
		event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=SOMETIMES"),
		event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY", "RRULE:FREQ=YEARLY"),
		event("DTSTART;VALUE=DATE:20260101", "DTEND:20260101T120000"),
		event("DTSTART;VALUE=DATE:20260102", "DTEND;VALUE=DATE:20260101"),
		event("DTSTART:20260102T120000", "DURATION:1H"),
		event("DTSTART;VALUE=DATE:20260101", "EXRULE:FREQ=YEARLY"),
		event("DTSTART;VALUE=DATE:20260101", "EXDATE;VALUE=DATE:soon"),
		event("DTSTART;VALUE=DATE:20260101", "RDATE;VALUE=PERIOD:20260101T120000Z/PT1H"),
		event("DTSTART;VALUE=DATE:20260601", "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260602"),
		event("DTSTART;VALUE=DATE:20260601", "RECURRENCE-ID:soon"),
		event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY;BYMONTHDAY="+strings.Repeat("1,", 300)+"1"),
	)), slaical.Options{From: 2026, To: 2027})
	require.ErrorIs(t, err, sla.ErrInvalid)
	require.Equal(t, []string{
		`slaical: line 9: events[1].dtstart: must be there once`,
		`line 15: events[2].dtstart: "20260230" is not a date`,
		`line 19: events[3].dtstart: no zone "W. Europe Standard Time" in tzdata, and no VTIMEZONE of that name in the file`,
		`line 25: events[4].rrule: recurs more often than daily`,
		`line 30: events[5].rrule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" never occurs`,
		`line 35: events[6].rrule: "FREQ=SOMETIMES" is not a recurrence: undefined frequency: SOMETIMES`,
		`line 40: events[7].rrule: has 2 rules; at most one`,
		`line 46: events[8].dtend: must be a date or a time as DTSTART is`,
		`line 50: events[9].dtstart: the event must last from 0 to 366 days`,
		`line 56: events[10].duration: "1H" is not a duration`,
		`line 61: events[11].exrule: is not supported; RFC 5545 withdrew it`,
		`line 66: events[12].exdate: "soon" is not a date or a time`,
		`line 71: events[13].rdate: periods are not supported; want dates or times`,
		`line 76: events[14].recurrence-id: moves all later ones, too, which is not supported; want an event of their own for them`,
		`line 81: events[15].recurrence-id: "soon" is not a date or a time`,
		`line 86: events[16].rrule: is longer than 500 bytes`,
	}, strings.Split(err.Error(), "\n"))
}

func TestWhatIsNoCalendarIsRefused(t *testing.T) {
	years := slaical.Options{From: 2026, To: 2027}
	for name, c := range map[string]struct {
		text string
		o    slaical.Options
		want string
	}{
		"empty":                              {"", years, "does not end with END:VCALENDAR"},
		"cut off":                            {file()[:40], years, "does not end with END:VCALENDAR"},
		"another format":                     {"{}\nEND:VCALENDAR", years, "is not an iCalendar file"},
		"too large":                          {strings.Repeat("x", 4<<20+1), years, "is larger than 4194304 bytes"},
		"too many events":                    {file(strings.Repeat(event("DTSTART;VALUE=DATE:20260101")+"\r\n", 10_001)), years, "has 10001 events; at most 10000"},
		"too many recurrences":               {file(strings.Repeat(event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY;COUNT=1")+"\r\n", 1001)), years, "more than 1000 recurrences"},
		"recurrences that take long":         {file(strings.Repeat(event("DTSTART;VALUE=DATE:16020101", "RRULE:FREQ=DAILY;UNTIL=20240101")+"\r\n", 999)), years, "take more than 2000000 steps"},
		"recurrences that take long to find": {file(strings.Repeat(event("DTSTART;VALUE=DATE:16020101", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29")+"\r\n", 999)), years, "take more than 2000000 steps"},
		"recurrences on most days of years":  {file(strings.Repeat(event("DTSTART;VALUE=DATE:16020101", "RRULE:FREQ=YEARLY;UNTIL=20240101;BYDAY=MO,TU,WE,TH,FR,SA,SU")+"\r\n", 999)), years, "take more than 2000000 steps"},
		"too many holidays":                  {file(event("DTSTART;VALUE=DATE:19900101", "RRULE:FREQ=DAILY")), slaical.Options{From: 1990, To: 2010}, "more than 4000 holidays"},
		"no years":                           {file(), slaical.Options{}, "wants years in order"},
		"years reversed":                     {file(), slaical.Options{From: 2027, To: 2026}, "wants years in order"},
		"an unknown zone":                    {file(), slaical.Options{From: 2026, To: 2027, Zone: "Mars"}, `no zone "Mars"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := slaical.Read(strings.NewReader(c.text), c.o)
			require.ErrorIs(t, err, sla.ErrInvalid)
			require.ErrorContains(t, err, c.want)
		})
	}
	broken := errors.New("broken")
	_, err := slaical.Read(iotest.ErrReader(broken), years)
	require.ErrorIs(t, err, broken)
}

func TestReadFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "holidays.ics")
	require.NoError(t, os.WriteFile(name, []byte(file(event("DTSTART;VALUE=DATE:20260101"))), 0o600))
	got, err := slaical.ReadFile(name, slaical.Options{From: 2026, To: 2026})
	require.NoError(t, err)
	require.Equal(t, []sla.Holiday{{Date: "2026-01-01"}}, got)
	_, err = slaical.ReadFile(name+"x", slaical.Options{From: 2026, To: 2026})
	require.ErrorIs(t, err, os.ErrNotExist)
}

func FuzzRead(f *testing.F) {
	f.Add(file(event("SUMMARY:x", "DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5", "EXDATE;VALUE=DATE:20270531")))
	f.Add(file(event("DTSTART;TZID=America/New_York:20260308T023000", "DURATION:P1DT2H", "RDATE:20260401T000000Z")))
	f.Add(file(event("DTSTART;VALUE=\"DATE\";X=", "RRULE:FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU", "RECURRENCE-ID:20260101")))
	f.Add(file(outlook, event("DTSTART;TZID=W. Europe Standard Time:20260329T023000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20260501")))
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		got, err := slaical.Read(strings.NewReader(text), slaical.Options{Zone: "Europe/Berlin", From: 2026, To: 2028})
		if err != nil {
			require.ErrorIs(t, err, sla.ErrInvalid)
			return
		}
		_, err = sla.Compile(sla.Hours{Name: "x", Week: sla.EveryDay("00:00-24:00"), Holidays: got,
			Openings: []sla.Opening{{Date: "2030-01-01", Hours: []sla.Span{"09:00-10:00"}}}})
		require.NoError(t, err)
	})
}
