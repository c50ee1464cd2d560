package ticket_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/tier"
)

var more = map[string]string{"tried": "restarted it", "impact_note": "one floor"}

// night is when nobody at the field is there.
const night = 12 * time.Hour

func TestATierWhereNobodyIsThereIsPassedBy(t *testing.T) {
	h := linesHouse(t)
	h.now = monday.Add(night)
	h.do(fay, ticket.Open{Set: ticket.Set{"category": "servers"}})
	require.Equal(t, []string{"impact_note"}, h.refused(fay, ticket.HandOver{Reason: tier.Unsolved, Fields: tried}).Missing,
		"what the last edge asks, not what the first does")
	got := h.do(fay, ticket.HandOver{Reason: tier.Unsolved, Fields: more})
	require.EqualValues(t, "cloud", got.Offer.To, "the tier for the platform that is needed")
	require.EqualValues(t, "front", got.Offer.From)
	require.Equal(t, []ticket.Skipped{{Tier: "field", Why: tier.NobodyPresent}}, got.Offer.Skipped)
	require.Equal(t, h.now.Add(time.Hour), got.Offer.AcceptBy, "the last edge's time")

	got = h.do(cora, ticket.Accept{})
	require.EqualValues(t, "cloud", got.Tier)
	require.EqualValues(t, "front", got.CameFrom)
	require.EqualValues(t, "front", got.Owner.Tier)
	require.Equal(t, 1, got.HandOvers)
}

func TestATierIsNotPassedBy(t *testing.T) {
	for _, c := range []struct {
		name string
		hour time.Duration
		over ticket.HandOver
	}{
		{"while somebody is there", 0, ticket.HandOver{Reason: tier.Unsolved, Fields: more}},
		{"when it is named", night, ticket.HandOver{To: "field", Reason: tier.Unsolved, Fields: more}},
		{"for a reason for which no way goes on", night, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: more}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := linesHouse(t)
			h.now = monday.Add(c.hour)
			h.do(fay, ticket.Open{Set: ticket.Set{"category": "servers"}})
			got := h.do(fay, c.over)
			require.EqualValues(t, "field", got.Offer.To)
			require.Empty(t, got.Offer.Skipped)
		})
	}
}

func TestWithoutEngineersInTheHandbookNothingIsSkipped(t *testing.T) {
	h := houseOf(t, `
name: nobody-known
version: 1
ladder:
  name: skipping
  version: 1
  first: A
  tiers:
    - {id: A, name: A, rank: 1, kind: desk, capabilities: [work, route]}
    - {id: B, name: B, rank: 2, kind: specialist, capabilities: [work]}
    - {id: C, name: C, rank: 3, kind: expert, capabilities: [work]}
  edges:
    - {from: A, to: B, kind: functional, reasons: [unsolved], may_skip: true}
    - {from: B, to: C, kind: functional, reasons: [unsolved]}
`)
	h.do(rosa, ticket.Open{})
	got := h.do(ticket.Actor{Kind: ticket.Engineer, ID: "al", Tier: "A", Client: "acme"}, ticket.HandOver{Reason: tier.Unsolved})
	require.EqualValues(t, "B", got.Offer.To)
}

func TestTimeSkipsTooAndANobodyWhoQualifiesIsAReason(t *testing.T) {
	h := linesHouse(t, `
  - {category: [radio], tier: [field], platforms: [{name: radio}]}
`+atRisk)
	h.do(fay, ticket.Open{Set: ticket.Set{"category": "radio"}})
	got := h.at(4 * time.Hour)
	require.EqualValues(t, "net", got.Offer.To, "the first of two where nothing is needed")
	require.Equal(t, []ticket.Skipped{{Tier: "field", Why: tier.NobodyQualified}}, got.Offer.Skipped)
	require.Empty(t, got.Offer.Fields)
}

func TestAVendorHandsBackToTheTierThatTheTicketCameFrom(t *testing.T) {
	for _, from := range []ticket.Actor{nils, cora} {
		t.Run(string(from.Tier), func(t *testing.T) {
			h := linesHouse(t)
			h.do(fay, ticket.Open{Tier: from.Tier})
			h.do(from, ticket.HandOver{Reason: tier.Unsolved, Fields: map[string]string{"vendor_reference": "M-1", "manager": from.ID}})
			h.do(lou, ticket.Approve{})
			h.do(vendor, ticket.Accept{})
			got := h.do(vendor, ticket.HandOver{Reason: tier.Solved})
			require.Equal(t, from.Tier, got.Offer.To)
			require.Equal(t, tier.HandBack, got.Offer.Edge)
		})
	}
}

func TestNeedsAreAskedTogether(t *testing.T) {
	h := linesHouse(t, `
  - {kind: [incident], platforms: [{name: linux, years: 3}, {name: oracle}], skills: [{framework: SFIA, code: USUP, level: 2}], years: 4}
  - {tier: [cloud], years: 2, languages: [fr, en]}
`)
	book := h.desk.Handbook()
	got := book.Needs(ticket.Ticket{Client: "acme", Kind: "incident", Service: "hotline", Category: "servers"}, "cloud")
	require.Equal(t, tier.Needs{
		Tier: "cloud", Years: 4, Platforms: []tier.Platform{{Name: "linux", Years: 3}, {Name: "oracle"}},
		Skills: []tier.Skill{{Framework: "SFIA", Code: "USUP", Level: 2}}, Languages: []string{"fr", "en"},
	}, got)
	require.Equal(t, tier.Needs{Tier: "front"}, book.Needs(ticket.Ticket{Client: "other", Kind: "request", Service: "hotline"}, "front"))
	require.Equal(t, []string{"de"}, book.Needs(ticket.Ticket{Client: "acme", Service: "hotline"}, "front").Languages)
}

func TestANeedThatCannotBeMetOrMeansNothingIsAFault(t *testing.T) {
	for _, c := range []struct{ need, fault string }{
		{"{category: [servers]}", "needs[3]: asks nothing"},
		{"{tier: [attic], years: 2}", `needs[3].tier[0]: the ladder has no tier "attic"`},
		{"{kind: [dream], years: 2}", `needs[3].kind[0]: there is no kind "dream"`},
		{"{years: 61}", "needs[3].years: is 61; want 0 to 60"},
		{"{platforms: [{name: linux, years: -1}]}", "needs[3].platforms[0].years"},
		{"{languages: [de_DE!]}", "needs[3].languages[0]"},
	} {
		t.Run(c.fault, func(t *testing.T) {
			text, err := os.ReadFile("testdata/lines.yaml")
			require.NoError(t, err)
			_, err = handbook.Parse(append(text, "  - "+c.need...))
			require.ErrorIs(t, err, ticket.ErrInvalid)
			require.ErrorContains(t, err, c.fault)
			require.Len(t, ticket.Faults(err), 1)
		})
	}
}
