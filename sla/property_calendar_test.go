package sla_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/sla"
)

// The numbers are those of the properties that any calculation of working time must have, whatever the hours and the zone.

func Test1BetweenUndoesAdd(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		require.Equal(t, q.d, q.cal.Between(q.a, q.cal.Add(q.a, q.d)))
		require.Equal(t, q.d, q.cal.Between(q.cal.Sub(q.a, q.d), q.a))
		require.Zero(t, q.cal.Between(q.a, q.cal.Add(q.a, 0)))
	})
}

func Test2OpenTimeAddsUp(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		require.Equal(t, q.cal.Between(q.a, q.c), q.cal.Between(q.a, q.b)+q.cal.Between(q.b, q.c))
		require.Zero(t, q.cal.Between(q.a, q.a))
		require.Zero(t, q.cal.Between(q.b.Add(1), q.a))
	})
}

func Test3AddingTwiceIsAddingTheSum(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		require.Equal(t, q.cal.Add(q.a, q.d+q.e), q.cal.Add(q.cal.Add(q.a, q.d), q.e))
		require.Equal(t, q.cal.Sub(q.a, q.d+q.e), q.cal.Sub(q.cal.Sub(q.a, q.d), q.e))
	})
}

func Test4LaterOrLongerIsNeverEarlier(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		less, more := min(q.d, q.e), max(q.d, q.e)
		require.False(t, q.cal.Add(q.b, q.d).Before(q.cal.Add(q.a, q.d)))
		require.False(t, q.cal.Add(q.a, more).Before(q.cal.Add(q.a, less)))
		require.False(t, q.cal.Add(q.a, less).Before(q.cal.Add(q.a, 0)))
		require.False(t, q.cal.Sub(q.b, q.d).Before(q.cal.Sub(q.a, q.d)))
		require.False(t, q.cal.Sub(q.a, less).Before(q.cal.Sub(q.a, more)))
		require.LessOrEqual(t, q.cal.Between(q.a, q.b), q.cal.Between(q.a, q.c))
		require.LessOrEqual(t, q.cal.Between(q.b, q.c), q.cal.Between(q.a, q.c))
	})
}

func Test5OpenTimeIsAtMostRealTimeAndAllOfItAroundTheClock(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		got := q.cal.Between(q.a, q.c)
		require.GreaterOrEqual(t, got, time.Duration(0))
		require.LessOrEqual(t, got, q.c.Sub(q.a))
		full := compile(t, sla.Hours{Name: "full", Zone: q.hours.Zone, Week: sla.EveryDay("00:00-24:00")})
		for _, c := range []*sla.Calendar{full, sla.Always(), nil} {
			require.Equal(t, q.c.Sub(q.a), c.Between(q.a, q.c))
			require.Equal(t, q.a.Add(q.d), c.Add(q.a, q.d))
		}
	})
}

func Test6TheReferenceFindsTheSameOpenTime(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		ref := newSlow(q.hours, q.around, 40, q.step)
		for i := range ref.open {
			if at := ref.instant(i); i%7 == 0 || q.step == 60 {
				require.Equal(t, ref.open[i], q.cal.IsOpen(at), "%s", at)
			}
		}
		want, ok := ref.between(q.a, q.c)
		require.True(t, ok)
		require.Equal(t, want, q.cal.Between(q.a, q.c))
		var sum time.Duration
		for p := range q.cal.Open(q.a, q.c) {
			require.True(t, p.From.Before(p.To))
			require.True(t, q.cal.IsOpen(p.From))
			sum += p.Length()
		}
		require.Equal(t, want, sum)
		if want, ok := ref.add(q.a, q.d, q.hours.Boundary == sla.AtNextOpen); ok {
			require.Equal(t, want, q.cal.Add(q.a, q.d))
		}
		if want, ok := ref.sub(q.c, q.d); ok {
			require.Equal(t, want, q.cal.Sub(q.c, q.d))
		}
	})
}

func Test7NextAndPreviousAreTheNearest(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		next, ok := q.cal.NextOpen(q.a)
		require.True(t, ok)
		require.True(t, q.cal.IsOpen(next))
		require.False(t, next.Before(q.a))
		require.Zero(t, q.cal.Between(q.a, next))
		require.Equal(t, next, q.cal.Add(q.a, 0))

		prev, ok := q.cal.PrevOpen(q.a)
		require.True(t, ok)
		require.False(t, prev.After(q.a))
		require.Zero(t, q.cal.Between(prev, q.a))
		require.True(t, q.cal.IsOpen(prev) || q.cal.IsOpen(prev.Add(-1)))
		require.Equal(t, prev, q.cal.Sub(q.a, 0))

		if end, ok := q.cal.NextClose(q.a); ok {
			require.False(t, q.cal.IsOpen(end))
			require.True(t, q.cal.IsOpen(end.Add(-1)))
			require.Equal(t, end.Sub(next), q.cal.Between(q.a, end), "open without a gap from the opening until it closes")
		}
		if end, ok := q.cal.PrevClose(q.a); ok {
			require.False(t, end.After(q.a))
			require.False(t, q.cal.IsOpen(end))
			require.True(t, q.cal.IsOpen(end.Add(-1)))
			if since, ok := q.cal.NextOpen(end); ok && since.Before(q.a) {
				require.Equal(t, q.a.Sub(since), q.cal.Between(end, q.a))
			}
		}
	})
}

func Test8SubUndoesAdd(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		next, _ := q.cal.NextOpen(q.a)
		require.Equal(t, next, q.cal.Sub(q.cal.Add(q.a, q.d), q.d))
		prev, _ := q.cal.PrevOpen(q.a)
		if q.hours.Boundary != sla.AtNextOpen && !opens(q.cal, q.a) {
			require.Equal(t, prev, q.cal.Add(q.cal.Sub(q.a, q.d), q.d))
		}
		require.Equal(t, q.cal.Add(q.a, q.d), q.cal.Sub(q.a, -q.d))
		require.Equal(t, q.cal.Sub(q.a, q.d), q.cal.Add(q.a, -q.d))
	})
}

// opens reports whether a calendar opens at exactly that instant.
func opens(c *sla.Calendar, t time.Time) bool { return c.IsOpen(t) && !c.IsOpen(t.Add(-1)) }

func Test9MoreOpenTimeIsNeverLater(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		more := q.hours
		more.Week.Mon = append(slices.Clone(more.Week.Mon), drawSpan(q.step).Draw(t, "more"))
		if len(q.hours.Openings) == 0 {
			require.False(t, compile(t, more).Add(q.a, q.d).After(q.cal.Add(q.a, q.d)))
		}
		less := q.hours
		less.Holidays = append(slices.Clone(less.Holidays), sla.Holiday{Date: sla.Date(q.around.Format(time.DateOnly))})
		less.Breaks = append(slices.Clone(less.Breaks), sla.Break{Date: "02-14", Closed: []sla.Span{"10:00-11:00"}})
		require.False(t, compile(t, less).Add(q.a, q.d).Before(q.cal.Add(q.a, q.d)))

		shuffled := q.hours
		shuffled.Week.Tue = slices.Clone(shuffled.Week.Tue)
		slices.Reverse(shuffled.Week.Tue)
		shuffled.Week.Tue = append(shuffled.Week.Tue, shuffled.Week.Tue[0])
		shuffled.Openings = append(slices.Clone(shuffled.Openings), shuffled.Openings...)
		shuffled.Holidays = append(slices.Clone(shuffled.Holidays), shuffled.Holidays...)
		slices.Reverse(shuffled.Openings)
		same := compile(t, shuffled)
		require.Equal(t, q.cal.Add(q.a, q.d), same.Add(q.a, q.d))
		require.Equal(t, q.cal.Between(q.a, q.c), same.Between(q.a, q.c))
	})
}

func Test10OnlyTheInstantCounts(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		elsewhere, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "elsewhere"))
		require.NoError(t, err)
		a, c := q.a.In(elsewhere), q.c.In(elsewhere)
		require.Equal(t, q.cal.Add(q.a, q.d), q.cal.Add(a, q.d))
		require.Equal(t, q.cal.Sub(q.a, q.d), q.cal.Sub(a, q.d))
		require.Equal(t, q.cal.Between(q.a, q.c), q.cal.Between(a, c))
		require.Equal(t, q.cal.IsOpen(q.a), q.cal.IsOpen(a))
	})
}

func Test10ANightShiftIsAnEveningAndAMorning(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		night := compile(t, sla.Hours{Name: "night", Zone: q.hours.Zone, Week: sla.EveryDay("22:00-06:00")})
		split := compile(t, sla.Hours{Name: "split", Zone: q.hours.Zone, Week: sla.EveryDay("22:00-24:00", "00:00-06:00")})
		require.Equal(t, night.Between(q.a, q.c), split.Between(q.a, q.c))
		require.Equal(t, night.Add(q.a, q.d), split.Add(q.a, q.d))
	})
}

func Test16EveryQuestionEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := compile(t, sla.Hours{Name: "rare", Zone: "America/New_York",
			Openings: []sla.Opening{{Date: "2031-05-05", Hours: []sla.Span{"10:00-11:00"}}}})
		at := time.Unix(rapid.Int64().Draw(t, "seconds"), rapid.Int64().Draw(t, "nanoseconds"))
		d := time.Duration(rapid.Int64().Draw(t, "duration"))
		for _, c := range []*sla.Calendar{c, sla.Always(), nil} {
			c.Add(at, d)
			c.Sub(at, d)
			c.IsOpen(at)
			c.NextOpen(at)
			c.NextClose(at)
			c.PrevOpen(at)
			c.PrevClose(at)
			c.Prepare(at, at.Add(d))
			for p := range c.Open(at, at.Add(d)) {
				require.True(t, p.From.Before(p.To))
				break
			}
			for d := range c.Days(at, at.Add(d)) {
				require.True(t, d.Starts.Before(d.Ends))
				break
			}
			require.GreaterOrEqual(t, c.Between(at, at.Add(d)), time.Duration(0))
		}
		require.LessOrEqual(t, c.Between(at, at.Add(d)), time.Hour)
	})
}

func TestCombinationsAreTheAndAndTheOr(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		other := compile(t, sla.Hours{Name: "other", Zone: rapid.SampledFrom(zones).Draw(t, "other zone"), Week: drawWeek(t, 60)})
		either, err := sla.Union("either", q.cal, other)
		require.NoError(t, err)
		require.Equal(t, q.cal.IsOpen(q.a) || other.IsOpen(q.a), either.IsOpen(q.a))
		sum := q.cal.Between(q.a, q.c) + other.Between(q.a, q.c)
		both, err := sla.Intersection("both", q.cal, other)
		if err != nil { // they never meet
			require.Equal(t, sum, either.Between(q.a, q.c))
			return
		}
		require.Equal(t, q.cal.IsOpen(q.a) && other.IsOpen(q.a), both.IsOpen(q.a))
		require.Equal(t, sum, either.Between(q.a, q.c)+both.Between(q.a, q.c))
	})
}

func TestDaysPartitionTime(t *testing.T) {
	checkEach(t, func(t *rapid.T, q question) {
		days := slices.Collect(q.cal.Days(q.a, q.c))
		if !q.a.Before(q.c) {
			require.Empty(t, days)
			return
		}
		require.False(t, days[0].Starts.After(q.a))
		require.False(t, days[len(days)-1].Ends.Before(q.c))
		var sum time.Duration
		for i, d := range days {
			if i > 0 {
				require.Equal(t, days[i-1].Ends, d.Starts)
			}
			require.Equal(t, q.cal.Between(d.Starts, d.Ends), d.Length())
			require.Equal(t, string(d.Date), d.Starts.In(location(t, q)).Format(time.DateOnly))
			sum += d.Length()
		}
		require.Equal(t, q.cal.Between(days[0].Starts, days[len(days)-1].Ends), sum)
	})
}

func location(t require.TestingT, q question) *time.Location {
	zone, err := time.LoadLocation(q.hours.Zone)
	require.NoError(t, err)
	return zone
}
