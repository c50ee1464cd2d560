package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sentences asserts that there are as many faults as wanted pieces, and that each holds its piece.
func sentences(t *testing.T, faults []string, pieces ...string) {
	t.Helper()
	require.Len(t, faults, len(pieces), "%s", strings.Join(faults, "\n"))
	for i, piece := range pieces {
		require.Contains(t, faults[i], piece)
	}
}

// write puts files into a fresh folder.
func write(t *testing.T, files tree) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		full := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(full), 0o755))
		require.NoError(t, os.WriteFile(full, []byte(text), 0o644))
	}
	return root
}

func TestAHouseInOrderHasNoFaults(t *testing.T) {
	root := write(t, tree{
		"go.mod":                "module " + rootModule + "\n\ngo 1.26.0\n",
		"doc.go":                "// Package fourline is the tour.\npackage fourline\n",
		"tier/tier.go":          "// Package tier says who may do what.\npackage tier\n\n// ID names a tier.\ntype ID string\n",
		"runbook/runbook.go":    "// Package runbook is how it is fixed.\npackage runbook\n\nimport _ \"" + rootModule + "/tier\"\n",
		"ticket/sql/go.mod":     "module " + rootModule + "/ticket/sql\n\ngo 1.26.0\n\nrequire " + rootModule + " v0.0.0\n\nreplace " + rootModule + " => ../..\n",
		"ticket/sql/store.go":   "// Package sql keeps tickets.\npackage sql\n\nimport _ \"" + rootModule + "/tier\"\n",
		"internal/tools/go.mod": "module " + rootModule + "/internal/tools\n\ngo 1.26.0\n",
	})
	faults, err := check(root, nil)
	require.NoError(t, err)
	require.Empty(t, faults)
}

func TestEveryRuleIsAsked(t *testing.T) {
	root := write(t, tree{
		"go.mod":                   "module " + rootModule + "\n\ngo 1.26.0\n\nreplace example.com/x => ./x\n",
		"stray.go":                 "// Package fourline strays.\npackage fourline\n",
		"sla/broken.go":            "package sla\n\nfunc {",
		"tier/clock.go":            "package tier\n\nimport \"time\"\n\nvar Started = time.Now()\n",
		"tier/long.go":             "package tier\n" + strings.Repeat("\n", maxLines+1),
		"tier/upwards.go":          "package tier\n\nimport _ \"" + rootModule + "/ticket\"\n",
		"ticket/ticket.go":         "// Package ticket is the ticket.\npackage ticket\n",
		"notes.txt":                "look into " + machine("home", "alice") + "\n",
		".github/workflows/ci.yml": "permissions:\n  contents: read\njobs:\n  - uses: actions/checkout@v6\n",
	})
	faults, err := check(root, nil)
	require.NoError(t, err)
	all := strings.Join(faults, "\n")
	for _, piece := range []string{
		"stray.go: the root holds no Go file but doc.go and example_test.go",
		"sla/broken.go:3:6: expected",
		"tier/clock.go:5: Started is exported and has no comment",
		"tier/clock.go:5: time.Now reads the clock",
		"tier: the package has no package comment",
		"tier/long.go: 502 lines",
		"tier/long.go: not formatted",
		rootModule + "/tier: tier may not import ticket",
		"notes.txt:1: names " + machine("home", "alice"),
		"go.mod: replaces example.com/x",
		"ci.yml:4: actions/checkout@v6 is not pinned",
	} {
		require.Contains(t, all, piece)
	}
}

func TestABrokenModuleIsAFaultAndTheOthersAreStillChecked(t *testing.T) {
	root := write(t, tree{
		"go.mod":       "module " + rootModule + "\n\ngo 1.26.0\n",
		"tier/tier.go": "package tier\n\nimport _ \"" + rootModule + "/nowhere\"\n",
	})
	faults, err := check(root, nil)
	require.NoError(t, err)
	require.Contains(t, strings.Join(faults, "\n"), "nowhere")
	require.Contains(t, strings.Join(faults, "\n"), "has no package comment")
}

func TestAFolderWithoutAModuleIsAFault(t *testing.T) {
	faults, err := check(write(t, tree{"README.md": "# empty\n"}), nil)
	require.NoError(t, err)
	sentences(t, faults, "go.mod: the root has none")
}

func TestReadingLeavesOutBinariesLinksAndGitsOwnFiles(t *testing.T) {
	root := write(t, tree{
		"a.txt":          "text",
		"b.bin":          "bin\x00ary",
		".git/config":    "[core]",
		".bin/tool":      "built",
		".ci/run":        "make test",
		"deep/down/c.md": "deep",
	})
	require.NoError(t, os.Symlink("a.txt", filepath.Join(root, "link.txt")))
	files, err := readTree(root)
	require.NoError(t, err)
	require.Equal(t, tree{"a.txt": "text", ".ci/run": "make test", "deep/down/c.md": "deep"}, files)
}

// machine spells an absolute path without writing it down: these tests are read by the rule that they test.
func machine(parts ...string) string { return "/" + strings.Join(parts, "/") }
