package ticket

import (
	"errors"
	"slices"
	"time"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// Guards lists the named conditions that a handbook's lifecycles may use.
//
//	is_alarm        the ticket came from a monitoring system
//	acknowledged    somebody has acknowledged it
//	assigned        an engineer works on it
//	no_open_offer   no hand-over waits to be accepted
//	runbook_done    the latest runbook on it has an outcome
//	by_owner        the actor is of the tier that owns it
//	by_working_tier the actor is of the tier that works on it
//	tasks_done      none of its tasks is open
//	major_reviewed  it is no major incident, or was reviewed. Every move into a closed state has this guard, whatever the lifecycle says
//	children_done   every child of it is resolved or closed, as far as it was told; one without children has them all done
func Guards() []string {
	return []string{"is_alarm", "acknowledged", "assigned", "no_open_offer", "runbook_done", "by_owner", "by_working_tier", "tasks_done", "major_reviewed", "children_done"}
}

func (w *work) holds(guard string) bool {
	switch guard {
	case "is_alarm":
		return w.t.Alarm.Key != ""
	case "acknowledged":
		return !w.t.Acknowledged.IsZero()
	case "assigned":
		return w.t.Working.Engineer != ""
	case "no_open_offer":
		return w.t.Offer == nil
	case "runbook_done":
		run, ok := w.t.Run()
		return !ok || run.Outcome != ""
	case "by_owner":
		return w.isOf(w.t.Owner.Tier)
	case "by_working_tier":
		return w.isOf(w.t.Tier)
	case "tasks_done":
		return !slices.ContainsFunc(w.t.Tasks, func(t Task) bool { return t.State == TaskOpen })
	case "major_reviewed":
		return w.t.Major.Status != MajorAccepted || !w.t.Major.Reviewed.IsZero()
	case "children_done":
		return w.t.done(LinkChild)
	default:
		return false
	}
}

func (m Move) decide(w *work) error {
	if err := w.present(); err != nil {
		return err
	}
	if err := w.setFields(m.Set); err != nil {
		return err
	}
	if m.Trigger != "" {
		return w.fire(m.Trigger, m.Pending)
	}
	return w.toward(m.To, m.Pending)
}

// toward pulls the first trigger that leads to a state and is not refused; if all are, the first refusal stands.
func (w *work) toward(state, pending string) error {
	ways := w.cycle.Toward(w.t.State, state)
	if len(ways) == 0 {
		r := w.refuse("trigger", "nothing leads from %q to %q", w.t.State, state)
		for _, t := range w.cycle.From(w.t.State) {
			r.Allowed = append(r.Allowed, t.To)
		}
		return r
	}
	var first error
	for _, way := range ways {
		err := w.fire(way.Trigger, pending)
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return first
}

func (w *work) facts(pending string) lifecycle.Facts {
	return lifecycle.Facts{
		Actor:   w.by.Kind,
		Can:     w.can,
		Has:     func(field string) bool { return w.t.Get(Field(field)) != "" },
		Changed: func(field string) bool { return w.t.Get(Field(field)) != w.before.Get(Field(field)) },
		Holds:   w.holds,
		Pending: pending,
		DoneFor: w.doneFor(),
	}
}

// doneFor is how long the ticket has been done, as its lifecycle counts for reopening.
func (w *work) doneFor() time.Duration {
	if w.t.Version == 0 || w.t.Open() {
		return 0
	}
	policy := w.cycle.Reopen()
	since := w.t.Resolved
	if policy.Since == lifecycle.Closed && !w.t.Closed.IsZero() {
		since = w.t.Closed
	}
	return w.h.calendars[policy.Calendar].Between(since, w.now)
}

// fire pulls a trigger as the actor.
func (w *work) fire(trigger, pending string) error {
	step, err := w.cycle.Fire(w.ctx, w.t.State, trigger, w.facts(pending))
	if err != nil {
		return w.unmet(err)
	}
	w.moved(Event{Type: Moved, Trigger: trigger}, step, pending)
	return nil
}

// unmet makes what a lifecycle says a refusal, and leaves other errors as they are.
func (w *work) unmet(err error) error {
	if unmet, ok := errors.AsType[*lifecycle.Unmet](err); ok {
		return w.refusal(unmet)
	}
	return err
}

// moved lets the ticket change its state.
func (w *work) moved(e Event, step lifecycle.Step, pending string) {
	if s, _ := w.cycle.State(step.To); !s.Pending {
		pending = ""
	}
	e.Changes = append(e.Changes, Change{Field: FieldState, From: step.From, To: step.To})
	if step.Class != w.t.Class {
		e.Changes = append(e.Changes, Change{Field: FieldClass, From: string(w.t.Class), To: string(step.Class)})
	}
	if pending != w.t.Pending {
		e.Changes = append(e.Changes, Change{Field: FieldPending, From: w.t.Pending, To: pending})
	}
	e.Reopens = step.Reopens
	if step.Reopens && w.cycle.Reopen().DropOwner && w.t.Working.Engineer != "" {
		e.Changes = append(e.Changes, Change{Field: FieldWorking, From: w.t.Working.Engineer})
	}
	class := sla.Signal(step.Class)
	if s, _ := w.cycle.State(step.To); s.Cancelled {
		class = sla.SignalCancelled
	}
	if step.Reopens {
		w.emit(e, sla.SignalReopened, class)
		return
	}
	w.emit(e, class)
}

// refusal turns what a lifecycle says into what the desk says.
func (w *work) refusal(u *lifecycle.Unmet) *Refusal {
	r := &Refusal{Actor: w.by, State: u.State, Missing: u.Missing, Unchanged: u.Unchanged, Unmet: u.Failed}
	switch {
	case u.Late == lifecycle.NewTicket:
		r.Rule, r.Why = "late", "it has been done for too long; open a new ticket"
	case u.Late != "":
		r.Rule, r.Why = "late", "it has been done for too long"
	case u.Unknown:
		r.Rule, r.Allowed = "trigger", u.Possible
		r.Why = "nothing leads out of " + quoted(u.State) + " by " + quoted(u.Trigger)
	case u.NotBy != "":
		r.Rule, r.Allowed = "right", u.Possible
		r.Why = article(u.NotBy) + " may not " + u.Trigger
	case u.Cannot != "":
		r.Rule = "right"
		r.Why = "tier " + quoted(string(w.by.Tier)) + " cannot " + string(u.Cannot)
		for _, t := range w.h.ladder.With(u.Cannot) {
			r.Allowed = append(r.Allowed, string(t))
		}
	case len(u.Unchanged) > 0:
		r.Rule, r.Why = "unchanged", "to "+u.Trigger+" something must change"
	case len(u.Missing) > 0:
		r.Rule, r.Why = "missing", "to "+u.Trigger+" something must be there first"
	default:
		r.Rule, r.Why = "guard", "to "+u.Trigger+" something must hold first"
	}
	return r
}

func quoted(s string) string { return `"` + s + `"` }
