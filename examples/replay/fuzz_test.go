package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// FuzzReadLog reads anything as a log: it never panics, what it gives is a log as the rest of the program believes it to be, and
// that can be replayed.
func FuzzReadLog(f *testing.F) {
	var books []*ticket.Handbook
	for i, format := range Formats() {
		book, err := loadHandbook(options{format: format})
		require.NoError(f, err)
		books = append(books, book)
		text, err := os.ReadFile(filepath.Join("testdata", format.Name+".csv"))
		require.NoError(f, err)
		f.Add(text, i)
		f.Add([]byte(strings.ReplaceAll(string(text), "\n", "\n\n,")), i)
		f.Add([]byte(zipped(f, string(text))), i)
	}
	f.Fuzz(func(t *testing.T, text []byte, format int) {
		if format < 0 || format >= len(Formats()) {
			return
		}
		reports := 0
		log, err := ReadLog(strings.NewReader(string(text)), Formats()[format], true, func(string) { reports++ }, nil)
		if err != nil {
			return
		}
		require.Equal(t, log.Skipped > 0, reports > 0)
		rows, ids := 0, map[string]bool{}
		for _, c := range log.Cases {
			require.False(t, ids[c.ID] || c.ID == "" || len(c.ID) > ticket.MaxID, "%q", c.ID)
			ids[c.ID] = true
			require.NotEmpty(t, c.Rows)
			rows += len(c.Rows)
			for _, row := range c.Rows {
				require.Len(t, row.Values, len(log.Fields))
				require.NotEmpty(t, row.State)
			}
		}
		require.Equal(t, log.Rows, rows)
		replaysWhole(t, books[format], log)
	})
}

func replaysWhole(t *testing.T, book *ticket.Handbook, log *Log) {
	t.Helper()
	rules, err := NewRules(book, log)
	require.NoError(t, err)
	desk, err := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book})
	require.NoError(t, err)
	tally, err := Replay(t.Context(), desk, rules, log, 2, nil)
	require.NoError(t, err)
	require.Equal(t, log.Rows, tally.Rows)
	folds(t, replayed{log: log, desk: desk})
}
