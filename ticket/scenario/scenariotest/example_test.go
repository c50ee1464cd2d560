package scenariotest_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/scenario"
	"github.com/fourline-go/fourline/ticket/scenario/scenariotest"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

const story = `
name: Nobody answers
people:
  - {id: rosa, kind: requester, client: acme}
given:
  - at: 2026-11-23 09:00
    by: rosa
    ticket: outage
    do:
      - open: {subject: All is down, impact: high, urgency: high}
when:
  - after: 30m
    by: ada
    ticket: outage
    do: [acknowledge]
then:
  - ticket: outage
    expect:
      priority: P1
      owner: ada
      clocks: {acknowledge: {state: stopped, breached: false}}
      notices: [tier L1]
`

// t stands for the *testing.T of a test, which an example does not have. It prints what a test would fail with.
var t example

type example struct{ testing.TB }

func (example) Helper()                  {}
func (example) Cleanup(func())           {}
func (example) Context() context.Context { return context.Background() }
func (example) Error(args ...any)        { fmt.Println(args...) }

// A scenario that does not go as it says: ada acknowledges too late, and the manager was told as well. Files are played by [Run].
func ExamplePlay() {
	s, err := scenario.Parse([]byte(story), tickettest.Book(t, tickettest.House()))
	if err != nil {
		fmt.Println(err)
		return
	}
	scenariotest.Play(t, s)
	// Output:
	// Nobody answers:17: Mon 2026-11-23 09:30, outage:
	//     clocks.acknowledge.breached: want false, got true
	//     notices:
	//       want tier L1
	//       got  tier L1, policy unseen: policy unseen, remind: nobody has acknowledged since 2026-11-23T09:00:00Z
	//       got  engineer mara, policy unseen: policy unseen, manager: nobody has acknowledged since 2026-11-23T09:00:00Z
	//   what has happened:
	//     T-1  acme  All is down
	//     2026-11-23 09:00  rosa     reports: “All is down”: P1, to be resolved by Mon 13:00
	//     2026-11-23 09:10  (time)   policy unseen: remind
	//     2026-11-23 09:15  (time)   the time to acknowledge is over: breached
	//     2026-11-23 09:20  (time)   policy unseen: manager
	//     2026-11-23 09:30  Ada, L1  acknowledges
}

// The same in Go.
func ExamplePlay_go() {
	who := tickettest.People("acme")
	d := scenariotest.Play(t, &scenario.Scenario{Name: "Nobody answers", Steps: []scenario.Step{
		{Part: scenario.Given, By: who.Requester, Ticket: "outage", Do: []ticket.Action{
			ticket.Open{Set: ticket.Set{"subject": "All is down", "impact": "high", "urgency": "high"}},
		}},
		{After: 10 * time.Minute, By: who.L1, Ticket: "outage", Do: []ticket.Action{ticket.Acknowledge{}}},
		{Part: scenario.Then, Ticket: "outage", Expect: &scenario.Expect{Fields: map[string]string{"owner": "ada"}}},
	}})
	fmt.Println(d.Ticket("T-1").Priority, d.Now().Format("15:04"), len(d.Notices.Sent()))
	// Output: P1 09:10 1
}
