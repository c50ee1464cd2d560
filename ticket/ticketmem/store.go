package ticketmem

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

var _ ticket.Store = (*Store)(nil)

// ErrClosed is what a store says after [Store.Close].
var ErrClosed = errors.New("ticketmem: the store is closed")

// Store is a [ticket.Store] in memory. It is safe for concurrent use. Make it with [New].
type Store struct {
	mu       sync.Mutex // guards everything below; never held while the caller's code runs
	closed   bool
	tickets  map[name]*record
	order    map[listed]*shelf
	alarms   map[name]string        // alarm keys of open tickets → the ticket's id
	refs     map[name]string        // references → the ticket's id
	keyed    map[name]*shelf        // tickets by alarm key
	sourced  map[name]*shelf        // tickets by what their alarm is about
	commands map[name]ticket.Result // what a command key came to
	notices  map[name]*notice       // by key, whatever became of them
	due      queue[*record]         // tickets with a wake time that nobody has claimed, by that time
	leased   queue[*record]         // those somebody has claimed, by the end of the lease
	ready    queue[*notice]         // notices still queued, by the time from which they may be claimed
	queued   map[policy][]*notice   // notices still queued of a ticket's policy, for cancelling
	made     int64                  // tickets and notices so far: the order of those with the same time
}

// name is a key of something that is unique within its client.
type name struct{ client, key string }

// listed is a list of tickets.
type listed struct {
	client string
	by     ticket.Order
}

// policy is one policy of one ticket.
type policy struct{ client, ticket, policy string }

// record is one ticket with what belongs to it.
type record struct {
	ticket *ticket.Ticket   // replaced by every commit, never changed
	events [][]ticket.Event // of each commit; only ever appended to
	due    int64            // of the ticket, as its place on the shelf says
	wake   time.Time        // planned; zero for never
	slot   slot[*record]    // its place in due or leased
}

// New makes an empty store.
func New() *Store {
	return &Store{
		tickets:  map[name]*record{},
		order:    map[listed]*shelf{},
		alarms:   map[name]string{},
		refs:     map[name]string{},
		keyed:    map[name]*shelf{},
		sourced:  map[name]*shelf{},
		commands: map[name]ticket.Result{},
		notices:  map[name]*notice{},
		queued:   map[policy][]*notice{},
	}
}

// Close lets go of everything: nothing of it is kept. Further calls give [ErrClosed]; closing again does nothing.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		empty := New()
		s.tickets, s.order, s.alarms, s.commands = empty.tickets, empty.order, empty.alarms, empty.commands
		s.refs, s.keyed, s.sourced = empty.refs, empty.keyed, empty.sourced
		s.notices, s.queued = empty.notices, empty.queued
		s.due, s.leased, s.ready = empty.due, empty.leased, empty.ready
		s.closed = true
	}
	return nil
}

// lock begins a call, unless the context is done or the store is closed. The caller unlocks when it gives nil.
func (s *Store) lock(ctx context.Context, doing string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("ticketmem: %s: %w", doing, err)
	}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return fmt.Errorf("%s: %w", doing, ErrClosed)
	}
	return nil
}

// Get gives a ticket, or [ticket.ErrNotFound].
func (s *Store) Get(ctx context.Context, client, id string) (ticket.Ticket, error) {
	if err := s.lock(ctx, "get"); err != nil {
		return ticket.Ticket{}, err
	}
	r, ok := s.tickets[name{client, id}]
	var t *ticket.Ticket
	if ok {
		t = r.ticket
	}
	s.mu.Unlock()
	if !ok {
		return ticket.Ticket{}, fmt.Errorf("ticketmem: get %q: %w", id, ticket.ErrNotFound)
	}
	return t.Clone(), nil
}
