package lifecycle

import "time"

// Request is the usual lifecycle of a service request: taken up at once, or after a manager has approved it; fulfilled, closed by
// itself after five days. Whoever asks for the approval says in "approval_note" what for, and who rejects it says why.
func Request() Definition {
	staff := []ActorKind{Engineer, Manager, Automation}
	open := []string{"new", "awaiting_approval", "in_progress", "on_hold"}
	return Definition{
		Name:    "request",
		OnReply: "reply",
		OnMerge: "cancel",
		Initial: []string{"new"},
		States: []State{
			{Name: "new", Class: New},
			{Name: "awaiting_approval", Class: WaitingUs, Require: []string{"approval_note"}},
			{Name: "in_progress", Class: Active},
			{Name: "on_hold", Pending: true},
			{Name: "fulfilled", Class: Resolved, Require: []string{"resolution_note"}, After: Timer{Wait: 5 * 24 * time.Hour, Trigger: "close"}},
			{Name: "closed", Class: Closed},
			{Name: "rejected", Class: Closed, Cancelled: true, Require: []string{"resolution_note"}},
			{Name: "cancelled", Class: Closed, Cancelled: true, Require: []string{"resolution_note"}},
		},
		Reasons: usualReasons()[:3], // a request does not wait for a problem
		Transitions: []Transition{
			{Trigger: "ask_approval", From: []string{"new", "in_progress"}, To: "awaiting_approval"},
			{Trigger: "approve", From: []string{"awaiting_approval"}, To: "in_progress", By: []ActorKind{Manager}},
			{Trigger: "reject", From: []string{"awaiting_approval"}, To: "rejected", By: []ActorKind{Manager}},
			{Trigger: "start", From: []string{"new"}, To: "in_progress"},
			{Trigger: "hold", From: []string{"in_progress", "on_hold"}, To: "on_hold"},
			{Trigger: "resume", From: []string{"on_hold"}, To: "in_progress"},
			{Trigger: "reply", From: []string{"on_hold"}, To: "in_progress", By: []ActorKind{Requester}},
			{Trigger: "fulfil", From: []string{"in_progress", "on_hold"}, To: "fulfilled"},
			{Trigger: "reopen", From: []string{"fulfilled"}, To: "in_progress", By: append(staff, Requester), Can: "reopen", Reopens: true},
			{Trigger: "close", From: []string{"fulfilled"}, To: "closed", By: append(staff, Requester), Can: "close"},
			{Trigger: "cancel", From: open, To: "cancelled", By: []ActorKind{Engineer, Manager, Requester}, Can: "close"},
		},
		Rights: []Right{
			{To: "fulfilled", Can: "resolve"},
			{Can: "work"},
		},
		Reopen: Reopen{Then: NewTicket},
	}
}
