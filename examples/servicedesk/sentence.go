package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// who names an actor.
func (l *timeline) who(a ticket.Actor) string {
	switch a.Kind {
	case ticket.System:
		return "(time)"
	case ticket.Engineer:
		return fmt.Sprintf("%s, %s", l.cast.name(a.ID), a.Tier)
	case ticket.Manager:
		return l.cast.name(a.ID) + ", manager"
	default:
		return l.cast.name(a.ID)
	}
}

// sentence says in plain words what an event is, without its subject; "" for one that goes without saying.
func (l *timeline) sentence(e happened) string {
	switch e.Type {
	case ticket.Opened:
		return l.opened(e)
	case ticket.Acknowledged:
		return "acknowledges"
	case ticket.Changed:
		return l.changed(e)
	case ticket.Moved:
		return l.moved(e)
	case ticket.Assigned:
		return "assigns it to " + l.cast.name(e.Changes[0].To)
	case ticket.Unrouted:
		return "finds nobody who could take it: " + e.Why
	case ticket.Noted:
		return "notes " + quoted(e.Entry)
	case ticket.Messaged:
		return "writes " + quoted(e.Entry)
	case ticket.Alarmed:
		return fmt.Sprintf("the alarm repeats: %d times now, one ticket", e.before.Alarm.Count+1)
	case ticket.Cleared:
		return "the alarm is over"
	case ticket.Flapped:
		return "the alarm comes and goes; its end resolves nothing for now"
	case ticket.Steadied:
		return "the alarm has been quiet"
	case ticket.RunChanged:
		return l.ran(e)
	case ticket.Warned:
		metric, share, _ := strings.Cut(e.Why, " ")
		return fmt.Sprintf("%s of the time to %s is used", share, words(metric))
	case ticket.Breached:
		return fmt.Sprintf("the time to %s is over: breached", words(e.Why))
	case ticket.Escalated:
		return fmt.Sprintf("policy %s: %s", e.Policy, e.Why)
	case ticket.Followed:
		return ""
	case ticket.Adopted:
		c, _ := e.Changed(ticket.FieldHandbook)
		return fmt.Sprintf("is decided by version %s of the handbook from now on, before by %s", c.To, c.From)
	default:
		if e.Major != nil {
			return l.major(e)
		}
		if text, ok := l.beside(e); ok {
			return text
		}
		return l.handedOver(e)
	}
}

// beside tells of tasks, watchers and ratings.
func (l *timeline) beside(e happened) (string, bool) {
	switch e.Type {
	case ticket.AddedTask, ticket.AssignedTask:
		return fmt.Sprintf("task %d: %s, %s", e.Task.ID, quoted(e.Task.Title), l.cast.name(e.Task.For.Engineer)), true
	case ticket.EndedTask:
		return fmt.Sprintf("task %d is %s", e.Task.ID, e.Task.State), true
	case ticket.LateTask:
		return fmt.Sprintf("task %d is late", e.Task.ID), true
	case ticket.Watched:
		return "watches: " + l.cast.name(e.Watcher.ID), true
	case ticket.Unwatched:
		return "watches no longer: " + l.cast.name(e.Watcher.ID), true
	case ticket.Rated:
		return fmt.Sprintf("rates it %d", e.Rating.Score), true
	}
	return "", false
}

// major tells what becomes of a major incident.
func (l *timeline) major(e happened) string {
	switch e.Type {
	case ticket.ProposedMajor:
		return "proposes a major incident: " + e.Why
	case ticket.AcceptedMajor:
		return "accepts it as a major incident: " + quoted(e.Major.Impact)
	case ticket.RejectedMajor:
		return "rejects it as a major incident: " + quoted(e.Why)
	case ticket.DemotedMajor:
		return "it is no major incident any more: " + quoted(e.Why)
	case ticket.ReviewedMajor:
		return "reviews the major incident: " + quoted(e.Major.Review)
	default:
		return "an update on the major incident is due"
	}
}

func (l *timeline) opened(e happened) string {
	value := func(f ticket.Field) string { c, _ := e.Changed(f); return c.To }
	text := ": " + quoted(value(ticket.FieldSubject)) + l.priority(e)
	if channel := value(ticket.FieldChannel); channel != "" && e.By.Kind != ticket.Monitor {
		text = " by " + channel + text
	}
	switch requester := value(ticket.FieldRequester); {
	case e.By.Kind == ticket.Monitor:
		return "raises an alarm" + text
	case requester != "" && requester != e.By.ID:
		return "logs for " + l.cast.name(requester) + text
	default:
		return "reports" + text
	}
}

// changed tells the fields that were set, and what is due when that follows from them.
func (l *timeline) changed(e happened) string {
	var parts, weights []string
	for _, c := range e.Changes {
		text := words(string(c.Field)) + " " + c.To
		switch c.Field {
		case ticket.FieldResolution, ticket.FieldResolutionNot, ticket.FieldPriority: // told elsewhere in the line
		case ticket.FieldImpact, ticket.FieldUrgency: // next to the priority that follows from them
			weights = append(weights, text)
		default:
			parts = append(parts, text)
		}
	}
	parts = append(parts, weights...)
	if len(parts) == 0 {
		return ""
	}
	return "sets " + strings.Join(parts, ", ") + l.priority(e)
}

// priority tells a new priority, and when the ticket has to be resolved by it.
func (l *timeline) priority(e happened) string {
	c, ok := e.Changed(ticket.FieldPriority)
	if !ok {
		return ""
	}
	text := ": " + c.To
	if due := l.due(ticket.Apply(e.before, e.Event).Clocks); due != "" {
		text += ", to be resolved by " + due
	}
	return text
}

// due says when a ticket has to be resolved, if it is known.
func (l *timeline) due(clocks []ticket.Clock) string {
	for _, c := range clocks {
		if c.Kind == sla.SLA && c.Metric == "resolve" && !c.Due.IsZero() {
			return c.Due.In(l.zone).Format("Mon 15:04")
		}
	}
	return ""
}

// becomes reports whether an event moves a ticket into a class.
func becomes(e happened, class lifecycle.Class) bool {
	c, ok := e.Changed(ticket.FieldClass)
	return ok && c.To == string(class)
}

func (l *timeline) moved(e happened) string {
	after := ticket.Apply(e.before, e.Event)
	switch {
	case e.Reopens:
		return "reopens it" + l.clock(e)
	case becomes(e, lifecycle.Resolved) && after.Resolution == "":
		return "resolved"
	case becomes(e, lifecycle.Resolved):
		return fmt.Sprintf("resolves it (%s): %s", after.Resolution, after.ResolutionNote)
	case becomes(e, lifecycle.Closed) && e.By.Kind == ticket.System:
		return fmt.Sprintf("closed by itself, %s after it was resolved", span(e.At.Sub(e.before.Resolved)))
	case becomes(e, lifecycle.Closed) && e.Trigger == "close":
		return "closes it"
	case after.Class.Waiting():
		return "puts it on hold, " + words(after.Pending) + l.clock(e)
	case e.before.Class.Waiting():
		return "goes on with it" + l.clock(e)
	case becomes(e, lifecycle.Active):
		return "begins to work on it"
	default:
		return words(e.Trigger) + "s it"
	}
}

// clock says what a move means to the time to resolve.
func (l *timeline) clock(e happened) string {
	i := slices.IndexFunc(e.Clocks, func(c ticket.Clock) bool { return c.Kind == sla.SLA && c.Metric == "resolve" })
	switch {
	case i < 0:
		return ""
	case e.Clocks[i].Paused():
		return "; the time to resolve stands still"
	default:
		return "; the time to resolve goes on, until " + l.due(e.Clocks)
	}
}

func (l *timeline) handedOver(e happened) string {
	switch e.Type {
	case ticket.Offered:
		text := fmt.Sprintf("offers it to %s: %s", e.Offer.To, words(string(e.Offer.Reason)))
		if e.Offer.Evidence != "" {
			text += ", with the evidence of the Run-Book"
		}
		if who := e.Offer.Fields["manager"]; who != "" {
			text += fmt.Sprintf(", managed by %s, vendor's reference %s", l.cast.name(who), e.Offer.Fields["vendor_reference"])
		}
		if e.Offer.Waits() {
			text += fmt.Sprintf(", if %s approves", e.Offer.Approver)
		}
		return text
	case ticket.Approved:
		return fmt.Sprintf("approves the hand-over to %s", e.Offer.To)
	case ticket.Accepted:
		return fmt.Sprintf("accepts it at %s", e.before.Offer.To)
	case ticket.Rejected:
		return "rejects it: " + e.Why
	case ticket.PingPong:
		return "it goes back and forth " + e.Why
	case ticket.AcceptLate:
		return fmt.Sprintf("nobody at %s has accepted in time", e.before.Offer.To)
	default:
		return words(string(e.Type))
	}
}

// ran tells an event of a runbook.
func (l *timeline) ran(e happened) string {
	r := *e.Run
	run, _ := e.before.Run()
	name := run.Book
	switch r.Kind {
	case runbook.RunStarted:
		return "follows " + l.book(r.Book)
	case runbook.StepStarted:
		return "runs " + name + "/" + r.Step
	case runbook.StepDone:
		return r.Step + " done" + evidence(r)
	case runbook.StepFailed:
		return r.Step + " failed" + evidence(r)
	case runbook.RunFinished:
		text := fmt.Sprintf("%s: %s", name, words(string(r.Outcome)))
		if r.Note != "" {
			text += " (" + r.Note + ")"
		}
		return text
	default:
		return r.Step + " " + words(string(r.Kind.State()))
	}
}

// book says what sort of documentation a runbook is.
func (l *timeline) book(id string) string {
	if b, ok := l.cast.book.Runbooks().Book(id); ok && b.Definition().Kind == runbook.KindCookbook {
		return "the cookbook " + id
	}
	return "the Run-Book " + id
}

func evidence(r runbook.Event) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(r.Evidence)) {
		parts = append(parts, words(name)+" "+r.Evidence[name])
	}
	if r.Note != "" {
		parts = append(parts, r.Note)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
