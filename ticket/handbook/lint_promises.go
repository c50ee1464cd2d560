package handbook

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/tier"
)

func ofClient(m sla.Match) []string { return m.Client }

func ofKind(m sla.Match) []string { return m.Kind }

// maxFacts bounds the combinations of facts that are tried for one question.
const maxFacts = 20_000

// agreed is what is promised for the facts.
func (l *linter) agreed(f sla.Facts, kind sla.AgreementKind) (sla.Agreement, bool) {
	a, _, ok := sla.Choose(l.d.Agreements, f, kind)
	return a, ok
}

// has reports whether there is an agreement of a kind at all.
func (l *linter) has(kind sla.AgreementKind) bool {
	return slices.ContainsFunc(l.d.Agreements, func(a sla.Agreement) bool { return kindOf(a) == kind })
}

func kindOf(a sla.Agreement) sla.AgreementKind { return cmp.Or(a.Kind, sla.SLA) }

// unpromised is what somebody has no promise for: a priority, of one kind when other priorities of that kind are promised something.
type unpromised struct{ priority, kind string }

func (u unpromised) String() string {
	if u.kind == "" {
		return u.priority
	}
	return u.priority + " of kind " + u.kind
}

// promises looks whether something is promised to each client for each priority: of each kind for which some priority is promised
// something, for one of the services at least. It also looks whether each agreement is ever the one that counts. A house that promises
// nothing to anybody means it.
func (l *linter) promises() {
	if !l.has(sla.SLA) {
		return
	}
	clients, without := orAny(l.clientIDs), map[unpromised][]string{}
	var all []unpromised
	for i, c := range clients {
		gaps := l.unpromised(c)
		if gaps == nil && len(l.clientIDs) > 0 {
			l.add(ClientUnpromised, fmt.Sprintf("clients[%d]", i), "nothing is promised to %s", c)
		}
		for _, g := range gaps {
			if without[g] == nil {
				all = append(all, g)
			}
			without[g] = append(without[g], c)
		}
	}
	order := func(u unpromised) int { return slices.Index(l.priorities, u.priority) }
	slices.SortStableFunc(all, func(a, b unpromised) int { return cmp.Compare(order(a), order(b)) })
	for _, g := range all {
		if len(without[g]) == len(clients) {
			l.add(PriorityUnpromised, "priorities", "nothing is promised for %s", g)
			continue
		}
		for _, c := range without[g] {
			l.add(PriorityUnpromised, fmt.Sprintf("clients[%d]", slices.Index(clients, c)), "nothing is promised to %s for %s", c, g)
		}
	}
	l.neverChosen()
}

// unpromised is what nothing is promised to a client for; nil when nothing is at all.
func (l *linter) unpromised(client string) []unpromised {
	gaps, some := []unpromised{}, false
	for _, p := range l.priorities {
		if !slices.ContainsFunc(l.kindNames, func(kind string) bool { return l.promised(client, kind, p) }) {
			gaps = append(gaps, unpromised{priority: p})
		}
	}
	for _, kind := range l.kindNames {
		var bare []unpromised
		for _, p := range orAny(l.priorities) {
			if !l.promised(client, kind, p) {
				bare = append(bare, unpromised{p, kind})
			}
		}
		if len(bare) == len(orAny(l.priorities)) {
			continue // nothing is promised for the kind, and that may be meant
		}
		some = true
		for _, u := range bare {
			if !slices.Contains(gaps, unpromised{priority: u.priority}) {
				gaps = append(gaps, u)
			}
		}
	}
	if !some {
		return nil
	}
	return gaps
}

func (l *linter) promised(client, kind, priority string) bool {
	takes := func(list []string, fact string) bool { return len(list) == 0 || slices.Contains(list, fact) }
	return slices.ContainsFunc(l.d.Agreements, func(a sla.Agreement) bool {
		m := a.Match
		return kindOf(a) == sla.SLA && takes(m.Client, client) && takes(m.Kind, kind) && takes(m.Priority, priority)
	})
}

// toldApart gives of all values those that agreements name, and one that none does: the others are treated like it.
func (l *linter) toldApart(all []string, named func(sla.Match) []string) []string {
	names := map[string]bool{}
	for _, a := range l.d.Agreements {
		for _, name := range named(a.Match) {
			names[name] = true
		}
	}
	var some []string
	other := false
	for _, v := range all {
		if names[v] || !other {
			some = append(some, v)
		}
		other = other || !names[v]
	}
	return orAny(some)
}

// services are those that agreements name, after "" for any other.
func services(agreements []sla.Agreement) []string {
	all := []string{""}
	for _, a := range agreements {
		all = append(all, a.Match.Service...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// neverChosen looks for agreements before which another goes whatever the facts. Of one id only the newest version counts.
func (l *linter) neverChosen() {
	for i, a := range l.d.Agreements {
		newer := func(b sla.Agreement) bool { return b.ID == a.ID && b.Version > a.Version }
		if slices.ContainsFunc(l.d.Agreements, newer) || l.chosen(a) {
			continue
		}
		l.add(NeverChosen, fmt.Sprintf("agreements[%d]", i), "%s is never the one that counts: another always matches more specifically", a.ID)
	}
}

// chosen reports whether an agreement is the one that counts for any facts that there can be, or whether they are too many to tell.
func (l *linter) chosen(a sla.Agreement) bool {
	var tiers []string
	for _, t := range l.h.Ladder().Tiers() {
		tiers = append(tiers, string(t.ID))
	}
	tried := 0
	for f := range facts(
		values(a.Match.Client, l.toldApart(l.clientIDs, ofClient)), values(a.Match.Service, services(l.d.Agreements)),
		values(a.Match.Kind, l.toldApart(l.kindNames, ofKind)),
		values(a.Match.Priority, l.priorities), values(a.Match.Tier, tiers)) {
		if b, _ := l.agreed(f, kindOf(a)); b.ID == a.ID {
			return true
		}
		if tried++; tried > maxFacts {
			return true
		}
	}
	return false
}

// values are those that a match names or, when it names none, all there are.
func values(named, all []string) []string {
	if len(named) > 0 {
		return named
	}
	return orAny(all)
}

func orAny(all []string) []string {
	if len(all) == 0 {
		return []string{""}
	}
	return all
}

// facts gives every combination.
func facts(clients, services, kinds, priorities, tiers []string) func(func(sla.Facts) bool) {
	return func(yield func(sla.Facts) bool) {
		for _, c := range clients {
			for _, s := range services {
				for _, k := range kinds {
					for _, p := range priorities {
						for _, t := range tiers {
							if !yield(sla.Facts{Client: c, Service: s, Kind: k, Priority: p, Tier: t}) {
								return
							}
						}
					}
				}
			}
		}
	}
}

// contracts looks at what vendors have promised us.
func (l *linter) contracts() {
	vendor := func(id string) bool {
		t, ok := l.h.Ladder().Tier(tier.ID(id))
		return ok && t.Kind == tier.Vendor
	}
	for i, a := range l.d.Agreements {
		known := slices.ContainsFunc(a.Match.Tier, func(id string) bool { _, ok := l.h.Ladder().Tier(tier.ID(id)); return ok })
		if kindOf(a) == sla.UC && known && !slices.ContainsFunc(a.Match.Tier, vendor) {
			l.add(ContractNoVendor, fmt.Sprintf("agreements[%d].match.tier", i), "%s is a contract with a vendor, and is for no tier that is one", a.ID)
		}
	}
	if !l.has(sla.UC) {
		return
	}
	for _, t := range l.h.Ladder().Tiers() {
		behind := func(a sla.Agreement) bool {
			return kindOf(a) == sla.UC && (len(a.Match.Tier) == 0 || slices.Contains(a.Match.Tier, string(t.ID)))
		}
		if t.Kind == tier.Vendor && !slices.ContainsFunc(l.d.Agreements, behind) {
			l.add(VendorNoContract, l.tierPath(t.ID), "no underpinning contract is with %s", t.ID)
		}
	}
}
