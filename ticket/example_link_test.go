package ticket_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// Whoever resolves a parent resolves its children, with the same words. They are told by follow-ups, which the desk carries out when it
// looks for what is due.
func ExampleLinkTo() {
	ctx := context.Background()
	book, err := handbook.Parse([]byte(`
name: links
version: 1
kinds: [{name: incident}, {name: problem}]
links: # along which link, on what, what is done to the ticket at its other end
  - {along: child, on: resolved, trigger: resolve, copy: [resolution, resolution_note]}
  - {along: incident, state: known_error, entry: note, text: "What helps:", copy: [workaround]}
`))
	if err != nil {
		log.Fatal(err)
	}
	desk, err := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book})
	if err != nil {
		log.Fatal(err)
	}
	cleo := ticket.Actor{Kind: ticket.Engineer, ID: "cleo", Tier: "L3", Client: "acme"}
	do := func(id string, actions ...ticket.Action) ticket.Ticket {
		receipt, err := desk.Do(ctx, ticket.Command{Ticket: id, By: cleo, Do: actions})
		if err != nil {
			log.Fatal(err)
		}
		return receipt.Ticket
	}
	do("T-1", ticket.Open{Set: ticket.Set{"subject": "No mail in Berlin"}})
	for _, id := range []string{"T-2", "T-3"} {
		do(id, ticket.Open{Set: ticket.Set{"subject": "I have no mail"}}, ticket.LinkTo{Kind: ticket.LinkParent, To: "T-1"})
	}
	tick := func() {
		if _, err := desk.Tick(ctx); err != nil { // a desk that runs does this by itself
			log.Fatal(err)
		}
	}
	tick()
	parent := do("T-1", ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "the disk was full"}})
	fmt.Println("children of T-1:", parent.Linked(ticket.LinkChild))
	tick()
	for _, id := range []string{"T-2", "T-3"} {
		child, err := desk.Get(ctx, "acme", id)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s is %s: %s\n", id, child.State, child.ResolutionNote)
	}
	// Output:
	// children of T-1: [T-2 T-3]
	// T-2 is resolved: the disk was full
	// T-3 is resolved: the disk was full
}

// A ticket that turns out to be another is merged into it. It ends, its links move, and whoever writes to it learns where to go.
func ExampleMerge() {
	ctx := context.Background()
	book, err := handbook.Parse([]byte("name: merging\nversion: 1\n"))
	if err != nil {
		log.Fatal(err)
	}
	desk, err := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book})
	if err != nil {
		log.Fatal(err)
	}
	ada := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1", Client: "acme"}
	rosa := ticket.Actor{Kind: ticket.Requester, ID: "rosa", Client: "acme"}
	for _, c := range []ticket.Command{
		{Ticket: "T-1", By: ada, Do: []ticket.Action{ticket.Open{Set: ticket.Set{"subject": "Printer on floor 3", "requester": "rolf"}}}},
		{Ticket: "T-2", By: rosa, Do: []ticket.Action{ticket.Open{Set: ticket.Set{"subject": "Cannot print"}}}},
		{Ticket: "T-3", By: rosa, Do: []ticket.Action{ticket.Open{Set: ticket.Set{"subject": "Toner is low"}}}},
		{Ticket: "T-2", By: ada, Do: []ticket.Action{ticket.LinkTo{Kind: ticket.LinkRelated, To: "T-3"}, ticket.Merge{Into: "T-1"}}},
	} {
		if _, err := desk.Do(ctx, c); err != nil {
			log.Fatal(err)
		}
	}
	for range 3 { // what is owed to one ticket may owe something to the next
		if _, err := desk.Tick(ctx); err != nil {
			log.Fatal(err)
		}
	}
	merged, _ := desk.Get(ctx, "acme", "T-2")
	goesOn, _ := desk.Get(ctx, "acme", "T-1")
	fmt.Printf("T-2 is %s, %s\n", merged.State, merged.ResolutionNote)
	fmt.Printf("T-1 is related to %v and watched by %s\n", goesOn.Linked(ticket.LinkRelated), goesOn.Watchers[0].ID)

	_, err = desk.Do(ctx, ticket.Command{Ticket: "T-2", By: rosa, Do: []ticket.Action{ticket.Message{Text: "any news?"}}})
	if refusal, ok := errors.AsType[*ticket.Refusal](err); ok {
		fmt.Println(refusal.Why, refusal.Allowed)
	}
	// Output:
	// T-2 is cancelled, merged into T-1
	// T-1 is related to [T-3] and watched by rosa
	// T-2 was merged into T-1 [T-1]
}
