// Package desktest is a desk for the tests of a host: a real [ticket.Desk] on a store in memory, with a clock that moves only when told
// and a notifier that remembers.
//
//	func TestNobodyAnswers(t *testing.T) {
//		d := desktest.New(t, nil)
//		who := desktest.People("acme")
//		id := d.Open(who.Requester, ticket.Set{"subject": "Cannot print", "impact": "high", "urgency": "high"}).ID
//		d.Advance(10 * time.Minute)
//		require.Len(t, d.Notices.Sent().To("tier L1"), 1)
//		d.Refused("right", who.Requester, id, ticket.Acknowledge{})
//	}
//
// # Time
//
// [Desk.Advance] jumps from one thing that is due to the next: what a wake or a notice owes happens at its planned instant and in
// order, however far the clock moves, and costs nothing where nothing happens. While the clock stands, everything that is due now has
// been done: a notice has been handed over when [Desk.Do] returns.
//
// # Handbooks, people, tickets
//
// [House] is a small support organisation to begin with: change its definition, or bring a handbook of your own. [Desk.Given] makes a
// ticket in a situation, "a P1 that was resolved too late at L2", by going through the desk: what comes out is what a desk makes.
//
// # What else there is for tests
//
// Package scenariotest plays scenario files; package rapidtest draws commands for property tests; package tickettest is the suite that
// every [ticket.Store] passes; package timeline turns events into text that a golden file can hold (see [Golden]).
//
// This package links nothing that a host does not link anyway.
package desktest
