package cronspec_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/internal/cronspec"
)

// zones have every kind of clock change: at midnight, of half an hour, of two hours, across the date line, none.
var zones = []string{
	"UTC", "America/New_York", "America/Havana", "America/Sao_Paulo", "America/Santiago", "America/Asuncion", "Africa/Cairo",
	"Africa/Casablanca", "Antarctica/Troll", "Asia/Beirut", "Asia/Kathmandu", "Asia/Tehran", "Australia/Lord_Howe",
	"Europe/Berlin", "Europe/Dublin", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kwajalein",
}

func zone(t require.TestingT, name string) *time.Location {
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}

func parse(t require.TestingT, text string) cronspec.Spec {
	s, err := cronspec.Parse(text)
	require.NoError(t, err, text)
	return s
}

func instant(t require.TestingT, text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at.UTC()
}

func TestNextFollowsTheWallClock(t *testing.T) {
	for _, c := range []struct{ name, spec, zone, after, want string }{
		{"a plain weekday", "0 9 * * mon", "Europe/Berlin", "2026-01-06T00:00:00Z", "2026-01-12T08:00:00Z"},
		{"a strike is after the instant asked for", "0 9 * * *", "UTC", "2026-01-06T09:00:00Z", "2026-01-07T09:00:00Z"},
		{"within a second before", "0 9 * * *", "UTC", "2026-01-06T08:59:59.5Z", "2026-01-06T09:00:00Z"},
		{"a skipped time strikes after the gap", "30 2 * * *", "America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T07:00:00Z"},
		{"and once", "30 2 * * *", "America/New_York", "2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z"},
		{"all skipped times strike together", "0,30 2 * * *", "America/New_York", "2026-03-08T07:00:00Z", "2026-03-09T06:00:00Z"},
		{"a time shown twice strikes first", "30 1 * * *", "America/New_York", "2026-11-01T04:00:00Z", "2026-11-01T05:30:00Z"},
		{"and not again", "30 1 * * *", "America/New_York", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"},
		{"asked between both showings", "30 1 * * *", "America/New_York", "2026-11-01T06:10:00Z", "2026-11-02T06:30:00Z"},
		{"a midnight that does not exist", "0 0 * * *", "Africa/Cairo", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z"},
		{"the day after it", "0 0 * * *", "Africa/Cairo", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"},
		{"a day that does not exist", "0 9 30 12 *", "Pacific/Apia", "2011-12-29T20:00:00Z", "2011-12-30T10:00:00Z"},
		{"a gap of half an hour", "15 2 * * *", "Australia/Lord_Howe", "2025-10-04T12:00:00Z", "2025-10-04T15:30:00Z"},
		{"either day when both are restricted", "0 0 13 * fri", "UTC", "2026-02-13T00:00:00Z", "2026-02-20T00:00:00Z"},
		{"the leap day around 2100", "0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z"},
		{"a descriptor", "@weekly", "UTC", "2026-01-06T00:00:00Z", "2026-01-11T00:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := parse(t, c.spec).Next(instant(t, c.after), zone(t, c.zone))
			require.Equal(t, instant(t, c.want), got)
		})
	}
}

func TestLastIsTheStrikeAtOrBefore(t *testing.T) {
	for _, c := range []struct{ name, spec, zone, at, want string }{
		{"at the strike itself", "0 9 * * mon", "UTC", "2026-01-12T09:00:00Z", "2026-01-12T09:00:00Z"},
		{"just before it", "0 9 * * mon", "UTC", "2026-01-12T08:59:59Z", "2026-01-05T09:00:00Z"},
		{"later on the same day", "15,45 8,9 * * *", "UTC", "2026-01-12T09:30:00Z", "2026-01-12T09:15:00Z"},
		{"an hour without minutes left", "15,45 8,9 * * *", "UTC", "2026-01-12T09:10:00Z", "2026-01-12T08:45:00Z"},
		{"over the turn of the year", "0 9 1 12 *", "UTC", "2026-03-01T00:00:00Z", "2025-12-01T09:00:00Z"},
		{"between both showings of the time", "30 1 * * *", "America/New_York", "2026-11-01T06:10:00Z", "2026-11-01T05:30:00Z"},
		{"back to the leap day before 2100", "0 0 29 2 *", "UTC", "2104-02-28T00:00:00Z", "2096-02-29T00:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := parse(t, c.spec).Last(instant(t, c.at), zone(t, c.zone))
			require.Equal(t, instant(t, c.want), got)
		})
	}
}

func TestParseRefusesWhatWouldGoWrongLater(t *testing.T) {
	for _, c := range []struct{ name, spec, want string }{
		{"nothing", "  ", "empty"},
		{"a zone without a space after it", "TZ=UTC", "names no zone"},
		{"a bare zone", "CRON_TZ=", "names no zone"},
		{"a zone after a space", " TZ=UTC 0 9 * * *", "names no zone"},
		{"every", "@every 24h", "no fixed times"},
		{"an unknown word", "@fortnightly", "unrecognized descriptor"},
		{"a day that never comes", "0 0 30 2 *", "never strikes"},
		{"a 31st in short months", "0 0 31 4,6,9,11 *", "never strikes"},
		{"an empty field", ", 9 * * *", "empty field"},
		{"six fields", "0 0 9 * * *", "expected exactly 5 fields"},
		{"a number out of range", "60 9 * * *", "above maximum"},
		{"length", strings.Repeat("0,", 200) + "0 9 * * *", "at most 256"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := cronspec.Parse(c.spec)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestTheZeroSpecNeverStrikes(t *testing.T) {
	var s cronspec.Spec
	at := instant(t, "2026-01-01T00:00:00Z")
	require.Zero(t, s.Next(at, time.UTC))
	require.Zero(t, s.Last(at, time.UTC))
	require.Zero(t, s.Count(at, at.AddDate(1, 0, 0), time.UTC))
}

// specs draws expressions from a few per year to one a minute.
var specs = rapid.SampledFrom([]string{
	"0 9 * * mon", "0 0 * * *", "30 2 * * *", "15 1,2 * * *", "*/7 * * * *", "* * * * *", "0 */6 * * *", "0 0 1 * *",
	"0 12 29-31 * *", "0 8 13 * fri", "0 0 * 3,10,11 sun", "45 23 * * 0,6", "0 3 29 2 *", "5 0-3 */2 * tue", "@hourly", "@monthly",
})

// near draws an instant, more often than not close to a clock change of the zone.
func near(t *rapid.T, loc *time.Location) time.Time {
	at := time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, "unix"), 0).UTC()
	if _, change := at.In(loc).ZoneBounds(); !change.IsZero() && rapid.Bool().Draw(t, "near a change") {
		at = change.UTC()
	}
	return at.Add(time.Duration(rapid.Int64Range(-200_000, 200_000).Draw(t, "shift")) * time.Second)
}

// The reference walks minute by minute and strikes when the clock shows, for the first time, a reading that is due.
func TestStrikesAreWhatAPersonWatchingTheClockSees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		hour, minute := rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute")
		from := near(t, loc).Truncate(time.Minute)
		spec := parse(t, time.Date(2000, 1, 1, hour, minute, 0, 0, time.UTC).Format("4 15")+" * * *")

		show := func(at time.Time) time.Time {
			_, offset := at.In(loc).Zone()
			return at.Add(time.Duration(offset) * time.Second)
		}
		var seen time.Time
		for at := from.Add(-48 * time.Hour); !at.After(from); at = at.Add(time.Minute) {
			if w := show(at); w.After(seen) {
				seen = w
			}
		}
		want := from
		for due := false; !due; {
			want = want.Add(time.Minute)
			w := show(want)
			for ; seen.Before(w); seen = seen.Add(time.Minute) {
				next := seen.Add(time.Minute)
				due = due || next.Hour() == hour && next.Minute() == minute
			}
		}
		require.Equal(t, want, spec.Next(from, loc), "after %s in %s", from, loc)
	})
}

func TestStrikesTileTheTimeLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		spec := parse(t, specs.Draw(t, "spec"))
		at := near(t, loc)
		last, next := spec.Last(at, loc), spec.Next(at, loc)
		require.False(t, last.After(at))
		require.True(t, next.After(at))
		require.Equal(t, next, spec.Next(last, loc), "nothing strikes between last and next")
		require.Equal(t, last, spec.Last(next.Add(-1), loc))
		require.Equal(t, next, spec.Last(next, loc))
	})
}

func TestCountIsTheNumberOfStrikes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		spec := parse(t, specs.Draw(t, "spec"))
		from := near(t, loc)
		to, n := from, 0
		for range rapid.IntRange(0, 400).Draw(t, "strikes") {
			to = spec.Next(to, loc)
			n++
		}
		require.Equal(t, n, spec.Count(from, to, loc))
		if n > 0 {
			require.Equal(t, n-1, spec.Count(from, to.Add(-1), loc))
		}
		require.Equal(t, n, spec.Count(from, spec.Next(to, loc).Add(-1), loc))
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"0 9 * * mon", "@weekly", "TZ=", "CRON_TZ=UTC", "@every 0s", "*/0 * * * *", "1-2-3 * * * *", "59 23 31 12 6"} {
		f.Add(s)
	}
	at := time.Date(2026, 3, 29, 0, 59, 59, 1, time.UTC)
	loc := zone(f, "Europe/Berlin")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := cronspec.Parse(text)
		if err != nil {
			return
		}
		next := s.Next(at, loc)
		require.True(t, next.After(at), text)
		require.Equal(t, 1, s.Count(at, next, loc), text)
		require.Equal(t, next, s.Last(next, loc), text)
	})
}

func BenchmarkCountOverThirtyYears(b *testing.B) {
	loc := zone(b, "Europe/Berlin")
	spec := parse(b, "0 9 * * mon")
	from := instant(b, "2000-01-03T08:00:00Z")
	to := from.AddDate(30, 0, 0)
	b.ReportAllocs()
	for b.Loop() {
		spec.Count(from, to, loc)
	}
}
