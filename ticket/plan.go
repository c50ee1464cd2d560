package ticket

import (
	"context"
	"errors"
	"fmt"
)

// plan decides commands one after the other, each on what those before it would make of its ticket, and commits nothing.
type plan struct {
	desk    *Desk
	tickets map[string]Ticket // as they would stand, by [ref]
	keys    map[string]int    // which command has a key, by [ref]
}

// planned is what a command would come to.
type planned struct {
	mutation Mutation // without events when there is nothing to do
	receipt  Receipt
}

// at is the ticket that it is about.
func (p planned) at() string { return ref(p.mutation.Ticket.Client, p.mutation.Ticket.ID) }

// once refuses a key that an earlier command has: which of the two would be carried out?
func (p *plan) once(c Command, index int) error {
	if c.Key == "" {
		return nil
	}
	at := ref(c.By.Client, c.Key)
	if first, there := p.keys[at]; there {
		return fmt.Errorf("ticket: command: Key: command %d has the key %q already: %w", first, c.Key, ErrInvalid)
	}
	p.keys[at] = index
	return nil
}

// add decides one more command.
func (p *plan) add(ctx context.Context, c Command) (planned, error) {
	if err := c.admit(); err != nil {
		return planned{}, err
	}
	seen, err := p.desk.unless(ctx, Ticket{ID: c.Ticket, Client: c.By.Client}, c, nil)
	if err != nil || seen.Seen {
		return planned{mutation: Mutation{Ticket: seen.Ticket}, receipt: seen}, err
	}
	create, look := c.opens(), sought{desk: p.desk, ctx: ctx, over: p.tickets}
	fresh := create && c.Ticket == ""
	if fresh {
		if create, err = look.seek(&c); err != nil {
			return planned{}, err
		}
	}
	made, err := p.weigh(ctx, c, create)
	var over *ended
	if errors.As(err, &over) && fresh && !create { // by time
		look.again = true
		if create, err = look.seek(&c); err != nil {
			return planned{}, err
		}
		made, err = p.weigh(ctx, c, create)
	}
	if errors.As(err, &over) {
		return planned{}, over.why
	}
	if err == nil && made.receipt.Ticket.Version > 0 {
		p.tickets[made.at()] = made.receipt.Ticket
	}
	return made, err
}

// weigh decides a command on the ticket as it would stand.
func (p *plan) weigh(ctx context.Context, c Command, create bool) (planned, error) {
	t, err := p.get(ctx, c.By.Client, c.Ticket)
	if err != nil && !(create && errors.Is(err, ErrNotFound)) {
		return planned{}, err
	}
	there := err == nil
	switch {
	case create && there:
		return planned{}, &DuplicateError{Ticket: c.Ticket}
	case create:
		t = Ticket{ID: c.Ticket, Client: c.By.Client}
	}
	m, err := p.desk.weigh(ctx, t, c, p.get)
	if err != nil {
		return planned{}, err
	}
	if len(m.Events) == 0 {
		return planned{mutation: Mutation{Ticket: t}, receipt: Receipt{Ticket: t}}, nil
	}
	return planned{mutation: m, receipt: Receipt{Ticket: m.Ticket, Events: m.Events}}, nil
}

// get gives a ticket as it would stand.
func (p *plan) get(ctx context.Context, client, id string) (Ticket, error) {
	if t, planned := p.tickets[ref(client, id)]; planned {
		return t, nil
	}
	return p.desk.config.Store.Get(ctx, client, id)
}
