package report

import (
	"fmt"
	"strings"
	"time"
)

// A Definition says what a figure means, in the words of its report's scope. A host may show it beside the number.
type Definition struct {
	Population string `json:"population"` // which tickets are counted
	Clock      string `json:"clock,omitempty"`
	Reopening  string `json:"reopening,omitempty"` // what a reopening does to it
}

// String is the definition in one line.
func (d Definition) String() string {
	text := d.Population
	for _, more := range []string{d.Clock, d.Reopening} {
		if more != "" {
			text += "; " + more
		}
	}
	return text
}

// tickets names the tickets to which something happened.
func (s *Scope) tickets(what string) string {
	if s.Tickets == OpenedIn {
		return "tickets opened in the window that were " + what + " since"
	}
	return "tickets " + what + " in the window"
}

// resolved names the tickets that most figures count.
func (s *Scope) resolved() string {
	what := "resolved"
	if s.Resolution == FirstResolution {
		what = "first resolved"
	}
	return s.tickets(what) + ", cancelled ones aside"
}

// rule says which resolution counts.
func (s *Scope) rule() string {
	if s.Resolution == FirstResolution {
		return "the first resolution counts, whatever came after"
	}
	return "the last resolution counts, a ticket that is open again does not"
}

// between says besides which resolution counts whether the time does between a resolution and a reopening; before the first there is none.
func (s *Scope) between(counts string) string {
	if s.Resolution == FirstResolution {
		return s.rule()
	}
	return s.rule() + "; the time between a resolution and a reopening " + counts
}

// clock names the clock of durations.
func (s *Scope) clock() string {
	if s.Calendar == nil {
		return "all time"
	}
	return "open hours of calendar " + s.Calendar.Name()
}

func (s *Scope) define(f *Figures) {
	resolved, clock, rule := s.resolved(), s.clock(), s.rule()
	f.Flow.What = Definition{
		Population: "tickets that came and went from the beginning of the window to its end: open before it, opened, reopened, resolved, cancelled, open after it",
		Reopening:  "a ticket counts as often as it was reopened and resolved",
	}
	f.Acknowledge.What = Definition{
		Population: s.tickets("acknowledged"), Clock: clock + " from the report to the first acknowledgement", Reopening: "a reopening changes nothing",
	}
	f.Resolve.What = Definition{Population: resolved, Clock: clock + " from the report to the resolution", Reopening: s.between("counts")}
	f.Counted.What = Definition{
		Population: resolved + ", where an agreement promises a resolution and its clock has stopped",
		Clock:      "the agreement's: open hours of its calendar, without waiting for the requester",
		Reopening:  s.between("does not count"),
	}
	f.FirstContact.What = Definition{
		Population: "of the " + resolved + ", that one of us logged for the requester: those resolved by whom they were logged by, without hand-over, wait or further message of the requester, and not reopened",
		Clock:      fmt.Sprintf("all time, up to %s from logging", length(s.Contact)), Reopening: rule,
	}
	f.FirstLevel.What = Definition{
		Population: "of the " + resolved + ": those resolved at the tier that owns them, which no other tier had accepted before", Reopening: rule,
	}
	f.Reassigned.What = Definition{
		Population: resolved + "; how often each went from one tier, group or engineer to another before that", Reopening: rule,
	}
	f.Escalated.What = Definition{
		Population: "of the " + resolved + ": those that another tier accepted along a functional, hierarchical or vendor edge before that, however often", Reopening: rule,
	}
	f.Reopened.What = Definition{
		Population: "of the " + s.tickets("first resolved") + ", cancelled ones aside: those that were reopened before the report's end",
		Reopening:  "a ticket counts once, however often",
	}
	s.defineMore(f)
}

func (s *Scope) defineMore(f *Figures) {
	resolved, clock, rule := s.resolved(), s.clock(), s.rule()
	f.Escalations.What = Definition{
		Population: "hand-overs along each edge of the ladder that were offered, accepted or rejected in the window; and of the " + resolved +
			", that were at its beginning: those that went along it before that, however often",
		Clock: clock + " from the offer, or its approval where one is asked for, to the acceptance", Reopening: rule,
	}
	if s.Tickets == OpenedIn {
		f.Escalations.What.Population = strings.Replace(f.Escalations.What.Population, "that were offered, accepted or rejected in the window", "of tickets opened in the window", 1)
	}
	f.Dwell.What = Definition{
		Population: resolved + "; for each tier those that were there, with all their stays before that",
		Clock:      clock + " while open; of that, working: while nobody was waited for", Reopening: rule,
	}
	f.ShiftLeft.What = Definition{
		Population: "of the " + resolved + ", at a tier above the one that owns them: those that it could have resolved, because one of its runbooks is for them, " +
			"or because it has resolved one of the same kind, service and category in this report by itself",
		Reopening: rule,
	}
	f.Compliance.What = Definition{
		Population: "cycles of the clocks of each agreement and metric that ended in the window, and those under way at the report's end, of which late ones are missed already",
		Clock:      "each agreement's own", Reopening: "as the metric says: it goes on, is a cycle of its own, or is not counted",
	}
	if s.Tickets == OpenedIn {
		f.Compliance.What.Population = "cycles of the clocks of each agreement and metric, of tickets opened in the window; of those under way, late ones are missed already"
	}
	f.Backlog.What = Definition{Population: "tickets open at the report's end", Clock: "all time from the report", Reopening: "a reopened ticket is as old as it is"}
	f.Trend.What = Definition{Population: "tickets open just before each instant", Reopening: "a ticket that is open again is counted again"}
	if s.Tickets == OpenedIn {
		f.Backlog.What.Population = "tickets opened in the window that are open at the report's end"
		f.Trend.What.Population = "tickets opened in the window that were open just before each instant"
	}
}

// length writes a duration as people do: 45 s, 30 min, 2 h, 3 d.
func length(d time.Duration) string {
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{day, "d"}, {time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}} {
		if d >= u.unit && d%u.unit == 0 {
			return fmt.Sprintf("%d %s", d/u.unit, u.name)
		}
	}
	return d.String()
}
