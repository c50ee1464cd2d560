// Package fourline is the four lines of IT support, L1 to L4, as a library. A service imports it and gets tiers with
// capabilities and responsibilities, a ticket state machine, SLA clocks over business calendars, escalation policies and
// runbooks, and wires them to its own storage and notification.
//
// This package holds the tour and nothing else. The packages are:
//
//   - [github.com/fourline-go/fourline/tier]: who may do what. A ladder is a graph of tiers; edges say how a ticket moves, for
//     which reasons, and with what evidence.
//   - [github.com/fourline-go/fourline/sla]: when it is due. Business calendars compiled into instants, clocks that pause and explain
//     themselves, agreements chosen by the most specific match.
//   - [github.com/fourline-go/fourline/escalation]: what happens when it is late. Policies of timed steps, on-call schedules, notices, and the
//     Notifier port.
//   - [github.com/fourline-go/fourline/runbook]: how it is fixed. Documented steps, runs that survive a crash, and the evidence that
//     they were not enough.
//   - [github.com/fourline-go/fourline/ticket]: the ticket that brings the four together, its events, the Handbook (policy as
//     data), the Desk (the one way in) and the Store port.
//
// The first four know nothing of tickets, storage or goroutines: they are values and pure functions, and each is useful alone. Time
// comes in as a parameter; the same input gives the same output.
//
// # The way in
//
// Policy is written down in a handbook, a YAML file that is checked whole before anything runs
// ([github.com/fourline-go/fourline/ticket/handbook]). A desk is made of a handbook and a store. Every change, whoever or whatever causes it, is
// a command to the desk; what time makes due comes through the same door:
//
//	command ──► Desk.Do ──► load ticket ──► decide ──► commit ──► dispatch
//	time    ──► Desk.Wake ─┘   (Store)      (pure)     (Store)     (outbox → Notifier)
//
// One commit holds the ticket, the events that led to it, the notices to send and the instant at which somebody has to look again. So a
// crash at any point leaves a desk that goes on where it stopped: nothing acknowledged is lost, and no page is intended twice.
// Delivery is at least once, with a key that stays the same.
//
// # Where to go on
//
// The example of this package is a whole program. examples/servicedesk runs a day of a support desk on SQLite in virtual time;
// its handbook.yaml is commented to be read. examples/replay feeds the log of a real desk through the library and compares what it
// counts with what the log says.
package fourline
