package escalation_test

import (
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/sla"
)

// monday is a Monday morning, in UTC.
var monday = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

func after(d time.Duration) time.Time { return monday.Add(d) }

func to(kind escalation.TargetKind, id string) escalation.Target {
	return escalation.Target{Kind: kind, ID: id}
}

// lead is who the steps of most tests tell.
var lead = to(escalation.ToEngineer, "lead")

// unacknowledged is a policy of steps that tell the lead, one for each delay.
func unacknowledged(delays ...time.Duration) escalation.Policy {
	p := escalation.Policy{Name: "nobody answers", Version: 1, Trigger: escalation.Trigger{On: escalation.Unacknowledged}}
	for _, d := range delays {
		p.Steps = append(p.Steps, escalation.Step{After: d, Targets: []escalation.Target{lead}})
	}
	return p
}

// onSLA is the same on a share of the resolve target.
func onSLA(share int, delays ...time.Duration) escalation.Policy {
	p := unacknowledged(delays...)
	p.Name, p.Trigger = "late", escalation.Trigger{On: escalation.SLAShare, Metric: "resolve", Share: share}
	return p
}

func chain(t require.TestingT, p escalation.Policy, calendars ...*sla.Calendar) *escalation.Chain {
	ch, err := escalation.New(p, calendars...)
	require.NoError(t, err)
	return ch
}

// plannedTimes are those of intents, in order.
func plannedTimes(intents []escalation.Intent) []time.Time {
	var times []time.Time
	for _, i := range intents {
		times = append(times, i.Planned)
	}
	return times
}

// timed puts a clock into facts.
func timed(c sla.Clock, cal *sla.Calendar) escalation.Facts {
	return escalation.Facts{Clocks: []escalation.Timed{{Clock: c, Calendar: cal}}}
}

// office is open on working days from 9 to 17 in UTC.
func office(t require.TestingT) *sla.Calendar {
	cal, err := sla.Compile(sla.Hours{Name: "office", Zone: "UTC", Week: sla.Weekdays("09:00-17:00")})
	require.NoError(t, err)
	return cal
}
