package scenario

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// A Scenario is a story of a desk.
type Scenario struct {
	Name   string
	File   string           // that it was read from, for failures
	Book   *ticket.Handbook // the policy that it is played under
	Zone   *time.Location   // of what is written as a time of the day; nil: UTC
	Start  time.Time        // when it begins; zero: Monday, 23 November 2026, 09:00 in the zone
	People []Person         // besides the engineers of the handbook
	Steps  []Step           // what is given, what happens, what comes of it
}

// A Part is what a step is there for.
type Part string

// The parts of a scenario.
const (
	Given Part = "given" // it makes the situation, and must work
	When  Part = "when"  // it is the story
	Then  Part = "then"  // it is how the story ends
)

// A Step is a command at an instant, with what comes of it, or only how things stand then.
type Step struct {
	Part    Part          // "": when
	Line    int           // in the file, 0 for one that was not read
	At      time.Time     // zero: After the step before, or after the start
	After   time.Duration // without At
	By      ticket.Actor
	Ticket  string          // its name in this scenario; or the id of one that the desk opened by itself
	Do      []ticket.Action // none: nothing is done
	Perform bool            // instead of Do: the runbook has come to an action, run it
	Refused string          // rule by which it is to be refused, "" when it is to succeed
	Expect  *Expect         // of the ticket, once everything that is due by then has happened; nil: nothing
}

// Opens reports whether a step makes a ticket, or, for an alarm, may do so.
func (s Step) Opens() bool {
	if len(s.Do) == 0 {
		return false
	}
	switch s.Do[0].(type) {
	case ticket.Open, ticket.Raise:
		return true
	}
	return false
}

// A Person is somebody who acts and is not an engineer of the handbook.
type Person struct {
	ID, Name string
	Kind     ticket.ActorKind
	Client   string  // "" for who works for all, as vendors do
	Tier     tier.ID // of an engineer or an automation
}

// Person gives one of the people by their id.
func (s *Scenario) Person(id string) (Person, bool) {
	i := slices.IndexFunc(s.People, func(p Person) bool { return p.ID == id })
	if i < 0 {
		return Person{}, false
	}
	return s.People[i], true
}

// Called is how somebody is called: by the name among the people, "" when there is none.
func (s *Scenario) Called(id string) string {
	p, _ := s.Person(id)
	return p.Name
}

// Begin is the instant at which it begins.
func (s *Scenario) Begin() time.Time {
	if !s.Start.IsZero() {
		return s.Start
	}
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	utc := time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)
	_, offset := utc.In(zone).Zone() // no zone changes its clocks on that day
	return utc.Add(-time.Duration(offset) * time.Second)
}

// Ordered gives the steps in the order in which they happen, each with its instant.
func (s *Scenario) Ordered() []Step {
	steps, last := slices.Clone(s.Steps), s.Begin()
	for i := range steps {
		if steps[i].At.IsZero() {
			steps[i].At = last.Add(steps[i].After)
		}
		last = steps[i].At
	}
	slices.SortStableFunc(steps, func(a, b Step) int { return a.At.Compare(b.At) })
	return steps
}
