package runbook

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/tier"
)

// Evidence is what a run leaves behind for those who come after: which documentation was followed, by whom, how far, what was
// seen, and what came of it. With the outcome [Insufficient] it is what opens the way from the second line to the third.
type Evidence struct {
	Book    string    `json:"book"`
	Version int       `json:"version"`
	Tier    tier.ID   `json:"tier"`
	By      string    `json:"by"` // who ended the run; while it goes on, who started it
	Outcome Outcome   `json:"outcome,omitempty"`
	Why     string    `json:"why,omitempty"` // the note of the end
	Started time.Time `json:"started,omitzero"`
	Ended   time.Time `json:"ended,omitzero"`
	Tried   []Result  `json:"tried,omitempty"` // every attempt, in order; an open one has an unknown outcome
	Left    []string  `json:"left,omitempty"`  // steps that were never tried; known once the run has ended
}

// Evidence gives what the run leaves behind; it shares no memory with the run.
func (r Run) Evidence() Evidence {
	e := Evidence{Book: r.Book, Version: r.Version, Tier: r.Tier, By: r.By, Outcome: r.Outcome, Why: r.Note,
		Started: r.Started, Ended: r.Ended, Tried: cloneResults(r.Results), Left: slices.Clone(r.Left)}
	if r.EndedBy != "" {
		e.By = r.EndedBy
	}
	return e
}

// String tells the evidence as text: a headline, then a line for each attempt.
func (e Evidence) String() string {
	var b strings.Builder
	outcome := string(e.Outcome)
	if outcome == "" {
		outcome = "not finished"
	}
	fmt.Fprintf(&b, "%s version %d, run by %s of %s: %s", e.Book, e.Version, e.By, e.Tier, outcome)
	if e.Why != "" {
		b.WriteString(": " + e.Why)
	}
	for _, res := range e.Tried {
		b.WriteString("\n- " + res.String())
	}
	if len(e.Left) > 0 {
		b.WriteString("\n- not tried: " + strings.Join(e.Left, ", "))
	}
	return b.String()
}

// String tells one attempt in one line, evidence by name.
func (r Result) String() string {
	var b strings.Builder
	b.WriteString(r.Step)
	if r.Attempt > 1 {
		fmt.Fprintf(&b, " (attempt %d)", r.Attempt)
	}
	switch r.State {
	case Open:
		b.WriteString(": begun, no result")
	case NotRun:
		b.WriteString(": did not run")
	default:
		b.WriteString(": " + string(r.State))
	}
	for _, name := range slices.Sorted(maps.Keys(r.Evidence)) {
		b.WriteString("; " + name + " = " + r.Evidence[name])
	}
	if r.Note != "" {
		b.WriteString("; " + r.Note)
	}
	return b.String()
}
