// Package scenario is a story of a desk as data: who does what to which ticket and when, and how things are to stand then. It reads
// stories from YAML.
//
//	name: A printer is mended at the second line
//	people:
//	  - {id: rosa, kind: requester, client: acme}
//	given:
//	  - at: 2026-11-23 09:00
//	    by: rosa
//	    ticket: printer
//	    do:
//	      - open: {subject: Cannot print, impact: low, urgency: high}
//	when:
//	  - after: 5m
//	    by: ada
//	    ticket: printer
//	    do:
//	      - acknowledge
//	      - hand_over: {reason: beyond_cookbook, fields: {tried: Paper}}
//	  - after: 10m
//	    by: ada
//	    ticket: printer
//	    do: [accept]
//	    refused: right
//	then:
//	  - ticket: printer
//	    expect:
//	      tier: L1
//	      offer.to: L2
//	      clocks: {resolve: {state: running, due: "2026-11-23 17:00"}}
//	      events: [opened, acknowledged, offered]
//	      notices: [tier L2]
//
// Package scenariotest plays such files as tests; a program may play one as it likes.
//
// # Steps
//
// A step has a time, at most one command, and what is expected once that and all that is due by then has happened. "given" holds what
// must work for the story to begin, "when" the story, "then" how it ends; a step is written the same way in each. Steps happen in the
// order of their times, those of one instant in the order of the file.
//
//   - at: "2026-11-23 09:00", or "09:00" on the date of the step above, in the scenario's zone; or after: a duration since the step
//     above. Neither: at the time of the step above, for the first one the start.
//   - by: an engineer of the handbook, or one of the people; with a tier that is not their usual one {id: ada, tier: L2}.
//   - ticket: a name in this file. A ticket that the desk opened by itself is called by its id, with the client beside it.
//   - do: actions, all together or none. Every action of package ticket is called by its type: [ticket.HandOver] is hand_over, and has
//     the fields of its JSON. Text alone is the first field, so a trigger of the lifecycle is pulled by "move: start"; the fields of a
//     ticket may stand beside those of the action that sets them, as in "move: {trigger: resolve, resolution: fixed}". "perform",
//     alone, runs the action that a runbook has come to.
//   - refused: the rule by which the command is to be refused ([ticket.Refusal]).
//   - expect: see [Expect].
//
// # Limits
//
// A file is at most [MaxBytes] long, nests at most [MaxDepth] deep and has at most [MaxSteps] steps; aliases are refused. That is
// checked first. Names that nobody knows are faults, and so is a time that the clocks of the zone do not show, or show twice; all
// faults are reported at once, each with its line ([ticket.Faults]).
package scenario
