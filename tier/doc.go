// Package tier says who may do what: ladders of support tiers, what each tier can and must do, and along which edges a ticket
// moves between them.
//
// # The idea
//
// A [Ladder] is a directed graph, not a number. A [Tier] is a node with capabilities (what it may do), responsibilities (what it
// answers for), the experience it asks of its people and the access it has. An [Edge] is one way for a ticket to move, with the
// reasons that open it, what must be written down before, and how soon the receiver must accept. The next tier is the edge
// chosen by reason ([Ladder.Next]), never "level plus one".
//
// # Smallest program
//
//	ladder := tier.Default()
//	edge, ok := ladder.Next("L2", tier.DocumentationInsufficient)
//	// edge.To is "L3", edge.Evidence is [runbook_insufficient], ok is true
//
// Around the ladder stand, one file each:
//
//   - ready-made ladders: [Default], [WithSelfService], [Swarm], [ManagedServices]
//   - people: [Staff] of engineers and groups; who qualifies and what is missing ([Ladder.Gaps]); who gets the work
//     ([Staff.Assign]), with a named [Outcome] when nobody can
//   - checks before it runs: [Ladder.Lint], [Staff.Lint], [Ladder.RACI] against a declared one ([Ladder.CheckRACI]), [Diff]
//   - pictures: [Ladder.Mermaid], [Ladder.DOT]
//
// # Words
//
//   - ladder: a named, versioned, unchangeable set of tiers and edges, made from a [Definition] by [New]
//   - rank: where a tier stands in a picture or a report; nothing moves by rank, and two tiers may share one
//   - functional edge: more skill. Hierarchical edge: more authority. These are two axes, and one ticket can travel both
//   - consult edge: somebody joins and helps, nobody hands over (swarming)
//   - hand-back edge: the ticket returns to the tier that it came from; vendor edge: it goes to a tier of kind vendor
//
// # Guarantees
//
// Everything is a value or a pure function: no clock, no storage, no goroutine, nothing global that changes, and no panic on data.
// A Ladder is safe for use by many goroutines; what it returns is a copy. Lists come in a stable order. A definition is either
// accepted whole or refused with all its faults, each with its path.
//
// # Limits
//
// A ladder has at most [MaxTiers] tiers and [MaxEdges] edges, a list in a tier or edge at most [MaxList] entries, an identifier or
// word at most [MaxWord] bytes, a name or summary at most [MaxText]. The package does not know tickets: who owns one, and
// whether the fields and the evidence of an edge are there, is for the caller to check.
package tier
