package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketmem"
	"github.com/fourline-go/fourline/ticket/ticketsql"
)

// openStore opens a store that holds no tickets yet. A database without a name lives until the store is closed.
func openStore(ctx context.Context, kind, db string) (ticket.Store, error) {
	if kind == storeMem {
		return ticketmem.New(), nil
	}
	if db != "" {
		return openEmpty(ctx, db)
	}
	folder, err := os.MkdirTemp("", "replay-")
	if err != nil {
		return nil, err
	}
	store, err := openEmpty(ctx, filepath.Join(folder, "desk.db"))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return &passing{store, folder}, nil
}

// openEmpty refuses a database with tickets in it: they would be counted among those of the log.
func openEmpty(ctx context.Context, db string) (ticket.Store, error) {
	store, err := openSQLite(ctx, db)
	if err != nil {
		return nil, err
	}
	for _, err := range store.List(ctx, ticket.Query{Limit: 1}) {
		if err == nil {
			err = fmt.Errorf("%s holds tickets already; a replay needs a database of its own", db)
		}
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

// passing is a store whose files go when it is closed.
type passing struct {
	ticket.Store
	folder string
}

// Close closes the store and removes its files.
func (p *passing) Close() error { return errors.Join(p.Store.Close(), os.RemoveAll(p.folder)) }

// openSQLite opens a database, and makes it when there is none.
func openSQLite(ctx context.Context, db string) (ticket.Store, error) { return ticketsql.Open(ctx, db) }
