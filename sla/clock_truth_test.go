package sla_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/sla"
)

// truthRule says how a recorded clock column is recomputed.
type truthRule struct {
	Zone      string        `yaml:"zone"`
	Layouts   []string      `yaml:"layouts"`
	Tolerance time.Duration `yaml:"tolerance"`
	Rule      sla.Metric    `yaml:"rule"`
	Calendars []sla.Hours   `yaml:"calendars"`
}

// truth is what came out.
type truth struct {
	ran, agreed int
	wrong       []string // up to ten lines that did not agree
}

// check recomputes a file.
func (r truthRule) check(file io.Reader) (truth, error) {
	var out truth
	terms, err := sla.New(sla.Definition{Calendars: r.Calendars, Metrics: []sla.Metric{r.Rule}})
	if err != nil {
		return out, err
	}
	zone, err := time.LoadLocation(r.Zone)
	if err != nil {
		return out, err
	}
	lines := csv.NewReader(file)
	lines.TrimLeadingSpace = true
	head, err := lines.Read()
	if err != nil {
		return out, err
	}
	var columns [4]int
	for i, name := range []string{"start", "stop", "calendar", "hours"} {
		columns[i] = slices.IndexFunc(head, func(h string) bool { return strings.Contains(strings.ToLower(h), name) })
		if columns[i] < 0 {
			return out, fmt.Errorf("no column %q in %q", name, head)
		}
	}
	for {
		line, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out.ran++
		problem := r.checkLine(terms, zone, line[columns[0]], line[columns[1]], line[columns[2]], line[columns[3]])
		if problem == "" {
			out.agreed++
		} else if len(out.wrong) < 10 {
			out.wrong = append(out.wrong, fmt.Sprintf("%q: %s", line, problem))
		}
	}
}

// checkLine says what is wrong with a line; "" when nothing is.
func (r truthRule) checkLine(terms *sla.Terms, zone *time.Location, start, stop, calendar, hours string) string {
	from, err := r.instant(start, zone)
	if err != nil {
		return err.Error()
	}
	until, err := r.instant(stop, zone)
	if err != nil {
		return err.Error()
	}
	cal, ok := terms.Calendar(calendar)
	if !ok {
		return "no calendar of that name in the rule"
	}
	recorded, err := strconv.ParseFloat(strings.Replace(hours, ",", ".", 1), 64)
	if err != nil {
		return err.Error()
	}
	clock := sla.Target{Metric: r.Rule.Name, Calendar: calendar}.Clock()
	clock = r.Rule.Apply(clock, cal, from, "start")
	clock = r.Rule.Apply(clock, cal, until, "stop")
	want := time.Duration(recorded * float64(time.Hour))
	if got := clock.Elapsed(cal, until); (got - want).Abs() > r.Tolerance {
		return fmt.Sprintf("counted %v, recorded %v", got, want)
	}
	return ""
}

func (r truthRule) instant(text string, zone *time.Location) (time.Time, error) {
	for _, layout := range r.Layouts {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("no layout fits %q", text)
}

func readTruthRule(t *testing.T, file string) truthRule {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var r truthRule
	d := yaml.NewDecoder(strings.NewReader(string(text)))
	d.KnownFields(true)
	require.NoError(t, d.Decode(&r))
	return r
}

func logFolder() string {
	if folder := os.Getenv("FOURLINE_LOGS"); folder != "" {
		return folder
	}
	return filepath.Join("..", "..", "shared", "data")
}

// TestClockTruth recomputes a clock column that somebody else's desk recorded.
func TestClockTruth(t *testing.T) {
	file, err := os.Open(filepath.Join(logFolder(), "clock_truth.csv"))
	if err != nil {
		t.Skipf("no recorded clocks: %v", err)
	}
	defer file.Close()
	rule := filepath.Join(logFolder(), "clock_truth.yaml")
	if _, err := os.Stat(rule); err != nil {
		rule = filepath.Join("testdata", "clock_truth.yaml")
	}
	got, err := readTruthRule(t, rule).check(file)
	require.NoError(t, err)
	line := fmt.Sprintf("clock_truth: ran=%d agreed=%d", got.ran, got.agreed)
	t.Log(line)
	fmt.Println(line)
	require.Equal(t, got.ran, got.agreed, strings.Join(got.wrong, "\n"))
}

// The check itself: it accepts what is right within the tolerance, and nothing else.
func TestTheClockTruthCheckItself(t *testing.T) {
	rule := readTruthRule(t, filepath.Join("testdata", "clock_truth.yaml"))
	got, err := rule.check(strings.NewReader(`start, stop, calendar name, hours
2024-01-05 15:00:00,2024-01-08 11:00:00,office,4.0
2024-01-05T15:00:00Z,2024-01-08T11:00:05Z,office,"4,0"
2024-01-05 15:00,2024-01-08 11:00:06,office,4.0
2023-12-29T20:00:00+01:00,2024-01-02 14:00,late shift,4
2024-01-05 15:00,2024-01-08 11:00,24x7,68
2024-01-05 15:00,2024-01-08 11:00,unknown,4
2024-01-05 15:00,soon,office,4
soon,2024-01-05 15:00,office,4
2024-01-05 15:00,2024-01-08 11:00,office,four
`))
	require.NoError(t, err)
	require.Equal(t, 9, got.ran)
	require.Equal(t, 4, got.agreed)
	require.Len(t, got.wrong, 5)
	require.Contains(t, got.wrong[0], "counted 4h0m6s, recorded 4h0m0s")
	for _, broken := range []string{"", "start,stop,hours\n", "start,stop,calendar,hours\nshort\n"} {
		_, err := rule.check(strings.NewReader(broken))
		require.Error(t, err)
	}
	rule.Zone = "Nowhere/At_All"
	_, err = rule.check(strings.NewReader(""))
	require.Error(t, err)
	rule.Calendars[0].Zone = "Nowhere/At_All"
	_, err = rule.check(strings.NewReader(""))
	require.ErrorIs(t, err, sla.ErrInvalid)
}
