package sla_test

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/sla"
)

func signals(s ...sla.Signal) []sla.Signal { return s }

// zammadSignals: a reply, a first response and a closing may also be recorded as an attribute alone, without a change of state.
func zammadSignals(_ *policyCase, e policyEvent) []sla.Signal {
	switch e.Type {
	case "created":
		if e.text("state") == "pending" {
			return signals("created", "pending")
		}
		return signals("created")
	case "agent_reply", "closed":
		if attribute := e.text("sets"); attribute != "" {
			return signals(sla.Signal(attribute))
		}
		return signals(sla.Signal(e.Type))
	case "reopened":
		return signals("reopened", "resume")
	}
	return signals(sla.Signal(e.Type))
}

func zammadMetrics(*policyCase) []sla.Metric {
	return []sla.Metric{
		{
			Name: "first_response", Start: signals("created"), Stop: signals("agent_reply", "first_response_at", "last_contact_agent_at"),
			Pause: signals("pending", "closed"), Resume: signals("resume"), Reopen: sla.ReopenNever,
		}, {
			Name: "update", Start: signals("customer_reply"), Stop: signals("agent_reply", "last_contact_agent_at"),
			Pause: signals("pending", "closed"), Resume: signals("resume"), Reopen: sla.ReopenNewCycle,
		}, {
			Name: "resolution", Start: signals("created", "reopened"), Stop: signals("closed", "close_at"),
			Pause: signals("pending"), Resume: signals("resume"), Reopen: sla.ReopenResume,
		}, {
			Name: "window", Start: signals("created"), Pause: signals("pending", "closed"), Resume: signals("resume"),
		},
	}
}

// zammadInstant: a state begins and ends on a whole minute.
func zammadInstant(e policyEvent) time.Time {
	switch e.Type {
	case "pending", "resume", "closed", "reopened":
		if e.text("sets") == "" {
			return e.At.Truncate(time.Minute)
		}
	case "created":
		if start, err := time.Parse(time.RFC3339, e.text("clock_start")); err == nil {
			return start
		}
	}
	return e.At
}

func zammadNew() *peer {
	return &peer{
		name: "Zammad, engine since 2021", source: "zammad/zammad spec/models",
		config: "paused by state (pending, closed), from whole minutes; update from the oldest unanswered customer message, each a new " +
			"cycle; reopening resumes; retroactive; next opening at a closing; elapsed of the longest completed cycle in whole minutes",
		boundary: sla.AtNextOpen,
		metrics:  zammadMetrics, targets: inUnits, signals: zammadSignals, instant: zammadInstant,
		due: whileRunning, elapsed: longestDone,
		fields: map[string]func(view) string{"next_due": view.earliest},
	}
}

// zammadLib are the calculators of that engine, which give a due time whatever state it is in.
func zammadLib() *peer {
	p := zammadNew()
	p.name, p.source = "Zammad, calculators of that engine", "zammad/zammad spec/lib/escalation"
	p.config = "the same; a due time as if the clock ran on from now, and open time in a window"
	p.due = asItStood
	p.targets = func(c *policyCase, of map[string]string) ([]sla.Target, error) {
		all, err := inUnits(c, of)
		return append(all, sla.Target{Metric: "window", Calendar: "vector"}), err
	}
	p.fields["window_elapsed"] = func(v view) string {
		elapsed := func(field string) time.Duration {
			end, _ := time.Parse(time.RFC3339, v.Want[0][field].(string))
			a, _ := v.terms.Account(v.history, sla.SLA, "window", end)
			return a.Clock().Elapsed(v.cal, end)
		}
		return (elapsed("window_end") - elapsed("window_start")).String()
	}
	return p
}

// zammadOld measures an update from the creation to the last message, and its due time from the last message.
func zammadOld() *peer {
	p := zammadNew()
	p.name, p.source = "Zammad, engine before 2021", "zammad/zammad test/unit"
	p.config = "paused by state (pending, closed); update begins anew with every message of either side, its elapsed time counts from the " +
		"creation; retroactive; closing at a closing; a due time stays shown as it stood"
	p.boundary, p.due = sla.AtClose, asItStood
	messages := signals("customer_reply", "agent_reply", "last_contact_agent_at")
	p.metrics = func(c *policyCase) []sla.Metric {
		all := zammadMetrics(c)
		all[1].Start, all[1].Reset, all[1].Stop = signals("created"), messages, nil
		return all
	}
	p.targets = func(c *policyCase, of map[string]string) ([]sla.Target, error) {
		all, err := inUnits(c, of)
		return append(all, sla.Target{Metric: "window", Calendar: "vector"}), err
	}
	p.elapsed = func(v view, a sla.Account) (time.Duration, bool) {
		if a.Metric != "update" {
			return longestDone(v, a)
		}
		for _, e := range slices.Backward(v.history.Events) {
			if slices.Contains(messages, e.Signal) {
				a, _ := v.terms.Account(v.history, sla.SLA, "window", e.At)
				return a.Clock().Elapsed(v.cal, e.At).Truncate(time.Minute), true
			}
		}
		return 0, false
	}
	return p
}

func chatwoot() *peer {
	status := func(v view) string {
		resolved := false
		for _, e := range v.events {
			resolved = resolved || e.Type == "resolved"
		}
		for _, a := range v.accounts {
			c := a.Clock()
			judged := a.Metric == "first_response" || !c.Done()
			if judged && c.Breached(v.cal, v.at) {
				return "missed"
			}
		}
		if resolved {
			return "hit"
		}
		return "active"
	}
	return &peer{
		name: "Chatwoot", source: "chatwoot/",
		config: "never paused; next response from the oldest unanswered message, each a new cycle; next response and resolution judged " +
			"only while they run",
		metrics: func(*policyCase) []sla.Metric {
			return []sla.Metric{
				{Name: "first_response", Start: signals("created"), Stop: signals("agent_reply"), Reopen: sla.ReopenNever},
				{
					Name: "next_response", After: signals("agent_reply"), Start: signals("customer_reply"),
					Stop: signals("agent_reply", "resolved"), Reopen: sla.ReopenNewCycle,
				},
				{Name: "resolution", Start: signals("created"), Stop: signals("resolved"), Reopen: sla.ReopenNever},
			}
		},
		targets: inUnits,
		signals: func(_ *policyCase, e policyEvent) []sla.Signal { return signals(sla.Signal(e.Type)) },
		due:     whileRunning, elapsed: longestDone,
		fields: map[string]func(view) string{"status": status},
	}
}

func glpi() *peer {
	attaches := func(e policyEvent, what string) bool {
		list, _ := e.Data["attach"].([]any)
		return slices.Contains(list, any(what))
	}
	return &peer{
		name: "GLPI", source: "glpi-project/",
		config: "time to own never paused, time to resolve paused by state (waiting); an SLA counts from the ticket's date whenever it is " +
			"attached (retroactive), an OLA from when it is attached; working days at the same clock time or at the end of the day",
		metrics: func(*policyCase) []sla.Metric {
			own := sla.Metric{Name: "acknowledge", Start: signals("created"), Stop: signals("acknowledged", "resolved")}
			solve := sla.Metric{
				Name: "resolution", Start: signals("created", "reopened"), Stop: signals("resolved"),
				Pause: signals("pending"), Resume: signals("resume", "reopened"),
			}
			olaOwn, olaSolve := own, solve
			olaOwn.Name, olaOwn.Start = "ola_acknowledge", signals("ola")
			olaSolve.Name, olaSolve.Start = "ola_resolution", signals("ola", "reopened")
			return []sla.Metric{own, solve, olaOwn, olaSolve}
		},
		targets: inUnits,
		signals: func(_ *policyCase, e policyEvent) []sla.Signal {
			if attaches(e, "ola") {
				return signals("ola")
			}
			return signals(sla.Signal(e.Type))
		},
		facts: func(c *policyCase, _ *sla.Calendar) string {
			for _, e := range c.Events {
				if attaches(e, "sla") {
					return "not attached yet"
				}
			}
			return "agreed"
		},
		due: whileRunning, elapsed: longestDone,
		fields: map[string]func(view) string{"pending_business": func(v view) string {
			c := v.accounts["resolution"].Clock()
			return (v.cal.Between(c.Started, v.at) - c.Elapsed(v.cal, v.at)).String()
		}},
	}
}
