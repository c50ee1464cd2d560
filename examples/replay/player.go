package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/fourline-go/fourline/ticket"
)

// A player puts cases through a desk, one after the other, and notes what became of every row. It is for one goroutine.
type player struct {
	desk     *ticket.Desk
	rules    *Rules
	tally    *Tally
	progress *Progress
}

// play replays one case.
func (p *player) play(ctx context.Context, c *Case) error {
	var t ticket.Ticket
	for i := range c.Rows {
		row := &c.Rows[i]
		var err error
		if i == 0 {
			t, err = p.open(ctx, c)
		} else {
			t, err = p.row(ctx, t, &c.Rows[i-1], row)
		}
		if err != nil {
			return fmt.Errorf("case %s, its row %d: %w", c.ID, i+1, err)
		}
		p.tally.row(row, t)
		p.progress.Add(1)
	}
	return nil
}

// open logs the ticket as the first row has it. What the handbook refuses of that is left out, the state first.
func (p *player) open(ctx context.Context, c *Case) (ticket.Ticket, error) {
	row := &c.Rows[0]
	o := p.rules.open(c)
	receipt, err := p.do(ctx, c.ID, row, append([]ticket.Action{o}, p.rules.assigned(row)...)...)
	if errors.Is(err, ticket.ErrRefused) {
		o.State = ""
		p.tally.left("a first row's state", err)
		receipt, err = p.do(ctx, c.ID, row, o)
	}
	if errors.Is(err, ticket.ErrRefused) {
		o.Set = nil
		p.tally.left("a first row's fields", err)
		receipt, err = p.do(ctx, c.ID, row, o)
	}
	return receipt.Ticket, err
}

// row makes one row a command and notes what became of its change of state.
func (p *player) row(ctx context.Context, t ticket.Ticket, before, row *Row) (ticket.Ticket, error) {
	changed := before.State != row.State
	parts := p.rules.parts(t, row, changed)
	receipt, err := p.do(ctx, t.ID, row, together(parts)...)
	if errors.Is(err, ticket.ErrRefused) {
		receipt, err = p.piecemeal(ctx, t, row, parts)
	}
	if err == nil && changed {
		p.tally.change(Pair{before.State, row.State}, receipt.Events)
	}
	return receipt.Ticket, err
}

// piecemeal does what it can of a row that was refused as a whole: everything but the move, and if that is refused too, every part by
// itself. A row of which nothing is left is noted.
func (p *player) piecemeal(ctx context.Context, t ticket.Ticket, row *Row, parts []part) (ticket.Receipt, error) {
	rest := slices.DeleteFunc(slices.Clone(parts), func(one part) bool { return one.name == moving })
	if len(rest) == 0 {
		rest = []part{noted}
	}
	receipt, err := p.do(ctx, t.ID, row, together(rest)...)
	if !errors.Is(err, ticket.ErrRefused) {
		return receipt, err
	}
	sum := ticket.Receipt{Ticket: t}
	for _, one := range append(parts, noted) {
		if one.name == noted.name && len(sum.Events) > 0 {
			break
		}
		receipt, err := p.do(ctx, t.ID, row, one.do...)
		switch {
		case errors.Is(err, ticket.ErrRefused):
			if one.name != moving {
				p.tally.left(one.name, err)
			}
		case err != nil:
			return sum, err
		default:
			sum.Ticket, sum.Events = receipt.Ticket, append(sum.Events, receipt.Events...)
		}
	}
	return sum, nil
}

// do sends a command at the row's own time. The actor is the system itself, because this is an import: it may do what no person may,
// such as setting a field of a closed ticket. Who changed the row in the real desk is its ID.
func (p *player) do(ctx context.Context, id string, row *Row, actions ...ticket.Action) (ticket.Receipt, error) {
	by := ticket.Actor{Kind: ticket.System, ID: row.By}
	return p.desk.Do(ctx, ticket.Command{Ticket: id, By: by, At: row.At, Do: actions})
}
