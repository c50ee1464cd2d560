package ticketsql_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketsql"
)

// racing lets four desks over one database do the same things at once, and gives the tickets that there are afterwards.
func racing(t *testing.T, n int, do func(d *ticket.Desk, desk, i int) error) map[string]ticket.Ticket {
	t.Helper()
	s, err := ticketsql.Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	book, err := ticket.NewHandbook(ticket.Definition{
		Name: "d", Version: 1, Alarms: []ticket.AlarmRule{{Storm: ticket.Storm{Children: 3, Within: time.Hour}}},
	})
	require.NoError(t, err)
	var wg sync.WaitGroup
	for desk := range 4 {
		d, err := ticket.NewDesk(ticket.Config{Store: s, Handbook: book})
		require.NoError(t, err)
		wg.Go(func() {
			for i := range n {
				if err := do(d, desk, i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	all := map[string]ticket.Ticket{}
	for one, err := range s.List(t.Context(), ticket.Query{Client: "acme"}) {
		require.NoError(t, err)
		folded, err := ticket.Fold(one.ID, "acme", s.Events(t.Context(), "acme", one.ID, 0))
		require.NoError(t, err)
		require.Equal(t, folded.Alarm, one.Alarm)
		require.Equal(t, folded.References, one.References)
		all[one.ID] = one
	}
	return all
}

func TestOfDesksOverOneDatabaseExactlyOneOpensAStorm(t *testing.T) {
	monitor := ticket.Actor{Kind: ticket.Monitor, ID: "probe", Client: "acme"}
	all := racing(t, 20, func(d *ticket.Desk, desk, i int) error {
		r := ticket.Raise{Key: fmt.Sprintf("if/%d", (i*7+desk*3)%15), Source: "sw-1"}
		_, err := d.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{r}})
		return err
	})
	storms, counted := 0, 0
	for _, one := range all {
		counted += one.Alarm.Count
		if one.Alarm.Key == ticket.StormKey("sw-1") {
			storms++
			require.Len(t, one.Linked(ticket.LinkChild), len(all)-1)
		}
	}
	require.Equal(t, 1, storms)
	require.Equal(t, 4*20, counted, "no alarm is lost")
}

func TestOfDesksOverOneDatabaseExactlyOneOpensATicketForAThread(t *testing.T) {
	rosa := ticket.Actor{Kind: ticket.Requester, ID: "rosa", Client: "acme"}
	const threads = 5
	all := racing(t, threads*4, func(d *ticket.Desk, desk, i int) error {
		i = (i*3 + desk) % (threads * 4)
		thread, at := i%threads, i/threads
		m := ticket.Mail{By: rosa, ID: fmt.Sprintf("<%d-%d@acme>", thread, at), References: []string{fmt.Sprintf("<root-%d@acme>", thread)}, Subject: "s", Text: "t"}
		_, err := d.Receive(t.Context(), m)
		return err
	})
	require.Len(t, all, threads)
	for _, one := range all {
		require.Equal(t, 3, one.Entries, "four mails, each once")
	}
}
