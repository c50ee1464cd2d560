package escalation

import "time"

// A Cursor is how far one policy has come with one ticket: a small value, comparable with ==, kept as JSON, never changed in
// place. The zero value belongs to no policy and is never due; [Chain.Start] gives the first one.
type Cursor struct {
	Policy  string `json:"p,omitempty"` // name of the policy
	Version int    `json:"v,omitempty"` // and its version, which this cycle keeps
	Cycle   int    `json:"c,omitempty"` // 0, and one more each time the ticket was started again
	Pass    int    `json:"r,omitempty"` // 0, and one more for each repeat
	Step    int    `json:"n,omitempty"` // the step that comes next, from 0
	State   State  `json:"s,omitempty"`

	Base time.Time `json:"b,omitzero"` // when this cycle was started
	Last time.Time `json:"l,omitzero"` // planned time of the step before the next; zero before the first

	// Spent is what the clock of a policy on [SLAShare] showed at Last.
	Spent time.Duration `json:"k,omitempty"`
}

// State is what a cursor is doing.
type State string

const (
	Armed     State = "armed"     // the next step will be due, or waits for its clock
	Stopped   State = "stopped"   // acknowledged, resolved, or stopped by hand
	Exhausted State = "exhausted" // all steps of all passes were carried out, and still nobody came
)

// Valid reports whether s is one of the constants.
func (s State) Valid() bool { return s == Armed || s == Stopped || s == Exhausted }

// floor is the instant before which nothing of this cursor is planned any more.
func (c Cursor) floor() time.Time {
	if c.Last.After(c.Base) {
		return c.Last
	}
	return c.Base
}
