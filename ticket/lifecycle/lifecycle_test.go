package lifecycle_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

func yes(string) bool                { return true }
func capable(tier.Capability) bool   { return true }
func incapable(tier.Capability) bool { return false }

// usual are those who may do what a definition says nothing about.
var usual = []lifecycle.ActorKind{lifecycle.Engineer, lifecycle.Manager, lifecycle.Automation}

// all are the facts of somebody who may do everything.
var all = lifecycle.Facts{Actor: lifecycle.Engineer, Can: capable, Has: yes, Changed: yes, Holds: yes, Pending: "awaiting_customer"}

func incident(t testing.TB) *lifecycle.Lifecycle {
	t.Helper()
	cycle, err := lifecycle.Compile(lifecycle.Incident())
	require.NoError(t, err)
	return cycle
}

func TestTheMachineAndTheTableAgreeOnEveryStateAndTrigger(t *testing.T) {
	cycle := incident(t)
	def := cycle.Definition()
	for _, state := range def.States {
		for _, tr := range def.Transitions {
			facts := all
			facts.Actor = lifecycle.System
			step, err := cycle.Fire(t.Context(), state.Name, tr.Trigger, facts)
			want, there := cycle.Transition(state.Name, tr.Trigger)
			if !there {
				require.Error(t, err, "%s in %s", tr.Trigger, state.Name)
				continue
			}
			require.NoError(t, err, "%s in %s", tr.Trigger, state.Name)
			require.Equal(t, lifecycle.Step{
				From: state.Name, To: want.To, Trigger: tr.Trigger, Class: cycle.Class(want.To, "awaiting_customer"), Reopens: want.Reopens,
			}, step)
		}
	}
}

func TestARefusalSaysEverythingThatIsInTheWay(t *testing.T) {
	cycle := incident(t)
	for _, c := range []struct {
		name, state, trigger string
		facts                lifecycle.Facts
		want                 lifecycle.Unmet
	}{
		{
			"the trigger leads nowhere", "new", "reopen", all,
			lifecycle.Unmet{State: "new", Trigger: "reopen", Unknown: true, Possible: []string{"start", "hold", "resolve", "clear", "cancel"}},
		},
		{
			"the state is not one of the lifecycle's", "-100", "close", all,
			lifecycle.Unmet{State: "-100", Trigger: "close", Unknown: true},
		},
		{
			"the tier cannot, and fields are missing", "in_progress", "resolve",
			lifecycle.Facts{Actor: lifecycle.Engineer, Can: incapable},
			lifecycle.Unmet{
				State: "in_progress", Trigger: "resolve", Cannot: "resolve", Missing: []string{"resolution", "resolution_note"},
				Possible: []string{"hold", "resolve", "clear", "cancel"},
			},
		},
		{
			"a requester does not work", "new", "start",
			lifecycle.Facts{Actor: lifecycle.Requester},
			lifecycle.Unmet{State: "new", Trigger: "start", NotBy: lifecycle.Requester, May: usual, Possible: []string{"start", "hold", "resolve", "clear", "cancel"}},
		},
		{
			"a pending state needs a reason", "new", "hold",
			lifecycle.Facts{Actor: lifecycle.Manager, Pending: "lunch"},
			lifecycle.Unmet{State: "new", Trigger: "hold", Missing: []string{"pending"}, Possible: []string{"start", "hold", "resolve", "clear", "cancel"}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := cycle.Fire(t.Context(), c.state, c.trigger, c.facts)
			var unmet *lifecycle.Unmet
			require.ErrorAs(t, err, &unmet)
			require.Equal(t, c.want, *unmet)
			require.Equal(t, unmet, cycle.Check(c.state, c.trigger, c.facts))
		})
	}
	_, err := cycle.Fire(t.Context(), "resolved", "reopen", lifecycle.Facts{Actor: lifecycle.Vendor})
	require.EqualError(t, err, "cannot reopen in resolved: a vendor may not; from here: reopen, close")
	_, err = cycle.Fire(t.Context(), "new", "clear", lifecycle.Facts{Actor: lifecycle.Engineer})
	require.EqualError(t, err, "cannot clear in new: an engineer may not; from here: start, hold, resolve, clear, cancel")
	_, err = cycle.Fire(t.Context(), "in_progress", "resolve", lifecycle.Facts{Actor: lifecycle.Requester})
	require.EqualError(t, err, "cannot resolve in in_progress: a requester may not; missing: resolution, resolution_note; from here: hold, resolve, clear, cancel")
}

func TestAGuardThatDoesNotHoldIsNamed(t *testing.T) {
	def := lifecycle.Incident()
	def.Transitions[0].Guards = []string{"assigned", "acknowledged"}
	cycle, err := lifecycle.Compile(def, "assigned", "acknowledged")
	require.NoError(t, err)

	facts := all
	facts.Holds = func(guard string) bool { return guard == "assigned" }
	unmet := cycle.Check("new", "start", facts)
	require.Equal(t, []string{"acknowledged"}, unmet.Failed)

	require.Nil(t, cycle.Check("new", "start", all))
}

func TestAContextThatIsDoneFiresNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := incident(t).Fire(ctx, "new", "start", all)
	require.ErrorIs(t, err, context.Canceled)
}

func TestOneMachineServesManyTicketsAtOnce(t *testing.T) {
	cycle := incident(t)
	path := []string{"start", "hold", "resume", "resolve", "reopen", "resolve", "close"}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				state := "new"
				for _, trigger := range path {
					step, err := cycle.Fire(context.Background(), state, trigger, all)
					if err != nil {
						t.Error(err)
						return
					}
					state = step.To
				}
				if state != "closed" {
					t.Errorf("ended in %s", state)
				}
			}
		})
	}
	wg.Wait()
}

func TestPatternsStandForManyStates(t *testing.T) {
	cycle, err := lifecycle.Compile(lifecycle.Definition{
		Name:    "desk",
		Initial: []string{"a"},
		States: []lifecycle.State{
			{Name: "a", Class: lifecycle.New},
			{Name: "b", Class: lifecycle.Active},
			{Name: "w", Pending: true},
			{Name: "r", Class: lifecycle.Resolved},
			{Name: "z", Class: lifecycle.Closed},
		},
		Reasons: []lifecycle.Reason{{Name: "they", Class: lifecycle.WaitingCustomer}},
		Transitions: []lifecycle.Transition{
			{Trigger: "work", From: []string{"@open"}, To: "b"},
			{Trigger: "again", From: []string{"@done"}, To: "b", Reopens: true},
			{Trigger: "end", From: []string{"*"}, To: "z"},
			{Trigger: "ask", From: []string{"@active", "@waiting_customer", "w"}, To: "w"},
		},
	})
	require.NoError(t, err)
	from := func(trigger string) (states []string) {
		for _, s := range cycle.Definition().States {
			if _, ok := cycle.Transition(s.Name, trigger); ok {
				states = append(states, s.Name)
			}
		}
		return states
	}
	require.Equal(t, []string{"a", "w"}, from("work"), "not from where it leads to")
	require.Equal(t, []string{"r", "z"}, from("again"))
	require.Equal(t, []string{"a", "b", "w", "r"}, from("end"))
	require.Equal(t, []string{"b", "w"}, from("ask"), "a state that is named is taken, even where it leads to itself")
	require.Equal(t, lifecycle.WaitingCustomer, cycle.Class("w", "they"))
	require.Empty(t, cycle.Class("w", ""))
	require.Empty(t, cycle.Class("nowhere", ""))
	require.Len(t, cycle.Toward("a", "b"), 1)
	require.Empty(t, cycle.Toward("a", "r"))
}

func TestEveryFaultOfADefinitionIsReportedWithItsPlace(t *testing.T) {
	_, err := lifecycle.Compile(lifecycle.Definition{
		Initial: []string{"nowhere"},
		States: []lifecycle.State{
			{Name: "a", Class: "tired"},
			{Name: "a", Class: lifecycle.New},
			{Name: "@x", Class: lifecycle.New},
			{Name: "p", Pending: true, Class: lifecycle.Active},
			{Name: "t", Class: lifecycle.Active, After: lifecycle.Timer{Trigger: "go"}},
			{Name: "c", Class: lifecycle.Resolved, Cancelled: true},
		},
		Reasons: []lifecycle.Reason{{Name: "", Class: lifecycle.Active}, {Name: "r", Class: lifecycle.WaitingUs}, {Name: "r", Class: lifecycle.WaitingUs}},
		Transitions: []lifecycle.Transition{
			{From: []string{"a"}, To: "b"},
			{Trigger: "x", To: "a", By: []lifecycle.ActorKind{"boss"}, Guards: []string{"moon"}},
			{Trigger: "y", From: []string{"q", "@sleeping"}, To: "p"},
			{Trigger: "z", From: []string{"a"}, To: "p"},
			{Trigger: "z", From: []string{"a"}, To: "t"},
		},
		OnReply: "answer",
	})
	require.ErrorIs(t, err, lifecycle.ErrInvalid)
	var got []string
	for _, f := range fault.Of(err) {
		got = append(got, f.Path)
	}
	for _, path := range []string{
		"initial[0]", "states[0].class", "states[1].name", "states[2].name", "states[3].class", "states[4].after.wait", "states[4].after.trigger",
		"states[5].cancelled", "reasons[0].name", "reasons[0].class", "reasons[2].name", "transitions[0].trigger", "transitions[0].to",
		"transitions[1].by[0]", "transitions[1].guards[0]", "transitions[1].from", "transitions[2].from[0]", "transitions[2].from[1]",
		"transitions[4].from[0]", "on_reply",
	} {
		require.Contains(t, got, path)
	}
	require.Len(t, got, 20)
}

func TestAnEmptyDefinitionIsRefused(t *testing.T) {
	_, err := lifecycle.Compile(lifecycle.Definition{})
	require.ErrorIs(t, err, lifecycle.ErrInvalid)
	require.ErrorContains(t, err, "initial: is missing")
	require.ErrorContains(t, err, "states: there are none")
}

func TestADefinitionThatIsHandedOutIsACopy(t *testing.T) {
	cycle := incident(t)
	cycle.Definition().Transitions[0].From[0] = "elsewhere"
	require.Equal(t, "new", cycle.Definition().Transitions[0].From[0])
}

func TestClassesSayWhoIsWaitedFor(t *testing.T) {
	var open, waiting []lifecycle.Class
	for _, c := range append(lifecycle.Classes(), "tired") {
		if c.Open() {
			open = append(open, c)
		}
		if c.Waiting() {
			waiting = append(waiting, c)
		}
	}
	require.Equal(t, []lifecycle.Class{"new", "active", "waiting_customer", "waiting_us", "waiting_vendor"}, open)
	require.Equal(t, []lifecycle.Class{"waiting_customer", "waiting_us", "waiting_vendor"}, waiting)
	require.False(t, slices.ContainsFunc([]lifecycle.ActorKind{"", "boss"}, lifecycle.ActorKind.Valid))
}
