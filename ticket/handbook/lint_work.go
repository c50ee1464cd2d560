package handbook

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/internal/misspelt"
	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

type rotation = escalation.Rotation

// policies looks whether they can start, and hand over.
func (l *linter) policies() {
	for i, p := range l.d.Policies {
		path := fmt.Sprintf("policies[%d]", i)
		l.starts(path, p)
		reason := map[escalation.TriggerKind]tier.Reason{escalation.Unacknowledged: tier.Unacknowledged, escalation.SLAShare: tier.SLAAtRisk}[p.Trigger.On]
		for j, s := range p.Steps {
			if r := cmp.Or(s.Reason, reason); slices.Contains(s.Actions, escalation.HandOver) && !l.opens(r) {
				l.add(HandOverNowhere, fmt.Sprintf("%s.steps[%d]", path, j), "hands over for %s, and no edge has that reason", r)
			}
		}
	}
}

// starts looks whether what a policy counts from can happen.
func (l *linter) starts(path string, p escalation.Policy) {
	why := ""
	switch p.Trigger.On {
	case escalation.SLAShare:
		if !l.timed(p.Trigger.Metric) {
			l.add(PolicyNeverStarts, path+".trigger.metric", "%s counts on %s, for which nothing is promised", p.Name, p.Trigger.Metric)
		}
	case escalation.NotAccepted:
		why = unless(l.edge(func(e tier.Edge) bool { return e.Kind.HandsOver() && e.AcceptWithin > 0 }), "no edge that hands over has accept_within")
	case escalation.PingPong:
		back := func(e tier.Edge) bool {
			return e.Kind.HandsOver() && l.edge(func(o tier.Edge) bool { return o.Kind.HandsOver() && o.From == e.To && o.To == e.From })
		}
		why = unless(l.edge(back), "no edge leads back to where another comes from")
	case escalation.Reopened:
		why = unless(slices.ContainsFunc(orAll(p.Match.Kind, l.kindNames), l.reopens), "nothing reopens such tickets")
	}
	if why != "" {
		l.add(PolicyNeverStarts, path+".trigger.on", "%s never begins: %s", p.Name, why)
	}
}

// orAll gives the names of a match, which takes all where it has none.
func orAll(names, all []string) []string {
	if len(names) == 0 {
		return all
	}
	return names
}

// reopens reports whether a kind has a transition that counts as a reopening.
func (l *linter) reopens(kind string) bool {
	cycle, ok := l.h.Lifecycle(kind)
	return ok && slices.ContainsFunc(cycle.Definition().Transitions, func(t lifecycle.Transition) bool { return t.Reopens })
}

func (l *linter) edge(want func(tier.Edge) bool) bool {
	return slices.ContainsFunc(l.h.Ladder().Edges(), want)
}

// timed reports whether anything is promised for a metric.
func (l *linter) timed(metric string) bool {
	return slices.ContainsFunc(l.d.Agreements, func(a sla.Agreement) bool {
		t, ok := a.Target(metric)
		return ok && (t.Within > 0 || t.Days > 0)
	})
}

func (l *linter) opens(r tier.Reason) bool {
	return l.edge(func(e tier.Edge) bool { return e.Kind.HandsOver() && e.Opens(r) })
}

// rules looks whether what people are told of can happen.
func (l *linter) rules() {
	hands := l.edge(func(e tier.Edge) bool { return e.Kind.HandsOver() })
	target := func(want func(sla.Target) bool) bool {
		return slices.ContainsFunc(l.d.Agreements, func(a sla.Agreement) bool { return slices.ContainsFunc(a.Targets, want) })
	}
	for i, r := range l.d.Notify {
		why := ""
		switch r.On {
		case ticket.Offered, ticket.Accepted, ticket.Rejected:
			why = unless(hands, "no edge of the ladder hands over")
		case ticket.AcceptLate:
			why = unless(l.edge(func(e tier.Edge) bool { return e.AcceptWithin > 0 }), "no edge has accept_within")
		case ticket.Warned:
			why = unless(target(func(t sla.Target) bool { return len(t.Warn) > 0 }), "no target warns")
		case ticket.Marked:
			why = unless(target(func(t sla.Target) bool { return len(t.Marks) > 0 }), "no target has marks")
		case ticket.Breached:
			why = unless(target(func(t sla.Target) bool { return t.Within > 0 || t.Days > 0 }), "nothing is promised")
		case ticket.Escalated:
			why = unless(len(l.d.Policies) > 0, "there are no policies")
		case ticket.RunChanged:
			why = unless(len(l.d.Runbooks) > 0, "there are no runbooks")
		case ticket.Flapped, ticket.Steadied:
			flaps := func(a ticket.AlarmRule) bool { return a.Flapping.Times > 0 }
			why = unless(slices.ContainsFunc(l.d.Alarms, flaps), "no rule for alarms has flapping")
		case ticket.Reminded:
			why = unless(l.reminds(), "no reason of any lifecycle reminds")
		}
		if why != "" {
			l.add(RuleNeverFires, fmt.Sprintf("notify[%d].on", i), "%s never happens: %s", r.On, why)
		}
	}
}

func unless(ok bool, why string) string {
	if ok {
		return ""
	}
	return why
}

func (l *linter) reminds() bool {
	return slices.ContainsFunc(l.kindNames, func(name string) bool {
		cycle, _ := l.h.Lifecycle(name)
		return slices.ContainsFunc(cycle.Definition().Reasons, func(r lifecycle.Reason) bool { return r.Remind.Every > 0 })
	})
}

// runbooks looks at who keeps them and who may run them.
func (l *linter) runbooks() {
	for i, r := range l.d.Runbooks {
		path := fmt.Sprintf("runbooks[%d]", i)
		if r.ReviewBy.Before(l.at) {
			l.add(RunbookStale, path+".review_by", "%s was to be reviewed by %s", r.ID, r.ReviewBy)
		}
		if !l.owns(r.Owner) {
			l.add(RunbookUnowned, path+".owner", "%s, who keeps %s right, is no engineer, group or tier", r.Owner, r.ID)
		}
		can := tier.RunRunbook
		if r.Kind == runbook.KindCookbook {
			can = tier.RunCookbook
		}
		for j, id := range r.Tiers {
			if !l.h.Ladder().Can(id, can) {
				l.add(RunbookUnrun, fmt.Sprintf("%s.tiers[%d]", path, j), "%s may not %s, and so not run %s", id, can, r.ID)
			}
		}
		for _, before := range l.d.Runbooks[:i] {
			shared := slices.ContainsFunc(r.Tiers, func(id tier.ID) bool { return slices.Contains(before.Tiers, id) })
			if shared && reflect.DeepEqual(r.Match, before.Match) {
				l.add(RunbooksAlike, path+".match", "%s is for the same tickets as %s", r.ID, before.ID)
			}
		}
	}
	l.evidence()
}

func (l *linter) owns(name string) bool {
	if len(l.d.Engineers) == 0 {
		return true
	}
	_, isTier := l.h.Ladder().Tier(tier.ID(name))
	return isTier ||
		slices.ContainsFunc(l.d.Engineers, func(e tier.Engineer) bool { return e.ID == name }) ||
		slices.ContainsFunc(l.d.Groups, func(g tier.Group) bool { return g.ID == name })
}

// evidence looks for edges whose evidence is there for want of runbooks: where no runbook is for a ticket, that is the evidence.
func (l *linter) evidence() {
	if l.d.Ladder == nil && len(l.d.Runbooks) == 0 {
		return // the ladder that comes with the library asks for it, of a house that keeps no runbooks
	}
	for i, e := range l.h.Ladder().Edges() {
		at := func(r runbook.Runbook) bool { return slices.Contains(r.Tiers, e.From) }
		if slices.Contains(e.Evidence, tier.RunbookInsufficient) && !slices.ContainsFunc(l.d.Runbooks, at) {
			l.add(EvidenceEmpty, fmt.Sprintf("ladder.edges[%d].evidence", i), "a runbook is to be tried before, and %s has none: the edge is always open", e.From)
		}
	}
}

// fields looks whether somebody may write what is asked for.
func (l *linter) fields() {
	known := l.h.Fields()
	for i, e := range l.h.Ladder().Edges() {
		for j, name := range e.Fields {
			path := fmt.Sprintf("ladder.edges[%d].fields[%d]", i, j)
			if meant, near := misspelt.Near(ticket.Field(name), known); near {
				l.add(FieldMisspelt, path, "%q is no field of a ticket; is %q meant", name, meant)
			}
			if tiers, ok := l.h.MayWrite(ticket.Field(name)); ok && len(tiers) == 0 {
				l.add(FieldUnwritten, path, "%s is to be handed over, and no tier may write it", name)
				known = slices.DeleteFunc(known, func(f ticket.Field) bool { return string(f) == name })
			}
		}
	}
	for i, f := range l.d.Fields {
		if tiers, ok := l.h.MayWrite(f.Name); ok && len(tiers) == 0 && slices.Contains(known, f.Name) {
			l.add(FieldUnwritten, fmt.Sprintf("fields[%d].can", i), "no tier may %s, so none may write %s", f.Can, f.Name)
		}
	}
}

// unused looks for what nothing refers to.
func (l *linter) unused() {
	for i, c := range l.d.Calendars {
		if !l.used.calendars[c.Name] {
			l.add(CalendarUnused, fmt.Sprintf("calendars[%d]", i), "nothing counts by %s", c.Name)
		}
	}
	for i, m := range l.d.Metrics {
		target := func(a sla.Agreement) bool { _, ok := a.Target(m.Name); return ok }
		if !slices.ContainsFunc(l.d.Agreements, target) {
			l.add(MetricUnused, fmt.Sprintf("metrics[%d]", i), "no agreement has a target for %s", m.Name)
		}
	}
	for i, r := range l.d.OnCall {
		if !l.called(r.Name) {
			l.add(ScheduleUnused, fmt.Sprintf("on_call[%d]", i), "nobody is called by %s", r.Name)
		}
	}
}

// called reports whether somebody is told by an on-call schedule.
func (l *linter) called(schedule string) bool {
	return slices.ContainsFunc(l.used.targets, func(p placed) bool {
		return p.target.Kind == escalation.ToSchedule && p.target.ID == schedule
	})
}
