package scenario

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/ticket"
)

var (
	timeType     = reflect.TypeFor[time.Time]()
	durationType = reflect.TypeFor[time.Duration]()
	setType      = reflect.TypeFor[ticket.Set]()
	openType     = reflect.TypeFor[ticket.Open]()
)

// decode puts what is written into a value of an action, by the names of its JSON. Names that nobody knows are faults.
func (p *parser) decode(n *yaml.Node, v reflect.Value) {
	switch t := v.Type(); {
	case t == timeType:
		v.Set(reflect.ValueOf(p.time(n)))
	case t == durationType:
		v.SetInt(int64(p.duration(n)))
	case t == setType:
		p.read(n, p.setFields(v))
	case v.Kind() == reflect.Struct && n.Kind == yaml.ScalarNode:
		p.first(n, v)
	case v.Kind() == reflect.Struct:
		p.read(n, p.fieldsOf(v))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		p.decode(n, v.Elem())
	case v.Kind() == reflect.Slice:
		p.each(n, ticket.MaxFields, func(one *yaml.Node) {
			to := reflect.New(t.Elem()).Elem()
			p.decode(one, to)
			v.Set(reflect.Append(v, to))
		})
	case v.Kind() == reflect.Map:
		p.decodeMap(n, v)
	default:
		p.word(n, v)
	}
	if known, ok := v.Interface().(interface{ Valid() bool }); ok && v.Kind() == reflect.String && v.Len() > 0 && !known.Valid() {
		p.fault(n, "there is no %s %q", strings.ReplaceAll(snake(v.Type().Name()), "_", " "), v.String())
	}
}

// first reads text that stands alone: it is the first field.
func (p *parser) first(n *yaml.Node, v reflect.Value) {
	if v.NumField() == 0 || !v.Type().Field(0).IsExported() {
		p.fault(n, "nothing is said here")
		return
	}
	p.decode(n, v.Field(0))
}

// word reads text, a number, or true and false.
func (p *parser) word(n *yaml.Node, v reflect.Value) {
	if v.Kind() == reflect.String {
		var text string
		p.text(&text)(n)
		v.SetString(text)
		return
	}
	if err := n.Decode(v.Addr().Interface()); err != nil {
		want := "a whole number"
		if v.Kind() == reflect.Bool {
			want = "true or false"
		}
		p.fault(n, "%q is not what is wanted here; want %s", n.Value, want)
	}
}

// fieldsOf are the fields of a struct. Those of a ticket that it sets or opens may stand beside its own, which come first.
func (p *parser) fieldsOf(v reflect.Value) fields {
	known := fields{}
	var inner []fields
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		if f.Anonymous && f.Type.Kind() == reflect.Struct {
			inner = append(inner, p.fieldsOf(v.Field(i)))
			continue
		}
		known[jsonName(f)] = func(n *yaml.Node) { p.decode(n, v.Field(i)) }
		switch f.Type {
		case setType:
			inner = append(inner, p.setFields(v.Field(i)))
		case openType:
			inner = append(inner, p.fieldsOf(v.Field(i)))
		}
	}
	for _, some := range inner {
		for name, take := range some {
			if known[name] == nil {
				known[name] = take
			}
		}
	}
	return known
}

// setFields are the fields of a ticket that a command may set.
func (p *parser) setFields(v reflect.Value) fields {
	known := fields{}
	for _, f := range p.s.Book.Fields() {
		known[string(f)] = func(n *yaml.Node) {
			if v.IsNil() {
				v.Set(reflect.MakeMap(setType))
			}
			var text string
			p.text(&text)(n)
			v.SetMapIndex(reflect.ValueOf(f), reflect.ValueOf(text))
		}
	}
	return known
}

// decodeMap reads a map from names to anything.
func (p *parser) decodeMap(n *yaml.Node, v reflect.Value) {
	t, known := v.Type(), fields{}
	v.Set(reflect.MakeMap(t))
	if n.Kind != yaml.MappingNode || t.Key().Kind() != reflect.String {
		p.fault(n, "want names with something behind them")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		known[name] = func(n *yaml.Node) {
			to := reflect.New(t.Elem()).Elem()
			p.decode(n, to)
			v.SetMapIndex(reflect.ValueOf(name).Convert(t.Key()), to)
		}
	}
	p.read(n, known)
}

// jsonName is what a field is called in JSON.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "" {
		return snake(f.Name)
	}
	return name
}

// field gives the field of a struct type by its JSON name, those of embedded structs too.
func field(t reflect.Type, name string) (reflect.StructField, bool) {
	all := reflect.VisibleFields(t)
	i := slices.IndexFunc(all, func(f reflect.StructField) bool { return f.IsExported() && !f.Anonymous && jsonName(f) == name })
	if i < 0 {
		return reflect.StructField{}, false
	}
	return all[i], true
}
