package handbook_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// What packages tier, lifecycle and sla find stands in the list with its place in the file.
func TestLintFindsTheOneThingThatIsWrongInAPart(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*def)
		want []string
	}{
		{"a tier that no edge leads to", func(d *def) {
			d.Ladder.Tiers = append(d.Ladder.Tiers, tier.Tier{ID: "L3", Rank: 3, Kind: tier.Vendor, Capabilities: []tier.Capability{"work"}})
			d.Agreements[4].Match.Tier = append(d.Agreements[4].Match.Tier, "L3")
		}, []string{"tier.unreachable ladder.tiers[3]"}},
		{"a tier that tickets cannot leave", func(d *def) { d.Ladder.Edges = d.Ladder.Edges[:3] }, []string{"tier.dead_end ladder.tiers[2]"}},
		{"a tier that may not resolve", func(d *def) { drop(&d.Ladder.Tiers[2].Capabilities, "resolve") }, []string{"tier.may_not_resolve ladder.tiers[2].capabilities"}},
		{"a first tier that may not acknowledge", func(d *def) { drop(&d.Ladder.Tiers[0].Capabilities, "acknowledge") }, []string{"tier.first_does_not ladder.tiers[0].capabilities"}},
		{"an edge without a reason", func(d *def) { d.Ladder.Edges[1].Reasons = nil }, []string{"tier.never_taken ladder.edges[1].reasons"}},
		{"evidence that a tier cannot come by", func(d *def) {
			d.Ladder.Edges[2].Evidence = []tier.Evidence{tier.RunbookInsufficient}
			d.Ladder.Edges[3].Evidence = []tier.Evidence{tier.RunbookInsufficient}
			d.Runbooks[1].Tiers = append(d.Runbooks[1].Tiers, "L4")
		}, []string{"tier.evidence_never_there ladder.edges[3].evidence", "runbook_unrun runbooks[1].tiers[1]"}},
		{"a tier that may not manage its vendor", func(d *def) { drop(&d.Ladder.Tiers[1].Capabilities, "manage_vendor") }, []string{"tier.vendor_unmanaged ladder.edges[1].from"}},
		{"an edge against the ranks", func(d *def) { d.Ladder.Tiers[2].Rank = 0 }, []string{"tier.against_rank ladder.edges[1]", "tier.against_rank ladder.edges[3]"}},
		{"rights for which nobody answers", func(d *def) { drop(&d.Ladder.Tiers[1].Responsibilities, "major_incidents") }, []string{"tier.nobody_answers ladder.tiers"}},
		{"a capability with a slip", func(d *def) { d.Ladder.Tiers[2].Capabilities[0] = "werk" }, []string{"tier.misspelt ladder.tiers[2].capabilities[0]"}},
		{"a tier at which nobody works", func(d *def) {
			d.Engineers[0].Tiers, d.Engineers[0].Groups = []tier.ID{"L2"}, nil
			d.Engineers[0].Years, d.Engineers[0].Languages = 0, nil
			d.Groups = d.Groups[1:]
			d.Runbooks[0].Owner = "L1"
			d.Policies[0].Steps[0].Targets[0].ID = "L2"
		}, []string{"tier.tier_empty ladder.tiers[0]"}},
		{"a group to which nobody belongs", func(d *def) { d.Groups = append(d.Groups, tier.Group{ID: "mail", Tier: "L2"}) }, []string{"tier.group_empty groups[2]"}},
		{"an engineer with less than the tier asks", func(d *def) { d.Engineers[1].Skills[0].Level = 1 }, []string{"tier.below_tier engineers[1]"}},
		{"a tier that nobody manages", func(d *def) { d.Engineers[3].Tiers = []tier.ID{"L1"} }, []string{"tier.manager_missing ladder.tiers[1]"}},

		{"a trigger that no transition has", func(d *def) { d.Kinds[0].Triggers = append(d.Kinds[0].Triggers, "sing") }, []string{"lifecycle.unused_trigger kinds[0].triggers[10]"}},
		{"a state that no way leads to", func(d *def) {
			d.Kinds[0].States = append(d.Kinds[0].States, lifecycle.State{Name: "lost", Class: lifecycle.Closed})
		}, []string{"lifecycle.unreachable kinds[0].states[6]"}},
		{"a dead end", aside, []string{"lifecycle.dead_end kinds[0].states[6]"}},
		{"a pending state without exit", func(d *def) {
			aside(d)
			k := &d.Kinds[0]
			k.States[6].Class, k.States[6].Pending = "", true
			k.Transitions = append(k.Transitions, lifecycle.Transition{Trigger: "shelve", From: []string{"limbo"}, To: "limbo"})
			k.Reasons, k.Transitions[1].From, k.OnReply = k.Reasons[1:], []string{"new", "active", "on_hold"}, ""
			k.Transitions[8].By = nil
		}, []string{"lifecycle.pending_for_ever kinds[0].states[6]"}},
		{"reopening for which no tier is capable", func(d *def) {
			for i := range d.Ladder.Tiers {
				drop(&d.Ladder.Tiers[i].Capabilities, "reopen")
			}
		}, []string{"tier.nobody_may ladder.tiers"}},
		{"a state that nobody may leave", func(d *def) {
			aside(d)
			d.Kinds[0].Transitions[10].From = []string{"active"}
			d.Kinds[0].Triggers = append(d.Kinds[0].Triggers, "unshelve")
			d.Kinds[0].Transitions = append(d.Kinds[0].Transitions, lifecycle.Transition{
				Trigger: "unshelve", From: []string{"limbo"}, To: "active", By: []lifecycle.ActorKind{lifecycle.System},
			})
		}, []string{"lifecycle.nobody_leaves kinds[0].states[6]", "lifecycle.nobody_may kinds[0].transitions[11]"}},
		{"a transition for which no tier is capable", func(d *def) {
			d.Kinds[0].Transitions[0].Can, d.Kinds[0].Transitions[0].By = "conjure", []lifecycle.ActorKind{lifecycle.Engineer}
		}, []string{"lifecycle.nobody_may kinds[0].transitions[0]"}},
		{"a capability with a slip that no tier has, while a manager may", func(d *def) { d.Kinds[0].Transitions[4].Can = "resolv" }, []string{"lifecycle.no_tier_may kinds[0].transitions[4]"}},
		{"a state out of which only the requester takes a ticket", func(d *def) {
			aside(d)
			d.Kinds[0].Triggers = append(d.Kinds[0].Triggers, "unshelve")
			d.Kinds[0].Transitions = append(d.Kinds[0].Transitions, lifecycle.Transition{
				Trigger: "unshelve", From: []string{"limbo"}, To: "active", By: []lifecycle.ActorKind{lifecycle.Requester},
			})
		}, []string{"lifecycle.left_to_others kinds[0].states[6]"}},
		{"nothing reopens", func(d *def) {
			d.Kinds[0].Transitions = append(d.Kinds[0].Transitions[:6:6], d.Kinds[0].Transitions[7:]...)
			drop(&d.Kinds[0].Triggers, "reopen")
			d.Kinds[0].Reopen = lifecycle.Reopen{}
		}, []string{"lifecycle.no_reopen kinds[0].states[3]"}},
		{"a reopening that does not count", func(d *def) { d.Kinds[0].Transitions[6].Reopens, d.Kinds[0].Reopen = false, lifecycle.Reopen{} }, []string{"lifecycle.reopen_uncounted kinds[0].transitions[6]"}},
		{"a window without a reopening", func(d *def) { d.Kinds[0].Transitions[6].Reopens = false }, []string{
			"lifecycle.reopen_uncounted kinds[0].transitions[6]", "lifecycle.reopen_unused kinds[0].reopen.within",
		}},
		{"an answer that moves nothing", func(d *def) { d.Kinds[0].Transitions[3].By = nil }, []string{"lifecycle.reply_refused kinds[0].states[2]"}},
		{"an alarm whose end moves nothing", func(d *def) { d.Kinds[0].Transitions[5].From = []string{"new", "active"} }, []string{"lifecycle.clear_refused kinds[0].states[2]"}},
		{"a timer that needs what nobody has asked for", func(d *def) { d.Kinds[0].Transitions[7].Require = []string{"severity"} }, []string{"lifecycle.timer_may_wait kinds[0].states[3].after.trigger"}},
		{"a timer that must change something", func(d *def) { d.Kinds[0].Transitions[7].Change = []string{"severity"} }, []string{"lifecycle.timer_stuck kinds[0].states[3].after.trigger"}},
		{"a right that decides nothing", func(d *def) {
			d.Kinds[0].Rights = append(d.Kinds[0].Rights, lifecycle.Right{From: "closed", To: "new", Can: "work"})
		}, []string{"lifecycle.unused_right kinds[0].rights[1]"}},

		{"a target without a calendar", func(d *def) { d.Agreements[3].Targets[0].Calendar = "" }, []string{"sla.no_calendar agreements[3].targets[0]"}},
		{"a year without a holiday", func(d *def) {
			d.Calendars[0].Holidays[0].Date, d.Calendars[0].Holidays[0].Until = "2026-12-25", "2026-12-26"
		}, []string{"sla.no_holidays calendars[0]"}},
		{"a metric that pauses as it starts", func(d *def) { d.Metrics[0].Pause, d.Metrics[0].Resume = []sla.Signal{"opened"}, []sla.Signal{"active"} }, []string{"sla.self_defeating metrics[0].pause"}},
		{"a metric that never resumes", func(d *def) { d.Metrics[0].Pause = []sla.Signal{"waiting_customer"} }, []string{"sla.apart metrics[0].resume"}},
		{"a second line with more time than the client was promised", func(d *def) { d.Agreements[3].Targets[0].Within = 14 * time.Hour }, []string{
			"sla.exceeds agreements[1].targets[1]", "sla.exceeds agreements[2].targets[0]",
		}},
		{"a warning when it is late", func(d *def) { d.Agreements[1].Targets[1].Warn = []int{75, 120} }, []string{"sla.warn_after_end agreements[1].targets[1].warn[1]"}},
		{"a mark before the start", func(d *def) { d.Agreements[0].Targets[2].Marks[0].Offset = -20 * time.Hour }, []string{"sla.mark_before agreements[0].targets[2].marks[0]"}},
		{"two agreements for the same", func(d *def) {
			twin := d.Agreements[1]
			twin.ID, twin.Match.Priority = "acme-very-urgent", []string{"P1", "P2"}
			d.Agreements = append(d.Agreements, twin)
		}, []string{"sla.overlap agreements[5].match"}},
		{"a target that promises nothing", func(d *def) { d.Agreements[2].Targets = append(d.Agreements[2].Targets, sla.Target{Metric: "update"}) }, []string{"sla.promise_nothing agreements[2].targets[1]"}},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, spoilt(t, c.do)) })
	}
}

// aside adds a state beside the others out of which nothing leads.
func aside(d *def) {
	k := &d.Kinds[0]
	k.States = append(k.States, lifecycle.State{Name: "limbo", Class: lifecycle.WaitingUs})
	k.Triggers = append(k.Triggers, "shelve")
	k.Transitions = append(k.Transitions, lifecycle.Transition{Trigger: "shelve", From: []string{"active"}, To: "limbo"})
	for i, t := range k.Transitions {
		if t.From[0] == "@open" {
			k.Transitions[i].From = []string{"new", "active", "on_hold"}
		}
	}
	k.OnClear = ""
}

// Every rule of the parts has its advice here, and every rule of this package is looked for by a test above.
func TestLintKnowsEveryRuleOfItsParts(t *testing.T) {
	for prefix, file := range map[string]string{
		"": "finding.go", "tier.": "../../tier/finding.go", "lifecycle.": "../lifecycle/finding.go", "sla.": "../../sla/lint.go",
	} {
		rules := constants(t, file, "Rule")
		require.Greater(t, len(rules), 5, file)
		for _, r := range rules {
			require.True(t, handbook.Advised(handbook.Rule(prefix+r)), "%s%s has no advice", prefix, r)
		}
	}
}

// constants are the values of the constants of a type in a file, but those that only [tier.Ladder.CheckRACI] finds.
func constants(t *testing.T, file, typeName string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	require.NoError(t, err)
	var found []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == typeName {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			require.NoError(t, err)
			if len(value) < 5 || value[:5] != "raci_" {
				found = append(found, value)
			}
		}
		return true
	})
	return found
}
