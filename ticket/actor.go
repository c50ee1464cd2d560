package ticket

import (
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// ActorKind is in what part somebody acts on a ticket; see [lifecycle.ActorKind].
type ActorKind = lifecycle.ActorKind

// The kinds of actors.
const (
	Requester  = lifecycle.Requester
	Engineer   = lifecycle.Engineer
	Manager    = lifecycle.Manager
	Vendor     = lifecycle.Vendor
	Monitor    = lifecycle.Monitor
	Automation = lifecycle.Automation
	System     = lifecycle.System
)

// An Actor is who does something, as the host has authenticated them. The client comes from here and from nowhere else: a ticket
// of another client does not exist for this actor.
type Actor struct {
	Kind   ActorKind `json:"kind"`
	ID     string    `json:"id,omitempty"`
	Tier   tier.ID   `json:"tier,omitempty"`   // of an engineer or an automation: where they work, and so what they may do. Of a vendor: where there are several tiers outside, which one; "" is all
	Client string    `json:"client,omitempty"` // whose tickets; up to 64 characters
}

// clock is the actor of everything that time causes.
func clock(client string) Actor { return Actor{Kind: System, ID: "clock", Client: client} }

// article puts the article before a kind of actor.
func article(kind ActorKind) string {
	if kind == Engineer || kind == Automation {
		return "an " + string(kind)
	}
	return "a " + string(kind)
}
