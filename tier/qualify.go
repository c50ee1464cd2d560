package tier

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/internal/fault"
)

// Needs is what a ticket asks of whoever is to work on it. The zero value asks nothing.
type Needs struct {
	Tier      ID         `json:"tier,omitempty" yaml:"tier,omitempty"`           // works at this tier; "" = at any
	Group     string     `json:"group,omitempty" yaml:"group,omitempty"`         // belongs to this group; "" = to any or none
	Years     int        `json:"years,omitempty" yaml:"years,omitempty"`         // years of work altogether, at least
	Platforms []Platform `json:"platforms,omitempty" yaml:"platforms,omitempty"` // all of these, each with at least its years
	Skills    []Skill    `json:"skills,omitempty" yaml:"skills,omitempty"`       // all of these, each at least at its level
	Languages []string   `json:"languages,omitempty" yaml:"languages,omitempty"` // any one of these

	// Strict asks also for all that the tier itself asks of its people (its experience and skills). Without it, whoever was put
	// into a tier is taken to be good enough for it; see [Staff.Lint], which says who is not.
	Strict bool `json:"strict,omitempty" yaml:"strict,omitempty"`
}

// Check reports every fault of needs that stand by themselves, with its place: "platforms[0].years". It cannot know whether the tier
// and the group exist.
func (n Needs) Check() error {
	var l fault.List
	checkRange(&l, "years", n.Years, 0, 60)
	checkPlatforms(&l, "platforms", n.Platforms)
	checkSkills(&l, "skills", n.Skills)
	checkList(&l, "languages", n.Languages, isLanguage, `a language tag such as "en" or "pt-BR"`)
	return l.Err()
}

// A Gap is one requirement that an engineer does not meet.
type Gap struct {
	Need   Requirement `json:"need"`
	Wanted string      `json:"wanted"`        // what was asked: "oracle, 4 years"
	Has    string      `json:"has,omitempty"` // what there is instead; "" = nothing of the sort
}

// String is the gap as words: "platform: wants oracle, 4 years; has 2 years".
func (g Gap) String() string {
	if g.Has == "" {
		return fmt.Sprintf("%s: wants %s; has none", g.Need, g.Wanted)
	}
	return fmt.Sprintf("%s: wants %s; has %s", g.Need, g.Wanted, g.Has)
}

// Requirement is what a [Gap] is about.
type Requirement string

// The requirements. Those of the second block are not about the person but about the moment, and come from [Staff.Assign] only.
const (
	NeedTier     Requirement = "tier"
	NeedGroup    Requirement = "group"
	NeedYears    Requirement = "years"
	NeedPlatform Requirement = "platform"
	NeedSkill    Requirement = "skill"
	NeedLanguage Requirement = "language"

	NeedWorker   Requirement = "worker"   // somebody who takes tickets, not a manager
	NeedPresence Requirement = "presence" // there now: within working hours and not away
	NeedCapacity Requirement = "capacity" // fewer open tickets than the engineer can have
)

// Gaps lists every requirement that the engineer does not meet, in the order of the fields of [Needs]; none means that the
// engineer qualifies.
func (l *Ladder) Gaps(e Engineer, n Needs) []Gap {
	var gaps []Gap
	if n.Tier != "" && !slices.Contains(e.Tiers, n.Tier) {
		gaps = append(gaps, Gap{NeedTier, string(n.Tier), listed(e.Tiers)})
	}
	if n.Group != "" && !slices.Contains(e.Groups, n.Group) {
		gaps = append(gaps, Gap{NeedGroup, n.Group, listed(e.Groups)})
	}
	if e.Experience() < n.Years {
		gaps = append(gaps, Gap{NeedYears, years(n.Years), years(e.Experience())})
	}
	for _, p := range n.Platforms {
		gaps = append(gaps, e.platformGap(p)...)
	}
	for _, s := range n.Skills {
		gaps = append(gaps, e.skillGap(s)...)
	}
	if len(n.Languages) > 0 && !e.speaks(n.Languages) {
		gaps = append(gaps, Gap{NeedLanguage, strings.Join(n.Languages, " or "), listed(e.Languages)})
	}
	if i, ok := l.index[n.Tier]; ok && n.Strict {
		gaps = append(gaps, l.def.Tiers[i].gaps(e)...)
	}
	return gaps
}

// gaps lists what the tier asks of its people and e does not have.
func (t Tier) gaps(e Engineer) []Gap {
	var gaps []Gap
	needed := t.Experience.Needed()
	if t.Experience.Platforms == 0 {
		if e.Experience() < needed {
			gaps = append(gaps, Gap{NeedYears, years(needed), years(e.Experience())})
		}
	} else if good := e.platformsWith(needed, t.Platforms); good < t.Experience.Platforms {
		wanted := fmt.Sprintf("%s on each of %d platforms", years(needed), t.Experience.Platforms)
		if t.Experience.Platforms == 1 {
			wanted = years(needed) + " on one platform"
		}
		if len(t.Platforms) > 0 {
			wanted += " of " + listed(t.Platforms)
		}
		gaps = append(gaps, Gap{NeedPlatform, wanted, fmt.Sprintf("that on %d", good)})
	}
	for _, s := range t.Skills {
		gaps = append(gaps, e.skillGap(s)...)
	}
	return gaps
}

// platformsWith counts the platforms on which e has this many years, among those listed, or all when none is.
func (e Engineer) platformsWith(years int, among []string) int {
	n := 0
	for _, p := range e.Platforms {
		if p.Years >= years && (len(among) == 0 || slices.Contains(among, p.Name)) {
			n++
		}
	}
	return n
}

func (e Engineer) platformGap(want Platform) []Gap {
	wanted := want.Name
	if want.Years > 0 {
		wanted += ", " + years(want.Years)
	}
	for _, p := range e.Platforms {
		if p.Name != want.Name {
			continue
		}
		if p.Years >= want.Years {
			return nil
		}
		return []Gap{{NeedPlatform, wanted, years(p.Years)}}
	}
	return []Gap{{Need: NeedPlatform, Wanted: wanted}}
}

func (e Engineer) skillGap(want Skill) []Gap {
	gap := Gap{Need: NeedSkill, Wanted: want.String()}
	for _, s := range e.Skills {
		if s.Meets(want) {
			return nil
		}
		if s.Framework == want.Framework && s.Code == want.Code {
			gap.Has = s.String()
		}
	}
	return []Gap{gap}
}

// speaks reports whether e speaks one of the languages. Who speaks "en-GB" speaks "en", but not the other way round (RFC 4647,
// basic filtering); case does not matter.
func (e Engineer) speaks(any []string) bool {
	for _, want := range any {
		for _, has := range e.Languages {
			has, want := strings.ToLower(has), strings.ToLower(want)
			if has == want || strings.HasPrefix(has, want+"-") {
				return true
			}
		}
	}
	return false
}

// Covers reports whether the tier works on all the platforms that are needed; a tier that names none works on anything.
func (t Tier) Covers(n Needs) bool {
	for _, p := range n.Platforms {
		if len(t.Platforms) > 0 && !slices.Contains(t.Platforms, p.Name) {
			return false
		}
	}
	return true
}

// At is the needs at a tier, for a ticket that needs the same wherever it is.
func (n Needs) At(id ID) Needs {
	n.Tier = id
	return n
}

// NextFor is [Ladder.Next] with a ticket's needs in view: of several edges for the reason it takes the first whose tier works on
// the platforms needed there ([Tier.Covers]). False when there is none, even if an edge to another tier would be open.
func (l *Ladder) NextFor(from ID, reason Reason, need func(ID) Needs) (Edge, bool) {
	return l.next(from, reason, func(e Edge) bool { return l.def.Tiers[l.index[e.To]].Covers(need(e.To)) })
}

func years(n int) string {
	if n == 1 {
		return "1 year"
	}
	return fmt.Sprintf("%d years", n)
}
