package rapidtest_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/rapidtest"
	"github.com/fourline-go/fourline/ticket/tickettest"
	"github.com/fourline-go/fourline/ticket/timeline"
)

// answers are what a desk may say to a command that it does not carry out.
var answers = []error{ticket.ErrRefused, ticket.ErrInvalid, ticket.ErrNotFound, ticket.ErrDuplicate, ticket.ErrNoHandbook}

// send sends a command. A ticket is the sum of its events afterwards, and what is not carried out changes nothing.
func send(rt *rapid.T, d *tickettest.Desk, c ticket.Command) (ticket.Receipt, error) {
	before, _ := d.Desk.Get(rt.Context(), c.By.Client, c.Ticket)
	receipt, err := d.Try(c.By, c.Ticket, c.Do...)
	if err != nil {
		known := slices.ContainsFunc(answers, func(a error) bool { return errors.Is(err, a) })
		require.True(rt, known, "%v", err)
		after, _ := d.Desk.Get(rt.Context(), c.By.Client, c.Ticket)
		require.Equal(rt, before, after, "%v", err)
	}
	return receipt, err
}

// whatever lets anything be done to a few tickets. It has each looked at after a command to it, and all in the end.
func whatever(t *testing.T, look func(*rapid.T, *tickettest.Desk, ticket.Ticket)) {
	rapid.Check(t, func(rt *rapid.T) {
		d := tickettest.NewDesk(t, tickettest.Book(t, rapidtest.House().Draw(rt, "house")))
		book := d.Desk.Handbook()
		var all []ticket.Ticket
		for range rapid.IntRange(1, 12).Draw(rt, "commands") {
			if len(all) == 0 || rapid.IntRange(0, 5).Draw(rt, "another") == 5 {
				if receipt, err := send(rt, d, rapidtest.Opening(book, rapidtest.Client(book).Draw(rt, "client")).Draw(rt, "opening")); err == nil {
					all = append(all, receipt.Ticket)
				}
				continue
			}
			at := rapid.SampledFrom(all).Draw(rt, "ticket")
			at = got(rt, d, at)
			_, _ = send(rt, d, rapidtest.Command(book, at).Draw(rt, "command"))
			d.Advance(rapidtest.Wait().Draw(rt, "wait"))
			look(rt, d, got(rt, d, at))
		}
		for _, one := range all {
			look(rt, d, got(rt, d, one))
		}
	})
}

// got gives a ticket as it stands now.
func got(rt *rapid.T, d *tickettest.Desk, at ticket.Ticket) ticket.Ticket {
	now, err := d.Desk.Get(rt.Context(), at.Client, at.ID)
	require.NoError(rt, err)
	return now
}

func TestWhateverIsDoneATicketIsTheSumOfItsEvents(t *testing.T) {
	whatever(t, func(rt *rapid.T, d *tickettest.Desk, now ticket.Ticket) {
		folded, err := ticket.Fold(now.ID, now.Client, d.Desk.Events(rt.Context(), now.Client, now.ID))
		require.NoError(rt, err)
		require.Equal(rt, now, folded)
		then, err := d.Desk.At(rt.Context(), now.Client, now.ID, d.Now())
		require.NoError(rt, err)
		require.Equal(rt, now, then)
	})
}

func TestWhateverIsDoneItsTimelineTellsIt(t *testing.T) {
	whatever(t, func(rt *rapid.T, d *tickettest.Desk, now ticket.Ticket) {
		line, err := timeline.Teller{Book: d.Desk.Handbook()}.Of(now.ID, now.Client, d.Desk.Events(rt.Context(), now.Client, now.ID))
		require.NoError(rt, err)
		require.Len(rt, line.Moments, int(now.Version))
		for _, m := range line.Moments {
			require.NotEmpty(rt, strings.TrimSpace(m.Text))
		}
		require.Equal(rt, now.State, line.Steps[len(line.Steps)-1].To)
		require.Equal(rt, now.Tier, line.Tiers[len(line.Tiers)-1])
		cycle, _ := d.Desk.Handbook().Lifecycle(now.Kind)
		require.NotEqual(rt, cycle.Mermaid(), cycle.Mermaid(line.Steps...), "it is marked")
		require.Equal(rt, now.Opened, line.Spans[0].From)
		for _, s := range line.Spans {
			require.False(rt, !s.Until.IsZero() && !s.Until.After(s.From))
		}
	})
}

// What is drawn as plausible is refused for who does it, or for what else is in the way, and never because nobody knows it.
func TestWhatIsPlausibleIsKnown(t *testing.T) {
	book := tickettest.Book(t, tickettest.House())
	rapid.Check(t, func(rt *rapid.T) {
		d := tickettest.NewDesk(t, book)
		at := d.Open(tickettest.People("acme").Requester, ticket.Set{"subject": "s"})
		for range 5 {
			do := rapidtest.Plausible(book, at).Draw(rt, "do")
			_, err := d.Try(ticket.Actor{Kind: ticket.System, ID: "import", Client: "acme"}, at.ID, do)
			if refusal, ok := errors.AsType[*ticket.Refusal](err); ok {
				require.NotContains(rt, []string{"trigger", "edge", "limit"}, refusal.Rule, "%v", err)
			}
			at = d.Ticket(at.ID)
		}
	})
}

func TestEveryActionIsDrawnWild(t *testing.T) {
	book, drawn := tickettest.Book(t, tickettest.House()), map[reflect.Type]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		for range 20 {
			drawn[reflect.TypeOf(rapidtest.Wild(book).Draw(rt, "wild"))] = true
		}
	})
	require.Len(t, drawn, len(ticket.Actions()))
}
