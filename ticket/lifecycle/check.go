package lifecycle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/internal/fault"
)

// ErrInvalid is matched by every error of [Compile].
var ErrInvalid = fault.ErrInvalid

// Limits of a definition, far above what people maintain by hand.
const (
	MaxStates      = 200
	MaxTransitions = 2000
)

// Compile checks a definition whole and builds the lifecycle. The guards are the names of the conditions that whoever fires it can
// answer. The error joins every fault, each with its path below the definition; it matches [ErrInvalid].
func Compile(d Definition, guards ...string) (*Lifecycle, error) {
	l := &Lifecycle{
		def:     clone(d),
		states:  make(map[string]State, len(d.States)),
		reasons: make(map[string]Reason, len(d.Reasons)),
		moves:   map[move]Transition{},
		from:    map[string][]Transition{},
	}
	var faults fault.List
	l.checkStates(&faults)
	l.checkReasons(&faults)
	l.checkInitial(&faults)
	for i, t := range l.def.Transitions {
		l.checkTransition(&faults, fmt.Sprintf("transitions[%d]", i), t, guards)
	}
	l.checkTimers(&faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	l.machine = l.build()
	return l, nil
}

func (l *Lifecycle) checkStates(faults *fault.List) {
	if len(l.def.States) == 0 {
		faults.Add("states", "there are none; a lifecycle needs at least one")
	}
	if len(l.def.States) > MaxStates {
		faults.Add("states", "%d of them; at most %d are allowed", len(l.def.States), MaxStates)
	}
	if len(l.def.Transitions) > MaxTransitions {
		faults.Add("transitions", "%d of them; at most %d are allowed", len(l.def.Transitions), MaxTransitions)
	}
	for i, s := range l.def.States {
		path := fmt.Sprintf("states[%d]", i)
		switch {
		case s.Name == "" || strings.HasPrefix(s.Name, "@") || s.Name == "*":
			faults.Add(path+".name", "%q cannot be a state's name; it must not be empty, be * or begin with @", s.Name)
		case has(l.states, s.Name):
			faults.Add(path+".name", "there is a state %q already", s.Name)
		}
		switch {
		case s.Pending && s.Class != "":
			faults.Add(path+".class", "a pending state takes its class from the reason; leave the class out")
		case !s.Pending && !s.Class.Valid():
			faults.Add(path+".class", "unknown class %q; want one of %s", s.Class, list(Classes()))
		}
		if s.Cancelled && s.Class != Closed {
			faults.Add(path+".cancelled", "only a state of class closed can be cancelled")
		}
		l.states[s.Name] = s
	}
}

func (l *Lifecycle) checkReasons(faults *fault.List) {
	for i, r := range l.def.Reasons {
		path := fmt.Sprintf("reasons[%d]", i)
		if r.Name == "" {
			faults.Add(path+".name", "is missing")
		}
		if has(l.reasons, r.Name) {
			faults.Add(path+".name", "there is a reason %q already", r.Name)
		}
		if !r.Class.Waiting() {
			faults.Add(path+".class", "%q does not wait; want waiting_customer, waiting_us or waiting_vendor", r.Class)
		}
		l.reasons[r.Name] = r
	}
	for i, s := range l.def.States {
		if s.Pending && len(l.def.Reasons) == 0 {
			faults.Add(fmt.Sprintf("states[%d].pending", i), "a pending state needs reasons, and the lifecycle has none")
		}
	}
}

func (l *Lifecycle) checkInitial(faults *fault.List) {
	if len(l.def.Initial) == 0 {
		faults.Add("initial", "is missing: which state is a ticket opened in?")
	}
	for i, name := range l.def.Initial {
		if !has(l.states, name) {
			faults.Add(fmt.Sprintf("initial[%d]", i), "there is no state %q", name)
		}
	}
}

func (l *Lifecycle) checkTransition(faults *fault.List, path string, t Transition, guards []string) {
	if t.Trigger == "" {
		faults.Add(path+".trigger", "is missing")
	}
	if !has(l.states, t.To) {
		faults.Add(path+".to", "there is no state %q", t.To)
	}
	for i, kind := range t.By {
		if !kind.Valid() {
			faults.Add(fmt.Sprintf("%s.by[%d]", path, i), "unknown actor %q; want one of %s", kind, list(ActorKinds()))
		}
	}
	for i, name := range t.Guards {
		if !slices.Contains(guards, name) {
			faults.Add(fmt.Sprintf("%s.guards[%d]", path, i), "unknown guard %q; want one of %s", name, list(guards))
		}
	}
	if len(t.From) == 0 {
		faults.Add(path+".from", "is missing: from which states?")
	}
	for i, pattern := range t.From {
		states, ok := l.match(pattern, t.To)
		if !ok {
			faults.Add(fmt.Sprintf("%s.from[%d]", path, i), "there is no state %q", pattern)
		}
		for _, s := range states {
			l.addMove(faults, fmt.Sprintf("%s.from[%d]", path, i), s, t)
		}
	}
}

// addMove enters one (state, trigger). The same trigger twice from one state would be undecided, so it is a fault, unless one and
// the same transition names the state twice.
func (l *Lifecycle) addMove(faults *fault.List, path, state string, t Transition) {
	key := move{state, t.Trigger}
	if old, ok := l.moves[key]; ok {
		if !same(old, t) {
			faults.Add(path, "trigger %q leads from %q to %q already", t.Trigger, state, old.To)
		}
		return
	}
	l.moves[key] = t
	l.from[state] = append(l.from[state], t)
}

func same(a, b Transition) bool {
	return a.Trigger == b.Trigger && a.To == b.To && slices.Equal(a.From, b.From)
}

// match gives the states a pattern stands for. A pattern for many leaves out the state the transition leads to.
func (l *Lifecycle) match(pattern, to string) (found []string, ok bool) {
	if !strings.HasPrefix(pattern, "@") && pattern != "*" {
		return []string{pattern}, has(l.states, pattern)
	}
	for _, s := range l.def.States {
		if s.Name == to {
			ok = ok || l.matches(pattern, s)
			continue
		}
		if l.matches(pattern, s) {
			found, ok = append(found, s.Name), true
		}
	}
	return found, ok
}

func (l *Lifecycle) matches(pattern string, s State) bool {
	switch name := strings.TrimPrefix(pattern, "@"); name {
	case "*":
		return true
	case "open":
		return s.Pending || s.Class.Open()
	case "done":
		return s.Class == Resolved || s.Class == Closed
	default:
		if s.Pending {
			return slices.ContainsFunc(l.def.Reasons, func(r Reason) bool { return string(r.Class) == name })
		}
		return string(s.Class) == name
	}
}

func (l *Lifecycle) checkTimers(faults *fault.List) {
	for i, s := range l.def.States {
		path := fmt.Sprintf("states[%d].after", i)
		if s.After == (Timer{}) {
			continue
		}
		if s.After.Wait <= 0 {
			faults.Add(path+".wait", "must be longer than nothing")
		}
		if _, ok := l.moves[move{s.Name, s.After.Trigger}]; !ok {
			faults.Add(path+".trigger", "%q leads nowhere from %q", s.After.Trigger, s.Name)
		}
	}
	l.checkTrigger(faults, "on_reply", l.def.OnReply)
	l.checkTrigger(faults, "on_clear", l.def.OnClear)
}

func (l *Lifecycle) checkTrigger(faults *fault.List, path, trigger string) {
	known := func(t Transition) bool { return t.Trigger == trigger }
	if trigger != "" && !slices.ContainsFunc(l.def.Transitions, known) {
		faults.Add(path, "no transition has the trigger %q", trigger)
	}
}

func has[V any](m map[string]V, key string) bool {
	_, ok := m[key]
	return ok
}

func list[S ~string](names []S) string {
	if len(names) == 0 {
		return "(none)"
	}
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = string(n)
	}
	return strings.Join(words, ", ")
}
