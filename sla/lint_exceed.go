package sla

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// maxCases bounds the combinations of facts that are tried for one agreement.
const maxCases = 2000

// lintExceeding looks for SLAs that cannot be kept if everybody behind them uses all the time that their own agreements allow. It
// compares what is counted alike: elapsed time, or the hours of one calendar, or working days of one calendar.
func (t *Terms) lintExceeding(l *linter) {
	behind := t.backing()
	if len(behind.olas)+len(behind.contracts) == 0 {
		return
	}
	all := t.definition.Agreements
	highest := highestVersions(all)
	for i, a := range all {
		target, ok := a.Target("resolve")
		if a.Kind.orSLA() != SLA || a.Version < highest[a.ID] || !ok || target.none() {
			continue
		}
		for _, f := range behind.cases(a.Match) {
			if chosen, _, _ := Choose(all, f, SLA); chosen.ID != a.ID {
				continue
			}
			if problem := behind.exceeding(target, f); problem != "" {
				j := slices.IndexFunc(a.Targets, func(t Target) bool { return t.Metric == "resolve" })
				l.add(LintExceeds, index("agreements", i)+"."+index("targets", j), "%s", problem)
				break
			}
		}
	}
}

// backing is what stands behind SLAs.
type backing struct {
	olas, contracts []Agreement
	tiers           []string // that they name, sorted; one without a name when they name none
}

func (t *Terms) backing() backing {
	var b backing
	for _, a := range t.definition.Agreements {
		switch a.Kind {
		case OLA:
			b.olas = append(b.olas, a)
		case UC:
			b.contracts = append(b.contracts, a)
		default:
			continue
		}
		b.tiers = append(b.tiers, a.Match.Tier...)
	}
	if len(b.tiers) == 0 {
		b.tiers = []string{""}
	}
	slices.Sort(b.tiers)
	b.tiers = slices.Compact(b.tiers)
	return b
}

// exceeding says how what stands behind a target exceeds it for the facts; "" when it does not.
func (b backing) exceeding(target Target, f Facts) string {
	var sum amount
	var named []string
	for _, tier := range b.tiers {
		if ola, ok := promised(b.olas, f.at(tier), OLA, "hold", "resolve"); ok && ola.alike(target) {
			sum, named = sum.plus(ola), append(named, cmp.Or(tier, "any"))
		}
	}
	if sum.exceeds(target) {
		return fmt.Sprintf("the OLAs of tiers %s together allow %s, the SLA %s%s", strings.Join(named, ", "), sum, amountOf(target), f.in())
	}
	for _, tier := range append(slices.Clone(b.tiers), "") {
		contract, ok := promised(b.contracts, f.at(tier), UC, "vendor", "resolve")
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

// promised finds the first of the metrics for which the agreement that is chosen has a target.
func promised(all []Agreement, f Facts, kind AgreementKind, metrics ...string) (Target, bool) {
	a, _, _ := Choose(all, f, kind)
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

// cases lists the facts that a match takes, as far as what stands behind an SLA tells them apart: for each fact the values that it
// names or, when it names none, those that any OLA or contract names and one that none does. The tier is left out.
func (b backing) cases(m Match) []Facts {
	cases := []Facts{{}}
	facts := m.facts()
	for i, fact := range facts[:4] {
		values := fact.values
		if len(values) == 0 {
			values = b.named(i)
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

// named lists the values that OLAs and contracts name for a fact, sorted, after "" for all others.
func (b backing) named(fact int) []string {
	all := []string{""}
	for _, a := range slices.Concat(b.olas, b.contracts) {
		facts := a.Match.facts()
		all = append(all, facts[fact].values...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
