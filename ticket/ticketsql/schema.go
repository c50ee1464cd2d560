package ticketsql

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
)

// application is the application_id in the header of every file of ours: "4LNE".
const application = 0x344C4E45

// schema is the number of the last file of SQL below, and the user_version in the header of a database that has it.
const schema = 3

//go:embed schema/*.sql
var schemas embed.FS

// build gives an empty database the schema and our name, in one transaction.
func build(ctx context.Context, db *sql.DB) error {
	return upgrade(ctx, db, "PRAGMA application_id = "+strconv.Itoa(application))
}

// upgrade brings a database that was there to the latest schema. The header of the file then says so, too.
func (w *writer) upgrade(ctx context.Context) error {
	var has int
	err := w.conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&has)
	switch {
	case err != nil || has == schema:
		return err
	case has > schema:
		return unknownSchema(has)
	}
	if err := upgrade(ctx, w.conn); err != nil {
		return err
	}
	return w.run("PRAGMA wal_checkpoint(TRUNCATE)")
}

// upgrade brings a database to the latest schema, in one transaction with further statements. It asks SQLite how far the database is:
// the header of the file may lag behind the log.
func upgrade(ctx context.Context, db interface {
	BeginTx(context.Context, *sql.TxOptions) (*sql.Tx, error)
}, besides ...string,
) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	var has int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&has); err != nil {
		return err
	}
	for n := has + 1; n <= schema; n++ {
		text, err := fs.ReadFile(schemas, fmt.Sprintf("schema/%03d.sql", n))
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(text)); err != nil {
			return fmt.Errorf("schema %d: %w", n, err)
		}
	}
	for _, statement := range append(besides, "PRAGMA user_version = "+strconv.Itoa(schema)) {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func unknownSchema(version int) error {
	return fmt.Errorf("%w: it has version %d, and this program knows versions 1 to %d", ErrSchema, version, schema)
}
