package lifecycle

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/qmuntal/stateless"

	"github.com/fourline-go/fourline/tier"
)

// Facts are what a move is judged by. A nil function answers no to everything.
type Facts struct {
	Actor   ActorKind
	Can     func(tier.Capability) bool // whether the actor's tier is capable of it
	Has     func(field string) bool    // whether a field is there
	Holds   func(guard string) bool    // whether a named condition holds
	Pending string                     // the reason, for a move into a pending state
}

// A Step is a move that was made.
type Step struct {
	From, To string
	Trigger  string
	Class    Class // of To
	Reopens  bool
}

// Unmet says why a move was not made. What is wrong stands first, then everything else that would have been.
type Unmet struct {
	State    string
	Trigger  string
	Unknown  bool            // the lifecycle has no such state, or the trigger leads nowhere from it
	NotBy    ActorKind       // this kind of actor may not
	Cannot   tier.Capability // the actor's tier is not capable of this
	Missing  []string        // fields that must be there
	Failed   []string        // guards that do not hold
	Possible []string        // triggers that lead somewhere from this state
}

// Error is a sentence.
func (u *Unmet) Error() string {
	var why []string
	if u.Unknown {
		why = append(why, fmt.Sprintf("%q leads nowhere from %q", u.Trigger, u.State))
	}
	if u.NotBy != "" {
		why = append(why, fmt.Sprintf("a %s may not", u.NotBy))
	}
	if u.Cannot != "" {
		why = append(why, fmt.Sprintf("it takes a tier that can %q", u.Cannot))
	}
	if len(u.Missing) > 0 {
		why = append(why, "missing: "+strings.Join(u.Missing, ", "))
	}
	if len(u.Failed) > 0 {
		why = append(why, "not so: "+strings.Join(u.Failed, ", "))
	}
	text := fmt.Sprintf("cannot %s in %s: %s", u.Trigger, u.State, strings.Join(why, "; "))
	if len(u.Possible) > 0 {
		text += "; from here: " + strings.Join(u.Possible, ", ")
	}
	return text
}

// attempt travels through the shared machine in the context: the machine keeps no state of its own.
type attempt struct {
	state string
	facts Facts
	unmet *Unmet
}

type attemptKey struct{}

// Fire pulls a trigger on a ticket that stands in state. It gives the step, or an [*Unmet]. It changes nothing anywhere; a context
// that is done is refused before it begins.
func (l *Lifecycle) Fire(ctx context.Context, state, trigger string, f Facts) (Step, error) {
	if err := ctx.Err(); err != nil {
		return Step{}, err
	}
	t, ok := l.moves[move{state, trigger}]
	if !ok {
		return Step{}, &Unmet{State: state, Trigger: trigger, Unknown: true, Possible: l.triggers(state)}
	}
	a := &attempt{state: state, facts: f}
	if err := l.machine.FireCtx(context.WithValue(ctx, attemptKey{}, a), trigger); err != nil {
		if a.unmet != nil {
			return Step{}, a.unmet
		}
		return Step{}, fmt.Errorf("lifecycle %s: %w", l.def.Name, err)
	}
	return Step{From: state, To: a.state, Trigger: trigger, Class: l.Class(a.state, f.Pending), Reopens: t.Reopens}, nil
}

// Check says what stands in the way of a trigger, nil when nothing does.
func (l *Lifecycle) Check(state, trigger string, f Facts) *Unmet {
	t, ok := l.moves[move{state, trigger}]
	if !ok {
		return &Unmet{State: state, Trigger: trigger, Unknown: true, Possible: l.triggers(state)}
	}
	return l.judge(state, t, f)
}

// judge compares a transition with the facts. It allocates only when something is unmet.
func (l *Lifecycle) judge(state string, t Transition, f Facts) *Unmet {
	u := Unmet{State: state, Trigger: t.Trigger}
	by := t.By
	if len(by) == 0 {
		by = usual
	}
	if f.Actor != System && !slices.Contains(by, f.Actor) { // the desk itself may do everything
		u.NotBy = f.Actor
	}
	asked := f.Actor == Engineer || f.Actor == Automation
	if t.Can != "" && asked && (f.Can == nil || !f.Can(t.Can)) {
		u.Cannot = t.Can
	}
	for _, field := range t.Require {
		if f.Has == nil || !f.Has(field) {
			u.Missing = append(u.Missing, field)
		}
	}
	if l.states[t.To].Pending && l.reasons[f.Pending].Class == "" {
		u.Missing = append(u.Missing, "pending")
	}
	for _, guard := range t.Guards {
		if f.Holds == nil || !f.Holds(guard) {
			u.Failed = append(u.Failed, guard)
		}
	}
	if u.NotBy == "" && u.Cannot == "" && u.Missing == nil && u.Failed == nil {
		return nil
	}
	u.Possible = l.triggers(state)
	return &u
}

func (l *Lifecycle) triggers(state string) []string {
	var names []string
	for _, t := range l.from[state] {
		names = append(names, t.Trigger)
	}
	return names
}

// build configures the one machine of this lifecycle. Its state lives in the context, so any number of tickets share it
// (FiringImmediate: a queued firing on a shared machine would hand one caller's error to another).
func (l *Lifecycle) build() *stateless.StateMachine {
	machine := stateless.NewStateMachineWithExternalStorage(
		func(ctx context.Context) (stateless.State, error) {
			return ctx.Value(attemptKey{}).(*attempt).state, nil
		},
		func(ctx context.Context, s stateless.State) error {
			ctx.Value(attemptKey{}).(*attempt).state = s.(string)
			return nil
		},
		stateless.FiringImmediate,
	)
	for _, s := range l.def.States {
		configured := machine.Configure(s.Name)
		for _, t := range l.from[s.Name] {
			guard := l.guard(s.Name, t)
			if t.To == s.Name {
				configured.PermitReentry(t.Trigger, guard)
				continue
			}
			configured.Permit(t.Trigger, t.To, guard)
		}
	}
	machine.OnUnhandledTrigger(func(_ context.Context, state stateless.State, trigger stateless.Trigger, _ []string) error {
		return fmt.Errorf("%v in %v was not handled", trigger, state)
	})
	return machine
}

func (l *Lifecycle) guard(state string, t Transition) stateless.GuardFunc {
	return func(ctx context.Context, _ ...any) bool {
		a := ctx.Value(attemptKey{}).(*attempt)
		a.unmet = l.judge(state, t, a.facts)
		return a.unmet == nil
	}
}
