package main

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	uses   = regexp.MustCompile(`^\s*(?:-\s*)?uses:\s*(.+)$`)
	pinned = regexp.MustCompile(`^[\w.\-]+/[\w.\-/]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	writes = regexp.MustCompile(`(?m)^\s*(?:[\w-]+:\s*write|permissions:\s*write-all)\b`)
)

// actions asks that a workflow may only read, and takes every action at a full commit hash with its version beside it: a
// tag can be moved to other code, a hash cannot.
func actions(t tree) (faults []string) {
	workflow := func(p string) bool { return strings.HasPrefix(p, ".github/workflows/") }
	for _, p := range t.paths(workflow) {
		for i, line := range strings.Split(t[p], "\n") {
			m := uses.FindStringSubmatch(line)
			if m != nil && !strings.HasPrefix(m[1], "./") && !pinned.MatchString(strings.TrimSpace(m[1])) {
				faults = append(faults, fmt.Sprintf("%s:%d: %s is not pinned as owner/name@<40 hex digits> # v1.2.3", p, i+1, m[1]))
			}
		}
		if !strings.Contains("\n"+t[p], "\npermissions:") || writes.MatchString(t[p]) {
			faults = append(faults, p+": a workflow says permissions at its top, and never write")
		}
	}
	return faults
}
