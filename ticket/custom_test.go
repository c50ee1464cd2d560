package ticket_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

const typed = `
name: typed
version: 1
kinds: [{name: incident}, {name: request}]
fields:
  - {name: asset, pattern: "[A-Z]{2}-[0-9]+"}
  - {name: seats, type: whole, min: 1, max: 500}
  - {name: cost, type: decimal, min: "-0.5", max: 99.5}
  - {name: urgent, type: yes_no, default: no}
  - {name: from, type: date, min: 2026-01-01}
  - {name: until, type: instant, max: "2027-01-01T01:00:00+01:00"}
  - {name: size, type: one_of, of: [S, M, L]}
  - {name: colours, type: some_of, of: [red, green, light blue]}
  - {name: anything}
`

func TestAFieldIsKeptInOneWay(t *testing.T) {
	h := houseOf(t, typed)
	h.do(rosa, ticket.Open{})
	for _, c := range []struct{ field, given, kept string }{
		{"asset", "DE-07", "DE-07"},
		{"seats", "+012", "12"},
		{"seats", "500", "500"},
		{"seats", "1", "1"},
		{"seats", "", ""},
		{"cost", "007.50", "7.5"},
		{"cost", "-0.500", "-0.5"},
		{"cost", "-0.0", "0"},
		{"cost", "99.5", "99.5"},
		{"cost", "+10", "10"},
		{"urgent", "true", "yes"},
		{"urgent", "no", "no"},
		{"from", "2028-02-29", "2028-02-29"},
		{"from", "2026-01-01", "2026-01-01"},
		{"until", "2026-12-24T18:00:00.1234567+01:00", "2026-12-24T17:00:00.123456Z"},
		{"until", "2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z"},
		{"size", "M", "M"},
		{"colours", "light blue, red,red", "red,light blue"},
		{"anything", " goes, here", " goes, here"},
	} {
		got := h.do(ada, ticket.Set{ticket.Field(c.field): c.given})
		require.Equal(t, c.kept, got.Get(ticket.Field(c.field)), "%s: %s", c.field, c.given)
		require.Equal(t, got.Version, h.do(ada, ticket.Set{ticket.Field(c.field): c.kept}).Version, "%s: kept as it is", c.field)
	}
}

func TestAWrongValueIsRefusedWithWhatIsWanted(t *testing.T) {
	h := houseOf(t, typed)
	h.do(rosa, ticket.Open{})
	for _, c := range []struct{ field, given, why string }{
		{"asset", "x DE-07", `asset: "x DE-07" is not text that matches [A-Z]{2}-[0-9]+`},
		{"asset", "DE-07\n", `asset: "DE-07\n" is not text that matches [A-Z]{2}-[0-9]+`},
		{"seats", "many", `seats: "many" is not a whole number from 1 to 500`},
		{"seats", "0", `seats: "0" is not a whole number from 1 to 500`},
		{"seats", "501", ""},
		{"seats", "1e2", ""},
		{"seats", "0x10", ""},
		{"seats", "1_0", ""},
		{"seats", " 1", ""},
		{"seats", "1000000000000000000", ""},
		{"seats", "9223372036854775808", ""},
		{"cost", "99.51", `cost: "99.51" is not a number such as "12.5" from -0.5 to 99.5`},
		{"cost", "-0.6", ""},
		{"cost", "1,5", ""},
		{"cost", ".5", ""},
		{"cost", "5.", ""},
		{"cost", "1e1", ""},
		{"cost", "NaN", ""},
		{"cost", "1/2", ""},
		{"urgent", "perhaps", `urgent: "perhaps" is not "yes" or "no"`},
		{"urgent", "Yes", ""},
		{"from", "2025-12-31", `from: "2025-12-31" is not a date such as "2026-12-24" from 2026-01-01`},
		{"from", "2027-02-29", ""},
		{"from", "tomorrow", ""},
		{"from", "2026-1-1", ""},
		{"from", "0000-01-01", ""},
		{"until", "2027-01-01T00:00:01Z", `until: "2027-01-01T00:00:01Z" is not an instant such as "2026-12-24T17:00:00Z" to 2027-01-01T00:00:00Z`},
		{"until", "2026-12-24", ""},
		{"until", "0000-01-01T00:00:00Z", ""},
		{"size", "XXL", `size: "XXL" is not one of the values of this field`},
		{"size", "S,M", ""},
		{"colours", "red,,green", `colours: "red,,green" is not some of the values of this field with commas between`},
		{"colours", "blue", ""},
		{"seats", strings.Repeat("ä", 100), `seats: "` + strings.Repeat("ä", 32) + `…" is not a whole number from 1 to 500`},
	} {
		refusal := h.refused(ada, ticket.Set{ticket.Field(c.field): c.given})
		require.Equal(t, "field", refusal.Rule, c.given)
		if c.why != "" {
			require.Equal(t, c.why, refusal.Why)
		}
	}
	require.Equal(t, []string{"S", "M", "L"}, h.refused(ada, ticket.Set{"size": "XXL"}).Allowed)
}

func TestANewTicketHasDefaultsAndIsAskedForTheRest(t *testing.T) {
	policy := `
name: asks
version: 1
kinds: [{name: incident}, {name: request}]
fields:
  - {name: seats, type: whole, default: "+5", kinds: [request]}
  - {name: cost_centre, required: true, kinds: [request]}
  - {name: approved, type: yes_no, can: work, required: true}
  - {name: room, required: true, default: lobby}
`
	h := houseOf(t, policy)
	refusal := h.refused(rosa, ticket.Open{Kind: "request"})
	require.Equal(t, "missing", refusal.Rule)
	require.Equal(t, []string{"cost_centre"}, refusal.Missing, "a requester is not asked for what they may not say")
	require.Equal(t, []string{"cost_centre", "approved"}, h.refused(ada, ticket.Open{Kind: "request", Set: ticket.Set{"cost_centre": " "}}).Missing)
	require.Equal(t, []string{"approved"}, h.refused(ada, ticket.Open{}).Missing, "an incident has no cost centre")

	got := h.do(rosa, ticket.Open{Kind: "request", Set: ticket.Set{"cost_centre": "12", "seats": "7"}})
	require.Equal(t, map[ticket.Field]string{"cost_centre": "12", "seats": "7", "room": "lobby"}, got.Fields)
	h = houseOf(t, policy)
	require.Equal(t, "5", h.do(rosa, ticket.Open{Kind: "request", Set: ticket.Set{"cost_centre": "12"}}).Get("seats"))

	h = houseOf(t, policy)
	require.Equal(t, map[ticket.Field]string{"room": "lobby"}, h.raise("disk").Ticket.Fields, "no alarm is lost for a field")
}

func TestTypesOfFieldsAreChecked(t *testing.T) {
	_, err := handbook.Parse([]byte(`name: wrong
version: 1
fields:
  - {name: a, type: colour}
  - {name: b, type: one_of}
  - {name: c, type: one_of, of: [x, "y,z", x, " w"]}
  - {name: d, of: [x]}
  - {name: e, type: whole, pattern: "[0-9]"}
  - {name: f, pattern: "("}
  - {name: g, type: whole, min: x, max: 9.5}
  - {name: h, type: decimal, min: 2, max: 1.5}
  - {name: i, min: 1}
  - {name: j, type: date, default: tomorrow}
  - {name: k, type: whole, max: 9, default: 10}
  - {name: l, kinds: [wish]}
`))
	var paths []string
	for _, f := range ticket.Faults(err) {
		paths = append(paths, f.Path)
	}
	require.Equal(t, []string{
		"fields[0].type", "fields[1].of", "fields[2].of[2]", "fields[2].of[1]", "fields[2].of[3]", "fields[3].of", "fields[4].pattern",
		"fields[5].pattern", "fields[6].min", "fields[6].max", "fields[7].max", "fields[8]", "fields[9].default", "fields[10].default", "fields[11].kinds[0]",
	}, paths)
}
