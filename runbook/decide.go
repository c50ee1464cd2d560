package runbook

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/tier"
)

// Start gives the event that starts a run of this book by a tier that may run it.
func (b *Book) Start(t tier.ID, by string, at time.Time) (Event, error) {
	e, err := event(RunStarted, by, at, "")
	if err != nil {
		return Event{}, err
	}
	if !b.MayRun(t) {
		tiers := make([]string, len(b.def.Tiers))
		for i, id := range b.def.Tiers {
			tiers[i] = string(id)
		}
		return Event{}, &Refusal{Code: CodeTier, Allowed: tiers,
			Text: fmt.Sprintf("tier %.64q may not run %s; it is for %s", t, b.def.ID, strings.Join(tiers, ", "))}
	}
	e.Book, e.Version, e.Tier = b.def.ID, b.def.Version, t
	return e, nil
}

// Begin gives the event that somebody sets about the step that is next. For an action it has to be stored before the function is
// called; for other steps it may be left out. It matches [ErrOutcomeUnknown] when a person has to decide first.
func (b *Book) Begin(r Run, step, by string, at time.Time) (Event, error) {
	e, err := event(StepStarted, by, at, "")
	if err != nil {
		return Event{}, err
	}
	_, why, err := b.turn(r, step)
	if err != nil {
		return Event{}, err
	}
	if !why.Ready() {
		return Event{}, &Refusal{Code: why.Code, Step: step, Text: why.Text}
	}
	e.Step, e.Attempt = step, why.Attempt
	return e, nil
}

// A Report is the result of an attempt at a step.
type Report struct {
	Step     string            `json:"step"`
	Attempt  int               `json:"attempt,omitempty"` // 0 = the attempt that is open or due; another one is refused
	Result   State             `json:"result"`            // done or failed; not_run only for a step that was begun
	Evidence map[string]string `json:"evidence,omitempty"`
	Note     string            `json:"note,omitempty"`
}

// Record gives the event of a step's result. A manual step or a check may be recorded without having been begun, an action not.
// This is also where a person says what became of an action whose outcome was unknown.
func (b *Book) Record(r Run, rep Report, by string, at time.Time) (Event, error) {
	kind := rep.Result.event()
	if kind == "" {
		return Event{}, &Refusal{Code: CodeBadInput, Step: rep.Step, Allowed: []string{string(Done), string(Failed), string(NotRun)},
			Text: fmt.Sprintf("%.64q is not a result; want done, failed or not_run", rep.Result)}
	}
	e, err := event(kind, by, at, rep.Note)
	if err != nil {
		return Event{}, err
	}
	if err := checkEvidence(rep.Step, rep.Evidence); err != nil {
		return Event{}, err
	}
	s, why, err := b.turn(r, rep.Step)
	if err != nil {
		return Event{}, err
	}
	attempt, err := recordable(r, s, why, rep)
	if err != nil {
		return Event{}, err
	}
	e.Step, e.Attempt, e.Evidence = s.ID, attempt, copied(rep.Evidence)
	return e, nil
}

// recordable says to which attempt a report belongs, or why it cannot be recorded.
func recordable(r Run, s Step, why Why, rep Report) (int, error) {
	refuse := func(code Code, format string, args ...any) (int, error) {
		return 0, &Refusal{Code: code, Step: s.ID, Text: fmt.Sprintf("step %s ", s.ID) + fmt.Sprintf(format, args...)}
	}
	last := r.progress(s.ID).last
	attempt := why.Attempt
	switch open := last.State == Open; {
	case open:
		attempt = last.Attempt
	case why.Code == CodeStepFailed:
		return 0, &Refusal{Code: why.Code, Step: s.ID, Text: why.Text}
	case s.Kind == ActionStep:
		return refuse(CodeNotBegun, "is an action; begin it before its result is recorded")
	case rep.Result == NotRun:
		return refuse(CodeNotBegun, "was not begun; not_run says that a step that was begun never ran")
	}
	if rep.Attempt != 0 && rep.Attempt != attempt {
		return refuse(CodeStaleAttempt, "is at attempt %d, and this is the result of attempt %d", attempt, rep.Attempt)
	}
	if missing := lacking(s, rep.Evidence); rep.Result == Done && len(missing) > 0 {
		return 0, &Refusal{Code: CodeEvidenceMissing, Step: s.ID, Missing: missing,
			Text: fmt.Sprintf("step %s is done only with evidence: %s", s.ID, strings.Join(missing, ", "))}
	}
	return attempt, nil
}

// turn finds a step that is the run's next one.
func (b *Book) turn(r Run, step string) (Step, Why, error) {
	next, why := b.Next(r)
	_, known := b.place[step]
	switch {
	case !known:
		return Step{}, why, &Refusal{Code: CodeUnknownStep, Text: fmt.Sprintf("%s has no step %.64q", b.def.ID, step)}
	case next.ID == step:
		return next, why, nil
	case r.Running() && why.Code != CodeWrongBook && r.progress(step).last.State == Done:
		return Step{}, why, &Refusal{Code: CodeStepDone, Step: step, Text: fmt.Sprintf("step %s is done and never runs again", step)}
	case next.ID == "":
		return Step{}, why, &Refusal{Code: why.Code, Step: step, Text: why.Text}
	default:
		return Step{}, why, &Refusal{Code: CodeNotItsTurn, Step: step, Allowed: []string{next.ID},
			Text: fmt.Sprintf("step %s cannot come now: %s", step, why.Text)}
	}
}

// event is the frame of every event; it refuses what no event may hold. Instants are kept in UTC and to the microsecond.
func event(kind EventKind, by string, at time.Time, note string) (Event, error) {
	bad := func(text string) (Event, error) { return Event{}, &Refusal{Code: CodeBadInput, Text: text} }
	switch p := textProblem(by, MaxTitle); {
	case blank(by):
		return bad("by is missing; say who")
	case p != "":
		return bad(fmt.Sprintf("by %s; at most %d bytes of UTF-8 are allowed", p, MaxTitle))
	case at.IsZero():
		return bad("at is the zero time; say when")
	}
	if p := textProblem(note, MaxText); p != "" {
		return bad(fmt.Sprintf("the note %s; at most %d bytes of UTF-8 are allowed", p, MaxText))
	}
	return Event{Kind: kind, By: by, At: at.UTC().Truncate(time.Microsecond), Note: note}, nil
}

func checkEvidence(step string, evidence map[string]string) error {
	bad := func(format string, args ...any) error {
		return &Refusal{Code: CodeBadInput, Step: step, Text: fmt.Sprintf(format, args...)}
	}
	if len(evidence) > MaxEvidence {
		return bad("%d pieces of evidence are too many; at most %d are allowed", len(evidence), MaxEvidence)
	}
	for _, name := range slices.Sorted(maps.Keys(evidence)) {
		if !isName(name) {
			return bad("evidence %.80q is not a name; want 1 to %d letters, digits or . _ -", name, MaxName)
		}
		if p := textProblem(evidence[name], MaxText); p != "" {
			return bad("evidence %s %s; at most %d bytes of UTF-8 are allowed", name, p, MaxText)
		}
	}
	return nil
}

// lacking are the names of evidence that the step asks for and that are not there or blank, in the step's order.
func lacking(s Step, evidence map[string]string) []string {
	var missing []string
	for _, name := range s.Evidence {
		if blank(evidence[name]) {
			missing = append(missing, name)
		}
	}
	return missing
}
