package lifecycle

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// A Difference is one thing that another version of a lifecycle says otherwise.
type Difference struct {
	Path string `json:"path"`          // what it is about, by name: "states[resolved].after", "transitions[resolve].require"
	Was  string `json:"was,omitempty"` // "" = was not there
	Is   string `json:"is,omitempty"`  // "" = is not there any more
	Text string `json:"text"`          // what that means, a sentence without a full stop
}

// Diff says in words what changes for people and tickets when a definition is replaced by another: first the whole, then states, reasons
// and transitions. It compares what the definitions mean, not how they are written: the order of a list of fields, a pattern instead
// of names, a right instead of a word at each transition are no difference; the order of transitions is one where it decides which of
// two is tried first. No differences means that both act the same. Of a definition that [Compile] refuses it compares what there is.
func Diff(was, is Definition) []Difference {
	found := wholeDeltas(was, is).about("")
	for _, name := range names(stateNames(is.States), stateNames(was.States)) {
		a, had := was.state(name)
		b, has := is.state(name)
		found = append(found, stateDeltas(name, a, b, had, has).about(name)...)
	}
	for _, name := range names(reasonNames(is.Reasons), reasonNames(was.Reasons)) {
		found = append(found, reasonDeltas(name, findReason(was, name), findReason(is, name)).about(name)...)
	}
	found = append(found, diffWays(&was, &is)...)
	return found
}

// A delta is a difference before it is said what it is about. The format gets that as %[1]s, the old value as %[2]s, the new one as %[3]s.
type delta struct{ path, was, is, format string }

func (d delta) about(what string) Difference {
	text := fmt.Sprintf(d.format, what, cmp.Or(d.was, "nothing"), cmp.Or(d.is, "nothing"))
	return Difference{Path: d.path, Was: d.was, Is: d.is, Text: text}
}

type deltas []delta

func (d deltas) about(what string) []Difference {
	var all []Difference
	for _, one := range d {
		all = append(all, one.about(what))
	}
	return all
}

// value notes a value that differs.
func (d *deltas) value(path, was, is, format string) {
	if was != is {
		*d = append(*d, delta{path, was, is, format})
	}
}

// set notes what came to a list and what left it, each entry by itself.
func (d *deltas) set(path string, was, is []string, came, left string) {
	for _, w := range slices.Compact(slices.Sorted(slices.Values(is))) {
		if !slices.Contains(was, w) {
			*d = append(*d, delta{path, "", w, came})
		}
	}
	for _, w := range slices.Compact(slices.Sorted(slices.Values(was))) {
		if !slices.Contains(is, w) {
			*d = append(*d, delta{path, w, "", left})
		}
	}
}

// fields notes what is asked for, of a state or of a transition.
func (d *deltas) fields(path string, require, nowRequire, ask, nowAsk, change, nowChange []string) {
	d.set(path+".require", require, nowRequire, "%[1]s now needs %[3]s", "%[1]s no longer needs %[2]s")
	d.set(path+".ask", ask, nowAsk, "%[1]s now asks for %[3]s", "%[1]s no longer asks for %[2]s")
	d.set(path+".change", change, nowChange, "%[1]s now wants %[3]s changed", "%[1]s no longer wants %[2]s changed")
}

func wholeDeltas(was, is Definition) (d deltas) {
	usualStart := func(names []string) string {
		if len(names) == 0 {
			return ""
		}
		return names[0]
	}
	d.value("name", was.Name, is.Name, "the lifecycle is called %[3]s, was %[2]s")
	d.value("initial", usualStart(was.Initial), usualStart(is.Initial), "tickets usually begin in %[3]s, before in %[2]s")
	d.set("initial", was.Initial, is.Initial, "tickets may now begin in %[3]s", "tickets may no longer begin in %[2]s")
	d.set("triggers", was.Triggers, is.Triggers, "the trigger %[3]s is listed now", "the trigger %[2]s is no longer listed")
	d.value("on_reply", was.OnReply, is.OnReply, "an answer of the requester pulls %[3]s, before %[2]s")
	d.value("on_clear", was.OnClear, is.OnClear, "an alarm that is over pulls %[3]s, before %[2]s")
	d.value("on_merge", was.OnMerge, is.OnMerge, "merging pulls %[3]s, before %[2]s")
	a, b := was.Reopen, is.Reopen
	d.value("reopen.within", a.window(), b.window(), "a ticket can be reopened %[3]s, was %[2]s")
	d.value("reopen.then", string(a.later()), string(b.later()), "who comes back too late gets %[3]s, was %[2]s")
	d.value("reopen.drop_owner", strconv.FormatBool(a.DropOwner), strconv.FormatBool(b.DropOwner), "a reopened ticket loses its owner: %[3]s, was %[2]s")
	return d
}

func (r Reopen) window() string {
	if r.Within == 0 {
		return "for ever"
	}
	return fmt.Sprintf("for %s since it was %s", span(r.Within, r.Calendar), cmp.Or(r.Since, Resolved))
}

func stateDeltas(name string, a, b State, had, has bool) (d deltas) {
	path := "states[" + name + "]"
	switch {
	case !has:
		d.value(path, a.meaning(), "", "there is no state %[1]s any more, which meant %[2]s")
		return d
	case !had:
		d.value(path, "", b.meaning(), "there is a new state %[1]s, which means %[3]s")
		a = State{Class: b.Class, Pending: b.Pending, Cancelled: b.Cancelled}
	}
	d.value(path+".class", a.meaning(), b.meaning(), "%[1]s means %[3]s, was %[2]s")
	d.value(path+".after", a.After.sorted(), b.After.sorted(), "what happens in %[1]s by itself is %[3]s, was %[2]s")
	d.fields(path, a.Require, b.Require, a.Ask, b.Ask, a.Change, b.Change)
	return d
}

func (s State) meaning() string {
	text := string(s.Class)
	if s.Pending {
		text = "pending"
	}
	if s.Cancelled {
		text += ", cancelled"
	}
	return text
}

// sorted is the timer's label, the same for the same conditions in whatever order; "" for none.
func (t Timer) sorted() string {
	if t.IsZero() {
		return ""
	}
	t.Unless = slices.Compact(slices.Sorted(slices.Values(t.Unless)))
	return t.label()
}

func reasonDeltas(name string, a, b *Reason) (d deltas) {
	path := "reasons[" + name + "]"
	switch {
	case b == nil:
		d.value(path, string(a.Class), "", "no ticket can wait for %[1]s any more, which meant %[2]s")
		return d
	case a == nil:
		d.value(path, "", string(b.Class), "tickets can now wait for %[1]s, which means %[3]s")
		a = &Reason{Class: b.Class}
	}
	d.value(path+".class", string(a.Class), string(b.Class), "%[1]s means %[3]s, was %[2]s")
	d.fields(path, a.Require, b.Require, nil, nil, nil, nil)
	d.value(path+".remind", a.Remind.label(), b.Remind.label(), "reminders for %[1]s: %[3]s, was %[2]s")
	return d
}

func (r Reminder) label() string {
	if r == (Reminder{}) {
		return ""
	}
	text := fmt.Sprintf("every %s, %d times", span(r.Every, r.Calendar), r.Times)
	if r.Then != "" {
		text += ", then " + r.Then
	}
	return text
}

// names lists each name once, those of the first list first.
func names(first, then []string) []string {
	return union(union(nil, first), then)
}

func stateNames(states []State) []string {
	all := make([]string, len(states))
	for i, s := range states {
		all[i] = s.Name
	}
	return all
}

func findReason(d Definition, name string) *Reason {
	if i := slices.IndexFunc(d.Reasons, func(r Reason) bool { return r.Name == name }); i >= 0 {
		return &d.Reasons[i]
	}
	return nil
}
