package lifecycle

import "time"

// A Reason says why a ticket is pending, who is waited for, and how they are reminded.
type Reason struct {
	Name    string   `json:"name" yaml:"name"`
	Class   Class    `json:"class" yaml:"class"`                         // one of the waiting classes: who is waited for, see [Class.WaitsFor]
	Require []string `json:"require,omitempty" yaml:"require,omitempty"` // fields that must not be empty to wait for it, such as the vendor's reference
	Remind  Reminder `json:"remind,omitzero" yaml:"remind,omitempty"`    // the zero value reminds nobody
}

// MaxReminders is the most reminders that one wait may give.
const MaxReminders = 99

// A Reminder says how often somebody who is waited for is reminded, and what happens when that did not help.
type Reminder struct {
	Every    time.Duration `json:"every" yaml:"every"`                           // from the move into the pending state to the first reminder, and from each to the next
	Calendar string        `json:"calendar,omitempty" yaml:"calendar,omitempty"` // in whose open hours Every counts; "" counts all time
	Times    int           `json:"times" yaml:"times"`                           // 1 to [MaxReminders]
	Then     string        `json:"then,omitempty" yaml:"then,omitempty"`         // trigger pulled as [System], one Every after the last reminder; "" keeps waiting
}

// Next says what comes after so many reminders of one wait: how long after the move into the pending state, and which trigger is
// pulled; "" means one more reminder. It gives false when nothing comes any more.
func (r Reminder) Next(given int) (after time.Duration, trigger string, ok bool) {
	given = max(given, 0)
	switch {
	case r.Every <= 0 || given > r.Times || given == r.Times && r.Then == "":
		return 0, "", false
	case given == r.Times:
		trigger = r.Then
	}
	return time.Duration(given+1) * r.Every, trigger, true
}
