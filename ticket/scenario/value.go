package scenario

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// plain are the fields of every ticket that [ticket.Ticket.Get] gives and no command sets.
var plain = []ticket.Field{
	ticket.FieldKind, ticket.FieldState, ticket.FieldClass, ticket.FieldPending, ticket.FieldTier, ticket.FieldOwnerTier, ticket.FieldOwner,
	ticket.FieldWorking, ticket.FieldAlarm,
}

// value gives what a ticket has under a name, as text; false when no ticket can have such a thing.
func (s *Scenario) value(t ticket.Ticket, name string) (string, bool) {
	if f := ticket.Field(name); slices.Contains(plain, f) || slices.Contains(s.Book.Fields(), f) {
		return t.Get(f), true
	}
	v := reflect.ValueOf(t)
	for _, part := range strings.Split(name, ".") {
		next, ok := down(v, part)
		if !ok {
			return "", false
		}
		v = next
	}
	return s.text(v)
}

// down goes one name or number down. Where nothing is, it goes on in the zero value, to find out whether there could be something.
func down(v reflect.Value, part string) (reflect.Value, bool) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			v = reflect.Zero(v.Type().Elem())
		} else {
			v = v.Elem()
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		f, ok := field(v.Type(), part)
		if !ok {
			return v, false
		}
		return v.FieldByIndex(f.Index), true
	case reflect.Map:
		if at := v.MapIndex(reflect.ValueOf(part).Convert(v.Type().Key())); at.IsValid() {
			return at, true
		}
		return reflect.Zero(v.Type().Elem()), true
	case reflect.Slice:
		i, err := strconv.Atoi(part)
		if err != nil || i < 0 {
			return v, false
		}
		if i < v.Len() {
			return v.Index(i), true
		}
		return reflect.Zero(v.Type().Elem()), true
	}
	return v, false
}

// text writes a value as a scenario does; false for one that is more than text.
func (s *Scenario) text(v reflect.Value) (string, bool) {
	switch is := v.Interface().(type) {
	case time.Time:
		return s.clock(is), true
	case time.Duration:
		return is.String(), true
	}
	switch v.Kind() {
	case reflect.String:
		return v.String(), true
	case reflect.Int, reflect.Int64, reflect.Bool:
		return fmt.Sprint(v.Interface()), true
	default:
		return "", false
	}
}
