package handbook

import (
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/tier"
)

// targets looks at how long what is promised may take.
func (l *linter) targets() {
	for i, a := range l.d.Agreements {
		path := fmt.Sprintf("agreements[%d].targets", i)
		if kindOf(a) != sla.SLA {
			continue
		}
		for j, t := range a.Targets {
			if t.Metric != "acknowledge" && t.Metric != "first_response" {
				continue
			}
			for _, end := range []string{"restore", "resolve"} {
				if last, ok := a.Target(end); ok && longer(t, last) {
					l.add(TargetsInverted, fmt.Sprintf("%s[%d]", path, j), "%s may take %s, and to %s %s", t.Metric, took(t), end, took(last))
					break
				}
			}
		}
	}
	l.inverted()
	l.accepting()
	l.contracts()
}

// longer reports whether a target allows more than another that is counted in the same way. One that promises nothing allows no more.
func longer(a, b sla.Target) bool {
	if a.Calendar != b.Calendar || days(a) != days(b) {
		return false
	}
	if days(a) {
		return a.Days > b.Days && b.Days > 0
	}
	return a.Within > b.Within && b.Within > 0
}

func days(t sla.Target) bool { return t.Unit == sla.UnitDays || t.Unit == sla.UnitDaysEnd }

func took(t sla.Target) string {
	switch {
	case t.Days == 1:
		return "1 working day"
	case t.Days > 0:
		return fmt.Sprintf("%d working days", t.Days)
	default:
		return span(t.Within)
	}
}

// inverted looks for priorities that have more time than the next. The matrix names the gravest first.
func (l *linter) inverted() {
	told := map[string]bool{}
	tried := 0
	for f := range facts(l.toldApart(l.clientIDs, ofClient), services(l.d.Agreements), l.toldApart(l.kindNames, ofKind), []string{""}, []string{""}) {
		if tried++; tried > maxFacts {
			return
		}
		for i := 1; i < len(l.priorities); i++ {
			f.Priority = l.priorities[i-1]
			grave, ok := l.agreed(f, sla.SLA)
			f.Priority = l.priorities[i]
			next, and := l.agreed(f, sla.SLA)
			if !ok || !and {
				continue
			}
			for _, t := range grave.Targets {
				other, ok := next.Target(t.Metric)
				if ok && longer(t, other) {
					l.tellInverted(told, grave, next, t, other, i)
				}
			}
		}
	}
}

func (l *linter) tellInverted(told map[string]bool, grave, next sla.Agreement, t, other sla.Target, i int) {
	key := fmt.Sprint(grave.ID, grave.Version, t.Metric)
	if told[key] {
		return
	}
	told[key] = true
	at := slices.IndexFunc(l.d.Agreements, func(a sla.Agreement) bool { return a.ID == grave.ID && a.Version == grave.Version })
	j := slices.IndexFunc(grave.Targets, func(o sla.Target) bool { return o.Metric == t.Metric })
	l.add(PriorityInverted, fmt.Sprintf("agreements[%d].targets[%d]", at, j), "to %s %s may take %s, and %s only %s",
		t.Metric, l.priorities[i-1], took(t), l.priorities[i], took(other))
}

// accepting looks whether to accept a hand-over may take longer than to resolve. A vendor's time is the contract's matter.
func (l *linter) accepting() {
	if l.d.Ladder == nil {
		return
	}
	for i, e := range l.d.Ladder.Edges {
		if e.AcceptWithin == 0 || e.Kind == tier.ToVendor {
			continue
		}
		for _, a := range l.d.Agreements {
			t, ok := a.Target("resolve")
			if kindOf(a) == sla.SLA && ok && t.Within > 0 && e.AcceptWithin > t.Within {
				l.add(AcceptTooLong, fmt.Sprintf("ladder.edges[%d].accept_within", i), "%s may take %s to accept, and %s promises to resolve within %s",
					e.To, span(e.AcceptWithin), a.ID, took(t))
				break
			}
		}
	}
}

// cover looks for hours in which a target counts and nobody works: of the first line for what is promised to clients, of its own tier
// for the rest. Who is on call covers all hours, and so does an engineer without hours.
func (l *linter) cover() {
	if l.staff == nil || l.onCall() {
		return
	}
	type counted struct {
		tier     tier.ID
		calendar string
	}
	told := map[counted]bool{}
	for i, a := range l.d.Agreements {
		at := []string{string(l.h.Ladder().First())}
		if kindOf(a) != sla.SLA {
			at = a.Match.Tier
		}
		for j, t := range a.Targets {
			for _, id := range at {
				key := counted{tier.ID(id), t.Calendar}
				if when, gap := l.gap(key.tier, t.Calendar); gap && !told[key] {
					told[key] = true
					l.add(HoursUncovered, fmt.Sprintf("agreements[%d].targets[%d]", i, j), "%s counts on %s, and nobody of %s works then",
						t.Metric, when.Format("Monday 2006-01-02 from 15:04 MST"), id)
				}
			}
		}
	}
}

// onCall reports whether somebody is on call now by a schedule that is used.
func (l *linter) onCall() bool {
	return slices.ContainsFunc(l.d.OnCall, func(r rotation) bool {
		_, ok := l.h.OnCall(r.Name, l.at)
		return ok && l.called(r.Name)
	})
}

// gap finds the first hours of a calendar, in the year to come, in which nobody of a tier works.
func (l *linter) gap(id tier.ID, calendar string) (time.Time, bool) {
	var hours []*sla.Calendar
	people := l.staff.At(id)
	if t, _ := l.h.Ladder().Tier(id); len(people) == 0 || t.Kind == tier.Vendor {
		return time.Time{}, false // that nobody works there is said elsewhere
	}
	for _, e := range people {
		c, ok := l.h.Calendar(e.Hours)
		if e.Hours == "" || !ok {
			return time.Time{}, false
		}
		hours = append(hours, c)
	}
	there, err := sla.Union("there", hours...)
	if err != nil {
		return time.Time{}, false
	}
	counts, _ := l.h.Calendar(calendar)
	const year = 366 * 24 * time.Hour
	for p := range counts.Open(l.at, l.at.Add(year)) {
		if there.Between(p.From, p.To) < p.Length() {
			return uncovered(there, p).In(zone(counts)), true
		}
	}
	return time.Time{}, false
}

// uncovered is the first instant of a period in which a calendar is shut.
func uncovered(c *sla.Calendar, p sla.Period) time.Time {
	if !c.IsOpen(p.From) {
		return p.From
	}
	shuts, _ := c.NextClose(p.From)
	return shuts
}

func zone(c *sla.Calendar) *time.Location {
	loc, err := time.LoadLocation(c.Zone())
	if err != nil {
		return time.UTC
	}
	return loc
}
