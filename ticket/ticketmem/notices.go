package ticketmem

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
)

// notice is one notice, for ever: its key stays taken when it is sent.
type notice struct {
	notice  escalation.Notice
	status  ticket.NoticeStatus
	attempt int // claims so far; the number of the latest is its token
	slot    slot[*notice]
}

func (n *notice) policy() policy { return policy{n.notice.Client, n.notice.Ticket, n.notice.Policy} }

// queue adds a notice, unless its key is taken. It may be claimed from the time on at which it was queued.
func (s *Store) queue(n escalation.Notice) {
	at := name{n.Client, n.Key}
	if _, taken := s.notices[at]; taken {
		return
	}
	s.made++
	fresh := &notice{notice: n, status: ticket.NoticeQueued}
	fresh.slot = slot[*notice]{n: s.made, place: nowhere, of: fresh}
	s.notices[at] = fresh
	s.ready.add(&fresh.slot, n.At.UnixMicro())
	s.queued[fresh.policy()] = append(s.queued[fresh.policy()], fresh)
}

// cancel ends the notices of a ticket's policy that are still queued.
func (s *Store) cancel(p policy) {
	for _, n := range s.queued[p] {
		if n.status == ticket.NoticeQueued {
			n.status = ticket.NoticeCancelled
			s.ready.remove(&n.slot)
		}
	}
	delete(s.queued, p)
}

// ClaimNotices takes queued notices to send; see [ticket.Store].
func (s *Store) ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]ticket.Claim, error) {
	if err := s.lock(ctx, "claim notices"); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	var claimed []*notice
	for len(claimed) < limit {
		first := s.ready.first()
		if first == nil || first.at > now.UnixMicro() {
			break
		}
		s.ready.remove(first)
		claimed = append(claimed, first.of)
	}
	claims := make([]ticket.Claim, len(claimed))
	for i, n := range claimed {
		n.attempt++
		s.ready.add(&n.slot, now.Add(lease).UnixMicro())
		claims[i] = ticket.Claim{Notice: n.notice, Attempt: n.attempt, Token: int64(n.attempt)}
	}
	return claims, nil
}

// SettleNotices says how sending went; see [ticket.Store].
func (s *Store) SettleNotices(ctx context.Context, done []ticket.Settlement) error {
	for _, d := range done {
		switch d.Status {
		case ticket.NoticeQueued, ticket.NoticeSent, ticket.NoticeFailed, ticket.NoticeCancelled:
		default:
			return fmt.Errorf("ticketmem: settle notice %q: unknown status %q", d.Key, d.Status)
		}
	}
	if err := s.lock(ctx, "settle notices"); err != nil {
		return err
	}
	defer s.mu.Unlock()
	for _, d := range done {
		n, ok := s.notices[name{d.Client, d.Key}]
		if ok && n.status == ticket.NoticeQueued && int64(n.attempt) == d.Token {
			s.settle(n, d)
		}
	}
	return nil
}

func (s *Store) settle(n *notice, d ticket.Settlement) {
	s.ready.remove(&n.slot)
	if d.Status == ticket.NoticeQueued {
		s.ready.add(&n.slot, d.Again.UnixMicro())
		return
	}
	n.status = d.Status
	of := n.policy()
	s.queued[of] = slices.DeleteFunc(s.queued[of], func(o *notice) bool { return o == n })
	if len(s.queued[of]) == 0 {
		delete(s.queued, of)
	}
}
