package main

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/report"
)

// A plainRow is a row of the ServiceNow log as it stands in the file.
type plainRow struct {
	at                         time.Time
	state, by, group, engineer string
}

// A plainCase is a case of the log, read without any of the replay's code.
type plainCase struct {
	reported time.Time
	rows     []plainRow
}

func (r plainRow) done() bool { return r.state == "Resolved" || r.state == "Closed" }

// plainCases reads the log. A state that is a number is none: the case stays where it was. Time does not go back.
func plainCases(t testing.TB, file string) []plainCase {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	require.NoError(t, err)
	lines, err := csv.NewReader(unpacked).ReadAll()
	require.NoError(t, err)
	at := map[string]int{}
	for i, name := range lines[0] {
		at[name] = i
	}
	byNumber, order := map[string]*plainCase{}, []string{}
	for _, line := range lines[1:] {
		value := func(column string) string { return strings.TrimPrefix(line[at[column]], "?") }
		when := func(column string) time.Time {
			at, err := time.Parse("2/1/2006 15:04", value(column))
			require.NoError(t, err)
			return at
		}
		row := plainRow{when("sys_updated_at"), value("incident_state"), value("sys_updated_by"), value("assignment_group"), value("assigned_to")}
		c, ok := byNumber[value("number")]
		if !ok {
			c = &plainCase{reported: when("opened_at")}
			if c.reported.After(row.at) {
				c.reported = row.at
			}
			byNumber[value("number")], order = c, append(order, value("number"))
		}
		if n := len(c.rows); n > 0 {
			if row.at.Before(c.rows[n-1].at) {
				row.at = c.rows[n-1].at
			}
			if strings.HasPrefix(row.state, "-") {
				row.state = c.rows[n-1].state
			}
		}
		c.rows = append(c.rows, row)
	}
	all := []plainCase{}
	for _, number := range order {
		all = append(all, *byNumber[number])
	}
	return all
}

// plainFigures are the figures of a window, counted in the rows.
type plainFigures struct {
	counts                    report.Counts
	start, opened, reopened   int
	resolved, end             int
	took                      []time.Duration
	firstContact, back        [2]int // part, of
	reassigned, none, waiting int
	months                    map[string]int // resolved, by the month of opening
}

func (c plainCase) before(at time.Time) []plainRow {
	n := 0
	for n < len(c.rows) && c.rows[n].at.Before(at) {
		n++
	}
	return c.rows[:n]
}

func openAt(rows []plainRow) int {
	if len(rows) == 0 || rows[len(rows)-1].done() {
		return 0
	}
	return 1
}

func countPlainly(cases []plainCase, from, to time.Time, r report.Rule) plainFigures {
	f := plainFigures{months: map[string]int{}}
	in := func(at time.Time) bool { return !at.Before(from) && at.Before(to) }
	for _, c := range cases {
		rows := c.before(to)
		if len(rows) == 0 {
			continue
		}
		f.start += openAt(c.before(from))
		f.end += openAt(rows)
		f.stands(rows[len(rows)-1])
		var ends []int
		reopenings := []int{}
		for i, row := range rows {
			switch {
			case row.done() && (i == 0 || !rows[i-1].done()):
				ends = append(ends, i)
				f.resolved += one(in(row.at))
			case i > 0 && !row.done() && rows[i-1].done():
				reopenings = append(reopenings, i)
				f.reopened += one(in(row.at))
			}
		}
		f.opened += one(in(rows[0].at))
		if len(ends) == 0 {
			continue
		}
		if in(rows[ends[0]].at) {
			f.back[1]++
			f.back[0] += one(len(reopenings) > 0)
		}
		end := ends[0]
		if r == report.LastResolution {
			end = ends[len(ends)-1]
			if openAt(rows) == 1 {
				continue
			}
		}
		if in(rows[end].at) {
			f.solved(c, rows, end, len(reopenings))
		}
	}
	slices.Sort(f.took)
	return f
}

func (f *plainFigures) stands(last plainRow) {
	f.counts.All++
	switch last.state {
	case "Resolved":
		f.counts.Resolved++
	case "Closed":
		f.counts.Closed++
	default:
		f.counts.Open++
		f.waiting += one(strings.HasPrefix(last.state, "Awaiting"))
	}
}

// solved counts a case that was resolved by a row.
func (f *plainFigures) solved(c plainCase, rows []plainRow, end, reopenings int) {
	f.took = append(f.took, rows[end].at.Sub(c.reported))
	f.months[rows[0].at.Format("2006-01")]++
	waited, passed := false, 0
	group, engineer := rows[0].group, ""
	if !rows[0].done() {
		engineer = rows[0].engineer
	}
	for i, row := range rows[:end+1] {
		waited = waited || strings.HasPrefix(row.state, "Awaiting")
		passed += one(group != "" && row.group != "" && group != row.group)
		group = row.group
		if i > 0 && (!rows[i-1].done() || !row.done()) { // nobody is put on a case that is done
			passed += one(engineer != "" && row.engineer != "" && engineer != row.engineer)
			engineer = row.engineer
		}
	}
	f.reassigned += passed
	f.none += one(passed == 0)
	if rows[0].by != "" {
		f.firstContact[1]++
		f.firstContact[0] += one(rows[end].by == rows[0].by && rows[end].at.Sub(rows[0].at) <= 30*time.Minute && !waited && reopenings == 0)
	}
}

// TestTheReportOfARealDeskIsWhatItsRowsSay holds the report on a replayed log against what is counted in the file itself.
func TestTheReportOfARealDeskIsWhatItsRowsSay(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(logs(t), "servicenow*.csv.gz"))
	require.NoError(t, err)
	for _, file := range files {
		r := replayFile(t, file, ServiceNow(), storeMem)
		cases := plainCases(t, file)
		first := slices.MinFunc(cases, func(a, b plainCase) int { return a.rows[0].at.Compare(b.rows[0].at) }).rows[0].at
		month := time.Date(first.Year(), first.Month()+2, 1, 0, 0, 0, 0, time.UTC)
		for _, s := range []report.Scope{
			{To: first.AddDate(10, 0, 0)},
			{To: first.AddDate(10, 0, 0), Resolution: report.FirstResolution},
			{From: month, To: month.AddDate(0, 1, 0)},
			{From: month, To: month.AddDate(0, 1, 0), Resolution: report.FirstResolution},
		} {
			s.By, s.Instants = []report.Dimension{report.ByMonth}, []time.Time{first, month, month.AddDate(0, 0, 10)}
			got, err := report.Make(report.Cases(t.Context(), r.desk, ticket.Query{}), s, r.desk.Handbook())
			require.NoError(t, err)
			rowsAgree(t, cases, countPlainly(cases, s.From, s.To, s.Resolution), got)
		}
	}
}

func rowsAgree(t *testing.T, cases []plainCase, want plainFigures, got report.Report) {
	t.Helper()
	require.Equal(t, want.counts, got.Counts)
	w := got.Flow
	require.Equal(t, []int{want.start, want.opened, want.reopened, want.resolved, 0, want.end}, []int{w.Start, w.Opened, w.Reopened, w.Resolved, w.Cancelled, w.End})
	require.Equal(t, len(want.took), got.Resolve.N)
	require.NotZero(t, got.Resolve.N)
	sum := time.Duration(0)
	for _, d := range want.took {
		sum += d / time.Second
	}
	require.InDelta(t, (sum/time.Duration(len(want.took))).Seconds()*1e9, got.Resolve.Mean.Seconds(), 1)
	for p, d := range map[int]time.Duration{50: got.Resolve.P50, 75: got.Resolve.P75, 90: got.Resolve.P90, 95: got.Resolve.P95, 99: got.Resolve.P99} {
		_, exceeded := slices.BinarySearchFunc(want.took, d, func(a, b time.Duration) int { return cmp.Compare(a, b) })
		require.True(t, exceeded, "P%d is a duration that there is", p)
		upTo := 0
		below := 0
		for _, o := range want.took {
			upTo += one(o <= d)
			below += one(o < d)
		}
		require.GreaterOrEqual(t, upTo*100, p*len(want.took), "P%d", p)
		require.Less(t, below*100, p*len(want.took), "P%d", p)
	}
	require.Equal(t, want.firstContact, [2]int{got.FirstContact.Part, got.FirstContact.Of})
	require.Equal(t, want.back, [2]int{got.Reopened.Part, got.Reopened.Of})
	require.Equal(t, []int{want.reassigned, want.none}, []int{got.Reassigned.Sum, got.Reassigned.None})
	require.Equal(t, []int{want.counts.Open, want.waiting}, []int{got.Backlog.N, got.Backlog.Waiting})
	for _, p := range got.Trend.Points {
		open := 0
		for _, c := range cases {
			open += openAt(c.before(p.At))
		}
		require.Equal(t, open, p.Open, p.At)
	}
	for _, g := range got.Groups {
		require.Equal(t, want.months[g.Of[0]], g.Resolve.N, g.Of)
	}
}
