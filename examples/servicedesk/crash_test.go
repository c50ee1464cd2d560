package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// meaning is what a store has come to, in a form that does not show how often an action had to be begun: every event of every ticket
// with all that it says, but for its number and for attempts. On the way it checks that each ticket is the sum of its events, and that
// no notice was intended twice.
func meaning(t testing.TB, store ticket.Store) []string {
	t.Helper()
	var all []string
	intended := map[string]bool{}
	for _, c := range cases(t, store) {
		for _, e := range c.Events {
			for _, key := range e.Notices {
				require.False(t, intended[key], "%s is intended twice", key)
				intended[key] = true
			}
			if e.Run != nil {
				if e.Run.Kind == runbook.StepStarted {
					continue
				}
				run := *e.Run
				run.Attempt = 0
				e.Run = &run
			}
			e.Seq = 0
			all = append(all, c.Ticket.ID+" "+text(t, e))
		}
	}
	return all
}

var errCrash = errors.New("the process dies here")

// A mortal store dies at a call that matters, one that changes something: before it is carried out, or after it and before anybody
// hears of it. From then on it answers nothing but that.
type mortal struct {
	ticket.Store
	left  int // calls that matter until it dies
	after bool
	dead  bool
}

// dies reports whether a call that matters is not to be carried out, or not to be heard of.
func (m *mortal) dies(after bool) bool {
	if after == m.after && !m.dead {
		m.left--
		m.dead = m.left == 0
	}
	return m.dead
}

func (m *mortal) Apply(ctx context.Context, all []ticket.Mutation) ([]ticket.Result, error) {
	if m.dies(false) {
		return nil, errCrash
	}
	results, err := m.Store.Apply(ctx, all)
	if m.dies(true) {
		return nil, errCrash
	}
	return results, err
}

func (m *mortal) SettleNotices(ctx context.Context, done []ticket.Settlement) error {
	if m.dies(false) {
		return errCrash
	}
	err := m.Store.SettleNotices(ctx, done)
	if m.dies(true) {
		return errCrash
	}
	return err
}

// A claim that gives nothing changes nothing; dying before one is as good as dying after the call before.
func (m *mortal) ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]ticket.Claim, error) {
	claims, err := m.Store.ClaimNotices(ctx, now, lease, limit)
	if m.dead || len(claims) > 0 && m.dies(true) {
		return nil, errCrash
	}
	return claims, err
}

func (m *mortal) ClaimWakes(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]ticket.Wake, error) {
	wakes, err := m.Store.ClaimWakes(ctx, now, lease, limit)
	if m.dead || len(wakes) > 0 && m.dies(true) {
		return nil, errCrash
	}
	return wakes, err
}

// Chapters are played apart, because a day is played twice for each of its calls.
func TestACrashAtAnyCallOfTheStoreChangesNothing(t *testing.T) {
	for _, file := range []string{"scenario.yaml", "outage_scenario.yaml"} {
		plan := chapter(t, file)
		undisturbed := ticketmem.New()
		shown(t, plan, undisturbed, false)
		want := meaning(t, undisturbed)
		for _, after := range []bool{false, true} {
			for left := 1; ; left++ {
				store := ticketmem.New()
				dying := &mortal{Store: store, left: left, after: after}
				_, err := present(t.Context(), plan, dying, io.Discard, false)
				if !dying.dead {
					require.NoError(t, err)
					require.Greater(t, left, len(plan.Entries), "every entry is a call that matters")
					break
				}
				require.ErrorIs(t, err, errCrash)
				shown(t, plan, store, true)
				require.Equal(t, want, meaning(t, store), "%s after a crash at call %d, after it: %v", file, left, after)
			}
		}
	}
}

// TestACrashInsideAnActionRunsItAgain dies between the two commits of an action that is idempotent: it was begun, and nobody knows
// whether it happened.
func TestACrashInsideAnActionRunsItAgain(t *testing.T) {
	plan, store := thePlan(t), ticketmem.New()
	var attempts []string
	die := true
	acts := runbook.Actions{"restart-service": func(ctx context.Context, in runbook.Input) (runbook.Output, error) {
		attempts = append(attempts, fmt.Sprintf("%s attempt %d", in.Key, in.Attempt))
		if die {
			runtime.Goexit()
		}
		return actions()["restart-service"](ctx, in)
	}}
	life := func() (err error) {
		d, err := newDay(plan, store, newScreen(io.Discard, plan), acts)
		require.NoError(t, err)
		err = errCrash
		var wg sync.WaitGroup
		wg.Go(func() { err = d.play(t.Context()) })
		wg.Wait()
		return err
	}
	require.ErrorIs(t, life(), errCrash)
	die = false
	require.NoError(t, life())
	require.Equal(t, []string{"acme/T-1002/1/restart attempt 1", "acme/T-1002/1/restart attempt 2"}, attempts, "the same key, so that the other side can tell")

	undisturbed := ticketmem.New()
	shown(t, plan, undisturbed, false)
	require.Equal(t, meaning(t, undisturbed), meaning(t, store))
}
