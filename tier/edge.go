package tier

import (
	"slices"
	"time"
)

// An Edge is one way for a ticket to go from one tier to another. Between two tiers there is, in each direction, at most one edge
// along which a ticket is handed over and at most one consult edge.
type Edge struct {
	From ID       `json:"from" yaml:"from"`
	To   ID       `json:"to" yaml:"to"`
	Kind EdgeKind `json:"kind" yaml:"kind"`

	Reasons  []Reason   `json:"reasons,omitempty" yaml:"reasons,omitempty"`   // any one of them opens the edge
	Fields   []string   `json:"fields,omitempty" yaml:"fields,omitempty"`     // all of these must be filled before: "tried", "impact_note"
	Evidence []Evidence `json:"evidence,omitempty" yaml:"evidence,omitempty"` // all of this must have happened before

	// AcceptWithin is how soon the receiver must accept, in working time of the receiving tier; 0 = no limit, at most 366 days.
	AcceptWithin time.Duration `json:"accept_within,omitempty" yaml:"accept_within,omitempty"`
	// Approver is the tier that must agree before the ticket can be accepted; "" = nobody need agree. AcceptWithin counts from then.
	// A hand-over that time alone makes ([Reason.ByTime]) waits for nobody's approval: escalation must not hang on an answer that
	// nobody gives. So an edge that must never be taken without one has none of these reasons.
	Approver ID `json:"approver,omitempty" yaml:"approver,omitempty"`
	// MaySkip allows a ticket to pass To by when nobody there can take it, and to go on along To's own edge for the same reason.
	// What is asked for is then what the last of these edges asks; see [Staff.Path].
	MaySkip bool `json:"may_skip,omitempty" yaml:"may_skip,omitempty"`
}

// Opens reports whether the edge is there for this reason.
func (e Edge) Opens(r Reason) bool { return slices.Contains(e.Reasons, r) }

func (e Edge) clone() Edge {
	e.Reasons = slices.Clone(e.Reasons)
	e.Fields = slices.Clone(e.Fields)
	e.Evidence = slices.Clone(e.Evidence)
	return e
}

func cloneEdges(edges []Edge) []Edge {
	edges = slices.Clone(edges)
	for i := range edges {
		edges[i] = edges[i].clone()
	}
	return edges
}

// EdgeKind is what sort of move an edge is.
type EdgeKind string

// The kinds of edges.
const (
	Functional   EdgeKind = "functional"   // to more skill (ITIL functional escalation)
	Hierarchical EdgeKind = "hierarchical" // to more authority (ITIL hierarchic escalation)
	Consult      EdgeKind = "consult"      // somebody joins, nobody hands over (swarming)
	HandBack     EdgeKind = "hand_back"    // back to a tier that had it before
	ToVendor     EdgeKind = "vendor"       // to a tier of kind vendor, under an underpinning contract
)

// EdgeKinds lists the kinds of edges in the order above.
func EdgeKinds() []EdgeKind {
	return []EdgeKind{Functional, Hierarchical, Consult, HandBack, ToVendor}
}

// Valid reports whether k is one of [EdgeKinds].
func (k EdgeKind) Valid() bool { return slices.Contains(EdgeKinds(), k) }

// HandsOver reports whether the ticket changes hands along such an edge: all kinds but consult.
func (k EdgeKind) HandsOver() bool { return k != Consult }

// A Reason is why a ticket moves along an edge. A host may add words of its own: lower-case letters, digits and '_'.
type Reason string

// The reasons that other packages of this module give.
const (
	DocumentedProcedure       Reason = "documented_procedure"       // a documented procedure says so
	BeyondCookbook            Reason = "beyond_cookbook"            // the first line's cookbook does not cover it
	DocumentationInsufficient Reason = "documentation_insufficient" // the Run-Book was tried and is not enough
	Unsolved                  Reason = "unsolved"                   // all was tried, and it did not solve it
	MajorEnhancement          Reason = "major_enhancement"          // the fix is a major enhancement or development
	WrongTier                 Reason = "wrong_tier"                 // it never belonged here
	Solved                    Reason = "solved"                     // done, the owner goes on with it
	Returned                  Reason = "returned"                   // not done, the owner goes on with it

	// These two are given by time alone, by an escalation policy. A hand-over for them needs neither the edge's fields nor
	// its evidence, because nobody is there to write them (see [Reason.ByTime]).
	Unacknowledged Reason = "unacknowledged" // nobody has acknowledged
	SLAAtRisk      Reason = "sla_at_risk"    // too much of a target is used up
)

// Reasons lists the reasons above.
func Reasons() []Reason {
	return []Reason{
		DocumentedProcedure, BeyondCookbook, DocumentationInsufficient, Unsolved, MajorEnhancement, WrongTier, Solved, Returned,
		Unacknowledged, SLAAtRisk,
	}
}

// ByTime reports whether time alone gives this reason; the fields and the evidence of an edge are then not asked for.
func (r Reason) ByTime() bool { return r == Unacknowledged || r == SLAAtRisk }

// Evidence is something that must have happened to a ticket before it may go along an edge.
type Evidence string

// RunbookInsufficient is the evidence that a Run-Book was tried on the ticket and ended as insufficient.
const RunbookInsufficient Evidence = "runbook_insufficient"

// Valid reports whether e is evidence that can be checked. An unknown one would shut its edge for ever, so it is a fault.
func (e Evidence) Valid() bool { return e == RunbookInsufficient }
