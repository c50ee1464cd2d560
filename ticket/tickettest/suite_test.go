package tickettest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// witness notes that a case has failed, instead of failing.
type witness struct {
	testing.TB
	mu     sync.Mutex // guards failed
	failed string
}

func (w *witness) Errorf(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failed += fmt.Sprintf(format, args...)
}

func (w *witness) FailNow() {
	w.Errorf("failed")
	runtime.Goexit()
}

// caught gives the first case that a store does not pass, "" when it passes all.
func caught(t *testing.T, open func(testing.TB) ticket.Store) string {
	s := newSuite(open, Without(Durable, "in memory"))
	for _, one := range trials() {
		if one.of == Durable {
			continue
		}
		w := &witness{TB: t}
		var over sync.WaitGroup
		over.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					w.Errorf("panic: %v", p)
				}
			}()
			one.try(s.kit(w))
		})
		over.Wait()
		if w.failed != "" {
			return fmt.Sprintf("%s: %s", one.of, one.holds)
		}
	}
	return ""
}

func TestASoundStorePasses(t *testing.T) {
	require.Empty(t, caught(t, func(testing.TB) ticket.Store { return ticketmem.New() }))
}

// broken is a sound store with some of its calls replaced.
type broken struct {
	ticket.Store
	apply         func(ctx context.Context, s ticket.Store, m ticket.Mutation) (ticket.Result, error) // one mutation
	get           func(ticket.Ticket) ticket.Ticket
	events        func(iter.Seq2[ticket.Event, error]) iter.Seq2[ticket.Event, error]
	after         func(int64) int64
	query         func(ticket.Query) ticket.Query
	list          func(iter.Seq2[ticket.Ticket, error]) iter.Seq2[ticket.Ticket, error]
	claim         func(now time.Time, lease time.Duration, limit int) (time.Time, time.Duration, int)
	wakes         func([]ticket.Wake)
	notices       func([]ticket.Claim)
	settle        func(*ticket.Settlement)
	withoutCancel bool
}

func (b broken) ctx(ctx context.Context) context.Context {
	if b.withoutCancel {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

func (b broken) Apply(ctx context.Context, all []ticket.Mutation) ([]ticket.Result, error) {
	if b.apply == nil {
		return b.Store.Apply(b.ctx(ctx), all)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	results := make([]ticket.Result, len(all))
	for i, m := range all {
		var err error
		if results[i], err = b.apply(ctx, b.Store, m); err != nil {
			return nil, err
		}
	}
	return results, nil
}

func (b broken) Get(ctx context.Context, client, id string) (ticket.Ticket, error) {
	t, err := b.Store.Get(b.ctx(ctx), client, id)
	if b.get != nil {
		t = b.get(t)
	}
	return t, err
}

func (b broken) Events(ctx context.Context, client, id string, after int64) iter.Seq2[ticket.Event, error] {
	if b.after != nil {
		after = b.after(after)
	}
	all := b.Store.Events(b.ctx(ctx), client, id, after)
	if b.events != nil {
		return b.events(all)
	}
	return all
}

func (b broken) List(ctx context.Context, q ticket.Query) iter.Seq2[ticket.Ticket, error] {
	if b.query != nil {
		q = b.query(q)
	}
	all := b.Store.List(b.ctx(ctx), q)
	if b.list != nil {
		return b.list(all)
	}
	return all
}

func (b broken) ClaimWakes(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]ticket.Wake, error) {
	if b.claim != nil {
		now, lease, limit = b.claim(now, lease, limit)
	}
	claimed, err := b.Store.ClaimWakes(b.ctx(ctx), now, lease, limit)
	if b.wakes != nil {
		b.wakes(claimed)
	}
	return claimed, err
}

func (b broken) ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]ticket.Claim, error) {
	if b.claim != nil {
		now, lease, limit = b.claim(now, lease, limit)
	}
	claimed, err := b.Store.ClaimNotices(b.ctx(ctx), now, lease, limit)
	if b.notices != nil {
		b.notices(claimed)
	}
	return claimed, err
}

func (b broken) SettleNotices(ctx context.Context, done []ticket.Settlement) error {
	done = slices.Clone(done)
	for i := range done {
		if b.settle != nil {
			b.settle(&done[i])
		}
	}
	return b.Store.SettleNotices(b.ctx(ctx), done)
}

// one applies a mutation to a sound store.
func one(ctx context.Context, s ticket.Store, m ticket.Mutation) (ticket.Result, error) {
	r, err := s.Apply(ctx, []ticket.Mutation{m})
	if err != nil {
		return ticket.Result{}, err
	}
	return r[0], nil
}

// changing breaks mutations before they are applied.
func changing(change func(*ticket.Mutation)) func() broken {
	return func() broken {
		return broken{apply: func(ctx context.Context, s ticket.Store, m ticket.Mutation) (ticket.Result, error) {
			change(&m)
			return one(ctx, s, m)
		}}
	}
}

// asking breaks queries.
func asking(change func(*ticket.Query)) func() broken {
	return func() broken {
		return broken{query: func(q ticket.Query) ticket.Query { change(&q); return q }}
	}
}

// tampered are the ways in which a store may be wrong, most of them found in real ones.
var tampered = map[string]func() broken{
	"the last writer wins": func() broken {
		return broken{apply: func(ctx context.Context, s ticket.Store, m ticket.Mutation) (ticket.Result, error) {
			if t, err := s.Get(ctx, m.Ticket.Client, m.Ticket.ID); err == nil && m.Expect > 0 {
				m.Expect = t.Version
			}
			return one(ctx, s, m)
		}}
	},
	"keys are forgotten": changing(func(m *ticket.Mutation) { m.Key = "" }),
	"the version is looked at before the key": func() broken {
		return broken{apply: func(ctx context.Context, s ticket.Store, m ticket.Mutation) (ticket.Result, error) {
			t, err := s.Get(ctx, m.Ticket.Client, m.Ticket.ID)
			if err == nil && len(m.Events) > 0 && t.Version != m.Expect {
				m.Key = ""
			}
			return one(ctx, s, m)
		}}
	},
	"keys are everybody's": func() broken {
		seen, mu := map[string]ticket.Result{}, new(sync.Mutex)
		return broken{apply: func(ctx context.Context, s ticket.Store, m ticket.Mutation) (ticket.Result, error) {
			mu.Lock()
			defer mu.Unlock()
			if r, ok := seen[m.Key]; ok {
				return r, nil
			}
			r, err := one(ctx, s, m)
			if m.Key != "" && err == nil && r == (ticket.Result{}) && len(m.Events) > 0 {
				seen[m.Key] = ticket.Result{Seen: true, Ticket: m.Ticket.ID, Version: m.Ticket.Version}
			}
			return r, err
		}}
	},
	"what fails takes its key": func() broken {
		failed, mu := map[string]bool{}, new(sync.Mutex)
		return broken{apply: func(ctx context.Context, s ticket.Store, m ticket.Mutation) (ticket.Result, error) {
			mu.Lock()
			defer mu.Unlock()
			if failed[m.Ticket.Client+m.Key] {
				return ticket.Result{Seen: true, Ticket: m.Ticket.ID}, nil
			}
			r, err := one(ctx, s, m)
			failed[m.Ticket.Client+m.Key] = r.Err != nil && m.Key != ""
			return r, err
		}}
	},
	"a probe commits": func() broken {
		return broken{apply: func(ctx context.Context, s ticket.Store, m ticket.Mutation) (ticket.Result, error) {
			if len(m.Events) == 0 && m.Ticket.Version > 0 {
				m = Noted(m.Ticket, "asked")
			}
			return one(ctx, s, m)
		}}
	},
	"notices are lost":        changing(func(m *ticket.Mutation) { m.Notices = nil }),
	"wakes are lost":          changing(func(m *ticket.Mutation) { m.Wake = time.Time{} }),
	"wakes are rounded":       changing(func(m *ticket.Mutation) { m.Wake = m.Wake.Round(time.Millisecond) }),
	"wakes are in local time": changing(func(m *ticket.Mutation) { m.Wake = m.Wake.In(time.FixedZone("CET", 3600)) }),
	"cancelling is forgotten": changing(func(m *ticket.Mutation) { m.Cancel = nil }),
	"a duplicate names nobody": func() broken {
		return broken{apply: func(ctx context.Context, s ticket.Store, m ticket.Mutation) (ticket.Result, error) {
			r, err := one(ctx, s, m)
			if errors.Is(r.Err, ticket.ErrDuplicate) {
				r.Err = ticket.ErrDuplicate
			}
			return r, err
		}}
	},
	"one that fails stops its neighbours": func() broken { return broken{Store: stopping{ticketmem.New()}} },
	"instants lose their microseconds": func() broken {
		return broken{get: func(t ticket.Ticket) ticket.Ticket { t.Updated = t.Updated.Truncate(time.Millisecond); return t }}
	},
	"instants are in local time": func() broken {
		return broken{get: func(t ticket.Ticket) ticket.Ticket { t.Updated = t.Updated.In(time.FixedZone("CET", 3600)); return t }}
	},
	"memory is shared": func() broken {
		var mu sync.Mutex
		given := map[string]ticket.Ticket{}
		return broken{get: func(t ticket.Ticket) ticket.Ticket {
			mu.Lock()
			defer mu.Unlock()
			key := fmt.Sprint(t.Client, "\x00", t.ID, "\x00", t.Version)
			if old, ok := given[key]; ok {
				return old
			}
			given[key] = t
			return t
		}}
	},
	"events are backwards": func() broken {
		return broken{events: func(all iter.Seq2[ticket.Event, error]) iter.Seq2[ticket.Event, error] {
			return func(yield func(ticket.Event, error) bool) {
				var kept []ticket.Event
				for e, err := range all {
					if err != nil {
						yield(e, err)
						return
					}
					kept = append(kept, e)
				}
				for _, e := range slices.Backward(kept) {
					if !yield(e, nil) {
						return
					}
				}
			}
		}}
	},
	"events are all events":        func() broken { return broken{after: func(int64) int64 { return 0 }} },
	"events begin one too late":    func() broken { return broken{after: func(n int64) int64 { return n + 1 }} },
	"a loop goes on after its end": func() broken { return broken{list: deaf} },
	"references are looked up before they are taken": func() broken {
		return broken{apply: func(ctx context.Context, s ticket.Store, m ticket.Mutation) (ticket.Result, error) {
			var free []string
			for _, r := range m.Ticket.References { // one that is taken is left out, instead of refused
				if taken, err := holder(ctx, s, m.Ticket.Client, r); err != nil || taken == "" || taken == m.Ticket.ID {
					free = append(free, r)
				}
			}
			m.Ticket.References = free
			return one(ctx, s, m)
		}}
	},
	"references are everybody's": func() broken {
		var mu sync.Mutex
		held := map[string]string{}
		return broken{apply: func(ctx context.Context, s ticket.Store, m ticket.Mutation) (ticket.Result, error) {
			mu.Lock()
			defer mu.Unlock()
			at := m.Ticket.Client + "/" + m.Ticket.ID
			for _, r := range m.Ticket.References {
				if by, there := held[r]; there && by != at && !strings.HasPrefix(by, m.Ticket.Client+"/") {
					return ticket.Result{Err: &ticket.DuplicateError{Ticket: m.Ticket.ID, Reference: r}}, nil
				}
				held[r] = at
			}
			return one(ctx, s, m)
		}}
	},
	"a page begins at the start": asking(func(q *ticket.Query) { q.After = "" }),
	"a page has no end":          asking(func(q *ticket.Query) { q.Limit = 0 }),
	"a list has an end of its own": asking(func(q *ticket.Query) {
		if q.Limit == 0 {
			q.Limit = 500
		}
	}),
	"claims have no lease": func() broken {
		return broken{claim: func(now time.Time, _ time.Duration, n int) (time.Time, time.Duration, int) { return now, 0, n }}
	},
	"leases are too long": func() broken {
		return broken{claim: func(now time.Time, d time.Duration, n int) (time.Time, time.Duration, int) { return now, d + 1e6, n }}
	},
	"claims are early": func() broken {
		return broken{claim: func(now time.Time, d time.Duration, n int) (time.Time, time.Duration, int) {
			return now.Add(time.Microsecond), d, n
		}}
	},
	"claims have no limit": func() broken {
		return broken{claim: func(now time.Time, d time.Duration, n int) (time.Time, time.Duration, int) { return now, d, 1_000_000 }}
	},
	"wakes come in any order":   func() broken { return broken{wakes: slices.Reverse[[]ticket.Wake]} },
	"notices come in any order": func() broken { return broken{notices: slices.Reverse[[]ticket.Claim]} },
	"attempts are not counted": func() broken {
		return broken{notices: func(all []ticket.Claim) {
			for i := range all {
				all[i].Attempt = 1
			}
		}}
	},
	"what is sent stays queued":     func() broken { return broken{settle: func(s *ticket.Settlement) { s.Status = ticket.NoticeQueued }} },
	"what is to come again is sent": func() broken { return broken{settle: func(s *ticket.Settlement) { s.Status = ticket.NoticeSent }} },
	"again is at once":              func() broken { return broken{settle: func(s *ticket.Settlement) { s.Again = time.Time{} }} },
	"tokens are not looked at": func() broken {
		var mu sync.Mutex
		latest := map[string]int64{}
		return broken{
			notices: func(all []ticket.Claim) {
				mu.Lock()
				defer mu.Unlock()
				for _, c := range all {
					latest[c.Notice.Client+"\x00"+c.Notice.Key] = c.Token
				}
			},
			settle: func(s *ticket.Settlement) {
				mu.Lock()
				defer mu.Unlock()
				s.Token = latest[s.Client+"\x00"+s.Key]
			},
		}
	},
	"contexts are not looked at": func() broken { return broken{withoutCancel: true} },
}

func TestEveryFlawIsCaught(t *testing.T) {
	flaws := maps.Clone(tampered)
	maps.Copy(flaws, misheard)
	for name, flaw := range flaws {
		t.Run(name, func(t *testing.T) {
			by := caught(t, func(testing.TB) ticket.Store {
				b := flaw()
				if b.Store == nil {
					b.Store = ticketmem.New()
				}
				return b
			})
			require.NotEmpty(t, by, "no case has seen it")
			t.Log(by)
		})
	}
}

// holder gives the ticket that has a reference, "" for none.
func holder(ctx context.Context, s ticket.Store, client, reference string) (string, error) {
	for t, err := range s.List(ctx, ticket.Query{Client: client, Reference: reference}) {
		return t.ID, err
	}
	return "", nil
}

// deaf is a loop that does not hear when its body has had enough.
func deaf(all iter.Seq2[ticket.Ticket, error]) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		for t, err := range all {
			yield(t, err)
		}
	}
}

// stopping applies nothing any more after a mutation that failed.
type stopping struct{ ticket.Store }

func (s stopping) Apply(ctx context.Context, all []ticket.Mutation) ([]ticket.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	results := make([]ticket.Result, len(all))
	for i, m := range all {
		if i > 0 && results[i-1].Err != nil {
			results[i].Err = ticket.ErrConflict
			continue
		}
		var err error
		if results[i], err = one(ctx, s.Store, m); err != nil {
			return nil, err
		}
	}
	return results, nil
}

func TestACategoryIsLeftOutByNameAndWithAReason(t *testing.T) {
	open := func(testing.TB) ticket.Store { return ticketmem.New() }
	again := Reopen(func(_ testing.TB, s ticket.Store) ticket.Store { return s })
	require.NoError(t, newSuite(open, again).check())
	require.NoError(t, newSuite(open, Without(Durable, "in memory")).check())
	require.ErrorContains(t, newSuite(open).check(), "say how the store is opened again")
	require.ErrorContains(t, newSuite(open, again, Without("durability", "typo")).check(), `no category "durability"`)
	require.ErrorContains(t, newSuite(open, again, Without(Alarms, "")).check(), "without a reason")
	for _, c := range Categories() {
		require.True(t, slices.ContainsFunc(trials(), func(one trial) bool { return one.of == c }), "%s has cases", c)
	}
}
