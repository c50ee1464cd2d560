package lifecycle

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/tier"
)

// A TypedDefinition is a [Definition] in a host's own types of states and triggers, so that the Go compiler finds a misspelt or a
// mistaken one. What reasons and rights name stands in plain words: string(Closed).
type TypedDefinition[S, T ~string] struct {
	Name        string
	Initial     []S
	Triggers    []T
	States      []TypedState[S, T]
	Reasons     []Reason
	Transitions []TypedTransition[S, T]
	Rights      []Right
	Reopen      Reopen
	OnReply     T
	OnClear     T
	OnMerge     T
}

// A TypedState is a [State] with a name of type S.
type TypedState[S, T ~string] struct {
	Name                 S
	Class                Class
	Pending              bool
	After                TypedTimer[T]
	Require, Ask, Change []string
	Cancelled            bool
}

// A TypedTimer is a [Timer] that pulls a trigger of type T.
type TypedTimer[T ~string] struct {
	Wait     time.Duration
	Trigger  T
	Calendar string
	Unless   []string
}

// A TypedTransition is a [Transition] between states of type S. From takes patterns too: []State{"@open"}.
type TypedTransition[S, T ~string] struct {
	Trigger              T
	From                 []S
	To                   S
	By                   []ActorKind
	Can                  tier.Capability
	Require, Ask, Change []string
	Guards               []string
	Reopens              bool
}

// Plain is the definition in plain words, to be compiled, checked, compared or written down as any other.
func (d TypedDefinition[S, T]) Plain() Definition {
	p := Definition{
		Name: d.Name, Initial: plain(d.Initial), Triggers: plain(d.Triggers), Reasons: d.Reasons, Rights: d.Rights, Reopen: d.Reopen,
		OnReply: string(d.OnReply), OnClear: string(d.OnClear), OnMerge: string(d.OnMerge),
	}
	for _, s := range d.States {
		p.States = append(p.States, State{
			Name: string(s.Name), Class: s.Class, Pending: s.Pending,
			After:   Timer{Wait: s.After.Wait, Trigger: string(s.After.Trigger), Calendar: s.After.Calendar, Unless: s.After.Unless},
			Require: s.Require, Ask: s.Ask, Change: s.Change, Cancelled: s.Cancelled,
		})
	}
	for _, t := range d.Transitions {
		p.Transitions = append(p.Transitions, Transition{
			Trigger: string(t.Trigger), From: plain(t.From), To: string(t.To), By: t.By, Can: t.Can,
			Require: t.Require, Ask: t.Ask, Change: t.Change, Guards: t.Guards, Reopens: t.Reopens,
		})
	}
	return p.clone()
}

// Compile is [Compile] of the plain definition.
func (d TypedDefinition[S, T]) Compile(guards ...string) (*Typed[S, T], error) {
	l, err := Compile(d.Plain(), guards...)
	if err != nil {
		return nil, err
	}
	return &Typed[S, T]{l}, nil
}

func plain[W ~string](words []W) []string {
	if words == nil {
		return nil
	}
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = string(w)
	}
	return all
}

// Typed is a [Lifecycle] in a host's own types of states and triggers.
type Typed[S, T ~string] struct{ plain *Lifecycle }

// A TypedStep is a [Step] in a host's own types.
type TypedStep[S, T ~string] struct {
	From, To S
	Trigger  T
	Class    Class // of To
	Reopens  bool
}

// As gives a lifecycle, perhaps read from a file, the types of a host that has its states and triggers as constants. It is a fault
// when one of the constants is not in the lifecycle, and when a state or a trigger of the lifecycle is not among the constants. The
// error matches [ErrInvalid].
func As[S, T ~string](l *Lifecycle, states []S, triggers []T) (*Typed[S, T], error) {
	var faults fault.List
	var has, pulls []string
	for _, s := range l.def.States {
		has = append(has, s.Name)
	}
	for _, t := range l.def.Transitions {
		if !slices.Contains(pulls, t.Trigger) {
			pulls = append(pulls, t.Trigger)
		}
	}
	sameWords(&faults, "states", "state", has, plain(states))
	sameWords(&faults, "transitions", "trigger", pulls, plain(triggers))
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("lifecycle %s: %w", l.Name(), err)
	}
	return &Typed[S, T]{l}, nil
}

// sameWords asks that the lifecycle and the program have the same words.
func sameWords(faults *fault.List, path, what string, lifecycle, program []string) {
	for _, name := range program {
		if !slices.Contains(lifecycle, name) {
			faults.Add(path, "there is no %s %q, which the program knows", what, name)
		}
	}
	for _, name := range lifecycle {
		if !slices.Contains(program, name) {
			faults.Add(path, "the program does not know the %s %q", what, name)
		}
	}
}

// Lifecycle is the same in plain words.
func (t *Typed[S, T]) Lifecycle() *Lifecycle { return t.plain }

// Initial is the state a ticket is opened in when nobody says otherwise.
func (t *Typed[S, T]) Initial() S { return S(t.plain.Initial()) }

// Class is [Lifecycle.Class].
func (t *Typed[S, T]) Class(state S, reason string) Class {
	return t.plain.Class(string(state), reason)
}

// Fire is [Lifecycle.Fire].
func (t *Typed[S, T]) Fire(ctx context.Context, state S, trigger T, f Facts) (TypedStep[S, T], error) {
	s, err := t.plain.Fire(ctx, string(state), string(trigger), f)
	return TypedStep[S, T]{From: S(s.From), To: S(s.To), Trigger: T(s.Trigger), Class: s.Class, Reopens: s.Reopens}, err
}

// Check is [Lifecycle.Check].
func (t *Typed[S, T]) Check(state S, trigger T, f Facts) *Unmet {
	return t.plain.Check(string(state), string(trigger), f)
}

// Triggers lists the triggers that nothing stands in the way of now, in the order of the definition; [Lifecycle.Permitted] says more.
func (t *Typed[S, T]) Triggers(state S, f Facts) []T {
	var now []T
	for _, p := range t.plain.Permitted(string(state), f) {
		if p.Now() {
			now = append(now, T(p.Trigger))
		}
	}
	return now
}
