package lifecycle

import (
	"fmt"
	"reflect"
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
	MaxWays        = 20000 // transitions, each counted once for every state it leads out of
	MaxList        = 200   // entries of any other list
	MaxName        = 100   // bytes of a name
)

// sizes asks for the limits, before anything is compared with anything.
func (c *checker) sizes() {
	c.size("states", len(c.d.States), MaxStates)
	c.size("transitions", len(c.d.Transitions), MaxTransitions)
	c.size("triggers", len(c.d.Triggers), MaxTransitions)
	c.size("initial", len(c.d.Initial), MaxList)
	c.size("reasons", len(c.d.Reasons), MaxList)
	c.size("rights", len(c.d.Rights), MaxList)
	for i, s := range c.d.States {
		path := fmt.Sprintf("states[%d]", i)
		c.size(path+".require", len(s.Require), MaxList)
		c.size(path+".ask", len(s.Ask), MaxList)
		c.size(path+".change", len(s.Change), MaxList)
		c.size(path+".after.unless", len(s.After.Unless), MaxList)
	}
	for i, r := range c.d.Reasons {
		c.size(fmt.Sprintf("reasons[%d].require", i), len(r.Require), MaxList)
	}
	for i, r := range c.d.Rights {
		c.size(fmt.Sprintf("rights[%d].by", i), len(r.By), MaxList)
	}
	for i, t := range c.d.Transitions {
		path := fmt.Sprintf("transitions[%d]", i)
		c.size(path+".from", len(t.From), MaxList)
		c.size(path+".by", len(t.By), MaxList)
		c.size(path+".require", len(t.Require), MaxList)
		c.size(path+".ask", len(t.Ask), MaxList)
		c.size(path+".change", len(t.Change), MaxList)
		c.size(path+".guards", len(t.Guards), MaxList)
	}
}

func (c *checker) size(path string, n, limit int) {
	if n > limit {
		c.faults.Add(path, "%d of them; at most %d are allowed", n, limit)
	}
}

func (c *checker) states() {
	if len(c.d.States) == 0 {
		c.faults.Add("states", "there are none; a lifecycle needs at least one")
	}
	for i, s := range c.d.States {
		path := fmt.Sprintf("states[%d]", i)
		switch {
		case s.Name == "" || strings.HasPrefix(s.Name, "@") || s.Name == "*":
			c.faults.Add(path+".name", "%q cannot be a state's name; it must not be empty, be * or begin with @", s.Name)
		case has(c.l.states, s.Name):
			c.faults.Add(path+".name", "there is a state %q already", s.Name)
		default:
			c.name(path+".name", s.Name)
		}
		switch {
		case s.Pending && s.Class != "":
			c.faults.Add(path+".class", "a pending state takes its class from the reason; leave the class out")
		case s.Pending && len(c.d.Reasons) == 0:
			c.faults.Add(path+".pending", "a pending state needs reasons, and the lifecycle has none")
		case !s.Pending && !s.Class.Valid():
			c.faults.Add(path+".class", "unknown class %q; want one of %s", s.Class, list(Classes()))
		}
		if s.Cancelled && s.Class != Closed {
			c.faults.Add(path+".cancelled", "only a state of class closed can be cancelled")
		}
		c.fields(path, s.Require, s.Ask, s.Change)
		c.l.states[s.Name] = s
	}
}

func (c *checker) starts() {
	if len(c.d.Initial) == 0 {
		c.faults.Add("initial", "is missing: which state is a ticket opened in?")
	}
	for i, name := range c.d.Initial {
		c.state(fmt.Sprintf("initial[%d]", i), name)
	}
}

func (c *checker) state(path, name string) {
	if !has(c.l.states, name) {
		c.faults.Add(path, "there is no state %q", name)
	}
}

func (c *checker) triggers() {
	for i, name := range c.d.Triggers {
		path := fmt.Sprintf("triggers[%d]", i)
		c.name(path, name)
		if slices.Index(c.d.Triggers, name) < i {
			c.faults.Add(path, "%q is there already", name)
		}
	}
}

func (c *checker) transition(path string, t Transition) {
	switch {
	case t.Trigger == "":
		c.faults.Add(path+".trigger", "is missing")
	case len(c.d.Triggers) > 0 && !slices.Contains(c.d.Triggers, t.Trigger):
		c.faults.Add(path+".trigger", "%q is not one of the triggers; want one of %s", t.Trigger, list(c.d.Triggers))
	default:
		c.name(path+".trigger", t.Trigger)
	}
	c.state(path+".to", t.To)
	c.actors(path+".by", t.By)
	c.guards(path+".guards", t.Guards)
	c.fields(path, t.Require, t.Ask, t.Change)
	if len(t.From) == 0 {
		c.faults.Add(path+".from", "is missing: from which states?")
	}
	for i, pattern := range t.From {
		if _, ok := c.d.match(pattern, t.To); !ok {
			c.faults.Add(fmt.Sprintf("%s.from[%d]", path, i), "there is no state %q", pattern)
		}
	}
}

// moves enters every (state, trigger). The same trigger twice from one state would be undecided, so it is a fault, unless both say
// the same.
func (c *checker) moves() {
	ways := c.d.ways()
	if len(ways) > MaxWays {
		c.faults.Add("transitions", "they lead out of more than %d states altogether", MaxWays)
		return
	}
	for i := range ways {
		w := &ways[i]
		if w.guards = w.Guards; c.l.states[w.To].Class == Closed {
			w.guards = slices.Concat(w.Guards, c.known.Closing)
		}
		key := move{w.from, w.Trigger}
		if old, ok := c.l.moves[key]; ok {
			if !reflect.DeepEqual(old.Transition, w.Transition) {
				c.faults.Add(fmt.Sprintf("transitions[%d].from[%d]", w.at, w.nth), "trigger %q leads from %q to %q already", w.Trigger, w.from, old.To)
			}
			continue
		}
		c.l.moves[key] = w
		c.l.from[w.from] = append(c.l.from[w.from], w)
	}
}

// rights asks that each is about states there are, and that no two are about the same.
func (c *checker) rights() {
	end := func(name string) string {
		if name == "" {
			return "*"
		}
		return name
	}
	seen := map[[2]string]bool{}
	for i, r := range c.d.Rights {
		path := fmt.Sprintf("rights[%d]", i)
		if !anyState(r.From) {
			c.state(path+".from", r.From)
		}
		if !anyState(r.To) {
			c.state(path+".to", r.To)
		}
		c.actors(path+".by", r.By)
		pair := [2]string{end(r.From), end(r.To)}
		if seen[pair] {
			c.faults.Add(path, "there is a right from %s to %s already", pair[0], pair[1])
		}
		seen[pair] = true
	}
}
