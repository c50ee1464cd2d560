package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A tree is the repository: path below the root with slashes, and the text of the file. Binary files are left out.
type tree map[string]string

// paths gives the paths that keep says yes to, sorted.
func (t tree) paths(keep func(string) bool) []string {
	var found []string
	for p := range t {
		if keep(p) {
			found = append(found, p)
		}
	}
	slices.Sort(found)
	return found
}

// goFiles gives our Go files, tests included; what stands in testdata is data.
func (t tree) goFiles() []string {
	return t.paths(func(p string) bool { return path.Ext(p) == ".go" && !strings.Contains("/"+p, "/testdata/") })
}

// A source is one parsed Go file.
type source struct {
	path string
	*ast.File
	fset *token.FileSet
}

// at is the place of a node: "sla/clock.go:12".
func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.path, s.fset.Position(n.Pos()).Line)
}

// dir is the folder of the file, "." for the root.
func (s source) dir() string { return path.Dir(s.path) }

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// parse reads every Go file; one that does not parse is a fault and left out.
func parse(t tree) (sources []source, faults []string) {
	for _, p := range t.goFiles() {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, p, t[p], parser.ParseComments)
		if err != nil {
			faults = append(faults, err.Error())
			continue
		}
		sources = append(sources, source{path: p, File: file, fset: fset})
	}
	return sources, faults
}

// readTree reads what git has or would take in; without git, or outside a checkout, every file but git's and the built tools.
func readTree(root string) (tree, error) {
	names, err := gitFiles(root)
	if err != nil {
		if names, err = walk(root); err != nil {
			return nil, err
		}
	}
	t := tree{}
	for _, name := range names {
		full := filepath.Join(root, filepath.FromSlash(name))
		info, err := os.Lstat(full)
		if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
			continue // deleted and not yet committed, or a link
		}
		text, err := os.ReadFile(full)
		if err != nil {
			return nil, err
		}
		if !bytes.ContainsRune(text, 0) {
			t[name] = string(text)
		}
	}
	return t, nil
}

func gitFiles(root string) ([]string, error) {
	cmd := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil || len(out) == 0 {
		return nil, errors.Join(err, errors.New("git names no files"))
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"), nil
}

func walk(root string) ([]string, error) {
	var names []string
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (name == ".git" || name == ".bin") {
			return fs.SkipDir
		}
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	return names, err
}
