package tickettest_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

// t stands for the *testing.T of a test, which an example does not have.
var t example

type example struct{ testing.TB }

func (example) Helper()                           {}
func (example) Cleanup(func())                    {}
func (example) Context() context.Context          { return context.Background() }
func (example) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

// What a host's test looks like: somebody reports that all is down, nobody answers, and time passes.
func Example() {
	d := tickettest.NewDesk(t, nil)
	who := tickettest.People("acme")

	opened := d.Open(who.Requester, ticket.Set{"subject": "All is down", "impact": "high", "urgency": "high"})
	d.Refused("right", who.Requester, opened.ID, ticket.Acknowledge{})
	d.Advance(30 * time.Minute)
	d.Do(who.L1, opened.ID, ticket.Acknowledge{})

	fmt.Print(d.Notices.Sent())
	for _, e := range d.Events(opened.ID) {
		fmt.Println(e.At.Format("15:04"), e.By.ID, e.Type)
	}
	// Output:
	// 2026-11-23 09:10:00  tier L1  T-1 P1: All is down  policy unseen, remind: nobody has acknowledged since 2026-11-23T09:00:00Z
	// 2026-11-23 09:20:00  engineer mara  T-1 P1: All is down  policy unseen, manager: nobody has acknowledged since 2026-11-23T09:00:00Z
	// 09:00 rosa opened
	// 09:10 clock escalated
	// 09:15 clock breached
	// 09:20 clock escalated
	// 09:30 ada acknowledged
}

// A ticket in a situation, made by going through the desk.
func ExampleDesk_Given() {
	d := tickettest.NewDesk(t, nil)
	late := d.Given(tickettest.Situation{Priority: "P1", Tier: "L2", Breached: []string{"resolve"}, State: "resolved"})
	fmt.Println(late.ID, late.Priority, late.State, "at", late.ResolvedAt, "by", late.Working.Engineer, d.Now().Format("15:04"))
	// Output: T-1 P1 resolved at L2 by ben 13:00
}
