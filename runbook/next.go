package runbook

import "fmt"

// Why explains an answer of [Book.Next].
type Why struct {
	Code    Code   `json:"code"`
	Attempt int    `json:"attempt,omitempty"` // of the attempt to make, or of the one that is open
	Text    string `json:"text"`              // the same for a person to read
}

// Ready reports whether the step can be begun now: it is its turn, for the first time or again.
func (w Why) Ready() bool { return w.Code == CodeReady || w.Code == CodeRetry || w.Code == CodeAgain }

// AsksPerson reports whether the run cannot go on until a person has looked whether an action happened.
func (w Why) AsksPerson() bool { return w.Code == CodeOutcomeUnknown }

// Next says which step the run has come to, and why. The step is zero when there is none: the run has not started, has ended,
// belongs to another book or version, or all its steps are done and only the outcome is missing. The code is one of:
//
//   - ready, retry (it failed and may be tried again), again (it was begun, has no result and may be run a second time)
//   - begun: a person has it in hand, its result is awaited
//   - outcome_unknown: an action that must not run twice was begun and has no result. While its function is still being called
//     that is as it should be; after a crash a person has to look and record what happened
//   - step_failed: it failed for good; finish the run
//   - complete, ended, not_started, wrong_book: no step
func (b *Book) Next(r Run) (Step, Why) {
	if why, none := b.idle(r); none {
		return Step{}, why
	}
	for i := range b.def.Steps {
		s := &b.def.Steps[i]
		if p := r.progress(s.ID); p.last.State != Done {
			return s.clone(), stepWhy(s, p)
		}
	}
	return Step{}, Why{Code: CodeComplete, Text: "all steps are done; say what the outcome is"}
}

// idle says why a run has no step, when it has none at all.
func (b *Book) idle(r Run) (Why, bool) {
	switch {
	case r.Started.IsZero():
		return Why{Code: CodeNotStarted, Text: "the run has not started"}, true
	case r.Book != b.def.ID || r.Version != b.def.Version:
		return Why{Code: CodeWrongBook, Text: fmt.Sprintf("the run follows %s version %d, and this is %s version %d",
			r.Book, r.Version, b.def.ID, b.def.Version)}, true
	case r.Outcome != "":
		return Why{Code: CodeEnded, Text: fmt.Sprintf("the run has ended: %s", r.Outcome)}, true
	}
	return Why{}, false
}

// stepWhy says how a step stands that is not done.
func stepWhy(s *Step, p progress) Why {
	spent := p.attempts >= MaxAttempts
	why := func(code Code, attempt int, format string, args ...any) Why {
		return Why{Code: code, Attempt: attempt, Text: fmt.Sprintf("step %s ", s.ID) + fmt.Sprintf(format, args...)}
	}
	switch state := p.last.State; {
	case state == Open && s.Kind != ActionStep:
		return why(CodeBegun, p.last.Attempt, "is in the hands of %s; record its result", p.last.By)
	case state == Open && s.Idempotent && !spent:
		return why(CodeAgain, p.attempts+1, "was begun and has no result; it is idempotent and may run again")
	case state == Open:
		return why(CodeOutcomeUnknown, p.last.Attempt,
			"was begun and has no result; unless it is still running, a person must look and record done, failed or not_run")
	case spent:
		return why(CodeStepFailed, p.attempts, "was tried %d times, more is not allowed; finish the run", p.attempts)
	case state == Failed && p.failures > s.Retries:
		return why(CodeStepFailed, p.attempts, "failed and has no retry left; finish the run")
	case state == Failed:
		return why(CodeRetry, p.attempts+1, "failed and may be tried again, %d of %d retries left", s.Retries-p.failures+1, s.Retries)
	default:
		return why(CodeReady, p.attempts+1, "is next")
	}
}
