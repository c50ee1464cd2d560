package runbook

import (
	"fmt"
	"strings"
	"time"
)

// Finish gives the event that ends a run with an outcome.
//
//   - resolved needs every step done.
//   - workaround needs at least one step done, and none that was begun and has no result.
//   - insufficient needs at least one step tried, or a note that says why trying is of no use.
//   - not_applicable needs a note that says why.
//   - aborted needs nothing: a run that goes on can always be given up.
func (b *Book) Finish(r Run, o Outcome, note, by string, at time.Time) (Event, error) {
	e, err := event(RunFinished, by, at, note)
	if err != nil {
		return Event{}, err
	}
	if !o.Valid() {
		return Event{}, &Refusal{Code: CodeBadInput,
			Allowed: []string{string(Resolved), string(Workaround), string(Insufficient), string(NotApplicable), string(Aborted)},
			Text:    fmt.Sprintf("%.64q is not an outcome; want resolved, workaround, insufficient, not_applicable or aborted", o)}
	}
	if why, none := b.idle(r); none {
		return Event{}, &Refusal{Code: why.Code, Text: why.Text}
	}
	t := b.tally(r)
	if err := t.allows(o, blank(note)); err != nil {
		return Event{}, err
	}
	e.Outcome, e.Left = o, t.left
	return e, nil
}

// tally is how far a run has come.
type tally struct {
	done, open, undone, left []string // steps by state, in the book's order; left: never tried
	tried                    bool
}

func (b *Book) tally(r Run) tally {
	var t tally
	for i := range b.def.Steps {
		id := b.def.Steps[i].ID
		p := r.progress(id)
		switch p.last.State {
		case Done:
			t.done = append(t.done, id)
		case Open:
			t.open = append(t.open, id)
		}
		if p.last.State != Done {
			t.undone = append(t.undone, id)
		}
		if !p.tried {
			t.left = append(t.left, id)
		}
		t.tried = t.tried || p.tried
	}
	return t
}

// allows says what stands against an outcome, nil when nothing does.
func (t tally) allows(o Outcome, noNote bool) error {
	refuse := func(code Code, format string, args ...any) error {
		return &Refusal{Code: code, Text: fmt.Sprintf("%s needs ", o) + fmt.Sprintf(format, args...)}
	}
	switch {
	case o == Resolved && len(t.undone) > 0:
		return refuse(CodeStepsMissing, "every step done; not done: %s", strings.Join(t.undone, ", "))
	case o == Workaround && len(t.open) > 0:
		return refuse(CodeStepsMissing, "a result of every step that was begun; without one: %s", strings.Join(t.open, ", "))
	case o == Workaround && len(t.done) == 0:
		return refuse(CodeStepsMissing, "at least one step done")
	case o == Insufficient && !t.tried && noNote:
		return refuse(CodeReasonMissing, "at least one step tried, or a note that says why not")
	case o == NotApplicable && noNote:
		return refuse(CodeReasonMissing, "a note that says why the book does not fit")
	}
	return nil
}
