package main

import (
	"context"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketsql"
)

// openStore opens the database in a file, or makes it. A file of another program, or of another version of the library, is refused and
// left as it is.
func openStore(ctx context.Context, file string) (ticket.Store, error) {
	return ticketsql.Open(ctx, file)
}
