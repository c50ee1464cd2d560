package ticketsql

import (
	"context"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// A claim is a step that leases what is due until a later instant.
type claim struct {
	now, until int64
	limit      int
	err        error
}

func newClaim(now time.Time, lease time.Duration, limit int) claim {
	return claim{now: now.UnixMicro(), until: now.Add(lease).UnixMicro(), limit: max(limit, 0)}
}

func (c *claim) failed(err error) { c.err = err }
func (c *claim) done(*cache)      {}

// due reports whether there is anything to claim, without troubling whoever writes.
func (s *Store) due(ctx context.Context, doing, text string, c claim) (bool, error) {
	if err := s.begin(ctx, doing); err != nil {
		return false, err
	}
	var found int
	err := s.one(ctx, "SELECT EXISTS ("+text+")", []any{c.now, c.now, min(c.limit, 1)}, &found)
	return found == 1, wrap(doing, err)
}

// dueWakes walks the index of wakes. Those that are leased stand among the others, and there are as many as are being worked on.
const dueWakes = "SELECT n, client, id, wake FROM tickets INDEXED BY tickets_wake WHERE wake <= ? AND ifnull(leased, wake) <= ? ORDER BY wake, n LIMIT ?"

// ClaimWakes takes tickets whose wake time has come; see [ticket.Store]. Those of one instant come in the order in which they were
// opened.
func (s *Store) ClaimWakes(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]ticket.Wake, error) {
	c := &wakeClaim{claim: newClaim(now, lease, limit)}
	if found, err := s.due(ctx, "claim wakes", dueWakes, c.claim); err != nil || !found {
		return nil, err
	}
	if err := s.write(ctx, "claim wakes", c); err != nil {
		return nil, err
	}
	return c.wakes, wrap("claim wakes", c.err)
}

type wakeClaim struct {
	claim
	wakes []ticket.Wake
}

func (c *wakeClaim) do(w *writer) error {
	c.wakes = nil
	var all []int64
	err := w.each(dueWakes, []any{c.now, c.now, c.limit}, func(scan func(...any) error) error {
		var n, at int64
		var wake ticket.Wake
		if err := scan(&n, &wake.Client, &wake.Ticket, &at); err != nil {
			return err
		}
		wake.At = instant(at)
		all, c.wakes = append(all, n), append(c.wakes, wake)
		return nil
	})
	if err != nil {
		return err
	}
	for _, n := range all {
		if err := w.run("UPDATE tickets SET leased = ? WHERE n = ?", c.until, n); err != nil {
			return err
		}
	}
	return nil
}
