package tier

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// A RACI says for each activity who does it, who answers for it, who is asked and who is told. [Ladder.RACI] derives one from the
// rights that a ladder really grants; [Ladder.CheckRACI] compares one that somebody declared with them.
type RACI []Duty

// A Duty is one line of a [RACI]: an activity, which is a capability, and the tiers that have a part in it.
type Duty struct {
	Activity    Capability `json:"activity" yaml:"activity"`
	Responsible []ID       `json:"responsible,omitempty" yaml:"responsible,omitempty"` // do it
	Accountable []ID       `json:"accountable,omitempty" yaml:"accountable,omitempty"` // answer for it: exactly one
	Consulted   []ID       `json:"consulted,omitempty" yaml:"consulted,omitempty"`     // are asked before
	Informed    []ID       `json:"informed,omitempty" yaml:"informed,omitempty"`       // are told
}

// answers says which responsibility makes a tier accountable for an activity.
//
// Source: RACI tables of incident management in use (healthdata.be 2021, with exactly one A per activity), with the ownership
// rule of ITIL (what concerns the whole life of a ticket stays with the desk) and with L3 as manager of the product line's work.
func answers(c Capability) Responsibility {
	switch c {
	case RunRunbook, KeepRunbook:
		return TheRunbook
	case Coordinate:
		return LinkedIncidents
	case DeclareMajor:
		return MajorIncidents
	case ManageProblem, AnalyseStability, EnhanceMinor:
		return ServiceStability
	case ManageVendor, FixProduct, EnhanceMajor:
		return VendorTickets
	default:
		return TicketsUntilResolved
	}
}

// RACI derives the matrix from the ladder. One line for each capability that is granted, the known ones first in their order.
//
//   - R: every tier that may do it
//   - A: the tier with the responsibility that the activity falls under, of several the lowest in rank that may do it itself;
//     more than one only where they work on different platforms, and each answers for its own
//   - C: tiers that can be consulted by one that does it (consult edges), where the activity is about solving
//   - I: the tier that owns tickets, when it has no other part
func (l *Ladder) RACI() RACI {
	var matrix RACI
	for _, c := range l.granted() {
		d := Duty{Activity: c, Responsible: l.With(c), Accountable: l.accountable(c)}
		for _, e := range l.def.Edges {
			if e.Kind == Consult && solves(c) && l.Can(e.From, c) && !d.has(e.To) {
				d.Consulted = append(d.Consulted, e.To)
			}
		}
		if !d.has(l.Owner()) {
			d.Informed = []ID{l.Owner()}
		}
		matrix = append(matrix, d)
	}
	return matrix
}

// solves reports whether an activity takes skill about the matter, so that advice is of use; the rest is keeping the ticket.
func solves(c Capability) bool {
	return answers(c) != TicketsUntilResolved || c == Work || c == Resolve || c == RunCookbook
}

// granted lists the capabilities that some tier has: the known ones in their order, then the house's own by name.
func (l *Ladder) granted() []Capability {
	var known, own []Capability
	for _, c := range Capabilities() {
		if len(l.With(c)) > 0 {
			known = append(known, c)
		}
	}
	for _, t := range l.def.Tiers {
		for _, c := range t.Capabilities {
			if !slices.Contains(known, c) && !slices.Contains(own, c) {
				own = append(own, c)
			}
		}
	}
	slices.Sort(own)
	return append(known, own...)
}

// accountable lists who answers for an activity: of the holders of its responsibility those that may do it themselves, or all when
// none may; and of those that nothing tells apart, the first.
func (l *Ladder) accountable(c Capability) []ID {
	holders := l.holders(answers(c))
	if able := slices.DeleteFunc(slices.Clone(holders), func(id ID) bool { return !l.Can(id, c) }); len(able) > 0 {
		holders = able
	}
	var ids []ID
	for _, id := range holders {
		if !slices.ContainsFunc(ids, func(other ID) bool { return !l.apart(id, other) }) {
			ids = append(ids, id)
		}
	}
	return ids
}

// apart reports whether two tiers work on different platforms, so that a ticket says which of them is meant.
func (l *Ladder) apart(a, b ID) bool {
	x, y := l.def.Tiers[l.index[a]].Platforms, l.def.Tiers[l.index[b]].Platforms
	both := func(p string) bool { return slices.Contains(y, p) }
	return len(x) > 0 && len(y) > 0 && !slices.ContainsFunc(x, both)
}

// holders lists the tiers with this responsibility, by rank, then ID.
func (l *Ladder) holders(r Responsibility) []ID {
	var ids []ID
	for _, i := range l.order {
		if t := l.def.Tiers[i]; slices.Contains(t.Responsibilities, r) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

func (d Duty) has(id ID) bool { return d.letters(id) != "" }

// letters is the tier's part: "R", "A", "C", "I" or several of them.
func (d Duty) letters(id ID) string {
	var b strings.Builder
	for _, part := range d.parts() {
		if slices.Contains(part.ids, id) {
			b.WriteString(part.letter)
		}
	}
	return b.String()
}

type part struct {
	letter, field string
	ids           []ID
}

func (d Duty) parts() []part {
	return []part{
		{"R", "responsible", d.Responsible},
		{"A", "accountable", d.Accountable},
		{"C", "consulted", d.Consulted},
		{"I", "informed", d.Informed},
	}
}

// Table writes the matrix as text, one column for each tier of the ladder by rank. The last line ends with a newline.
func (r RACI) Table(l *Ladder) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "activity")
	tiers := l.Tiers()
	for _, t := range tiers {
		fmt.Fprintf(w, "\t%s", t.ID)
	}
	for _, d := range r {
		fmt.Fprintf(w, "\n%s", d.Activity)
		for _, t := range tiers {
			fmt.Fprintf(w, "\t%s", cmp.Or(d.letters(t.ID), "-"))
		}
	}
	fmt.Fprintln(w)
	_ = w.Flush() // a strings.Builder takes everything
	return b.String()
}

// CheckRACI compares a declared matrix with the rights of the ladder. The findings follow the matrix; what it does not speak of at
// all comes last. None means that people do what they may, may do what they do, and one tier answers for each activity.
func (l *Ladder) CheckRACI(declared RACI) []Finding {
	var found findings
	spoken := make(map[Capability]bool)
	for i, d := range declared {
		path := fmt.Sprintf("[%d]", i)
		if spoken[d.Activity] {
			found.add(RACITwice, path+".activity", "%s stands twice", d.Activity)
		}
		spoken[d.Activity] = true
		l.checkDuty(&found, path, d)
	}
	for _, c := range l.granted() {
		if !spoken[c] {
			found.add(RACIMissing, "", "%s is granted to %s, and the matrix does not speak of it", c, listed(l.With(c)))
		}
	}
	return found
}

func (l *Ladder) checkDuty(found *findings, path string, d Duty) {
	for _, p := range d.parts() {
		for i, id := range p.ids {
			if _, ok := l.index[id]; !ok {
				found.add(RACIUnknownTier, fmt.Sprintf("%s.%s[%d]", path, p.field, i), "no tier %q in this ladder", id)
			} else if p.letter == "R" && !l.Can(id, d.Activity) {
				found.add(RACIWithoutRight, fmt.Sprintf("%s.%s[%d]", path, p.field, i), "%s is to %s and may not", id, d.Activity)
			}
		}
	}
	for _, id := range l.With(d.Activity) {
		if !slices.Contains(d.Responsible, id) {
			found.add(RACIUndeclaredRight, path+".responsible", "%s may %s, and the matrix does not say so", id, d.Activity)
		}
	}
	switch want := l.accountable(d.Activity); {
	case len(want) == 0 && len(d.Accountable) != 1:
		found.add(RACIAccountable, path+".accountable", "%d tiers answer for %s; want exactly one", len(d.Accountable), d.Activity)
	case len(want) > 0 && !sameSet(want, d.Accountable):
		found.add(RACIAccountable, path+".accountable", "%s is to answer for %s; by the responsibilities it is %s",
			cmp.Or(listed(d.Accountable), "nobody"), d.Activity, listed(want))
	}
}

// sameSet reports whether both lists have the same entries, in whatever order.
func sameSet[E cmp.Ordered](a, b []E) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
