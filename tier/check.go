package tier

import (
	"fmt"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
)

// check finds everything that is wrong with a definition.
func check(d Definition) error {
	var l fault.List
	checkText(&l, "name", d.Name, true)
	if d.Version < 0 {
		l.Add("version", "is %d; versions are counted from 1", d.Version)
	}
	if len(d.Tiers) == 0 {
		l.Add("tiers", "has no tier; want at least one")
	}
	if len(d.Tiers) > MaxTiers {
		l.Add("tiers", "has %d tiers; at most %d are allowed", len(d.Tiers), MaxTiers)
		return l.Err()
	}
	if len(d.Edges) > MaxEdges {
		l.Add("edges", "has %d edges; at most %d are allowed", len(d.Edges), MaxEdges)
		return l.Err()
	}
	kinds := make(map[ID]Kind, len(d.Tiers))
	for i, t := range d.Tiers {
		path := fmt.Sprintf("tiers[%d]", i)
		if _, twice := kinds[t.ID]; twice && t.ID != "" {
			l.Add(path+".id", "%q stands twice; a tier is defined once", t.ID)
		}
		kinds[t.ID] = t.Kind
		l.Under(path, checkTier(t))
	}
	checkKnown(&l, "first", d.First, kinds)
	seen := make(map[pair]bool, len(d.Edges))
	for i, e := range d.Edges {
		path := fmt.Sprintf("edges[%d]", i)
		l.Under(path, checkEdge(e, kinds))
		if p := (pair{e.From, e.To, e.Kind.HandsOver()}); seen[p] {
			l.Add(path, "a second edge from %q to %q; put its reasons into the first", e.From, e.To)
		} else {
			seen[p] = true
		}
	}
	return l.Err()
}

// pair is what only one edge may have.
type pair struct {
	from, to  ID
	handsOver bool
}

func checkTier(t Tier) error {
	var l fault.List
	checkID(&l, "id", string(t.ID))
	checkText(&l, "name", t.Name, false)
	checkText(&l, "summary", t.Summary, false)
	checkRange(&l, "rank", t.Rank, -9, 99)
	if !t.Kind.Valid() {
		l.Add("kind", "unknown kind %q; want one of %s", t.Kind, listed(Kinds()))
	}
	checkWords(&l, "capabilities", t.Capabilities)
	checkWords(&l, "responsibilities", t.Responsibilities)
	l.Under("experience", checkExperience(t.Experience))
	checkNames(&l, "platforms", t.Platforms)
	checkSkills(&l, "skills", t.Skills)
	checkNames(&l, "channels", t.Channels)
	checkNames(&l, "access", t.Access)
	return l.Err()
}

func checkExperience(e Experience) error {
	var l fault.List
	for _, f := range []struct {
		path string
		n    int
	}{
		{"min_years", e.MinYears}, {"max_years", e.MaxYears}, {"house_years", e.HouseYears},
		{"platforms", e.Platforms}, {"max_platforms", e.MaxPlatforms},
	} {
		checkRange(&l, f.path, f.n, 0, 60)
	}
	if e.MaxYears > 0 && e.MaxYears < e.MinYears {
		l.Add("max_years", "%d is less than min_years %d", e.MaxYears, e.MinYears)
	}
	if e.MaxYears > 0 && e.MaxYears < e.HouseYears {
		l.Add("max_years", "%d is less than house_years %d", e.MaxYears, e.HouseYears)
	}
	if e.HouseYears > 0 && e.HouseYears < e.MinYears {
		l.Add("house_years", "%d is less than min_years %d; a house may ask for more, not for less", e.HouseYears, e.MinYears)
	}
	if e.MaxPlatforms > 0 && e.MaxPlatforms < e.Platforms {
		l.Add("max_platforms", "%d is less than platforms %d", e.MaxPlatforms, e.Platforms)
	}
	return l.Err()
}

func checkEdge(e Edge, kinds map[ID]Kind) error {
	var l fault.List
	checkKnown(&l, "from", e.From, kinds)
	checkKnown(&l, "to", e.To, kinds)
	if e.From == e.To && e.From != "" {
		l.Add("to", "leads from %q to itself", e.From)
	}
	if !e.Kind.Valid() {
		l.Add("kind", "unknown kind %q; want one of %s", e.Kind, listed(EdgeKinds()))
	}
	if k, ok := kinds[e.To]; ok && e.Kind == ToVendor && k != Vendor {
		l.Add("to", "a vendor edge leads to a tier of kind vendor; %q is of kind %q", e.To, k)
	}
	checkWords(&l, "reasons", e.Reasons)
	checkWords(&l, "fields", e.Fields)
	checkWords(&l, "evidence", e.Evidence)
	for i, v := range e.Evidence {
		if !v.Valid() {
			l.Add(fmt.Sprintf("evidence[%d]", i), "unknown evidence %q; want %q", v, RunbookInsufficient)
		}
	}
	if e.AcceptWithin < 0 || e.AcceptWithin > 366*24*time.Hour {
		l.Add("accept_within", "is %s; want 0 (no limit) to 8784h", e.AcceptWithin)
	}
	if e.Approver != "" {
		checkKnown(&l, "approver", e.Approver, kinds)
	}
	if e.MaySkip && !e.Kind.HandsOver() {
		l.Add("may_skip", "a consult edge hands nothing over, so there is nothing to skip")
	}
	if e.Approver != "" && !e.Kind.HandsOver() {
		l.Add("approver", "a consult edge hands nothing over, so there is nothing to approve")
	}
	if len(e.Fields)+len(e.Evidence) > 0 && !e.Kind.HandsOver() {
		l.Add("fields", "a consult edge hands nothing over; want neither fields nor evidence")
	}
	return l.Err()
}

func checkKnown(l *fault.List, path string, id ID, kinds map[ID]Kind) {
	if id == "" {
		l.Add(path, "is missing; want the id of a tier")
		return
	}
	if _, ok := kinds[id]; !ok {
		l.Add(path, "no tier %q in this ladder", id)
	}
}
