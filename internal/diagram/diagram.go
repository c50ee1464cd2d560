// Package diagram makes text safe in Mermaid and Graphviz pictures.
package diagram

import "strings"

var (
	mermaid = strings.NewReplacer(
		"#", "#35;", `"`, "#34;", "<", "#60;", ">", "#62;", "&", "#38;", "`", "#96;", "\n", "<br>", "\r", " ", "\t", " ",
	)
	dot = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", " ", "\t", " ")
)

// Mermaid makes any text safe inside a quoted Mermaid label: what could end it, start markup or an entity becomes an entity. A line
// feed breaks the line in the picture.
func Mermaid(s string) string { return mermaid.Replace(s) }

// DOT quotes any text for Graphviz. A line feed breaks the line in the picture.
func DOT(s string) string { return `"` + dot.Replace(s) + `"` }

// A Mark says what a part of a picture has to do with the path of a ticket.
type Mark int

// The marks.
const (
	Unmarked Mark = iota
	Passed        // the ticket has been there, or has gone along
	Here          // the ticket stands there now
)

// MarkOf is the mark of a place that a ticket has passed, or where it stands.
func MarkOf(passed, here bool) Mark {
	switch {
	case here:
		return Here
	case passed:
		return Passed
	default:
		return Unmarked
	}
}

// Mermaid is the style of a node or link, "" for none: a thick line, and a thicker one where the ticket stands.
func (m Mark) Mermaid() string { return [...]string{"", "stroke-width:4px", "stroke-width:8px"}[m] }

// DOT is what comes after the attributes of a node or edge: a thick line, and two where the ticket stands.
func (m Mark) DOT() string { return [...]string{"", ", penwidth=4", ", penwidth=4, peripheries=2"}[m] }
