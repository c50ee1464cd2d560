package lifecycle_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// house is a house that has all that the ready-made lifecycles name.
func house() lifecycle.Known {
	var fields []string
	for _, d := range lifecycle.ReadyMade() {
		fields = append(fields, d.Fields()...)
	}
	return lifecycle.Known{Guards: someGuards, Calendars: []string{"office"}, Fields: fields, Capabilities: tier.Capabilities()}
}

func TestLintFindsNothingInTheReadyMadeLifecycles(t *testing.T) {
	for _, d := range lifecycle.ReadyMade() {
		require.Empty(t, house().Lint(d), d.Name)
		require.Empty(t, lifecycle.Lint(d), d.Name)
		slices.Reverse(d.States)
		slices.Reverse(d.Transitions)
		require.Empty(t, lifecycle.Lint(d), "%s the other way round", d.Name)
	}
	require.Empty(t, lifecycle.Lint(lifecycle.Definition{}), "what is not there has nothing wrong with it; Compile refuses it")
}

// incidentWith is the incident lifecycle with something done to it.
func incidentWith(change func(*lifecycle.Definition)) lifecycle.Definition {
	d := lifecycle.Incident()
	change(&d)
	return d
}

// stateOf and moveOf point into a definition.
func stateOf(d *lifecycle.Definition, name string) *lifecycle.State {
	return &d.States[slices.IndexFunc(d.States, func(s lifecycle.State) bool { return s.Name == name })]
}

func moveOf(d *lifecycle.Definition, trigger string) *lifecycle.Transition {
	return &d.Transitions[slices.IndexFunc(d.Transitions, func(t lifecycle.Transition) bool { return t.Trigger == trigger })]
}

func drop(d *lifecycle.Definition, triggers ...string) {
	d.Transitions = slices.DeleteFunc(d.Transitions, func(t lifecycle.Transition) bool { return slices.Contains(triggers, t.Trigger) })
}

func TestLintFindsTheOneThingThatIsWrong(t *testing.T) {
	type def = lifecycle.Definition
	for _, c := range []struct {
		name string
		do   func(*def)
		want []string // path: text (rule), and whether it is an error
	}{
		{
			"a state to which nothing leads",
			func(d *def) { d.States = append(d.States, lifecycle.State{Name: "archived", Class: lifecycle.Closed}) },
			[]string{`states[6]: no way leads to "archived" from where tickets begin (unreachable)`},
		},
		{
			"a state out of which nothing leads",
			func(d *def) {
				d.States = append(d.States, lifecycle.State{Name: "triage", Class: lifecycle.Active})
				d.Transitions = append(d.Transitions, lifecycle.Transition{Trigger: "triage", From: []string{"new"}, To: "triage"})
				d.OnClear = ""
			},
			[]string{`states[6]: nothing leads out of "triage", which is not closed (dead_end) error`},
		},
		{
			"a pending state out of which nothing leads but into itself",
			func(d *def) {
				drop(d, "resume", "reply")
				for _, trigger := range []string{"resolve", "clear", "cancel"} {
					moveOf(d, trigger).From = []string{"new", "in_progress"}
				}
				d.OnReply, d.OnClear = "", ""
			},
			[]string{`states[2]: a ticket that waits in "on_hold" can leave it for no other state (pending_for_ever) error`},
		},
		{
			"two states that lead only to each other",
			func(d *def) {
				d.States = append(d.States, lifecycle.State{Name: "ping", Class: lifecycle.Active}, lifecycle.State{Name: "pong", Class: lifecycle.Active})
				d.Transitions = append(
					d.Transitions,
					lifecycle.Transition{Trigger: "ping", From: []string{"new", "pong"}, To: "ping"},
					lifecycle.Transition{Trigger: "pong", From: []string{"ping"}, To: "pong"},
				)
				d.OnClear = ""
			},
			[]string{
				`states[6]: from "ping", no way leads to a closed state (never_closes) error`,
				`states[7]: from "pong", no way leads to a closed state (never_closes) error`,
			},
		},
		{
			"no closed state",
			func(d *def) {
				drop(d, "close", "cancel")
				d.States = d.States[:4]
				d.States[3].After = lifecycle.Timer{}
			},
			[]string{`states: no state is of class closed, so no ticket ever is (never_closes) error`},
		},
		{
			"a trigger that no transition has",
			func(d *def) {
				d.Triggers = []string{"start", "hold", "resume", "reply", "resolve", "clear", "reopen", "close", "cancel", "autoclose"}
			},
			[]string{`triggers[9]: no transition has the trigger "autoclose" (unused_trigger)`},
		},
		{
			"a trigger that is not listed",
			func(d *def) {
				d.Triggers = []string{"start", "hold", "resume", "reply", "resolve", "clear", "reopen", "close"}
			},
			[]string{`transitions[8].trigger: "cancel" is not one of the triggers (undeclared_trigger) error`},
		},
		{
			"a target that is no state",
			func(d *def) { moveOf(d, "cancel").To = "canceled"; d.States = d.States[:5] },
			[]string{`transitions[8].to: there is no state "canceled" (unknown_state) error`},
		},
		{
			"a source that is no state",
			func(d *def) { moveOf(d, "cancel").From = append(moveOf(d, "cancel").From, "nwe", "@sleeping") },
			[]string{
				`transitions[8].from[3]: there is no state "nwe" (unknown_state) error`,
				`transitions[8].from[4]: there is no state "@sleeping" (unknown_state) error`,
			},
		},
		{
			"a reopening that leads to no state",
			func(d *def) { moveOf(d, "reopen").To = "gone" },
			[]string{
				`transitions[6].to: there is no state "gone" (unknown_state) error`,
				`states[3]: nothing leads from "resolved" back to work, when the requester objects (no_reopen)`,
			},
		},
		{
			"a reopening that also leaves no state",
			func(d *def) { moveOf(d, "reopen").From = []string{"gone", "resolved"} },
			[]string{`transitions[6].from[0]: there is no state "gone" (unknown_state) error`},
		},
		{
			"a beginning that is no state",
			func(d *def) { d.Initial = append(d.Initial, "logged") },
			[]string{`initial[1]: there is no state "logged" (unknown_state) error`},
		},
		{
			"a right about states that are not there",
			func(d *def) {
				d.Rights = []lifecycle.Right{{From: "old", To: "closed"}, {From: "*", To: "gone"}}
			},
			[]string{
				`rights[0].from: there is no state "old" (unknown_state) error`,
				`rights[1].to: there is no state "gone" (unknown_state) error`,
				`rights[0]: decides about no transition: none is between these states, or all say themselves who may (unused_right)`,
				`rights[1]: decides about no transition: none is between these states, or all say themselves who may (unused_right)`,
			},
		},
		{
			"a right that every transition overrules",
			func(d *def) { d.Rights = []lifecycle.Right{{To: "closed", Can: "close"}} },
			[]string{`rights[0]: decides about no transition: none is between these states, or all say themselves who may (unused_right)`},
		},
		{
			"reasons and nothing pending",
			func(d *def) {
				*stateOf(d, "on_hold") = lifecycle.State{Name: "on_hold", Class: lifecycle.WaitingUs}
			},
			[]string{`reasons: no state is pending, so no reason is ever given (unused_reason)`},
		},
		{
			"a transition that no tier is capable of",
			func(d *def) {
				moveOf(d, "hold").Can = "juggle"
				moveOf(d, "hold").By = []lifecycle.ActorKind{"engineer"}
			},
			[]string{`transitions[1]: nobody may hold (nobody_may)`},
		},
		{
			"a transition that no tier is capable of in one state",
			func(d *def) {
				moveOf(d, "hold").Can = ""
				d.Rights = []lifecycle.Right{{From: "new", To: "on_hold", By: []lifecycle.ActorKind{"automation"}, Can: "juggle"}}
			},
			[]string{`transitions[1]: in new nobody may hold (nobody_may)`},
		},
		{
			"a state that nobody may leave",
			func(d *def) {
				for _, trigger := range []string{"reopen", "close"} {
					moveOf(d, trigger).By, moveOf(d, trigger).Can = []lifecycle.ActorKind{"engineer", "automation"}, "juggle"
				}
				stateOf(d, "resolved").After = lifecycle.Timer{}
			},
			[]string{
				`states[3]: ways lead out of "resolved", and nobody may take any (nobody_leaves) error`,
				`transitions[6]: nobody may reopen (nobody_may)`,
				`transitions[7]: nobody may close (nobody_may)`,
			},
		},
		{
			"a transition for time alone, and no timer",
			func(d *def) {
				d.Transitions = append(d.Transitions, lifecycle.Transition{Trigger: "expire", From: []string{"on_hold"}, To: "cancelled", By: []lifecycle.ActorKind{"system"}})
			},
			[]string{`transitions[9]: nobody may expire (nobody_may)`},
		},
		{
			"a capability that no tier has, while a manager may",
			func(d *def) { moveOf(d, "start").Can, moveOf(d, "hold").Can = "juggle", "juggle" },
			[]string{`transitions[0]: no tier is capable of "juggle", so no engineer may start, hold (no_tier_may)`},
		},
		{
			"a pending state that only the requester takes a ticket out of",
			func(d *def) {
				drop(d, "resume")
				for _, trigger := range []string{"resolve", "clear", "cancel"} {
					moveOf(d, trigger).From = []string{"new", "in_progress"}
				}
				d.OnClear = ""
			},
			[]string{`states[2]: from "on_hold" neither anybody of ours nor time takes a ticket on: it waits until a requester does (left_to_others)`},
		},
		{
			"a pending state out of which time takes the tickets that wait for one reason of several",
			func(d *def) {
				drop(d, "resume")
				for _, trigger := range []string{"resolve", "clear", "cancel"} {
					moveOf(d, trigger).From = []string{"new", "in_progress"}
				}
				d.OnClear = ""
				d.Reasons[0].Remind = lifecycle.Reminder{Every: time.Hour, Times: 1, Then: "give_up"}
				d.Transitions = append(d.Transitions, lifecycle.Transition{Trigger: "give_up", From: []string{"on_hold"}, To: "cancelled", By: []lifecycle.ActorKind{"system"}})
			},
			[]string{`states[2]: from "on_hold" neither anybody of ours nor time takes a ticket on: it waits until a requester does (left_to_others)`},
		},
		{
			"no way back from resolved",
			func(d *def) { drop(d, "reopen") },
			[]string{`states[3]: nothing leads from "resolved" back to work, when the requester objects (no_reopen)`},
		},
		{
			"a way back that does not count",
			func(d *def) { moveOf(d, "reopen").Reopens = false },
			[]string{`transitions[6]: reopen leads from "resolved", which is done, to "in_progress", which is open, and does not count as a reopening (reopen_uncounted)`},
		},
		{
			"a reopening of what is open",
			func(d *def) { moveOf(d, "resume").Reopens = true },
			[]string{`transitions[2]: resume counts as a reopening, and does not lead from done to open: from "on_hold" to "in_progress" (reopens_nothing)`},
		},
		{
			"a reopening that leads to done",
			func(d *def) { moveOf(d, "close").Reopens = true },
			[]string{`transitions[7]: close counts as a reopening, and does not lead from done to open: from "resolved" to "closed" (reopens_nothing)`},
		},
		{
			"a window and nothing that reopens",
			func(d *def) { drop(d, "reopen"); d.Reopen.Within = time.Hour },
			[]string{
				`states[3]: nothing leads from "resolved" back to work, when the requester objects (no_reopen)`,
				`reopen.within: no transition reopens, so the time to do so does not matter (reopen_unused)`,
			},
		},
		{
			"a timer that leads nowhere",
			func(d *def) { stateOf(d, "resolved").After.Trigger = "archive" },
			[]string{`states[3].after.trigger: time pulls "archive", which leads nowhere from "resolved" (timer_stuck) error`},
		},
		{
			"a timer into a pending state",
			func(d *def) {
				stateOf(d, "in_progress").After = lifecycle.Timer{Wait: time.Hour, Trigger: "hold"}
			},
			[]string{`states[1].after.trigger: time pulls hold, which leads to "on_hold" and needs a reason (timer_stuck) error`},
		},
		{
			"a timer that would have to change a field",
			func(d *def) { moveOf(d, "close").Change = []string{"resolution_note"} },
			[]string{`states[3].after.trigger: time pulls close, and cannot change resolution_note (timer_stuck) error`},
		},
		{
			"a timer that needs a field that the house does not have",
			func(d *def) { moveOf(d, "close").Require = []string{"applause"} },
			[]string{`states[3].after.trigger: time pulls close, which needs "applause", and nobody can give it (timer_stuck) error`},
		},
		{
			"a timer that needs a field that nothing before asks for",
			func(d *def) {
				stateOf(d, "closed").Require = []string{"review_note"}
				d.Initial = append(d.Initial, "closed")
			},
			[]string{`states[3].after.trigger: time pulls close, which needs "review_note", and nothing before asks for it (timer_may_wait)`},
		},
		{
			"reminders that end in what cannot be done",
			func(d *def) {
				d.Reasons[0].Remind = lifecycle.Reminder{Every: time.Hour, Times: 2, Then: "hold"}
			},
			[]string{`reasons[0].remind.then: time pulls hold, which leads to "on_hold" and needs a reason (timer_stuck) error`},
		},
		{
			"an answer that leads nowhere",
			func(d *def) { moveOf(d, "reply").From = []string{"new"} },
			[]string{`states[2]: in "on_hold" the requester is waited for, and the answer does not move the ticket: reply does not lead out of it (reply_refused)`},
		},
		{
			"an answer that the requester may not give",
			func(d *def) { moveOf(d, "reply").By = []lifecycle.ActorKind{"engineer"} },
			[]string{`states[2]: in "on_hold" the requester is waited for, and the answer does not move the ticket: a requester may not reply (reply_refused)`},
		},
		{
			"an answer that needs a field",
			func(d *def) { moveOf(d, "reply").Require = []string{"resolution", "review_note"} },
			[]string{`states[2]: in "on_hold" the requester is waited for, and the answer does not move the ticket: reply needs "review_note", and nothing before asks for it (reply_refused)`},
		},
		{
			"an answer that must change a field",
			func(d *def) { moveOf(d, "reply").Change = []string{"resolution"} },
			[]string{`states[2]: in "on_hold" the requester is waited for, and the answer does not move the ticket: reply wants resolution changed (reply_refused)`},
		},
		{
			"an answer that needs a reason",
			func(d *def) { moveOf(d, "reply").To = "on_hold" },
			[]string{`states[2]: in "on_hold" the requester is waited for, and the answer does not move the ticket: reply needs a reason (reply_refused)`},
		},
		{
			"the end of an alarm that is not heard everywhere",
			func(d *def) { moveOf(d, "clear").From = []string{"new", "in_progress"} },
			[]string{`states[2]: in "on_hold" the end of an alarm does not move the ticket: clear does not lead out of it (clear_refused)`},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range house().Lint(incidentWith(c.do)) {
				require.NotEmpty(t, f.State+f.Trigger+f.Path)
				line := f.String()
				if f.Severity == lifecycle.Error {
					line += " error"
				}
				got = append(got, line)
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestLintKnowsWhatWasAskedForOnTheWay(t *testing.T) {
	closing := func(d *lifecycle.Definition) { moveOf(d, "close").Require = []string{"review_note"} }
	for name, ask := range map[string]func(*lifecycle.Definition){
		"by a transition into the state": func(d *lifecycle.Definition) { moveOf(d, "clear").Ask = []string{"review_note"} },
		"by the state":                   func(d *lifecycle.Definition) { stateOf(d, "resolved").Require = []string{"review_note"} },
		"long before":                    func(d *lifecycle.Definition) { moveOf(d, "start").Change = []string{"review_note"} },
		"at the beginning":               func(d *lifecycle.Definition) { stateOf(d, "new").Ask = []string{"review_note"} },
	} {
		require.Len(t, house().Lint(incidentWith(closing)), 1)
		require.Empty(t, about(house().Lint(incidentWith(func(d *lifecycle.Definition) { closing(d); ask(d) })), lifecycle.TimerMayWait), name)
	}
	waiting := incidentWith(func(d *lifecycle.Definition) {
		give := lifecycle.Transition{Trigger: "give_up", From: []string{"on_hold"}, To: "cancelled", By: []lifecycle.ActorKind{"system"}, Require: []string{"review_note"}}
		d.Transitions = append(d.Transitions, give)
		d.Reasons[0].Remind = lifecycle.Reminder{Every: time.Hour, Times: 1, Then: "give_up"}
	})
	require.Equal(t, []string{"on_hold"}, about(lifecycle.Lint(waiting), lifecycle.TimerMayWait))
	waiting.Reasons[0].Require = []string{"review_note"}
	require.Empty(t, lifecycle.Lint(waiting), "what the reason needs is there, and time may pull what is for the system alone")
}

func TestLintOfADefinitionBeyondTheLimitsSaysSo(t *testing.T) {
	d := lifecycle.Incident()
	for i := range lifecycle.MaxStates {
		d.States = append(d.States, lifecycle.State{Name: fmt.Sprint(i), Class: lifecycle.Active})
	}
	found := lifecycle.Lint(d)
	require.Len(t, found, 1)
	require.Equal(t, lifecycle.TooLarge, found[0].Rule)

	many := lifecycle.Incident()
	many.Transitions = nil
	for i := range lifecycle.MaxStates - len(many.States) {
		many.States = append(many.States, lifecycle.State{Name: fmt.Sprint(i), Class: lifecycle.Active})
	}
	for i := range 100 { // from all but where they lead to, and from there too
		many.Transitions = append(many.Transitions, lifecycle.Transition{Trigger: fmt.Sprint(i), From: []string{"*", "closed"}, To: "closed"})
	}
	many.States[3].After, many.OnReply, many.OnClear, many.OnMerge = lifecycle.Timer{}, "", "", ""
	require.NotEqual(t, lifecycle.TooLarge, lifecycle.Lint(many)[0].Rule)
	_, err := lifecycle.Compile(many)
	require.NoError(t, err)

	many.Transitions = append(many.Transitions, lifecycle.Transition{Trigger: "more", From: []string{"new"}, To: "closed"})
	require.Equal(t, lifecycle.TooLarge, lifecycle.Lint(many)[0].Rule)
	_, err = lifecycle.Compile(many)
	require.EqualError(t, err, "transitions: they lead out of more than 20000 states altogether")
}

func TestLintIsTheSameEveryTime(t *testing.T) {
	d := lifecycle.Incident()
	d.States = append(d.States[:2], lifecycle.State{Name: "x", Class: lifecycle.Active})
	d.Rights = []lifecycle.Right{{From: "q", To: "r"}}
	lines := func() string {
		var b strings.Builder
		for _, f := range lifecycle.Lint(d) {
			fmt.Fprintln(&b, f)
		}
		return b.String()
	}
	first := lines()
	for range 20 {
		require.Equal(t, first, lines())
	}
}
