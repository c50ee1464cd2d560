package ticket_test

import (
	"context"
	"fmt"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/ticketmem"
	"github.com/fourline-go/fourline/tier"
)

// smallDesk is a desk of a handbook at noon of a Monday.
func smallDesk(text string) *ticket.Desk {
	book, err := handbook.Parse([]byte(text))
	if err != nil {
		panic(err)
	}
	noon := func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
	desk, err := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book, Now: noon})
	if err != nil {
		panic(err)
	}
	return desk
}

// A hand-over to a vendor costs money: the edge says who has to approve it. Until then nobody can accept it, and the time to accept
// has not begun.
func ExampleApprove() {
	desk := smallDesk(`
name: two-lines
version: 1
ladder:
  name: two lines
  version: 1
  first: desk
  tiers:
    - {id: desk, name: Desk, rank: 1, kind: desk, capabilities: [acknowledge, route, track, work, resolve, close, manage_vendor]}
    - {id: maker, name: Maker, rank: 2, kind: vendor, capabilities: [work, resolve]}
    - {id: lead, name: Lead, rank: 3, kind: management}
  edges:
    - {from: desk, to: maker, kind: vendor, reasons: [unsolved], fields: [vendor_reference, manager], approver: lead, accept_within: 4h}
    - {from: maker, to: desk, kind: hand_back, reasons: [solved, returned]}
`)
	ann := ticket.Actor{Kind: ticket.Engineer, ID: "ann", Tier: "desk"}
	lou := ticket.Actor{Kind: ticket.Engineer, ID: "lou", Tier: "lead"}
	maker := ticket.Actor{Kind: ticket.Vendor, ID: "maker"}

	do := func(by ticket.Actor, actions ...ticket.Action) {
		receipt, err := desk.Do(context.Background(), ticket.Command{Ticket: "T-1", By: by, Do: actions})
		if err != nil {
			fmt.Printf("%s: %v\n", by.ID, err)
			return
		}
		last := receipt.Events[len(receipt.Events)-1]
		fmt.Printf("%s: %s; at %s, owned by %s\n", by.ID, last.Type, receipt.Ticket.Tier, receipt.Ticket.Owner.Tier)
		if o := receipt.Ticket.Offer; o != nil && !o.Waits() {
			fmt.Println("  to be accepted by", o.AcceptBy.Format("15:04"))
		}
	}
	do(ann, ticket.Open{Set: ticket.Set{"subject": "The switch reboots"}})
	do(ann, ticket.HandOver{Reason: tier.Unsolved})
	do(ann, ticket.HandOver{Reason: tier.Unsolved, Fields: map[string]string{"vendor_reference": "M-1", "manager": "ann"}})
	do(maker, ticket.Accept{})
	do(ann, ticket.Approve{})
	do(lou, ticket.Approve{})
	do(maker, ticket.Accept{})
	// Output:
	// ann: opened; at desk, owned by desk
	// ann: ticket: refused: a hand-over from desk to maker says more; missing: manager, vendor_reference
	// ann: offered; at desk, owned by desk
	// maker: ticket: refused: this vendor has not been called in
	// ann: ticket: refused: only an engineer or a manager of tier "lead" approves or rejects this hand-over; possible: lead
	// lou: approved; at desk, owned by desk
	//   to be accepted by 16:00
	// maker: accepted; at maker, owned by desk
}

// A ticket goes to whoever qualifies, is there and has the least to do; and if nobody can take it, that is said and recorded.
func ExampleDesk_Route() {
	desk := smallDesk(`
name: three-people
version: 1
calendars:
  - {name: mornings, zone: UTC, week: {mon: ["08:00-11:00"]}}
engineers:
  - {id: ada, tiers: [L1], languages: [en]}
  - {id: bob, tiers: [L1], languages: [en, de]}
  - {id: eva, tiers: [L1], languages: [de], hours: mornings}
needs:
  - {client: [acme], languages: [de]}
  - {category: [radio], platforms: [{name: radio, years: 2}]}
`)
	ctx := context.Background()
	by := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1", Client: "acme"}
	for id, category := range map[string]string{"T-1": "printing", "T-2": "radio"} {
		if _, err := desk.Do(ctx, ticket.Command{Ticket: id, By: by, Do: []ticket.Action{ticket.Open{Set: ticket.Set{"category": category}}}}); err != nil {
			fmt.Println(err)
		}
	}
	for _, id := range []string{"T-1", "T-2"} {
		routing, receipt, err := desk.Route(ctx, by, id)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("%s %s to %q\n", id, receipt.Events[0].Type, routing.Engineer)
		for _, passed := range routing.Passed {
			fmt.Println(" ", passed.Engineer, passed.Gaps)
		}
	}
	// Output:
	// T-1 assigned to "bob"
	//   ada [language: wants de; has en]
	//   eva [presence: wants working time; has mornings shut]
	// T-2 unrouted to ""
	//   ada [platform: wants radio, 2 years; has none language: wants de; has en]
	//   bob [platform: wants radio, 2 years; has none]
	//   eva [platform: wants radio, 2 years; has none presence: wants working time; has mornings shut]
}
