package ticket_test

import (
	"context"
	"fmt"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// A switch fails, and with it all of its ports. The first three have a ticket each; then one ticket stands for the storm, with those three
// as its children, and further ports are counted there. It is over when the monitor has cleared them.
func ExampleRaise_storm() {
	book, err := handbook.Parse([]byte(`
name: d
version: 1
alarms:
  - match: {key: port/}
    storm: {children: 3, within: 10m}
`))
	if err != nil {
		panic(err)
	}
	ctx, now := context.Background(), time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	n := 0
	desk, err := ticket.NewDesk(ticket.Config{
		Store: ticketmem.New(), Handbook: book, Now: func() time.Time { return now },
		NewID: func() string { n++; return fmt.Sprintf("INC-%d", n) },
	})
	if err != nil {
		panic(err)
	}
	probe := ticket.Actor{Kind: ticket.Monitor, ID: "probe", Client: "acme"}
	say := func(a ticket.Action) ticket.Ticket {
		receipt, err := desk.Do(ctx, ticket.Command{By: probe, Do: []ticket.Action{a}})
		if err != nil {
			fmt.Println(err)
		}
		return receipt.Ticket
	}

	for port := range 6 {
		key := fmt.Sprintf("port/%d", port)
		t := say(ticket.Raise{Key: key, Source: "switch-7", Open: ticket.Open{Set: ticket.Set{"subject": "Port down"}}})
		fmt.Println(key, "is on", t.ID, t.Subject)
		now = now.Add(time.Second)
	}
	storm, _ := desk.Get(ctx, "acme", "INC-4")
	fmt.Println(storm.Alarm.Count, "alarms", storm.Alarm.Keys, "and the children", storm.Linked(ticket.LinkChild))

	for port := range 6 {
		t := say(ticket.Clear{Key: fmt.Sprintf("port/%d", port), Source: "switch-7"})
		fmt.Println(t.ID, t.State, t.Alarm.Keys)
	}
	// Output:
	// port/0 is on INC-1 Port down
	// port/1 is on INC-2 Port down
	// port/2 is on INC-3 Port down
	// port/3 is on INC-4 Alarm storm: switch-7
	// port/4 is on INC-4 Alarm storm: switch-7
	// port/5 is on INC-4 Alarm storm: switch-7
	// 3 alarms [port/3 port/4 port/5] and the children [INC-1 INC-2 INC-3]
	// INC-1 resolved []
	// INC-2 resolved []
	// INC-3 resolved []
	// INC-4 new [port/4 port/5]
	// INC-4 new [port/5]
	// INC-4 resolved []
}
