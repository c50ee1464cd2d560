package lifecycle_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// as is somebody of the default ladder to whom every field is filled in.
func as(kind lifecycle.ActorKind, at tier.ID) lifecycle.Facts {
	return lifecycle.Facts{
		Actor: kind, Has: yes, Changed: yes, Holds: yes, Pending: "awaiting_vendor",
		Can: func(c tier.Capability) bool { return tier.Default().Can(at, c) },
	}
}

func TestReadyMadeLifecyclesAreWalkedByThoseWhoMay(t *testing.T) {
	l1, l2, l3 := as(lifecycle.Engineer, "L1"), as(lifecycle.Engineer, "L2"), as(lifecycle.Engineer, "L3")
	manager, requester := as(lifecycle.Manager, ""), as(lifecycle.Requester, "")
	type step struct {
		trigger string
		by      lifecycle.Facts
		to      string // "" for a refusal
	}
	for _, c := range []struct {
		name  string
		def   lifecycle.Definition
		steps []step
	}{
		{"an incident", lifecycle.Incident(), []step{
			{"start", requester, ""},
			{"start", l1, "in_progress"},
			{"hold", l2, "on_hold"},
			{"reply", requester, "in_progress"},
			{"resolve", l1, "resolved"},
			{"reopen", requester, "in_progress"},
			{"clear", as(lifecycle.Monitor, ""), "resolved"},
			{"close", as(lifecycle.System, ""), "closed"},
			{"reopen", manager, ""},
		}},
		{"a request without approval", lifecycle.Request(), []step{
			{"start", l1, "in_progress"},
			{"hold", l1, "on_hold"},
			{"resume", l1, "in_progress"},
			{"fulfil", requester, ""},
			{"fulfil", l1, "fulfilled"},
			{"reopen", requester, "in_progress"},
			{"fulfil", l2, "fulfilled"},
			{"close", requester, "closed"},
		}},
		{"a request that is approved", lifecycle.Request(), []step{
			{"ask_approval", l1, "awaiting_approval"}, {"approve", l1, ""}, {"approve", requester, ""}, {"approve", manager, "in_progress"}, {"cancel", requester, "cancelled"},
		}},
		{"a request that is rejected", lifecycle.Request(), []step{
			{"start", l1, "in_progress"}, {"ask_approval", l1, "awaiting_approval"}, {"reject", l3, ""}, {"reject", manager, "rejected"}, {"reopen", manager, ""},
		}},
		{"a problem", lifecycle.Problem(), []step{
			{"analyse", l2, ""},
			{"analyse", l3, "in_analysis"},
			{"document", l3, "known_error"},
			{"analyse", l3, "in_analysis"},
			{"document", l3, "known_error"},
			{"hold", l3, "on_hold"},
			{"resume", l3, "in_analysis"},
			{"resolve", l3, "resolved"},
			{"close", l3, "closed"},
			{"reopen", l3, "in_analysis"},
			{"cancel", manager, "cancelled"},
		}},
		{"a normal change", lifecycle.Change(), []step{
			{"assess", l2, "in_assessment"},
			{"start", l2, ""},
			{"ask_authorisation", l2, "awaiting_authorisation"},
			{"authorise", l3, ""},
			{"revise", l2, "in_assessment"},
			{"ask_authorisation", l2, "awaiting_authorisation"},
			{"authorise", manager, "scheduled"},
			{"start", l2, "in_progress"},
			{"back_out", l2, "in_review"},
			{"reopen", l2, "in_progress"},
			{"complete", l2, "in_review"},
			{"close", l2, "closed"},
		}},
		{"a change that is rejected", lifecycle.Change(), []step{
			{"assess", l2, "in_assessment"}, {"ask_authorisation", l2, "awaiting_authorisation"}, {"reject", manager, "rejected"},
		}},
		{"a standard change", lifecycle.StandardChange(), []step{
			{"authorise", manager, ""}, {"schedule", l1, "scheduled"}, {"start", l1, "in_progress"}, {"complete", l1, "in_review"}, {"close", l1, "closed"},
		}},
		{"an emergency change", lifecycle.EmergencyChange(), []step{
			{"start", l3, ""}, {"ask_authorisation", l3, "awaiting_authorisation"}, {"authorise", manager, "in_progress"}, {"complete", l3, "in_review"}, {"close", l3, "closed"},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cycle := compiled(t, c.def)
			state := cycle.Initial()
			for _, s := range c.steps {
				got, err := cycle.Fire(t.Context(), state, s.trigger, s.by)
				require.Equal(t, s.to, got.To, "%s in %s: %v", s.trigger, state, err)
				if err == nil {
					state = got.To
				}
			}
		})
	}
}

func TestReadyMadeLifecyclesAskForWhatMustBeKnown(t *testing.T) {
	for _, c := range []struct {
		def            lifecycle.Definition
		state, trigger string
		missing        string
	}{
		{lifecycle.Request(), "new", "ask_approval", "approval_note"},
		{lifecycle.Request(), "awaiting_approval", "reject", "resolution_note"},
		{lifecycle.Problem(), "in_analysis", "document", "root_cause workaround"},
		{lifecycle.Problem(), "known_error", "resolve", "root_cause resolution resolution_note"},
		{lifecycle.Change(), "in_assessment", "ask_authorisation", "plan risk backout_plan"},
		{lifecycle.Change(), "in_progress", "back_out", "resolution resolution_note"},
		{lifecycle.StandardChange(), "new", "schedule", "plan"},
		{lifecycle.EmergencyChange(), "new", "ask_authorisation", "plan risk"},
	} {
		unmet := compiled(t, c.def).Check(c.state, c.trigger, lifecycle.Facts{Actor: lifecycle.Manager})
		require.NotNil(t, unmet, "%s %s", c.def.Name, c.trigger)
		require.Equal(t, strings.Fields(c.missing), unmet.Missing)
	}
}

func TestReadyMadeLifecyclesEndWithOrWithoutASolution(t *testing.T) {
	ends := map[string]string{}
	for _, d := range lifecycle.ReadyMade() {
		for _, s := range d.States {
			if s.Class == lifecycle.Closed {
				ends[d.Name] += fmt.Sprintf("%s:%t ", s.Name, s.Cancelled)
			}
		}
	}
	require.Equal(t, map[string]string{
		"incident":         "closed:false cancelled:true ",
		"request":          "closed:false rejected:true cancelled:true ",
		"problem":          "closed:false cancelled:true ",
		"change":           "rejected:true closed:false cancelled:true ",
		"standard_change":  "closed:false cancelled:true ",
		"emergency_change": "rejected:true closed:false cancelled:true ",
	}, ends)
}

func TestReadyMadeLifecyclesAreMadeAnew(t *testing.T) {
	var names []string
	for i, d := range lifecycle.ReadyMade() {
		names = append(names, d.Name)
		d.States[0].Name, d.Transitions[0].From[0], d.Transitions[0].To = "x", "y", "z"
		require.NotEqual(t, d, lifecycle.ReadyMade()[i])
		require.NotEqual(t, "y", lifecycle.ReadyMade()[i].Transitions[0].From[0])
	}
	require.Equal(t, []string{"incident", "request", "problem", "change", "standard_change", "emergency_change"}, names)
}
