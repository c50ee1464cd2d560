package sla

import (
	"time"
)

// An Account is one metric of one history as terms judge it.
type Account struct {
	Kind   AgreementKind `json:"kind" yaml:"kind"`
	Metric string        `json:"metric" yaml:"metric"`
	Target Target        `json:"target" yaml:"target"`                   // of the present cycle, also when it is over; zero when nothing is promised
	Choice Choice        `json:"choice" yaml:"choice"`                   // of the agreement that it comes from
	Cycles []Clock       `json:"cycles" yaml:"cycles"`                   // the completed cycles as they ended, then the present one; never empty
	Steps  []Step        `json:"steps,omitempty" yaml:"steps,omitempty"` // what moved the clock
	Parts  []Part        `json:"parts,omitempty" yaml:"parts,omitempty"` // the present cycle up to the last event, in order
}

// Clock is the present cycle.
func (a Account) Clock() Clock { return a.Cycles[len(a.Cycles)-1] }

// A Step is something that moved a clock.
type Step struct {
	At     time.Time `json:"at" yaml:"at"`
	Signal Signal    `json:"signal,omitempty" yaml:"signal,omitempty"` // empty for a change of target
	Effect Effect    `json:"effect" yaml:"effect"`
	Cycle  int       `json:"cycle,omitempty" yaml:"cycle,omitempty"` // in which the clock is after it
	State  State     `json:"state,omitempty" yaml:"state,omitempty"` // after it
	Target *Target   `json:"target,omitempty" yaml:"target,omitempty"`
	Choice *Choice   `json:"choice,omitempty" yaml:"choice,omitempty"`
}

// Effect is what a step did to a clock.
type Effect string

const (
	EffectStart  Effect = "start"  // the first cycle began
	EffectPause  Effect = "pause"  // time stopped counting
	EffectResume Effect = "resume" // time counts again
	EffectStop   Effect = "stop"   // the cycle is complete
	EffectCancel Effect = "cancel" // the cycle ended without a verdict
	EffectReopen Effect = "reopen" // a completed cycle goes on
	EffectReset  Effect = "reset"  // the cycle is complete and the next began
	EffectAgain  Effect = "again"  // a new cycle began after one that was over
	EffectTarget Effect = "target" // another target counts from here, or from the start
)

// A Part is a stretch of a cycle.
type Part struct {
	Kind PartKind      `json:"kind" yaml:"kind"`
	From time.Time     `json:"from" yaml:"from"`
	To   time.Time     `json:"to" yaml:"to"`
	Open time.Duration `json:"open" yaml:"open"` // open time in it, whether it counts or not
}

// PartKind is how a stretch of a cycle counts.
type PartKind string

const (
	PartCounted PartKind = "counted" // the open hours in it count
	PartPaused  PartKind = "paused"  // nothing counts
	PartStopped PartKind = "stopped" // nothing counts: it was complete until it was reopened
)

// Accounts judges a history as of an instant: everything that happened up to and including it. There is one account for each
// kind of agreement and metric for which the history was ever promised something, by kind (SLA, OLA, UC) and then in the
// order of the metrics.
//
// A target that replaces another from the start is counted anew through all runs and pauses of the cycle, in its own calendar:
// that is exact, also where a [Clock] by itself has forgotten its pauses.
func (t *Terms) Accounts(h History, until time.Time) []Account {
	var all []Account
	events := h.until(until)
	for _, kind := range []AgreementKind{SLA, OLA, UC} {
		for _, m := range t.metrics {
			if !t.promises(kind, m.Name) {
				continue
			}
			if a, promised := t.fold(m, kind, h.Facts, events); promised {
				all = append(all, a)
			}
		}
	}
	return all
}

// Account judges one metric of a history. It is false when the history was never promised anything for it up to then.
func (t *Terms) Account(h History, kind AgreementKind, metric string, until time.Time) (Account, bool) {
	m, ok := t.Metric(metric)
	if !ok {
		return Account{}, false
	}
	return t.fold(m, kind.orSLA(), h.Facts, h.until(until))
}

// promises reports whether any agreement of the kind has a target for the metric.
func (t *Terms) promises(kind AgreementKind, metric string) bool {
	for _, a := range t.definition.Agreements {
		if _, ok := a.Target(metric); ok && a.Kind.orSLA() == kind {
			return true
		}
	}
	return false
}
