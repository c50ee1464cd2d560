package sla_test

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

// A real desk recorded whether each of its incidents kept its SLA. Calendar and targets were fitted to that log by somebody else,
// who also counted how often they agree with it; the clocks here must agree exactly as often. The desk documented neither.
func TestTheVerdictsOfARealDesk(t *testing.T) {
	var expected struct {
		ServiceNow struct {
			Accuracy map[string][3]float64 `json:"sla_model_accuracy"` // agreed, cases, share
		} `json:"servicenow"`
	}
	text, err := os.ReadFile(filepath.Join(logFolder(), "expected.json"))
	if err != nil {
		t.Skipf("no log: %v", err)
	}
	require.NoError(t, json.Unmarshal(text, &expected))
	terms, err := sla.New(sla.Definition{
		Calendars: []sla.Hours{{Name: "log time", Week: sla.Weekdays("14:00-23:00")}},
		Agreements: []sla.Agreement{
			fitted("1 - Critical", 8*time.Hour, ""), fitted("2 - High", 24*time.Hour, ""),
			fitted("3 - Moderate", 62*time.Hour, "log time"), fitted("4 - Low", 134*time.Hour, "log time"),
		},
	})
	require.NoError(t, err)
	ran, agreed := map[string]int{}, map[string]int{}
	for _, last := range lastRows(t, filepath.Join(logFolder(), "servicenow_incident_event_log.csv.gz")) {
		verdict := judgeRow(t, terms, last)
		for _, group := range []string{last["priority"], "all"} {
			ran[group]++
			if (verdict == sla.VerdictMet) == (last["made_sla"] == "true") {
				agreed[group]++
			}
		}
	}
	for group, want := range expected.ServiceNow.Accuracy {
		require.Equal(t, int(want[1]), ran[group], group)
		require.Equal(t, int(want[0]), agreed[group], group)
	}
	t.Logf("made_sla: ran=%d agreed=%d, as the fitted rule does", ran["all"], agreed["all"])
}

func fitted(priority string, within time.Duration, calendar string) sla.Agreement {
	return sla.Agreement{ID: priority, Match: sla.Match{Priority: []string{priority}}, Targets: []sla.Target{{Metric: "resolve", Within: within, Calendar: calendar}}}
}

func judgeRow(t *testing.T, terms *sla.Terms, row map[string]string) sla.Verdict {
	when := func(column string) time.Time {
		at, err := time.Parse("2/1/2006 15:04", row[column])
		require.NoError(t, err)
		return at
	}
	closed := when("closed_at")
	h := sla.History{Facts: sla.Facts{Priority: row["priority"]}, Events: []sla.Event{
		{At: when("opened_at"), Signal: sla.SignalOpened}, {At: closed, Signal: sla.SignalClosed},
	}}
	a, ok := terms.Account(h, sla.SLA, "resolve", closed)
	require.True(t, ok)
	cal, _ := terms.Calendar(a.Clock().Calendar)
	return a.Clock().Verdict(cal, closed)
}

// lastRows gives the last row of each case of a log whose rows are contiguous.
func lastRows(t *testing.T, name string) []map[string]string {
	file, err := os.Open(name)
	if err != nil {
		t.Skipf("no log: %v", err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	require.NoError(t, err)
	rows, err := csv.NewReader(unpacked).ReadAll()
	require.NoError(t, err)
	head := rows[0]
	var last []map[string]string
	for i, row := range rows[1:] {
		if i+2 < len(rows) && rows[i+2][0] == row[0] {
			continue
		}
		named := map[string]string{}
		for _, column := range []string{"number", "opened_at", "closed_at", "made_sla", "priority"} {
			named[column] = row[slices.Index(head, column)]
		}
		last = append(last, named)
	}
	return last
}
