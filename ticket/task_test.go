package ticket_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
)

func TestTasksAreAddedTakenAndEnded(t *testing.T) {
	h := newHouse(t)
	h.printing()
	due := monday.Add(time.Hour)
	h.do(ada, ticket.AddTask{Title: "Call Rosa", Due: due.In(time.FixedZone("here", 3600))})
	got := h.do(ada, ticket.AddTask{Title: "Order toner", For: ticket.Doer{Tier: "L2", Group: "servers"}})
	require.Equal(t, []ticket.Task{
		{ID: 1, Title: "Call Rosa", Due: due, State: ticket.TaskOpen},
		{ID: 2, Title: "Order toner", For: ticket.Doer{Tier: "L2", Group: "servers"}, State: ticket.TaskOpen},
	}, got.Tasks)

	h.now = monday.Add(time.Minute)
	got = h.do(ben, ticket.AssignTask{Task: 2, For: ticket.Doer{Tier: "L2", Engineer: "ben"}})
	require.Equal(t, ticket.Doer{Tier: "L2", Engineer: "ben"}, got.Tasks[1].For)
	got = h.do(ben, ticket.EndTask{Task: 2})
	require.Equal(t, ticket.TaskDone, got.Tasks[1].State)
	require.Equal(t, h.now, got.Tasks[1].Ended)
	require.Equal(t, ben, got.Tasks[1].By)
	got = h.do(ada, ticket.EndTask{Task: 1, Skip: true, Why: "she called us"})
	require.Equal(t, ticket.TaskSkipped, got.Tasks[0].State)
	require.Equal(t, "she called us", got.Tasks[0].Why)
	require.Len(t, h.events(ticket.AddedTask, ticket.AssignedTask, ticket.EndedTask), 5)
}

func TestATaskIsRefused(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.AddTask{Title: "Call Rosa"}, ticket.AddTask{Title: "done"}, ticket.EndTask{Task: 2})
	for _, c := range []struct {
		name string
		by   ticket.Actor
		do   ticket.Action
		rule string
	}{
		{"by a requester", rosa, ticket.AddTask{Title: "x"}, "right"},
		{"by a monitor", monitor, ticket.EndTask{Task: 1}, "right"},
		{"without a title", ada, ticket.AddTask{Title: " "}, "missing"},
		{"with a title that is too long", ada, ticket.AddTask{Title: strings.Repeat("x", ticket.MaxName+1)}, "limit"},
		{"for a tier that there is not", ada, ticket.AddTask{Title: "x", For: ticket.Doer{Tier: "L9"}}, "tier"},
		{"for a group that there is not", ada, ticket.AddTask{Title: "x", For: ticket.Doer{Group: "cooks"}}, "group"},
		{"for a group of another tier", ada, ticket.AddTask{Title: "x", For: ticket.Doer{Tier: "L1", Group: "servers"}}, "group"},
		{"for an engineer nobody knows", ada, ticket.AddTask{Title: "x", For: ticket.Doer{Engineer: "eve"}}, "engineer"},
		{"for an engineer of another tier", ada, ticket.AddTask{Title: "x", For: ticket.Doer{Tier: "L1", Engineer: "ben"}}, "engineer"},
		{"for a name that is too long", ada, ticket.AddTask{Title: "x", For: ticket.Doer{Engineer: strings.Repeat("x", 65)}}, "limit"},
		{"that is not there", ada, ticket.EndTask{Task: 3}, "task"},
		{"that is not there either", ada, ticket.AssignTask{Task: 0}, "task"},
		{"that is done", ada, ticket.EndTask{Task: 2}, "task"},
		{"that is skipped without a word", ada, ticket.EndTask{Task: 1, Skip: true}, "missing"},
		{"with too many words", ada, ticket.EndTask{Task: 1, Why: strings.Repeat("x", ticket.MaxText+1)}, "limit"},
		{"of a requester's", rosa, ticket.AssignTask{Task: 1, For: ticket.Doer{Engineer: "ada"}}, "right"},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.rule, h.refused(c.by, c.do).Rule) })
	}
}

func TestATicketHasSoManyTasks(t *testing.T) {
	h := newHouse(t)
	h.printing()
	for range ticket.MaxTasks / 50 {
		var all []ticket.Action
		for range 50 {
			all = append(all, ticket.AddTask{Title: "x"})
		}
		h.do(ada, all...)
	}
	require.Equal(t, "limit", h.refused(ada, ticket.AddTask{Title: "x"}).Rule)
}

// tasked is a house whose tickets are resolved when all tasks have ended, and where L2 may neither work nor route.
const tasked = `
name: tasked
version: 1
kinds:
  - name: incident
    initial: [new]
    states: [{name: new, class: new}, {name: resolved, class: resolved}, {name: closed, class: closed}]
    transitions:
      - {trigger: resolve, from: [new], to: resolved, guards: [tasks_done]}
      - {trigger: close, from: [resolved], to: closed}
      - {trigger: force, from: [new], to: resolved}
notify:
  - {on: task_late, to: [{kind: engineer}, {kind: tier}]}
  - {on: task_added, to: [{kind: engineer}, {kind: group}]}
`

func TestTheGuardTasksDoneHoldsATicketUp(t *testing.T) {
	h := houseOf(t, tasked)
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.AddTask{Title: "Call Rosa"})
	require.Equal(t, []string{"tasks_done"}, h.refused(ada, ticket.Move{Trigger: "resolve"}).Unmet)
	h.do(ada, ticket.Move{Trigger: "force"})
	require.Equal(t, "closed", h.refused(ada, ticket.AddTask{Title: "too late"}).Rule)
	h.do(ada, ticket.AssignTask{Task: 1, For: ticket.Doer{Engineer: "ben"}}, ticket.EndTask{Task: 1})
	h.do(ada, ticket.Move{Trigger: "close"})
	require.Equal(t, "closed", h.refused(ada, ticket.EndTask{Task: 1}).Rule)

	h = houseOf(t, tasked)
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.AddTask{Title: "Call Rosa"}, ticket.EndTask{Task: 1, Skip: true, Why: "no need"}, ticket.Move{Trigger: "resolve"})
}

func TestATaskIsLateOnceAndWhoeverDoesItIsTold(t *testing.T) {
	h := houseOf(t, tasked)
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.Assign{Engineer: "ada"})
	h.do(ada,
		ticket.AddTask{Title: "second", Due: monday.Add(2 * time.Hour)},
		ticket.AddTask{Title: "first", Due: monday.Add(time.Hour), For: ticket.Doer{Tier: "L2", Group: "servers", Engineer: "ben"}},
		ticket.AddTask{Title: "done in time", Due: monday.Add(time.Hour)}, ticket.EndTask{Task: 3})
	h.at(0)
	to := func(kind escalation.TargetKind, id string) escalation.Recipient {
		return escalation.Recipient{Kind: kind, ID: id}
	}
	told := func() (all []escalation.Recipient) {
		for _, n := range h.sent {
			all = append(all, n.To)
		}
		h.sent = nil
		return all
	}
	require.Equal(t, []escalation.Recipient{
		to(escalation.ToEngineer, "ada"), to(escalation.ToEngineer, "ben"), to(escalation.ToGroup, "servers"), to(escalation.ToEngineer, "ada"),
	}, told())
	require.False(t, h.at(time.Hour - 1).Tasks[1].Late)
	got := h.at(time.Hour)
	require.True(t, got.Tasks[1].Late)
	require.False(t, got.Tasks[2].Late)
	require.Equal(t, []escalation.Recipient{to(escalation.ToEngineer, "ben"), to(escalation.ToTier, "L2")}, told())
	h.at(5 * time.Hour)
	require.Equal(t, []escalation.Recipient{to(escalation.ToEngineer, "ada"), to(escalation.ToTier, "L1")}, told())
	late := h.events(ticket.LateTask)
	require.Len(t, late, 2)
	require.Equal(t, monday.Add(2*time.Hour), late[1].Due)
}

func TestATaskOfAClosedTicketIsNeverLate(t *testing.T) {
	h := houseOf(t, tasked)
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.AddTask{Title: "left", Due: monday.Add(time.Hour)}, ticket.Move{Trigger: "force"}, ticket.Move{Trigger: "close"})
	require.False(t, h.at(2 * time.Hour).Tasks[0].Late)
}

func TestWhoeverATaskIsForMayEndIt(t *testing.T) {
	h := houseOf(t, strings.Replace(tasked, "version: 1\n", `version: 1
ladder:
  name: two
  version: 1
  first: L1
  tiers:
    - {id: L1, name: One, rank: 1, kind: desk, capabilities: [acknowledge, route, work, resolve]}
    - {id: L2, name: Two, rank: 2, kind: specialist, capabilities: [track]}
  edges: [{from: L1, to: L2, kind: functional, reasons: [unsolved]}]
`, 1))
	h.do(rosa, ticket.Open{})
	h.do(ada, ticket.AddTask{Title: "1"}, ticket.AddTask{Title: "2"})
	require.Equal(t, "right", h.refused(ben, ticket.EndTask{Task: 1}).Rule)
	require.Equal(t, "right", h.refused(ben, ticket.AssignTask{Task: 1, For: ticket.Doer{Engineer: "cleo"}}).Rule)
	require.Equal(t, "right", h.refused(ben, ticket.AssignTask{Task: 1, For: ticket.Doer{Tier: "L1", Engineer: "ben"}}).Rule)
	require.Equal(t, "right", h.refused(ben, ticket.AddTask{Title: "3"}).Rule)
	h.do(ben, ticket.AssignTask{Task: 1, For: ticket.Doer{Engineer: "ben"}})
	h.do(ben, ticket.EndTask{Task: 1})
	require.Equal(t, "right", h.refused(ben, ticket.EndTask{Task: 2}).Rule)
}
