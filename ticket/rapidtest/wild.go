package rapidtest

import (
	"reflect"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket"
)

// odd are texts that somebody may send.
var odd = []string{"", " ", "x", "T-1", "\x00", "\xff", "\u202e", "line\nline", strings.Repeat("long ", 200), strings.Repeat("x", ticket.MaxText+1)}

// Wild draws any action of package ticket with anything in it: names of the handbook in places where they may not belong, texts that
// nobody can read, numbers of any size, instants of any time.
func Wild(book *ticket.Handbook) *rapid.Generator[ticket.Action] {
	names := append(known(book), odd...)
	return rapid.Custom(func(t *rapid.T) ticket.Action {
		kind := reflect.TypeOf(rapid.SampledFrom(ticket.Actions()).Draw(t, "action"))
		v := reflect.New(kind).Elem()
		fill(t, v, names, 0)
		return v.Interface().(ticket.Action)
	})
}

// known are the names of a handbook.
func known(book *ticket.Handbook) []string {
	names := append([]string{}, book.Kinds()...)
	for _, kind := range book.Kinds() {
		cycle, _ := book.Lifecycle(kind)
		def := cycle.Definition()
		for _, s := range def.States {
			names = append(names, s.Name)
		}
		for _, tr := range def.Transitions {
			names = append(names, tr.Trigger)
		}
		for _, r := range def.Reasons {
			names = append(names, r.Name)
		}
	}
	for _, t := range book.Ladder().Tiers() {
		names = append(names, string(t.ID))
	}
	for _, e := range engineers(book) {
		names = append(names, e.ID)
	}
	for _, f := range book.Fields() {
		names = append(names, string(f))
	}
	return names
}

// maxFill is how deep values are filled.
const maxFill = 5

// fill puts anything into a value.
func fill(t *rapid.T, v reflect.Value, names []string, depth int) {
	if depth > maxFill || !v.CanSet() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(rapid.SampledFrom(names).Draw(t, "name"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.OneOf(rapid.Int64Range(-1, 5), rapid.Int64()).Draw(t, "number"))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(instant(t)))
			return
		}
		for i := range v.NumField() {
			fill(t, v.Field(i), names, depth+1)
		}
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "there") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem(), names, depth+1)
		}
	case reflect.Slice:
		n := rapid.IntRange(0, 3).Draw(t, "length")
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(t, v.Index(i), names, depth+1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range rapid.IntRange(0, 3).Draw(t, "size") {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(t, key, names, depth+1)
			fill(t, value, names, depth+1)
			v.SetMapIndex(key, value)
		}
	}
}

// instant draws an instant: often none, or one of these years.
func instant(t *rapid.T) time.Time {
	if rapid.Bool().Draw(t, "none") {
		return time.Time{}
	}
	return time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds"))
}
