package runbook

import (
	"maps"
	"slices"
	"time"

	"github.com/fourline-go/fourline/tier"
)

// A Runbook is the definition of one documented way to fix something, as it is written in a file. [New] checks it.
type Runbook struct {
	ID            string    `json:"id" yaml:"id"`                                           // identifier, unique on a shelf; the same over versions
	Title         string    `json:"title" yaml:"title"`                                     // one line for a list
	Owner         string    `json:"owner" yaml:"owner"`                                     // who keeps it right: a person or a group
	Version       int       `json:"version" yaml:"version"`                                 // from 1; a run belongs to one version
	ReviewBy      Date      `json:"review_by" yaml:"review_by"`                             // last day before somebody has to read it again
	Kind          Kind      `json:"kind,omitempty" yaml:"kind,omitempty"`                   // "" is a runbook
	Match         Criteria  `json:"match,omitzero" yaml:"match,omitempty"`                  // what it is for; zero fits everything
	Tiers         []tier.ID `json:"tiers" yaml:"tiers"`                                     // the tiers that may run it, at least one
	Preconditions []string  `json:"preconditions,omitempty" yaml:"preconditions,omitempty"` // read by a person before the start; where one does not hold, the outcome is not_applicable
	Steps         []Step    `json:"steps" yaml:"steps"`                                     // in the order in which they are followed, at least one
}

// A Kind tells the two sorts of documentation apart; tiers have a capability for each.
type Kind string

// The kinds of documentation.
const (
	KindCookbook Kind = "cookbook" // basic break-fix of the first line
	KindRunbook  Kind = "runbook"  // what the second line keeps and resolves from
)

// Valid reports whether k is one of the constants.
func (k Kind) Valid() bool { return k == KindCookbook || k == KindRunbook }

// A Step is one thing to do or to look at.
type Step struct {
	ID       string   `json:"id" yaml:"id"`                                 // identifier, unique in its book
	Title    string   `json:"title,omitempty" yaml:"title,omitempty"`       // one line, may be left out
	Kind     StepKind `json:"kind" yaml:"kind"`                             // who does it, and how
	Text     string   `json:"text,omitempty" yaml:"text,omitempty"`         // the instruction; an action may go without
	Expect   string   `json:"expect,omitempty" yaml:"expect,omitempty"`     // check only, and required there: what should be seen
	Evidence []string `json:"evidence,omitempty" yaml:"evidence,omitempty"` // names of what must be noted before the step counts as done
	Retries  int      `json:"retries,omitempty" yaml:"retries,omitempty"`   // how often it may be tried again after it failed, 0 to MaxRetries

	// For actions only.
	Action     string            `json:"action,omitempty" yaml:"action,omitempty"`         // name of the host function
	Input      map[string]string `json:"input,omitempty" yaml:"input,omitempty"`           // passed to the function as it stands; nothing is filled in
	Timeout    time.Duration     `json:"timeout,omitempty" yaml:"timeout,omitempty"`       // the function's time, 0 = no limit
	Idempotent bool              `json:"idempotent,omitempty" yaml:"idempotent,omitempty"` // doing it twice is the same as doing it once
}

// A StepKind says who carries a step out.
type StepKind string

// The kinds of steps that can be run. The words decision, approval, wait and runbook are kept for later and refused until then.
const (
	ManualStep StepKind = "manual" // a person does what Text says
	CheckStep  StepKind = "check"  // a person looks whether Expect holds: done when it does, failed when not
	ActionStep StepKind = "action" // the host function named Action does it
)

// Valid reports whether k is one of the constants.
func (k StepKind) Valid() bool { return k == ManualStep || k == CheckStep || k == ActionStep }

// planned reports whether k is a word that a later version will understand.
func (k StepKind) planned() bool {
	return k == "decision" || k == "approval" || k == "wait" || k == "runbook"
}

// clone gives a Runbook that shares no memory with r.
func (r Runbook) clone() Runbook {
	r.Match = r.Match.clone()
	r.Tiers = slices.Clone(r.Tiers)
	r.Preconditions = slices.Clone(r.Preconditions)
	r.Steps = slices.Clone(r.Steps)
	for i, s := range r.Steps {
		r.Steps[i] = s.clone()
	}
	return r
}

func (s Step) clone() Step {
	s.Evidence = slices.Clone(s.Evidence)
	s.Input = maps.Clone(s.Input)
	return s
}
