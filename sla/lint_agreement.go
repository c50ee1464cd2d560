package sla

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// lintOverlaps looks for agreements between which only their IDs decide. One that overlaps several is reported once.
func (t *Terms) lintOverlaps(l *linter) {
	all := t.definition.Agreements
	highest := highestVersions(all)
	same := map[rank][]int{} // current agreements so far that are as specific as each other
	for i, a := range all {
		if a.Version < highest[a.ID] {
			continue
		}
		r := rank{a.Kind.orSLA(), a.Match.weight()}
		first, more := -1, 0
		for _, j := range same[r] {
			switch {
			case !a.Match.overlaps(all[j].Match):
			case first < 0:
				first = j
			default:
				more++
			}
		}
		same[r] = append(same[r], i)
		if first >= 0 {
			l.add(LintOverlap, index("agreements", i)+".match", "matches the same facts, as specifically, as %s (%s)%s",
				quoted(all[first].ID), index("agreements", first), others(more))
		}
	}
}

// A rank is what makes agreements equals: their kind, and how specific they are.
type rank struct {
	kind   AgreementKind
	weight int
}

func others(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " and one other"
	}
	return fmt.Sprintf(" and %d others", n)
}

// overlaps reports whether some facts satisfy both matches.
func (m Match) overlaps(other Match) bool {
	mine, theirs := m.facts(), other.facts()
	for i := range mine {
		a, b := mine[i].values, theirs[i].values
		if len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) }) {
			return false
		}
	}
	return true
}

// maxCases bounds the combinations of facts that are tried for one agreement.
const maxCases = 2000

// lintExceeding looks for SLAs that cannot be kept if everybody behind them uses all the time that their own agreements allow. It
// compares what is counted alike: elapsed time, or the hours of one calendar, or working days of one calendar.
func (t *Terms) lintExceeding(l *linter) {
	all := t.definition.Agreements
	if !slices.ContainsFunc(all, func(a Agreement) bool { return a.Kind.orSLA() != SLA }) {
		return
	}
	tiers, highest := t.tiers(), highestVersions(all)
	for i, a := range all {
		if a.Kind.orSLA() != SLA || a.Version < highest[a.ID] {
			continue
		}
		for j, target := range a.Targets {
			if target.Metric != "resolve" || target.none() {
				continue
			}
			path := index("agreements", i) + "." + index("targets", j)
			for _, f := range t.cases(a.Match) {
				if chosen, _, _ := Choose(all, f, SLA); chosen.ID != a.ID {
					continue
				}
				if problem := t.exceeding(target, f, tiers); problem != "" {
					l.add(LintExceeds, path, "%s", problem)
					break
				}
			}
		}
	}
}

// exceeding says how the agreements behind a target exceed it for the facts; "" when they do not.
func (t *Terms) exceeding(target Target, f Facts, tiers []string) string {
	var sum amount
	var named []string
	for _, tier := range tiers {
		if behind, ok := t.behind(f.at(tier), OLA, "hold", "resolve"); ok && behind.alike(target) {
			sum, named = sum.plus(behind), append(named, cmp.Or(tier, "any"))
		}
	}
	if sum.exceeds(target) {
		return fmt.Sprintf("the OLAs of tiers %s together allow %s, the SLA %s%s", strings.Join(named, ", "), sum, amountOf(target), f.in())
	}
	for _, tier := range append(slices.Clone(tiers), "") {
		contract, ok := t.behind(f.at(tier), UC, "vendor", "resolve")
		if ok && contract.alike(target) && amountOf(contract).exceeds(target) {
			return fmt.Sprintf("the underpinning contract allows %s, the SLA %s%s", amountOf(contract), amountOf(target), f.in())
		}
	}
	return ""
}

// at is the facts with a tier.
func (f Facts) at(tier string) Facts {
	f.Tier = tier
	return f
}

// behind finds the first of the metrics for which an agreement behind an SLA has a target.
func (t *Terms) behind(f Facts, kind AgreementKind, metrics ...string) (Target, bool) {
	a, _, _ := Choose(t.definition.Agreements, f, kind)
	for _, m := range metrics {
		if target, ok := a.Target(m); ok && !target.none() {
			return target, true
		}
	}
	return Target{}, false
}

// alike reports whether two targets are counted in the same way.
func (t Target) alike(other Target) bool {
	return t.Unit.days() == other.Unit.days() && t.calendarName() == other.calendarName()
}

// An amount is what a target allows: one of the two.
type amount struct {
	time time.Duration
	days int
}

func amountOf(t Target) amount { return amount{t.Within, t.Days} }

func (a amount) plus(t Target) amount { return amount{a.time + t.Within, a.days + t.Days} }

func (a amount) exceeds(t Target) bool { return a.time > t.Within || a.days > t.Days }

func (a amount) String() string {
	if a.days > 0 {
		return workingDays(a.days)
	}
	return duration(a.time)
}

// in names the facts that are set: " (client acme, priority P1)".
func (f Facts) in() string {
	var named []string
	for _, fact := range f.list() {
		if fact.value != "" {
			named = append(named, fact.name+" "+fact.value)
		}
	}
	if len(named) == 0 {
		return ""
	}
	return " (" + strings.Join(named, ", ") + ")"
}

// tiers are the tiers that OLAs and contracts name, sorted; one without a name when they name none.
func (t *Terms) tiers() []string {
	var all []string
	for _, a := range t.definition.Agreements {
		if a.Kind == OLA || a.Kind == UC {
			all = append(all, a.Match.Tier...)
		}
	}
	if len(all) == 0 {
		return []string{""}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// cases lists the facts that a match takes, as far as agreements tell them apart: for each fact the values that it names or, when it
// names none, those that any agreement names and one that none does. The tier is left out.
func (t *Terms) cases(m Match) []Facts {
	cases := []Facts{{}}
	facts := m.facts()
	for i, fact := range facts[:4] {
		values := fact.values
		if len(values) == 0 {
			values = t.named(i)
		}
		var more []Facts
		for _, f := range cases {
			for _, v := range values {
				*[...]*string{&f.Client, &f.Service, &f.Kind, &f.Priority}[i] = v
				more = append(more, f)
			}
		}
		cases = more[:min(len(more), maxCases)]
	}
	return cases
}

// named lists the values that agreements name for a fact, sorted, after "" for all others.
func (t *Terms) named(fact int) []string {
	all := []string{""}
	for _, a := range t.definition.Agreements {
		facts := a.Match.facts()
		all = append(all, facts[fact].values...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
