package handbook

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// A Change is one thing that another version of a handbook says otherwise.
type Change struct {
	Path string `json:"path"`          // what it is about, by name: "clients[acme].channels", "promises.resolve"
	Was  string `json:"was,omitempty"` // "" = was not there
	Is   string `json:"is,omitempty"`  // "" = is not there any more
	Text string `json:"text"`          // what that means, a sentence without a full stop
}

// String is the change as one line: what it means, and what it is about.
func (c Change) String() string { return fmt.Sprintf("%s (%s)", c.Text, c.Path) }

// Diff says in words what changes for people and tickets when a handbook is replaced by another, in the order of the definition's
// fields. Where a part has a Diff of its own ([tier.Diff], [lifecycle.Diff]) it says what that says. What is promised is compared by its
// effect: whose tickets of which priority have more or less time, whichever agreement says so. Everything else is compared as it is
// written. Nothing is silent: where two definitions differ there is a change at least, and none where they say the same.
func Diff(was, is *ticket.Handbook) []Change {
	a, b := written(was), written(is)
	said := slices.Concat(ladderChanges(was, is), kindChanges(was, is), matrixChanges(a.Priorities, b.Priorities))
	promises, covered := promiseChanges(was, is)
	all := slices.Concat(said, promises)
	for _, l := range leaves(a, b) {
		about := func(c Change) bool { return l.saidBy(c.Path) }
		of := func(path string) bool { return l.within(path) }
		if !slices.ContainsFunc(said, about) && !slices.ContainsFunc(covered, of) {
			all = append(all, l.change())
		}
	}
	if len(all) == 0 && !reflect.DeepEqual(was.Definition(), is.Definition()) {
		for _, l := range leaves(was.Definition(), is.Definition()) { // the same, left to a default in one of them
			all = append(all, l.change())
		}
	}
	slices.SortStableFunc(all, func(x, y Change) int { return cmp.Compare(changeBlock(x.Path), changeBlock(y.Path)) })
	return all
}

func changeBlock(path string) int {
	if strings.HasPrefix(path, "promises") {
		return block("agreements")
	}
	return block(path)
}

// written is a handbook's definition with the ladder and the kinds that it leaves to the library.
func written(h *ticket.Handbook) ticket.Definition {
	d := h.Definition()
	ladder := h.Ladder().Definition()
	d.Ladder = &ladder
	if len(d.Kinds) == 0 {
		d.Kinds = []lifecycle.Definition{{Name: h.Kinds()[0]}}
	}
	for i, k := range d.Kinds {
		cycle, _ := h.Lifecycle(k.Name)
		d.Kinds[i] = cycle.Definition()
	}
	return d
}

func ladderChanges(was, is *ticket.Handbook) []Change {
	var all []Change
	for _, c := range tier.Diff(was.Ladder(), is.Ladder()) {
		all = append(all, Change{under("ladder", c.Path), c.Was, c.Is, c.Text})
	}
	return all
}

func kindChanges(was, is *ticket.Handbook) []Change {
	var all []Change
	for _, name := range is.Kinds() {
		before, had := was.Lifecycle(name)
		after, _ := is.Lifecycle(name)
		if !had {
			continue // the definition says so
		}
		for _, c := range lifecycle.Diff(before.Definition(), after.Definition()) {
			all = append(all, Change{under("kinds["+name+"]", c.Path), c.Was, c.Is, name + ": " + c.Text})
		}
	}
	return all
}

// matrixChanges says which impact and urgency now give another priority.
func matrixChanges(was, is ticket.Matrix) []Change {
	var all []Change
	for _, impact := range is.Impacts {
		for _, urgency := range is.Urgencies {
			a, had := was.Priority(impact, urgency)
			b, _ := is.Priority(impact, urgency)
			if had && a != b {
				all = append(all, Change{
					Path: fmt.Sprintf("priorities.rows[%s,%s]", impact, urgency), Was: a, Is: b,
					Text: fmt.Sprintf("impact %s with urgency %s is now %s, was %s", impact, urgency, b, a),
				})
			}
		}
	}
	return all
}

var (
	inBrackets = regexp.MustCompile(`\[[^\]]*\]`)
	nth        = regexp.MustCompile(`#\d+\]`)
)

// within reports whether a leaf is what a path is about, or a part of it.
func (l leaf) within(path string) bool {
	rest, ok := strings.CutPrefix(nth.ReplaceAllString(l.path, "]"), nth.ReplaceAllString(path, "]"))
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// saidBy reports whether a path is about the same as a leaf, or about something it is in or that is in it.
func (l leaf) saidBy(path string) bool {
	own := nth.ReplaceAllString(l.path, "]")
	if l.within(path) || (leaf{path: path}).within(own) {
		return true
	}
	if kind, _, ok := strings.Cut(own, ".rights"); ok { // which show in what they decide
		return strings.HasPrefix(path, kind+".transitions")
	}
	return strings.HasPrefix(own, "priorities.rows") && strings.HasPrefix(path, "priorities.rows")
}

// change puts a leaf into words.
func (l leaf) change() Change {
	names := inBrackets.FindAllString(l.path, -1)
	s := sentences[inBrackets.ReplaceAllString(l.path, "[]")]
	format := map[operation]string{
		changed:   cmp.Or(s.changed, "{path} is {is}, was {was}"),
		came:      cmp.Or(s.came, "{path}: {is} is new"),
		left:      cmp.Or(s.left, "{path}: {was} is gone"),
		filled:    cmp.Or(s.filled, s.came, "{path}: {is} is new"),
		emptied:   cmp.Or(s.emptied, s.left, "{path}: {was} is gone"),
		reordered: "{path} come in the order {is}, was {was}",
	}[l.op]
	said := func(value string) string {
		if s.zero != "" && (value == "0" || value == "0s" || value == "") {
			return s.zero
		}
		return cmp.Or(value, "nothing")
	}
	pairs := []string{"{path}", l.path, "{was}", said(l.was), "{is}", said(l.is)}
	for i, n := range names {
		pairs = append(pairs, fmt.Sprintf("{%d}", i+1), strings.Trim(n, "[]"))
	}
	return Change{Path: l.path, Was: l.was, Is: l.is, Text: strings.NewReplacer(pairs...).Replace(format)}
}
