package main

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strconv"
	"strings"
)

// shells names the files that may read the clock, each with its reason: they stand between the pure core and the world.
// An entry that is no longer needed is a fault too.
func shells() map[string]string {
	return map[string]string{
		"ticket/desk.go": "Config.Now of the Desk is time.Now unless the host says otherwise",
	}
}

// clockReaders are the functions of package time that read the machine's clock.
var clockReaders = []string{"Now", "Since", "Until"}

// clockless asks that time comes in as a parameter: no clock is read, and no instant is made with time.Date, which
// answers by hemisphere for a wall time that does not exist or occurs twice. time.Date(..., time.UTC) is always sound.
// Tests, packages that help tests, and examples are free.
func clockless(sources []source, allowed map[string]string) (faults []string) {
	used := map[string]bool{}
	for _, s := range sources {
		if s.isTest() || strings.HasPrefix(s.path, "examples/") || strings.HasSuffix(path.Base(s.dir()), "test") {
			continue
		}
		for _, found := range clockUses(s) {
			if allowed[s.path] != "" {
				used[s.path] = true
				continue
			}
			faults = append(faults, found)
		}
	}
	for file := range allowed {
		if !used[file] {
			faults = append(faults, fmt.Sprintf("%s: may read the clock (internal/check/clock.go) and does not; take it off the list", file))
		}
	}
	slices.Sort(faults)
	return faults
}

// clockUses gives a sentence for every use of the clock, and of time.Date, in one file.
func clockUses(s source) (found []string) {
	name := importName(s.File, "time")
	sound := map[ast.Node]bool{} // time.Date of a call that ends with time.UTC
	ast.Inspect(s.File, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && len(call.Args) > 0 && isOf(call.Args[len(call.Args)-1], name, "UTC") {
			sound[call.Fun] = true
		}
		sel, ok := n.(*ast.SelectorExpr)
		switch {
		case !ok || sound[sel]:
		case isOf(sel, name, clockReaders...):
			found = append(found, fmt.Sprintf("%s: time.%s reads the clock; take the time as a parameter", s.at(sel), sel.Sel.Name))
		case isOf(sel, name, "Date"):
			found = append(found, fmt.Sprintf("%s: time.Date guesses at clock changes; only time.Date(..., time.UTC) is sound", s.at(sel)))
		}
		return true
	})
	return found
}

// isOf reports that e is pkg.X with X one of names. A local variable that happens to be called like the package has an object.
func isOf(e ast.Expr, pkg string, names ...string) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok || pkg == "" {
		return false
	}
	id, ok := sel.X.(*ast.Ident)
	return ok && id.Name == pkg && id.Obj == nil && slices.Contains(names, sel.Sel.Name)
}

// importName gives the name that a file uses for a package, "" when it does not import it.
func importName(f *ast.File, pkg string) string {
	for _, spec := range f.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err != nil || p != pkg {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path.Base(pkg)
	}
	return ""
}
