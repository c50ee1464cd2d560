package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

func TestARefusalIsDataAndASentence(t *testing.T) {
	h := newHouse(t)
	h.printing()
	r := h.refused(rosa, ticket.Move{Trigger: "start"})
	require.Equal(t, "right", r.Rule)
	require.Equal(t, []string{"start", "hold", "resolve", "clear", "cancel"}, r.Allowed)
	require.Equal(t, rosa, r.Actor)
	require.Equal(t, "new", r.State)

	r = h.refused(ada, ticket.Move{Trigger: "resolve"})
	require.Equal(t, "missing", r.Rule)
	require.EqualError(t, r, "ticket: refused: to resolve something must be there first; missing: resolution, resolution_note")

	r = h.refused(ada, ticket.Move{To: "closed"})
	require.Equal(t, "trigger", r.Rule)
	require.Equal(t, []string{"in_progress", "on_hold", "resolved", "resolved", "cancelled"}, r.Allowed)

	r = h.refused(ada, ticket.Move{Trigger: "hold"})
	require.Equal(t, []string{"pending"}, r.Missing)
}

func TestAMoveMayNameTheStateItLeadsTo(t *testing.T) {
	h := newHouse(t)
	h.printing()
	got := h.do(ada, ticket.Move{To: "resolved", Set: ticket.Set{"resolution": "fixed", "resolution_note": "paper was out"}})
	require.Equal(t, "resolved", got.State)
	require.EqualValues(t, "L1", got.ResolvedAt)
	require.Equal(t, monday, got.Resolved)
	events := h.events(ticket.Moved)
	require.Equal(t, "resolve", events[0].Trigger)
}

func TestAnswerOfTheRequesterResumesATicketThatWaitsForThem(t *testing.T) {
	h := newHouse(t)
	h.printing()
	got := h.do(ada, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"})
	require.Equal(t, lifecycle.WaitingCustomer, got.Class)
	require.Equal(t, "awaiting_customer", got.Pending)
	require.True(t, clockOf(got, "resolve").Paused())

	h.now = h.now.Add(2 * time.Hour)
	got = h.do(rosa, ticket.Message{Text: "It is the second floor"})
	require.Equal(t, lifecycle.Active, got.Class)
	require.Empty(t, got.Pending)
	c := clockOf(got, "resolve")
	require.True(t, c.Running())
	require.Zero(t, c.Elapsed(nil, h.now))

	h.do(ada, ticket.Move{Trigger: "hold", Pending: "awaiting_vendor"})
	got = h.do(rosa, ticket.Message{Text: "Any news?"})
	require.Equal(t, lifecycle.WaitingVendor, got.Class, "who waits for a vendor does not wait for the requester")
}

func TestWaitingForAVendorDoesNotStopTheClockOfTheCustomer(t *testing.T) {
	h := newHouse(t)
	h.printing()
	got := h.do(ada, ticket.Move{Trigger: "hold", Pending: "awaiting_vendor"})
	require.True(t, clockOf(got, "resolve").Running())
}

func TestReopeningCountsAndGoesOnWithTheClock(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.now = monday.Add(time.Hour)
	h.do(ada, ticket.Acknowledge{}, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	h.now = monday.Add(3 * time.Hour)
	got := h.do(rosa, ticket.Move{Trigger: "reopen"})
	require.Equal(t, 1, got.Reopens)
	require.True(t, got.Resolved.IsZero())
	require.Empty(t, got.ResolvedAt)
	require.Equal(t, "ada", got.Owner.Engineer)
	calendar, _ := h.desk.Handbook().Calendar("office")
	require.Equal(t, time.Hour, clockOf(got, "resolve").Elapsed(calendar, h.now), "the time it was resolved does not count")
	require.True(t, clockOf(got, "acknowledge").Done())
}

func TestAResolvedTicketClosesByItself(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	require.Equal(t, "resolved", h.at(5*24*time.Hour-time.Second).State)
	got := h.at(5 * 24 * time.Hour)
	require.Equal(t, "closed", got.State)
	require.Equal(t, monday.Add(5*24*time.Hour), got.Closed)
	require.Equal(t, monday, got.Resolved)
	require.EqualValues(t, "L1", got.ResolvedAt)
	closing := h.events(ticket.Moved)[1]
	require.Equal(t, ticket.System, closing.By.Kind)
	require.Equal(t, monday.Add(5*24*time.Hour), closing.Due)

	require.Equal(t, "closed", h.refused(ada, ticket.Acknowledge{}).Rule)
	require.Equal(t, "trigger", h.refused(rosa, ticket.Move{Trigger: "reopen"}).Rule)
}

func TestACancelledTicketHasNoVerdict(t *testing.T) {
	h := newHouse(t)
	h.printing()
	require.Equal(t, []string{"resolution_note"}, h.refused(ada, ticket.Move{Trigger: "cancel"}).Missing)
	got := h.do(ada, ticket.Move{Trigger: "cancel", Set: ticket.Set{"resolution_note": "a mistake"}})
	require.Equal(t, lifecycle.Closed, got.Class)
	for _, c := range got.Clocks {
		require.Equal(t, sla.Cancelled, c.State, c.Metric)
	}
}

func TestAGuardOfAHandbookIsAskedByName(t *testing.T) {
	h := houseOf(t, `
name: guarded
version: 1
kinds:
  - name: incident
    initial: [new]
    states: [{name: new, class: new}, {name: doing, class: active}, {name: done, class: closed}]
    transitions:
      - {trigger: start, from: [new], to: doing, guards: [acknowledged, assigned, no_open_offer, by_working_tier]}
      - {trigger: end, from: ["@open"], to: done, guards: [is_alarm, runbook_done, by_owner]}
`)
	h.do(rosa, ticket.Open{})
	require.Equal(t, []string{"acknowledged", "assigned", "by_working_tier"}, h.refused(ben, ticket.Move{Trigger: "start"}).Unmet)
	h.do(ada, ticket.Acknowledge{})
	require.Equal(t, "doing", h.do(ada, ticket.Move{Trigger: "start"}).State)
	require.Equal(t, []string{"is_alarm", "by_owner"}, h.refused(ben, ticket.Move{Trigger: "end"}).Unmet)
}
