package sla

import (
	"slices"
)

// A Metric says which signals drive a clock; its lists are the conditions of ServiceNow's SLA definitions. One signal may stand in
// several lists; what it then does, in this order:
//
//  1. a signal in Pause pauses, one only in Resume ends the pause; a pause lasts until a signal in Resume, whatever else happens
//     in between, so a clock that starts or is reopened while the pause holds is paused from its first instant;
//  2. Cancel beats Stop, Stop beats Reset, Reset beats Start.
//
// Signals at the same instant count in the order they are given. The zero value is a metric that no signal moves.
type Metric struct {
	// Name identifies the metric; targets refer to it. Up to 100 characters.
	Name string `json:"name" yaml:"name"`

	// After holds back the start: Start signals do nothing until one of these was seen. Empty: nothing is held back.
	After []Signal `json:"after,omitempty" yaml:"after,omitempty"`

	// Start starts a clock that never ran. A clock that is running or paused takes no notice, so the oldest unanswered
	// message counts; one that stopped does what Reopen says; one that was cancelled begins a new cycle, unless Reopen
	// is [ReopenNever].
	Start []Signal `json:"start,omitempty" yaml:"start,omitempty"`

	// Pause and Resume exclude time. Repeating either changes nothing, nor does moving from one pausing signal to another.
	Pause  []Signal `json:"pause,omitempty" yaml:"pause,omitempty"`
	Resume []Signal `json:"resume,omitempty" yaml:"resume,omitempty"`

	// Stop completes the cycle: the clock is judged by what it counted up to here.
	Stop []Signal `json:"stop,omitempty" yaml:"stop,omitempty"`

	// Cancel ends the cycle without a verdict. A clock that stopped before keeps its verdict.
	Cancel []Signal `json:"cancel,omitempty" yaml:"cancel,omitempty"`

	// Reset completes the cycle of a running or paused clock and begins the next one at the same instant.
	Reset []Signal `json:"reset,omitempty" yaml:"reset,omitempty"`

	// Reopen says what a Start signal does to a clock that stopped. "" is [ReopenResume].
	Reopen Reopening `json:"reopen,omitempty" yaml:"reopen,omitempty"`
}

// Reopening is what a Start signal does to a clock that has stopped: GLPI, iTop and Frappe resume, Jira begins a new cycle, Znuny
// lets the first completion stand.
type Reopening string

const (
	ReopenResume   Reopening = "resume"    // the cycle goes on; the time since it stopped is excluded like a pause
	ReopenNewCycle Reopening = "new_cycle" // a new cycle begins at zero; the completed one stays as it is
	ReopenNever    Reopening = "never"     // the first completion or cancellation is final
)

// Valid reports whether r is one of the constants, or "" which means [ReopenResume].
func (r Reopening) Valid() bool {
	return r == "" || r == ReopenResume || r == ReopenNewCycle || r == ReopenNever
}

// effect is the set of lists of a metric that contain a signal.
type effect uint8

const (
	arms effect = 1 << iota
	starts
	pauses
	resumes
	stops
	cancels
	resets
)

func (m *Metric) effectOf(s Signal) (e effect) {
	add := func(list []Signal, bit effect) {
		if slices.Contains(list, s) {
			e |= bit
		}
	}
	add(m.After, arms)
	add(m.Start, starts)
	add(m.Pause, pauses)
	add(m.Resume, resumes)
	add(m.Stop, stops)
	add(m.Cancel, cancels)
	add(m.Reset, resets)
	return e
}
