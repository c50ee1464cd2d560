package lifecycle

import "slices"

// ActorKind is in what part somebody acts on a ticket.
type ActorKind string

// The kinds of actors.
const (
	Requester  ActorKind = "requester"  // the person who asked, or who asks for them
	Engineer   ActorKind = "engineer"   // works at a tier; what they may do is what the tier can do
	Manager    ActorKind = "manager"    // has authority over a tier (hierarchical escalation)
	Vendor     ActorKind = "vendor"     // somebody of a supplier, outside
	Monitor    ActorKind = "monitor"    // a monitoring system that raises and ends alarms
	Automation ActorKind = "automation" // a host's own rule or bot, which may do what an engineer of its tier may
	System     ActorKind = "system"     // the desk itself: time that has come, an import; may do everything, so never taken from a request
)

// ActorKinds lists all kinds.
func ActorKinds() []ActorKind {
	return []ActorKind{Requester, Engineer, Manager, Vendor, Monitor, Automation, System}
}

// Valid reports whether k is one of the kinds.
func (k ActorKind) Valid() bool { return slices.Contains(ActorKinds(), k) }

// one is somebody of this kind, in a sentence.
func (k ActorKind) one() string {
	if k == Engineer || k == Automation {
		return "an " + string(k)
	}
	return "a " + string(k)
}
