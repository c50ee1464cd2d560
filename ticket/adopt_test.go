package ticket_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// nextVersion is the handbook of the tests as version 4, with something replaced: what is found first by what it becomes.
func nextVersion(t testing.TB, pairs ...string) *ticket.Handbook {
	t.Helper()
	text, err := os.ReadFile("testdata/handbook.yaml")
	require.NoError(t, err)
	policy := strings.Replace(string(text), "version: 3", "version: 4", 1)
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, policy, pairs[i])
		policy = strings.Replace(policy, pairs[i], pairs[i+1], 1)
	}
	book, err := handbook.Parse([]byte(policy))
	require.NoError(t, err)
	return book
}

// knowing lets a desk know another version besides its own.
func knowing(book *ticket.Handbook) func(*ticket.Config) {
	return func(c *ticket.Config) { c.Earlier = append(c.Earlier, book) }
}

// adoption is what the desk says that adopting version 4 would change for the ticket T.
func (h *house) adoption(a ticket.Adopt) ticket.Adoption {
	h.t.Helper()
	before, err := h.desk.Get(h.t.Context(), "acme", "T")
	require.NoError(h.t, err)
	var found []ticket.Adoption
	for adoption, err := range h.desk.Adoptions(h.t.Context(), ticket.Query{Client: "acme"}, a) {
		require.NoError(h.t, err)
		found = append(found, adoption)
	}
	require.Len(h.t, found, 1)
	after, err := h.desk.Get(h.t.Context(), "acme", "T")
	require.NoError(h.t, err)
	require.Equal(h.t, before, after, "looking changes nothing")
	return found[0]
}

// adopted previews version 4, adopts it, and wants both to say the same.
func (h *house) adopted(a ticket.Adopt) (ticket.Ticket, []string) {
	h.t.Helper()
	a.Version = 4
	preview := h.adoption(a)
	require.Nil(h.t, preview.Refused)
	t := h.do(mara, a)
	require.Equal(h.t, reread(h.t, preview.After).Clocks, t.Clocks)
	require.Equal(h.t, 4, t.Handbook)
	require.Len(h.t, h.events(ticket.Adopted), 1)
	var texts []string
	for _, e := range preview.Effects {
		texts = append(texts, e.Text)
	}
	return t, texts
}

func p1() ticket.Open {
	return ticket.Open{Set: ticket.Set{"subject": "Cannot print", "impact": "high", "urgency": "high"}}
}

func TestATicketKeepsItsVersionUntilItAdoptsAnother(t *testing.T) {
	h := newHouse(t, knowing(nextVersion(t)))
	require.Equal(t, 3, h.do(ada, p1()).Handbook)
	require.Equal(t, 3, h.do(ada, ticket.Acknowledge{}).Handbook)
	adopted, effects := h.adopted(ticket.Adopt{})
	require.Empty(t, effects, "the other version says the same")
	require.Equal(t, 4, adopted.Handbook)
	e := h.events(ticket.Adopted)[0]
	require.Equal(t, []ticket.Change{{Field: ticket.FieldHandbook, From: "3", To: "4"}}, e.Changes)
	receipt, err := h.try(mara, ticket.Adopt{Version: 4})
	require.NoError(t, err)
	require.Empty(t, receipt.Events, "it has it already")
}

func TestOnlyManagersAndTheDeskSayWhichVersionCounts(t *testing.T) {
	h := newHouse(t, knowing(nextVersion(t)))
	h.do(rosa, p1())
	automation := ticket.Actor{Kind: ticket.Automation, ID: "bot", Tier: "L1", Client: "acme"}
	for _, by := range []ticket.Actor{rosa, ada, automation, monitor} {
		require.Equal(t, "right", h.refused(by, ticket.Adopt{Version: 4}).Rule, by.Kind)
	}
	require.Equal(t, "handbook", h.refused(mara, ticket.Adopt{Version: 5}).Rule)
	h.do(ticket.Actor{Kind: ticket.System, ID: "migration", Client: "acme"}, ticket.Adopt{Version: 4})
}

func TestAdoptingRetargetsTheClocksThatRun(t *testing.T) {
	h := newHouse(t, knowing(nextVersion(t,
		"{metric: resolve, within: 4h, calendar: 24x7, warn: [75]}", "{metric: resolve, within: 6h, calendar: office, warn: [75]}")))
	h.do(ada, p1(), ticket.Acknowledge{})
	h.now = monday.Add(time.Hour)
	after, effects := h.adopted(ticket.Adopt{})
	require.Equal(t, []string{"resolve: due 2026-11-23T15:00:00Z by urgent version 1 instead of due 2026-11-23T13:00:00Z by urgent version 1"}, effects)
	require.Equal(t, monday.Add(6*time.Hour), after.Due())
	require.Empty(t, h.events(ticket.Warned))
	h.at(5 * time.Hour)
	require.Len(t, h.events(ticket.Warned), 1, "75 % of 6 h are used")
	h.at(6*time.Hour + time.Minute)
	breached := h.events(ticket.Breached)
	last := breached[len(breached)-1]
	require.Equal(t, "resolve", last.Why)
	require.WithinDuration(t, monday.Add(6*time.Hour), last.Due, time.Microsecond)
}

func TestHoursThatSaySomethingElseMoveTheDueTime(t *testing.T) {
	h := newHouse(t, knowing(nextVersion(t, `mon: ["09:00-17:00"]`, `mon: ["09:00-12:00"]`)))
	h.do(ada, ticket.Open{Set: ticket.Set{"impact": "low", "urgency": "low"}}, ticket.Acknowledge{})
	require.Equal(t, monday.Add(8*time.Hour), h.adoption(ticket.Adopt{Version: 4}).Ticket.Due())
	after, effects := h.adopted(ticket.Adopt{})
	require.Equal(t, monday.Add(29*time.Hour), after.Due(), "three hours on Monday and five on Tuesday")
	require.Len(t, effects, 1)
}

func TestAClockWhoseAgreementIsGoneEnds(t *testing.T) {
	h := newHouse(t, knowing(nextVersion(t, "match: {tier: [L1]}", "match: {tier: [L3]}")))
	h.do(ada, p1())
	h.now = monday.Add(10 * time.Minute)
	after, effects := h.adopted(ticket.Adopt{})
	require.Equal(t, []string{"hold: over, by l1-hold version 1 instead of due 2026-11-23T10:00:00Z by l1-hold version 1"}, effects)
	for _, c := range after.Clocks {
		require.Equal(t, c.Metric == "hold", c.Done())
	}
}

func TestAMetricThatIsPromisedAnewCountsFromTheStart(t *testing.T) {
	h := newHouse(t, knowing(nextVersion(t, "{metric: acknowledge, within: 15m, calendar: 24x7}",
		"{metric: acknowledge, within: 15m, calendar: 24x7}\n      - {metric: first_response, within: 1h, calendar: 24x7}")))
	h.do(ada, p1())
	h.now = monday.Add(30 * time.Minute)
	_, effects := h.adopted(ticket.Adopt{})
	require.Equal(t, []string{"first_response: due 2026-11-23T10:00:00Z by urgent version 1 instead of not timed"}, effects)
	h.at(61 * time.Minute)
	breached := h.events(ticket.Breached)
	require.Equal(t, "first_response", breached[len(breached)-1].Why)
}

func TestAPolicyThatSaysTheSameGoesOnAndOneThatDoesNotBeginsAgain(t *testing.T) {
	p3 := ticket.Open{Set: ticket.Set{"impact": "low", "urgency": "high"}}
	same := newHouse(t, knowing(nextVersion(t, "- name: unseen\n    version: 1", "- name: unseen\n    version: 2")))
	same.do(rosa, p3)
	same.at(11 * time.Minute)
	after, effects := same.adopted(ticket.Adopt{})
	require.Equal(t, []string{"policy unseen: version 2 before step 2, cycle 1 instead of version 1 before step 2, cycle 1"}, effects)
	require.Equal(t, 1, after.Cursors[0].Step, "nobody is reminded twice")

	other := newHouse(t, knowing(nextVersion(t, "- name: unseen\n    version: 1", "- name: unseen\n    version: 2", "{name: remind, after: 10m", "{name: remind, after: 5m")))
	other.do(rosa, p3)
	other.at(11 * time.Minute)
	after, _ = other.adopted(ticket.Adopt{})
	require.Equal(t, escalation.Cursor{Policy: "unseen", Version: 2, Cycle: 1, State: escalation.Armed, Base: other.now}, after.Cursors[0])
	sent := len(other.sent)
	other.at(16 * time.Minute)
	require.Len(t, other.sent, sent+1, "five minutes after it began again")

	gone := newHouse(t, knowing(nextVersion(t, "- name: unseen", "- name: unheard")))
	gone.do(rosa, p3)
	after, effects = gone.adopted(ticket.Adopt{})
	require.Contains(t, effects, "policy unseen: version 1, stopped instead of version 1 before step 1, cycle 1")
	require.Contains(t, effects, "policy unheard: version 1 before step 1, cycle 1 instead of not watching")
	gone.at(11 * time.Minute)
	require.Equal(t, "unheard", gone.sent[len(gone.sent)-1].Policy)
	require.Equal(t, escalation.Stopped, after.Cursors[0].State)
}

func TestPeopleAndGroupsWhoAreGoneLetGoOfTheTicket(t *testing.T) {
	h := newHouse(t, knowing(nextVersion(t, "- {id: ada, tiers: [L1], groups: [desk]}", "- {id: eve, tiers: [L1], groups: [phones]}",
		"- {id: desk, tier: L1}", "- {id: phones, tier: L1}")))
	h.do(ada, p1(), ticket.Acknowledge{}, ticket.Assign{Engineer: "ada"}, ticket.Set{"group": "desk"})
	h.do(ada, ticket.AddTask{Title: "call back", For: ticket.Doer{Engineer: "ada"}}, ticket.AddTask{Title: "look", For: ticket.Doer{Group: "servers"}})
	after, effects := h.adopted(ticket.Adopt{})
	require.Empty(t, after.Working.Engineer+after.Owner.Engineer+after.Group)
	require.Equal(t, []string{
		"owner ada is not in this version, and nothing takes its place",
		"working ada is not in this version, and nothing takes its place",
		"group desk is not in this version, and nothing takes its place",
		"task 1: ada is not in this version; it stays until somebody changes it",
	}, effects)
}

func TestValuesThatTheOtherVersionWouldNotTakeStay(t *testing.T) {
	text, err := os.ReadFile("testdata/handbook.yaml")
	require.NoError(t, err)
	h := houseOf(t, strings.Replace(string(text), "notify:\n", "fields: [{name: site}, {name: floor}]\nnotify:\n", 1),
		knowing(nextVersion(t, "notify:\n", "fields: [{name: site, type: one_of, of: [leith, perth]}]\nnotify:\n")))
	h.do(ada, p1(), ticket.Set{"site": "york", "floor": "2"})
	after, effects := h.adopted(ticket.Adopt{})
	require.Equal(t, map[ticket.Field]string{"site": "york", "floor": "2"}, after.Fields)
	require.Len(t, effects, 2)
	require.Equal(t, "the field floor is not in this version: its value stays, and nobody can change it", effects[0])
	require.Contains(t, effects[1], "the field site: \"york\" is not ")
}

func TestAnotherMatrixGivesAnotherPriority(t *testing.T) {
	book := nextVersion(t, "[P1, P2, P3]", "[P2, P2, P3]")
	h := newHouse(t, knowing(book))
	h.do(ada, p1())
	after, effects := h.adopted(ticket.Adopt{})
	require.Equal(t, "P2", after.Priority)
	require.Contains(t, effects, "priority: P2 instead of P1")
	require.Contains(t, strings.Join(effects, "; "), "by standard version 1 instead of", "and with it another agreement")

	byHand := newHouse(t, knowing(book))
	byHand.do(ada, p1(), ticket.Set{"priority": "P4"})
	after, _ = byHand.adopted(ticket.Adopt{})
	require.Equal(t, "P4", after.Priority, "somebody said so")
}

// otherStates is the incident lifecycle in which work is called otherwise.
const otherStates = `
kinds:
  - name: incident
    initial: [new]
    states:
      - {name: new, class: new}
      - {name: on_it, class: active}
      - {name: parked, pending: true}
      - {name: resolved, class: resolved}
      - {name: closed, class: closed}
    reasons:
      - {name: requester, class: waiting_customer}
    transitions:
      - {trigger: start, from: [new, parked], to: on_it}
      - {trigger: park, from: [new, on_it], to: parked}
      - {trigger: resolve, from: ["@open"], to: resolved}
      - {trigger: reopen, from: [resolved], to: on_it, reopens: true}
      - {trigger: close, from: ["@open", resolved], to: closed}
`

func TestAStateThatIsNotThereIsRefusedUnlessItHasAnotherName(t *testing.T) {
	h := newHouse(t, knowing(nextVersion(t, "calendars:\n", otherStates+"calendars:\n")))
	h.do(ada, p1(), ticket.Acknowledge{}, ticket.Move{Trigger: "start"})
	refusal := h.adoption(ticket.Adopt{Version: 4}).Refused
	require.Equal(t, []string{"state in_progress"}, refusal.Unmet)
	require.Equal(t, refusal.Unmet, h.refused(mara, ticket.Adopt{Version: 4}).Unmet)
	require.ErrorContains(t, refusal, "version 4 of the handbook has no place for the ticket as it stands")

	h.now = monday.Add(time.Hour)
	started, _ := h.desk.Get(t.Context(), "acme", "T")
	after, effects := h.adopted(ticket.Adopt{States: map[string]string{"in_progress": "on_it"}})
	require.Equal(t, "on_it", after.State)
	require.Equal(t, started.Since, after.Since, "it has not moved")
	require.Equal(t, "state: on_it instead of in_progress", effects[0])
	h.do(ada, ticket.Move{Trigger: "park", Pending: "requester"})
}

func TestAReasonThatIsNotThereIsRefusedUnlessItHasAnotherName(t *testing.T) {
	h := newHouse(t, knowing(nextVersion(t, "calendars:\n", otherStates+"calendars:\n")))
	h.do(ada, p1(), ticket.Acknowledge{}, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"})
	a := ticket.Adopt{Version: 4, States: map[string]string{"on_hold": "parked"}}
	require.Equal(t, []string{"reason awaiting_customer"}, h.refused(mara, a).Unmet)
	a.States["on_hold"] = "resolved"
	require.Equal(t, []string{"state resolved, which is resolved there and waiting_customer here"}, h.refused(mara, a).Unmet)
	a.States["on_hold"] = "on_it"
	after, _ := h.adopted(a)
	require.Equal(t, lifecycle.Active, after.Class)
	require.Empty(t, after.Pending)
	for _, c := range after.Clocks {
		require.False(t, c.Paused(), "it waits for nobody any more")
	}
}

func TestWhatATicketCannotDoWithoutIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		do    []ticket.Action
		pairs []string
		want  []string
	}{
		"its client": {nil, []string{"id: acme, name: Acme", "id: zenith, name: Zenith"}, []string{"client acme"}},
		"its kind":   {nil, []string{"priorities:\n", "kinds: [{name: request}]\npriorities:\n"}, []string{"kind incident"}},
		"a running runbook": {
			[]ticket.Action{ticket.StartRun{Runbook: "unlock"}},
			[]string{"text: Unlock the account", "text: Unlock it"},
			[]string{"runbook unlock as it is being run"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, knowing(nextVersion(t, c.pairs...)))
			h.do(ada, append([]ticket.Action{p1()}, c.do...)...)
			require.Equal(t, c.want, h.refused(mara, ticket.Adopt{Version: 4}).Unmet)
			require.Equal(t, c.want, h.adoption(ticket.Adopt{Version: 4}).Refused.Unmet)
		})
	}
}

func TestATierThatIsGoneIsRefused(t *testing.T) {
	two := `
ladder:
  name: two lines
  first: L1
  tiers:
    - {id: L1, rank: 1, kind: desk, capabilities: [acknowledge, categorise, prioritise, route, track, run_cookbook, work, resolve, close, reopen]}
    - {id: L9, rank: 9, kind: expert, capabilities: [work, resolve]}
  edges:
    - {from: L1, to: L9, kind: functional, reasons: [beyond_cookbook]}
`
	text := "name: small\nversion: 4\n" + two
	book, err := handbook.Parse([]byte(text))
	require.NoError(t, err)
	h := newHouse(t, knowing(book))
	h.do(ada, p1(), ticket.HandOver{Reason: "beyond_cookbook", Fields: map[string]string{"tried": "all"}})
	require.Equal(t, []string{"tier L2"}, h.refused(mara, ticket.Adopt{Version: 4}).Unmet, "it is offered there")
	h.do(ben, ticket.Accept{})
	require.Equal(t, []string{"tier L2"}, h.refused(mara, ticket.Adopt{Version: 4}).Unmet, "it is there")
}

func TestAdoptionsAreOfOpenTicketsOnlyAndMayBeStoppedEarly(t *testing.T) {
	h := newHouse(t, knowing(nextVersion(t)))
	for _, id := range []string{"A", "B", "C"} {
		_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: id, By: mara, Do: []ticket.Action{p1()}})
		require.NoError(t, err)
	}
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: "B", By: mara, Do: []ticket.Action{ticket.Acknowledge{}, ticket.Move{Trigger: "cancel", Set: ticket.Set{"resolution_note": "none"}}}})
	require.NoError(t, err)
	list := func(limit int) (ids []string) {
		for a, err := range h.desk.Adoptions(t.Context(), ticket.Query{Client: "acme"}, ticket.Adopt{Version: 4}) {
			require.NoError(t, err)
			if ids = append(ids, a.Ticket.ID); len(ids) == limit {
				break
			}
		}
		return ids
	}
	require.Equal(t, []string{"A", "C"}, list(0))
	require.Equal(t, []string{"A"}, list(1))
}

// Whatever has happened to a ticket, the preview says exactly what adopting then does.
func TestThePreviewSaysWhatAdoptingDoes(t *testing.T) {
	books := []*ticket.Handbook{
		nextVersion(t, "within: 8h", "within: 5h", "[P1, P2, P3]", "[P2, P2, P3]", "- name: unseen", "- name: unheard"),
		nextVersion(t, "calendars:\n", otherStates+"calendars:\n"),
		nextVersion(t, `mon: ["09:00-17:00"]`, `mon: ["10:00-12:00"]`, "- {id: ada, tiers: [L1], groups: [desk]}", "- {id: eve, tiers: [L1], groups: [desk]}"),
	}
	actions := []struct {
		by ticket.Actor
		do ticket.Action
	}{
		{ada, ticket.Acknowledge{}}, {ada, ticket.Move{Trigger: "start"}}, {ada, ticket.Assign{Engineer: "ada"}},
		{ada, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"}}, {rosa, ticket.Message{Text: "well"}}, {ada, ticket.Message{Text: "so"}},
		{ada, ticket.Set{"urgency": "low"}}, {ada, ticket.HandOver{Reason: "beyond_cookbook", Fields: map[string]string{"tried": "x"}}},
		{ben, ticket.Accept{}}, {ada, ticket.StartRun{Runbook: "unlock"}},
	}
	rapid.Check(t, func(rt *rapid.T) {
		h := newHouse(t, knowing(rapid.SampledFrom(books).Draw(rt, "book")))
		h.do(rosa, p1())
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, len(actions)-1), 0, 8).Draw(rt, "actions") {
			h.now = h.now.Add(time.Duration(rapid.IntRange(0, 200).Draw(rt, "minutes")) * time.Minute)
			_, _ = h.try(actions[n].by, actions[n].do)
		}
		a := ticket.Adopt{Version: 4}
		if rapid.Bool().Draw(rt, "mapped") {
			a.States, a.Reasons = map[string]string{"in_progress": "on_it", "on_hold": "parked"}, map[string]string{"awaiting_customer": "requester"}
		}
		preview := h.adoption(a)
		if preview.Refused != nil {
			require.Equal(t, preview.Refused.Unmet, h.refused(mara, a).Unmet)
			return
		}
		after := h.do(mara, a)
		require.Equal(t, preview.After, after, "every part of the ticket")
		require.Equal(t, preview.Ticket.Version+1, h.events(ticket.Adopted)[0].Seq)
		for _, e := range preview.Effects {
			require.NotEqual(t, "", e.Text)
			require.True(t, e.Was != e.Is || strings.Contains(e.Text, "stays"), "%+v", e)
		}
	})
}
