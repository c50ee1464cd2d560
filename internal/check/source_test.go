package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// parsed reads sources that must parse.
func parsed(t *testing.T, files tree) []source {
	t.Helper()
	sources, faults := parse(files)
	require.Empty(t, faults)
	return sources
}

func TestAFileThatDoesNotParseIsAFault(t *testing.T) {
	sources, faults := parse(tree{"tier/a.go": "package tier\nfunc {", "tier/b.go": "package tier", "tier/testdata/c.go": "?"})
	require.Len(t, sources, 1)
	sentences(t, faults, "tier/a.go:2:6: expected")
}

func TestExportedNamesWithoutACommentAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		code    string
		missing []string
	}{
		"function":            {"func Next() {}", []string{"Next"}},
		"method":              {"// T is.\ntype T int\nfunc (T) Next() {}\nfunc (*T) Back() {}", []string{"Next", "Back"}},
		"method of a generic": {"// T is.\ntype T[A any] int\nfunc (*T[A]) Next() {}", []string{"Next"}},
		"method of two types": {"// T is.\ntype T[A, B any] int\nfunc (*T[A, B]) Next() {}", []string{"Next"}},
		"type":                {"type Tier struct{}", []string{"Tier"}},
		"type in a group":     {"// All.\ntype (\nA int\n// B is.\nB int\n)", []string{"A"}},
		"interface method":    {"// Store is.\ntype Store interface {\nGet()\n// Put puts.\nPut()\n}", []string{"Get"}},
		"constant":            {"const L1 = 1", []string{"L1"}},
		"constant in a group": {"const (\nL1 = 1 // first line\nL2 = 2\n)", []string{"L2"}},
		"variable":            {"var A, b, C = 1, 2, 3", []string{"A", "C"}},
		"only a directive":    {"//go:noinline\nfunc Next() {}", []string{"Next"}},
	} {
		t.Run(name, func(t *testing.T) {
			faults := documented(parsed(t, tree{"tier/a.go": "// Package tier is.\npackage tier\n" + c.code}))
			require.Len(t, faults, len(c.missing))
			for i, missing := range c.missing {
				require.Contains(t, faults[i], missing+" is exported and has no comment")
			}
		})
	}
}

func TestNamesThatSpeakOrNeedNotAreNoFaults(t *testing.T) {
	require.Empty(t, documented(parsed(t, tree{
		"tier/doc.go": "// Package tier is.\npackage tier",
		"tier/a.go": `package tier
func quiet() {}
type inner struct{}
func (inner) Exported() {}
// Notifier sends.
type Notifier interface{ Notify() error }
// Levels of support.
const (
	L1 = 1
	L2 = 2
)
var A = 1 // the first
`,
		"tier/a_test.go":       "package tier_test\nfunc Helper() {}",
		"examples/x/main.go":   "// Command x shows.\npackage main\nfunc Exported() {}",
		"tier/testdata/bad.go": "package bad\nfunc Exported() {}",
	})))
}

func TestAPackageWithoutAPackageCommentIsFound(t *testing.T) {
	sentences(t, documented(parsed(t, tree{
		"examples/x/main.go": "package main",
		"sla/doc.go":         "// Package sla is.\npackage sla",
		"sla/clock.go":       "package sla",
		"tier/tier_test.go":  "package tier",
	})), "examples/x: the package has no package comment")
}

func TestReadingTheClockIsFound(t *testing.T) {
	for code, piece := range map[string]string{
		`import "time"; var a = time.Now()`:                                      "tier/a.go:3: time.Now reads the clock",
		`import "time"; var a = time.Now`:                                        "time.Now reads the clock",
		`import "time"; func f(t time.Time) { time.Since(t) }`:                   "time.Since reads the clock",
		`import "time"; func f(t time.Time) { time.Until(t) }`:                   "time.Until reads the clock",
		`import clock "time"; var a = clock.Now()`:                               "time.Now reads the clock",
		`import "time"; func f(l *time.Location) { time.Date(1,1,1,1,1,1,1,l) }`: "time.Date guesses",
		`import "time"; var a = time.Date`:                                       "time.Date guesses",
	} {
		sentences(t, clockless(parsed(t, tree{"tier/a.go": "package tier\n\n" + code}), nil), piece)
	}
}

func TestWhatDoesNotReadTheClockIsNoFault(t *testing.T) {
	const reads = "import \"time\"\nvar a = time.Now()"
	require.Empty(t, clockless(parsed(t, tree{
		"sla/a.go":                   "package sla\nimport \"time\"\nvar a = time.Date(1, 1, 1, 1, 1, 1, 1, time.UTC)\nvar d = time.Hour",
		"sla/b.go":                   "package sla\nimport \"time\"\nvar _ time.Time\nfunc f() { time := x{}; time.Now() }",
		"sla/c.go":                   "package sla\nimport time \"example.com/other\"\nvar a = time.Now()",
		"sla/a_test.go":              "package sla\n" + reads,
		"examples/x/main.go":         "package main\n" + reads,
		"ticket/tickettest/store.go": "package tickettest\n" + reads,
	}), nil))
}

func TestAShellMayReadTheClockAndIsTakenOffTheListWhenItStops(t *testing.T) {
	sources := parsed(t, tree{"ticket/desk.go": "package ticket\nimport \"time\"\nvar a = time.Now()"})
	require.Empty(t, clockless(sources, map[string]string{"ticket/desk.go": "Config.Now defaults to it"}))
	sentences(t, clockless(sources, map[string]string{"ticket/desk.go": "reason", "ticket/gone.go": "reason"}), "ticket/gone.go: may read the clock")
	sentences(t, clockless(sources, map[string]string{"ticket/desk.go": ""}), "ticket/desk.go: may read the clock", "ticket/desk.go:3")
}
