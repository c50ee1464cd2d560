package main

import (
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// toolsDir is the module of build tools: it requires programs, not the root.
const toolsDir = "internal/tools"

// rootRequires are the modules that the root's go.mod may name; hosts link the first three and see no other.
var rootRequires = slices.Concat(linked, []string{
	"github.com/stretchr/testify", "pgregory.net/rapid", "golang.org/x/exp", // tests and helpers of tests
})

// A module is what we need to know of one go.mod; the field names are those of `go mod edit -json`.
type module struct {
	Dir     string `json:"-"` // below the root with slashes, "." for the root itself
	Module  struct{ Path string }
	Require []struct {
		Path     string
		Indirect bool
	}
	Replace []struct{ Old, New struct{ Path string } }
	Tool    []struct{ Path string }
}

// readModules reads every go.mod of the tree; the root's comes first.
func readModules(root string, t tree) ([]module, error) {
	var all []module
	for _, p := range t.paths(func(p string) bool { return path.Base(p) == "go.mod" && !strings.Contains(p, "testdata/") }) {
		out, err := goCommand(root, "mod", "edit", "-json", filepath.FromSlash(p))
		if err != nil {
			return nil, err
		}
		m := module{Dir: path.Dir(p)}
		if err := json.Unmarshal(out, &m); err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.Dir, b.Dir) }) // "." sorts before letters
	return all, nil
}

// modulesInOrder asks that hosts get a small root, and that the modules below it work from a bare clone: each is named
// for its folder, and takes the repository's other modules from their folders.
func modulesInOrder(all []module) (faults []string) {
	if len(all) == 0 || all[0].Dir != "." {
		return []string{"go.mod: the root has none"}
	}
	dirs := map[string]string{} // path of a module of ours → its folder
	for _, m := range all {
		dirs[m.Module.Path] = m.Dir
	}
	faults = append(faults, rootInOrder(all[0])...)
	for _, m := range all[1:] {
		faults = append(faults, nestedInOrder(m, all[0].Module.Path, dirs)...)
	}
	return faults
}

func rootInOrder(root module) (faults []string) {
	for _, r := range root.Require {
		if !r.Indirect && !slices.Contains(rootRequires, r.Path) {
			faults = append(faults, fmt.Sprintf("go.mod: requires %s; what drags another module in has a go.mod of its own", r.Path))
		}
	}
	for _, r := range root.Replace {
		faults = append(faults, fmt.Sprintf("go.mod: replaces %s; hosts would not see that", r.Old.Path))
	}
	for _, tool := range root.Tool {
		faults = append(faults, fmt.Sprintf("go.mod: names the tool %s; tools stand in %s/go.mod", tool.Path, toolsDir))
	}
	return faults
}

func nestedInOrder(m module, rootPath string, dirs map[string]string) (faults []string) {
	file := m.Dir + "/go.mod"
	fault := func(format string, args ...any) { faults = append(faults, file+": "+fmt.Sprintf(format, args...)) }
	if want := rootPath + "/" + m.Dir; m.Module.Path != want {
		fault("is called %s, but its folder says %s", m.Module.Path, want)
	}
	replaced := map[string]string{}
	for _, r := range m.Replace {
		replaced[r.Old.Path] = r.New.Path
		if _, ours := dirs[r.Old.Path]; !ours {
			fault("replaces %s, which is not of this repository", r.Old.Path)
		}
	}
	knowsRoot := m.Dir == toolsDir
	for _, r := range m.Require {
		knowsRoot = knowsRoot || r.Path == rootPath
		dir, ours := dirs[r.Path]
		if !ours {
			continue
		}
		if want := relative(m.Dir, dir); replaced[r.Path] != want {
			fault("requires %s and needs the line: replace %s => %s", r.Path, r.Path, want)
		}
	}
	if !knowsRoot {
		fault("does not require %s; what does it serve here?", rootPath)
	}
	return faults
}

// relative is the way from one folder of the repository to another, as a replace line writes it.
func relative(from, to string) string {
	rel, err := filepath.Rel(from, to)
	if err != nil {
		return to
	}
	rel = filepath.ToSlash(rel)
	if !strings.HasPrefix(rel, ".") {
		rel = "./" + rel
	}
	return rel
}
