// Package handbookschema makes the JSON Schema of a handbook from the Go types and holds it against a validator that others have written.
// It is a module of its own, so that nobody who uses handbooks links the validator. The schema itself is [handbook.Schema].
//
// After a change of the types, write it anew here:
//
//	go test . -update
package handbookschema

import _ "github.com/fourline-go/fourline/ticket/handbook" // whose schema it is
