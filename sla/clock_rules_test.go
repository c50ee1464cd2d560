package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

func TestASignalInSeveralListsFollowsTheDocumentedOrder(t *testing.T) {
	run := func(m sla.Metric, steps ...step) sla.Clock {
		m.Name = "own"
		m.Start = append(m.Start, "begin")
		return fold(t, m, sla.Target{Metric: "own", Within: time.Hour}.Clock(), nil, steps...)
	}
	nine, ten := step{"2024-01-08 09:00", "begin"}, step{"2024-01-08 10:00", "x"}
	x := signals("x")
	require.Equal(t, sla.Cancelled, run(sla.Metric{Cancel: x, Stop: x, Reset: x, Pause: x}, nine, ten).State)
	require.Equal(t, sla.Stopped, run(sla.Metric{Stop: x, Reset: x, Pause: x}, nine, ten).State)
	c := run(sla.Metric{Reset: x, Start: x}, nine, ten)
	require.Equal(t, sla.Running, c.State)
	require.Equal(t, 2, c.Cycle)
	require.Equal(t, sla.Paused, run(sla.Metric{Pause: x, Resume: x}, nine, ten).State, "a pause beats its end")
	require.Equal(t, sla.Idle, run(sla.Metric{Start: x, Stop: x}, ten).State, "a stop beats the start")
	require.Equal(t, sla.Idle, run(sla.Metric{Start: x, Cancel: x}, ten).State, "a cancel beats the start")
	c = run(sla.Metric{Start: x, Pause: x}, ten)
	require.Equal(t, sla.Paused, c.State, "paused from its first instant")
	require.Equal(t, 1, c.Pauses)
}

func TestAPauseHoldsUntilItIsEnded(t *testing.T) {
	m := sla.Resolve()
	c := fold(t, m, resolveIn(4*time.Hour), nil,
		step{"2024-01-08 08:00", sla.SignalWaitingCustomer},
		step{"2024-01-08 09:00", sla.SignalOpened})
	require.Equal(t, sla.Paused, c.State, "it was waiting before it started")
	c = fold(t, m, c, nil, step{"2024-01-08 10:00", sla.SignalResolved}, step{"2024-01-08 11:00", sla.SignalWaitingCustomer})
	require.Equal(t, sla.Stopped, c.State)
	require.True(t, c.Held)
	c = fold(t, m, c, nil, step{"2024-01-08 12:00", sla.SignalReopened})
	require.Equal(t, sla.Running, c.State, "a reopening ends the pause")
	require.Zero(t, c.Spent)
	require.Equal(t, utc(t, "2024-01-08 12:00"), c.Since)
}

func TestACancelledClockHasNoVerdictAndMayBeginAgain(t *testing.T) {
	m := sla.Resolve()
	c := fold(t, m, resolveIn(time.Hour), nil, step{"2024-01-08 09:00", sla.SignalOpened}, step{"2024-01-08 12:00", sla.SignalCancelled})
	now := utc(t, "2024-01-08 13:00")
	require.Equal(t, sla.VerdictCancelled, c.Verdict(nil, now))
	require.False(t, c.Breached(nil, now))
	require.True(t, c.Done())
	_, ok := c.BreachedAt(nil)
	require.False(t, ok)
	_, ok = c.DueIfResumed(nil, now)
	require.False(t, ok)
	require.True(t, c == fold(t, m, c, nil, step{"2024-01-08 14:00", sla.SignalResolved}), "stays cancelled")

	c = fold(t, m, c, nil, step{"2024-01-08 14:00", sla.SignalReopened})
	require.Equal(t, 2, c.Cycle)
	require.Zero(t, c.Missed, "a cancelled cycle is not missed")
	require.Zero(t, c.Elapsed(nil, utc(t, "2024-01-08 14:00")))
	require.True(t, c.Overdue.IsZero())

	done := fold(t, m, resolveIn(time.Hour), nil, step{"2024-01-08 09:00", sla.SignalOpened}, step{"2024-01-08 12:00", sla.SignalResolved})
	require.True(t, done == fold(t, m, done, nil, step{"2024-01-08 13:00", sla.SignalCancelled}), "what stopped keeps its verdict")
	m.Reopen = sla.ReopenNever
	c.State = sla.Cancelled
	require.Equal(t, sla.Cancelled, fold(t, m, c, nil, step{"2024-01-08 15:00", sla.SignalReopened}).State)
}

func TestSignalsOutOfOrderCountWithTheirPredecessor(t *testing.T) {
	m := sla.Resolve()
	c := fold(t, m, resolveIn(4*time.Hour), nil,
		step{"2024-01-08 09:00", sla.SignalOpened},
		step{"2024-01-08 11:00", sla.SignalWaitingCustomer},
		step{"2024-01-08 10:00", sla.SignalActive})
	require.Equal(t, utc(t, "2024-01-08 11:00"), c.Since)
	require.Equal(t, 2*time.Hour, c.Spent)
	c = fold(t, m, c, nil, step{"2024-01-08 12:00", sla.SignalResolved}, step{"2024-01-08 09:00", sla.SignalReopened})
	require.Equal(t, utc(t, "2024-01-08 12:00"), c.Since)
	require.Equal(t, 3*time.Hour, c.Elapsed(nil, utc(t, "2024-01-08 09:30")), "looking back does not take time away")
}

func TestAClockWithoutAPromiseOnlyMeasures(t *testing.T) {
	c := fold(t, sla.Resolve(), sla.Target{Metric: "resolve"}.Clock(), nil, step{"2024-01-08 09:00", sla.SignalOpened})
	now := utc(t, "2024-02-08 09:00")
	require.Equal(t, 31*24*time.Hour, c.Elapsed(nil, now))
	require.Zero(t, c.Remaining(nil, now))
	require.False(t, c.Timed())
	require.False(t, c.Breached(nil, now))
	require.Equal(t, sla.VerdictNone, c.Verdict(nil, now))
	for _, known := range []func() (time.Time, bool){
		func() (time.Time, bool) { return c.Due(nil) },
		func() (time.Time, bool) { return c.DueIfResumed(nil, now) },
		func() (time.Time, bool) { return c.At(nil, 50) },
		func() (time.Time, bool) { return c.AtMark(nil, sla.Mark{Offset: 1}) },
		func() (time.Time, bool) { return c.BreachedAt(nil) },
	} {
		_, ok := known()
		require.False(t, ok)
	}
	_, ok := resolveIn(time.Hour).DueIfResumed(nil, now)
	require.False(t, ok, "never started")
}

func TestVerdicts(t *testing.T) {
	m := sla.Resolve()
	c := fold(t, m, resolveIn(time.Hour), nil, step{"2024-01-08 09:00", sla.SignalOpened})
	require.Equal(t, sla.VerdictNone, resolveIn(time.Hour).Verdict(nil, utc(t, "2024-01-08 10:00")))
	require.Equal(t, sla.VerdictOpen, c.Verdict(nil, utc(t, "2024-01-08 10:00")))
	require.Equal(t, sla.VerdictLate, c.Verdict(nil, utc(t, "2024-01-08 10:00").Add(1)))
	require.Equal(t, sla.VerdictMet, fold(t, m, c, nil, step{"2024-01-08 10:00", sla.SignalResolved}).Verdict(nil, utc(t, "2024-01-09 10:00")))
	require.Equal(t, sla.VerdictMissed, fold(t, m, c, nil, step{"2024-01-08 10:01", sla.SignalResolved}).Verdict(nil, utc(t, "2024-01-09 10:00")))
}

func TestMarksLieBeforeAndAfterTheDueTime(t *testing.T) {
	cal := officeDays(t)
	c := fold(t, sla.Resolve(), resolveIn(12*time.Hour), cal, step{"2024-01-05 11:00", sla.SignalOpened}) // Friday, due Monday 15:00
	for _, m := range []struct {
		mark sla.Mark
		want string
	}{
		{sla.Mark{Offset: -time.Hour}, "2024-01-08 14:00"},
		{sla.Mark{Offset: -7 * time.Hour}, "2024-01-05 16:00"},
		{sla.Mark{Offset: 3 * time.Hour}, "2024-01-09 10:00"},
		{sla.Mark{Days: 1}, "2024-01-09 15:00"},
		{sla.Mark{Days: 5}, "2024-01-15 15:00"},
		{sla.Mark{Days: -1}, "2024-01-05 15:00"},
		{sla.Mark{Days: -2}, "2024-01-04 15:00"},
	} {
		at, ok := c.AtMark(cal, m.mark)
		require.True(t, ok)
		require.Equal(t, utc(t, m.want), at, "%+v", m.mark)
	}
	for _, percent := range []int{0, -1} {
		_, ok := c.At(cal, percent)
		require.False(t, ok)
	}
	long := sla.Target{Metric: "resolve", Within: 100 * 366 * 24 * time.Hour}.Clock()
	long = fold(t, sla.Resolve(), long, nil, step{"2024-01-08 09:00", sla.SignalOpened})
	half, _ := long.At(nil, 50)
	require.Equal(t, utc(t, "2024-01-08 09:00").Add(50*366*24*time.Hour), half, "no overflow")
	for _, percent := range []int{1000, 1 << 40} {
		far, ok := long.At(nil, percent)
		require.True(t, ok)
		require.Equal(t, sla.LastYear+1, far.Year(), "as far as calendars go")
	}
	twice, _ := long.At(nil, 110)
	require.Equal(t, utc(t, "2024-01-08 09:00").Add(110*366*24*time.Hour), twice)
}

func TestSharesUsedBeforeTheBreachStayBeforeIt(t *testing.T) {
	c := fold(t, sla.Resolve(), resolveIn(2*time.Hour), nil,
		step{"2024-01-08 09:00", sla.SignalOpened},
		step{"2024-01-08 12:00", sla.SignalWaitingCustomer}, // late since 11:00
		step{"2024-01-08 15:00", sla.SignalActive})
	due, _ := c.Due(nil)
	require.Equal(t, utc(t, "2024-01-08 11:00"), due, "a pause after the due time does not move it")
	for percent, want := range map[int]string{50: "2024-01-08 11:00", 99: "2024-01-08 11:00", 100: "2024-01-08 11:00", 200: "2024-01-08 16:00"} {
		at, _ := c.At(nil, percent)
		require.Equal(t, utc(t, want), at, "%d", percent)
	}
	late, _ := c.BreachedAt(nil)
	require.Equal(t, utc(t, "2024-01-08 11:00").Add(time.Microsecond), late)
}

func TestWorkingDaysKeepTheClockTime(t *testing.T) {
	cal := compile(t, sla.Hours{Name: "office", Zone: "Europe/Berlin", Week: sla.Weekdays("09:00-12:00", "13:00-17:00"), Holidays: []sla.Holiday{{Date: "2024-04-01"}}})
	due := func(unit sla.Unit, days int, opened string) time.Time {
		c := sla.Target{Metric: "resolve", Unit: unit, Days: days, Calendar: "office"}.Clock()
		require.True(t, c.Timed())
		c = fold(t, sla.Resolve(), c, cal, step{opened, sla.SignalOpened})
		at, ok := c.Due(cal)
		require.True(t, ok)
		return at
	}
	// Thursday 10:30 in winter; Friday, not Monday the holiday, Tuesday 10:30 in summer.
	require.Equal(t, utc(t, "2024-04-02 08:30"), due(sla.UnitDays, 2, "2024-03-28 09:30"))
	require.Equal(t, utc(t, "2024-04-02 15:00"), due(sla.UnitDaysEnd, 2, "2024-03-28 09:30"))
	require.Equal(t, utc(t, "2024-03-29 11:30"), due(sla.UnitDays, 1, "2024-03-28 11:30"), "12:30 is in the lunch break")
	require.Equal(t, utc(t, "2024-03-29 20:00"), due(sla.UnitDays, 1, "2024-03-28 20:00"), "21:00 is after closing")
	require.Equal(t, utc(t, "2024-03-29 08:00"), due(sla.UnitDays, 1, "2024-03-28 08:00"), "09:00 is the opening")
	require.Equal(t, utc(t, "2024-03-29 16:00"), due(sla.UnitDaysEnd, 1, "2024-03-28 20:00"))

	night := compile(t, sla.Hours{Name: "night", Week: sla.Week{Tue: []sla.Span{"22:00-24:00"}}})
	c := sla.Target{Metric: "resolve", Unit: sla.UnitDays, Days: 1, Calendar: "night"}.Clock()
	c = fold(t, sla.Resolve(), c, night, step{"2024-01-08 21:00", sla.SignalOpened}) // until Tuesday 21:00, before it opens
	at, ok := c.Due(night)
	require.True(t, ok)
	require.Equal(t, utc(t, "2024-01-09 21:00"), at)
	late, _ := c.BreachedAt(night)
	require.Equal(t, utc(t, "2024-01-09 22:00").Add(time.Microsecond), late)
	require.False(t, c.Breached(night, utc(t, "2024-01-09 22:00")))
	require.True(t, c.Breached(night, late))
}

func TestWhatNeverOpensAgainIsNeverLate(t *testing.T) {
	once := compile(t, sla.Hours{Name: "once", Openings: []sla.Opening{{Date: "2024-01-09", Hours: []sla.Span{"09:00-17:00"}}}})
	c := fold(t, sla.Resolve(), sla.Target{Metric: "resolve", Within: 8 * time.Hour, Calendar: "once"}.Clock(), once, step{"2024-01-08 12:00", sla.SignalOpened})
	due, _ := c.Due(once)
	require.Equal(t, utc(t, "2024-01-09 17:00"), due)
	late, ok := c.BreachedAt(once)
	require.False(t, ok)
	require.Zero(t, late)
	require.False(t, c.Breached(once, date(2190, 1, 1)))
}

func TestWorkingDaysEndWithTheCalendar(t *testing.T) {
	once := compile(t, sla.Hours{Name: "once", Openings: []sla.Opening{{Date: "2024-01-09", Hours: []sla.Span{"09:00-17:00"}}}})
	c := sla.Target{Metric: "resolve", Unit: sla.UnitDays, Days: 2, Calendar: "once"}.Clock()
	c = fold(t, sla.Resolve(), c, once, step{"2024-01-08 12:00", sla.SignalOpened})
	require.Equal(t, 8*time.Hour, c.Target)
	early, ok := c.AtMark(once, sla.Mark{Days: -3})
	require.True(t, ok)
	require.Equal(t, sla.FirstYear, early.Year())
}

func TestRetargetFromTheChangeBeginsANewCycle(t *testing.T) {
	cal := officeDays(t)
	next := sla.Target{Metric: "resolve", Within: 2 * time.Hour, Calendar: "office", Change: sla.FromChange}
	c := fold(t, sla.Resolve(), resolveIn(time.Hour), cal, step{"2024-01-08 09:00", sla.SignalOpened})
	when := utc(t, "2024-01-08 11:00")
	n := c.Retarget(cal, cal, next, when)
	due, _ := n.Due(cal)
	require.Equal(t, utc(t, "2024-01-08 13:00"), due)
	require.Equal(t, 2, n.Cycle)
	require.Equal(t, 1, n.Missed, "the hour was over")
	require.True(t, n == n.Retarget(cal, cal, next, when.Add(time.Hour)), "the same target changes nothing")

	paused := fold(t, sla.Resolve(), c, cal, step{"2024-01-08 09:30", sla.SignalWaitingCustomer}).Retarget(cal, cal, next, when)
	require.True(t, paused.Paused())
	require.Zero(t, paused.Spent)
	require.Zero(t, paused.Missed)
	require.Equal(t, 2, paused.Cycle)

	start := c.Retarget(cal, cal, next, utc(t, "2024-01-08 09:00"))
	require.Equal(t, 1, start.Cycle, "nothing to begin anew at the very start")
	idle := resolveIn(time.Hour).Retarget(cal, cal, next, when)
	require.Equal(t, sla.Clock{Metric: "resolve", Target: 2 * time.Hour, Calendar: "office"}, idle)
}

func TestRetargetToAnotherCalendar(t *testing.T) {
	cal := officeDays(t)
	all := sla.Target{Metric: "resolve", Within: 10 * time.Hour}
	c := fold(t, sla.Resolve(), resolveIn(4*time.Hour), cal, step{"2024-01-05 16:00", sla.SignalOpened}) // Friday
	paused := fold(t, sla.Resolve(), c, cal, step{"2024-01-05 20:00", sla.SignalWaitingCustomer})
	n := paused.Retarget(cal, nil, all, utc(t, "2024-01-05 21:00"))
	require.Equal(t, 4*time.Hour, n.Spent, "the only run before the pause is counted anew")

	again := fold(t, sla.Resolve(), paused, cal, step{"2024-01-08 09:00", sla.SignalActive})
	n = again.Retarget(cal, nil, all, utc(t, "2024-01-08 10:00"))
	require.Equal(t, 2*time.Hour, n.Spent, "what the old calendar counted up to the change")
	due, _ := n.Due(nil)
	require.Equal(t, utc(t, "2024-01-08 18:00"), due)
	twice := fold(t, sla.Resolve(), again, cal, step{"2024-01-08 10:00", sla.SignalWaitingCustomer})
	require.Equal(t, 2*time.Hour, twice.Retarget(cal, nil, all, utc(t, "2024-01-08 11:00")).Spent)

	// The same name, but other hours.
	long := compile(t, sla.Hours{Name: "office", Week: sla.Weekdays("08:00-18:00")})
	n = again.Retarget(cal, long, sla.Target{Metric: "resolve", Within: 4 * time.Hour, Calendar: "office"}, utc(t, "2024-01-08 10:00"))
	require.Equal(t, 2*time.Hour, n.Spent)
	require.Equal(t, 3*time.Hour, n.Elapsed(long, utc(t, "2024-01-08 11:00")))
}

func TestRetargetOfAClockThatIsOverWaitsForItsReopening(t *testing.T) {
	less := sla.Target{Metric: "resolve", Within: time.Hour}
	c := fold(t, sla.Resolve(), sla.Target{Metric: "resolve", Within: 4 * time.Hour}.Clock(), nil,
		step{"2024-01-08 09:00", sla.SignalOpened}, step{"2024-01-08 11:00", sla.SignalResolved})
	require.True(t, c == c.Retarget(nil, nil, less, utc(t, "2024-01-08 12:00")))
	c = fold(t, sla.Resolve(), c, nil, step{"2024-01-08 13:00", sla.SignalReopened}).Retarget(nil, nil, less, utc(t, "2024-01-08 13:00"))
	require.True(t, c.Breached(nil, utc(t, "2024-01-08 13:00")))
	require.False(t, c.Overdue.IsZero())
	more := c.Retarget(nil, nil, sla.Target{Metric: "resolve", Within: 4 * time.Hour}, utc(t, "2024-01-08 13:00"))
	require.True(t, more.Overdue.IsZero())
	require.False(t, more.Breached(nil, utc(t, "2024-01-08 14:00")))
}

func TestRetargetToWorkingDaysAndToNothing(t *testing.T) {
	cal := officeDays(t)
	days := sla.Target{Metric: "resolve", Unit: sla.UnitDays, Days: 2, Calendar: "office"}
	c := fold(t, sla.Resolve(), resolveIn(4*time.Hour), cal, step{"2024-01-08 10:00", sla.SignalOpened}).Retarget(cal, cal, days, utc(t, "2024-01-08 12:00"))
	due, _ := c.Due(cal)
	require.Equal(t, utc(t, "2024-01-10 10:00"), due)
	require.True(t, c == c.Retarget(cal, cal, days, utc(t, "2024-01-08 13:00")))
	end := c.Retarget(cal, cal, sla.Target{Metric: "resolve", Unit: sla.UnitDaysEnd, Days: 2, Calendar: "office"}, utc(t, "2024-01-08 12:00"))
	due, _ = end.Due(cal)
	require.Equal(t, utc(t, "2024-01-10 17:00"), due)
	one := c.Retarget(cal, cal, sla.Target{Metric: "resolve", Unit: sla.UnitDays, Days: 1, Calendar: "office"}, utc(t, "2024-01-08 12:00"))
	require.Equal(t, 8*time.Hour, one.Target)
	hours := c.Retarget(cal, cal, sla.Target{Metric: "resolve", Within: c.Target, Calendar: "office"}, utc(t, "2024-01-08 12:00"))
	require.Zero(t, hours.Days)
	none := c.Retarget(cal, nil, sla.Target{Metric: "resolve"}, utc(t, "2024-01-08 12:00"))
	require.False(t, none.Timed())
	require.Equal(t, 2*time.Hour, none.Elapsed(nil, utc(t, "2024-01-08 12:00")))
}

func TestReadyMadeMetrics(t *testing.T) {
	const nine, ten, eleven, noon = "2024-01-08 09:00", "2024-01-08 10:00", "2024-01-08 11:00", "2024-01-08 12:00"
	start := func(m sla.Metric) sla.Clock { return sla.Target{Metric: m.Name, Within: 24 * time.Hour}.Clock() }
	for _, c := range []struct {
		name   string
		metric sla.Metric
		steps  []step
		state  sla.State
		cycle  int
		spent  time.Duration // by noon
	}{
		{"acknowledged", sla.Acknowledge(), []step{{nine, sla.SignalOpened}, {ten, sla.SignalAcknowledged}, {eleven, sla.SignalReopened}}, sla.Stopped, 1, time.Hour},
		{"not paused before it is acknowledged", sla.Acknowledge(), []step{{nine, sla.SignalOpened}, {ten, sla.SignalWaitingCustomer}}, sla.Running, 1, 3 * time.Hour},
		{"resolved unacknowledged", sla.Acknowledge(), []step{{nine, sla.SignalOpened}, {ten, sla.SignalResolved}}, sla.Stopped, 1, time.Hour},
		{"responded", sla.FirstResponse(), []step{{nine, sla.SignalOpened}, {ten, sla.SignalReplied}, {eleven, sla.SignalReplied}}, sla.Stopped, 1, time.Hour},
		{"answered again", sla.NextResponse(), []step{{nine, sla.SignalReplied}, {nine, sla.SignalCustomerReplied}, {ten, sla.SignalReplied}, {eleven, sla.SignalCustomerReplied}}, sla.Running, 2, time.Hour},
		{"written to after a resolution without a word", sla.NextResponse(), []step{{nine, sla.SignalOpened}, {nine, sla.SignalCustomerReplied}, {ten, sla.SignalResolved}, {eleven, sla.SignalCustomerReplied}}, sla.Running, 1, time.Hour},
		{"updates", sla.Update(), []step{{nine, sla.SignalReplied}, {ten, sla.SignalReplied}, {eleven, sla.SignalReplied}}, sla.Running, 3, time.Hour},
		{"no update owed while waiting", sla.Update(), []step{{nine, sla.SignalWaitingCustomer}, {nine, sla.SignalReplied}, {eleven, sla.SignalActive}}, sla.Running, 1, time.Hour},
		{"no update owed once resolved", sla.Update(), []step{{nine, sla.SignalReplied}, {ten, sla.SignalResolved}}, sla.Stopped, 1, time.Hour},
		{"an answer owed from the opening", sla.Answer(), []step{{nine, sla.SignalOpened}, {eleven, sla.SignalReplied}}, sla.Stopped, 1, 2 * time.Hour},
		{"an answer owed from the oldest message", sla.Answer(), []step{{nine, sla.SignalOpened}, {nine, sla.SignalReplied}, {nine, sla.SignalWaitingCustomer}, {ten, sla.SignalCustomerReplied}, {eleven, sla.SignalCustomerReplied}}, sla.Running, 2, 2 * time.Hour},
		{"restored", sla.Restore(), []step{{nine, sla.SignalOpened}, {ten, sla.SignalRestored}, {eleven, sla.SignalResolved}}, sla.Stopped, 1, time.Hour},
		{"a vendor's time counts", sla.Resolve(), []step{{nine, sla.SignalOpened}, {ten, sla.SignalWaitingVendor}}, sla.Running, 1, 3 * time.Hour},
		{"held anew by each tier", sla.Hold(), []step{{nine, sla.SignalAccepted}, {eleven, sla.SignalAccepted}}, sla.Running, 2, time.Hour},
		{"a tier waits for the customer", sla.Hold(), []step{{nine, sla.SignalAccepted}, {ten, sla.SignalWaitingCustomer}}, sla.Paused, 1, time.Hour},
		{"a vendor has it", sla.Vendor(), []step{{nine, sla.SignalOpened}, {ten, sla.SignalWaitingVendor}, {eleven, sla.SignalActive}}, sla.Stopped, 1, time.Hour},
		{"withdrawn", sla.Resolve(), []step{{nine, sla.SignalOpened}, {ten, sla.SignalCancelled}}, sla.Cancelled, 1, time.Hour},
	} {
		t.Run(c.metric.Name+", "+c.name, func(t *testing.T) {
			k := fold(t, c.metric, start(c.metric), nil, c.steps...)
			require.Equal(t, c.state, k.State)
			require.Equal(t, c.cycle, k.Cycle)
			require.Equal(t, c.spent, k.Elapsed(nil, utc(t, noon)))
		})
	}
	var names []string
	for _, m := range sla.Metrics() {
		names = append(names, m.Name)
	}
	require.Equal(t, []string{"acknowledge", "first_response", "next_response", "update", "answer", "restore", "resolve", "hold", "vendor"}, names)
}
