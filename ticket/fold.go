package ticket

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// Apply gives the ticket after an event. It is the only thing that changes a ticket; it is pure and leaves t as it was.
func Apply(t Ticket, e Event) Ticket {
	t.Version, t.Updated = e.Seq, e.At
	if e.Type != Adopted && works(e.By) {
		t.Worked = e.At
	}
	before := t.Class
	for _, c := range e.Changes {
		t.applyChange(c, e)
	}
	switch e.Type {
	case Opened:
		t.Opened = e.At
		if t.Alarm.Key != "" {
			t.Alarm = t.Alarm.raised(e)
		}
	case Acknowledged:
		t.Acknowledged = e.At
	case Accepted:
		t.Accepted = e.At
		if t.Acknowledged.IsZero() && t.Working.Engineer != "" { // whoever takes it has seen it
			t.Acknowledged = e.At
		}
	case Messaged:
		if t.Replied.IsZero() && e.By.Kind != Requester {
			t.Replied = e.At
		}
		t.Entries++
	case Noted:
		if t.Entries++; e.Unasked != "" {
			t.Unasked = t.Unasked.noted(e)
		}
	case Alarmed:
		t.Alarm = t.Alarm.raised(e)
	case Cleared:
		t.Alarm = t.Alarm.cleared(e)
	case Flapped, Steadied:
		t.Alarm.Flapping = e.Type == Flapped
	case Moved, ChangedKind:
		t.Reminded = 0
	case Reminded:
		t.Reminded++
	}
	t.applyOffer(e)
	t.applyClass(before, e)
	if e.Run != nil {
		t.Runs = applyRun(t.Runs, *e.Run)
	}
	t.References = refer(t.References, e.Refer)
	t.applyBeside(e)
	t.Clocks = replaceClocks(t.Clocks, e.Clocks)
	t.Cursors = replaceCursors(t.Cursors, e.Cursors)
	t.Links = replaceLinks(t.Links, e)
	if e.Absorbs != "" {
		t.Merged = append(slices.Clip(t.Merged), e.Absorbs)
	}
	t.Owed = replaceOwed(t.Owed, e)
	return t
}

// works reports whether what somebody does to a ticket is support's doing.
func works(by Actor) bool {
	return slices.Contains([]ActorKind{Engineer, Manager, Automation, Vendor}, by.Kind)
}

func (t *Ticket) applyChange(c Change, e Event) {
	t.set(c.Field, c.To)
	switch {
	case c.Field == FieldState && e.Type != Adopted: // which gives the state another name, and moves nothing
		t.Since = e.At
	case c.Field == FieldGroup && c.From != "" && c.To != "" && e.Type != Opened:
		t.Regroups++
	case c.Field == FieldWorking && c.From != "" && c.To != "":
		t.Reassigns++
	case c.Field == FieldTier:
		t.Working = Party{Tier: tier.ID(c.To)}
		if e.Type == Accepted {
			t.HandOvers++
			if t.CameFrom == t.Tier {
				t.Bounces++
			}
			t.CameFrom = tier.ID(c.From)
		}
	}
}

// applyBeside keeps what stands beside the state.
func (t *Ticket) applyBeside(e Event) {
	if e.Major != nil {
		t.Major = *e.Major
	}
	if e.Rating != nil {
		t.Rating = *e.Rating
	}
	t.Helpers = applyHelper(t.Helpers, e)
	t.Tasks = replaceTask(t.Tasks, e.Task)
	t.Watchers = applyWatcher(t.Watchers, e)
}

func (t *Ticket) applyOffer(e Event) {
	switch e.Type {
	case Offered, Approved:
		t.Offer = e.Offer
	case Accepted, Rejected:
		t.Offer = nil
	case AcceptLate:
		if t.Offer != nil {
			late := *t.Offer
			late.Overdue = true
			t.Offer = &late
		}
	}
}

// applyClass keeps the times that follow from what a state means.
func (t *Ticket) applyClass(before lifecycle.Class, e Event) {
	if e.Reopens {
		t.Reopens++
		t.Major.Reviewed, t.Major.Review = time.Time{}, "" // of a resolution that did not hold
	}
	done := t.Class == lifecycle.Resolved || t.Class == lifecycle.Closed
	switch {
	case t.Class == before:
		return
	case !done:
		t.Resolved, t.Closed, t.ResolvedAt = time.Time{}, time.Time{}, ""
		t.Rating = Rating{}
		return
	}
	if t.Resolved.IsZero() {
		t.Resolved, t.ResolvedAt = e.At, t.Tier
	}
	t.Closed = time.Time{}
	if t.Class == lifecycle.Closed {
		t.Closed, t.Offer, t.Helpers = e.At, nil, nil
	}
}

func applyRun(runs []runbook.Run, e runbook.Event) []runbook.Run {
	runs = slices.Clone(runs)
	if e.Kind == runbook.RunStarted {
		return append(runs, runbook.Run{}.Apply(e))
	}
	if last := len(runs) - 1; last >= 0 {
		runs[last] = runs[last].Apply(e)
	}
	return runs
}

// refer adds what is new, up to [MaxReferences].
func refer(old, more []string) []string {
	for _, r := range more {
		if len(old) < MaxReferences && !slices.Contains(old, r) {
			old = append(slices.Clip(old), r)
		}
	}
	return old
}

func replaceClocks(old, changed []Clock) []Clock {
	if len(changed) == 0 {
		return old
	}
	clocks := append(make([]Clock, 0, len(old)+len(changed)), old...)
	for _, c := range changed {
		i := slices.IndexFunc(clocks, c.same)
		if i < 0 {
			clocks = append(clocks, c)
			continue
		}
		clocks[i] = c
	}
	return clocks
}

func replaceCursors(old, changed []escalation.Cursor) []escalation.Cursor {
	if len(changed) == 0 {
		return old
	}
	cursors := slices.Clone(old)
	for _, c := range changed {
		i := slices.IndexFunc(cursors, func(o escalation.Cursor) bool { return o.Policy == c.Policy })
		if i < 0 {
			cursors = append(cursors, c)
			continue
		}
		cursors[i] = c
	}
	return cursors
}

// Fold gives the ticket that its events lead to, from the first on. An event that is out of order is an error that names it.
func Fold(id, client string, events iter.Seq2[Event, error]) (Ticket, error) {
	t := Ticket{ID: id, Client: client}
	for e, err := range events {
		if err != nil {
			return Ticket{}, err
		}
		if e.Seq != t.Version+1 {
			return Ticket{}, fmt.Errorf("ticket: fold %s: event %d follows event %d", id, e.Seq, t.Version)
		}
		t = Apply(t, e)
	}
	return t, nil
}
