package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

const books = `
runbooks:
  - {id: routes, title: Look at the routes, owner: nils, version: 1, review_by: 2030-01-01, tiers: [net], steps: [{id: look, kind: manual, text: Look}]}
`

func TestHelpersJoinAndNobodyHandsOver(t *testing.T) {
	h := linesHouse(t, books)
	h.do(fay, ticket.Open{})
	before := h.do(fay, ticket.Acknowledge{})
	require.Equal(t, "right", h.refused(nils, ticket.Join{}).Rule, "nobody has asked")
	got := h.do(fay, ticket.Consult{Reason: tier.Unsolved})
	require.Equal(t, []ticket.Helper{{Tier: "net", Reason: tier.Unsolved, Since: monday, JoinBy: monday.Add(30 * time.Minute)}}, got.Helpers)
	h.now = monday.Add(10 * time.Minute)
	got = h.do(nils, ticket.Join{})
	require.Equal(t, []ticket.Helper{{Tier: "net", Engineer: "nils", Reason: tier.Unsolved, Since: h.now}}, got.Helpers)
	require.Len(t, h.events(ticket.Joined), 1)
	h.do(nils, ticket.Join{})
	require.Len(t, h.events(ticket.Joined), 1, "once is enough")

	got = h.do(nils, ticket.Note{Text: "the route flaps"}, ticket.Message{Text: "We are looking"}, ticket.StartRun{Runbook: "routes"})
	require.EqualValues(t, "net", got.Runs[0].Tier, "a helper runs what their own tier may run")
	require.Equal(t, "right", h.refused(nils, ticket.HandOver{Reason: tier.Unsolved, Fields: more}).Rule)
	require.Equal(t, "right", h.refused(nils, ticket.Consult{Reason: tier.Unsolved}).Rule)
	require.Equal(t, "engineer", h.refused(nils, ticket.Assign{Engineer: "nils"}).Rule)
	require.Equal(t, before.Clocks, got.Clocks)
	require.Equal(t, before.Cursors, got.Cursors)
	require.Equal(t, []any{before.Tier, before.Owner, before.Working}, []any{got.Tier, got.Owner, got.Working})
	require.Empty(t, h.at(time.Hour).Helpers[0].JoinBy, "somebody has come")
	require.Empty(t, h.events(ticket.JoinLate))

	require.Empty(t, h.do(nils, ticket.Leave{}).Helpers)
	require.Equal(t, "helper", h.refused(nils, ticket.Leave{}).Rule)
	require.Equal(t, "right", h.refused(nils, ticket.Join{}).Rule, "nobody asks any more")
}

func TestWhoMayAskHelpersInAndSendThemAway(t *testing.T) {
	h := linesHouse(t)
	h.do(rosa, ticket.Open{})
	for _, by := range []ticket.Actor{rosa, bo, nils, vendor, monitor} {
		require.Equal(t, "right", h.refused(by, ticket.Consult{Reason: tier.Unsolved}).Rule, by.ID)
	}
	h.do(meg, ticket.Consult{Reason: tier.Unsolved}, ticket.Consult{To: "field"})
	require.Len(t, h.do(fay, ticket.Consult{To: "net"}).Helpers, 2, "asking again is no more")
	h.do(nils, ticket.Join{})
	for _, by := range []ticket.Actor{rosa, bo, nils, cora, vendor, monitor} {
		require.Equal(t, "right", h.refused(by, ticket.Leave{Tier: "field"}).Rule, by.ID)
	}
	require.Equal(t, "right", h.refused(bo, ticket.Leave{Tier: "net", Engineer: "nils"}).Rule)
	require.Equal(t, "helper", h.refused(fay, ticket.Leave{Tier: "net", Engineer: "nobody"}).Rule)
	require.Equal(t, "right", h.refused(rosa, ticket.Join{}).Rule)
	require.Equal(t, "right", h.refused(lou, ticket.Join{}).Rule)
	require.Equal(t, "right", h.refused(cora, ticket.Join{}).Rule)
	require.Len(t, h.do(fay, ticket.Leave{Tier: "field"}).Helpers, 1)
	require.Empty(t, h.do(nils, ticket.Leave{Tier: "net", Engineer: "nils"}).Helpers)
}

func TestAConsultThatNoEdgeOpensSaysWhoCanBeAsked(t *testing.T) {
	h := linesHouse(t)
	h.do(fay, ticket.Open{})
	for _, c := range []ticket.Consult{{}, {To: "cloud"}, {Reason: "bored"}, {To: "net", Reason: tier.BeyondCookbook}} {
		r := h.refused(fay, c)
		require.Equal(t, "edge", r.Rule, "%+v", c)
		require.Equal(t, []string{"net for unsolved", "field for beyond_cookbook", "maker"}, r.Allowed)
	}
}

func TestNobodyWhoJoinsInTimeIsAnEvent(t *testing.T) {
	h := linesHouse(t, "notify:\n  - {on: consulted, to: [{kind: tier}]}\n  - {on: join_late, to: [{kind: manager, id: lead}]}\n")
	h.do(fay, ticket.Open{}, ticket.Consult{Reason: tier.Unsolved})
	require.False(t, h.at(30*time.Minute - 1).Helpers[0].Overdue)
	require.True(t, h.at(30 * time.Minute).Helpers[0].Overdue)
	h.at(2 * time.Hour)
	late := h.events(ticket.JoinLate)
	require.Len(t, late, 1)
	require.Equal(t, monday.Add(30*time.Minute), late[0].Due)
	require.Len(t, h.sent, 2)
	require.Equal(t, "net", h.sent[0].To.ID, "whoever is asked hears of it")
	require.Equal(t, "lou", h.sent[1].To.ID)
	require.False(t, h.do(nils, ticket.Join{}).Helpers[0].Overdue, "late is not never")
}

func TestHelpersStayOverAHandOverAndGoWithTheTicket(t *testing.T) {
	h := linesHouse(t)
	h.do(fay, ticket.Open{}, ticket.Consult{Reason: tier.Unsolved}, ticket.HandOver{Reason: tier.Unsolved, Fields: tried})
	h.do(nils, ticket.Join{})
	got := h.do(bo, ticket.Accept{})
	require.Len(t, got.Helpers, 1)
	got = h.do(bo, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	require.Len(t, got.Helpers, 1)
	require.Equal(t, "closed", h.refused(nils, ticket.Leave{}).Rule)
	require.Empty(t, h.at(6*24*time.Hour).Helpers)
}

func TestAVendorMayHelp(t *testing.T) {
	h := linesHouse(t)
	h.do(fay, ticket.Open{})
	require.Equal(t, "right", h.refused(vendor, ticket.Note{Text: "n"}).Rule)
	h.do(fay, ticket.Consult{To: "maker"})
	got := h.do(vendor, ticket.Join{}, ticket.Note{Text: "known, in release 7"})
	require.Equal(t, ticket.Helper{Tier: "maker", Engineer: "printco", Since: monday}, got.Helpers[0])
	require.Equal(t, "right", h.refused(vendor, ticket.HandOver{Reason: tier.Solved}).Rule)
	require.Empty(t, h.do(vendor, ticket.Leave{}).Helpers)
	require.Equal(t, "right", h.refused(vendor, ticket.Note{Text: "n"}).Rule, "it has nothing to do with it any more")
}

func TestTimeAsksHelpersInWhereNobodyHandsOver(t *testing.T) {
	ladder := tier.Swarm().Definition()
	book, err := ticket.NewHandbook(ticket.Definition{
		Name: "swarm", Version: 1, Ladder: &ladder,
		Policies: []escalation.Policy{{Name: "p", Trigger: escalation.Trigger{On: escalation.Unacknowledged}, Steps: []escalation.Step{
			{After: time.Hour, Actions: []escalation.Action{escalation.HandOver}},
			{After: time.Hour, Actions: []escalation.Action{escalation.HandOver}},
		}}},
	})
	require.NoError(t, err)
	h := newHouse(t, func(c *ticket.Config) { c.Handbook = book })
	h.do(rosa, ticket.Open{})
	got := h.at(time.Hour)
	require.Nil(t, got.Offer)
	require.EqualValues(t, "front", got.Tier)
	require.Equal(t, []ticket.Helper{{Tier: "severe", Reason: tier.Unacknowledged, Since: h.now, JoinBy: h.now.Add(5 * time.Minute)}}, got.Helpers)
	asked := h.events(ticket.Consulted)
	require.Equal(t, "p", asked[0].Policy)
	h.at(2 * time.Hour)
	require.Len(t, h.events(ticket.Consulted), 1)
	require.Empty(t, h.events(ticket.Noted))
}

func TestPermittedListsHelpAndOtherKinds(t *testing.T) {
	h := linesHouse(t, "kind_changes:\n  - {from: incident, to: request, states: {new: new}}\nkinds: [{name: incident}, {name: request}]\n")
	h.do(fay, ticket.Open{})
	has := func(by ticket.Actor, what string) bool {
		_, ok := h.permitted(by)[what]
		return ok
	}
	require.True(t, has(fay, "consult net"))
	require.True(t, has(fay, "change_kind request"))
	require.False(t, has(nils, "consult net"))
	require.False(t, has(nils, "change_kind request"), "networks do not categorise")
	require.False(t, has(nils, "join"))
	h.do(fay, ticket.Consult{To: "net"})
	require.True(t, has(nils, "join"))
	require.False(t, has(nils, "leave"))
	require.True(t, has(fay, "leave net"))
	require.False(t, has(fay, "join"))
	h.do(nils, ticket.Join{})
	require.True(t, has(nils, "leave"))
	require.False(t, has(nils, "leave net"))
}
