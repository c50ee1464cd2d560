package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/ticket"
)

// patience is how long after its last entry a scenario goes on while tickets are still open.
const patience = 14 * 24 * time.Hour

// A day plays a scenario on a desk in virtual time, minute by minute: on the minute people do something, and a second later the desk
// looks what time has made due and delivers what is to be told.
type day struct {
	plan      *plan
	desk      *ticket.Desk
	show      *screen
	now       time.Time         // virtual; only play moves it
	next      int               // the entry that comes next
	ids       map[string]string // numbers of the tickets, by their names in the file
	wanted    string            // number for the next ticket
	surprises int               // entries that did not go as the scenario says
}

// newDay opens the desk of a scenario on a store. The actions are the functions that runbooks call.
func newDay(plan *plan, store ticket.Store, show *screen, acts runbook.Actions) (*day, error) {
	d := &day{plan: plan, show: show, ids: map[string]string{}}
	desk, err := ticket.NewDesk(ticket.Config{
		Store: store, Handbook: plan.Book, Notifier: show, Actions: acts,
		Now:   func() time.Time { return d.now },
		NewID: func() string { return d.wanted },
		Lease: time.Nanosecond, // this program is the desk's only process: what a killed one had claimed is free at once
	})
	if err != nil {
		return nil, err
	}
	d.desk, show.desk, show.now = desk, desk, func() time.Time { return d.now }
	return d, nil
}

// play runs until every ticket is closed, from the beginning or from where an earlier run was stopped.
func (d *day) play(ctx context.Context) error {
	if err := d.begin(ctx); err != nil {
		return err
	}
	for {
		if err := d.minute(ctx); err != nil {
			return err
		}
		if d.over() {
			if n := d.show.unclosed(); n > 0 {
				d.show.leftOpen(n)
			}
			return nil
		}
		d.now = d.now.Truncate(time.Minute).Add(time.Minute)
	}
}

// minute lets everything happen that belongs to this minute.
func (d *day) minute(ctx context.Context) error {
	for d.next < len(d.plan.Entries) && !d.plan.Entries[d.next].At.After(d.now) {
		e := d.plan.Entries[d.next]
		d.next++
		d.show.begins(e.Chapter)
		if err := d.do(ctx, e); err != nil {
			return fmt.Errorf("line %d of the scenario: %w", e.Line, err)
		}
	}
	d.now = d.now.Truncate(time.Minute).Add(time.Second)
	for { // what is done may owe something to other tickets, and that is due at once
		n, err := d.desk.Tick(ctx)
		if err != nil || n == 0 {
			return err
		}
		if err := d.show.catchUp(ctx); err != nil {
			return err
		}
	}
}

func (d *day) over() bool {
	if d.next < len(d.plan.Entries) {
		return false
	}
	last := d.plan.Entries[d.next-1].At
	return d.show.unclosed() == 0 || d.now.Sub(last) > patience
}

// do sends an entry to the desk and shows what came of it.
func (d *day) do(ctx context.Context, e entry) error {
	d.wanted = e.ID
	id := d.ids[e.Ticket]
	if id == "" && !e.Opens() {
		d.surprise(e, e.Ticket, "the ticket was never opened")
		return nil
	}
	receipt, err := d.send(ctx, e, id)
	switch {
	case err == nil && e.Refused != "" && len(receipt.Events) > 0:
		if err := d.show.catchUp(ctx); err != nil {
			return err
		}
		d.surprise(e, id, "this was to be refused by the rule "+e.Refused)
	case err == nil:
		d.ids[e.Ticket] = receipt.Ticket.ID
		if err := d.show.catchUp(ctx); err != nil {
			return err
		}
		if differs := d.plan.expected(e, receipt.Ticket); differs != "" {
			d.surprise(e, receipt.Ticket.ID, differs)
		}
	case !speaks(err):
		return err
	case e.Refused != "" && rule(err) == e.Refused:
		d.show.refused(e, id, err)
	default:
		d.surprise(e, id, err.Error())
	}
	return nil
}

// send makes a command of an entry. With its key it may be sent any number of times: it is carried out once.
func (d *day) send(ctx context.Context, e entry, id string) (ticket.Receipt, error) {
	if e.Perform {
		return d.perform(ctx, e, id)
	}
	if e.Opens() {
		id = ""
	}
	return d.desk.Do(ctx, ticket.Command{Ticket: id, By: e.By, Key: e.Key, Do: e.Do})
}

// perform runs the action that a runbook has come to, unless an earlier run of this program has. A result stands in the ticket; an
// attempt without one was cut short, and the runbook says whether it may be made again.
func (d *day) perform(ctx context.Context, e entry, id string) (ticket.Receipt, error) {
	t, err := d.desk.Get(ctx, e.By.Client, id)
	if err != nil {
		return ticket.Receipt{}, err
	}
	run, _ := t.Run()
	for _, r := range run.Results {
		if r.Began.Equal(e.At) && r.State != runbook.Open {
			return ticket.Receipt{Ticket: t, Seen: true}, nil
		}
	}
	facts := map[string]string{"ticket": id, "time": e.At.In(d.plan.Zone).Format("15:04")}
	return d.desk.Perform(ctx, e.By, id, facts)
}

// surprise shows that an entry did not go as the scenario says.
func (d *day) surprise(e entry, id, what string) {
	d.surprises++
	d.show.surprise(e, id, what)
}

// speaks reports whether an error is the desk's answer to a command, and not a failure.
func speaks(err error) bool {
	_, refused := errors.AsType[*runbook.Refusal](err)
	return refused || slices.ContainsFunc([]error{
		ticket.ErrRefused, ticket.ErrInvalid, ticket.ErrNotFound, ticket.ErrDuplicate, runbook.ErrOutcomeUnknown,
	}, func(known error) bool { return errors.Is(err, known) })
}

// rule is the name of the rule by which a command was refused.
func rule(err error) string {
	if r, ok := errors.AsType[*ticket.Refusal](err); ok {
		return r.Rule
	}
	return ""
}
