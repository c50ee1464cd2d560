package handbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/tier"
)

// people looks at who works here. A handbook that lists nobody leaves that to the host.
func (l *linter) people() {
	if len(l.d.Engineers) == 0 {
		return
	}
	staff, err := tier.NewStaff(l.h.Ladder(), l.d.Engineers, l.d.Groups)
	if err != nil {
		return // no handbook has such people
	}
	l.staff = staff
	for _, f := range staff.Lint() {
		if path, known := l.person(f); known {
			l.add("tier."+Rule(f.Rule), path, "%s", f.Text)
		}
	}
	for i, r := range l.d.OnCall {
		for j, o := range r.Overrides {
			if _, there := staff.Engineer(o.Member); !there {
				l.add(OverrideUnknown, fmt.Sprintf("on_call[%d].overrides[%d].member", i, j), "%s stands in for %s, and does not work here", o.Member, r.Name)
			}
		}
	}
}

// needs looks whether somebody at each tier has what tickets ask for there.
func (l *linter) needs() {
	if l.staff == nil {
		return
	}
	for i, n := range l.d.Needs {
		asked := tier.Needs{Years: n.Years, Platforms: n.Platforms, Skills: n.Skills, Languages: n.Languages}
		for _, t := range l.h.Ladder().Tiers() {
			people := l.staff.At(t.ID)
			able := func(e tier.Engineer) bool { return len(l.h.Ladder().Gaps(e, asked)) == 0 }
			if len(n.Tier) > 0 && !slices.Contains(n.Tier, t.ID) || len(people) == 0 || slices.ContainsFunc(people, able) {
				continue
			}
			l.add(NeedUnmet, fmt.Sprintf("needs[%d]", i), "nobody of %s has what is asked for there", t.ID)
		}
	}
}

// person turns "engineers[ada]" into the place of ada in the file. It gives false for what is not known of somebody and so cannot be
// too little.
func (l *linter) person(f tier.Finding) (path string, known bool) {
	list, id, _ := strings.Cut(strings.TrimSuffix(f.Path, "]"), "[")
	switch list {
	case "tiers":
		return l.tierPath(tier.ID(id)), true
	case "groups":
		return fmt.Sprintf("groups[%d]", slices.IndexFunc(l.d.Groups, func(g tier.Group) bool { return g.ID == id })), true
	case "engineers":
		i := slices.IndexFunc(l.d.Engineers, func(e tier.Engineer) bool { return e.ID == id })
		e := l.d.Engineers[i]
		return fmt.Sprintf("engineers[%d]", i), f.Rule != tier.BelowTier || e.Years > 0 || len(e.Platforms)+len(e.Skills) > 0
	}
	return f.Path, true
}

// recipients looks whether anybody is behind those who are to be told. A fallback takes the place of who is not there.
func (l *linter) recipients() {
	for _, p := range l.used.targets {
		if why := l.absent(p.target); why != "" && !l.fallsBack(p.path) {
			l.add(NobodyBehind, p.path, "%s is told, and %s", p.target, why)
		}
	}
}

// absent says why nobody is behind a target, "" when somebody may be.
func (l *linter) absent(t escalation.Target) string {
	if t.Kind == escalation.ToSchedule {
		if _, ok := l.h.OnCall(t.ID, l.at); !ok {
			return fmt.Sprintf("on %s nobody is on call by it", l.at.UTC().Format("2006-01-02"))
		}
	}
	if l.staff == nil {
		return ""
	}
	switch {
	case t.Kind == escalation.ToTier && t.ID != "":
		return l.emptyTier(tier.ID(t.ID))
	case t.Kind == escalation.ToManager && t.ID != "" && len(l.staff.Managers(tier.ID(t.ID))) == 0:
		return "nobody manages it"
	case t.Kind == escalation.ToManager && t.ID == "" && !slices.ContainsFunc(l.d.Engineers, func(e tier.Engineer) bool { return e.Manager }):
		return "nobody here is a manager"
	case t.Kind == escalation.ToGroup && t.ID != "" && len(l.staff.Members(t.ID)) == 0:
		return "nobody belongs to it"
	case t.Kind == escalation.ToGroup && t.ID == "" && len(l.d.Groups) == 0:
		return "there are no groups"
	}
	return ""
}

func (l *linter) emptyTier(id tier.ID) string {
	t, _ := l.h.Ladder().Tier(id)
	outside := t.Kind == tier.Vendor || t.Kind == tier.SelfService
	if outside || len(l.staff.At(id))+len(l.staff.Managers(id)) > 0 {
		return ""
	}
	return "nobody works there"
}

// fallsBack reports whether a path is that of a target of a policy's step which has a fallback.
func (l *linter) fallsBack(path string) bool {
	var i, j, k int
	n, _ := fmt.Sscanf(path, "policies[%d].steps[%d].targets[%d]", &i, &j, &k)
	return n == 3 && len(l.d.Policies[i].Steps[j].Fallback) > 0
}
