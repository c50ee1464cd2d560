package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"modernc.org/sqlite"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketmem"
	"github.com/fourline-go/fourline/ticket/ticketsql"
)

// BenchmarkReplay measures rows of the ServiceNow log in a second: in memory, on SQLite, and by a bare loop that knows nothing of
// tickets and writes what the replay on SQLite wrote (the same rows of the same tables, in the same order, encoded before) through the
// same driver, with synchronous=FULL, in transactions of the mean size that the store's own had. Where the real log is not there a
// generated one of the same shape is replayed.
//
// Budget, on two cores: 60,000 rows/s in memory; on SQLite 0.6 of the bare loop.
func BenchmarkReplay(b *testing.B) {
	log := benchLog(b)
	b.Run("mem", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			replayOn(b, log, ticketmem.New(), workersFor(storeMem))
		}
		rate(b, log)
	})
	var ours float64
	b.Run("sqlite", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			store, err := ticketsql.Open(b.Context(), filepath.Join(b.TempDir(), "desk.db"))
			require.NoError(b, err)
			replayOn(b, log, store, workersFor(storeSQLite))
			require.NoError(b, store.Close())
		}
		ours = rate(b, log)
	})
	b.Run("bare", func(b *testing.B) {
		writes, batch := recorded(b, log)
		b.ResetTimer()
		for b.Loop() {
			writeBare(b, filepath.Join(b.TempDir(), "desk.db"), writes, batch)
		}
		b.ReportMetric(ours/rate(b, log), "sqlite/bare")
		b.ReportMetric(float64(batch), "commands/commit")
	})
}

// rate reports rows in a second.
func rate(b *testing.B, log *Log) float64 {
	rows := float64(log.Rows*b.N) / b.Elapsed().Seconds()
	b.ReportMetric(rows, "rows/s")
	b.ReportMetric(0, "ns/op")
	return rows
}

// benchLog is the real log when it is there.
func benchLog(b *testing.B) *Log {
	folder := os.Getenv("FOURLINE_LOGS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	files, err := filepath.Glob(filepath.Join(folder, "servicenow*.csv*"))
	require.NoError(b, err)
	if len(files) > 0 {
		return readLog(b, files[0], ServiceNow())
	}
	const cases = 17_000
	b.Logf("no ServiceNow log in %s: a generated one is replayed", folder)
	return readLog(b, write(b, generate(cases)), ServiceNow())
}

// replayOn replays a log on an empty store.
func replayOn(b *testing.B, log *Log, store ticket.Store, workers int) {
	book, err := loadHandbook(options{format: ServiceNow()})
	require.NoError(b, err)
	desk, err := ticket.NewDesk(ticket.Config{Store: store, Handbook: book})
	require.NoError(b, err)
	rules, err := NewRules(book, log)
	require.NoError(b, err)
	tally, err := Replay(b.Context(), desk, rules, log, workers, nil)
	require.NoError(b, err)
	require.Equal(b, log.Rows, tally.Rows)
}

// recorded replays a log on SQLite and gives what it wrote, in the order in which the desk asked for it, and how many commands went
// into one transaction.
func recorded(b *testing.B, log *Log) (writes []bareWrite, batch int) {
	file := filepath.Join(b.TempDir(), "recorded.db")
	commits.watch(file)
	store, err := ticketsql.Open(b.Context(), file)
	require.NoError(b, err)
	r := &recorder{Store: store}
	commits.n.Store(0)
	replayOn(b, log, r, workersFor(storeSQLite))
	require.NoError(b, store.Close())
	require.Positive(b, commits.n.Load())
	writes = make([]bareWrite, len(r.mutations))
	before := map[string]ticket.Mutation{}
	for i, m := range r.mutations {
		writes[i] = newBareWrite(b, before[m.Ticket.ID], m)
		before[m.Ticket.ID] = m
	}
	return writes, max(1, len(writes)/int(commits.n.Load()))
}

// A recorder notes what a store is asked to commit.
type recorder struct {
	ticket.Store
	mu        sync.Mutex // guards mutations
	mutations []ticket.Mutation
}

// Apply notes mutations and passes them on.
func (r *recorder) Apply(ctx context.Context, all []ticket.Mutation) ([]ticket.Result, error) {
	r.mu.Lock()
	r.mutations = append(r.mutations, all...)
	r.mu.Unlock()
	return r.Store.Apply(ctx, all)
}

// commits counts the transactions on one file, by a hook of the driver.
var commits commitCounter

type commitCounter struct {
	once sync.Once
	file atomic.Value // of which
	n    atomic.Int64
}

func (c *commitCounter) watch(file string) {
	c.file.Store(file)
	c.once.Do(func() {
		sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, dsn string) error {
			hooks, ok := conn.(sqlite.HookRegisterer)
			if !ok {
				return errors.New("the driver has no hooks")
			}
			if name, _ := c.file.Load().(string); strings.Contains(dsn, name+"?") {
				hooks.RegisterCommitHook(func() int32 { c.n.Add(1); return 0 })
			}
			return nil
		})
	})
}
