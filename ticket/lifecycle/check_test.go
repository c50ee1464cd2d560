package lifecycle_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

func TestCompileNamesTheOneThingThatIsWrong(t *testing.T) {
	type def = lifecycle.Definition
	long := strings.Repeat("x", lifecycle.MaxName+1)
	for _, c := range []struct {
		name string
		do   func(*def)
		want string
	}{
		{"a field without a name", func(d *def) { d.States[0].Require = []string{""} }, `states[0].require[0]: is empty`},
		{"an unknown field to ask for", func(d *def) { d.States[1].Ask = []string{"plan", "mood"} }, `states[1].ask[1]: there is no field "mood"`},
		{"an unknown field to change", func(d *def) { d.Transitions[2].Change = []string{"mood"} }, `transitions[2].change[0]: there is no field "mood"`},
		{"an unknown field of a reason", func(d *def) { d.Reasons[1].Require = []string{"mood"} }, `reasons[1].require[0]: there is no field "mood"`},
		{"an unknown guard of a transition", func(d *def) { d.Transitions[0].Guards = []string{"moon"} }, `transitions[0].guards[0]: unknown guard "moon"; want one of assigned, seen`},
		{"an unknown guard of a timer", func(d *def) { d.States[3].After.Unless = []string{"seen", "moon"} }, `states[3].after.unless[1]: unknown guard "moon"; want one of assigned, seen`},
		{"an unknown calendar of a timer", func(d *def) { d.States[3].After.Calendar = "moon" }, `states[3].after.calendar: there is no calendar "moon"`},
		{"a timer of no time", func(d *def) { d.States[3].After.Wait = 0 }, `states[3].after.wait: must be longer than nothing`},
		{"a timer that only names a calendar", func(d *def) { d.States[4].After.Calendar = "office" }, "states[4].after.wait: must be longer than nothing\nstates[4].after.trigger: \"\" leads nowhere from \"closed\""},
		{"an actor of a right", func(d *def) { d.Rights = []lifecycle.Right{{By: []lifecycle.ActorKind{"boss"}}} }, `rights[0].by[0]: unknown actor "boss"; want one of requester, engineer, manager, vendor, monitor, automation, system`},
		{"the state a right leaves", func(d *def) { d.Rights = []lifecycle.Right{{From: "q"}} }, `rights[0].from: there is no state "q"`},
		{"the state a right leads to", func(d *def) { d.Rights = []lifecycle.Right{{To: "q"}} }, `rights[0].to: there is no state "q"`},
		{"two rights about the same", func(d *def) { d.Rights = []lifecycle.Right{{To: "closed"}, {From: "*", To: "closed"}} }, `rights[1]: there is a right from * to closed already`},
		{"reminders without end", func(d *def) { d.Reasons[0].Remind = lifecycle.Reminder{Every: time.Hour} }, `reasons[0].remind.times: 0 reminders; want 1 to 99`},
		{"too many reminders", func(d *def) { d.Reasons[0].Remind = lifecycle.Reminder{Every: time.Hour, Times: 100} }, `reasons[0].remind.times: 100 reminders; want 1 to 99`},
		{"reminders at once", func(d *def) { d.Reasons[0].Remind = lifecycle.Reminder{Times: 1} }, `reasons[0].remind.every: must be longer than nothing`},
		{"reminders by no calendar", func(d *def) {
			d.Reasons[0].Remind = lifecycle.Reminder{Every: time.Hour, Times: 1, Calendar: "moon"}
		}, `reasons[0].remind.calendar: there is no calendar "moon"`},
		{"reminders that lead nowhere", func(d *def) {
			d.Reasons[0].Remind = lifecycle.Reminder{Every: time.Hour, Times: 1, Then: "close"}
		}, `reasons[0].remind.then: "close" leads nowhere from "on_hold"`},
		{"a negative window", func(d *def) { d.Reopen.Within = -1 }, `reopen.within: must not be negative`},
		{"a window since it was open", func(d *def) { d.Reopen.Since = lifecycle.Active }, `reopen.since: "active" is not done; want resolved or closed`},
		{"a window by no calendar", func(d *def) { d.Reopen.Calendar = "moon" }, `reopen.calendar: there is no calendar "moon"`},
		{"resuming when it is too late", func(d *def) { d.Reopen.Then = lifecycle.Resume }, `reopen.then: unknown rule "resume"; want new_ticket or refuse`},
		{"a trigger that is not listed", func(d *def) {
			d.Triggers = []string{"start", "hold", "resume", "reply", "resolve", "clear", "reopen", "close"}
		}, `transitions[8].trigger: "cancel" is not one of the triggers; want one of start, hold, resume, reply, resolve, clear, reopen, close`},
		{"a trigger that is listed twice", func(d *def) {
			d.Triggers = []string{"start", "hold", "resume", "reply", "resolve", "clear", "reopen", "close", "cancel", "hold"}
		}, `triggers[9]: "hold" is there already`},
		{"a trigger without a name", func(d *def) {
			d.Triggers = []string{"start", "hold", "resume", "reply", "resolve", "clear", "reopen", "close", "cancel", ""}
		}, `triggers[9]: "" cannot be a name; want 1 to 100 bytes of text on one line`},
		{"what merging pulls", func(d *def) { d.OnMerge = "fuse" }, `on_merge: no transition has the trigger "fuse"`},
		{"merging that ends a ticket with a solution", func(d *def) { d.OnMerge = "close" }, `on_merge: transitions[7] leads to "closed"; a merged ticket ends in a state that is cancelled`},
		{"what the end of an alarm pulls", func(d *def) { d.OnClear = "end" }, `on_clear: no transition has the trigger "end"`},
		{"a long name of a state", func(d *def) { d.States = append(d.States, lifecycle.State{Name: long, Class: "new"}) }, `states[6].name: "` + long[:40] + `" cannot be a name; want 1 to 100 bytes of text on one line`},
		{"a trigger on two lines", func(d *def) { d.Transitions[0].Trigger = "a\nb" }, `transitions[0].trigger: "a\nb" cannot be a name; want 1 to 100 bytes of text on one line`},
		{"a reason that is no text", func(d *def) { d.Reasons[0].Name = "\xff" }, `reasons[0].name: "\xff" cannot be a name; want 1 to 100 bytes of text on one line`},
		{"the same trigger twice, with other rights", func(d *def) {
			d.Transitions = append(d.Transitions, lifecycle.Transition{Trigger: "start", From: []string{"new"}, To: "in_progress", Can: "resolve"})
		}, `transitions[9].from[0]: trigger "start" leads from "new" to "in_progress" already`},
		{"a pending state and no reasons", func(d *def) { d.Reasons = nil }, `states[2].pending: a pending state needs reasons, and the lifecycle has none`},
		{"many fields", func(d *def) { d.States[0].Ask = make([]string, 201) }, `states[0].ask: 201 of them; at most 200 are allowed`},
		{"many transitions", func(d *def) { d.Transitions = make([]lifecycle.Transition, 2001) }, `transitions: 2001 of them; at most 2000 are allowed`},
		{"many sources", func(d *def) { d.Transitions[0].From = make([]string, 201) }, `transitions[0].from: 201 of them; at most 200 are allowed`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := house().Compile(incidentWith(c.do))
			require.ErrorIs(t, err, lifecycle.ErrInvalid)
			require.EqualError(t, err, c.want)
		})
	}
}

func TestEveryListHasALimit(t *testing.T) {
	const many = lifecycle.MaxTransitions + 1
	big := lifecycle.Definition{
		Initial: make([]string, many), Triggers: make([]string, many), States: make([]lifecycle.State, many), Reasons: make([]lifecycle.Reason, many),
		Transitions: make([]lifecycle.Transition, many), Rights: make([]lifecycle.Right, many),
	}
	words := make([]string, many)
	big.States[0] = lifecycle.State{Require: words, Ask: words, Change: words, After: lifecycle.Timer{Unless: words}}
	big.Reasons[0].Require = words
	big.Rights[0].By = make([]lifecycle.ActorKind, many)
	big.Transitions[0] = lifecycle.Transition{From: words, By: big.Rights[0].By, Require: words, Ask: words, Change: words, Guards: words}
	_, err := lifecycle.Compile(big)
	var paths []string
	for _, f := range fault.Of(err) {
		paths = append(paths, f.Path)
	}
	require.Equal(t, []string{
		"states", "transitions", "triggers", "initial", "reasons", "rights", "states[0].require", "states[0].ask", "states[0].change", "states[0].after.unless",
		"reasons[0].require", "rights[0].by", "transitions[0].from", "transitions[0].by", "transitions[0].require", "transitions[0].ask",
		"transitions[0].change", "transitions[0].guards",
	}, paths)
}

func TestAHouseThatIsNotKnownIsNotAsked(t *testing.T) {
	d := incidentWith(func(d *lifecycle.Definition) {
		d.Transitions[0].Guards, d.Transitions[0].Require = []string{"moon"}, []string{"mood"}
		d.Reopen.Calendar = "mars"
	})
	_, err := lifecycle.Known{}.Compile(d)
	require.NoError(t, err)
	_, err = lifecycle.Compile(d)
	require.EqualError(t, err, `transitions[0].guards[0]: unknown guard "moon"; want one of (none)`)
	_, err = lifecycle.Known{Fields: []string{}, Guards: []string{"moon"}}.Compile(d)
	require.Len(t, fault.Of(err), len(lifecycle.Incident().Transitions[4].Require)+2, "that the house has no fields at all")
}

func TestALineThatStandsTwiceIsReadOnce(t *testing.T) {
	d := incidentWith(func(d *lifecycle.Definition) {
		d.Transitions = append(d.Transitions, d.Transitions[0])
		d.Transitions[1].From = append(d.Transitions[1].From, "new")
	})
	cycle, err := lifecycle.Compile(d)
	require.NoError(t, err)
	require.Len(t, cycle.From("new"), 5)
}

func TestTheFieldsOfADefinitionAreListedOnce(t *testing.T) {
	require.Equal(t, []string{"resolution", "resolution_note"}, lifecycle.Incident().Fields())
	d := lifecycle.Definition{
		States:      []lifecycle.State{{Require: []string{"d"}, Ask: []string{"c", "a"}, Change: []string{"b"}}},
		Reasons:     []lifecycle.Reason{{Require: []string{"e"}}},
		Transitions: []lifecycle.Transition{{Require: []string{"h", "a"}, Ask: []string{"g"}, Change: []string{"f"}}},
	}
	require.Equal(t, "[a b c d e f g h]", fmt.Sprint(d.Fields()))
}
