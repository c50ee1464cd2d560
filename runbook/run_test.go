package runbook_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/tier"
)

// A desk carries a run on and fails the test when something is refused.
type desk struct {
	t    testing.TB
	book *runbook.Book
	run  runbook.Run
}

func open(t testing.TB, steps ...runbook.Step) *desk {
	def := sound()
	def.Steps = steps
	book := must(t, def)
	return &desk{t, book, started(t, book)}
}

func (d *desk) begin(step string) {
	d.t.Helper()
	e, err := d.book.Begin(d.run, step, "ben", nine)
	require.NoError(d.t, err)
	d.run = d.run.Apply(e)
}

func (d *desk) record(step string, result runbook.State) {
	d.t.Helper()
	e, err := d.book.Record(d.run, runbook.Report{Step: step, Result: result}, "ben", nine)
	require.NoError(d.t, err)
	d.run = d.run.Apply(e)
}

func (d *desk) finish(o runbook.Outcome, note string) {
	d.t.Helper()
	e, err := d.book.Finish(d.run, o, note, "ben", nine)
	require.NoError(d.t, err)
	d.run = d.run.Apply(e)
}

// at requires the step and code that Next answers.
func (d *desk) at(step string, code runbook.Code) runbook.Why {
	d.t.Helper()
	s, why := d.book.Next(d.run)
	require.Equal(d.t, step, s.ID)
	require.Equal(d.t, code, why.Code)
	require.NotEmpty(d.t, why.Text)
	return why
}

// refused requires that err is a refusal with the code and gives it.
func refused(t testing.TB, code runbook.Code, e runbook.Event, err error) *runbook.Refusal {
	t.Helper()
	require.ErrorIs(t, err, runbook.ErrRefused)
	r, ok := errors.AsType[*runbook.Refusal](err)
	require.True(t, ok)
	require.Equal(t, code, r.Code, r.Text)
	require.NotEmpty(t, r.Text)
	require.Zero(t, e)
	require.Equal(t, code == runbook.CodeOutcomeUnknown, errors.Is(err, runbook.ErrOutcomeUnknown))
	return r
}

func (d *desk) refusesToBegin(step string, code runbook.Code) *runbook.Refusal {
	d.t.Helper()
	e, err := d.book.Begin(d.run, step, "ben", nine)
	return refused(d.t, code, e, err)
}

func (d *desk) refusesToRecord(rep runbook.Report, code runbook.Code) *runbook.Refusal {
	d.t.Helper()
	e, err := d.book.Record(d.run, rep, "ben", nine)
	return refused(d.t, code, e, err)
}

func (d *desk) refusesToFinish(o runbook.Outcome, note string, code runbook.Code) *runbook.Refusal {
	d.t.Helper()
	e, err := d.book.Finish(d.run, o, note, "ben", nine)
	return refused(d.t, code, e, err)
}

func manual(id string) runbook.Step {
	return runbook.Step{ID: id, Kind: runbook.ManualStep, Text: "Do it."}
}

func action(id string, idempotent bool) runbook.Step {
	return runbook.Step{ID: id, Kind: runbook.ActionStep, Action: "do", Idempotent: idempotent}
}

func TestOnlyATierThatMayRunABookStartsIt(t *testing.T) {
	book := must(t, sound())
	e, err := book.Start("L1", "ann", nine)
	require.Equal(t, []string{"L2", "L3"}, refused(t, runbook.CodeTier, e, err).Allowed)
	require.EqualError(t, err, `runbook: tier "L1" may not run restart-vpn; it is for L2, L3`)
	e, err = book.Start("", "ann", nine)
	refused(t, runbook.CodeTier, e, err)

	e, err = book.Start("L3", "ann", nine)
	require.NoError(t, err)
	run := runbook.Run{}.Apply(e)
	require.Equal(t, runbook.Run{Book: "restart-vpn", Version: 3, Tier: "L3", By: "ann", Started: nine}, run)
	require.True(t, run.Running())
	require.False(t, runbook.Run{}.Running())
}

func TestEveryEventSaysWhoAndWhen(t *testing.T) {
	d := open(t, manual("a"))
	for _, by := range []string{"", " \t", strings.Repeat("x", runbook.MaxTitle+1), "\xff"} {
		e, err := d.book.Start("L2", by, nine)
		refused(t, runbook.CodeBadInput, e, err)
		e, err = d.book.Begin(d.run, "a", by, nine)
		refused(t, runbook.CodeBadInput, e, err)
		e, err = d.book.Record(d.run, runbook.Report{Step: "a", Result: runbook.Done}, by, nine)
		refused(t, runbook.CodeBadInput, e, err)
		e, err = d.book.Finish(d.run, runbook.Aborted, "", by, nine)
		refused(t, runbook.CodeBadInput, e, err)
	}
	e, err := d.book.Start("L2", "ben", time.Time{})
	refused(t, runbook.CodeBadInput, e, err)

	e, err = d.book.Start("L2", "ben", nine.Add(1999*time.Nanosecond).In(time.FixedZone("", 7200)))
	require.NoError(t, err)
	require.Equal(t, nine.Add(time.Microsecond), e.At)
}

func TestStepsComeInTheirOrderAndOnce(t *testing.T) {
	d := open(t, manual("a"), manual("b"))
	d.at("a", runbook.CodeReady)
	require.Equal(t, []string{"a"}, d.refusesToBegin("b", runbook.CodeNotItsTurn).Allowed)
	d.refusesToRecord(runbook.Report{Step: "b", Result: runbook.Done}, runbook.CodeNotItsTurn)
	d.refusesToBegin("c", runbook.CodeUnknownStep)
	d.refusesToBegin("", runbook.CodeUnknownStep)

	d.begin("a")
	require.Equal(t, 1, d.at("a", runbook.CodeBegun).Attempt)
	d.refusesToBegin("a", runbook.CodeBegun)
	d.record("a", runbook.Done)
	d.refusesToBegin("a", runbook.CodeStepDone)
	d.refusesToRecord(runbook.Report{Step: "a", Result: runbook.Done}, runbook.CodeStepDone)
	d.record("b", runbook.Done)
	require.Zero(t, d.at("", runbook.CodeComplete).Attempt)
	d.refusesToBegin("a", runbook.CodeStepDone)
	d.finish(runbook.Resolved, "")
	d.at("", runbook.CodeEnded)
	d.refusesToBegin("a", runbook.CodeEnded)
	d.refusesToFinish(runbook.Aborted, "", runbook.CodeEnded)
}

func TestARunBelongsToOneVersionOfOneBook(t *testing.T) {
	d := open(t, manual("a"))
	for _, change := range []func(*runbook.Runbook){
		func(r *runbook.Runbook) { r.Version++ },
		func(r *runbook.Runbook) { r.ID = "other" },
	} {
		def := d.book.Definition()
		change(&def)
		other := must(t, def)
		step, why := other.Next(d.run)
		require.Zero(t, step)
		require.Equal(t, runbook.CodeWrongBook, why.Code)
		e, err := other.Begin(d.run, "a", "ben", nine)
		refused(t, runbook.CodeWrongBook, e, err)
		after := &desk{t, d.book, d.run}
		after.record("a", runbook.Done)
		e, err = other.Begin(after.run, "a", "ben", nine) // of another book, done or not says nothing
		refused(t, runbook.CodeWrongBook, e, err)
		e, err = other.Finish(d.run, runbook.Aborted, "", "ben", nine)
		refused(t, runbook.CodeWrongBook, e, err)
	}
	d.run = runbook.Run{}
	d.at("", runbook.CodeNotStarted)
	d.refusesToBegin("a", runbook.CodeNotStarted)
	d.refusesToFinish(runbook.Aborted, "", runbook.CodeNotStarted)
}

func TestAStepIsDoneOnlyWithItsEvidence(t *testing.T) {
	s := manual("a")
	s.Evidence = []string{"load", "host"}
	d := open(t, s)
	require.Equal(t, []string{"load", "host"},
		d.refusesToRecord(runbook.Report{Step: "a", Result: runbook.Done}, runbook.CodeEvidenceMissing).Missing)
	require.Equal(t, []string{"load"}, d.refusesToRecord(runbook.Report{Step: "a", Result: runbook.Done,
		Evidence: map[string]string{"load": " ", "host": "h"}}, runbook.CodeEvidenceMissing).Missing)

	given := map[string]string{"load": "1", "host": "h", "more": "m"}
	e, err := d.book.Record(d.run, runbook.Report{Step: "a", Result: runbook.Done, Evidence: given, Note: "fine"}, "ann", nine)
	require.NoError(t, err)
	run := d.run.Apply(e)
	given["load"], e.Evidence["host"] = "X", "X"
	require.Equal(t, []runbook.Result{{Step: "a", Attempt: 1, State: runbook.Done, By: "ann", Ended: nine, Note: "fine",
		Evidence: map[string]string{"load": "1", "host": "h", "more": "m"}}}, run.Results)

	d.record("a", runbook.Failed) // a failure may come without evidence
}

func TestWhatARunCannotHoldIsRefused(t *testing.T) {
	d := open(t, manual("a"))
	d.refusesToRecord(runbook.Report{Step: "a"}, runbook.CodeBadInput)
	d.refusesToRecord(runbook.Report{Step: "a", Result: runbook.Open}, runbook.CodeBadInput)
	long := strings.Repeat("x", runbook.MaxText+1)
	for name, rep := range map[string]runbook.Report{
		"a long note":      {Note: long},
		"a note not UTF-8": {Note: "\xff"},
		"too much":         {Evidence: inputs(runbook.MaxEvidence + 1)},
		"a bad name":       {Evidence: map[string]string{"a b": ""}},
		"a long value":     {Evidence: map[string]string{"a": long}},
		"a value of bytes": {Evidence: map[string]string{"a": "\xff"}},
	} {
		t.Run(name, func(t *testing.T) {
			rep.Step, rep.Result = "a", runbook.Done
			d.refusesToRecord(rep, runbook.CodeBadInput)
		})
	}
	d.refusesToFinish(runbook.Aborted, long, runbook.CodeBadInput)
	e, err := d.book.Record(d.run, runbook.Report{Step: "a", Result: runbook.Done, Note: long[1:], Evidence: inputs(runbook.MaxEvidence)}, "b", nine)
	require.NoError(t, err)
	require.Len(t, e.Evidence, runbook.MaxEvidence)
}

func TestAFailedStepMayBeTriedAgainAsOftenAsItSays(t *testing.T) {
	s := manual("a")
	s.Retries = 2
	d := open(t, s, manual("b"))
	d.record("a", runbook.Failed)
	why := d.at("a", runbook.CodeRetry)
	require.Equal(t, 2, why.Attempt)
	require.Contains(t, why.Text, "2 of 2 retries left")
	d.begin("a")
	d.record("a", runbook.NotRun) // costs no retry
	require.Equal(t, 3, d.at("a", runbook.CodeReady).Attempt)
	d.record("a", runbook.Failed)
	require.Contains(t, d.at("a", runbook.CodeRetry).Text, "1 of 2 retries left")
	d.record("a", runbook.Failed)
	d.at("a", runbook.CodeStepFailed)
	d.refusesToBegin("a", runbook.CodeStepFailed)
	d.refusesToRecord(runbook.Report{Step: "a", Result: runbook.Done}, runbook.CodeStepFailed)
	d.refusesToBegin("b", runbook.CodeNotItsTurn)
	d.finish(runbook.Insufficient, "")
}

func TestAnActionHasAResultOnlyAfterItWasBegun(t *testing.T) {
	d := open(t, action("x", true))
	d.refusesToRecord(runbook.Report{Step: "x", Result: runbook.Done}, runbook.CodeNotBegun)
	d.begin("x")
	d.record("x", runbook.Done)

	m := open(t, manual("a"))
	m.refusesToRecord(runbook.Report{Step: "a", Result: runbook.NotRun}, runbook.CodeNotBegun)
}

func TestAnActionWithoutResultMayRunAgainWhenIdempotent(t *testing.T) {
	d := open(t, action("x", true))
	d.begin("x")
	require.Equal(t, 2, d.at("x", runbook.CodeAgain).Attempt)
	d.begin("x")
	d.refusesToRecord(runbook.Report{Step: "x", Attempt: 1, Result: runbook.Done}, runbook.CodeStaleAttempt)
	e, err := d.book.Record(d.run, runbook.Report{Step: "x", Attempt: 2, Result: runbook.Done}, "ben", nine)
	require.NoError(t, err)
	d.run = d.run.Apply(e)
	d.finish(runbook.Resolved, "")
	require.Equal(t, []runbook.State{runbook.Open, runbook.Done}, []runbook.State{d.run.Results[0].State, d.run.Results[1].State})
	require.Contains(t, d.run.Evidence().String(), "- x: begun, no result\n- x (attempt 2): done")
}

func TestAnActionWithoutResultAsksAPersonWhenNotIdempotent(t *testing.T) {
	crashed := func() *desk {
		d := open(t, action("x", false), manual("b"))
		d.begin("x")
		why := d.at("x", runbook.CodeOutcomeUnknown)
		require.True(t, why.AsksPerson())
		require.False(t, why.Ready())
		require.Equal(t, 1, why.Attempt)
		d.refusesToBegin("x", runbook.CodeOutcomeUnknown)
		d.refusesToFinish(runbook.Workaround, "", runbook.CodeStepsMissing)
		return d
	}
	happened := crashed()
	happened.record("x", runbook.Done)
	happened.at("b", runbook.CodeReady)

	broke := crashed()
	broke.record("x", runbook.Failed)
	broke.at("x", runbook.CodeStepFailed)

	never := crashed()
	never.record("x", runbook.NotRun)
	require.Equal(t, 2, never.at("x", runbook.CodeReady).Attempt)
	never.begin("x")
	never.at("x", runbook.CodeOutcomeUnknown)

	unsettled := crashed()
	unsettled.finish(runbook.Insufficient, "") // begun counts as tried
	require.Equal(t, []string{"b"}, unsettled.run.Left)
}

func TestAStepIsNotTriedForEver(t *testing.T) {
	crashing := open(t, action("x", true))
	for range runbook.MaxAttempts {
		require.True(t, func() bool { _, why := crashing.book.Next(crashing.run); return why.Ready() }())
		crashing.begin("x")
	}
	crashing.at("x", runbook.CodeOutcomeUnknown)
	crashing.record("x", runbook.NotRun)
	crashing.at("x", runbook.CodeStepFailed)

	missing := open(t, manual("a"))
	for range runbook.MaxAttempts {
		missing.begin("a")
		missing.record("a", runbook.NotRun)
	}
	require.Equal(t, runbook.MaxAttempts, missing.at("a", runbook.CodeStepFailed).Attempt)
	missing.refusesToBegin("a", runbook.CodeStepFailed)
}

func TestAnOutcomeNeedsWhatItClaims(t *testing.T) {
	fresh := open(t, manual("a"), manual("b"))
	fresh.refusesToFinish("", "", runbook.CodeBadInput)
	require.Len(t, fresh.refusesToFinish("solved", "", runbook.CodeBadInput).Allowed, 5)
	fresh.refusesToFinish(runbook.Resolved, "it went away", runbook.CodeStepsMissing)
	fresh.refusesToFinish(runbook.Workaround, "it went away", runbook.CodeStepsMissing)
	fresh.refusesToFinish(runbook.Insufficient, "", runbook.CodeReasonMissing)
	fresh.refusesToFinish(runbook.Insufficient, " ", runbook.CodeReasonMissing)
	fresh.refusesToFinish(runbook.NotApplicable, "", runbook.CodeReasonMissing)

	begunInVain := open(t, manual("a"))
	begunInVain.begin("a")
	begunInVain.record("a", runbook.NotRun)
	begunInVain.refusesToFinish(runbook.Insufficient, "", runbook.CodeReasonMissing)

	ends := func(o runbook.Outcome, note string, results ...runbook.State) runbook.Run {
		d := open(t, manual("a"), manual("b"))
		for i, r := range results {
			d.record([]string{"a", "b"}[i], r)
		}
		d.finish(o, note)
		require.Equal(t, o, d.run.Outcome)
		require.False(t, d.run.Running())
		return d.run
	}
	require.Nil(t, ends(runbook.Resolved, "", runbook.Done, runbook.Done).Left)
	require.Equal(t, []string{"b"}, ends(runbook.Workaround, "", runbook.Done).Left)
	require.Nil(t, ends(runbook.Workaround, "", runbook.Done, runbook.Failed).Left)
	require.Equal(t, []string{"b"}, ends(runbook.Insufficient, "", runbook.Failed).Left)
	require.Equal(t, []string{"a", "b"}, ends(runbook.Insufficient, "the gateway is another model").Left)
	ends(runbook.NotApplicable, "no such gateway here")
	ends(runbook.Aborted, "")

	halfway := open(t, manual("a"), manual("b"))
	halfway.record("a", runbook.Done)
	busy := &desk{t, halfway.book, halfway.run}
	busy.begin("b")
	require.Contains(t, busy.refusesToFinish(runbook.Workaround, "", runbook.CodeStepsMissing).Text, "without one: b")
	require.Contains(t, halfway.refusesToFinish(runbook.Resolved, "", runbook.CodeStepsMissing).Text, "not done: b")
}

func TestInsufficientCarriesItsEvidence(t *testing.T) {
	look := manual("look")
	look.Evidence = []string{"load"}
	d := open(t, look, manual("fix"), manual("verify"))
	e, err := d.book.Record(d.run, runbook.Report{Step: "look", Result: runbook.Done, Evidence: map[string]string{"load": "97 %"}}, "ann", nine)
	require.NoError(t, err)
	d.run = d.run.Apply(e)
	d.record("fix", runbook.Failed)
	require.Equal(t, "ben", d.run.Evidence().By)
	require.Contains(t, d.run.Evidence().String(), "not finished")
	end, err := d.book.Finish(d.run, runbook.Insufficient, "still slow", "cem", nine.Add(time.Hour))
	require.NoError(t, err)
	run := d.run.Apply(end)

	ev := run.Evidence()
	require.Equal(t, runbook.Evidence{Book: "restart-vpn", Version: 3, Tier: "L2", By: "cem", Outcome: runbook.Insufficient, Why: "still slow",
		Started: nine, Ended: nine.Add(time.Hour), Left: []string{"verify"},
		Tried: []runbook.Result{
			{Step: "look", Attempt: 1, State: runbook.Done, By: "ann", Ended: nine, Evidence: map[string]string{"load": "97 %"}},
			{Step: "fix", Attempt: 1, State: runbook.Failed, By: "ben", Ended: nine},
		}}, ev)

	ev.Tried[0].Evidence["load"], ev.Left[0], end.Left[0] = "X", "X", "X"
	require.Equal(t, "97 %", run.Results[0].Evidence["load"])
	require.Equal(t, []string{"verify"}, run.Left)
}

func TestEventsThatDoNotFitChangeNothing(t *testing.T) {
	d := open(t, manual("a"))
	start, err := d.book.Start("L3", "eve", nine.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, d.run, d.run.Apply(start), "a second start")
	require.Equal(t, d.run, d.run.Apply(runbook.Event{Kind: "paused", At: nine}))
	require.Equal(t, d.run, d.run.Apply(runbook.Event{}))

	done, err := d.book.Record(d.run, runbook.Report{Step: "a", Result: runbook.Done}, "ben", nine)
	require.NoError(t, err)
	end, err := d.book.Finish(d.run, runbook.Aborted, "", "ben", nine)
	require.NoError(t, err)
	ended := d.run.Apply(end)
	require.Equal(t, ended, ended.Apply(done), "a step after the end")
	require.Equal(t, ended, ended.Apply(end))
	require.Equal(t, runbook.Run{}, runbook.Run{}.Apply(done), "a step before the start")
	require.Equal(t, runbook.Run{}, runbook.Run{}.Apply(end))
}

func TestAResultKeepsWhenItsAttemptBegan(t *testing.T) {
	d := open(t, action("x", false))
	d.begin("x")
	require.Equal(t, []runbook.Result{{Step: "x", Attempt: 1, State: runbook.Open, By: "ben", Began: nine}}, d.run.Results)
	e, err := d.book.Record(d.run, runbook.Report{Step: "x", Result: runbook.Done}, "ann", nine.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, []runbook.Result{{Step: "x", Attempt: 1, State: runbook.Done, By: "ann", Began: nine, Ended: nine.Add(time.Hour)}},
		d.run.Apply(e).Results)
}

func TestARunIsCompactInJSON(t *testing.T) {
	text, err := json.Marshal(runbook.Run{})
	require.NoError(t, err)
	require.Equal(t, `{}`, string(text))
	text, err = json.Marshal(runbook.Run{Book: "b", Version: 1, Tier: tier.ID("L1"), By: "ann", Started: nine,
		Results: []runbook.Result{{Step: "a", Attempt: 1, State: runbook.Open, By: "ann", Began: nine}}})
	require.NoError(t, err)
	require.Equal(t, `{"book":"b","version":1,"tier":"L1","by":"ann","started":"2026-10-05T09:00:00Z",`+
		`"results":[{"step":"a","attempt":1,"state":"open","by":"ann","began":"2026-10-05T09:00:00Z"}]}`, string(text))
}
