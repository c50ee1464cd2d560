package tier

import (
	"cmp"
	"slices"
)

// Method is how one of several qualified engineers is chosen.
type Method string

// The methods. Both respect an engineer's Weight, and both choose the same again from the same values.
const (
	ByLoad     Method = "load"        // who has the fewest open tickets for their weight; among equals, whose turn it is
	RoundRobin Method = "round_robin" // whose turn it is, whatever they have open
)

// Valid reports whether m is one of the methods above.
func (m Method) Valid() bool { return m == ByLoad || m == RoundRobin }

// Moment is how things stand when work is given out. The zero value says: everybody is there and nobody has anything open.
type Moment struct {
	Open map[string]int `json:"open,omitempty"` // open tickets by engineer; not in it = 0
	Away []string       `json:"away,omitempty"` // engineers who are not there: ill, on leave
	Shut []string       `json:"shut,omitempty"` // calendars that are not open now; their engineers are not there
}

// open is how many tickets an engineer has; what nobody can have counts as none or as very many.
func (m Moment) open(engineer string) int { return min(max(0, m.Open[engineer]), 1_000_000) }

// An Assignment is who got the work, or why nobody did. It is never empty in silence.
type Assignment struct {
	Engineer string   `json:"engineer,omitempty"` // "" when the outcome is not Assigned
	Outcome  Outcome  `json:"outcome"`
	Passed   []Passed `json:"passed,omitempty"` // who could not take it and why, by ID; those who do not work there are left out
}

// Passed is an engineer who was passed by, with each reason.
type Passed struct {
	Engineer string `json:"engineer"`
	Gaps     []Gap  `json:"gaps"`
}

// Outcome is what came of giving work out.
type Outcome string

// The outcomes. Of several that hold, the one that stands last here is named: it was the nearest to success.
const (
	Assigned        Outcome = "assigned"
	UnknownMethod   Outcome = "unknown_method"   // the method is none of ours
	NobodyThere     Outcome = "nobody_there"     // no engineer works at the tier, or in the group
	NobodyQualified Outcome = "nobody_qualified" // none of them has what the ticket needs
	NobodyPresent   Outcome = "nobody_present"   // some qualify, all out of hours or away
	NobodyFree      Outcome = "nobody_free"      // some are there, all at their capacity
)

// Assign gives one piece of work to somebody who qualifies, is there and has room. It returns the turns to keep for the next
// call, by whatever means the caller stores values; t itself is not changed. When nobody can take it the turns stay as they are.
func (s *Staff) Assign(m Method, n Needs, now Moment, t Turns) (Assignment, Turns) {
	if !m.Valid() {
		return Assignment{Outcome: UnknownMethod}, t
	}
	able, a := s.able(n, now)
	if len(able) == 0 {
		return a, t
	}
	line := t.line(able)
	slices.SortFunc(line, func(a, b inLine) int {
		byTurn := cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id))
		if m == RoundRobin {
			return byTurn
		}
		return cmp.Or(cmp.Compare((now.open(a.id)+1)*b.weight, (now.open(b.id)+1)*a.weight), byTurn)
	})
	a.Engineer, a.Outcome = line[0].id, Assigned
	t = slices.DeleteFunc(slices.Clone(t), func(one Turn) bool { _, here := s.person[one.Engineer]; return !here })
	return a, t.given(line[0])
}

// Free lists who could take the work now, by ID: they qualify, are there and have room.
func (s *Staff) Free(n Needs, now Moment) []Engineer {
	able, _ := s.able(n, now)
	for i := range able {
		able[i] = able[i].clone()
	}
	return able
}

// Path is the way that a ticket takes along an edge for a reason when tiers without anybody who can take it may be passed by
// ([Edge].MaySkip): the edges in order, the last leading to somebody who can. Where nobody can anywhere along the way, it is the
// first edge alone, and ok is false: the ticket then waits in that tier's queue. It never comes to a tier twice.
//
// What the ticket needs is asked for each tier on the way; [Needs.At] is for a ticket that needs the same everywhere.
func (s *Staff) Path(first Edge, reason Reason, need func(ID) Needs, now Moment) (path []Edge, ok bool) {
	met := map[ID]bool{first.From: true}
	for e, open := first, true; open && !met[e.To]; e, open = s.ladder.NextFor(e.To, reason, need) {
		path, met[e.To] = append(path, e), true
		n := need(e.To)
		n.Tier = e.To
		if able, _ := s.able(n, now); len(able) > 0 {
			return path, true
		}
		if !e.MaySkip {
			break
		}
	}
	return path[:min(1, len(path))], false
}

// able sorts the staff into those who can take the work and those who cannot, and says what the outcome is if there are none.
func (s *Staff) able(n Needs, now Moment) ([]Engineer, Assignment) {
	var able []Engineer
	a := Assignment{Outcome: NobodyThere}
	for _, e := range s.engineers {
		gaps := s.ladder.Gaps(e, n)
		if lacks(gaps, NeedTier) || lacks(gaps, NeedGroup) {
			continue
		}
		gaps = append(gaps, s.gapsNow(e, n, now)...)
		if len(gaps) == 0 {
			able = append(able, e)
			continue
		}
		a.Passed = append(a.Passed, Passed{e.ID, gaps})
		a.Outcome = nearer(a.Outcome, gaps)
	}
	return able, a
}

func (s *Staff) gapsNow(e Engineer, n Needs, now Moment) []Gap {
	var gaps []Gap
	if e.Manager && !s.managesOnly(e, n.Tier) {
		gaps = append(gaps, Gap{NeedWorker, "somebody who takes tickets", "a manager"})
	}
	if slices.Contains(now.Away, e.ID) {
		gaps = append(gaps, Gap{NeedPresence, "working time", "absence"})
	} else if e.Hours != "" && slices.Contains(now.Shut, e.Hours) {
		gaps = append(gaps, Gap{NeedPresence, "working time", e.Hours + " shut"})
	}
	if open := now.open(e.ID); e.Capacity > 0 && open >= e.Capacity {
		gaps = append(gaps, Gap{NeedCapacity, "room for one more", tickets(open) + " of " + tickets(e.Capacity)})
	}
	return gaps
}

// managesOnly reports whether the work is for a tier of kind management, or, when no tier is asked for, e has no other tier.
func (s *Staff) managesOnly(e Engineer, id ID) bool {
	among := e.Tiers
	if id != "" {
		among = []ID{id}
	}
	return !slices.ContainsFunc(among, func(id ID) bool { return s.ladder.def.Tiers[s.ladder.index[id]].Kind != Management })
}

// nearer is the outcome after one more engineer had these gaps: the one nearer to success.
func nearer(o Outcome, gaps []Gap) Outcome {
	here := NobodyFree
	for _, g := range gaps {
		switch {
		case g.Need != NeedPresence && g.Need != NeedCapacity:
			here = NobodyQualified
		case g.Need == NeedPresence && here == NobodyFree:
			here = NobodyPresent
		}
	}
	order := []Outcome{NobodyThere, NobodyQualified, NobodyPresent, NobodyFree}
	return order[max(slices.Index(order, o), slices.Index(order, here))]
}

func lacks(gaps []Gap, need Requirement) bool {
	return slices.ContainsFunc(gaps, func(g Gap) bool { return g.Need == need })
}
