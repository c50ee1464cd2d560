package lifecycle

import (
	"slices"
	"strings"
)

// A way is one transition out of one state, with what the definition says about it elsewhere worked in.
type way struct {
	Transition
	from    string
	at, nth int // it stands at transitions[at].from[nth]
	right   Right
	decided int      // index of the right, or inline, or nowhere
	require []string // of the transition, then of the state it leads to
	ask     []string
	change  []string
	guards  []string // its own, and those of every move that closes
}

// ways lists the ways of a definition in its order, whatever may be wrong with it: a state that is named and not there, and a trigger
// that leads out of one state twice, are in the list.
func (d *Definition) ways() []way {
	var all []way
	for i := range d.Transitions {
		t := &d.Transitions[i]
		to, _ := d.state(t.To)
		seen := map[string]bool{}
		for j, pattern := range t.From {
			states, _ := d.match(pattern, t.To)
			for _, s := range states {
				if seen[s] {
					continue
				}
				seen[s] = true
				w := way{Transition: *t, from: s, at: i, nth: j}
				w.right, w.decided = d.right(s, t)
				w.require, w.ask, w.change = union(t.Require, to.Require), union(t.Ask, to.Ask), union(t.Change, to.Change)
				all = append(all, w)
			}
		}
	}
	return all
}

func (d *Definition) state(name string) (State, bool) {
	if i := slices.IndexFunc(d.States, func(s State) bool { return s.Name == name }); i >= 0 {
		return d.States[i], true
	}
	return State{}, false
}

// match gives the states a pattern stands for. A pattern for many leaves out the state the transition leads to. It gives false for a
// pattern that stands for no state.
func (d *Definition) match(pattern, to string) (found []string, ok bool) {
	if !strings.HasPrefix(pattern, "@") && pattern != "*" {
		_, ok = d.state(pattern)
		return []string{pattern}, ok
	}
	for _, s := range d.States {
		if !d.matches(pattern, s) {
			continue
		}
		ok = true
		if s.Name != to {
			found = append(found, s.Name)
		}
	}
	return found, ok
}

func (d *Definition) matches(pattern string, s State) bool {
	if pattern == "*" {
		return true
	}
	of := func(c Class) bool {
		switch name := strings.TrimPrefix(pattern, "@"); name {
		case "open":
			return c.Open()
		case "done":
			return c.Done()
		default:
			return string(c) == name
		}
	}
	return slices.ContainsFunc(d.classes(s), of)
}

// classes are what a state can mean: its class, or those of the reasons for which it is pending.
func (d *Definition) classes(s State) []Class {
	if !s.Pending {
		return []Class{s.Class}
	}
	all := make([]Class, len(d.Reasons))
	for i, r := range d.Reasons {
		all[i] = r.Class
	}
	return all
}

// union is a followed by what b has besides.
func union(a, b []string) []string {
	if len(b) == 0 {
		return a
	}
	all := slices.Clone(a)
	for _, name := range b {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}
