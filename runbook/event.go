package runbook

import (
	"time"

	"github.com/fourline-go/fourline/tier"
)

// An Event is one thing that happened in a run. Events come from [Book.Start], [Book.Begin], [Book.Record] and [Book.Finish]; the
// host keeps them in order and folds them with [Run.Apply]. Fields that an event's kind does not name are zero.
type Event struct {
	Kind EventKind `json:"kind"`
	At   time.Time `json:"at"` // UTC, to the microsecond
	By   string    `json:"by"` // who did or said it

	Book    string  `json:"book,omitempty"`    // started
	Version int     `json:"version,omitempty"` // started
	Tier    tier.ID `json:"tier,omitempty"`    // started

	Step     string            `json:"step,omitempty"`     // all step events
	Attempt  int               `json:"attempt,omitempty"`  // all step events: which attempt at the step, from 1
	Evidence map[string]string `json:"evidence,omitempty"` // step_done, step_failed
	Note     string            `json:"note,omitempty"`     // all but started

	Outcome Outcome  `json:"outcome,omitempty"` // finished
	Left    []string `json:"left,omitempty"`    // finished: the steps that were never tried, in the book's order
}

// An EventKind says what happened.
type EventKind string

// The kinds of events.
const (
	RunStarted  EventKind = "started"
	StepStarted EventKind = "step_started" // somebody is about to do it; for an action, stored before the function is called
	StepDone    EventKind = "step_done"
	StepFailed  EventKind = "step_failed"
	StepNotRun  EventKind = "step_not_run" // it was begun, and then turned out never to have run
	RunFinished EventKind = "finished"
)

// Valid reports whether k is one of the constants.
func (k EventKind) Valid() bool {
	return k == RunStarted || k == RunFinished || k.State() != ""
}

// State is the state that a step is in after an event of this kind, "" for kinds that are about the whole run.
func (k EventKind) State() State {
	switch k {
	case StepStarted:
		return Open
	case StepDone:
		return Done
	case StepFailed:
		return Failed
	case StepNotRun:
		return NotRun
	}
	return ""
}

// A State says how an attempt at a step stands.
type State string

// The states of an attempt.
const (
	Open   State = "open"    // begun, no result yet
	Done   State = "done"    // it was done; for a check: what was expected holds
	Failed State = "failed"  // it could not be done; for a check: what was expected does not hold
	NotRun State = "not_run" // it was begun and never ran; the step stands as before
)

// Valid reports whether s is one of the constants.
func (s State) Valid() bool { return s == Open || s == Done || s == Failed || s == NotRun }

// event is the kind of the event that records s as a result, "" when s is no result.
func (s State) event() EventKind {
	switch s {
	case Done:
		return StepDone
	case Failed:
		return StepFailed
	case NotRun:
		return StepNotRun
	}
	return ""
}

// An Outcome says what a run came to.
type Outcome string

// The outcomes. The zero value means that the run goes on.
const (
	Resolved      Outcome = "resolved"       // every step was done, and that solved it
	Workaround    Outcome = "workaround"     // the service works again, the cause is still there
	Insufficient  Outcome = "insufficient"   // the documentation was tried, and was not enough
	NotApplicable Outcome = "not_applicable" // the book does not fit after all, such as a precondition that does not hold
	Aborted       Outcome = "aborted"        // given up for another reason; says nothing about the book
)

// Valid reports whether o is one of the constants; "" is not.
func (o Outcome) Valid() bool {
	switch o {
	case Resolved, Workaround, Insufficient, NotApplicable, Aborted:
		return true
	}
	return false
}
