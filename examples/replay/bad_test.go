package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	serviceNowLog = "testdata/servicenow.csv"
	vinstLog      = "testdata/vinst.csv"
)

func TestABrokenRowIsReportedWithItsRowItsColumnAndWhatWasExpected(t *testing.T) {
	for name, one := range map[string]struct{ log, format, old, replaced, want string }{
		"a day that is none": {
			serviceNowLog, "servicenow", "4/1/2016 16:00", "31/2/2016 16:00",
			`row 2 (line 3), column sys_updated_at: found "31/2/2016 16:00", expected a time from 1970 to 2100, such as 29/2/2016 08:53`,
		},
		"a year that is none": {
			serviceNowLog, "servicenow", "4/1/2016 16:00", "4/1/1066 16:00", `row 2 (line 3), column sys_updated_at: found "4/1/1066 16:00"`,
		},
		"a year too far": {
			serviceNowLog, "servicenow", "4/1/2016 16:00", "4/1/2101 16:00", `row 2 (line 3), column sys_updated_at: found "4/1/2101 16:00"`,
		},
		"a column too few": {
			serviceNowLog, "servicenow", "A-1,Active,1,0,", "A-1,Active,1,", "row 2 (line 3): found 20 columns, expected 21, as there are names",
		},
		"a column too many": {
			serviceNowLog, "servicenow", "A-1,Active,1,0,", "A-1,Active,1,0,0,", "row 2 (line 3): found 22 columns, expected 21, as there are names",
		},
		"a number that is none": {
			serviceNowLog, "servicenow", "A-1,Active,1,0,", "A-1,Active,one,0,",
			`row 2 (line 3), column reassignment_count: found "one", expected a whole number, 0 or more`,
		},
		"a number below nothing": {
			serviceNowLog, "servicenow", "A-1,Active,1,0,", "A-1,Active,1,-1,", `row 2 (line 3), column reopen_count: found "-1", expected a whole number`,
		},
		"neither true nor false": {
			serviceNowLog, "servicenow", "A-1,Active,1,0,true", "A-1,Active,1,0,yes", `row 2 (line 3), column made_sla: found "yes", expected true or false`,
		},
		"no case": {
			serviceNowLog, "servicenow", "A-1,Active", "?,Active", `row 2 (line 3), column number: found "?", expected a value`,
		},
		"no state": {
			serviceNowLog, "servicenow", "A-1,Active", "A-1,", `row 2 (line 3), column incident_state: found "", expected a value`,
		},
		"an id that is too long": {
			serviceNowLog, "servicenow", "A-1,Active", strings.Repeat("A", 65) + ",Active", "row 2 (line 3), column number: found 65 bytes, expected at most 64",
		},
		"rows of a case apart": {
			serviceNowLog, "servicenow", "A-2,Awaiting Vendor", "A-1,Awaiting Vendor",
			`row 9 (line 10), column number: found "A-1", expected the rows of a case together, and its rows ended with row 6`,
		},
		"a quote that is not closed": {
			serviceNowLog, "servicenow", "A-1,Active,", `A-1,"Active,`, "row 2 (line 3): found a quote that is not closed",
		},
		"text in another encoding": {
			serviceNowLog, "servicenow", "A-1,Active,", "A-1,Act\xefve,", "row 2 (line 3): found text that is not UTF-8",
		},
		"a character that nobody can read": {
			serviceNowLog, "servicenow", "A-1,Active,", "A-1,Act\x01ve,",
			`row 2 (line 3), column incident_state: found "Act\x01ve", expected text without control characters`,
		},
		"a line without end": {
			serviceNowLog, "servicenow", "A-1,Active,", "A-1,Active" + strings.Repeat(" ", maxLine) + ",",
			"row 2 (line 3): found a line longer than 65536 bytes, expected a shorter one",
		},
		"a time without a zone": {
			vinstLog, "vinst", "2012-04-02T09:00:00+02:00", "2012-04-02T09:00:00",
			`row 2 (line 3), column time:timestamp: found "2012-04-02T09:00:00", expected a time from 1970 to 2100, such as 2012-05-11T15:56:11+02:00`,
		},
		"no sub-status": {
			vinstLog, "vinst", "Wait - User", "", `row 2 (line 3), column lifecycle:transition: found "", expected a value`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := edit(t, one.log, one.old, one.replaced)
			db := filepath.Join(t.TempDir(), "desk.db")
			status, out, complaints := run(t, "-log", file, "-format", one.format, "-store", storeSQLite, "-db", db)
			require.Equal(t, exitError, status)
			require.Empty(t, out)
			require.Contains(t, complaints, one.want)
			require.Contains(t, complaints, "the log has broken rows: 1 of ")
			require.NoFileExists(t, db, "nothing was to be written")

			status, out, complaints = run(t, "-log", file, "-format", one.format, "-skip-bad")
			require.Equal(t, exitDone, status, complaints)
			require.Contains(t, complaints, one.want, "a row that is left out is reported all the same")
			require.Contains(t, out, "left out: 1 broken row")
		})
	}
}

func TestAllThatIsWrongInARowIsReported(t *testing.T) {
	file := edit(t, serviceNowLog, "A-1,Active,1,0,true", "A-1,?,x,y,z")
	_, _, complaints := run(t, "-log", file, "-format", "servicenow")
	require.Equal(t, 4, strings.Count(complaints, "row 2 (line 3), column"), complaints)
}

func TestTheFirstTwentyBrokenRowsAreNamedAndTheOthersCounted(t *testing.T) {
	text, err := os.ReadFile(serviceNowLog)
	require.NoError(t, err)
	file := write(t, string(text)+strings.Repeat("broken\n", 30))
	status, _, complaints := run(t, "-log", file, "-format", "servicenow")
	require.Equal(t, exitError, status)
	require.Equal(t, 20, strings.Count(complaints, "found 1 column,"))
	require.Contains(t, complaints, "and 10 more broken rows")
	require.Contains(t, complaints, "the log has broken rows: 30 of 50; nothing was written")
}

func TestALogThatCannotBeReadAtAllIsRefusedEvenWithSkipBad(t *testing.T) {
	text, err := os.ReadFile(serviceNowLog)
	require.NoError(t, err)
	names, _, _ := strings.Cut(string(text), "\n")
	for name, one := range map[string]struct{ text, want string }{
		"empty":                {"", "the log is empty; its first line names the columns"},
		"no rows":              {names + "\n", "no rows that could be replayed"},
		"only broken rows":     {names + "\nbroken\n", "no rows that could be replayed"},
		"columns are missing":  {"number,opened_at\n", "there is no column incident_state, reassignment_count"},
		"a column twice":       {"number," + names + "\n", `found the column "number" twice, expected it once`},
		"too many columns":     {names + strings.Repeat(",x", maxColumns) + "\n", "columns; at most 1000 are allowed"},
		"names without end":    {strings.Repeat("x", maxLine+1), "the line of names is longer than 65536 bytes"},
		"broken names":         {"\"number\n", "found a quote that is not closed"},
		"broken gzip":          {"\x1f\x8bbroken", "unpack: "},
		"gzip that breaks off": {zipped(t, string(text))[:300], "unexpected EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, complaints := run(t, "-log", write(t, one.text), "-format", "servicenow", "-skip-bad")
			require.Equal(t, exitError, status)
			require.Contains(t, complaints, one.want)
		})
	}
}

func TestALogHasLimits(t *testing.T) {
	in, err := newLines(strings.NewReader("a\n"))
	require.NoError(t, err)
	in.bytes = maxLog
	_, _, err = in.next()
	require.EqualError(t, err, "line 1: the log is larger than 4294967296 bytes")

	text, err := os.ReadFile(serviceNowLog)
	require.NoError(t, err)
	table, err := newTable(strings.NewReader(string(text)), ServiceNow().Columns)
	require.NoError(t, err)
	require.NoError(t, table.next())
	b := builder{log: &Log{Rows: maxRows}, seen: map[string]int{}}
	b.add(table, ServiceNow())
	require.Equal(t, []Fault{{Row: 1, Line: 2, Found: "another row", Want: "at most 10000000"}}, table.faults)
	require.Empty(t, b.log.Cases)
}

func TestALogMayBePackedHaveAByteOrderMarkWindowsLinesAndNoLastLineEnd(t *testing.T) {
	text, err := os.ReadFile(serviceNowLog)
	require.NoError(t, err)
	for name, changed := range map[string]string{
		"gzip":             zipped(t, string(text)),
		"byte order mark":  "\ufeff" + string(text),
		"windows":          strings.ReplaceAll(string(text), "\n", "\r\n"),
		"empty lines":      strings.ReplaceAll(string(text), "\n", "\n\n"),
		"no last line end": strings.TrimSuffix(string(text), "\n"),
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, readLog(t, serviceNowLog, ServiceNow()), readLog(t, write(t, changed), ServiceNow()))
		})
	}
}

func TestACommandLineThatMakesNoSenseIsRefusedWithAllThatIsWrong(t *testing.T) {
	status, out, complaints := run(t, "-format", "paper", "-store", "drawer", "-db", "x", "-workers", "-1", "rest")
	require.Equal(t, exitUsage, status)
	require.Empty(t, out)
	for _, want := range []string{
		"-log is missing", `-format is "paper"; want servicenow or vinst`, `-store is "drawer"`, "-db is for -store sqlite", "-workers is -1",
		`what is "rest"?`,
	} {
		require.Contains(t, complaints, want)
	}
	status, _, _ = run(t, "-nonsense")
	require.Equal(t, exitUsage, status)
	status, _, complaints = run(t, "-help")
	require.Equal(t, exitDone, status)
	require.Contains(t, complaints, "go run -C examples/replay .")
}

func TestAFileIsLookedForWhereTheCommandWasTyped(t *testing.T) {
	folder, err := filepath.Abs(".")
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	t.Setenv("PWD", folder)
	status, _, complaints := run(t, "-log", vinstLog, "-format", "vinst", "-handbook", "vinst.yaml")
	require.Equal(t, exitDone, status, complaints)
	status, _, complaints = run(t, "-log", "nowhere.csv", "-format", "vinst")
	require.Equal(t, exitError, status)
	require.Contains(t, complaints, "nowhere.csv")
}
