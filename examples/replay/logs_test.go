package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

// logs is the folder of the real desks' logs, or the reason why a test is skipped.
func logs(t testing.TB) string {
	t.Helper()
	folder := os.Getenv("FOURLINE_LOGS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(filepath.Join(folder, "expected.json")); err != nil {
		t.Skipf("no logs of real desks to replay: %v (set FOURLINE_LOGS to their folder)", err)
	}
	return folder
}

// Expected is what an independent program counted in a log. A key that is not there is not compared.
type Expected struct {
	Cases              *int
	Events             *int
	Matrix             map[string]int
	ReopenTransitions  *int                       `json:"reopen_transitions"`
	ReopenIncrement    *int                       `json:"reopen_increment"`
	ReopenedCases      *int                       `json:"reopened_cases"`
	GroupChanges       *int                       `json:"group_changes"`
	TeamChanges        *int                       `json:"team_changes"`
	ReassignFinalSum   *int                       `json:"reassign_final_sum"`
	MadeSLA            map[string]int             `json:"made_sla_final"`
	SLAModel           map[string]json.RawMessage `json:"sla_model_accuracy"`
	LineMatrix         map[string]int             `json:"line_matrix"`
	NeverLeftL1        *int                       `json:"never_left_L1_cases"`
	LineEscalations    *int                       `json:"line_escalations"`
	LineDeescalations  *int                       `json:"line_deescalations"`
	PingPongLineCases  *int                       `json:"pingpong_line_cases"`
	PingPongLineNumber *int                       `json:"pingpong_line_occurrences"`
}

// A realLog is one with what must be found in it.
type realLog struct {
	file     string
	format   Format
	expected Expected
}

// realLogs finds, for everything that expected.json counts, the file of that name and the format that it is in.
func realLogs(t testing.TB) map[string]realLog {
	t.Helper()
	folder := logs(t)
	text, err := os.ReadFile(filepath.Join(folder, "expected.json"))
	require.NoError(t, err)
	var all map[string]Expected
	require.NoError(t, json.Unmarshal(text, &all))
	found := map[string]realLog{}
	for name, expected := range all {
		files, err := filepath.Glob(filepath.Join(folder, name+"*.csv*"))
		require.NoError(t, err)
		require.Len(t, files, 1, "which file is %s?", name)
		found[name] = realLog{files[0], formatOf(t, files[0]), expected}
	}
	return found
}

func formatOf(t testing.TB, file string) Format {
	t.Helper()
	for _, f := range Formats() {
		in, err := os.Open(file)
		require.NoError(t, err)
		_, err = newTable(in, f.Columns)
		require.NoError(t, in.Close())
		if err == nil {
			return f
		}
	}
	require.Fail(t, "no format has the columns of "+file)
	return Format{}
}

func TestAReplayAgreesWithWhatWasCountedInTheLogsOfRealDesks(t *testing.T) {
	for name, l := range realLogs(t) {
		for _, store := range stores() {
			t.Run(name+" on "+store, func(t *testing.T) {
				r := replayFile(t, l.file, l.format, store)
				agrees(t, l.expected, r)
				folds(t, r)
			})
		}
	}
}

// agrees holds a replay against everything that was counted.
func agrees(t *testing.T, want Expected, r replayed) {
	t.Helper()
	f, tally := r.report.Figures, r.report.Tally
	equal := func(what string, want *int, got int) {
		t.Helper()
		if want != nil {
			require.Equal(t, *want, got, what)
		}
	}
	equal("cases", want.Cases, f.Tickets)
	equal("rows", want.Events, tally.Rows)
	equal("reopenings", want.ReopenTransitions, f.Reopens.Counted)
	equal("reopenings said", want.ReopenIncrement, f.Reopens.Said)
	equal("tickets reopened", want.ReopenedCases, f.Reopened)
	equal("changes of group", want.GroupChanges, f.Regroups.Counted)
	equal("changes of team", want.TeamChanges, f.Regroups.Counted)
	equal("reassignments said", want.ReassignFinalSum, f.Regroups.Said)
	equal("up", want.LineEscalations, f.Up)
	equal("down", want.LineDeescalations, f.Down)
	equal("never left L1", want.NeverLeftL1, f.NeverLeft)
	equal("ping-pong cases", want.PingPongLineCases, f.PingPongCases)
	equal("ping-pongs", want.PingPongLineNumber, f.PingPongs)
	require.Equal(t, f.Reopens.Cases, f.Reopens.Agree, "cases in which both counted the same reopenings")
	require.Equal(t, tally.PriorityRows, tally.PriorityAgree, "rows with the same priority")
	require.Empty(t, tally.Left, "refused besides changes of state")
	changesAgree(t, want.Matrix, r)
	if len(want.SLAModel) > 0 {
		require.Equal(t, *want.Cases, f.SLA.Cases)
		require.Equal(t, want.MadeSLA["true"], f.SLA.Said)
		require.GreaterOrEqual(t, float64(f.SLA.Agree), 0.998*float64(f.SLA.Cases), "verdicts of the clocks")
	}
}

// changesAgree wants every pair of states that the handbook knows accepted as often as it was counted, and all others refused.
func changesAgree(t *testing.T, matrix map[string]int, r replayed) {
	t.Helper()
	rules, err := NewRules(r.desk.Handbook(), r.log)
	require.NoError(t, err)
	accepted, refused := map[Pair]int{}, map[Pair]int{}
	for key, n := range matrix {
		from, to, ok := strings.Cut(key, " -> ")
		require.True(t, ok, key)
		_, knowsFrom := rules.cycle.State(from)
		_, knowsTo := rules.cycle.State(to)
		switch {
		case from == to || from == "START" || to == "END":
		case knowsFrom && knowsTo:
			accepted[Pair{from, to}] = n
		default:
			refused[Pair{from, to}] = n
		}
	}
	require.Equal(t, accepted, r.report.Tally.Accepted)
	require.Equal(t, refused, r.report.Tally.Refused)
}

// folds wants the events of every ticket to lead to the ticket that is stored.
func folds(t *testing.T, r replayed) {
	t.Helper()
	n := 0
	for stored, err := range r.desk.List(t.Context(), ticket.Query{}) {
		require.NoError(t, err)
		folded, err := ticket.Fold(stored.ID, stored.Client, r.desk.Events(t.Context(), stored.Client, stored.ID))
		require.NoError(t, err)
		require.Equal(t, stored, folded)
		n++
	}
	require.Equal(t, len(r.log.Cases), n)
}

func TestTheTeamsOfARealDeskAreOnKnownLines(t *testing.T) {
	for name, l := range realLogs(t) {
		t.Run(name, func(t *testing.T) {
			if len(l.expected.LineMatrix) == 0 {
				t.Skip("nobody counted lines in this log")
			}
			got := map[string]int{}
			for _, c := range readLog(t, l.file, l.format).Cases {
				before := "START"
				for _, row := range c.Rows {
					got[before+" -> "+row.Line]++
					before = row.Line
				}
				got[before+" -> END"]++
			}
			require.Equal(t, l.expected.LineMatrix, got)
		})
	}
}
