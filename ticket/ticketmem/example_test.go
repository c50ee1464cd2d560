package ticketmem_test

import (
	"context"
	"fmt"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// A desk does this for its host: it loads a ticket, decides what happens to it, and commits the two together.
func Example() {
	ctx, store := context.Background(), ticketmem.New()
	opened := ticket.Event{
		Seq: 1, Type: ticket.Opened, At: time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC),
		Changes: []ticket.Change{{Field: ticket.FieldSubject, To: "Cannot print"}},
	}
	t := ticket.Apply(ticket.Ticket{ID: "T-1", Client: "acme"}, opened)
	commit := []ticket.Mutation{{Ticket: t, Events: []ticket.Event{opened}, Key: "mail-17"}}

	first, err := store.Apply(ctx, commit)
	fmt.Println(first[0].Seen, first[0].Err, err)
	again, err := store.Apply(ctx, commit) // the same command key: nothing is done a second time
	fmt.Println(again[0].Seen, again[0].Ticket, again[0].Version, err)
	for t, err := range store.List(ctx, ticket.Query{Client: "acme"}) {
		fmt.Println(t.ID, t.Subject, err)
	}
	// Output:
	// false <nil> <nil>
	// true T-1 1 <nil>
	// T-1 Cannot print <nil>
}
