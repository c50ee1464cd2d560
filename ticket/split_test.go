package ticket_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

func TestAPartOfATicketIsSplitOff(t *testing.T) {
	h := linked(t, "", "I1", "I2", "I3")
	h.on("I1", cleo, ticket.LinkTo{Kind: ticket.LinkChild, To: "I2"}, ticket.LinkTo{Kind: ticket.LinkChild, To: "I3"},
		ticket.Set{"category": "printing", "impact": "high"}, ticket.Note{Text: "1"}, ticket.Message{Text: "2"}, ticket.Note{Text: "3"})
	h.quiet()
	h.on("I1", cleo, ticket.Split{
		Set: ticket.Set{"subject": "The scanner", "text": "It hums", "category": "scanning"}, Children: []string{"I3"}, Entries: []int{3, 2},
	})
	h.quiet()
	h.linksAgree(t)

	followed := h.eventsOf("I1", ticket.Followed)
	id := ""
	for _, e := range followed {
		for _, f := range e.Followed {
			if f.Ticket != "I2" && f.Ticket != "I3" {
				id = f.Ticket
			}
		}
	}
	part := h.get(id)
	require.Equal(t, []string{"incident", "The scanner", "It hums", "scanning", "high", "rosa"},
		[]string{part.Kind, part.Subject, part.Text, part.Category, part.Impact, part.Requester})
	require.Equal(t, []string{"I1"}, part.Linked(ticket.LinkRelated))
	require.Equal(t, []string{"I3"}, part.Linked(ticket.LinkChild))
	require.Equal(t, "Split from I1. It is about entries 2, 3 there.", h.eventsOf(id, ticket.Noted)[0].Entry)

	whole := h.get("I1")
	require.Equal(t, []string{"I2"}, whole.Linked(ticket.LinkChild))
	require.Equal(t, []string{id}, whole.Linked(ticket.LinkRelated))
	require.Equal(t, []string{id}, h.get("I3").Linked(ticket.LinkParent))
}

func TestAPartMayBeOfAnotherKind(t *testing.T) {
	h := linked(t, "", "I1")
	h.on("I1", cleo, ticket.Note{Text: "1"}, ticket.Split{Kind: "request", Set: ticket.Set{"subject": "A new printer"}, Entries: []int{1}})
	h.quiet()
	part := h.get(h.get("I1").Linked(ticket.LinkRelated)[0])
	require.Equal(t, "request", part.Kind)
	require.Equal(t, "Split from I1. It is about entry 1 there.", h.eventsOf(part.ID, ticket.Noted)[0].Entry)
}

func TestSplittingIsRefused(t *testing.T) {
	h := linked(t, "", "I1", "I2")
	h.on("I1", cleo, ticket.Note{Text: "1"}, ticket.LinkTo{Kind: ticket.LinkChild, To: "I2"})
	for _, c := range []struct {
		name string
		do   ticket.Split
		rule string
	}{
		{"a kind that there is not", ticket.Split{Kind: "wish"}, "kind"},
		{"a field that follows from what happens", ticket.Split{Set: ticket.Set{"state": "closed"}}, "field"},
		{"a child that is none", ticket.Split{Children: []string{"I9"}}, "link"},
		{"an entry that there is not", ticket.Split{Entries: []int{2}}, "entry"},
		{"entry 0", ticket.Split{Entries: []int{0}}, "entry"},
		{"far too many", ticket.Split{Entries: make([]int, ticket.MaxLinks+1)}, "limit"},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.rule, h.refuses("I1", cleo, c.do).Rule) })
	}
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: "I9", By: cleo, Do: []ticket.Action{ticket.Split{}}})
	require.ErrorIs(t, err, ticket.ErrNotFound)
}
