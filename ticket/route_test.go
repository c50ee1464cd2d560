package ticket_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// opened opens a ticket at the field with an id of its own.
func (h *house) opened(id, client, category string) {
	h.t.Helper()
	by := fay
	by.Client = client
	_, err := h.desk.Do(h.t.Context(), ticket.Command{Ticket: id, By: by, Do: []ticket.Action{
		ticket.Open{Tier: "field", Set: ticket.Set{"category": category}},
	}})
	require.NoError(h.t, err)
}

func (h *house) route(id string) (ticket.Routing, ticket.Receipt) {
	h.t.Helper()
	r, receipt, err := h.desk.Route(h.t.Context(), bo, id)
	require.NoError(h.t, err)
	return r, receipt
}

func TestATicketGoesToWhoQualifiesAndHasLeast(t *testing.T) {
	h := linesHouse(t)
	h.opened("A", "acme", "")
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: "A", By: bo, Do: []ticket.Action{ticket.Assign{Engineer: "bo"}}})
	require.NoError(t, err)
	h.opened("B", "acme", "")
	r, receipt := h.route("B")
	require.Equal(t, "bea", r.Engineer, "bo has one already")
	require.Equal(t, tier.Assigned, r.Outcome)
	require.Equal(t, map[string]int{"bo": 1, "bea": 0}, r.Open)
	require.Equal(t, "bea", receipt.Ticket.Working.Engineer)
	require.Len(t, receipt.Events, 1)
	require.Equal(t, ticket.Assigned, receipt.Events[0].Type)
	require.Equal(t, bo, receipt.Events[0].By)
	require.Equal(t, "bea, who has 0 open; 2 qualify and are there", receipt.Events[0].Why)

	h.opened("C", "acme", "servers")
	r, _ = h.route("C")
	require.Equal(t, "bea", r.Engineer)
	require.Equal(t, tier.Needs{Tier: "field", Platforms: []tier.Platform{{Name: "linux"}}}, r.Needs)
	require.Equal(t, []tier.Passed{
		{Engineer: "bo", Gaps: []tier.Gap{{Need: tier.NeedPlatform, Wanted: "linux"}}},
		{Engineer: "meg", Gaps: []tier.Gap{{Need: tier.NeedPlatform, Wanted: "linux"}, {Need: tier.NeedWorker, Wanted: "somebody who takes tickets", Has: "a manager"}}},
	}, r.Passed)
}

func TestARoutedTicketThatNobodyCanTakeSaysSo(t *testing.T) {
	rule := "notify:\n  - {on: unrouted, to: [{kind: manager}]}\n"
	h := linesHouse(t, rule)
	h.now = monday.Add(night)
	h.opened("T", "acme", "")
	before := h.events()
	seen, err := h.desk.Candidates(t.Context(), bo, "T")
	require.NoError(t, err)
	require.Equal(t, before, h.events(), "looking changes nothing")
	r, receipt := h.route("T")
	require.Equal(t, seen, r)
	require.Equal(t, tier.NobodyPresent, r.Outcome)
	require.Empty(t, r.Engineer)
	require.Len(t, receipt.Events, 1)
	require.Equal(t, ticket.Unrouted, receipt.Events[0].Type)
	require.Contains(t, receipt.Events[0].Why, "nobody_present; bea: presence: wants working time; has office shut; bo: presence")
	require.Len(t, receipt.Events[0].Notices, 1, "and meg, who manages the field, hears of it")
	require.Equal(t, receipt.Ticket, h.folded("T", "acme"))
}

func TestLoadIsCountedOverAllClientsAndInTheStore(t *testing.T) {
	text := "clients:\n  - {id: acme}\n  - {id: bolt}\n"
	h := linesHouse(t, text)
	for i := range 3 {
		h.opened(fmt.Sprint("B", i), "bolt", "servers")
		by := bo
		by.Client = "bolt"
		r, _, err := h.desk.Route(t.Context(), by, fmt.Sprint("B", i))
		require.NoError(t, err)
		if i == 2 {
			require.Equal(t, tier.NobodyFree, r.Outcome, "bea takes two at most")
			require.Equal(t, map[string]int{"bea": 2}, r.Open)
		}
	}
	again, err := ticket.NewDesk(ticket.Config{Store: h.store, Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }})
	require.NoError(t, err)
	h.opened("A", "acme", "")
	r, _, err := again.Route(t.Context(), bo, "A")
	require.NoError(t, err)
	require.Equal(t, "bo", r.Engineer, "another desk counts the same")
	require.Equal(t, map[string]int{"bo": 0, "bea": 2}, r.Open)
}

func TestWhoWorksOnATicketAndCanGoesOn(t *testing.T) {
	h := linesHouse(t)
	h.opened("A", "acme", "")
	first, _ := h.route("A")
	h.opened("B", "acme", "")
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: "B", By: bo, Do: []ticket.Action{ticket.Assign{Engineer: first.Engineer}}})
	require.NoError(t, err)
	again, receipt := h.route("A")
	require.Equal(t, first.Engineer, again.Engineer)
	require.Empty(t, receipt.Events)
	require.Equal(t, map[string]int{"bo": 0, "bea": 0, first.Engineer: 1}, again.Open, "the ticket itself is not counted")
}

func TestAmongEqualsTheTicketDecidesAndOverManyThatIsFair(t *testing.T) {
	h := linesHouse(t)
	got := map[string]int{}
	for i := range 200 {
		h.opened(fmt.Sprint("T-", i), "acme", "")
		r, err := h.desk.Candidates(t.Context(), bo, fmt.Sprint("T-", i))
		require.NoError(t, err)
		again, err := h.desk.Candidates(t.Context(), bo, fmt.Sprint("T-", i))
		require.NoError(t, err)
		require.Equal(t, r, again)
		got[r.Engineer]++
	}
	require.Len(t, got, 2)
	for who, n := range got {
		require.InDelta(t, 100, n, 30, who)
	}
}

func TestWhoMayRoute(t *testing.T) {
	h := linesHouse(t)
	h.do(rosa, ticket.Open{})
	helper := ticket.Actor{Kind: ticket.Engineer, ID: "lou", Tier: "lead", Client: "acme"}
	for _, by := range []ticket.Actor{rosa, vendor, monitor, helper} {
		_, err := h.desk.Candidates(t.Context(), by, "T")
		require.ErrorIs(t, err, ticket.ErrRefused, by.ID)
		_, _, err = h.desk.Route(t.Context(), by, "T")
		require.ErrorIs(t, err, ticket.ErrRefused, by.ID)
	}
	stranger := fay
	stranger.Client = "other"
	_, err := h.desk.Candidates(t.Context(), stranger, "T")
	require.ErrorIs(t, err, ticket.ErrNotFound)
	r, _, err := h.desk.Route(t.Context(), fay, "T")
	require.NoError(t, err)
	require.Contains(t, []string{"fay", "fin"}, r.Engineer)

	h.do(fay, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	_, _, err = h.desk.Route(t.Context(), fay, "T")
	require.ErrorIs(t, err, ticket.ErrRefused, "nothing is left to do")
}

func TestWithoutEngineersThereIsNobodyToChoose(t *testing.T) {
	h := houseOf(t, "name: bare\nversion: 1\n")
	h.do(rosa, ticket.Open{})
	_, _, err := h.desk.Route(t.Context(), ada, "T")
	require.ErrorIs(t, err, ticket.ErrRefused)
	require.ErrorContains(t, err, "names no engineers")
}

func BenchmarkCandidates(b *testing.B) {
	h := linesHouse(b)
	for i := range 1000 {
		h.opened(fmt.Sprint("T-", i), "acme", "")
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := h.desk.Candidates(b.Context(), bo, "T-500"); err != nil {
			b.Fatal(err)
		}
	}
}
