package tier

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// A Change is one thing that another version of a ladder says otherwise.
type Change struct {
	Path string `json:"path"`          // what it is about, by ID: "tiers[L2].capabilities", "edges[L1,L2].accept_within"
	Was  string `json:"was,omitempty"` // "" = was not there
	Is   string `json:"is,omitempty"`  // "" = is not there any more
	Text string `json:"text"`          // what that means, a sentence without a full stop
}

// Diff says in words what changes for people and tickets when a ladder is replaced by another: first the ladder as a whole, then
// tiers by rank, then edges. It compares what the ladders mean, not how they are written: the order of a list of rights does not
// matter, the order of edges only where it decides which way a ticket goes. No changes means that both act the same.
func Diff(was, is *Ladder) []Change {
	var d changes
	d.value("name", was.Name(), is.Name(), "the ladder is called %[2]s, was %[1]s")
	d.value("version", fmt.Sprint(was.Version()), fmt.Sprint(is.Version()), "the ladder is version %[2]s, was %[1]s")
	d.value("first", string(was.First()), string(is.First()), "tickets arrive at %[2]s, before at %[1]s")
	for _, id := range tierUnion(was, is) {
		a, before := was.Tier(id)
		b, after := is.Tier(id)
		switch {
		case !after:
			d.add("tiers["+string(id)+"]", a.Title(), "", "tier %s is gone", id)
		case !before:
			d.add("tiers["+string(id)+"]", "", b.Title(), "there is a new tier %s (%s)", id, b.Kind)
			d.tier(Tier{ID: id, Name: b.Name, Summary: b.Summary, Kind: b.Kind, Rank: b.Rank}, b)
		default:
			d.tier(a, b)
		}
	}
	d.edges(was, is)
	d.preferences(was, is)
	return d
}

// changes gathers changes in order.
type changes []Change

func (d *changes) add(path, was, is, format string, args ...any) {
	*d = append(*d, Change{Path: path, Was: was, Is: is, Text: fmt.Sprintf(format, args...)})
}

// value notes a value that differs; format gets the old one as %[1]s and the new one as %[2]s.
func (d *changes) value(path, was, is, format string) {
	if was != is {
		d.add(path, was, is, format, cmp.Or(was, "nothing"), cmp.Or(is, "nothing"))
	}
}

// set notes what came to a list and what left it, each entry by itself; the formats get the entry.
func set[W ~string](d *changes, path string, was, is []W, came, left string) {
	for _, w := range slices.Sorted(slices.Values(is)) {
		if !slices.Contains(was, w) {
			d.add(path, "", string(w), came, w)
		}
	}
	for _, w := range slices.Sorted(slices.Values(was)) {
		if !slices.Contains(is, w) {
			d.add(path, string(w), "", left, w)
		}
	}
}

func (d *changes) tier(a, b Tier) {
	id := string(b.ID)
	at := "tiers[" + id + "]."
	d.value(at+"name", a.Name, b.Name, id+" is called %[2]s, was %[1]s")
	if a.Summary != b.Summary {
		d.add(at+"summary", a.Summary, b.Summary, "%s is described anew", id)
	}
	d.value(at+"rank", fmt.Sprint(a.Rank), fmt.Sprint(b.Rank), id+" has rank %[2]s, was %[1]s")
	d.value(at+"kind", string(a.Kind), string(b.Kind), id+" is of kind %[2]s, was %[1]s")
	set(d, at+"capabilities", a.Capabilities, b.Capabilities, id+" may now %s", id+" may no longer %s")
	set(d, at+"responsibilities", a.Responsibilities, b.Responsibilities, id+" now answers for %s", id+" no longer answers for %s")
	d.experience(at+"experience.", id, a.Experience, b.Experience)
	set(d, at+"platforms", a.Platforms, b.Platforms, id+" now names the platform %s", id+" no longer names the platform %s")
	if len(a.Platforms) > 0 && len(b.Platforms) == 0 {
		d.add(at+"platforms", listed(a.Platforms), "", "%s now works on any platform", id)
	}
	set(d, at+"skills", skillTexts(a.Skills), skillTexts(b.Skills), id+" now asks for %s", id+" no longer asks for %s")
	set(d, at+"channels", a.Channels, b.Channels, id+" now receives by %s", id+" no longer receives by %s")
	set(d, at+"access", a.Access, b.Access, id+" now has access: %s", id+" no longer has access: %s")
}

func (d *changes) experience(at, id string, a, b Experience) {
	for _, f := range []struct {
		field  string
		was    int
		is     int
		format string
	}{
		{"min_years", a.MinYears, b.MinYears, "usually asks for %[2]s years at least, was %[1]s"},
		{"max_years", a.MaxYears, b.MaxYears, "usually has people of up to %[2]s years, was %[1]s (0 = open)"},
		{"house_years", a.HouseYears, b.HouseYears, "asks in this house for %[2]s years, was %[1]s"},
		{"platforms", a.Platforms, b.Platforms, "asks for its years on %[2]s platforms each, was %[1]s"},
		{"max_platforms", a.MaxPlatforms, b.MaxPlatforms, "usually has people with up to %[2]s platforms, was %[1]s (0 = open)"},
	} {
		d.value(at+f.field, fmt.Sprint(f.was), fmt.Sprint(f.is), id+" "+f.format)
	}
}

func skillTexts(skills []Skill) []string {
	texts := make([]string, len(skills))
	for i, s := range skills {
		texts[i] = s.String()
	}
	return texts
}

func (d *changes) edges(was, is *Ladder) {
	before, after := edgesByPair(was), edgesByPair(is)
	for _, p := range pairs(was, is) {
		a, had := before[p]
		b, has := after[p]
		at := fmt.Sprintf("edges[%s,%s]", p.from, p.to)
		way := fmt.Sprintf("%s → %s", p.from, p.to)
		if !p.handsOver {
			at, way = fmt.Sprintf("edges[%s,%s,consult]", p.from, p.to), way+" (help)"
		}
		switch {
		case !has:
			d.add(at, string(a.Kind), "", "no way %s any more, which was %s", way, a.Kind)
			continue
		case !had:
			d.add(at, "", string(b.Kind), "a new way %s, %s", way, b.Kind)
			a = Edge{Kind: b.Kind}
		}
		d.edge(at, way, a, b)
	}
}

func (d *changes) edge(at, way string, a, b Edge) {
	d.value(at+".kind", string(a.Kind), string(b.Kind), way+" is %[2]s, was %[1]s")
	set(d, at+".reasons", a.Reasons, b.Reasons, way+" now opens for %s", way+" no longer opens for %s")
	set(d, at+".fields", a.Fields, b.Fields, way+" now asks for the field %s", way+" no longer asks for the field %s")
	set(d, at+".evidence", a.Evidence, b.Evidence, way+" now asks for the evidence %s", way+" no longer asks for the evidence %s")
	d.value(at+".accept_within", span(a.AcceptWithin), span(b.AcceptWithin), way+" must be accepted within %[2]s, was %[1]s")
	if a.Approver != b.Approver {
		by := func(id ID) string { return cmp.Or(string(id), "nobody") }
		d.add(at+".approver", string(a.Approver), string(b.Approver), "%s is approved by %s, was %s", way, by(b.Approver), by(a.Approver))
	}
	if a.MaySkip != b.MaySkip {
		text := map[bool]string{true: "%s may pass its tier by when nobody is there", false: "%s always stops at its tier"}[b.MaySkip]
		d.add(at+".may_skip", fmt.Sprint(a.MaySkip), fmt.Sprint(b.MaySkip), text, way)
	}
}

// preferences notes where the same ways are open for a reason and another one comes first.
func (d *changes) preferences(was, is *Ladder) {
	for _, id := range tierUnion(was, is) {
		for _, r := range reasonsOf(was, is) {
			a, b := ways(was.Choices(id, r)), ways(is.Choices(id, r))
			if !slices.Equal(a, b) && sameSet(a, b) {
				d.add("edges", strings.Join(a, ", "), strings.Join(b, ", "), "for %s %s prefers %s, before %s", r, id, b[0], a[0])
			}
		}
	}
}

func ways(edges []Edge) []string {
	to := make([]string, len(edges))
	for i, e := range edges {
		to[i] = fmt.Sprintf("%s (%s)", e.To, e.Kind)
	}
	return to
}

func reasonsOf(ladders ...*Ladder) []Reason {
	all := make(map[Reason]bool)
	for _, l := range ladders {
		for _, e := range l.def.Edges {
			for _, r := range e.Reasons {
				all[r] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// tierUnion lists the tiers of both by the rank they have now, or had, then ID.
func tierUnion(was, is *Ladder) []ID {
	all := slices.Clone(is.Tiers())
	for _, t := range was.Tiers() {
		if _, still := is.index[t.ID]; !still {
			all = append(all, t)
		}
	}
	slices.SortStableFunc(all, func(a, b Tier) int { return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID)) })
	ids := make([]ID, len(all))
	for i, t := range all {
		ids[i] = t.ID
	}
	return ids
}

func edgesByPair(l *Ladder) map[pair]Edge {
	all := make(map[pair]Edge, len(l.def.Edges))
	for _, e := range l.def.Edges {
		all[pair{e.From, e.To, e.Kind.HandsOver()}] = e
	}
	return all
}

// pairs lists what the edges of both connect: those of the new ladder in its order, then those that are gone.
func pairs(was, is *Ladder) []pair {
	var all []pair
	for _, e := range slices.Concat(is.def.Edges, was.def.Edges) {
		if p := (pair{e.From, e.To, e.Kind.HandsOver()}); !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

func span(d time.Duration) string {
	if d == 0 {
		return ""
	}
	s := strings.TrimSuffix(d.String(), "0s")
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
