package scenario

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/ticket"
)

// Limits of a scenario file, checked before anything in it is looked at.
const (
	MaxBytes = 1 << 20 // 1 MiB
	MaxDepth = 20      // of lists and maps in each other
	MaxSteps = 10_000
)

// A reader takes a YAML file apart and gathers what is wrong with it, each fault with its line.
type reader struct{ faults []*ticket.Fault }

// fields are what a map may hold, each with what to do with its value.
type fields map[string]func(*yaml.Node)

func (r *reader) fault(n *yaml.Node, format string, args ...any) {
	r.faultAt(n.Line, format, args...)
}

func (r *reader) faultAt(line int, format string, args ...any) {
	r.faults = append(r.faults, &ticket.Fault{Line: line, Problem: fmt.Sprintf(format, args...)})
}

// err joins the faults in the order of their lines.
func (r *reader) err() error {
	slices.SortStableFunc(r.faults, func(a, b *ticket.Fault) int { return cmp.Compare(a.Line, b.Line) })
	all := make([]error, len(r.faults))
	for i, f := range r.faults {
		all[i] = f
	}
	return errors.Join(all...)
}

// atLine finds the line in what the YAML library says.
var atLine = regexp.MustCompile(`\d+`)

// document gives the one document of a file, or nil.
func (r *reader) document(text []byte) *yaml.Node {
	if len(text) > MaxBytes {
		r.faultAt(0, "the file is larger than %d bytes", MaxBytes)
		return nil
	}
	var root, second yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(text))
	switch err := d.Decode(&root); {
	case errors.Is(err, io.EOF):
		r.faultAt(0, "the file is empty")
		return nil
	case err != nil:
		line, _ := strconv.Atoi(atLine.FindString(err.Error()))
		r.faultAt(line, "%s", strings.TrimPrefix(err.Error(), "yaml: "))
		return nil
	}
	if err := d.Decode(&second); !errors.Is(err, io.EOF) {
		r.faultAt(second.Line, "there is a second document; a scenario is one")
		return nil
	}
	if !r.plain(&root, 0) {
		return nil
	}
	return root.Content[0]
}

// plain refuses what is nested too deeply, and aliases, which make a small file large.
func (r *reader) plain(n *yaml.Node, depth int) bool {
	switch {
	case depth > MaxDepth:
		r.fault(n, "is nested deeper than %d", MaxDepth)
		return false
	case n.Kind == yaml.AliasNode:
		r.fault(n, "aliases are not used here; write it out")
		return false
	}
	for _, child := range n.Content {
		if !r.plain(child, depth+1) {
			return false
		}
	}
	return true
}

// read goes through a map in the order of the file. It reports names that nobody knows or that stand twice, and that one is missing.
func (r *reader) read(n *yaml.Node, known fields, required ...string) {
	if n.Kind != yaml.MappingNode {
		r.fault(n, "want fields: %s", strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		take, ok := known[key.Value]
		switch {
		case !ok:
			r.fault(key, "there is no field %q here", key.Value)
		case seen[key.Value]:
			r.fault(key, "%q stands twice", key.Value)
		default:
			take(value)
		}
		seen[key.Value] = true
	}
	for _, name := range required {
		if !seen[name] {
			r.fault(n, "%s is missing", name)
		}
	}
}

// each goes through a list of at most so many elements.
func (r *reader) each(n *yaml.Node, most int, take func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, "want a list")
		return
	}
	if len(n.Content) > most {
		r.fault(n, "has %d elements; at most %d are allowed", len(n.Content), most)
		return
	}
	for _, child := range n.Content {
		take(child)
	}
}

// text puts a value into a variable as it is written.
func (r *reader) text(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		switch {
		case n.Kind != yaml.ScalarNode || n.Tag == "!!null":
			r.fault(n, "want text")
		case len(n.Value) > ticket.MaxText:
			r.fault(n, "is %d bytes long; at most %d are allowed", len(n.Value), ticket.MaxText)
		default:
			*to = n.Value
		}
	}
}
