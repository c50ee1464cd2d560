package sla

import (
	"maps"
	"slices"

	"github.com/fourline-go/fourline/internal/fault"
)

// A Definition is everything that somebody agreed on: plain data for JSON and YAML. [New] checks it.
type Definition struct {
	Calendars  []Hours     `json:"calendars,omitempty" yaml:"calendars,omitempty"`
	Metrics    []Metric    `json:"metrics,omitempty" yaml:"metrics,omitempty"` // beside the ready-made ones; one of the same name takes its place
	Agreements []Agreement `json:"agreements,omitempty" yaml:"agreements,omitempty"`
}

// Limits of a definition, so that no input can make terms large or slow.
const (
	maxCalendars  = 1000
	maxMetrics    = 100
	maxAgreements = 10_000
)

// Terms are a checked definition with its calendars compiled: what histories are judged by. They never change and are safe for
// concurrent use.
type Terms struct {
	definition Definition
	calendars  map[string]*Calendar
	metrics    []Metric // the ready-made ones, then the definition's
}

// New checks a definition and compiles its calendars. Further calendars, such as a [Union], may be given ready; targets refer to
// them by name. The error matches [ErrInvalid] and lists every fault with its place: "agreements[2].targets[0].calendar".
func New(d Definition, more ...*Calendar) (*Terms, error) {
	var l fault.List
	t := &Terms{definition: d.clone(), calendars: map[string]*Calendar{"": Always(), alwaysName: Always()}}
	switch {
	case len(d.Calendars)+len(more) > maxCalendars:
		return nil, errTooMany("calendars", len(d.Calendars)+len(more), maxCalendars)
	case len(d.Metrics) > maxMetrics:
		return nil, errTooMany("metrics", len(d.Metrics), maxMetrics)
	case len(d.Agreements) > maxAgreements:
		return nil, errTooMany("agreements", len(d.Agreements), maxAgreements)
	}
	t.addCalendars(&l, more)
	t.addMetrics(&l)
	t.checkAgreements(&l)
	if err := l.Err(); err != nil {
		return nil, err
	}
	return t, nil
}

func errTooMany(name string, n, most int) error {
	var l fault.List
	l.Add(name, "has %d entries; at most %d", n, most)
	return l.Err()
}

func (t *Terms) addCalendars(l *fault.List, more []*Calendar) {
	for i, h := range t.definition.Calendars {
		path := index("calendars", i)
		c, err := Compile(h)
		l.Under(path, err)
		if _, taken := t.calendars[h.Name]; taken && h.Name != "" {
			l.Add(path+".name", "the name %s is taken", quoted(h.Name))
		}
		if err != nil {
			c = Always() // so that a calendar that has a fault is not reported as missing, too
		}
		t.calendars[h.Name] = c
	}
	for _, c := range more {
		if _, taken := t.calendars[c.Name()]; taken {
			l.Add("calendars", "the name %s of a calendar given ready is taken", quoted(c.Name()))
		}
		t.calendars[c.Name()] = c
	}
}

func (t *Terms) addMetrics(l *fault.List) {
	t.metrics = Metrics()
	seen := map[string]bool{}
	for i, m := range t.definition.Metrics {
		path := index("metrics", i)
		l.Under(path, m.Check())
		if seen[m.Name] {
			l.Add(path+".name", "the name %s is taken", quoted(m.Name))
		}
		seen[m.Name] = true
		t.metrics = slices.DeleteFunc(t.metrics, func(ready Metric) bool { return ready.Name == m.Name })
		t.metrics = append(t.metrics, m)
	}
}

func (t *Terms) checkAgreements(l *fault.List) {
	type key struct {
		id      string
		version int
	}
	seen, kinds := map[key]int{}, map[string]AgreementKind{}
	for i, a := range t.definition.Agreements {
		path := index("agreements", i)
		l.Under(path, a.Check())
		if kind, ok := kinds[a.ID]; ok && kind != a.Kind.orSLA() {
			l.Add(path+".kind", "is %q, but another version of %s is %q; an ID stays with one kind", a.Kind.orSLA(), quoted(a.ID), kind)
		} else {
			kinds[a.ID] = a.Kind.orSLA()
		}
		if first, taken := seen[key{a.ID, a.Version}]; taken {
			l.Add(path, "is the same version of %s as %s", quoted(a.ID), index("agreements", first))
		} else {
			seen[key{a.ID, a.Version}] = i
		}
		for j, target := range a.Targets {
			here := path + "." + index("targets", j)
			if _, ok := t.calendars[target.Calendar]; !ok {
				l.Add(here+".calendar", "no calendar %s", quoted(target.Calendar))
			}
			if _, ok := t.Metric(target.Metric); !ok && target.Metric != "" {
				l.Add(here+".metric", "no metric %s", quoted(target.Metric))
			}
		}
	}
}

// Definition is a copy of what the terms were made of, to change and make new ones from. Calendars given ready are not in it.
func (t *Terms) Definition() Definition { return t.definition.clone() }

// Calendar finds a calendar by name. "" and "24x7" are [Always].
func (t *Terms) Calendar(name string) (*Calendar, bool) {
	c, ok := t.calendars[name]
	return c, ok
}

// Calendars are the names of all calendars but the two names of [Always], sorted.
func (t *Terms) Calendars() []string {
	names := slices.Sorted(maps.Keys(t.calendars))
	return slices.DeleteFunc(names, func(n string) bool { return n == "" || n == alwaysName })
}

// Metric finds a metric by name: the definition's, else a ready-made one.
func (t *Terms) Metric(name string) (Metric, bool) {
	for _, m := range t.metrics {
		if m.Name == name {
			return m.clone(), true
		}
	}
	return Metric{}, false
}

// Choose picks the agreement of a kind for the facts, as the function [Choose] does.
func (t *Terms) Choose(f Facts, kind AgreementKind) (Agreement, Choice, bool) {
	a, c, ok := Choose(t.definition.Agreements, f, kind)
	return a.clone(), c, ok
}

func (d Definition) clone() Definition {
	d.Calendars, d.Metrics, d.Agreements = slices.Clone(d.Calendars), slices.Clone(d.Metrics), slices.Clone(d.Agreements)
	for i := range d.Calendars {
		d.Calendars[i] = d.Calendars[i].clone()
	}
	for i := range d.Metrics {
		d.Metrics[i] = d.Metrics[i].clone()
	}
	for i := range d.Agreements {
		d.Agreements[i] = d.Agreements[i].clone()
	}
	return d
}

func (m Metric) clone() Metric {
	for _, list := range []*[]Signal{&m.After, &m.Start, &m.Pause, &m.Resume, &m.Stop, &m.Cancel, &m.Reset} {
		*list = slices.Clone(*list)
	}
	return m
}

func (a Agreement) clone() Agreement {
	for _, list := range []*[]string{&a.Match.Client, &a.Match.Service, &a.Match.Kind, &a.Match.Priority, &a.Match.Tier} {
		*list = slices.Clone(*list)
	}
	a.Targets = slices.Clone(a.Targets)
	for i := range a.Targets {
		a.Targets[i] = a.Targets[i].clone()
	}
	return a
}

func (t Target) clone() Target {
	t.Warn, t.Marks = slices.Clone(t.Warn), slices.Clone(t.Marks)
	return t
}
