package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/scenario"
	"github.com/fourline-go/fourline/ticket/timeline"
)

// A plan is work that comes in: scenarios (see scenario.yaml), a chapter each, as they are sent to the desk.
type plan struct {
	*scenario.Scenario         // the first, with the people of all
	Entries            []entry // by time
}

// An entry is a step of a scenario with what the desk is told besides, the same in every run of the same files.
type entry struct {
	scenario.Step
	Chapter string // name of the scenario
	ID      string // number of the ticket that it opens, if it opens one
	Key     string // of the command

	prefix string // of the names of its chapter's tickets
}

// loadPlan reads scenarios from files, for the people of a handbook.
func loadPlan(files []string, book *ticket.Handbook) (*plan, error) {
	var chapters []*scenario.Scenario
	for _, file := range files {
		s, err := scenario.Load(file, book)
		if err != nil {
			return nil, inFile(file, err)
		}
		chapters = append(chapters, s)
	}
	p, err := planOf(chapters...)
	return p, inFile(files[0], err)
}

// steps gives the steps of all chapters, by time. A ticket of a later chapter has its number before its name.
func steps(chapters []*scenario.Scenario) []entry {
	var all []entry
	for i, s := range chapters {
		prefix := ""
		if i > 0 {
			prefix = fmt.Sprintf("%d/", i+1)
		}
		for _, step := range s.Ordered() {
			step.Ticket = prefix + step.Ticket
			all = append(all, entry{Step: step, Chapter: s.Name, prefix: prefix})
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return a.At.Compare(b.At) })
	return all
}

// planOf gives every ticket a number and every command a key.
func planOf(chapters ...*scenario.Scenario) (*plan, error) {
	first := *chapters[0]
	p := &plan{Scenario: &first}
	for _, s := range chapters[1:] {
		for _, one := range s.People {
			if _, there := p.Person(one.ID); !there {
				p.People = append(p.People, one)
			}
		}
	}
	numbers, opened, keys := map[string]string{}, map[string]int{}, map[string]int{}
	for _, e := range steps(chapters) {
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
		e.Do = named(e.Do, numbers, e.prefix)
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

// named puts numbers in the place of the names of tickets that actions are about besides their own.
func named(do []ticket.Action, numbers map[string]string, prefix string) []ticket.Action {
	number := func(name string) string { return cmp.Or(numbers[prefix+name], name) }
	do = slices.Clone(do)
	for i, a := range do {
		switch a := a.(type) {
		case ticket.LinkTo:
			a.To = number(a.To)
			do[i] = a
		case ticket.Unlink:
			a.To = number(a.To)
			do[i] = a
		case ticket.Merge:
			a.Into = number(a.Into)
			do[i] = a
		}
	}
	return do
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
