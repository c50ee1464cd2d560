package escalation

import (
	"slices"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/tier"
)

// step is a step with its calendar found.
type step struct {
	Step
	calendar *sla.Calendar // nil counts all time
}

// intents are what a step does, each filled in from i, in the order of the actions and targets.
func (s step) intents(i Intent, on TriggerKind) []Intent {
	var all []Intent
	for _, a := range s.actions() {
		i.Action = a
		if a == HandOver {
			over := i
			over.Reason = s.reason(on)
			all = append(all, over)
			continue
		}
		for _, t := range s.Targets {
			i.Target = t
			all = append(all, i)
		}
		i.Target = Target{}
	}
	return all
}

// actions are those given, or notify.
func (s Step) actions() []Action {
	if len(s.Actions) == 0 {
		return []Action{Notify}
	}
	return s.Actions
}

func (s Step) does(a Action) bool { return slices.Contains(s.actions(), a) }

// reason is the one given, or that of the trigger.
func (s Step) reason(on TriggerKind) tier.Reason {
	switch {
	case s.Reason != "":
		return s.Reason
	case on == SLAShare:
		return tier.SLAAtRisk
	default:
		return tier.Unacknowledged
	}
}
