package ticketsql

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// readyNotices walks the index of queued notices.
const readyNotices = "SELECT n, attempt, data FROM notices INDEXED BY notices_ready WHERE status = 'queued' AND ready <= min(?, ?) ORDER BY ready, n LIMIT ?"

// ClaimNotices takes queued notices to send; see [ticket.Store].
func (s *Store) ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]ticket.Claim, error) {
	c := &noticeClaim{claim: newClaim(now, lease, limit)}
	if found, err := s.due(ctx, "claim notices", readyNotices, c.claim); err != nil || !found {
		return nil, err
	}
	if err := s.write(ctx, "claim notices", c); err != nil {
		return nil, err
	}
	return c.claims, wrap("claim notices", c.err)
}

// noticeClaim is a step that claims notices.
type noticeClaim struct {
	claim
	claims []ticket.Claim
}

func (c *noticeClaim) do(w *writer) error {
	c.claims = nil
	var all []int64
	err := w.each(readyNotices, []any{c.now, c.now, c.limit}, func(scan func(...any) error) error {
		var n int64
		var data []byte
		var one ticket.Claim
		if err := scan(&n, &one.Attempt, &data); err != nil {
			return err
		}
		if err := json.Unmarshal(data, &one.Notice); err != nil {
			return err
		}
		one.Attempt++
		one.Token = int64(one.Attempt)
		all, c.claims = append(all, n), append(c.claims, one)
		return nil
	})
	if err != nil {
		return err
	}
	for _, n := range all {
		if err := w.run("UPDATE notices SET ready = ?, attempt = attempt + 1 WHERE n = ?", c.until, n); err != nil {
			return err
		}
	}
	return nil
}

// SettleNotices says how sending went; see [ticket.Store]. All of one call are settled together.
func (s *Store) SettleNotices(ctx context.Context, done []ticket.Settlement) error {
	for _, d := range done {
		switch d.Status {
		case ticket.NoticeQueued, ticket.NoticeSent, ticket.NoticeFailed, ticket.NoticeCancelled:
		default:
			return fmt.Errorf("ticketsql: settle notice %q: unknown status %q", d.Key, d.Status)
		}
	}
	all := &settlements{all: slices.Clone(done)}
	if err := s.write(ctx, "settle notices", all); err != nil {
		return err
	}
	return wrap("settle notices", all.err)
}

// settlements is a step that says how sending notices went.
type settlements struct {
	all []ticket.Settlement
	err error
}

func (s *settlements) do(w *writer) error {
	for _, d := range s.all {
		err := w.run(`UPDATE notices SET status = ?, ready = ?, error = ? WHERE client = ? AND key = ? AND status = 'queued' AND attempt = ?`,
			string(d.Status), d.Again.UnixMicro(), d.Error, d.Client, d.Key, d.Token)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *settlements) failed(err error) { s.err = err }
func (s *settlements) done(*cache)      {}
