package ticket_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

const kinds = `
name: kinds
version: 1
kinds: [{name: incident}, {name: request}, {name: problem}]
kind_changes:
  - from: incident
    to: request
    states: {new: new, in_progress: awaiting_approval, on_hold: on_hold, resolved: fulfilled, closed: closed}
    reasons: {awaiting_customer: awaiting_customer, awaiting_vendor: awaiting_vendor, awaiting_change: awaiting_change, awaiting_problem: awaiting_change}
  - from: request
    to: incident
    states: {new: new, fulfilled: resolved}
agreements:
  - {id: incidents, match: {kind: [incident]}, targets: [{metric: acknowledge, within: 1h}, {metric: resolve, within: 8h}]}
  - {id: requests, match: {kind: [request]}, targets: [{metric: resolve, within: 40h}]}
policies:
  - {name: quick, match: {kind: [incident]}, trigger: {on: unacknowledged}, steps: [{after: 1h, targets: [{kind: tier}]}]}
  - {name: slow, match: {kind: [request]}, trigger: {on: unacknowledged}, steps: [{after: 4h, targets: [{kind: tier}]}]}
`

func TestATicketGoesOnAsAnotherKind(t *testing.T) {
	h := houseOf(t, kinds)
	h.do(rosa, ticket.Open{Set: ticket.Set{"subject": "A second screen"}})
	h.now = monday.Add(30 * time.Minute)
	got := h.do(ada, ticket.ChangeKind{To: "request", Set: ticket.Set{"category": "hardware"}})
	require.Equal(t, []string{"request", "new", "hardware"}, []string{got.Kind, got.State, got.Category})
	require.Equal(t, h.now, got.Since)
	e := h.events(ticket.ChangedKind)
	require.Len(t, e, 1)
	require.Equal(t, []ticket.Change{{Field: ticket.FieldKind, From: "incident", To: "request"}, {Field: ticket.FieldState, From: "new", To: "new"}}, e[0].Changes)

	resolve := clockOf(got, "resolve")
	require.Equal(t, "requests", resolve.Agreement)
	require.Equal(t, 40*time.Hour, resolve.Target)
	require.Equal(t, monday, resolve.Started, "the clock goes on")
	require.Zero(t, clockOf(got, "acknowledge").Target, "nothing is promised any more")
	h.at(90 * time.Minute)
	require.Empty(t, h.sent, "the policy of incidents watches it no more")
	h.at(4*time.Hour + 30*time.Minute)
	require.Len(t, h.sent, 1, "and that of requests does from the change on")

	require.Equal(t, "trigger", h.refused(ada, ticket.Move{Trigger: "resolve"}).Rule, "it has the lifecycle of a request")
	require.Equal(t, "in_progress", h.do(ada, ticket.Move{Trigger: "start"}).State)
}

func TestAChangeOfKindTakesTheReasonAndTheClassAlong(t *testing.T) {
	h := houseOf(t, kinds)
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.Move{Trigger: "hold", Pending: "awaiting_problem"})
	got := h.do(ada, ticket.ChangeKind{To: "request"})
	require.Equal(t, []string{"on_hold", "awaiting_change"}, []string{got.State, got.Pending})
	require.Equal(t, lifecycle.WaitingUs, got.Class)

	h = houseOf(t, kinds)
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.Move{Trigger: "start"})
	r := h.refused(ada, ticket.ChangeKind{To: "request"})
	require.Equal(t, "missing", r.Rule)
	require.Equal(t, []string{"approval_note"}, r.Missing, "what the new state asks for")
	got = h.do(ada, ticket.ChangeKind{To: "request", Set: ticket.Set{"approval_note": "300 euros"}})
	require.Equal(t, "awaiting_approval", got.State)
	require.Equal(t, lifecycle.WaitingUs, got.Class)
	require.Equal(t, "in_progress", h.do(mara, ticket.Move{Trigger: "approve"}).State)
}

func TestWhatIsDoneStaysDoneAsAnotherKind(t *testing.T) {
	h := houseOf(t, kinds)
	h.do(rosa, ticket.Open{})
	resolved := h.do(ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	h.now = monday.Add(time.Hour)
	got := h.do(ada, ticket.ChangeKind{To: "request"})
	require.Equal(t, "fulfilled", got.State)
	require.Equal(t, resolved.Resolved, got.Resolved)
	require.Equal(t, sla.Stopped, clockOf(got, "resolve").State)
	require.Equal(t, resolved.Clocks, got.Clocks, "a verdict stands")
	require.Equal(t, "closed", h.at(time.Hour+5*24*time.Hour).State, "by the new lifecycle's own timer")
	require.Equal(t, "closed", h.refused(ada, ticket.ChangeKind{To: "incident"}).Rule)
}

func TestAChangeOfKindIsRefused(t *testing.T) {
	for _, c := range []struct {
		name    string
		by      ticket.Actor
		first   []ticket.Action
		to      string
		rule    string
		allowed []string
	}{
		{"that the handbook does not provide for", ada, nil, "problem", "kind", []string{"request"}},
		{"to a kind that is not there", ada, nil, "dream", "kind", []string{"request"}},
		{"by who asked", rosa, nil, "request", "right", nil},
		{"by a vendor", vendor, nil, "request", "right", nil},
		{"by a monitor", monitor, nil, "request", "right", nil},
		{"by a tier that does not categorise", ticket.Actor{Kind: ticket.Engineer, ID: "vic", Tier: "L4", Client: "acme"}, nil, "request", "right", []string{"L1", "L2", "L3"}},
		{"from a state that has no place there", ada, []ticket.Action{ticket.ChangeKind{To: "request"}, ticket.Move{Trigger: "start"}}, "incident", "kind", []string{"fulfilled", "new"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := houseOf(t, kinds)
			h.do(rosa, ticket.Open{})
			if c.first != nil {
				h.do(ada, c.first...)
			}
			r := h.refused(c.by, ticket.ChangeKind{To: c.to})
			require.Equal(t, c.rule, r.Rule)
			require.Equal(t, c.allowed, r.Allowed)
		})
	}
}

func TestTheSameKindIsNoChange(t *testing.T) {
	h := houseOf(t, kinds)
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.ChangeKind{To: "incident", Set: ticket.Set{"category": "x"}})
	require.Empty(t, h.events(ticket.ChangedKind))
	require.Len(t, h.events(ticket.Changed), 1)
}

func TestAChangeOfKindThatCannotBeIsAFault(t *testing.T) {
	for _, c := range []struct{ change, fault string }{
		{"{from: dream, to: request, states: {new: new}}", `kind_changes[2].from: there is no kind "dream"`},
		{"{from: incident, to: dream, states: {new: new}}", `kind_changes[2].to: there is no kind "dream"`},
		{"{from: incident, to: request, states: {new: new}}", `kind_changes[2]: how "incident" becomes "request" is said already`},
		{"{from: problem, to: incident, states: {resolved: new}}", "kind_changes[2].states[resolved]: "},
	} {
		t.Run(c.fault, func(t *testing.T) {
			last := "    states: {new: new, fulfilled: resolved}\n"
			text := strings.Replace(kinds, last, last+"  - "+c.change+"\n", 1)
			_, err := handbook.Parse([]byte(text))
			require.ErrorIs(t, err, ticket.ErrInvalid)
			require.ErrorContains(t, err, c.fault)
		})
	}
}

func TestAMajorIncidentThatIsNotReviewedIsNotClosedByBecomingAnotherKind(t *testing.T) {
	h := houseOf(t, strings.Replace(kinds, "resolved: fulfilled", "resolved: closed", 1))
	h.do(ada, ticket.Open{})
	h.do(mara, majorTo(ticket.MajorAccepted))
	h.do(mara, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	r := h.refused(mara, ticket.ChangeKind{To: "request"})
	require.Equal(t, "guard", r.Rule)
	require.Equal(t, []string{"major_reviewed"}, r.Unmet)
	h.do(mara, ticket.ReviewMajor{Text: "r"})
	require.Equal(t, "closed", h.do(mara, ticket.ChangeKind{To: "request"}).State)
}

func TestAFaultInAKindIsNotSaidAgainWhereverTheKindIsNamed(t *testing.T) {
	incident := lifecycle.Incident()
	incident.Transitions[0].To = "nowhere"
	_, err := ticket.NewHandbook(ticket.Definition{
		Name: "broken", Version: 1,
		Kinds:       []lifecycle.Definition{incident, {Name: "request"}},
		KindChanges: []lifecycle.Mapping{{From: "incident", To: "request", States: map[string]string{"new": "new"}}},
		Links:       []ticket.LinkRule{{Along: ticket.LinkChild, On: ticket.OnResolved, Other: "incident", Trigger: "clear"}},
	})
	faults := ticket.Faults(err)
	require.Len(t, faults, 1)
	require.Equal(t, "kinds[0].transitions[0].to", faults[0].Path)
}
