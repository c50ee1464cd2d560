package ticket_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// withMaker is a ticket that the maker works on, under nils.
func withMaker(t *testing.T) *house {
	h := linesHouse(t)
	toMaker(h)
	h.do(lou, ticket.Approve{})
	h.do(vendor, ticket.Accept{})
	return h
}

func TestAVendorsWorkIsManagedBySomebodyOfOursWhoMay(t *testing.T) {
	h := linesHouse(t)
	h.do(fay, ticket.Open{Tier: "net"})
	over := func(manager string) ticket.HandOver {
		return ticket.HandOver{Reason: tier.Unsolved, Fields: map[string]string{"vendor_reference": "M-1", "manager": manager}}
	}
	require.Equal(t, []string{"manager", "vendor_reference"}, h.refused(nils, ticket.HandOver{Reason: tier.Unsolved}).Missing)
	for _, who := range []string{"nobody", "fay"} {
		r := h.refused(nils, over(who))
		require.Equal(t, "engineer", r.Rule)
		require.Equal(t, []string{"cloud", "net"}, r.Allowed)
	}
	h.do(nils, over("cora"))
	h.do(lou, ticket.Reject{Why: "who is that?"})
	require.Equal(t, "nils", h.do(nils, over("nils")).Manager)
}

func TestWhileAVendorWorksTheManagerAndTheReferenceStay(t *testing.T) {
	h := withMaker(t)
	for _, f := range []ticket.Field{"manager", "vendor_reference"} {
		require.Equal(t, "field", h.refused(nils, ticket.Set{f: ""}).Rule)
	}
	got := h.do(nils, ticket.Set{"manager": "cora"})
	require.Equal(t, "cora", got.Manager, "another one may")
	require.Equal(t, "right", h.refused(nils, ticket.HandOver{Reason: tier.Returned}).Rule, "who managed it does no longer")
	got = h.do(cora, ticket.HandOver{Reason: tier.Returned})
	require.EqualValues(t, "net", got.Offer.To, "the manager may fetch it back")
	got = h.do(nils, ticket.Accept{})
	require.Equal(t, "M-1", got.VendorReference)
	require.Equal(t, "cora", got.Manager, "and stays named")
	require.Empty(t, h.do(nils, ticket.Set{"manager": ""}).Manager, "once it is back nobody needs to")
}

func TestAVendorDoesItsPartAndNoMore(t *testing.T) {
	h := withMaker(t)
	h.do(vendor, ticket.Note{Text: "seen"}, ticket.Set{"vendor_reference": "M-2", "resolution_note": "new firmware"})
	for _, a := range []ticket.Action{
		ticket.Acknowledge{}, ticket.Assign{Engineer: "nils"}, ticket.Message{Text: "hello"}, ticket.Approve{}, ticket.Accept{},
		ticket.Set{"manager": "cora"}, ticket.Set{"category": "x"}, ticket.Set{"priority": "P1"}, ticket.Set{"group": "x"}, ticket.Set{"subject": "x"},
		ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed"}}, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"},
		ticket.ChangeKind{To: "request"}, ticket.StartRun{Runbook: "routes"}, ticket.Join{}, ticket.Adopt{Version: 1},
		ticket.HandOver{Reason: tier.Solved, Fields: map[string]string{"manager": "cora"}},
	} {
		refusal := h.refused(vendor, a)
		require.Contains(t, []string{"right", "offer", "runbook", "edge"}, refusal.Rule, "%T: %s", a, refusal.Why)
	}
	got := h.do(vendor, ticket.HandOver{Reason: tier.Solved, Fields: map[string]string{"vendor_reference": "M-3"}})
	require.Equal(t, []any{tier.HandBack, tier.ID("net"), "M-3"}, []any{got.Offer.Edge, got.Offer.To, got.VendorReference})
	h.do(nils, ticket.Accept{})
	for _, a := range []ticket.Action{ticket.Note{Text: "n"}, ticket.Set{"vendor_reference": "M-4"}, ticket.HandOver{Reason: tier.Solved}} {
		require.Equal(t, "right", h.refused(vendor, a).Rule, "it has nothing to do with it any more")
	}
}

func TestTheContractWithAVendorHasAClockOfItsOwn(t *testing.T) {
	text, err := os.ReadFile("testdata/lines.yaml")
	require.NoError(t, err)
	h := houseOf(t, strings.Replace(string(text), "targets: [{metric: vendor, within: 48h}]", "targets: [{metric: hold, within: 24h}]", 1))
	toMaker(h)
	h.do(lou, ticket.Approve{})
	h.now = monday.Add(time.Hour)
	got := h.do(vendor, ticket.Accept{})
	uc := func(t ticket.Ticket) ticket.Clock {
		for _, c := range t.Clocks {
			if c.Kind == sla.UC {
				return c
			}
		}
		return ticket.Clock{}
	}
	require.Equal(t, []any{sla.Running, h.now, 24 * time.Hour}, []any{uc(got).State, uc(got).Started, uc(got).Target}, "from when the vendor accepts")
	require.Equal(t, monday, clockOf(got, "resolve").Started, "the client's clock goes on")

	h.now = monday.Add(3 * time.Hour)
	h.do(vendor, ticket.HandOver{Reason: tier.Returned})
	got = h.do(nils, ticket.Accept{})
	require.Equal(t, []any{sla.Stopped, 2 * time.Hour}, []any{uc(got).State, uc(got).Spent}, "until we have it back")

	h.now = monday.Add(5 * time.Hour)
	h.do(nils, ticket.HandOver{Reason: tier.Unsolved})
	h.do(lou, ticket.Approve{})
	got = h.do(vendor, ticket.Accept{})
	require.Equal(t, []any{sla.Running, h.now, time.Duration(0)}, []any{uc(got).State, uc(got).Started, uc(got).Spent}, "and again the next time")
	h.at(29*time.Hour + time.Minute)
	require.NotEmpty(t, h.events(ticket.Breached))
}

func TestAVendorThatSaysOfWhichTierItIsHasToDoWithThatOneAlone(t *testing.T) {
	h := linesHouse(t)
	toMaker(h)
	h.do(lou, ticket.Approve{})
	carrier, maker := vendor, vendor
	carrier.Tier, maker.Tier = "carrier", "maker"
	for _, a := range []ticket.Action{ticket.Accept{}, ticket.Reject{Why: "w"}, ticket.Note{Text: "n"}} {
		require.Equal(t, "right", h.refused(carrier, a).Rule, "%T", a)
	}
	_, err := h.desk.GetAs(t.Context(), carrier, "T")
	require.ErrorIs(t, err, ticket.ErrRefused)
	h.do(maker, ticket.Accept{})
	require.Equal(t, "right", h.refused(carrier, ticket.HandOver{Reason: tier.Solved}).Rule)
	require.EqualValues(t, "net", h.do(maker, ticket.HandOver{Reason: tier.Solved}).Offer.To)
}

func TestAVendorThatIsAskedInHelpsAsItsOwnTier(t *testing.T) {
	h := linesHouse(t)
	h.do(fay, ticket.Open{Set: ticket.Set{"subject": "s"}})
	h.do(fay, ticket.Consult{To: "maker"})
	carrier, maker := vendor, vendor
	carrier.Tier, maker.Tier = "carrier", "maker"
	require.Equal(t, "right", h.refused(carrier, ticket.Join{}).Rule)
	require.Equal(t, vendor.ID, h.do(maker, ticket.Join{}).Helpers[0].Engineer)
	require.Equal(t, "right", h.refused(ticket.Actor{Kind: ticket.Requester, ID: vendor.ID, Tier: "maker", Client: "acme"}, ticket.Leave{}).Rule)
	require.Empty(t, h.do(maker, ticket.Leave{}).Helpers)
}
