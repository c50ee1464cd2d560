package main

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// documented asks that every package has a package comment, and every exported name of a package that can be imported has
// a comment: functions, methods of exported types, types, methods of exported interfaces, constants and variables. One
// comment speaks for a whole group of constants or variables, and that of an interface for its method when it has one only.
func documented(sources []source) (faults []string) {
	spoken := map[string]bool{} // folder → has a package comment
	for _, s := range sources {
		if s.isTest() {
			continue
		}
		spoken[s.dir()] = spoken[s.dir()] || hasText(s.Doc)
		if s.Name.Name == "main" {
			continue
		}
		for _, decl := range s.Decls {
			for _, name := range undocumented(decl) {
				faults = append(faults, fmt.Sprintf("%s: %s is exported and has no comment", s.at(name), name.Name))
			}
		}
	}
	for dir, ok := range spoken {
		if !ok {
			faults = append(faults, fmt.Sprintf("%s: the package has no package comment", dir))
		}
	}
	slices.Sort(faults)
	return faults
}

// undocumented gives the exported names that a declaration leaves without a comment.
func undocumented(decl ast.Decl) (names []*ast.Ident) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if !hasText(d.Doc) && d.Name.IsExported() && receiverExported(d.Recv) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() {
					names = append(names, undocumentedType(s, d)...)
				}
			case *ast.ValueSpec:
				if !hasText(s.Doc) && !hasText(s.Comment) && !hasText(d.Doc) {
					names = append(names, exported(s.Names)...)
				}
			}
		}
	}
	return names
}

// undocumentedType looks at a type and, when it is an interface, at its methods.
func undocumentedType(s *ast.TypeSpec, d *ast.GenDecl) (names []*ast.Ident) {
	alone := !d.Lparen.IsValid() // the comment of "type X ..." hangs on the declaration
	if !hasText(s.Doc) && !hasText(s.Comment) && !(alone && hasText(d.Doc)) {
		names = append(names, s.Name)
	}
	if face, ok := s.Type.(*ast.InterfaceType); ok && face.Methods.NumFields() > 1 {
		for _, method := range face.Methods.List {
			if !hasText(method.Doc) && !hasText(method.Comment) {
				names = append(names, exported(method.Names)...)
			}
		}
	}
	return names
}

// receiverExported reports that a function is no method, or one of an exported type.
func receiverExported(recv *ast.FieldList) bool {
	if recv == nil || len(recv.List) == 0 {
		return true
	}
	t := recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return false
		}
	}
}

func exported(names []*ast.Ident) (found []*ast.Ident) {
	for _, name := range names {
		if name.IsExported() {
			found = append(found, name)
		}
	}
	return found
}

// hasText reports a comment that says something; a directive such as //go:embed does not.
func hasText(c *ast.CommentGroup) bool { return strings.TrimSpace(c.Text()) != "" }
