package ticketsql

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// header is what the first 100 bytes of a SQLite file say of it. Ours is complete from the first moment on and never changes while
// a log is written, so that it can be read from outside.
type header struct {
	magic       [16]byte
	application uint32
	schema      uint32
}

// look says whether our database is at path; false when there is nothing, or an empty file. What is not ours is refused by an error
// that says what was found. Nothing is changed, nothing is put beside it.
func look(ctx context.Context, path string) (bool, error) {
	h, err := readHeader(path)
	switch {
	case errors.Is(err, os.ErrNotExist) || errors.Is(err, io.EOF):
		return false, leftover(path)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return false, fmt.Errorf("%w: too short to be a SQLite file", ErrForeign)
	case err != nil:
		return false, err
	case string(h.magic[:]) != "SQLite format 3\x00":
		return false, fmt.Errorf("%w: not a SQLite file", ErrForeign)
	case h.application != application:
		return false, fmt.Errorf("%w: application_id is %d, not %d%s", ErrForeign, h.application, application, tables(ctx, path))
	case h.schema < 1 || h.schema > schema:
		return false, unknownSchema(int(h.schema))
	}
	return true, nil
}

func readHeader(path string) (header, error) {
	f, err := os.Open(path)
	if err != nil {
		return header{}, err
	}
	defer f.Close()
	var raw [100]byte
	if _, err := io.ReadFull(f, raw[:]); err != nil {
		return header{}, err
	}
	return header{
		magic:       [16]byte(raw[:16]),
		schema:      binary.BigEndian.Uint32(raw[60:]),
		application: binary.BigEndian.Uint32(raw[68:]),
	}, nil
}

// leftover refuses to make a database beside the log of another one, which SQLite would take for the new one's.
func leftover(path string) error {
	for _, suffix := range []string{"-wal", "-journal"} {
		if info, err := os.Stat(path + suffix); err == nil && info.Size() > 0 {
			return fmt.Errorf("%w: there is no database, but the log %s%s of one", ErrForeign, path, suffix)
		}
	}
	return nil
}

// tables names some tables of a foreign database, for the error.
func tables(ctx context.Context, path string) string {
	db, err := connection(path, "mode=ro&immutable=1")
	if err != nil {
		return ""
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name LIMIT 4")
	if err != nil {
		return ""
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if rows.Scan(&name) == nil {
			names = append(names, fmt.Sprintf("%q", name))
		}
	}
	if rows.Err() != nil || len(names) == 0 {
		return ""
	}
	if len(names) == 4 {
		names[3] = "…"
	}
	return "; it has the tables " + strings.Join(names, ", ")
}
