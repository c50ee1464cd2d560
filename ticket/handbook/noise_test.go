package handbook_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

// What is wrong in one place is said once, and not again wherever that place is referred to.
func TestOneMistakeIsOneFault(t *testing.T) {
	sound, err := os.ReadFile("testdata/sound.yaml")
	require.NoError(t, err)
	for name, c := range map[string]struct{ from, to, want string }{
		"a zone that there is not":            {"zone: Europe/London\n    week", "zone: Mars/Olympus\n    week", "calendars[0].zone"},
		"hours that are none":                 {`mon: ["08:00-18:00"]`, `mon: ["8-18"]`, "calendars[0].week.mon[0]"},
		"a field that stands twice":           {"name: sound", "name: sound\nname: again", `stands twice: "name" is on line 3 already`},
		"a field that stands twice in a tier": {"kind: specialist", "kind: specialist\n      kind: expert", `stands twice: "kind" is on line 21 already`},
		"a kind of tier that is none":         {"kind: desk", "kind: dusk", "ladder.tiers[0].kind"},
		"a first tier that there is not":      {"first: L1", "first: L9", "ladder.first"},
		"an edge to nowhere":                  {"- {from: L4, to: L2,", "- {from: L4, to: L3,", "ladder.edges[3].to"},
		"a rank that is no number":            {"rank: 2", "rank: two", "wrong type; want a whole number"},
		"a class that is none":                {"class: active}", "class: lively}", "kinds[0].states[1].class"},
		"a zone of a schedule":                {"zone: Europe/London\n    start", "zone: Mars/Olympus\n    start", "on_call[0].zone"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, string(sound), c.from)
			_, err := handbook.Parse([]byte(strings.Replace(string(sound), c.from, c.to, 1)))
			faults := ticket.Faults(err)
			require.Len(t, faults, 1, "%v", err)
			require.Contains(t, faults[0].Error(), c.want)
			require.Positive(t, faults[0].Line)
		})
	}
}

// A ladder with a fault keeps its own tiers, which others name.
func TestTheTiersOfAFaultyLadderAreKnown(t *testing.T) {
	_, err := handbook.Parse([]byte(`name: faulty
version: 1
ladder:
  name: own
  first: front
  tiers:
    - {id: front, rank: 1, kind: dusk}
    - {id: back, rank: 2, kind: expert}
  edges:
    - {from: front, to: back, kind: functional, reasons: [full_moon]}
groups:
  - {id: moon, tier: back}
policies:
  - {name: p, trigger: {on: unacknowledged}, steps: [{after: 5m, actions: [hand_over], reason: full_moon}]}
`))
	faults := ticket.Faults(err)
	require.Len(t, faults, 1, "%v", err)
	require.Equal(t, 7, faults[0].Line)
}

// Every field of a definition is written to YAML and read again, whichever it is: none has a name for one and not for the other.
func TestEveryFieldIsReadAsItIsWritten(t *testing.T) {
	var d ticket.Definition
	n := 0
	fill(reflect.ValueOf(&d).Elem(), &n)
	text, err := yaml.Marshal(d)
	require.NoError(t, err)
	var again ticket.Definition
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	decoder.KnownFields(true)
	require.NoError(t, decoder.Decode(&again))
	require.Empty(t, handbook.Leaves(d, again))
	written, err := yaml.Marshal(again)
	require.NoError(t, err)
	require.Equal(t, string(text), string(written))
}

// JSON is YAML: a handbook may be written so, with durations as texts.
func TestAHandbookMayBeJSON(t *testing.T) {
	h, err := handbook.Parse([]byte(`{
		"name": "json", "version": 1,
		"agreements": [{"id": "a", "targets": [{"metric": "resolve", "within": "4h30m", "calendar": "24x7"}]}]
	}`))
	require.NoError(t, err)
	require.Equal(t, "4h30m0s", h.Definition().Agreements[0].Targets[0].Within.String())
	_, err = handbook.Parse([]byte(`{"name": "json", "version": 1, "agreements": [{"id": "a", "targets": [{"metric": "resolve", "within": 16200000000000}]}]}`))
	require.ErrorContains(t, err, `want a duration such as "15m"`)
}
