package ticket_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// promising promises something for every ready-made metric, each counted by one calendar.
const promising = `
name: promising
version: 1
calendars:
  - {name: office, week: {mon: ["09:00-17:00"], tue: ["09:00-17:00"], wed: ["09:00-17:00"], thu: ["09:00-17:00"], fri: ["09:00-17:00"]}}
agreements:
  - id: usual
    targets:
      - {metric: acknowledge, within: 30m}
      - {metric: first_response, within: 1h, calendar: office}
      - {metric: next_response, within: 2h, calendar: office}
      - {metric: update, within: 4h}
      - {metric: answer, within: 3h}
      - {metric: restore, within: 6h, calendar: office}
      - {metric: resolve, within: 8h, calendar: office, warn: [50, 75]}
  - id: urgent
    match: {priority: [P1]}
    targets:
      - {metric: acknowledge, within: 5m}
      - {metric: next_response, within: 20m, calendar: office}
      - {metric: update, within: 1h, change: from_change}
      - {metric: resolve, within: 2h, calendar: office}
  - {id: l1, kind: ola, match: {tier: [L1]}, targets: [{metric: hold, within: 1h}]}
  - {id: l2, kind: ola, match: {tier: [L2]}, targets: [{metric: hold, within: 2h}]}
  - {id: maker, kind: uc, match: {tier: [L4]}, targets: [{metric: vendor, within: 48h}]}
`

// explained compares what the terms say of the ticket's history with its clocks.
func (h *house) explained(rt *rapid.T, id string) {
	got, err := h.desk.Get(h.t.Context(), "acme", id)
	require.NoError(rt, err)
	book := h.desk.Handbook()
	history, err := ticket.History(id, "acme", h.desk.Events(h.t.Context(), "acme", id), book)
	require.NoError(rt, err)
	require.NoError(rt, history.Check())
	all, err := h.desk.Explain(h.t.Context(), mara, id, time.Time{})
	require.NoError(rt, err)
	require.Len(rt, all, len(got.Clocks))
	for i, c := range got.Clocks {
		e := all[i]
		calendar, _ := book.Calendar(c.Calendar)
		require.Equal(rt, []any{c.Kind, c.Metric}, []any{e.Kind, e.Metric})
		h.stands(rt, c, e.Clock, calendar, true)
		require.Equal(rt, c.Verdict(calendar, h.now), e.Verdict)
		if c.Running() && c.Timed() {
			require.Equal(rt, c.Due, e.Due)
		}
		if c.Timed() && (c.Kind == sla.SLA || !c.Done()) {
			account, ok := book.Terms().Account(history, c.Kind, c.Metric, h.now)
			require.True(rt, ok)
			forgot := c.Pauses > 0 && !c.Overdue.IsZero() // when, before it was late, it paused: see sla.Clock.Retarget
			h.stands(rt, c, account.Clock(), calendar, !forgot)
			if c.Kind == sla.SLA {
				require.Equal(rt, c.Cycle, account.Clock().Cycle)
				require.Equal(rt, c.Pauses, account.Clock().Pauses)
			}
			require.True(rt, forgot || e.Choice.Reason != "", "the terms' own words")
		}
	}
}

// stands wants two values of a clock to stand the same way.
func (h *house) stands(rt *rapid.T, c ticket.Clock, other sla.Clock, calendar *sla.Calendar, dated bool) {
	show := func(c sla.Clock) []any {
		var due time.Time
		if dated {
			due, _ = c.Due(calendar)
		}
		return []any{c.Metric, c.Agreement, c.State, c.Spent, c.Target, c.Calendar, due, c.Verdict(calendar, h.now), c.Started, c.Stopped}
	}
	require.Equal(rt, show(c.Clock), show(other), "%s", c.Kind)
}

// TestTermsExplainTheClocksOfAnyTicket does random things to a ticket and wants the terms, judging its history, to come to its clocks.
func TestTermsExplainTheClocksOfAnyTicket(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := houseOf(t, promising)
		reported := h.now.Add(-time.Duration(rapid.IntRange(0, 90).Draw(rt, "reported")) * time.Minute)
		h.do(mara, ticket.Open{Reported: reported, Set: ticket.Set{"requester": "rosa", "resolution": "r", "resolution_note": "n", "vendor_reference": "M-1", "manager": "mara"}})
		for range rapid.IntRange(1, 25).Draw(rt, "commands") {
			h.now = h.now.Add(time.Duration(rapid.IntRange(0, 200).Draw(rt, "minutes")) * time.Minute)
			_, err := h.desk.Tick(t.Context())
			require.NoError(rt, err)
			by, action := drawWork(rt)
			if _, err := h.try(by, action); err != nil && !errors.Is(err, ticket.ErrRefused) {
				require.NoError(rt, err)
			}
			h.explained(rt, "T")
		}
	})
}

func drawWork(rt *rapid.T) (ticket.Actor, ticket.Action) {
	switch rapid.IntRange(0, 8).Draw(rt, "what") {
	case 0:
		return mara, ticket.Acknowledge{}
	case 1:
		return mara, ticket.Message{Text: "we are at it"}
	case 2:
		return rosa, ticket.Message{Text: "and?"}
	case 3:
		return mara, ticket.Set{"priority": rapid.SampledFrom([]string{"P1", "P3"}).Draw(rt, "priority")}
	case 4:
		reason := rapid.SampledFrom([]tier.Reason{tier.BeyondCookbook, tier.Unsolved, tier.Returned}).Draw(rt, "reason")
		return mara, ticket.HandOver{Reason: reason, Fields: map[string]string{"tried": "all", "vendor_reference": "M-1", "manager": "mara"}}
	case 5, 6:
		return mara, ticket.Accept{}
	default:
		trigger := rapid.SampledFrom([]string{"start", "hold", "hold", "resume", "resolve", "reopen", "cancel"}).Draw(rt, "trigger")
		pending := ""
		if trigger == "hold" {
			pending = rapid.SampledFrom([]string{"awaiting_customer", "awaiting_vendor"}).Draw(rt, "pending")
		}
		return mara, ticket.Move{Trigger: trigger, Pending: pending}
	}
}

func TestANewCycleCountsAgainstWhatIsPromisedWhenItBegins(t *testing.T) {
	h := houseOf(t, promising)
	h.do(rosa, ticket.Open{})
	h.do(mara, ticket.Message{Text: "we are at it"})
	h.do(rosa, ticket.Message{Text: "and?"})
	h.do(mara, ticket.Message{Text: "soon"})
	h.do(mara, ticket.Set{"priority": "P1"})
	require.Equal(t, "usual", clockOf(h.get("T"), "next_response").Agreement, "it was judged by that")
	got := clockOf(h.do(rosa, ticket.Message{Text: "and now?"}), "next_response")
	require.Equal(t, "urgent", got.Agreement)
	require.Equal(t, h.now.Add(20*time.Minute), got.Due)
}

func TestOnlySupportOfTheClientHearsWhyATicketIsDue(t *testing.T) {
	h := houseOf(t, promising)
	h.do(rosa, ticket.Open{})
	for _, by := range []ticket.Actor{rosa, vendor, monitor} {
		_, err := h.desk.Explain(t.Context(), by, "T", time.Time{})
		require.ErrorIs(t, err, ticket.ErrRefused)
	}
	other := mara
	other.Client = "acm"
	_, err := h.desk.Explain(t.Context(), other, "T", time.Time{})
	require.ErrorIs(t, err, ticket.ErrNotFound)
	_, err = h.desk.Explain(t.Context(), mara, "T", h.now.Add(-time.Hour))
	require.ErrorIs(t, err, ticket.ErrNotFound, "not there yet")

	h.now = monday.Add(2 * time.Hour)
	h.do(mara, ticket.Acknowledge{})
	then, err := h.desk.Explain(t.Context(), ada, "T", monday.Add(time.Minute))
	require.NoError(t, err)
	require.Equal(t, sla.VerdictOpen, then[0].Verdict, "as it stood")
	now, err := h.desk.Explain(t.Context(), ada, "T", time.Time{})
	require.NoError(t, err)
	require.Equal(t, sla.VerdictMissed, now[0].Verdict)
	require.True(t, slices.ContainsFunc(now, func(e sla.Explanation) bool { return e.Kind == sla.OLA && e.Metric == "hold" }))
}
