package sla

import "github.com/fourline-go/fourline/internal/fault"

// Limits of agreements.
const (
	maxTargets = 100 // of one agreement
	maxFacts   = 1000
)

// Check reports everything that keeps the agreement from being used; nil when nothing does. Paths begin at the agreement:
// "targets[1].within". Whether the metrics and calendars that it names exist, only [New] can tell.
func (a Agreement) Check() error {
	var l fault.List
	checkID(&l, "id", a.ID)
	if a.Version < 0 {
		l.Add("version", "is %d; want 0 or more", a.Version)
	}
	if !a.Kind.Valid() {
		l.Add("kind", "unknown kind %s; want %q, %q or %q", quoted(string(a.Kind)), SLA, OLA, UC)
	}
	for _, fact := range a.Match.facts() {
		path := "match." + fact.name
		if len(fact.values) > maxFacts {
			l.Add(path, "has %d values; at most %d", len(fact.values), maxFacts)
			continue
		}
		for i, v := range fact.values {
			checkID(&l, index(path, i), v)
		}
	}
	a.checkTargets(&l)
	return l.Err()
}

func (a Agreement) checkTargets(l *fault.List) {
	if len(a.Targets) == 0 {
		l.Add("targets", "has none: the agreement promises nothing")
	}
	if len(a.Targets) > maxTargets {
		l.Add("targets", "has %d targets; at most %d", len(a.Targets), maxTargets)
		return
	}
	seen := map[string]int{}
	for i, t := range a.Targets {
		path := index("targets", i)
		l.Under(path, t.Check())
		if first, ok := seen[t.Metric]; ok && t.Metric != "" {
			l.Add(path+".metric", "%s has a target already, %s", quoted(t.Metric), index("targets", first))
			continue
		}
		seen[t.Metric] = i
	}
}
