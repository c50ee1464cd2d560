package tickettest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/stretchr/testify/require"
)

// equal asserts that a struct is as wanted, and names the fields that are not, instead of showing all of both.
func equal[T any](k *kit, want, got T, about ...any) {
	k.Helper()
	if reflect.DeepEqual(want, got) {
		return
	}
	require.Fail(k, "Not as wanted: "+differ(reflect.ValueOf(want), reflect.ValueOf(got)), about...)
}

// equals is equal for a list.
func equals[T any](k *kit, want, got []T, about ...any) {
	k.Helper()
	require.Len(k, got, len(want), about...)
	for i := range want {
		equal(k, want[i], got[i], about...)
	}
}

// differ lists the fields of two structs that differ.
func differ(want, got reflect.Value) string {
	var all []string
	for i := range want.NumField() {
		w, g := want.Field(i).Interface(), got.Field(i).Interface()
		if !reflect.DeepEqual(w, g) {
			all = append(all, fmt.Sprintf("%s is %s, want %s", want.Type().Field(i).Name, show(g), show(w)))
		}
	}
	return strings.Join(all, "; ")
}

// show writes a value shortly.
func show(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	if len(text) > 400 {
		return string(text[:400]) + " …"
	}
	return string(text)
}
