package lifecycle

import (
	"time"

	"github.com/fourline-go/fourline/tier"
)

// A Definition is a lifecycle as it is written down.
type Definition struct {
	Name        string       `json:"name,omitempty" yaml:"name,omitempty"`
	Initial     []string     `json:"initial" yaml:"initial"` // states a ticket may be opened in; the first is the usual one
	States      []State      `json:"states" yaml:"states"`
	Reasons     []Reason     `json:"reasons,omitempty" yaml:"reasons,omitempty"` // why a ticket is pending
	Transitions []Transition `json:"transitions" yaml:"transitions"`
	OnReply     string       `json:"on_reply,omitempty" yaml:"on_reply,omitempty"` // trigger pulled for a requester who answers while waited for
	OnClear     string       `json:"on_clear,omitempty" yaml:"on_clear,omitempty"` // trigger pulled for a monitor whose alarm is over
}

// A State is where a ticket can stand.
type State struct {
	Name    string `json:"name" yaml:"name"`
	Class   Class  `json:"class,omitempty" yaml:"class,omitempty"`     // what it means; left out when Pending
	Pending bool   `json:"pending,omitempty" yaml:"pending,omitempty"` // needs a reason, and the reason's class is the state's
	After   Timer  `json:"after,omitzero" yaml:"after,omitempty"`      // what happens by itself when nothing else does

	// Cancelled marks a closed state without a solution: clocks end there without a verdict.
	Cancelled bool `json:"cancelled,omitempty" yaml:"cancelled,omitempty"`
}

// A Timer pulls a trigger when a ticket has stood in a state for so long, counted from the move into it in elapsed time. It is
// how resolved tickets close by themselves. The zero Timer does nothing.
type Timer struct {
	Wait    time.Duration `json:"wait" yaml:"wait"`       // more than zero
	Trigger string        `json:"trigger" yaml:"trigger"` // pulled as [System]
}

// A Reason says why a ticket is pending and who is waited for.
type Reason struct {
	Name  string `json:"name" yaml:"name"`
	Class Class  `json:"class" yaml:"class"` // one of the waiting classes
}

// A Transition is one trigger with where it leads, who may pull it and what it needs.
type Transition struct {
	Trigger string          `json:"trigger" yaml:"trigger"`
	From    []string        `json:"from" yaml:"from"`                           // states; "@active" is every state of that class, "@open" of every open one, "@done" of the others, "*" all
	To      string          `json:"to" yaml:"to"`                               // one state
	By      []ActorKind     `json:"by,omitempty" yaml:"by,omitempty"`           // who may, besides [System]; none means engineers, managers and automation
	Can     tier.Capability `json:"can,omitempty" yaml:"can,omitempty"`         // what an engineer's or automation's tier must be capable of; "" asks for nothing
	Require []string        `json:"require,omitempty" yaml:"require,omitempty"` // fields that must not be empty
	Guards  []string        `json:"guards,omitempty" yaml:"guards,omitempty"`   // named conditions, all of which must hold
	Reopens bool            `json:"reopens,omitempty" yaml:"reopens,omitempty"` // counts as a reopening
}

// usual are the actors of a transition that names none.
var usual = []ActorKind{Engineer, Manager, Automation}
