// Package tickettest is for the tests of whoever embeds a desk: a real [ticket.Desk] on a store in memory, with a clock that moves only
// when told and a notifier that remembers; and for whoever brings a store, the suite that every [ticket.Store] passes.
//
//	func TestNobodyAnswers(t *testing.T) {
//		d := tickettest.NewDesk(t, nil)
//		who := tickettest.People("acme")
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
// # Stores
//
// [TestStore] holds a store against the port.
//
//	func TestStore(t *testing.T) {
//		tickettest.TestStore(t, func(t testing.TB) ticket.Store { return mystore.Open(t.TempDir()) },
//			tickettest.Reopen(func(t testing.TB, s ticket.Store) ticket.Store { … }))
//	}
//
// The function opens an empty store; the suite calls it often and closes what it gave. Cases run one after the other, within
// seconds, without looking at a clock. A store may leave out a [Category] only by name and with a reason ([Without]), which the test's
// output shows; one that cannot be opened again says so:
//
//	tickettest.TestStore(t, open, tickettest.Without(tickettest.Durable, "it lives in memory"))
//
// Besides single cases, [Histories] holds the store against a plain model of the port over many chance sequences of commits, claims
// and settlements, the same on every run.
//
// # What else there is for tests
//
// Package scenariotest plays scenario files; package rapidtest draws commands for property tests; package timeline turns events into
// text that a golden file can hold (see [Golden]).
//
// # Limits
//
// The suite cannot see what only a power cut shows: whether a commit has reached the disk. Its races are found by running it with the
// race detector.
package tickettest
