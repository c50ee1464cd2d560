package sla_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

// A vector is one recorded question to a calendar, with its answer.
type vector struct {
	Source   string                 `json:"source"`
	Zone     string                 `json:"zone"`
	Hours    map[string][][2]string `json:"hours"`
	Breaks   map[string][][2]string `json:"breaks"`
	Shifts   map[string][][2]string `json:"shifts"`
	Holidays []string               `json:"holidays"`

	Op       string          `json:"op"`
	Start    time.Time       `json:"start"`
	End      time.Time       `json:"end"`
	Duration string          `json:"duration"`
	Want     json.RawMessage `json:"want"`

	Boundary          string          `json:"boundary"`
	WantOtherBoundary json.RawMessage `json:"want_other_boundary"`
	PeerSemantics     string          `json:"peer_semantics"`
	PeerBug           string          `json:"peer_bug"`

	// Of the cases about a single wall time, which have no op.
	Kind string `json:"kind"`
	Wall string `json:"wall"`
}

func spans(from [][2]string) []sla.Span {
	var out []sla.Span
	for _, f := range from {
		out = append(out, sla.Span(f[0]+"-"+f[1]))
	}
	return out
}

func (v vector) compile(boundary sla.Boundary) (*sla.Calendar, error) {
	h := sla.Hours{Name: "vector", Zone: v.Zone, Boundary: boundary, Week: sla.Week{
		Mon: spans(v.Hours["mon"]), Tue: spans(v.Hours["tue"]), Wed: spans(v.Hours["wed"]), Thu: spans(v.Hours["thu"]),
		Fri: spans(v.Hours["fri"]), Sat: spans(v.Hours["sat"]), Sun: spans(v.Hours["sun"]),
	}}
	for _, date := range v.Holidays {
		h.Holidays = append(h.Holidays, sla.Holiday{Date: sla.Date(date)})
	}
	for date, hours := range v.Shifts {
		h.Openings = append(h.Openings, sla.Opening{Date: sla.Date(date), Hours: spans(hours)})
	}
	for date, hours := range v.Breaks {
		h.Breaks = append(h.Breaks, sla.Break{Date: sla.Date(date), Closed: spans(hours)})
	}
	return sla.Compile(h)
}

// answer runs the question and writes the answer as the vectors do: an instant in UTC, a duration, or true and false.
func (v vector) answer(c *sla.Calendar) (string, error) {
	moment := func(t time.Time, ok bool) string {
		if !ok {
			return "none"
		}
		return t.UTC().Format(time.RFC3339Nano)
	}
	switch v.Op {
	case "add", "sub":
		d, err := time.ParseDuration(v.Duration)
		if err != nil {
			return "", err
		}
		if v.Op == "sub" {
			return moment(c.Sub(v.Start, d), true), nil
		}
		return moment(c.Add(v.Start, d), true), nil
	case "between":
		return c.Between(v.Start, v.End).String(), nil
	case "is_open":
		return fmt.Sprint(c.IsOpen(v.Start)), nil
	case "next_open":
		return moment(c.NextOpen(v.Start)), nil
	case "prev_open":
		return moment(c.PrevOpen(v.Start)), nil
	}
	return "", fmt.Errorf("op %q is unknown", v.Op)
}

// want brings a recorded answer into the form of answer.
func want(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return string(raw)
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t.UTC().Format(time.RFC3339Nano)
	}
	if d, err := time.ParseDuration(s); err == nil {
		return d.String()
	}
	return s
}

// A tally counts the cases of one folder and prints the closing line.
type tally struct {
	ran, agreed, refused, failed, peer int
	kinds                              map[string]int // refused, and peer's own semantics, by kind
}

func (n *tally) refuse(kind string) { n.refused++; n.note("refused " + kind) }

func (n *tally) note(kind string) {
	if n.kinds == nil {
		n.kinds = map[string]int{}
	}
	n.kinds[kind]++
}

func (n *tally) print(t *testing.T, name string) {
	kinds := make([]string, 0, len(n.kinds))
	for k := range n.kinds {
		kinds = append(kinds, k)
	}
	sort.Strings(kinds)
	say := func(format string, args ...any) {
		t.Logf(format, args...)
		fmt.Printf(format+"\n", args...)
	}
	for _, k := range kinds {
		say("  %s: %d", k, n.kinds[k])
	}
	say("vectors %s: ran=%d agreed=%d refused=%d failed=%d peer=%d", name, n.ran, n.agreed, n.refused, n.failed, n.peer)
	require.Positive(t, n.ran, "the folder holds no case")
	require.Zero(t, n.failed)
}

// vectorFiles gives the JSON files of a folder of recorded cases, or skips.
func vectorFiles(t *testing.T, folder string) []string {
	root := os.Getenv("FOURLINE_VECTORS")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "vectors")
	}
	if _, err := os.Stat(filepath.Join(root, folder)); err != nil {
		t.Skipf("no recorded cases: %v", err)
	}
	files, err := filepath.Glob(filepath.Join(root, folder, "*.json"))
	require.NoError(t, err)
	slices.Sort(files)
	return files
}

func readJSON(t *testing.T, file string, into any) {
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, into), file)
}

func TestVectorsCalendar(t *testing.T) {
	var n tally
	for _, file := range vectorFiles(t, "calendar") {
		var cases []vector
		readJSON(t, file, &cases)
		for i, v := range cases {
			n.ran++
			c, err := v.compile(sla.Boundary(v.Boundary))
			if err != nil {
				n.refuse(err.Error())
				continue
			}
			got, err := v.answer(c)
			agreed := err == nil && got == want(v.Want)
			if v.WantOtherBoundary != nil {
				other := sla.AtNextOpen
				if v.Boundary == string(sla.AtNextOpen) {
					other = sla.AtClose
				}
				c, err := v.compile(other)
				require.NoError(t, err)
				moved, err := v.answer(c)
				agreed = agreed && err == nil && moved == want(v.WantOtherBoundary)
			}
			switch {
			case v.PeerSemantics != "" || v.PeerBug != "":
				n.peer++
				n.note("peer: " + strings.SplitN(v.PeerSemantics+v.PeerBug, ":", 2)[0])
			case agreed:
				n.agreed++
			default:
				n.failed++
				t.Errorf("%s case %d: %+v\n got %s, %v", filepath.Base(file), i, v, got, err)
			}
		}
	}
	n.print(t, "calendar")
}
