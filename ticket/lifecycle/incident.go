package lifecycle

import "time"

// Incident is the usual lifecycle of an incident: new, in progress, on hold with a reason, resolved, closed, cancelled, with
// reopening while it is resolved and closing by itself after five days. The states follow the incident model of ITIL 4 as service
// desks ship it. Who comes back later opens a new incident that is linked to the old one.
func Incident() Definition {
	return Definition{
		Name:    "incident",
		OnReply: "reply",
		OnMerge: "cancel",
		OnClear: "clear",
		Initial: []string{"new"},
		States: []State{
			{Name: "new", Class: New},
			{Name: "in_progress", Class: Active},
			{Name: "on_hold", Pending: true},
			{Name: "resolved", Class: Resolved, After: Timer{Wait: 5 * 24 * time.Hour, Trigger: "close"}},
			{Name: "closed", Class: Closed},
			{Name: "cancelled", Class: Closed, Cancelled: true},
		},
		Reasons: usualReasons(),
		Transitions: []Transition{
			{Trigger: "start", From: []string{"new"}, To: "in_progress", Can: "work"},
			{Trigger: "hold", From: []string{"new", "in_progress", "on_hold"}, To: "on_hold", Can: "work"},
			{Trigger: "resume", From: []string{"on_hold"}, To: "in_progress", Can: "work"},
			{Trigger: "reply", From: []string{"on_hold"}, To: "in_progress", By: []ActorKind{Requester}},
			{Trigger: "resolve", From: []string{"new", "in_progress", "on_hold"}, To: "resolved", Can: "resolve", Require: []string{"resolution", "resolution_note"}},
			{Trigger: "clear", From: []string{"new", "in_progress", "on_hold"}, To: "resolved", By: []ActorKind{Monitor}},
			{Trigger: "reopen", From: []string{"resolved"}, To: "in_progress", By: []ActorKind{Engineer, Manager, Automation, Requester}, Can: "reopen", Reopens: true},
			{Trigger: "close", From: []string{"resolved"}, To: "closed", By: []ActorKind{Engineer, Manager, Automation, Requester}, Can: "close"},
			{Trigger: "cancel", From: []string{"new", "in_progress", "on_hold"}, To: "cancelled", By: []ActorKind{Engineer, Manager, Requester}, Can: "close", Require: []string{"resolution_note"}},
		},
		Reopen: Reopen{Then: NewTicket},
	}
}

// usualReasons are why incidents and requests wait.
func usualReasons() []Reason {
	return []Reason{
		{Name: "awaiting_customer", Class: WaitingCustomer},
		{Name: "awaiting_vendor", Class: WaitingVendor},
		{Name: "awaiting_change", Class: WaitingUs},
		{Name: "awaiting_problem", Class: WaitingUs},
	}
}
