package escalation

import (
	"context"
	"errors"
	"time"
)

// A Notice is a message on its way to somebody: a plain value that waits in a store and goes to a [Notifier].
type Notice struct {
	Key    string    `json:"key"`              // the same over all attempts; see [Intent.Key]
	Client string    `json:"client,omitempty"` // whose ticket it is
	Ticket string    `json:"ticket"`
	To     Recipient `json:"to"`

	Subject string `json:"subject"`        // one line
	Text    string `json:"text,omitempty"` // plain text, never a template

	// Which step of which policy it comes from; a notice that no policy sends has none.
	Policy  string `json:"policy,omitempty"`
	Version int    `json:"version,omitempty"`
	Cycle   int    `json:"cycle,omitempty"`
	Pass    int    `json:"pass,omitempty"`
	Step    int    `json:"step,omitempty"`

	Planned time.Time `json:"planned,omitzero"` // when it should have been queued
	At      time.Time `json:"at,omitzero"`      // when it was
}

// A Recipient is whom a notice goes to, once a [Target] was resolved: a person on call is an engineer, for example.
type Recipient struct {
	Kind TargetKind `json:"kind"`
	ID   string     `json:"id,omitempty"`
}

// String is the kind and the id, as in "engineer ann".
func (r Recipient) String() string { return Target(r).String() }

// A Notifier hands a notice over to a mail server, a chat, a pager. It is called at least once for a notice, and again after a
// crash or a temporary failure, each time with the same Key: whoever must not be told twice remembers keys.
//
// A nil error means that the other side has taken the notice. An error that matches [ErrPermanent] means that trying again is
// of no use; any other error means that it may be tried again later. It is safe for concurrent use and gives up when ctx ends.
type Notifier interface {
	Notify(ctx context.Context, n Notice) error
}

// ErrPermanent marks a failure that trying again does not mend: an address that does not exist, a message that is refused.
// Wrap it: fmt.Errorf("%w: no such mailbox", escalation.ErrPermanent).
var ErrPermanent = errors.New("notice cannot be delivered")

// NotifierFunc is a function as a [Notifier].
type NotifierFunc func(ctx context.Context, n Notice) error

// Notify calls f.
func (f NotifierFunc) Notify(ctx context.Context, n Notice) error { return f(ctx, n) }
