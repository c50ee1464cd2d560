package ticket

import (
	"fmt"
	"maps"
	"slices"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// checkLinks checks the table of what travels along links, or takes of the usual one what the house has.
func (h *Handbook) checkLinks(faults *fault.List) {
	if h.def.Links == nil {
		for _, r := range DefaultLinkRules() {
			var unfit fault.List
			if h.checkLinkRule(&unfit, "", r); unfit.Err() == nil {
				h.travels = append(h.travels, r)
			}
		}
		return
	}
	if len(h.def.Links) > MaxLinkRules {
		faults.Add("links", "%d of them; at most %d are allowed", len(h.def.Links), MaxLinkRules)
	}
	for i, r := range h.def.Links {
		h.checkLinkRule(faults, fmt.Sprintf("links[%d]", i), r)
	}
	h.travels = h.def.Links
}

func (h *Handbook) checkLinkRule(faults *fault.List, path string, r LinkRule) {
	if !r.Along.Valid() {
		faults.Add(path+".along", "unknown kind of link %q; want one of %v", r.Along, LinkKinds())
		return
	}
	here, there := h.linkable(r.Along, r.Kind, r.Other)
	if len(here) == 0 {
		faults.Add(path+".along", "a ticket of %s has no ticket of %s as its %s", orAny(r.Kind), orAny(r.Other), r.Along)
		return
	}
	h.checkLinkOn(faults, path, r, here)
	h.checkLinkDoes(faults, path, r, there)
}

func orAny(kind string) string {
	if kind == "" {
		return "any kind"
	}
	return "kind " + quoted(kind)
}

// linkable gives the kinds of tickets at both ends of a link.
func (h *Handbook) linkable(along LinkKind, kind, other string) (here, there []string) {
	for _, from := range h.Kinds() {
		for _, to := range h.Kinds() {
			if along.joins(from, to) && (kind == "" || kind == from) && (other == "" || other == to) {
				here, there = append(here, from), append(there, to)
			}
		}
	}
	return here, there
}

// checkLinkOn checks what a rule waits for, in tickets of some kinds.
func (h *Handbook) checkLinkOn(faults *fault.List, path string, r LinkRule, here []string) {
	n := 0
	for _, is := range []bool{r.On != "", r.State != "", r.Field != ""} {
		if is {
			n++
		}
	}
	if n != 1 {
		faults.Add(path, "has %d of on, state and field; want one", n)
	}
	if r.On != "" && !slices.Contains(LinkOns(), r.On) {
		faults.Add(path+".on", "%q is nothing that happens; want one of %v", r.On, LinkOns())
	}
	has := func(l *lifecycle.Lifecycle) bool { _, ok := l.State(r.State); return ok }
	if r.State != "" && !h.anyKind(here, has) {
		faults.Add(path+".state", "there is no state %q", r.State)
	}
	if r.Field != "" {
		h.checkField(faults, path+".field", r.Field)
	}
}

// checkLinkDoes checks what a rule does to tickets of some kinds.
func (h *Handbook) checkLinkDoes(faults *fault.List, path string, r LinkRule, there []string) {
	entry := r.On == OnMessage || r.On == OnNote
	leads := func(l *lifecycle.Lifecycle) bool {
		return slices.ContainsFunc(l.Definition().Transitions, func(t lifecycle.Transition) bool { return t.Trigger == r.Trigger })
	}
	switch {
	case r.Trigger != "" && r.Entry != "":
		faults.Add(path, "pulls a trigger and adds an entry; write two lines")
	case r.Trigger != "" && !h.anyKind(there, leads):
		faults.Add(path+".trigger", "no transition has the trigger %q in a kind that the other ticket can have", r.Trigger)
	case r.Trigger == "" && r.Entry == "" && len(r.Copy)+len(r.Set) == 0:
		faults.Add(path, "does nothing: want a trigger, an entry, or fields to set")
	case r.Entry == "" && r.Text != "" || r.Entry != "" && len(r.Set) > 0:
		faults.Add(path, "an entry has a text, and nothing else has; an entry sets nothing")
	case r.Entry != "" && r.Entry != "note" && r.Entry != "message":
		faults.Add(path+".entry", "unknown entry %q; want note or message", r.Entry)
	case r.On == OnNote && r.Entry == "message":
		faults.Add(path+".entry", "a note is private; it cannot become a message")
	case r.Entry != "" && entry && (r.Text != "" || len(r.Copy) > 0):
		faults.Add(path+".text", "the entry that happens is what is added; leave text and copy out")
	case r.Entry != "" && !entry && r.Text == "":
		faults.Add(path+".text", "is missing")
	}
	if len(r.Text) > MaxName {
		faults.Add(path+".text", "is longer than %d bytes", MaxName)
	}
	for i, f := range r.Copy {
		h.checkField(faults, fmt.Sprintf("%s.copy[%d]", path, i), f)
	}
	unique(faults, path+".copy", r.Copy)
	for _, f := range slices.Sorted(maps.Keys(r.Set)) {
		h.checkField(faults, fmt.Sprintf("%s.set[%s]", path, f), f)
		if len(r.Set[f]) > MaxName {
			faults.Add(fmt.Sprintf("%s.set[%s]", path, f), "is longer than %d bytes", MaxName)
		}
	}
}

func (h *Handbook) checkField(faults *fault.List, path string, f Field) {
	if _, ok := h.fields[f]; !ok {
		faults.Add(path, "there is no field %q that a command may set", f)
	}
}

// anyKind reports whether something is so of one of the kinds. A kind that has faults of its own may be anything.
func (h *Handbook) anyKind(kinds []string, is func(*lifecycle.Lifecycle) bool) bool {
	return slices.ContainsFunc(kinds, func(kind string) bool { l := h.kinds[kind]; return l == nil || is(l) })
}
