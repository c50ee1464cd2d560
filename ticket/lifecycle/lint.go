package lifecycle

import (
	"fmt"
	"slices"
)

// Lint says what of a definition can hardly be meant, see [Rule]: names first, then states and transitions in the order of the
// definition. It also looks at a definition that [Compile] refuses. What Compile says is not said again, but for states and triggers
// that are not there. The lifecycles of this package have no findings.
func Lint(d Definition) []Finding { return Known{}.Lint(d) }

// Lint is [Lint] in a house that is known: it also finds transitions for which no tier is capable enough, and timers that need a field
// which the house does not have.
func (k Known) Lint(d Definition) []Finding {
	l := linter{known: k, d: &d}
	size := checker{d: &d}
	if size.sizes(); size.faults.Err() == nil {
		l.ways = d.ways()
	}
	if size.faults.Err() != nil || len(l.ways) > MaxWays {
		l.add(TooLarge, Error, Finding{Path: "transitions"}, "the definition is beyond the limits of Compile, and was not looked at")
		return l.found
	}
	l.draw()
	l.names()
	for i, s := range d.States {
		at := Finding{Path: fmt.Sprintf("states[%d]", i), State: s.Name}
		l.place(at, s)
		l.times(at, s)
		l.calls(at, s)
	}
	for i, t := range d.Transitions {
		at := Finding{Path: fmt.Sprintf("transitions[%d]", i), Trigger: t.Trigger}
		l.takers(at, i)
		l.counts(at, i, t)
	}
	l.unused()
	return l.found
}

// linter looks at one definition.
type linter struct {
	known Known
	d     *Definition
	ways  []way
	out   map[string][]*way // by the state that they leave
	in    map[string][]*way // by the state that they lead to
	met   map[string]bool   // states that tickets get to
	ends  map[string]bool   // states from which a closed one can be reached
	found []Finding
}

func (l *linter) add(r Rule, s Severity, at Finding, format string, args ...any) {
	at.Rule, at.Severity, at.Text = r, s, fmt.Sprintf(format, args...)
	l.found = append(l.found, at)
}

// draw works out where the ways lead.
func (l *linter) draw() {
	l.out, l.in = map[string][]*way{}, map[string][]*way{}
	for i := range l.ways {
		w := &l.ways[i]
		l.out[w.from] = append(l.out[w.from], w)
		l.in[w.To] = append(l.in[w.To], w)
	}
	l.met = map[string]bool{}
	for next := slices.Clone(l.d.Initial); len(next) > 0; {
		s := next[0]
		next = next[1:]
		if l.met[s] {
			continue
		}
		l.met[s] = true
		for _, w := range l.out[s] {
			next = append(next, w.To)
		}
	}
	var closed []string
	for _, s := range l.d.States {
		if s.Class == Closed {
			closed = append(closed, s.Name)
		}
	}
	l.ends = l.before(closed...)
}

// before is every state from which one of some can be reached, these included.
func (l *linter) before(some ...string) map[string]bool {
	found := map[string]bool{}
	for len(some) > 0 {
		s := some[0]
		some = some[1:]
		if found[s] {
			continue
		}
		found[s] = true
		for _, w := range l.in[s] {
			some = append(some, w.from)
		}
	}
	return found
}

// names looks for states and triggers that are not there.
func (l *linter) names() {
	unknown := func(path, name string, ok bool) {
		if !ok {
			l.add(UnknownState, Error, Finding{Path: path, State: name}, "there is no state %q", name)
		}
	}
	known := func(name string) bool { _, ok := l.d.state(name); return ok }
	for i, name := range l.d.Initial {
		unknown(fmt.Sprintf("initial[%d]", i), name, known(name))
	}
	for i, t := range l.d.Transitions {
		path := fmt.Sprintf("transitions[%d]", i)
		if len(l.d.Triggers) > 0 && !slices.Contains(l.d.Triggers, t.Trigger) {
			l.add(UndeclaredTrigger, Error, Finding{Path: path + ".trigger", Trigger: t.Trigger}, "%q is not one of the triggers", t.Trigger)
		}
		for j, pattern := range t.From {
			_, ok := l.d.match(pattern, t.To)
			unknown(fmt.Sprintf("%s.from[%d]", path, j), pattern, ok)
		}
		unknown(path+".to", t.To, known(t.To))
	}
	for i, r := range l.d.Rights {
		unknown(fmt.Sprintf("rights[%d].from", i), r.From, anyState(r.From) || known(r.From))
		unknown(fmt.Sprintf("rights[%d].to", i), r.To, anyState(r.To) || known(r.To))
	}
}

// unused looks for what is written and has no part in anything.
func (l *linter) unused() {
	used := map[string]bool{}
	reopens := false
	for _, t := range l.d.Transitions {
		used[t.Trigger] = true
		reopens = reopens || t.Reopens
	}
	for i, name := range l.d.Triggers {
		if !used[name] {
			l.add(UnusedTrigger, Warning, Finding{Path: fmt.Sprintf("triggers[%d]", i), Trigger: name}, "no transition has the trigger %q", name)
		}
	}
	if len(l.d.Reasons) > 0 && !slices.ContainsFunc(l.d.States, func(s State) bool { return s.Pending }) {
		l.add(UnusedReason, Warning, Finding{Path: "reasons"}, "no state is pending, so no reason is ever given")
	}
	decides := map[int]bool{}
	for _, w := range l.ways {
		decides[w.decided] = true
	}
	for i := range l.d.Rights {
		if !decides[i] {
			l.add(UnusedRight, Warning, Finding{Path: fmt.Sprintf("rights[%d]", i)}, "decides about no transition: none is between these states, or all say themselves who may")
		}
	}
	if l.d.Reopen.Within > 0 && !reopens {
		l.add(ReopenUnused, Warning, Finding{Path: "reopen.within"}, "no transition reopens, so the time to do so does not matter")
	}
	if len(l.ends) == 0 && len(l.d.States) > 0 {
		l.add(NeverCloses, Error, Finding{Path: "states"}, "no state is of class closed, so no ticket ever is")
	}
}
