package lifecycle

// Problem is the usual lifecycle of a problem, the cause behind incidents: found, analysed until the root cause and a workaround are
// known (a known error, in the words of ITIL), resolved by a lasting fix, and closed by somebody who looks back at it. Only those who
// can manage problems work on it. What comes back is reopened at any time: the cause was not removed.
func Problem() Definition {
	open := []string{"new", "in_analysis", "known_error", "on_hold"}
	return Definition{
		Name:    "problem",
		OnReply: "reply",
		OnMerge: "cancel",
		Initial: []string{"new"},
		States: []State{
			{Name: "new", Class: New},
			{Name: "in_analysis", Class: Active},
			{Name: "known_error", Class: Active, Require: []string{"root_cause", "workaround"}},
			{Name: "on_hold", Pending: true},
			{Name: "resolved", Class: Resolved, Require: []string{"root_cause", "resolution", "resolution_note"}},
			{Name: "closed", Class: Closed},
			{Name: "cancelled", Class: Closed, Cancelled: true, Require: []string{"resolution_note"}},
		},
		Reasons: usualReasons()[:3], // a problem does not wait for a problem
		Transitions: []Transition{
			{Trigger: "analyse", From: []string{"new", "known_error"}, To: "in_analysis"},
			{Trigger: "document", From: []string{"new", "in_analysis", "on_hold"}, To: "known_error"},
			{Trigger: "hold", From: []string{"in_analysis", "known_error", "on_hold"}, To: "on_hold"},
			{Trigger: "resume", From: []string{"on_hold"}, To: "in_analysis"},
			{Trigger: "reply", From: []string{"on_hold"}, To: "in_analysis", By: []ActorKind{Requester}},
			{Trigger: "resolve", From: []string{"in_analysis", "known_error", "on_hold"}, To: "resolved", Ask: []string{"workaround"}},
			{Trigger: "reopen", From: []string{"resolved", "closed"}, To: "in_analysis", Reopens: true},
			{Trigger: "close", From: []string{"resolved"}, To: "closed"},
			{Trigger: "cancel", From: open, To: "cancelled"},
		},
		Rights: []Right{{Can: "manage_problem"}},
	}
}
