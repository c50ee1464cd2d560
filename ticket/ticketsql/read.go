package ticketsql

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/fourline-go/fourline/ticket"
)

// page is how many rows are read at once. No connection is held while the caller looks at them.
const page = 256

// Get gives a ticket, or [ticket.ErrNotFound]. One that was changed lately is in memory.
func (s *Store) Get(ctx context.Context, client, id string) (ticket.Ticket, error) {
	if err := s.begin(ctx, "get"); err != nil {
		return ticket.Ticket{}, err
	}
	if e, ok := s.latest.get(name{client, id}); ok {
		return e.ticket.Clone(), nil
	}
	var t ticket.Ticket
	var data []byte
	err := s.one(ctx, "SELECT data FROM tickets WHERE client = ? AND id = ?", []any{client, id}, &data)
	if errors.Is(err, sql.ErrNoRows) {
		err = ticket.ErrNotFound
	}
	if err == nil {
		err = json.Unmarshal(data, &t)
	}
	if err != nil {
		return ticket.Ticket{}, fmt.Errorf("ticketsql: get %q: %w", id, err)
	}
	return t, nil
}

// Events gives a ticket's events in order; see [ticket.Store]. They are read in pages of some hundred.
func (s *Store) Events(ctx context.Context, client, id string, after int64) iter.Seq2[ticket.Event, error] {
	return func(yield func(ticket.Event, error) bool) {
		after := after
		next := func() ([][]byte, error) {
			return s.rows(ctx, "SELECT data FROM events WHERE client = ? AND ticket = ? AND seq > ? ORDER BY seq LIMIT ?", client, id, after, page)
		}
		pages(ctx, s, "events", next, page, func(e *ticket.Event) { after = e.Seq }, yield)
	}
}

// pages reads page after page and gives what is in them, one by one, until one is not full.
func pages[T any](ctx context.Context, s *Store, doing string, next func() ([][]byte, error), full int, seen func(*T), yield func(T, error) bool) {
	var none T
	for {
		if err := s.begin(ctx, doing); err != nil {
			yield(none, err)
			return
		}
		rows, err := next()
		if err != nil {
			yield(none, fmt.Errorf("ticketsql: %s: %w", doing, err))
			return
		}
		for _, data := range rows {
			var one T
			if err := errors.Join(ctx.Err(), json.Unmarshal(data, &one)); err != nil {
				yield(none, fmt.Errorf("ticketsql: %s: %w", doing, err))
				return
			}
			seen(&one)
			if !yield(one, nil) {
				return
			}
		}
		if len(rows) < full {
			return
		}
	}
}

// rows reads the one column of all rows of a query.
func (s *Store) rows(ctx context.Context, text string, args ...any) ([][]byte, error) {
	statement, done, err := s.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	defer done() //nolint:errcheck // what was read is read
	rows, err := statement.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all [][]byte
	for rows.Next() {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, rows.Err()
}

// one reads a single row, or gives [sql.ErrNoRows].
func (s *Store) one(ctx context.Context, text string, args []any, into ...any) error {
	statement, done, err := s.statement(ctx, text)
	if err != nil {
		return err
	}
	defer done() //nolint:errcheck // what was read is read
	return statement.QueryRowContext(ctx, args...).Scan(into...)
}

// maxPrepared is how many statements that read are kept. There are as many texts as combinations of filters, and a desk uses few.
const maxPrepared = 256

// statement gives a statement that reads, and what to do with it afterwards. The first that are asked for are kept, prepared once for
// each connection.
func (s *Store) statement(ctx context.Context, text string) (*sql.Stmt, func() error, error) {
	keep := func() error { return nil }
	if known, ok := s.prepared.Load(text); ok {
		return known.(*sql.Stmt), keep, nil
	}
	fresh, err := s.readers.PrepareContext(ctx, text)
	if err != nil {
		return nil, nil, err
	}
	if s.texts.Add(1) > maxPrepared {
		s.texts.Add(-1)
		return fresh, fresh.Close, nil
	}
	if _, there := s.prepared.LoadOrStore(text, fresh); there {
		s.texts.Add(-1)
		return fresh, fresh.Close, nil
	}
	return fresh, keep, nil
}
