package lifecycle

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/tier"
)

// A Definition is a lifecycle as it is written down, in YAML, JSON or Go. [Compile] checks it and makes it a [Lifecycle]; [Lint] says
// what of it can hardly be meant.
type Definition struct {
	Name        string       `json:"name,omitempty" yaml:"name,omitempty"`
	Initial     []string     `json:"initial" yaml:"initial"`                       // states a ticket may be opened in; the first is the usual one
	Triggers    []string     `json:"triggers,omitempty" yaml:"triggers,omitempty"` // every trigger there is, so that a misspelt one is found; none: those of the transitions
	States      []State      `json:"states" yaml:"states"`
	Reasons     []Reason     `json:"reasons,omitempty" yaml:"reasons,omitempty"` // why a ticket is pending
	Transitions []Transition `json:"transitions" yaml:"transitions"`
	Rights      []Right      `json:"rights,omitempty" yaml:"rights,omitempty"`     // who may make the transitions that do not say so themselves
	Reopen      Reopen       `json:"reopen,omitzero" yaml:"reopen,omitempty"`      // how long a ticket that is done can be taken up again
	OnReply     string       `json:"on_reply,omitempty" yaml:"on_reply,omitempty"` // trigger pulled for a requester who answers while waited for
	OnClear     string       `json:"on_clear,omitempty" yaml:"on_clear,omitempty"` // trigger pulled for a monitor whose alarm is over
	OnMerge     string       `json:"on_merge,omitempty" yaml:"on_merge,omitempty"` // trigger pulled, as [System], on a ticket that is merged into another; none: none can be. It leads to closed states that are cancelled
}

// A State is where a ticket can stand. Its fields are asked for by every move into it, besides those of the [Transition].
type State struct {
	Name    string   `json:"name" yaml:"name"`
	Class   Class    `json:"class,omitempty" yaml:"class,omitempty"`     // what it means; left out when Pending
	Pending bool     `json:"pending,omitempty" yaml:"pending,omitempty"` // needs a reason, and the reason's class is the state's
	After   Timer    `json:"after,omitzero" yaml:"after,omitempty"`      // what happens by itself when nothing else does
	Require []string `json:"require,omitempty" yaml:"require,omitempty"` // fields that must not be empty
	Ask     []string `json:"ask,omitempty" yaml:"ask,omitempty"`         // fields that a form should show, and may be left as they are
	Change  []string `json:"change,omitempty" yaml:"change,omitempty"`   // fields that must differ from what they were before the move

	// Cancelled marks a closed state without a solution: clocks end there without a verdict.
	Cancelled bool `json:"cancelled,omitempty" yaml:"cancelled,omitempty"`
}

// A Timer pulls a trigger when a ticket has stood in a state for so long, counted from the move into it. It is how resolved tickets
// close by themselves. The zero Timer does nothing.
type Timer struct {
	Wait     time.Duration `json:"wait" yaml:"wait"`                             // more than zero
	Trigger  string        `json:"trigger" yaml:"trigger"`                       // pulled as [System]
	Calendar string        `json:"calendar,omitempty" yaml:"calendar,omitempty"` // in whose open hours Wait counts; "" counts all time
	Unless   []string      `json:"unless,omitempty" yaml:"unless,omitempty"`     // named conditions, any of which holds the timer up
}

// IsZero reports whether there is no timer.
func (t Timer) IsZero() bool {
	return t.Wait == 0 && t.Trigger == "" && t.Calendar == "" && len(t.Unless) == 0
}

// A Transition is one trigger with where it leads, who may pull it and what it needs.
type Transition struct {
	Trigger string          `json:"trigger" yaml:"trigger"`
	From    []string        `json:"from" yaml:"from"`                           // states; "@active" is every state of that class, "@open" of every open one, "@done" of the others, "*" all
	To      string          `json:"to" yaml:"to"`                               // one state
	By      []ActorKind     `json:"by,omitempty" yaml:"by,omitempty"`           // who may, besides [System]; none means engineers, managers and automation
	Can     tier.Capability `json:"can,omitempty" yaml:"can,omitempty"`         // what an engineer's or automation's tier must be capable of; "" asks for nothing
	Require []string        `json:"require,omitempty" yaml:"require,omitempty"` // fields that must not be empty
	Ask     []string        `json:"ask,omitempty" yaml:"ask,omitempty"`         // fields that a form should show, and may be left as they are
	Change  []string        `json:"change,omitempty" yaml:"change,omitempty"`   // fields that must differ from what they were before
	Guards  []string        `json:"guards,omitempty" yaml:"guards,omitempty"`   // named conditions, all of which must hold
	Reopens bool            `json:"reopens,omitempty" yaml:"reopens,omitempty"` // counts as a reopening
}

// Fields lists the fields that the definition asks for anywhere, sorted: those that a ticket must have for it.
func (d Definition) Fields() []string {
	var all []string
	for _, s := range d.States {
		all = slices.Concat(all, s.Require, s.Ask, s.Change)
	}
	for _, r := range d.Reasons {
		all = append(all, r.Require...)
	}
	for _, t := range d.Transitions {
		all = slices.Concat(all, t.Require, t.Ask, t.Change)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// clone returns a copy that shares no memory with d.
func (d Definition) clone() Definition {
	d.Initial = slices.Clone(d.Initial)
	d.Triggers = slices.Clone(d.Triggers)
	d.States = slices.Clone(d.States)
	for i, s := range d.States {
		d.States[i] = s.clone()
	}
	d.Reasons = slices.Clone(d.Reasons)
	for i, r := range d.Reasons {
		d.Reasons[i].Require = slices.Clone(r.Require)
	}
	d.Transitions = slices.Clone(d.Transitions)
	for i, t := range d.Transitions {
		d.Transitions[i] = t.clone()
	}
	d.Rights = slices.Clone(d.Rights)
	for i, r := range d.Rights {
		d.Rights[i].By = slices.Clone(r.By)
	}
	return d
}

func (s State) clone() State {
	s.After.Unless = slices.Clone(s.After.Unless)
	s.Require = slices.Clone(s.Require)
	s.Ask = slices.Clone(s.Ask)
	s.Change = slices.Clone(s.Change)
	return s
}

func (t Transition) clone() Transition {
	t.From = slices.Clone(t.From)
	t.By = slices.Clone(t.By)
	t.Require = slices.Clone(t.Require)
	t.Ask = slices.Clone(t.Ask)
	t.Change = slices.Clone(t.Change)
	t.Guards = slices.Clone(t.Guards)
	return t
}
