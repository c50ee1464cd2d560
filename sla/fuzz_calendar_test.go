package sla_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/sla"
)

// FuzzSpan reads spans of time: what is accepted is open for as long as it says.
func FuzzSpan(f *testing.F) {
	for _, s := range []string{"09:00-17:00", "22:00-06:00", "00:00-24:00", "08:00-08:00", "09:00:01-09:00:02", "24:00-00:00", "9-5", "-", "é:00-10:00", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := sla.Compile(sla.Hours{Name: "fuzz", Openings: []sla.Opening{{Date: "2024-05-06", Hours: []sla.Span{sla.Span(s)}}}})
		if err != nil {
			require.ErrorIs(t, err, sla.ErrInvalid)
			return
		}
		require.Regexp(t, `^\d\d:\d\d(:\d\d)?-\d\d:\d\d(:\d\d)?$`, s)
		open := c.Between(date(2024, 5, 1), date(2024, 5, 12))
		want := time.Duration(slowClock(s[len(s)/2+1:])-slowClock(s[:len(s)/2])) * time.Second
		if len(s) == 11 || len(s) == 17 {
			if want <= 0 {
				want += 24 * time.Hour
			}
			require.Equal(t, want, open)
		}
	})
}

// FuzzDate reads dates: what is accepted is a date that [time.Parse] knows.
func FuzzDate(f *testing.F) {
	for _, s := range [][2]string{{"2024-02-29", ""}, {"02-29", "03-01"}, {"12-24", "01-01"}, {"2024-01-01", "2023-01-01"}, {"2023-02-29", ""}, {"", "x"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, from, until string) {
		h := sla.Hours{Name: "fuzz", Week: sla.EveryDay("00:00-24:00"), Holidays: []sla.Holiday{{Date: sla.Date(from), Until: sla.Date(until), Closed: []sla.Span{"10:00-11:00"}}}}
		c, err := sla.Compile(h)
		if err != nil {
			require.ErrorIs(t, err, sla.ErrInvalid)
			return
		}
		first, err := time.Parse(time.DateOnly, from)
		if err != nil {
			first, err = time.Parse(time.DateOnly, "2024-"+from)
		}
		require.NoError(t, err)
		require.False(t, c.IsOpen(first.Add(10*time.Hour)))
	})
}

// FuzzHours decodes definitions: whatever is accepted answers, and comes back the same.
func FuzzHours(f *testing.F) {
	text, err := json.Marshal(everyField())
	require.NoError(f, err)
	f.Add(text)
	text, err = yaml.Marshal(everyField())
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"name":"x","zone":"Europe/Berlin","week":{"mon":["09:00-17:00"]},"holidays":[{"date":"12-25","until":"12-26"}]}`))
	f.Add([]byte(`{"name":"x","week":{"mon":["10:00-09:00"]},"breaks":[{"date":"01-01","until":"12-31","closed":["00:00-23:59"]}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 4096 {
			return
		}
		var h sla.Hours
		if json.Unmarshal(text, &h) != nil && yaml.Unmarshal(text, &h) != nil {
			return
		}
		c, err := sla.Compile(h)
		if err != nil {
			require.ErrorIs(t, err, sla.ErrInvalid)
			return
		}
		from := date(2024, 2, 28)
		due := c.Add(from, 10*time.Hour)
		if due.Before(date(sla.LastYear+1, 1, 1)) {
			require.Equal(t, 10*time.Hour, c.Between(from, due))
		}
		definition, _ := c.Definition()
		again, err := json.Marshal(definition)
		require.NoError(t, err)
		var back sla.Hours
		require.NoError(t, json.Unmarshal(again, &back))
		require.Equal(t, due, compile(t, back).Add(from, 10*time.Hour))
	})
}
