package ticket_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// Who acts on the ladder of testdata/lines.yaml.
var (
	fay    = ticket.Actor{Kind: ticket.Engineer, ID: "fay", Tier: "front", Client: "acme"}
	bo     = ticket.Actor{Kind: ticket.Engineer, ID: "bo", Tier: "field", Client: "acme"}
	nils   = ticket.Actor{Kind: ticket.Engineer, ID: "nils", Tier: "net", Client: "acme"}
	cora   = ticket.Actor{Kind: ticket.Engineer, ID: "cora", Tier: "cloud", Client: "acme"}
	lou    = ticket.Actor{Kind: ticket.Manager, ID: "lou", Client: "acme"}
	meg    = ticket.Actor{Kind: ticket.Manager, ID: "meg", Client: "acme"}
	system = ticket.Actor{Kind: ticket.System, ID: "import", Client: "acme"}
)

// linesHouse is a desk with the ladder of testdata/lines.yaml and what is added to it.
func linesHouse(t testing.TB, more ...string) *house {
	t.Helper()
	text, err := os.ReadFile("testdata/lines.yaml")
	require.NoError(t, err)
	for _, m := range more {
		text = append(text, m...)
	}
	return houseOf(t, string(text))
}

// toMaker lets the ticket be offered to the maker.
func toMaker(h *house) ticket.Ticket {
	h.do(fay, ticket.Open{Tier: "net", Set: ticket.Set{"subject": "The switch reboots"}})
	return h.do(nils, ticket.HandOver{Reason: tier.Unsolved, Fields: map[string]string{"vendor_reference": "M-1", "manager": "nils"}})
}

func TestAnEdgeWithAnApproverWaitsForTheApproval(t *testing.T) {
	h := linesHouse(t, "notify:\n  - {on: offered, to: [{kind: tier}]}\n  - {on: approved, to: [{kind: tier}]}\n")
	offered := toMaker(h)
	require.True(t, offered.Offer.Waits())
	require.EqualValues(t, "lead", offered.Offer.Approver)
	require.Zero(t, offered.Offer.AcceptBy, "nobody can accept it yet")
	require.Equal(t, "approval", h.refused(lou, ticket.Accept{}).Rule)
	require.Equal(t, "right", h.refused(vendor, ticket.Accept{}).Rule, "nobody has called the maker in")
	require.Equal(t, "right", h.refused(vendor, ticket.Note{Text: "hello"}).Rule)

	h.now = monday.Add(3 * time.Hour)
	got := h.do(lou, ticket.Approve{})
	require.Equal(t, ticket.Approval{By: "lou", At: h.now}, got.Offer.Approval)
	require.Equal(t, h.now.Add(2*time.Hour), got.Offer.AcceptBy, "the time to accept counts from the approval")
	require.EqualValues(t, "net", got.Tier)
	require.Equal(t, "offer", h.refused(lou, ticket.Approve{}).Rule, "once is enough")

	got = h.do(vendor, ticket.Accept{})
	require.EqualValues(t, "maker", got.Tier)
	_, err := h.desk.Tick(t.Context())
	require.NoError(t, err)
	require.Len(t, h.sent, 2)
	require.Equal(t, "lead", h.sent[0].To.ID)
	require.Contains(t, h.sent[0].Text, "if lead approves")
	require.Equal(t, "maker", h.sent[1].To.ID)
}

func TestOnlyTheApproversTierApprovesOrRejectsWhileItIsAsked(t *testing.T) {
	leader := ticket.Actor{Kind: ticket.Engineer, ID: "lou", Tier: "lead", Client: "acme"}
	robot := ticket.Actor{Kind: ticket.Automation, ID: "robot", Tier: "lead", Client: "acme"}
	for _, by := range []ticket.Actor{rosa, fay, nils, meg, vendor, monitor, robot} {
		t.Run("not "+by.ID, func(t *testing.T) {
			h := linesHouse(t)
			toMaker(h)
			require.Equal(t, "right", h.refused(by, ticket.Approve{}).Rule)
			require.Equal(t, "right", h.refused(by, ticket.Reject{Why: "no"}).Rule)
		})
	}
	for _, by := range []ticket.Actor{lou, leader, system} {
		t.Run("but "+by.ID+" "+string(by.Kind), func(t *testing.T) {
			h := linesHouse(t)
			toMaker(h)
			rejected := h.do(by, ticket.Reject{Why: "too expensive"})
			require.Nil(t, rejected.Offer)
			require.EqualValues(t, "net", rejected.Tier)
			require.Equal(t, "offer", h.refused(by, ticket.Approve{}).Rule, "nothing waits")
			h.do(nils, ticket.HandOver{Reason: tier.Unsolved})
			require.False(t, h.do(by, ticket.Approve{}).Offer.Waits())
		})
	}
}

func TestOnceApprovedTheOtherSideRejectsAndTheApproverNoLonger(t *testing.T) {
	h := linesHouse(t)
	toMaker(h)
	h.do(lou, ticket.Approve{})
	leader := ticket.Actor{Kind: ticket.Engineer, ID: "lou", Tier: "lead", Client: "acme"}
	require.Equal(t, "right", h.refused(leader, ticket.Reject{Why: "no"}).Rule)
	require.Nil(t, h.do(vendor, ticket.Reject{Why: "not ours"}).Offer)
}

const atRisk = `
policies:
  - name: at-risk
    trigger: {on: sla_share, metric: resolve, share: 50}
    steps:
      - {actions: [hand_over]}
`

func TestTimeDoesNotWaitForAnApproval(t *testing.T) {
	h := linesHouse(t, atRisk)
	toMaker(h)
	got := h.at(4 * time.Hour)
	require.EqualValues(t, "maker", got.Offer.To)
	require.Equal(t, tier.SLAAtRisk, got.Offer.Reason)
	require.False(t, got.Offer.Waits())
	require.Equal(t, "M-1", got.Offer.Fields["vendor_reference"], "what was handed over with the offer stays")
	require.Equal(t, monday.Add(6*time.Hour), got.Offer.AcceptBy)
	ended := h.events(ticket.Rejected)
	require.Len(t, ended, 1)
	require.Equal(t, `tier lead had not approved when time ran out`, ended[0].Why)
	require.Equal(t, ticket.System, ended[0].By.Kind)
}

func TestTimeNamesSomebodyOfOursWhereItCallsAVendorIn(t *testing.T) {
	h := linesHouse(t, atRisk)
	h.do(fay, ticket.Open{Tier: "net", Set: ticket.Set{"subject": "The switch reboots"}})
	h.do(nils, ticket.Assign{Engineer: "nils"})
	got := h.at(4 * time.Hour)
	require.EqualValues(t, "maker", got.Offer.To)
	require.Equal(t, "nils", got.Manager)
}

func TestAPersonWhoSaysThatTimeIsShortIsHeldToTheContractOfTheEdge(t *testing.T) {
	h := linesHouse(t)
	h.do(fay, ticket.Open{})
	require.Equal(t, []string{"tried"}, h.refused(fay, ticket.HandOver{Reason: tier.SLAAtRisk}).Missing)
	h.do(system, ticket.HandOver{Reason: tier.SLAAtRisk})
}
