package ticket_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

// TestMailsOfOneThreadThatRaceEndOnOneTicket lets eight desks receive the mails of one thread at once, each mail twice and in any order.
func TestMailsOfOneThreadThatRaceEndOnOneTicket(t *testing.T) {
	h := houseOf(t, mails)
	const desks, threads, length = 8, 6, 5
	var wg sync.WaitGroup
	for n := range desks {
		desk, err := ticket.NewDesk(ticket.Config{Store: h.store, Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }})
		require.NoError(t, err)
		wg.Go(func() {
			for i := range threads * length {
				i = (i*7 + n*3) % (threads * length) // 7 and 30 have no divisor in common
				thread, at := i%threads, i/threads
				answers := []string{fmt.Sprintf("<root-%d@acme>", thread)} // which never comes
				for j := range at {
					answers = append(answers, fmt.Sprintf("<%d-%d@acme>", thread, j))
				}
				if _, err := desk.Receive(t.Context(), from(rosa, fmt.Sprintf("<%d-%d@acme>", thread, at), answers...)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	all := h.allOf(ticket.Query{})
	require.Len(t, all, threads)
	for _, one := range all {
		require.Equal(t, one, h.get(one.ID))
		require.Equal(t, length-1, one.Entries, "one mail has opened it, and each other was taken once")
		require.GreaterOrEqual(t, len(one.References), length+1)
	}
}

// doubting lets something happen between the look for a reference and the commit.
type doubting struct {
	ticket.Store
	between func()
}

func (d *doubting) Apply(ctx context.Context, all []ticket.Mutation) ([]ticket.Result, error) {
	if between := d.between; between != nil {
		d.between = nil
		between()
	}
	return d.Store.Apply(ctx, all)
}

func TestAMailThatIsOvertakenGoesToTheTicketThatWasFaster(t *testing.T) {
	h := houseOf(t, mails)
	var first ticket.Ticket
	desk, err := ticket.NewDesk(ticket.Config{Store: &doubting{Store: h.store, between: func() {
		first = h.mail(from(rosa, "<1@acme>", "<0@acme>")).Ticket
	}}, Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }})
	require.NoError(t, err)
	got, err := desk.Receive(t.Context(), from(rosa, "<2@acme>", "<0@acme>"))
	require.NoError(t, err)
	require.Equal(t, first.ID, got.Ticket.ID)
	require.Equal(t, []ticket.EventType{ticket.Messaged}, types(got.Events))
	require.Equal(t, []string{"1@acme", "0@acme", "2@acme"}, got.Ticket.References)
}

func TestAMailThatIsOvertakenTwiceComesToOneOfTheTwo(t *testing.T) {
	h := houseOf(t, mails)
	var first, second ticket.Ticket
	desk, err := ticket.NewDesk(ticket.Config{Store: &doubting{Store: h.store, between: func() {
		first, second = h.mail(from(rosa, "<1@acme>")).Ticket, h.mail(from(rosa, "<2@acme>")).Ticket
	}}, Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }})
	require.NoError(t, err)
	got, err := desk.Receive(t.Context(), from(rosa, "<3@acme>", "<1@acme>", "<2@acme>"))
	require.NoError(t, err)
	require.Equal(t, second.ID, got.Ticket.ID)
	require.Equal(t, []string{"2@acme", "3@acme"}, got.Ticket.References)
	require.Equal(t, first, h.get(first.ID))
}

func TestAMailThatBecomesKnownWhileItIsTakenIsTakenOnce(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	desk, err := ticket.NewDesk(ticket.Config{Store: &doubting{Store: h.store, between: func() {
		h.mail(from(rosa, "<3@acme>", "<2@acme>")) // which answers the one that is being taken, and nothing else
	}}, Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }})
	require.NoError(t, err)
	got, err := desk.Receive(t.Context(), from(rosa, "<2@acme>", "<1@acme>"))
	require.NoError(t, err)
	require.NotEqual(t, id, got.Ticket.ID)
	require.Equal(t, []string{"3@acme", "2@acme"}, got.Ticket.References)
	require.Len(t, h.allOf(ticket.Query{}), 2)
}
