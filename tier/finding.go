package tier

import "fmt"

// A Finding is something that is allowed and yet can hardly be meant: what a check ([Ladder.Lint], [Staff.Lint], [Ladder.CheckRACI])
// says about a definition that [New] accepted.
type Finding struct {
	Rule Rule   `json:"rule"`
	Path string `json:"path,omitempty"` // place in the definition: "edges[3].reasons[0]"; "" = the whole
	Text string `json:"text"`           // a sentence without a full stop
}

// String is the finding as one line: place, text, rule.
func (f Finding) String() string {
	if f.Path == "" {
		return fmt.Sprintf("%s (%s)", f.Text, f.Rule)
	}
	return fmt.Sprintf("%s: %s (%s)", f.Path, f.Text, f.Rule)
}

// A Rule is the name of what a finding is about. It stays the same from version to version, so that a house can name the
// findings that it has looked at and means.
type Rule string

// What [Ladder.Lint] looks for.
const (
	Unreachable         Rule = "unreachable"           // no edge leads from the first tier to this one
	DeadEnd             Rule = "dead_end"              // tickets arrive here and cannot leave, not even back
	NoWayBack           Rule = "no_way_back"           // tickets arrive here and cannot get back to their owner
	CannotResolve       Rule = "cannot_resolve"        // neither this tier nor any that follows may resolve
	MayNotResolve       Rule = "may_not_resolve"       // a tier of skill gets tickets and may not resolve them
	NobodyMay           Rule = "nobody_may"            // no tier may do what every ticket needs done
	FirstDoesNot        Rule = "first_does_not"        // the first tier may not acknowledge or route
	NeverTaken          Rule = "never_taken"           // an edge that no reason opens
	SameReason          Rule = "same_reason"           // two edges from one tier, and nothing to choose by
	TimeCircle          Rule = "time_circle"           // by time alone, a ticket would go round for ever
	EvidenceNeverThere  Rule = "evidence_never_there"  // an edge asks for evidence that its tier cannot come by
	VendorUnmanaged     Rule = "vendor_unmanaged"      // a tier sends to a vendor and may not manage one
	AgainstRank         Rule = "against_rank"          // an edge upwards in skill goes down in rank, or the other way
	AuthorityOfNoOne    Rule = "authority_of_no_one"   // a hierarchical edge that leads to no management
	SelfApproval        Rule = "self_approval"         // the tier that hands over approves it
	SkipToNowhere       Rule = "skip_to_nowhere"       // a tier may be passed by, and no way goes on from it
	NobodyAnswers       Rule = "nobody_answers"        // an activity that no tier is responsible for
	SeveralAnswer       Rule = "several_answer"        // a responsibility held by tiers that nothing tells apart
	Misspelt            Rule = "misspelt"              // a word one slip away from a known one
	TierEmpty           Rule = "tier_empty"            // nobody works at a tier (staff)
	GroupEmpty          Rule = "group_empty"           // nobody belongs to a group (staff)
	BelowTier           Rule = "below_tier"            // somebody has less than their tier asks (staff)
	ManagerMissing      Rule = "manager_missing"       // nobody manages a tier (staff)
	RACIWithoutRight    Rule = "raci_without_right"    // declared to do what the tier may not do
	RACIUndeclaredRight Rule = "raci_undeclared_right" // may do what nobody declared
	RACIAccountable     Rule = "raci_accountable"      // not exactly one answers, or not the one with the responsibility
	RACIUnknownTier     Rule = "raci_unknown_tier"     // a tier that the ladder does not have
	RACITwice           Rule = "raci_twice"            // an activity with two lines
	RACIMissing         Rule = "raci_missing"          // an activity without a line
)

// findings gathers findings in order.
type findings []Finding

func (f *findings) add(r Rule, path, format string, args ...any) {
	*f = append(*f, Finding{Rule: r, Path: path, Text: fmt.Sprintf(format, args...)})
}
