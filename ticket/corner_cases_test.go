package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

func TestARetryWithAnExpectedVersionIsKnownByItsKey(t *testing.T) {
	h := newHouse(t)
	h.printing()
	c := ticket.Command{Ticket: "T", By: ada, Key: "k", Expect: 1, Do: []ticket.Action{ticket.Acknowledge{}}}
	_, err := h.desk.Do(t.Context(), c)
	require.NoError(t, err)
	r, err := h.desk.Do(t.Context(), c)
	require.NoError(t, err)
	require.True(t, r.Seen)
}

func TestARetryThatFindsNothingToDoIsKnownByItsKey(t *testing.T) {
	h := newHouse(t)
	h.printing()
	c := ticket.Command{Ticket: "T", By: ada, Key: "k", Do: []ticket.Action{ticket.Acknowledge{}}}
	_, err := h.desk.Do(t.Context(), c)
	require.NoError(t, err)
	r, err := h.desk.Do(t.Context(), c)
	require.NoError(t, err)
	require.True(t, r.Seen)
}

func TestAnActionThatIsNilIsRefused(t *testing.T) {
	h := newHouse(t)
	require.NotPanics(t, func() {
		_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: "T", By: rosa, Do: []ticket.Action{(*ticket.Open)(nil)}})
		require.Error(t, err)
	})
}

func TestTheConfigurationStaysTheCallers(t *testing.T) {
	h := newHouse(t)
	book := h.desk.Handbook()
	earlier := make([]*ticket.Handbook, 1, 2)
	earlier[0] = book
	_, err := ticket.NewDesk(ticket.Config{Store: h.store, Handbook: book, Earlier: earlier})
	require.NoError(t, err)
	require.Nil(t, earlier[:2][1])
}

func TestAnIDThatIsNoneIsRefused(t *testing.T) {
	h := newHouse(t, func(c *ticket.Config) { c.NewID = func() string { return "" } })
	_, err := h.desk.Do(t.Context(), ticket.Command{By: rosa, Do: []ticket.Action{ticket.Open{}}})
	require.Error(t, err)
}

func TestFaultsOfAConfigurationComeInOrder(t *testing.T) {
	seen := map[string]bool{}
	for range 50 {
		_, err := ticket.NewDesk(ticket.Config{Batch: -1, Attempts: -1, Every: -1, Lease: -1, Backoff: -1})
		seen[err.Error()] = true
	}
	require.Len(t, seen, 1)
}

func TestARequesterDoesNotSayWhatBecomesOfTheTicket(t *testing.T) {
	h := newHouse(t)
	got, err := h.try(rosa, ticket.Open{Tier: "L4", Reported: monday.Add(-1000 * time.Hour), Set: ticket.Set{"priority": "P1", "manager": "mara", "resolution": "x", "group": "servers", "requester": "somebody else"}})
	require.Error(t, err, "%+v", got.Ticket)
}

func TestAManagerWhomNobodyKnowsMayNothing(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.refused(ticket.Actor{Kind: ticket.Manager, ID: "nobody", Client: "acme"}, ticket.Set{"priority": "P1"})
}

func TestLeavingAGroupIsNoChangeOfGroup(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Set{"group": "desk"})
	got := h.do(ada, ticket.Set{"group": ""})
	require.Zero(t, got.Regroups)
}

func TestATicketWithoutARequesterIsNoRequesters(t *testing.T) {
	h := newHouse(t)
	h.do(ada, ticket.Open{})
	h.refused(ticket.Actor{Kind: ticket.Requester, ID: "mallory", Client: "acme"}, ticket.Set{"subject": "mine"})
}

func TestAMessageStandsEvenIfItCannotResumeTheTicket(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
kinds:
  - name: incident
    initial: [new]
    on_reply: reply
    states:
      - {name: new, class: new}
      - {name: hold, class: waiting_customer}
      - {name: done, class: closed}
    transitions:
      - {trigger: wait, from: [new], to: hold}
      - {trigger: reply, from: [hold], to: new, by: [requester], guards: [assigned]}
      - {trigger: end, from: [hold, new], to: done}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	r := ticket.Actor{Kind: ticket.Requester, ID: "r"}
	h.do(r, ticket.Open{})
	h.do(l1, ticket.Move{Trigger: "wait"})
	h.do(r, ticket.Message{Text: "answer"})
}

func TestAReopeningMayBringTheFieldsItAsksFor(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
fields: [{name: why_again}]
kinds:
  - name: incident
    initial: [new]
    states:
      - {name: new, class: new}
      - {name: done, class: closed}
    transitions:
      - {trigger: end, from: [new], to: done}
      - {trigger: again, from: [done], to: new, reopens: true, require: [why_again]}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	h.do(l1, ticket.Open{})
	h.do(l1, ticket.Move{Trigger: "end"})
	h.do(l1, ticket.Move{Trigger: "again", Set: ticket.Set{"why_again": "x"}})
}

func TestAnotherAgreementOfATierCountsFromItsAcceptance(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
agreements:
  - {id: l2, kind: ola, match: {tier: [L2]}, targets: [{metric: hold, within: 8h}]}
  - {id: l2-p1, kind: ola, match: {tier: [L2], priority: [P1]}, targets: [{metric: hold, within: 1h}]}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	l2 := ticket.Actor{Kind: ticket.Engineer, ID: "ben", Tier: "L2"}
	h.do(l1, ticket.Open{Set: ticket.Set{"priority": "P3"}})
	h.do(l1, ticket.HandOver{To: "L2", Reason: "beyond_cookbook", Fields: map[string]string{"tried": "x"}})
	h.do(l2, ticket.Accept{})
	got := h.do(l2, ticket.Set{"priority": "P1"})
	n := 0
	for _, c := range got.Clocks {
		t.Log(c.Agreement, c.State)
		if c.Running() {
			n++
		}
	}
	require.Equal(t, 1, n, "no OLA clock runs at L2")
}

func TestAnAgreementThatComesBackCountsFromTheStart(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
agreements:
  - {id: a, match: {priority: [P1]}, targets: [{metric: resolve, within: 8h}]}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	h.do(l1, ticket.Open{Set: ticket.Set{"priority": "P1"}})
	h.now = monday.Add(time.Minute)
	h.do(l1, ticket.Set{"priority": "P4"})
	h.now = monday.Add(2 * time.Minute)
	got := h.do(l1, ticket.Set{"priority": "P1"})
	require.True(t, clockOf(got, "resolve").Running(), "%s", clockOf(got, "resolve").State)
}

func TestAnAgreementThatComesLateKnowsWhatHappenedBefore(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
agreements:
  - {id: a, match: {priority: [P1]}, targets: [{metric: resolve, within: 8h}]}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	h.do(l1, ticket.Open{Set: ticket.Set{"priority": "P4"}})
	h.now = monday.Add(5 * time.Minute)
	h.do(l1, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"})
	h.now = monday.Add(3 * time.Hour)
	h.do(l1, ticket.Acknowledge{}, ticket.Message{Text: "hello?"})
	got := h.do(l1, ticket.Set{"priority": "P1"})
	require.Equal(t, 5*time.Minute, clockOf(got, "resolve").Elapsed(nil, h.now))
}

func TestAnAgreementThatComesLateKeepsEarlierPauses(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
agreements:
  - {id: a, match: {priority: [P1]}, targets: [{metric: resolve, within: 8h}]}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	h.do(l1, ticket.Open{Set: ticket.Set{"priority": "P4"}})
	h.do(l1, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"})
	h.now = monday.Add(3 * time.Hour)
	h.do(l1, ticket.Move{Trigger: "resume"})
	got := h.do(l1, ticket.Set{"priority": "P1"})
	require.Equal(t, 0*time.Minute, clockOf(got, "resolve").Elapsed(nil, h.now))
}

func TestThanksAfterTheEndOweNothing(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
agreements:
  - {id: a, targets: [{metric: next_response, within: 1h}]}
notify:
  - {on: breached, to: [{kind: tier}]}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	r := ticket.Actor{Kind: ticket.Requester, ID: "r"}
	h.do(r, ticket.Open{})
	h.do(l1, ticket.Message{Text: "done"}, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "x", "resolution_note": "y"}}, ticket.Move{Trigger: "close"})
	h.do(r, ticket.Message{Text: "thanks!"})
	h.now = monday.Add(2 * time.Hour)
	require.NoError(t, h.desk.Wake(t.Context(), "", "T"))
	got, _ := h.desk.Get(t.Context(), "", "T")
	require.False(t, clockOf(got, "next_response").Running())
	h.desk.Deliver(t.Context())
	require.Empty(t, h.sent)
}

func TestAVendorIsJudgedWhenTheTicketComesBack(t *testing.T) {
	h := newHouse(t)
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.HandOver{To: "L2", Reason: "beyond_cookbook", Fields: map[string]string{"tried": "x"}})
	h.do(ben, ticket.Accept{})
	h.do(ben, ticket.HandOver{To: "L3", Reason: "unsolved", Fields: map[string]string{"tried": "x"}})
	h.do(cleo, ticket.Accept{})
	h.do(cleo, ticket.HandOver{To: "L4", Reason: "unsolved", Fields: map[string]string{"manager": "cleo", "vendor_reference": "1"}})
	h.do(vendor, ticket.Accept{})
	h.do(cleo, ticket.Move{Trigger: "hold", Pending: "awaiting_vendor"})
	h.now = monday.Add(60 * time.Hour)
	h.do(vendor, ticket.HandOver{To: "L3", Reason: "solved"})
	h.do(cleo, ticket.Accept{})
	got, _ := h.desk.Get(t.Context(), "acme", "T")
	c := clockOf(got, "vendor")
	require.NotEqual(t, "cancelled", string(c.State), "%+v", c)
}

func TestWhatIsReportedLateIsLateWhenItIsLogged(t *testing.T) {
	h := newHouse(t)
	h.do(ada, ticket.Open{Reported: monday.Add(-240 * time.Hour)}, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "x", "resolution_note": "y"}})
	got, _ := h.desk.Get(t.Context(), "acme", "T")
	t.Logf("%+v", clockOf(got, "resolve"))
	require.NotEmpty(t, h.events(ticket.Breached))
}

func TestAMessageAfterTheEndStartsNothing(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
agreements:
  - {id: a, targets: [{metric: update, within: 1h}]}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	h.do(l1, ticket.Open{})
	h.do(l1, ticket.Message{Text: "done"}, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "x", "resolution_note": "y"}})
	got := h.do(l1, ticket.Message{Text: "you are welcome"})
	require.False(t, clockOf(got, "update").Running())
}

func TestAKeyTellsNobodyElsesTicket(t *testing.T) {
	h := newHouse(t)
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: "T", By: rosa, Key: "k", Do: []ticket.Action{ticket.Open{Set: ticket.Set{"text": "secret"}}}})
	require.NoError(t, err)
	rolf := ticket.Actor{Kind: ticket.Requester, ID: "rolf", Client: "acme"}
	_, err = h.desk.Do(t.Context(), ticket.Command{Ticket: "U", By: rolf, Do: []ticket.Action{ticket.Open{}}})
	require.NoError(t, err)
	receipt, err := h.desk.Do(t.Context(), ticket.Command{Ticket: "U", By: rolf, Key: "k", Do: []ticket.Action{ticket.Message{Text: "x"}}})
	require.NoError(t, err)
	require.Equal(t, ticket.Receipt{Ticket: ticket.Ticket{ID: "T", Client: "acme", Version: 1}, Seen: true}, receipt)
}
