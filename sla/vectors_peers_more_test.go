package sla_test

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/sla"
)

// requestTracker: a level says for each clock how many real or business minutes it has, and in which states it is ignored.
func requestTracker() *peer {
	clocks := map[string]string{"Response": "first_response", "KeepInLoop": "update", "Resolve": "resolution"}
	levels := func(c *policyCase, metric string) map[string]any {
		for level, name := range clocks {
			if name == metric {
				return c.LevelConfig[level]
			}
		}
		return nil
	}
	ignored := func(c *policyCase, metric string) []sla.Signal {
		var states []sla.Signal
		list, _ := levels(c, metric)["IgnoreOnStatuses"].([]any)
		for _, s := range list {
			states = append(states, sla.Signal("status "+s.(string)))
		}
		return states
	}
	p := &peer{
		name: "Request Tracker", source: "bestpractical/rt",
		config: "paused by state where a level says so with ExcludeTimeOnIgnoredStatuses, else only hidden in it; response begins anew with the " +
			"first customer message after a reply, update with every reply; retroactive; next opening at a closing; out-of-hours " +
			"surcharge as an agreement of its own",
		boundary: sla.AtNextOpen, elapsed: longestDone,
		signals: func(_ *policyCase, e policyEvent) []sla.Signal {
			if status := e.text("status"); status != "" {
				return signals(sla.Signal("status " + status))
			}
			return signals(sla.Signal(e.Type))
		},
	}
	p.metrics = func(c *policyCase) []sla.Metric {
		all := []sla.Metric{
			{Name: "first_response", Start: signals("created", "customer_reply"), Stop: signals("agent_reply"), Reopen: sla.ReopenNewCycle},
			{Name: "update", Start: signals("agent_reply"), Reset: signals("agent_reply"), Stop: signals("customer_reply"), Reopen: sla.ReopenNewCycle},
			{Name: "resolution", Start: signals("created"), Stop: signals("resolved")},
			{Name: "starts", Start: signals("created")},
		}
		for i := range all {
			if levels(c, all[i].Name)["ExcludeTimeOnIgnoredStatuses"] == nil {
				continue
			}
			all[i].Pause = ignored(c, all[i].Name)
			all[i].Resume = signals("status open")
		}
		return all
	}
	p.targets = func(c *policyCase, of map[string]string) ([]sla.Target, error) {
		if len(c.LevelConfig) == 0 {
			return inUnits(c, of)
		}
		var all []sla.Target
		for level, metric := range clocks {
			t := sla.Target{Metric: metric}
			config := c.LevelConfig[level]
			realMinutes, isReal := config["RealMinutes"].(float64)
			open, isOpen := config["BusinessMinutes"].(float64)
			switch {
			case isReal && isOpen:
				return nil, errRefused("target that mixes units")
			case isReal:
				t.Within, t.Unit = time.Duration(realMinutes)*time.Minute, sla.UnitElapsed
			case isOpen:
				t.Within, t.Calendar = time.Duration(open)*time.Minute, "vector"
				more, _ := c.LevelConfig["OutOfHours"][level].(map[string]any)
				if extra, ok := more["BusinessMinutes"].(float64); ok && of == nil { // of a case that began out of hours
					t.Within += time.Duration(extra) * time.Minute
				}
			default:
				continue
			}
			all = append(all, t)
		}
		return all, nil
	}
	p.facts = func(c *policyCase, cal *sla.Calendar) string {
		if c.LevelConfig["OutOfHours"] != nil && !cal.IsOpen(c.Events[0].At) {
			return "out of hours"
		}
		return "agreed"
	}
	p.due = func(v view, a sla.Account) (time.Time, bool) {
		status := sla.Signal("")
		for _, e := range v.events {
			if s := e.text("status"); s != "" {
				status = sla.Signal("status " + s)
			}
		}
		if a.Metric == "starts" || slices.Contains(ignored(v.policyCase, a.Metric), status) {
			return time.Time{}, false
		}
		cal, _ := v.terms.Calendar(a.Clock().Calendar)
		return a.Clock().Due(cal)
	}
	p.fields = map[string]func(view) string{
		"due": view.earliest,
		"starts": func(v view) string {
			if a, ok := v.accounts["starts"]; ok {
				due, ok := a.Clock().Due(v.cal)
				return showTime(due, ok)
			}
			at, ok := v.cal.NextOpen(v.Events[0].At)
			return showTime(at, ok)
		},
	}
	return p
}

// frappe judges by the clock on the wall: what happens after the due time is late, also outside the hours. Its response deadline is
// always that of the present priority, whether it was answered or not.
func frappe() *peer {
	p := &peer{
		name: "Frappe Helpdesk", source: "frappe/",
		config: "resolution paused by state (replied, pending), first response never and given by any such state; reopening resumes; " +
			"retroactive; closing at a closing; a due time stays shown as it stood when paused or resolved; verdict by the wall clock",
		targets: func(c *policyCase, of map[string]string) ([]sla.Target, error) {
			all, err := inUnits(c, of)
			for _, t := range all {
				if t.Metric == "first_response" {
					t.Metric = "response_by"
					all = append(all, t)
				}
			}
			return all, err
		},
		signals: func(_ *policyCase, e policyEvent) []sla.Signal { return signals(sla.Signal(e.Type)) },
		metrics: func(*policyCase) []sla.Metric {
			return []sla.Metric{
				{Name: "first_response", Start: signals("created"), Stop: signals("agent_reply", "pending", "resolved"), Reopen: sla.ReopenNever},
				{Name: "response_by", Start: signals("created")},
				{
					Name: "resolution", Start: signals("created", "reopened"), Stop: signals("resolved"),
					Pause: signals("agent_reply", "pending"), Resume: signals("customer_reply", "resume", "reopened"),
				},
			}
		},
	}
	p.due = func(v view, a sla.Account) (time.Time, bool) {
		c := a.Clock()
		switch {
		case a.Metric == "first_response":
			return v.accounts["response_by"].Clock().Due(v.cal)
		case c.State == sla.Stopped:
			return c.DueIfResumed(v.cal, c.Stopped)
		case c.Paused():
			return c.DueIfResumed(v.cal, c.Since)
		default:
			return c.Due(v.cal)
		}
	}
	p.elapsed = func(v view, a sla.Account) (time.Duration, bool) {
		return a.Clock().Spent, a.Clock().Done()
	}
	overdue := func(v view, metric string, at time.Time) bool {
		due, ok := p.due(v, v.accounts[metric])
		return ok && at.After(due)
	}
	p.late = func(v view, a sla.Account) (time.Duration, bool) {
		c := a.Clock()
		return max(0, c.Spent-c.Target), c.Done() && overdue(v, a.Metric, c.Stopped)
	}
	p.fields = map[string]func(view) string{
		"status": func(v view) string {
			response, resolution := v.accounts["first_response"].Clock(), v.accounts["resolution"].Clock()
			end := func(c sla.Clock) time.Time {
				if c.Done() {
					return c.Stopped
				}
				return v.at
			}
			switch {
			case overdue(v, "first_response", end(response)) || overdue(v, "resolution", end(resolution)):
				return "Failed"
			case resolution.Done():
				return "Fulfilled"
			case resolution.Paused():
				return "Paused"
			case response.Done():
				return "Resolution Due"
			default:
				return "First Response Due"
			}
		},
		"first_response_at": func(v view) string {
			c := v.accounts["first_response"].Clock()
			return showTime(c.Stopped, c.Done())
		},
		"hold_time": func(v view) string {
			c := v.accounts["resolution"].Clock()
			last := c.Since
			if c.Done() {
				last = c.Stopped
			}
			return (v.cal.Between(c.Started, last) - c.Spent).String()
		},
	}
	return p
}
