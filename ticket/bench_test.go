package ticket_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// BenchmarkDo is a plain transition on a desk in memory: load, decide, commit. The budget is 15 µs and 40 allocations.
func BenchmarkDo(b *testing.B) {
	h := newHouse(b)
	moves := []ticket.Move{{Trigger: "start"}, {Trigger: "hold", Pending: "awaiting_vendor"}, {Trigger: "resume"}}
	open := func(id string) {
		command := ticket.Command{Ticket: id, By: rosa, Do: []ticket.Action{ticket.Open{Set: ticket.Set{
			"subject": "Cannot print", "category": "printing", "impact": "medium", "urgency": "medium",
		}}, ticket.Message{Text: "please"}}}
		if _, err := h.desk.Do(b.Context(), command); err != nil {
			b.Fatal(err)
		}
		if _, err := h.desk.Do(b.Context(), ticket.Command{Ticket: id, By: ada, Do: []ticket.Action{ticket.Acknowledge{}, moves[0]}}); err != nil {
			b.Fatal(err)
		}
	}
	const tickets = 1000
	for i := range tickets {
		open(strconv.Itoa(i))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		h.now = h.now.Add(time.Microsecond)
		command := ticket.Command{Ticket: strconv.Itoa(i % tickets), By: ada, Do: []ticket.Action{moves[1+i/tickets%2]}}
		if _, err := h.desk.Do(b.Context(), command); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkMoves is what an actor can do to a ticket's state. The budget is 5 µs.
func BenchmarkMoves(b *testing.B) {
	h := newHouse(b)
	h.printing()
	b.ReportAllocs()
	for b.Loop() {
		if all, err := h.desk.Moves(b.Context(), ada, "T", ""); err != nil || len(all) != 5 {
			b.Fatal(all, err)
		}
	}
}

// BenchmarkPermitted is all that an actor can do to a ticket, some fifty things. The budget is 40 µs.
func BenchmarkPermitted(b *testing.B) {
	h := newHouse(b)
	h.printing()
	b.ReportAllocs()
	for b.Loop() {
		if all, err := h.desk.Permitted(b.Context(), ada, "T"); err != nil || len(all) < 30 {
			b.Fatal(all, err)
		}
	}
}
