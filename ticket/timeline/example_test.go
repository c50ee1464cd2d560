package timeline_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/tickettest"
	"github.com/fourline-go/fourline/ticket/timeline"
)

// t stands for the *testing.T of a test, which an example does not have.
var t example

type example struct{ testing.TB }

func (example) Helper()                           {}
func (example) Cleanup(func())                    {}
func (example) Context() context.Context          { return context.Background() }
func (example) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

// short makes a ticket that is solved at the second line.
func short() *tickettest.Desk {
	d := tickettest.NewDesk(t, nil)
	d.Open(who.Requester, ticket.Set{"subject": "Cannot print", "impact": "low", "urgency": "high"})
	d.Advance(5 * time.Minute)
	d.Do(who.L1, "T-1", ticket.Note{Text: "He says it was the cat"}, ticket.HandOver{Reason: "beyond_cookbook", Fields: map[string]string{"tried": "paper"}})
	d.Advance(25 * time.Minute)
	d.Do(who.L2, "T-1", ticket.Accept{}, ticket.Move{Trigger: "start"}, ticket.Message{Text: "We are at it."})
	return d
}

// What support sees, and what the requester sees.
func ExampleTeller() {
	d := short()
	ours, _ := timeline.Teller{Book: d.Desk.Handbook()}.Of("T-1", "acme", d.Desk.Events(context.Background(), "acme", "T-1"))
	theirs, _ := timeline.Teller{}.Public("T-1", "acme", d.Desk.Events(context.Background(), "acme", "T-1"))
	fmt.Print(ours, "\n", theirs)
	// Output:
	// T-1  acme  Cannot print
	//
	// 2026-11-23 09:00  rosa     reports: “Cannot print”: P3, to be resolved by Mon 17:00
	// 2026-11-23 09:05  Ada, L1  notes “He says it was the cat”
	// 2026-11-23 09:05  Ada, L1  offers it to L2: beyond cookbook
	// 2026-11-23 09:30  Ben, L2  accepts it at L2
	// 2026-11-23 09:30  Ben, L2  begins to work on it
	// 2026-11-23 09:30  Ben, L2  writes “We are at it.”
	//
	// state: new  2026-11-23 09:00 to 2026-11-23 09:30  30 m
	// state: in_progress  2026-11-23 09:30 to now
	// tier: L1  2026-11-23 09:00 to 2026-11-23 09:30  30 m
	// tier: L2  2026-11-23 09:30 to now
	// working: ben  2026-11-23 09:30 to now
	// offer: L2  2026-11-23 09:05 to 2026-11-23 09:30  25 m
	// clock acknowledge: running  2026-11-23 09:00 to 2026-11-23 09:30  30 m
	// clock hold of second-line: running  2026-11-23 09:30 to now
	// clock resolve: running  2026-11-23 09:00 to now
	//
	// T-1  acme  Cannot print
	//
	// 2026-11-23 09:00  rosa     reports it
	// 2026-11-23 09:30  support  works on it
	// 2026-11-23 09:30  support  writes “We are at it.”
	//
	// class: new  2026-11-23 09:00 to 2026-11-23 09:30  30 m
	// class: active  2026-11-23 09:30 to now
}

// The way of a ticket, marked in the picture of its ladder; [lifecycle.Lifecycle.Mermaid] takes line.Steps in the same way.
func ExampleTimeline() {
	d := short()
	line, _ := timeline.Teller{}.Of("T-1", "acme", d.Desk.Events(context.Background(), "acme", "T-1"))
	picture := d.Desk.Handbook().Ladder().Mermaid(line.Tiers...)
	for text := range strings.Lines(picture) {
		if strings.Contains(text, "t1[") || strings.Contains(text, "tyle") {
			fmt.Print(text)
		}
	}
	// Output:
	//   t1["L2 Second line"]
	//   style t0 stroke-width:4px
	//   style t1 stroke-width:8px
	//   linkStyle 0,1 stroke-width:4px
}
