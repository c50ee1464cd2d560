package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

var tried = map[string]string{"tried": "restarted the spooler"}

func (h *house) toL2() ticket.Ticket {
	h.t.Helper()
	h.printing()
	h.do(ada, ticket.Acknowledge{}, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: tried})
	return h.do(ben, ticket.Accept{})
}

func TestAHandOverIsOfferedAndThenAccepted(t *testing.T) {
	h := newHouse(t)
	h.printing()
	offered := h.do(ada, ticket.Acknowledge{}, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: tried})
	require.EqualValues(t, "L1", offered.Tier, "it stays where it is")
	require.EqualValues(t, "L2", offered.Offer.To)
	require.Equal(t, tier.Functional, offered.Offer.Edge)
	require.Equal(t, tried, offered.Offer.Fields)

	require.Equal(t, "offer", h.refused(ada, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: tried}).Rule)
	require.Equal(t, "right", h.refused(cleo, ticket.Accept{}).Rule, "only the side it is offered to")

	h.now = monday.Add(20 * time.Minute)
	got := h.do(ben, ticket.Accept{})
	require.EqualValues(t, "L2", got.Tier)
	require.Equal(t, ticket.Party{Tier: "L2", Engineer: "ben"}, got.Working)
	require.Equal(t, ticket.Party{Tier: "L1", Engineer: "ada"}, got.Owner, "L1 owns it until it is resolved")
	require.Nil(t, got.Offer)
	require.Equal(t, 1, got.HandOvers)
	require.EqualValues(t, "L1", got.CameFrom)
	require.Equal(t, "offer", h.refused(ben, ticket.Accept{}).Rule)
}

func TestEachTierHasAClockOfItsOwn(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Acknowledge{}, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: tried})
	h.now = monday.Add(30 * time.Minute)
	got := h.do(ben, ticket.Accept{})
	hold := func(agreement string) ticket.Clock {
		for _, c := range got.Clocks {
			if c.Kind == sla.OLA && c.Agreement == agreement {
				return c
			}
		}
		return ticket.Clock{}
	}
	require.Equal(t, sla.Stopped, hold("l1-hold").State)
	require.Equal(t, 30*time.Minute, hold("l1-hold").Spent)
	require.Equal(t, sla.Running, hold("l2-hold").State)
	require.Equal(t, h.now, hold("l2-hold").Started, "it begins when the tier accepts")
	require.True(t, clockOf(got, "resolve").Started.Equal(monday), "the customer's clock goes on")
}

func TestAHandOverIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		by   ticket.Actor
		over ticket.HandOver
		rule string
	}{
		{"without what the edge asks for", ada, ticket.HandOver{Reason: tier.BeyondCookbook}, "missing"},
		{"for a reason that no edge has", ada, ticket.HandOver{Reason: "bored", Fields: tried}, "edge"},
		{"to a tier that the reason does not lead to", ada, ticket.HandOver{To: "L3", Reason: tier.BeyondCookbook, Fields: tried}, "edge"},
		{"by a tier that has nothing to do with it", cleo, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: tried}, "right"},
		{"by the requester", rosa, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: tried}, "right"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			h.printing()
			r := h.refused(c.by, c.over)
			require.Equal(t, c.rule, r.Rule)
			if c.rule == "edge" {
				require.Contains(t, r.Allowed, "beyond_cookbook to L2")
			}
			if c.rule == "missing" {
				require.Equal(t, []string{"tried"}, r.Missing)
			}
		})
	}
}

func TestARejectedHandOverStaysAndSaysWhy(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: tried})
	require.Equal(t, []string{"why"}, h.refused(ben, ticket.Reject{}).Missing)
	got := h.do(ben, ticket.Reject{Why: "It is in the cookbook"})
	require.EqualValues(t, "L1", got.Tier)
	require.Nil(t, got.Offer)
	require.Zero(t, got.HandOvers)
	require.Equal(t, "It is in the cookbook", h.events(ticket.Rejected)[0].Why)
}

func TestL3OpensOnlyWhenTheDocumentationWasNotEnough(t *testing.T) {
	h := newHouse(t)
	h.toL2()
	up := ticket.HandOver{Reason: tier.DocumentationInsufficient, Fields: tried}
	r := h.refused(ben, up)
	require.Equal(t, "evidence", r.Rule)
	require.Equal(t, []string{"restart"}, r.Allowed, "it names the runbook to try")
	require.Equal(t, []string{"runbook_insufficient"}, r.Unmet)

	h.do(ben, ticket.StartRun{Runbook: "restart"}, ticket.StepRun{Step: "look", Result: "failed", Note: "the queue is empty"})
	require.Equal(t, "evidence", h.refused(ben, up).Rule, "a run without an outcome is no evidence")
	got := h.do(ben, ticket.EndRun{Outcome: "insufficient", Note: "not the queue"}, up)
	require.Contains(t, got.Offer.Evidence, "the queue is empty")
	require.Contains(t, got.Offer.Evidence, "not the queue")
	require.EqualValues(t, "L3", h.do(cleo, ticket.Accept{}).Tier)
}

func TestWhereNoRunbookIsForATicketThatIsTheEvidence(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Set{"category": "meteorites"}, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: tried})
	got := h.do(ben, ticket.Accept{}, ticket.HandOver{Reason: tier.DocumentationInsufficient, Fields: tried})
	require.Equal(t, "no runbook is for this ticket", got.Offer.Evidence)
}

func TestL4WorksUnderAManagerOfOursWithTheVendorsReference(t *testing.T) {
	h := newHouse(t)
	h.toL2()
	h.do(ben, ticket.StartRun{Runbook: "restart"}, ticket.EndRun{Outcome: "insufficient", Note: "a bug of the product"},
		ticket.HandOver{Reason: tier.DocumentationInsufficient, Fields: tried})
	h.do(cleo, ticket.Accept{})
	r := h.refused(cleo, ticket.HandOver{Reason: tier.MajorEnhancement})
	require.Equal(t, []string{"manager", "vendor_reference"}, r.Missing)

	got := h.do(cleo, ticket.HandOver{Reason: tier.MajorEnhancement, Fields: map[string]string{"manager": "cleo", "vendor_reference": "V-77"}},
		ticket.Set{"vendor": "PrintCo"})
	require.Equal(t, "V-77", got.VendorReference)
	require.Equal(t, "cleo", got.Manager)
	require.Equal(t, "right", h.refused(ben, ticket.Accept{}).Rule)

	got = h.do(vendor, ticket.Accept{}, ticket.Set{"vendor_reference": "V-78"}, ticket.Note{Text: "we can reproduce it"})
	require.EqualValues(t, "L4", got.Tier)
	require.Equal(t, "V-78", got.VendorReference)
	require.Equal(t, "right", h.refused(vendor, ticket.Set{"category": "network"}).Rule)
	require.Equal(t, "right", h.refused(vendor, ticket.Message{Text: "hello"}).Rule)
	require.EqualValues(t, "L1", got.Owner.Tier)
	h.do(cleo, ticket.Move{Trigger: "hold", Pending: "awaiting_vendor"})
	h.now = monday.Add(49 * time.Hour)
	require.Equal(t, "vendor", h.at(49 * time.Hour).Clocks[len(got.Clocks)-1].Metric)
	require.NotEmpty(t, h.events(ticket.Breached), "the contract under the agreement has a clock, too")

	back := ticket.Command{Ticket: "T", By: vendor, Key: "back", Do: []ticket.Action{ticket.HandOver{Reason: tier.Solved}}}
	_, err := h.desk.Do(t.Context(), back)
	require.NoError(t, err)
	h.do(vendor, ticket.Note{Text: "still with us until you accept"})
	got = h.do(cleo, ticket.Accept{})
	again, err := h.desk.Do(t.Context(), back)
	require.NoError(t, err)
	require.True(t, again.Seen, "done before, though no vendor works on it any more")
	require.EqualValues(t, "L3", got.Tier)
	require.Equal(t, 1, got.Bounces, "L3, L4, L3")
	require.Equal(t, "V-78", got.VendorReference)
}

func TestAnOfferThatNobodyTakesIsLateOnce(t *testing.T) {
	h := houseOf(t, `
name: two-lines
version: 1
ladder:
  name: two lines
  version: 1
  first: front
  tiers:
    - {id: front, name: Front, rank: 1, kind: desk, capabilities: [acknowledge, work, resolve, close, track]}
    - {id: back, name: Back, rank: 2, kind: expert, capabilities: [work, resolve]}
  edges:
    - {from: front, to: back, kind: functional, reasons: [unsolved], accept_within: 30m}
    - {from: back, to: front, kind: hand_back, reasons: [returned]}
calendars:
  - {name: mornings, zone: UTC, week: {mon: ["09:00-09:20"], tue: ["09:00-12:00"]}}
agreements:
  - {id: back-hold, kind: ola, match: {tier: [back]}, targets: [{metric: hold, within: 4h, calendar: mornings}]}
`)
	front := ticket.Actor{Kind: ticket.Engineer, ID: "fay", Tier: "front", Client: "acme"}
	h.do(rosa, ticket.Open{})
	got := h.do(front, ticket.HandOver{Reason: tier.Unsolved})
	late := monday.Add(24*time.Hour + 10*time.Minute)
	require.Equal(t, late, got.Offer.AcceptBy, "counted in the hours of the receiving tier: twenty minutes today, ten tomorrow")
	within := late.Sub(monday)
	require.False(t, h.at(within-time.Second).Offer.Overdue)
	require.True(t, h.at(within).Offer.Overdue)
	h.at(within + time.Hour)
	events := h.events(ticket.AcceptLate)
	require.Len(t, events, 1)
	require.Equal(t, late, events[0].Due)
	back := ticket.Actor{Kind: ticket.Engineer, ID: "bo", Tier: "back", Client: "acme"}
	require.EqualValues(t, "back", h.do(back, ticket.Accept{}).Tier, "late is not never")
}

func TestABounceIsAHandOverBackToWhereItJustWas(t *testing.T) {
	h := newHouse(t)
	require.Zero(t, h.toL2().Bounces)
	h.do(ben, ticket.HandOver{Reason: tier.Returned})
	got := h.do(ada, ticket.Accept{})
	require.Equal(t, 1, got.Bounces)
	require.EqualValues(t, "L1", got.Tier)
	h.do(ada, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: tried})
	require.Equal(t, 2, h.do(ben, ticket.Accept{}).Bounces)
}

func TestAResolvedTicketMayBeHandedBackAndAClosedOneMayNot(t *testing.T) {
	h := newHouse(t)
	h.toL2()
	resolved := h.do(ben, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	h.do(ben, ticket.HandOver{Reason: tier.Solved})
	got := h.do(ada, ticket.Accept{})
	require.EqualValues(t, "L1", got.Tier)
	require.EqualValues(t, "L2", got.ResolvedAt)
	require.Equal(t, resolved.State, got.State)
	for _, c := range got.Clocks {
		require.False(t, c.Running(), "nothing is owed any more: %s", c.Agreement)
	}
	h.do(ada, ticket.Move{Trigger: "close"})
	require.Equal(t, "closed", h.refused(ada, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: tried}).Rule)
}
