package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

func TestAMergedTicketEndsAndItsLinksGoOn(t *testing.T) {
	h := linked(t, "", "I1", "I2", "I3", "I4", "I5", "P1", "C1")
	h.on("I1", cleo,
		ticket.LinkTo{Kind: ticket.LinkParent, To: "I3"}, ticket.LinkTo{Kind: ticket.LinkChild, To: "I4"},
		ticket.LinkTo{Kind: ticket.LinkRelated, To: "I2"}, ticket.LinkTo{Kind: ticket.LinkRelated, To: "I5"},
		ticket.LinkTo{Kind: ticket.LinkProblem, To: "P1"}, ticket.LinkTo{Kind: ticket.LinkCausedBy, To: "C1"},
		ticket.Message{Text: "we look at it"})
	h.quiet()
	gone := h.on("I1", cleo, ticket.Merge{Into: "I2"})
	require.Equal(t, "I2", gone.MergedInto)
	require.Equal(t, "cancelled", gone.State)
	require.Equal(t, "merged into I2", gone.ResolutionNote)
	require.Empty(t, gone.Links)
	require.Equal(t, monday, gone.Closed)
	h.quiet()
	h.linksAgree(t)

	got := h.get("I2")
	require.Equal(t, []string{"I1"}, got.Merged)
	for kind, to := range map[ticket.LinkKind]string{
		ticket.LinkParent: "I3", ticket.LinkChild: "I4", ticket.LinkRelated: "I5", ticket.LinkProblem: "P1", ticket.LinkCausedBy: "C1",
	} {
		require.Equal(t, []string{to}, got.Linked(kind), kind)
	}
	require.Equal(t, "I1 was merged into this ticket. Its subject: about I1. Its requester: rosa.", h.eventsOf("I2", ticket.Noted)[0].Entry)
	require.Len(t, h.eventsOf("I1", ticket.Messaged), 1, "its entries are still there")
}

func TestASecondParentBecomesARelatedTicket(t *testing.T) {
	h := linked(t, "", "I1", "I2", "I3", "I4", "I5", "I6")
	h.on("I1", cleo, ticket.LinkTo{Kind: ticket.LinkParent, To: "I3"}, ticket.LinkTo{Kind: ticket.LinkDuplicatedBy, To: "I6"})
	h.on("I2", cleo, ticket.LinkTo{Kind: ticket.LinkParent, To: "I4"}, ticket.LinkTo{Kind: ticket.LinkDuplicatedBy, To: "I5"})
	h.quiet()
	h.on("I1", cleo, ticket.Merge{Into: "I2"})
	h.quiet()
	h.linksAgree(t)
	require.Equal(t, []string{"I4"}, h.get("I2").Linked(ticket.LinkParent))
	require.Equal(t, []string{"I3"}, h.get("I2").Linked(ticket.LinkRelated))
	require.Equal(t, []string{"I5", "I6"}, h.get("I2").Linked(ticket.LinkDuplicatedBy))
}

func TestWhatIsBetweenTwoTicketsEndsWhenTheyAreMerged(t *testing.T) {
	for _, kind := range []ticket.LinkKind{ticket.LinkParent, ticket.LinkChild, ticket.LinkDuplicateOf, ticket.LinkRelated} {
		h := linked(t, "", "I1", "I2", "I3")
		h.on("I1", cleo, ticket.LinkTo{Kind: kind, To: "I2"})
		h.quiet()
		h.on("I1", cleo, ticket.Merge{Into: "I2"})
		h.quiet()
		require.Empty(t, h.get("I2").Links, kind)
	}
}

func TestMergingIsRefused(t *testing.T) {
	h := linked(t, "", "I1", "I2", "I3", "I4", "I5", "R1", "P1")
	h.on("I2", cleo, ticket.Merge{Into: "I3"})
	h.on("I4", cleo, ticket.LinkTo{Kind: ticket.LinkDuplicateOf, To: "I3"})
	h.on("I5", cleo, solve, ticket.Move{Trigger: "close"})
	h.quiet()
	for _, c := range []struct {
		name, on, into string
		rule           string
		allowed        []string
	}{
		{"into itself", "I1", "I1", "link", nil},
		{"into a ticket that is not there", "I1", "I9", "link", nil},
		{"into a merged ticket", "I1", "I2", "merged", []string{"I3"}},
		{"of a merged ticket", "I2", "I1", "merged", []string{"I3"}},
		{"into a closed ticket", "I1", "I5", "merge", nil},
		{"of a closed ticket", "I5", "I1", "merge", nil},
		{"into a ticket of another kind", "I1", "R1", "merge", nil},
		{"into a duplicate", "I1", "I4", "merge", []string{"I3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			refusal := h.refuses(c.on, cleo, ticket.Merge{Into: c.into})
			require.Equal(t, c.rule, refusal.Rule)
			require.Equal(t, c.allowed, refusal.Allowed)
		})
	}
}

func TestNothingIsDoneToAMergedTicket(t *testing.T) {
	h := linked(t, "", "I1", "I2")
	h.on("I1", cleo, ticket.Merge{Into: "I2"})
	h.quiet()
	for _, a := range []ticket.Action{
		ticket.Message{Text: "hello"}, ticket.Note{Text: "n"}, ticket.Set{"subject": "s"}, ticket.Move{Trigger: "reopen"}, ticket.Merge{Into: "I2"}, ticket.Split{},
	} {
		for _, by := range []ticket.Actor{rosa, cleo, mara, {Kind: ticket.System, ID: "import", Client: "acme"}} {
			refusal := h.refuses("I1", by, a)
			require.Equal(t, "merged", refusal.Rule, "%T", a)
			require.Equal(t, []string{"I2"}, refusal.Allowed)
		}
	}
	seen, err := h.desk.GetAs(t.Context(), rosa, "I1")
	require.NoError(t, err)
	require.Equal(t, "I2", seen.MergedInto)
}

func TestALifecycleWithoutAWayToMergeRefuses(t *testing.T) {
	incident := lifecycle.Incident()
	incident.OnMerge = ""
	book, err := ticket.NewHandbook(ticket.Definition{Name: "g", Version: 1, Kinds: []lifecycle.Definition{incident}})
	require.NoError(t, err)
	h := houseOf(t, linkHouse, func(c *ticket.Config) { c.Handbook = book })
	h.some("I1", "I2")
	require.Contains(t, h.refuses("I1", cleo, ticket.Merge{Into: "I2"}).Why, "no way to end a ticket")
}

func TestALifecycleAsksForMoreWhenTicketsAreMerged(t *testing.T) {
	incident := lifecycle.Incident()
	for i := range incident.Transitions {
		if incident.Transitions[i].Trigger == "cancel" {
			incident.Transitions[i].Require = []string{"resolution", "resolution_note"}
		}
	}
	book, err := ticket.NewHandbook(ticket.Definition{Name: "g", Version: 1, Kinds: []lifecycle.Definition{incident}})
	require.NoError(t, err)
	h := houseOf(t, linkHouse, func(c *ticket.Config) { c.Handbook = book })
	h.some("I1", "I2")
	require.Equal(t, []string{"resolution"}, h.refuses("I1", cleo, ticket.Merge{Into: "I2"}).Missing)
	got := h.on("I1", cleo, ticket.Merge{Into: "I2", Set: ticket.Set{"resolution": "same", "resolution_note": "the same printer"}})
	require.Equal(t, "the same printer", got.ResolutionNote)
}

func TestClocksPoliciesAndNoticesOfAMergedTicketEnd(t *testing.T) {
	h := newHouse(t)
	h.some("S")
	h.fail = escalation.ErrPermanent
	h.printing()
	h.fail = nil
	h.now = monday.Add(10 * time.Minute)
	require.NoError(t, h.desk.Wake(t.Context(), "acme", "T")) // a policy queues a notice
	require.Equal(t, escalation.Armed, h.get("T").Cursors[0].State)
	got := h.do(cleo, ticket.Merge{Into: "S"})
	for _, c := range got.Clocks {
		require.NotEqual(t, sla.Running, c.State, c.Metric)
		require.False(t, c.Breached(sla.Always(), h.now), c.Metric)
	}
	for _, c := range got.Cursors {
		require.Equal(t, escalation.Stopped, c.State)
	}
	require.Nil(t, got.Offer)
	h.sent = nil
	h.now = monday.Add(30 * 24 * time.Hour)
	h.quiet()
	for _, n := range h.sent {
		require.NotEqual(t, "T", n.Ticket, n.Text)
	}
}

func TestWhoWatchedAMergedTicketWatchesTheOther(t *testing.T) {
	h := linked(t, "", "I2")
	h.on("I1", cleo, ticket.Open{Set: ticket.Set{"subject": "s", "requester": "rolf"}}, ticket.Watch{Kind: ticket.Engineer, ID: "ben"}, ticket.Watch{Kind: ticket.Requester, ID: "rosa"})
	h.on("I2", cleo, ticket.Watch{Kind: ticket.Engineer, ID: "ben"})
	h.on("I1", cleo, ticket.Merge{Into: "I2"})
	h.quiet()
	require.Equal(t, []ticket.Watcher{{Kind: ticket.Engineer, ID: "ben"}, {Kind: ticket.Requester, ID: "rolf"}}, h.get("I2").Watchers)
}

func TestTheOpenTasksOfAMergedTicketGoOn(t *testing.T) {
	h := linked(t, "", "I1", "I2", "I3", "I4")
	do := ticket.AddTask{Title: "call the vendor", For: ticket.Doer{Engineer: "ben"}, Due: monday.Add(time.Hour)}
	h.on("I1", cleo, do, ticket.AddTask{Title: "done"}, ticket.EndTask{Task: 2})
	h.on("I3", cleo, do)
	h.on("I4", cleo, solve)
	h.on("I1", cleo, ticket.Merge{Into: "I2"})
	h.on("I3", cleo, ticket.Merge{Into: "I4"})
	h.quiet()
	require.Equal(t, []ticket.Task{{ID: 1, Title: "call the vendor", For: do.For, Due: do.Due, State: ticket.TaskOpen}}, h.get("I2").Tasks)
	require.Empty(t, h.get("I4").Tasks, "there is nothing to do on a ticket that is resolved")
	require.Contains(t, h.eventsOf("I4", ticket.Noted)[0].Entry, "Still to do there: call the vendor.")
}

func TestAChainOfMergesEndsAtTheLast(t *testing.T) {
	h := linked(t, "", "I1", "I2", "I3", "I4")
	h.on("I1", cleo, ticket.LinkTo{Kind: ticket.LinkParent, To: "I4"})
	h.on("I1", cleo, ticket.Merge{Into: "I2"}) // and before anybody has told I2 of it
	h.on("I2", cleo, ticket.Merge{Into: "I3"})
	h.quiet()
	h.linksAgree(t)
	require.ElementsMatch(t, []string{"I1", "I2"}, h.get("I3").Merged)
	require.Equal(t, []string{"I4"}, h.get("I3").Linked(ticket.LinkParent))
	require.Equal(t, []string{"I3"}, h.get("I4").Linked(ticket.LinkChild))
}

func TestALinkThatComesTooLateGoesOn(t *testing.T) {
	for _, kind := range []ticket.LinkKind{ticket.LinkParent, ticket.LinkChild, ticket.LinkRelated} {
		h := linked(t, "", "I1", "I2", "I3")
		h.on("I3", cleo, ticket.LinkTo{Kind: kind, To: "I1"})
		h.on("I1", cleo, ticket.Merge{Into: "I2"})
		h.quiet()
		h.linksAgree(t)
		require.Equal(t, []string{"I2"}, h.get("I3").Linked(kind), kind)
		require.Equal(t, []string{"I1"}, h.get("I2").Merged)
	}
}

// TestMergingLosesNothing merges a ticket with random links into one with others: whatever was linked to either is linked to the one
// that goes on, and every note and message is where it was.
func TestMergingLosesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ids := []string{"I1", "I2", "I3", "I4", "I5", "P1", "P2", "C1"}
		h := linked(t, "", ids...)
		for range rapid.IntRange(1, 12).Draw(rt, "links") {
			of := rapid.SampledFrom([]string{"I1", "I2"}).Draw(rt, "of")
			a := ticket.LinkTo{Kind: rapid.SampledFrom(ticket.LinkKinds()).Draw(rt, "kind"), To: rapid.SampledFrom(ids).Draw(rt, "to")}
			_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: of, By: cleo, Do: []ticket.Action{a, ticket.Note{Text: "linked"}}})
			if err != nil {
				require.ErrorIs(t, err, ticket.ErrRefused)
			}
			if rapid.Bool().Draw(rt, "quiet") {
				h.quiet()
			}
		}
		h.quiet()
		near := map[string]bool{}
		for _, l := range append(h.get("I1").Links, h.get("I2").Links...) {
			near[l.To] = true
		}
		delete(near, "I1")
		delete(near, "I2")
		notes := h.get("I1").Entries
		_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: "I1", By: cleo, Do: []ticket.Action{ticket.Merge{Into: "I2"}}})
		if err != nil {
			require.NotEmpty(t, h.get("I2").Linked(ticket.LinkDuplicateOf), "the only reason to refuse: %v", err)
			return
		}
		h.quiet()
		h.linksAgree(rt)
		for _, l := range h.get("I2").Links {
			delete(near, l.To)
		}
		require.Empty(rt, near, "no longer linked")
		require.Equal(rt, notes, h.get("I1").Entries)
	})
}
