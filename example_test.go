package fourline_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

const policy = `
name: corner-desk
version: 1
calendars:
  - {name: office, zone: Europe/Berlin, week: {mon: ["09:00-17:00"], tue: ["09:00-17:00"], wed: ["09:00-17:00"], thu: ["09:00-17:00"], fri: ["09:00-17:00"]}}
agreements:
  - {id: standard, targets: [{metric: acknowledge, within: 30m, calendar: office}, {metric: resolve, within: 8h, calendar: office}]}
runbooks:
  - {id: unlock, title: Unlock an account, owner: l2, version: 1, review_by: 2027-12-31, kind: cookbook, tiers: [L1], steps: [{id: unlock, kind: manual, text: Unlock it in the directory}]}
`

// A desk in memory: a ticket comes in on Friday afternoon, L1 takes it, and the clock knows that the office is closed on the weekend.
func Example() {
	book, err := handbook.Parse([]byte(policy))
	if err != nil {
		panic(err)
	}
	friday := time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC) // 16:00 in Berlin
	now := friday
	desk, err := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book, Now: func() time.Time { return now }})
	if err != nil {
		panic(err)
	}

	ctx := context.Background()
	user := ticket.Actor{Kind: ticket.Requester, ID: "rosa"}
	ada := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	do := func(by ticket.Actor, actions ...ticket.Action) (ticket.Receipt, error) {
		return desk.Do(ctx, ticket.Command{Ticket: "INC-1", By: by, Do: actions})
	}

	do(user, ticket.Open{Set: ticket.Set{"subject": "Cannot log in", "channel": "web"}})
	now = now.Add(10 * time.Minute)
	taken, _ := do(ada, ticket.Acknowledge{}, ticket.Move{Trigger: "start"})
	for _, c := range taken.Ticket.Clocks {
		calendar, _ := book.Calendar(c.Calendar)
		due, running := c.Due(calendar)
		fmt.Println(c.Metric, c.State, due, running)
	}

	_, err = do(ada, ticket.Move{Trigger: "resolve"})
	var refusal *ticket.Refusal
	fmt.Println(errors.As(err, &refusal), refusal.Missing)

	solved, _ := do(ada, ticket.StartRun{Runbook: "unlock"}, ticket.StepRun{Step: "unlock"}, ticket.EndRun{Outcome: "resolved"},
		ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "unlocked", "resolution_note": "account was locked"}})
	fmt.Println(solved.Ticket.State, "by", solved.Ticket.ResolvedAt, "owned by", solved.Ticket.Owner.Tier, solved.Ticket.Owner.Engineer)
	// Output:
	// acknowledge stopped 0001-01-01 00:00:00 +0000 UTC false
	// resolve running 2026-11-23 15:00:00 +0000 UTC true
	// true [resolution resolution_note]
	// resolved by L1 owned by L1 ada
}
