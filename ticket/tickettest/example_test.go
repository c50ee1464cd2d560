package tickettest_test

import (
	"fmt"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

// Tickets for a test, without a desk: each mutation follows from the ticket of the one before.
func ExampleNext() {
	opened := tickettest.Opened("acme", "T-1", tickettest.Set(ticket.FieldSubject, "Cannot print"))
	noted := tickettest.Next(opened.Ticket,
		ticket.Event{Type: ticket.Acknowledged},
		ticket.Event{Type: ticket.Noted, Entry: "The queue is stuck"},
	)
	fmt.Println(noted.Expect, noted.Ticket.Version, noted.Ticket.Acknowledged.Sub(noted.Ticket.Opened), noted.Ticket.Subject)
	// Output: 1 3 1s Cannot print
}
