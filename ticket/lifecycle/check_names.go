package lifecycle

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

func (c *checker) calendar(path, name string) {
	if name != "" && c.known.Calendars != nil && !slices.Contains(c.known.Calendars, name) {
		c.faults.Add(path, "there is no calendar %q", name)
	}
}

func (c *checker) guards(path string, names []string) {
	for i, name := range names {
		if c.known.Guards != nil && !slices.Contains(c.known.Guards, name) {
			c.faults.Add(fmt.Sprintf("%s[%d]", path, i), "unknown guard %q; want one of %s", name, list(c.known.Guards))
		}
	}
}

func (c *checker) actors(path string, kinds []ActorKind) {
	for i, kind := range kinds {
		if !kind.Valid() {
			c.faults.Add(fmt.Sprintf("%s[%d]", path, i), "unknown actor %q; want one of %s", kind, list(ActorKinds()))
		}
	}
}

// fields checks the names of fields that must be there, are asked for, and must change.
func (c *checker) fields(path string, require, ask, change []string) {
	for _, l := range []struct {
		path  string
		names []string
	}{{".require", require}, {".ask", ask}, {".change", change}} {
		for i, name := range l.names {
			at := fmt.Sprintf("%s%s[%d]", path, l.path, i)
			switch {
			case name == "":
				c.faults.Add(at, "is empty")
			case c.known.Fields != nil && !slices.Contains(c.known.Fields, name):
				c.faults.Add(at, "there is no field %q", name)
			}
		}
	}
}

// name asks that a name can stand in one line.
func (c *checker) name(path, s string) {
	if s == "" || len(s) > MaxName || !utf8.ValidString(s) || slices.ContainsFunc([]rune(s), unicode.IsControl) {
		c.faults.Add(path, "%.40q cannot be a name; want 1 to %d bytes of text on one line", s, MaxName)
	}
}

func has[V any](m map[string]V, key string) bool {
	_, ok := m[key]
	return ok
}

func list[S ~string](names []S) string {
	if len(names) == 0 {
		return "(none)"
	}
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = string(n)
	}
	return strings.Join(words, ", ")
}
