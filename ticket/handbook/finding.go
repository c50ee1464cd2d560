package handbook

import (
	"fmt"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// A Finding is something that is allowed and yet can hardly be meant: what [Lint] says about a handbook that was read without a fault.
type Finding struct {
	Rule     Rule     `json:"rule"`
	Severity Severity `json:"severity"`
	Path     string   `json:"path,omitempty"` // place in the file: "agreements[2].match.priority[0]"; "" = the whole
	Line     int      `json:"line,omitempty"` // counted from 1; 0 unless it comes from [LintText]
	Text     string   `json:"text"`           // a sentence without a full stop
	Do       string   `json:"do"`             // how to mend it, in a few words
}

// String is the finding as one line: line, place, text, rule.
func (f Finding) String() string {
	text := fmt.Sprintf("%s (%s)", f.Text, f.Rule)
	if f.Path != "" {
		text = f.Path + ": " + text
	}
	if f.Line > 0 {
		text = fmt.Sprintf("line %d: %s", f.Line, text)
	}
	return text
}

// Severity is how bad a finding is; see [lifecycle.Severity].
type Severity = lifecycle.Severity

// The severities.
const (
	Error   = lifecycle.Error   // tickets will get stuck, or what was asked for will never happen
	Warning = lifecycle.Warning // it works, and something of it is dead or surprising
)

// A Rule is the name of what a finding is about. It stays the same from version to version, so that a handbook can name the findings that
// somebody has looked at and means (the field meant of [ticket.Definition]). The rules of packages tier, lifecycle and sla have the
// package before them: "tier.dead_end", "lifecycle.no_reopen", "sla.overlap".
type Rule string

// What [Lint] looks for besides what tier, lifecycle and sla look for by themselves: what only shows where they meet.
const (
	MatchUnknown       Rule = "match_unknown"       // an agreement, policy or runbook is for a client, kind, priority, tier or field that there is not
	MatchMisspelt      Rule = "match_misspelt"      // a service or category that is one slip away from another
	PriorityUnpromised Rule = "priority_unpromised" // a priority for which no client, or one of them, is promised anything
	ClientUnpromised   Rule = "client_unpromised"   // a client to whom nothing is promised
	ClientAnyChannel   Rule = "client_any_channel"  // a client without channels beside others that have some
	ChannelUnreceived  Rule = "channel_unreceived"  // agreed with a client, and no tier receives by it
	ChannelUnagreed    Rule = "channel_unagreed"    // a tier receives by it, and it is agreed with no client
	OwnerCannot        Rule = "owner_cannot"        // the tier that owns tickets may not track or close them
	NeverChosen        Rule = "never_chosen"        // an agreement, a rule for alarms or one for updates before which another always goes
	PriorityInverted   Rule = "priority_inverted"   // a graver priority has more time than the next
	TargetsInverted    Rule = "targets_inverted"    // to acknowledge or answer may take longer than to resolve
	AcceptTooLong      Rule = "accept_too_long"     // accepting a hand-over alone may take longer than resolving
	HoursUncovered     Rule = "hours_uncovered"     // time is counted in which nobody is there
	CalendarUnused     Rule = "calendar_unused"     // nothing counts by it
	MetricUnused       Rule = "metric_unused"       // of the handbook's own, and nothing is promised for it
	ScheduleUnused     Rule = "schedule_unused"     // nobody is called by it
	OverrideUnknown    Rule = "override_unknown"    // somebody stands in who does not work here
	NobodyBehind       Rule = "nobody_behind"       // somebody is to be told, and there is nobody
	RuleNeverFires     Rule = "rule_never_fires"    // people are told of what cannot happen here
	LinkRefused        Rule = "link_refused"        // a trigger travels along links without what it asks for
	PolicyNeverStarts  Rule = "policy_never_starts" // counts on a clock for which nothing is promised, or from what cannot happen
	HandOverNowhere    Rule = "hand_over_nowhere"   // a step hands over for a reason that no edge has
	RunbookStale       Rule = "runbook_stale"       // somebody should have read it again
	RunbookUnowned     Rule = "runbook_unowned"     // its owner is nobody who works here
	RunbookUnrun       Rule = "runbook_unrun"       // for a tier that is not capable of running it
	RunbooksAlike      Rule = "runbooks_alike"      // two for the same tickets at the same tier
	EvidenceEmpty      Rule = "evidence_empty"      // an edge asks that a runbook was tried, and its tier has none
	FieldUnwritten     Rule = "field_unwritten"     // a field that no tier is capable of writing
	FieldMisspelt      Rule = "field_misspelt"      // an edge asks for a field one slip away from a known one
	ContractNoVendor   Rule = "contract_no_vendor"  // an underpinning contract for tiers of which none is a vendor
	VendorNoContract   Rule = "vendor_no_contract"  // a vendor without an underpinning contract beside others that have one
	NeedUnmet          Rule = "need_unmet"          // tickets ask for what nobody at a tier has
	MeantNothing       Rule = "meant_nothing"       // a finding is said to be meant that is not there
)
