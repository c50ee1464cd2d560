package main

import (
	"fmt"
	"go/format"
	"path"
	"regexp"
	"slices"
	"strings"
)

// maxLines is how long a Go file may be; one that is longer holds more than one concept.
const maxLines = 500

// rootFiles are the only Go files at the root, topLevel the only folders there that hold Go code.
var (
	rootFiles = []string{"doc.go", "example_test.go"}
	topLevel  = []string{"tier", "sla", "escalation", "ticket", "runbook", "examples", "internal"}
)

// layout asks that the root and the folders below it are those of the house, and that no workspace file is there: go.work
// hides requirements that are missing.
func layout(t tree) (faults []string) {
	for _, p := range t.goFiles() {
		top, _, nested := strings.Cut(p, "/")
		switch {
		case !nested && !slices.Contains(rootFiles, p):
			faults = append(faults, fmt.Sprintf("%s: the root holds no Go file but %s", p, strings.Join(rootFiles, " and ")))
		case nested && !slices.Contains(topLevel, top):
			faults = append(faults, fmt.Sprintf("%s: Go code stands in %s, and in no other folder of the root", p, strings.Join(topLevel, ", ")))
		}
	}
	for _, p := range t.paths(func(p string) bool { return path.Base(p) == "go.work" }) {
		faults = append(faults, p+": a workspace hides missing requirements; no go.work is committed")
	}
	return faults
}

// lengths asks that no Go file is longer than maxLines.
func lengths(t tree) (faults []string) {
	for _, p := range t.goFiles() {
		if n := strings.Count(t[p], "\n"); n > maxLines {
			faults = append(faults, fmt.Sprintf("%s: %d lines, a file has at most %d: one concept per file", p, n, maxLines))
		}
	}
	return faults
}

// formatted asks that every Go file is as gofmt writes it. What does not parse is reported by parse.
func formatted(t tree) (faults []string) {
	for _, p := range t.goFiles() {
		if want, err := format.Source([]byte(t[p])); err == nil && string(want) != t[p] {
			faults = append(faults, p+": not formatted; run gofmt -w on it")
		}
	}
	return faults
}

// machinePath finds an absolute path into somebody's home or workspace. What comes before keeps addresses ("host/home/")
// and paths below a variable ("$top/home/") out.
var machinePath = regexp.MustCompile(`(?:^|[^\w./\-~})*])(/(?:home|Users|root|work|workspace|mnt)/[\w.\-]+)|([A-Z]:\\Users\\\w+)`)

// places asks that no text names a place that exists on one machine only.
func places(t tree) (faults []string) {
	for _, p := range t.paths(func(string) bool { return true }) {
		for i, line := range strings.Split(t[p], "\n") {
			if m := machinePath.FindStringSubmatch(line); m != nil {
				faults = append(faults, fmt.Sprintf("%s:%d: names %s, a place on one machine", p, i+1, m[1]+m[2]))
			}
		}
	}
	return faults
}
