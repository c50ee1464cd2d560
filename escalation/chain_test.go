package escalation_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/tier"
)

func TestPlannedTimesAddUpHoweverLateSomebodyLooks(t *testing.T) {
	ch := chain(t, unacknowledged(10*time.Minute, 20*time.Minute, 30*time.Minute))
	c := ch.Start(escalation.Facts{}, monday)
	for _, want := range []time.Duration{10, 30, 60} {
		at, ok := ch.Next(c, escalation.Facts{})
		require.True(t, ok)
		require.Equal(t, after(want*time.Minute), at)
		var intents []escalation.Intent
		c, intents = ch.Advance(c, escalation.Facts{}, at.Add(3*time.Minute))
		require.Len(t, intents, 1)
		require.Equal(t, at, intents[0].Planned)
		require.Equal(t, 3*time.Minute, intents[0].Late())
	}
	require.Equal(t, escalation.Exhausted, c.State)
}

func TestNothingIsDueBeforeItsTimeAndAllIsAtIt(t *testing.T) {
	ch := chain(t, unacknowledged(10*time.Minute))
	c := ch.Start(escalation.Facts{}, monday)
	same, intents := ch.Advance(c, escalation.Facts{}, after(10*time.Minute-1))
	require.Empty(t, intents)
	require.Equal(t, c, same)
	_, intents = ch.Advance(c, escalation.Facts{}, after(10*time.Minute))
	require.Len(t, intents, 1)
}

func TestAPassThatRepeatsWaitsThePauseAndThenTheFirstDelay(t *testing.T) {
	p := unacknowledged(5*time.Minute, 10*time.Minute)
	p.Repeat, p.RepeatAfter = 2, time.Hour
	ch := chain(t, p)
	c, intents := ch.Advance(ch.Start(escalation.Facts{}, monday), escalation.Facts{}, after(24*time.Hour))
	require.Equal(t, []time.Time{
		after(5 * time.Minute), after(15 * time.Minute), after(80 * time.Minute), after(90 * time.Minute),
		after(155 * time.Minute), after(165 * time.Minute),
	}, plannedTimes(intents))
	require.Equal(t, 2, intents[5].Pass)
	require.Equal(t, 1, intents[5].Step)
	require.Equal(t, escalation.Exhausted, c.State)
	_, ok := ch.Next(c, escalation.Facts{})
	require.False(t, ok)
	again, intents := ch.Advance(c, escalation.Facts{}, after(48*time.Hour))
	require.Equal(t, c, again)
	require.Empty(t, intents)
	require.Equal(t, escalation.Exhausted, ch.Stop(c).State, "what is exhausted says so for good")
}

func TestAStepWithACalendarCountsItsOpenHours(t *testing.T) {
	p := unacknowledged(0, 2*time.Hour, time.Hour)
	p.Steps[0].Calendar, p.Steps[1].Calendar, p.Steps[2].Calendar = "office", "office", "24x7"
	ch := chain(t, p, office(t))
	saturday := monday.AddDate(0, 0, -2)
	_, intents := ch.Advance(ch.Start(escalation.Facts{}, saturday), escalation.Facts{}, after(24*time.Hour))
	require.Equal(t, []time.Time{monday, after(2 * time.Hour), after(3 * time.Hour)}, plannedTimes(intents))
}

func TestAcknowledgingStops(t *testing.T) {
	for name, f := range map[string]escalation.Facts{"acknowledged": {Acknowledged: true}, "resolved": {Resolved: true}} {
		t.Run(name, func(t *testing.T) {
			ch := chain(t, unacknowledged(10*time.Minute, 10*time.Minute))
			c, intents := ch.Advance(ch.Start(escalation.Facts{}, monday), escalation.Facts{}, after(10*time.Minute))
			require.Len(t, intents, 1)
			_, ok := ch.Next(c, f)
			require.False(t, ok)
			c, intents = ch.Advance(c, f, after(time.Hour))
			require.Empty(t, intents, "not even what was due before")
			require.Equal(t, escalation.Stopped, c.State)
			c, intents = ch.Advance(c, escalation.Facts{}, after(2*time.Hour))
			require.Empty(t, intents, "and it stays stopped")
			require.Equal(t, escalation.Stopped, c.State)
			require.Equal(t, escalation.Stopped, ch.Start(f, monday).State)
		})
	}
}

func TestRestartBeginsAnotherCycle(t *testing.T) {
	ch := chain(t, unacknowledged(10*time.Minute))
	c := ch.Stop(ch.Start(escalation.Facts{}, monday))
	require.Equal(t, escalation.Stopped, c.State)
	c = ch.Restart(c, escalation.Facts{}, after(time.Hour))
	require.Equal(t, 1, c.Cycle)
	c, intents := ch.Advance(c, escalation.Facts{}, after(2*time.Hour))
	require.Equal(t, []time.Time{after(70 * time.Minute)}, plannedTimes(intents))
	c = ch.Restart(c, escalation.Facts{}, after(3*time.Hour))
	_, later := ch.Advance(c, escalation.Facts{}, after(4*time.Hour))
	require.NotEqual(t, intents[0].Key("T-1"), later[0].Key("T-1"))
}

func TestATicketUnderWayKeepsItsVersionOfThePolicy(t *testing.T) {
	old := chain(t, unacknowledged(10*time.Minute, time.Hour))
	p := unacknowledged(time.Minute)
	p.Version = 2
	edited := chain(t, p)
	c := old.Start(escalation.Facts{}, monday)
	same, intents := edited.Advance(c, escalation.Facts{}, after(24*time.Hour))
	require.Equal(t, c, same)
	require.Empty(t, intents)
	_, ok := edited.Next(c, escalation.Facts{})
	require.False(t, ok)
	_, intents = old.Advance(c, escalation.Facts{}, after(24*time.Hour))
	require.Len(t, intents, 2)
	require.Equal(t, 2, edited.Restart(c, escalation.Facts{}, monday).Version)
	require.Equal(t, escalation.Stopped, edited.Stop(c).State)
	c.Step = 7
	_, intents = old.Advance(c, escalation.Facts{}, after(24*time.Hour))
	require.Empty(t, intents, "a cursor that points beyond the policy is not followed")
}

func TestWhatMissedStepsDoIsThePolicysRule(t *testing.T) {
	p := unacknowledged(10*time.Minute, 10*time.Minute, 0, 10*time.Minute)
	skipped := func(rule escalation.MissedRule, now time.Time) []bool {
		p.Missed = rule
		ch := chain(t, p)
		_, intents := ch.Advance(ch.Start(escalation.Facts{}, monday), escalation.Facts{}, now)
		var all []bool
		for _, i := range intents {
			require.Equal(t, now, i.At)
			all = append(all, i.Skipped)
		}
		return all
	}
	outage := after(25 * time.Minute)
	require.Equal(t, []bool{false, false, false}, skipped("", outage))
	require.Equal(t, []bool{false, false, false}, skipped(escalation.MissedEach, outage))
	require.Equal(t, []bool{true, false, false}, skipped(escalation.MissedLatest, outage), "steps at one instant stand together")
	require.Equal(t, []bool{true, true, true, false}, skipped(escalation.MissedLatest, outage.Add(time.Hour)))
	require.Equal(t, []bool{false}, skipped(escalation.MissedLatest, after(19*time.Minute)))
}

func TestStepCarriesOutOneStepAlone(t *testing.T) {
	p := unacknowledged(10*time.Minute, 10*time.Minute)
	p.Missed = escalation.MissedLatest
	ch := chain(t, p)
	c, first := ch.Step(ch.Start(escalation.Facts{}, monday), escalation.Facts{}, after(time.Hour))
	require.Equal(t, []time.Time{after(10 * time.Minute)}, plannedTimes(first))
	require.True(t, first[0].Skipped, "it knows of the step that comes after it")
	c, second := ch.Step(c, escalation.Facts{}, after(time.Hour))
	require.Equal(t, []time.Time{after(20 * time.Minute)}, plannedTimes(second))
	require.False(t, second[0].Skipped)
	require.Equal(t, escalation.Exhausted, c.State)
}

func TestAStepDoesItsActionsAndTargetsInOrder(t *testing.T) {
	p := unacknowledged(0)
	p.Steps[0] = escalation.Step{
		Name: "climb", Actions: []escalation.Action{escalation.HandOver, escalation.Notify},
		Targets: []escalation.Target{to("tier", ""), to("schedule", "night")},
	}
	ch := chain(t, p)
	_, intents := ch.Advance(ch.Start(escalation.Facts{}, monday), escalation.Facts{}, monday)
	want := escalation.Intent{Policy: "nobody answers", Version: 1, Name: "climb", Planned: monday, At: monday}
	over, tell, call := want, want, want
	over.Action, over.Reason = escalation.HandOver, tier.Unacknowledged
	tell.Action, tell.Target = escalation.Notify, to("tier", "")
	call.Action, call.Target = escalation.Notify, to("schedule", "night")
	require.Equal(t, []escalation.Intent{over, tell, call}, intents)

	p.Steps[0].Actions = []escalation.Action{escalation.Notify, escalation.HandOver}
	ch = chain(t, p)
	_, intents = ch.Advance(ch.Start(escalation.Facts{}, monday), escalation.Facts{}, monday)
	require.Equal(t, []escalation.Intent{tell, call, over}, intents)
}

func TestTheReasonOfAHandOverIsTheStepsOrTheTriggers(t *testing.T) {
	reason := func(p escalation.Policy, f escalation.Facts, given tier.Reason) tier.Reason {
		p.Steps[0] = escalation.Step{Actions: []escalation.Action{escalation.HandOver}, Reason: given}
		ch := chain(t, p)
		_, intents := ch.Advance(ch.Start(f, monday), f, after(24*time.Hour))
		require.Len(t, intents, 1)
		return intents[0].Reason
	}
	late := timed(sla.Resolve().Apply(sla.Clock{Metric: "resolve", Target: time.Hour}, nil, monday, "opened"), nil)
	require.Equal(t, tier.Unacknowledged, reason(unacknowledged(0), escalation.Facts{}, ""))
	require.Equal(t, tier.SLAAtRisk, reason(onSLA(80, 0), late, ""))
	require.Equal(t, tier.Unsolved, reason(onSLA(80, 0), late, tier.Unsolved))
}

func TestFallbackTakesThePlaceOfATargetWithNobodyBehindIt(t *testing.T) {
	p := unacknowledged(0)
	p.Steps[0].Targets = []escalation.Target{to("schedule", "night"), to("tier", "L1")}
	p.Steps[0].Fallback = []escalation.Target{to("tier", "L1"), to("manager", "L1")}
	ch := chain(t, p)
	_, intents := ch.Advance(ch.Start(escalation.Facts{}, monday), escalation.Facts{}, monday)
	instead := ch.Fallback(intents[0])
	require.Len(t, instead, 2)
	require.Equal(t, to("manager", "L1"), instead[1].Target)
	require.Equal(t, intents[1].Key("T-1"), instead[0].Key("T-1"), "who is told anyhow is not told twice")
	require.NotEqual(t, intents[0].Key("T-1"), instead[1].Key("T-1"))
	require.Len(t, ch.Fallback(instead[1]), 1, "a fallback does not fall back on itself")
	stranger := intents[0]
	stranger.Version++
	require.Empty(t, ch.Fallback(stranger))
}

func TestAnSLAPolicyCountsOnItsClock(t *testing.T) {
	resolve := sla.Resolve()
	ch := chain(t, onSLA(75, 0, 30*time.Minute))
	clock := resolve.Apply(sla.Clock{Metric: "resolve", Target: 4 * time.Hour}, nil, monday, "opened")
	c := ch.Start(timed(clock, nil), monday)

	at, ok := ch.Next(c, timed(clock, nil))
	require.True(t, ok)
	share, _ := clock.At(nil, 75)
	require.Equal(t, share, at)

	clock = resolve.Apply(clock, nil, after(time.Hour), "waiting_customer")
	require.True(t, clock.Paused())
	_, ok = ch.Next(c, timed(clock, nil))
	require.False(t, ok, "unknown while it is paused")
	same, intents := ch.Advance(c, timed(clock, nil), after(10*time.Hour))
	require.Equal(t, c, same)
	require.Empty(t, intents)

	clock = resolve.Apply(clock, nil, after(10*time.Hour), "active")
	c, intents = ch.Advance(c, timed(clock, nil), after(12*time.Hour))
	require.Equal(t, []time.Time{after(12 * time.Hour)}, plannedTimes(intents), "an hour before the pause, two after it")

	clock = resolve.Apply(clock, nil, after(12*time.Hour+10*time.Minute), "waiting_customer")
	clock = resolve.Apply(clock, nil, after(20*time.Hour), "active")
	at, ok = ch.Next(c, timed(clock, nil))
	require.True(t, ok)
	require.Equal(t, after(20*time.Hour+20*time.Minute), at, "delays count on the clock as well")

	clock = resolve.Apply(clock, nil, after(20*time.Hour+5*time.Minute), "resolved")
	c, intents = ch.Advance(c, timed(clock, nil), after(30*time.Hour))
	require.Empty(t, intents)
	require.Equal(t, escalation.Stopped, c.State)
}

func TestAnSLAPolicyIsNotEndedByAnAcknowledgement(t *testing.T) {
	ch := chain(t, onSLA(50, 0))
	f := timed(sla.Resolve().Apply(sla.Clock{Metric: "resolve", Target: time.Hour}, nil, monday, "opened"), nil)
	f.Acknowledged = true
	_, intents := ch.Advance(ch.Start(f, monday), f, after(time.Hour))
	require.Len(t, intents, 1)
}

func TestAnSLAPolicyWaitsForAClockThatPromisesSomething(t *testing.T) {
	ch := chain(t, onSLA(50, 0))
	measured := sla.Clock{Metric: "resolve", State: sla.Running, Since: monday, Started: monday}
	other := sla.Clock{Metric: "restore", State: sla.Running, Since: monday, Started: monday, Target: time.Hour}
	for name, f := range map[string]escalation.Facts{
		"no clock": {}, "one that measures": timed(measured, nil), "one of another metric": timed(other, nil),
		"one that has not started": timed(sla.Clock{Metric: "resolve", Target: time.Hour}, nil),
	} {
		c, intents := ch.Advance(ch.Start(f, monday), f, after(24*time.Hour))
		require.Empty(t, intents, name)
		require.Equal(t, escalation.Armed, c.State, name)
	}
}

func TestOfSeveralClocksTheFirstThatPromisesSomethingCounts(t *testing.T) {
	ch := chain(t, onSLA(50, 0))
	measured := sla.Clock{Metric: "resolve", State: sla.Running, Since: monday, Started: monday}
	hour, day := measured, measured
	hour.Target, day.Target = time.Hour, 24*time.Hour
	f := escalation.Facts{Clocks: []escalation.Timed{{Clock: measured}, {Clock: hour}, {Clock: day}}}
	at, ok := ch.Next(ch.Start(f, monday), f)
	require.True(t, ok)
	require.Equal(t, after(30*time.Minute), at)
}

func TestAShareOfNextToNothingIsDueAtOnce(t *testing.T) {
	ch := chain(t, onSLA(1, 0))
	f := timed(sla.Clock{Metric: "resolve", Target: 50, State: sla.Running, Since: monday, Started: monday}, nil)
	at, ok := ch.Next(ch.Start(f, monday), f)
	require.True(t, ok)
	require.Equal(t, after(time.Microsecond), at)
}

func TestAnSLAPolicyStartedLateKeepsItsDelays(t *testing.T) {
	ch := chain(t, onSLA(50, 0, 30*time.Minute))
	clock := sla.Resolve().Apply(sla.Clock{Metric: "resolve", Target: time.Hour}, nil, monday, "opened")
	started := after(5 * time.Hour) // long past the target: the priority was raised, say
	_, intents := ch.Advance(ch.Start(timed(clock, nil), started), timed(clock, nil), after(24*time.Hour))
	require.Equal(t, []time.Time{started, started.Add(30 * time.Minute)}, plannedTimes(intents))
}

func TestAnSLAPolicyCountsTheClocksCalendar(t *testing.T) {
	cal := office(t)
	ch := chain(t, onSLA(75, 0, 3*time.Hour))
	clock := sla.Resolve().Apply(sla.Clock{Metric: "resolve", Target: 8 * time.Hour, Calendar: "office"}, cal, monday, "opened")
	_, intents := ch.Advance(ch.Start(timed(clock, cal), monday), timed(clock, cal), after(48*time.Hour))
	require.Equal(t, []time.Time{after(6 * time.Hour), after(25 * time.Hour)}, plannedTimes(intents))
}

func TestAShareThatIsNoWholeMicrosecondIsNeverEarly(t *testing.T) {
	ch := chain(t, onSLA(33, 0))
	clock := sla.Resolve().Apply(sla.Clock{Metric: "resolve", Target: time.Microsecond}, nil, monday, "opened")
	at, ok := ch.Next(ch.Start(timed(clock, nil), monday), timed(clock, nil))
	require.True(t, ok)
	require.Equal(t, after(time.Microsecond), at)
}

func TestAShareOfTheLongestTargetDoesNotOverflow(t *testing.T) {
	ch := chain(t, onSLA(escalation.MaxShare, 0))
	clock := sla.Resolve().Apply(sla.Clock{Metric: "resolve", Target: 100 * 365 * 24 * time.Hour}, nil, monday, "opened")
	at, ok := ch.Next(ch.Start(timed(clock, nil), monday), timed(clock, nil))
	require.True(t, ok)
	require.Greater(t, at.Year(), 2100)
}

func TestACursorIsKeptAsJSON(t *testing.T) {
	ch := chain(t, onSLA(50, 0, time.Hour))
	clock := sla.Resolve().Apply(sla.Clock{Metric: "resolve", Target: time.Hour}, nil, monday, "opened")
	f := timed(clock, nil)
	c, _ := ch.Advance(ch.Restart(ch.Start(f, monday), f, monday), f, after(31*time.Minute))
	for _, c := range []escalation.Cursor{{}, ch.Start(f, monday), c} {
		data, err := json.Marshal(c)
		require.NoError(t, err)
		var back escalation.Cursor
		require.NoError(t, json.Unmarshal(data, &back))
		require.True(t, c == back, "%s", data)
	}
}

func TestStartTakesAnyZoneAndPrecision(t *testing.T) {
	ch := chain(t, unacknowledged(time.Minute))
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	require.Equal(t, ch.Start(escalation.Facts{}, monday), ch.Start(escalation.Facts{}, monday.Add(999).In(berlin)))
}

func TestTheZeroCursorIsNeverDue(t *testing.T) {
	ch := chain(t, unacknowledged(0))
	_, ok := ch.Next(escalation.Cursor{}, escalation.Facts{})
	require.False(t, ok)
	c, intents := ch.Advance(escalation.Cursor{}, escalation.Facts{}, monday)
	require.Zero(t, c)
	require.Empty(t, intents)
}

func BenchmarkNext(b *testing.B) {
	ch := chain(b, unacknowledged(10*time.Minute, 20*time.Minute))
	c, f := ch.Start(escalation.Facts{}, monday), escalation.Facts{}
	b.ReportAllocs()
	for b.Loop() {
		ch.Next(c, f)
	}
}

func BenchmarkStep(b *testing.B) {
	ch := chain(b, unacknowledged(10*time.Minute, 20*time.Minute))
	c, f, now := ch.Start(escalation.Facts{}, monday), escalation.Facts{}, after(10*time.Minute)
	b.ReportAllocs()
	for b.Loop() {
		ch.Step(c, f, now)
	}
}
