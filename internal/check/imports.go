package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// rootModule is the path of the module at the root.
const rootModule = "github.com/fourline-go/fourline"

// linked are the modules that a host of ours links besides the standard library; packages that help tests, known by a
// name that ends in "test", may also use those of testLinked.
var (
	linked     = []string{"github.com/qmuntal/stateless", "github.com/robfig/cron/v3", "go.yaml.in/yaml/v3"}
	testLinked = []string{"github.com/stretchr/testify", "github.com/stretchr/objx", "pgregory.net/rapid"}
)

// below says which parts of the house each part may stand on. A part may always use itself and internal.
var below = map[string][]string{
	"tier":       {},
	"sla":        {},
	"escalation": {"tier", "sla"},
	"runbook":    {"tier"},
	"ticket":     {"tier", "sla", "escalation", "runbook"},
	"internal":   {"tier", "sla", "escalation", "runbook"},
}

// A pkg is one package that a module builds on, without tests; the field names are those of `go list -json`.
type pkg struct {
	ImportPath string
	Standard   bool
	Imports    []string
	Module     *struct {
		Path string
		Main bool
	}
}

// listPackages gives the packages of the module in dir and all that they depend on.
func listPackages(root, dir string) (map[string]pkg, error) {
	out, err := goCommand(filepath.Join(root, filepath.FromSlash(dir)), "list", "-deps", "-json=ImportPath,Standard,Imports,Module", "./...")
	if err != nil {
		return nil, err
	}
	all := map[string]pkg{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list in %s: %w", dir, err)
		}
		all[p.ImportPath] = p
	}
}

// goCommand runs the go command in dir without a workspace and gives what it printed; its complaint is in the error.
func goCommand(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOWORK=off")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s in %s: %w\n%s", args[0], dir, err, &complaint)
	}
	return out, nil
}

// imports asks, directly and by way of others, that every part of the house stands only on parts below it, and, in the
// root module, that nothing but the modules of linked comes along.
func imports(packages map[string]pkg, inRoot bool) (faults []string) {
	for _, p := range sortedMain(packages) {
		part := partOf(p.ImportPath)
		reported := map[string]bool{}
		walkImports(packages, p.ImportPath, func(way []string) {
			last := packages[way[len(way)-1]]
			what := ""
			switch {
			case last.Standard:
			case isOurs(last.ImportPath):
				if other := partOf(last.ImportPath); !mayUse(part, other) {
					what = fmt.Sprintf("%s may not import %s", part, other)
				}
			case inRoot && last.Module != nil && !mayLink(p.ImportPath, last.Module.Path):
				what = "brings in " + last.Module.Path + ", which hosts would have to link"
			}
			if what != "" && !reported[what] {
				reported[what] = true
				faults = append(faults, fmt.Sprintf("%s: %s (%s)", way[0], what, strings.Join(way, " → ")))
			}
		})
	}
	return faults
}

// walkImports visits everything that start depends on, nearest first, each once and by a shortest way.
func walkImports(packages map[string]pkg, start string, visit func(way []string)) {
	seen := map[string]bool{start: true}
	for queue := [][]string{{start}}; len(queue) > 0; queue = queue[1:] {
		way := queue[0]
		for _, next := range packages[way[len(way)-1]].Imports {
			if !seen[next] {
				seen[next] = true
				longer := append(slices.Clone(way), next)
				visit(longer)
				queue = append(queue, longer)
			}
		}
	}
}

// sortedMain gives the packages of the module that was listed, in order.
func sortedMain(packages map[string]pkg) (found []pkg) {
	for _, p := range packages {
		if p.Module != nil && p.Module.Main {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b pkg) int { return strings.Compare(a.ImportPath, b.ImportPath) })
	return found
}

func isOurs(importPath string) bool {
	return importPath == rootModule || strings.HasPrefix(importPath, rootModule+"/")
}

// partOf is the part of the house that a package of ours belongs to: its first folder, "" for the root.
func partOf(importPath string) string {
	part, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(importPath, rootModule), "/"), "/")
	return part
}

// mayUse reports that one part may import another; the root's tour and the examples may import anything of ours.
func mayUse(part, other string) bool {
	parts, known := below[part]
	return !known || part == other || other == "internal" || slices.Contains(parts, other)
}

func mayLink(importPath, modulePath string) bool {
	return slices.Contains(linked, modulePath) ||
		strings.HasSuffix(path.Base(importPath), "test") && slices.Contains(testLinked, modulePath)
}
