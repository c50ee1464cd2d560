package ticket

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/fourline-go/fourline/tier"
)

// MajorStatus is what a ticket is as a major incident. It is an axis of its own: no state of a lifecycle knows of it, and demoting one
// leaves the state as it is.
type MajorStatus string

// What a ticket is as a major incident; "" when nobody has ever thought so.
const (
	MajorProposed MajorStatus = "proposed"
	MajorAccepted MajorStatus = "accepted"
	MajorRejected MajorStatus = "rejected" // it was proposed in vain; a person may propose it again, a rule of the handbook does not
	MajorDemoted  MajorStatus = "demoted"  // it was accepted, and is none any more
)

// MajorStatuses lists them.
func MajorStatuses() []MajorStatus {
	return []MajorStatus{MajorProposed, MajorAccepted, MajorRejected, MajorDemoted}
}

// Valid reports whether s is one of [MajorStatuses].
func (s MajorStatus) Valid() bool { return slices.Contains(MajorStatuses(), s) }

// A Major is a ticket as a major incident.
type Major struct {
	Status   MajorStatus `json:"status,omitempty"`
	By       Actor       `json:"by,omitzero"` // who gave it this status; a rule of the handbook is [System], "handbook"
	At       time.Time   `json:"at,omitzero"`
	Why      string      `json:"why,omitempty"`
	Impact   string      `json:"impact,omitempty"`  // on the business
	Room     string      `json:"room,omitempty"`    // where those who work on it meet, from the handbook
	Update   time.Time   `json:"update,omitzero"`   // when the next public message is due; zero when the handbook plans none
	Missed   int         `json:"missed,omitempty"`  // updates that were due since the last public message
	Reviewed time.Time   `json:"reviewed,omitzero"` // zero again once it is reopened
	Review   string      `json:"review,omitempty"`  // what was learnt
}

// majorSteps are the ways between the statuses, and what each is called when it was taken.
var majorSteps = map[MajorStatus]struct {
	from []MajorStatus
	as   EventType
}{
	MajorProposed: {[]MajorStatus{"", MajorRejected, MajorDemoted}, ProposedMajor},
	MajorAccepted: {[]MajorStatus{"", MajorProposed, MajorRejected, MajorDemoted}, AcceptedMajor},
	MajorRejected: {[]MajorStatus{MajorProposed}, RejectedMajor},
	MajorDemoted:  {[]MajorStatus{MajorAccepted}, DemotedMajor},
}

func (s SetMajor) decide(w *work) error {
	if err := w.mayMajor(s.Status); err != nil {
		return err
	}
	if !slices.Contains(majorSteps[s.Status].from, w.t.Major.Status) {
		r := w.refuse("major", "a major incident that is %s cannot be %s", cmp.Or(w.t.Major.Status, "not proposed"), s.Status)
		for _, to := range MajorStatuses() {
			if slices.Contains(majorSteps[to].from, w.t.Major.Status) {
				r.Allowed = append(r.Allowed, string(to))
			}
		}
		return r
	}
	if err := errors.Join(w.checkText("why", s.Why, MaxText), w.checkText("impact", s.Impact, MaxText)); err != nil {
		return err
	}
	m := Major{Status: s.Status, By: w.by, At: w.now, Why: s.Why, Impact: cmp.Or(s.Impact, w.t.Major.Impact)}
	if s.Status != MajorAccepted {
		if err := w.says("who has one "+string(s.Status), "why", s.Why); err != nil {
			return err
		}
		w.emit(Event{Type: majorSteps[s.Status].as, Why: s.Why, Major: &m})
		return nil
	}
	if err := w.says("who accepts a major incident", "impact", s.Impact); err != nil {
		return err
	}
	m.Room, m.Update = w.h.def.Major.Room, w.nextUpdate(w.now)
	w.emit(Event{Type: AcceptedMajor, Why: s.Why, Major: &m})
	return nil
}

// mayMajor refuses who may not give a status. One that is resolved may still be rejected or demoted.
func (w *work) mayMajor(to MajorStatus) error {
	begins := to == MajorProposed || to == MajorAccepted
	if err := w.open(); err != nil && (begins || !w.done()) {
		return err
	}
	if to != MajorProposed {
		return w.must(tier.DeclareMajor)
	}
	switch w.by.Kind {
	case Engineer, Manager, Automation, System:
		return nil
	}
	return w.refuse("right", "%s does not propose major incidents", article(w.by.Kind))
}

func (r ReviewMajor) decide(w *work) error {
	if err := w.present(); err != nil {
		return err
	}
	if err := w.must(tier.DeclareMajor); err != nil {
		return err
	}
	if w.t.Major.Status != MajorAccepted {
		return w.refuse("major", "the ticket is no major incident")
	}
	if !w.done() {
		return w.refuse("order", "a major incident is reviewed when it is resolved, before it is closed")
	}
	if err := w.says("a review", "text", r.Text); err != nil {
		return err
	}
	m := w.t.Major
	m.Reviewed, m.Review = w.now, r.Text
	w.emit(Event{Type: ReviewedMajor, Major: &m})
	return nil
}
