package ticket

import (
	"context"
	"iter"
	"time"

	"github.com/fourline-go/fourline/escalation"
)

// Store keeps tickets, their events, their wake times and the notices to send. A store passes the suite of package tickettest.
//
// All methods are safe for concurrent use and give up when the context is done. Instants are UTC and whole microseconds; a store
// gives back exactly what it was given. The client is part of every key: a ticket of another client is not found.
type Store interface {
	// Apply commits mutations, each by itself and whole, and says of each what became of it: nil, [ErrConflict], [ErrDuplicate]
	// (a [DuplicateError]), or another error. One that fails leaves its neighbours alone. What is committed is durable when Apply
	// returns. The error is for the call as a whole; then nothing is known of any mutation ([ErrOutcomeUnknown]).
	//
	// The command key is looked at first: a mutation whose key is there already changes nothing, and its result says so. A
	// mutation without events changes nothing either, whatever else it holds; it only asks whether its key is there. Then the
	// version is compared: one that expects a ticket that is not there conflicts. An id that is taken comes before an alarm key
	// that is, and that before a reference that is. A commit that sets the wake time it finds leaves a claim of it as it is.
	//
	// While a ticket is open no other of its client has its alarm key, and no other of its client ever has one of its references. A
	// ticket never loses a reference.
	//
	// When the context ends before anything was begun, the error is the context's own.
	Apply(ctx context.Context, all []Mutation) ([]Result, error)

	// Get gives a ticket, or [ErrNotFound].
	Get(ctx context.Context, client, id string) (Ticket, error)

	// Events gives a ticket's events after the one numbered after (0 for all), in order. The sequence may be stopped early and
	// is used once; an error is its last element. A ticket that is not there has none.
	Events(ctx context.Context, client, id string, after int64) iter.Seq2[Event, error]

	// List gives tickets in the order that the query asks for. The sequence may be stopped early and is used once; an error is its
	// last element. A query that is not valid gives [ErrInvalid].
	List(ctx context.Context, q Query) iter.Seq2[Ticket, error]

	// ClaimWakes gives up to limit tickets whose wake time is at or before now, earliest first, and gives none of them to anybody
	// else until now+lease, unless a commit sets another wake time first.
	ClaimWakes(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Wake, error)

	// ClaimNotices gives up to limit queued notices that are ready by now, the one that was ready first coming first, those of one
	// instant in the order of their commits, and gives none of them to anybody else until now+lease. A notice is ready from its At
	// on, or from Again when it is to be tried again. Each claim has a token that settling must show.
	ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Claim, error)

	// SettleNotices says how sending went. A settlement whose token is not the latest changes nothing, and so does one of a
	// notice that was cancelled in the meantime. An unknown status is an error.
	SettleNotices(ctx context.Context, done []Settlement) error

	// Close gives everything back. Nothing is lost.
	Close() error
}

// A Mutation is one commit: a ticket with what happened to it.
type Mutation struct {
	Ticket  Ticket    // as it stands after Events
	Expect  int64     // version that is stored now, 0 when the ticket is new
	Events  []Event   // numbered Expect+1 … Ticket.Version
	Wake    time.Time // when somebody has to look at the ticket again, zero for never
	Notices []escalation.Notice
	Cancel  []string // policies whose notices still queued for this ticket are cancelled; those of Notices too
	Key     string   // of the command, "" for none; unique per client
}

// A Result says what became of one mutation.
type Result struct {
	Err     error  // nil when it is committed
	Seen    bool   // the command key was there already; nothing was changed
	Ticket  string // with Seen: the ticket it was about
	Version int64  // with Seen: its version after that command
}

// A Wake is a ticket to look at.
type Wake struct {
	Client, Ticket string
	At             time.Time // planned
}

// A Claim is a notice somebody has taken to send.
type Claim struct {
	Notice  escalation.Notice
	Attempt int   // 1, 2, 3, …
	Token   int64 // of this claim
}

// A Settlement says how sending a claimed notice went.
type Settlement struct {
	Key    string
	Client string
	Token  int64
	Status NoticeStatus // NoticeSent, NoticeFailed, NoticeCancelled, or NoticeQueued to try again at Again
	Again  time.Time
	Error  string // why it did not go, up to 500 characters
}

// NoticeStatus is how far a notice is.
type NoticeStatus string

// The states of a notice.
const (
	NoticeQueued    NoticeStatus = "queued"
	NoticeSent      NoticeStatus = "sent"
	NoticeFailed    NoticeStatus = "failed" // given up
	NoticeCancelled NoticeStatus = "cancelled"
)
