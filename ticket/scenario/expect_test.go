package scenario_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/scenario"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

var nine = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func standing() scenario.Standing {
	return scenario.Standing{
		Now: nine,
		Ticket: ticket.Ticket{
			ID: "T-1", State: "in_progress", Tier: "L2", Working: ticket.Party{Tier: "L2", Engineer: "ben"}, Opened: nine, Reopens: 2,
			Offer: &ticket.Offer{To: "L3", Fields: map[string]string{"tried": "all"}}, Fields: map[ticket.Field]string{"room": "2.17"},
			Clocks: []ticket.Clock{
				{Kind: sla.OLA, Clock: sla.Clock{Metric: "hold", Agreement: "a", State: sla.Stopped}},
				{Kind: sla.OLA, Clock: sla.Clock{Metric: "hold", Agreement: "b", State: sla.Running, Target: time.Hour, Since: nine.Add(-2 * time.Hour)}, Due: nine.Add(-time.Hour)},
			},
		},
		Events: []ticket.Event{{Type: ticket.Opened}, {Type: ticket.Moved}},
		Notices: []escalation.Notice{
			{To: escalation.Recipient{Kind: escalation.ToTier, ID: "L1"}, Policy: "unseen", Text: "nobody has acknowledged"},
			{To: escalation.Recipient{Kind: escalation.ToEngineer, ID: "ada"}, Text: "moved"},
		},
	}
}

func TestWhatIsAsExpectedDoesNotDiffer(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	s := &scenario.Scenario{Zone: berlin, Book: tickettest.Book(t, tickettest.House())}
	due, late := "2026-11-23 09:00", true
	require.Empty(t, s.Differs(scenario.Expect{}, standing()))
	require.Empty(t, s.Differs(scenario.Expect{
		Fields: map[string]string{
			"state": "in_progress", "tier": "L2", "working": "ben", "working.tier": "L2", "opened": "2026-11-23 10:00", "resolved": "", "reopens": "2",
			"offer.to": "L3", "offer.fields.tried": "all", "offer.fields.other": "", "offer.overdue": "false", "fields.room": "2.17",
			"clocks.1.m": "hold", "clocks.7.m": "", "major.status": "",
		},
		Clocks: map[string]scenario.Clock{
			"hold": {State: "running", Due: &due, Breached: &late}, "hold of a": {State: "stopped"}, "hold of b": {State: "running"},
		},
		Events:  []ticket.EventType{ticket.Opened, ticket.Moved},
		Notices: []scenario.Told{{To: "tier L1", Policy: "unseen", Says: "nobody"}, {To: "ada"}},
	}, standing()))
}

func TestEveryDifferenceIsALine(t *testing.T) {
	s := &scenario.Scenario{Book: tickettest.Book(t, tickettest.House())}
	due, late := "", false
	require.Equal(t, []string{
		"offer.to: want nothing, got L3",
		"resolution: want fixed, got nothing",
		"state: want new, got in_progress",
		"clocks.hold.state: want paused, got running",
		"clocks.hold.due: want nothing, got 2026-11-23 08:00",
		"clocks.hold.breached: want false, got true",
		"clocks.resolve: want one, got none",
		"events: want nothing, got opened, moved",
		"notices:\n      want tier L2, policy p: x\n      got  tier L1, policy unseen: nobody has acknowledged\n      got  engineer ada: moved",
	}, s.Differs(scenario.Expect{
		Fields:  map[string]string{"state": "new", "offer.to": "", "resolution": "fixed"},
		Clocks:  map[string]scenario.Clock{"resolve": {}, "hold": {State: "paused", Due: &due, Breached: &late}},
		Events:  []ticket.EventType{},
		Notices: []scenario.Told{{To: "tier L2", Policy: "p", Says: "x"}},
	}, standing()))
	for _, told := range []scenario.Told{{To: "tier L2"}, {To: "tier L1", Policy: "other"}, {To: "tier L1", Says: "everybody"}} {
		require.Len(t, s.Differs(scenario.Expect{Notices: []scenario.Told{told, {To: "ada"}}}, standing()), 1, told)
	}
	require.Len(t, s.Differs(scenario.Expect{Notices: []scenario.Told{}}, standing()), 1)
}
