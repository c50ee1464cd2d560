package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// careful is a desk whose lifecycle says more than most.
const careful = `
name: careful
version: 1
calendars:
  - {name: office, week: {mon: ["09:00-17:00"], tue: ["09:00-17:00"], wed: ["09:00-17:00"], thu: ["09:00-17:00"], fri: ["09:00-17:00"]}}
kinds:
  - name: incident
    initial: [new]
    states:
      - {name: new, class: new}
      - {name: doing, class: active}
      - {name: waiting, pending: true}
      - {name: solved, class: resolved, after: {wait: 8h, calendar: office, trigger: end, unless: [is_alarm]}}
      - {name: over, class: closed}
    reasons:
      - {name: customer, class: waiting_customer, remind: {every: 24h, times: 2, then: give_up}}
      - {name: parts, class: waiting_vendor, require: [vendor_reference]}
    transitions:
      - {trigger: start, from: [new, waiting], to: doing}
      - {trigger: wait, from: [doing], to: waiting}
      - {trigger: solve, from: [doing], to: solved, require: [resolution], change: [resolution_note]}
      - {trigger: give_up, from: [waiting], to: over, by: [system]}
      - {trigger: end, from: [solved], to: over}
      - {trigger: again, from: [solved, over], to: doing, reopens: true}
    reopen: {within: 24h, then: new_ticket, drop_owner: true}
`

func TestWhoeverIsWaitedForIsRemindedAndThenGivenUp(t *testing.T) {
	h := houseOf(t, careful)
	h.do(rosa, ticket.Open{})
	got := h.do(ada, ticket.Move{Trigger: "start"}, ticket.Move{Trigger: "wait", Pending: "customer"})
	require.Zero(t, got.Reminded)
	require.Equal(t, 1, h.at(24*time.Hour).Reminded)
	require.Equal(t, 2, h.at(48*time.Hour).Reminded)
	reminders := h.events(ticket.Reminded)
	require.Equal(t, "customer", reminders[0].Why)
	require.Equal(t, monday.Add(48*time.Hour), reminders[1].Due)
	got = h.at(72 * time.Hour)
	require.Equal(t, "over", got.State)
	require.Zero(t, got.Reminded)
	require.Equal(t, ticket.System, h.events(ticket.Moved)[2].By.Kind)
}

func TestAnAnswerEndsTheReminders(t *testing.T) {
	h := houseOf(t, careful)
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.Move{Trigger: "start"}, ticket.Move{Trigger: "wait", Pending: "customer"})
	h.at(25 * time.Hour)
	h.do(ada, ticket.Move{Trigger: "start"}, ticket.Move{Trigger: "wait", Pending: "customer"})
	require.Len(t, h.events(ticket.Reminded), 1)
	h.at(48 * time.Hour)
	require.Len(t, h.events(ticket.Reminded), 1, "the wait began anew")
	h.at(49 * time.Hour)
	require.Len(t, h.events(ticket.Reminded), 2)
}

func TestAReasonMayAskForAField(t *testing.T) {
	h := houseOf(t, careful)
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.Move{Trigger: "start"})
	require.Equal(t, []string{"vendor_reference"}, h.refused(ada, ticket.Move{Trigger: "wait", Pending: "parts"}).Missing)
	h.do(ada, ticket.Move{Trigger: "wait", Pending: "parts", Set: ticket.Set{"vendor_reference": "V-1"}})
	require.Empty(t, h.events(ticket.Reminded))
}

func TestAFieldThatMustChangeIsComparedWithWhatItWas(t *testing.T) {
	h := houseOf(t, careful)
	h.do(rosa, ticket.Open{})
	solve := ticket.Move{Trigger: "solve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "first"}}
	h.do(ada, ticket.Move{Trigger: "start"}, solve)
	h.do(ada, ticket.Move{Trigger: "again"})
	r := h.refused(ada, solve)
	require.Equal(t, "unchanged", r.Rule)
	require.Equal(t, []string{"resolution_note"}, r.Unchanged)
	solve.Set["resolution_note"] = "second"
	h.do(ada, solve)
}

func TestATimerCountsInItsCalendarAndCanBeHeldUp(t *testing.T) {
	h := houseOf(t, careful)
	h.do(rosa, ticket.Open{})
	h.now = monday.Add(4 * time.Hour) // 13:00: four hours are left today, four more tomorrow
	h.do(ada, ticket.Move{Trigger: "start"}, ticket.Move{Trigger: "solve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	require.Equal(t, "solved", h.at(28*time.Hour-time.Second).State)
	require.Equal(t, "over", h.at(28*time.Hour).State)

	alarm := houseOf(t, careful)
	id := alarm.raise("disk").Ticket.ID
	_, err := alarm.desk.Do(t.Context(), ticket.Command{Ticket: id, By: ada, Do: []ticket.Action{
		ticket.Move{Trigger: "start"}, ticket.Move{Trigger: "solve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}},
	}})
	require.NoError(t, err)
	alarm.now = monday.Add(100 * 24 * time.Hour)
	_, err = alarm.desk.Tick(t.Context())
	require.NoError(t, err)
	got, err := alarm.desk.Get(t.Context(), "acme", id)
	require.NoError(t, err)
	require.Equal(t, "solved", got.State, "an alarm's ticket does not close by itself here")
}

func TestReopeningHasAWindow(t *testing.T) {
	h := houseOf(t, careful)
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.Acknowledge{}, ticket.Move{Trigger: "start"}, ticket.Move{Trigger: "solve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	h.now = monday.Add(24 * time.Hour)
	got := h.do(ada, ticket.Move{Trigger: "again"})
	require.Empty(t, got.Working.Engineer, "it is routed anew")
	require.Equal(t, "ada", got.Owner.Engineer)
	h.do(ada, ticket.Move{Trigger: "solve", Set: ticket.Set{"resolution_note": "m"}})
	h.now = monday.Add(48*time.Hour + time.Second)
	r := h.refused(ada, ticket.Move{Trigger: "again"})
	require.Equal(t, "late", r.Rule)
	require.Contains(t, r.Why, "open a new ticket")
}

func TestWhatAnActorIsPermittedSaysWhatEachMoveNeeds(t *testing.T) {
	h := newHouse(t)
	h.printing()
	all, err := h.desk.Moves(t.Context(), rosa, "T", "")
	require.NoError(t, err)
	now := map[string]bool{}
	for _, p := range all {
		now[p.Trigger] = p.Now()
	}
	require.Equal(t, map[string]bool{"start": false, "hold": false, "resolve": false, "clear": false, "cancel": false}, now)

	all, err = h.desk.Moves(t.Context(), ada, "T", "awaiting_customer")
	require.NoError(t, err)
	for _, p := range all {
		_, err := h.try(ada, ticket.Move{Trigger: p.Trigger, Pending: "awaiting_customer"}, ticket.Note{}) // the note is refused: nothing happens
		var refusal *ticket.Refusal
		require.ErrorAs(t, err, &refusal)
		require.Equal(t, p.Now(), refusal.Rule == "limit", "%s agrees with what happens: %s", p.Trigger, refusal)
	}
	_, err = h.desk.Moves(t.Context(), ticket.Actor{Kind: ticket.Requester, ID: "rolf", Client: "acme"}, "T", "")
	require.ErrorIs(t, err, ticket.ErrRefused)
	_, err = h.desk.Moves(t.Context(), ada, "nowhere", "")
	require.ErrorIs(t, err, ticket.ErrNotFound)
}

func TestAKindThatIsOnlyNamedIsTheShippedOne(t *testing.T) {
	h := houseOf(t, "name: all\nversion: 1\nkinds: [{name: incident}, {name: request}, {name: problem}, {name: change}]\n")
	require.Equal(t, []string{"change", "incident", "problem", "request"}, h.desk.Handbook().Kinds())
	for _, kind := range h.desk.Handbook().Kinds() {
		receipt, err := h.desk.Do(t.Context(), ticket.Command{By: ada, Do: []ticket.Action{ticket.Open{Kind: kind}}})
		require.NoError(t, err, kind)
		require.Equal(t, lifecycle.New, receipt.Ticket.Class, kind)
	}
}

func TestAHouseHasFieldsOfItsOwn(t *testing.T) {
	h := houseOf(t, "name: own\nversion: 1\nfields: [{name: asset}, {name: cost_centre, can: keep_runbook}]\nkinds: [{name: problem}]\n")
	got := h.do(rosa, ticket.Open{Kind: "problem", Set: ticket.Set{"asset": "printer-7", "subject": "s"}})
	require.Equal(t, "printer-7", got.Get("asset"))
	require.Equal(t, "right", h.refused(ada, ticket.Set{"cost_centre": "12"}).Rule)
	require.Equal(t, "field", h.refused(ada, ticket.Set{"colour": "red"}).Rule)
	got = h.do(ben, ticket.Set{"cost_centre": "12", "root_cause": "dust"})
	require.Equal(t, "dust", got.Get("root_cause"))
	got = h.do(ben, ticket.Set{"cost_centre": "", "asset": "", "root_cause": ""})
	require.Nil(t, got.Fields)
}

func TestFieldsOfAHouseAreChecked(t *testing.T) {
	_, err := handbook.Parse([]byte("name: own\nversion: 1\nfields: [{name: Asset}, {name: subject}, {name: tier}, {name: a}, {name: a}]\n"))
	require.Len(t, ticket.Faults(err), 4)
}
