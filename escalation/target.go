package escalation

import (
	"slices"

	"github.com/fourline-go/fourline/internal/fault"
)

// A Target is whom a step tells. Who that is, is found out when the step is carried out, not when the policy is written.
type Target struct {
	Kind TargetKind `json:"kind" yaml:"kind"`
	ID   string     `json:"id,omitempty" yaml:"id,omitempty"` // "" means the ticket's own; see the kinds
}

// TargetKind is what sort of target it is.
type TargetKind string

const (
	ToTier      TargetKind = "tier"      // everybody of a tier; without an id, of the tier that the ticket is at
	ToGroup     TargetKind = "group"     // everybody of a group; without an id, of the ticket's group
	ToEngineer  TargetKind = "engineer"  // one engineer; without an id, the one who works on the ticket
	ToSchedule  TargetKind = "schedule"  // who is on call by a schedule; the id is required
	ToManager   TargetKind = "manager"   // who manages a tier; without an id, the tier that the ticket is at
	ToRequester TargetKind = "requester" // who asked; never with an id
	ToVendor    TargetKind = "vendor"    // a vendor; without an id, the ticket's vendor
	ToWatchers  TargetKind = "watchers"  // who watches the ticket; never with an id
)

// TargetKinds lists the kinds of targets there are.
func TargetKinds() []TargetKind {
	return []TargetKind{ToTier, ToGroup, ToEngineer, ToSchedule, ToManager, ToRequester, ToVendor, ToWatchers}
}

// Valid reports whether k is one of [TargetKinds].
func (k TargetKind) Valid() bool { return slices.Contains(TargetKinds(), k) }

// String is the kind and the id, as in "tier L2", or the kind alone.
func (t Target) String() string {
	if t.ID == "" {
		return string(t.Kind)
	}
	return string(t.Kind) + " " + t.ID
}

// Check reports every fault of a target that stands outside a policy, with its place: "kind", "id". It cannot know whether the
// tier, group or schedule exists.
func (t Target) Check() error {
	var l fault.List
	switch {
	case !t.Kind.Valid():
		l.Add("kind", "unknown target %s; want one of %s", quote(string(t.Kind)), listed(TargetKinds()))
	case t.Kind == ToSchedule && t.ID == "":
		l.Add("id", "is missing: name the schedule")
	case t.Kind == ToRequester && t.ID != "":
		l.Add("id", "a ticket has one requester; leave the id out")
	case t.Kind == ToWatchers && t.ID != "":
		l.Add("id", "all who watch are meant; leave the id out")
	}
	if t.ID != "" && !isName(t.ID) {
		l.Add("id", "%s is no id; want one line of readable text, at most %d bytes", quote(t.ID), MaxName)
	}
	return l.Err()
}
