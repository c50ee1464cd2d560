package ticket

import (
	"context"
	"errors"
	"fmt"

	"github.com/fourline-go/fourline/runbook"
)

// Perform carries out the next step of the runbook that runs on a ticket, which must be an action: it is recorded as begun, the
// host's function is called, and its result is recorded. If the process dies in between, the step stands as begun: an idempotent
// one may be performed again, any other matches [runbook.ErrOutcomeUnknown] until a person has looked and recorded what happened
// ([StepRun]). The actor needs the right to work on the ticket. Extra facts go to the function as they are.
func (d *Desk) Perform(ctx context.Context, by Actor, id string, facts map[string]string) (Receipt, error) {
	t, err := d.config.Store.Get(ctx, by.Client, id)
	if err != nil {
		return Receipt{}, err
	}
	book, step, err := d.nextAction(t)
	if err != nil {
		return Receipt{}, err
	}
	receipt, err := d.Do(ctx, Command{Ticket: id, By: by, Do: []Action{StepRun{Step: step, Begin: true}}})
	if err != nil {
		return Receipt{}, err
	}
	began := *receipt.Events[len(receipt.Events)-1].Run
	call := runbook.Call{Key: fmt.Sprintf("%s/%d", ref(by.Client, id), len(t.Runs)), Facts: facts}
	report, failed := book.Execute(ctx, began, d.config.Actions, call)
	if errors.Is(failed, runbook.ErrOutcomeUnknown) || report.Result == "" {
		return receipt, failed
	}
	receipt, err = d.Do(context.WithoutCancel(ctx), Command{Ticket: id, By: by, Do: []Action{StepRun{
		Step: report.Step, Attempt: report.Attempt, Result: report.Result, Evidence: report.Evidence, Note: report.Note,
	}}})
	return receipt, errors.Join(failed, err)
}

// nextAction finds the action that comes next.
func (d *Desk) nextAction(t Ticket) (*runbook.Book, string, error) {
	h, err := d.handbook(t)
	if err != nil {
		return nil, "", err
	}
	run, _ := t.Run()
	book, ok := h.shelf.Book(run.Book)
	if !ok || !run.Running() {
		return nil, "", &Refusal{Rule: "runbook", Why: "no runbook is running on this ticket", State: t.State}
	}
	step, why := book.Next(run)
	switch {
	case why.Code == runbook.CodeOutcomeUnknown:
		return nil, "", fmt.Errorf("ticket %s: %s: %w", t.ID, why.Text, runbook.ErrOutcomeUnknown)
	case step.Kind != runbook.ActionStep:
		return nil, "", &Refusal{Rule: "runbook", Why: "the next step is not an action: " + why.Text, State: t.State}
	}
	return book, step.ID, nil
}
