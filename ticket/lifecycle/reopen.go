package lifecycle

import (
	"cmp"
	"time"
)

// A Reopen says what becomes of a ticket that somebody wants to take up again when it is done. The zero value lets it resume
// whenever a transition that Reopens leads out of its state, and is refused otherwise.
type Reopen struct {
	Within    time.Duration `json:"within,omitempty" yaml:"within,omitempty"`         // how long it can resume, this long included; 0 is for ever
	Since     Class         `json:"since,omitempty" yaml:"since,omitempty"`           // what Within counts from, each time anew: "resolved" (also "") or "closed"
	Calendar  string        `json:"calendar,omitempty" yaml:"calendar,omitempty"`     // in whose open hours Within counts; "" counts all time
	Then      ReopenRule    `json:"then,omitempty" yaml:"then,omitempty"`             // what happens afterwards, and where no transition Reopens: "refuse" (also "") or "new_ticket"
	DropOwner bool          `json:"drop_owner,omitempty" yaml:"drop_owner,omitempty"` // it is routed anew; otherwise those who had it have it again
}

// A ReopenRule is what somebody gets who takes up again what was done.
type ReopenRule string

// The rules.
const (
	Resume    ReopenRule = "resume"     // the ticket goes on
	NewTicket ReopenRule = "new_ticket" // a new ticket that is linked to the old one
	Refuse    ReopenRule = "refuse"     // nothing; they open a ticket themselves
)

// Reopening says what becomes of a ticket that has been done for so long, counted as the [Reopen] says, and is to be taken up again.
func (l *Lifecycle) Reopening(state string, doneFor time.Duration) ReopenRule {
	for _, w := range l.from[state] {
		if w.Reopens && !l.def.Reopen.over(doneFor) {
			return Resume
		}
	}
	return l.def.Reopen.later()
}

func (r Reopen) over(doneFor time.Duration) bool { return r.Within > 0 && doneFor > r.Within }

func (r Reopen) later() ReopenRule { return cmp.Or(r.Then, Refuse) }
