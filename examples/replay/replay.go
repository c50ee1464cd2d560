package main

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/fourline-go/fourline/ticket"
)

// Replay puts every case of a log through a desk, so many at once; the rows of one case are always in order. The first error stops it.
func Replay(ctx context.Context, desk *ticket.Desk, rules *Rules, log *Log, workers int, progress *Progress) (*Tally, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var (
		next  atomic.Int64 // case to take
		group sync.WaitGroup
		mu    sync.Mutex // guards total
		total = newTally()
	)
	for range min(workers, len(log.Cases)) {
		group.Go(func() {
			p := &player{desk: desk, rules: rules, tally: newTally(), progress: progress}
			for i := next.Add(1) - 1; i < int64(len(log.Cases)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				if err := p.play(ctx, &log.Cases[i]); err != nil {
					cancel(err)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			total.Add(p.tally)
		})
	}
	group.Wait()
	if ctx.Err() != nil {
		return total, context.Cause(ctx)
	}
	return total, nil
}
