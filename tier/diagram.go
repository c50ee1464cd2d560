package tier

import (
	"fmt"
	"slices"
	"strings"
)

// Mermaid draws the ladder as a Mermaid flowchart: every tier by rank, every edge in its order with what opens it and what it asks.
// With a path, the tiers that a ticket has passed in order, those and the edges between them are marked. The same ladder and path
// give the same text.
func (l *Ladder) Mermaid(path ...ID) string {
	var b strings.Builder
	b.WriteString("flowchart LR\n  new((new))\n")
	for n, t := range l.Tiers() {
		open, shut := mermaidShape(t.Kind)
		fmt.Fprintf(&b, "  t%d%s\"%s\"%s\n", n, open, mermaidText(label(t)), shut)
	}
	entries := l.entries()
	for _, e := range entries {
		arrow := "-->"
		if len(e.Channels) > 0 {
			arrow = fmt.Sprintf("-->|\"%s\"|", mermaidText(listed(e.Channels)))
		}
		fmt.Fprintf(&b, "  new %s t%d\n", arrow, l.place(e.ID))
	}
	var marked []string
	for i, e := range l.def.Edges {
		fmt.Fprintf(&b, "  t%d %s|\"%s\"| t%d\n", l.place(e.From), mermaidArrow(e.Kind), mermaidText(e.label()), l.place(e.To))
		if passes(path, e) {
			marked = append(marked, fmt.Sprint(len(entries)+i)) // those from new come first
		}
	}
	for n, t := range l.Tiers() {
		if slices.Contains(path, t.ID) {
			fmt.Fprintf(&b, "  style t%d stroke-width:4px\n", n)
		}
	}
	if len(marked) > 0 {
		fmt.Fprintf(&b, "  linkStyle %s stroke-width:4px\n", strings.Join(marked, ","))
	}
	return b.String()
}

// DOT draws the ladder for Graphviz, with the same content as [Ladder.Mermaid].
func (l *Ladder) DOT(path ...ID) string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %s {\n  rankdir=LR;\n  new [shape=circle];\n", dotText(l.Name()))
	for n, t := range l.Tiers() {
		mark := ""
		if slices.Contains(path, t.ID) {
			mark = ", penwidth=4"
		}
		fmt.Fprintf(&b, "  t%d [label=%s, shape=%s%s];\n", n, dotText(label(t)), dotShape(t.Kind), mark)
	}
	for _, e := range l.entries() {
		fmt.Fprintf(&b, "  new -> t%d [label=%s];\n", l.place(e.ID), dotText(listed(e.Channels)))
	}
	for _, e := range l.def.Edges {
		mark := ""
		if passes(path, e) {
			mark = ", penwidth=4"
		}
		fmt.Fprintf(&b, "  t%d -> t%d [label=%s, style=%s%s];\n", l.place(e.From), l.place(e.To), dotText(e.label()), dotStyle(e.Kind), mark)
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

// mermaidText makes any text safe inside a quoted Mermaid label: what could end it, start markup or an entity becomes an entity.
func mermaidText(s string) string {
	return strings.NewReplacer(
		"#", "#35;", `"`, "#34;", "<", "#60;", ">", "#62;", "&", "#38;", "`", "#96;", "\n", "<br>", "\t", " ",
	).Replace(s)
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

// dotText quotes any text for Graphviz.
func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", " ").Replace(s) + `"`
}
