package ticket

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

func (a Adopt) decide(w *work) error {
	if err := w.present(); err != nil {
		return err
	}
	if w.by.Kind != Manager && w.by.Kind != System {
		return w.refuse("right", "%s does not say by which version of the handbook a ticket is decided", article(w.by.Kind))
	}
	if a.book == nil {
		return w.refuse("handbook", "the desk has no version %d of the handbook", a.Version)
	}
	if a.Version == w.t.Handbook {
		return nil
	}
	old := w.h
	place, gone := a.place(w)
	gone = append(gone, a.gone(w)...)
	if len(gone) > 0 {
		r := w.refuse("handbook", "version %d of the handbook has no place for the ticket as it stands", a.Version)
		r.Unmet = gone
		return r
	}
	e := Event{Type: Adopted, Changes: append([]Change{{Field: FieldHandbook, From: strconv.Itoa(old.Version()), To: strconv.Itoa(a.Version)}}, place...)}
	e.Changes = append(e.Changes, w.lost(a.book)...)
	e.Changes = append(e.Changes, w.reprioritised(a.book)...)
	w.adopt(a.book, e, old)
	return nil
}

// place gives the changes that bring a ticket to its kind, state and reason in the other version, and what is not there.
func (a Adopt) place(w *work) (changes []Change, gone []string) {
	kind, state, pending := renamed(a.Kinds, w.t.Kind), renamed(a.States, w.t.State), renamed(a.Reasons, w.t.Pending)
	cycle, ok := a.book.kinds[kind]
	if !ok {
		return nil, []string{"kind " + kind}
	}
	s, ok := cycle.State(state)
	if !ok {
		return nil, []string{"state " + state}
	}
	if !s.Pending {
		pending = ""
	}
	class := cycle.Class(state, pending)
	switch {
	case class == "":
		return nil, []string{"reason " + pending}
	case class.Done() != w.t.Class.Done() || class == lifecycle.Closed != (w.t.Class == lifecycle.Closed):
		return nil, []string{"state " + state + ", which is " + string(class) + " there and " + string(w.t.Class) + " here"}
	}
	for _, c := range []Change{
		{FieldKind, w.t.Kind, kind},
		{FieldState, w.t.State, state},
		{FieldClass, string(w.t.Class), string(class)},
		{FieldPending, w.t.Pending, pending},
	} {
		if c.From != c.To {
			changes = append(changes, c)
		}
	}
	return changes, nil
}

// renamed is what a name is called in the other version.
func renamed(names map[string]string, name string) string {
	if to, ok := names[name]; ok {
		return to
	}
	return name
}

// gone lists what a ticket cannot do without and the other version does not have.
func (a Adopt) gone(w *work) (gone []string) {
	if _, ok := a.book.client(w.t.Client); !ok {
		gone = append(gone, "client "+w.t.Client)
	}
	tiers := []tier.ID{w.t.Tier, w.t.Owner.Tier}
	if o := w.t.Offer; o != nil {
		tiers = append(tiers, o.From, o.To, o.Approver)
	}
	for _, h := range w.t.Helpers {
		tiers = append(tiers, h.Tier)
	}
	slices.Sort(tiers)
	for _, id := range slices.Compact(tiers) {
		if _, ok := a.book.tiers[id]; !ok && id != "" {
			gone = append(gone, "tier "+string(id))
		}
	}
	if run, ok := w.t.Run(); ok && run.Running() && !sameBook(w.h.shelf, a.book.shelf, run.Book) {
		gone = append(gone, "runbook "+run.Book+" as it is being run")
	}
	return gone
}

func sameBook(a, b *runbook.Shelf, id string) bool {
	x, here := a.Book(id)
	y, there := b.Book(id)
	return here && there && reflect.DeepEqual(x.Definition(), y.Definition())
}

// lost gives the changes that let go of people and groups which the other version does not have. The ticket then waits to be assigned.
func (w *work) lost(to *Handbook) (changes []Change) {
	for _, f := range []Field{FieldWorking, FieldOwner} {
		id := w.t.Get(f)
		if _, ok := to.engineers[id]; id != "" && len(to.engineers) > 0 && !ok {
			changes = append(changes, Change{Field: f, From: id})
		}
	}
	if g := w.t.Group; g != "" && !to.hasGroup(g) {
		changes = append(changes, Change{Field: FieldGroup, From: g})
	}
	return changes
}

// reprioritised gives another priority to a ticket that has its own from the matrix, where the other matrix gives another.
func (w *work) reprioritised(to *Handbook) []Change {
	was, ok := w.h.def.Priorities.Priority(w.t.Impact, w.t.Urgency)
	is, there := to.def.Priorities.Priority(w.t.Impact, w.t.Urgency)
	if !ok || !there || was != w.t.Priority || is == was {
		return nil
	}
	return []Change{{Field: FieldPriority, From: was, To: is}}
}

// adopt goes on under the other version: clocks count against what it promises, policies begin, go on or end as it says.
func (w *work) adopt(to *Handbook, e Event, old *Handbook) {
	w.h, w.chosen = to, [3]choice{}
	w.known.version = 0
	next := Apply(w.t, Event{Seq: w.t.Version + 1, At: w.now, Type: Adopted, By: w.by, Changes: e.Changes})
	w.cycle = to.kinds[next.Kind]
	e.Clocks = w.adoptClocks(next, old)
	next.Clocks = replaceClocks(next.Clocks, e.Clocks)
	e.Cursors = w.adoptCursors(next, old)
	var signals []sla.Signal
	if next.Class != w.t.Class {
		signals = append(signals, sla.Signal(next.Class))
	}
	w.emit(e, signals...)
}

// adoptClocks gives the clocks that change because another version applies. One whose agreement or metric that version does not have is
// ended, and judged by what it took.
func (w *work) adoptClocks(next Ticket, old *Handbook) []Clock {
	var changed []Clock
	for _, kind := range agreementKinds {
		a, _ := w.agreed(&next, kind)
		targets := w.targets(a, kind)
		for _, c := range next.Clocks {
			if c.Kind != kind || c.Done() {
				continue
			}
			if to, moved := w.adoptClock(c, a, targets, old); moved {
				changed = append(changed, to)
			}
		}
		for _, target := range targets {
			fresh := Clock{Kind: kind, Clock: sla.Clock{Metric: target.Metric, Agreement: a.ID}}
			if !slices.ContainsFunc(next.Clocks, fresh.same) {
				changed = append(changed, w.startClock(next, kind, a, target, true))
			}
		}
	}
	return changed
}

// adoptClock gives a clock as it counts on, and whether that is any change.
func (w *work) adoptClock(c Clock, a sla.Agreement, targets []sla.Target, old *Handbook) (Clock, bool) {
	_, metric := w.h.metrics[c.Metric]
	if !metric || c.Kind != sla.SLA && c.Agreement != a.ID {
		const over sla.Signal = "agreement_over"
		ended := c
		ended.Clock = sla.Metric{Name: c.Metric, Stop: []sla.Signal{over}}.Apply(c.Clock, old.calendars[c.Calendar], w.now, over)
		return ended, ended != c
	}
	target := sla.Target{Metric: c.Metric}
	if i := slices.IndexFunc(targets, func(t sla.Target) bool { return t.Metric == c.Metric }); i >= 0 {
		target = targets[i]
	}
	from := old.calendars[c.Calendar]
	if sameHours(from, w.h.calendars[c.Calendar]) {
		from = w.h.calendars[c.Calendar]
	} else if target.Within == 0 && target.Days == 0 && w.h.calendars[c.Calendar] == nil {
		c.Calendar = "" // nothing is promised, and its hours are gone
	}
	to := w.aimFrom(c, from, a, target)
	return to, to != c || from != w.h.calendars[to.Calendar]
}

// sameHours reports whether two calendars of one name say the same.
func sameHours(a, b *sla.Calendar) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, written := a.Definition()
	y, also := b.Definition()
	return written == also && reflect.DeepEqual(x, y)
}

// adoptCursors gives the cursors that change. A policy that says the same goes on where it is, one that says something else begins
// again, one that is gone ends; what they had queued and nobody was told is taken back.
func (w *work) adoptCursors(next Ticket, old *Handbook) []escalation.Cursor {
	facts := w.escalationFacts(&next)
	w.known.version = 0
	var changed []escalation.Cursor
	for _, c := range next.Cursors {
		was, is := old.chains[c.Policy], w.h.chains[c.Policy]
		to := c
		switch {
		case is == nil:
			to.State = escalation.Stopped
		case samePolicy(was, is) || c.State != escalation.Armed:
			to.Version = is.Version()
		default:
			to = is.Restart(c, facts, w.now)
		}
		if to.State != c.State || to.Cycle != c.Cycle {
			w.cancel = append(w.cancel, c.Policy)
		}
		if to != c {
			changed = append(changed, to)
		}
	}
	return changed
}

// samePolicy reports whether two versions of a policy say the same.
func samePolicy(a, b *escalation.Chain) bool {
	if a == nil {
		return false
	}
	x, y := a.Definition(), b.Definition()
	x.Version = y.Version
	return reflect.DeepEqual(x, y)
}
