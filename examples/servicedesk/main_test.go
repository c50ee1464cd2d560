package main

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// call runs the command line, and gives what it prints.
func call(t *testing.T, args ...string) (code int, out, complaints string) {
	t.Helper()
	var o, c bytes.Buffer
	code = command(t.Context(), args, &o, &c)
	return code, o.String(), c.String()
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestWithoutAFileTheDatabaseIsTemporary(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	code, out, complaints := call(t, "-json")
	require.Zero(t, code, complaints)
	require.True(t, strings.HasPrefix(out, "{"))
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestARunThatIsStoppedSaysHowToGoOn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, complaints bytes.Buffer
	require.Equal(t, 1, command(ctx, nil, &out, &complaints))
	require.Contains(t, complaints.String(), "-db")
}

func TestAWrongCommandLine(t *testing.T) {
	for _, args := range [][]string{{"-nosuch"}, {"more"}} {
		code, out, complaints := call(t, args...)
		require.Equal(t, 2, code)
		require.Empty(t, out)
		require.NotEmpty(t, complaints)
	}
	code, _, complaints := call(t, "-help")
	require.Zero(t, code)
	require.Contains(t, complaints, "-db file")
}

func TestAHandbookWithFaultsNamesThemAll(t *testing.T) {
	text, err := os.ReadFile("handbook.yaml")
	require.NoError(t, err)
	bad := strings.NewReplacer(
		"first: L1 #", "first: L9 #",
		"zone: Europe/London # an", "zone: Europe/Londn # an",
		"to: resolved, by: [monitor]", "to: solved, by: [monitor]",
		"version: 1 # a new one", "version: one # a new one",
	).Replace(string(text))
	path := file(t, "handbook.yaml", bad)
	code, out, complaints := call(t, "-handbook", path)
	require.Equal(t, 1, code)
	require.Empty(t, out)
	lines := strings.Split(strings.TrimSpace(complaints), "\n")
	require.GreaterOrEqual(t, len(lines), 4, complaints)
	for _, l := range lines {
		require.Regexp(t, `^.*handbook\.yaml:\d+: `, l)
	}
	for _, what := range []string{"L9", "Europe/Londn", "solved", "one"} {
		require.Contains(t, complaints, what)
	}

	code, _, complaints = call(t, "-handbook", filepath.Join(t.TempDir(), "none.yaml"))
	require.Equal(t, 1, code)
	require.Contains(t, complaints, "none.yaml")
}

func TestAScenarioWithFaultsNamesThemAll(t *testing.T) {
	path := file(t, "scenario.yaml", head+"when:\n  - {at: 9, by: eve, ticket: x, do: [accept]}\n  - {ticket: x, says: something}\n")
	code, out, complaints := call(t, "-scenario", path)
	require.Equal(t, 1, code)
	require.Empty(t, out)
	require.Equal(t, path+":8: \"9\" is no time; want one such as 2026-11-23 08:30\n"+
		path+":8: there is no \"eve\", neither among the engineers of the handbook nor among the people of the scenario\n"+
		path+":9: there is no field \"says\" here\n"+
		path+":9: there is nothing to do, and nothing is expected\n", complaints)
	code, _, complaints = call(t, "-scenario", t.TempDir())
	require.Equal(t, 1, code)
	require.NotEmpty(t, complaints)
}

func TestADatabaseOfAnotherProgramIsLeftAsItIs(t *testing.T) {
	foreign := filepath.Join(t.TempDir(), "music.db")
	db, err := sql.Open("sqlite", foreign)
	require.NoError(t, err)
	_, err = db.Exec("CREATE TABLE songs (title TEXT)")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	newer := filepath.Join(t.TempDir(), "newer.db")
	require.NoError(t, onDisk(t, newer).Close())
	db, err = sql.Open("sqlite", newer)
	require.NoError(t, err)
	_, err = db.Exec("PRAGMA user_version = 9999")
	require.NoError(t, err)
	require.NoError(t, db.Close())

	for _, path := range []string{foreign, newer, file(t, "letter.db", "Dear diary, this is not a database at all.")} {
		before, err := os.ReadFile(path)
		require.NoError(t, err)
		code, out, complaints := call(t, "-db", path)
		require.Equal(t, 1, code)
		require.Empty(t, out)
		require.Contains(t, complaints, path)
		t.Log(complaints)
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, before, after)
	}
}

const smallDay = head + `when:
  - {at: 2026-11-23 09:00, by: rosa, ticket: x, do: [open: {subject: SUBJECT, channel: web, impact: low, urgency: low}]}
  - {at: 09:05, by: ada, ticket: x, do: [acknowledge, move: start]}
  - {at: 09:10, by: ada, ticket: x, do: [move: {trigger: resolve, set: {resolution: fixed, resolution_note: n}}]}
`

func TestADatabaseOfAnotherDayIsRefused(t *testing.T) {
	db := filepath.Join(t.TempDir(), "day.db")
	one := file(t, "one.yaml", strings.Replace(smallDay, "SUBJECT", "Mouse", 1))
	other := file(t, "other.yaml", strings.Replace(smallDay, "SUBJECT", "Keyboard", 1))
	code, _, complaints := call(t, "-db", db, "-scenario", one)
	require.Zero(t, code, complaints)
	code, _, complaints = call(t, "-db", db, "-scenario", other)
	require.Equal(t, 1, code)
	require.Contains(t, complaints, `the database holds another day: its T-1001 is "Mouse"`)
	code, _, complaints = call(t, "-db", db)
	require.Equal(t, 1, code)
	require.Contains(t, complaints, "another day")
}

func TestWhatAddsToADayIsDoneOnTheNextRun(t *testing.T) {
	db := filepath.Join(t.TempDir(), "day.db")
	code, out, complaints := call(t, "-db", db, "-scenario", file(t, "one.yaml", smallDay))
	require.Zero(t, code, complaints)
	require.Contains(t, out, "Ada Kaya, L1")
	more := smallDay + `  - {at: 2026-12-01 09:00, by: lena, ticket: y, do: [open: {subject: Another, channel: web, impact: low, urgency: low}]}
  - {at: 09:05, by: lena, ticket: y, do: [move: withdraw]}
`
	code, out, complaints = call(t, "-db", db, "-scenario", file(t, "more.yaml", more))
	require.Zero(t, code, complaints)
	require.Contains(t, out, "1 ticket is there, 3 of 5 entries are done")
	require.NotContains(t, out, "Ada Kaya, L1")
	require.Contains(t, out, "withdraws it")
}

func TestWhatDoesNotGoAsTheScenarioSaysIsMarked(t *testing.T) {
	day := smallDay + `  - {at: 09:15, by: ada, ticket: x, do: [accept]}
  - {at: 09:16, by: ada, ticket: x, do: [note: fine], refused: right}
  - {at: 09:17, by: ada, ticket: x, do: [accept], refused: right}
  - {at: 09:18, by: ada, ticket: x, do: [perform]}
  - {at: 09:19, by: ada, ticket: y, do: [open: {subject: Fax, channel: fax, requester: rosa}]}
  - {at: 09:20, by: ada, ticket: y, do: [acknowledge]}
`
	code, out, complaints := call(t, "-scenario", file(t, "odd.yaml", day))
	require.Equal(t, 1, code)
	require.Contains(t, complaints, "6 entries did not go as the scenario says")
	require.Contains(t, out, "line 11 of the scenario: ")
	require.Contains(t, out, "line 12 of the scenario: this was to be refused by the rule")
	require.Contains(t, out, "line 16 of the scenario: the ticket was never opened")
	require.Contains(t, out, "closed by itself", "the day goes on")
}

func TestATicketThatIsNeverClosedDoesNotKeepTheProgramForEver(t *testing.T) {
	text := head + "when:\n  - {at: 2026-11-23 09:00, by: rosa, ticket: x, do: [open: {subject: s}]}\n"
	code, out, complaints := call(t, "-scenario", file(t, "open.yaml", text))
	require.Zero(t, code, complaints)
	require.Contains(t, out, "Stopped on Monday, 7 December 2026, at 09:00: it is 14 days since the last entry, and 1 ticket is")
}

func TestNobodysTextControlsTheTerminal(t *testing.T) {
	text := strings.Replace(smallDay, "SUBJECT", `"red \x1b[31m alert\nsecond line"`, 1)
	code, out, complaints := call(t, "-scenario", file(t, "odd.yaml", text))
	require.Zero(t, code, complaints)
	require.NotContains(t, out, "\x1b")
	require.Contains(t, out, "“red [31m alert second line”")
}

func TestAScenarioWithoutEntriesIsAnError(t *testing.T) {
	code, _, complaints := call(t, "-scenario", file(t, "empty.yaml", head+"when: []\n"))
	require.Equal(t, 1, code)
	require.Contains(t, complaints, "no entries")
}
