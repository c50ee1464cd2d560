package timeline

import (
	"strings"

	"github.com/fourline-go/fourline/ticket"
)

// is says what the other ticket of a link is to this one.
var is = map[ticket.LinkKind]string{
	ticket.LinkParent: "its parent", ticket.LinkChild: "its child",
	ticket.LinkDuplicateOf: "what it duplicates", ticket.LinkDuplicatedBy: "a duplicate of it",
	ticket.LinkRelated: "related to it", ticket.LinkCausedBy: "the change that caused it", ticket.LinkCaused: "caused by it",
	ticket.LinkProblem: "the problem behind it", ticket.LinkIncident: "an incident of it",
}

// linked tells links that are new, that are there no longer, and what was heard of tickets that were linked before.
func (t Teller) linked(h happening) string {
	var parts []string
	for _, l := range h.Unlinks {
		parts = append(parts, l.To+" is no longer "+is[l.Kind])
	}
	for _, l := range h.Links {
		if _, had := h.before.Link(l.Kind, l.To); had {
			parts = append(parts, l.To+", "+is[l.Kind]+", is "+words(string(l.Class)))
			continue
		}
		parts = append(parts, l.To+" is "+is[l.Kind])
	}
	if len(parts) == 0 {
		return t.other(h)
	}
	return strings.Join(parts, "; ")
}

func (t Teller) absorbed(h happening) string {
	if h.Absorbs == "" {
		return t.other(h)
	}
	parts := []string{h.Absorbs + " was merged into it"}
	if len(h.Links) > 0 {
		parts = append(parts, t.linked(h))
	}
	return strings.Join(parts, "; ")
}
