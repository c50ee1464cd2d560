package ticketmem_test

import (
	"testing"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketmem"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

func TestStore(t *testing.T) {
	tickettest.TestStore(t, func(testing.TB) ticket.Store { return ticketmem.New() },
		tickettest.Without(tickettest.Durable, "it keeps tickets in memory"))
}
