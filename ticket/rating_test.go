package ticket_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

var fixed = ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "toner"}}

func ratingHouse(t testing.TB, satisfaction string) *house {
	t.Helper()
	text, err := os.ReadFile("testdata/handbook.yaml")
	require.NoError(t, err)
	h := houseOf(t, string(text)+satisfaction)
	h.printing()
	return h
}

func TestTheRequesterRatesWhatWasDone(t *testing.T) {
	h := ratingHouse(t, "")
	require.Equal(t, "order", h.refused(rosa, ticket.Rate{Score: 5}).Rule)
	h.do(ada, fixed)
	for _, by := range []ticket.Actor{ada, mara, monitor, rolf} {
		require.Equal(t, "right", h.refused(by, ticket.Rate{Score: 5}).Rule)
	}
	for _, score := range []int{-1, 0, 6} {
		refusal := h.refused(rosa, ticket.Rate{Score: score})
		require.Equal(t, "rating", refusal.Rule)
		require.Contains(t, refusal.Why, "from 1, the worst, to 5")
	}
	require.Equal(t, "limit", h.refused(rosa, ticket.Rate{Score: 5, Comment: strings.Repeat("x", ticket.MaxText+1)}).Rule)
	got := h.do(rosa, ticket.Rate{Score: 1, Comment: "slow"})
	require.Equal(t, ticket.Rating{Score: 1, Comment: "slow", At: monday}, got.Rating)
	require.Equal(t, got.Version, h.do(rosa, ticket.Rate{Score: 1, Comment: "slow"}).Version, "twice is once")
	require.Equal(t, 5, h.do(rosa, ticket.Rate{Score: 5}).Rating.Score, "the last word counts")
	require.Len(t, h.events(ticket.Rated), 2)
	require.Equal(t, ticket.Rating{}, h.do(rosa, ticket.Move{Trigger: "reopen"}).Rating)
}

func TestATicketIsRatedWithinItsTime(t *testing.T) {
	h := ratingHouse(t, "")
	h.do(ada, fixed)
	h.now = monday.Add(14 * 24 * time.Hour)
	require.Equal(t, "closed", h.do(rosa, ticket.Rate{Score: 3}).State, "a closed one too")
	h.now = h.now.Add(time.Microsecond)
	require.Equal(t, "late", h.refused(rosa, ticket.Rate{Score: 4}).Rule)
}

func TestTheHandbookSaysHowTicketsAreRated(t *testing.T) {
	h := ratingHouse(t, "\nsatisfaction: {scale: 10, within: 9h, calendar: office, once: true}\n")
	h.do(ada, fixed)
	require.Equal(t, "rating", h.refused(rosa, ticket.Rate{Score: 11}).Rule)
	h.now = monday.Add(25*time.Hour + time.Microsecond) // 10:00 on Tuesday: nine open hours later
	require.Equal(t, "late", h.refused(rosa, ticket.Rate{Score: 10}).Rule)
	h.now = monday.Add(25 * time.Hour)
	h.do(rosa, ticket.Rate{Score: 10})
	require.Equal(t, "rating", h.refused(rosa, ticket.Rate{Score: 9}).Rule)

	_, err := handbook.Parse([]byte("name: x\nversion: 1\nsatisfaction: {scale: 1, within: -1h, calendar: nowhere}\n"))
	require.Len(t, ticket.Faults(err), 3)
}
