package timeline

import (
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// A Teller says in plain words what has happened. The zero value does, with ids for names and in UTC.
type Teller struct {
	Book *ticket.Handbook       // nil: engineers are called by their ids, and all runbooks are runbooks
	Name func(id string) string // of anybody, "" for who is not known; asked before the handbook. nil: nobody
	Zone *time.Location         // of the due times in sentences; nil: UTC
}

// Who names an actor, and what they are: "Ada, L1", "(time)".
func (t Teller) Who(a ticket.Actor) string {
	switch {
	case a.Kind == ticket.System && a.ID == "clock":
		return "(time)"
	case a.Kind == ticket.System:
		return "(" + a.ID + ")"
	case a.Kind == ticket.Manager:
		return t.NameOf(a.ID) + ", manager"
	case a.Tier != "":
		return t.NameOf(a.ID) + ", " + string(a.Tier)
	default:
		return t.NameOf(a.ID)
	}
}

// NameOf is how somebody is called.
func (t Teller) NameOf(id string) string {
	if t.Name != nil {
		if name := t.Name(id); name != "" {
			return name
		}
	}
	if t.Book != nil {
		if e, ok := t.Book.Engineer(id); ok {
			return e.Title()
		}
	}
	return id
}

// day writes a due time as seen from an instant: the weekday is enough for a few days.
func (t Teller) day(due, from time.Time) string {
	zone := t.Zone
	if zone == nil {
		zone = time.UTC
	}
	if due.Sub(from) < 6*24*time.Hour {
		return due.In(zone).Format("Mon 15:04")
	}
	return due.In(zone).Format("Mon 2 Jan 15:04")
}
