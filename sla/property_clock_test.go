package sla_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/sla"
)

// A course is a metric, two calendars in one zone, and what happens, near a clock change half of the time.
type course struct {
	question
	other      *sla.Calendar
	otherHours sla.Hours
	metric     sla.Metric
	ref        *ledger
	first      sla.Target
	now        int // the step as of which it is judged
}

var alphabet = []sla.Signal{"open", "wait", "wait more", "go on", "done", "drop", "again", "hello", "noise"}

func drawMetric(t *rapid.T) sla.Metric {
	if rapid.Bool().Draw(t, "usual") {
		m := sla.Metric{
			Name: "drawn", Start: []sla.Signal{"open", "again"}, Pause: []sla.Signal{"wait", "wait more"}, Resume: []sla.Signal{"go on", "again"},
			Stop: []sla.Signal{"done"}, Cancel: []sla.Signal{"drop"},
		}
		m.Reopen = rapid.SampledFrom([]sla.Reopening{"", sla.ReopenResume, sla.ReopenNewCycle, sla.ReopenNever}).Draw(t, "reopen")
		return m
	}
	some := func(label string, most int) []sla.Signal {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(alphabet), 0, most, rapid.ID).Draw(t, label)
	}
	m := sla.Metric{
		Name: "drawn", Pause: some("pause", 3), Resume: some("resume", 3), Stop: some("stop", 2),
		Cancel: some("cancel", 1), Reset: some("reset", 2), After: some("after", 1),
	}
	m.Start = append(some("start", 3), "open")
	m.Reopen = rapid.SampledFrom([]sla.Reopening{sla.ReopenResume, sla.ReopenNewCycle, sla.ReopenNever}).Draw(t, "reopen")
	return m
}

// drawCourse draws signals and, when asked to, changes of target. Half of the time several things happen at one instant.
func drawCourse(t *rapid.T, changes bool) course {
	c := course{question: drawQuestion(t), metric: drawMetric(t)}
	hours := c.hours
	hours.Name, hours.Week, hours.Holidays, hours.Openings, hours.Breaks = "other", drawWeek(t, c.step), nil, nil, nil
	c.other = compile(t, hours)
	c.otherHours = hours
	c.ref = &ledger{metric: c.metric}
	at := func(label string) int {
		unit := max(1, int(900/c.step))
		return unit * rapid.IntRange(-72, 40).Draw(t, label)
	}
	c.first = c.drawTarget(t, false)
	c.ref.aim, c.ref.judged = c.first, c.first
	var events []ledgerEvent
	for range rapid.IntRange(1, 12).Draw(t, "events") {
		e := ledgerEvent{step: at("at"), signal: rapid.SampledFrom(alphabet).Draw(t, "signal")}
		if changes && rapid.IntRange(0, 3).Draw(t, "retarget") == 0 {
			target := c.drawTarget(t, true)
			e.signal, e.target = "", &target
		}
		events = append(events, e)
	}
	c.ref.events = inOrder(events)
	c.now = max(at("now"), c.ref.events[0].step)
	return c
}

func (c *course) drawTarget(t *rapid.T, any bool) sla.Target {
	step := time.Duration(c.step) * time.Second
	target := sla.Target{Metric: "drawn", Calendar: "drawn", Within: max(step, drawDuration(t, "within").Round(step))}
	if any {
		target.Calendar = rapid.SampledFrom([]string{"drawn", "other"}).Draw(t, "calendar")
		target.Change = rapid.SampledFrom([]sla.Change{"", sla.FromStart, sla.FromChange}).Draw(t, "change")
	}
	return target
}

// instant is the beginning of a step; the steps are counted from the middle.
func (c *course) instant(step int) time.Time {
	return time.Unix(c.around.Unix()-c.around.Unix()%c.step+int64(step)*c.step, 0).UTC()
}

// walkable leaves out most of the courses that have to be walked second by second, because that takes so long.
func (c *course) walkable(t *rapid.T) bool {
	return c.step > 1 || rapid.IntRange(0, 4).Draw(t, "walk") == 0
}

// reference walks through the course, up to now.
func (c *course) reference() *ledger {
	const hours = 30
	c.ref.steps = map[string]*slow{"drawn": newSlow(c.hours, c.around, hours, c.step), "other": newSlow(c.otherHours, c.around, hours, c.step)}
	c.ref.shift = int(hours * 3600 / c.step)
	c.ref.walk(c.now)
	return c.ref
}

func (c *course) calendar(name string) *sla.Calendar {
	if name == "other" {
		return c.other
	}
	return c.cal
}

// fold is the clock after all events up to and including a step.
func (c *course) fold(step int) sla.Clock {
	k := c.first.Clock()
	for _, e := range c.ref.events {
		if e.step > step {
			break
		}
		if e.target != nil {
			k = k.Retarget(c.calendar(k.Calendar), c.calendar(e.target.Calendar), *e.target, c.instant(e.step))
			continue
		}
		k = c.metric.Apply(k, c.calendar(k.Calendar), c.instant(e.step), e.signal)
	}
	return k
}

// agrees compares what does not depend on where a pause of an earlier calendar lay.
func (c *course) agrees(t *rapid.T, k sla.Clock) {
	cal, now := c.calendar(k.Calendar), c.instant(c.now)
	require.Equal(t, c.ref.state(), k.State)
	require.Equal(t, c.ref.cycle, k.Cycle)
	require.Equal(t, c.ref.missed, k.Missed)
	require.Equal(t, c.ref.elapsed(c.now), k.Elapsed(cal, now))
	require.Equal(t, k.State != sla.Idle && k.State != sla.Cancelled && c.ref.late(c.now), k.Breached(cal, now))
	require.NoError(t, k.Check())
	if k.State != sla.Idle {
		require.Equal(t, k.Target-k.Elapsed(cal, now), k.Remaining(cal, now))
	}
}

// dueAgrees compares the due time and the breach.
func (c *course) dueAgrees(t *rapid.T, k sla.Clock) {
	cal := c.calendar(k.Calendar)
	due, known := k.Due(cal)
	require.Equal(t, k.Running(), known, "known while running only")
	if k.State == sla.Idle || k.State == sla.Cancelled {
		return
	}
	late, found := k.BreachedAt(cal)
	want, ok := c.ref.breach(c.now)
	if !k.Running() {
		require.Equal(t, ok, found)
	}
	if !ok {
		return
	}
	require.True(t, found)
	require.Equal(t, c.instant(want).Add(time.Microsecond), late)
	if known {
		require.Equal(t, c.instant(c.ref.due(c.now, c.hours.Boundary)), due)
	}
	require.True(t, k.Breached(cal, late))
	require.False(t, k.Running() && late.After(k.Since) && k.Breached(cal, late.Add(-time.Microsecond)))
}

func Test11TheReferenceCountsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCourse(t, false)
		if !c.walkable(t) {
			return
		}
		c.reference()
		k := c.fold(c.now)
		c.agrees(t, k)
		c.dueAgrees(t, k)
	})
}

func Test11EveryPartOfACycleIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCourse(t, true)
		a := c.account(t)
		k, now := a.Clock(), c.instant(c.now)
		cal := c.calendar(k.Calendar)
		if k.State == sla.Idle {
			return
		}
		end, sum, counted := now, time.Duration(0), k.Elapsed(cal, now)
		if k.Done() {
			end = k.Stopped
		}
		from := k.Started
		for _, p := range a.Parts {
			require.Equal(t, from, p.From, "without a gap")
			require.Equal(t, cal.Between(p.From, p.To), p.Open)
			from = p.To
			if p.Kind != sla.PartCounted {
				sum += p.Open
			}
		}
		if k.Paused() {
			sum += cal.Between(k.Since, end)
		}
		require.Equal(t, cal.Between(k.Started, end), sum+counted)
	})
}

func Test11ElapsedNeverShrinksAndStandsStillUnlessRunning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCourse(t, false)
		k := c.fold(c.now)
		now := c.instant(c.now)
		before, after := k.Elapsed(c.cal, now), k.Elapsed(c.cal, now.Add(c.d))
		require.LessOrEqual(t, before, after)
		require.LessOrEqual(t, time.Duration(0), before)
		if !k.Running() {
			require.Equal(t, before, after)
		}
		require.Equal(t, k.Spent, k.Elapsed(c.cal, k.Since.Add(-c.d)), "never less than at the last signal")
	})
}

func Test12APauseMovesTheDueTimeByItsOpenTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t)
		m := sla.Resolve()
		start := func() sla.Clock {
			k := sla.Target{Metric: "resolve", Within: q.d, Calendar: "drawn"}.Clock()
			return m.Apply(k, q.cal, q.a, sla.SignalOpened)
		}
		plain := start()
		due, _ := plain.Due(q.cal)
		if due.Before(q.b) {
			return // a pause after the due time does not move it
		}
		k := m.Apply(plain, q.cal, q.b, sla.SignalWaitingCustomer)
		again := m.Apply(k, q.cal, q.b.Add(q.c.Sub(q.b)/2), sla.SignalWaitingCustomer)
		require.True(t, k == again, "pausing twice is pausing once")
		k = m.Apply(again, q.cal, q.c, sla.SignalActive)
		require.True(t, k == m.Apply(k, q.cal, q.c.Add(time.Hour), sla.SignalActive), "resuming twice is resuming once")
		paused := q.cal.Between(q.b, q.c)
		moved, ok := k.Due(q.cal)
		require.True(t, ok)
		require.Equal(t, q.cal.Add(q.a, q.d+paused), moved)
		if paused == 0 {
			require.Equal(t, due, moved, "a pause outside the hours changes nothing")
		}
	})
}

func Test13TextInBetweenChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCourse(t, true)
		k := c.first.Clock()
		for _, e := range c.ref.events {
			at := c.instant(e.step).In(time.FixedZone("elsewhere", 5*3600+1800))
			_ = k.Elapsed(c.cal, at) // looking changes nothing
			if e.target != nil {
				k = k.Retarget(c.calendar(k.Calendar), c.calendar(e.target.Calendar), *e.target, at)
			} else {
				k = c.metric.Apply(k, c.calendar(k.Calendar), at, e.signal)
			}
			var asJSON, asYAML sla.Clock
			text, err := json.Marshal(k)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(text, &asJSON))
			require.True(t, k == asJSON, "%s", text)
			text, err = yaml.Marshal(k)
			require.NoError(t, err)
			require.NoError(t, yaml.Unmarshal(text, &asYAML))
			require.True(t, k == asYAML, "%s", text)
			k = asJSON
		}
		require.True(t, k == c.fold(1<<40))
	})
}

func Test14MarksComeInOrderAndTheLastIsTheDueTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCourse(t, false)
		k := c.fold(c.now)
		due, ok := k.Due(c.cal)
		var before time.Time
		for _, percent := range []int{10, 50, 80, 100, 120} {
			at, known := k.At(c.cal, percent)
			require.Equal(t, ok, known)
			if !known {
				continue
			}
			require.False(t, at.Before(before))
			before = at
			if percent == 100 {
				require.Equal(t, due, at)
			}
			share := k.Target * time.Duration(percent) / 100
			if at.After(k.Since) && k.Overdue.IsZero() {
				require.Equal(t, share, k.Elapsed(c.cal, at))
			}
		}
	})
}

func Test15ThereAndBackRestoresTheDueTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCourse(t, false)
		k := c.fold(c.now)
		other := sla.Target{Metric: "drawn", Within: c.e, Calendar: "drawn"}
		there := k.Retarget(c.cal, c.cal, other, c.instant(c.now))
		back := there.Retarget(c.cal, c.cal, c.first, c.instant(c.now).Add(time.Hour))
		if k.Overdue.IsZero() {
			require.True(t, k == back)
		}
		require.Equal(t, k.Elapsed(c.cal, c.instant(c.now)), there.Elapsed(c.cal, c.instant(c.now)))
		if k.Pauses == 0 && !k.Done() {
			there = k.Retarget(c.cal, c.other, sla.Target{Metric: "drawn", Within: c.e, Calendar: "other"}, c.instant(c.now))
			back = there.Retarget(c.other, c.cal, c.first, c.instant(c.now).Add(time.Hour))
			require.True(t, k == back, "a clock that was never paused is recounted exactly")
		}
	})
}

// account judges the course by terms, in which every change of target is a change of priority.
func (c *course) account(t *rapid.T) sla.Account {
	d := sla.Definition{Metrics: []sla.Metric{c.metric}}
	h := sla.History{Facts: sla.Facts{Priority: "0"}}
	promise := func(target sla.Target) *sla.Facts {
		id := string(rune('0' + len(d.Agreements)))
		d.Agreements = append(d.Agreements, sla.Agreement{ID: id, Match: sla.Match{Priority: []string{id}}, Targets: []sla.Target{target}})
		return &sla.Facts{Priority: id}
	}
	promise(c.first)
	for _, e := range c.ref.events {
		event := sla.Event{At: c.instant(e.step), Signal: e.signal}
		if e.target != nil {
			event.Facts = promise(*e.target)
		}
		h.Events = append(h.Events, event)
	}
	terms, err := sla.New(d, c.cal, c.other)
	require.NoError(t, err)
	a, ok := terms.Account(h, sla.SLA, "drawn", c.instant(c.now))
	require.True(t, ok)
	return a
}

func Test15AHistoryIsRecountedExactlyWhateverChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCourse(t, true)
		if !c.walkable(t) {
			return
		}
		c.reference()
		a := c.account(t)
		k := a.Clock()
		c.agrees(t, k)
		c.dueAgrees(t, k)
		for i, cycle := range a.Cycles[:len(a.Cycles)-1] {
			require.True(t, cycle.Done())
			require.Equal(t, i+1, cycle.Cycle)
		}
	})
}

func Test15ReopeningAsResumeIsAPause(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t)
		m := sla.Resolve()
		k := sla.Target{Metric: "resolve", Within: q.d, Calendar: "drawn"}.Clock()
		k = m.Apply(k, q.cal, q.a, sla.SignalOpened)
		paused := m.Apply(m.Apply(k, q.cal, q.b, sla.SignalWaitingCustomer), q.cal, q.c, sla.SignalActive)
		reopened := m.Apply(m.Apply(k, q.cal, q.b, sla.SignalResolved), q.cal, q.c, sla.SignalReopened)
		require.True(t, paused == reopened)
	})
}

func TestWorkingDaysAgreeWithTheReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t)
		if q.step == 1 {
			return // the window would be too large to walk
		}
		days := rapid.IntRange(1, 4).Draw(t, "days")
		unit := rapid.SampledFrom([]sla.Unit{sla.UnitDays, sla.UnitDaysEnd}).Draw(t, "unit")
		ref := newSlow(q.hours, q.around, 24*9, q.step)
		start := q.a.Truncate(time.Duration(q.step) * time.Second)
		i, _ := ref.at(start)
		k := sla.Target{Metric: "resolve", Unit: unit, Days: days, Calendar: "drawn"}.Clock()
		k = sla.Resolve().Apply(k, q.cal, start, sla.SignalOpened)
		due, ok := k.Due(q.cal)
		require.True(t, ok)
		want, ok := ref.workingDay(i, days, unit == sla.UnitDaysEnd)
		if ok {
			require.Equal(t, ref.instant(want), due)
		}
	})
}

// workingDay walks step by step to the n-th civil day after a step on which anything is open, and on it to the clock time of the
// step, or to the end of what is open. False when the window ends first.
func (s *slow) workingDay(from, n int, end bool) (int, bool) {
	dayOf := func(i int) int64 { return (s.wall[i] + 1<<40*86400) / 86400 }
	day, found := dayOf(from), from
	for i := from; n > 0; i++ {
		if i == len(s.open) {
			return 0, false
		}
		if dayOf(i) > day && s.open[i] {
			day, n, found = dayOf(i), n-1, i
		}
	}
	if dayOf(len(s.open)-1) <= day {
		return 0, false
	}
	last := 0
	for i := max(0, found-30*int(3600/s.step)); i < len(s.open)-1 && dayOf(i) <= day; i++ {
		if dayOf(i) == day && s.open[i] {
			last = i + 1
		}
	}
	if end {
		return last, true
	}
	clock := s.wall[from]%86400 + 86400
	i, _ := s.shows((day-1<<40)*86400 + clock%86400)
	return i, i > 0
}
