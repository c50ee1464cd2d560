// Package tickettest is the suite that every [ticket.Store] passes, and what tests need to make tickets without a desk. Who tests what a
// desk does wants package desktest.
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
// # Guarantees
//
// Besides single cases, [Histories] holds the store against a plain model of the port over many chance sequences of commits, claims
// and settlements, the same on every run.
//
// # Limits
//
// The suite cannot see what only a power cut shows: whether a commit has reached the disk. Its races are found by running it with the
// race detector.
package tickettest
