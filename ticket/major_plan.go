package ticket

import (
	"fmt"
	"strings"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/internal/fault"
)

// A MajorPlan says when the desk itself proposes a major incident, and who hears of an accepted one how often.
type MajorPlan struct {
	Propose []MajorRule   `json:"propose,omitempty" yaml:"propose,omitempty"` // the first that matches an open ticket which nobody has proposed yet, and which is no child of another
	Updates []MajorUpdate `json:"updates,omitempty" yaml:"updates,omitempty"` // the first that matches counts; none: no updates are due
	Room    string        `json:"room,omitempty" yaml:"room,omitempty"`       // where those who work on one meet: a bridge, a chat; up to [MaxName] bytes
}

// A MajorRule proposes tickets as major incidents. All that it names must be so; a rule that names nothing is a fault.
type MajorRule struct {
	Name   string           `json:"name" yaml:"name"`                         // the reason that the ticket keeps
	Match  escalation.Match `json:"match,omitzero" yaml:"match,omitempty"`    // client, service, kind, priority
	Alarms int              `json:"alarms,omitempty" yaml:"alarms,omitempty"` // its alarm has come at least so often; 0 asks for none

	Children int `json:"children,omitempty" yaml:"children,omitempty"` // it has at least so many; 0 asks for none
}

// A MajorUpdate says how often those who wait are told of an accepted major incident. Any public message of ours is an update.
type MajorUpdate struct {
	Match    escalation.Match    `json:"match,omitzero" yaml:"match,omitempty"`
	Every    time.Duration       `json:"every" yaml:"every"`                           // 1 min or more, from the acceptance or the last message
	Calendar string              `json:"calendar,omitempty" yaml:"calendar,omitempty"` // in whose open hours it counts; "" counts all time
	To       []escalation.Target `json:"to" yaml:"to"`                                 // who is told that an update is due
}

func (h *Handbook) checkMajor(faults *fault.List) {
	plan := h.def.Major
	for i, r := range plan.Propose {
		path := fmt.Sprintf("major.propose[%d]", i)
		if strings.TrimSpace(r.Name) == "" || len(r.Name) > MaxName {
			faults.Add(path+".name", "is missing, or longer than %d bytes", MaxName)
		}
		if r.Alarms < 0 {
			faults.Add(path+".alarms", "is %d; want 0 or more", r.Alarms)
		}
		if r.Children < 0 {
			faults.Add(path+".children", "is %d; want 0 or more", r.Children)
		}
		if r.Alarms == 0 && r.Children == 0 && len(r.Match.Client)+len(r.Match.Service)+len(r.Match.Kind)+len(r.Match.Priority) == 0 {
			faults.Add(path, "matches every ticket; say which are meant")
		}
	}
	for i, u := range plan.Updates {
		path := fmt.Sprintf("major.updates[%d]", i)
		if u.Every < time.Minute || u.Every%time.Microsecond != 0 {
			faults.Add(path+".every", "is %s; want 1m or more, in whole microseconds", u.Every)
		}
		if _, ok := h.calendars[u.Calendar]; !ok {
			faults.Add(path+".calendar", "there is no calendar %q", u.Calendar)
		}
		h.checkTargets(faults, path+".to", u.To)
	}
	if len(plan.Room) > MaxName {
		faults.Add("major.room", "is longer than %d bytes", MaxName)
	}
}

// proposeMajor lets the handbook propose the ticket as a major incident, once.
func (w *work) proposeMajor() {
	if len(w.h.def.Major.Propose) == 0 || w.t.Major.Status != "" || !w.t.Open() || len(w.t.Linked(LinkParent)) > 0 {
		return
	}
	facts := w.t.promisedBy()
	for _, r := range w.h.def.Major.Propose {
		if !r.Match.Takes(facts) || w.t.Alarm.Count < r.Alarms || len(w.t.Linked(LinkChild)) < r.Children {
			continue
		}
		by := Actor{Kind: System, ID: "handbook", Client: w.t.Client}
		m := Major{Status: MajorProposed, By: by, At: w.now, Why: r.Name}
		w.emit(Event{Type: ProposedMajor, By: by, Why: r.Name, Major: &m})
		return
	}
}

// updates gives what is planned for the ticket.
func (w *work) updates() (MajorUpdate, bool) {
	facts := w.t.promisedBy()
	for _, u := range w.h.def.Major.Updates {
		if u.Match.Takes(facts) {
			return u, true
		}
	}
	return MajorUpdate{}, false
}

// nextUpdate is when the next update is due after one at an instant, zero when none is planned.
func (w *work) nextUpdate(after time.Time) time.Time {
	u, ok := w.updates()
	if !ok {
		return time.Time{}
	}
	return instant(w.h.calendars[u.Calendar].Add(after, u.Every))
}

// toldOfMajor gives what a public message of ours makes of an accepted major incident, nil when it is none.
func (w *work) toldOfMajor() *Major {
	if w.t.Major.Status != MajorAccepted {
		return nil
	}
	m := w.t.Major
	m.Update, m.Missed = w.nextUpdate(w.now), 0
	return &m
}

// missUpdate tells those whom the plan names that an update is due. The next one is planned from this one, or from now when an outage
// has swallowed more than one.
func (w *work) missUpdate(at time.Time) {
	m := w.t.Major
	m.Missed++
	if m.Update = w.nextUpdate(at); !m.Update.IsZero() && !m.Update.After(w.now) {
		m.Update = w.nextUpdate(w.now)
	}
	u, _ := w.updates()
	e := Event{Type: MajorUpdateDue, Due: instant(at), Major: &m}
	for _, target := range u.To {
		for _, to := range w.recipients(w.t, target) {
			key := escalation.Intent{
				Policy: "major", Version: w.h.Version(), Step: int(w.t.Version + 1), Action: escalation.Action(e.Type), Target: escalation.Target(to),
			}.Key(w.ref())
			if w.queued(key) {
				continue
			}
			text := "an update on this major incident is due since " + e.Due.Format(time.RFC3339)
			if m.Room != "" {
				text += "; room: " + m.Room
			}
			e.Notices = append(e.Notices, w.queue(escalation.Notice{Key: key, To: to, Text: text, Planned: e.Due, At: w.now}))
		}
	}
	w.emit(e)
}
