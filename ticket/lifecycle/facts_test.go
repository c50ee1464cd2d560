package lifecycle_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

func compiled(t testing.TB, d lifecycle.Definition) *lifecycle.Lifecycle {
	t.Helper()
	cycle, err := lifecycle.Known{}.Compile(d)
	require.NoError(t, err)
	return cycle
}

// fieldsIn answers for a list of fields.
func fieldsIn(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}

func TestFieldsAreAskedByTheTransitionThenByTheStateThenByTheReason(t *testing.T) {
	cycle := compiled(t, incidentWith(func(d *lifecycle.Definition) {
		moveOf(d, "hold").Require, moveOf(d, "hold").Change, moveOf(d, "hold").Ask = []string{"until"}, []string{"assignee"}, []string{"mood"}
		on := stateOf(d, "on_hold")
		on.Require, on.Change, on.Ask = []string{"note", "until"}, []string{"next"}, []string{"colour"}
		d.Reasons[1].Require = []string{"vendor_reference", "note"}
	}))
	f := all
	f.Has, f.Changed = nil, nil
	f.Pending = "awaiting_vendor"
	unmet := cycle.Check("new", "hold", f)
	require.Equal(t, []string{"until", "note", "vendor_reference"}, unmet.Missing)
	require.Equal(t, []string{"assignee", "next"}, unmet.Unchanged)
	require.EqualError(t, unmet, "cannot hold in new: missing: until, note, vendor_reference; unchanged: assignee, next; from here: start, hold, resolve, clear, cancel")

	f.Pending = ""
	require.Equal(t, []string{"until", "note", "pending"}, cycle.Check("new", "hold", f).Missing, "no reason, so nothing that it needs")

	f.Pending, f.Has, f.Changed = "awaiting_vendor", fieldsIn("until", "note", "vendor_reference"), fieldsIn("assignee", "next")
	require.Nil(t, cycle.Check("new", "hold", f), "what is asked for may stay empty")

	hold := cycle.Permitted("new", f)[1]
	require.Equal(t, lifecycle.Permission{
		Trigger: "hold", To: "on_hold", Class: lifecycle.WaitingVendor,
		Require: []string{"until", "note", "vendor_reference"}, Change: []string{"assignee", "next"}, Ask: []string{"mood", "colour"},
		Reasons: []string{"awaiting_customer", "awaiting_vendor", "awaiting_change", "awaiting_problem"},
	}, hold)
	require.True(t, hold.Now())
}

func TestATicketIsOpenedWithWhatItsFirstStateNeeds(t *testing.T) {
	cycle := compiled(t, incidentWith(func(d *lifecycle.Definition) {
		d.Initial = append(d.Initial, "on_hold")
		stateOf(d, "new").Require = []string{"subject"}
		d.Reasons[1].Require = []string{"vendor_reference"}
	}))
	require.Nil(t, cycle.CheckStart("new", lifecycle.Facts{Has: fieldsIn("subject")}))
	require.EqualError(t, cycle.CheckStart("new", lifecycle.Facts{}), "cannot open in new: missing: subject")
	require.Equal(t, []string{"pending"}, cycle.CheckStart("on_hold", lifecycle.Facts{}).Missing)
	require.Equal(t, []string{"vendor_reference"}, cycle.CheckStart("on_hold", lifecycle.Facts{Pending: "awaiting_vendor"}).Missing)
	require.Equal(t, &lifecycle.Unmet{State: "closed", Trigger: "open", Unknown: true, Possible: []string{"new", "on_hold"}}, cycle.CheckStart("closed", all))
}

func TestTheMostSpecificRightDecidesAlone(t *testing.T) {
	d := lifecycle.Definition{
		Name: "rights", Initial: []string{"a"},
		States: []lifecycle.State{{Name: "a", Class: lifecycle.New}, {Name: "b", Class: lifecycle.Active}, {Name: "z", Class: lifecycle.Closed}},
		Transitions: []lifecycle.Transition{
			{Trigger: "go", From: []string{"a"}, To: "b"},
			{Trigger: "end", From: []string{"a", "b"}, To: "z"},
			{Trigger: "back", From: []string{"b"}, To: "a"},
			{Trigger: "say", From: []string{"a"}, To: "b", By: []lifecycle.ActorKind{"monitor"}},
		},
	}
	by := func(kinds ...lifecycle.ActorKind) []lifecycle.ActorKind { return kinds }
	steps := []struct {
		right lifecycle.Right // one more than before, each more specific
		want  map[string]lifecycle.Right
	}{
		{lifecycle.Right{By: by("vendor")}, map[string]lifecycle.Right{"go": {By: by("vendor")}, "end": {By: by("vendor")}}},
		{lifecycle.Right{From: "a", Can: "close"}, map[string]lifecycle.Right{"go": {From: "a", By: usual, Can: "close"}, "end": {From: "a", By: usual, Can: "close"}}},
		{lifecycle.Right{From: "*", To: "z", By: by("manager")}, map[string]lifecycle.Right{"go": {From: "a", By: usual, Can: "close"}, "end": {From: "*", To: "z", By: by("manager")}}},
		{lifecycle.Right{From: "a", To: "z", By: by("requester")}, map[string]lifecycle.Right{"end": {From: "a", To: "z", By: by("requester")}}},
	}
	for _, s := range steps {
		d.Rights = append([]lifecycle.Right{s.right}, d.Rights...)
		cycle := compiled(t, d)
		for trigger, want := range s.want {
			got, ok := cycle.Right("a", trigger)
			require.True(t, ok)
			require.Equal(t, want, got, trigger)
		}
		back, _ := cycle.Right("b", "back")
		require.Equal(t, lifecycle.Right{By: by("vendor")}, back, "what is for another state does not matter")
		say, _ := cycle.Right("a", "say")
		require.Equal(t, lifecycle.Right{From: "a", To: "b", By: by("monitor")}, say, "a transition that says it itself is the most specific")
		_, ok := cycle.Right("z", "end")
		require.False(t, ok)
	}
	cycle := compiled(t, d)
	requester := lifecycle.Facts{Actor: lifecycle.Requester}
	require.Nil(t, cycle.Check("a", "end", requester))
	require.Equal(t, by("manager"), cycle.Check("b", "end", requester).May)
	require.Nil(t, cycle.Check("a", "go", lifecycle.Facts{Actor: lifecycle.Engineer, Can: func(c tier.Capability) bool { return c == "close" }}))
	require.Equal(t, tier.Capability("close"), cycle.Check("a", "go", lifecycle.Facts{Actor: lifecycle.Automation}).Cannot)
	require.Nil(t, cycle.Check("a", "go", lifecycle.Facts{Actor: lifecycle.Manager}), "a manager is not asked for capabilities")
	require.Nil(t, cycle.Check("a", "end", lifecycle.Facts{Actor: lifecycle.System}))

	right, _ := cycle.Right("a", "end")
	right.By[0] = "nobody"
	unmet := cycle.Check("b", "end", requester)
	unmet.May[0] = "nobody"
	require.Nil(t, cycle.Check("a", "end", requester), "what is handed out is a copy")
	require.Equal(t, by("manager"), cycle.Check("b", "end", requester).May)
}

func TestPermittedSaysForEachTriggerWhatItStillNeeds(t *testing.T) {
	cycle := compiled(t, lifecycle.Incident())
	l1 := lifecycle.Facts{Actor: lifecycle.Engineer, Can: func(c tier.Capability) bool { return c == "work" }, Has: fieldsIn("resolution_note")}
	staff := []lifecycle.ActorKind{lifecycle.Engineer, lifecycle.Manager, lifecycle.Automation}
	require.Equal(t, []lifecycle.Permission{
		{Trigger: "start", To: "in_progress", Class: lifecycle.Active},
		{
			Trigger: "hold", To: "on_hold", Reasons: []string{"awaiting_customer", "awaiting_vendor", "awaiting_change", "awaiting_problem"},
			Unmet: &lifecycle.Unmet{State: "new", Trigger: "hold", Missing: []string{"pending"}},
		},
		{
			Trigger: "resolve", To: "resolved", Class: lifecycle.Resolved, Require: []string{"resolution", "resolution_note"},
			Unmet: &lifecycle.Unmet{State: "new", Trigger: "resolve", Cannot: "resolve", Missing: []string{"resolution"}},
		},
		{
			Trigger: "clear", To: "resolved", Class: lifecycle.Resolved,
			Unmet: &lifecycle.Unmet{State: "new", Trigger: "clear", NotBy: lifecycle.Engineer, May: []lifecycle.ActorKind{"monitor"}},
		},
		{
			Trigger: "cancel", To: "cancelled", Class: lifecycle.Closed, Require: []string{"resolution_note"},
			Unmet: &lifecycle.Unmet{State: "new", Trigger: "cancel", Cannot: "close"},
		},
	}, cycle.Permitted("new", l1))
	require.Equal(t, staff, cycle.Permitted("new", lifecycle.Facts{Actor: lifecycle.Vendor})[0].Unmet.May)
	require.Empty(t, cycle.Permitted("closed", l1))
	require.Empty(t, cycle.Permitted("nowhere", l1))
	require.True(t, cycle.Permitted("resolved", all)[0].Reopens)
}

func TestRemindersComeSoOftenAndThenSomethingHappens(t *testing.T) {
	type next struct {
		after   time.Duration
		trigger string
		ok      bool
	}
	ask := func(r lifecycle.Reminder, given int) next {
		after, trigger, ok := r.Next(given)
		return next{after, trigger, ok}
	}
	r := lifecycle.Reminder{Every: 24 * time.Hour, Times: 2, Then: "give_up"}
	require.Equal(t, next{24 * time.Hour, "", true}, ask(r, 0))
	require.Equal(t, next{48 * time.Hour, "", true}, ask(r, 1))
	require.Equal(t, next{72 * time.Hour, "give_up", true}, ask(r, 2))
	require.Equal(t, next{}, ask(r, 3))
	require.Equal(t, next{24 * time.Hour, "", true}, ask(r, -1))
	r.Then = ""
	require.Equal(t, next{48 * time.Hour, "", true}, ask(r, 1))
	require.Equal(t, next{}, ask(r, 2))
	require.Equal(t, next{}, ask(lifecycle.Reminder{}, 0))
	require.Equal(t, next{}, ask(lifecycle.Reminder{Times: 3, Then: "give_up"}, 1), "not a reminder")

	cycle := compiled(t, incidentWith(func(d *lifecycle.Definition) { d.Reasons[0].Remind = r; d.Reasons[0].Require = []string{"note"} }))
	reason, ok := cycle.Reason("awaiting_customer")
	require.True(t, ok)
	require.Equal(t, r, reason.Remind)
	require.Equal(t, lifecycle.Requester, reason.Class.WaitsFor())
	reason.Require[0] = "other"
	again, _ := cycle.Reason("awaiting_customer")
	require.Equal(t, []string{"note"}, again.Require, "a copy")
	_, ok = cycle.Reason("lunch")
	require.False(t, ok)
	require.Equal(t, lifecycle.Engineer, lifecycle.WaitingUs.WaitsFor())
	require.Equal(t, lifecycle.Vendor, lifecycle.WaitingVendor.WaitsFor())
	require.Empty(t, lifecycle.Active.WaitsFor())
}

func TestReopeningIsOverAfterItsTime(t *testing.T) {
	const window = 48 * time.Hour
	for _, c := range []struct {
		name   string
		reopen lifecycle.Reopen
		state  string
		done   time.Duration
		want   lifecycle.ReopenRule
	}{
		{"no window", lifecycle.Reopen{}, "resolved", 1000 * time.Hour, lifecycle.Resume},
		{"just in time", lifecycle.Reopen{Within: window}, "resolved", window, lifecycle.Resume},
		{"just too late", lifecycle.Reopen{Within: window}, "resolved", window + 1, lifecycle.Refuse},
		{"too late for this one", lifecycle.Reopen{Within: window, Then: lifecycle.NewTicket}, "resolved", window + 1, lifecycle.NewTicket},
		{"a state that nothing reopens", lifecycle.Reopen{Within: window, Then: lifecycle.NewTicket}, "closed", 0, lifecycle.NewTicket},
		{"a state that nothing reopens, refused", lifecycle.Reopen{}, "closed", 0, lifecycle.Refuse},
		{"an open state", lifecycle.Reopen{}, "new", 0, lifecycle.Refuse},
	} {
		cycle := compiled(t, incidentWith(func(d *lifecycle.Definition) { d.Reopen = c.reopen }))
		require.Equal(t, c.want, cycle.Reopening(c.state, c.done), c.name)
		require.Equal(t, c.reopen, cycle.Reopen())
		if c.state != "resolved" {
			continue
		}
		f := all
		f.DoneFor = c.done
		unmet := cycle.Check("resolved", "reopen", f)
		require.Equal(t, c.want == lifecycle.Resume, unmet == nil, c.name)
		if unmet != nil {
			require.Equal(t, c.want, unmet.Late, c.name)
		}
		require.Nil(t, cycle.Check("resolved", "close", f), "what does not reopen has time")
	}
	late := lifecycle.Unmet{State: "resolved", Trigger: "reopen", Late: lifecycle.NewTicket}
	require.EqualError(t, &late, "cannot reopen in resolved: it has been done for too long; open a new ticket")
	late.Late = lifecycle.Refuse
	require.EqualError(t, &late, "cannot reopen in resolved: it has been done for too long")
}

func TestATimerRunsUnlessSomethingHoldsItUp(t *testing.T) {
	cycle := compiled(t, incidentWith(func(d *lifecycle.Definition) {
		stateOf(d, "resolved").After = lifecycle.Timer{Wait: time.Hour, Trigger: "close", Calendar: "office", Unless: []string{"is_major", "is_vip"}}
		moveOf(d, "close").Require = []string{"resolution"}
	}))
	f := lifecycle.Facts{Actor: lifecycle.Vendor, Has: yes}
	timer, ok := cycle.Timer("resolved", f)
	require.True(t, ok)
	require.Equal(t, "close", timer.Trigger)
	require.Equal(t, "office", timer.Calendar)
	timer.Unless[0] = "never"

	f.Holds = func(guard string) bool { return guard == "is_vip" }
	_, ok = cycle.Timer("resolved", f)
	require.False(t, ok, "one of the conditions holds")
	f.Holds = func(guard string) bool { return guard == "is_major" }
	_, ok = cycle.Timer("resolved", f)
	require.False(t, ok, "the other does, and nobody has changed the definition")
	_, ok = cycle.Timer("resolved", lifecycle.Facts{})
	require.False(t, ok, "the trigger would be refused")
	_, ok = cycle.Timer("new", f)
	require.False(t, ok, "there is none")
	_, ok = cycle.Timer("nowhere", f)
	require.False(t, ok)
}
