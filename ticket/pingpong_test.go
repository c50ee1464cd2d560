package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/tier"
)

// pass hands the ticket from the field to the front, or back.
func (h *house) pass(times int) {
	h.t.Helper()
	for range times {
		t, err := h.desk.Get(h.t.Context(), "acme", "T")
		require.NoError(h.t, err)
		if t.Tier == "field" {
			h.do(bo, ticket.HandOver{Reason: tier.Returned})
			h.do(fay, ticket.Accept{})
			continue
		}
		h.do(fay, ticket.HandOver{To: "field", Reason: tier.Unsolved, Fields: tried})
		h.do(bo, ticket.Accept{})
	}
}

func TestATicketHandedBackAndForthIsAnEvent(t *testing.T) {
	for _, c := range []struct {
		name, more string
		from       int // bounce
	}{
		{"by itself from the third time on", "", 3},
		{"or from when the handbook says", "ping_pong: 1\n", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := linesHouse(t, c.more+"notify:\n  - {on: ping_pong, to: [{kind: manager}]}\n")
			h.do(fay, ticket.Open{Tier: "field"})
			for n := range 5 { // n hand-overs, the first of which is no bounce
				require.Len(t, h.events(ticket.PingPong), max(0, n-c.from), "after %d", n)
				h.pass(1)
			}
			all := h.events(ticket.PingPong)
			require.Len(t, all, 5-c.from)
			require.Equal(t, "between field and front, 4 times", all[len(all)-1].Why)
			require.Len(t, all[0].Notices, 1)
		})
	}
}

func TestChangesOfGroupAndOfEngineerAreCountedByThemselves(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(mara, ticket.Assign{Engineer: "ada"})
	h.do(mara, ticket.Assign{Engineer: ""})
	got := h.do(mara, ticket.Assign{Engineer: "ada"})
	require.Zero(t, got.Reassigns, "nobody is no other engineer")
	got = h.do(mara, ticket.Assign{Engineer: "mara"})
	require.Equal(t, 1, got.Reassigns)
	got = h.do(ada, ticket.Set{"group": "desk"}, ticket.Set{"group": "servers"})
	require.Equal(t, []int{1, 1, 0, 0}, []int{got.Reassigns, got.Regroups, got.HandOvers, got.Bounces})
	h.do(ada, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: tried})
	got = h.do(ben, ticket.Accept{})
	require.Equal(t, []int{1, 1, 1, 0}, []int{got.Reassigns, got.Regroups, got.HandOvers, got.Bounces}, "a hand-over is no reassignment")
}

func TestANumberOfBouncesThatNobodyReachesIsAFault(t *testing.T) {
	for _, n := range []string{"-1", "101"} {
		_, err := handbook.Parse([]byte("name: n\nversion: 1\nping_pong: " + n))
		require.ErrorContains(t, err, "ping_pong: is "+n+"; want 1 to 100")
	}
}

// policyOn is a policy that tells lou one hour after what it waits for.
func policyOn(trigger string) string {
	return "policies:\n  - name: p\n    trigger: {" + trigger + "}\n    steps: [{after: 1h, targets: [{kind: engineer, id: lou}]}]\n"
}

func TestAPolicyActsOnAHandOverThatNobodyAccepts(t *testing.T) {
	h := linesHouse(t, policyOn("on: not_accepted"))
	h.do(fay, ticket.Open{})
	require.Empty(t, h.do(fay, ticket.HandOver{Reason: tier.Unsolved, Fields: tried}).Cursors, "there is time to accept it")
	h.at(15*time.Minute + 59*time.Minute)
	require.Empty(t, h.sent)
	h.at(15*time.Minute + time.Hour)
	require.Len(t, h.sent, 1)
	h.do(bo, ticket.Reject{Why: "no"})
	h.do(fay, ticket.HandOver{Reason: tier.Unsolved, Fields: tried})
	h.at(3 * time.Hour)
	require.Len(t, h.sent, 2, "a second hand-over has a time of its own")
	h.at(30 * time.Hour)
	require.Len(t, h.sent, 2)
}

func TestAPolicyActsOnATicketThatNobodyWorksOn(t *testing.T) {
	h := linesHouse(t, policyOn("on: unassigned"))
	h.do(fay, ticket.Open{})
	h.now = monday.Add(30 * time.Minute)
	h.do(fay, ticket.Assign{Engineer: "fay"})
	h.at(2 * time.Hour)
	require.Empty(t, h.sent)
	h.do(fay, ticket.Assign{})
	h.at(3*time.Hour - 1)
	require.Empty(t, h.sent)
	h.at(3 * time.Hour)
	require.Len(t, h.sent, 1)
}

func TestAPolicyActsOnATicketThatStalls(t *testing.T) {
	h := linesHouse(t, policyOn("on: stalled"))
	h.do(rosa, ticket.Open{})
	h.now = monday.Add(50 * time.Minute)
	h.do(fay, ticket.Note{Text: "looking"})
	h.now = monday.Add(70 * time.Minute)
	h.do(rosa, ticket.Message{Text: "and?"})
	h.at(109 * time.Minute)
	require.Empty(t, h.sent)
	h.at(110 * time.Minute)
	require.Len(t, h.sent, 1, "an hour after what support did, whatever the requester says")
	h.at(20 * time.Hour)
	require.Len(t, h.sent, 1)
	h.do(fay, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"})
	h.at(30 * time.Hour)
	require.Len(t, h.sent, 1, "the next word is the requester's")
	h.do(rosa, ticket.Message{Text: "here"})
	h.at(31 * time.Hour)
	require.Len(t, h.sent, 2)
}

func TestAPolicyActsOnATicketThatIsReopenedAgain(t *testing.T) {
	h := linesHouse(t, policyOn("on: reopened, times: 2"))
	h.do(fay, ticket.Open{})
	again := func() {
		h.do(fay, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
		h.do(fay, ticket.Move{Trigger: "reopen"})
	}
	again()
	h.at(2 * time.Hour)
	require.Empty(t, h.sent)
	again()
	h.at(3 * time.Hour)
	require.Len(t, h.sent, 1)
	again()
	h.at(4 * time.Hour)
	require.Len(t, h.sent, 2, "and each further time")
}

func TestAPolicyActsOnATicketThatGoesBackAndForth(t *testing.T) {
	h := linesHouse(t, policyOn("on: ping_pong, times: 2"))
	h.do(fay, ticket.Open{Tier: "field"})
	h.pass(2)
	h.at(2 * time.Hour)
	require.Empty(t, h.sent)
	h.pass(2)
	h.at(3 * time.Hour)
	require.Len(t, h.sent, 1, "three bounces, the third taking back what the second one queued")
}
