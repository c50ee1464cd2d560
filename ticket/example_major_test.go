package ticket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// A refusal is data and a sentence.
func ExampleRefusal() {
	book, _ := handbook.Parse([]byte("name: small\nversion: 1\n"))
	desk, _ := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book})
	ctx := context.Background()
	rosa := ticket.Actor{Kind: ticket.Requester, ID: "rosa"}
	ada := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	_, _ = desk.Do(ctx, ticket.Command{Ticket: "T-1", By: rosa, Do: []ticket.Action{ticket.Open{}}})

	_, err := desk.Do(ctx, ticket.Command{Ticket: "T-1", By: ada, Do: []ticket.Action{ticket.Move{Trigger: "resolve"}}})
	fmt.Println(err)
	if refusal, ok := errors.AsType[*ticket.Refusal](err); ok {
		text, _ := json.MarshalIndent(refusal, "", "  ")
		fmt.Println(string(text))
	}
	_, err = desk.Do(ctx, ticket.Command{Ticket: "T-1", By: ada, Do: []ticket.Action{ticket.SetMajor{Status: ticket.MajorAccepted, Impact: "all"}}})
	fmt.Println(err)
	// Output:
	// ticket: refused: to resolve something must be there first; missing: resolution, resolution_note
	// {
	//   "rule": "missing",
	//   "why": "to resolve something must be there first",
	//   "actor": {
	//     "kind": "engineer",
	//     "id": "ada",
	//     "tier": "L1"
	//   },
	//   "state": "new",
	//   "missing": [
	//     "resolution",
	//     "resolution_note"
	//   ]
	// }
	// ticket: refused: tier "L1" cannot declare_major; possible: L3
}

// A major incident has a status beside its state. The handbook proposes it, somebody who may accepts it, updates are due, and it is
// reviewed before it is closed.
func ExampleSetMajor() {
	book, err := handbook.Parse([]byte(`
name: major
version: 1
priorities: {impacts: [high, low], urgencies: [high, low], rows: [[P1, P2], [P2, P3]]}
engineers: [{id: ada, tiers: [L1]}, {id: cleo, tiers: [L3]}]
major:
  room: bridge 7
  propose: [{name: most urgent, match: {priority: [P1]}}]
  updates: [{every: 30m, to: [{kind: tier}]}]
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	desk, _ := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book, Now: func() time.Time { return now }})
	ctx := context.Background()
	do := func(by ticket.Actor, actions ...ticket.Action) ticket.Ticket {
		receipt, err := desk.Do(ctx, ticket.Command{Ticket: "T-1", By: by, Do: actions})
		if err != nil {
			fmt.Println(err)
		}
		return receipt.Ticket
	}
	ada := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	cleo := ticket.Actor{Kind: ticket.Engineer, ID: "cleo", Tier: "L3"}

	t := do(ada, ticket.Open{Set: ticket.Set{"subject": "Nobody can print", "impact": "high", "urgency": "high"}})
	fmt.Println(t.State, "·", t.Major.Status, "by", t.Major.By.ID, "·", t.Major.Why)
	t = do(cleo, ticket.SetMajor{Status: ticket.MajorAccepted, Impact: "no invoices leave the house"})
	fmt.Println(t.State, "·", t.Major.Status, "by", t.Major.By.ID, "·", t.Major.Room, "· update due", t.Major.Update.Format(time.TimeOnly))
	now = now.Add(31 * time.Minute)
	_, _ = desk.Tick(ctx)
	t, _ = desk.Get(ctx, "", "T-1")
	fmt.Println("missed", t.Major.Missed, "· update due", t.Major.Update.Format(time.TimeOnly))
	t = do(ada, ticket.Message{Text: "We have found the broken switch"})
	fmt.Println("missed", t.Major.Missed, "· update due", t.Major.Update.Format(time.TimeOnly))
	do(ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "a new switch"}})
	do(ada, ticket.Move{Trigger: "close"})
	do(cleo, ticket.ReviewMajor{Text: "keep a spare switch"})
	fmt.Println(do(ada, ticket.Move{Trigger: "close"}).State)
	// Output:
	// new · proposed by handbook · most urgent
	// new · accepted by cleo · bridge 7 · update due 09:30:00
	// missed 1 · update due 10:00:00
	// missed 0 · update due 10:01:00
	// ticket: refused: to close something must hold first; not so: major_reviewed
	// closed
}
