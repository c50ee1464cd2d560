package tier

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/internal/diagram"
)

// Mermaid draws the ladder as a Mermaid flowchart: every tier by rank, every edge in its order with what opens it and what it asks.
// With a path, the tiers that a ticket has been at in order, those and the edges between them are thick, and where it is now is
// thicker. The same ladder and path give the same text.
func (l *Ladder) Mermaid(path ...ID) string {
	var b strings.Builder
	b.WriteString("flowchart LR\n  new((new))\n")
	for n, t := range l.Tiers() {
		open, shut := mermaidShape(t.Kind)
		fmt.Fprintf(&b, "  t%d%s\"%s\"%s\n", n, open, diagram.Mermaid(label(t)), shut)
	}
	var marked []string
	entries := l.entries()
	for n, e := range entries {
		arrow := "-->"
		if len(e.Channels) > 0 {
			arrow = fmt.Sprintf("-->|\"%s\"|", diagram.Mermaid(listed(e.Channels)))
		}
		fmt.Fprintf(&b, "  new %s t%d\n", arrow, l.place(e.ID))
		if len(path) > 0 && path[0] == e.ID {
			marked = append(marked, fmt.Sprint(n))
		}
	}
	for i, e := range l.def.Edges {
		fmt.Fprintf(&b, "  t%d %s|\"%s\"| t%d\n", l.place(e.From), mermaidArrow(e.Kind), diagram.Mermaid(e.label()), l.place(e.To))
		if passes(path, e) {
			marked = append(marked, fmt.Sprint(len(entries)+i)) // those from new come first
		}
	}
	for n, t := range l.Tiers() {
		if style := visit(path, t.ID).Mermaid(); style != "" {
			fmt.Fprintf(&b, "  style t%d %s\n", n, style)
		}
	}
	if len(marked) > 0 {
		fmt.Fprintf(&b, "  linkStyle %s %s\n", strings.Join(marked, ","), diagram.Passed.Mermaid())
	}
	return b.String()
}

// DOT draws the ladder for Graphviz, with the same content as [Ladder.Mermaid].
func (l *Ladder) DOT(path ...ID) string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %s {\n  rankdir=LR;\n  new [shape=circle];\n", diagram.DOT(l.Name()))
	for n, t := range l.Tiers() {
		fmt.Fprintf(&b, "  t%d [label=%s, shape=%s%s];\n", n, diagram.DOT(label(t)), dotShape(t.Kind), visit(path, t.ID).DOT())
	}
	for _, e := range l.entries() {
		mark := diagram.MarkOf(len(path) > 0 && path[0] == e.ID, false).DOT()
		fmt.Fprintf(&b, "  new -> t%d [label=%s%s];\n", l.place(e.ID), diagram.DOT(listed(e.Channels)), mark)
	}
	for _, e := range l.def.Edges {
		fmt.Fprintf(&b, "  t%d -> t%d [label=%s, style=%s%s];\n", l.place(e.From), l.place(e.To), diagram.DOT(e.label()), dotStyle(e.Kind), diagram.MarkOf(passes(path, e), false).DOT())
	}
	b.WriteString("}\n")
	return b.String()
}

// place is where a tier stands by rank.
func (l *Ladder) place(id ID) int { return slices.Index(l.order, l.index[id]) }

// entries lists the tiers at which tickets arrive, by rank: the first one, and those with channels of their own.
func (l *Ladder) entries() []Tier {
	return slices.DeleteFunc(l.Tiers(), func(t Tier) bool { return t.ID != l.def.First && len(t.Channels) == 0 })
}

// visit says whether a ticket has been at a tier, or is there.
func visit(path []ID, id ID) diagram.Mark {
	passed := slices.Contains(path, id)
	return diagram.MarkOf(passed, passed && path[len(path)-1] == id)
}

// passes reports whether the path goes along e at some point.
func passes(path []ID, e Edge) bool {
	for i := 1; i < len(path); i++ {
		if e.Kind.HandsOver() && path[i-1] == e.From && path[i] == e.To {
			return true
		}
	}
	return false
}

// label is what a picture shows of a tier: ID and name, and its platforms.
func label(t Tier) string {
	lines := []string{string(t.ID)}
	if t.Name != "" && t.Name != string(t.ID) {
		lines[0] += " " + t.Name
	}
	if len(t.Platforms) > 0 {
		lines = append(lines, listed(t.Platforms))
	}
	return strings.Join(lines, "\n")
}

// label is what a picture shows of an edge: its kind and reasons, what it asks, and the terms.
func (e Edge) label() string {
	lines := []string{string(e.Kind)}
	if len(e.Reasons) > 0 {
		lines[0] += ": " + listed(e.Reasons)
	}
	asks := slices.Clone(e.Fields)
	for _, v := range e.Evidence {
		asks = append(asks, string(v))
	}
	if len(asks) > 0 {
		lines = append(lines, "needs "+listed(asks))
	}
	if e.AcceptWithin > 0 {
		lines = append(lines, "accept within "+span(e.AcceptWithin))
	}
	if e.Approver != "" {
		lines = append(lines, "approved by "+string(e.Approver))
	}
	if e.MaySkip {
		lines = append(lines, "may skip")
	}
	return strings.Join(lines, "\n")
}

func mermaidShape(k Kind) (open, shut string) {
	switch k {
	case SelfService:
		return "([", "])"
	case Vendor:
		return "[[", "]]"
	case Management:
		return "{{", "}}"
	default:
		return "[", "]"
	}
}

func mermaidArrow(k EdgeKind) string {
	switch k {
	case HandBack, Consult:
		return "-.->"
	case Hierarchical:
		return "==>"
	default:
		return "-->"
	}
}

func dotShape(k Kind) string {
	switch k {
	case SelfService:
		return "oval"
	case Vendor:
		return "component"
	case Management:
		return "hexagon"
	default:
		return "box"
	}
}

func dotStyle(k EdgeKind) string {
	switch k {
	case HandBack:
		return "dashed"
	case Consult:
		return "dotted"
	case Hierarchical:
		return "bold"
	default:
		return "solid"
	}
}
