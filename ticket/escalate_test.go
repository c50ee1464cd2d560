package ticket_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

func (h *house) told() []string {
	var all []string
	for _, n := range h.sent {
		all = append(all, n.To.String()+" "+n.Policy)
	}
	return all
}

func TestATicketThatNobodyAcknowledgesClimbsByTime(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.at(9 * time.Minute)
	require.Empty(t, h.sent)
	h.at(10 * time.Minute)
	require.Equal(t, []string{"tier L1 unseen"}, h.told())
	require.Contains(t, h.sent[0].Subject, "T P3: Cannot print")
	require.Contains(t, h.sent[0].Text, "nobody has acknowledged since 2026-11-23T09:00:00Z")

	got := h.at(20 * time.Minute)
	require.Equal(t, tier.Unacknowledged, got.Offer.Reason)
	require.EqualValues(t, "L2", got.Offer.To)
	require.Nil(t, got.Offer.Fields, "nobody is there to write them")
	require.Equal(t, []string{"tier L1 unseen", "engineer cleo unseen", "engineer mara unseen", "tier L2 "}, h.told())

	h.at(30 * time.Minute)
	require.Equal(t, "engineer mara unseen", h.told()[4], "nobody works on it, so the fallback is told")
	h.at(40 * time.Minute)
	require.Len(t, h.sent, 5)
	steps := h.events(ticket.Escalated)
	require.Equal(t, "nobody: nobody to tell", steps[3].Why)
	require.Equal(t, escalation.Exhausted, steps[3].Cursors[0].State)
	h.at(100 * 24 * time.Hour)
	require.Len(t, h.events(ticket.Escalated), 4+1, "and the one policy that watches the agreement")
}

func TestAcknowledgingStopsItAndTakesBackWhatIsQueued(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.fail = errors.New("the pager is down")
	h.at(10 * time.Minute)
	h.do(ada, ticket.Acknowledge{})
	h.fail = nil
	got := h.at(3 * time.Hour)
	require.Empty(t, h.sent)
	require.Equal(t, escalation.Stopped, got.Cursors[0].State)
	require.Len(t, h.events(ticket.Escalated), 1)
}

func TestANoticeThatNoLongerStandsIsNotHandedOver(t *testing.T) {
	h := newHouse(t)
	h.printing()
	var raced bool
	h.desk, _ = ticket.NewDesk(ticket.Config{
		Store: racing{h.store, func() {
			if !raced {
				raced = true
				h.do(ada, ticket.Acknowledge{})
			}
		}},
		Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }, Notifier: h,
	})
	h.now = monday.Add(10 * time.Minute)
	_, err := h.desk.Tick(t.Context())
	require.NoError(t, err)
	require.True(t, raced)
	require.Empty(t, h.sent, "it was acknowledged after the claim and before the hand-over")
}

// racing lets something happen right after notices were claimed.
type racing struct {
	ticket.Store
	after func()
}

func (r racing) ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]ticket.Claim, error) {
	claims, err := r.Store.ClaimNotices(ctx, now, lease, limit)
	if len(claims) > 0 {
		r.after()
	}
	return claims, err
}

func TestLookingLateIsOnlyLate(t *testing.T) {
	// Whoever looks every minute and whoever looks once after an outage finds the same things, in the same order, planned for
	// the same instants.
	planned := func(looks ...time.Duration) []string {
		h := newHouse(t)
		h.printing()
		for _, at := range looks {
			h.at(at)
		}
		var all []string
		for _, e := range h.events(ticket.Escalated, ticket.Offered, ticket.Warned, ticket.Breached, ticket.AcceptLate) {
			all = append(all, fmt.Sprintln(e.Type, e.Due, e.Why))
		}
		return all
	}
	var minutes []time.Duration
	for m := range 12 * 60 {
		minutes = append(minutes, time.Duration(m)*time.Minute)
	}
	often := planned(append(minutes, 25*time.Hour)...)
	require.Greater(t, len(often), 8)
	require.Equal(t, often, planned(25*time.Hour))
}

func TestACommandDoesNotOvertakeWhatWasDueBefore(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.now = monday.Add(31 * time.Minute) // nobody has looked since
	h.do(ada, ticket.Acknowledge{})
	var order []string
	for _, e := range h.events() {
		order = append(order, string(e.Type))
	}
	require.Equal(t, "opened escalated escalated offered escalated breached acknowledged", strings.Join(order, " "))
	h.at(31 * time.Minute)
	require.Equal(t, []string{"tier L2 "}, h.told(), "what was only just queued is taken back, the offer still stands")
}

func TestTheShareOfAnAgreementIsToldOnce(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Acknowledge{}, ticket.Move{Trigger: "start"})
	h.at(8*time.Hour + time.Minute) // 17:01, the office closed at 17:00 with all eight hours used
	require.NotContains(t, h.breached(), "resolve", "what happens outside hours is not late")
	warned := h.events(ticket.Warned)
	require.Len(t, warned, 2)
	require.Equal(t, "resolve 75%", warned[1].Why)
	require.Equal(t, monday.Add(6*time.Hour), warned[1].Due)
	require.Contains(t, h.told(), "engineer mara at-risk")

	h.at(24*time.Hour + time.Second)
	require.Equal(t, []string{"hold", "resolve"}, h.breached(), "the tier's own agreement, and the customer's")
	h.at(48 * time.Hour)
	require.Len(t, h.breached(), 2)
}

func (h *house) breached() []string {
	var metrics []string
	for _, e := range h.events(ticket.Breached) {
		metrics = append(metrics, e.Why)
	}
	return metrics
}

func TestAPausedClockTellsNothing(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Acknowledge{}, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"})
	h.at(100 * time.Hour)
	require.Empty(t, h.events(ticket.Warned, ticket.Breached))
}

func TestReopeningBeginsAnotherCycle(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Acknowledge{}, ticket.Move{Trigger: "start"})
	h.at(6 * time.Hour)
	h.do(ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	got := h.do(rosa, ticket.Move{Trigger: "reopen"})
	require.Equal(t, 1, got.Cursors[1].Cycle)
	before := len(h.sent)
	h.at(6*time.Hour + time.Minute)
	require.Len(t, h.sent, before+1)
	require.NotEqual(t, h.sent[before].Key, h.sent[before-1].Key, "a cycle's notices are its own")
}

func TestANoticeIsTriedAgainUntilItIsGivenUp(t *testing.T) {
	h := newHouse(t, func(c *ticket.Config) { c.Attempts, c.Backoff = 3, time.Minute })
	h.printing()
	h.fail = errors.New("the pager is down")
	var tries []time.Duration
	h.desk = h.counting(&tries, 3)
	for m := range 20 {
		h.at(10*time.Minute - time.Second + time.Duration(m)*time.Second*30)
		if len(tries) == 3 {
			break
		}
	}
	require.Len(t, tries, 3)
	require.Equal(t, time.Minute, tries[1]-tries[0])
	require.Equal(t, 2*time.Minute, tries[2]-tries[1])
}

// counting gives a desk whose notifier notes when the first notice was tried, and always fails.
func (h *house) counting(tries *[]time.Duration, attempts int) *ticket.Desk {
	var first string
	desk, err := ticket.NewDesk(ticket.Config{
		Store: h.store, Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }, Attempts: attempts, Backoff: time.Minute,
		Notifier: escalation.NotifierFunc(func(_ context.Context, n escalation.Notice) error {
			if first == "" {
				first = n.Key
			}
			if n.Key == first {
				*tries = append(*tries, h.now.Sub(monday))
			}
			panic("broken host")
		}),
	})
	require.NoError(h.t, err)
	return desk
}

func TestAPermanentFailureIsNotTriedAgain(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.fail = fmt.Errorf("%w: no such mailbox", escalation.ErrPermanent)
	h.at(10 * time.Minute)
	h.fail = nil
	h.at(19 * time.Minute)
	require.Empty(t, h.sent)
}

func TestWithoutANotifierNoticesWait(t *testing.T) {
	h := newHouse(t, func(c *ticket.Config) { c.Notifier = nil })
	h.printing()
	h.at(10 * time.Minute)
	claims, err := h.store.ClaimNotices(t.Context(), h.now, time.Minute, 10)
	require.NoError(t, err)
	require.Len(t, claims, 1)
}

func TestWhoIsToldOfAMessage(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Message{Text: "We are on it"})
	h.at(time.Minute)
	require.Equal(t, []string{"requester rosa "}, h.told())
	require.Contains(t, h.sent[0].Text, "We are on it")
}

func TestAPolicyFollowsTheCyclesOfItsClock(t *testing.T) {
	h := houseOf(t, `
name: cycles
version: 1
agreements: [{id: a, targets: [{metric: update, within: 2h}]}]
policies: [{name: silent, trigger: {on: sla_share, metric: update, share: 50}, steps: [{targets: [{kind: tier}]}]}]
`)
	h.do(rosa, ticket.Open{})
	h.at(3 * time.Hour)
	require.Empty(t, h.sent, "nothing is owed before our first message")
	h.do(ada, ticket.Message{Text: "on it"})
	h.at(4 * time.Hour)
	require.Len(t, h.sent, 1)
	h.do(ada, ticket.Message{Text: "still on it"})
	h.at(4*time.Hour + 59*time.Minute)
	require.Len(t, h.sent, 1)
	h.at(5 * time.Hour)
	require.Len(t, h.sent, 2, "each message begins another cycle, of the clock and of the policy")
	require.NotEqual(t, h.sent[0].Key, h.sent[1].Key)
}

func TestStepsThatTimeHasPassedByAreSkippedWhereThePolicySaysSo(t *testing.T) {
	h := houseOf(t, `
name: latest
version: 7
policies:
  - name: p
    trigger: {on: unacknowledged}
    missed: latest
    steps: [{name: first, after: 1m, targets: [{kind: tier}]}, {name: second, after: 1m, targets: [{kind: tier, id: L2}, {kind: group, id: a}, {kind: group, id: b}], fallback: [{kind: tier, id: L3}]}]
`)
	h.do(rosa, ticket.Open{})
	h.at(time.Hour)
	require.Equal(t, []string{"tier L2 p", "group a p", "group b p"}, h.told())
	require.Equal(t, "first: skipped, a later step is due as well", h.events(ticket.Escalated)[0].Why)
	require.Equal(t, 7, h.sent[0].Version, "a policy without a version has the handbook's")
}

func TestOneFallbackIsToldOnce(t *testing.T) {
	h := houseOf(t, `
name: fallback
version: 1
policies: [{name: p, trigger: {on: unacknowledged}, steps: [{targets: [{kind: engineer}, {kind: vendor}], fallback: [{kind: tier}]}]}]
`)
	h.do(rosa, ticket.Open{})
	h.at(time.Minute)
	require.Equal(t, []string{"tier L1 p"}, h.told())
}
