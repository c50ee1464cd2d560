package ticketsql_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketsql"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

// files gives the names and contents of all files in a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		all[e.Name()] = string(content)
	}
	return all
}

// made makes a database with statements and gives its file.
func made(t *testing.T, dir string, statements ...string) string {
	t.Helper()
	file := filepath.Join(dir, "desk.db")
	db, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	for _, s := range statements {
		_, err := db.ExecContext(t.Context(), s)
		require.NoError(t, err, s)
	}
	require.NoError(t, db.Close())
	return file
}

// refused asserts that a file is refused for a reason, in words, and that nothing in its folder was touched.
func refused(t *testing.T, file string, why error, words ...string) {
	t.Helper()
	before := files(t, filepath.Dir(file))
	_, err := ticketsql.Open(t.Context(), file)
	require.ErrorIs(t, err, why)
	for _, w := range append(words, file) {
		require.ErrorContains(t, err, w)
	}
	require.Equal(t, before, files(t, filepath.Dir(file)), "untouched")
}

func TestADatabaseOfAnotherProgramIsRefusedUntouched(t *testing.T) {
	t.Run("without a name, with tables", func(t *testing.T) {
		file := made(t, t.TempDir(), "CREATE TABLE songs (title TEXT)", "CREATE TABLE tickets (seat TEXT)", "INSERT INTO songs VALUES ('x')")
		refused(t, file, ticketsql.ErrForeign, "application_id is 0", `"songs", "tickets"`)
	})
	t.Run("with a name", func(t *testing.T) {
		refused(t, made(t, t.TempDir(), "PRAGMA application_id = 12345"), ticketsql.ErrForeign, "application_id is 12345")
	})
	t.Run("with a log", func(t *testing.T) {
		file := made(t, t.TempDir(), "PRAGMA journal_mode = WAL", "CREATE TABLE songs (title TEXT)")
		refused(t, file, ticketsql.ErrForeign, `"songs"`)
	})
	t.Run("with many tables", func(t *testing.T) {
		file := made(t, t.TempDir(), "CREATE TABLE e (x)", "CREATE TABLE d (x)", "CREATE TABLE c (x)", "CREATE TABLE b (x)", "CREATE TABLE a (x)")
		refused(t, file, ticketsql.ErrForeign, `"a", "b", "c", …`)
	})
}

func TestAFileThatIsNoDatabaseIsRefusedUntouched(t *testing.T) {
	for name, content := range map[string]string{"short": "hello", "long": string(make([]byte, 5_000)), "text": fmt.Sprintf("%200s", "no database")} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "desk.db")
			require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
			refused(t, file, ticketsql.ErrForeign, "SQLite file")
		})
	}
}

func TestTheLogOfAnotherDatabaseIsRefusedUntouched(t *testing.T) {
	for _, suffix := range []string{"-wal", "-journal"} {
		file := filepath.Join(t.TempDir(), "desk.db")
		require.NoError(t, os.WriteFile(file+suffix, []byte("frames"), 0o600))
		refused(t, file, ticketsql.ErrForeign, suffix)
	}
}

func TestAnotherVersionOfTheSchemaIsRefusedUntouched(t *testing.T) {
	for _, version := range []int{0, 4, 99} {
		file := filepath.Join(t.TempDir(), "desk.db")
		s, err := ticketsql.Open(t.Context(), file)
		require.NoError(t, err)
		require.NoError(t, s.Close())
		made(t, filepath.Dir(file), fmt.Sprintf("PRAGMA user_version = %d", version))
		refused(t, file, ticketsql.ErrSchema, fmt.Sprintf("version %d", version), "knows versions 1 to 3")
	}
}

func TestADatabaseInMemoryOrByURIIsRefused(t *testing.T) {
	for _, file := range []string{"", ":memory:", "file:desk.db", "file::memory:?cache=shared"} {
		_, err := ticketsql.Open(t.Context(), file)
		require.ErrorContains(t, err, "ticketmem", "%q", file)
	}
}

func TestAFolderThatIsNotThereIsAnError(t *testing.T) {
	_, err := ticketsql.Open(t.Context(), filepath.Join(t.TempDir(), "nowhere", "desk.db"))
	require.Error(t, err)
}

func TestAContextThatIsDoneOpensNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	_, err := ticketsql.Open(ctx, filepath.Join(dir, "desk.db"))
	require.ErrorIs(t, err, context.Canceled)
	require.NotContains(t, files(t, dir), "desk.db")
}

func TestAnEmptyFileAndStrangeNamesWork(t *testing.T) {
	for _, name := range []string{"empty.db", "a b?c=d#e%41&f.db", "日本.db", "'quoted'.db", "_pragma=foreign_keys(1).db"} {
		file := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(file, nil, 0o600))
		s, err := ticketsql.Open(t.Context(), file)
		require.NoError(t, err, name)
		_, err = s.Apply(t.Context(), []ticket.Mutation{tickettest.Opened("acme", "T-1")})
		require.NoError(t, err, name)
		require.NoError(t, s.Close())
		require.Contains(t, files(t, filepath.Dir(file)), name)
		info, err := os.Stat(file)
		require.NoError(t, err)
		require.Positive(t, info.Size(), name)
	}
}

func TestARemnantOfMakingTheFileIsOverwritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "desk.db")
	require.NoError(t, os.WriteFile(file+"-new", []byte("half of one"), 0o600))
	require.NoError(t, os.WriteFile(file+"-new-journal", []byte("its log"), 0o600))
	s, err := ticketsql.Open(t.Context(), file)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.NotContains(t, files(t, filepath.Dir(file)), "desk.db-new")
}

func TestOneStoreAtATimeHasAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "desk.db")
	s, err := ticketsql.Open(t.Context(), file)
	require.NoError(t, err)
	_, err = ticketsql.Open(t.Context(), file)
	require.ErrorIs(t, err, ticketsql.ErrInUse)
	r, err := s.Apply(t.Context(), []ticket.Mutation{tickettest.Opened("acme", "T-1")})
	require.NoError(t, err)
	require.NoError(t, r[0].Err)
	require.NoError(t, s.Close())
	s, err = ticketsql.Open(t.Context(), file)
	require.NoError(t, err, "it is free again")
	require.NoError(t, s.Close())
}

func TestAClosedDatabaseIsOneFileWithASmallLock(t *testing.T) {
	file := filepath.Join(t.TempDir(), "desk.db")
	s, err := ticketsql.Open(t.Context(), file)
	require.NoError(t, err)
	_, err = s.Apply(t.Context(), []ticket.Mutation{tickettest.Opened("acme", "T-1")})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	left := files(t, filepath.Dir(file))
	require.Len(t, left, 2)
	require.Empty(t, left["desk.db-lock"])
}

func TestOthersMayReadWhileTheStoreIsOpen(t *testing.T) {
	file := filepath.Join(t.TempDir(), "desk.db")
	s, err := ticketsql.Open(t.Context(), file)
	require.NoError(t, err)
	defer s.Close()
	_, err = s.Apply(t.Context(), []ticket.Mutation{tickettest.Opened("acme", "T-1", tickettest.Set(ticket.FieldSubject, "Cannot print"))})
	require.NoError(t, err)
	db, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	defer db.Close()
	var subject string
	require.NoError(t, db.QueryRowContext(t.Context(), "SELECT data ->> 'subject' FROM tickets WHERE id = 'T-1'").Scan(&subject))
	require.Equal(t, "Cannot print", subject)
	for pragma, want := range map[string]string{"journal_mode": "wal", "integrity_check": "ok", "user_version": "3"} {
		var got string
		require.NoError(t, db.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got))
		require.Equal(t, want, got, pragma)
	}
}
