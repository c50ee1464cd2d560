package ticket

import (
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// due is one thing that time will cause.
type due struct {
	at   time.Time // planned; zero for nothing
	kind dueKind
	n    int // which clock, which cursor
	of   int // which share, which mark
}

type dueKind int

const (
	dueClock dueKind = iota
	dueMark
	duePolicy
	dueOffer
	dueState
	dueReminder
	dueMajor
	dueTask
	dueSteady
	dueHelper
)

// next gives the earliest thing that time will cause. Of several at one instant, clocks come before policies, so that a policy sees
// the breach that it is about; of one clock, warnings and the breach come before marks. Policies whose notices this commit takes back are left out on request: a commit takes back all that is
// queued of a policy, so what a new cycle queues has to wait for the next one.
func (w *work) next(without []string) due {
	var first due
	take := func(at time.Time, kind dueKind, n, of int) {
		if first.at.IsZero() || at.Before(first.at) {
			first = due{at: at, kind: kind, n: n, of: of}
		}
	}
	for i, c := range w.t.Clocks {
		if !c.Running() || !c.Timed() {
			continue
		}
		target := w.aims(c)
		if percent, at, ok := w.nextShare(c, target); ok {
			take(at, dueClock, i, percent)
		}
		if mark, at, ok := w.nextMark(c, target); ok {
			take(at, dueMark, i, mark)
		}
	}
	if len(w.t.Cursors) > 0 {
		facts := w.escalationFacts(&w.t)
		for i, c := range w.t.Cursors {
			if chain, ok := w.h.chains[c.Policy]; ok && !slices.Contains(without, c.Policy) {
				if at, ok := chain.Next(c, facts); ok {
					take(at, duePolicy, i, 0)
				}
			}
		}
	}
	if o := w.t.Offer; o != nil && !o.AcceptBy.IsZero() && !o.Overdue && w.t.Open() {
		take(o.AcceptBy, dueOffer, 0, 0)
	}
	if timer, ok := w.timer(); ok {
		take(w.h.calendars[timer.Calendar].Add(w.t.Since, timer.Wait), dueState, 0, 0)
	}
	if at, _, ok := w.reminder(); ok {
		take(at, dueReminder, 0, 0)
	}
	if at := w.t.Major.Update; w.t.Major.Status == MajorAccepted && !at.IsZero() && w.t.Open() {
		take(at, dueMajor, 0, 0)
	}
	if at, i, ok := w.lateTask(); ok {
		take(at, dueTask, i, 0)
	}
	if at, i, ok := w.lateHelper(); ok {
		take(at, dueHelper, i, 0)
	}
	if at, ok := w.quietAt(); ok {
		take(at, dueSteady, 0, 0)
	}
	return first
}

// timer gives the timer that runs in the ticket's state. The lifecycle is asked for it only where there is one.
func (w *work) timer() (lifecycle.Timer, bool) {
	if s, ok := w.cycle.State(w.t.State); !ok || s.After.IsZero() {
		return lifecycle.Timer{}, false
	}
	return w.cycle.Timer(w.t.State, w.timeFacts())
}

// reminder gives when whoever is waited for is reminded next, or the trigger that is pulled because reminding has not helped. One that
// would be refused waits.
func (w *work) reminder() (at time.Time, trigger string, ok bool) {
	if w.t.Pending == "" {
		return time.Time{}, "", false
	}
	reason, _ := w.cycle.Reason(w.t.Pending)
	after, trigger, ok := reason.Remind.Next(w.t.Reminded)
	if !ok || trigger != "" && w.cycle.Check(w.t.State, trigger, w.timeFacts()) != nil {
		return time.Time{}, "", false
	}
	return w.h.calendars[reason.Remind.Calendar].Add(w.t.Since, after), trigger, true
}

// wake is when somebody has to look at the ticket again, in whole microseconds, never before the thing is due.
func (w *work) wake() time.Time {
	if w.t.Version == 0 {
		return time.Time{}
	}
	at := w.next(nil).at
	for _, f := range w.t.Owed { // the oldest of them: what is tried again in vain leaves the wake as it is, and so its lease
		if at.IsZero() || f.At.Before(at) {
			at = f.At
		}
	}
	if at.IsZero() {
		return at
	}
	if cut := instant(at); cut.Before(at) {
		return cut.Add(time.Microsecond)
	}
	return instant(at)
}

// settle lets everything happen that time has made due by now, in the order of the planned instants, each once. What is left after
// [MaxSettled] waits for the next look.
func (w *work) settle() error {
	by, before := w.by, w.before
	w.by = clock(w.t.Client)
	defer func() { w.by, w.before = by, before }()
	for range MaxSettled {
		w.before = w.t
		d := w.next(w.cancel)
		if d.at.IsZero() || d.at.After(w.now) {
			return nil
		}
		if err := w.happen(d); err != nil {
			return fmt.Errorf("ticket %s: what was due at %s: %w", w.t.ID, d.at.Format(time.RFC3339), err)
		}
	}
	return nil
}

func (w *work) happen(d due) error {
	switch d.kind {
	case dueClock:
		w.tellShare(w.t.Clocks[d.n], d.of, d.at)
	case dueMark:
		w.tellMark(w.t.Clocks[d.n], d.of, d.at)
	case duePolicy:
		return w.escalate(w.t.Cursors[d.n], d.at)
	case dueOffer:
		w.emit(Event{Type: AcceptLate, Due: d.at, Why: string(w.t.Offer.Reason)})
	case dueState:
		timer, _ := w.timer()
		return w.pull(timer.Trigger, d.at)
	case dueReminder:
		return w.remind(d.at)
	case dueMajor:
		w.missUpdate(d.at)
	case dueTask:
		w.tellTask(d.n)
	case dueHelper:
		late := w.t.Helpers[d.n]
		w.emit(Event{Type: JoinLate, Due: d.at, Why: string(late.Reason), Helper: &Helper{Tier: late.Tier}})
	case dueSteady:
		return w.steady(d.at)
	}
	return nil
}

// timeFacts are the facts of a move that nobody makes. One that is refused waits until it no longer is.
func (w *work) timeFacts() lifecycle.Facts {
	return w.facts("")
}

// remind records a reminder, or pulls the trigger that comes when reminding has not helped.
func (w *work) remind(at time.Time) error {
	_, trigger, _ := w.reminder()
	if trigger != "" {
		return w.pull(trigger, at)
	}
	w.emit(Event{Type: Reminded, Due: at, Why: w.t.Pending})
	return nil
}

// pull pulls a trigger because time has come.
func (w *work) pull(trigger string, at time.Time) error {
	step, err := w.cycle.Fire(w.ctx, w.t.State, trigger, w.timeFacts())
	if err != nil {
		return err
	}
	w.moved(Event{Type: Moved, Trigger: trigger, Due: at}, step, "")
	return nil
}
