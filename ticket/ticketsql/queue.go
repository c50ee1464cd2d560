package ticketsql

import (
	"context"
	"fmt"
	"slices"

	"github.com/fourline-go/fourline/ticket"
)

// batch is how many steps are taken into one transaction, if as many wait; a job is never split.
const batch = 512

// A step is one thing to write. It is carried out whole or not at all, perhaps twice: when the transaction that it shares with others
// is rolled back, each of them is tried again in one of its own.
type step interface {
	do(*writer) error // an error says that something is broken, and undoes the transaction
	failed(error)     // in a transaction of its own: nothing of it was done, or nobody knows
	done(*cache)      // it was committed
}

// A job is the steps of one call, which waits for them.
type job struct {
	steps []step
	err   error         // nothing is known of any step
	over  chan struct{} // closed when the steps and err may be read
}

// write hands steps to the one goroutine that writes and waits until they are on the disk. When the context ends before they are begun
// they are taken back and nothing was done; when it ends later nobody knows.
//
// There is no goroutine while nothing is to be written: whoever comes first starts one, and it ends when nobody waits any more.
func (s *Store) write(ctx context.Context, doing string, steps ...step) error {
	if err := s.begin(ctx, doing); err != nil || len(steps) == 0 {
		return err
	}
	j := &job{steps: steps, over: make(chan struct{})}
	if !s.enter(j) {
		return fmt.Errorf("%s: %w", doing, ErrClosed)
	}
	select {
	case <-j.over:
		return wrap(doing, j.err)
	case <-ctx.Done():
	}
	if s.leave(j) {
		return fmt.Errorf("ticketsql: %s: %w", doing, ctx.Err())
	}
	select {
	case <-j.over:
		return wrap(doing, j.err)
	default:
		return fmt.Errorf("ticketsql: %s: %w: %w", doing, ticket.ErrOutcomeUnknown, ctx.Err())
	}
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("ticketsql: %s: %w", doing, err)
}

// enter puts a job into the queue and sees to it that somebody works it off; false when the store is closed.
func (s *Store) enter(j *job) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed.Load() {
		return false
	}
	s.waiting = append(s.waiting, j)
	if !s.writing {
		s.writing = true
		s.active.Go(s.writeAll)
	}
	return true
}

// leave takes a job out of the queue; false when it has been begun.
func (s *Store) leave(j *job) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.Index(s.waiting, j)
	if i < 0 {
		return false
	}
	s.waiting = slices.Delete(s.waiting, i, i+1)
	return true
}

// take gives the jobs for one transaction: those that wait, up to the batch. None means that the goroutine ends.
func (s *Store) take() []*job {
	s.mu.Lock()
	defer s.mu.Unlock()
	var n, steps int
	for n < len(s.waiting) && steps < batch {
		steps += len(s.waiting[n].steps)
		n++
	}
	taken := slices.Clone(s.waiting[:n])
	s.waiting = slices.Delete(s.waiting, 0, n)
	s.writing = n > 0
	return taken
}

// writeAll commits what waits, many at a time, until nobody waits.
func (s *Store) writeAll() {
	for {
		jobs := s.take()
		if len(jobs) == 0 {
			return
		}
		var steps []step
		for _, j := range jobs {
			steps = append(steps, j.steps...)
		}
		unknown := s.writer.commit(steps, s.latest)
		for _, j := range jobs {
			j.err = unknown
			close(j.over)
		}
	}
}
