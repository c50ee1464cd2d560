package rapidtest

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/ticket"
)

// Command draws a command on a ticket by somebody of its client, every other time an engineer of the tier concerned: one to three
// actions, plausible for how the ticket stands now, or, one time in eight, wild.
func Command(book *ticket.Handbook, at ticket.Ticket) *rapid.Generator[ticket.Command] {
	plausible := Plausible(book, at)
	return rapid.Custom(func(t *rapid.T) ticket.Command {
		action := plausible
		if rapid.IntRange(0, 7).Draw(t, "wild") == 7 {
			action = Wild(book)
		}
		do := rapid.SliceOfN(action, 1, 3).Draw(t, "do")
		return ticket.Command{Ticket: at.ID, By: concerned(book, at).Draw(t, "by"), Do: do}
	})
}

// Opening draws a command that opens a ticket of a client, of any kind, or raises an alarm.
func Opening(book *ticket.Handbook, client string) *rapid.Generator[ticket.Command] {
	return rapid.Custom(func(t *rapid.T) ticket.Command {
		c := ticket.Command{By: Actor(book, client).Draw(t, "by")}
		open := ticket.Open{Kind: rapid.SampledFrom(book.Kinds()).Draw(t, "kind"), Set: ticket.Set{ticket.FieldSubject: words.Draw(t, "subject")}}
		if c.By.Kind != ticket.Requester {
			open.Set[ticket.FieldRequester] = rapid.SampledFrom(requesters).Draw(t, "requester")
		}
		m := book.Priorities()
		if len(m.Impacts) > 0 && rapid.Bool().Draw(t, "weighed") {
			open.Set[ticket.FieldImpact] = rapid.SampledFrom(m.Impacts).Draw(t, "impact")
			open.Set[ticket.FieldUrgency] = rapid.SampledFrom(m.Urgencies).Draw(t, "urgency")
		}
		if c.Do = []ticket.Action{open}; c.By.Kind == ticket.Monitor {
			c.Do = []ticket.Action{ticket.Raise{Key: rapid.SampledFrom([]string{"disk", "cpu"}).Draw(t, "key"), Open: open}}
		}
		return c
	})
}

// words are what people write.
var words = rapid.SampledFrom([]string{"a", "Cannot print", "x y z", "日本語", "“quoted”", "line\nline"})

// Plausible draws an action that fits how a ticket stands.
func Plausible(book *ticket.Handbook, at ticket.Ticket) *rapid.Generator[ticket.Action] {
	all := []*rapid.Generator[ticket.Action]{
		always(ticket.Acknowledge{}),
		action(func(t *rapid.T) ticket.Action { return ticket.Note{Text: words.Draw(t, "note")} }),
		action(func(t *rapid.T) ticket.Action { return ticket.Message{Text: words.Draw(t, "message")} }),
		action(func(t *rapid.T) ticket.Action { return set(t, book) }),
		action(func(t *rapid.T) ticket.Action {
			return ticket.Assign{Engineer: rapid.SampledFrom(engineers(book)).Draw(t, "engineer").ID}
		}),
	}
	if moves := moves(book, at); len(moves) > 0 {
		all = append(all, rapid.SampledFrom(moves), rapid.SampledFrom(moves)) // twice, so that the ticket gets on
	}
	if at.Offer != nil {
		all = append(all, always(ticket.Accept{}), always(ticket.Reject{Why: "no"}), always(ticket.Approve{}))
	} else if overs := handOvers(book, at); len(overs) > 0 {
		all = append(all, rapid.SampledFrom(overs))
	}
	if at.Alarm.Key != "" {
		all = append(all, always(ticket.Clear{}))
	}
	return rapid.OneOf(append(all, runs(book, at)...)...)
}

func action(draw func(*rapid.T) ticket.Action) *rapid.Generator[ticket.Action] {
	return rapid.Custom(draw)
}

func always(a ticket.Action) *rapid.Generator[ticket.Action] { return rapid.Just(a) }

// set draws a field and what it may be.
func set(t *rapid.T, book *ticket.Handbook) ticket.Set {
	f, m := rapid.SampledFrom(book.Fields()).Draw(t, "field"), book.Priorities()
	values := map[ticket.Field][]string{ticket.FieldImpact: m.Impacts, ticket.FieldUrgency: m.Urgencies, ticket.FieldRequester: requesters}[f]
	if len(values) == 0 {
		return ticket.Set{f: words.Draw(t, "value")}
	}
	return ticket.Set{f: rapid.SampledFrom(values).Draw(t, "value")}
}

// moves are the triggers that lead out of the ticket's state, with what they ask for.
func moves(book *ticket.Handbook, at ticket.Ticket) []ticket.Action {
	cycle, ok := book.Lifecycle(at.Kind)
	if !ok {
		return nil
	}
	var all []ticket.Action
	for _, tr := range cycle.From(at.State) {
		to, _ := cycle.State(tr.To)
		m := ticket.Move{Trigger: tr.Trigger, Set: ticket.Set{}}
		for _, f := range slices.Concat(tr.Require, tr.Change, to.Require, to.Change) {
			m.Set[ticket.Field(f)] = at.Get(ticket.Field(f)) + "x"
		}
		if !to.Pending {
			all = append(all, m)
			continue
		}
		for _, reason := range cycle.Definition().Reasons {
			m.Pending = reason.Name
			all = append(all, m)
		}
	}
	return all
}

// handOvers are those along the edges that leave the ticket's tier, with what they ask for.
func handOvers(book *ticket.Handbook, at ticket.Ticket) []ticket.Action {
	var all []ticket.Action
	for _, e := range book.Ladder().EdgesFrom(at.Tier) {
		fields := map[string]string{}
		for _, f := range e.Fields {
			fields[f] = "x"
		}
		for _, reason := range e.Reasons {
			all = append(all, ticket.HandOver{To: e.To, Reason: reason, Fields: fields})
		}
	}
	return all
}

// runs are what can be done with runbooks: start one, or go on with the one that runs.
func runs(book *ticket.Handbook, at ticket.Ticket) []*rapid.Generator[ticket.Action] {
	run, running := at.Run()
	shelved, ok := book.Runbooks().Book(run.Book)
	if !running || !run.Running() || !ok {
		var starts []*rapid.Generator[ticket.Action]
		for _, m := range book.Runbooks().Match(ticket.BookFacts(at), at.Tier) {
			starts = append(starts, always(ticket.StartRun{Runbook: m.ID}))
		}
		return starts
	}
	var steps []string
	for _, s := range shelved.Definition().Steps {
		steps = append(steps, s.ID)
	}
	return []*rapid.Generator[ticket.Action]{
		action(func(t *rapid.T) ticket.Action {
			return ticket.StepRun{
				Step:   rapid.SampledFrom(steps).Draw(t, "step"),
				Result: rapid.SampledFrom([]runbook.State{runbook.Done, runbook.Failed, runbook.NotRun}).Draw(t, "result"),
			}
		}),
		action(func(t *rapid.T) ticket.Action {
			return ticket.EndRun{Outcome: rapid.SampledFrom([]runbook.Outcome{runbook.Resolved, runbook.Insufficient, runbook.Aborted}).Draw(t, "outcome"), Note: "n"}
		}),
	}
}
