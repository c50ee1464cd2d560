package ticket_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// model is a second, much simpler ticket: what the words of the handbook say must come out, without clocks, stores or events.
type model struct {
	state, pending string
	tier, came     tier.ID
	offer          tier.ID
	acknowledged   bool
	reopens, moves int
	bounces, notes int
}

// leads is the shipped incident lifecycle as a person would draw it: state and trigger to state.
var leads = map[string]string{
	"new start": "in_progress", "new hold": "on_hold", "in_progress hold": "on_hold", "on_hold hold": "on_hold", "on_hold resume": "in_progress",
	"new resolve": "resolved", "in_progress resolve": "resolved", "on_hold resolve": "resolved", "resolved reopen": "in_progress", "resolved close": "closed",
	"new cancel": "cancelled", "in_progress cancel": "cancelled", "on_hold cancel": "cancelled",
}

// may is who may pull which trigger: kinds of actors, engineers of any tier but the vendor's.
func may(by ticket.Actor, trigger string) bool {
	switch by.Kind {
	case ticket.Manager, ticket.System:
		return true
	case ticket.Engineer:
		return true // L1 to L3 can all work, resolve, close and reopen
	case ticket.Requester:
		return slices.Contains([]string{"reopen", "close", "cancel"}, trigger)
	default:
		return false
	}
}

func (m *model) open() bool {
	return !slices.Contains([]string{"resolved", "closed", "cancelled"}, m.state)
}

func (m *model) over() bool { return m.state == "closed" || m.state == "cancelled" }

// move says whether a trigger works, and makes it so.
func (m *model) move(by ticket.Actor, trigger, pending string) bool {
	to, ok := leads[m.state+" "+trigger]
	reasoned := trigger != "hold" || pending == "awaiting_customer" || pending == "awaiting_vendor"
	if !ok || !may(by, trigger) || !reasoned {
		return false
	}
	m.state, m.pending = to, ""
	if trigger == "hold" {
		m.pending = pending
	}
	if trigger == "reopen" {
		m.reopens++
	}
	if m.over() {
		m.offer = "" // nobody is asked to accept what is over
	}
	m.moves++
	return true
}

// up gives where a hand-over for a reason leads, and back.
var up = map[string]tier.ID{
	"L1 beyond_cookbook": "L2", "L2 unsolved": "L3", "L3 solved": "L2", "L2 solved": "L1", "L2 returned": "L1", "L3 returned": "L2",
}

func (m *model) handOver(by ticket.Actor, reason tier.Reason) bool {
	to, ok := up[string(m.tier)+" "+string(reason)]
	at := by.Kind == ticket.Manager || by.Kind == ticket.Engineer && (by.Tier == m.tier || by.Tier == "L1")
	if m.over() || m.offer != "" || !ok || !at {
		return false
	}
	m.offer = to
	return true
}

func (m *model) accept(by ticket.Actor) bool {
	if m.over() || m.offer == "" || by.Kind != ticket.Manager && (by.Kind != ticket.Engineer || by.Tier != m.offer) {
		return false
	}
	if m.came == m.offer {
		m.bounces++
	}
	m.came, m.tier, m.offer = m.tier, m.offer, ""
	m.acknowledged = m.acknowledged || by.Kind == ticket.Engineer // whoever takes it has seen it
	return true
}

func (m *model) reject(by ticket.Actor) bool {
	if m.over() || m.offer == "" || by.Kind != ticket.Manager && (by.Kind != ticket.Engineer || by.Tier != m.offer) {
		return false
	}
	m.offer = ""
	return true
}

func (m *model) acknowledge(by ticket.Actor) bool {
	if !m.open() || by.Kind != ticket.Manager && by.Kind != ticket.Engineer {
		return false
	}
	m.acknowledged = true
	return true
}

// TestRandomCommandsAgreeWithAModel sends random commands of random people and wants exactly those to succeed that the model lets
// succeed, with the model's result. Refused ones change nothing, and the events fold to the ticket after every one.
func TestRandomCommandsAgreeWithAModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHouse(t)
		h.do(rosa, ticket.Open{Set: ticket.Set{"subject": "s", "category": "nothing a runbook is for", "impact": "low", "urgency": "low"}})
		h.do(mara, ticket.Set{"resolution": "fixed", "resolution_note": "n"})
		m := &model{state: "new", tier: "L1"}
		people := []ticket.Actor{rosa, ada, ben, cleo, mara, vendor, monitor}
		for range rapid.IntRange(1, 25).Draw(rt, "commands") {
			h.now = h.now.Add(time.Duration(rapid.IntRange(0, 300).Draw(rt, "minutes")) * time.Minute)
			h.closeByTime(m)
			by := rapid.SampledFrom(people).Draw(rt, "by")
			action, want := drawAction(rt, m, by)
			before, err := h.desk.Get(t.Context(), "acme", "T")
			require.NoError(t, err)
			receipt, err := h.try(by, action)
			if errors.Is(err, ticket.ErrRefused) {
				require.False(t, want, "%s refused: %T%+v by %s", err, action, action, by.ID)
				after, _ := h.desk.Get(t.Context(), "acme", "T")
				require.Equal(t, before, after)
				continue
			}
			require.NoError(t, err)
			require.True(t, want, "not refused: %T%+v by %s in %s", action, action, by.ID, before.State)
			h.compare(m, receipt.Ticket)
		}
	})
}

// drawAction draws what to do, and asks the model.
func drawAction(rt *rapid.T, m *model, by ticket.Actor) (ticket.Action, bool) {
	switch rapid.IntRange(0, 6).Draw(rt, "action") {
	case 0:
		return ticket.Acknowledge{}, m.acknowledge(by)
	case 1:
		reason := rapid.SampledFrom([]tier.Reason{tier.BeyondCookbook, tier.Unsolved, tier.Solved, tier.Returned, "bored"}).Draw(rt, "reason")
		return ticket.HandOver{Reason: reason, Fields: tried}, m.handOver(by, reason)
	case 2:
		return ticket.Accept{}, m.accept(by)
	case 3:
		return ticket.Reject{Why: "no"}, m.reject(by)
	case 4:
		if by.Kind == ticket.Requester || by.Kind == ticket.Vendor || by.Kind == ticket.Monitor { // no vendor is called in here
			return ticket.Note{Text: "n"}, false
		}
		m.notes++
		return ticket.Note{Text: "n"}, true
	default:
		trigger := rapid.SampledFrom([]string{"start", "hold", "resume", "resolve", "reopen", "close", "cancel", "fly"}).Draw(rt, "trigger")
		pending := rapid.SampledFrom([]string{"", "awaiting_customer", "awaiting_vendor", "lunch"}).Draw(rt, "pending")
		return ticket.Move{Trigger: trigger, Pending: pending}, m.move(by, trigger, pending)
	}
}

// closeByTime lets the model's ticket close when it has been resolved for five days.
func (h *house) closeByTime(m *model) {
	t, err := h.desk.Get(h.t.Context(), "acme", "T")
	require.NoError(h.t, err)
	if m.state == "resolved" && !h.now.Before(t.Since.Add(5*24*time.Hour)) {
		m.state, m.offer = "closed", ""
	}
}

func (h *house) compare(m *model, t ticket.Ticket) {
	h.t.Helper()
	got := fmt.Sprint(t.State, t.Pending, t.Tier, !t.Acknowledged.IsZero(), t.Reopens, t.Bounces, t.Entries)
	require.Equal(h.t, fmt.Sprint(m.state, m.pending, m.tier, m.acknowledged, m.reopens, m.bounces, m.notes), got)
	require.Equal(h.t, m.offer != "", t.Offer != nil)
	require.EqualValues(h.t, "L1", t.Owner.Tier)
	require.Equal(h.t, t, h.folded("T", "acme"))
	h.dated(t)
	var at time.Time
	var seq int64
	for _, e := range h.events() {
		seq++
		require.Equal(h.t, seq, e.Seq)
		require.False(h.t, e.At.Before(at))
		require.False(h.t, e.Due.After(e.At), "nothing happens before it is due")
		at = e.At
	}
}
