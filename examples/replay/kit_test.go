package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

// stores are all that a replay can be on.
func stores() []string { return []string{storeMem, storeSQLite} }

// A replayed log is one with the desk that it went through.
type replayed struct {
	log    *Log
	desk   *ticket.Desk
	report *Report
}

// readLog reads a log in which nothing is wrong.
func readLog(t testing.TB, file string, f Format) *Log {
	t.Helper()
	in, err := os.Open(file)
	require.NoError(t, err)
	defer in.Close()
	log, err := ReadLog(in, f, false, func(string) {}, nil)
	require.NoError(t, err)
	return log
}

// replayFile replays a log on a store, by the handbook of its format.
func replayFile(t testing.TB, file string, f Format, store string) replayed {
	t.Helper()
	log := readLog(t, file, f)
	desk := newDesk(t, f, store)
	o := options{log: file, format: f, store: store, workers: workersFor(store)}
	p := program{out: io.Discard, err: io.Discard}
	rules, err := NewRules(desk.Handbook(), log)
	require.NoError(t, err)
	report, err := p.measure(t.Context(), desk, rules, log, o)
	require.NoError(t, err)
	return replayed{log, desk, report}
}

func newDesk(t testing.TB, f Format, store string) *ticket.Desk {
	t.Helper()
	book, err := loadHandbook(options{format: f})
	require.NoError(t, err)
	s, err := openStore(t.Context(), store, "")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	desk, err := ticket.NewDesk(ticket.Config{Store: s, Handbook: book})
	require.NoError(t, err)
	return desk
}

// run runs the program as a command line would.
func run(t testing.TB, args ...string) (status int, out, complaints string) {
	t.Helper()
	var o, e bytes.Buffer
	p := program{out: &o, err: &e}
	status = p.run(t.Context(), args)
	return status, o.String(), e.String()
}

// edit writes a copy of a golden log with one text replaced, once, and gives its name.
func edit(t testing.TB, file, old, replaced string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(text), old)
	return write(t, strings.Replace(string(text), old, replaced, 1))
}

// write writes a file and gives its name.
func write(t testing.TB, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "log.csv")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	return name
}
