package timeline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// A happening is an event with the ticket before and after it.
type happening struct {
	before, after ticket.Ticket
	ticket.Event
}

// sentences say what the types of events are, each without its subject.
var sentences = map[ticket.EventType]func(Teller, happening) string{
	ticket.Opened:       Teller.opened,
	ticket.Acknowledged: func(Teller, happening) string { return "acknowledges" },
	ticket.Changed:      Teller.changed,
	ticket.Moved:        Teller.moved,
	ticket.ChangedKind: func(_ Teller, h happening) string {
		return fmt.Sprintf("makes it a %s, %s", h.after.Kind, words(h.after.State))
	},
	ticket.Assigned:   Teller.assigned,
	ticket.Offered:    Teller.offered,
	ticket.Approved:   func(_ Teller, h happening) string { return fmt.Sprintf("approves the hand-over to %s", offeredTo(h)) },
	ticket.Accepted:   func(_ Teller, h happening) string { return fmt.Sprintf("accepts it at %s", h.after.Tier) },
	ticket.Rejected:   func(_ Teller, h happening) string { return "rejects it: " + h.Why },
	ticket.AcceptLate: Teller.late,
	ticket.Noted:      func(_ Teller, h happening) string { return "notes " + quoted(h.Entry) },
	ticket.Messaged:   func(_ Teller, h happening) string { return "writes " + quoted(h.Entry) },
	ticket.Alarmed: func(_ Teller, h happening) string {
		return fmt.Sprintf("the alarm repeats: %d times now, one ticket", h.after.Alarm.Count)
	},
	ticket.PingPong:  func(_ Teller, h happening) string { return "it goes back and forth " + h.Why },
	ticket.Consulted: func(_ Teller, h happening) string { return "asks " + helper(h) + " to help" + because(h) },
	ticket.Joined:    func(_ Teller, h happening) string { return "helps, at " + helper(h) },
	ticket.JoinLate: func(_ Teller, h happening) string {
		return "nobody at " + helper(h) + " has come to help in time"
	},
	ticket.Left:       Teller.left,
	ticket.Cleared:    func(Teller, happening) string { return "the alarm is over" },
	ticket.RunChanged: Teller.ran,
	ticket.Warned:     Teller.warned,
	ticket.Breached: func(_ Teller, h happening) string {
		return fmt.Sprintf("the time to %s is over: breached", words(h.Why))
	},
	ticket.Marked:    Teller.marked,
	ticket.Escalated: func(_ Teller, h happening) string { return fmt.Sprintf("policy %s: %s", h.Policy, h.Why) },
	ticket.Reminded: func(_ Teller, h happening) string {
		return fmt.Sprintf("reminder %d: still %s", h.after.Reminded, words(h.before.Pending))
	},
	ticket.Flapped:  func(Teller, happening) string { return "the alarm comes and goes" },
	ticket.Steadied: func(Teller, happening) string { return "the alarm has been quiet for long enough" },
	ticket.Unrouted: func(_ Teller, h happening) string { return "nobody there could take it" + because(h) },
	ticket.Adopted: func(_ Teller, h happening) string {
		return fmt.Sprintf("version %d of the handbook applies from now on", h.after.Handbook)
	},
	ticket.AddedTask:      func(t Teller, h happening) string { return "adds" + t.task(h) + t.doer(h) },
	ticket.AssignedTask:   func(t Teller, h happening) string { return "gives" + t.task(h) + t.doer(h) },
	ticket.EndedTask:      Teller.endedTask,
	ticket.LateTask:       func(t Teller, h happening) string { return "still to do:" + t.task(h) },
	ticket.Watched:        func(t Teller, h happening) string { return t.watcher(h) + " watches" },
	ticket.Unwatched:      func(t Teller, h happening) string { return t.watcher(h) + " watches no more" },
	ticket.Rated:          Teller.rated,
	ticket.Linked:         Teller.linked,
	ticket.Unlinked:       Teller.linked,
	ticket.Merged:         func(_ Teller, h happening) string { return "merges it into " + h.after.MergedInto },
	ticket.Absorbed:       Teller.absorbed,
	ticket.Referred:       func(_ Teller, h happening) string { return "answers to " + strings.Join(h.Refer, ", ") + " are found" },
	ticket.Followed:       Teller.followed,
	ticket.ProposedMajor:  func(_ Teller, h happening) string { return "proposes it as a major incident" + because(h) },
	ticket.AcceptedMajor:  Teller.major,
	ticket.RejectedMajor:  func(_ Teller, h happening) string { return "it is no major incident" + because(h) },
	ticket.DemotedMajor:   func(_ Teller, h happening) string { return "it is a major incident no more" + because(h) },
	ticket.ReviewedMajor:  func(_ Teller, h happening) string { return "reviews it: " + quoted(h.after.Major.Review) },
	ticket.MajorUpdateDue: func(Teller, happening) string { return "whoever waits to hear of it has heard nothing for too long" },
}

// Sentence says in plain words what an event is, without its subject: "accepts it at L2". An event of a type that this package does not
// know is told by its type and what it carries.
func (t Teller) Sentence(before ticket.Ticket, e ticket.Event) string {
	h := happening{before, ticket.Apply(before, e), e}
	if tell, ok := sentences[e.Type]; ok {
		return tell(t, h)
	}
	return t.other(h)
}

// other tells an event by its type, what it changes, and its words.
func (t Teller) other(h happening) string {
	text := words(string(h.Type))
	if fields := t.fields(h.Changes); fields != "" {
		text += ", sets " + fields
	}
	if h.Why != "" {
		text += ": " + h.Why
	}
	if h.Entry != "" {
		text += " " + quoted(h.Entry)
	}
	return text
}

func (t Teller) opened(h happening) string {
	text := ": " + quoted(h.after.Subject) + t.priority(h)
	if h.after.Channel != "" && h.By.Kind != ticket.Monitor {
		text = " by " + h.after.Channel + text
	}
	switch {
	case h.By.Kind == ticket.Monitor:
		return "raises an alarm" + text
	case h.after.Requester != "" && h.after.Requester != h.By.ID:
		return "logs for " + t.NameOf(h.after.Requester) + text
	default:
		return "reports" + text
	}
}

// changed tells the fields that were set, and what is due when that follows from them.
func (t Teller) changed(h happening) string {
	fields := t.fields(h.Changes)
	if priority := t.priority(h); priority != "" && fields != "" {
		return "sets " + fields + priority
	} else if priority != "" {
		return "sets priority" + priority
	}
	return "sets " + fields
}

// fields lists fields and what they are now, impact and urgency last: next to the priority that follows from them.
func (t Teller) fields(changes []ticket.Change) string {
	var parts, weights []string
	for _, c := range changes {
		text := words(string(c.Field)) + " " + c.To
		switch {
		case c.Field == ticket.FieldPriority: // told with when it is due
			continue
		case c.To == "":
			text = "no " + words(string(c.Field))
		}
		if c.Field == ticket.FieldImpact || c.Field == ticket.FieldUrgency {
			weights = append(weights, text)
			continue
		}
		parts = append(parts, text)
	}
	return strings.Join(append(parts, weights...), ", ")
}

// priority tells a new priority, and when the ticket has to be resolved by it.
func (t Teller) priority(h happening) string {
	c, ok := h.Changed(ticket.FieldPriority)
	if !ok {
		return ""
	}
	text := ": " + c.To
	if due := t.due(h.after.Clocks, h); due != "" {
		text += ", to be resolved by " + due
	}
	return text
}

// due says when a ticket has to be resolved, if it is known.
func (t Teller) due(clocks []ticket.Clock, h happening) string {
	for _, c := range clocks {
		if c.Kind == sla.SLA && c.Metric == "resolve" && !c.Due.IsZero() {
			return t.day(c.Due, h.At)
		}
	}
	return ""
}

func (t Teller) assigned(h happening) string {
	if h.after.Working.Engineer == "" {
		return "assigns it to nobody"
	}
	return "assigns it to " + t.NameOf(h.after.Working.Engineer)
}

func (t Teller) moved(h happening) string {
	entered := h.after.Class != h.before.Class
	switch class := h.after.Class; {
	case h.Reopens:
		return "reopens it" + t.clock(h)
	case entered && class == lifecycle.Resolved && h.after.Resolution == "" && h.after.ResolutionNote == "":
		return "resolved"
	case entered && class == lifecycle.Resolved && h.after.Resolution == "":
		return does(h.Trigger) + " it: " + h.after.ResolutionNote
	case entered && class == lifecycle.Resolved:
		return fmt.Sprintf("resolves it (%s): %s", h.after.Resolution, h.after.ResolutionNote)
	case entered && class == lifecycle.Closed && h.By.Kind == ticket.System && !h.before.Resolved.IsZero():
		return fmt.Sprintf("closed by itself, %s after it was resolved", span(h.At.Sub(h.before.Resolved)))
	case entered && class == lifecycle.Closed && h.Trigger == "close":
		return "closes it"
	case h.after.Pending != "":
		return "puts it on hold, " + words(h.after.Pending) + t.clock(h)
	case h.before.Pending != "" && class == lifecycle.Active:
		return "goes on with it" + t.clock(h)
	case h.before.Class == lifecycle.New && class == lifecycle.Active:
		return "begins to work on it"
	case h.Trigger == "" || strings.Contains(h.Trigger, "_"):
		return "moves it to " + words(h.after.State)
	case entered && class == lifecycle.Closed:
		return does(h.Trigger) + " it"
	default:
		return does(h.Trigger) + " it: " + words(h.after.State)
	}
}

// does is what somebody does who pulls a trigger: "assess" gives "assesses".
func does(trigger string) string {
	for _, end := range []string{"s", "x", "z", "ch", "sh"} {
		if strings.HasSuffix(trigger, end) {
			return trigger + "es"
		}
	}
	if stem, ok := strings.CutSuffix(trigger, "y"); ok && stem != "" && !strings.ContainsAny(stem[len(stem)-1:], "aeiou") {
		return stem + "ies"
	}
	return trigger + "s"
}

// clock says what a move means to the time to resolve.
func (t Teller) clock(h happening) string {
	i := slices.IndexFunc(h.Clocks, func(c ticket.Clock) bool { return c.Kind == sla.SLA && c.Metric == "resolve" && c.Timed() })
	switch {
	case i < 0:
		return ""
	case h.Clocks[i].Paused():
		return "; the time to resolve stands still"
	case h.Clocks[i].Due.IsZero():
		return ""
	default:
		return "; the time to resolve goes on, until " + t.due(h.Clocks[i:i+1], h)
	}
}
