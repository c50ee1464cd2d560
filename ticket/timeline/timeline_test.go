package timeline_test

import (
	"encoding/json"
	"errors"
	"flag"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/ticket/tickettest"
	"github.com/fourline-go/fourline/ticket/timeline"
	"github.com/fourline-go/fourline/tier"
)

var update = flag.Bool("update", false, "write the golden files")

var who = tickettest.People("acme")

// story is a ticket that has seen something of everything.
func story(t testing.TB) *tickettest.Desk {
	t.Helper()
	d := tickettest.NewDesk(t, nil)
	d.Open(who.Requester, ticket.Set{"subject": "Cannot print", "channel": "web", "impact": "high", "urgency": "high"})
	d.Advance(12 * time.Minute)
	d.Do(who.L1, "T-1", ticket.Acknowledge{}, ticket.Set{"category": "printing"}, ticket.Message{Text: "We have it."}, ticket.Note{Text: "Again!"})
	d.Do(who.L1, "T-1", ticket.HandOver{Reason: "beyond_cookbook", Fields: map[string]string{"tried": "paper"}})
	d.Advance(20 * time.Minute)
	d.Do(who.L2, "T-1", ticket.Reject{Why: "which printer?"})
	d.Do(who.L1, "T-1", ticket.HandOver{Reason: "beyond_cookbook", Fields: map[string]string{"tried": "paper"}})
	d.Advance(2 * time.Hour)
	d.Do(who.L2, "T-1", ticket.Accept{}, ticket.Move{Trigger: "start"})
	d.Do(who.L2, "T-1", ticket.Move{Trigger: "hold", Pending: "awaiting_customer"}, ticket.Message{Text: "Which floor?"})
	d.Advance(3 * time.Hour)
	d.Do(who.Requester, "T-1", ticket.Message{Text: "The\nthird."})
	d.Advance(3 * time.Hour)
	d.Do(who.L2, "T-1", ticket.Assign{}, ticket.Set{"impact": "medium"})
	d.Do(who.L2, "T-1", ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "restarted", "resolution_note": "The queue hung"}})
	d.Advance(time.Hour)
	d.Do(who.Requester, "T-1", ticket.Move{Trigger: "reopen"})
	d.Do(who.L2, "T-1", ticket.Move{Trigger: "resolve"})
	d.Advance(6 * 24 * time.Hour)
	return d
}

func tell(t testing.TB, d *tickettest.Desk, id string, of func(string, string, iter.Seq2[ticket.Event, error]) (timeline.Timeline, error)) timeline.Timeline {
	t.Helper()
	line, err := of(id, "acme", d.Desk.Events(t.Context(), "acme", id))
	require.NoError(t, err)
	return line
}

func TestAStoryIsTold(t *testing.T) {
	d := story(t)
	teller := timeline.Teller{Book: d.Desk.Handbook(), Name: func(id string) string { return map[string]string{"rosa": "Rosa Marin"}[id] }}
	tickettest.Golden(t, "testdata/story.golden", tell(t, d, "T-1", teller.Of).String(), *update)
	tickettest.Golden(t, "testdata/story_public.golden", tell(t, d, "T-1", teller.Public).String(), *update)
	text, err := json.MarshalIndent(tell(t, d, "T-1", timeline.Teller{}.Public), "", "  ")
	require.NoError(t, err)
	tickettest.Golden(t, "testdata/story_public.json", string(text)+"\n", *update)
	require.Equal(t, tell(t, d, "T-1", teller.Of), tell(t, d, "T-1", teller.Of), "the same again")
}

func TestATimelineIsKeptAsJSON(t *testing.T) {
	line := tell(t, story(t), "T-1", timeline.Teller{}.Of)
	text, err := json.Marshal(line)
	require.NoError(t, err)
	var again timeline.Timeline
	require.NoError(t, json.Unmarshal(text, &again))
	require.Equal(t, line, again)
}

func TestEveryMomentOfATicketIsInItsTimeline(t *testing.T) {
	d := story(t)
	line := tell(t, d, "T-1", timeline.Teller{}.Of)
	events := d.Events("T-1")
	require.Len(t, line.Moments, len(events))
	for i, m := range line.Moments {
		e := events[i]
		require.Equal(t, timeline.Moment{Seq: e.Seq, At: e.At, Planned: e.Due, What: e.Type, By: e.By, Who: m.Who, Text: m.Text, Public: m.Public}, m)
		require.NotEmpty(t, m.Who)
		require.NotEmpty(t, m.Text)
	}
}

func TestTheWayOfATicketIsMarkedInItsPictures(t *testing.T) {
	d := story(t)
	line := tell(t, d, "T-1", timeline.Teller{}.Of)
	require.Equal(t, []tier.ID{"L1", "L2"}, line.Tiers)
	var steps []string
	for _, s := range line.Steps {
		steps = append(steps, strings.TrimSpace(s.From+" "+s.Trigger+" "+s.To))
	}
	require.Equal(t, []string{
		"new", "new start in_progress", "in_progress hold on_hold", "on_hold reply in_progress", "in_progress resolve resolved",
		"resolved reopen in_progress", "in_progress resolve resolved", "resolved close closed",
	}, steps)
	cycle, _ := d.Desk.Handbook().Lifecycle("incident")
	picture := cycle.Mermaid(line.Steps...)
	require.Contains(t, picture, "  style s3 stroke-width:4px\n  style s4 stroke-width:8px\n  linkStyle 0,1,")
	require.NotContains(t, picture, "style s5", "it was not cancelled")
	require.Contains(t, cycle.DOT(line.Steps...), "peripheries=2")
	require.Contains(t, d.Desk.Handbook().Ladder().Mermaid(line.Tiers...), "style t1 stroke-width:8px")
}

func TestAnotherKindBeginsAnotherWay(t *testing.T) {
	events := []ticket.Event{
		{Type: ticket.Opened, Changes: []ticket.Change{{Field: ticket.FieldKind, To: "incident"}, {Field: ticket.FieldState, To: "new"}}},
		{Type: ticket.Moved, Trigger: "start", Changes: []ticket.Change{{Field: ticket.FieldState, From: "new", To: "in_progress"}}},
		{Type: ticket.ChangedKind, Changes: []ticket.Change{{Field: ticket.FieldKind, To: "request"}, {Field: ticket.FieldState, To: "new"}}},
	}
	line, err := timeline.Teller{}.Of("T", "c", func(yield func(ticket.Event, error) bool) {
		for i, e := range events {
			if e.Seq = int64(i + 1); !yield(e, nil) {
				return
			}
		}
	})
	require.NoError(t, err)
	require.Equal(t, []lifecycle.Step{{To: "new"}}, line.Steps)
	require.Equal(t, "makes it a request, new", line.Moments[2].Text)
}

func TestSpansCoverTheLifeOfATicket(t *testing.T) {
	d := story(t)
	line := tell(t, d, "T-1", timeline.Teller{}.Of)
	now := d.Now()
	for _, axis := range []timeline.Axis{timeline.State, timeline.Tier} {
		var all time.Duration
		for _, spent := range line.Spent(axis, now) {
			all += spent
		}
		require.Equal(t, now.Sub(d.Ticket("T-1").Opened), all, axis)
	}
	require.Equal(t, map[string]time.Duration{"awaiting_customer": 3 * time.Hour}, line.Spent(timeline.Pending, now))
	require.Equal(t, 2*time.Hour+20*time.Minute, line.Spent(timeline.Offer, now)["L2"])
	require.Equal(t, 3*time.Hour, line.Spent(timeline.Clock, now)["resolve paused"])
	last := map[string]timeline.Span{}
	for _, s := range line.Spans {
		key := string(s.Axis) + s.Of
		if before, ok := last[key]; ok {
			require.False(t, s.From.Before(before.Until), "they do not overlap")
			require.False(t, before.Until.IsZero(), "only the last goes on")
		}
		last[key] = s
	}
}

func TestAClockCountsFromWhatWasReported(t *testing.T) {
	d := tickettest.NewDesk(t, nil)
	d.Do(who.L1, "", ticket.Open{Reported: d.Now().Add(-time.Hour), Set: ticket.Set{"subject": "s", "requester": "rosa", "impact": "low", "urgency": "low"}})
	for _, s := range tell(t, d, "T-1", timeline.Teller{}.Of).Spans {
		if s.Of == "resolve" {
			require.Equal(t, d.Now().Add(-time.Hour), s.From)
			return
		}
	}
	t.Fatal("there is no such clock")
}

func TestEventsThatFailOrAreOutOfOrderAreAnError(t *testing.T) {
	gone := errors.New("gone")
	for _, of := range []func(string, string, iter.Seq2[ticket.Event, error]) (timeline.Timeline, error){timeline.Teller{}.Of, timeline.Teller{}.Public} {
		_, err := of("T", "c", func(yield func(ticket.Event, error) bool) { yield(ticket.Event{}, gone) })
		require.ErrorIs(t, err, gone)
		_, err = of("T", "c", func(yield func(ticket.Event, error) bool) { yield(ticket.Event{Seq: 2, Type: ticket.Noted}, nil) })
		require.ErrorContains(t, err, "event 2 follows event 0")
		line, err := of("T", "c", func(func(ticket.Event, error) bool) {})
		require.NoError(t, err)
		require.Equal(t, "T  c\n\n", line.String())
	}
}

func TestNobodysWordsBreakALine(t *testing.T) {
	d := tickettest.NewDesk(t, nil)
	d.Open(who.Requester, ticket.Set{"subject": "a\u202eb\nc"})
	d.Do(who.L1, "T-1", ticket.Note{Text: "one\r\ntwo\x1b[31m\u2028three"})
	text := tell(t, d, "T-1", timeline.Teller{}.Of).String()
	require.Contains(t, text, "T-1  acme  a b c\n")
	require.Contains(t, text, "ada, L1  notes “one  two [31m three”\n")
}

func TestAMoveSaysWhatItMeans(t *testing.T) {
	moved := func(from, to lifecycle.Class, trigger string, more ...ticket.Change) string {
		before := ticket.Ticket{State: "a", Class: from}
		changes := append([]ticket.Change{{Field: ticket.FieldState, From: "a", To: "next_one"}}, more...)
		for _, c := range more {
			if c.Field == ticket.FieldPending {
				before.Pending = c.From
			}
		}
		if from != to {
			changes = append(changes, ticket.Change{Field: ticket.FieldClass, From: string(from), To: string(to)})
		}
		return timeline.Teller{}.Sentence(before, ticket.Event{Seq: 1, Type: ticket.Moved, Trigger: trigger, Changes: changes})
	}
	require.Equal(t, "begins to work on it", moved(lifecycle.New, lifecycle.Active, "start"))
	require.Equal(t, "goes on with it", moved(lifecycle.WaitingUs, lifecycle.Active, "resume", ticket.Change{Field: ticket.FieldPending, From: "no_parts"}))
	require.Equal(t, "approves it: next one", moved(lifecycle.WaitingUs, lifecycle.Active, "approve"))
	require.Equal(t, "moves it to next one", moved(lifecycle.Active, lifecycle.WaitingUs, "ask_approval"))
	require.Equal(t, "fulfils it: It is there", moved(lifecycle.Active, lifecycle.Resolved, "fulfil", ticket.Change{Field: ticket.FieldResolutionNot, To: "It is there"}))
	require.Equal(t, "puts it on hold, no parts", moved(lifecycle.Active, lifecycle.WaitingVendor, "hold", ticket.Change{Field: ticket.FieldPending, To: "no_parts"}))
	require.Equal(t, "resolved", moved(lifecycle.Active, lifecycle.Resolved, "clear"))
	require.Equal(t, "closes it", moved(lifecycle.Resolved, lifecycle.Closed, "close"))
	require.Equal(t, "withdraws it", moved(lifecycle.New, lifecycle.Closed, "withdraw"))
	require.Equal(t, "assesses it: next one", moved(lifecycle.Active, lifecycle.Active, "assess"))
	require.Equal(t, "tries it: next one", moved(lifecycle.Active, lifecycle.Active, "try"))
	require.Equal(t, "delays it: next one", moved(lifecycle.Active, lifecycle.Active, "delay"))
	require.Equal(t, "moves it to next one", moved(lifecycle.Active, lifecycle.Active, "known_error"))
	require.Equal(t, "moves it to next one", moved(lifecycle.Active, lifecycle.Active, ""))
}

func TestWhatFollowedElsewhereIsTold(t *testing.T) {
	e := ticket.Event{Seq: 1, Type: ticket.Followed, Followed: []ticket.FollowedUp{
		{Key: "a", Ticket: "T-2"}, {Key: "b", Ticket: "T-3", Why: "it is closed"}, {Key: "c", Ticket: "T-2"}, {Key: "d", Why: "nobody opens it"},
	}}
	require.Equal(t, "what follows is done on T-2; T-3 not: it is closed; not: nobody opens it", timeline.Teller{}.Sentence(ticket.Ticket{}, e))
}

func TestWhatIsBesideTheTicketIsTold(t *testing.T) {
	say := func(e ticket.Event) string {
		e.Seq = 1
		return timeline.Teller{}.Sentence(ticket.Ticket{}, e)
	}
	task := func(of ticket.Task) *ticket.Task {
		of.ID, of.Title = 2, "Order paper"
		return &of
	}
	for want, e := range map[string]ticket.Event{
		"adds task 2, Order paper":                          {Type: ticket.AddedTask, Task: task(ticket.Task{})},
		"adds task 2, Order paper, to L2":                   {Type: ticket.AddedTask, Task: task(ticket.Task{For: ticket.Doer{Tier: "L2"}})},
		"gives task 2, Order paper, to ben":                 {Type: ticket.AssignedTask, Task: task(ticket.Task{For: ticket.Doer{Tier: "L2", Engineer: "ben"}})},
		"gives task 2, Order paper, to servers":             {Type: ticket.AssignedTask, Task: task(ticket.Task{For: ticket.Doer{Group: "servers"}})},
		"has done task 2, Order paper":                      {Type: ticket.EndedTask, Task: task(ticket.Task{State: ticket.TaskDone})},
		"skips task 2, Order paper: there is enough":        {Type: ticket.EndedTask, Task: task(ticket.Task{State: ticket.TaskSkipped, Why: "there is enough"})},
		"still to do: task 2, Order paper":                  {Type: ticket.LateTask, Task: task(ticket.Task{})},
		"ada watches":                                       {Type: ticket.Watched, Watcher: &ticket.Watcher{ID: "ada"}},
		"ada watches no more":                               {Type: ticket.Unwatched, Watcher: &ticket.Watcher{ID: "ada"}},
		"rates it: 4 “fine”":                                {Type: ticket.Rated, Rating: &ticket.Rating{Score: 4, Comment: "fine"}},
		"version 3 of the handbook applies from now on":     {Type: ticket.Adopted, Changes: []ticket.Change{{Field: ticket.FieldHandbook, To: "3"}}},
		"nobody there could take it: all are away":          {Type: ticket.Unrouted, Why: "all are away"},
		"it is a major incident: no shop, see room 1: bad":  {Type: ticket.AcceptedMajor, Why: "bad", Major: &ticket.Major{Impact: "no shop", Room: "room 1"}},
		"reviews it: “never again”":                         {Type: ticket.ReviewedMajor, Major: &ticket.Major{Review: "never again"}},
		"it goes back and forth between L1 and L2, 3 times": {Type: ticket.PingPong, Why: "between L1 and L2, 3 times"},
		"makes it a request, new":                           {Type: ticket.ChangedKind, Changes: []ticket.Change{{Field: ticket.FieldKind, To: "request"}, {Field: ticket.FieldState, To: "new"}}},
		"asks L3 to help: unsolved":                         {Type: ticket.Consulted, Why: "unsolved", Helper: &ticket.Helper{Tier: "L3"}},
		"helps, at L3":                                      {Type: ticket.Joined, Helper: &ticket.Helper{Tier: "L3", Engineer: "cleo"}},
		"helps no more":                                     {Type: ticket.Left, By: ticket.Actor{ID: "cleo"}, Helper: &ticket.Helper{Tier: "L3", Engineer: "cleo"}},
		"needs no more help from cleo":                      {Type: ticket.Left, Helper: &ticket.Helper{Tier: "L3", Engineer: "cleo"}},
		"needs no more help from L3":                        {Type: ticket.Left, Helper: &ticket.Helper{Tier: "L3"}},
		"nobody at L3 has come to help in time":             {Type: ticket.JoinLate, Helper: &ticket.Helper{Tier: "L3"}},
		"approves the hand-over to L3":                      {Type: ticket.Approved, Offer: &ticket.Offer{To: "L3"}},
		"merges it into T-2":                                {Type: ticket.Merged, Changes: []ticket.Change{{Field: ticket.FieldMergedInto, To: "T-2"}}},
		"to resolve: 1h before due":                         {Type: ticket.Marked, Why: "resolve 1h before due"},
		"T-9 was merged into it":                            {Type: ticket.Absorbed, Absorbs: "T-9"},
	} {
		require.Equal(t, want, say(e))
	}
	for _, e := range ticket.EventTypes() {
		require.NotEmpty(t, say(ticket.Event{Type: e, Followed: []ticket.FollowedUp{{Ticket: "T-2"}}}), "%s without what it should carry", e)
	}
}

// A new type of event wants a sentence of its own: write one in sentence.go.
func TestEveryTypeOfEventHasASentence(t *testing.T) {
	told := slices.Collect(timeline.Told())
	for _, e := range ticket.EventTypes() {
		require.Contains(t, told, e)
	}
}

func TestAnUnknownEventIsToldByWhatItCarries(t *testing.T) {
	got := timeline.Teller{}.Sentence(ticket.Ticket{}, ticket.Event{
		Seq: 1, Type: "linked_up", Why: "the same", Entry: "see there", Changes: []ticket.Change{{Field: "parent", To: "T-9"}, {Field: "group", From: "x"}},
	})
	require.Equal(t, "linked up, sets parent T-9, no group: the same “see there”", got)
	for _, e := range []ticket.EventType{ticket.Offered, ticket.AcceptLate, ticket.RunChanged, ticket.Warned, ticket.Marked} {
		require.Equal(t, strings.ReplaceAll(string(e), "_", " "), timeline.Teller{}.Sentence(ticket.Ticket{}, ticket.Event{Seq: 1, Type: e}), "without what it should carry")
	}
}
