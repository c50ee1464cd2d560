package runbook

import (
	"maps"
	"slices"
	"time"

	"github.com/fourline-go/fourline/tier"
)

// A Run is one attempt to follow one version of a book. The zero Run has not started. It is a plain value, the same before and
// after encoding/json, and changes only by [Run.Apply].
type Run struct {
	Book    string    `json:"book,omitempty"`
	Version int       `json:"version,omitempty"`
	Tier    tier.ID   `json:"tier,omitempty"` // the tier that runs it
	By      string    `json:"by,omitempty"`   // who started it
	Started time.Time `json:"started,omitzero"`

	Results []Result `json:"results,omitempty"` // every attempt at every step, in the order in which they began

	Outcome Outcome   `json:"outcome,omitempty"` // "" while it runs
	Note    string    `json:"note,omitempty"`    // why this outcome
	Left    []string  `json:"left,omitempty"`    // at the end: the steps that were never tried
	EndedBy string    `json:"ended_by,omitempty"`
	Ended   time.Time `json:"ended,omitzero"`
}

// A Result is one attempt at one step.
type Result struct {
	Step     string            `json:"step"`
	Attempt  int               `json:"attempt"` // from 1, counted for each step by itself
	State    State             `json:"state"`
	By       string            `json:"by"`                 // who gave the result; while open, who began
	Began    time.Time         `json:"began,omitzero"`     // zero when only the result was recorded
	Ended    time.Time         `json:"ended,omitzero"`     // zero while open
	Evidence map[string]string `json:"evidence,omitempty"` // what was seen, by name
	Note     string            `json:"note,omitempty"`
}

// Running reports whether the run has started and not ended.
func (r Run) Running() bool { return !r.Started.IsZero() && r.Outcome == "" }

// Apply gives the run as it stands after the event. It never changes r and shares no memory with it or with the event.
// An event that does not fit, such as a second start or anything after the end, leaves the run as it was: the events of a run come
// from the functions of [Book], which refuse before an event comes to be.
func (r Run) Apply(e Event) Run {
	next := r.Clone()
	switch state := e.Kind.State(); {
	case e.Kind == RunStarted && r.Started.IsZero():
		return Run{Book: e.Book, Version: e.Version, Tier: e.Tier, By: e.By, Started: e.At}
	case !r.Running():
	case e.Kind == RunFinished:
		next.Outcome, next.Note, next.EndedBy, next.Ended = e.Outcome, e.Note, e.By, e.At
		next.Left = slices.Clone(e.Left)
	case state == Open:
		next.Results = append(next.Results, Result{Step: e.Step, Attempt: e.Attempt, State: Open, By: e.By, Began: e.At, Note: e.Note})
	case state != "":
		next.settle(e, state)
	}
	return next
}

// settle writes a result over the open attempt that it belongs to, or adds it when nothing was begun.
func (r *Run) settle(e Event, state State) {
	result := Result{Step: e.Step, Attempt: e.Attempt, State: state, By: e.By, Ended: e.At, Evidence: copied(e.Evidence), Note: e.Note}
	for i, old := range r.Results {
		if old.Step == e.Step && old.Attempt == e.Attempt && old.State == Open {
			result.Began = old.Began
			r.Results[i] = result
			return
		}
	}
	r.Results = append(r.Results, result)
}

// progress is what a run says of one step.
type progress struct {
	last     Result // zero when it was never touched
	attempts int    // the highest attempt
	failures int    // attempts that failed
	tried    bool   // an attempt was made that is not known to have never run
}

func (r Run) progress(step string) progress {
	var p progress
	for _, res := range r.Results {
		if res.Step != step {
			continue
		}
		p.last = res
		p.attempts = max(p.attempts, res.Attempt)
		if res.State == Failed {
			p.failures++
		}
		p.tried = p.tried || res.State != NotRun
	}
	return p
}

// Clone gives a run that shares no memory with r.
func (r Run) Clone() Run {
	r.Results = cloneResults(r.Results)
	r.Left = slices.Clone(r.Left)
	return r
}

func cloneResults(results []Result) []Result {
	out := slices.Clone(results)
	for i := range out {
		out[i].Evidence = copied(out[i].Evidence)
	}
	return out
}

// copied is a copy of m, nil when m is empty, as encoding/json gives it back.
func copied(m map[string]string) map[string]string {
	if len(m) == 0 {
		return nil
	}
	return maps.Clone(m)
}
