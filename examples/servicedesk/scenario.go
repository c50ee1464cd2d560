package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/scenario"
	"github.com/fourline-go/fourline/ticket/timeline"
)

// A plan is a day of work that comes in: a scenario (see scenario.yaml) as it is sent to the desk.
type plan struct {
	*scenario.Scenario
	Entries []entry // by time
}

// An entry is a step of the scenario with what the desk is told besides, the same in every run of the same file.
type entry struct {
	scenario.Step
	ID  string // number of the ticket that it opens, if it opens one
	Key string // of the command
}

// loadPlan reads a scenario from a file, for the people of a handbook.
func loadPlan(file string, book *ticket.Handbook) (*plan, error) {
	s, err := scenario.Load(file, book)
	if err != nil {
		return nil, err
	}
	return planOf(s)
}

// planOf gives every ticket a number and every command a key.
func planOf(s *scenario.Scenario) (*plan, error) {
	p := &plan{Scenario: s}
	numbers, opened, keys := map[string]string{}, map[string]int{}, map[string]int{}
	for _, step := range s.Ordered() {
		e := entry{Step: step}
		if e.Opens() {
			if _, there := numbers[e.Ticket]; !there {
				numbers[e.Ticket] = fmt.Sprintf("T-%d", 1001+len(numbers))
			}
			e.ID = numbers[e.Ticket]
			if e.Refused != "" { // and so the number is the next ticket's
				delete(numbers, e.Ticket)
			}
			if opened[e.Ticket]++; opened[e.Ticket] > 1 { // for when the ticket that an alarm would be counted on has ended
				e.ID += fmt.Sprintf(".%d", opened[e.Ticket])
			}
		}
		keys[e.minute()]++
		e.Key = fmt.Sprintf("%s#%d", e.minute(), keys[e.minute()])
		p.Entries = append(p.Entries, e)
	}
	var faults []error
	for _, e := range p.Entries {
		if e.Refused != "" && keys[e.minute()] > 1 {
			faults = append(faults, &ticket.Fault{Line: e.Line, Problem: "an entry that is to be refused is the only one of its ticket in that minute"})
		}
	}
	return p, errors.Join(faults...)
}

func (e entry) minute() string { return e.Ticket + "@" + e.At.Format("2006-01-02T15:04Z") }

// clients lists whose tickets there may be, sorted.
func (p *plan) clients() []string {
	var ids []string
	for _, one := range p.People {
		ids = append(ids, one.Client)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

// teller says what happens, with the names of the scenario and of the handbook.
func (p *plan) teller() timeline.Teller {
	return timeline.Teller{Book: p.Book, Name: p.Called, Zone: p.Zone}
}

// expected says how a ticket does not stand as an entry expects, "" when it does. Events and notices are left to tests: a day that was
// picked up in the middle has not seen them all.
func (p *plan) expected(e entry, t ticket.Ticket) string {
	if e.Expect == nil {
		return ""
	}
	want := *e.Expect
	want.Events, want.Notices = nil, nil
	return strings.Join(p.Differs(want, scenario.Standing{Ticket: t, Now: e.At}), "; ")
}
