package ticket_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket"
)

// linkHouse is a desk with all that links are between.
const linkHouse = "name: links\nversion: 1\nkinds: [{name: incident}, {name: request}, {name: problem}, {name: change}]\n"

// kindsOfLinked are the tickets of the model, with what they are.
var kindsOfLinked = map[string]string{"I1": "incident", "I2": "incident", "I3": "incident", "I4": "incident", "P1": "problem", "P2": "problem", "C1": "change"}

// TestRandomLinksAgreeInTheEnd links, unlinks, merges, splits and resolves at random, by people who do not know of each other. Follow-ups
// are carried out at any time in between, by desks that break down and by several at once. Once nothing is owed, every link is there from both sides, none leads to a ticket that
// is not there or is merged, and every ticket is what its events fold to.
func TestRandomLinksAgreeInTheEnd(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		store := &failing{}
		h := houseOf(t, linkHouse, func(c *ticket.Config) { store.Store, c.Store = c.Store, store })
		ids := []string{"I1", "I2", "I3", "I4", "P1", "P2", "C1"}
		for _, id := range ids {
			h.on(id, cleo, ticket.Open{Kind: kindsOfLinked[id], Set: ticket.Set{"subject": id, "requester": "rosa"}})
		}
		for range rapid.IntRange(1, 40).Draw(rt, "commands") {
			h.now = h.now.Add(time.Second)
			id := rapid.SampledFrom(ids).Draw(rt, "ticket")
			if rapid.IntRange(0, 3).Draw(rt, "wake") == 0 {
				store.breakDown(rapid.IntRange(0, 12).Draw(rt, "breaks down at"), rapid.Bool().Draw(rt, "after"))
				if rapid.Bool().Draw(rt, "others") {
					other, does := rapid.SampledFrom(ids).Draw(rt, "other ticket"), drawLinking(rt, ids)
					wakes := rapid.SampledFrom([]string{"", id, other}).Draw(rt, "wakes")
					store.meanwhile = func() {
						h.tries(rt, other, does)
						if wakes != "" {
							require.NoError(rt, h.desk.Wake(t.Context(), "acme", wakes))
						}
					}
				}
				if err := h.desk.Wake(t.Context(), "acme", id); err != nil {
					require.ErrorIs(t, err, errAway)
				}
				store.breakDown(0, false)
				store.meanwhile = nil
				continue
			}
			h.tries(rt, id, drawLinking(rt, ids))
		}
		h.now = h.now.Add(time.Hour)
		h.quiet()
		h.linksAgree(rt)
	})
}

// tries does something that may be refused.
func (h *house) tries(rt *rapid.T, id string, a ticket.Action) {
	_, err := h.desk.Do(h.t.Context(), ticket.Command{Ticket: id, By: cleo, Do: []ticket.Action{a}})
	if !errors.Is(err, ticket.ErrRefused) {
		require.NoError(rt, err)
	}
}

func drawLinking(rt *rapid.T, ids []string) ticket.Action {
	kind := rapid.SampledFrom(ticket.LinkKinds()).Draw(rt, "kind")
	other := rapid.SampledFrom(ids).Draw(rt, "other")
	switch rapid.IntRange(0, 9).Draw(rt, "action") {
	case 0, 1, 2, 3:
		return ticket.LinkTo{Kind: kind, To: other}
	case 4, 5:
		return ticket.Unlink{Kind: kind, To: other}
	case 6:
		return ticket.Merge{Into: other}
	case 7:
		return ticket.Split{Set: ticket.Set{"subject": "part"}}
	case 8:
		return ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n", "root_cause": "r"}}
	default:
		return ticket.Move{Trigger: "reopen"}
	}
}

// linksAgree wants the links of all tickets to be symmetric and to lead to tickets that go on.
func (h *house) linksAgree(rt require.TestingT) {
	all := map[string]ticket.Ticket{}
	for t, err := range h.desk.List(h.t.Context(), ticket.Query{Client: "acme"}) {
		require.NoError(rt, err)
		all[t.ID] = t
	}
	for _, t := range all {
		require.Equal(rt, h.folded(t.ID, "acme"), t)
		require.LessOrEqual(rt, len(t.Linked(ticket.LinkParent)), 1)
		require.LessOrEqual(rt, len(t.Linked(ticket.LinkDuplicateOf)), 1)
		require.LessOrEqual(rt, len(t.Linked(ticket.LinkProblem)), 1)
		if t.MergedInto != "" {
			require.Empty(rt, t.Links, t.ID)
			require.Contains(rt, all, t.MergedInto)
		}
		for _, l := range t.Links {
			what := fmt.Sprintf("%s is %s of %s", l.To, l.Kind, t.ID)
			require.Contains(rt, all, l.To, what)
			require.Empty(rt, all[l.To].MergedInto, what)
			_, back := all[l.To].Link(l.Kind.Inverse(), t.ID)
			require.True(rt, back, what)
		}
	}
}
