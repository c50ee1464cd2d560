package ticket_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

// dated wants every clock to say when it is due, by its calendar.
func (h *house) dated(t ticket.Ticket) {
	h.t.Helper()
	for _, c := range t.Clocks {
		calendar, _ := h.desk.Handbook().Calendar(c.Calendar)
		due, _ := c.Clock.Due(calendar)
		require.Equal(h.t, due.Truncate(time.Microsecond), c.Due, "%s %s", c.Kind, c.Metric)
	}
}

func TestATicketSaysWhenItIsDue(t *testing.T) {
	h := newHouse(t)
	due := func(at time.Duration, by ticket.Actor, actions ...ticket.Action) time.Duration {
		t.Helper()
		h.now = monday.Add(at)
		got := h.do(by, actions...)
		h.dated(got)
		if got.Due().IsZero() {
			return 0
		}
		return got.Due().Sub(monday)
	}
	minutes := func(n int) time.Duration { return time.Duration(n) * time.Minute }

	require.Equal(t, minutes(30), due(0, rosa, ticket.Open{Set: ticket.Set{"category": "x", "impact": "low", "urgency": "low"}}), "to acknowledge")
	require.Equal(t, minutes(8*60), due(minutes(5), ada, ticket.Acknowledge{}), "to resolve, by office hours; what L1 may take is no promise to the client")
	require.Equal(t, minutes(4*60), due(minutes(10), ada, ticket.Set{"priority": "P1"}), "another agreement")
	require.Zero(t, due(minutes(20), ada, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"}), "nobody knows while it waits")
	require.Equal(t, minutes(4*60+40), due(minutes(60), rosa, ticket.Message{Text: "here you are"}), "later by the wait")
	require.Zero(t, due(minutes(70), ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "r", "resolution_note": "n"}}))
	require.Equal(t, minutes(4*60+50), due(minutes(80), rosa, ticket.Move{Trigger: "reopen"}), "what was left")
}

func TestAClockFromBeforeDueTimesWereKeptIsReadAndDatedWhenItChanges(t *testing.T) {
	var old ticket.Clock
	text := `{"m":"resolve","a":"standard","v":1,"t":28800000000000,"s":"running","n":1,"b":"2026-11-23T09:00:00Z","i":"2026-11-23T09:00:00Z","kind":"sla"}`
	require.NoError(t, json.Unmarshal([]byte(text), &old))
	require.True(t, old.Running())
	require.Zero(t, old.Due)
	again, err := json.Marshal(old)
	require.NoError(t, err)
	require.JSONEq(t, text, string(again), "nothing is added")
	require.Zero(t, ticket.Ticket{Clocks: []ticket.Clock{old}}.Due())
}
