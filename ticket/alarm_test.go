package ticket_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

func (h *house) raise(key string) ticket.Receipt {
	h.t.Helper()
	receipt, err := h.desk.Do(h.t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{ticket.Raise{
		Key: key, Open: ticket.Open{Set: ticket.Set{"subject": "Disk full", "channel": "monitoring", "category": "servers"}},
	}}})
	require.NoError(h.t, err)
	return receipt
}

func TestAnAlarmThatRepeatsIsOneTicket(t *testing.T) {
	h := newHouse(t)
	first := h.raise("disk/srv-1").Ticket
	h.now = monday.Add(time.Minute)
	again := h.raise("disk/srv-1").Ticket
	require.Equal(t, first.ID, again.ID)
	require.Equal(t, ticket.Alarm{Key: "disk/srv-1", Count: 2, Last: h.now}, again.Alarm)
	require.NotEqual(t, first.ID, h.raise("disk/srv-2").Ticket.ID)
	require.Equal(t, again, h.folded(again.ID, "acme"))
}

func TestAnAlarmAfterTheEndIsANewTicket(t *testing.T) {
	h := newHouse(t)
	first := h.raise("disk").Ticket
	over, err := h.desk.Do(t.Context(), ticket.Command{Ticket: first.ID, By: monitor, Do: []ticket.Action{ticket.Clear{}}})
	require.NoError(t, err)
	require.Equal(t, "resolved", over.Ticket.State)
	require.True(t, over.Ticket.Alarm.Over)
	require.NotEqual(t, first.ID, h.raise("disk").Ticket.ID)
}

func TestOnlyAMonitorEndsAnAlarm(t *testing.T) {
	h := newHouse(t)
	h.printing()
	require.Equal(t, "alarm", h.refused(monitor, ticket.Clear{}).Rule)
	id := h.raise("disk").Ticket.ID
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: id, By: ada, Do: []ticket.Action{ticket.Clear{}}})
	require.ErrorIs(t, err, ticket.ErrRefused)
	_, err = h.desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{ticket.Raise{}}})
	require.ErrorIs(t, err, ticket.ErrRefused)
	_, err = h.desk.Do(t.Context(), ticket.Command{Ticket: "T", By: monitor, Do: []ticket.Action{ticket.Raise{Key: "other"}}})
	require.ErrorIs(t, err, ticket.ErrRefused)
}

func TestAStormOfOneAlarmIsCountedWhole(t *testing.T) {
	h := newHouse(t)
	var wg sync.WaitGroup
	ids := make(chan string, 80)
	for range 8 {
		wg.Go(func() {
			for range 10 {
				ids <- h.raise("disk").Ticket.ID
			}
		})
	}
	wg.Wait()
	close(ids)
	first := <-ids
	for id := range ids {
		require.Equal(t, first, id)
	}
	got, err := h.desk.Get(t.Context(), "acme", first)
	require.NoError(t, err)
	require.Equal(t, 80, got.Alarm.Count)
}

func TestManyWritersLoseNothing(t *testing.T) {
	h := newHouse(t)
	h.printing()
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 20 {
				_, err := h.try(ada, ticket.Note{Text: fmt.Sprintf("%d/%d", w, i)})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got, err := h.desk.Get(t.Context(), "acme", "T")
	require.NoError(t, err)
	require.Equal(t, 160, got.Entries)
	require.Equal(t, got, h.folded("T", "acme"))
}
