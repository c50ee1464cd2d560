package ticket

import (
	"errors"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/tier"
)

// bookFacts are what runbooks are matched by.
func (w *work) bookFacts() runbook.Facts { return BookFacts(w.t) }

// BookFacts are what a ticket's runbooks are found by.
func BookFacts(t Ticket) runbook.Facts {
	return runbook.Facts{Client: t.Client, Service: t.Service, Category: t.Category, Kind: t.Kind, Priority: t.Priority}
}

func (s StartRun) decide(w *work) error {
	if err := w.open(); err != nil {
		return err
	}
	if run, ok := w.t.Run(); ok && run.Running() {
		return w.refuse("runbook", "%s is still running on this ticket", run.Book)
	}
	book, ok := w.h.shelf.Book(s.Runbook)
	if !ok {
		r := w.refuse("runbook", "the handbook has no runbook %q", s.Runbook)
		for _, m := range w.h.shelf.Match(w.bookFacts(), w.helpsAt()) {
			r.Allowed = append(r.Allowed, m.ID)
		}
		return r
	}
	can := tier.Capability("run_runbook")
	if book.Definition().Kind == runbook.KindCookbook {
		can = "run_cookbook"
	}
	if err := w.must(can); err != nil {
		return err
	}
	e, err := book.Start(w.helpsAt(), w.name(), w.now)
	return w.ran(e, err)
}

func (s StepRun) decide(w *work) error {
	book, run, err := w.running()
	if err != nil {
		return err
	}
	if s.Begin {
		e, err := book.Begin(run, s.Step, w.name(), w.now)
		return w.ran(e, err)
	}
	report := runbook.Report{Step: s.Step, Attempt: s.Attempt, Result: s.Result, Evidence: s.Evidence, Note: s.Note}
	if report.Result == "" {
		report.Result = runbook.Done
	}
	e, err := book.Record(run, report, w.name(), w.now)
	return w.ran(e, err)
}

func (r EndRun) decide(w *work) error {
	book, run, err := w.running()
	if err != nil {
		return err
	}
	e, err := book.Finish(run, r.Outcome, r.Note, w.name(), w.now)
	return w.ran(e, err)
}

// running gives the run that goes on and its book, to an actor who may work on the ticket.
func (w *work) running() (*runbook.Book, runbook.Run, error) {
	if err := w.open(); err != nil {
		return nil, runbook.Run{}, err
	}
	run, ok := w.t.Run()
	if !ok || !run.Running() {
		return nil, runbook.Run{}, w.refuse("runbook", "no runbook is running on this ticket")
	}
	if err := w.must("work"); err != nil {
		return nil, runbook.Run{}, err
	}
	book, ok := w.h.shelf.Book(run.Book)
	if !ok {
		return nil, runbook.Run{}, w.refuse("runbook", "the handbook no longer has the runbook %q", run.Book)
	}
	return book, run, nil
}

// ran records what happened in a run, or turns the runbook's refusal into the desk's.
func (w *work) ran(e runbook.Event, err error) error {
	var refused *runbook.Refusal
	switch {
	case errors.As(err, &refused):
		r := w.refuse("runbook", "%s", refused.Text)
		r.Missing, r.Allowed = refused.Missing, refused.Allowed
		return r
	case err != nil:
		return err
	}
	if e.Outcome == runbook.Workaround { // it works again, the cause is still there
		w.emit(Event{Type: RunChanged, Run: &e}, sla.SignalRestored)
		return nil
	}
	w.emit(Event{Type: RunChanged, Run: &e})
	return nil
}

// name is who a run says did something.
func (w *work) name() string {
	if w.by.ID == "" {
		return string(w.by.Kind)
	}
	return w.by.ID
}
