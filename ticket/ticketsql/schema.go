package ticketsql

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

// application is the application_id in the header of every file of ours: "4LNE".
const application = 0x344C4E45

// schema is the number of the last file of SQL below, and the user_version in the header of a database that has it.
const schema = 1

//go:embed schema/*.sql
var schemas embed.FS

// build gives an empty database the schema and our name, in one transaction.
func build(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	for n := range schema {
		text, err := fs.ReadFile(schemas, fmt.Sprintf("schema/%03d.sql", n+1))
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(text)); err != nil {
			return fmt.Errorf("schema %d: %w", n+1, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", application, schema)); err != nil {
		return err
	}
	return tx.Commit()
}
