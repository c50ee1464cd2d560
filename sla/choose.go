package sla

import (
	"fmt"
	"slices"
	"strings"
)

// A Choice says why an agreement was chosen, or that none was.
type Choice struct {
	Reason    ChoiceReason `json:"reason" yaml:"reason"`
	Agreement string       `json:"agreement,omitempty" yaml:"agreement,omitempty"`
	Version   int          `json:"version,omitempty" yaml:"version,omitempty"`
	On        []string     `json:"on,omitempty" yaml:"on,omitempty"`     // the facts that its match names, most important first
	Over      []string     `json:"over,omitempty" yaml:"over,omitempty"` // the others that matched, as "id@version", best first
}

// ChoiceReason is why an agreement was chosen.
type ChoiceReason string

const (
	ChosenNone     ChoiceReason = "none"          // nothing matched
	ChosenOnly     ChoiceReason = "only_match"    // nothing else matched
	ChosenNewest   ChoiceReason = "newest"        // only older versions of it matched beside it
	ChosenSpecific ChoiceReason = "most_specific" // its match names more, or more important, facts than the next best
	ChosenByID     ChoiceReason = "first_id"      // another is as specific: the smaller ID wins; Lint reports such pairs
)

// String is the reason in words, for a person.
func (c Choice) String() string {
	name := fmt.Sprintf("%s@%d", c.Agreement, c.Version)
	on := "anything"
	if len(c.On) > 0 {
		on = strings.Join(c.On, ", ")
	}
	switch c.Reason {
	case ChosenOnly:
		return fmt.Sprintf("%s is the only agreement that matches (on %s)", name, on)
	case ChosenNewest:
		return fmt.Sprintf("%s is the newest version (on %s)", name, on)
	case ChosenSpecific:
		return fmt.Sprintf("%s matches most specifically (on %s), before %s", name, on, strings.Join(c.Over, ", "))
	case ChosenByID:
		return fmt.Sprintf("%s comes first by ID of equally specific agreements (on %s), before %s", name, on, strings.Join(c.Over, ", "))
	default:
		return "no agreement matches"
	}
}

// Choose picks the agreement of a kind for the facts. Of one ID only the highest version counts. The most specific match wins:
// an agreement that names the client beats all that do not, then the service, the kind, the priority, the tier. Of equally
// specific ones the smaller ID wins. The order of all does not matter.
func Choose(all []Agreement, f Facts, kind AgreementKind) (Agreement, Choice, bool) {
	var found []Agreement
	for _, a := range all {
		if a.Kind.orSLA() == kind.orSLA() && a.Match.takes(f) {
			found = append(found, a)
		}
	}
	found, older := current(found, all)
	if len(found) == 0 {
		return Agreement{}, Choice{Reason: ChosenNone}, false
	}
	slices.SortStableFunc(found, before)
	best := found[0]
	c := Choice{Reason: ChosenOnly, Agreement: best.ID, Version: best.Version, On: best.Match.names()}
	for _, a := range found[1:] {
		c.Over = append(c.Over, fmt.Sprintf("%s@%d", a.ID, a.Version))
	}
	switch {
	case len(found) > 1 && found[1].Match.weight() == best.Match.weight():
		c.Reason = ChosenByID
	case len(found) > 1:
		c.Reason = ChosenSpecific
	case older:
		c.Reason = ChosenNewest
	}
	return best, c, true
}

// current drops those of found of which all has a higher version, and reports whether there were any.
func current(found, all []Agreement) (kept []Agreement, older bool) {
	if len(found) == 0 {
		return nil, false
	}
	highest := highestVersions(found)
	for _, a := range all {
		if v, ok := highest[a.ID]; ok && a.Version > v {
			highest[a.ID] = a.Version
		}
	}
	n := len(found)
	kept = slices.DeleteFunc(found, func(a Agreement) bool { return a.Version < highest[a.ID] })
	return kept, len(kept) < n
}

// highestVersions gives the highest version of each ID.
func highestVersions(all []Agreement) map[string]int {
	highest := make(map[string]int, len(all))
	for _, a := range all {
		highest[a.ID] = max(highest[a.ID], a.Version)
	}
	return highest
}

func before(a, b Agreement) int {
	if d := b.Match.weight() - a.Match.weight(); d != 0 {
		return d
	}
	return strings.Compare(a.ID, b.ID)
}

// takes reports whether each fact is in its list, or the list is empty.
func (m Match) takes(f Facts) bool {
	values := f.list()
	for i, fact := range m.facts() {
		if len(fact.values) > 0 && !slices.Contains(fact.values, values[i].value) {
			return false
		}
	}
	return true
}

// weight orders matches: each fact outweighs all that come after it.
func (m Match) weight() int {
	w := 0
	for _, fact := range m.facts() {
		w <<= 1
		if len(fact.values) > 0 {
			w |= 1
		}
	}
	return w
}

// names lists the facts that the match looks at, most important first.
func (m Match) names() []string {
	var names []string
	for _, fact := range m.facts() {
		if len(fact.values) > 0 {
			names = append(names, fact.name)
		}
	}
	return names
}

// factList is one list of a match with its name in a definition.
type factList struct {
	name   string
	values []string
}

// facts lists what a match may name, most important first.
func (m Match) facts() [5]factList {
	return [...]factList{
		{"client", m.Client}, {"service", m.Service}, {"kind", m.Kind}, {"priority", m.Priority}, {"tier", m.Tier},
	}
}
