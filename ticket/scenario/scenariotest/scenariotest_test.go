package scenariotest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/scenario"
	"github.com/fourline-go/fourline/ticket/scenario/scenariotest"
	"github.com/fourline-go/fourline/ticket/tickettest"
	"github.com/fourline-go/fourline/tier"
)

// fake is a test that is to fail, and what it failed with.
type fake struct {
	testing.TB
	said []string
}

func (f *fake) Error(args ...any) { f.said = append(f.said, fmt.Sprint(args...)) }
func (f *fake) FailNow()          { panic(f) }

// said plays what is to fail, and gives what it failed with.
func said(t testing.TB, s *scenario.Scenario) []string {
	t.Helper()
	f := &fake{TB: t}
	func() {
		defer func() {
			if p := recover(); p != nil && p != any(f) {
				panic(p)
			}
		}()
		scenariotest.Play(f, s)
	}()
	return f.said
}

var who = tickettest.People("acme")

func opened() scenario.Step {
	return scenario.Step{Line: 3, By: who.Requester, Ticket: "x", Do: []ticket.Action{ticket.Open{Set: ticket.Set{"subject": "Cannot print", "impact": "low", "urgency": "low"}}}}
}

func TestAScenarioInGoIsPlayed(t *testing.T) {
	d := scenariotest.Play(t, &scenario.Scenario{Name: "a printer", Steps: []scenario.Step{
		opened(),
		{After: 5 * time.Minute, By: who.L1, Ticket: "x", Do: []ticket.Action{ticket.Acknowledge{}}},
		{By: who.Requester, Ticket: "x", Do: []ticket.Action{ticket.Note{Text: "n"}}, Refused: "right"},
		{After: time.Hour, Ticket: "x", Expect: &scenario.Expect{
			Fields: map[string]string{"owner": "ada", "acknowledged": "2026-11-23 09:05"}, Events: []ticket.EventType{ticket.Opened, ticket.Acknowledged},
		}},
	}})
	require.Equal(t, "2026-11-23T10:05:00Z", d.Now().Format(time.RFC3339))
	require.Equal(t, "ada", d.Ticket("T-1").Owner.Engineer)
}

func TestAStoryMayBeginAtAnyTime(t *testing.T) {
	at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	step := opened()
	step.At = at
	require.Equal(t, at, scenariotest.Play(t, &scenario.Scenario{Steps: []scenario.Step{step}}).Ticket("T-1").Opened)
	require.Equal(t, at, scenariotest.Play(t, &scenario.Scenario{Start: at, Steps: []scenario.Step{opened()}}).Ticket("T-1").Opened)
}

func TestWhatIsNotAsAStepSaysIsShownWithItsLineAndOnceWithTheTimeline(t *testing.T) {
	expect := scenario.Step{Line: 9, After: time.Minute, Ticket: "x", Expect: &scenario.Expect{Fields: map[string]string{"state": "closed", "priority": "P1"}}}
	require.Equal(t, []string{
		"a.yaml:9: Mon 2026-11-23 09:01, x:\n    priority: want P1, got P4\n    state: want closed, got new\n  what has happened:\n" +
			"    T-1  acme  Cannot print\n    2026-11-23 09:00  Rosa Marin  reports: “Cannot print”: P4, to be resolved by Mon 17:00",
		"a.yaml:9: Mon 2026-11-23 09:02, x:\n    priority: want P1, got P4\n    state: want closed, got new",
	}, said(t, &scenario.Scenario{
		File: "a.yaml", People: []scenario.Person{{ID: "rosa", Name: "Rosa Marin"}}, Steps: []scenario.Step{opened(), expect, expect},
	}))
}

func TestWhatFails(t *testing.T) {
	for name, c := range map[string]struct {
		step scenario.Step
		want string
	}{
		"a refusal": {
			scenario.Step{By: who.Requester, Ticket: "x", Do: []ticket.Action{ticket.Acknowledge{}}},
			"story: Mon 2026-11-23 09:00, rosa of x:\n    ticket: refused: a requester may not acknowledge",
		},
		"no refusal": {
			scenario.Step{By: who.L1, Ticket: "x", Do: []ticket.Action{ticket.Acknowledge{}}, Refused: "right"},
			`was to be refused by the rule "right", and was not`,
		},
		"another refusal": {
			scenario.Step{By: who.L1, Ticket: "x", Do: []ticket.Action{ticket.Accept{}}, Refused: "right"},
			`was to be refused by the rule "right", and was by "offer": ticket: refused: no hand-over waits`,
		},
		"an error instead of a refusal": {
			scenario.Step{By: who.L1, Ticket: "T-7", Do: []ticket.Action{ticket.Accept{}}, Refused: "right"}, "ticket: not found",
		},
		"a ticket that is not there": {scenario.Step{Ticket: "T-9", Expect: &scenario.Expect{}}, "ticket: not found"},
		"no runbook to perform":      {scenario.Step{By: who.L1, Ticket: "x", Perform: true}, "no runbook is running on this ticket"},
	} {
		t.Run(name, func(t *testing.T) {
			got := said(t, &scenario.Scenario{Name: "story", Steps: []scenario.Step{opened(), c.step}})
			require.Len(t, got, 1)
			require.Contains(t, got[0], c.want)
		})
	}
}

func TestWhatIsGivenMustWork(t *testing.T) {
	bad := scenario.Step{Part: scenario.Given, By: who.L1, Ticket: "x", Do: []ticket.Action{ticket.Accept{}}}
	require.Len(t, said(t, &scenario.Scenario{Steps: []scenario.Step{opened(), bad, bad}}), 1, "nothing comes after it")
	nobody := opened()
	nobody.By.Client = "nobody"
	require.Len(t, said(t, &scenario.Scenario{Steps: []scenario.Step{nobody, nobody}}), 1)
}

func TestEventsAndNoticesAreThoseSinceTheyWereExpectedLast(t *testing.T) {
	handOver := ticket.HandOver{Reason: "beyond_cookbook", Fields: map[string]string{"tried": "a"}}
	told := []scenario.Told{{To: "tier L2"}}
	scenariotest.Play(t, &scenario.Scenario{Steps: []scenario.Step{
		opened(),
		{By: who.L1, Ticket: "x", Do: []ticket.Action{ticket.Acknowledge{}}, Expect: &scenario.Expect{Events: []ticket.EventType{"opened", "acknowledged"}}},
		{By: who.L1, Ticket: "x", Do: []ticket.Action{handOver}, Expect: &scenario.Expect{Notices: told}},
		{By: who.L2, Ticket: "x", Do: []ticket.Action{ticket.Reject{Why: "no"}}},
		{By: who.L1, Ticket: "x", Do: []ticket.Action{handOver}, Expect: &scenario.Expect{Notices: told, Events: []ticket.EventType{"offered", "rejected", "offered"}}},
		{By: who.L1, Ticket: "x", Do: []ticket.Action{ticket.Note{Text: "n"}}, Expect: &scenario.Expect{Notices: []scenario.Told{}, Events: []ticket.EventType{"noted"}}},
	}})
}

func TestAnActionOfARunbookIsPerformed(t *testing.T) {
	def := tickettest.House()
	def.Runbooks = []runbook.Runbook{{
		ID: "restart", Title: "Restart", Owner: "ben", Version: 1, Kind: runbook.KindCookbook, ReviewBy: "2030-01-01", Tiers: []tier.ID{"L1"},
		Steps: []runbook.Step{{ID: "again", Kind: runbook.ActionStep, Action: "restart"}},
	}}
	calls := 0
	scenariotest.Play(t, &scenario.Scenario{Book: tickettest.Book(t, def), Steps: []scenario.Step{
		opened(),
		{By: who.L1, Ticket: "x", Do: []ticket.Action{ticket.StartRun{Runbook: "restart"}}},
		{By: who.L1, Ticket: "x", Perform: true, Expect: &scenario.Expect{Fields: map[string]string{"runs.0.results.0.state": "done"}}},
	}}, func(c *ticket.Config) {
		c.Actions = runbook.Actions{"restart": func(context.Context, runbook.Input) (runbook.Output, error) {
			calls++
			return runbook.Output{Note: "restarted"}, nil
		}}
	})
	require.Equal(t, 1, calls)
}

func TestFilesArePlayedUnderTheHouseUnlessTheySayOtherwise(t *testing.T) {
	dir := t.TempDir()
	text := "name: a\npeople: [{id: rosa, kind: requester, client: acme}]\nwhen: [{by: rosa, ticket: x, do: [open: {subject: a}], expect: {handbook: 1}}]\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.yaml"), []byte(text), 0o600))
	scenariotest.Run(t, filepath.Join(dir, "*.yaml"), nil)
}
