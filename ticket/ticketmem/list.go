package ticketmem

import (
	"context"
	"fmt"
	"iter"
	"sort"

	"github.com/fourline-go/fourline/ticket"
)

// How much one look at the store does before others get their turn.
const (
	maxPage  = 256   // tickets found
	maxLooks = 4_096 // tickets looked at
)

// List gives tickets in order; see [ticket.Store]. It looks at the store in pages of some hundred tickets: each page is as of one
// instant.
func (s *Store) List(ctx context.Context, q ticket.Query) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		if err := q.Check(); err != nil {
			yield(ticket.Ticket{}, err)
			return
		}
		q, left, from := q, q.Limit, start(q)
		for {
			page, next, more, err := s.page(ctx, q, from)
			if err != nil {
				yield(ticket.Ticket{}, err)
				return
			}
			for _, t := range page {
				if err := ctx.Err(); err != nil {
					yield(ticket.Ticket{}, fmt.Errorf("ticketmem: list: %w", err))
					return
				}
				if !yield(t.Clone(), nil) {
					return
				}
				if left--; left == 0 { // a query without a limit begins below
					return
				}
			}
			if !more {
				return
			}
			from, q.Limit = next, left
		}
	}
}

// page gives the next tickets of a query after a place, the place to go on after, and whether there may be more.
func (s *Store) page(ctx context.Context, q ticket.Query, from place) (page []*ticket.Ticket, next place, more bool, err error) {
	if err := s.lock(ctx, "list"); err != nil {
		return nil, next, false, err
	}
	defer s.mu.Unlock()
	on := s.shelf(q)
	if on == nil {
		return nil, next, false, nil
	}
	size, looks := maxPage, 0
	if q.Limit > 0 {
		size = min(size, q.Limit)
	}
	for i, j := on.after(from); i < len(on.pieces); i, j = i+1, 0 {
		for _, r := range on.pieces[i][j:] {
			if q.Matches(*r.ticket) {
				page = append(page, r.ticket)
			}
			if looks++; len(page) == size || looks == maxLooks {
				return page, on.place(r), true, nil
			}
		}
	}
	return page, next, false, nil
}

// shelf gives a shelf on which all tickets of a query stand in its order, a small one if there is one; nil when there are none.
func (s *Store) shelf(q ticket.Query) *shelf {
	switch {
	case q.Order == ticket.ByDue:
	case q.Reference != "":
		return s.alone(s.refs, name{q.Client, q.Reference})
	case q.Alarm != "" && q.Open:
		return s.alone(s.alarms, name{q.Client, q.Alarm})
	case q.Alarm != "":
		return s.keyed[name{q.Client, q.Alarm}]
	case q.Source != "":
		return s.sourced[name{q.Client, q.Source}]
	}
	return s.order[listed{q.Client, q.Order}]
}

// alone gives a shelf with the one ticket that holds something.
func (s *Store) alone(holders map[name]string, held name) *shelf {
	id, ok := holders[held]
	if !ok {
		return nil
	}
	return &shelf{pieces: [][]*record{{s.tickets[name{held.client, id}]}}}
}

// Events gives a ticket's events in order; see [ticket.Store]. They are those of the instant at which the sequence begins.
func (s *Store) Events(ctx context.Context, client, id string, after int64) iter.Seq2[ticket.Event, error] {
	return func(yield func(ticket.Event, error) bool) {
		if err := s.lock(ctx, "events"); err != nil {
			yield(ticket.Event{}, err)
			return
		}
		var commits [][]ticket.Event
		if r, ok := s.tickets[name{client, id}]; ok {
			commits = r.events
		}
		s.mu.Unlock()
		first := sort.Search(len(commits), func(i int) bool { return commits[i][len(commits[i])-1].Seq > after })
		for _, events := range commits[first:] {
			for i := range events {
				if events[i].Seq <= after {
					continue
				}
				if err := ctx.Err(); err != nil {
					yield(ticket.Event{}, fmt.Errorf("ticketmem: events: %w", err))
					return
				}
				if !yield(events[i].Clone(), nil) {
					return
				}
			}
		}
	}
}
