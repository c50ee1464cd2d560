package lifecycle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/internal/diagram"
)

// Path is the steps of a ticket that stood in these states one after the other, for a diagram, when it is not known by which triggers.
// The first step, from nowhere, is how it began.
func Path(states ...string) []Step {
	var path []Step
	from := ""
	for _, s := range states {
		path = append(path, Step{From: from, To: s})
		from = s
	}
	return path
}

// Mermaid draws the lifecycle as a Mermaid flowchart: every state in its order with what it means and what happens there by itself, every
// transition with who may make it and what it needs. Closed states are rounded, pending ones slanted. With a path, the steps that a
// ticket has made (see [Path]), those states and transitions are thick, and where it stands after the last is thicker; a step without
// a trigger marks all between its states. The same lifecycle and path give the same text.
func (l *Lifecycle) Mermaid(path ...Step) string {
	var b strings.Builder
	b.WriteString("flowchart TD\n  begin((begin))\n")
	for n, s := range l.def.States {
		open, shut := mermaidShape(s)
		fmt.Fprintf(&b, "  s%d%s\"%s\"%s\n", n, open, diagram.Mermaid(l.stateLabel(s)), shut)
	}
	var marked []string
	for n, name := range l.def.Initial {
		fmt.Fprintf(&b, "  begin --> s%d\n", l.index(name))
		if begins(path, name) {
			marked = append(marked, fmt.Sprint(n))
		}
	}
	count := len(l.def.Initial)
	for _, w := range l.edges() {
		fmt.Fprintf(&b, "  s%d %s|\"%s\"| s%d\n", l.index(w.from), mermaidArrow(w), diagram.Mermaid(w.label()), l.index(w.To))
		if passes(path, w) {
			marked = append(marked, fmt.Sprint(count))
		}
		count++
	}
	for n, s := range l.def.States {
		if style := visit(path, s.Name).Mermaid(); style != "" {
			fmt.Fprintf(&b, "  style s%d %s\n", n, style)
		}
	}
	if len(marked) > 0 {
		fmt.Fprintf(&b, "  linkStyle %s %s\n", strings.Join(marked, ","), diagram.Passed.Mermaid())
	}
	return b.String()
}

// DOT draws the lifecycle for Graphviz, with the same content as [Lifecycle.Mermaid].
func (l *Lifecycle) DOT(path ...Step) string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %s {\n  begin [shape=circle];\n", diagram.DOT(l.Name()))
	for n, s := range l.def.States {
		fmt.Fprintf(&b, "  s%d [label=%s, shape=%s%s];\n", n, diagram.DOT(l.stateLabel(s)), dotShape(s), visit(path, s.Name).DOT())
	}
	for _, name := range l.def.Initial {
		mark := ""
		if begins(path, name) {
			mark = " [penwidth=4]"
		}
		fmt.Fprintf(&b, "  begin -> s%d%s;\n", l.index(name), mark)
	}
	for _, w := range l.edges() {
		fmt.Fprintf(&b, "  s%d -> s%d [label=%s, style=%s%s];\n", l.index(w.from), l.index(w.To), diagram.DOT(w.label()), dotStyle(w), diagram.MarkOf(passes(path, w), false).DOT())
	}
	b.WriteString("}\n")
	return b.String()
}

// edges lists the ways by the order of the states that they leave, then by that of the transitions.
func (l *Lifecycle) edges() []*way {
	var all []*way
	for _, s := range l.def.States {
		all = append(all, l.from[s.Name]...)
	}
	return all
}

func (l *Lifecycle) index(state string) int {
	return slices.IndexFunc(l.def.States, func(s State) bool { return s.Name == state })
}

// visit says whether a ticket has been in a state, or stands there.
func visit(path []Step, state string) diagram.Mark {
	passed := slices.ContainsFunc(path, func(s Step) bool { return s.From == state || s.To == state })
	return diagram.MarkOf(passed, passed && path[len(path)-1].To == state)
}

func begins(path []Step, state string) bool {
	return len(path) > 0 && path[0].From == "" && path[0].To == state
}

func passes(path []Step, w *way) bool {
	return slices.ContainsFunc(path, func(s Step) bool {
		return s.From == w.from && s.To == w.To && (s.Trigger == "" || s.Trigger == w.Trigger)
	})
}

// stateLabel is what a picture shows of a state: its name, what it means, what it asks for and its timer.
func (l *Lifecycle) stateLabel(s State) string {
	lines := []string{s.Name, string(s.Class)}
	if s.Pending {
		lines[1] = "pending: " + list(reasonNames(l.def.Reasons))
	}
	if s.Cancelled {
		lines[1] += ", cancelled"
	}
	lines = append(lines, needs(s.Require, s.Ask, s.Change)...)
	if !s.After.IsZero() {
		lines = append(lines, s.After.label())
	}
	return strings.Join(lines, "\n")
}

// label is what a picture shows of a transition. What the state asks for stands with the state.
func (w *way) label() string {
	lines := []string{w.Trigger}
	if w.Reopens {
		lines[0] += " (reopens)"
	}
	if !slices.Equal(w.right.By, usual) {
		lines = append(lines, "by "+list(w.right.By))
	}
	if w.right.Can != "" {
		lines = append(lines, "can "+string(w.right.Can))
	}
	lines = append(lines, needs(w.Require, w.Ask, w.Change)...)
	if len(w.Guards) > 0 {
		lines = append(lines, "if "+list(w.Guards))
	}
	return strings.Join(lines, "\n")
}

func needs(require, ask, change []string) (lines []string) {
	if len(require) > 0 {
		lines = append(lines, "needs "+list(require))
	}
	if len(change) > 0 {
		lines = append(lines, "changes "+list(change))
	}
	if len(ask) > 0 {
		lines = append(lines, "asks for "+list(ask))
	}
	return lines
}

func (t Timer) label() string {
	text := fmt.Sprintf("after %s: %s", span(t.Wait, t.Calendar), t.Trigger)
	if len(t.Unless) > 0 {
		text += ", unless " + strings.Join(t.Unless, " or ")
	}
	return text
}

func reasonNames(reasons []Reason) []string {
	names := make([]string, len(reasons))
	for i, r := range reasons {
		names[i] = r.Name
	}
	return names
}
