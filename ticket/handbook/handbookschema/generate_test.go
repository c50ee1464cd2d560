package handbookschema_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

var update = flag.Bool("update", false, "write handbook.schema.json anew")

// file is where the schema stands.
const file = "../handbook.schema.json"

func TestTheSchemaIsThatOfTheTypes(t *testing.T) {
	s := schema{defs: map[string]any{}, sources: map[string]source{}, t: t}
	root := s.of(reflect.TypeFor[ticket.Definition]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "A handbook of fourline"
	root["$defs"] = s.defs
	var text bytes.Buffer
	out := json.NewEncoder(&text)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	require.NoError(t, out.Encode(root))
	if *update {
		require.NoError(t, os.WriteFile(file, text.Bytes(), 0o644))
		return
	}
	require.True(t, bytes.Equal(text.Bytes(), handbook.Schema()), "the types have changed since; write it anew: go test -update in ticket/handbook/handbookschema")
}

// A schema is being made, draft 2020-12.
type schema struct {
	t       *testing.T
	defs    map[string]any
	sources map[string]source // by the path of the package
}

// patterns are of texts that a type has a form for, and of durations as Go writes them.
var patterns = map[reflect.Type]string{
	reflect.TypeFor[time.Duration](): `^[-+]?([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+$`,
	reflect.TypeFor[sla.Span]():      `^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?-[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$`,
	reflect.TypeFor[sla.Date]():      `^([0-9]{4}-)?[01][0-9]-[0-3][0-9]$`,
	reflect.TypeFor[runbook.Date]():  `^[0-9]{4}-[01][0-9]-[0-3][0-9]$`,
}

// of gives the schema of a type; that of a struct stands among the definitions.
func (s *schema) of(t reflect.Type) map[string]any {
	if pattern, ok := patterns[t]; ok {
		return map[string]any{"type": "string", "pattern": pattern}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Slice:
		return map[string]any{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Struct:
		name := strings.TrimPrefix(t.String(), "*")
		if s.defs[name] == nil {
			s.defs[name] = true // for types that contain themselves
			s.defs[name] = s.object(t)
		}
		return map[string]any{"$ref": "#/$defs/" + name}
	case reflect.String:
		return s.word(t)
	}
	s.t.Fatalf("no schema for %s", t)
	return nil
}

// object lists the fields of a struct and allows no others. A text that is always written has to be there.
func (s *schema) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	docs := s.source(t.PkgPath()).docs
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		require.NotEmpty(s.t, name, "%s.%s has no name in a file", t, f.Name)
		property := s.of(f.Type)
		if doc := docs[t.Name()+"."+f.Name]; doc != "" {
			property["description"] = doc
		}
		properties[name] = property
		if !strings.Contains(options, "omitempty") && f.Type.Kind() == reflect.String {
			required = append(required, name)
		}
	}
	object := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		object["required"] = required
	}
	if doc := docs[t.Name()]; doc != "" {
		object["description"] = doc
	}
	return object
}

// word gives the words that a type has constants for: those and no others where the type says which are valid, else for completion.
func (s *schema) word(t reflect.Type) map[string]any {
	values := s.source(t.PkgPath()).constants[t.Name()]
	if t.PkgPath() == "" || len(values) == 0 {
		return map[string]any{"type": "string"}
	}
	if !t.Implements(reflect.TypeFor[interface{ Valid() bool }]()) {
		return map[string]any{"anyOf": []any{map[string]any{"enum": values}, map[string]any{"type": "string"}}}
	}
	var valid []string
	for _, v := range values {
		if reflect.ValueOf(v).Convert(t).Interface().(interface{ Valid() bool }).Valid() {
			valid = append(valid, v)
		}
	}
	return map[string]any{"enum": valid}
}

// A source is what the Go files of a package say about its types.
type source struct {
	docs      map[string]string   // of types "T" and fields "T.F"
	constants map[string][]string // values by type, in the order of the files
}

func (s *schema) source(pkg string) source {
	if known, ok := s.sources[pkg]; ok || pkg == "" {
		return known
	}
	found := source{map[string]string{}, map[string][]string{}}
	files, err := filepath.Glob(filepath.Join("../../..", strings.TrimPrefix(pkg, "github.com/fourline-go/fourline"), "*.go"))
	require.NoError(s.t, err)
	require.NotEmpty(s.t, files, pkg)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		require.NoError(s.t, err)
		for _, decl := range parsed.Decls {
			if group, ok := decl.(*ast.GenDecl); ok {
				found.read(group)
			}
		}
	}
	s.sources[pkg] = found
	return found
}

func (f source) read(group *ast.GenDecl) {
	for _, spec := range group.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			f.docs[spec.Name.Name] = plainly(spec.Doc, group.Doc)
			if fields, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range fields.Fields.List {
					for _, name := range field.Names {
						f.docs[spec.Name.Name+"."+name.Name] = plainly(field.Doc, field.Comment)
					}
				}
			}
		case *ast.ValueSpec:
			name, typed := spec.Type.(*ast.Ident)
			for _, value := range spec.Values {
				if word, ok := value.(*ast.BasicLit); ok && typed && word.Kind == token.STRING {
					text, _ := strconv.Unquote(word.Value)
					f.constants[name.Name] = append(f.constants[name.Name], text)
				}
			}
		}
	}
}

var (
	links      = regexp.MustCompile(`\[([\w.]+)\]`)
	paragraphs = regexp.MustCompile(`\n\n+`)
)

// plainly is the first comment that there is, for who writes a handbook and not a program: a line for each paragraph, links as words.
func plainly(groups ...*ast.CommentGroup) string {
	for _, g := range groups {
		if g == nil {
			continue
		}
		var lines []string
		for _, p := range paragraphs.Split(strings.TrimSpace(g.Text()), -1) {
			lines = append(lines, strings.Join(strings.Fields(links.ReplaceAllString(p, "$1")), " "))
		}
		return strings.Join(lines, "\n")
	}
	return ""
}
