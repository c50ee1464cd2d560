package ticket_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

// majorPlan goes with the handbook of the tests.
const majorPlan = `
major:
  room: bridge 7
  propose:
    - {name: most urgent, match: {priority: [P1]}}
    - {name: alarm storm, alarms: 3}
    - {name: many ask, children: 2}
  updates:
    - {match: {priority: [P1]}, every: 30m, to: [{kind: manager, id: L1}, {kind: engineer}]}
    - {match: {priority: [P2]}, every: 2h, calendar: office, to: [{kind: manager, id: L1}]}
`

func majorHouse(t testing.TB) *house {
	t.Helper()
	text, err := os.ReadFile("testdata/handbook.yaml")
	require.NoError(t, err)
	return houseOf(t, string(text)+majorPlan)
}

func majorTo(status ticket.MajorStatus) ticket.SetMajor {
	return ticket.SetMajor{Status: status, Why: "why", Impact: "nobody can print"}
}

func TestAMajorIncidentIsAnAxisOfItsOwn(t *testing.T) {
	h := majorHouse(t)
	before := h.printing()
	got := h.do(ada, majorTo(ticket.MajorProposed))
	require.Equal(t, ticket.Major{Status: ticket.MajorProposed, By: ada, At: monday, Why: "why", Impact: "nobody can print"}, got.Major)

	h.now = monday.Add(time.Minute)
	got = h.do(cleo, ticket.SetMajor{Status: ticket.MajorAccepted, Impact: "no invoices leave the house"})
	require.Equal(t, ticket.Major{
		Status: ticket.MajorAccepted, By: cleo, At: h.now, Impact: "no invoices leave the house", Room: "bridge 7",
	}, got.Major, "no updates are planned for P3")

	got = h.do(mara, ticket.SetMajor{Status: ticket.MajorDemoted, Why: "one printer only"})
	require.Equal(t, ticket.MajorDemoted, got.Major.Status)
	require.Equal(t, before.State, got.State)
	require.Equal(t, before.Since, got.Since)
	require.Equal(t, before.Clocks, got.Clocks)
	require.Len(t, h.events(ticket.ProposedMajor, ticket.AcceptedMajor, ticket.DemotedMajor), 3)
}

func TestMajorStatusesFollowEachOther(t *testing.T) {
	may := map[ticket.MajorStatus][]ticket.MajorStatus{
		"":                   {ticket.MajorProposed, ticket.MajorAccepted},
		ticket.MajorProposed: {ticket.MajorAccepted, ticket.MajorRejected},
		ticket.MajorAccepted: {ticket.MajorDemoted},
		ticket.MajorRejected: {ticket.MajorProposed, ticket.MajorAccepted},
		ticket.MajorDemoted:  {ticket.MajorProposed, ticket.MajorAccepted},
	}
	path := map[ticket.MajorStatus][]ticket.MajorStatus{
		ticket.MajorProposed: {ticket.MajorProposed},
		ticket.MajorAccepted: {ticket.MajorAccepted},
		ticket.MajorRejected: {ticket.MajorProposed, ticket.MajorRejected},
		ticket.MajorDemoted:  {ticket.MajorAccepted, ticket.MajorDemoted},
	}
	for from, to := range may {
		for _, next := range append(ticket.MajorStatuses(), "bogus") {
			h := newHouse(t)
			h.printing()
			for _, s := range path[from] {
				h.do(mara, majorTo(s))
			}
			var allowed []string
			for _, s := range to {
				allowed = append(allowed, string(s))
			}
			_, err := h.desk.Preview(t.Context(), on("T", mara, majorTo(next)))
			if err == nil {
				require.Contains(t, to, next, "from %q", from)
				continue
			}
			refusal := h.refused(mara, majorTo(next))
			require.NotContains(t, to, next, "from %q", from)
			require.Equal(t, "major", refusal.Rule)
			require.Equal(t, allowed, refusal.Allowed, "from %q", from)
		}
	}
}

func TestWhoMayDoWhatToAMajorIncident(t *testing.T) {
	h := newHouse(t)
	h.printing()
	for _, by := range []ticket.Actor{rosa, monitor} {
		require.Equal(t, "right", h.refused(by, majorTo(ticket.MajorProposed)).Rule)
	}
	for _, by := range []ticket.Actor{rosa, ada, ben, monitor} {
		require.Equal(t, "right", h.refused(by, majorTo(ticket.MajorAccepted)).Rule)
	}
	require.Equal(t, []string{"L3"}, h.refused(ada, majorTo(ticket.MajorAccepted)).Allowed)
	h.do(ben, majorTo(ticket.MajorProposed))
	require.Equal(t, "right", h.refused(ben, majorTo(ticket.MajorRejected)).Rule)
	h.do(cleo, majorTo(ticket.MajorAccepted))
	require.Equal(t, "right", h.refused(ben, majorTo(ticket.MajorDemoted)).Rule)
	h.do(mara, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "toner"}})
	require.Equal(t, "right", h.refused(ben, ticket.ReviewMajor{Text: "buy toner"}).Rule)
	h.do(cleo, ticket.ReviewMajor{Text: "buy toner"})
}

func TestAMajorIncidentAsksForWords(t *testing.T) {
	h := newHouse(t)
	h.printing()
	missing := func(a ticket.Action) []string {
		r := h.refused(mara, a)
		require.Equal(t, "missing", r.Rule)
		return r.Missing
	}
	require.Equal(t, []string{"why"}, missing(ticket.SetMajor{Status: ticket.MajorProposed, Impact: "i"}))
	require.Equal(t, []string{"impact"}, missing(ticket.SetMajor{Status: ticket.MajorAccepted, Why: "w"}))
	h.do(mara, majorTo(ticket.MajorAccepted))
	require.Equal(t, []string{"why"}, missing(ticket.SetMajor{Status: ticket.MajorDemoted, Why: " "}))
	h.do(mara, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "toner"}})
	require.Equal(t, []string{"text"}, missing(ticket.ReviewMajor{}))
	long := string(make([]byte, ticket.MaxText+1))
	require.Equal(t, "limit", h.refused(mara, ticket.SetMajor{Status: ticket.MajorDemoted, Why: long}).Rule)
	require.Equal(t, "limit", h.refused(mara, ticket.SetMajor{Status: ticket.MajorDemoted, Why: "w", Impact: long}).Rule)
	require.Equal(t, "limit", h.refused(mara, ticket.ReviewMajor{Text: long}).Rule)
}

func TestAMajorIncidentIsReviewedBeforeItIsClosed(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(mara, majorTo(ticket.MajorAccepted))
	require.Equal(t, "order", h.refused(mara, ticket.ReviewMajor{Text: "too early"}).Rule)
	cancelled := h.refused(mara, ticket.Move{Trigger: "cancel", Set: ticket.Set{"resolution_note": "n"}})
	require.Equal(t, []string{"major_reviewed"}, cancelled.Unmet)
	resolve := ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "toner"}}
	h.do(mara, resolve)
	refusal := h.refused(mara, ticket.Move{Trigger: "close"})
	require.Equal(t, "guard", refusal.Rule)
	require.Equal(t, []string{"major_reviewed"}, refusal.Unmet)

	h.do(mara, ticket.ReviewMajor{Text: "buy toner"})
	got := h.do(mara, ticket.Move{Trigger: "reopen"})
	require.Equal(t, ticket.Major{Status: ticket.MajorAccepted, By: mara, At: monday, Why: "why", Impact: "nobody can print"}, got.Major,
		"a review does not outlive its resolution")
	h.do(mara, resolve)
	h.refused(mara, ticket.Move{Trigger: "close"})
	require.Equal(t, "resolved", h.at(30*24*time.Hour).State, "time does not close it either")
	h.do(mara, ticket.ReviewMajor{Text: "buy toner in time"})
	require.Equal(t, "closed", h.at(30*24*time.Hour+time.Minute).State)
	require.Equal(t, "closed", h.refused(mara, majorTo(ticket.MajorDemoted)).Rule)
}

func TestADemotedIncidentClosesByItself(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(mara, majorTo(ticket.MajorAccepted))
	h.do(mara, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "toner"}})
	require.Equal(t, "resolved", h.at(30*24*time.Hour).State)
	require.Equal(t, "closed", h.refused(mara, majorTo(ticket.MajorProposed)).Rule)
	require.Equal(t, "major", h.refused(mara, majorTo(ticket.MajorRejected)).Rule)
	h.do(mara, majorTo(ticket.MajorDemoted))
	require.Equal(t, "major", h.refused(mara, ticket.ReviewMajor{Text: "of nothing"}).Rule)
	require.Equal(t, "closed", h.at(30*24*time.Hour+time.Minute).State)
}

func TestTheHandbookProposesMajorIncidents(t *testing.T) {
	h := majorHouse(t)
	h.printing()
	got := h.do(ada, ticket.Set{"impact": "high", "urgency": "high"})
	require.Equal(t, ticket.Major{
		Status: ticket.MajorProposed, By: ticket.Actor{Kind: ticket.System, ID: "handbook", Client: "acme"}, At: monday, Why: "most urgent",
	}, got.Major)
	h.do(mara, majorTo(ticket.MajorRejected))
	got = h.do(ada, ticket.Note{Text: "still as urgent"})
	require.Equal(t, ticket.MajorRejected, got.Major.Status, "what was rejected is not proposed by a rule again")
}

func TestAStormOfAlarmsIsProposedByTheFirstRuleThatMatches(t *testing.T) {
	h := majorHouse(t)
	h.raise("disk")
	require.Empty(t, h.raise("disk").Ticket.Major.Status)
	require.Equal(t, "alarm storm", h.raise("disk").Ticket.Major.Why)
	require.Len(t, h.raise("disk").Events, 1, "once")

	urgent := ticket.Open{Set: ticket.Set{"impact": "high", "urgency": "high"}}
	opened, err := h.desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{ticket.Raise{Key: "cpu", Open: urgent}}})
	require.NoError(t, err)
	require.Equal(t, "most urgent", opened.Ticket.Major.Why)
}

func TestManyChildrenAreAMajorIncidentAndTheyThemselvesAreNone(t *testing.T) {
	h := majorHouse(t)
	h.printing()
	for _, id := range []string{"A", "B", "C"} {
		_, err := h.desk.Do(t.Context(), opening(id))
		require.NoError(t, err)
	}
	link := func(id string) ticket.Ticket {
		got := h.do(ada, ticket.LinkTo{Kind: ticket.LinkChild, To: id})
		h.at(0) // the child learns of it
		return got
	}
	require.Empty(t, link("A").Major.Status)
	require.Equal(t, "many ask", link("B").Major.Why)
	child, err := h.desk.Do(t.Context(), on("A", ada, ticket.Set{"impact": "high", "urgency": "high"}))
	require.NoError(t, err)
	require.Equal(t, "P1", child.Ticket.Priority)
	require.Empty(t, child.Ticket.Major.Status)
}

func TestAnUpdateIsDueAsThePlanSays(t *testing.T) {
	h := majorHouse(t)
	h.printing()
	h.do(ada, ticket.Acknowledge{}, ticket.Set{"impact": "high", "urgency": "high"})
	got := h.do(cleo, majorTo(ticket.MajorAccepted))
	require.Equal(t, monday.Add(30*time.Minute), got.Major.Update)
	require.Equal(t, 0, h.at(30*time.Minute-time.Microsecond).Major.Missed)
	require.Empty(t, h.sent)

	got = h.at(31 * time.Minute)
	require.Equal(t, 1, got.Major.Missed)
	require.Equal(t, monday.Add(time.Hour), got.Major.Update, "planned from the instant it was due")
	require.Len(t, h.sent, 2)
	require.Equal(t, escalation.Recipient{Kind: escalation.ToEngineer, ID: "mara"}, h.sent[0].To)
	require.Equal(t, escalation.Recipient{Kind: escalation.ToEngineer, ID: "ada"}, h.sent[1].To)
	require.Equal(t, "an update on this major incident is due since 2026-11-23T09:30:00Z; room: bridge 7", h.sent[0].Text)
	require.NotEqual(t, h.sent[0].Key, h.sent[1].Key)
	due := h.events(ticket.MajorUpdateDue)
	require.Equal(t, []string{h.sent[0].Key, h.sent[1].Key}, due[0].Notices)
	require.Equal(t, monday.Add(30*time.Minute), due[0].Due)

	h.now = monday.Add(50 * time.Minute)
	h.do(rosa, ticket.Message{Text: "and?"})
	got = h.do(ada, ticket.Message{Text: "we are at it"})
	require.Equal(t, 0, got.Major.Missed)
	require.Equal(t, monday.Add(80*time.Minute), got.Major.Update)
	h.do(ada, ticket.Note{Text: "no update"})
	require.Equal(t, 1, h.at(80*time.Minute).Major.Missed)
}

func TestAnOutageAsksForOneUpdate(t *testing.T) {
	h := majorHouse(t)
	h.printing()
	h.do(ada, ticket.Acknowledge{}, ticket.Set{"impact": "high", "urgency": "high"})
	h.do(cleo, majorTo(ticket.MajorAccepted))
	got := h.at(10*time.Hour + time.Minute)
	require.Equal(t, 1, got.Major.Missed)
	require.Equal(t, monday.Add(10*time.Hour+31*time.Minute), got.Major.Update)
	require.Len(t, h.events(ticket.MajorUpdateDue), 1)
}

func TestUpdatesAreCountedInTheirCalendarAndEndWithTheResolution(t *testing.T) {
	h := majorHouse(t)
	h.printing()
	h.do(ada, ticket.Acknowledge{}, ticket.Set{"impact": "high"})
	h.now = monday.Add(7 * time.Hour) // 16:00
	got := h.do(cleo, majorTo(ticket.MajorAccepted))
	require.Equal(t, monday.Add(25*time.Hour), got.Major.Update, "10:00 on Tuesday")
	h.do(mara, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "toner"}})
	require.Equal(t, 0, h.at(26*time.Hour).Major.Missed)
	h.do(mara, ticket.Move{Trigger: "reopen"})
	require.Equal(t, 1, h.at(26*time.Hour+time.Minute).Major.Missed, "it is owed again")
}

func TestAMajorPlanIsChecked(t *testing.T) {
	_, err := handbook.Parse([]byte(`name: wrong
version: 1
major:
  propose: [{match: {priority: [P1]}}, {name: all}, {name: negative, alarms: -1, children: -1, match: {kind: [incident]}}]
  updates: [{every: 30s, to: [{kind: manager}]}, {every: 1h, calendar: nowhere, to: [{kind: schedule, id: x}]}, {every: 1h}]
`))
	var paths []string
	for _, f := range ticket.Faults(err) {
		paths = append(paths, f.Path)
	}
	require.Equal(t, []string{
		"major.propose[0].name", "major.propose[1]", "major.propose[2].alarms", "major.propose[2].children",
		"major.updates[0].every", "major.updates[1].calendar", "major.updates[1].to[0].id", "major.updates[2].to",
	}, paths)
}
