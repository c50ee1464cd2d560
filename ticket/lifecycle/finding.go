package lifecycle

import "fmt"

// A Finding is something that can hardly be meant: what [Lint] says about a definition.
type Finding struct {
	Rule     Rule     `json:"rule"`
	Severity Severity `json:"severity"`
	Path     string   `json:"path"`              // place in the definition: "transitions[3].to"
	State    string   `json:"state,omitempty"`   // the state it is about
	Trigger  string   `json:"trigger,omitempty"` // the trigger it is about
	Text     string   `json:"text"`              // a sentence without a full stop
}

// String is the finding as one line: place, text, rule.
func (f Finding) String() string { return fmt.Sprintf("%s: %s (%s)", f.Path, f.Text, f.Rule) }

// Severity is how bad a finding is.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // tickets will get stuck, or what was asked for will never happen
	Warning Severity = "warning" // it works, and something of it is dead or surprising
)

// A Rule is the name of what a finding is about. It stays the same from version to version, so that a house can name the findings that
// it has looked at and means.
type Rule string

// What [Lint] looks for.
const (
	UnknownState      Rule = "unknown_state"      // a name that is no state: where tickets begin, what a transition leaves or leads to, a right
	UndeclaredTrigger Rule = "undeclared_trigger" // the triggers are listed, and this one is not among them
	UnusedTrigger     Rule = "unused_trigger"     // listed, and no transition has it
	UnusedReason      Rule = "unused_reason"      // reasons, and no state that is pending
	UnusedRight       Rule = "unused_right"       // a right that decides about no transition
	Unreachable       Rule = "unreachable"        // no way leads to the state from where tickets begin
	DeadEnd           Rule = "dead_end"           // tickets in the state cannot leave it, and they are not closed
	PendingForEver    Rule = "pending_for_ever"   // a ticket that waits in the state can leave it for no other
	NeverCloses       Rule = "never_closes"       // from the state, no way leads to a closed one
	NobodyLeaves      Rule = "nobody_leaves"      // ways lead out of the state, and nobody may take any
	NobodyMay         Rule = "nobody_may"         // a transition that nobody has the right to make
	NoTierMay         Rule = "no_tier_may"        // a transition asks for what no tier is capable of, so that no engineer may make it, and others may
	LeftToOthers      Rule = "left_to_others"     // nobody of ours may take a ticket out of the state: a requester, a vendor or a monitor has to
	NoReopen          Rule = "no_reopen"          // a resolved ticket cannot be taken up again
	ReopenUncounted   Rule = "reopen_uncounted"   // a way from done to open that does not count as a reopening
	ReopensNothing    Rule = "reopens_nothing"    // counts as a reopening, and does not lead from done to open
	ReopenUnused      Rule = "reopen_unused"      // a window for reopening, and no transition reopens
	TimerStuck        Rule = "timer_stuck"        // time pulls a trigger that will be refused
	TimerMayWait      Rule = "timer_may_wait"     // time pulls a trigger that needs what nothing has asked for
	ReplyRefused      Rule = "reply_refused"      // a requester is waited for, and the answer does not move the ticket
	ClearRefused      Rule = "clear_refused"      // an open ticket that the end of its alarm does not move
	TooLarge          Rule = "too_large"          // beyond the limits, so the rest was not looked at
)
