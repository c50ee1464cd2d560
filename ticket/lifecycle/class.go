package lifecycle

import "slices"

// Class is what a state means, whatever a desk calls it: who is waited for, and whether the work is done.
type Class string

// The classes. The split between waiting for the customer and waiting for somebody on our side decides whether a clock
// pauses: TM Forum TMF621 has the same pair as "pending" and "held".
const (
	New             Class = "new"              // logged, nobody has taken it yet
	Active          Class = "active"           // somebody works on it
	WaitingCustomer Class = "waiting_customer" // the requester has to answer
	WaitingUs       Class = "waiting_us"       // another group, a change or a problem of ours has to come first
	WaitingVendor   Class = "waiting_vendor"   // somebody outside, under a contract of their own
	Resolved        Class = "resolved"         // a fix was given, the requester may still object
	Closed          Class = "closed"           // the end
)

// Classes lists all classes in the order a ticket usually meets them.
func Classes() []Class {
	return []Class{New, Active, WaitingCustomer, WaitingUs, WaitingVendor, Resolved, Closed}
}

// Valid reports whether c is one of the classes.
func (c Class) Valid() bool { return slices.Contains(Classes(), c) }

// Open reports whether work may still be due: every valid class but Resolved and Closed.
func (c Class) Open() bool { return c.Valid() && !c.Done() }

// Done reports whether the work is done: Resolved or Closed.
func (c Class) Done() bool { return c == Resolved || c == Closed }

// Waiting reports whether the ticket waits for somebody: the customer, us or a vendor.
func (c Class) Waiting() bool { return c.WaitsFor() != "" }

// WaitsFor is whom a ticket waits for: the requester, an engineer of ours or the vendor; "" when it does not wait.
func (c Class) WaitsFor() ActorKind {
	switch c {
	case WaitingCustomer:
		return Requester
	case WaitingUs:
		return Engineer
	case WaitingVendor:
		return Vendor
	default:
		return ""
	}
}
