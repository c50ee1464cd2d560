package ticket

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// escalationFacts are what policies know of the ticket. They are worked out once for each version. An acknowledgement stands when a
// ticket is reopened.
func (w *work) escalationFacts(t *Ticket) escalation.Facts {
	if w.known.version == t.Version {
		return w.known.facts
	}
	clocks := w.known.spare[:0] // of the version before the last, which nobody asks about any more
	f := escalation.Facts{
		Acknowledged: !t.Acknowledged.IsZero(), Assigned: t.Working.Engineer != "", Overdue: t.Offer != nil && t.Offer.Overdue,
		Waiting: t.Class == lifecycle.WaitingCustomer, Resolved: !t.Open(), Worked: t.Worked, Reopens: t.Reopens, Bounces: t.Bounces,
	}
	for i := range t.Clocks {
		if c := &t.Clocks[i]; c.Timed() && w.applies(t, *c) {
			clocks = append(clocks, escalation.Timed{Clock: c.Clock, Calendar: w.calendar(*c)})
		}
	}
	f.Clocks, w.known.spare = clocks, w.known.facts.Clocks
	w.known.version, w.known.facts = t.Version, f
	return f
}

// watch gives the cursors that change because of an event: policies begin to watch a ticket that matches them, stop when there is
// nothing left to escalate, and begin another cycle when there is again. The notices of one that stops are taken back.
func (w *work) watch(next *Ticket, e Event) []escalation.Cursor {
	if len(w.h.policies) == 0 {
		return nil
	}
	var changed []escalation.Cursor
	before := w.escalationFacts(&w.t)
	facts, about := w.escalationFacts(next), next.promisedBy()
	since := w.now
	if e.Type == AcceptLate { // it was so from then on, however late somebody looks
		since = e.Due
	}
	for _, chain := range w.h.policies {
		name := chain.Name()
		matches := chain.Matches(about) && next.Open()
		i := slices.IndexFunc(next.Cursors, func(c escalation.Cursor) bool { return c.Policy == name })
		if i < 0 {
			if c := chain.Start(facts, since); matches && c.State == escalation.Armed {
				changed = append(changed, c)
			}
			continue
		}
		old := next.Cursors[i]
		again := e.Reopens || chain.Again(before, facts)
		c := rewatch(chain, old, facts, since, matches, again)
		if c == old {
			continue
		}
		changed = append(changed, c)
		if old.State != escalation.Stopped { // what one had queued that was stopped is taken back already
			w.cancel = append(w.cancel, name)
		}
	}
	return changed
}

// rewatch gives what becomes of one cursor. Another cycle begins where one was stopped and there is something to watch again, and
// when the ticket or the clock that the policy counts on begins another.
func rewatch(chain *escalation.Chain, c escalation.Cursor, f escalation.Facts, now time.Time, matches, again bool) escalation.Cursor {
	fresh := chain.Restart(c, f, now) // stopped at once when there is nothing to watch
	switch {
	case !matches || fresh.State == escalation.Stopped:
		c.State = escalation.Stopped // an exhausted one, too: its last notices may still be queued
		return c
	case c.State == escalation.Stopped || again:
		return fresh
	default:
		return c
	}
}

// escalate carries out the next step of a policy, planned for an instant that has come.
func (w *work) escalate(c escalation.Cursor, planned time.Time) error {
	chain := w.h.chains[c.Policy]
	next, intents := chain.Step(c, w.escalationFacts(&w.t), w.now)
	if next == c {
		return fmt.Errorf("policy %s: its step is not due", c.Policy)
	}
	e := Event{Type: Escalated, Due: instant(planned), Policy: c.Policy, Cursors: []escalation.Cursor{next}}
	var over []escalation.Intent
	skipped := false
	for _, i := range intents {
		e.Why = i.Name
		switch {
		case i.Skipped:
			skipped = true
		case i.Action == escalation.HandOver:
			over = append(over, i)
		default:
			e.Notices = append(e.Notices, w.page(chain, i)...)
		}
	}
	switch {
	case skipped:
		e.Why = join(e.Why, "skipped, a later step is due as well")
	case len(e.Notices) == 0 && len(over) == 0:
		e.Why = join(e.Why, "nobody to tell")
	}
	w.emit(e)
	for _, i := range over {
		if err := w.handOverLate(i); err != nil {
			return err
		}
	}
	return nil
}

func join(name, what string) string {
	if name == "" {
		return what
	}
	return name + ": " + what
}

// page queues the notices of one intent, or of what takes its place when nobody is there, and gives their keys.
func (w *work) page(chain *escalation.Chain, i escalation.Intent) []string {
	keys := w.pageOne(i)
	if len(keys) > 0 {
		return keys
	}
	for _, instead := range chain.Fallback(i) {
		keys = append(keys, w.pageOne(instead)...)
	}
	return keys
}

func (w *work) pageOne(i escalation.Intent) []string {
	var keys []string
	for n, to := range w.recipients(w.t, i.Target) {
		key := i.Key(w.ref())
		if n > 0 {
			key = fmt.Sprintf("%s:%d", key, n+1)
		}
		if w.queued(key) { // the same fallback took the place of another target
			continue
		}
		keys = append(keys, w.queue(escalation.Notice{
			Key: key, To: to, Text: w.late(i),
			Policy: i.Policy, Version: i.Version, Cycle: i.Cycle, Pass: i.Pass, Step: i.Step,
			Planned: i.Planned, At: w.now,
		}))
	}
	return keys
}

// late says why a policy's step came.
func (w *work) late(i escalation.Intent) string {
	text := "policy " + i.Policy
	if i.Name != "" {
		text += ", " + i.Name
	}
	if w.t.Acknowledged.IsZero() {
		text += ": nobody has acknowledged since " + w.t.Opened.Format(time.RFC3339)
	}
	return text
}

// handOverLate offers the ticket along the ladder because time has run out. Nobody is there to give what the edge asks for. Where no
// edge leads on it asks helpers in; where that is not possible either, or the ticket is offered already, a note says so.
func (w *work) handOverLate(i escalation.Intent) error {
	waiting := w.overrule(i.Policy)
	edge, err := w.way(HandOver{Reason: i.Reason})
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		if w.t.Offer == nil && w.consult(Consult{Reason: i.Reason}, Event{Due: i.Planned, Policy: i.Policy}) == nil {
			return nil
		}
		w.emit(Event{Type: Noted, Entry: "escalation: " + refusal.Why, Policy: i.Policy})
		return nil
	}
	if err != nil {
		return err
	}
	o := Offer{From: w.t.Tier, Reason: i.Reason}
	edge, o.Skipped = w.skip(edge, i.Reason)
	if waiting != nil && waiting.To == edge.To {
		o.Fields, o.Evidence = maps.Clone(waiting.Fields), waiting.Evidence
	}
	e := Event{Type: Offered, Why: string(i.Reason), Due: i.Planned, Policy: i.Policy, Changes: w.vendorManager(edge)}
	w.offer(e, edge, o)
	return nil
}
