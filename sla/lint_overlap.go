package sla

import (
	"fmt"
	"slices"
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
