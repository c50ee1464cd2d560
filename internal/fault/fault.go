// Package fault collects everything that is wrong with one input, each fault with the place where it stands, so that
// a person mends a file in one go instead of one error at a time.
//
// A domain package checks its own definition and names places by a path below the definition's root, such as
// "tiers[2].kind". The package above adopts the faults under its own prefix ("ladder.tiers[2].kind"), and the reader of a file
// turns the path into a line.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// ErrInvalid is what every definition that cannot be used matches under [errors.Is].
var ErrInvalid = errors.New("invalid definition")

// A Fault is one thing that is wrong, and where.
type Fault struct {
	Path    string // place below the definition's root, "" for the whole: "tiers[2].kind"
	Problem string // a sentence without a full stop: what is wrong and what would be right
	Line    int    // line in the file it was read from, counted from 1; 0 when it did not come from a file
}

// Error gives the place, then the problem.
func (f *Fault) Error() string {
	var b strings.Builder
	if f.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", f.Line)
	}
	if f.Path != "" {
		b.WriteString(f.Path + ": ")
	}
	b.WriteString(f.Problem)
	return b.String()
}

// Is reports that a fault is an [ErrInvalid].
func (f *Fault) Is(target error) bool { return target == ErrInvalid }

// A List gathers faults. The zero value is ready to use.
type List struct{ faults []error }

// Add notes one fault.
func (l *List) Add(path, format string, args ...any) {
	l.faults = append(l.faults, &Fault{Path: path, Problem: fmt.Sprintf(format, args...)})
}

// Under adopts the faults of err with their paths below prefix. An error that carries no faults becomes one; nil adds nothing.
func (l *List) Under(prefix string, err error) {
	if err == nil {
		return
	}
	found := Of(err)
	if len(found) == 0 {
		l.Add(prefix, "%v", err)
		return
	}
	for _, f := range found {
		l.faults = append(l.faults, &Fault{Path: join(prefix, f.Path), Problem: f.Problem, Line: f.Line})
	}
}

// Err is nil when nothing was added, else all faults in the order they were added, joined.
func (l *List) Err() error { return errors.Join(l.faults...) }

// Of takes the faults out of err, in order; none when err carries none.
func Of(err error) []*Fault {
	switch e := err.(type) {
	case nil:
		return nil
	case *Fault:
		return []*Fault{e}
	case interface{ Unwrap() []error }:
		var all []*Fault
		for _, one := range e.Unwrap() {
			all = append(all, Of(one)...)
		}
		return all
	default:
		return Of(errors.Unwrap(err))
	}
}

func join(prefix, path string) string {
	switch {
	case prefix == "":
		return path
	case path == "" || strings.HasPrefix(path, "["):
		return prefix + path
	default:
		return prefix + "." + path
	}
}
