package tickettest_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/ticket/tickettest"
	"github.com/fourline-go/fourline/tier"
)

func TestATicketInASituationIsMadeByTheDesk(t *testing.T) {
	d := tickettest.NewDesk(t, nil)
	got := d.Given(tickettest.Situation{Priority: "P1", Tier: "L2", Breached: []string{"resolve"}, State: "resolved", Set: ticket.Set{"resolution": "replaced"}})
	require.Equal(t, "P1", got.Priority)
	require.Equal(t, ticket.Party{Tier: "L2", Engineer: "ben"}, got.Working)
	require.EqualValues(t, "L2", got.ResolvedAt)
	require.Equal(t, "replaced", got.Resolution)
	require.Equal(t, d.Now(), got.Resolved)
	var breached []string
	for _, e := range d.Events(got.ID, ticket.Breached) {
		breached = append(breached, e.Why)
		require.WithinRange(t, e.At, e.Due, e.Due.Add(time.Microsecond))
	}
	require.Equal(t, []string{"acknowledge", "resolve"}, breached)
}

func TestSituations(t *testing.T) {
	for name, c := range map[string]struct {
		s    tickettest.Situation
		want func(ticket.Ticket) bool
	}{
		"nothing said": {tickettest.Situation{}, func(t ticket.Ticket) bool {
			return t.State == "new" && t.Tier == "L1" && t.Client == "acme" && t.Kind == "incident"
		}},
		"of another client": {tickettest.Situation{Client: "birch", Priority: "P4"}, func(t ticket.Ticket) bool {
			return t.Client == "birch" && t.Priority == "P4"
		}},
		"waiting": {tickettest.Situation{State: "on_hold", Pending: "awaiting_vendor"}, func(t ticket.Ticket) bool { return t.Class == lifecycle.WaitingVendor }},
		"waiting for the first reason": {tickettest.Situation{State: "on_hold"}, func(t ticket.Ticket) bool {
			return t.Pending == "awaiting_customer"
		}},
		"closed":          {tickettest.Situation{State: "closed"}, func(t ticket.Ticket) bool { return !t.Closed.IsZero() && !t.Resolved.IsZero() }},
		"with the vendor": {tickettest.Situation{Tier: "L4"}, func(t ticket.Ticket) bool { return t.Tier == "L4" && t.HandOvers == 3 && t.VendorReference != "" }},
		"late at the second line only": {tickettest.Situation{Tier: "L2", Breached: []string{"hold"}}, func(t ticket.Ticket) bool {
			return t.Clocks[len(t.Clocks)-1].Told == 100
		}},
		"offered by time before it is handed over": {tickettest.Situation{Priority: "P1", Tier: "L2", Breached: []string{"acknowledge"}}, func(t ticket.Ticket) bool {
			return t.Tier == "L2"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := tickettest.NewDesk(t, nil).Given(c.s)
			require.True(t, c.want(got), "%+v", got)
		})
	}
}

// Every state of every ready-made lifecycle can be asked for, unless somebody has to agree to what leads there.
func TestEveryStateOfEveryKindCanBeGiven(t *testing.T) {
	for _, cycle := range lifecycle.ReadyMade() {
		for _, s := range cycle.States {
			t.Run(cycle.Name+" "+s.Name, func(t *testing.T) {
				require.Equal(t, s.Name, tickettest.NewDesk(t, nil).Given(tickettest.Situation{Kind: cycle.Name, State: s.Name}).State)
			})
		}
	}
}

func TestAHandOverThatSomebodyHasToApproveIsApproved(t *testing.T) {
	def := tickettest.House()
	ladder := tier.Default().Definition()
	ladder.Edges[0].Approver = "L1"
	def.Ladder = &ladder
	d := tickettest.NewDesk(t, tickettest.Book(t, def))
	require.EqualValues(t, "L2", d.Given(tickettest.Situation{Tier: "L2"}).Tier)
	require.Len(t, d.Events("T-1", ticket.Approved), 1)
}

func TestAPriorityWithoutAMatrixIsSet(t *testing.T) {
	def := tickettest.House()
	def.Priorities = ticket.Matrix{}
	require.Equal(t, "P1", tickettest.NewDesk(t, tickettest.Book(t, def)).Given(tickettest.Situation{Priority: "P1"}).Priority)
}

func TestWhatIsAskedForOnTheWayIsFilledInAsItsTypeWants(t *testing.T) {
	for _, f := range []ticket.CustomField{
		{Type: ticket.TypeOneOf, Of: []string{"laptop", "camera"}}, {Type: ticket.TypeSomeOf, Of: []string{"red", "blue"}},
		{Type: ticket.TypeWhole}, {Type: ticket.TypeWhole, Min: "7", Max: "9"}, {Type: ticket.TypeDecimal, Min: "0.5", Max: "0.75"}, {Type: ticket.TypeDecimal},
		{Type: ticket.TypeYesNo}, {Type: ticket.TypeDate}, {Type: ticket.TypeInstant}, {},
	} {
		t.Run(string(f.Type)+" "+f.Min+" "+f.Max, func(t *testing.T) {
			def, cycle := tickettest.House(), lifecycle.Incident()
			f.Name = "device"
			def.Fields = []ticket.CustomField{f}
			asked := []string{"device", "impact", "urgency", "group"}
			cycle.States[slices.IndexFunc(cycle.States, func(s lifecycle.State) bool { return s.Name == "in_progress" })].Require = asked
			cycle.States[slices.IndexFunc(cycle.States, func(s lifecycle.State) bool { return s.Name == "resolved" })].Change = asked[:1]
			def.Kinds = []lifecycle.Definition{cycle}
			def.Groups = []tier.Group{{ID: "servers", Tier: "L2"}, {ID: "desk", Tier: "L1"}}
			d := tickettest.NewDesk(t, tickettest.Book(t, def))
			got := d.Given(tickettest.Situation{State: "in_progress"})
			require.NotEmpty(t, got.Fields["device"])
			require.Equal(t, "desk", got.Group)
			changed := d.Given(tickettest.Situation{State: "resolved", Set: ticket.Set{"device": got.Fields["device"]}})
			require.NotEqual(t, got.Fields["device"], changed.Fields["device"])
		})
	}
}

func TestAnOfferOfTheWrongTierIsRejectedFirst(t *testing.T) {
	def := tickettest.House()
	ladder := tier.Default().Definition()
	ladder.Edges = append(ladder.Edges, tier.Edge{From: "L1", To: "L3", Kind: tier.Functional, Reasons: []tier.Reason{"direct"}})
	def.Ladder = &ladder
	def.Policies[0].Steps[1].Actions = []escalation.Action{escalation.HandOver, escalation.Notify}
	d := tickettest.NewDesk(t, tickettest.Book(t, def))
	got := d.Given(tickettest.Situation{Priority: "P1", Tier: "L3", Breached: []string{"resolve"}})
	require.EqualValues(t, "L3", got.Tier)
	require.Equal(t, 1, got.HandOvers, "the shortest way")
	require.EqualValues(t, "L2", d.Events(got.ID, ticket.Offered)[0].Offer.To, "time had offered it to L2")
	require.Len(t, d.Events(got.ID, ticket.Rejected), 1)
}

func TestTheHouseHasNoFaults(t *testing.T) {
	require.Empty(t, handbook.Lint(tickettest.Book(t, tickettest.House()), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)))
	for _, by := range who.All() {
		require.Equal(t, "acme", by.Client)
	}
}

func TestAGoldenFileIsComparedAndWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "some.golden")
	tickettest.Golden(t, file, "one\ntwo\n", true)
	tickettest.Golden(t, file, "one\ntwo\n", false)
	require.Contains(t, fails(t, func(t testing.TB) { tickettest.Golden(t, file, "one\n2\n", false) }), "some.golden:2 differs\nwant two\ngot  2\n")
	require.Contains(t, fails(t, func(t testing.TB) { tickettest.Golden(t, file, "one", false) }), "some.golden:2 differs\nwant two\ngot  (nothing)\n")
	require.Contains(t, fails(t, func(t testing.TB) { tickettest.Golden(t, file+"x", "one", false) }), "there is a flag to write it")
}
