package ticket_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
)

func TestAnOfferEndsWithTheTicket(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
ladder:
  name: l
  version: 1
  first: L1
  tiers:
    - {id: L1, name: a, rank: 1, kind: desk, capabilities: [acknowledge, route, track, work, resolve, close, reopen]}
    - {id: L2, name: b, rank: 2, kind: specialist, capabilities: [acknowledge, route, track, work, resolve, close, reopen]}
  edges:
    - {from: L1, to: L2, kind: functional, reasons: [unsolved], accept_within: 30m}
    - {from: L2, to: L1, kind: hand_back, reasons: [returned]}
notify:
  - {on: accept_late, to: [{kind: tier}]}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	h.do(l1, ticket.Open{})
	h.do(l1, ticket.HandOver{To: "L2", Reason: "unsolved"})
	h.do(l1, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "x", "resolution_note": "y"}}, ticket.Move{Trigger: "close"})
	h.now = monday.Add(time.Hour)
	require.NoError(t, h.desk.Wake(t.Context(), "", "T"))
	h.desk.Deliver(t.Context())
	require.Empty(t, h.sent, "L2 is told that it has not accepted a closed ticket")
}

func TestEvidenceIsOfTheTierThatHandsOver(t *testing.T) {
	h := newHouse(t)
	h.do(rosa, ticket.Open{Set: ticket.Set{"category": "printing"}})
	h.do(ada, ticket.StartRun{Runbook: "unlock"}, ticket.EndRun{Outcome: "not_applicable", Note: "x"})
	h.do(ada, ticket.HandOver{To: "L2", Reason: "beyond_cookbook", Fields: map[string]string{"tried": "x"}})
	h.do(ben, ticket.Accept{})
	h.refused(ben, ticket.HandOver{To: "L3", Reason: "unsolved", Fields: map[string]string{"tried": "x"}})
}

func TestAGroupOfAnotherTierIsLeftBehind(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Set{"group": "desk"})
	h.do(ada, ticket.HandOver{To: "L2", Reason: "beyond_cookbook", Fields: map[string]string{"tried": "x"}})
	got := h.do(ben, ticket.Accept{})
	require.Empty(t, got.Group)
}

func TestAcknowledgingTakesBackTheLastStepsPageToo(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
policies:
  - {name: p, version: 1, trigger: {on: unacknowledged}, steps: [{after: 10m, targets: [{kind: tier}]}]}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	h.do(ticket.Actor{Kind: ticket.Requester, ID: "r"}, ticket.Open{})
	h.now = monday.Add(10 * time.Minute)
	require.NoError(t, h.desk.Wake(t.Context(), "", "T"))
	h.do(l1, ticket.Acknowledge{})
	_, err := h.desk.Deliver(t.Context())
	require.NoError(t, err)
	require.Empty(t, h.sent, "page sent after the acknowledgement")
}

func TestAPolicyOnATiersClockFollowsTheTicketToTheNextTier(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
agreements:
  - {id: l1, kind: ola, match: {tier: [L1]}, targets: [{metric: hold, within: 1h}]}
  - {id: l2, kind: ola, match: {tier: [L2]}, targets: [{metric: hold, within: 1h}]}
policies:
  - {name: p, version: 1, trigger: {on: sla_share, metric: hold, share: 50}, steps: [{targets: [{kind: tier}]}]}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	l2 := ticket.Actor{Kind: ticket.Engineer, ID: "ben", Tier: "L2"}
	h.do(l1, ticket.Open{Set: ticket.Set{"priority": "P3"}})
	h.do(l1, ticket.HandOver{To: "L2", Reason: "beyond_cookbook", Fields: map[string]string{"tried": "x"}})
	h.do(l2, ticket.Accept{})
	h.now = monday.Add(45 * time.Minute)
	require.NoError(t, h.desk.Wake(t.Context(), "", "T"))
	h.desk.Deliver(t.Context())
	require.Len(t, h.sent, 1)
}

func TestKeysOfTwoClientsNeverMeet(t *testing.T) {
	p := `
name: d
version: 1
policies:
  - {name: p, version: 1, trigger: {on: unacknowledged}, steps: [{after: 10m, targets: [{kind: tier}]}]}
`
	h := houseOf(t, p)
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: "b/T", By: ticket.Actor{Kind: ticket.Requester, ID: "r", Client: "a"}, Do: []ticket.Action{ticket.Open{}}})
	require.NoError(t, err)
	_, err = h.desk.Do(t.Context(), ticket.Command{Ticket: "T", By: ticket.Actor{Kind: ticket.Requester, ID: "r", Client: "a/b"}, Do: []ticket.Action{ticket.Open{}}})
	require.NoError(t, err)
	h.now = monday.Add(time.Hour)
	_, err = h.desk.Tick(t.Context())
	require.NoError(t, err)
	require.Len(t, h.sent, 2)
	require.NotEqual(t, h.sent[0].Key, h.sent[1].Key)
}

func TestARuleTellsOneRecipientOnce(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
notify:
  - {on: opened, to: [{kind: tier}, {kind: tier, id: L1}]}
`)
	h.do(ticket.Actor{Kind: ticket.Requester, ID: "r"}, ticket.Open{})
	h.desk.Tick(t.Context())
	for e := range h.desk.Events(t.Context(), "", "T") {
		require.Len(t, e.Notices, len(h.sent), "%v", e.Notices)
	}
}

func TestAWakeIsSetOnlyForWhatTimeWillDo(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
kinds:
  - name: incident
    initial: [new]
    states:
      - {name: new, class: new, after: {wait: 1h, trigger: go}}
      - {name: active, class: active}
      - {name: done, class: closed}
    transitions:
      - {trigger: go, from: [new], to: active, guards: [by_owner]}
      - {trigger: end, from: [active, new], to: done}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	h.do(l1, ticket.Open{})
	h.now = monday.Add(2 * time.Hour)
	n, err := h.desk.Tick(t.Context())
	t.Log(n, err)
	h.now = monday.Add(3 * time.Hour)
	n, err = h.desk.Tick(t.Context())
	t.Log(n, err)
	require.Zero(t, n)
	_, err = h.try(l1, ticket.Note{Text: "x"})
	require.NoError(t, err)
}

var _ = errors.New
var _ escalation.Notice

func TestATimerIsNotJudgedByWhoeverActs(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
kinds:
  - name: incident
    initial: [new]
    states:
      - {name: new, class: new, after: {wait: 1h, trigger: go}}
      - {name: active, class: active}
      - {name: done, class: closed}
    transitions:
      - {trigger: go, from: [new], to: active, guards: [by_owner]}
      - {trigger: end, from: [active, new], to: done}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	h.do(l1, ticket.Open{})
	h.now = monday.Add(2 * time.Hour)
	_, err := h.try(l1, ticket.Note{Text: "x"})
	require.NoError(t, err)
}

func TestATimerWhoseMoveWantsAChangeWaits(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
kinds:
  - name: incident
    initial: [new]
    states:
      - {name: new, class: new, after: {wait: 1h, trigger: go}}
      - {name: active, class: active}
      - {name: done, class: closed}
    transitions:
      - {trigger: go, from: [new], to: active, change: [group]}
      - {trigger: end, from: [active, new], to: done}
`)
	l1 := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	h.do(l1, ticket.Open{Set: ticket.Set{"group": "x"}})
	h.now = monday.Add(2 * time.Hour)
	h.desk.Tick(t.Context())
	h.now = monday.Add(3 * time.Hour)
	n, err := h.desk.Tick(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
}

func TestARefusalDoesNotHandOutTheHandbook(t *testing.T) {
	h := newHouse(t)
	h.printing()
	r := h.refused(ada, ticket.Set{"impact": "cosmic"})
	r.Allowed[0] = "broken"
	h.do(ada, ticket.Set{"impact": "high"})
}

func TestTheMatrixThatIsHandedOutIsACopy(t *testing.T) {
	h := newHouse(t)
	h.desk.Handbook().Priorities().Rows[0][0] = "XX"
	require.Equal(t, "P1", h.desk.Handbook().Priorities().Rows[0][0])
}

func TestWhoMayWriteAFieldOfTheHousesOwn(t *testing.T) {
	h := houseOf(t, "name: d\nversion: 1\nfields: [{name: site, can: work}]\n")
	_, ok := h.desk.Handbook().MayWrite("site")
	require.True(t, ok)
}
