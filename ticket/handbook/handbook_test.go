package handbook_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

const faulty = `name: broken
version: one
colour: blue
ladder:
  name: two
  first: L9
  tiers:
    - {id: L1, name: One, rank: 1, kind: desk, capabilities: [work]}
    - {id: L2, name: Two, rank: 2, kind: wizard}
  edges:
    - {from: L1, to: L7, kind: functional, reasons: [unsolved]}
kinds:
  - name: incident
    initial: [fresh]
    states:
      - {name: new, class: new}
      - {name: done, class: finished}
    transitions:
      - {trigger: end, from: [new], to: nowhere}
      - {trigger: end, from: new, to: done}
calendars:
  - {name: office, zone: Mars/Olympus, week: {mon: ["09:00-17:00"]}}
  - {name: night, zone: UTC, week: {mon: ["25:00-26:00"]}}
agreements:
  - id: a
    targets:
      - {metric: happiness, within: 1h}
      - {metric: resolve, within: soon}
      - {metric: acknowledge, within: 1h, calendar: moon}
policies:
  - name: p
    trigger: {on: full_moon}
    steps: [{after: 5m, targets: [{kind: tier, id: L5}], celebrate: true}]
runbooks:
  - {id: r, title: R, owner: o, version: 1, review_by: 2027-02-30, tiers: [L6], steps: [{id: s, kind: dance, text: t}]}
engineers:
  - {id: ada, tiers: [L1], groups: [ghosts]}
notify:
  - {on: party, to: [{kind: tier}]}
`

func TestEveryFaultIsReportedOnceWithItsLine(t *testing.T) {
	_, err := handbook.Parse([]byte(faulty))
	require.ErrorIs(t, err, ticket.ErrInvalid)
	faults := map[int][]string{}
	last := 0
	for _, f := range ticket.Faults(err) {
		require.GreaterOrEqual(t, f.Line, last, "in the order of the file")
		last = f.Line
		faults[f.Line] = append(faults[f.Line], f.Error())
	}
	for line, words := range map[int]string{
		2:  "whole number",
		3:  `no field "colour"`,
		6:  "L9",
		9:  "wizard",
		11: "L7",
		14: "fresh",
		17: "finished",
		19: "nowhere",
		20: "a list",
		22: "Mars/Olympus",
		23: "25:00",
		27: "happiness",
		28: "duration",
		29: "moon",
		32: "full_moon",
		33: "celebrate",
		35: "dance",
		37: "ghosts",
		39: "party",
	} {
		require.Contains(t, strings.Join(faults[line], "; "), words, "line %d", line)
	}
	require.Empty(t, faults[0], "every fault has a line")
	require.Len(t, faults[2], 1, "a version of the wrong type is not missing, too")
}

func TestARepeatedFieldIsAFault(t *testing.T) {
	_, err := handbook.Parse([]byte("name: a\nversion: 1\nname: b\n"))
	require.ErrorIs(t, err, ticket.ErrInvalid)
	require.ErrorContains(t, err, "line 3")
}

func TestWhatIsNoHandbookAtAll(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":              {"", "empty"},
		"only a comment":     {"# nothing\n", "empty"},
		"broken syntax":      {"name: [a\n", "line 1"},
		"a list":             {"- a\n- b\n", "line 1"},
		"two documents":      {"name: a\nversion: 1\n---\nname: b\n", "second document"},
		"too deep":           {"name: a\nversion: 1\nnotify: " + strings.Repeat("[", 200) + strings.Repeat("]", 200), "deeper than 50"},
		"too large":          {"name: a\n# " + strings.Repeat("x", handbook.MaxBytes), "larger than 1048576 bytes"},
		"many open brackets": {strings.Repeat("[", 200_000), "max depth"},
		"a name of nothing":  {"version: 1\n", "name: is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := handbook.Parse([]byte(c.text))
			require.ErrorIs(t, err, ticket.ErrInvalid)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestTheSmallestHandbook(t *testing.T) {
	book, err := handbook.Parse([]byte("name: small\nversion: 1\n"))
	require.NoError(t, err)
	require.Equal(t, []string{"incident"}, book.Kinds())
	require.Equal(t, "L1", string(book.Ladder().First()))
	_, ok := book.Calendar("24x7")
	require.True(t, ok)
}

func TestAliasesAreAllowed(t *testing.T) {
	book, err := handbook.Parse([]byte(`
name: aliased
version: 1
calendars:
  - {name: a, week: &week {mon: ["09:00-17:00"]}}
  - {name: b, zone: Europe/Berlin, week: *week}
`))
	require.NoError(t, err)
	_, ok := book.Calendar("b")
	require.True(t, ok)
}

func TestAFaultBehindAnAliasHasTheLineOfTheAlias(t *testing.T) {
	_, err := handbook.Parse([]byte(`name: aliased
version: 1
calendars:
  - {name: a, week: &week {mon: ["99:00-17:00"]}}
`))
	require.ErrorContains(t, err, "line 4")
}

func TestLoadNamesTheFile(t *testing.T) {
	_, err := handbook.Load(filepath.Join(t.TempDir(), "none.yaml"))
	require.ErrorIs(t, err, os.ErrNotExist)
	file := filepath.Join(t.TempDir(), "broken.yaml")
	require.NoError(t, os.WriteFile(file, []byte(faulty), 0o600))
	_, err = handbook.Load(file)
	require.ErrorContains(t, err, "broken.yaml")
	require.ErrorIs(t, err, ticket.ErrInvalid)
	book, err := handbook.Load("../testdata/handbook.yaml")
	require.NoError(t, err)
	require.Equal(t, 3, book.Version())
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(faulty))
	text, err := os.ReadFile("../testdata/handbook.yaml")
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		book, err := handbook.Parse(text)
		if (book == nil) == (err == nil) {
			t.Fatalf("a handbook or an error, not %v and %v", book, err)
		}
		if err != nil && len(ticket.Faults(err)) == 0 {
			t.Fatalf("an error without a fault: %v", err)
		}
	})
}
