package runbook_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/runbook"
)

// The model keeps counters and a cursor where the package folds a list of attempts. It shares no code with it.
type model struct {
	steps  []modelStep
	cursor int // the step that it has come to
	ended  bool
}

type modelStep struct {
	def           runbook.Step
	begun         bool // somebody has begun and said nothing since
	failedLast    bool
	number, fails int
}

// next is what Next must answer: the code, and the number of the attempt to make or that is open.
func (m *model) next() (runbook.Code, int) {
	if m.ended {
		return runbook.CodeEnded, 0
	}
	if m.cursor == len(m.steps) {
		return runbook.CodeComplete, 0
	}
	s := m.steps[m.cursor]
	full := s.number == runbook.MaxAttempts
	byHand := s.def.Kind == runbook.ManualStep || s.def.Kind == runbook.CheckStep
	if s.begun {
		if byHand {
			return runbook.CodeBegun, s.number
		}
		if s.def.Idempotent && !full {
			return runbook.CodeAgain, s.number + 1
		}
		return runbook.CodeOutcomeUnknown, s.number
	}
	if full || s.failedLast && s.fails == s.def.Retries+1 {
		return runbook.CodeStepFailed, s.number
	}
	if s.failedLast {
		return runbook.CodeRetry, s.number + 1
	}
	return runbook.CodeReady, s.number + 1
}

// begin is the attempt that Begin must give, 0 when it must refuse.
func (m *model) begin(step int) int {
	code, attempt := m.next()
	if step != m.cursor || code != runbook.CodeReady && code != runbook.CodeRetry && code != runbook.CodeAgain {
		return 0
	}
	s := &m.steps[step]
	s.number, s.begun, s.failedLast = attempt, true, false
	return attempt
}

// record is the attempt that Record must give, 0 when it must refuse.
func (m *model) record(step int, rep runbook.Report) int {
	code, _ := m.next()
	if m.ended || step != m.cursor || code == runbook.CodeComplete || code == runbook.CodeStepFailed {
		return 0
	}
	s := &m.steps[step]
	number := s.number
	if !s.begun {
		if s.def.Kind == runbook.ActionStep || rep.Result == runbook.NotRun {
			return 0
		}
		number++
	}
	if rep.Attempt != 0 && rep.Attempt != number {
		return 0
	}
	if rep.Result == runbook.Done {
		for _, name := range s.def.Evidence {
			if rep.Evidence[name] == "" {
				return 0
			}
		}
		m.cursor++
	}
	s.number, s.begun, s.failedLast = number, false, rep.Result == runbook.Failed
	if s.failedLast {
		s.fails++
	}
	return number
}

// finish says whether Finish must accept the outcome, and what it must call untried.
func (m *model) finish(o runbook.Outcome, note string, tried []bool) (left []string, ok bool) {
	any := false
	for i, s := range m.steps {
		any = any || tried[i]
		if !tried[i] {
			left = append(left, s.def.ID)
		}
	}
	begun := m.cursor < len(m.steps) && m.steps[m.cursor].begun
	switch o {
	case runbook.Resolved:
		ok = m.cursor == len(m.steps)
	case runbook.Workaround:
		ok = m.cursor > 0 && !begun
	case runbook.Insufficient:
		ok = any || note != ""
	case runbook.NotApplicable:
		ok = note != ""
	case runbook.Aborted:
		ok = true
	}
	return left, ok && !m.ended
}

// drawSteps draws steps of every kind and its settings.
func drawSteps(t *rapid.T) []runbook.Step {
	steps := make([]runbook.Step, rapid.IntRange(1, 4).Draw(t, "steps"))
	for i := range steps {
		s := runbook.Step{ID: fmt.Sprint("s", i), Text: "Do it.", Evidence: []string{"e0", "e1"}[:rapid.IntRange(0, 2).Draw(t, "evidence")]}
		s.Kind = rapid.SampledFrom([]runbook.StepKind{"manual", "check", "action", "action"}).Draw(t, "kind")
		switch s.Kind {
		case runbook.CheckStep:
			s.Expect = "It holds."
		case runbook.ActionStep:
			s.Action, s.Idempotent = "do", rapid.Bool().Draw(t, "idempotent")
		}
		if s.Kind != runbook.ActionStep || s.Idempotent {
			s.Retries = rapid.IntRange(0, 2).Draw(t, "retries")
		}
		steps[i] = s
	}
	return steps
}

// walk is one random life of a run, beside the model of it.
type walk struct {
	*rapid.T
	book   *runbook.Book
	model  model
	run    runbook.Run
	events []runbook.Event
	now    time.Time
}

func TestARunBehavesAsItsModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def := sound()
		def.Steps = drawSteps(t)
		book, err := runbook.New(def)
		require.NoError(t, err)
		w := &walk{T: t, book: book, now: nine}
		for _, s := range def.Steps {
			w.model.steps = append(w.model.steps, modelStep{def: s})
		}
		start, err := book.Start("L2", "ben", nine)
		require.NoError(t, err)
		w.apply(start)
		t.Repeat(map[string]func(*rapid.T){
			"begin": w.begin, "record": w.record, "record next": w.recordNext, "finish": w.finish, "": w.check,
		})
	})
}

// tried is which steps an attempt was made at: one that was begun or has a result, and is not known never to have run.
func (w *walk) tried() []bool {
	attempts := map[string]map[int]bool{} // step → attempts that count
	for _, e := range w.events {
		if attempts[e.Step] == nil {
			attempts[e.Step] = map[int]bool{}
		}
		attempts[e.Step][e.Attempt] = e.Kind != runbook.StepNotRun
	}
	tried := make([]bool, len(w.model.steps))
	for i, s := range w.model.steps {
		for _, counts := range attempts[s.def.ID] {
			tried[i] = tried[i] || counts
		}
	}
	return tried
}

func (w *walk) step(t *rapid.T) (int, string) {
	i := rapid.IntRange(0, len(w.model.steps)).Draw(t, "step") // the last is a step that does not exist
	return i, fmt.Sprint("s", i)
}

func (w *walk) begin(t *rapid.T) {
	i, id := w.step(t)
	code, _ := w.model.next()
	want := w.model.begin(i)
	e, err := w.book.Begin(w.run, id, "ben", w.now)
	if want == 0 {
		require.ErrorIs(t, err, runbook.ErrRefused)
		unknown := code == runbook.CodeOutcomeUnknown && i == w.model.cursor && !w.model.ended
		require.Equal(t, unknown, errors.Is(err, runbook.ErrOutcomeUnknown), "%v", err)
		return
	}
	require.NoError(t, err)
	require.Equal(t, runbook.Event{Kind: runbook.StepStarted, Step: id, Attempt: want, By: "ben", At: w.now}, e)
	w.apply(e)
}

func (w *walk) record(t *rapid.T) {
	i, _ := w.step(t)
	w.report(t, i, rapid.SampledFrom([]int{0, 0, 1, 2, 3}).Draw(t, "attempt"))
}

// recordNext keeps runs moving; with free steps and attempts alone few would come to their end.
func (w *walk) recordNext(t *rapid.T) { w.report(t, w.model.cursor, 0) }

func (w *walk) report(t *rapid.T, i, attempt int) {
	rep := runbook.Report{Step: fmt.Sprint("s", i), Attempt: attempt, Evidence: map[string]string{},
		Result: rapid.SampledFrom([]runbook.State{runbook.Done, runbook.Done, runbook.Failed, runbook.NotRun}).Draw(t, "result"),
		Note:   rapid.SampledFrom([]string{"", "hm"}).Draw(t, "note")}
	for _, name := range []string{"e0", "e1", "x"}[:rapid.SampledFrom([]int{0, 1, 3, 3}).Draw(t, "given")] {
		rep.Evidence[name] = "seen"
	}
	want := w.model.record(i, rep)
	e, err := w.book.Record(w.run, rep, "ann", w.now)
	if want == 0 {
		require.ErrorIs(t, err, runbook.ErrRefused)
		return
	}
	require.NoError(t, err)
	require.Equal(t, want, e.Attempt)
	require.Equal(t, rep.Result, e.Kind.State())
	w.apply(e)
	rep.Evidence["e0"] = "changed by the caller"
	require.NotContains(t, fmt.Sprint(e, w.run), "changed by the caller")
}

func (w *walk) finish(t *rapid.T) {
	o := rapid.SampledFrom([]runbook.Outcome{"resolved", "workaround", "insufficient", "not_applicable", "aborted", "", "x"}).Draw(t, "outcome")
	note := rapid.SampledFrom([]string{"", "because"}).Draw(t, "note")
	if rapid.IntRange(0, 9).Draw(t, "seriously") > 0 && o != runbook.Resolved {
		return // let most runs go on
	}
	left, ok := w.model.finish(o, note, w.tried())
	e, err := w.book.Finish(w.run, o, note, "ann", w.now)
	if !ok {
		require.ErrorIs(t, err, runbook.ErrRefused)
		return
	}
	require.NoError(t, err)
	require.Equal(t, runbook.Event{Kind: runbook.RunFinished, At: w.now, By: "ann", Note: note, Outcome: o, Left: left}, e)
	w.model.ended = true
	w.apply(e)
}

// apply folds an event and looks whether the old run and the event stayed as they were.
func (w *walk) apply(e runbook.Event) {
	before, event := text(w, w.run), text(w, e)
	old := w.run
	w.run = w.run.Apply(e)
	if n := len(w.run.Results); n > 0 && w.run.Results[n-1].Evidence != nil {
		spoilt := w.run.Apply(runbook.Event{}) // a copy that may be scribbled on
		spoilt.Results[n-1].Evidence["e0"], spoilt.Results[0].Step = "X", "X"
	}
	require.Equal(w, before, text(w, old))
	require.Equal(w, event, text(w, e))
	w.events = append(w.events, e)
	w.now = w.now.Add(time.Minute)
}

// check compares with the model after every move.
func (w *walk) check(t *rapid.T) {
	step, why := w.book.Next(w.run)
	code, attempt := w.model.next()
	require.Equal(t, code, why.Code)
	require.Equal(t, attempt, why.Attempt)
	if code == runbook.CodeComplete || code == runbook.CodeEnded {
		require.Zero(t, step)
	} else {
		require.Equal(t, w.model.steps[w.model.cursor].def, step)
	}

	var folded runbook.Run
	done, begun := map[string]bool{}, map[string]int{}
	for _, e := range w.events {
		var back runbook.Event
		require.NoError(t, json.Unmarshal([]byte(text(t, e)), &back))
		require.Equal(t, e, back)
		folded = folded.Apply(back)
		require.False(t, done[e.Step] && e.Step != "", "a done step came again")
		done[e.Step] = e.Kind == runbook.StepDone
		switch e.Kind { // an action that must not run twice is never begun while its last outcome is unknown
		case runbook.StepStarted:
			begun[e.Step]++
			if s, _ := w.book.Step(e.Step); s.Kind == runbook.ActionStep && !s.Idempotent {
				require.Equal(t, 1, begun[e.Step])
			}
		case runbook.StepNotRun:
			begun[e.Step]--
		}
	}
	require.Equal(t, w.run, folded)
	var back runbook.Run
	require.NoError(t, json.Unmarshal([]byte(text(t, w.run)), &back))
	require.Equal(t, w.run, back)
}

func text(t require.TestingT, v any) string {
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}
