package tickettest

import (
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// odd are strings that a store must keep as they are.
var odd = []string{
	"", " ", "é", "e\u0301", "日本語のチケット", "🔥\U0001F9EF", "\u202eright to left", "a\x00b", "line\nline\r\n\ttab", `"quoted" 'quoted' \ %s ? ; --`,
	"<script>alert(1)</script> &amp;", "\u2028\u2029", "null", "0", strings.Repeat("long ", 12_000),
}

var valueTrials = []trial{
	{Values, "a ticket with everything comes back exactly", func(k *kit) {
		for _, m := range everything(Opened("acme", "T-1")) {
			k.same(k.commit(m))
		}
	}},
	{Values, "instants keep their microseconds and are in UTC", func(k *kit) {
		for i, at := range []time.Time{
			start, start.Add(time.Microsecond), start.Truncate(time.Second), start.Truncate(24 * time.Hour),
			time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
		} {
			t := k.commit(with(Opened("acme", "T-"+string(rune('a'+i))), at))
			m := Next(t, ticket.Event{Type: ticket.Noted, At: at, Due: at})
			m.Wake, m.Notices = at, []escalation.Notice{{Key: t.ID, Client: "acme", Ticket: t.ID, Planned: at, At: at}}
			k.same(k.commit(m))
			require.True(k, k.get("acme", t.ID).Updated == at, "the same instant, in UTC, without anything else: %v", at)
			woken, err := k.store.ClaimWakes(k.ctx, at, time.Minute, 1)
			require.NoError(k, err)
			require.Equal(k, []ticket.Wake{{Client: "acme", Ticket: t.ID, At: at}}, woken)
			claims, err := k.store.ClaimNotices(k.ctx, at, time.Minute, 1)
			require.NoError(k, err)
			require.Len(k, claims, 1)
			require.Equal(k, m.Notices[0], claims[0].Notice)
			k.settle(settled(claims[0], ticket.NoticeSent))
			k.commit(Noted(k.get("acme", t.ID), "no wake any more"))
		}
	}},
	{Values, "odd text comes back exactly", func(k *kit) {
		for i, text := range odd {
			id := "T-" + string(rune('a'+i))
			m := Opened("acme", id, Set(ticket.FieldSubject, text), Set(ticket.FieldText, text), Set(ticket.FieldGroup, text), Set(ticket.FieldWorking, text))
			m = Next(ticket.Ticket{ID: id, Client: "acme"}, m.Events[0], ticket.Event{Type: ticket.Messaged, Entry: text, By: ticket.Actor{ID: text}})
			k.same(k.commit(m))
			if text != "" {
				require.Equal(k, []string{id}, k.ids(ticket.Query{Client: "acme", Group: text}), "%q", text)
				require.Equal(k, []string{id}, k.ids(ticket.Query{Client: "acme", Assignee: text, Open: true}), "%q", text)
			}
		}
	}},
	{Values, "odd names come back exactly", func(k *kit) {
		for _, text := range odd[1 : len(odd)-1] {
			m := keyed(telling(raised(text, text, text), 0, text), text)
			k.same(k.commit(m))
			require.Equal(k, ticket.Result{Seen: true, Ticket: text, Version: 1}, probe(k, text, text), "%q", text)
			claims := k.claims(0, 10)
			require.Len(k, claims, 1, "%q", text)
			require.Equal(k, m.Notices[0], claims[0].Notice)
			k.settle(settled(claims[0], ticket.NoticeSent))
			require.Equal(k, []string{text}, k.ids(ticket.Query{Client: text, Alarm: text}), "%q", text)
		}
	}},
	{Values, "what was given stays the caller's own", func(k *kit) {
		given := everything(Opened("acme", "T-1"))
		for _, m := range given {
			k.commit(m)
		}
		for i := range given {
			spoil(&given[i].Ticket)
			for j := range given[i].Events {
				spoilEvent(&given[i].Events[j])
			}
		}
		requireEverything(k)
	}},
	{Values, "what is given back is the caller's own", func(k *kit) {
		for _, m := range everything(Opened("acme", "T-1")) {
			k.commit(m)
		}
		for range 2 {
			t := k.get("acme", "T-1")
			spoil(&t)
			for _, t := range k.list(ticket.Query{Client: "acme"}) {
				spoil(&t)
			}
			for _, e := range k.events("acme", "T-1", 0) {
				spoilEvent(&e)
			}
		}
		requireEverything(k)
	}},
}

// requireEverything asserts that a ticket with everything is stored, by making it once more.
func requireEverything(k *kit) {
	k.Helper()
	var want ticket.Ticket
	var events []ticket.Event
	for _, m := range everything(Opened("acme", "T-1")) {
		want, events = m.Ticket, append(events, m.Events...)
	}
	equals(k, events, k.events("acme", "T-1", 0))
	k.same(want)
	equals(k, []ticket.Ticket{want}, k.list(ticket.Query{Client: "acme"}))
}

// everything gives mutations that fill all that a ticket and an event can hold. At the end the ticket is closed, with an offer that
// nobody has accepted.
func everything(opened ticket.Mutation) []ticket.Mutation {
	by := ticket.Actor{Kind: ticket.Automation, ID: "bot", Tier: "L2", Client: opened.Ticket.Client}
	var changes []ticket.Change
	for _, f := range ticket.Fields() {
		changes = append(changes, ticket.Change{Field: f, From: "before", To: "a " + string(f)})
	}
	changes = append(changes, Set(ticket.FieldAlarm, "disk"), Set(ticket.FieldAlarmSource, "db-1"),
		Set(ticket.FieldAlarmSeverity, "critical"), Set(ticket.FieldAlarmText, "95 %\n96 %"), Set(ticket.FieldPending, "parts"), Set(ticket.FieldOwner, "rob"),
		Set("x_room", "2.17"), Set("x_floor", "2"))
	fill := Next(opened.Ticket,
		ticket.Event{Type: ticket.Changed, By: by, Trigger: "set", Why: "why", Changes: changes},
		ticket.Event{Type: ticket.Acknowledged, By: by, Clocks: someClocks(), Cursors: someCursors()},
		ticket.Event{Type: ticket.Escalated, By: by, Policy: "late", Due: later, Notices: []string{"N-1", "N-2"}, Entry: "told two"},
		ticket.Event{Type: ticket.Messaged, By: by, Entry: "<b>we are at it</b>", Refer: []string{"<1@mail>", "<2@mail>"}},
		ticket.Event{Type: ticket.Alarmed, By: by, Times: 3}, ticket.Event{Type: ticket.Cleared, By: by},
		ticket.Event{Type: ticket.Noted, By: by, Entry: "I am away", Unasked: "auto"}, ticket.Event{Type: ticket.Flapped, By: by}, ticket.Event{Type: ticket.Alarmed, By: by, Alarm: "disk/2"}, ticket.Event{Type: ticket.Alarmed, By: by, Alarm: "disk/1"},
	)
	moved := fill
	for _, to := range []tier.ID{"L2", "L1", "L2"} {
		from := moved.Ticket.Tier
		moved = Next(moved.Ticket, ticket.Event{Type: ticket.Offered, By: by, Offer: someOffer()}, ticket.Event{Type: ticket.Approved, By: by, Offer: someOffer()},
			ticket.Event{Type: ticket.Accepted, By: by, Changes: []ticket.Change{{Field: ticket.FieldTier, From: string(from), To: string(to)}}})
		moved.Expect, moved.Events = fill.Expect, append(fill.Events, moved.Events...)
		fill = moved
	}
	run := Next(fill.Ticket, append(someRun(by), ticket.Event{Type: ticket.Reminded, By: by})...)
	linked := Next(run.Ticket,
		ticket.Event{Type: ticket.Linked, By: by, Links: someLinks()},
		ticket.Event{Type: ticket.Unlinked, By: by, Unlinks: someLinks()[:1]},
		ticket.Event{Type: ticket.Absorbed, By: by, Absorbs: "T-9", Links: someLinks()[2:]},
		ticket.Event{Type: ticket.Merged, By: by, Changes: []ticket.Change{Set(ticket.FieldMergedInto, "T-10")}})
	owed := Next(linked.Ticket, ticket.Event{Type: ticket.Noted, By: by, Owes: someFollowUps()},
		ticket.Event{Type: ticket.Followed, By: by, Followed: []ticket.FollowedUp{{Key: "follow:1", Ticket: "T-2"}, {Key: "follow:2", Why: "refused"}}})
	reopened := ticket.Event{Type: ticket.Moved, By: by, Reopens: true, Changes: []ticket.Change{
		Set(ticket.FieldWorking, "cy"), {Field: ticket.FieldWorking, From: "cy", To: "dee"}, Set(ticket.FieldWorking, "cy"),
	}}
	closed := Next(owed.Ticket, reopened, ticket.Event{Type: ticket.Moved, By: by, Changes: []ticket.Change{Set(ticket.FieldClass, "closed")}})
	beside := Next(closed.Ticket, besides(by)...)
	ended := Next(beside.Ticket, ticket.Event{Type: ticket.Offered, By: by, Offer: someOffer()}, ticket.Event{Type: ticket.AcceptLate, By: by})
	return []ticket.Mutation{opened, fill, run, linked, owed, closed, beside, ended}
}

// later is when things of a ticket with everything happen.
var later = start.Add(time.Hour)

func someClocks() []ticket.Clock {
	return []ticket.Clock{
		{Kind: sla.SLA, Told: 75, Marked: "1h before due", Due: later.Add(3*time.Hour + 59*time.Minute), Clock: sla.Clock{
			Metric: "resolve", Agreement: "gold", Target: 4 * time.Hour, Calendar: "office", State: sla.Running, Cycle: 2, Started: later,
			Since: later, Spent: time.Minute + 1,
		}},
		{Clock: sla.Clock{Metric: "reply"}},
	}
}

func someCursors() []escalation.Cursor {
	return []escalation.Cursor{{
		Policy: "late", Version: 3, Cycle: 1, Pass: 2, Step: 4, State: escalation.Armed, Base: later, Last: later.Add(time.Second),
	}}
}

func someOffer() *ticket.Offer {
	return &ticket.Offer{
		From: "L1", To: "L2", Edge: "functional", Reason: "unsolved", Fields: map[string]string{"host": "web1", "tried": ""}, Evidence: "run 1",
		Skipped: []ticket.Skipped{{Tier: "L1b", Why: tier.NobodyPresent}}, Approver: "boss", Approval: ticket.Approval{By: "bea", At: later},
		AcceptBy: later,
	}
}

func someLinks() []ticket.Link {
	return []ticket.Link{
		{Kind: ticket.LinkParent, To: "T-5"},
		{Kind: ticket.LinkRelated, To: "T-6", TicketKind: "incident", Class: lifecycle.Active, Seq: 4},
		{Kind: ticket.LinkProblem, To: "T-7", TicketKind: "problem", Class: lifecycle.Resolved, Seq: 1 << 40},
	}
}

func someFollowUps() []ticket.FollowUp {
	open := &ticket.Open{Kind: "incident", Tier: "L1", Reported: later, Set: ticket.Set{"subject": "s"}}
	return []ticket.FollowUp{
		{Key: "follow:1", At: later, Seq: 7, Ticket: "T-2", Type: ticket.FollowNote, Text: "n"},
		{Key: "follow:2", At: later, Seq: 7, Ticket: "T-3", Type: ticket.FollowMove, Trigger: "resolve", Set: ticket.Set{"resolution": "fixed"}},
		{Key: "follow:3", At: later, Seq: 7, Ticket: "T-4", Type: ticket.FollowSet, Set: ticket.Set{"x_room": "2.17"}},
		{Key: "follow:4", At: later, Seq: 7, Type: ticket.FollowOpen, Open: open, Link: ticket.LinkRelated, Links: someLinks()},
		{Key: "follow:5", At: later, Seq: 7, Ticket: "T-4", Type: ticket.FollowRelink, Link: ticket.LinkChild, From: "T-5", To: "T-6", Hops: 2},
		{Key: "follow:6", At: later, Seq: 7, Ticket: "T-4", Type: ticket.FollowNote, Text: "n", Copy: []ticket.Field{"x_room", "x_floor"}},
	}
}

// someRun is a runbook from its start to its end.
func someRun(by ticket.Actor) []ticket.Event {
	evidence := map[string]string{"log": "full", "exit": ""}
	var events []ticket.Event
	for _, e := range []runbook.Event{
		{Kind: runbook.RunStarted, At: later, By: "bot", Book: "disk", Version: 2, Tier: "L2"},
		{Kind: runbook.StepDone, At: later, By: "bot", Step: "look", Attempt: 1, Evidence: evidence, Note: "seen"},
		{Kind: runbook.RunFinished, At: later, By: "bot", Outcome: "insufficient", Note: "no", Left: []string{"clean", "check"}},
	} {
		events = append(events, ticket.Event{Type: ticket.RunChanged, By: by, Run: &e})
	}
	return events
}

// besides is what stands beside the state.
func besides(by ticket.Actor) []ticket.Event {
	return []ticket.Event{
		{Type: ticket.AcceptedMajor, By: by, Major: &ticket.Major{
			Status: ticket.MajorAccepted, By: by, At: later, Why: "many ask", Impact: "no invoices", Room: "bridge 7", Update: later, Missed: 2,
			Reviewed: later, Review: "buy toner",
		}},
		{Type: ticket.Consulted, By: by, Helper: &ticket.Helper{Tier: "L3", Reason: "unsolved", Since: later, JoinBy: later}},
		{Type: ticket.Joined, By: by, Helper: &ticket.Helper{Tier: "L2", Engineer: "ben", Since: later}},
		{Type: ticket.Consulted, By: by, Helper: &ticket.Helper{Tier: "L4", Since: later}},
		{Type: ticket.Left, By: by, Helper: &ticket.Helper{Tier: "L4"}},
		{Type: ticket.JoinLate, By: by, Helper: &ticket.Helper{Tier: "L3"}},
		{Type: ticket.AddedTask, By: by, Task: &ticket.Task{
			ID: 1, Title: "call", For: ticket.Doer{Tier: "L2", Group: "servers", Engineer: "ben"}, Due: later, State: ticket.TaskOpen,
		}},
		{Type: ticket.EndedTask, By: by, Task: &ticket.Task{
			ID: 1, Title: "call", For: ticket.Doer{Tier: "L2", Group: "servers", Engineer: "ben"}, Due: later, Late: true,
			State: ticket.TaskSkipped, Ended: later, By: by, Why: "nobody answers",
		}},
		{Type: ticket.Watched, By: by, Watcher: &ticket.Watcher{Kind: ticket.Requester, ID: "rolf"}},
		{Type: ticket.Watched, By: by, Watcher: &ticket.Watcher{Kind: ticket.Engineer, ID: "ann"}},
		{Type: ticket.Unwatched, By: by, Watcher: &ticket.Watcher{Kind: ticket.Requester, ID: "rolf"}},
		{Type: ticket.Rated, By: by, Rating: &ticket.Rating{Score: 4, Comment: "quick", At: later}},
	}
}

// spoil changes everything that a ticket points to.
func spoil(t *ticket.Ticket) {
	for i := range t.Alarm.Turns {
		t.Alarm.Turns[i] = time.Time{}
	}
	for i := range t.Alarm.Keys {
		t.Alarm.Keys[i] = "spoilt"
	}
	for i := range t.References {
		t.References[i] = "spoilt"
	}
	for f := range t.Fields {
		t.Fields[f] = "spoilt"
	}
	for i := range t.Clocks {
		t.Clocks[i] = ticket.Clock{Told: 99}
	}
	for i := range t.Cursors {
		t.Cursors[i].Policy = "spoilt"
	}
	for i := range t.Helpers {
		t.Helpers[i].Engineer = "spoilt"
	}
	for i := range t.Tasks {
		t.Tasks[i].Title = "spoilt"
	}
	for i := range t.Watchers {
		t.Watchers[i].ID = "spoilt"
	}
	for i := range t.Runs {
		for j := range t.Runs[i].Results {
			t.Runs[i].Results[j].Note = "spoilt"
			spoilMap(t.Runs[i].Results[j].Evidence)
		}
		for j := range t.Runs[i].Left {
			t.Runs[i].Left[j] = "spoilt"
		}
		t.Runs[i].By = "spoilt"
	}
	if t.Offer != nil {
		spoilOffer(t.Offer)
	}
	spoilLinks(t.Links)
	for i := range t.Merged {
		t.Merged[i] = "spoilt"
	}
	spoilFollowUps(t.Owed)
}

func spoilLinks(all []ticket.Link) {
	for i := range all {
		all[i].To = "spoilt"
	}
}

func spoilFollowUps(all []ticket.FollowUp) {
	for i := range all {
		all[i].Text = "spoilt"
		spoilLinks(all[i].Links)
		for j := range all[i].Copy {
			all[i].Copy[j] = "spoilt"
		}
		for f := range all[i].Set {
			all[i].Set[f] = "spoilt"
		}
		if all[i].Open != nil {
			all[i].Open.Kind = "spoilt"
			for f := range all[i].Open.Set {
				all[i].Open.Set[f] = "spoilt"
			}
		}
	}
}

// spoilEvent changes everything that an event points to.
func spoilEvent(e *ticket.Event) {
	for i := range e.Changes {
		e.Changes[i].To = "spoilt"
	}
	for i := range e.Refer {
		e.Refer[i] = "spoilt"
	}
	for i := range e.Notices {
		e.Notices[i] = "spoilt"
	}
	for i := range e.Clocks {
		e.Clocks[i].Told = 99
	}
	for i := range e.Cursors {
		e.Cursors[i].Policy = "spoilt"
	}
	if e.Helper != nil {
		e.Helper.Engineer = "spoilt"
	}
	spoilLinks(e.Links)
	spoilLinks(e.Unlinks)
	spoilFollowUps(e.Owes)
	for i := range e.Followed {
		e.Followed[i].Why = "spoilt"
	}
	if e.Offer != nil {
		spoilOffer(e.Offer)
	}
	if e.Major != nil {
		e.Major.Why = "spoilt"
	}
	if e.Task != nil {
		e.Task.Title = "spoilt"
	}
	if e.Watcher != nil {
		e.Watcher.ID = "spoilt"
	}
	if e.Rating != nil {
		e.Rating.Comment = "spoilt"
	}
	if e.Run != nil {
		e.Run.Note = "spoilt"
		spoilMap(e.Run.Evidence)
		for i := range e.Run.Left {
			e.Run.Left[i] = "spoilt"
		}
	}
}

func spoilOffer(o *ticket.Offer) {
	o.Evidence = "spoilt"
	spoilMap(o.Fields)
	for i := range o.Skipped {
		o.Skipped[i].Tier = "spoilt"
	}
}

func spoilMap(m map[string]string) {
	for key := range m {
		m[key] = "spoilt"
	}
}
