package escalation_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/sla"
)

// minutes draws a delay of 0 to 90 minutes.
var minutes = rapid.Map(rapid.IntRange(0, 90), func(n int) time.Duration { return time.Duration(n) * time.Minute })

// policies draws policies of one to five steps with targets, actions, repeats and, in some, calendars.
func policies(t *rapid.T, on escalation.Trigger) escalation.Policy {
	p := escalation.Policy{Name: "any", Version: rapid.IntRange(0, 3).Draw(t, "version"), Trigger: on}
	targets := rapid.SliceOfNDistinct(rapid.SampledFrom([]escalation.Target{
		lead, to("tier", ""), to("tier", "L2"), to("schedule", "night"), to("requester", ""), to("group", "L2"),
	}), 1, 3, rapid.ID)
	for range rapid.IntRange(1, 5).Draw(t, "steps") {
		s := escalation.Step{After: minutes.Draw(t, "after"), Targets: targets.Draw(t, "targets")}
		if rapid.Bool().Draw(t, "hands over") {
			s.Actions = rapid.SampledFrom([][]escalation.Action{{"notify", "hand_over"}, {"hand_over", "notify"}}).Draw(t, "actions")
		}
		if on.On == escalation.Unacknowledged && rapid.Bool().Draw(t, "in office hours") {
			s.Calendar = "office"
		}
		p.Steps = append(p.Steps, s)
	}
	if p.Repeat = rapid.IntRange(0, 3).Draw(t, "repeat"); p.Repeat > 0 {
		p.RepeatAfter = time.Minute + minutes.Draw(t, "repeat after")
	}
	p.Missed = rapid.SampledFrom(escalation.MissedRules()).Draw(t, "missed")
	return p
}

// want works out the planned times of a policy by adding up, step by step.
func want(p escalation.Policy, office *sla.Calendar, at time.Time) []time.Time {
	var all []time.Time
	for pass := range 1 + p.Repeat {
		for n, s := range p.Steps {
			delay := s.After
			if pass > 0 && n == 0 {
				delay += p.RepeatAfter
			}
			if s.Calendar == "office" {
				at = office.Add(at, delay)
			} else {
				at = at.Add(delay)
			}
			all = append(all, at)
		}
	}
	return all
}

// looks draws instants at which somebody looks, in order, the last of them after everything.
func looks(t *rapid.T) []time.Time {
	var all []time.Time
	for range rapid.IntRange(0, 20).Draw(t, "looks") {
		all = append(all, after(time.Duration(rapid.IntRange(0, 6000).Draw(t, "minute"))*time.Minute))
	}
	slices.SortFunc(all, time.Time.Compare)
	return append(all, monday.AddDate(1, 0, 0))
}

func keys(intents []escalation.Intent) []string {
	var all []string
	for _, i := range intents {
		all = append(all, i.Key("T-1"))
	}
	return all
}

// No step is left out, none is early, nothing drifts, every key comes once, it ends exhausted: however often and late one looks.
func TestLookingOftenLateOrOnceGivesTheSameIntents(t *testing.T) {
	cal := office(t)
	rapid.Check(t, func(t *rapid.T) {
		p := policies(t, escalation.Trigger{On: escalation.Unacknowledged})
		ch := chain(t, p, cal)
		start := ch.Start(escalation.Facts{}, monday)
		end, once := ch.Advance(start, escalation.Facts{}, monday.AddDate(1, 0, 0))

		c, all := start, []escalation.Intent(nil)
		for _, now := range looks(t) {
			next, due := ch.Next(c, escalation.Facts{})
			var intents []escalation.Intent
			c, intents = ch.Advance(kept(t, c), escalation.Facts{}, now)
			require.Equal(t, due && !next.After(now), len(intents) > 0, "next says when there is something to do")
			for _, i := range intents {
				require.Equal(t, now, i.At)
				require.False(t, i.Planned.After(now), "early")
			}
			if len(intents) > 0 {
				require.False(t, intents[len(intents)-1].Skipped, "the latest step is never skipped")
			}
			all = append(all, intents...)
		}
		require.Equal(t, end, c)
		require.Equal(t, escalation.Exhausted, c.State)
		require.Equal(t, keys(once), keys(all))
		require.Equal(t, plannedTimes(once), plannedTimes(all))
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(keys(all)))), len(all), "a key twice")
		require.Equal(t, want(p, cal, monday), steps(all))
	})
}

// steps are the planned times of intents, one for each step of each pass.
func steps(intents []escalation.Intent) []time.Time {
	var all []time.Time
	last := [2]int{-1, -1}
	for _, i := range intents {
		if at := [2]int{i.Pass, i.Step}; at != last {
			all, last = append(all, i.Planned), at
		}
	}
	return all
}

// kept is a cursor that went through a store.
func kept(t *rapid.T, c escalation.Cursor) escalation.Cursor {
	data, err := json.Marshal(c)
	require.NoError(t, err)
	var back escalation.Cursor
	require.NoError(t, json.Unmarshal(data, &back))
	return back
}

func TestNothingComesAfterAnAcknowledgement(t *testing.T) {
	cal := office(t)
	rapid.Check(t, func(t *rapid.T) {
		ch := chain(t, policies(t, escalation.Trigger{On: escalation.Unacknowledged}), cal)
		c, cycle := ch.Start(escalation.Facts{}, monday), 0
		var f escalation.Facts
		seen := map[string]bool{}
		for _, now := range looks(t) {
			switch rapid.SampledFrom([]string{"look", "look", "acknowledge", "resolve", "reopen"}).Draw(t, "what") {
			case "acknowledge":
				f.Acknowledged = true
			case "resolve":
				f.Resolved = true
			case "reopen":
				f, cycle = escalation.Facts{}, cycle+1
				c = ch.Restart(c, f, now)
			}
			var intents []escalation.Intent
			c, intents = ch.Advance(c, f, now)
			if f.Acknowledged || f.Resolved {
				require.Empty(t, intents)
				require.NotEqual(t, escalation.Armed, c.State)
			}
			for _, i := range intents {
				require.Equal(t, cycle, i.Cycle)
				require.False(t, seen[i.Key("T-1")], "a key twice")
				seen[i.Key("T-1")] = true
			}
		}
	})
}

// The reference keeps the stretches in which the clock ran and finds, for each threshold, the instant by adding them up.
func TestAnSLAPolicyFollowsItsClockThroughPauses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		share := rapid.IntRange(1, 150).Draw(t, "share")
		p := policies(t, escalation.Trigger{On: escalation.SLAShare, Metric: "resolve", Share: share})
		p.Missed = escalation.MissedEach
		ch := chain(t, p)
		target := time.Hour * time.Duration(rapid.IntRange(1, 20).Draw(t, "target"))
		resolve := sla.Resolve()
		clock := resolve.Apply(sla.Clock{Metric: "resolve", Target: target}, nil, monday, "opened")
		c := ch.Start(timed(clock, nil), monday)

		var ran []sla.Period
		var all []escalation.Intent
		since, running := monday, true
		for _, now := range looks(t) {
			var intents []escalation.Intent
			c, intents = ch.Advance(c, timed(clock, nil), now)
			all = append(all, intents...)
			if !rapid.Bool().Draw(t, "turns") {
				continue
			}
			if running = !running; running {
				clock, since = resolve.Apply(clock, nil, now, "active"), now
			} else {
				clock = resolve.Apply(clock, nil, now, "waiting_customer")
				ran = append(ran, sla.Period{From: since, To: now})
			}
		}
		if running {
			ran = append(ran, sla.Period{From: since, To: monday.AddDate(1, 0, 0)})
		}
		threshold := target / 100 * time.Duration(share)
		var times []time.Time
		for _, offset := range want(p, nil, time.Time{}) {
			if at, ok := spent(ran, threshold+offset.Sub(time.Time{})); ok {
				times = append(times, at)
			}
		}
		require.Equal(t, times, steps(all))
	})
}

// spent is when so much time has been counted in the stretches.
func spent(ran []sla.Period, d time.Duration) (time.Time, bool) {
	for _, p := range ran {
		if d <= p.To.Sub(p.From) {
			return p.From.Add(d), true
		}
		d -= p.To.Sub(p.From)
	}
	return time.Time{}, false
}
