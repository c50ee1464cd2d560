package escalation_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/sla"
)

func TestNewNamesEveryFaultWithItsPlace(t *testing.T) {
	for _, c := range []struct {
		name   string
		spoil  func(p *escalation.Policy)
		path   string
		reason string
	}{
		{"no name", func(p *escalation.Policy) { p.Name = "" }, "name", "is no name"},
		{"a name of two lines", func(p *escalation.Policy) { p.Name = "a\nb" }, "name", "is no name"},
		{"a negative version", func(p *escalation.Policy) { p.Version = -1 }, "version", "0 or more"},
		{"an empty word in a match", func(p *escalation.Policy) { p.Match.Client = []string{"acme", ""} }, "match.client[1]", "is no name"},
		{"too long a match", func(p *escalation.Policy) { p.Match.Kind = make([]string, escalation.MaxMatch+1) }, "match.kind", "at most 1000"},
		{"no trigger", func(p *escalation.Policy) { p.Trigger = escalation.Trigger{} }, "trigger.on", `unknown trigger "";`},
		{"a trigger not built yet", func(p *escalation.Policy) { p.Trigger.On = "full_moon" }, "trigger.on", `unknown trigger "full_moon"; want one of unacknowledged, unassigned, not_accepted`},
		{"a number where none counts", func(p *escalation.Policy) { p.Trigger.Times = 2 }, "trigger.times", "means nothing"},
		{"reopened no times", func(p *escalation.Policy) { p.Trigger.On = escalation.Reopened }, "trigger.times", "is 0; want 1 to 100"},
		{"too many hand-overs back", func(p *escalation.Policy) { p.Trigger = escalation.Trigger{On: escalation.PingPong, Times: 101} }, "trigger.times", "want 1 to 100"},
		{"a hand-over for no reason", func(p *escalation.Policy) {
			p.Trigger.On = escalation.Stalled
			p.Steps[1].Actions = []escalation.Action{"notify", "hand_over"}
		}, "steps[1].reason", "is missing"},
		{"a metric where none counts", func(p *escalation.Policy) { p.Trigger.Metric = "resolve" }, "trigger.metric", "means nothing"},
		{"a share where none counts", func(p *escalation.Policy) { p.Trigger.Share = 80 }, "trigger.share", "means nothing"},
		{"a share of nothing", func(p *escalation.Policy) { p.Trigger = escalation.Trigger{On: escalation.SLAShare, Share: 80} }, "trigger.metric", "is no metric"},
		{"a share of zero", func(p *escalation.Policy) { p.Trigger = escalation.Trigger{On: escalation.SLAShare, Metric: "resolve"} }, "trigger.share", "1 to 1000"},
		{"a share beyond the limit", func(p *escalation.Policy) {
			p.Trigger = escalation.Trigger{On: escalation.SLAShare, Metric: "resolve", Share: 1001}
		}, "trigger.share", "1 to 1000"},
		{"a calendar beside a clock", func(p *escalation.Policy) {
			p.Trigger = escalation.Trigger{On: escalation.SLAShare, Metric: "resolve", Share: 80}
			p.Steps[0].Calendar = "24x7"
		}, "steps[0].calendar", "means nothing"},
		{"no steps", func(p *escalation.Policy) { p.Steps = nil }, "steps", "want 1 to 32"},
		{"too many steps", func(p *escalation.Policy) { p.Steps = make([]escalation.Step, 33) }, "steps", "want 1 to 32"},
		{"a negative repeat", func(p *escalation.Policy) { p.Repeat = -1 }, "repeat", "0 to 99"},
		{"repeats for ever", func(p *escalation.Policy) { p.Repeat = 100 }, "repeat", "0 to 99"},
		{"a pause between no passes", func(p *escalation.Policy) { p.RepeatAfter = time.Hour }, "repeat_after", "means nothing"},
		{"passes without any delay", func(p *escalation.Policy) { p.Repeat, p.Steps[0].After, p.Steps[1].After = 1, 0, 0 }, "repeat_after", "is missing"},
		{"passes over more than ten years", func(p *escalation.Policy) { p.Repeat, p.RepeatAfter = 50, escalation.MaxDelay }, "", "all passes together"},
		{"an unknown rule", func(p *escalation.Policy) { p.Missed = "spread" }, "missed", `unknown rule "spread"; want one of each, latest`},
		{"a negative delay", func(p *escalation.Policy) { p.Steps[1].After = -1 }, "steps[1].after", "want 0 to"},
		{"a delay beyond the limit", func(p *escalation.Policy) { p.Steps[1].After = escalation.MaxDelay + 1 }, "steps[1].after", "want 0 to"},
		{"a delay that no store keeps", func(p *escalation.Policy) { p.Steps[1].After = 1500 }, "steps[1].after", "whole microseconds"},
		{"a step name of two lines", func(p *escalation.Policy) { p.Steps[1].Name = "a\tb" }, "steps[1].name", "is no name"},
		{"a calendar that is not there", func(p *escalation.Policy) { p.Steps[1].Calendar = "nights" }, "steps[1].calendar", `no calendar "nights"`},
		{"an action not built yet", func(p *escalation.Policy) { p.Steps[1].Actions = []escalation.Action{"raise_priority"} }, "steps[1].actions[0]", `unknown action "raise_priority"; want one of notify, hand_over`},
		{"an action twice", func(p *escalation.Policy) { p.Steps[1].Actions = []escalation.Action{"notify", "notify"} }, "steps[1].actions[1]", "twice"},
		{"nobody to tell", func(p *escalation.Policy) { p.Steps[1].Targets = nil }, "steps[1].targets", "are missing"},
		{"somebody, and nothing to tell", func(p *escalation.Policy) { p.Steps[1].Actions = []escalation.Action{"hand_over"} }, "steps[1].targets", "mean nothing"},
		{"a fallback of nothing", func(p *escalation.Policy) {
			p.Steps[1] = escalation.Step{Actions: []escalation.Action{"hand_over"}, Fallback: p.Steps[1].Targets}
		}, "steps[1].fallback", "means nothing"},
		{"a reason without a hand-over", func(p *escalation.Policy) { p.Steps[1].Reason = "unsolved" }, "steps[1].reason", "means nothing"},
		{"a reason that is no word", func(p *escalation.Policy) {
			p.Steps[1].Actions, p.Steps[1].Reason = []escalation.Action{"notify", "hand_over"}, "No!"
		}, "steps[1].reason", "is no reason"},
		{"a target twice", func(p *escalation.Policy) { p.Steps[1].Targets = []escalation.Target{lead, lead} }, "steps[1].targets[1]", "twice"},
		{"too many targets", func(p *escalation.Policy) { p.Steps[1].Targets = make([]escalation.Target, 33) }, "steps[1].targets", "at most 32"},
		{"an unknown target", func(p *escalation.Policy) { p.Steps[1].Targets[0].Kind = "boss" }, "steps[1].targets[0].kind", `unknown target "boss"; want one of tier, group`},
		{"a schedule without a name", func(p *escalation.Policy) { p.Steps[1].Targets[0] = to("schedule", "") }, "steps[1].targets[0].id", "is missing"},
		{"a requester with a name", func(p *escalation.Policy) { p.Steps[1].Fallback = []escalation.Target{to("requester", "bob")} }, "steps[1].fallback[0].id", "leave the id out"},
		{"an id with a line break", func(p *escalation.Policy) { p.Steps[1].Targets[0].ID = "a\nb" }, "steps[1].targets[0].id", "is no id"},
		{"more intents than anybody reads", func(p *escalation.Policy) {
			p.Repeat = 99
			for i := range 10 {
				p.Steps[1].Targets = append(p.Steps[1].Targets, to("group", string(rune('a'+i))))
			}
		}, "", "1200 intents"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := unacknowledged(time.Minute, time.Hour)
			c.spoil(&p)
			ch, err := escalation.New(p)
			require.Nil(t, ch)
			require.ErrorIs(t, err, escalation.ErrInvalid)
			found := fault.Of(err)
			require.Len(t, found, 1, "%v", err)
			require.Equal(t, c.path, found[0].Path)
			require.Contains(t, found[0].Problem, c.reason)
		})
	}
}

func TestNewReportsAllFaultsAtOnce(t *testing.T) {
	p := unacknowledged(-1, time.Minute)
	p.Name, p.Repeat, p.Steps[1].Targets[0].Kind = "", -1, "boss"
	_, err := escalation.New(p)
	require.Len(t, fault.Of(err), 4)
}

func TestNewWantsOneCalendarForAName(t *testing.T) {
	cal := office(t)
	p := unacknowledged(time.Hour)
	p.Steps[0].Calendar = "office"
	_, err := escalation.New(p, cal, nil, cal, sla.Always())
	require.NoError(t, err)
	_, err = escalation.New(p, cal, office(t))
	require.ErrorContains(t, err, `two calendars are named "office"`)
}

func TestAChainKeepsNothingOfItsDefinition(t *testing.T) {
	p := unacknowledged(time.Minute, time.Hour)
	p.Match.Client = []string{"acme"}
	ch := chain(t, p)
	want := ch.Definition()
	p.Match.Client[0], p.Steps[0].After, p.Steps[1].Targets[0].ID = "else", 0, "else"
	ch.Definition().Steps[1].Targets[0] = to("tier", "L4")
	require.Equal(t, want, ch.Definition())
	require.Equal(t, lead, ch.Definition().Steps[1].Targets[0])
	require.Equal(t, "nobody answers", ch.Name())
	require.Equal(t, 1, ch.Version())
}

func TestAPolicyMatchesWhenEveryFactThatItNamesIsInItsList(t *testing.T) {
	p := unacknowledged(time.Minute)
	all := sla.Facts{Client: "acme", Service: "mail", Kind: "incident", Priority: "P1", Tier: "L1"}
	require.True(t, chain(t, p).Matches(sla.Facts{}), "no match takes all")
	p.Match = escalation.Match{Client: []string{"other", "acme"}, Service: []string{"mail"}, Kind: []string{"incident"}, Priority: []string{"P1"}}
	ch := chain(t, p)
	require.True(t, ch.Matches(all))
	for name, spoil := range map[string]func(f *sla.Facts){
		"client": func(f *sla.Facts) { f.Client = "" }, "service": func(f *sla.Facts) { f.Service = "chat" },
		"kind": func(f *sla.Facts) { f.Kind = "request" }, "priority": func(f *sla.Facts) { f.Priority = "P2" },
	} {
		f := all
		spoil(&f)
		require.False(t, ch.Matches(f), name)
	}
}

func TestADefinitionReadsFromYAMLAndJSONAlike(t *testing.T) {
	const text = `
name: nobody answers
version: 3
match: {priority: [P1, P2]}
trigger: {on: sla_share, metric: resolve, share: 75}
steps:
  - name: call
    after: 15m
    targets: [{kind: schedule, id: night}, {kind: manager}]
    fallback: [{kind: tier, id: L1}]
  - after: 1h
    actions: [hand_over]
    reason: unsolved
repeat: 2
repeat_after: 30m
missed: latest
`
	var p, q escalation.Policy
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	require.NoError(t, d.Decode(&p))
	_, err := escalation.New(p)
	require.NoError(t, err)
	require.Equal(t, 15*time.Minute, p.Steps[0].After)
	require.Equal(t, to("manager", ""), p.Steps[0].Targets[1])

	data, err := json.Marshal(p)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &q))
	require.Equal(t, p, q)
}

func TestEveryListedWordIsValidAndNoOther(t *testing.T) {
	for _, k := range escalation.TriggerKinds() {
		require.True(t, k.Valid(), k)
	}
	for _, k := range escalation.TargetKinds() {
		require.True(t, k.Valid(), k)
	}
	for _, a := range escalation.Actions() {
		require.True(t, a.Valid(), a)
	}
	for _, r := range append(escalation.MissedRules(), "") {
		require.True(t, r.Valid(), r)
	}
	for _, s := range []escalation.State{escalation.Armed, escalation.Stopped, escalation.Exhausted} {
		require.True(t, s.Valid(), s)
	}
	require.False(t, escalation.TriggerKind("").Valid() || escalation.TargetKind("").Valid() || escalation.Action("").Valid() ||
		escalation.MissedRule("none").Valid() || escalation.State("").Valid())
}
