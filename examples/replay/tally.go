package main

import (
	"errors"
	"maps"

	"github.com/fourline-go/fourline/ticket"
)

// A Pair is a change of state as the log has it: two different states in consecutive rows of a case.
type Pair struct{ From, To string }

// String is the pair as it is shown.
func (p Pair) String() string { return p.From + " -> " + p.To }

// A Tally is what became of the rows, one by one. It is for one goroutine; several are added up.
type Tally struct {
	Rows           int // replayed
	Accepted       map[Pair]int
	Refused        map[Pair]int
	Resynchronised int            // of the refused: the ticket could follow from where it stood
	Left           map[string]int // what else was refused, and why
	PriorityRows   int            // rows of which the log says the priority
	PriorityAgree  int            // and the ticket had the same after them
}

func newTally() *Tally {
	return &Tally{Accepted: map[Pair]int{}, Refused: map[Pair]int{}, Left: map[string]int{}}
}

// row counts a row with the ticket as it stood after it.
func (t *Tally) row(row *Row, after ticket.Ticket) {
	t.Rows++
	if row.Says.Priority == "" {
		return
	}
	t.PriorityRows++
	if after.Priority == row.Says.Priority {
		t.PriorityAgree++
	}
}

// change counts a change of state by the events that came of it: it is accepted when the ticket moved just so.
func (t *Tally) change(p Pair, events []ticket.Event) {
	for _, e := range events {
		c, moved := e.Changed(ticket.FieldState)
		switch {
		case !moved:
		case c.From == p.From && c.To == p.To:
			t.Accepted[p]++
			return
		case c.To == p.To:
			t.Resynchronised++
		}
	}
	t.Refused[p]++
}

// left counts what was refused besides changes of state, with the reason.
func (t *Tally) left(what string, refusal error) {
	var r *ticket.Refusal
	if errors.As(refusal, &r) {
		what += ": " + r.Why
	}
	t.Left[what]++
}

// Add adds what another has counted.
func (t *Tally) Add(o *Tally) {
	t.Rows += o.Rows
	t.Resynchronised += o.Resynchronised
	t.PriorityRows += o.PriorityRows
	t.PriorityAgree += o.PriorityAgree
	sum(t.Accepted, o.Accepted)
	sum(t.Refused, o.Refused)
	sum(t.Left, o.Left)
}

func sum[K comparable](into, from map[K]int) {
	for k, n := range maps.All(from) {
		into[k] += n
	}
}
