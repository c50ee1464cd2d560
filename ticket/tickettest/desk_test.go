package tickettest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketmem"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

// fake is a test that is to fail, and what it failed with.
type fake struct {
	testing.TB
	said string
}

func (f *fake) Fatalf(format string, args ...any) { f.said = fmt.Sprintf(format, args...); panic(f) }
func (f *fake) Errorf(format string, args ...any) { f.said = fmt.Sprintf(format, args...) }
func (f *fake) Fatal(args ...any)                 { f.said = fmt.Sprint(args...); panic(f) }

// fails runs what is to fail a test, and gives what it failed with.
func fails(t testing.TB, do func(testing.TB)) string {
	t.Helper()
	f := &fake{TB: t}
	func() {
		defer func() {
			if p := recover(); p != nil && p != any(f) {
				panic(p)
			}
		}()
		do(f)
	}()
	require.NotEmpty(t, f.said, "the test was to fail")
	return f.said
}

var (
	who    = tickettest.People("acme")
	urgent = ticket.Set{"subject": "All is down", "impact": "high", "urgency": "high"}
	usual  = ticket.Set{"subject": "Cannot print", "impact": "medium", "urgency": "medium"}
)

func TestTheClockStandsUntilItIsTold(t *testing.T) {
	d := tickettest.NewDesk(t, nil)
	require.Equal(t, "2026-11-23T09:00:00Z", d.Now().Format(time.RFC3339))
	require.Equal(t, d.Now(), d.Open(who.Requester, usual).Opened)
	d.Advance(90 * time.Minute)
	d.At("2026-11-23 11:00")
	require.Equal(t, "2026-11-23T11:00:00Z", d.Now().Format(time.RFC3339))
	d.Zone, _ = time.LoadLocation("Europe/Berlin")
	d.At("2026-11-23 13:00")
	require.Equal(t, "2026-11-23T12:00:00Z", d.Now().Format(time.RFC3339))
}

func TestTheClockBeginsWhereTheConfigurationSays(t *testing.T) {
	at := time.Date(2027, 1, 1, 12, 0, 0, 1234567, time.FixedZone("here", 3600))
	d := tickettest.NewDesk(t, nil, func(c *ticket.Config) { c.Now = func() time.Time { return at } })
	d.Advance(time.Hour)
	require.Equal(t, time.Date(2027, 1, 1, 12, 0, 0, 1234000, time.UTC), d.Now())
}

func TestWhatFallsDueOnTheWayHappensAtItsInstantAndInOrder(t *testing.T) {
	d := tickettest.NewDesk(t, nil)
	first := d.Open(who.Requester, urgent)
	d.Advance(time.Minute)
	second := d.Open(who.Requester, usual)
	begun := time.Now()
	d.Advance(90 * 24 * time.Hour)
	require.Less(t, time.Since(begun), 5*time.Second, "it jumps")
	require.Equal(t, []string{"T-1", "T-2"}, []string{first.ID, second.ID})
	for _, id := range []string{"T-1", "T-2"} {
		for _, e := range d.Events(id) {
			if !e.Due.IsZero() {
				require.WithinRange(t, e.At, e.Due, e.Due.Add(time.Microsecond), "%s of %s", e.Type, id)
			}
		}
	}
	require.Equal(t, "2026-11-23 09:10:00  tier L1  T-1 P1: All is down  policy unseen, remind: nobody has acknowledged since 2026-11-23T09:00:00Z\n"+
		"2026-11-23 09:20:00  engineer mara  T-1 P1: All is down  policy unseen, manager: nobody has acknowledged since 2026-11-23T09:00:00Z\n",
		d.Notices.Sent().String())
	require.Equal(t, first.Opened.Add(15*time.Minute+time.Microsecond), d.Events("T-1", ticket.Breached)[0].At)
	require.Equal(t, second.Opened.Add(30*time.Minute+time.Microsecond), d.Events("T-2", ticket.Breached)[0].At)
}

func TestAnyStoreWillDo(t *testing.T) {
	store := ticketmem.New()
	d := tickettest.NewDesk(t, nil, func(c *ticket.Config) { c.Store = store })
	id := d.Open(who.Requester, usual).ID
	got, err := store.Get(t.Context(), "acme", id)
	require.NoError(t, err)
	require.Equal(t, d.Ticket(id), got)
}

func TestANoticeThatFailsIsTriedAgainAtItsInstant(t *testing.T) {
	d := tickettest.NewDesk(t, nil)
	d.Open(who.Requester, urgent)
	d.Notices.FailNext(2, nil)
	d.Notices.PanicNext(1)
	d.At("2026-11-23 09:15")
	var tries []string
	for _, n := range d.Notices.Tried().To("tier L1") {
		tries = append(tries, fmt.Sprint(n.Delivered.Format("15:04:05"), " ", n.Err))
	}
	require.Equal(t, []string{
		"09:10:00 tickettest: this notice fails", "09:10:10 tickettest: this notice fails", "09:10:30 tickettest: the notifier panicked", "09:11:10 <nil>",
	}, tries)
	require.Len(t, d.Notices.Sent(), 1)
	d.Notices.FailNext(1, fmt.Errorf("%w: no such pager", escalation.ErrPermanent))
	d.Advance(24 * time.Hour)
	require.Len(t, d.Notices.Tried().To("mara"), 1, "given up")
	require.Len(t, d.Notices.Tried().About("T-1").Of("unseen"), 5)
	require.Empty(t, d.Notices.Tried().About("T-2"))
	require.Contains(t, d.Notices.Tried().String(), "no such pager)")
	d.Notices.Forget()
	require.Empty(t, d.Notices.Tried())
}

func TestANotifierOfTheHostIsToldToo(t *testing.T) {
	told := 0
	d := tickettest.NewDesk(t, nil, func(c *ticket.Config) {
		c.Notifier = escalation.NotifierFunc(func(context.Context, escalation.Notice) error { told++; return errors.New("full") })
	})
	d.Open(who.Requester, usual)
	d.Do(who.L1, "T-1", ticket.HandOver{Reason: "beyond_cookbook", Fields: map[string]string{"tried": "all"}})
	require.Equal(t, 1, told)
	require.EqualError(t, d.Notices.Tried()[0].Err, "full")
}

func TestFailuresSayWhoDidWhatWhen(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*tickettest.Desk)
		want string
	}{
		"what must succeed": {
			func(d *tickettest.Desk) { d.Do(who.L3, "T-1", ticket.Accept{}) },
			`tickettest: Mon 2026-11-23 09:00:00: engineer cleo of L3: T-1 Accept{Engineer:}: ticket: refused: no hand-over waits to be accepted`,
		},
		"what must be refused": {
			func(d *tickettest.Desk) { d.Refused("right", who.L1, "T-1", ticket.Acknowledge{}) },
			`tickettest: Mon 2026-11-23 09:00:00: engineer ada of L1: T-1 Acknowledge{} was to be refused by the rule "right", and was not: T-1 is new at L1`,
		},
		"what is refused by another rule": {
			func(d *tickettest.Desk) { d.Refused("right", who.L1, "T-1", ticket.Move{Trigger: "fly"}) },
			`was to be refused by the rule "right", and was by "trigger": ticket: refused: nothing leads out of "new" by "fly"; possible:`,
		},
		"what fails otherwise": {
			func(d *tickettest.Desk) { d.Refused("", who.L1, "T-9", ticket.Acknowledge{}) },
			`T-9 Acknowledge{} was to be refused, and failed: ticketmem: get "T-9": ticket: not found`,
		},
		"a clock that is to go back": {
			func(d *tickettest.Desk) { d.At("2026-11-22 09:00") },
			`tickettest: it is Mon 2026-11-23 09:00:00; the clock does not go back to 2026-11-22T09:00:00Z`,
		},
		"a time that is none": {func(d *tickettest.Desk) { d.At("nine") }, `tickettest: "nine" is no time`},
		"a ticket that is not there": {
			func(d *tickettest.Desk) { d.Ticket("T-9") }, `tickettest: there are 0 clients with a ticket "T-9"; ask Desk.Get`,
		},
		"a situation that nothing leads to": {
			func(d *tickettest.Desk) { d.Given(tickettest.Situation{State: "flying"}) }, "no triggers lead from new to flying",
		},
		"a tier that nothing leads to":     {func(d *tickettest.Desk) { d.Given(tickettest.Situation{Tier: "L9"}) }, "no edges lead from L1 to L9"},
		"a kind that is not there":         {func(d *tickettest.Desk) { d.Given(tickettest.Situation{Kind: "whim", State: "x"}) }, "the handbook has no such kind"},
		"a breach of what nobody promised": {func(d *tickettest.Desk) { d.Given(tickettest.Situation{Breached: []string{"joy"}}) }, "nothing counts the time to joy"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, fails(t, func(t testing.TB) {
				d := tickettest.NewDesk(t, nil)
				d.Open(who.Requester, usual)
				c.do(d)
			}), c.want)
		})
	}
	require.Contains(t, fails(t, func(t testing.TB) { tickettest.NewDesk(t, tickettest.Book(t, ticket.Definition{})) }), "name: is missing")
}

// stuck is a store whose wakes stay what they are.
type stuck struct{ ticket.Store }

func (s stuck) ClaimWakes(_ context.Context, now time.Time, _ time.Duration, limit int) ([]ticket.Wake, error) {
	if limit > 1 {
		return nil, nil
	}
	return []ticket.Wake{{Client: "acme", Ticket: "T-1", At: now}}, nil
}

func TestAWakeThatNeverEndsFailsTheTest(t *testing.T) {
	require.Contains(t, fails(t, func(t testing.TB) {
		d := tickettest.NewDesk(t, nil, func(c *ticket.Config) { c.Store = stuck{ticketmem.New()} })
		d.Open(who.Requester, usual)
		d.Advance(time.Minute)
	}), "ticket T-1 is to be woken at 2026-11-23T09:01:00Z, again and again")
}

func TestTicketsOfTwoClientsWithOneIDAreNotMixedUp(t *testing.T) {
	require.Contains(t, fails(t, func(t testing.TB) {
		d := tickettest.NewDesk(t, nil, func(c *ticket.Config) { c.NewID = func() string { return "T" } })
		d.Open(who.Requester, usual)
		require.Equal(t, "acme", d.Ticket("T").Client)
		d.Open(tickettest.People("birch").Requester, usual)
		d.Ticket("T")
	}), `there are 2 clients with a ticket "T"`)
}
