package ticketsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/fourline-go/fourline/ticket"
)

// A writer is the one connection that writes. Only one goroutine uses it at a time. Its statements are prepared once.
type writer struct {
	db       *sql.DB
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
	updates  map[change]string // texts of the statements that update a ticket
	ending   func() error      // commits; tests put a broken one in its place
}

// always is the context of what is written: it belongs to many callers, and none of them can end it for the others.
var always = context.Background()

func newWriter(ctx context.Context, path string) (*writer, error) {
	db, err := connection(path, writing+"&_pragma=journal_mode(wal)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	w := &writer{db: db, prepared: map[string]*sql.Stmt{}, updates: map[change]string{}}
	w.ending = func() error { return w.run("COMMIT") }
	if w.conn, err = db.Conn(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return w, nil
}

func (w *writer) close() error {
	var errs []error
	for _, s := range w.prepared {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, w.conn.Close(), w.db.Close())...)
}

// statement gives a statement, prepared.
func (w *writer) statement(text string) (*sql.Stmt, error) {
	if s, ok := w.prepared[text]; ok {
		return s, nil
	}
	s, err := w.conn.PrepareContext(always, text)
	if err != nil {
		return nil, err
	}
	w.prepared[text] = s
	return s, nil
}

// exec runs a statement and gives the number of rows that it changed.
func (w *writer) exec(text string, args ...any) (int64, error) {
	s, err := w.statement(text)
	if err != nil {
		return 0, err
	}
	r, err := s.ExecContext(always, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// run is exec where the number of rows does not matter.
func (w *writer) run(text string, args ...any) error {
	_, err := w.exec(text, args...)
	return err
}

// one reads a single row; false when there is none.
func (w *writer) one(text string, args []any, into ...any) (bool, error) {
	s, err := w.statement(text)
	if err != nil {
		return false, err
	}
	err = s.QueryRowContext(always, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// commit writes steps in one transaction. When one of them breaks it, each is tried again in a transaction of its own, so that what is
// broken is told apart from its neighbours. The error says that nobody knows whether anything was committed.
func (w *writer) commit(steps []step, latest *cache) error {
	if err := w.run("BEGIN IMMEDIATE"); err != nil {
		for _, s := range steps {
			s.failed(err)
		}
		return nil
	}
	broken, unknown := w.transact(steps)
	switch {
	case unknown != nil:
		latest.clear()
		return fmt.Errorf("%w: %w", ticket.ErrOutcomeUnknown, unknown)
	case broken == nil:
		for _, s := range steps {
			s.done(latest)
		}
	case len(steps) == 1:
		steps[0].failed(broken)
	default:
		for i := range steps {
			if unknown := w.commit(steps[i:i+1], latest); unknown != nil {
				steps[i].failed(unknown)
			}
		}
	}
	return nil
}

// transact carries out steps and commits. What breaks a step undoes them all; after an error of the commit itself nobody knows.
func (w *writer) transact(steps []step) (broken, unknown error) {
	for _, s := range steps {
		if broken = s.do(w); broken != nil {
			break
		}
	}
	if broken == nil {
		unknown = w.ending()
	}
	if broken != nil || unknown != nil {
		_ = w.run("ROLLBACK") // SQLite may have done so by itself; then there is nothing to roll back
	}
	return broken, unknown
}

// each reads the rows of a query and hands them over one by one.
func (w *writer) each(text string, args []any, row func(scan func(...any) error) error) error {
	s, err := w.statement(text)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(always, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
