package lifecycle

import (
	"context"
	"fmt"
	"time"

	"github.com/qmuntal/stateless"

	"github.com/fourline-go/fourline/tier"
)

// Facts are what a move is judged by. A nil function answers no to everything.
type Facts struct {
	Actor   ActorKind
	Can     func(tier.Capability) bool // whether the actor's tier is capable of it
	Has     func(field string) bool    // whether a field is there
	Changed func(field string) bool    // whether a field differs from what it was before the move was asked for
	Holds   func(guard string) bool    // whether a named condition holds
	Pending string                     // the reason, for a move into a pending state
	DoneFor time.Duration              // how long the ticket has been done, counted as the definition's [Reopen] says; 0 for one that is open
}

// A Step is a move that was made.
type Step struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Trigger string `json:"trigger,omitempty"`
	Class   Class  `json:"class,omitempty"` // of To
	Reopens bool   `json:"reopens,omitempty"`
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
	w, ok := l.moves[move{state, trigger}]
	if !ok {
		return Step{}, l.unknown(state, trigger)
	}
	a := &attempt{state: state, facts: f}
	if err := l.machine.FireCtx(context.WithValue(ctx, attemptKey{}, a), trigger); err != nil {
		if a.unmet != nil {
			a.unmet.Possible = l.triggers(state)
			return Step{}, a.unmet
		}
		return Step{}, fmt.Errorf("lifecycle %s: %w", l.def.Name, err)
	}
	return Step{From: state, To: a.state, Trigger: trigger, Class: l.Class(a.state, f.Pending), Reopens: w.Reopens}, nil
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
		for _, w := range l.from[s.Name] {
			if w.To == s.Name {
				configured.PermitReentry(w.Trigger, l.guard(w))
				continue
			}
			configured.Permit(w.Trigger, w.To, l.guard(w))
		}
	}
	machine.OnUnhandledTrigger(func(_ context.Context, state stateless.State, trigger stateless.Trigger, _ []string) error {
		return fmt.Errorf("%v in %v was not handled", trigger, state)
	})
	return machine
}

func (l *Lifecycle) guard(w *way) stateless.GuardFunc {
	return func(ctx context.Context, _ ...any) bool {
		a := ctx.Value(attemptKey{}).(*attempt)
		a.unmet = l.judge(w, a.facts)
		return a.unmet == nil
	}
}
