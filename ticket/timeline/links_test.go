package timeline_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/timeline"
)

func TestLinksAreTold(t *testing.T) {
	tell := func(before ticket.Ticket, e ticket.Event) string {
		e.Seq = before.Version + 1
		return timeline.Teller{}.Sentence(before, e)
	}
	child := ticket.Link{Kind: ticket.LinkChild, To: "T-2", Class: "resolved"}
	parent := ticket.Ticket{Version: 1, Links: []ticket.Link{{Kind: ticket.LinkChild, To: "T-2"}}}
	require.Equal(t, "T-2 is its child", tell(ticket.Ticket{}, ticket.Event{Type: ticket.Linked, Links: []ticket.Link{child}}))
	require.Equal(t, "T-2, its child, is resolved", tell(parent, ticket.Event{Type: ticket.Linked, Links: []ticket.Link{child}}))
	require.Equal(t, "T-2 is no longer its child", tell(parent, ticket.Event{Type: ticket.Unlinked, Unlinks: []ticket.Link{child}}))
	require.Equal(t, "linked: passed on to T-9", tell(parent, ticket.Event{Type: ticket.Linked, Why: "passed on to T-9"}))
	require.Equal(t, "merges it into T-9", tell(parent, ticket.Event{Type: ticket.Merged, Changes: []ticket.Change{{Field: ticket.FieldMergedInto, To: "T-9"}}}))
	require.Equal(t, "T-3 was merged into it", tell(parent, ticket.Event{Type: ticket.Absorbed, Absorbs: "T-3"}))
	require.Equal(t, "T-3 was merged into it; T-4 is the problem behind it",
		tell(parent, ticket.Event{Type: ticket.Absorbed, Absorbs: "T-3", Links: []ticket.Link{{Kind: ticket.LinkProblem, To: "T-4"}}}))
	for _, kind := range ticket.LinkKinds() {
		got := tell(ticket.Ticket{}, ticket.Event{Type: ticket.Linked, Links: []ticket.Link{{Kind: kind, To: "T-2"}}})
		require.Greater(t, len(got), len("T-2 is "), kind)
	}
}
