package lifecycle

// Change is the usual lifecycle of a normal change: planned, assessed, authorised by a manager, scheduled, implemented and reviewed.
// [StandardChange] and [EmergencyChange] are kinds of their own beside it, so that nobody can leave out the authorisation by calling
// a change something else; a [Mapping] moves a change from one kind to another.
func Change() Definition {
	before := []string{"new", "in_assessment", "awaiting_authorisation", "scheduled"}
	return change("change", []State{
		{Name: "new", Class: New, Ask: []string{"plan"}},
		{Name: "in_assessment", Class: Active, Require: []string{"plan"}},
		{Name: "awaiting_authorisation", Class: WaitingUs, Require: []string{"plan", "risk", "backout_plan"}},
		{Name: "scheduled", Class: WaitingUs, Ask: []string{"planned_start", "planned_end"}},
		{Name: "rejected", Class: Closed, Cancelled: true, Require: []string{"resolution_note"}},
	}, []Transition{
		{Trigger: "assess", From: []string{"new"}, To: "in_assessment"},
		{Trigger: "ask_authorisation", From: []string{"in_assessment"}, To: "awaiting_authorisation"},
		{Trigger: "revise", From: []string{"awaiting_authorisation", "scheduled"}, To: "in_assessment"},
		{Trigger: "authorise", From: []string{"awaiting_authorisation"}, To: "scheduled", By: []ActorKind{Manager}},
		{Trigger: "reject", From: []string{"awaiting_authorisation"}, To: "rejected", By: []ActorKind{Manager}},
		{Trigger: "start", From: []string{"scheduled"}, To: "in_progress"},
		{Trigger: "cancel", From: before, To: "cancelled"},
	})
}

// StandardChange is the lifecycle of a change that is authorised once and for all, because it is done often, by a known plan and at
// little risk: scheduled, implemented and reviewed.
func StandardChange() Definition {
	return change("standard_change", []State{
		{Name: "new", Class: New, Ask: []string{"plan"}},
		{Name: "scheduled", Class: WaitingUs, Require: []string{"plan"}, Ask: []string{"planned_start", "planned_end"}},
	}, []Transition{
		{Trigger: "schedule", From: []string{"new"}, To: "scheduled"},
		{Trigger: "start", From: []string{"scheduled"}, To: "in_progress"},
		{Trigger: "cancel", From: []string{"new", "scheduled"}, To: "cancelled"},
	})
}

// EmergencyChange is the lifecycle of a change that cannot wait: authorised by a manager without an assessment, implemented at once,
// and reviewed with all the more care.
func EmergencyChange() Definition {
	return change("emergency_change", []State{
		{Name: "new", Class: New, Ask: []string{"plan"}},
		{Name: "awaiting_authorisation", Class: WaitingUs, Require: []string{"plan", "risk"}},
		{Name: "rejected", Class: Closed, Cancelled: true, Require: []string{"resolution_note"}},
	}, []Transition{
		{Trigger: "ask_authorisation", From: []string{"new"}, To: "awaiting_authorisation"},
		{Trigger: "authorise", From: []string{"awaiting_authorisation"}, To: "in_progress", By: []ActorKind{Manager}},
		{Trigger: "reject", From: []string{"awaiting_authorisation"}, To: "rejected", By: []ActorKind{Manager}},
		{Trigger: "cancel", From: []string{"new", "awaiting_authorisation"}, To: "cancelled"},
	})
}

// change puts what leads to a change's implementation before what all changes have in common: the implementation, the review and the
// end. A change that was backed out is reviewed too, and may be tried again.
func change(name string, before []State, first []Transition) Definition {
	return Definition{
		Name:    name,
		OnMerge: "cancel",
		Initial: []string{"new"},
		States: append(before, []State{
			{Name: "in_progress", Class: Active},
			{Name: "in_review", Class: Resolved, Require: []string{"resolution", "resolution_note"}},
			{Name: "closed", Class: Closed, Ask: []string{"review_note"}},
			{Name: "cancelled", Class: Closed, Cancelled: true, Require: []string{"resolution_note"}},
		}...),
		Transitions: append(first, []Transition{
			{Trigger: "complete", From: []string{"in_progress"}, To: "in_review"},
			{Trigger: "back_out", From: []string{"in_progress"}, To: "in_review"},
			{Trigger: "reopen", From: []string{"in_review"}, To: "in_progress", Reopens: true},
			{Trigger: "close", From: []string{"in_review"}, To: "closed", Can: "close"},
		}...),
		Rights: []Right{{Can: "work"}},
		Reopen: Reopen{Then: NewTicket},
	}
}
