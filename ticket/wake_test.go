package ticket_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

func TestWakingEarlyOrTwiceIsHarmless(t *testing.T) {
	h := newHouse(t)
	h.printing()
	wake := func(at time.Duration) int64 {
		h.now = monday.Add(at)
		require.NoError(t, h.desk.Wake(t.Context(), "acme", "T"))
		got, err := h.desk.Get(t.Context(), "acme", "T")
		require.NoError(t, err)
		return got.Version
	}
	require.EqualValues(t, 1, wake(9*time.Minute))
	require.EqualValues(t, 2, wake(10*time.Minute))
	require.EqualValues(t, 2, wake(10*time.Minute))
	require.ErrorIs(t, h.desk.Wake(t.Context(), "acme", "nowhere"), ticket.ErrNotFound)
}

func TestTheStoreKnowsWhenToWake(t *testing.T) {
	h := newHouse(t)
	h.printing()
	due := func(at time.Duration) int {
		wakes, err := h.store.ClaimWakes(t.Context(), monday.Add(at), time.Minute, 10)
		require.NoError(t, err)
		return len(wakes)
	}
	require.Zero(t, due(10*time.Minute-time.Microsecond))
	require.Equal(t, 1, due(10*time.Minute))
	require.Zero(t, due(10*time.Minute), "somebody has it")
}

func TestATicketWithNothingAheadIsNeverWoken(t *testing.T) {
	h := houseOf(t, "name: quiet\nversion: 1\nkinds: [{name: incident, initial: [a], states: [{name: a, class: new}, {name: b, class: closed}], transitions: [{trigger: end, from: [a], to: b}]}]\n")
	h.do(rosa, ticket.Open{})
	wakes, err := h.store.ClaimWakes(t.Context(), monday.Add(100*365*24*time.Hour), time.Minute, 10)
	require.NoError(t, err)
	require.Empty(t, wakes)
}

func TestAnOutageThatLeftMoreThanOneLookTakesIsCaughtUp(t *testing.T) {
	nag := "\n    trigger: {on: unacknowledged}\n    repeat: 99\n    steps:\n" + strings.Repeat("      - {after: 1m, targets: [{kind: group, id: g}]}\n", 6)
	h := houseOf(t, "name: busy\nversion: 1\npolicies:\n  - name: nag"+nag+"  - name: nag-more"+nag)
	h.do(rosa, ticket.Open{})
	got := h.at(30 * 24 * time.Hour)
	require.Len(t, h.events(ticket.Escalated), 2*6*100)
	require.Greater(t, 2*6*100, ticket.MaxSettled)
	require.Equal(t, escalation.Exhausted, got.Cursors[0].State)
}

func TestADeskThatRunsDoesWhatIsDueAndEndsWithItsContext(t *testing.T) {
	text := "name: runs\nversion: 1\npolicies: [{name: p, trigger: {on: unacknowledged}, steps: [{after: 90s, targets: [{kind: tier}]}]}]\n"
	book, err := handbook.Parse([]byte(text))
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		var told []time.Time
		desk, err := ticket.NewDesk(ticket.Config{
			Store: ticketmem.New(), Handbook: book, Every: 10 * time.Second,
			Notifier: escalation.NotifierFunc(func(context.Context, escalation.Notice) error {
				told = append(told, time.Now())
				return nil
			}),
		})
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- desk.Run(ctx) }()
		start := time.Now()
		_, err = desk.Do(ctx, ticket.Command{By: rosa, Do: []ticket.Action{ticket.Open{}}})
		require.NoError(t, err)
		time.Sleep(time.Hour)
		cancel()
		require.ErrorIs(t, <-ended, context.Canceled)
		require.Equal(t, []time.Time{start.Add(90 * time.Second)}, told)
	})
}

// unsure commits and then says that it does not know, once.
type unsure struct {
	ticket.Store
	done bool
}

func (u *unsure) Apply(ctx context.Context, all []ticket.Mutation) ([]ticket.Result, error) {
	results, err := u.Store.Apply(ctx, all)
	if !u.done && len(all[0].Events) > 0 {
		u.done = true
		return nil, ticket.ErrOutcomeUnknown
	}
	return results, err
}

func TestAnUnknownOutcomeIsSettledByTheSameKey(t *testing.T) {
	h := newHouse(t, func(c *ticket.Config) { c.Store = &unsure{Store: c.Store} })
	send := func() (ticket.Receipt, error) {
		return h.desk.Do(t.Context(), ticket.Command{Ticket: "T", By: rosa, Key: "form-1", Do: []ticket.Action{ticket.Open{}, ticket.Message{Text: "please"}}})
	}
	_, err := send()
	require.ErrorIs(t, err, ticket.ErrOutcomeUnknown)
	again, err := send()
	require.NoError(t, err)
	require.True(t, again.Seen)
	require.Equal(t, 1, again.Ticket.Entries)
}

// broken is a store that fails.
type broken struct{ ticket.Store }

var errDisk = errors.New("disk full")

func (broken) Apply(context.Context, []ticket.Mutation) ([]ticket.Result, error) { return nil, errDisk }
func (broken) ClaimWakes(context.Context, time.Time, time.Duration, int) ([]ticket.Wake, error) {
	return nil, errDisk
}

func TestWhatTheStoreSaysReachesTheCaller(t *testing.T) {
	h := newHouse(t)
	h.printing()
	desk, err := ticket.NewDesk(ticket.Config{Store: broken{h.store}, Handbook: h.desk.Handbook()})
	require.NoError(t, err)
	_, err = desk.Do(t.Context(), ticket.Command{Ticket: "T", By: ada, Do: []ticket.Action{ticket.Acknowledge{}}})
	require.ErrorIs(t, err, errDisk)
	_, err = desk.Tick(t.Context())
	require.ErrorIs(t, err, errDisk)
}
