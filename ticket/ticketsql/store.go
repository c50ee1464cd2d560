package ticketsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/fourline-go/fourline/ticket"
)

var _ ticket.Store = (*Store)(nil)

// What a caller branches on with [errors.Is], besides the errors of package ticket.
var (
	ErrForeign = errors.New("ticketsql: not a database of tickets")                 // another program's, or no database at all
	ErrSchema  = errors.New("ticketsql: a version of the schema that is not known") // written by a newer version of this package
	ErrInUse   = errors.New("ticketsql: the database is in use")                    // by another store, of this process or another one
	ErrClosed  = errors.New("ticketsql: the store is closed")
)

// Store is a [ticket.Store] in one SQLite file. It is safe for concurrent use. Make it with [Open].
type Store struct {
	file     string
	lock     *sql.DB // holds the file against other processes
	readers  *sql.DB
	prepared sync.Map // texts of what they read → *sql.Stmt, of the first [maxPrepared]
	texts    atomic.Int64
	writer   *writer // used by the one goroutine that writes
	latest   *cache
	closed   atomic.Bool

	mu      sync.Mutex     // guards waiting and writing
	waiting []*job         // what is to be written, first come, first served
	writing bool           // a goroutine is at it
	active  sync.WaitGroup // that goroutine
}

// Close waits for what is being written and gives the file back. Nothing that was committed is lost. Further calls give
// [ErrClosed]; closing again does nothing.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed.Swap(true) {
		s.mu.Unlock()
		return nil
	}
	s.mu.Unlock()
	s.active.Wait()
	return errors.Join(s.readers.Close(), s.writer.close(), s.lock.Close())
}

// begin says why a call cannot begin.
func (s *Store) begin(ctx context.Context, doing string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("ticketsql: %s: %w", doing, err)
	}
	if s.closed.Load() {
		return fmt.Errorf("%s: %w", doing, ErrClosed)
	}
	return nil
}
