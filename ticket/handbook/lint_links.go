package handbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// links looks whether the triggers that travel along links bring what they are asked for.
func (l *linter) links() {
	for i, r := range l.d.Links {
		for _, kind := range l.h.Kinds() {
			if r.Trigger == "" || r.Other != "" && r.Other != kind {
				continue
			}
			cycle, _ := l.h.Lifecycle(kind)
			if gone := unbrought(r, cycle); len(gone) > 0 {
				l.add(LinkRefused, fmt.Sprintf("links[%d].trigger", i), "%s of kind %s asks for %s, which is neither copied nor set", r.Trigger, kind, strings.Join(gone, ", "))
				break
			}
		}
	}
}

// unbrought lists what a trigger that comes along a link asks for and does not bring.
func unbrought(r ticket.LinkRule, cycle *lifecycle.Lifecycle) []string {
	var gone []string
	for _, t := range cycle.Definition().Transitions {
		if t.Trigger != r.Trigger {
			continue
		}
		to, _ := cycle.State(t.To)
		for _, f := range slices.Concat(t.Require, to.Require) {
			if r.Set[ticket.Field(f)] == "" && !slices.Contains(r.Copy, ticket.Field(f)) && !slices.Contains(gone, f) {
				gone = append(gone, f)
			}
		}
	}
	return gone
}
