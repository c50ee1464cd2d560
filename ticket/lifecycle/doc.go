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
// possible; [Lifecycle.Permitted] says the same of every trigger beforehand.
//
// # What a definition says
//
// Who may pull a trigger stands with the [Transition], or in the [Right] that fits best. Fields are required (must be there), asked for
// (shown in a form) or to be changed (must differ from before): by a transition, by a state for every move into it, and by a pending
// [Reason]. A reason says who is waited for by its class, how often they are reminded and what happens when that did not help. A
// [Timer] lets a state end by itself. [Reopen] says how long a ticket that is done can be taken up again.
//
// Ready-made are [Incident], [Request] (with approval), [Problem] (known error, workaround, root cause), and [Change] with
// [StandardChange] and [EmergencyChange]. They are values: take one and change it.
//
// # What can be asked of a definition
//
// [Lint] finds what can hardly be meant: states that nobody reaches or leaves, dead triggers, timers that will be refused. [Diff] says in
// words what another version changes. [Lifecycle.Mermaid] and [Lifecycle.DOT] draw it. [Map] checks where tickets go on that change
// their kind. [Known] is the house around it, for checks of what a definition names and does not have. A host that writes its
// lifecycle in Go gives it types of its own with [TypedDefinition], or with [As] one that was read from a file.
//
// # Guarantees and limits
//
// Everything here is a pure function of its arguments: no clock, no storage, no goroutines, and the same answer each time. What is
// handed out is a copy. A Lifecycle is safe for concurrent use, as long as the functions in [Facts] are.
//
// The package only says what shall happen by itself. Who keeps the time pulls the triggers: timers, the end of reminders, answers and
// alarms that are over. Time is counted by the calendars that the definition names; the package knows none. Definitions have limits
// ([MaxStates] and those beside it) far above what people maintain.
package lifecycle
