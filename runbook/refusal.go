package runbook

import "errors"

// ErrRefused is what a [Refusal] matches under errors.Is: the run stays as it was.
var ErrRefused = errors.New("runbook: refused")

// ErrOutcomeUnknown says that an action was begun and nobody can tell from here whether it happened. A person has to look and
// record [Done], [Failed] or [NotRun]. An [Action] returns it, wrapped or bare, when it does not know itself.
var ErrOutcomeUnknown = errors.New("runbook: outcome unknown, a person must decide")

// A Refusal says why something cannot be done now, and what could.
type Refusal struct {
	Code    Code     `json:"code"`
	Text    string   `json:"text"`              // for a person: what is wrong and what would be right
	Step    string   `json:"step,omitempty"`    // the step that it is about
	Missing []string `json:"missing,omitempty"` // evidence_missing: the names that have to be noted as well
	Allowed []string `json:"allowed,omitempty"` // what would have been accepted in place of what was given: tiers, a step, results, outcomes
}

// Error is the text.
func (r *Refusal) Error() string { return "runbook: " + r.Text }

// Is matches [ErrRefused], and [ErrOutcomeUnknown] when that is the reason.
func (r *Refusal) Is(target error) bool {
	return target == ErrRefused || target == ErrOutcomeUnknown && r.Code == CodeOutcomeUnknown
}

// A Code names the reason of a [Why] or a [Refusal] for programs.
type Code string

// The codes. Those up to step_failed are about a step; see [Book.Next].
const (
	CodeReady          Code = "ready"
	CodeRetry          Code = "retry"
	CodeAgain          Code = "again"
	CodeBegun          Code = "begun"
	CodeOutcomeUnknown Code = "outcome_unknown"
	CodeStepFailed     Code = "step_failed"

	CodeComplete   Code = "complete"    // all steps are done
	CodeEnded      Code = "ended"       // the run has its outcome
	CodeNotStarted Code = "not_started" // the run is zero
	CodeWrongBook  Code = "wrong_book"  // the run follows another book, or another version of this one

	CodeBadInput        Code = "bad_input"        // something is missing, too long, not UTF-8 or not a known word
	CodeTier            Code = "tier"             // this tier may not run the book
	CodeUnknownStep     Code = "unknown_step"     // the book has no such step
	CodeStepDone        Code = "step_done"        // a done step never runs again
	CodeNotItsTurn      Code = "not_its_turn"     // another step comes first
	CodeNotBegun        Code = "not_begun"        // an action has a result only after it was begun
	CodeStaleAttempt    Code = "stale_attempt"    // the result is of an attempt that another one has replaced
	CodeEvidenceMissing Code = "evidence_missing" // the step asks for evidence that is not there
	CodeReasonMissing   Code = "reason_missing"   // this outcome needs a note that says why
	CodeStepsMissing    Code = "steps_missing"    // this outcome needs steps that are not done
	CodeNotRegistered   Code = "not_registered"   // the host has no action of this name
)
