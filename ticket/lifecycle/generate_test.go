package lifecycle_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// The small worlds that definitions and facts are drawn from: few names, so that they meet.
var (
	someFields  = []string{"cause", "plan", "note"}
	someGuards  = []string{"assigned", "seen"}
	someReasons = []string{"them", "parts"}
	someCans    = []tier.Capability{"", "work", "close"}
)

// subset draws some of a list, in its order.
func subset[V any](t *rapid.T, from []V, label string) []V {
	var some []V
	for i, v := range from {
		if rapid.Bool().Draw(t, fmt.Sprintf("%s %d", label, i)) {
			some = append(some, v)
		}
	}
	return some
}

// definition draws a definition that Compile accepts, whatever Lint may say about it.
func definition(t *rapid.T) lifecycle.Definition {
	d := lifecycle.Definition{Name: "drawn"}
	n := rapid.IntRange(1, 6).Draw(t, "states")
	var names []string
	for i := range n {
		s := lifecycle.State{
			Name: fmt.Sprintf("s%d", i), Class: rapid.SampledFrom(lifecycle.Classes()).Draw(t, "class"),
			Require: subset(t, someFields[:1], "state needs"), Ask: subset(t, someFields[1:2], "state asks"), Change: subset(t, someFields[2:], "state changes"),
		}
		if rapid.IntRange(0, 3).Draw(t, "pending") == 0 {
			s.Pending, s.Class = true, ""
		}
		s.Cancelled = s.Class == lifecycle.Closed && rapid.Bool().Draw(t, "cancelled")
		names = append(names, s.Name)
		d.States = append(d.States, s)
	}
	for _, name := range someReasons {
		d.Reasons = append(d.Reasons, lifecycle.Reason{
			Name: name, Class: rapid.SampledFrom([]lifecycle.Class{lifecycle.WaitingCustomer, lifecycle.WaitingUs, lifecycle.WaitingVendor}).Draw(t, "waits"),
			Require: subset(t, someFields[1:2], "reason needs"),
		})
	}
	d.Initial = []string{names[0]}
	if rapid.Bool().Draw(t, "two starts") {
		d.Initial = append(d.Initial, names[n-1])
	}
	drawTransitions(t, &d, names)
	drawRights(t, &d, names)
	d.Reopen = lifecycle.Reopen{
		Within: time.Duration(rapid.IntRange(0, 2).Draw(t, "within")) * time.Hour,
		Then:   rapid.SampledFrom([]lifecycle.ReopenRule{"", lifecycle.Refuse, lifecycle.NewTicket}).Draw(t, "then"),
	}
	return d
}

// drawTransitions keeps a trigger to one transition out of each state.
func drawTransitions(t *rapid.T, d *lifecycle.Definition, names []string) {
	taken := map[[2]string]bool{}
	for range rapid.IntRange(0, 8).Draw(t, "transitions") {
		tr := lifecycle.Transition{
			Trigger: fmt.Sprintf("t%d", rapid.IntRange(0, 3).Draw(t, "trigger")), To: rapid.SampledFrom(names).Draw(t, "to"),
			Require: subset(t, someFields, "needs"), Change: subset(t, someFields[:1], "changes"), Ask: subset(t, someFields[2:], "asks"),
			Guards: subset(t, someGuards, "guards"), Reopens: rapid.Bool().Draw(t, "reopens"),
		}
		if rapid.Bool().Draw(t, "says who") {
			tr.By, tr.Can = subset(t, lifecycle.ActorKinds(), "by"), rapid.SampledFrom(someCans).Draw(t, "can")
		}
		patterns := append([]string{"*", "@open", "@done", "@active", "@new", "@waiting_us"}, names...)
		for _, p := range rapid.SliceOfNDistinct(rapid.SampledFrom(patterns), 1, 3, rapid.ID[string]).Draw(t, "from") {
			states := standsFor(*d, p, tr.To)
			free := func(s string) bool { return !taken[[2]string{s, tr.Trigger}] }
			if len(states) == 0 || slices.ContainsFunc(states, func(s string) bool { return !free(s) }) {
				continue
			}
			tr.From = append(tr.From, p)
		}
		if len(tr.From) == 0 {
			continue
		}
		for _, p := range tr.From {
			for _, s := range standsFor(*d, p, tr.To) {
				taken[[2]string{s, tr.Trigger}] = true
			}
		}
		d.Transitions = append(d.Transitions, tr)
	}
}

func drawRights(t *rapid.T, d *lifecycle.Definition, names []string) {
	ends := append([]string{"*"}, names...)
	seen := map[[2]string]bool{}
	for range rapid.IntRange(0, 5).Draw(t, "rights") {
		r := lifecycle.Right{
			From: rapid.SampledFrom(ends).Draw(t, "right from"), To: rapid.SampledFrom(ends).Draw(t, "right to"),
			By: subset(t, lifecycle.ActorKinds(), "right by"), Can: rapid.SampledFrom(someCans).Draw(t, "right can"),
		}
		if !seen[[2]string{r.From, r.To}] {
			seen[[2]string{r.From, r.To}] = true
			d.Rights = append(d.Rights, r)
		}
	}
}

// drawn is what is known at a move, with the lists that its functions answer from.
type drawn struct {
	lifecycle.Facts
	can                 []tier.Capability
	has, changed, holds []string
}

func facts(t *rapid.T) drawn {
	f := drawn{
		can: subset(t, someCans[1:], "capable"), has: subset(t, someFields, "has"),
		changed: subset(t, someFields, "changed"), holds: subset(t, someGuards, "holds"),
	}
	f.Facts = lifecycle.Facts{
		Actor:   rapid.SampledFrom(lifecycle.ActorKinds()).Draw(t, "actor"),
		Can:     func(c tier.Capability) bool { return slices.Contains(f.can, c) },
		Has:     func(field string) bool { return slices.Contains(f.has, field) },
		Changed: func(field string) bool { return slices.Contains(f.changed, field) },
		Holds:   func(guard string) bool { return slices.Contains(f.holds, guard) },
		Pending: rapid.SampledFrom(append([]string{"", "lunch"}, someReasons...)).Draw(t, "pending"),
		DoneFor: time.Duration(rapid.IntRange(0, 3).Draw(t, "done for")) * time.Hour,
	}
	return f
}

// standsFor says anew which states a pattern stands for.
func standsFor(d lifecycle.Definition, pattern, to string) (states []string) {
	for _, s := range d.States {
		if s.Name == pattern {
			return []string{pattern}
		}
		means := map[string]bool{"*": true, "@" + string(s.Class): !s.Pending}
		classes := []lifecycle.Class{s.Class}
		if s.Pending {
			classes = nil
			for _, r := range d.Reasons {
				classes = append(classes, r.Class)
				means["@"+string(r.Class)] = true
			}
		}
		for _, c := range classes {
			means["@open"] = means["@open"] || c != "resolved" && c != "closed"
			means["@done"] = means["@done"] || c == "resolved" || c == "closed"
		}
		if means[pattern] && s.Name != to {
			states = append(states, s.Name)
		}
	}
	return states
}
