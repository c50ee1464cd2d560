package sla

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Finding is something in terms that can be used but hardly means what somebody wanted.
type Finding struct {
	Rule Rule   `json:"rule" yaml:"rule"`
	Path string `json:"path" yaml:"path"` // place in the definition: "agreements[1].targets[0]"; "calendars.desk" of a calendar given ready
	Text string `json:"text" yaml:"text"` // a sentence without a full stop
}

// String is the finding as one line: place, text, rule.
func (f Finding) String() string { return fmt.Sprintf("%s: %s (%s)", f.Path, f.Text, f.Rule) }

// A Rule is the name of what a finding is about. It stays the same from version to version, so that a house can name the findings that
// it has looked at and means.
type Rule string

// What [Terms.Lint] looks for.
const (
	LintNoCalendar     Rule = "no_calendar"     // a target counts all time without saying so
	LintNoHolidays     Rule = "no_holidays"     // a calendar in use has no holiday in the next year
	LintSelfDefeating  Rule = "self_defeating"  // signals of a metric work against each other
	LintApart          Rule = "apart"           // start and pause, or pause and resume, do not meet
	LintExceeds        Rule = "exceeds"         // OLAs together, or a contract, allow more than the SLA
	LintWarnAfterEnd   Rule = "warn_after_end"  // a warning at or after the due time
	LintMarkBefore     Rule = "mark_before"     // a mark before the clock can have started
	LintOverlap        Rule = "overlap"         // agreements of equal specificity match the same facts
	LintPromiseNothing Rule = "promise_nothing" // a target of zero
)

// Lint reports what can be used but hardly means what was wanted, in the order of the definition: calendars, metrics,
// agreements. now decides which year comes next.
func (t *Terms) Lint(now time.Time) []Finding {
	var l linter
	t.lintCalendars(&l, now)
	t.lintMetrics(&l)
	for i := range t.definition.Agreements {
		t.lintTargets(&l, i)
	}
	t.lintExceeding(&l)
	t.lintOverlaps(&l)
	return l.found
}

type linter struct{ found []Finding }

func (l *linter) add(r Rule, path, format string, args ...any) {
	l.found = append(l.found, Finding{r, path, fmt.Sprintf(format, args...)})
}

// lintCalendars looks for holidays in the year after now. A calendar that never closes needs none.
func (t *Terms) lintCalendars(l *linter, now time.Time) {
	used := map[string]bool{}
	for _, a := range t.definition.Agreements {
		for _, target := range a.Targets {
			used[target.calendarName()] = true
		}
	}
	places := map[string]string{}
	for i, h := range t.definition.Calendars {
		places[h.Name] = index("calendars", i)
	}
	next := now.UTC().Year() + 1
	for _, name := range t.Calendars() {
		cal := t.calendars[name]
		from, to := time.Unix(startOf(next), 0), time.Unix(startOf(next+1), 0)
		if !used[name] || cal.Between(from, to) == to.Sub(from) || hasHoliday(cal, next) {
			continue
		}
		place := places[name]
		if place == "" {
			place = "calendars." + name
		}
		l.add(LintNoHolidays, place, "calendar %s has no holiday in %d", quoted(name), next)
	}
}

// hasHoliday reports whether a calendar, or a part of it, has a holiday in a year.
func hasHoliday(cal *Calendar, year int) bool {
	if rules, ok := cal.source.(*timetable); ok {
		all := rules.rulings(dateOf(year, time.January, 1), dateOf(year, time.December, 31))
		return slices.ContainsFunc(all, func(r ruling) bool { return r.kind == CauseHoliday })
	}
	return slices.ContainsFunc(cal.Parts(), func(part *Calendar) bool { return hasHoliday(part, year) })
}

func (t *Terms) lintTargets(l *linter, i int) {
	for j, target := range t.definition.Agreements[i].Targets {
		path := index("agreements", i) + "." + index("targets", j)
		if target.none() {
			l.add(LintPromiseNothing, path, "promises nothing: %s is measured, and never due", target.Metric)
		}
		if target.Calendar == "" && target.Unit != UnitElapsed && target.Within > 0 {
			l.add(LintNoCalendar, path, "has no calendar, so nights and weekends count; say so with unit %q or calendar %q", UnitElapsed, alwaysName)
		}
		for k, p := range target.Warn {
			if p >= 100 {
				l.add(LintWarnAfterEnd, path+"."+index("warn", k), "warns at %d %%, when it is due or late already", p)
			}
		}
		for k, m := range target.Marks {
			early := target.Within > 0 && m.Offset < 0 && -m.Offset >= target.Within
			if early || (target.Days > 0 && m.Days < 0 && -m.Days >= target.Days) {
				l.add(LintMarkBefore, path+"."+index("marks", k), "lies before the start of a clock that runs through")
			}
		}
	}
}

// signalNames joins signals for a sentence.
func signalNames(list []Signal) string {
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = quoted(string(s))
	}
	return strings.Join(names, ", ")
}
