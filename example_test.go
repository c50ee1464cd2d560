package fourline_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
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
  - {id: standard, targets: [{metric: resolve, within: 8h, calendar: office}]}
`

func Example() {
	book, err := handbook.Parse([]byte(policy))
	if err != nil {
		panic(err)
	}
	now := time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC) // a Friday, 16:00 in Berlin
	desk, err := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book, Now: func() time.Time { return now }})
	if err != nil {
		panic(err)
	}
	rosa := ticket.Actor{Kind: ticket.Requester, ID: "rosa"}
	ada := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	do := func(by ticket.Actor, actions ...ticket.Action) ticket.Ticket {
		receipt, err := desk.Do(context.Background(), ticket.Command{Ticket: "INC-1", By: by, Do: actions})
		if err != nil {
			fmt.Println(err)
		}
		return receipt.Ticket
	}

	t := do(rosa, ticket.Open{Set: ticket.Set{"subject": "Cannot log in"}})
	fmt.Println("due", t.Due().Format(time.RFC1123))

	do(ada, ticket.Acknowledge{}, ticket.Move{Trigger: "start"})
	do(ada, ticket.Move{Trigger: "resolve"})
	t = do(ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "unlocked", "resolution_note": "too many tries"}})
	fmt.Println(t.State, "by", t.ResolvedAt, "and owned by", t.Owner.Engineer)
	// Output:
	// due Mon, 23 Nov 2026 15:00:00 UTC
	// ticket: refused: to resolve something must be there first; missing: resolution, resolution_note
	// resolved by L1 and owned by ada
}

// The program in the README is the example above, to the letter.
func TestTheReadmeShowsTheExample(t *testing.T) {
	source, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	start := strings.Index(string(source), "const policy")
	end := strings.Index(string(source), "// The program in the README")
	if program := strings.TrimSpace(string(source)[start:end]); !strings.Contains(string(readme), program) {
		t.Errorf("README.md does not contain the example as it stands:\n%s", program)
	}
}
