package ticketmem

import (
	"context"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// setWake plans when a ticket is looked at. The time that is planned already changes nothing, a lease on it included.
func (s *Store) setWake(r *record, wake time.Time) {
	if wake.Equal(r.wake) {
		return
	}
	s.due.remove(&r.slot)
	s.leased.remove(&r.slot)
	r.wake = wake
	if !wake.IsZero() {
		s.due.add(&r.slot, wake.UnixMicro())
	}
}

// ClaimWakes takes tickets whose wake time has come; see [ticket.Store].
func (s *Store) ClaimWakes(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]ticket.Wake, error) {
	if err := s.lock(ctx, "claim wakes"); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	s.endLeases(now)
	var claimed []ticket.Wake
	for len(claimed) < limit {
		first := s.due.first()
		if first == nil || first.at > now.UnixMicro() {
			break
		}
		r := first.of
		s.due.remove(first)
		s.leased.add(first, now.Add(lease).UnixMicro())
		claimed = append(claimed, ticket.Wake{Client: r.ticket.Client, Ticket: r.ticket.ID, At: r.wake})
	}
	return claimed, nil
}

// endLeases makes the tickets claimable again whose lease is over.
func (s *Store) endLeases(now time.Time) {
	for {
		first := s.leased.first()
		if first == nil || first.at > now.UnixMicro() {
			return
		}
		s.leased.remove(first)
		s.due.add(first, first.of.wake.UnixMicro())
	}
}
