package ticket

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/escalation"
)

// maxBackoff bounds the wait between two attempts to send a notice.
const maxBackoff = time.Hour

// Deliver hands queued notices to the notifier, one after the other, and gives how many it tried. A notice is delivered at least once
// unless it is cancelled: after a crash the same one, with the same key, may be handed over again, and receivers tell by the key.
// Right before handing over it looks once more whether the notice still stands. Without a notifier nothing happens.
func (d *Desk) Deliver(ctx context.Context) (int, error) {
	if d.config.Notifier == nil {
		return 0, nil
	}
	var total int
	for {
		now := instant(d.config.Now())
		claims, err := d.config.Store.ClaimNotices(ctx, now, d.config.Lease, d.config.Batch)
		if err != nil {
			return total, err
		}
		done := make([]Settlement, 0, len(claims))
		for _, c := range claims {
			s, err := d.deliver(ctx, c, now)
			if err != nil {
				return total, errors.Join(err, d.settle(ctx, done))
			}
			done = append(done, s)
		}
		if err := d.settle(ctx, done); err != nil {
			return total, err
		}
		total += len(claims)
		if len(claims) < d.config.Batch {
			return total, nil
		}
	}
}

func (d *Desk) settle(ctx context.Context, done []Settlement) error {
	if len(done) == 0 {
		return nil
	}
	return d.config.Store.SettleNotices(context.WithoutCancel(ctx), done)
}

// deliver hands one notice over and says how it went. The error is about the desk, not about the notice.
func (d *Desk) deliver(ctx context.Context, c Claim, now time.Time) (Settlement, error) {
	s := Settlement{Key: c.Notice.Key, Client: c.Notice.Client, Token: c.Token, Status: NoticeSent}
	stands, err := d.stands(ctx, c.Notice)
	if err != nil {
		return s, err
	}
	if !stands {
		s.Status = NoticeCancelled
		return s, nil
	}
	if err := ctx.Err(); err != nil {
		return s, err
	}
	err = notify(ctx, d.config.Notifier, c.Notice)
	switch {
	case err == nil:
		return s, nil
	case errors.Is(err, escalation.ErrPermanent) || c.Attempt >= d.config.Attempts:
		s.Status = NoticeFailed
		d.config.Logger.ErrorContext(ctx, "notice given up", "key", c.Notice.Key, "attempt", c.Attempt, "error", err)
	default:
		s.Status, s.Again = NoticeQueued, now.Add(d.backoff(c.Attempt))
		d.config.Logger.WarnContext(ctx, "notice not delivered", "key", c.Notice.Key, "attempt", c.Attempt, "error", err)
	}
	s.Error = err.Error()
	s.Error = s.Error[:min(len(s.Error), MaxName)]
	return s, nil
}

func (d *Desk) backoff(attempt int) time.Duration {
	wait := d.config.Backoff
	for range min(attempt-1, 30) {
		wait = min(2*wait, maxBackoff)
	}
	return min(wait, maxBackoff)
}

// stands reports whether what a notice says still holds: the policy that sent it watches the ticket in the same cycle.
func (d *Desk) stands(ctx context.Context, n escalation.Notice) (bool, error) {
	if n.Policy == "" {
		return true, nil
	}
	t, err := d.config.Store.Get(ctx, n.Client, n.Ticket)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(t.Cursors, func(c escalation.Cursor) bool { return c.Policy == n.Policy })
	return i >= 0 && t.Cursors[i].Cycle == n.Cycle && t.Cursors[i].State != escalation.Stopped, nil
}

// notify calls the host, whose panic is its notice's failure and nobody else's.
func notify(ctx context.Context, to escalation.Notifier, n escalation.Notice) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the notifier panicked: %v", p)
		}
	}()
	return to.Notify(ctx, n)
}
