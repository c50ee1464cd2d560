package tickettest

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// raised gives the mutation that opens a ticket for an alarm.
func raised(client, id, alarm string) ticket.Mutation {
	return Opened(client, id, Set(ticket.FieldAlarm, alarm))
}

var alarmTrials = []trial{
	{Alarms, "an alarm key that is open is a duplicate that names the ticket", func(k *kit) {
		first := k.commit(raised("acme", "T-1", "disk full on db1"))
		err := k.apply(raised("acme", "T-2", "disk full on db1"))[0].Err
		require.ErrorIs(k, err, ticket.ErrDuplicate)
		requireDuplicate(k, err, "T-1", "disk full on db1")
		k.gone("acme", "T-2")
		k.same(first)
	}},
	{Alarms, "an id that is taken comes before an alarm that is", func(k *kit) {
		k.commit(raised("acme", "T-1", "disk full"))
		k.open("acme", "T-2")
		requireDuplicate(k, k.apply(raised("acme", "T-2", "disk full"))[0].Err, "T-2", "")
	}},
	{Alarms, "other alarms, other clients and tickets without an alarm are free", func(k *kit) {
		k.commit(raised("acme", "T-1", "disk full"))
		k.commit(raised("acme", "T-2", "disk full "))
		k.commit(raised("globex", "T-1", "disk full"))
		k.open("acme", "T-3")
		k.open("acme", "T-4")
		require.Equal(k, []string{"T-1"}, k.ids(ticket.Query{Client: "acme", Alarm: "disk full"}))
	}},
	{Alarms, "the ticket that holds an alarm may go on", func(k *kit) {
		t := k.commit(raised("acme", "T-1", "disk full"))
		t = k.commit(Moved(t, "in_progress", lifecycle.Active))
		t = k.commit(Moved(t, "pending", lifecycle.WaitingVendor))
		k.commit(Next(t, ticket.Event{Type: ticket.Alarmed}))
		require.Equal(k, "T-1", firstDuplicate(k, "T-2").Ticket)
	}},
	{Alarms, "a ticket that is resolved or closed lets its alarm go", func(k *kit) {
		for i, done := range []lifecycle.Class{lifecycle.Resolved, lifecycle.Closed} {
			t := k.commit(raised("acme", fmt.Sprintf("T-%d", i), "disk full"))
			require.NotNil(k, firstDuplicate(k, "T-9"))
			k.commit(Moved(t, "done", done))
		}
		k.commit(raised("acme", "T-9", "disk full"))
		require.Equal(k, []string{"T-0", "T-1", "T-9"}, k.ids(ticket.Query{Client: "acme", Alarm: "disk full"}))
		require.Equal(k, []string{"T-9"}, k.ids(ticket.Query{Client: "acme", Alarm: "disk full", Open: true}))
	}},
	{Alarms, "a ticket is not reopened while another holds its alarm", func(k *kit) {
		old := k.commit(Moved(k.commit(raised("acme", "T-1", "disk full")), "resolved", lifecycle.Resolved))
		k.commit(raised("acme", "T-2", "disk full"))
		requireDuplicate(k, k.apply(keyed(Moved(old, "in_progress", lifecycle.Active), "reopen"))[0].Err, "T-2", "disk full")
		require.Equal(k, ticket.Result{}, probe(k, "acme", "reopen"), "what failed left its key free")
		k.same(old)
		k.commit(Noted(old, "still resolved, and free to go on"))
		k.commit(Moved(k.get("acme", "T-2"), "closed", lifecycle.Closed))
		k.commit(Moved(k.get("acme", "T-1"), "in_progress", lifecycle.Active))
		require.Equal(k, "T-1", firstDuplicate(k, "T-3").Ticket)
	}},
	{Alarms, "of several that raise an alarm at once exactly one opens a ticket", func(k *kit) {
		for round := range 20 {
			alarm := fmt.Sprintf("disk %d full", round)
			won := raceFor(k, 4, func(n int) ticket.Mutation {
				return raised("acme", fmt.Sprintf("T-%d-%d", round, n), alarm)
			}, ticket.ErrDuplicate)
			require.Equal(k, []string{won.Ticket.ID}, k.ids(ticket.Query{Client: "acme", Alarm: alarm}))
		}
	}},
	{Alarms, "within one Apply the first raises it and the next may take it over", func(k *kit) {
		first := raised("acme", "T-1", "disk full")
		results := k.apply(first, raised("acme", "T-2", "disk full"), Moved(first.Ticket, "closed", lifecycle.Closed), raised("acme", "T-3", "disk full"))
		require.NoError(k, results[0].Err)
		requireDuplicate(k, results[1].Err, "T-1", "disk full")
		require.NoError(k, results[2].Err)
		require.NoError(k, results[3].Err)
	}},
}

// firstDuplicate raises the alarm "disk full" and gives who holds it.
func firstDuplicate(k *kit, id string) *ticket.DuplicateError {
	k.Helper()
	err := k.apply(raised("acme", id, "disk full"))[0].Err
	require.ErrorIs(k, err, ticket.ErrDuplicate)
	return err.(*ticket.DuplicateError) //nolint:errorlint // the port says that it is one
}
