package ticketsql

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

var errDisk = errors.New("the disk is on fire")

func opened(t testing.TB) *Store {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// keyed opens a ticket under a command key.
func keyed(id, key string) ticket.Mutation {
	m := tickettest.Opened("acme", id)
	m.Key = key
	return m
}

// version gives the stored version of a ticket, past the cache; 0 when there is none.
func version(t *testing.T, s *Store, id string) (v int64) {
	t.Helper()
	require.NoError(t, s.readers.QueryRowContext(t.Context(), "SELECT coalesce(max(version), 0) FROM tickets WHERE id = ?", id).Scan(&v))
	return v
}

func TestWhenTheCommitFailsNobodyKnowsAndTheSameKeyTellsLater(t *testing.T) {
	for name, committed := range map[string]bool{"it was not done": false, "it was done": true} {
		t.Run(name, func(t *testing.T) {
			s := opened(t)
			first := tickettest.Opened("acme", "T-1")
			_, err := s.Apply(t.Context(), []ticket.Mutation{first})
			require.NoError(t, err)
			sound := s.writer.ending
			s.writer.ending = func() error {
				if committed {
					require.NoError(t, sound())
				}
				return errDisk
			}
			next := tickettest.Noted(first.Ticket, "on a bad day")
			next.Key = "mail-1"
			results, err := s.Apply(t.Context(), []ticket.Mutation{next})
			require.ErrorIs(t, err, ticket.ErrOutcomeUnknown)
			require.ErrorIs(t, err, errDisk)
			require.Nil(t, results)
			s.writer.ending = sound
			got, err := s.Get(t.Context(), "acme", "T-1")
			require.NoError(t, err)
			require.Equal(t, version(t, s, "T-1"), got.Version, "what is stored, not what is remembered")
			results, err = s.Apply(t.Context(), []ticket.Mutation{next})
			require.NoError(t, err)
			require.NoError(t, results[0].Err)
			require.Equal(t, committed, results[0].Seen)
			require.EqualValues(t, 2, version(t, s, "T-1"))
		})
	}
}

func TestAClaimWhoseCommitFailsIsUnknownToo(t *testing.T) {
	s := opened(t)
	m := tickettest.Opened("acme", "T-1")
	m.Wake = m.Ticket.Opened
	_, err := s.Apply(t.Context(), []ticket.Mutation{m})
	require.NoError(t, err)
	sound := s.writer.ending
	s.writer.ending = func() error { return errDisk }
	_, err = s.ClaimWakes(t.Context(), m.Wake, time.Minute, 1)
	require.ErrorIs(t, err, ticket.ErrOutcomeUnknown)
	s.writer.ending = sound
	woken, err := s.ClaimWakes(t.Context(), m.Wake, time.Minute, 1)
	require.NoError(t, err)
	require.Len(t, woken, 1)
}

func TestOneThatIsBrokenLeavesItsNeighboursAlone(t *testing.T) {
	s := opened(t)
	require.NoError(t, s.writer.run(`CREATE TEMP TRIGGER fire BEFORE INSERT ON events WHEN NEW.ticket = 'T-2' BEGIN SELECT RAISE(ABORT, 'on fire'); END`))
	bad := keyed("T-2", "two")
	bad.Wake = bad.Ticket.Opened
	results, err := s.Apply(t.Context(), []ticket.Mutation{keyed("T-1", "one"), bad, keyed("T-3", "three")})
	require.NoError(t, err)
	require.NoError(t, results[0].Err)
	require.ErrorContains(t, results[1].Err, "on fire")
	require.NotErrorIs(t, results[1].Err, ticket.ErrOutcomeUnknown, "it is known that nothing was done")
	require.NoError(t, results[2].Err)
	require.NoError(t, s.writer.run("DROP TRIGGER fire"))
	require.EqualValues(t, []int64{1, 0, 1}, []int64{version(t, s, "T-1"), version(t, s, "T-2"), version(t, s, "T-3")})
	_, err = s.Get(t.Context(), "acme", "T-2")
	require.ErrorIs(t, err, ticket.ErrNotFound)
	results, err = s.Apply(t.Context(), []ticket.Mutation{bad, bad})
	require.NoError(t, err)
	require.Equal(t, []ticket.Result{{}, {Seen: true, Ticket: "T-2", Version: 1}}, results)
}

func TestADatabaseThatSomebodyElseWritesToIsAFailureAndNotUnknown(t *testing.T) {
	s := opened(t)
	require.NoError(t, s.writer.run("PRAGMA busy_timeout = 1"))
	other, err := connection(s.file, "")
	require.NoError(t, err)
	defer other.Close()
	other.SetMaxOpenConns(1)
	_, err = other.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	require.NoError(t, err)
	results, err := s.Apply(t.Context(), []ticket.Mutation{keyed("T-1", "one"), keyed("T-2", "two")})
	require.NoError(t, err)
	for _, r := range results {
		require.ErrorContains(t, r.Err, "locked")
		require.NotErrorIs(t, r.Err, ticket.ErrOutcomeUnknown)
	}
	_, err = other.ExecContext(t.Context(), "ROLLBACK")
	require.NoError(t, err)
	results, err = s.Apply(t.Context(), []ticket.Mutation{keyed("T-1", "one"), keyed("T-2", "two")})
	require.NoError(t, err)
	require.Equal(t, []ticket.Result{{}, {}}, results)
}

// held makes every commit wait until it is let go, and counts them.
func held(s *Store) (begun <-chan struct{}, letGo chan<- struct{}, commits *atomic.Int32) {
	in, out, sound := make(chan struct{}), make(chan struct{}), s.writer.ending
	commits = new(atomic.Int32)
	s.writer.ending = func() error {
		commits.Add(1)
		in <- struct{}{}
		<-out
		return sound()
	}
	return in, out, commits
}

func TestACallerWhoseContextEndsWhileItWaitsLeavesTheQueue(t *testing.T) {
	s := opened(t)
	begun, letGo, commits := held(s)
	var all sync.WaitGroup
	all.Go(func() {
		_, err := s.Apply(t.Context(), []ticket.Mutation{keyed("T-1", "one")})
		assert.NoError(t, err)
	})
	<-begun
	ctx, cancel := context.WithCancel(t.Context())
	all.Go(func() {
		_, err := s.Apply(ctx, []ticket.Mutation{keyed("T-2", "two")})
		assert.ErrorIs(t, err, context.Canceled)
		assert.NotErrorIs(t, err, ticket.ErrOutcomeUnknown)
		letGo <- struct{}{}
	})
	waitFor(s, 1)
	cancel()
	all.Wait()
	s.active.Wait()
	require.EqualValues(t, 1, commits.Load())
	require.Zero(t, version(t, s, "T-2"))
}

func TestACallerWhoseContextEndsDuringTheCommitDoesNotKnow(t *testing.T) {
	s := opened(t)
	begun, letGo, _ := held(s)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-begun
		cancel()
	}()
	_, err := s.Apply(ctx, []ticket.Mutation{keyed("T-1", "one")})
	require.ErrorIs(t, err, ticket.ErrOutcomeUnknown)
	require.ErrorIs(t, err, context.Canceled)
	letGo <- struct{}{}
	s.active.Wait()
	require.EqualValues(t, 1, version(t, s, "T-1"))
}

func TestCallersThatWaitAreCommittedTogether(t *testing.T) {
	s := opened(t)
	begun, letGo, commits := held(s)
	var all sync.WaitGroup
	apply := func(id string) {
		all.Go(func() {
			r, err := s.Apply(t.Context(), []ticket.Mutation{keyed(id, id)})
			assert.NoError(t, err)
			assert.Equal(t, []ticket.Result{{}}, r)
		})
	}
	apply("first")
	<-begun
	for i := range 60 {
		apply("T-" + string(rune('A'+i)))
	}
	waitFor(s, 60)
	letGo <- struct{}{}
	<-begun
	letGo <- struct{}{}
	all.Wait()
	require.EqualValues(t, 2, commits.Load())
}

// waitFor waits until n jobs stand in the queue.
func waitFor(s *Store, n int) {
	for {
		s.mu.Lock()
		waiting := len(s.waiting)
		s.mu.Unlock()
		if waiting >= n {
			return
		}
		runtime.Gosched()
	}
}

func TestClosingWaitsForWhatIsWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "desk.db")
	s, err := Open(t.Context(), file)
	require.NoError(t, err)
	acknowledged := make([]int64, 8)
	var all sync.WaitGroup
	var some sync.WaitGroup
	some.Add(len(acknowledged))
	for n := range acknowledged {
		all.Go(func() {
			m := tickettest.Opened("acme", "T-"+string(rune('a'+n)))
			for i := 0; ; i++ {
				r, err := s.Apply(t.Context(), []ticket.Mutation{m})
				if err != nil {
					assert.ErrorIs(t, err, ErrClosed)
					return
				}
				assert.NoError(t, r[0].Err)
				acknowledged[n] = m.Ticket.Version
				m = tickettest.Noted(m.Ticket, "more")
				if i == 3 {
					some.Done()
				}
			}
		})
	}
	some.Wait()
	require.NoError(t, s.Close())
	all.Wait()
	s, err = Open(t.Context(), file)
	require.NoError(t, err)
	defer s.Close()
	for n, want := range acknowledged {
		require.Equal(t, want, version(t, s, "T-"+string(rune('a'+n))))
	}
}

// forgetful is a store that remembers no ticket, so that everything comes from the database.
type forgetful struct{ *Store }

func (f forgetful) Apply(ctx context.Context, all []ticket.Mutation) ([]ticket.Result, error) {
	f.latest.clear()
	return f.Store.Apply(ctx, all)
}

func (f forgetful) Get(ctx context.Context, client, id string) (ticket.Ticket, error) {
	f.latest.clear()
	return f.Store.Get(ctx, client, id)
}

func TestTheStoreDoesNotDependOnWhatItRemembers(t *testing.T) {
	tickettest.TestStore(t, func(t testing.TB) ticket.Store { return forgetful{opened(t)} },
		tickettest.Without(tickettest.Durable, "TestStore looks at that"))
}

func TestCommitsWaitForTheDisk(t *testing.T) {
	s := opened(t)
	for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "application_id": "877416005", "user_version": "3"} {
		var got string
		_, err := s.writer.one("PRAGMA "+pragma, nil, &got)
		require.NoError(t, err)
		require.Equal(t, want, got, pragma)
	}
	var only int
	require.NoError(t, s.readers.QueryRowContext(t.Context(), "PRAGMA query_only").Scan(&only))
	require.Equal(t, 1, only)
}

func TestNoGoroutineStaysWhenNothingIsWritten(t *testing.T) {
	s := opened(t)
	_, err := s.Apply(t.Context(), []ticket.Mutation{keyed("T-1", "one")})
	require.NoError(t, err)
	s.active.Wait()
	require.False(t, s.writing)
	require.Empty(t, s.waiting)
}

func TestWhatCannotBeEncodedFailsAndItsNeighboursDoNot(t *testing.T) {
	s := opened(t)
	first := tickettest.Opened("acme", "T-1")
	far := tickettest.Next(first.Ticket, ticket.Event{Type: ticket.Noted, At: time.Date(12026, time.January, 1, 0, 0, 0, 0, time.UTC)})
	results, err := s.Apply(t.Context(), []ticket.Mutation{first, far, keyed("T-2", "two")})
	require.NoError(t, err)
	require.NoError(t, results[0].Err)
	require.ErrorContains(t, results[1].Err, "year")
	require.NoError(t, results[2].Err)
	require.EqualValues(t, []int64{1, 1}, []int64{version(t, s, "T-1"), version(t, s, "T-2")})
}

func TestALimitBelowZeroClaimsNothing(t *testing.T) {
	s := opened(t)
	m := tickettest.Opened("acme", "T-1")
	m.Wake = m.Ticket.Opened
	m.Notices = []escalation.Notice{{Key: "N-1", Client: "acme", Ticket: "T-1", At: m.Ticket.Opened}}
	_, err := s.Apply(t.Context(), []ticket.Mutation{m})
	require.NoError(t, err)
	woken, err := s.ClaimWakes(t.Context(), m.Wake, time.Minute, -1)
	require.NoError(t, err)
	require.Empty(t, woken)
	claims, err := s.ClaimNotices(t.Context(), m.Wake, time.Minute, -1)
	require.NoError(t, err)
	require.Empty(t, claims)
}
