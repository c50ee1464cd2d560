package ticket_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// linked is a desk with tickets of several kinds.
func linked(t testing.TB, more string, ids ...string) *house {
	t.Helper()
	h := houseOf(t, linkHouse+more)
	kinds := map[byte]string{'I': "incident", 'R': "request", 'P': "problem", 'C': "change"}
	for _, id := range ids {
		h.on(id, cleo, ticket.Open{Kind: kinds[id[0]], Set: ticket.Set{"subject": "about " + id, "requester": "rosa"}})
	}
	return h
}

// refuses carries out an action on any ticket of acme and wants a refusal that changes nothing.
func (h *house) refuses(id string, by ticket.Actor, a ticket.Action) *ticket.Refusal {
	h.t.Helper()
	before := h.get(id)
	_, err := h.desk.Do(h.t.Context(), ticket.Command{Ticket: id, By: by, Do: []ticket.Action{a}})
	var refusal *ticket.Refusal
	require.ErrorAs(h.t, err, &refusal)
	require.Equal(h.t, before, h.get(id))
	return refusal
}

// solve resolves an incident or a problem.
var solve = ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "a new fuser", "root_cause": "heat"}}

func TestALinkIsThereFromBothSides(t *testing.T) {
	for _, c := range []struct {
		kind, inverse ticket.LinkKind
		from, to      string
	}{
		{ticket.LinkParent, ticket.LinkChild, "I1", "I2"},
		{ticket.LinkChild, ticket.LinkParent, "I1", "I2"},
		{ticket.LinkDuplicateOf, ticket.LinkDuplicatedBy, "I1", "I2"},
		{ticket.LinkDuplicatedBy, ticket.LinkDuplicateOf, "I1", "I2"},
		{ticket.LinkRelated, ticket.LinkRelated, "I2", "I1"},
		{ticket.LinkCausedBy, ticket.LinkCaused, "I1", "C1"},
		{ticket.LinkCaused, ticket.LinkCausedBy, "C1", "I1"},
		{ticket.LinkProblem, ticket.LinkIncident, "I1", "P1"},
		{ticket.LinkIncident, ticket.LinkProblem, "P1", "I1"},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			require.Equal(t, c.inverse, c.kind.Inverse())
			h := linked(t, "", "I1", "I2", "P1", "C1")
			here := h.on(c.from, cleo, ticket.LinkTo{Kind: c.kind, To: c.to})
			there := h.get(c.to)
			require.Equal(t, []ticket.Link{{Kind: c.kind, To: c.to, TicketKind: there.Kind, Class: lifecycle.New, Seq: 1}}, here.Links)
			require.Empty(t, there.Links)

			h.quiet()
			require.Equal(t, []ticket.Link{{Kind: c.inverse, To: c.from, TicketKind: here.Kind, Class: lifecycle.New, Seq: 2}}, h.get(c.to).Links)
			require.Equal(t, []string{c.to}, h.get(c.from).Linked(c.kind))

			version := h.get(c.from).Version
			h.on(c.from, cleo, ticket.LinkTo{Kind: c.kind, To: c.to})
			require.Equal(t, version, h.get(c.from).Version, "there is nothing to do twice")
			h.on(c.from, cleo, ticket.Unlink{Kind: c.kind, To: c.to})
			h.quiet()
			require.Empty(t, h.get(c.from).Links)
			require.Empty(t, h.get(c.to).Links)
		})
	}
	require.Empty(t, ticket.LinkKind("friend").Inverse())
}

func TestALinkIsRefused(t *testing.T) {
	link := func(kind ticket.LinkKind, to string) ticket.Action { return ticket.LinkTo{Kind: kind, To: to} }
	for _, c := range []struct {
		name    string
		given   map[string]ticket.Action
		on      string
		do      ticket.Action
		rule    string
		allowed []string
	}{
		{"to itself", nil, "I1", link(ticket.LinkRelated, "I1"), "link", nil},
		{"to a ticket that is not there", nil, "I1", link(ticket.LinkRelated, "I9"), "link", nil},
		{"of a kind that there is not", nil, "I1", link("friend", "I2"), "link", []string{
			"parent", "child", "duplicate_of", "duplicated_by", "related", "caused_by", "caused", "problem", "incident",
		}},
		{"to a problem that is none", nil, "I1", link(ticket.LinkProblem, "I2"), "link", nil},
		{"of a problem to its problem", nil, "P1", link(ticket.LinkProblem, "P2"), "link", nil},
		{"to an incident that is a problem", nil, "P1", link(ticket.LinkIncident, "P2"), "link", nil},
		{"to a change that is none", nil, "I1", link(ticket.LinkCausedBy, "P1"), "link", nil},
		{"of what is no change to what it caused", nil, "I1", link(ticket.LinkCaused, "I2"), "link", nil},
		{"to a second parent", map[string]ticket.Action{"I1": link(ticket.LinkParent, "I2")}, "I1", link(ticket.LinkParent, "I3"), "link", []string{"I2"}},
		{"to a child that has a parent", map[string]ticket.Action{"I1": link(ticket.LinkParent, "I2")}, "I3", link(ticket.LinkChild, "I1"), "link", []string{"I2"}},
		{"to a second problem", map[string]ticket.Action{"I1": link(ticket.LinkProblem, "P1")}, "I1", link(ticket.LinkProblem, "P2"), "link", []string{"P1"}},
		{"of a parent under its child", map[string]ticket.Action{"I1": link(ticket.LinkParent, "I2")}, "I2", link(ticket.LinkParent, "I1"), "link", nil},
		{"of a parent under its grandchild", map[string]ticket.Action{
			"I1": link(ticket.LinkParent, "I2"), "I2": link(ticket.LinkParent, "I3"),
		}, "I3", link(ticket.LinkParent, "I1"), "link", nil},
		{"of a grandchild above", map[string]ticket.Action{
			"I1": link(ticket.LinkParent, "I2"), "I2": link(ticket.LinkParent, "I3"),
		}, "I1", link(ticket.LinkChild, "I3"), "link", nil},
		{"of a duplicate to a duplicate", map[string]ticket.Action{"I1": link(ticket.LinkDuplicateOf, "I2")}, "I3", link(ticket.LinkDuplicateOf, "I1"), "link", []string{"I2"}},
		{"of an original as a duplicate", map[string]ticket.Action{"I1": link(ticket.LinkDuplicateOf, "I2")}, "I2", link(ticket.LinkDuplicateOf, "I3"), "link", nil},
		{"to a merged ticket", map[string]ticket.Action{"I1": ticket.Merge{Into: "I2"}}, "I3", link(ticket.LinkRelated, "I1"), "merged", []string{"I2"}},
		{"of a merged ticket", map[string]ticket.Action{"I1": ticket.Merge{Into: "I2"}}, "I1", link(ticket.LinkRelated, "I3"), "merged", []string{"I2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := linked(t, "", "I1", "I2", "I3", "P1", "P2", "C1")
			for id, a := range c.given {
				h.on(id, cleo, a)
			}
			h.quiet()
			refusal := h.refuses(c.on, cleo, c.do)
			require.Equal(t, c.rule, refusal.Rule)
			require.Equal(t, c.allowed, refusal.Allowed)
		})
	}
}

func TestATicketIsUnderSoManyParentsAtMost(t *testing.T) {
	ids := make([]string, ticket.MaxHops+2)
	for i := range ids {
		ids[i] = fmt.Sprintf("I%02d", i)
	}
	h := linked(t, "", ids...)
	for i := 1; i <= ticket.MaxHops; i++ {
		h.on(ids[i], cleo, ticket.LinkTo{Kind: ticket.LinkParent, To: ids[i-1]})
	}
	h.quiet()
	require.Equal(t, "link", h.refuses(ids[ticket.MaxHops+1], cleo, ticket.LinkTo{Kind: ticket.LinkParent, To: ids[ticket.MaxHops]}).Rule)
}

func TestOnlyWhoTracksLinksMergesAndSplits(t *testing.T) {
	h := linked(t, "", "I1", "I2")
	own := rosa
	bot := ticket.Actor{Kind: ticket.Automation, ID: "bot", Tier: "L4", Client: "acme"}
	for _, by := range []ticket.Actor{own, vendor, monitor, bot} {
		for _, a := range []ticket.Action{
			ticket.LinkTo{Kind: ticket.LinkRelated, To: "I2"}, ticket.Unlink{Kind: ticket.LinkRelated, To: "I2"}, ticket.Merge{Into: "I2"}, ticket.Split{},
		} {
			require.Equal(t, "right", h.refuses("I1", by, a).Rule, "%T by %s", a, by.Kind)
		}
	}
	require.Equal(t, "right", h.refuses("I1", own, ticket.LinkTo{Kind: ticket.LinkRelated, To: "nowhere"}).Rule, "who may not link learns nothing of other tickets")
	stranger := cleo
	stranger.Client = "acm"
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: "X", By: stranger, Do: []ticket.Action{ticket.Open{}, ticket.LinkTo{Kind: ticket.LinkRelated, To: "I1"}}})
	require.ErrorContains(t, err, `there is no ticket "I1"`)
}

func TestALinkThatTheOtherSideRefusesIsTakenBack(t *testing.T) {
	h := linked(t, "", "I1", "I2", "I3")
	h.on("I1", cleo, ticket.LinkTo{Kind: ticket.LinkChild, To: "I3"})
	h.on("I2", cleo, ticket.LinkTo{Kind: ticket.LinkChild, To: "I3"}) // neither knows of the other
	require.NoError(t, h.desk.Wake(t.Context(), "acme", "I1"))
	h.quiet()
	require.Equal(t, []string{"I1"}, h.get("I3").Linked(ticket.LinkParent))
	require.Equal(t, []string{"I3"}, h.get("I1").Linked(ticket.LinkChild))
	require.Empty(t, h.get("I2").Links)
	took := h.eventsOf("I2", ticket.Followed)[0]
	require.Contains(t, took.Followed[0].Why, "I3 has a link of kind parent already")
	require.Equal(t, "I3", took.Unlinks[0].To)
}

func TestATicketHasSoManyLinksAtMost(t *testing.T) {
	h := linked(t, "", "I1")
	var many []ticket.Action
	for i := range ticket.MaxLinks {
		id := fmt.Sprintf("R%03d", i)
		h.on(id, cleo, ticket.Open{Kind: "request"})
		many = append(many, ticket.LinkTo{Kind: ticket.LinkRelated, To: id})
	}
	for len(many) > 0 {
		n := min(len(many), ticket.MaxActions)
		h.on("I1", cleo, many[:n]...)
		many = many[n:]
	}
	h.on("R", cleo, ticket.Open{Kind: "request"})
	require.Equal(t, "limit", h.refuses("I1", cleo, ticket.LinkTo{Kind: ticket.LinkRelated, To: "R"}).Rule)
	require.Equal(t, "limit", h.refuses("R", cleo, ticket.LinkTo{Kind: ticket.LinkRelated, To: "I1"}).Rule)
}

func TestABulkLinksWhatItOpens(t *testing.T) {
	h := linked(t, "")
	_, err := h.desk.DoAll(t.Context(), []ticket.Command{
		{Ticket: "I1", By: cleo, Do: []ticket.Action{ticket.Open{}}},
		{Ticket: "I2", By: cleo, Do: []ticket.Action{ticket.Open{}, ticket.LinkTo{Kind: ticket.LinkParent, To: "I1"}}},
	})
	require.NoError(t, err)
	h.quiet()
	require.Equal(t, []string{"I2"}, h.get("I1").Linked(ticket.LinkChild))
}

func TestResolvingAParentResolvesAHundredChildren(t *testing.T) {
	store := &failing{}
	h := houseOf(t, linkHouse, func(c *ticket.Config) { store.Store, c.Store = c.Store, store })
	h.on("I", cleo, ticket.Open{})
	for i := range 100 {
		h.on(fmt.Sprintf("I%03d", i), cleo, ticket.Open{}, ticket.LinkTo{Kind: ticket.LinkParent, To: "I"})
	}
	h.on("R1", cleo, ticket.Open{Kind: "request"}, ticket.LinkTo{Kind: ticket.LinkParent, To: "I"})
	h.quiet()
	h.on("I050", ben, solve)
	h.on("R1", ben, ticket.Move{Trigger: "start"})
	h.quiet()

	require.Len(t, h.on("I", cleo, solve).Owed, 202)
	store.breakDown(250, true) // in the middle, after a child is resolved and before anybody knows
	require.ErrorIs(t, h.desk.Wake(t.Context(), "acme", "I"), errAway)
	h.quiet()
	for i := range 100 {
		child := h.get(fmt.Sprintf("I%03d", i))
		require.Equal(t, "resolved", child.State)
		require.Equal(t, "a new fuser", child.ResolutionNote)
		require.Len(t, h.eventsOf(child.ID, ticket.Moved), 1)
	}
	require.Equal(t, "fulfilled", h.get("R1").State)
	for _, l := range h.get("I").Links {
		require.True(t, l.Class.Done(), "the parent knows of %s", l.To)
	}
}

func TestAParentWaitsForItsChildren(t *testing.T) {
	incident := lifecycle.Incident()
	for i := range incident.Transitions {
		if incident.Transitions[i].Trigger == "resolve" {
			incident.Transitions[i].Guards = []string{"children_done"}
		}
	}
	h := houseOf(t, linkHouse, func(c *ticket.Config) {
		book, err := ticket.NewHandbook(ticket.Definition{Name: "g", Version: 1, Kinds: []lifecycle.Definition{incident, {Name: "problem"}}, Links: []ticket.LinkRule{}})
		require.NoError(t, err)
		c.Handbook = book
	})
	h.on("I1", cleo, ticket.Open{})
	h.on("I2", cleo, ticket.Open{}, ticket.LinkTo{Kind: ticket.LinkParent, To: "I1"})
	h.quiet()
	require.Equal(t, []string{"children_done"}, h.refuses("I1", cleo, solve).Unmet)
	h.on("I2", cleo, solve)
	h.quiet()
	h.on("I1", cleo, solve)
	require.Equal(t, "resolved", h.get("I2").State)
	h.on("I2", cleo, ticket.Move{Trigger: "reopen"})
	h.quiet()
	l, _ := h.get("I1").Link(ticket.LinkChild, "I2")
	require.Equal(t, lifecycle.Active, l.Class)
}

func TestWhatIsOvertakenDoesNotHappen(t *testing.T) {
	rules := "links:\n  - {along: child, on: resolved, trigger: resolve, copy: [resolution, resolution_note]}\n  - {along: child, on: reopened, trigger: reopen}\n"
	h := linked(t, rules, "I1", "I2")
	h.on("I2", cleo, ticket.LinkTo{Kind: ticket.LinkParent, To: "I1"})
	h.quiet()
	h.on("I1", cleo, solve)
	h.on("I1", cleo, ticket.Move{Trigger: "reopen"})
	h.on("I2", cleo, ticket.Unlink{Kind: ticket.LinkParent, To: "I1"})
	h.on("I2", cleo, ticket.LinkTo{Kind: ticket.LinkParent, To: "I1"})
	h.quiet()
	require.Empty(t, h.eventsOf("I2", ticket.Moved), "it was owed to the child of before")
	h.on("I1", cleo, solve)
	h.quiet()
	require.Equal(t, "resolved", h.get("I2").State)
}

func TestADuplicateIsToldWhenTheOriginalIsResolved(t *testing.T) {
	h := linked(t, "notify: [{on: messaged, to: [{kind: requester}]}]\n", "I1", "I2")
	h.on("I2", cleo, ticket.LinkTo{Kind: ticket.LinkDuplicateOf, To: "I1"})
	h.quiet()
	require.Equal(t, "new", h.get("I2").State)
	h.on("I1", cleo, solve)
	h.quiet()
	require.Equal(t, "resolved", h.get("I2").State)
	require.Len(t, h.sent, 1)
	require.Equal(t, "rosa", h.sent[0].To.ID)
	require.Equal(t, "messaged: This is resolved.\na new fuser", h.sent[0].Text)
}

func TestADuplicateIsClosedWhenTheTableSaysSo(t *testing.T) {
	h := linked(t, "links: [{along: duplicated_by, on: linked, trigger: cancel, set: {resolution_note: a duplicate}}]\n", "I1", "I2", "I3")
	h.on("I1", cleo, ticket.LinkTo{Kind: ticket.LinkDuplicatedBy, To: "I2"})
	h.on("I3", cleo, ticket.LinkTo{Kind: ticket.LinkDuplicateOf, To: "I1"})
	h.quiet()
	for _, id := range []string{"I2", "I3"} {
		require.Equal(t, "cancelled", h.get(id).State)
		require.Equal(t, "a duplicate", h.get(id).ResolutionNote)
		require.Len(t, h.eventsOf(id, ticket.Moved), 1)
	}
	require.Equal(t, "new", h.get("I1").State)
}

func TestAKnownErrorIsNotedOnTheIncidents(t *testing.T) {
	h := linked(t, "", "I1", "P1", "P2")
	h.on("I1", cleo, ticket.LinkTo{Kind: ticket.LinkProblem, To: "P1"})
	h.on("P2", cleo, ticket.LinkTo{Kind: ticket.LinkRelated, To: "I1"})
	h.quiet()
	known := ticket.Move{Trigger: "document", Set: ticket.Set{"root_cause": "heat", "workaround": "switch it off and on"}}
	h.on("P1", cleo, known)
	h.on("P2", cleo, known)
	h.quiet()
	notes := h.eventsOf("I1", ticket.Noted)
	require.Len(t, notes, 1)
	require.Equal(t, "The problem is a known error. What helps:\nswitch it off and on", notes[0].Entry)
}

// TestWhatTravels sends every thing that can happen along a link.
func TestWhatTravels(t *testing.T) {
	hold := ticket.Move{Trigger: "hold", Pending: "awaiting_vendor"}
	start := ticket.Move{Trigger: "start"}
	cancel := ticket.Move{Trigger: "cancel", Set: ticket.Set{"resolution_note": "n"}}
	for _, c := range []struct {
		on     string
		do     []ticket.Action
		before []ticket.Action
	}{
		{"on: active", []ticket.Action{start}, nil},
		{"on: waiting", []ticket.Action{hold}, nil},
		{"state: on_hold", []ticket.Action{hold}, nil},
		{"on: resolved", []ticket.Action{solve}, nil},
		{"on: closed", []ticket.Action{ticket.Move{Trigger: "close"}}, []ticket.Action{solve}},
		{"on: cancelled", []ticket.Action{cancel}, nil},
		{"on: cancelled", []ticket.Action{ticket.Merge{Into: "I3"}}, nil},
		{"on: reopened", []ticket.Action{ticket.Move{Trigger: "reopen"}}, []ticket.Action{solve}},
		{"on: message, kind: incident, other: incident", []ticket.Action{ticket.Message{Text: "m"}}, nil},
		{"on: note", []ticket.Action{ticket.Note{Text: "n"}}, nil},
		{"field: category", []ticket.Action{ticket.Set{"category": "printing"}}, nil},
	} {
		t.Run(c.on, func(t *testing.T) {
			does := "entry: note, text: so it is"
			if c.on == "on: note" || c.on[:5] == "on: m" {
				does = "entry: note"
			}
			h := linked(t, fmt.Sprintf("links: [{along: child, %s, %s}]\n", c.on, does), "I1", "I2", "I3")
			h.on("I2", cleo, ticket.LinkTo{Kind: ticket.LinkParent, To: "I1"})
			for _, a := range c.before {
				h.on("I1", cleo, a)
			}
			h.quiet()
			require.Empty(t, h.eventsOf("I2", ticket.Noted))
			for _, a := range c.do {
				h.on("I1", cleo, a)
			}
			h.quiet()
			if c.on == "on: cancelled" && h.get("I1").MergedInto != "" {
				require.Empty(t, h.eventsOf("I2", ticket.Noted), "the links of a merged ticket have moved")
				return
			}
			require.Len(t, h.eventsOf("I2", ticket.Noted), 1)
			require.Empty(t, h.eventsOf("I3", ticket.Noted))
		})
	}
}

func TestMovesTravelOnAndEntriesDoNot(t *testing.T) {
	rules := "links:\n  - {along: child, on: message, entry: message}\n  - {along: child, field: category, copy: [category]}\n  - {along: child, on: active, trigger: start}\n  - {along: parent, on: active, trigger: start}\n"
	h := linked(t, rules, "I1", "I2", "I3")
	h.on("I2", cleo, ticket.LinkTo{Kind: ticket.LinkParent, To: "I1"}, ticket.LinkTo{Kind: ticket.LinkChild, To: "I3"})
	h.quiet()
	h.on("I1", cleo, ticket.Message{Text: "we are at it"}, ticket.Set{"category": "printing"}, ticket.Move{Trigger: "start"})
	h.on("I1", rosa, ticket.Message{Text: "thanks"})
	h.quiet()
	require.Equal(t, []string{"in_progress", "in_progress"}, []string{h.get("I2").State, h.get("I3").State})
	require.Len(t, h.eventsOf("I2", ticket.Messaged), 1)
	require.Equal(t, "printing", h.get("I2").Category)
	require.Empty(t, h.eventsOf("I3", ticket.Messaged))
	require.Empty(t, h.get("I3").Category)
	require.Len(t, h.eventsOf("I1", ticket.Moved), 1, "nothing comes back")
}

func TestMovesGoRoundInCirclesOnlySoOften(t *testing.T) {
	rules := "links:\n  - {along: related, on: resolved, trigger: reopen}\n  - {along: related, on: reopened, trigger: resolve, copy: [resolution, resolution_note]}\n"
	h := linked(t, rules, "I1", "I2", "I3")
	for i, id := range []string{"I1", "I2", "I3"} {
		h.on(id, cleo, solve)
		h.now = h.now.Add(time.Second)
		h.on(id, cleo, ticket.LinkTo{Kind: ticket.LinkRelated, To: []string{"I2", "I3", "I1"}[i]})
	}
	h.quiet()
	h.on("I1", cleo, ticket.Move{Trigger: "reopen"})
	h.quiet()
}

func TestWhatBecomesAnotherKindKeepsLinksThatFit(t *testing.T) {
	h := linked(t, "kind_changes: [{from: incident, to: problem, states: {new: new}}, {from: incident, to: request, states: {new: new}}]\n", "I1", "I2", "P1")
	h.on("I1", cleo, ticket.LinkTo{Kind: ticket.LinkProblem, To: "P1"}, ticket.LinkTo{Kind: ticket.LinkRelated, To: "I2"})
	h.quiet()
	require.Equal(t, "link", h.refuses("I1", cleo, ticket.ChangeKind{To: "problem"}).Rule)
	h.on("I1", cleo, ticket.ChangeKind{To: "request"})
	h.quiet()
	for id, kind := range map[string]ticket.LinkKind{"P1": ticket.LinkIncident, "I2": ticket.LinkRelated} {
		l, _ := h.get(id).Link(kind, "I1")
		require.Equal(t, "request", l.TicketKind)
	}
	h.on("I1", cleo, ticket.Unlink{Kind: ticket.LinkProblem, To: "P1"})
	h.quiet()
	require.Empty(t, h.get("P1").Links)
}

func TestATableOfLinksWithAFault(t *testing.T) {
	for _, c := range []struct{ name, rule, want string }{
		{"an unknown link", "{along: friend, on: resolved, trigger: resolve}", `links[0].along: unknown kind of link "friend"`},
		{"kinds that have no such link", "{along: incident, kind: incident, on: resolved, trigger: resolve}", `links[0].along: a ticket of kind "incident" has no ticket of any kind as its incident`},
		{"nothing that happens", "{along: child, trigger: resolve}", `links[0]: has 0 of on, state and field; want one`},
		{"two things that happen", "{along: child, on: resolved, state: resolved, trigger: resolve}", `links[0]: has 2 of on, state and field; want one`},
		{"something that does not happen", "{along: child, on: sunset, trigger: resolve}", `links[0].on: "sunset" is nothing that happens`},
		{"an unknown state", "{along: child, state: asleep, trigger: resolve}", `links[0].state: there is no state "asleep"`},
		{"a state of another kind", "{along: child, kind: incident, state: known_error, trigger: resolve}", `links[0].state: there is no state "known_error"`},
		{"an unknown field", "{along: child, field: mood, trigger: resolve}", `links[0].field: there is no field "mood"`},
		{"an unknown trigger", "{along: child, on: resolved, trigger: fly}", `links[0].trigger: no transition has the trigger "fly"`},
		{"a trigger of another kind", "{along: child, other: request, on: resolved, trigger: resolve}", `links[0].trigger: no transition has the trigger "resolve"`},
		{"two things to do", "{along: child, on: resolved, trigger: resolve, entry: note, text: t}", `links[0]: pulls a trigger and adds an entry`},
		{"nothing to do", "{along: child, on: resolved}", `links[0]: does nothing`},
		{"a text of nothing", "{along: child, on: resolved, trigger: resolve, text: t}", `links[0]: an entry has a text`},
		{"an entry that sets a field", "{along: child, on: resolved, entry: note, text: t, set: {category: c}}", `links[0]: an entry has a text`},
		{"an unknown entry", "{along: child, on: resolved, entry: song, text: t}", `links[0].entry: unknown entry "song"`},
		{"a note that becomes public", "{along: child, on: note, entry: message}", `links[0].entry: a note is private`},
		{"a text instead of the entry", "{along: child, on: message, entry: message, text: t}", `links[0].text: the entry that happens is what is added`},
		{"an entry without a text", "{along: child, on: resolved, entry: note, copy: [resolution_note]}", `links[0].text: is missing`},
		{"an unknown field to copy", "{along: child, on: resolved, trigger: resolve, copy: [mood]}", `links[0].copy[0]: there is no field "mood"`},
		{"a field to copy twice", "{along: child, on: resolved, trigger: resolve, copy: [category, category]}", `links[0].copy[1]: "category" is there already`},
		{"an unknown field to set", "{along: child, on: resolved, trigger: resolve, set: {mood: m}}", `links[0].set[mood]: there is no field "mood"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := handbook.Parse([]byte(linkHouse + "links: [" + c.rule + "]\n"))
			require.ErrorIs(t, err, ticket.ErrInvalid)
			require.ErrorContains(t, err, c.want)
			require.Len(t, ticket.Faults(err), 1)
		})
	}
}

func TestTheUsualTableIsSoundWhereItsKindsAre(t *testing.T) {
	var kinds []lifecycle.Definition
	for _, k := range lifecycle.ReadyMade() {
		kinds = append(kinds, lifecycle.Definition{Name: k.Name})
	}
	_, err := ticket.NewHandbook(ticket.Definition{Name: "all", Version: 1, Kinds: kinds, Links: ticket.DefaultLinkRules()})
	require.NoError(t, err)
	_, err = ticket.NewHandbook(ticket.Definition{Name: "few", Version: 1, Links: ticket.DefaultLinkRules()})
	require.ErrorIs(t, err, ticket.ErrInvalid, "incidents alone have no problem")
	_, err = ticket.NewHandbook(ticket.Definition{Name: "few", Version: 1})
	require.NoError(t, err, "left out of the usual table")
	require.True(t, tier.Default().Can("L1", tier.Track))
}
