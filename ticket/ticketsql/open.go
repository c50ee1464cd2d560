package ticketsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Settings of the connections. Those that write wait for the disk at every commit (synchronous=FULL); a checkpoint comes after
// 4,000 pages, 16 MB, which costs a tenth less than after the usual 1,000.
const (
	writing = "_pragma=busy_timeout(5000)&_pragma=synchronous(full)&_pragma=wal_autocheckpoint(4000)" +
		"&_pragma=journal_size_limit(67108864)&_pragma=cache_size(-32768)&_pragma=temp_store(memory)"
	reading = "_pragma=busy_timeout(5000)&_pragma=query_only(1)&_pragma=cache_size(-16384)&_pragma=temp_store(memory)"
	locking = "_pragma=busy_timeout(0)"
)

// Open opens the database in a file, and makes it when there is none. Beside it stand the files of SQLite's log ("-wal", "-shm")
// while it is open, and an empty one ("-lock") that keeps other processes out. A file that is not such a database is left as it is:
// [ErrForeign], [ErrSchema]. One that is open already gives [ErrInUse]. A database of an earlier version of this package is brought up to
// date, whole or not at all; earlier versions do not open it any more.
func Open(ctx context.Context, file string) (*Store, error) {
	s, err := open(ctx, file)
	if err != nil {
		return nil, fmt.Errorf("ticketsql: open %q: %w", file, err)
	}
	return s, nil
}

func open(ctx context.Context, file string) (*Store, error) {
	if file == "" || strings.HasPrefix(file, ":memory:") || strings.HasPrefix(file, "file:") {
		return nil, errors.New("want the name of a file; package ticketmem keeps tickets in memory")
	}
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	if _, err := look(ctx, path); err != nil { // before anything is put beside it
		return nil, err
	}
	lock, err := hold(ctx, path+"-lock")
	if err != nil {
		return nil, err
	}
	s := &Store{file: path, lock: lock, latest: newCache(cached)}
	if err := s.connect(ctx); err != nil {
		s.disconnect()
		return nil, err
	}
	return s, nil
}

// connect makes the file if need be, and opens the one connection that writes and those that read.
func (s *Store) connect(ctx context.Context) error {
	there, err := look(ctx, s.file) // again, now that nobody else can make it
	if err != nil {
		return err
	}
	if !there {
		if err := create(ctx, s.file); err != nil {
			return err
		}
	}
	if s.writer, err = newWriter(ctx, s.file); err != nil {
		return err
	}
	if there {
		if err := s.writer.upgrade(ctx); err != nil {
			return err
		}
	}
	if s.readers, err = connection(s.file, reading); err != nil {
		return err
	}
	n := max(4, runtime.GOMAXPROCS(0))
	s.readers.SetMaxOpenConns(n)
	s.readers.SetMaxIdleConns(n)
	return s.readers.PingContext(ctx)
}

// disconnect gives back what an Open that failed has taken; its error is the one that matters.
func (s *Store) disconnect() {
	if s.readers != nil {
		_ = s.readers.Close()
	}
	if s.writer != nil {
		_ = s.writer.close()
	}
	_ = s.lock.Close()
}

// connection prepares to open a file of that absolute path; nothing is opened before the first use.
func connection(path, settings string) (*sql.DB, error) {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") { // C:/desk.db
		slashed = "/" + slashed
	}
	uri := url.URL{Scheme: "file", Path: slashed, RawQuery: settings}
	c, err := sqlite.NewConnector(uri.String())
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(c), nil
}

// hold takes a file for this store alone, by a transaction on it that never ends. The system lets go of it when the process dies.
func hold(ctx context.Context, path string) (*sql.DB, error) {
	db, err := connection(path, locking)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(context.WithoutCancel(ctx), "BEGIN IMMEDIATE")
	if err == nil {
		return db, nil
	}
	_ = db.Close()
	var failure *sqlite.Error
	if errors.As(err, &failure) && failure.Code()&0xff == sqlite3.SQLITE_BUSY {
		return nil, ErrInUse
	}
	return nil, err
}

// create makes the file: beside its place first, then moved there whole, so that it is never there half.
func create(ctx context.Context, path string) error {
	fresh := path + "-new"
	for _, left := range []string{fresh, fresh + "-journal"} {
		if err := os.Remove(left); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	db, err := connection(fresh, "_pragma=synchronous(full)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if err := errors.Join(build(ctx, db), db.Close()); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil { // a new name reaches the disk with its directory, where there is such a thing
		_ = dir.Sync()
		_ = dir.Close()
	}
	return nil
}
