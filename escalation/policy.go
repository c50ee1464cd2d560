package escalation

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/tier"
)

// ErrInvalid is what every definition that cannot be used matches under [errors.Is].
var ErrInvalid = fault.ErrInvalid

// Limits of a definition. Beyond them [New] refuses it.
const (
	MaxName    = 100                  // bytes of a name or an id
	MaxSteps   = 32                   // steps of a policy
	MaxTargets = 32                   // targets of a step, and of its fallback
	MaxRepeat  = 99                   // further passes
	MaxIntents = 1000                 // intents of one cycle: all passes, steps, actions and targets
	MaxDelay   = 366 * 24 * time.Hour // one delay
	MaxCycle   = 10 * MaxDelay        // all delays of all passes together
	MaxShare   = 1000                 // percent of a target
	MaxMatch   = 1000                 // entries in one list of a match
	MaxTimes   = 100                  // reopenings or hand-overs back
)

// A Policy says what happens, and when, to a ticket that is late: plain data for YAML and JSON. [New] checks it and makes the
// [Chain] that answers questions.
//
// A change is a new version. A ticket that is already under way keeps the version that it began with.
type Policy struct {
	Name    string  `json:"name" yaml:"name"`                           // required; unique in its handbook
	Version int     `json:"version,omitempty" yaml:"version,omitempty"` // 0 or more
	Match   Match   `json:"match,omitzero" yaml:"match,omitempty"`      // whom it is for; the zero value is for all
	Trigger Trigger `json:"trigger" yaml:"trigger"`                     // from when time counts
	Steps   []Step  `json:"steps" yaml:"steps"`                         // 1 to [MaxSteps], in order

	// Repeat is how many further passes through all steps follow the first, 0 to [MaxRepeat]. After the last one the policy is
	// [Exhausted] and stays so: nothing repeats for ever.
	Repeat int `json:"repeat,omitempty" yaml:"repeat,omitempty"`

	// RepeatAfter is the time between the last step of a pass and the beginning of the next one, from which the first step's own
	// After counts. It is counted like that After.
	RepeatAfter time.Duration `json:"repeat_after,omitempty" yaml:"repeat_after,omitempty"`

	// Missed says what becomes of steps that were all due when somebody looked again, after an outage. "" is [MissedEach].
	Missed MissedRule `json:"missed,omitempty" yaml:"missed,omitempty"`
}

// A Match says whom a policy is for. Each list is one fact: the fact must be in the list; an empty list takes any.
type Match struct {
	Client   []string `json:"client,omitempty" yaml:"client,omitempty"`
	Service  []string `json:"service,omitempty" yaml:"service,omitempty"`
	Kind     []string `json:"kind,omitempty" yaml:"kind,omitempty"`
	Priority []string `json:"priority,omitempty" yaml:"priority,omitempty"`
}

// Takes reports whether every list takes its fact.
func (m Match) Takes(f sla.Facts) bool {
	in := func(list []string, fact string) bool { return len(list) == 0 || slices.Contains(list, fact) }
	return in(m.Client, f.Client) && in(m.Service, f.Service) && in(m.Kind, f.Kind) && in(m.Priority, f.Priority)
}

// A Trigger is from when the time of a policy counts, on which clock, and what ends it.
type Trigger struct {
	On     TriggerKind `json:"on" yaml:"on"`
	Metric string      `json:"metric,omitempty" yaml:"metric,omitempty"` // of [SLAShare]: which clock, such as "resolve"
	Share  int         `json:"share,omitempty" yaml:"share,omitempty"`   // of [SLAShare]: percent of the target, 1 to [MaxShare]
	Times  int         `json:"times,omitempty" yaml:"times,omitempty"`   // of [Reopened] and [PingPong]: from how many on, 1 to [MaxTimes]
}

// TriggerKind is what a policy waits for. All of them end when the ticket is resolved.
type TriggerKind string

const (
	// Unacknowledged counts from the instant at which the policy was started for the ticket, for as long as nobody has acknowledged.
	Unacknowledged TriggerKind = "unacknowledged"

	// Unassigned counts from the instant at which nobody works on the ticket any more, for as long as nobody does.
	Unassigned TriggerKind = "unassigned"

	// NotAccepted counts from the instant at which the time has passed in which a hand-over must be accepted, for as long as it is
	// neither accepted nor rejected. It says nothing of a hand-over without such a time.
	NotAccepted TriggerKind = "not_accepted"

	// Stalled counts from the last thing that support did, and again from each next. It rests while the ticket waits for who asked.
	Stalled TriggerKind = "stalled"

	// Reopened counts from the reopening that is the n-th, and again from each further one.
	Reopened TriggerKind = "reopened"

	// PingPong counts from the n-th hand-over back to where the ticket just was, and again from each further one.
	PingPong TriggerKind = "ping_pong"

	// SLAShare counts from the instant at which a share of a target is used up, for as long as the metric's clock is not done. All
	// its time is that clock's time: while the clock is paused nothing comes due, and what is left is waited when it runs again.
	SLAShare TriggerKind = "sla_share"
)

// TriggerKinds lists the kinds of triggers there are.
func TriggerKinds() []TriggerKind {
	return []TriggerKind{Unacknowledged, Unassigned, NotAccepted, Stalled, Reopened, PingPong, SLAShare}
}

// Valid reports whether k is one of [TriggerKinds].
func (k TriggerKind) Valid() bool { return slices.Contains(TriggerKinds(), k) }

// A Step is what is done at one time.
type Step struct {
	Name string `json:"name,omitempty" yaml:"name,omitempty"` // for people

	// After is the delay: for the first step since the trigger, for every other since the planned time of the step before, however
	// late that was carried out. 0 to [MaxDelay], in whole microseconds.
	After time.Duration `json:"after,omitempty" yaml:"after,omitempty"`

	// Calendar names the calendar in whose open hours After counts; a step with a calendar and no delay waits for the next opening.
	// "" and "24x7" count all time. A policy on [SLAShare] counts on the clock's own calendar and names none.
	Calendar string `json:"calendar,omitempty" yaml:"calendar,omitempty"`

	// Targets are told, in this order, if notify is one of the actions.
	Targets []Target `json:"targets,omitempty" yaml:"targets,omitempty"`

	// Actions are carried out in this order; none given means [Notify].
	Actions []Action `json:"actions,omitempty" yaml:"actions,omitempty"`

	// Reason is why the ticket is handed over, if hand_over is one of the actions: it chooses the ladder's edge. "" is
	// [tier.Unacknowledged] or [tier.SLAAtRisk], by the trigger; on any other trigger a reason is asked for.
	Reason tier.Reason `json:"reason,omitempty" yaml:"reason,omitempty"`

	// Fallback is told instead of a target behind which there is nobody, such as a schedule without anybody on call. Without one the
	// ticket records that nobody was there, and the delay of the next step is waited all the same.
	Fallback []Target `json:"fallback,omitempty" yaml:"fallback,omitempty"`
}

// An Action is what a step does.
type Action string

const (
	Notify   Action = "notify"    // tell the targets
	HandOver Action = "hand_over" // hand the ticket over, along the edge that the ladder has for the reason
)

// Actions lists the actions there are.
func Actions() []Action { return []Action{Notify, HandOver} }

// Valid reports whether a is one of [Actions].
func (a Action) Valid() bool { return slices.Contains(Actions(), a) }

// MissedRule is what becomes of steps that time has passed by.
type MissedRule string

const (
	MissedEach   MissedRule = "each"   // all are carried out, in order
	MissedLatest MissedRule = "latest" // the latest is carried out, those planned before it are recorded as skipped
)

// MissedRules lists the rules there are.
func MissedRules() []MissedRule { return []MissedRule{MissedEach, MissedLatest} }

// Valid reports whether r is one of [MissedRules], or "" which means [MissedEach].
func (r MissedRule) Valid() bool { return r == "" || slices.Contains(MissedRules(), r) }

func (p Policy) clone() Policy {
	p.Match = Match{
		Client: slices.Clone(p.Match.Client), Service: slices.Clone(p.Match.Service),
		Kind: slices.Clone(p.Match.Kind), Priority: slices.Clone(p.Match.Priority),
	}
	p.Steps = slices.Clone(p.Steps)
	for i := range p.Steps {
		s := &p.Steps[i]
		s.Targets, s.Actions, s.Fallback = slices.Clone(s.Targets), slices.Clone(s.Actions), slices.Clone(s.Fallback)
	}
	return p
}
