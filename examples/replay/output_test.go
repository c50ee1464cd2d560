package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

var update = flag.Bool("update", false, "write the golden files anew")

func zipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.String()
}

func TestWhatPeopleReadIsTheSameOnEveryRunAndStore(t *testing.T) {
	for _, f := range Formats() {
		for _, store := range stores() {
			t.Run(f.Name+" on "+store, func(t *testing.T) {
				r := replayFile(t, filepath.Join("testdata", f.Name+".csv"), f, store)
				r.report.Wall, r.report.Workers, r.report.Store = 2*time.Second, 4, storeMem
				var text bytes.Buffer
				require.NoError(t, r.report.Text(&text))
				golden(t, f.Name+".txt", text.String())
				folds(t, r)
			})
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "run with -update when this is how it should be")
}

// keys are those that -json must print, and no others.
var keys = strings.Fields(`log format store cases rows state_changes accepted refused refused_pairs reopens reopen_cases_agree priority_rows
	priority_rows_agree reassign_cases_agree sla_cases sla_agree escalations_up escalations_down never_left_l1_cases
	pingpong_line_cases wall_s rows_per_s`)

func TestJSONIsOneObjectOnOneLineWithTheKeysAgreed(t *testing.T) {
	for _, store := range stores() {
		status, out, notes := run(t, "-log", serviceNowLog, "-format", "servicenow", "-store", store, "-json", "-workers", "3")
		require.Equal(t, exitDone, status, notes)
		require.Equal(t, 1, strings.Count(out, "\n"))
		require.Contains(t, notes, "calendar and targets were fitted to the log, not documented by the desk")
		got := object(t, out)
		require.Positive(t, got["wall_s"])
		require.Positive(t, got["rows_per_s"])
		delete(got, "wall_s")
		delete(got, "rows_per_s")
		require.Equal(t, map[string]any{
			"log": serviceNowLog, "format": "servicenow", "store": store, "cases": 4.0, "rows": 20.0,
			"state_changes": 11.0, "accepted": 9.0, "refused": 2.0,
			"refused_pairs": map[string]any{"New -> -100": 1.0, "-100 -> Resolved": 1.0},
			"reopens":       1.0, "reopen_cases_agree": 4.0, "priority_rows": 20.0, "priority_rows_agree": 19.0,
			"reassign_cases_agree": 3.0, "sla_cases": 4.0, "sla_agree": 3.0,
			"escalations_up": 0.0, "escalations_down": 0.0, "never_left_l1_cases": 0.0, "pingpong_line_cases": 0.0,
		}, got)
	}
}

func TestJSONOfALogWithoutSuchThingsHasZeroes(t *testing.T) {
	status, out, notes := run(t, "-log", vinstLog, "-format", "vinst", "-json")
	require.Equal(t, exitDone, status, notes)
	require.Empty(t, notes)
	got := object(t, out)
	for _, key := range []string{"reopen_cases_agree", "priority_rows", "priority_rows_agree", "reassign_cases_agree", "sla_cases", "sla_agree"} {
		require.Zero(t, got[key], key)
	}
	require.Equal(t, map[string]any{}, got["refused_pairs"])
	require.Equal(t, 4.0, got["escalations_up"])
	require.Equal(t, 3.0, got["escalations_down"])
	require.Equal(t, 1.0, got["never_left_l1_cases"])
	require.Equal(t, 2.0, got["pingpong_line_cases"])
}

func object(t *testing.T, line string) map[string]any {
	t.Helper()
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(line), &got))
	have := []string{}
	for key := range got {
		have = append(have, key)
	}
	require.ElementsMatch(t, keys, have)
	return got
}

func TestTheTeamIsFoundInEitherColumn(t *testing.T) {
	text, err := os.ReadFile(vinstLog)
	require.NoError(t, err)
	names, rest, _ := strings.Cut(string(text), "\n")
	swapped := strings.NewReplacer("org:group", "organization involved", "organization involved", "org:group").Replace(names)
	require.NotEqual(t, names, swapped)
	incidents, problems := readLog(t, vinstLog, VINST()), readLog(t, write(t, swapped+"\n"+rest), VINST())
	require.Equal(t, []string{"incident", "problem"}, []string{incidents.Kind, problems.Kind})
	problems.Kind = incidents.Kind
	require.Equal(t, incidents, problems)
}

func TestALogWithoutLinesInItsTeamsStillTellsTeamsFromTheOrganisation(t *testing.T) {
	const names = "case:concept:name,org:group,organization involved,concept:name,impact,product,lifecycle:transition,time:timestamp\n"
	log := readLog(t, write(t, names+"1,Org line C,S1,Accepted,Low,P,Wait,2012-04-02T09:00:00+02:00\n"), VINST())
	require.Equal(t, []string{"Low", "P", "S1"}, log.Cases[0].Rows[0].Values)
	require.Equal(t, "L1", log.Cases[0].Rows[0].Line)

	log = readLog(t, write(t, names+"1,Other,S1 2nd,Accepted,Low,P,Wait,2012-04-02T09:00:00+02:00\n"), VINST())
	require.Equal(t, []string{"Low", "P", "S1 2nd"}, log.Cases[0].Rows[0].Values)
	require.Equal(t, "L2", log.Cases[0].Rows[0].Line)
}

func TestLinesAreAsWideAsTheyMayBeAndNoWider(t *testing.T) {
	require.Equal(t, []string{"aa · bb · cc"}, wrap([]string{"aa", "bb", "cc"}, " · ", 14))
	require.Equal(t, []string{"aa · bb ·", "cc"}, wrap([]string{"aa", "bb", "cc"}, " · ", 13))
	require.Equal(t, []string{"longer than that ·", "b"}, wrap([]string{"longer than that", "b"}, " · ", 4), "one word is never cut")
}

func TestADatabaseIsKeptAndRefusedWhenItHoldsTickets(t *testing.T) {
	db := filepath.Join(t.TempDir(), "desk.db")
	args := []string{"-log", vinstLog, "-format", "vinst", "-store", storeSQLite, "-db", db}
	status, out, complaints := run(t, args...)
	require.Equal(t, exitDone, status, complaints)
	require.Contains(t, out, "database: "+db)
	store, err := openSQLite(t.Context(), db)
	require.NoError(t, err)
	n := 0
	for _, err := range store.List(t.Context(), ticket.Query{}) {
		require.NoError(t, err)
		n++
	}
	require.NoError(t, store.Close())
	require.Equal(t, 5, n)

	status, _, complaints = run(t, args...)
	require.Equal(t, exitError, status)
	require.Contains(t, complaints, "holds tickets already")
}

func TestAnotherHandbookDecidesOtherwise(t *testing.T) {
	book, err := handbooks.ReadFile("vinst.yaml")
	require.NoError(t, err)
	other := write(t, strings.Replace(string(book), "- { trigger: reopen, from", "- { trigger: reopen, guards: [is_alarm], from", 1))
	_, out, complaints := run(t, "-log", vinstLog, "-format", "vinst", "-json", "-handbook", other)
	require.Empty(t, complaints)
	got := object(t, out)
	require.Equal(t, map[string]any{"Completed/Resolved -> Accepted/In Progress": 1.0, "Accepted/In Progress -> Unmatched/Unmatched": 1.0},
		got["refused_pairs"])
	require.Equal(t, 0.0, got["reopens"])

	status, _, complaints := run(t, "-log", vinstLog, "-format", "vinst", "-handbook", write(t, "name: x\nversion: 0\nladder: 3\n"))
	require.Equal(t, exitError, status)
	require.Contains(t, complaints, "line 2: ")
	require.Contains(t, complaints, "line 3: ")
}

func TestLintFindsNothingInTheHandbooksButWhatIsMeant(t *testing.T) {
	meant := map[lifecycle.Rule]bool{lifecycle.ReopenUncounted: true} // out of Completed to Unmatched, see vinst.yaml
	for _, f := range Formats() {
		book, err := loadHandbook(options{format: f})
		require.NoError(t, err)
		require.Empty(t, book.Ladder().Lint(), f.Name)
		for _, kind := range book.Kinds() {
			cycle, _ := book.Lifecycle(kind)
			for _, found := range lifecycle.Lint(cycle.Definition()) {
				require.True(t, meant[found.Rule], "%s: %s", f.Name, found)
			}
		}
	}
}

func TestALineWithoutATierIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	book, err := handbooks.ReadFile("vinst.yaml")
	require.NoError(t, err)
	other := write(t, strings.Replace(string(book), "name: L2/L3", "name: both", 1))
	db := filepath.Join(t.TempDir(), "desk.db")
	status, _, complaints := run(t, "-log", vinstLog, "-format", "vinst", "-handbook", other, "-store", storeSQLite, "-db", db)
	require.Equal(t, exitError, status)
	require.Contains(t, complaints, `the handbook's ladder has no tier named "L2/L3", to which case 1-3 comes`)
	require.NoFileExists(t, db)
}

func TestAReplayThatIsStoppedSaysHowFarItCame(t *testing.T) {
	var complaints bytes.Buffer
	p := program{out: io.Discard, err: &complaints}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	require.Equal(t, exitError, p.run(ctx, []string{"-log", vinstLog, "-format", "vinst"}))
	require.Contains(t, complaints.String(), "stopped, with 0 of 24 rows replayed")
}

func TestTheProgressLineSaysHowFarAndHowFast(t *testing.T) {
	p := &Progress{what: "replaying", unit: "rows", total: 4000}
	p.Add(1000)
	require.Equal(t, "replaying  ██████░░░░░░░░░░░░░░░░░░  25 %  500 rows/s  6 s left", p.Line(2*time.Second))
	p = &Progress{what: "reading", unit: "rows"}
	p.Add(1234567)
	require.Equal(t, "reading    1,234,567 rows", p.Line(time.Second))
}

func TestProgressLeavesTheLineClean(t *testing.T) {
	var screen bytes.Buffer
	p := NewProgress(&screen, "reading", "rows", 1)
	p.Stop()
	require.True(t, strings.HasSuffix(screen.String(), "\r"+clearLine))
}
