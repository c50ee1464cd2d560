package sla_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/sla"
)

// utc reads an instant of the week of Monday 2024-01-08, "2006-01-02 15:04", in UTC.
func utc(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.Parse("2006-01-02 15:04", s)
	require.NoError(t, err)
	return v.UTC()
}

// officeDays is open Monday to Friday, 09:00 to 17:00 UTC.
func officeDays(t testing.TB) *sla.Calendar {
	return compile(t, sla.Hours{Name: "office", Week: sla.Weekdays("09:00-17:00")})
}

type step struct {
	at     string
	signal sla.Signal
}

func fold(t testing.TB, m sla.Metric, c sla.Clock, cal *sla.Calendar, steps ...step) sla.Clock {
	t.Helper()
	for _, s := range steps {
		c = m.Apply(c, cal, utc(t, s.at), s.signal)
	}
	return c
}

func resolveIn(d time.Duration) sla.Clock {
	return sla.Target{Metric: "resolve", Within: d, Calendar: "office"}.Clock()
}

func TestAClockCountsOpenHoursOnly(t *testing.T) {
	cal := officeDays(t)
	c := fold(t, sla.Resolve(), resolveIn(4*time.Hour), cal, step{"2024-01-05 15:00", sla.SignalOpened}) // a Friday
	require.True(t, c.Running())
	due, ok := c.Due(cal)
	require.True(t, ok)
	require.Equal(t, utc(t, "2024-01-08 11:00"), due)
	require.Equal(t, 2*time.Hour, c.Elapsed(cal, utc(t, "2024-01-07 12:00")))
	require.Equal(t, 2*time.Hour, c.Remaining(cal, utc(t, "2024-01-07 12:00")))
	require.Equal(t, -time.Hour, c.Remaining(cal, utc(t, "2024-01-08 12:00")))

	warn, ok := c.At(cal, 75)
	require.True(t, ok)
	require.Equal(t, utc(t, "2024-01-08 10:00"), warn)
	late, ok := c.BreachedAt(cal)
	require.True(t, ok)
	require.Equal(t, utc(t, "2024-01-08 11:00").Add(time.Microsecond), late)
	require.False(t, c.Breached(cal, late.Add(-time.Microsecond)), "on time up to and including the due time")
	require.True(t, c.Breached(cal, late))
}

func TestAPauseExcludesItsOpenHoursAndHidesTheDueTime(t *testing.T) {
	cal := officeDays(t)
	c := fold(t, sla.Resolve(), resolveIn(4*time.Hour), cal,
		step{"2024-01-08 09:00", sla.SignalOpened},
		step{"2024-01-08 10:00", sla.SignalWaitingCustomer},
		step{"2024-01-08 11:00", sla.SignalWaitingCustomer})
	require.True(t, c.Paused())
	_, ok := c.Due(cal)
	require.False(t, ok, "unknown while paused")
	_, ok = c.At(cal, 50)
	require.False(t, ok)
	due, ok := c.DueIfResumed(cal, utc(t, "2024-01-08 16:00"))
	require.True(t, ok)
	require.Equal(t, utc(t, "2024-01-09 11:00"), due)
	stood, _ := c.DueIfResumed(cal, c.Since)
	require.Equal(t, utc(t, "2024-01-08 13:00"), stood, "as it stood when the clock paused")

	c = fold(t, sla.Resolve(), c, cal, step{"2024-01-08 16:00", sla.SignalActive})
	due, ok = c.Due(cal)
	require.True(t, ok)
	require.Equal(t, utc(t, "2024-01-09 11:00"), due)
	require.Equal(t, time.Hour, c.Elapsed(cal, utc(t, "2024-01-08 16:00")))
}

func TestWhatHappensAfterClosingIsNotLate(t *testing.T) {
	cal := officeDays(t)
	open := fold(t, sla.Resolve(), resolveIn(time.Hour), cal, step{"2024-01-08 16:00", sla.SignalOpened})
	due, _ := open.Due(cal)
	require.Equal(t, utc(t, "2024-01-08 17:00"), due)
	late, _ := open.BreachedAt(cal)
	require.Equal(t, utc(t, "2024-01-09 09:00").Add(time.Microsecond), late)

	c := fold(t, sla.Resolve(), open, cal, step{"2024-01-08 18:30", sla.SignalResolved})
	require.False(t, c.Breached(cal, utc(t, "2024-02-01 12:00")))
	_, ok := c.BreachedAt(cal)
	require.False(t, ok)

	c = fold(t, sla.Resolve(), open, cal, step{"2024-01-09 09:01", sla.SignalResolved})
	require.True(t, c.Breached(cal, utc(t, "2024-01-09 09:01")))
	late, ok = c.BreachedAt(cal)
	require.True(t, ok)
	require.Equal(t, utc(t, "2024-01-09 09:00").Add(time.Microsecond), late)
}

func TestSignalsThatMeanNothingLeaveTheClockAlone(t *testing.T) {
	cal := officeDays(t)
	m := sla.Resolve()
	c := fold(t, m, resolveIn(time.Hour), cal, step{"2024-01-08 09:00", sla.SignalOpened})
	for _, s := range []sla.Signal{"nonsense", sla.SignalOpened, sla.SignalActive, sla.SignalReplied, sla.SignalReopened} {
		require.True(t, c == m.Apply(c, cal, utc(t, "2024-01-08 10:00"), s), "%s", s)
	}
}

func TestAReopeningResumesOrBeginsANewCycle(t *testing.T) {
	cal := officeDays(t)
	history := []step{
		{"2024-01-08 09:00", sla.SignalOpened},
		{"2024-01-08 11:00", sla.SignalResolved},
		{"2024-01-08 13:00", sla.SignalReopened},
	}
	m := sla.Resolve()
	c := fold(t, m, resolveIn(4*time.Hour), cal, history...)
	due, _ := c.Due(cal)
	require.Equal(t, utc(t, "2024-01-08 15:00"), due)
	require.Equal(t, 1, c.Cycle)

	m.Reopen = sla.ReopenNewCycle
	c = fold(t, m, resolveIn(90*time.Minute), cal, history...)
	due, _ = c.Due(cal)
	require.Equal(t, utc(t, "2024-01-08 14:30"), due)
	require.Equal(t, 2, c.Cycle)
	require.Equal(t, 1, c.Missed, "the first cycle took two hours")

	m.Reopen = sla.ReopenNever
	c = fold(t, m, resolveIn(4*time.Hour), cal, history...)
	require.Equal(t, sla.Stopped, c.State)
	require.Equal(t, utc(t, "2024-01-08 11:00"), c.Stopped)
}

func TestNextResponseCountsFromTheOldestUnansweredMessage(t *testing.T) {
	c := sla.Target{Metric: "next_response", Within: 2 * time.Hour}.Clock()
	c = fold(t, sla.NextResponse(), c, nil,
		step{"2024-01-08 09:00", sla.SignalOpened},
		step{"2024-01-08 09:10", sla.SignalCustomerReplied})
	require.Equal(t, sla.Idle, c.State, "before our first response it is the first response that is owed")
	c = fold(t, sla.NextResponse(), c, nil,
		step{"2024-01-08 10:00", sla.SignalReplied},
		step{"2024-01-08 12:00", sla.SignalCustomerReplied},
		step{"2024-01-08 13:00", sla.SignalCustomerReplied})
	due, ok := c.Due(nil)
	require.True(t, ok)
	require.Equal(t, utc(t, "2024-01-08 14:00"), due)
}

func TestRetargetKeepsWhatWasCounted(t *testing.T) {
	cal := officeDays(t)
	high := sla.Target{Metric: "resolve", Within: 4 * time.Hour, Calendar: "office"}
	urgent := sla.Target{Metric: "resolve", Within: 2 * time.Hour, Calendar: "office"}
	c := fold(t, sla.Resolve(), high.Clock(), cal,
		step{"2024-01-08 09:00", sla.SignalOpened},
		step{"2024-01-08 10:00", sla.SignalWaitingCustomer},
		step{"2024-01-08 11:00", sla.SignalActive})
	there := c.Retarget(cal, cal, urgent, utc(t, "2024-01-08 11:30"))
	due, _ := there.Due(cal)
	require.Equal(t, utc(t, "2024-01-08 12:00"), due)
	back := there.Retarget(cal, cal, high, utc(t, "2024-01-08 12:30"))
	require.True(t, c == back, "there and back restores the clock")
}

func TestRetargetToAnotherCalendarRecountsFromTheStart(t *testing.T) {
	cal := officeDays(t)
	c := fold(t, sla.Resolve(), resolveIn(4*time.Hour), cal, step{"2024-01-08 15:00", sla.SignalOpened})
	c = c.Retarget(cal, nil, sla.Target{Metric: "resolve", Within: 4 * time.Hour}, utc(t, "2024-01-08 16:00"))
	due, _ := c.Due(nil)
	require.Equal(t, utc(t, "2024-01-08 19:00"), due)
	require.Equal(t, 8*time.Hour, c.Elapsed(nil, utc(t, "2024-01-08 23:00")))
}

func TestAClockSurvivesJSONAndYAML(t *testing.T) {
	cal := officeDays(t)
	c := fold(t, sla.Resolve(), resolveIn(4*time.Hour), cal,
		step{"2024-01-08 09:00", sla.SignalOpened},
		step{"2024-01-08 10:00", sla.SignalWaitingCustomer},
		step{"2024-01-08 11:00", sla.SignalActive})
	text, err := json.Marshal(c)
	require.NoError(t, err)
	require.Equal(t, `{"m":"resolve","t":14400000000000,"c":"office","s":"running","n":1,"p":1,`+
		`"b":"2024-01-08T09:00:00Z","i":"2024-01-08T11:00:00Z","k":3600000000000}`, string(text))
	var back sla.Clock
	require.NoError(t, json.Unmarshal(text, &back))
	require.True(t, c == back)

	text, err = yaml.Marshal(c)
	require.NoError(t, err)
	var again sla.Clock
	require.NoError(t, yaml.Unmarshal(text, &again))
	require.True(t, c == again, string(text))

	text, err = json.Marshal(sla.Clock{})
	require.NoError(t, err)
	require.Equal(t, `{}`, string(text))
}

func TestApplyAllocatesNothing(t *testing.T) {
	cal := officeDays(t)
	m := sla.Resolve()
	c := resolveIn(4 * time.Hour)
	start := utc(t, "2024-01-08 09:00")
	require.Zero(t, testing.AllocsPerRun(100, func() {
		x := m.Apply(c, cal, start, sla.SignalOpened)
		x = m.Apply(x, cal, start.Add(time.Hour), sla.SignalWaitingCustomer)
		x = m.Apply(x, cal, start.Add(2*time.Hour), sla.SignalActive)
		_, _ = x.Due(cal)
		_, _ = x.At(cal, 80)
		_ = x.Breached(cal, start)
	}))
}
