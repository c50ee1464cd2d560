package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

const flapping = `
  - reopen: 1h
    flapping: {times: 4, within: 10m, quiet: 15m}
notify:
  - {on: alarmed, to: [{kind: tier}]}
  - {on: cleared, to: [{kind: tier}]}
  - {on: flapped, to: [{kind: tier}]}
  - {on: steadied, to: [{kind: tier}]}
`

// flap lets an alarm come and go until it flaps: raised, over, raised, over, raised, with a minute between.
func (h *house) flap() ticket.Ticket {
	h.t.Helper()
	var got ticket.Ticket
	for range 2 {
		h.alarm("link", "")
		h.after(time.Minute)
		require.False(h.t, h.over("link", "").Ticket.Alarm.Flapping)
		h.after(time.Minute)
	}
	got = h.alarm("link", "").Ticket
	return got
}

func TestAnAlarmThatComesAndGoesIsFlapping(t *testing.T) {
	h := watched(t, flapping)
	got := h.flap() // the first raise is no turn: over, back, over make three
	require.True(t, got.Alarm.Flapping)
	require.Len(t, h.eventsOf(got.ID, ticket.Flapped), 1)
	h.after(time.Minute)
	over := h.over("link", "")
	require.Equal(t, []ticket.EventType{ticket.Cleared}, types(over.Events), "its end resolves nothing")
	require.True(t, over.Ticket.Open())
	for range 10 {
		h.after(time.Minute)
		require.Equal(t, []ticket.EventType{ticket.Alarmed}, types(h.alarm("link", "").Events))
		h.after(time.Minute)
		h.over("link", "")
	}
	require.Len(t, h.eventsOf(got.ID, ticket.Flapped), 1, "it is said once")
	require.Len(t, h.get(got.ID).Alarm.Turns, ticket.MaxTurns)
}

func TestAFlappingAlarmIsBelievedAgainWhenItHasBeenQuiet(t *testing.T) {
	h := watched(t, flapping)
	id := h.flap().ID
	h.after(15*time.Minute - time.Microsecond)
	require.True(t, h.get(id).Alarm.Flapping)
	h.after(time.Microsecond)
	got := h.get(id)
	require.False(t, got.Alarm.Flapping)
	require.True(t, got.Open(), "still raised")
	require.Equal(t, h.now, h.eventsOf(id, ticket.Steadied)[0].Due)
	require.Equal(t, "resolved", h.over("link", "").Ticket.State, "it is believed")
}

func TestAFlappingAlarmThatStaysOverResolvesItsTicket(t *testing.T) {
	h := watched(t, flapping)
	id := h.flap().ID
	h.after(time.Minute)
	h.over("link", "")
	h.after(14 * time.Minute)
	require.True(t, h.get(id).Open(), "the last turn counts, not the first")
	h.over("link", "") // said again, which is no turn
	h.after(time.Minute)
	got := h.get(id)
	require.Equal(t, "resolved", got.State)
	require.False(t, got.Alarm.Flapping)
	moved := h.eventsOf(id, ticket.Moved)
	require.Equal(t, ticket.System, moved[len(moved)-1].By.Kind)
}

func TestNobodyIsToldOfEachTurnOfAFlappingAlarm(t *testing.T) {
	h := watched(t, flapping)
	id := h.flap().ID
	told := len(h.sentNow())
	for range 5 {
		h.after(time.Minute)
		h.over("link", "")
		h.after(time.Minute)
		h.alarm("link", "")
	}
	require.Len(t, h.sentNow(), told)
	require.Len(t, h.eventsOf(id, ticket.Flapped)[0].Notices, 1, "but of the flapping")
	h.after(15 * time.Minute)
	require.Len(t, h.sentNow(), told+1, "and of its end")
	h.over("link", "")
	require.Len(t, h.sentNow(), told+2)
}

// sentNow delivers what is queued and gives all that was sent so far.
func (h *house) sentNow() []string {
	h.t.Helper()
	_, err := h.desk.Deliver(h.t.Context())
	require.NoError(h.t, err)
	var texts []string
	for _, n := range h.sent {
		texts = append(texts, n.Text)
	}
	return texts
}

func TestSlowTurnsAreNoFlapping(t *testing.T) {
	h := watched(t, flapping)
	for range 10 {
		h.alarm("link", "")
		h.after(3*time.Minute + 20*time.Second + time.Microsecond) // three of these are more than ten minutes
		require.False(t, h.over("link", "").Ticket.Alarm.Flapping)
		h.after(3*time.Minute + 20*time.Second)
	}
}

func TestTurnsAtTheEdgeOfTheWindowAreFlapping(t *testing.T) {
	h := watched(t, flapping)
	h.alarm("link", "")
	for range 2 {
		h.over("link", "")
		h.after(200 * time.Second) // three of these are ten minutes
		h.alarm("link", "")
		h.after(200 * time.Second)
	}
	require.True(t, h.alarm("link", "").Ticket.Alarm.Flapping)
}

func TestATicketThatPeopleResolveWhileItFlapsIsTakenUpAgain(t *testing.T) {
	h := watched(t, flapping)
	id := h.flap().ID
	h.on(id, ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "cable", "resolution_note": "plugged in"}})
	h.after(20 * time.Minute)
	require.Empty(t, h.eventsOf(id, ticket.Steadied), "nothing happens to a ticket that is done")
	h.alarm("link", "")
	require.True(t, h.get(id).Open())
	h.after(time.Second)
	require.False(t, h.get(id).Alarm.Flapping, "it has been raised all the time")
}

func TestAFlappingAlarmAsleepIsWokenOnce(t *testing.T) {
	h := watched(t, flapping)
	id := h.flap().ID
	h.after(240 * time.Hour)
	h.after(time.Hour)
	require.Len(t, h.eventsOf(id, ticket.Steadied), 1)
	require.Equal(t, h.eventsOf(id, ticket.Steadied)[0].At, h.eventsOf(id, ticket.Steadied)[0].Due.Add(240*time.Hour-15*time.Minute))
}
