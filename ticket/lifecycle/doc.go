// Package lifecycle describes, as data, how a ticket of one kind moves: its states, what each means to a clock (its class),
// the triggers that lead from one to another, who may pull them and what must be there first.
//
// A [Definition] is written by hand or read from a handbook. [Compile] checks it whole and gives an immutable [Lifecycle], which is
// executed by one shared state machine (github.com/qmuntal/stateless) for all tickets of that kind:
//
//	cycle, err := lifecycle.Compile(lifecycle.Incident())
//	step, err := cycle.Fire(ctx, "new", "start", lifecycle.Facts{Actor: lifecycle.Engineer, Can: all})
//	// step.To == "in_progress", step.Class == lifecycle.Active
//
// Code that works on any lifecycle asks the class of a state, never its name: clocks, reports and notices then work on states
// that a host invents. A move that is not possible is an [*Unmet], which says what was wrong, what is missing and what would be
// possible.
//
// A Lifecycle is safe for concurrent use.
package lifecycle
