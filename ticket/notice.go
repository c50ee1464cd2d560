package ticket

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/tier"
)

// ref names the ticket for keys: with its client, because ids repeat between clients.
func (w *work) ref() string {
	return ref(w.t.Client, w.t.ID)
}

// ref joins a client and an id so that no two pairs give the same.
func ref(client, id string) string {
	if client == "" {
		return url.PathEscape(id)
	}
	return url.PathEscape(client) + "/" + url.PathEscape(id)
}

// queue puts a notice about the ticket into the commit and gives its key.
func (w *work) queue(n escalation.Notice) string {
	n.Client, n.Ticket = w.t.Client, w.t.ID
	n.Subject = w.headline()
	w.notices = append(w.notices, n)
	return n.Key
}

func (w *work) queued(key string) bool {
	return slices.ContainsFunc(w.notices, func(n escalation.Notice) bool { return n.Key == key })
}

// headline is the ticket in one line.
func (w *work) headline() string {
	line := w.t.ID
	if w.t.Priority != "" {
		line += " " + w.t.Priority
	}
	if w.t.Subject != "" {
		line += ": " + w.t.Subject
	}
	return line
}

// tell queues the notices that the handbook's rules want for an event, and gives their keys.
func (w *work) tell(e Event) []string {
	if w.untold(e) {
		return nil
	}
	var keys []string
	for r, rule := range w.h.def.Notify {
		if rule.On != e.Type {
			continue
		}
		for _, target := range rule.To {
			for _, to := range w.audience(e, target) {
				key := w.ruleKey(r, e, to)
				if w.queued(key) { // two targets of the rule are one
					continue
				}
				keys = append(keys, w.queue(escalation.Notice{
					Key: key, To: to, Text: w.describeTo(to, e), Planned: e.Due, At: e.At,
				}))
			}
		}
	}
	return keys
}

// audience finds out who is behind a rule's target for an event: that of a task is about whoever does it, that of helpers about
// them, and requesters who watch hear of what is public.
func (w *work) audience(e Event, target escalation.Target) []escalation.Recipient {
	t := w.t
	if e.Task != nil && e.Task.For != (Doer{}) {
		t.Offer, t.Group, t.Working.Engineer = nil, e.Task.For.Group, e.Task.For.Engineer
		t.Tier = cmp.Or(e.Task.For.Tier, t.Tier)
	}
	if e.Helper != nil {
		t.Offer, t.Tier, t.Working.Engineer = nil, e.Helper.Tier, e.Helper.Engineer
	}
	all := w.recipients(t, target)
	if _, public := w.h.publicEvent(e); public && target.Kind == escalation.ToWatchers {
		all = append(all, w.watchers(t, Requester)...)
	}
	return all
}

// describeTo says what happened, to a requester only what is public of it.
func (w *work) describeTo(to escalation.Recipient, e Event) string {
	if to.Kind != escalation.ToRequester {
		return describe(e)
	}
	public, _ := w.h.publicEvent(e)
	public.Type = e.Type
	return describe(public)
}

// untold reports whether nobody is told of an event: of each turn of an alarm that flaps, and of a mail that a machine wrote, to which a
// notice might be an answer.
func (w *work) untold(e Event) bool {
	return w.t.Alarm.Flapping && (e.Type == Alarmed || e.Type == Cleared) || e.Unasked == "auto"
}

// ruleKey names a notice by its rule, the event and who is told.
func (w *work) ruleKey(rule int, e Event, to escalation.Recipient) string {
	return escalation.Intent{
		Policy: "notify", Version: w.h.Version(), Pass: rule, Step: int(e.Seq), Action: escalation.Action(e.Type), Target: escalation.Target(to),
	}.Key(w.ref())
}

// describe says in a few words what happened, for whoever is told.
func describe(e Event) string {
	text := string(e.Type)
	if c, ok := e.Changed(FieldState); ok {
		text += " to " + c.To
	}
	if e.Offer != nil {
		text += fmt.Sprintf(" from %s to %s", e.Offer.From, e.Offer.To)
		if e.Offer.Waits() {
			text += fmt.Sprintf(", if %s approves", e.Offer.Approver)
		}
	}
	if e.Helper != nil {
		text += strings.TrimSuffix(fmt.Sprintf(" %s %s", e.Helper.Tier, e.Helper.Engineer), " ")
	}
	if e.Why != "" {
		text += ": " + e.Why
	}
	if e.Type == AcceptedMajor && e.Major != nil {
		text += "; impact: " + e.Major.Impact
	}
	if e.Type == Messaged {
		text += ": " + e.Entry
	}
	return text
}

// recipients finds out who is behind a target now; none when nobody is.
func (w *work) recipients(t Ticket, target escalation.Target) []escalation.Recipient {
	one := func(kind escalation.TargetKind, id string) []escalation.Recipient {
		if id == "" {
			return nil
		}
		return []escalation.Recipient{{Kind: kind, ID: id}}
	}
	or := func(own string) string {
		if target.ID != "" {
			return target.ID
		}
		return own
	}
	switch target.Kind {
	case escalation.ToTier:
		return one(target.Kind, or(string(concerned(t))))
	case escalation.ToGroup:
		return one(target.Kind, or(t.Group))
	case escalation.ToEngineer:
		return one(target.Kind, or(t.Working.Engineer))
	case escalation.ToVendor:
		return one(target.Kind, or(t.Vendor))
	case escalation.ToRequester:
		return one(target.Kind, t.Requester)
	case escalation.ToWatchers: // what is public goes to the others too, by audience
		return w.watchers(t, Engineer)
	case escalation.ToSchedule:
		who, _ := w.h.OnCall(target.ID, w.now)
		return one(escalation.ToEngineer, who)
	case escalation.ToManager:
		var all []escalation.Recipient
		for _, id := range w.h.managers[tier.ID(or(string(t.Tier)))] {
			all = append(all, one(escalation.ToEngineer, id)...)
		}
		return all
	default:
		return nil
	}
}

// concerned is the tier that a ticket is at, or that it is offered to, or that has to approve that first.
func concerned(t Ticket) tier.ID {
	switch {
	case t.Offer == nil:
		return t.Tier
	case t.Offer.Waits():
		return t.Offer.Approver
	default:
		return t.Offer.To
	}
}
