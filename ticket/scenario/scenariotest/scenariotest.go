// Package scenariotest plays scenarios as tests, on a desk with virtual time.
//
//	func TestScenarios(t *testing.T) {
//		scenariotest.Run(t, "testdata/*.yaml", nil)
//	}
//
// What is not as a step says fails the test with the step's line, what was wanted and what came, and, once, the timeline of the ticket.
package scenariotest

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/scenario"
	"github.com/fourline-go/fourline/ticket/tickettest"
	"github.com/fourline-go/fourline/ticket/timeline"
)

// Run plays the scenarios in the files of a pattern, see [filepath.Match], each as a test of its own. They are played under the
// handbook that the file names, or else under the one given, nil for that of [tickettest.House]. Changes are those of [tickettest.NewDesk].
func Run(t *testing.T, pattern string, book *ticket.Handbook, changes ...func(*ticket.Config)) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("scenariotest: there are no files %s: %v", pattern, err)
	}
	if book == nil {
		book = tickettest.Book(t, tickettest.House())
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), func(t *testing.T) {
			s, err := scenario.Load(file, book)
			if err != nil {
				t.Fatal(err)
			}
			Play(t, s, changes...)
		})
	}
}

// Play plays one scenario and gives the desk as it stands then. One without a handbook is played under that of [tickettest.House].
// Changes are those of [tickettest.NewDesk].
func Play(t testing.TB, s *scenario.Scenario, changes ...func(*ticket.Config)) *tickettest.Desk {
	t.Helper()
	p := player{t: t, s: *s, tickets: map[string]*seen{}}
	if p.s.Book == nil {
		p.s.Book = tickettest.Book(t, tickettest.House())
	}
	steps := p.s.Ordered()
	begin := p.s.Begin()
	if len(steps) > 0 && steps[0].At.Before(begin) {
		begin = steps[0].At
	}
	changes = append(changes, func(c *ticket.Config) { c.Now = func() time.Time { return begin } })
	p.desk = tickettest.NewDesk(t, p.s.Book, changes...)
	p.desk.Zone = p.s.Zone
	for _, step := range steps {
		p.step(step)
	}
	return p.desk
}

// A player plays a scenario.
type player struct {
	t       testing.TB
	s       scenario.Scenario
	desk    *tickettest.Desk
	tickets map[string]*seen // by their names in the scenario
}

// seen is how much of a ticket a scenario has looked at.
type seen struct {
	client, id string
	events     int64 // number of the last event that was expected
	notices    int   // how many were expected
	shown      bool  // its timeline, after a failure
}

func (p *player) step(s scenario.Step) {
	p.t.Helper()
	p.desk.Until(s.At)
	at := p.tickets[s.Ticket]
	if at == nil {
		at = &seen{client: s.By.Client, id: s.Ticket}
	}
	if s.Perform || len(s.Do) > 0 {
		p.do(s, at)
	}
	if s.Expect != nil {
		p.expect(s, at)
	}
}

// do carries out the command of a step.
func (p *player) do(s scenario.Step, at *seen) {
	p.t.Helper()
	receipt, err := p.send(s, at)
	refusal, refused := errors.AsType[*ticket.Refusal](err)
	switch {
	case err == nil && s.Refused != "":
		p.fail(s, at, fmt.Sprintf("was to be refused by the rule %q, and was not", s.Refused))
	case err == nil:
		if p.tickets[s.Ticket] == nil || s.Opens() {
			if at.id != receipt.Ticket.ID {
				*at = seen{client: receipt.Ticket.Client, id: receipt.Ticket.ID}
			}
			p.tickets[s.Ticket] = at
		}
	case refused && s.Refused != "" && refusal.Rule != s.Refused:
		p.fail(s, at, fmt.Sprintf("was to be refused by the rule %q, and was by %q: %v", s.Refused, refusal.Rule, err))
	case refused && s.Refused != "":
	default:
		p.fail(s, at, err.Error())
		if s.Part == scenario.Given || s.Opens() {
			p.t.FailNow() // there is nothing to go on with
		}
	}
}

func (p *player) send(s scenario.Step, at *seen) (ticket.Receipt, error) {
	p.t.Helper()
	if s.Perform {
		receipt, err := p.desk.Desk.Perform(p.t.Context(), s.By, at.id, nil)
		p.desk.Advance(0) // what it owes at once
		return receipt, err
	}
	id := at.id
	if s.Opens() {
		id = ""
	}
	return p.desk.Try(s.By, id, s.Do...)
}

// expect holds a ticket against what a step expects.
func (p *player) expect(s scenario.Step, at *seen) {
	p.t.Helper()
	t, err := p.desk.Desk.Get(p.t.Context(), at.client, at.id)
	if err != nil {
		p.fail(s, at, err.Error())
		return
	}
	is := scenario.Standing{Ticket: t, Now: p.desk.Now()}
	for e, err := range p.desk.Store.Events(p.t.Context(), at.client, at.id, at.events) {
		if err != nil {
			p.t.Fatal(err)
		}
		is.Events = append(is.Events, e)
	}
	sent := p.notices(at)
	is.Notices = sent[at.notices:]
	if lines := p.s.Differs(*s.Expect, is); len(lines) > 0 {
		p.fail(s, at, strings.Join(lines, "\n    "))
	}
	if s.Expect.Events != nil {
		at.events = t.Version
	}
	if s.Expect.Notices != nil {
		at.notices = len(sent)
	}
	p.tickets[s.Ticket] = at
}

// notices are all that went out about a ticket.
func (p *player) notices(at *seen) []escalation.Notice {
	var all []escalation.Notice
	for _, d := range p.desk.Notices.Sent().About(at.id) {
		if d.Client == at.client {
			all = append(all, d.Notice)
		}
	}
	return all
}

// fail says what is not as a step says.
func (p *player) fail(s scenario.Step, at *seen, what string) {
	p.t.Helper()
	place := p.s.File
	if place == "" {
		place = p.s.Name
	}
	if s.Line > 0 {
		place += fmt.Sprintf(":%d", s.Line)
	}
	doing := fmt.Sprintf("%s of %s", s.By.ID, s.Ticket)
	if s.By.ID == "" {
		doing = s.Ticket
	}
	text := fmt.Sprintf("%s: %s, %s:\n    %s", place, p.desk.Now().In(zone(p.s.Zone)).Format("Mon 2006-01-02 15:04"), doing, what)
	if at.shown {
		p.t.Error(text)
		return
	}
	teller := timeline.Teller{Book: p.s.Book, Name: p.s.Called, Zone: p.s.Zone}
	line, err := teller.Of(at.id, at.client, p.desk.Desk.Events(p.t.Context(), at.client, at.id))
	if err == nil && len(line.Moments) > 0 {
		at.shown, line.Spans = true, nil
		told := strings.ReplaceAll(strings.TrimSpace(line.Text(zone(p.s.Zone))), "\n\n", "\n")
		text += "\n  what has happened:\n    " + strings.ReplaceAll(told, "\n", "\n    ")
	}
	p.t.Error(text)
}

func zone(z *time.Location) *time.Location {
	if z == nil {
		return time.UTC
	}
	return z
}
