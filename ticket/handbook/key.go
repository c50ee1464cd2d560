package handbook

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// key is what identifies an entry of a list, "" for nothing: what it is for, or the first of some fields that it has.
func key(v reflect.Value) string {
	switch e := v.Interface().(type) {
	case tier.Edge:
		text := fmt.Sprintf("%s,%s", e.From, e.To)
		if !e.Kind.HandsOver() {
			text += ",consult"
		}
		return text
	case lifecycle.Mapping:
		return e.From + " to " + e.To
	case escalation.Override:
		return string(e.From)
	case ticket.LinkRule:
		return fmt.Sprintf("%s %s", e.Along, cmp.Or(string(e.On), e.State, string(e.Field)))
	case ticket.Need:
		return anything(e.Client, e.Kind, e.Service, e.Category, texts(reflect.ValueOf(e.Tier)))
	case ticket.AlarmRule:
		return anything(e.Match.Client, e.Match.Service, strings.Fields(e.Match.Key), e.Match.Source)
	case ticket.MajorUpdate:
		return anything(e.Match.Client, e.Match.Service, e.Match.Kind, e.Match.Priority)
	}
	if v.Kind() != reflect.Struct {
		return ""
	}
	for _, name := range []string{"id", "name", "metric", "trigger", "on", "rule", "date"} {
		for i := range v.NumField() {
			if tag(v.Type().Field(i)) == name && v.Field(i).Kind() == reflect.String && v.Field(i).String() != "" {
				return v.Field(i).String()
			}
		}
	}
	return ""
}

// anything names what something is for: all words of its lists.
func anything(lists ...[]string) string {
	var words []string
	for _, list := range lists {
		words = append(words, list...)
	}
	return cmp.Or(strings.Join(words, " "), "any")
}
