package ticketsql_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketsql"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

// A ticket is there when the file is opened again.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "desk")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	store, err := ticketsql.Open(ctx, filepath.Join(dir, "desk.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	commit := tickettest.Opened("acme", "T-1", tickettest.Set(ticket.FieldSubject, "Cannot print")) // a desk decides this
	results, err := store.Apply(ctx, []ticket.Mutation{commit})
	fmt.Println(results[0].Err, err, store.Close())

	store, err = ticketsql.Open(ctx, filepath.Join(dir, "desk.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()
	for t, err := range store.List(ctx, ticket.Query{Client: "acme", Open: true, Limit: 50}) {
		fmt.Println(t.ID, t.Subject, err)
	}
	// Output:
	// <nil> <nil> <nil>
	// T-1 Cannot print <nil>
}

// A file that holds something else is left as it is.
func ExampleOpen() {
	dir, err := os.MkdirTemp("", "desk")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(file, []byte("Remember the milk, the bread and the backup of the database on the second floor, by Friday at the very latest.\n"), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	_, err = ticketsql.Open(context.Background(), file)
	fmt.Println(errors.Is(err, ticketsql.ErrForeign))
	// Output: true
}
