package ticketsql_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketsql"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

func TestStore(t *testing.T) {
	files := map[ticket.Store]string{}
	opened := func(t testing.TB, file string) ticket.Store {
		s, err := ticketsql.Open(t.Context(), file)
		require.NoError(t, err)
		files[s] = file
		return s
	}
	tickettest.TestStore(t,
		func(t testing.TB) ticket.Store { return opened(t, filepath.Join(t.TempDir(), "desk.db")) },
		tickettest.Reopen(func(t testing.TB, s ticket.Store) ticket.Store {
			require.NoError(t, s.Close())
			return opened(t, files[s])
		}))
}
