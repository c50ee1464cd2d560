package ticket_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

func TestANewTargetWarnsAnew(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Acknowledge{})
	h.at(3 * time.Hour)
	require.Empty(t, h.events(ticket.Warned))
	h.do(ada, ticket.Set{"priority": "P1"}) // four hours around the clock, three of which are gone
	require.Equal(t, "resolve 75%", h.warned(h.at(3*time.Hour)))
	h.do(ada, ticket.Set{"priority": "P3"})
	require.Equal(t, "resolve 50%", h.warned(h.at(4*time.Hour)), "eight hours again: half of them")
}

// warned is the latest warning.
func (h *house) warned(ticket.Ticket) string {
	h.t.Helper()
	all := h.events(ticket.Warned)
	require.NotEmpty(h.t, all)
	return all[len(all)-1].Why
}

func TestANewCycleWarnsAnew(t *testing.T) {
	h := houseOf(t, "name: cycles\nversion: 1\nagreements: [{id: a, targets: [{metric: update, within: 2h, warn: [50]}]}]\n")
	h.do(rosa, ticket.Open{})
	for hour := range 3 {
		h.now = monday.Add(time.Duration(hour) * 2 * time.Hour)
		h.do(ada, ticket.Message{Text: "still on it"})
		h.at(time.Duration(hour)*2*time.Hour + time.Hour)
		require.Len(t, h.events(ticket.Warned), hour+1)
	}
}

func TestAWakeIsNeverBeforeWhatIsDue(t *testing.T) {
	h := houseOf(t, "name: odd\nversion: 1\nagreements: [{id: a, targets: [{metric: resolve, within: 1000ns, warn: [33]}]}]\n")
	h.do(rosa, ticket.Open{})
	wakes, err := h.store.ClaimWakes(t.Context(), monday, time.Minute, 1)
	require.NoError(t, err)
	require.Empty(t, wakes, "a third of a microsecond is not over yet")
	wakes, err = h.store.ClaimWakes(t.Context(), monday.Add(time.Microsecond), time.Minute, 1)
	require.NoError(t, err)
	require.Len(t, wakes, 1)
	h.now = monday.Add(time.Microsecond)
	require.NoError(t, h.desk.Wake(t.Context(), "acme", "T"))
	require.NotEmpty(t, h.events(ticket.Warned), "and whoever wakes then finds it due")
}

func TestWhoeverIsOnCallIsAskedWhenTheStepComes(t *testing.T) {
	h := newHouse(t) // cleo is on call in the week of that Monday, ben from the next one on
	h.now = monday.Add(7*24*time.Hour - 5*time.Minute)
	h.printing()
	h.at(7*24*time.Hour + 15*time.Minute)
	require.Contains(t, h.told(), "engineer ben unseen")
	require.NotContains(t, h.told(), "engineer cleo unseen")
}

func TestTheOwningTierMayHandOverWhatAnotherWorksOn(t *testing.T) {
	h := newHouse(t)
	h.toL2()
	require.EqualValues(t, "L1", h.do(ada, ticket.HandOver{Reason: tier.Returned}).Offer.To)
}

func TestANoticeIsGivenUpAfterSoManyAttempts(t *testing.T) {
	h := newHouse(t, func(c *ticket.Config) { c.Attempts, c.Backoff = 2, time.Second })
	h.printing()
	tries := 0
	desk, err := ticket.NewDesk(ticket.Config{
		Store: h.store, Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }, Attempts: 2, Backoff: time.Second,
		Notifier: escalation.NotifierFunc(func(_ context.Context, n escalation.Notice) error {
			if n.Step == 0 && n.Policy == "unseen" {
				tries++
			}
			return errors.New("busy")
		}),
	})
	require.NoError(t, err)
	for s := range 600 {
		h.now = monday.Add(10*time.Minute + time.Duration(s)*time.Second)
		_, err := desk.Tick(t.Context())
		require.NoError(t, err)
	}
	require.Equal(t, 2, tries)
}

func TestTimeHandsOverWithoutEvidence(t *testing.T) {
	h := houseOf(t, `
name: climbing
version: 1
agreements: [{id: a, targets: [{metric: resolve, within: 4h}]}]
policies: [{name: p, trigger: {on: sla_share, metric: resolve, share: 50}, steps: [{actions: [hand_over]}]}]
runbooks: [{id: r, title: R, owner: o, version: 1, review_by: 2030-01-01, tiers: [L2], steps: [{id: s, kind: manual, text: t}]}]
`)
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: tried})
	h.do(ben, ticket.Accept{})
	require.Equal(t, "evidence", h.refused(ben, ticket.HandOver{Reason: tier.DocumentationInsufficient, Fields: tried}).Rule)
	got := h.at(2 * time.Hour)
	require.EqualValues(t, "L3", got.Offer.To, "nobody is asked for what nobody was there to write")
	require.Equal(t, tier.SLAAtRisk, got.Offer.Reason)
}

func TestAnAlarmWhoseTicketEndsInBetweenOpensAnother(t *testing.T) {
	h := newHouse(t)
	first := h.raise("disk").Ticket
	desk, err := ticket.NewDesk(ticket.Config{Store: &ending{Store: h.store, end: func() {
		_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: first.ID, By: monitor, Do: []ticket.Action{ticket.Clear{}}})
		require.NoError(t, err)
	}}, Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }})
	require.NoError(t, err)
	receipt, err := desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{ticket.Raise{Key: "disk"}}})
	require.NoError(t, err)
	require.NotEqual(t, first.ID, receipt.Ticket.ID)
	require.Equal(t, 1, receipt.Ticket.Alarm.Count)
}

// ending lets the alarm's ticket end right before it is read.
type ending struct {
	ticket.Store
	end func()
}

func (e *ending) Get(ctx context.Context, client, id string) (ticket.Ticket, error) {
	if e.end != nil {
		end := e.end
		e.end = nil
		end()
	}
	return e.Store.Get(ctx, client, id)
}
