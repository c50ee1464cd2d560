package ticket_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

func TestImpactAndUrgencyGiveThePriority(t *testing.T) {
	h := newHouse(t)
	require.Equal(t, "P3", h.printing().Priority)
	got := h.do(ada, ticket.Set{"impact": "high"})
	require.Equal(t, "P2", got.Priority)
	e := h.events(ticket.Changed)[0]
	require.Equal(t, []ticket.Change{{Field: "impact", From: "medium", To: "high"}, {Field: "priority", From: "P3", To: "P2"}}, e.Changes)

	require.Equal(t, "P1", h.do(ada, ticket.Set{"priority": "P1"}).Priority, "a person may know better")
	require.Equal(t, "P3", h.do(ada, ticket.Set{"urgency": "low"}).Priority, "until what it follows from changes")
	require.Equal(t, []string{"P1", "P2", "P3", "P4"}, h.refused(ada, ticket.Set{"priority": "P0"}).Allowed)
}

func TestAChangeOfPriorityAimsTheClocksAnew(t *testing.T) {
	h := newHouse(t)
	h.printing()
	before := clockOf(h.do(ada, ticket.Acknowledge{}), "resolve")
	require.Equal(t, "standard", before.Agreement)
	require.Equal(t, monday.Add(8*time.Hour), before.Due)

	h.now = monday.Add(time.Hour)
	urgent := clockOf(h.do(ada, ticket.Set{"impact": "high", "urgency": "high"}), "resolve")
	require.Equal(t, "urgent", urgent.Agreement)
	require.Equal(t, monday.Add(4*time.Hour), urgent.Due, "counted from the start, around the clock")

	back := clockOf(h.do(ada, ticket.Set{"impact": "medium", "urgency": "medium"}), "resolve")
	require.Equal(t, monday.Add(8*time.Hour), back.Due, "there and back is where it was")
}

func TestNothingHappensWhereNothingChanges(t *testing.T) {
	h := newHouse(t)
	before := h.printing()
	require.Equal(t, before, h.do(ada, ticket.Set{"impact": "medium"}))
	h.do(ada, ticket.Acknowledge{})
	once := h.do(ada, ticket.Assign{Engineer: "ada"})
	require.Equal(t, once, h.do(ada, ticket.Assign{Engineer: "ada"}, ticket.Acknowledge{}))
}

func TestWhoMaySetWhat(t *testing.T) {
	h := newHouse(t)
	h.printing()
	for _, c := range []struct {
		name  string
		by    ticket.Actor
		set   ticket.Set
		allow bool
	}{
		{"L1 categorises", ada, ticket.Set{"category": "network"}, true},
		{"L1 prioritises", ada, ticket.Set{"impact": "low"}, true},
		{"a requester corrects their own words", rosa, ticket.Set{"subject": "Cannot print at all"}, true},
		{"a requester does not prioritise", rosa, ticket.Set{"urgency": "high"}, false},
		{"a monitor does not categorise", monitor, ticket.Set{"category": "network"}, false},
		{"another requester does not", ticket.Actor{Kind: ticket.Requester, ID: "rolf", Client: "acme"}, ticket.Set{"subject": "Mine too"}, false},
		{"a vendor whom nobody has called in does not", vendor, ticket.Set{"vendor_reference": "V-1"}, false},
		{"a manager may all", mara, ticket.Set{"category": "printing", "group": "servers"}, true},
		{"nobody sets a group that there is not", mara, ticket.Set{"group": "ghosts"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h.t = t
			if c.allow {
				h.do(c.by, c.set)
				return
			}
			h.refused(c.by, c.set)
		})
	}
}

func TestTextHasLimits(t *testing.T) {
	h := newHouse(t)
	h.printing()
	require.Equal(t, "limit", h.refused(ada, ticket.Set{"subject": strings.Repeat("x", ticket.MaxName+1)}).Rule)
	h.do(ada, ticket.Set{"subject": strings.Repeat("x", ticket.MaxName), "text": strings.Repeat("y", ticket.MaxText)})
	require.Equal(t, "limit", h.refused(ada, ticket.Note{Text: " "}).Rule)
	require.Equal(t, "limit", h.refused(ada, ticket.Note{Text: "\xff"}).Rule)
	require.Equal(t, "limit", h.refused(ada, ticket.Set{"subject": "\xff"}).Rule)
	require.Equal(t, "limit", h.refused(ada, ticket.Assign{Engineer: strings.Repeat("x", ticket.MaxID+1)}).Rule)
	require.Equal(t, "limit", h.refused(ada, ticket.HandOver{Reason: "beyond_cookbook", Fields: map[string]string{"tried": strings.Repeat("x", ticket.MaxText+1)}}).Rule)
	require.Equal(t, "limit", h.refused(ada, ticket.Note{Text: strings.Repeat("x", ticket.MaxText+1)}).Rule)
}

func TestNotesArePrivateAndMessagesAreNot(t *testing.T) {
	h := newHouse(t)
	h.printing()
	require.Equal(t, "right", h.refused(rosa, ticket.Note{Text: "psst"}).Rule)
	require.Equal(t, "right", h.refused(monitor, ticket.Message{Text: "beep"}).Rule)
	h.do(ada, ticket.Note{Text: "the usual"})
	h.now = monday.Add(time.Minute)
	got := h.do(ada, ticket.Message{Text: "We are looking into it"})
	require.Equal(t, 2, got.Entries)
	require.Equal(t, h.now, got.Replied)
	require.Equal(t, "We are looking into it", h.events(ticket.Messaged)[0].Entry)
}

func TestAChangeOfGroupIsCounted(t *testing.T) {
	h := newHouse(t)
	h.printing()
	require.Zero(t, h.do(ada, ticket.Set{"group": "desk"}).Regroups, "the first group is no change")
	require.Equal(t, 1, h.do(ada, ticket.Set{"group": "servers"}).Regroups)
}
