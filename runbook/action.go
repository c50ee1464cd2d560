package runbook

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// An Action is a function of the host that carries out a step. It is called on the goroutine of [Book.Execute] and has to return
// soon after ctx ends: nothing else can stop it. A nil error means done. An error means failed, that is: it had no lasting effect;
// where the action cannot be sure of that, it returns [ErrOutcomeUnknown], wrapped or bare. An error after ctx ended counts as not
// sure.
type Action func(ctx context.Context, in Input) (Output, error)

// Actions are the host's functions by name. There is no other registry.
type Actions map[string]Action

// A Call is what the host passes to an action beside the definition.
type Call struct {
	Key   string            // names this run for others, such as "T-1042/2"; see Input.Key
	Facts map[string]string // of the ticket, the client, …: what this run is about
}

// Input is what an [Action] gets. It is the action's own: changing it changes nothing else.
type Input struct {
	Book    string
	Version int
	Step    string
	Attempt int
	Key     string            // Call.Key, "/" and the step: the same over all attempts, so that a receiver can tell a repetition
	Values  map[string]string // Step.Input of the definition
	Facts   map[string]string // Call.Facts of the host
}

// Output is what an [Action] gives back. Where it is too large for a run, it is cut rather than lost: see [Book.Execute].
type Output struct {
	Evidence map[string]string // what was seen, by name
	Note     string
}

// Execute calls the action of a step that has just been begun: began is the event of [Book.Begin], stored already. Never call it with
// an event read back after a crash: begin anew, and let Begin say whether that is allowed.
//
//   - A nil error: record the report; it says done or failed.
//   - [ErrOutcomeUnknown]: record nothing; a person has to decide. The action timed out, was cancelled, panicked or did not know,
//     and the step is not idempotent. (For an idempotent step that is a failure like any other.)
//   - Any other error: the action was not called. The report says not_run, record it and mend the cause. When began is not the
//     event of an action of this book, the report is zero.
//
// Evidence beyond the limits is cut: values and note to MaxText bytes at the end of a character, with a mark; names that are none, and
// what is more than MaxEvidence after the names that the step asks for, are left out and counted in the note.
func (b *Book) Execute(ctx context.Context, began Event, actions Actions, call Call) (Report, error) {
	s, ok := b.Step(began.Step)
	if !ok || s.Kind != ActionStep || began.Kind != StepStarted {
		return Report{}, &Refusal{Code: CodeBadInput, Step: began.Step,
			Text: fmt.Sprintf("a %.64q event of step %.64q does not begin an action of %s", began.Kind, began.Step, b.def.ID)}
	}
	rep := Report{Step: s.ID, Attempt: began.Attempt, Result: NotRun}
	run := actions[s.Action]
	if run == nil {
		rep.Note = fmt.Sprintf("no action named %s is registered", s.Action)
		return rep, &Refusal{Code: CodeNotRegistered, Step: s.ID, Text: "step " + s.ID + ": " + rep.Note}
	}
	if err := ctx.Err(); err != nil {
		rep.Note = cut(fmt.Sprintf("cancelled before it was called: %v", err))
		return rep, fmt.Errorf("runbook: step %s was not called: %w", s.ID, err)
	}
	if s.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.Timeout)
		defer cancel()
	}
	out, err := guarded(ctx, run, Input{Book: b.def.ID, Version: b.def.Version, Step: s.ID, Attempt: began.Attempt,
		Key: call.Key + "/" + s.ID, Values: s.Input, Facts: maps.Clone(call.Facts)})
	if err != nil && !s.Idempotent && unsure(ctx, err) {
		return Report{}, fmt.Errorf("runbook: step %s: %w: %w", s.ID, ErrOutcomeUnknown, err)
	}
	rep.Result = Done
	rep.Evidence, rep.Note = fitted(s, out)
	if err != nil {
		rep.Result, rep.Note = Failed, cut(strings.TrimSuffix(fmt.Sprint(err)+"; "+rep.Note, "; ")) // Sprint survives an Error that panics
	}
	return rep, nil
}

// A panicked error says that an action panicked.
type panicked struct{ value any }

func (p panicked) Error() string { return fmt.Sprintf("the action panicked: %v", p.value) }

// guarded calls the host's function and turns a panic into an error.
func guarded(ctx context.Context, run Action, in Input) (out Output, err error) {
	defer func() {
		if v := recover(); v != nil {
			out, err = Output{}, panicked{v}
		}
	}()
	return run(ctx, in)
}

// unsure reports whether an action that returned err may have had its effect. When ctx has ended, whatever it says is in doubt.
func unsure(ctx context.Context, err error) bool {
	_, broke := errors.AsType[panicked](err)
	return broke || ctx.Err() != nil ||
		errors.Is(err, ErrOutcomeUnknown) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// fitted cuts an action's output to what a run may hold.
func fitted(s Step, out Output) (map[string]string, string) {
	names := slices.SortedFunc(maps.Keys(out.Evidence), func(a, b string) int {
		if wa, wb := slices.Contains(s.Evidence, a), slices.Contains(s.Evidence, b); wa != wb {
			if wa {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	evidence := make(map[string]string, min(len(names), MaxEvidence))
	for _, name := range names {
		if isName(name) && len(evidence) < MaxEvidence {
			evidence[name] = cut(out.Evidence[name])
		}
	}
	note := out.Note
	if n := len(names) - len(evidence); n > 0 {
		note = strings.TrimSuffix(fmt.Sprintf("%d pieces of evidence left out; %s", n, cut(note)), "; ")
	}
	return copied(evidence), cut(note)
}

const cutMark = " … (cut)"

// cut makes s UTF-8 of at most MaxText bytes, with a mark where something was taken off.
func cut(s string) string {
	whole := strings.ToValidUTF8(s[:min(len(s), 2*MaxText)], "\uFFFD")
	if len(s) <= 2*MaxText && len(whole) <= MaxText {
		return whole
	}
	end := min(len(whole), MaxText-len(cutMark))
	for end > 0 && end < len(whole) && !utf8.RuneStart(whole[end]) {
		end--
	}
	return whole[:end] + cutMark
}
