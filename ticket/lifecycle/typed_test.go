package lifecycle_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

type (
	parcelState   string
	parcelTrigger string
)

const (
	waiting  parcelState = "waiting"
	sent     parcelState = "sent"
	received parcelState = "received"

	send    parcelTrigger = "send"
	arrive  parcelTrigger = "arrive"
	recall  parcelTrigger = "recall"
	nothing parcelTrigger = "nothing"
)

func parcel() lifecycle.TypedDefinition[parcelState, parcelTrigger] {
	return lifecycle.TypedDefinition[parcelState, parcelTrigger]{
		Name:    "parcel",
		Initial: []parcelState{waiting},
		States: []lifecycle.TypedState[parcelState, parcelTrigger]{
			{Name: waiting, Class: lifecycle.New},
			{Name: sent, Class: lifecycle.Active, After: lifecycle.TypedTimer[parcelTrigger]{Wait: 72 * time.Hour, Trigger: arrive}},
			{Name: received, Class: lifecycle.Closed},
		},
		Transitions: []lifecycle.TypedTransition[parcelState, parcelTrigger]{
			{Trigger: send, From: []parcelState{waiting}, To: sent, Require: []string{"address"}},
			{Trigger: arrive, From: []parcelState{sent}, To: received},
			{Trigger: recall, From: []parcelState{"@active"}, To: waiting, By: []lifecycle.ActorKind{lifecycle.Requester}},
		},
	}
}

func TestATypedLifecycleIsTheSameInTheHostsWords(t *testing.T) {
	cycle, err := parcel().Compile()
	require.NoError(t, err)
	require.Equal(t, waiting, cycle.Initial())
	require.Equal(t, lifecycle.Active, cycle.Class(sent, ""))
	require.Equal(t, "parcel", cycle.Lifecycle().Name())

	step, err := cycle.Fire(t.Context(), waiting, send, all)
	require.NoError(t, err)
	require.Equal(t, lifecycle.TypedStep[parcelState, parcelTrigger]{From: waiting, To: sent, Trigger: send, Class: lifecycle.Active}, step)

	step, err = cycle.Fire(t.Context(), waiting, send, lifecycle.Facts{Actor: lifecycle.Manager})
	require.EqualError(t, err, "cannot send in waiting: missing: address; from here: send")
	require.Empty(t, step)
	require.Equal(t, []string{"address"}, cycle.Check(waiting, send, lifecycle.Facts{Actor: lifecycle.Manager}).Missing)
	require.Equal(t, []parcelTrigger{arrive}, cycle.Triggers(sent, all))
	require.Equal(t, []parcelTrigger{arrive, recall}, cycle.Triggers(sent, lifecycle.Facts{Actor: lifecycle.System}))
	require.Empty(t, cycle.Triggers(received, all))
}

func TestATypedDefinitionGetsTheSameChecks(t *testing.T) {
	d := parcel()
	d.Transitions[1].Trigger = nothing
	d.Transitions[1].Guards = []string{"moon"}
	_, err := d.Compile()
	require.ErrorIs(t, err, lifecycle.ErrInvalid)
	require.EqualError(t, err, "transitions[1].guards[0]: unknown guard \"moon\"; want one of (none)\nstates[1].after.trigger: \"arrive\" leads nowhere from \"sent\"")
	_, err = d.Compile("moon")
	require.EqualError(t, err, `states[1].after.trigger: "arrive" leads nowhere from "sent"`)

	d = parcel()
	d.Triggers = []parcelTrigger{send, arrive, recall, nothing}
	require.Equal(t, []string{`triggers[3]: no transition has the trigger "nothing" (unused_trigger)`}, lines(lifecycle.Lint(d.Plain())))
}

func lines(found []lifecycle.Finding) (all []string) {
	for _, f := range found {
		all = append(all, f.String())
	}
	return all
}

func TestALifecycleFromAFileGetsTypesWhenTheWordsAreTheSame(t *testing.T) {
	plain := compiled(t, parcel().Plain())
	states, triggers := []parcelState{waiting, sent, received}, []parcelTrigger{send, arrive, recall}
	cycle, err := lifecycle.As(plain, states, triggers)
	require.NoError(t, err)
	require.Same(t, plain, cycle.Lifecycle())

	_, err = lifecycle.As(plain, append(states[:2], "lost"), append(triggers[:2], nothing))
	require.ErrorIs(t, err, lifecycle.ErrInvalid)
	require.EqualError(t, err, `lifecycle parcel: states: there is no state "lost", which the program knows
states: the program does not know the state "received"
transitions: there is no trigger "nothing", which the program knows
transitions: the program does not know the trigger "recall"`)
}

// typed says a plain definition in a host's types.
func typed(d lifecycle.Definition) lifecycle.TypedDefinition[parcelState, parcelTrigger] {
	to := func(names []string) (words []parcelState) {
		for _, n := range names {
			words = append(words, parcelState(n))
		}
		return words
	}
	typed := lifecycle.TypedDefinition[parcelState, parcelTrigger]{
		Name: d.Name, Initial: to(d.Initial), Reasons: d.Reasons, Rights: d.Rights, Reopen: d.Reopen,
		OnReply: parcelTrigger(d.OnReply), OnClear: parcelTrigger(d.OnClear), OnMerge: parcelTrigger(d.OnMerge),
	}
	for _, name := range d.Triggers {
		typed.Triggers = append(typed.Triggers, parcelTrigger(name))
	}
	for _, s := range d.States {
		typed.States = append(typed.States, lifecycle.TypedState[parcelState, parcelTrigger]{
			Name: parcelState(s.Name), Class: s.Class, Pending: s.Pending, Require: s.Require, Ask: s.Ask, Change: s.Change, Cancelled: s.Cancelled,
			After: lifecycle.TypedTimer[parcelTrigger]{Wait: s.After.Wait, Trigger: parcelTrigger(s.After.Trigger), Calendar: s.After.Calendar, Unless: s.After.Unless},
		})
	}
	for _, x := range d.Transitions {
		typed.Transitions = append(typed.Transitions, lifecycle.TypedTransition[parcelState, parcelTrigger]{
			Trigger: parcelTrigger(x.Trigger), From: to(x.From), To: parcelState(x.To), By: x.By, Can: x.Can, Require: x.Require,
			Ask: x.Ask, Change: x.Change, Guards: x.Guards, Reopens: x.Reopens,
		})
	}
	return typed
}

func TestATypedDefinitionLosesNothing(t *testing.T) {
	for plain, typed := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[lifecycle.Definition](): reflect.TypeFor[lifecycle.TypedDefinition[parcelState, parcelTrigger]](),
		reflect.TypeFor[lifecycle.State]():      reflect.TypeFor[lifecycle.TypedState[parcelState, parcelTrigger]](),
		reflect.TypeFor[lifecycle.Timer]():      reflect.TypeFor[lifecycle.TypedTimer[parcelTrigger]](),
		reflect.TypeFor[lifecycle.Transition](): reflect.TypeFor[lifecycle.TypedTransition[parcelState, parcelTrigger]](),
		reflect.TypeFor[lifecycle.Step]():       reflect.TypeFor[lifecycle.TypedStep[parcelState, parcelTrigger]](),
	} {
		require.Equal(t, plain.NumField(), typed.NumField(), "%s", plain)
		for i := range plain.NumField() {
			_, ok := typed.FieldByName(plain.Field(i).Name)
			require.True(t, ok, "%s has no %s", typed, plain.Field(i).Name)
		}
	}
	for _, d := range lifecycle.ReadyMade() {
		d.Triggers = []string{"a", "b"}
		d.States[0].After = lifecycle.Timer{Wait: 1, Trigger: "x", Calendar: "y", Unless: []string{"z"}}
		require.Equal(t, d, typed(d).Plain())
	}
	rapid.Check(t, func(t *rapid.T) {
		d := definition(t)
		require.Equal(t, d, typed(d).Plain())
	})
}

func TestAPlainDefinitionSharesNothingWithTheTypedOne(t *testing.T) {
	d := parcel()
	p := d.Plain()
	d.Transitions[0].Require[0] = "other"
	require.Equal(t, "address", p.Transitions[0].Require[0])
}
