package tier

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/fourline-go/fourline/internal/fault"
)

// Staff is the people of a ladder: checked engineers and groups. It cannot be changed and is safe for use by many goroutines.
type Staff struct {
	ladder    *Ladder
	engineers []Engineer     // by ID
	groups    []Group        // by ID
	person    map[string]int // place in engineers
	group     map[string]int // place in groups
}

// NewStaff checks engineers and groups against a ladder. The error matches [ErrInvalid] and joins all faults, each with its path,
// such as "engineers[4].groups[0]". That a calendar named in an engineer's Hours exists is for the caller to check.
func NewStaff(l *Ladder, engineers []Engineer, groups []Group) (*Staff, error) {
	s := &Staff{ladder: l, person: make(map[string]int), group: make(map[string]int)}
	if err := checkStaff(l, engineers, groups); err != nil {
		return nil, err
	}
	for _, e := range engineers {
		s.engineers = append(s.engineers, e.clone())
	}
	s.groups = slices.Clone(groups)
	slices.SortFunc(s.engineers, func(a, b Engineer) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.groups, func(a, b Group) int { return cmp.Compare(a.ID, b.ID) })
	for i, e := range s.engineers {
		s.person[e.ID] = i
	}
	for i, g := range s.groups {
		s.group[g.ID] = i
	}
	return s, nil
}

// Ladder is the ladder that the staff works on.
func (s *Staff) Ladder() *Ladder { return s.ladder }

// Engineer returns the engineer with this ID; false when there is none.
func (s *Staff) Engineer(id string) (Engineer, bool) {
	i, ok := s.person[id]
	if !ok {
		return Engineer{}, false
	}
	return s.engineers[i].clone(), true
}

// Group returns the group with this ID; false when there is none.
func (s *Staff) Group(id string) (Group, bool) {
	i, ok := s.group[id]
	if !ok {
		return Group{}, false
	}
	return s.groups[i], true
}

// Engineers lists everybody by ID, managers too.
func (s *Staff) Engineers() []Engineer { return s.who(func(Engineer) bool { return true }) }

// Groups lists all groups by ID.
func (s *Staff) Groups() []Group { return slices.Clone(s.groups) }

// At lists who works at a tier, by ID, without its managers.
func (s *Staff) At(id ID) []Engineer {
	return s.who(func(e Engineer) bool { return !e.Manager && slices.Contains(e.Tiers, id) })
}

// Managers lists who manages a tier, by ID.
func (s *Staff) Managers(id ID) []Engineer {
	return s.who(func(e Engineer) bool { return e.Manager && slices.Contains(e.Tiers, id) })
}

// Members lists who belongs to a group, by ID, managers too.
func (s *Staff) Members(group string) []Engineer {
	return s.who(func(e Engineer) bool { return slices.Contains(e.Groups, group) })
}

func (s *Staff) who(want func(Engineer) bool) []Engineer {
	var found []Engineer
	for _, e := range s.engineers {
		if want(e) {
			found = append(found, e.clone())
		}
	}
	return found
}

func checkStaff(l *Ladder, engineers []Engineer, groups []Group) error {
	var faults fault.List
	if len(engineers) > MaxStaff || len(groups) > MaxStaff {
		faults.Add("", "has %d engineers and %d groups; at most %d of each are allowed", len(engineers), len(groups), MaxStaff)
		return faults.Err()
	}
	at := make(map[string]ID, len(groups))
	for i, g := range groups {
		path := fmt.Sprintf("groups[%d]", i)
		checkID(&faults, path+".id", g.ID)
		checkText(&faults, path+".name", g.Name, false)
		checkTierKnown(&faults, path+".tier", l, g.Tier)
		if _, twice := at[g.ID]; twice && g.ID != "" {
			faults.Add(path+".id", "%q stands twice; a group is defined once", g.ID)
		}
		at[g.ID] = g.Tier
	}
	seen := make(map[string]bool, len(engineers))
	for i, e := range engineers {
		path := fmt.Sprintf("engineers[%d]", i)
		if seen[e.ID] && e.ID != "" {
			faults.Add(path+".id", "%q stands twice; an engineer is defined once", e.ID)
		}
		seen[e.ID] = true
		faults.Under(path, checkEngineer(l, e, at))
	}
	return faults.Err()
}

func checkEngineer(l *Ladder, e Engineer, groups map[string]ID) error {
	var faults fault.List
	checkID(&faults, "id", e.ID)
	checkText(&faults, "name", e.Name, false)
	checkText(&faults, "role", e.Role, false)
	checkContact(&faults, "email", e.Email)
	checkContact(&faults, "phone", e.Phone)
	checkContact(&faults, "hours", e.Hours)
	if len(e.Tiers) == 0 {
		faults.Add("tiers", "is missing; want the tiers at which the engineer works")
	}
	checkList(&faults, "tiers", e.Tiers, isID, "the id of a tier")
	for i, id := range e.Tiers {
		if isID(string(id)) {
			checkTierKnown(&faults, fmt.Sprintf("tiers[%d]", i), l, id)
		}
	}
	checkList(&faults, "groups", e.Groups, isID, "the id of a group")
	for i, g := range e.Groups {
		path := fmt.Sprintf("groups[%d]", i)
		if id, ok := groups[g]; !ok {
			faults.Add(path, "no group %s", quote(g))
		} else if !slices.Contains(e.Tiers, id) {
			faults.Add(path, "group %q works at %q, where this engineer does not", g, id)
		}
	}
	checkRange(&faults, "capacity", e.Capacity, 0, 10000)
	checkRange(&faults, "weight", e.Weight, 0, 100)
	checkRange(&faults, "years", e.Years, 0, 60)
	checkPlatforms(&faults, "platforms", e.Platforms)
	checkSkills(&faults, "skills", e.Skills)
	checkList(&faults, "languages", e.Languages, isLanguage, `a language tag such as "en" or "pt-BR"`)
	return faults.Err()
}

func checkTierKnown(l *fault.List, path string, ladder *Ladder, id ID) {
	if _, ok := ladder.index[id]; !ok {
		l.Add(path, "no tier %s in ladder %q", quote(string(id)), ladder.Name())
	}
}

func checkContact(l *fault.List, path, s string) {
	if s != "" && !isShort(s, 254) {
		l.Add(path, "is not one line of readable text of at most 254 bytes")
	}
}

func checkRange(l *fault.List, path string, n, low, high int) {
	if n < low || n > high {
		l.Add(path, "is %d; want %d to %d", n, low, high)
	}
}

func checkPlatforms(l *fault.List, path string, platforms []Platform) {
	if len(platforms) > MaxList {
		l.Add(path, "has %d entries; at most %d are allowed", len(platforms), MaxList)
		return
	}
	seen := make(map[string]bool, len(platforms))
	for i, p := range platforms {
		place := fmt.Sprintf("%s[%d]", path, i)
		if !isName(p.Name) {
			l.Add(place+".name", "%s is not a short name, at most %d bytes", quote(p.Name), MaxWord)
		} else if seen[p.Name] {
			l.Add(place+".name", "%q stands twice", p.Name)
		}
		seen[p.Name] = true
		checkRange(l, place+".years", p.Years, 0, 60)
	}
}
