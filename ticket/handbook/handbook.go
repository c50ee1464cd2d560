package handbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/ticket"
)

// Limits of a file.
const (
	MaxBytes = 1 << 20 // 1 MiB
	MaxDepth = 50      // of lists and maps in each other
)

// Load reads a handbook from a file. Errors name the file.
func Load(file string) (*ticket.Handbook, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("handbook: %w", err)
	}
	defer f.Close()
	h, err := Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return h, nil
}

// Read reads a handbook. It reads at most [MaxBytes] and one byte.
func Read(r io.Reader) (*ticket.Handbook, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("handbook: %w", err)
	}
	return Parse(text)
}

// Parse reads a handbook from its text.
func Parse(text []byte) (*ticket.Handbook, error) {
	if len(text) > MaxBytes {
		return nil, &fault.Fault{Problem: fmt.Sprintf("the handbook is larger than %d bytes", MaxBytes)}
	}
	root, err := tree(text)
	if err != nil {
		return nil, err
	}
	var d ticket.Definition
	types := decode(text, &d)
	faults := slices.Clone(types)
	if slices.ContainsFunc(types, twice) { // which of the two is meant? All that it stands in is not read, and would seem to be missing
		return nil, joined(faults)
	}
	h, err := ticket.NewHandbook(d)
	for _, f := range fault.Of(err) {
		at, value := find(root, f.Path)
		f.Line = at
		follows := func(o *fault.Fault) bool { return o.Line == at && names(o, value) }
		if !slices.ContainsFunc(types, follows) { // a value of a wrong type is said once
			faults = append(faults, f)
		}
	}
	if len(faults) == 0 {
		return h, err
	}
	return nil, joined(faults)
}

// joined gives faults as one error, in the order of the file.
func joined(faults []*fault.Fault) error {
	slices.SortStableFunc(faults, func(a, b *fault.Fault) int { return a.Line - b.Line })
	all := make([]error, len(faults))
	for i, f := range faults {
		all[i] = f
	}
	return errors.Join(all...)
}

// stands is what the YAML library says of a field that stands twice.
var stands = regexp.MustCompile(`^mapping key "(.*)" already defined at line (\d+)$`)

// twice reports whether a fault is that of a field that stands twice.
func twice(f *fault.Fault) bool { return strings.HasPrefix(f.Problem, "stands twice") }

// tree parses the text without giving it a meaning.
func tree(text []byte) (*yaml.Node, error) {
	var root yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&root); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, &fault.Fault{Problem: "the handbook is empty"}
		}
		return nil, errors.Join(syntax(err)...)
	}
	var second yaml.Node
	if err := d.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, &fault.Fault{Line: second.Line, Problem: "there is a second document; a handbook is one"}
	}
	if n, deep := tooDeep(&root, 0); deep {
		return nil, &fault.Fault{Line: n.Line, Problem: fmt.Sprintf("is nested deeper than %d", MaxDepth)}
	}
	return root.Content[0], nil
}

func tooDeep(n *yaml.Node, depth int) (*yaml.Node, bool) {
	if depth > MaxDepth {
		return n, true
	}
	for _, child := range n.Content {
		if at, deep := tooDeep(child, depth+1); deep {
			return at, true
		}
	}
	return nil, false
}

// decode fills the definition as far as it can and gives what it could not.
func decode(text []byte, d *ticket.Definition) []*fault.Fault {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	err := decoder.Decode(d)
	if err == nil {
		return nil
	}
	return fault.Of(errors.Join(syntax(err)...))
}

var atLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): (?s:(.*))$`)

// ourTypes hides the names of Go types, which say nothing to who writes a handbook.
var ourTypes = regexp.MustCompile(` (?:in|into) (?:type )?[\w.\[\]*]+$`)

// syntax turns what the YAML library says into faults.
func syntax(err error) []error {
	lines := []string{err.Error()}
	var types *yaml.TypeError
	if errors.As(err, &types) {
		lines = types.Errors
	}
	all := make([]error, len(lines))
	for i, text := range lines {
		f := &fault.Fault{Problem: strings.TrimPrefix(text, "yaml: ")}
		if m := atLine.FindStringSubmatch(text); m != nil {
			f.Line, _ = strconv.Atoi(m[1])
			f.Problem = plain(m[2])
		}
		all[i] = f
	}
	return all
}

// plain says what was wrong in words of the file.
func plain(problem string) string {
	if m := stands.FindStringSubmatch(problem); m != nil {
		return fmt.Sprintf("stands twice: %q is on line %s already", m[1], m[2])
	}
	switch {
	case strings.HasPrefix(problem, "field "):
		name := strings.Fields(problem)[1]
		return fmt.Sprintf("there is no field %q here", name)
	case strings.HasPrefix(problem, "cannot unmarshal "):
		value := strings.TrimPrefix(ourTypes.ReplaceAllString(problem, ""), "cannot unmarshal ")
		return fmt.Sprintf("%s is of the wrong type; want %s", value, wanted(problem))
	}
	return problem
}

// wanted names the type a field should have had.
func wanted(problem string) string {
	of := problem[strings.LastIndex(problem, " ")+1:]
	switch {
	case of == "time.Duration":
		return `a duration such as "15m"`
	case strings.HasPrefix(of, "int"):
		return "a whole number"
	case of == "bool":
		return "true or false"
	case strings.HasPrefix(of, "[]"):
		return "a list"
	case strings.HasPrefix(of, "map[") || strings.Contains(of, "."):
		return "fields"
	default:
		return "text"
	}
}

// find gives the line of a path, or of the nearest place above it, and what stands at the path, nil for nothing.
func find(n *yaml.Node, path string) (int, *yaml.Node) {
	at := n.Line
	for _, name := range segments(path) {
		child, key := step(n, name)
		if child == nil {
			return at, nil
		}
		n, at = child, key.Line
	}
	return at, n
}

// names reports whether a fault of type is about a value. The YAML library quotes the beginning of long ones.
func names(o *fault.Fault, value *yaml.Node) bool {
	if value == nil {
		return false
	}
	text := value.ShortTag()
	if value.Kind == yaml.ScalarNode {
		text += " `" + value.Value[:min(len(value.Value), 7)]
	}
	return strings.HasPrefix(o.Problem, text)
}

// segments splits "kinds[0].transitions[3].to" into its names and numbers.
func segments(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
}

// step goes one name or number down. The key is where it is written.
func step(n *yaml.Node, name string) (child, key *yaml.Node) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == name {
				return n.Content[i+1], n.Content[i]
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(name); err == nil && i < len(n.Content) {
			return n.Content[i], n.Content[i]
		}
	}
	return nil, nil
}
