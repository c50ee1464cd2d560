package scenario

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/ticket"
)

// actions are what can be done to a ticket, by the names of their types: [ticket.HandOver] is hand_over.
var actions = named(ticket.Actions())

func named(all []ticket.Action) map[string]reflect.Type {
	byName := map[string]reflect.Type{}
	for _, a := range all {
		t := reflect.TypeOf(a)
		byName[snake(t.Name())] = t
	}
	return byName
}

// Actions lists the names of everything that can be done, sorted.
func Actions() []string { return slices.Sorted(maps.Keys(actions)) }

// snake writes a Go name with '_': HandOver is hand_over.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// perform is what is done instead of an action: the next step of the runbook.
const perform = "perform"

// action reads one element of "do": a word, or a word with something behind it.
func (p *parser) action(n *yaml.Node, s *Step) {
	word, value := n, (*yaml.Node)(nil)
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 {
		word, value = n.Content[0], n.Content[1]
	}
	if word.Kind != yaml.ScalarNode {
		p.fault(n, "want one thing to do, such as acknowledge or move: {trigger: start}")
		return
	}
	t, ok := actions[word.Value]
	switch {
	case word.Value == perform && value == nil:
		s.Perform = true
		return
	case !ok:
		p.fault(n, "%q is nothing to do; want one of %s", word.Value, strings.Join(append(Actions(), perform), ", "))
		return
	}
	to := reflect.New(t).Elem()
	if value != nil {
		p.decode(value, to)
	} else if t.Kind() == reflect.Map {
		p.fault(n, "%s says what", word.Value)
	}
	a := to.Interface().(ticket.Action)
	switch a.(type) {
	case ticket.Open, ticket.Raise:
		if len(s.Do) > 0 {
			p.fault(n, "%s comes first", word.Value)
		}
	}
	s.Do = append(s.Do, a)
}
