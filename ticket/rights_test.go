package ticket_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/ticket/ticketmem"
	"github.com/fourline-go/fourline/tier"
)

// without gives a house in which the first line has every capability but one. Its tickets are C, reported; D, resolved; E, with a
// running Run-Book; F, with a running cookbook; G, in progress with somebody at work.
func without(t *testing.T, gone tier.Capability) *ticket.Desk {
	ladder := tier.Default().Definition()
	for i := range ladder.Tiers {
		if ladder.Tiers[i].ID == "L1" {
			ladder.Tiers[i].Capabilities = slices.DeleteFunc(tier.Capabilities(), func(c tier.Capability) bool { return c == gone })
		}
	}
	steps := []runbook.Step{{ID: "look", Kind: runbook.ManualStep, Text: "look"}}
	book, err := ticket.NewHandbook(ticket.Definition{
		Name: "rights", Version: 1, Ladder: &ladder,
		Kinds:       []lifecycle.Definition{{Name: "incident"}, {Name: "request"}},
		KindChanges: []lifecycle.Mapping{{From: "incident", To: "request", States: map[string]string{"new": "new"}}},
		Runbooks: []runbook.Runbook{
			{ID: "run", Title: "run", Owner: "ada", Version: 1, ReviewBy: "2030-01-01", Kind: runbook.KindRunbook, Tiers: []tier.ID{"L1"}, Steps: steps},
			{ID: "cook", Title: "cook", Owner: "ada", Version: 1, ReviewBy: "2030-01-01", Kind: runbook.KindCookbook, Tiers: []tier.ID{"L1"}, Steps: steps},
		},
	})
	require.NoError(t, err)
	desk, err := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book})
	require.NoError(t, err)
	solved := ticket.Set{"resolution": "fixed", "resolution_note": "fixed"}
	for id, all := range map[string][]ticket.Action{
		"C": nil,
		"D": {ticket.Move{Trigger: "resolve", Set: solved}},
		"E": {ticket.StartRun{Runbook: "run"}},
		"F": {ticket.StartRun{Runbook: "cook"}},
		"G": {ticket.Assign{Engineer: "ada"}, ticket.Move{Trigger: "start"}},
	} {
		_, err := desk.Do(t.Context(), ticket.Command{Ticket: id, By: importer, Do: append([]ticket.Action{ticket.Open{Set: ticket.Set{"requester": "rosa"}}}, all...)})
		require.NoError(t, err)
	}
	return desk
}

var importer = ticket.Actor{Kind: ticket.System, ID: "import"}

// whatALineDoes are the commands of the first line, by name.
func whatALineDoes() map[string]struct {
	on string
	do ticket.Action
} {
	type act = struct {
		on string
		do ticket.Action
	}
	all := map[string]act{
		"acknowledge":      {"C", ticket.Acknowledge{}},
		"assign another":   {"C", ticket.Assign{Engineer: "tom"}},
		"assign oneself":   {"C", ticket.Assign{Engineer: "ada"}},
		"note":             {"C", ticket.Note{Text: "n"}},
		"message":          {"C", ticket.Message{Text: "m"}},
		"start":            {"C", ticket.Move{Trigger: "start"}},
		"hold":             {"C", ticket.Move{Trigger: "hold", Pending: "awaiting_customer"}},
		"resolve":          {"C", ticket.Move{Trigger: "resolve", Set: nil}},
		"cancel":           {"C", ticket.Move{Trigger: "cancel"}},
		"close":            {"D", ticket.Move{Trigger: "close"}},
		"reopen":           {"D", ticket.Move{Trigger: "reopen"}},
		"hand over":        {"C", ticket.HandOver{Reason: tier.BeyondCookbook, Fields: map[string]string{"tried": "all"}}},
		"start a Run-Book": {"C", ticket.StartRun{Runbook: "run"}},
		"start a cookbook": {"C", ticket.StartRun{Runbook: "cook"}},
		"step a Run-Book":  {"E", ticket.StepRun{Step: "look"}},
		"step a cookbook":  {"F", ticket.StepRun{Step: "look"}},
		"end a Run-Book":   {"E", ticket.EndRun{Outcome: runbook.Aborted, Note: "n"}},
		"change the kind":  {"C", ticket.ChangeKind{To: "request"}},
		"link":             {"C", ticket.LinkTo{Kind: ticket.LinkRelated, To: "D"}},
		"merge":            {"C", ticket.Merge{Into: "G", Set: ticket.Set{"resolution_note": "same"}}},
		"split":            {"C", ticket.Split{Set: ticket.Set{"subject": "s"}}},
		"add a task":       {"C", ticket.AddTask{Title: "t"}},
		"refer":            {"C", ticket.Refer{IDs: []string{"a@b"}}},
		"watch":            {"C", ticket.Watch{}},
		"propose a major":  {"C", ticket.SetMajor{Status: ticket.MajorProposed, Why: "w"}},
		"accept a major":   {"C", ticket.SetMajor{Status: ticket.MajorAccepted, Impact: "i"}},
	}
	for _, f := range ticket.Fields() {
		all["set "+string(f)] = act{"C", ticket.Set{f: "x"}}
	}
	return all
}

// A command asks for the right that the documentation names, and for no other. For the capabilities that are not here the ready-made
// incident has no command; other lifecycles ask for them, and the edges of the ladder say who hands over.
func TestEveryRightIsAskedForByExactlyItsOwnCommands(t *testing.T) {
	got := map[tier.Capability][]string{}
	by := ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	for _, gone := range append(tier.Capabilities(), "") {
		desk := without(t, gone)
		for name, a := range whatALineDoes() {
			_, err := desk.Preview(t.Context(), ticket.Command{Ticket: a.on, By: by, Do: []ticket.Action{a.do}})
			var refusal *ticket.Refusal
			if errors.As(err, &refusal) && refusal.Rule == "right" {
				require.Contains(t, refusal.Why, "cannot "+string(gone), "%s, without %s", name, gone)
				got[gone] = append(got[gone], name)
			}
		}
		slices.Sort(got[gone])
	}
	require.Equal(t, map[tier.Capability][]string{
		tier.Acknowledge:  {"acknowledge"},
		tier.Categorise:   {"change the kind", "set category", "set service"},
		tier.Prioritise:   {"set impact", "set priority", "set urgency"},
		tier.Route:        {"assign another", "set group"},
		tier.Track:        {"link", "merge", "refer", "set channel", "set requester", "set severity", "set subject", "set text", "split"},
		tier.Work:         {"add a task", "end a Run-Book", "hold", "merge", "set manager", "set resolution", "set resolution_note", "set vendor", "set vendor_reference", "start", "step a Run-Book", "step a cookbook"},
		tier.Resolve:      {"resolve"},
		tier.Close:        {"cancel", "close", "merge"},
		tier.Reopen:       {"reopen"},
		tier.RunCookbook:  {"start a cookbook"},
		tier.RunRunbook:   {"start a Run-Book"},
		tier.DeclareMajor: {"accept a major"},
	}, got)
}
