package ticket

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Preview says what a command would come to, and changes nothing: the receipt and the error are those that [Desk.Do] would give now.
// A ticket that it would make has an id that [Desk.Do] will not give it.
func (d *Desk) Preview(ctx context.Context, c Command) (Receipt, error) {
	p := plan{desk: d, tickets: map[string]Ticket{}}
	made, err := p.add(ctx, c)
	return made.receipt, err
}

// DoAll carries out up to [MaxBulk] commands. Every one is decided first, each on what those before it would make of its ticket. If any
// of them fails nothing is changed, the receipts are nil and the error is a [*BulkError] that names each that failed. Otherwise all are
// committed, those of one ticket in their order, and there is a receipt for each.
//
// The check is not a lock, and a bulk is not one transaction. Where somebody else changes a ticket between the check and the commit, its
// commands are decided again by themselves, and one that is refused now fails alone: the error is a [*BulkError] with Begun, and the
// other receipts stand. What a crash leaves undone is done by the same bulk again, if the commands have keys.
func (d *Desk) DoAll(ctx context.Context, all []Command) ([]Receipt, error) {
	if len(all) > MaxBulk {
		return nil, fmt.Errorf("ticket: %d commands in one bulk; at most %d are allowed: %w", len(all), MaxBulk, ErrInvalid)
	}
	p := plan{desk: d, tickets: map[string]Ticket{}, keys: map[string]int{}}
	made := make([]planned, len(all))
	failed := &BulkError{}
	for i, c := range all {
		var err error
		if err = p.once(c, i); err == nil {
			made[i], err = p.add(ctx, c)
		}
		failed.add(i, c.Ticket, err)
	}
	if len(failed.Failed) > 0 {
		return nil, failed
	}
	return d.commitAll(ctx, all, made)
}

// commitAll commits what was planned in rounds, at most one mutation of a ticket in each: the second must not find the version of a
// stranger where it expects that of the first.
func (d *Desk) commitAll(ctx context.Context, all []Command, made []planned) ([]Receipt, error) {
	receipts, failed := make([]Receipt, len(all)), &BulkError{Begun: true}
	overtaken := map[string]bool{} // tickets that somebody else has changed
	left := make([]int, len(all))
	for i := range left {
		left[i] = i
	}
	for len(left) > 0 {
		round, later := oneOfEach(left, made)
		results, err := d.applyAll(ctx, round, made, overtaken)
		for n, i := range round {
			failure := err
			if err == nil {
				receipts[i], failure = d.conclude(ctx, all[i], made[i], results[n], overtaken)
			}
			failed.add(i, made[i].mutation.Ticket.ID, failure)
		}
		left = later
	}
	if len(failed.Failed) > 0 {
		return receipts, failed
	}
	return receipts, nil
}

// oneOfEach takes the first command of each ticket, and gives what is left.
func oneOfEach(left []int, made []planned) (round, later []int) {
	taken := map[string]bool{}
	for _, i := range left {
		if at := made[i].at(); !taken[at] {
			taken[at] = true
			round = append(round, i)
			continue
		}
		later = append(later, i)
	}
	return round, later
}

// applyAll commits the mutations of a round, but for those of tickets that have gone another way.
func (d *Desk) applyAll(ctx context.Context, round []int, made []planned, overtaken map[string]bool) ([]Result, error) {
	results, where := make([]Result, len(round)), make([]int, 0, len(round))
	mutations := make([]Mutation, 0, len(round))
	for n, i := range round {
		if m := made[i].mutation; len(m.Events) > 0 && !overtaken[made[i].at()] {
			where, mutations = append(where, n), append(mutations, m)
		}
	}
	if len(mutations) == 0 {
		return results, nil
	}
	done, err := d.config.Store.Apply(ctx, mutations)
	if err != nil {
		return nil, err
	}
	for n, r := range done {
		results[where[n]] = r
	}
	return results, nil
}

// conclude gives what became of a command that was planned.
func (d *Desk) conclude(ctx context.Context, c Command, p planned, r Result, overtaken map[string]bool) (Receipt, error) {
	switch {
	case r.Seen:
		overtaken[p.at()] = true
		return d.seen(ctx, c.By, r)
	case errors.Is(r.Err, ErrConflict) || errors.Is(r.Err, ErrDuplicate) || overtaken[p.at()] && !p.receipt.Seen:
		overtaken[p.at()] = true
		return d.Do(ctx, c)
	case r.Err != nil:
		overtaken[p.at()] = true
		return Receipt{}, r.Err
	}
	return p.receipt, nil
}

// A BulkError says which commands of a bulk failed.
type BulkError struct {
	Begun  bool            // the check had passed: the other commands are carried out. Without it nothing was changed
	Failed []FailedCommand // in the order of the commands
}

// A FailedCommand is one of a bulk that was not carried out.
type FailedCommand struct {
	Index  int    // of the command, counted from 0
	Ticket string // "" when it was to be a new one
	Err    error  // as [Desk.Do] would give it
}

func (b *BulkError) add(index int, ticket string, err error) {
	if err != nil {
		b.Failed = append(b.Failed, FailedCommand{Index: index, Ticket: ticket, Err: err})
	}
}

// Error names the first few.
func (b *BulkError) Error() string {
	const most = 3
	text := "ticket: bulk: nothing was changed"
	if b.Begun {
		text = "ticket: bulk: not all was done"
	}
	for i, f := range b.Failed {
		if i == most {
			return fmt.Sprintf("%s; and %d more", text, len(b.Failed)-most)
		}
		text += fmt.Sprintf("; command %d: %s", f.Index, strings.TrimPrefix(f.Err.Error(), "ticket: "))
	}
	return text
}

// Unwrap gives what was wrong with each.
func (b *BulkError) Unwrap() []error {
	all := make([]error, len(b.Failed))
	for i, f := range b.Failed {
		all[i] = f.Err
	}
	return all
}
