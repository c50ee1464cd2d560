package handbook

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// A leaf is one place at which two definitions are written differently.
type leaf struct {
	path    string // by name: "engineers[ada].tiers"
	op      operation
	was, is string
}

// operation is what became of a place.
type operation int

const (
	changed   operation = iota
	came                // an entry of a list
	left                // likewise
	filled              // a list that was empty has these entries
	emptied             // a list had these entries and is empty
	reordered           // a list with the same entries
)

// leaves compares two definitions field by field, whatever fields they have. Lists of single values are compared as sets, lists of
// things with names by name. A list that is empty and one that is not there are the same.
func leaves(was, is ticket.Definition) []leaf {
	var found comparison
	found.compare("", reflect.ValueOf(was), reflect.ValueOf(is))
	return found
}

type comparison []leaf

func (c *comparison) add(path string, op operation, was, is string) {
	*c = append(*c, leaf{path, op, was, is})
}

func (c *comparison) compare(path string, a, b reflect.Value) {
	switch {
	case reflect.DeepEqual(a.Interface(), b.Interface()):
	case single(a.Type()):
		if was, is := brief(a), brief(b); was != is {
			c.add(path, changed, was, is)
		}
	case a.Kind() == reflect.Pointer:
		c.pointers(path, a, b)
	case a.Kind() == reflect.Struct:
		for i := range a.NumField() {
			if f := a.Type().Field(i); f.IsExported() {
				c.compare(under(path, tag(f)), a.Field(i), b.Field(i))
				c.absent(under(path, tag(f)), f, a.Field(i), b.Field(i))
			}
		}
	case a.Kind() == reflect.Slice && single(a.Type().Elem()):
		c.sets(path, texts(a), texts(b))
	case a.Kind() == reflect.Slice:
		c.lists(path, keys(a), keys(b))
	case a.Kind() == reflect.Map:
		c.lists(path, entries(a), entries(b))
	}
}

// absent notes a list that is empty on one side and left out on the other, where the field says that this is not the same.
func (c *comparison) absent(path string, f reflect.StructField, a, b reflect.Value) {
	if f.Type.Kind() != reflect.Slice || a.Len()+b.Len() > 0 || a.IsNil() == b.IsNil() || !strings.Contains(f.Tag.Get("json"), ",omitzero") {
		return
	}
	said := map[bool]string{true: "left to the default", false: "empty"}
	c.add(path, changed, said[a.IsNil()], said[b.IsNil()])
}

func (c *comparison) pointers(path string, a, b reflect.Value) {
	switch {
	case a.IsNil() && b.IsNil():
	case a.IsNil():
		c.add(path, came, "", brief(b.Elem()))
	case b.IsNil():
		c.add(path, left, brief(a.Elem()), "")
	default:
		c.compare(path, a.Elem(), b.Elem())
	}
}

// single reports whether values of a type are written as one word or one line.
func single(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct:
		return t == reflect.TypeFor[escalation.Target]() || t == reflect.TypeFor[tier.Skill]() || t == reflect.TypeFor[time.Time]()
	case reflect.Slice, reflect.Map, reflect.Pointer:
		return false
	}
	return true
}

func texts(list reflect.Value) []string {
	all := make([]string, list.Len())
	for i := range all {
		all[i] = cmp.Or(brief(list.Index(i)), `""`)
	}
	return all
}

// sets notes what came to a list and what left it, or that its order is another.
func (c *comparison) sets(path string, a, b []string) {
	switch {
	case len(a) == 0 && len(b) > 0:
		c.add(path, filled, "", strings.Join(b, ", "))
		return
	case len(a) > 0 && len(b) == 0:
		c.add(path, emptied, strings.Join(a, ", "), "")
		return
	}
	before := len(*c)
	for _, one := range without(b, a) {
		c.add(path, came, "", one)
	}
	for _, one := range without(a, b) {
		c.add(path, left, one, "")
	}
	if len(*c) == before && !slices.Equal(a, b) {
		c.add(path, reordered, strings.Join(a, ", "), strings.Join(b, ", "))
	}
}

// without is what is in a and not, or not as often, in b.
func without(a, b []string) []string {
	rest := slices.Clone(b)
	var more []string
	for _, one := range a {
		if i := slices.Index(rest, one); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
			continue
		}
		more = append(more, one)
	}
	return more
}

// A named is an entry of a list with what it is called there.
type named struct {
	key   string
	value reflect.Value
}

// lists compares entries of the same name.
func (c *comparison) lists(path string, a, b []named) {
	index := func(list []named, key string) int {
		return slices.IndexFunc(list, func(n named) bool { return n.key == key })
	}
	var was, is []string
	for _, n := range b {
		at := fmt.Sprintf("%s[%s]", path, n.key)
		i := index(a, n.key)
		if i < 0 {
			c.add(at, came, "", brief(n.value))
			continue
		}
		is = append(is, n.key)
		c.compare(at, a[i].value, n.value)
	}
	for _, n := range a {
		if index(b, n.key) < 0 {
			c.add(fmt.Sprintf("%s[%s]", path, n.key), left, brief(n.value), "")
			continue
		}
		was = append(was, n.key)
	}
	if !slices.Equal(was, is) {
		c.add(path, reordered, strings.Join(was, ", "), strings.Join(is, ", "))
	}
}

// keys names the entries of a list: by what identifies them, with a number where that repeats, or by their place.
func keys(list reflect.Value) []named {
	all := make([]named, list.Len())
	seen := map[string]int{}
	for i := range all {
		all[i] = named{key(list.Index(i)), list.Index(i)}
		if all[i].key == "" {
			all[i].key = fmt.Sprint(i)
		}
		if seen[all[i].key]++; seen[all[i].key] > 1 {
			all[i].key = fmt.Sprintf("%s#%d", all[i].key, seen[all[i].key])
		}
	}
	return all
}

func entries(m reflect.Value) []named {
	byName := map[string]reflect.Value{}
	for k, v := range m.Seq2() {
		byName[fmt.Sprint(k)] = v
	}
	var all []named
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		all = append(all, named{name, byName[name]})
	}
	return all
}

// brief writes a value on one line, as a file might: "{metric: resolve, within: 4h}". What is not there is left out.
func brief(v reflect.Value) string {
	switch value := v.Interface().(type) {
	case time.Duration:
		return span(value)
	case fmt.Stringer:
		return value.String()
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return brief(v.Elem())
	case reflect.Slice:
		return "[" + strings.Join(texts(v), ", ") + "]"
	case reflect.Map:
		var parts []string
		for _, n := range entries(v) {
			parts = append(parts, n.key+": "+brief(n.value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case reflect.Struct:
		var parts []string
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !v.Field(i).IsZero() {
				parts = append(parts, tag(f)+": "+brief(v.Field(i)))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return fmt.Sprint(v.Interface())
}
