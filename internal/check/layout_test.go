package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheRootHoldsTheTourAndTheExampleOnly(t *testing.T) {
	sentences(t, layout(tree{"doc.go": "", "example_test.go": "", "desk.go": "", "Makefile": ""}), "desk.go: the root holds no Go file")
}

func TestGoCodeStandsInTheFoldersOfTheHouse(t *testing.T) {
	sentences(t, layout(tree{
		"tier/a.go": "", "sla/slaical/a.go": "", "internal/fault/a.go": "", "docs/page.md": "", "tier/testdata/x/a.go": "",
		"util/a.go": "", "cmd/x/main.go": "",
	}), "cmd/x/main.go: Go code stands in tier, sla", "util/a.go: Go code stands in")
}

func TestNoWorkspaceFileIsCommitted(t *testing.T) {
	sentences(t, layout(tree{"go.work": "", "ticket/go.work": ""}), "go.work: a workspace", "ticket/go.work: a workspace")
}

func TestAFileEndsAtFiveHundredLines(t *testing.T) {
	require.Empty(t, lengths(tree{"tier/a.go": strings.Repeat("\n", maxLines), "data.csv": strings.Repeat("\n", 2*maxLines)}))
	sentences(t, lengths(tree{"tier/a_test.go": strings.Repeat("\n", maxLines+1)}), "tier/a_test.go: 501 lines")
}

func TestGoFilesAreFormatted(t *testing.T) {
	require.Empty(t, formatted(tree{"tier/a.go": "package tier\n\nvar x = 1\n", "tier/broken.go": "package {"}))
	sentences(t, formatted(tree{"tier/a.go": "package tier\nvar x=1\n"}), "tier/a.go: not formatted")
}

func TestPlacesOfOneMachineAreFound(t *testing.T) {
	for _, line := range []string{
		machine("home", "alice", "desk.db"),
		`path: "` + machine("Users", "bob") + `"`,
		"cd " + machine("root", "go"),
		"see (" + machine("work", "main") + ")",
		`C:` + `\Users\carol`,
	} {
		sentences(t, places(tree{"a.md": "first\n" + line}), "a.md:2: names ")
	}
}

func TestAddressesAndPathsBelowSomethingAreNoPlacesOfOneMachine(t *testing.T) {
	for _, line := range []string{
		"https://example.com" + machine("home", "page"),
		"$top" + machine("work", "x"),
		"${TOP}" + machine("work", "x"),
		"$(TOP)" + machine("work", "x"),
		".." + machine("work", "x"),
		"~" + machine("work", "x"),
		"the edge between home/work and office",
		"#!/usr/bin/env bash",
		"/tmp/x",
	} {
		require.Empty(t, places(tree{"a.md": line}), line)
	}
}

func TestActionsArePinnedByHashAndMayOnlyRead(t *testing.T) {
	const head = "name: x\npermissions:\n  contents: read\njobs:\n"
	hash := strings.Repeat("0a", 20)
	file := func(text string) tree { return tree{".github/workflows/a.yml": text} }

	require.Empty(t, actions(file(head+"  - uses: actions/checkout@"+hash+" # v6.0.2\n  - uses: ./local\n")))
	require.Empty(t, actions(tree{".github/other.yml": "uses: a/b@v1"}))
	for _, ref := range []string{"actions/checkout@v6", "actions/checkout@" + hash, "actions/checkout@" + hash[:8] + " # v6.0.2", "actions/checkout"} {
		sentences(t, actions(file(head+"  - uses: "+ref+"\n")), "a.yml:5: "+ref+" is not pinned")
	}
	sentences(t, actions(file("name: x\njobs:\n")), "permissions at its top")
	sentences(t, actions(file(head+"  a:\n    permissions:\n      contents: write\n")), "never write")
	sentences(t, actions(file("permissions: write-all\n")), "never write")
}
