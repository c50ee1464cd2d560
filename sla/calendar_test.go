package sla_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

// at reads an instant; without a zone it is in UTC.
func at(t require.TestingT, s string) time.Time {
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05.999999999", time.RFC3339Nano} {
		if moment, err := time.Parse(layout, s); err == nil {
			return moment
		}
	}
	require.FailNow(t, "no instant", s)
	return time.Time{}
}

// shifts writes the open time between two instants as people do.
func shifts(t require.TestingT, c *sla.Calendar, from, to string) []string {
	var all []string
	for p := range c.Open(at(t, from), at(t, to)) {
		all = append(all, p.From.Format("Mon 02 15:04")+"-"+p.To.Format("Mon 02 15:04"))
	}
	return all
}

func office(t require.TestingT) *sla.Calendar {
	return compile(t, sla.Hours{Name: "office", Week: sla.Weekdays("09:00-17:00")})
}

func TestAddAtTheEdges(t *testing.T) {
	here := office(t)
	rolls := compile(t, sla.Hours{Name: "rolls", Week: sla.Weekdays("09:00-17:00"), Boundary: sla.AtNextOpen})
	for _, c := range []struct {
		name, start string
		d           time.Duration
		want, roll  string
	}{
		{"within the day", "2024-01-08 10:00", time.Hour, "2024-01-08 11:00", ""},
		{"exactly until closing", "2024-01-08 09:00", 8 * time.Hour, "2024-01-08 17:00", "2024-01-09 09:00"},
		{"a nanosecond more", "2024-01-08 09:00", 8*time.Hour + 1, "2024-01-09 09:00:00.000000001", ""},
		{"a nanosecond less", "2024-01-08 09:00", 8*time.Hour - 1, "2024-01-08 16:59:59.999999999", ""},
		{"over a weekend", "2024-01-12 16:00", 2 * time.Hour, "2024-01-15 10:00", ""},
		{"from closing time", "2024-01-08 17:00", time.Hour, "2024-01-09 10:00", ""},
		{"from a fraction after closing", "2024-01-08 17:00:00.5", time.Hour, "2024-01-09 10:00", ""},
		{"with a fraction", "2024-01-08 16:59:59.75", time.Second, "2024-01-09 09:00:00.75", ""},
		{"zero while open", "2024-01-08 10:00:00.5", 0, "2024-01-08 10:00:00.5", ""},
		{"zero at closing", "2024-01-08 17:00", 0, "2024-01-09 09:00", ""},
		{"zero at an opening", "2024-01-08 09:00", 0, "2024-01-08 09:00", ""},
		{"back", "2024-01-09 10:00", -2 * time.Hour, "2024-01-08 16:00", ""},
		{"back exactly to an opening", "2024-01-08 17:00", -8 * time.Hour, "2024-01-08 09:00", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, at(t, c.want), here.Add(at(t, c.start), c.d))
			if c.roll == "" {
				c.roll = c.want
			}
			require.Equal(t, at(t, c.roll), rolls.Add(at(t, c.start), c.d))
		})
	}
	require.Equal(t, at(t, "2024-01-08 17:00"), here.Sub(at(t, "2024-01-09 08:00"), 0))
	require.Equal(t, at(t, "2024-01-09 11:00"), here.Sub(at(t, "2024-01-09 10:00"), -time.Hour))
}

func TestADayIsPutTogetherInTheDocumentedOrder(t *testing.T) {
	week := sla.EveryDay("09:00-17:00")
	for _, c := range []struct {
		name  string
		hours sla.Hours
		want  []string // of Monday 2024-01-08 and Tuesday
	}{
		{"hours that touch or overlap are one", sla.Hours{Week: sla.Week{Mon: []sla.Span{"12:00-17:00", "08:00-12:00", "11:00-13:00"}}},
			[]string{"Mon 08 08:00-Mon 08 17:00"}},
		{"an overnight shift belongs to the day it starts on", sla.Hours{Week: sla.Week{Mon: []sla.Span{"22:00-06:00"}}},
			[]string{"Mon 08 22:00-Tue 09 06:00"}},
		{"the same time twice is a full turn", sla.Hours{Week: sla.Week{Mon: []sla.Span{"08:00-08:00"}}},
			[]string{"Mon 08 08:00-Tue 09 08:00"}},
		{"seconds", sla.Hours{Week: sla.Week{Mon: []sla.Span{"09:00:30-09:00:45"}}}, []string{"Mon 08 09:00-Mon 08 09:00"}},
		{"a holiday cancels the shift that starts on it",
			sla.Hours{Week: sla.Week{Mon: []sla.Span{"22:00-06:00"}, Sun: []sla.Span{"22:00-06:00"}}, Holidays: []sla.Holiday{{Date: "2024-01-08"}}},
			[]string{"Mon 08 00:00-Mon 08 06:00"}},
		{"a holiday from midnight to midnight closes the civil day",
			sla.Hours{Week: sla.EveryDay("22:00-06:00"), Holidays: []sla.Holiday{{Date: "2024-01-08", Closed: []sla.Span{"00:00-24:00"}}}},
			[]string{"Tue 09 00:00-Tue 09 06:00", "Tue 09 22:00-Wed 10 00:00"}},
		{"half a holiday", sla.Hours{Week: week, Holidays: []sla.Holiday{{Date: "01-08", Closed: []sla.Span{"12:00-24:00"}}}},
			[]string{"Mon 08 09:00-Mon 08 12:00", "Tue 09 09:00-Tue 09 17:00"}},
		{"a yearly range over New Year", sla.Hours{Week: week, Holidays: []sla.Holiday{{Date: "12-20", Until: "01-08"}}},
			[]string{"Tue 09 09:00-Tue 09 17:00"}},
		{"an opening replaces the hours", sla.Hours{Week: week, Openings: []sla.Opening{{Date: "2024-01-08", Hours: []sla.Span{"10:00-11:00"}}}},
			[]string{"Mon 08 10:00-Mon 08 11:00", "Tue 09 09:00-Tue 09 17:00"}},
		{"openings of one date add up, and those with a year win",
			sla.Hours{Week: week, Openings: []sla.Opening{{Date: "01-08", Hours: []sla.Span{"20:00-21:00"}},
				{Date: "2024-01-08", Hours: []sla.Span{"10:00-11:00"}}, {Date: "2024-01-07", Until: "2024-01-08", Hours: []sla.Span{"12:00-13:00"}}}},
			[]string{"Mon 08 10:00-Mon 08 11:00", "Mon 08 12:00-Mon 08 13:00", "Tue 09 09:00-Tue 09 17:00"}},
		{"a holiday beats an opening",
			sla.Hours{Week: week, Openings: []sla.Opening{{Date: "2024-01-08", Hours: []sla.Span{"10:00-11:00"}}}, Holidays: []sla.Holiday{{Date: "2024-01-08"}}},
			[]string{"Tue 09 09:00-Tue 09 17:00"}},
		{"unless it stands despite holidays",
			sla.Hours{Week: week, Openings: []sla.Opening{{Date: "2024-01-08", Hours: []sla.Span{"10:00-11:00"}, DespiteHoliday: true}},
				Holidays: []sla.Holiday{{Date: "2024-01-08"}, {Date: "2024-01-08", Closed: []sla.Span{"10:30-12:00"}}}},
			[]string{"Mon 08 10:00-Mon 08 11:00", "Tue 09 09:00-Tue 09 17:00"}},
		{"a break cuts all the same",
			sla.Hours{Week: week, Openings: []sla.Opening{{Date: "2024-01-08", Hours: []sla.Span{"10:00-11:00"}, DespiteHoliday: true}},
				Breaks: []sla.Break{{Date: "2024-01-08", Closed: []sla.Span{"10:15-10:45"}}}},
			[]string{"Mon 08 10:00-Mon 08 10:15", "Mon 08 10:45-Mon 08 11:00", "Tue 09 09:00-Tue 09 17:00"}},
		{"a break over midnight cuts the next morning",
			sla.Hours{Week: sla.EveryDay("00:00-24:00"), Breaks: []sla.Break{{Date: "2024-01-08", Closed: []sla.Span{"23:00-01:00"}}}},
			[]string{"Mon 08 00:00-Mon 08 23:00", "Tue 09 01:00-Wed 10 00:00"}},
		{"a leap day only in leap years", sla.Hours{Week: week, Holidays: []sla.Holiday{{Date: "02-29"}, {Date: "02-29", Until: "02-29"}}},
			[]string{"Mon 08 09:00-Mon 08 17:00", "Tue 09 09:00-Tue 09 17:00"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.hours.Name = c.name
			require.Equal(t, c.want, shifts(t, compile(t, c.hours), "2024-01-08 00:00", "2024-01-10 00:00"))
		})
	}
}

func TestALeapDayRangeEndsOnTheLastOfFebruary(t *testing.T) {
	c := compile(t, sla.Hours{Name: "leap", Week: sla.EveryDay("09:00-17:00"),
		Holidays: []sla.Holiday{{Date: "02-27", Until: "02-29"}, {Date: "03-02"}, {Date: "02-29"}}})
	open := func(y, m, d int) bool { return c.IsOpen(date(y, m, d).Add(10 * time.Hour)) }
	for _, year := range []int{2023, 2024} {
		require.False(t, open(year, 2, 27))
		require.False(t, open(year, 2, 28))
		require.True(t, open(year, 3, 1), "%d", year)
	}
	require.False(t, open(2024, 2, 29))
}

func TestInstantsOutsideTheRangeCountAsItsEnds(t *testing.T) {
	first, last := date(sla.FirstYear, 1, 1), date(sla.LastYear+1, 1, 1)
	c := compile(t, sla.Hours{Name: "all", Week: sla.EveryDay("00:00-24:00")})
	for _, c := range []*sla.Calendar{c, sla.Always(), nil} {
		require.Equal(t, last.Sub(first), c.Between(time.Time{}, date(9000, 1, 1)))
		require.False(t, c.IsOpen(first.Add(-1)))
		require.True(t, c.IsOpen(first))
		require.True(t, c.IsOpen(last.Add(-1)))
		require.False(t, c.IsOpen(last))
		require.Equal(t, last, c.Add(date(2100, 1, 1), 1<<63-1))
		require.Equal(t, first, c.Sub(date(2100, 1, 1), 1<<63-1))
		require.Equal(t, first, c.Add(date(2100, 1, 1), -1<<63))
		_, ok := c.NextClose(date(2024, 1, 1))
		require.False(t, ok)
		_, ok = c.PrevClose(date(2024, 1, 1))
		require.False(t, ok)
		for _, year := range []int{1, 1850, 2200, 9000} {
			require.Empty(t, slices.Collect(c.Open(date(year, 1, 1), date(year+1, 1, 1))))
			for d := range c.Days(date(year, 1, 1), date(year+1, 1, 1)) {
				require.Empty(t, d.Open)
			}
		}
	}
	once := compile(t, sla.Hours{Name: "once", Openings: []sla.Opening{{Date: "2030-05-06", Hours: []sla.Span{"09:00-10:00"}}}})
	_, ok := once.NextOpen(at(t, "2030-05-06 10:00"))
	require.False(t, ok)
	_, ok = once.PrevOpen(at(t, "2030-05-06 08:00"))
	require.False(t, ok)
	require.Equal(t, last, once.Add(at(t, "2030-05-06 10:00"), time.Second))
	require.Equal(t, last, once.Add(at(t, "2030-05-06 10:00"), 0))
	require.Equal(t, first, once.Sub(at(t, "2030-05-06 09:00"), time.Second))
	require.Equal(t, first, once.Sub(at(t, "2030-05-06 08:00"), 0))
	next, ok := once.NextOpen(date(1950, 1, 1))
	require.True(t, ok)
	require.Equal(t, at(t, "2030-05-06 09:00"), next)
	prev, ok := once.PrevClose(date(2150, 1, 1))
	require.True(t, ok)
	require.Equal(t, at(t, "2030-05-06 10:00"), prev)
}

func TestAnswersDoNotDependOnWhatWasAskedBefore(t *testing.T) {
	h := sla.Hours{Name: "h", Zone: "Europe/London", Week: sla.Weekdays("09:00-17:00"), Holidays: []sla.Holiday{{Date: "12-25", Until: "01-01"}}}
	ask := func(c *sla.Calendar, year int) []any {
		t0 := date(year, 3, 5)
		next, _ := c.NextOpen(t0)
		prev, _ := c.PrevClose(t0)
		return []any{c.Add(t0, 100*time.Hour), c.Sub(t0, 9000*time.Hour), c.Between(t0, t0.AddDate(13, 0, 0)), c.IsOpen(t0), next, prev}
	}
	years := []int{2024, 1911, 2190, 2024, 1950, 2100, 2024, 1999, 2050}
	grown, prepared := compile(t, h), compile(t, h)
	prepared.Prepare(date(1900, 1, 1), date(2300, 1, 1))
	for _, y := range years {
		fresh := ask(compile(t, h), y)
		require.Equal(t, fresh, ask(grown, y))
		require.Equal(t, fresh, ask(prepared, y))
	}
}

func TestManyReadersMayGrowACalendarAtOnce(t *testing.T) {
	c, want := office(t), office(t)
	want.Prepare(date(1950, 1, 1), date(2150, 1, 1))
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 200 {
				t0 := date(2024, 1, 1).AddDate((i*37+worker*11)%140-70, 0, i)
				if got := c.Add(t0, 30*time.Hour); !got.Equal(want.Add(t0, 30*time.Hour)) {
					t.Errorf("from %s: %s", t0, got)
				}
			}
		})
	}
	group.Wait()
}

func TestQuestionsDoNotAllocate(t *testing.T) {
	c := compile(t, sla.Hours{Name: "ny", Zone: "America/New_York", Week: sla.Weekdays("09:00-17:00")})
	t0 := at(t, "2024-01-08 10:00")
	c.Prepare(t0.AddDate(-5, 0, 0), t0.AddDate(5, 0, 0))
	require.Zero(t, testing.AllocsPerRun(100, func() {
		c.Add(t0, 40*time.Hour)
		c.Sub(t0, 40*time.Hour)
		c.Between(t0, t0.AddDate(1, 0, 0))
		c.IsOpen(t0)
		c.NextOpen(t0)
		c.NextClose(t0)
		c.PrevOpen(t0)
		c.PrevClose(t0)
	}))
}
