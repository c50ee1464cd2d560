package handbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
)

// orders looks at the lists of which the first rule that matches counts: whether one stands behind another that is for all of the same.
func (l *linter) orders() {
	behind(l, "alarms", l.d.Alarms, func(a, b ticket.AlarmRule) bool {
		m, o := a.Match, b.Match
		return strings.HasPrefix(o.Key, m.Key) && wider(m.Client, o.Client) && wider(m.Service, o.Service) && wider(m.Source, o.Source)
	})
	behind(l, "major.updates", l.d.Major.Updates, func(a, b ticket.MajorUpdate) bool { return takesAll(a.Match, b.Match) })
}

func behind[R any](l *linter, path string, rules []R, takesAll func(a, b R) bool) {
	for i, r := range rules {
		if j := slices.IndexFunc(rules[:i], func(before R) bool { return takesAll(before, r) }); j >= 0 {
			l.add(NeverChosen, fmt.Sprintf("%s[%d]", path, i), "%s[%d] stands before it and is for all of the same", path, j)
		}
	}
}

// takesAll reports whether a match is for everything that another is for.
func takesAll(m, o escalation.Match) bool {
	return wider(m.Client, o.Client) && wider(m.Service, o.Service) && wider(m.Kind, o.Kind) && wider(m.Priority, o.Priority)
}

// wider reports whether a list, of which an empty one takes any, takes all that another takes.
func wider(list, other []string) bool {
	outside := func(v string) bool { return !slices.Contains(list, v) }
	return len(list) == 0 || len(other) > 0 && !slices.ContainsFunc(other, outside)
}
