package ticket

import (
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// Query says which tickets to list, in which order, and from where on. The zero value lists all of a client called "" by their ids.
// A filter that is "", false or zero lets every ticket pass; a ticket is listed that passes them all. There is no way to ask for
// tickets in which something is empty.
type Query struct {
	Client string // whose; always asked for

	Order    Order     // ByID or ByDue
	After    string    // the page before ended with the ticket of this id; "" begins with the first. See [Query.Next]
	AfterDue time.Time // with ByDue: when that ticket was due, zero when nothing was
	Limit    int       // at most so many; 0 for all

	Open     bool            // not resolved or closed
	Class    lifecycle.Class // what its state means
	State    string
	Pending  string // why it waits
	Kind     string
	Tier     tier.ID // where it is worked on
	Group    string
	Assignee string // engineer who works on it
	Owner    string // engineer who answers for it
	Priority string

	Requester string
	Channel   string
	Service   string
	Category  string
	Alarm     string // its alarm key
	Source    string // what its alarm is about
	Reference string // one of its references; at most one ticket has it

	DueBefore time.Time // its next promise to the client is due before this instant; see [Ticket.Due]
	Opened    Span      // when it was logged
	Updated   Span      // when it last changed
	Resolved  Span      // when it was last resolved; a ticket that is not resolved is in no span
	Closed    Span      // when it was closed; a ticket that is not closed is in no span
}

// Order is the order of a list.
type Order string

// The orders. Those of equal rank come by their ids, byte by byte.
const (
	ByID  Order = ""    // ids as bytes: the order of opening, where the host or the desk gives ids that grow
	ByDue Order = "due" // the earliest due first, those of which nothing is due last: a queue as a desk looks at it
)

// Valid reports whether o is one of the orders.
func (o Order) Valid() bool { return o == ByID || o == ByDue }

// A Span is a time from an instant on up to another, which is no longer in it. A zero From or To has no end there; the zero Span is
// no condition.
type Span struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// Holds reports whether an instant is in the span; the zero instant, which stands for what has not happened, only in the zero span.
func (s Span) Holds(at time.Time) bool {
	if s == (Span{}) {
		return true
	}
	return !at.IsZero() && !at.Before(s.From) && (s.To.IsZero() || at.Before(s.To))
}

// Check says what a store cannot answer; the error matches [ErrInvalid].
func (q Query) Check() error {
	if !q.Order.Valid() {
		return fmt.Errorf("ticket: no list is in the order %q: %w", q.Order, ErrInvalid)
	}
	return nil
}

// Next gives the query of the page after the one that ended with a ticket. A ticket that changes between two pages keeps its place by
// id, and moves to another one by due time: then it may come twice or, when its due time comes nearer, not again.
func (q Query) Next(last Ticket) Query {
	q.After, q.AfterDue = last.ID, time.Time{}
	if q.Order == ByDue {
		q.AfterDue = last.Due()
	}
	return q
}

// Matches reports whether a ticket is of those a query asks for, its place in the list and the limit aside.
func (q Query) Matches(t Ticket) bool {
	return t.Client == q.Client && q.matchesWork(&t) && q.matchesWish(&t) && q.matchesTimes(&t)
}

func (q *Query) matchesWork(t *Ticket) bool {
	return (!q.Open || t.Open()) &&
		(q.Class == "" || t.Class == q.Class) &&
		(q.State == "" || t.State == q.State) &&
		(q.Pending == "" || t.Pending == q.Pending) &&
		(q.Kind == "" || t.Kind == q.Kind) &&
		(q.Tier == "" || t.Tier == q.Tier) &&
		(q.Group == "" || t.Group == q.Group) &&
		(q.Assignee == "" || t.Working.Engineer == q.Assignee) &&
		(q.Owner == "" || t.Owner.Engineer == q.Owner) &&
		(q.Priority == "" || t.Priority == q.Priority)
}

func (q *Query) matchesWish(t *Ticket) bool {
	return (q.Requester == "" || t.Requester == q.Requester) &&
		(q.Channel == "" || t.Channel == q.Channel) &&
		(q.Service == "" || t.Service == q.Service) &&
		(q.Category == "" || t.Category == q.Category) &&
		(q.Alarm == "" || t.Alarm.Key == q.Alarm) &&
		(q.Source == "" || t.Alarm.Source == q.Source) &&
		(q.Reference == "" || slices.Contains(t.References, q.Reference))
}

func (q *Query) matchesTimes(t *Ticket) bool {
	due := time.Time{}
	if !q.DueBefore.IsZero() {
		due = t.Due()
	}
	return (q.DueBefore.IsZero() || !due.IsZero() && due.Before(q.DueBefore)) &&
		q.Opened.Holds(t.Opened) && q.Updated.Holds(t.Updated) && q.Resolved.Holds(t.Resolved) && q.Closed.Holds(t.Closed)
}
