package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/internal/walltime"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
)

// An Expect is how a ticket is to stand. What it does not name may be anything.
type Expect struct {
	// Fields are what a ticket has, by name: those of [ticket.Ticket.Get] (state, pending, tier, working, priority, resolution, …),
	// and everything in its JSON by its path: offer.to, reopens, alarm.count, major.status. Times are written as a step's; "" is
	// nothing.
	Fields map[string]string
	Clocks map[string]Clock // by metric: "resolve"; of an OLA or an underpinning contract also "hold of second-line"

	// Events are the types of all that has happened to the ticket since a step expected events of it last, in order; nil: anything.
	Events []ticket.EventType
	// Notices are whom all notices about the ticket went to since a step expected notices of it last, in order; nil: anybody.
	Notices []Told
}

// A Clock is how one clock of a ticket is to stand.
type Clock struct {
	State    sla.State // "": any
	Due      *string   // "2026-11-23 17:00", "" while that is not known; nil: any
	Breached *bool     // more than the target is used; nil: either
}

// A Told is a notice that went to somebody.
type Told struct {
	To     string // "tier L2", "engineer ada"
	Policy string // that sent it; "": any
	Says   string // that its text contains
}

// A Standing is how a ticket stands, to be held against what is expected.
type Standing struct {
	Ticket  ticket.Ticket
	Now     time.Time
	Events  []ticket.Event      // since events were expected last
	Notices []escalation.Notice // about it, since notices were expected last
}

// Differs lists what is not as expected, each in a line: "state: want resolved, got new".
func (s *Scenario) Differs(e Expect, is Standing) []string {
	var lines []string
	differ := func(what, want, got string) {
		if want != got {
			lines = append(lines, fmt.Sprintf("%s: want %s, got %s", what, orNothing(want), orNothing(got)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		got, _ := s.value(is.Ticket, name)
		differ(name, e.Fields[name], got)
	}
	for _, name := range slices.Sorted(maps.Keys(e.Clocks)) {
		s.clockDiffers(name, e.Clocks[name], is, differ)
	}
	if e.Events != nil {
		var got []string
		for _, one := range is.Events {
			got = append(got, string(one.Type))
		}
		var want []string
		for _, one := range e.Events {
			want = append(want, string(one))
		}
		differ("events", strings.Join(want, ", "), strings.Join(got, ", "))
	}
	if e.Notices != nil && !told(e.Notices, is.Notices) {
		line := "notices:"
		for _, one := range e.Notices {
			line += "\n      want " + one.String()
		}
		for _, n := range is.Notices {
			line += "\n      got  " + Told{To: n.To.String(), Policy: n.Policy, Says: n.Text}.String()
		}
		lines = append(lines, line)
	}
	return lines
}

func orNothing(text string) string {
	if strings.TrimSpace(text) == "" {
		return "nothing"
	}
	return text
}

func (s *Scenario) clockDiffers(name string, want Clock, is Standing, differ func(what, want, got string)) {
	c, ok := clockOf(is.Ticket, name)
	if !ok {
		differ("clocks."+name, "one", "none")
		return
	}
	if want.State != "" {
		differ("clocks."+name+".state", string(want.State), string(c.State))
	}
	if want.Due != nil {
		differ("clocks."+name+".due", *want.Due, s.clock(c.Due))
	}
	if want.Breached != nil {
		calendar, _ := s.Book.Calendar(c.Calendar)
		differ("clocks."+name+".breached", strconv.FormatBool(*want.Breached), strconv.FormatBool(c.Breached(calendar, is.Now)))
	}
}

// clockOf finds a clock by its name, of several the latest.
func clockOf(t ticket.Ticket, name string) (ticket.Clock, bool) {
	for _, c := range slices.Backward(t.Clocks) {
		if name == c.Metric || name == c.Metric+" of "+c.Agreement {
			return c, true
		}
	}
	return ticket.Clock{}, false
}

// clock writes an instant as the clocks of the zone show it, "" for none.
func (s *Scenario) clock(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	return at.In(zone).Format(walltime.Layout)
}

// told reports whether notices are those that are wanted.
func told(want []Told, got []escalation.Notice) bool {
	return slices.EqualFunc(want, got, func(w Told, n escalation.Notice) bool {
		return (w.To == n.To.String() || w.To == n.To.ID) && (w.Policy == "" || w.Policy == n.Policy) && strings.Contains(n.Text, w.Says)
	})
}

// String is a notice in a line.
func (t Told) String() string {
	text := t.To
	if t.Policy != "" {
		text += ", policy " + t.Policy
	}
	if t.Says != "" {
		text += ": " + t.Says
	}
	return text
}
