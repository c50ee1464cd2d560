package ticket

import (
	"slices"
	"strings"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// LinkKind is what another ticket is to the one that has the link.
type LinkKind string

// The kinds of links, each with its inverse. A ticket has at most one parent, one original and one problem.
const (
	LinkParent       LinkKind = "parent"
	LinkChild        LinkKind = "child"
	LinkDuplicateOf  LinkKind = "duplicate_of" // the other is the original
	LinkDuplicatedBy LinkKind = "duplicated_by"
	LinkRelated      LinkKind = "related"   // its own inverse
	LinkCausedBy     LinkKind = "caused_by" // the other is a change
	LinkCaused       LinkKind = "caused"
	LinkProblem      LinkKind = "problem" // the other is the problem behind this ticket
	LinkIncident     LinkKind = "incident"
)

// LinkKinds lists all kinds, each before its inverse.
func LinkKinds() []LinkKind {
	return []LinkKind{
		LinkParent, LinkChild, LinkDuplicateOf, LinkDuplicatedBy, LinkRelated, LinkCausedBy, LinkCaused, LinkProblem, LinkIncident,
	}
}

// Valid reports whether k is one of the kinds.
func (k LinkKind) Valid() bool { return slices.Contains(LinkKinds(), k) }

// Inverse is the kind that the other ticket has, "" for one that there is not.
func (k LinkKind) Inverse() LinkKind {
	i := slices.Index(LinkKinds(), k)
	switch {
	case i < 0:
		return ""
	case k == LinkRelated:
		return k
	case k.up() || k == LinkCausedBy:
		return LinkKinds()[i+1]
	}
	return LinkKinds()[i-1]
}

// up reports whether it is a kind of which a ticket has at most one.
func (k LinkKind) up() bool { return k == LinkParent || k == LinkDuplicateOf || k == LinkProblem }

// joins reports whether a ticket of one kind may have such a link to one of another. Problems and changes are known by their name: it
// is "problem" or "change", or ends with "_problem" or "_change".
func (k LinkKind) joins(from, to string) bool {
	switch k {
	case LinkProblem:
		return isKind(to, "problem") && !isKind(from, "problem")
	case LinkCausedBy:
		return isKind(to, "change")
	case LinkIncident, LinkCaused:
		return k.Inverse().joins(to, from)
	}
	return k.Valid()
}

func isKind(kind, name string) bool { return kind == name || strings.HasSuffix(kind, "_"+name) }

// A Link is another ticket of the same client, and what it is to this one. The other has the inverse link, as soon as follow-ups are
// carried out.
type Link struct {
	Kind LinkKind `json:"kind"`
	To   string   `json:"to"`

	// What the other was last known as.
	TicketKind string          `json:"ticket_kind,omitempty"`
	Class      lifecycle.Class `json:"class,omitempty"`
	Seq        int64           `json:"seq,omitempty"` // number of its event that this ticket was last told of
}

func (l Link) same(o Link) bool { return l.Kind == o.Kind && l.To == o.To }

// Link looks a link up.
func (t Ticket) Link(kind LinkKind, to string) (Link, bool) {
	i := slices.IndexFunc(t.Links, Link{Kind: kind, To: to}.same)
	if i < 0 {
		return Link{}, false
	}
	return t.Links[i], true
}

// Linked lists the tickets that a ticket has a kind of link to, in the order in which they were linked.
func (t Ticket) Linked(kind LinkKind) []string {
	var ids []string
	for _, l := range t.Links {
		if l.Kind == kind {
			ids = append(ids, l.To)
		}
	}
	return ids
}

// decidesOn reports whether of two linked tickets it is this one that decides whether they are: the one that can have but one such
// link, the one that something was done to, and of related ones the one whose id comes first. What the other says about the link is a
// wish; so two people who link and unlink both ends at the same time end with two tickets that agree.
func (t Ticket) decidesOn(l Link) bool {
	return l.Kind.up() || l.Kind == LinkCausedBy || l.Kind == LinkRelated && t.ID < l.To
}

// replaceLinks gives the links after an event.
func replaceLinks(old []Link, e Event) []Link {
	if len(e.Links) == 0 && len(e.Unlinks) == 0 {
		return old
	}
	var links []Link
	for _, l := range old {
		if !slices.ContainsFunc(e.Unlinks, l.same) {
			links = append(links, l)
		}
	}
	for _, l := range e.Links {
		if i := slices.IndexFunc(links, l.same); i >= 0 {
			links[i] = l
			continue
		}
		links = append(links, l)
	}
	return links
}
