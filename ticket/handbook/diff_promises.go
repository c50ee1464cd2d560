package handbook

import (
	"cmp"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
)

// The facts by which agreements are chosen; those that are the first to be left out of a sentence come first.
const (
	byService = iota
	byKind
	byTier
	byClient
	byPriority
	dims
)

// A point is one combination of facts.
type point [dims]string

func (p point) facts() sla.Facts {
	return sla.Facts{Client: p[byClient], Service: p[byService], Kind: p[byKind], Priority: p[byPriority], Tier: p[byTier]}
}

// in reports whether a match takes a point.
func (p point) in(m sla.Match) bool {
	takes := func(list []string, fact string) bool { return len(list) == 0 || slices.Contains(list, fact) }
	return takes(m.Client, p[byClient]) && takes(m.Service, p[byService]) && takes(m.Kind, p[byKind]) &&
		takes(m.Priority, p[byPriority]) && takes(m.Tier, p[byTier])
}

// unlike lists the agreements of a that b does not have, or has otherwise.
func unlike(a, b []sla.Agreement) []sla.Agreement {
	return slices.DeleteFunc(slices.Clone(a), func(one sla.Agreement) bool {
		return slices.ContainsFunc(b, func(other sla.Agreement) bool { return one.ID == other.ID && reflect.DeepEqual(one, other) })
	})
}

// A promise is what a target allows; the zero promise is none.
type promise struct {
	within   time.Duration
	days     int
	unit     sla.Unit
	calendar string
}

// A shift is a promise that is another one than before.
type shift struct {
	kind    sla.AgreementKind
	metric  string
	was, is promise
}

// space is the facts that two handbooks both know, and what each promises there.
type space struct {
	was, is []sla.Agreement
	values  [dims][]string
	covered []string // paths of the definition from which the shifts come
}

// promiseChanges says for whom and for what there is more or less time than before, and from which parts of the definition that comes.
func promiseChanges(was, is *ticket.Handbook) (all []Change, covered []string) {
	a, b := was.Definition(), is.Definition()
	if reflect.DeepEqual(a.Agreements, b.Agreements) {
		return nil, nil
	}
	s := &space{was: a.Agreements, is: b.Agreements}
	s.values[byService] = services(slices.Concat(a.Agreements, b.Agreements))
	s.values[byKind] = shared(was.Kinds(), is.Kinds())
	s.values[byTier] = shared(tierIDs(was), tierIDs(is))
	s.values[byClient] = shared(clientIDs(a), clientIDs(b))
	s.values[byPriority] = shared(a.Priorities.Priorities(), b.Priorities.Priorities())
	size := 1
	for _, v := range s.values {
		size *= len(v)
	}
	if size > maxFacts {
		return nil, nil // then agreements are compared as they are written
	}
	var order []shift
	points := map[shift][]point{}
	touched := append(unlike(a.Agreements, b.Agreements), unlike(b.Agreements, a.Agreements)...)
	for p := range s.points() {
		if !slices.ContainsFunc(touched, func(one sla.Agreement) bool { return p.in(one.Match) }) {
			continue // the same agreements match as before
		}
		for _, one := range s.shifts(p) {
			if points[one] == nil {
				order = append(order, one)
			}
			points[one] = append(points[one], p)
		}
	}
	for _, one := range order {
		all = append(all, s.tell(one, points[one])...)
	}
	return all, s.covered
}

func (s *space) points() iter.Seq[point] {
	return func(yield func(point) bool) {
		for f := range facts(s.values[byClient], s.values[byService], s.values[byKind], s.values[byPriority], s.values[byTier]) {
			if !yield(point{f.Service, f.Kind, f.Tier, f.Client, f.Priority}) {
				return
			}
		}
	}
}

// shifts are the promises that are others at a point.
func (s *space) shifts(p point) []shift {
	var all []shift
	for _, kind := range []sla.AgreementKind{sla.SLA, sla.OLA, sla.UC} {
		a, _, _ := sla.Choose(s.was, p.facts(), kind)
		b, _, _ := sla.Choose(s.is, p.facts(), kind)
		for _, t := range slices.Concat(a.Targets, b.Targets) {
			one := shift{kind, t.Metric, promised(a, t.Metric), promised(b, t.Metric)}
			if one.was == one.is || slices.Contains(all, one) {
				continue
			}
			all = append(all, one)
			s.cover(a.ID, t.Metric)
			s.cover(b.ID, t.Metric)
		}
	}
	return all
}

// cover notes what the shift of a metric under an agreement says already.
func (s *space) cover(id, metric string) {
	if id == "" {
		return
	}
	for _, part := range []string{"match", "targets[" + metric + "].within", "targets[" + metric + "].days", "targets[" + metric + "].unit", "targets[" + metric + "].calendar"} {
		if path := fmt.Sprintf("agreements[%s].%s", id, part); !slices.Contains(s.covered, path) {
			s.covered = append(s.covered, path)
		}
	}
}

func promised(a sla.Agreement, metric string) promise {
	t, ok := a.Target(metric)
	if !ok || t.Within == 0 && t.Days == 0 {
		return promise{}
	}
	p := promise{within: t.Within, days: t.Days, unit: t.Unit, calendar: t.Calendar}
	if p.calendar == "24x7" {
		p.calendar = ""
	}
	if !days(t) {
		p.unit = ""
	}
	return p
}

// tell puts a shift into words, for as few groups of facts as it takes.
func (s *space) tell(one shift, points []point) []Change {
	for d := range dims {
		points = s.collapse(points, d)
	}
	var order []point
	priorities := map[point][]string{}
	for _, p := range points {
		rest := p
		rest[byPriority] = ""
		if priorities[rest] == nil {
			order = append(order, rest)
		}
		priorities[rest] = append(priorities[rest], p[byPriority])
	}
	var all []Change
	for _, rest := range order {
		who, be := "every ticket", "is"
		if list := priorities[rest]; list[0] != every {
			who = listed(list)
			if len(list) > 1 {
				be = "are"
			}
		}
		path := fmt.Sprintf("promises[%s].%s", strings.Join(slices.DeleteFunc(slices.Concat(rest[:], priorities[rest]), general), ","), one.metric)
		all = append(all, Change{Path: path, Was: one.was.String(), Is: one.is.String(), Text: one.text(who+about(rest), be)})
	}
	return all
}

// every stands for all values of a fact.
const every = "*"

func general(fact string) bool { return fact == every || fact == "" }

// collapse says every where a shift holds for all values of a fact and the same others.
func (s *space) collapse(points []point, d int) []point {
	count := map[point]int{}
	without := func(p point) point { p[d] = every; return p }
	for _, p := range points {
		count[without(p)]++
	}
	var rest []point
	for _, p := range points {
		if count[without(p)] == len(s.values[d]) {
			p = without(p)
		}
		if !slices.Contains(rest, p) {
			rest = append(rest, p)
		}
	}
	return rest
}

// about says of whom a shift is, besides the priorities.
func about(p point) string {
	text := ""
	if !general(p[byClient]) {
		text += " of " + p[byClient]
	}
	if !general(p[byKind]) {
		text += " (" + p[byKind] + ")"
	}
	if p[byService] != every {
		text += " for " + cmp.Or(p[byService], "any other service")
	}
	if !general(p[byTier]) {
		text += " at " + p[byTier]
	}
	return text
}

// done says of each ready-made metric what is promised.
var done = map[string]string{
	"acknowledge": "acknowledged", "first_response": "answered for the first time", "next_response": "answered again", "update": "told how it stands",
	"answer": "answered", "restore": "restored", "resolve": "resolved", "hold": "held no longer than", "vendor": "done by the vendor",
}

// text is a shift in words: "P1 of acme is now resolved within 4h instead of 8h in office hours".
func (s shift) text(who, be string) string {
	what := cmp.Or(done[s.metric], "done ("+s.metric+")")
	at := " within "
	if s.metric == "hold" {
		at = " "
	}
	switch {
	case s.was == (promise{}):
		return fmt.Sprintf("%s %s now %s%s%s, before nothing was promised", who, be, what, at, s.is)
	case s.is == (promise{}):
		return fmt.Sprintf("nothing is promised any more of %s, which %s %s%s%s", who, map[string]string{"is": "was", "are": "were"}[be], what, at, s.was)
	case s.was.calendar == s.is.calendar:
		return fmt.Sprintf("%s %s now %s%s%s instead of %s%s", who, be, what, at, s.is.amount(), s.was.amount(), s.is.hours())
	}
	return fmt.Sprintf("%s %s now %s%s%s instead of %s", who, be, what, at, s.is, s.was)
}

// String is the promise with the hours it counts in, "" for none.
func (p promise) String() string {
	if p == (promise{}) {
		return ""
	}
	return p.amount() + p.hours()
}

func (p promise) amount() string {
	text := took(sla.Target{Within: p.within, Days: p.days})
	if p.unit == sla.UnitDaysEnd {
		text = "the end of " + text
	}
	return text
}

func (p promise) hours() string {
	if p.calendar == "" {
		return " around the clock"
	}
	return " in " + p.calendar + " hours"
}

// shared is what both lists have; one that is empty knows none, and any is good.
func shared(a, b []string) []string {
	if len(a) == 0 {
		return orAny(b)
	}
	if len(b) == 0 {
		return a
	}
	return orAny(slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) }))
}

func tierIDs(h *ticket.Handbook) []string {
	var all []string
	for _, t := range h.Ladder().Tiers() {
		all = append(all, string(t.ID))
	}
	return all
}

func clientIDs(d ticket.Definition) []string {
	var all []string
	for _, c := range d.Clients {
		all = append(all, c.ID)
	}
	return all
}
