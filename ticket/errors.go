package ticket

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/internal/fault"
)

// What a caller branches on with [errors.Is].
var (
	ErrNotFound       = errors.New("ticket: not found")                                // no such ticket for this client
	ErrConflict       = errors.New("ticket: changed by somebody else")                 // the expected version is not the stored one
	ErrDuplicate      = errors.New("ticket: already there")                            // the id, an open ticket's alarm key or a reference is taken: see [DuplicateError]
	ErrRefused        = errors.New("ticket: refused")                                  // by a rule: see [Refusal]
	ErrInvalid        = fault.ErrInvalid                                               // input that no handbook would accept
	ErrNoHandbook     = errors.New("ticket: the desk does not have this handbook")     // the version a ticket was decided under
	ErrOutcomeUnknown = errors.New("ticket: the store did not say whether it is done") // try again with the same command key
)

// ended says that the ticket which the desk found for an alarm or a mail is not the one any more: it looks again.
type ended struct {
	after string // the ticket that the new one goes on with, "" for none
	why   error  // the refusal, where it was not the desk that found the ticket
}

// Error says so to nobody but the desk.
func (e *ended) Error() string { return "ticket: it has ended" }

// A Fault is one thing that is wrong with a handbook, with its path and, when it was read from a file, its line.
type Fault = fault.Fault

// Faults gives what is wrong with a definition, one by one, from the error that refused it.
func Faults(err error) []*Fault { return fault.Of(err) }

// A Refusal says which rule was in the way, as data and as a sentence. Nothing was changed.
type Refusal struct {
	Rule      string   `json:"rule"`                // short name of the rule: "right", "trigger", "missing", "guard", "edge", "evidence", "closed", …
	Why       string   `json:"why"`                 // a sentence without a full stop
	Actor     Actor    `json:"actor"`               // who was refused
	State     string   `json:"state,omitempty"`     // where the ticket stood
	Missing   []string `json:"missing,omitempty"`   // fields that must be there
	Unchanged []string `json:"unchanged,omitempty"` // fields that must differ from what they were
	Unmet     []string `json:"unmet,omitempty"`     // named conditions that do not hold
	Allowed   []string `json:"allowed,omitempty"`   // triggers, reasons or tiers that would be possible instead, in the handbook's order
}

// Error is the sentence.
func (r *Refusal) Error() string {
	text := "ticket: refused: " + r.Why
	if len(r.Missing) > 0 {
		text += "; missing: " + strings.Join(r.Missing, ", ")
	}
	if len(r.Unchanged) > 0 {
		text += "; unchanged: " + strings.Join(r.Unchanged, ", ")
	}
	if len(r.Unmet) > 0 {
		text += "; not so: " + strings.Join(r.Unmet, ", ")
	}
	if len(r.Allowed) > 0 {
		text += "; possible: " + strings.Join(r.Allowed, ", ")
	}
	return text
}

// Is reports that a refusal is an [ErrRefused].
func (r *Refusal) Is(target error) bool { return target == ErrRefused }

// A DuplicateError names the ticket that holds what was to be unique.
type DuplicateError struct {
	Ticket    string // id of the ticket that is there
	Key       string // the alarm key, if it is that
	Reference string // the reference, if it is that; when both are "" it is the id itself
}

// Error says what is there already.
func (d *DuplicateError) Error() string {
	switch {
	case d.Key != "":
		return fmt.Sprintf("ticket: the alarm %q is open as %s", d.Key, d.Ticket)
	case d.Reference != "":
		return fmt.Sprintf("ticket: the reference %q is that of %s", d.Reference, d.Ticket)
	}
	return fmt.Sprintf("ticket: %s is there already", d.Ticket)
}

// ofID reports whether it is the id that is taken.
func (d *DuplicateError) ofID() bool { return d.Key == "" && d.Reference == "" }

// Is reports that it is an [ErrDuplicate].
func (d *DuplicateError) Is(target error) bool { return target == ErrDuplicate }

// refuse makes a refusal of what is being decided. Nobody who asks what may be done reads those of what is not theirs or over.
func (w *work) refuse(rule, why string, args ...any) *Refusal {
	if w.asks && hidden(rule) {
		return &Refusal{Rule: rule}
	}
	return &Refusal{Rule: rule, Why: fmt.Sprintf(why, args...), Actor: w.by, State: w.t.State}
}

// hidden reports whether what is refused by a rule is left out of what an actor may do.
func hidden(rule string) bool { return rule == "right" || rule == "closed" }

// missing lists the named fields that are empty, sorted.
func missing(names []string, have map[string]string) []string {
	var gone []string
	for _, n := range names {
		if strings.TrimSpace(have[n]) == "" {
			gone = append(gone, n)
		}
	}
	slices.Sort(gone)
	return gone
}
