package ticket_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/ticket"
)

func TestACookbookFixAtTheFirstLine(t *testing.T) {
	h := newHouse(t)
	h.do(rosa, ticket.Open{Set: ticket.Set{"category": "account"}})
	require.Equal(t, []string{"account"}, h.refused(ada, ticket.StartRun{Runbook: "unlock"}, ticket.StepRun{Step: "unlock"}).Missing)
	got := h.do(ada, ticket.StartRun{Runbook: "unlock"},
		ticket.StepRun{Step: "unlock", Evidence: map[string]string{"account": "rosa"}}, ticket.EndRun{Outcome: runbook.Resolved})
	run, ok := got.Run()
	require.True(t, ok)
	require.Equal(t, runbook.Resolved, run.Outcome)
	require.Equal(t, "ada", run.By)
}

func TestWhoMayRunARunbook(t *testing.T) {
	h := newHouse(t)
	h.printing()
	require.Equal(t, []string{"restart"}, newL2(t).refused(ben, ticket.StartRun{Runbook: "nothing"}).Allowed)
	require.Equal(t, "right", h.refused(rosa, ticket.StartRun{Runbook: "unlock"}).Rule)
	require.Equal(t, "right", h.refused(ada, ticket.StartRun{Runbook: "restart"}).Rule, "the first line has a cookbook, not the Run-Book")
	require.Equal(t, "runbook", h.refused(ada, ticket.StepRun{Step: "unlock"}).Rule, "nothing is running")
	require.Equal(t, "runbook", h.refused(ada, ticket.EndRun{Outcome: "resolved"}).Rule)
	h.do(ada, ticket.StartRun{Runbook: "unlock"})
	require.Equal(t, "runbook", h.refused(ada, ticket.StartRun{Runbook: "unlock"}).Rule, "one at a time")
}

func newL2(t *testing.T) *house {
	h := newHouse(t)
	h.toL2()
	return h
}

// withAction is a desk at L2 whose runbook has come to its action.
func withAction(t *testing.T, action runbook.Action) *house {
	h := newHouse(t, func(c *ticket.Config) { c.Actions = runbook.Actions{"restart-service": action} })
	h.toL2()
	h.do(ben, ticket.StartRun{Runbook: "restart"}, ticket.StepRun{Step: "look"})
	return h
}

func TestAnActionRunsThroughTheHostsFunction(t *testing.T) {
	var in runbook.Input
	h := withAction(t, func(_ context.Context, i runbook.Input) (runbook.Output, error) {
		in = i
		return runbook.Output{Note: "restarted"}, nil
	})
	receipt, err := h.desk.Perform(t.Context(), ben, "T", map[string]string{"host": "print-1"})
	require.NoError(t, err)
	require.Equal(t, "print-1", in.Facts["host"])
	require.Equal(t, "acme/T/1/restart", in.Key)
	run, _ := receipt.Ticket.Run()
	require.Equal(t, runbook.Done, run.Results[1].State)
	require.Equal(t, receipt.Ticket, h.folded("T", "acme"))
	_, err = h.desk.Perform(t.Context(), ben, "T", nil)
	require.ErrorIs(t, err, ticket.ErrRefused, "a finished step never runs twice")
	require.Equal(t, runbook.Resolved, last(h.do(ben, ticket.EndRun{Outcome: runbook.Resolved})).Outcome)
}

func last(t ticket.Ticket) runbook.Run {
	run, _ := t.Run()
	return run
}

func TestAnActionWhoseOutcomeIsUnknownAsksAPerson(t *testing.T) {
	calls := 0
	h := withAction(t, func(context.Context, runbook.Input) (runbook.Output, error) {
		calls++
		return runbook.Output{}, runbook.ErrOutcomeUnknown
	})
	for range 2 {
		_, err := h.desk.Perform(t.Context(), ben, "T", nil)
		require.ErrorIs(t, err, runbook.ErrOutcomeUnknown)
	}
	require.Equal(t, 1, calls, "it is not idempotent")
	got := h.do(ben, ticket.StepRun{Step: "restart", Result: runbook.Done, Note: "I looked: it runs"})
	require.Equal(t, runbook.Done, last(got).Results[1].State)
}

func TestAnActionThatFailsIsRecorded(t *testing.T) {
	h := withAction(t, func(context.Context, runbook.Input) (runbook.Output, error) {
		return runbook.Output{}, errors.New("no such service")
	})
	receipt, err := h.desk.Perform(t.Context(), ben, "T", nil)
	require.NoError(t, err)
	require.Equal(t, runbook.Failed, last(receipt.Ticket).Results[1].State)
}

func TestPerformWantsAnAction(t *testing.T) {
	h := newL2(t)
	_, err := h.desk.Perform(t.Context(), ben, "T", nil)
	require.ErrorIs(t, err, ticket.ErrRefused)
	h.do(ben, ticket.StartRun{Runbook: "restart"})
	_, err = h.desk.Perform(t.Context(), ben, "T", nil)
	require.ErrorContains(t, err, "the next step is not an action")
	_, err = h.desk.Perform(t.Context(), ben, "nowhere", nil)
	require.ErrorIs(t, err, ticket.ErrNotFound)
}

func TestAWorkaroundRestoresTheServiceForTheClocks(t *testing.T) {
	h := houseOf(t, `
name: restore
version: 1
agreements: [{id: a, targets: [{metric: restore, within: 4h}, {metric: resolve, within: 8h}]}]
runbooks:
  - {id: detour, title: Detour, owner: x, version: 1, review_by: 2030-01-01, kind: cookbook, tiers: [L1], steps: [{id: go, kind: manual, text: Go round}]}
`)
	h.do(rosa, ticket.Open{})
	h.now = monday.Add(time.Hour)
	got := h.do(ada, ticket.StartRun{Runbook: "detour"}, ticket.StepRun{Step: "go"}, ticket.EndRun{Outcome: runbook.Workaround})
	require.True(t, clockOf(got, "restore").Done())
	require.True(t, clockOf(got, "resolve").Running())
}
