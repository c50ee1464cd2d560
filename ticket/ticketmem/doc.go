// Package ticketmem keeps tickets in memory. It is the reference that other stores are held against, and what tests and examples
// use:
//
//	desk, err := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book})
//
// # Guarantees
//
// All that [ticket.Store] promises, but for durability: what is committed is seen by everybody at once, whole, and is gone when the
// process ends. A value that goes in or comes out is the caller's own; changing it changes nothing here. No lock is held while the
// caller's code runs, so that the body of a loop over [Store.List] may use the store.
//
// # Limits
//
// Memory: all events are kept, about 1 kB for each and 2 kB for each ticket. Committing, getting and claiming take the same time
// whatever the number of tickets, but for its logarithm, and so does listing by a reference, an alarm key or what alarms are about.
// Other lists walk the client's tickets in the order of their ids: a filter that few tickets pass costs a look at all of them.
package ticketmem
