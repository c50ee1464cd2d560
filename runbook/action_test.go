package runbook_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/runbook"
)

// execute begins the one step of a book and calls do for it.
func execute(t testing.TB, ctx context.Context, s runbook.Step, do runbook.Action) (runbook.Report, error) {
	t.Helper()
	d := open(t, s)
	began, err := d.book.Begin(d.run, s.ID, "ben", nine)
	require.NoError(t, err)
	rep, err := d.book.Execute(ctx, began, runbook.Actions{"do": do}, runbook.Call{Key: "T-7/1"})
	if rep.Result != "" { // whatever Execute reports can be recorded as it is, unless evidence is missing
		_, refusal := d.book.Record(d.run.Apply(began), rep, "ben", nine)
		require.NoError(t, refusal)
	}
	return rep, err
}

func TestAnActionGetsItsInputAndCannotReachBeyondIt(t *testing.T) {
	s := action("x", false)
	s.Input = map[string]string{"unit": "vpn"}
	d := open(t, s)
	facts := map[string]string{"host": "gw1"}
	do := func(_ context.Context, in runbook.Input) (runbook.Output, error) {
		require.Equal(t, runbook.Input{Book: "restart-vpn", Version: 3, Step: "x", Attempt: 1, Key: "T-7/1/x",
			Values: map[string]string{"unit": "vpn"}, Facts: map[string]string{"host": "gw1"}}, in)
		in.Values["unit"], in.Facts["host"] = "X", "X"
		return runbook.Output{Evidence: map[string]string{"pid": "12"}, Note: "up"}, nil
	}
	began, err := d.book.Begin(d.run, "x", "ben", nine)
	require.NoError(t, err)
	rep, err := d.book.Execute(t.Context(), began, runbook.Actions{"do": do}, runbook.Call{Key: "T-7/1", Facts: facts})
	require.NoError(t, err)
	require.Equal(t, runbook.Report{Step: "x", Attempt: 1, Result: runbook.Done, Evidence: map[string]string{"pid": "12"}, Note: "up"}, rep)
	require.Equal(t, map[string]string{"host": "gw1"}, facts)
	kept, _ := d.book.Step("x")
	require.Equal(t, map[string]string{"unit": "vpn"}, kept.Input)
}

func TestWhatAnActionReturnsDecidesWhatIsRecorded(t *testing.T) {
	down := errors.New("connection refused")
	tests := map[string]struct {
		err  error
		sure bool // whether a step that is not idempotent has a result all the same
	}{
		"an error":              {down, true},
		"an unknown outcome":    {fmt.Errorf("sent: %w", runbook.ErrOutcomeUnknown), false},
		"a cancelled context":   {context.Canceled, false},
		"a deadline of its own": {fmt.Errorf("dial: %w", context.DeadlineExceeded), false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			do := func(context.Context, runbook.Input) (runbook.Output, error) {
				return runbook.Output{Evidence: map[string]string{"seen": "half"}, Note: "so far"}, tc.err
			}
			failed := runbook.Report{Step: "x", Attempt: 1, Result: runbook.Failed, Evidence: map[string]string{"seen": "half"},
				Note: tc.err.Error() + "; so far"}
			rep, err := execute(t, t.Context(), action("x", true), do)
			require.NoError(t, err)
			require.Equal(t, failed, rep)

			rep, err = execute(t, t.Context(), action("x", false), do)
			if tc.sure {
				require.NoError(t, err)
				require.Equal(t, failed, rep)
				return
			}
			require.ErrorIs(t, err, runbook.ErrOutcomeUnknown)
			require.ErrorIs(t, err, tc.err)
			require.Zero(t, rep)
		})
	}
}

func TestAPanicOfAnActionIsAnError(t *testing.T) {
	do := func(context.Context, runbook.Input) (runbook.Output, error) { panic("boom") }
	rep, err := execute(t, t.Context(), action("x", true), do)
	require.NoError(t, err)
	require.Equal(t, runbook.Failed, rep.Result)
	require.Equal(t, "the action panicked: boom", rep.Note)
	rep, err = execute(t, t.Context(), action("x", false), do)
	require.ErrorIs(t, err, runbook.ErrOutcomeUnknown)
	require.Zero(t, rep)
}

// A brittle error cannot even be printed.
type brittle struct{}

func (*brittle) Error() string { panic("no text") }

func TestAnErrorThatCannotBePrintedIsAFailureLikeAnyOther(t *testing.T) {
	rep, err := execute(t, t.Context(), action("x", false), func(context.Context, runbook.Input) (runbook.Output, error) {
		return runbook.Output{}, &brittle{}
	})
	require.NoError(t, err)
	require.Equal(t, runbook.Failed, rep.Result)
}

func TestAnActionHasItsTimeAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := action("x", false)
		s.Timeout = 5 * time.Second
		begin := time.Now()
		rep, err := execute(t, t.Context(), s, func(ctx context.Context, _ runbook.Input) (runbook.Output, error) {
			<-ctx.Done()
			return runbook.Output{}, errors.New("gave up") // says nothing of the context, and is in doubt all the same
		})
		require.Equal(t, 5*time.Second, time.Since(begin))
		require.ErrorIs(t, err, runbook.ErrOutcomeUnknown)
		require.Zero(t, rep)

		rep, err = execute(t, t.Context(), s, func(ctx context.Context, _ runbook.Input) (runbook.Output, error) {
			<-ctx.Done()
			return runbook.Output{}, nil // it knows that it was done, if late
		})
		require.NoError(t, err)
		require.Equal(t, runbook.Done, rep.Result)

		s.Idempotent = true
		rep, err = execute(t, t.Context(), s, func(ctx context.Context, _ runbook.Input) (runbook.Output, error) {
			<-ctx.Done()
			return runbook.Output{}, ctx.Err()
		})
		require.NoError(t, err)
		require.Equal(t, runbook.Failed, rep.Result)
		require.Equal(t, "context deadline exceeded", rep.Note)
	})
}

func TestWithoutATimeoutThereIsNoDeadline(t *testing.T) {
	_, err := execute(t, t.Context(), action("x", false), func(ctx context.Context, _ runbook.Input) (runbook.Output, error) {
		_, limited := ctx.Deadline()
		require.False(t, limited)
		return runbook.Output{}, nil
	})
	require.NoError(t, err)
}

func TestAnActionThatWasNotCalledDidNotRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	rep, err := execute(t, ctx, action("x", false), func(context.Context, runbook.Input) (runbook.Output, error) {
		t.Error("called")
		return runbook.Output{}, nil
	})
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, runbook.ErrOutcomeUnknown)
	require.Equal(t, runbook.NotRun, rep.Result)

	rep, err = execute(t, t.Context(), action("x", false), nil)
	require.ErrorIs(t, err, runbook.ErrRefused)
	require.Equal(t, runbook.Report{Step: "x", Attempt: 1, Result: runbook.NotRun, Note: "no action named do is registered"}, rep)
}

func TestOnlyTheBeginningOfAnActionIsExecuted(t *testing.T) {
	d := open(t, manual("a"), action("x", true))
	for _, e := range []runbook.Event{
		{Kind: runbook.StepStarted, Step: "a", Attempt: 1},
		{Kind: runbook.StepStarted, Step: "gone", Attempt: 1},
		{Kind: runbook.StepDone, Step: "x", Attempt: 1},
		{},
	} {
		rep, err := d.book.Execute(t.Context(), e, nil, runbook.Call{})
		require.ErrorIs(t, err, runbook.ErrRefused)
		require.NotContains(t, err.Error(), "registered")
		require.Zero(t, rep)
	}
}

func TestLargeOutputIsCutAndTheResultKept(t *testing.T) {
	s := action("x", false)
	s.Evidence = []string{"z-needed"}
	wide := "x" + strings.Repeat("ä", runbook.MaxText) // the limit falls into the middle of a letter
	rep, err := execute(t, t.Context(), s, func(context.Context, runbook.Input) (runbook.Output, error) {
		out := inputs(runbook.MaxEvidence + 3)
		out["z-needed"], out["no name"] = wide, "?"
		return runbook.Output{Evidence: out, Note: wide}, nil
	})
	require.NoError(t, err)
	require.Len(t, rep.Evidence, runbook.MaxEvidence)
	value := rep.Evidence["z-needed"]
	require.True(t, utf8.ValidString(value))
	require.LessOrEqual(t, len(value), runbook.MaxText)
	require.Greater(t, len(value), runbook.MaxText-20)
	require.True(t, strings.HasSuffix(value, "ä … (cut)"), value[len(value)-20:])
	require.True(t, strings.HasPrefix(rep.Note, "5 pieces of evidence left out; xää"), rep.Note[:40])
	require.LessOrEqual(t, len(rep.Note), runbook.MaxText)
}

func TestEvidenceWithoutAProperNameIsLeftOutAndCounted(t *testing.T) {
	rep, err := execute(t, t.Context(), action("x", false), func(context.Context, runbook.Input) (runbook.Output, error) {
		return runbook.Output{Evidence: map[string]string{"no name": "1", "": "2", "pid": "12"}}, nil
	})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"pid": "12"}, rep.Evidence)
	require.Equal(t, "2 pieces of evidence left out", rep.Note)
}

func TestOutputIsTextWhateverItWas(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"short":                  {"ok", "ok"},
		"just fits":              {strings.Repeat("a", runbook.MaxText), strings.Repeat("a", runbook.MaxText)},
		"broken bytes":           {"a\xff\xfeb", "a\uFFFDb"},
		"nothing but broken":     {strings.Repeat("\xff", runbook.MaxText), "\uFFFD"},
		"much of nothing":        {strings.Repeat("\xff", 10*runbook.MaxText), "\uFFFD … (cut)"},
		"grows when it is fixed": {strings.Repeat("\xffa", runbook.MaxText/2), ""},
	} {
		t.Run(name, func(t *testing.T) {
			rep, err := execute(t, t.Context(), action("x", false), func(context.Context, runbook.Input) (runbook.Output, error) {
				return runbook.Output{Evidence: map[string]string{"log": tc.in}, Note: tc.in}, nil
			})
			require.NoError(t, err)
			require.True(t, utf8.ValidString(rep.Note))
			require.LessOrEqual(t, len(rep.Note), runbook.MaxText)
			require.Equal(t, rep.Note, rep.Evidence["log"])
			if tc.want != "" {
				require.Equal(t, tc.want, rep.Note)
			}
		})
	}
}

func TestEvidenceThatAnActionForgotCanBeGivenByAPerson(t *testing.T) {
	s := action("x", false)
	s.Evidence = []string{"pid"}
	d := open(t, s)
	began, err := d.book.Begin(d.run, "x", "ben", nine)
	require.NoError(t, err)
	d.run = d.run.Apply(began)
	rep, err := d.book.Execute(t.Context(), began, runbook.Actions{
		"do": func(context.Context, runbook.Input) (runbook.Output, error) { return runbook.Output{}, nil }}, runbook.Call{})
	require.NoError(t, err)
	require.Nil(t, rep.Evidence)
	d.refusesToRecord(rep, runbook.CodeEvidenceMissing)
	d.at("x", runbook.CodeOutcomeUnknown)
	rep.Evidence = map[string]string{"pid": "12"}
	_, err = d.book.Record(d.run, rep, "ann", nine)
	require.NoError(t, err)
}

func TestAShelfNamesTheActionsThatNobodyRegistered(t *testing.T) {
	a, b := sound(), sound()
	b.ID = "again"
	b.Steps[1].Action = "reboot"
	shelf, err := runbook.NewShelf([]runbook.Runbook{a, b})
	require.NoError(t, err)
	ok := func(context.Context, runbook.Input) (runbook.Output, error) { return runbook.Output{}, nil }
	require.NoError(t, shelf.Check(runbook.Actions{"restart": ok, "reboot": ok}))
	faults := fault.Of(shelf.Check(runbook.Actions{"restart": ok, "reboot": nil}))
	require.Len(t, faults, 1)
	require.EqualError(t, faults[0], `again.steps.restart.action: no action named "reboot" is registered`)
}
