package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/fourline-go/fourline/ticket"
)

// begin finds out where to begin: with the first entry, or, on a store that has tickets, where it was stopped. That is the instant of
// the last event. What the scenario says before it is done; what it says at that instant is sent again, each command with its key,
// and the desk knows which of them it has carried out.
func (d *day) begin(ctx context.Context) error {
	there, err := d.show.adopt(ctx)
	if err != nil {
		return err
	}
	if len(d.plan.Entries) == 0 {
		return fmt.Errorf("the scenario has no entries")
	}
	d.now = d.plan.Entries[0].At
	if len(there) == 0 {
		return nil
	}
	d.now = slices.MaxFunc(there, func(a, b ticket.Ticket) int { return a.Updated.Compare(b.Updated) }).Updated
	if err := d.recognise(ctx, there); err != nil {
		return err
	}
	for d.next < len(d.plan.Entries) && d.plan.Entries[d.next].At.Before(d.now) {
		d.next++
	}
	d.show.pickedUp(len(there), d.next, len(d.plan.Entries))
	return nil
}

// recognise finds the scenario's tickets in the store, and refuses a store that holds others.
func (d *day) recognise(ctx context.Context, there []ticket.Ticket) error {
	opened := map[string]entry{}
	for _, e := range d.plan.Entries {
		if e.ID != "" && e.Refused == "" {
			opened[e.ID] = e
		}
	}
	for _, t := range there {
		e, ok := opened[t.ID]
		if !ok || e.By.Client != t.Client || !e.opened(ctx, d.desk, t) {
			return fmt.Errorf("the database holds another day: its %s is %q; use another file with -db, or the scenario that it was made with", t.ID, t.Subject)
		}
		d.ids[e.Ticket] = max(d.ids[e.Ticket], t.ID)
	}
	return nil
}

// opened reports whether an entry has opened a ticket: its first event has the entry's subject.
func (e *entry) opened(ctx context.Context, desk *ticket.Desk, t ticket.Ticket) bool {
	first, err := desk.At(ctx, t.Client, t.ID, t.Opened)
	if err != nil {
		return false
	}
	var open ticket.Open
	switch a := e.Do[0].(type) {
	case ticket.Open:
		open = a
	case ticket.Raise:
		open = a.Open
	}
	return first.Subject == open.Set[ticket.FieldSubject] && t.Opened.Equal(e.At)
}
