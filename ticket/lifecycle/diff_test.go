package lifecycle_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

func TestDiffSaysWhatChangesInTheFieldsWords(t *testing.T) {
	type def = lifecycle.Definition
	for _, c := range []struct {
		name string
		do   func(*def)
		want []string // path: text
	}{
		{"nothing", func(*def) {}, nil},
		{"its name", func(d *def) { d.Name = "fault" }, []string{"name: the lifecycle is called fault, was incident"}},
		{
			"where tickets begin",
			func(d *def) { d.Initial = []string{"in_progress", "new"} },
			[]string{"initial: tickets usually begin in in_progress, before in new", "initial: tickets may now begin in in_progress"},
		},
		{"another way to begin", func(d *def) { d.Initial = append(d.Initial, "on_hold") }, []string{"initial: tickets may now begin in on_hold"}},
		{"no beginning", func(d *def) { d.Initial = nil }, []string{"initial: tickets usually begin in nothing, before in new", "initial: tickets may no longer begin in new"}},
		{"the list of triggers", func(d *def) { d.Triggers = []string{"start"} }, []string{"triggers: the trigger start is listed now"}},
		{"what an answer does", func(d *def) { d.OnReply = "" }, []string{"on_reply: an answer of the requester pulls nothing, before reply"}},
		{"what merging does", func(d *def) { d.OnMerge = "" }, []string{"on_merge: merging pulls nothing, before cancel"}},
		{"what the end of an alarm does", func(d *def) { d.OnClear = "close" }, []string{"on_clear: an alarm that is over pulls close, before clear"}},
		{
			"the window to reopen",
			func(d *def) {
				d.Reopen = lifecycle.Reopen{Within: 72 * time.Hour, Since: lifecycle.Closed, Calendar: "office", DropOwner: true}
			},
			[]string{
				"reopen.within: a ticket can be reopened for 72h of office since it was closed, was for ever",
				"reopen.then: who comes back too late gets refuse, was new_ticket",
				"reopen.drop_owner: a reopened ticket loses its owner: true, was false",
			},
		},
		{
			"a state that leaves and one that comes",
			func(d *def) {
				d.States[5] = lifecycle.State{Name: "void", Class: lifecycle.Closed, Cancelled: true, Require: []string{"reason"}}
				moveOf(d, "cancel").To = "void"
			},
			[]string{
				"states[void]: there is a new state void, which means closed, cancelled",
				"states[void].require: void now needs reason",
				"states[cancelled]: there is no state cancelled any more, which meant closed, cancelled",
				"transitions[cancel].to: cancel (from new, in_progress, on_hold) leads to void, was cancelled",
			},
		},
		{
			"what a state means and does",
			func(d *def) {
				*stateOf(d, "resolved") = lifecycle.State{
					Name: "resolved", Class: lifecycle.WaitingCustomer, Ask: []string{"survey"}, Change: []string{"owner"},
					After: lifecycle.Timer{Wait: 36 * time.Hour, Trigger: "close", Unless: []string{"seen", "assigned"}},
				}
			},
			[]string{
				"states[resolved].class: resolved means waiting_customer, was resolved",
				"states[resolved].after: what happens in resolved by itself is after 36h: close, unless assigned or seen, was after 5d: close",
				"states[resolved].ask: resolved now asks for survey", "states[resolved].change: resolved now wants owner changed",
			},
		},
		{
			"reasons",
			func(d *def) {
				d.Reasons = append(d.Reasons[:3], lifecycle.Reason{Name: "awaiting_parts", Class: lifecycle.WaitingVendor, Require: []string{"order"}})
				d.Reasons[0].Class = lifecycle.WaitingUs
				d.Reasons[1].Remind = lifecycle.Reminder{Every: 48 * time.Hour, Times: 3, Then: "resume"}
			},
			[]string{
				"reasons[awaiting_customer].class: awaiting_customer means waiting_us, was waiting_customer",
				"reasons[awaiting_vendor].remind: reminders for awaiting_vendor: every 2d, 3 times, then resume, was nothing",
				"reasons[awaiting_parts]: tickets can now wait for awaiting_parts, which means waiting_vendor",
				"reasons[awaiting_parts].require: awaiting_parts now needs order",
				"reasons[awaiting_problem]: no ticket can wait for awaiting_problem any more, which meant waiting_us",
			},
		},
		{
			"a transition that leaves in one state",
			func(d *def) { moveOf(d, "cancel").From = []string{"new", "on_hold"} },
			[]string{"transitions[cancel]: cancel (from in_progress) no longer leads to cancelled, nor anywhere"},
		},
		{
			"a transition that comes",
			func(d *def) {
				d.Transitions = append(d.Transitions, lifecycle.Transition{Trigger: "park", From: []string{"@open"}, To: "on_hold", By: []lifecycle.ActorKind{"manager"}, Guards: []string{"seen"}})
			},
			[]string{
				"transitions[park]: park (from new, in_progress) now leads to on_hold",
				"transitions[park].by: park (from new, in_progress) is no longer open to automation",
				"transitions[park].by: park (from new, in_progress) is no longer open to engineer",
				"transitions[park].guards: park (from new, in_progress): it must now hold that seen",
			},
		},
		{
			"what a transition asks",
			func(d *def) {
				m := moveOf(d, "resolve")
				m.Require, m.Ask, m.Change, m.Can, m.Reopens = []string{"resolution_note", "cause"}, []string{"time"}, []string{"note"}, "", true
			},
			[]string{
				"transitions[resolve].can: resolve (from new, in_progress, on_hold): what a tier must be capable of is nothing, was resolve",
				"transitions[resolve].require: resolve (from new, in_progress, on_hold) now needs cause",
				"transitions[resolve].require: resolve (from new, in_progress, on_hold) no longer needs resolution",
				"transitions[resolve].ask: resolve (from new, in_progress, on_hold) now asks for time",
				"transitions[resolve].change: resolve (from new, in_progress, on_hold) now wants note changed",
				"transitions[resolve].reopens: resolve (from new, in_progress, on_hold) counts as a reopening: true, was false",
			},
		},
		{
			"a right for one state only",
			func(d *def) {
				moveOf(d, "hold").Can = ""
				d.Rights = []lifecycle.Right{{From: "new", Can: "close"}, {To: "on_hold", Can: "work"}, {From: "new", To: "on_hold", Can: "juggle"}}
			},
			[]string{"transitions[hold].can: hold (from new): what a tier must be capable of is juggle, was work"},
		},
		{
			"which of two is tried first",
			func(d *def) { slices.Reverse(d.Transitions) },
			[]string{
				"transitions[in_progress,resolved]: where several lead to the same state, they are tried in the order clear, resolve, was resolve, clear",
				"transitions[new,resolved]: where several lead to the same state, they are tried in the order clear, resolve, was resolve, clear",
				"transitions[on_hold,in_progress]: where several lead to the same state, they are tried in the order reply, resume, was resume, reply",
				"transitions[on_hold,resolved]: where several lead to the same state, they are tried in the order clear, resolve, was resolve, clear",
			},
		},
		{
			"a name that looks like a format",
			func(d *def) { d.OnClear = "%d%[9]s"; d.States[5].Name = "%s" },
			[]string{
				"on_clear: an alarm that is over pulls %d%[9]s, before clear",
				"states[%s]: there is a new state %s, which means closed, cancelled",
				"states[cancelled]: there is no state cancelled any more, which meant closed, cancelled",
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, d := range lifecycle.Diff(lifecycle.Incident(), incidentWith(c.do)) {
				got = append(got, d.Path+": "+d.Text)
			}
			slices.Sort(got)
			slices.Sort(c.want)
			require.Equal(t, c.want, got)
		})
	}
}

func TestDiffSaysDurationsAsPeopleDo(t *testing.T) {
	for wait, want := range map[time.Duration]string{
		10 * time.Second: "10s", 90 * time.Second: "1m30s", 20 * time.Minute: "20m", 90 * time.Minute: "1h30m", 10 * time.Hour: "10h",
		24 * time.Hour: "1d", 36 * time.Hour: "36h", 240 * time.Hour: "10d", time.Hour + 10*time.Second: "1h0m10s",
	} {
		found := lifecycle.Diff(lifecycle.Incident(), incidentWith(func(d *lifecycle.Definition) { d.States[3].After.Wait = wait }))
		require.Equal(t, "after "+want+": close", found[0].Is)
	}
	found := lifecycle.Diff(lifecycle.Incident(), incidentWith(func(d *lifecycle.Definition) {
		d.States[3].After = lifecycle.Timer{Trigger: "close", Calendar: "office"}
	}))
	require.Equal(t, "after 0s of office: close", found[0].Is)
}

func TestDiffHasBothValues(t *testing.T) {
	found := lifecycle.Diff(lifecycle.Incident(), incidentWith(func(d *lifecycle.Definition) { moveOf(d, "hold").Require = []string{"note"}; d.Name = "x" }))
	require.Equal(t, []lifecycle.Difference{
		{Path: "name", Was: "incident", Is: "x", Text: "the lifecycle is called x, was incident"},
		{Path: "transitions[hold].require", Is: "note", Text: "hold (from new, in_progress, on_hold) now needs note"},
	}, found)
}

// spelled writes a definition out: every transition by itself, with names instead of patterns and its own right.
func spelled(t require.TestingT, d lifecycle.Definition) lifecycle.Definition {
	cycle, err := lifecycle.Known{}.Compile(d)
	require.NoError(t, err)
	long := d
	long.Transitions, long.Rights = nil, nil
	for _, tr := range d.Transitions {
		for _, pattern := range tr.From {
			for _, s := range standsFor(d, pattern, tr.To) {
				one := tr
				right, _ := cycle.Right(s, tr.Trigger)
				one.From, one.By, one.Can = []string{s}, right.By, right.Can
				long.Transitions = append(long.Transitions, one)
			}
		}
	}
	return long
}

func TestDiffDoesNotMindHowADefinitionIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := definition(t)
		long := spelled(t, d)
		require.Empty(t, lifecycle.Diff(d, long))
		require.Empty(t, lifecycle.Diff(long, d))
		for i, gone := range long.Transitions { // one line less is a difference, unless it stands twice
			twice := func(tr lifecycle.Transition) bool { return tr.From[0] == gone.From[0] && tr.Trigger == gone.Trigger }
			rest := slices.Delete(slices.Clone(long.Transitions), i, i+1)
			short := long
			short.Transitions = rest
			require.Equal(t, slices.ContainsFunc(rest, twice), len(lifecycle.Diff(d, short)) == 0)
			require.Equal(t, slices.ContainsFunc(rest, twice), len(lifecycle.Diff(short, d)) == 0)
		}
	})
}

func TestDefinitionsWithoutADifferenceActTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, is := definition(t), lifecycle.Definition{}
		if rapid.Bool().Draw(t, "quite another") {
			is = definition(t)
		} else {
			is = altered(t, was)
		}
		a, err := lifecycle.Compile(was, someGuards...)
		require.NoError(t, err)
		b, err := lifecycle.Compile(is, someGuards...)
		if err != nil {
			t.Skip("altered into something that is no lifecycle")
		}
		f := facts(t)
		same := a.Initial() == b.Initial() && len(was.States) == len(is.States)
		for _, s := range was.States {
			same = same && actsAlike(t, a, b, s.Name, f)
		}
		if len(lifecycle.Diff(was, is)) == 0 {
			require.True(t, same)
		}
	})
}

// altered changes one thing of a definition, or nothing.
func altered(t *rapid.T, d lifecycle.Definition) lifecycle.Definition {
	d = typed(d).Plain() // a copy
	i := rapid.IntRange(0, len(d.States)-1).Draw(t, "state")
	j := rapid.IntRange(-1, len(d.Transitions)-1).Draw(t, "transition")
	switch rapid.IntRange(0, 6).Draw(t, "what") {
	case 0:
		d.States[i].Require = subset(t, someFields, "needs instead")
	case 1:
		d.States[i].Change = subset(t, someFields, "changes instead")
	case 2:
		d.Reopen.Within += time.Hour
	case 3:
		d.Reasons[0].Require = subset(t, someFields, "reason needs instead")
	case 4:
		slices.Reverse(d.Rights)
	default:
		if j < 0 {
			return d
		}
		tr := &d.Transitions[j]
		tr.By, tr.Can, tr.Guards = subset(t, usual, "by instead"), rapid.SampledFrom(someCans).Draw(t, "can instead"), subset(t, someGuards, "guards instead")
		tr.To = d.States[i].Name
	}
	return d
}

func actsAlike(t *rapid.T, a, b *lifecycle.Lifecycle, state string, f drawn) bool {
	for _, trigger := range []string{"t0", "t1", "t2", "t3"} {
		x, errX := a.Fire(t.Context(), state, trigger, f.Facts)
		y, errY := b.Fire(t.Context(), state, trigger, f.Facts)
		if x != y || (errX == nil) != (errY == nil) {
			return false
		}
	}
	return (a.CheckStart(state, f.Facts) == nil) == (b.CheckStart(state, f.Facts) == nil)
}
