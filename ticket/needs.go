package ticket

import (
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/tier"
)

// A Need says what tickets of some sort ask of whoever works on them. Each list of the first block is one fact that must be in it; an
// empty one takes any. What all the needs ask that are for a ticket is asked together: of a platform the most years, and one of the
// languages of the last need that names some.
type Need struct {
	Client   []string  `json:"client,omitempty" yaml:"client,omitempty"`
	Kind     []string  `json:"kind,omitempty" yaml:"kind,omitempty"`
	Service  []string  `json:"service,omitempty" yaml:"service,omitempty"`
	Category []string  `json:"category,omitempty" yaml:"category,omitempty"`
	Tier     []tier.ID `json:"tier,omitempty" yaml:"tier,omitempty"` // asked at these tiers: the first line need not know databases

	Years     int             `json:"years,omitempty" yaml:"years,omitempty"` // of work altogether, at least; 0 to 60
	Platforms []tier.Platform `json:"platforms,omitempty" yaml:"platforms,omitempty"`
	Skills    []tier.Skill    `json:"skills,omitempty" yaml:"skills,omitempty"`
	Languages []string        `json:"languages,omitempty" yaml:"languages,omitempty"`
}

func (n Need) takes(t *Ticket, at tier.ID) bool {
	in := func(list []string, fact string) bool { return len(list) == 0 || slices.Contains(list, fact) }
	return in(n.Client, t.Client) && in(n.Kind, t.Kind) && in(n.Service, t.Service) && in(n.Category, t.Category) &&
		(len(n.Tier) == 0 || slices.Contains(n.Tier, at))
}

// Needs is what a ticket asks of whoever works on it at a tier, by the handbook's needs. Where its group works at that tier, it asks
// for somebody of the group.
func (h *Handbook) Needs(t Ticket, at tier.ID) tier.Needs {
	all := tier.Needs{Tier: at}
	if t.Group != "" && h.groupsTier(t.Group) == at {
		all.Group = t.Group
	}
	for _, n := range h.def.Needs {
		if !n.takes(&t, at) {
			continue
		}
		all.Years = max(all.Years, n.Years)
		for _, p := range n.Platforms {
			all.Platforms = withPlatform(all.Platforms, p)
		}
		for _, s := range n.Skills {
			if !slices.Contains(all.Skills, s) {
				all.Skills = append(all.Skills, s)
			}
		}
		if len(n.Languages) > 0 {
			all.Languages = slices.Clone(n.Languages)
		}
	}
	return all
}

func withPlatform(all []tier.Platform, p tier.Platform) []tier.Platform {
	i := slices.IndexFunc(all, func(o tier.Platform) bool { return o.Name == p.Name })
	if i < 0 {
		return append(all, p)
	}
	all[i].Years = max(all[i].Years, p.Years)
	return all
}

func (w *work) needs(at tier.ID) tier.Needs { return w.h.Needs(w.t, at) }

// moment is who is there at an instant, by their hours. Who is on leave the handbook does not know.
func (h *Handbook) moment(at time.Time) tier.Moment {
	var m tier.Moment
	for _, name := range h.hours {
		if !h.calendars[name].IsOpen(at) {
			m.Shut = append(m.Shut, name)
		}
	}
	return m
}

func (h *Handbook) checkNeeds(faults *fault.List) {
	if len(h.def.Needs) > MaxNeeds {
		faults.Add("needs", "%d of them; at most %d are allowed", len(h.def.Needs), MaxNeeds)
		return
	}
	for i, n := range h.def.Needs {
		path := fmt.Sprintf("needs[%d]", i)
		for j, t := range n.Tier {
			h.checkTier(faults, fmt.Sprintf("%s.tier[%d]", path, j), t)
		}
		for j, k := range n.Kind {
			if _, ok := h.kinds[k]; !ok {
				faults.Add(fmt.Sprintf("%s.kind[%d]", path, j), "there is no kind %q", k)
			}
		}
		if n.Years+len(n.Platforms)+len(n.Skills)+len(n.Languages) == 0 {
			faults.Add(path, "asks nothing; want years, platforms, skills or languages")
		}
		faults.Under(path, tier.Needs{Years: n.Years, Platforms: n.Platforms, Skills: n.Skills, Languages: n.Languages}.Check())
	}
}
