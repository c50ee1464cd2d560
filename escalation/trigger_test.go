package escalation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/sla"
)

// TestATriggerWaitsForItsFactAndNoOther gives each trigger facts on which it waits and facts on which it ends, and wants all the others
// to be as they are without them.
func TestATriggerWaitsForItsFactAndNoOther(t *testing.T) {
	none := escalation.Facts{}
	for _, c := range []struct {
		trigger      escalation.Trigger
		waits, ended escalation.Facts
	}{
		{escalation.Trigger{On: escalation.Unacknowledged}, none, escalation.Facts{Acknowledged: true}},
		{escalation.Trigger{On: escalation.Unassigned}, none, escalation.Facts{Assigned: true}},
		{escalation.Trigger{On: escalation.NotAccepted}, escalation.Facts{Overdue: true}, none},
		{escalation.Trigger{On: escalation.Stalled}, none, escalation.Facts{Waiting: true}},
		{escalation.Trigger{On: escalation.Reopened, Times: 2}, escalation.Facts{Reopens: 2}, escalation.Facts{Reopens: 1}},
		{escalation.Trigger{On: escalation.PingPong, Times: 2}, escalation.Facts{Bounces: 2}, escalation.Facts{Bounces: 1}},
	} {
		t.Run(string(c.trigger.On), func(t *testing.T) {
			p := unacknowledged(time.Hour)
			p.Trigger = c.trigger
			ch := chain(t, p)
			cursor := ch.Start(c.waits, monday)
			at, ok := ch.Next(cursor, c.waits)
			require.True(t, ok)
			require.Equal(t, after(time.Hour), at)
			_, intents := ch.Advance(cursor, c.waits, after(time.Hour))
			require.Len(t, intents, 1)

			resolved := c.waits
			resolved.Resolved = true
			for _, over := range []escalation.Facts{c.ended, resolved} {
				require.Equal(t, escalation.Stopped, ch.Start(over, monday).State)
				stopped, intents := ch.Advance(cursor, over, after(2*time.Hour))
				require.Equal(t, escalation.Stopped, stopped.State)
				require.Empty(t, intents)
			}
			other := escalation.Facts{Acknowledged: true, Assigned: true, Overdue: true, Waiting: true, Reopens: 9, Bounces: 9}
			switch c.trigger.On {
			case escalation.Unacknowledged:
				other.Acknowledged = false
			case escalation.Unassigned:
				other.Assigned = false
			case escalation.Stalled:
				other.Waiting = false
			}
			require.Equal(t, escalation.Armed, ch.Start(other, monday).State, "the facts of the others are nothing to it")
		})
	}
}

func TestAnotherCycleBeginsWithEachOccasion(t *testing.T) {
	clock := func(started time.Time) escalation.Facts {
		return timed(sla.Clock{Metric: "resolve", Target: 1, Started: started}, nil)
	}
	all := map[escalation.TriggerKind]struct{ before, now escalation.Facts }{
		escalation.Stalled:  {escalation.Facts{Worked: monday}, escalation.Facts{Worked: after(1)}},
		escalation.Reopened: {escalation.Facts{Reopens: 1}, escalation.Facts{Reopens: 2}},
		escalation.PingPong: {escalation.Facts{Bounces: 1}, escalation.Facts{Bounces: 2}},
		escalation.SLAShare: {clock(monday), clock(after(1))},
	}
	for _, on := range escalation.TriggerKinds() {
		p := unacknowledged(time.Hour)
		p.Trigger = escalation.Trigger{On: on}
		switch on {
		case escalation.SLAShare:
			p = onSLA(50, time.Hour)
		case escalation.Reopened, escalation.PingPong:
			p.Trigger.Times = 1
		}
		ch := chain(t, p)
		for of, c := range all {
			require.Equal(t, of == on, ch.Again(c.before, c.now), "%s, and what is new is for %s", on, of)
			require.False(t, ch.Again(c.now, c.now))
		}
		require.False(t, ch.Again(escalation.Facts{}, clock(monday)), "a first cycle is not another")
	}
}
