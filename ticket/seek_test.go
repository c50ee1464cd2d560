package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketmem"
	"github.com/fourline-go/fourline/tier"
)

// ladderHouse is a desk whose handbook says nothing but a ladder.
func ladderHouse(t testing.TB, l *tier.Ladder) *house {
	t.Helper()
	d := l.Definition()
	book, err := ticket.NewHandbook(ticket.Definition{Name: "ladder", Version: 1, Ladder: &d})
	require.NoError(t, err)
	h := &house{t: t, store: ticketmem.New(), now: monday}
	h.desk, err = ticket.NewDesk(ticket.Config{Store: h.store, Handbook: book, Now: func() time.Time { return h.now }})
	require.NoError(t, err)
	return h
}

// alarmed is a house with the ticket T of an alarm "disk".
func alarmed(t testing.TB) *house {
	t.Helper()
	ids := 0
	h := newHouse(t, func(c *ticket.Config) {
		c.NewID = func() string { ids++; return "TUVWXYZ"[ids-1 : ids] }
	})
	require.Equal(t, "T", h.raise("disk").Ticket.ID)
	return h
}

func TestATicketArrivesByItsChannelAndIsOwnedByTheTierThatAnswersForIt(t *testing.T) {
	for name, c := range map[string]struct {
		ladder             *tier.Ladder
		by                 ticket.Actor
		do                 ticket.Action
		arrives, ownerTier tier.ID
	}{
		"users help themselves in the portal": {tier.WithSelfService(), rosa, ticket.Open{Set: ticket.Set{"channel": "portal"}}, "L0", "L1"},
		"who calls speaks to somebody":        {tier.WithSelfService(), rosa, ticket.Open{Set: ticket.Set{"channel": "phone"}}, "L1", "L1"},
		"a channel is not said":               {tier.WithSelfService(), rosa, ticket.Open{}, "L0", "L1"},
		"a channel of nobody's":               {tier.WithSelfService(), rosa, ticket.Open{Set: ticket.Set{"channel": "pigeon"}}, "L0", "L1"},
		"alarms come to operations":           {tier.ManagedServices(), monitor, ticket.Raise{Key: "disk"}, "noc", "desk"},
		"users to the desk":                   {tier.ManagedServices(), rosa, ticket.Open{Set: ticket.Set{"channel": "web"}}, "desk", "desk"},
		"somebody says where":                 {tier.Default(), ada, ticket.Open{Tier: "L3"}, "L3", "L1"},
	} {
		h := ladderHouse(t, c.ladder)
		r, err := h.desk.Do(t.Context(), ticket.Command{By: c.by, Do: []ticket.Action{c.do}})
		require.NoError(t, err, name)
		require.Equal(t, []tier.ID{c.arrives, c.ownerTier}, []tier.ID{r.Ticket.Tier, r.Ticket.Owner.Tier}, name)
	}
}

func TestAnAlarmOnATicketThatIsNamedAndDoneIsRefusedAndOpensNoOther(t *testing.T) {
	h := alarmed(t)
	h.do(ada, ticket.Move{To: "resolved", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	for _, c := range []struct {
		by ticket.Actor
		do []ticket.Action
	}{
		{monitor, []ticket.Action{ticket.Clear{Key: "disk"}}},
		{monitor, []ticket.Action{ticket.Raise{Key: "disk"}}},
		{monitor, []ticket.Action{ticket.Clear{Key: "disk"}, ticket.Raise{Key: "disk"}}},
		{ada, []ticket.Action{ticket.Note{Text: "n"}, ticket.Raise{Key: "disk"}}},
	} {
		r := h.refused(c.by, c.do...)
		require.Equal(t, []string{"closed", "resolved"}, []string{r.Rule, r.State}, "%v", c.do)
		_, err := h.desk.Preview(t.Context(), ticket.Command{Ticket: "T", By: c.by, Do: c.do})
		require.Equal(t, r, err, "%v", c.do)
	}
	all := 0
	for _, err := range h.desk.List(t.Context(), ticket.Query{Client: "acme"}) {
		require.NoError(t, err)
		all++
	}
	require.Equal(t, 1, all)
}

func TestACommandThatEndsTheTicketOfItsOwnAlarmDoesNotBeginAgain(t *testing.T) {
	h := newHouse(t)
	done := ticket.Move{To: "resolved", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}}
	c := ticket.Command{By: ada, Do: []ticket.Action{ticket.Raise{Key: "disk"}, done, ticket.Raise{Key: "disk"}}}
	for _, do := range []func() error{
		func() error { _, err := h.desk.Do(t.Context(), c); return err },
		func() error { _, err := h.desk.Preview(t.Context(), c); return err },
	} {
		var r *ticket.Refusal
		require.ErrorAs(t, do(), &r)
		require.Equal(t, "closed", r.Rule)
	}
}

func TestWhatWasReportedBeforeThereAreCalendarsIsRefused(t *testing.T) {
	h := newHouse(t)
	open := func(at time.Time) ticket.Open { return ticket.Open{Reported: at, Set: ticket.Set{"subject": "s"}} }
	for _, at := range []time.Time{time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1909, 12, 31, 23, 59, 59, 0, time.UTC)} {
		require.Equal(t, "limit", h.refused(ada, open(at)).Rule, at)
	}
	first := time.Date(1910, 1, 1, 0, 0, 0, 0, time.UTC)
	require.Equal(t, first, h.do(ada, open(first)).Reported)
}
