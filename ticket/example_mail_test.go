package ticket_test

import (
	"context"
	"fmt"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// A thread of mails is one ticket: an answer resumes it, the same mail again does nothing, a machine that is away is noted and no more,
// and an answer to what was resolved takes it up again.
func ExampleDesk_Receive() {
	book, err := handbook.Parse([]byte("{name: d, version: 1}"))
	if err != nil {
		panic(err)
	}
	ctx, now := context.Background(), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	desk, err := ticket.NewDesk(ticket.Config{
		Store: ticketmem.New(), Handbook: book, Now: func() time.Time { return now },
		NewID: func() string { return "INC-1" },
	})
	if err != nil {
		panic(err)
	}
	rosa := ticket.Actor{Kind: ticket.Requester, ID: "rosa", Client: "acme"}
	ada := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1", Client: "acme"}
	receive := func(m ticket.Mail) {
		receipt, err := desk.Receive(ctx, m)
		if err != nil {
			fmt.Println(err)
			return
		}
		t, _ := desk.Get(ctx, "acme", receipt.Ticket.ID)
		fmt.Printf("%s %s: %s, %d entries", m.By.ID, m.ID, t.State, t.Entries)
		if receipt.Seen {
			fmt.Print(", seen before")
		}
		fmt.Println()
	}
	move := func(trigger, pending string, set ticket.Set) {
		_, err := desk.Do(ctx, ticket.Command{Ticket: "INC-1", By: ada, Do: []ticket.Action{ticket.Move{Trigger: trigger, Pending: pending, Set: set}}})
		if err != nil {
			fmt.Println(err)
		}
	}

	receive(ticket.Mail{By: rosa, ID: "<1@acme>", Subject: "Cannot print", Text: "It says PC LOAD LETTER."})
	receive(ticket.Mail{By: ada, ID: "<2@desk>", References: ticket.MessageIDs("<1@acme>"), Text: "Is there paper in it?"})
	move("hold", "awaiting_customer", nil)
	receive(ticket.Mail{By: rosa, ID: "<3@acme>", References: ticket.MessageIDs("<1@acme> <2@desk>"), Text: "I am away.", Auto: true})
	receive(ticket.Mail{By: rosa, ID: "<4@acme>", References: ticket.MessageIDs("<1@acme> <2@desk>"), Text: "No. Now there is."})
	receive(ticket.Mail{By: rosa, ID: "<4@acme>", References: ticket.MessageIDs("<1@acme> <2@desk>"), Text: "No. Now there is."})
	move("resolve", "", ticket.Set{"resolution": "advice", "resolution_note": "paper"})
	receive(ticket.Mail{By: rosa, ID: "<5@acme>", References: ticket.MessageIDs("<4@acme>"), Text: "It is jammed."})
	// Output:
	// rosa <1@acme>: new, 0 entries
	// ada <2@desk>: new, 1 entries
	// rosa <3@acme>: on_hold, 2 entries
	// rosa <4@acme>: in_progress, 3 entries
	// rosa <4@acme>: in_progress, 3 entries, seen before
	// rosa <5@acme>: in_progress, 4 entries
}
