package handbook_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// asked is when the tests ask.
var asked = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// sound is a handbook with something of everything and nothing wrong.
func sound(t testing.TB) ticket.Definition {
	t.Helper()
	h, err := handbook.Load("testdata/sound.yaml")
	require.NoError(t, err)
	return h.Definition()
}

// spoilt is what Lint finds in the sound handbook after one thing was done to it, each as "rule path".
func spoilt(t *testing.T, do func(*ticket.Definition)) []string {
	t.Helper()
	d := sound(t)
	do(&d)
	h, err := ticket.NewHandbook(d)
	require.NoError(t, err)
	var found []string
	for _, f := range handbook.Lint(h, asked) {
		require.NotEmpty(t, f.Text)
		require.NotEmpty(t, f.Do, "no advice for %s", f.Rule)
		require.NotEmpty(t, f.Severity, f.Rule)
		found = append(found, string(f.Rule)+" "+f.Path)
	}
	return found
}

// shipped are the handbooks of this repository.
func shipped(t testing.TB) []string {
	t.Helper()
	files := []string{"testdata/sound.yaml", "../testdata/handbook.yaml", "../report/testdata/handbook.yaml"}
	examples, err := filepath.Glob("../../examples/*/*.yaml")
	require.NoError(t, err)
	for _, f := range examples {
		if !strings.HasSuffix(f, "scenario.yaml") {
			files = append(files, f)
		}
	}
	require.GreaterOrEqual(t, len(files), 6)
	return files
}

func TestLintFindsNothingInTheShippedHandbooks(t *testing.T) {
	for _, file := range shipped(t) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		found, err := handbook.LintText(text, asked)
		require.NoError(t, err, file)
		require.Empty(t, found, file)
	}
	h, err := ticket.NewHandbook(ticket.Definition{Name: "smallest", Version: 1})
	require.NoError(t, err)
	require.Empty(t, handbook.Lint(h, asked))
}

type def = ticket.Definition

func TestLintFindsTheOneThingThatIsWrongWhereThePartsMeet(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*def)
		want string
	}{
		{"an agreement with a client that there is not", func(d *def) { d.Agreements[1].Match.Client = []string{"acme", "zenith"} }, "match_unknown agreements[1].match.client[1]"},
		{"an agreement for a priority that there is not", func(d *def) { d.Agreements[1].Match.Priority = []string{"P1", "P9"} }, "match_unknown agreements[1].match.priority[1]"},
		{"an agreement for a kind that there is not", func(d *def) { d.Agreements[1].Match.Kind = []string{"incident", "riddle"} }, "match_unknown agreements[1].match.kind[1]"},
		{"an agreement for a tier that there is not", func(d *def) { d.Agreements[3].Match.Tier = []string{"L2", "L7"} }, "match_unknown agreements[3].match.tier[1]"},
		{"a policy for a client that there is not", func(d *def) { d.Policies[0].Match.Client[0] = "zenith" }, "match_unknown policies[0].match.client[0]"},
		{"a policy for a priority that there is not", func(d *def) { d.Policies[0].Match.Priority[1] = "P9" }, "match_unknown policies[0].match.priority[1]"},
		{"a policy for a kind that there is not", func(d *def) { d.Policies[0].Match.Kind[0] = "riddle" }, "match_unknown policies[0].match.kind[0]"},
		{"a runbook for a client that there is not", func(d *def) { d.Runbooks[0].Match.Client[1] = "zenith" }, "match_unknown runbooks[0].match.client[1]"},
		{"a runbook for a priority that there is not", func(d *def) { d.Runbooks[1].Match.Priority[0] = "P9" }, "match_unknown runbooks[1].match.priority[0]"},
		{"a trigger along links that is asked for more than it brings", func(d *def) {
			d.Links = []ticket.LinkRule{
				{Along: ticket.LinkChild, On: ticket.OnResolved, Trigger: "resolve", Copy: []ticket.Field{"resolution_note"}, Set: ticket.Set{"resolution": "with the parent"}},
				{Along: ticket.LinkChild, On: ticket.OnResolved, Trigger: "resolve", Copy: []ticket.Field{"resolution_note"}},
			}
		}, "link_refused links[1].trigger"},
		{"a service with a slip", func(d *def) { d.Policies[1].Match.Service[0] = "payrol" }, "match_misspelt policies[1].match.service[0]"},
		{"a category with a slip", func(d *def) { d.Runbooks[0].Match.Category = []string{"pritning"} }, "match_misspelt runbooks[0].match.category[0]"},
		{"a priority of one client without agreement", func(d *def) {
			d.Agreements[0].Match = sla.Match{Client: []string{"acme"}}
			birch := d.Agreements[0]
			birch.ID, birch.Match = "birch", sla.Match{Client: []string{"birch"}, Priority: []string{"P1", "P2"}}
			d.Agreements[2].Match.Client = []string{"acme"}
			d.Agreements = append(d.Agreements, birch)
		}, "priority_unpromised clients[1]"},
		{"a priority of one kind without agreement", func(d *def) {
			d.Agreements[0].Match.Kind = []string{"request"}
			d.Agreements[1].Match.Client, d.Agreements[1].Match.Priority = nil, []string{"P1", "P2"}
			d.Agreements[2].Match.Kind = []string{"request"}
		}, "priority_unpromised priorities"},
		{"a priority of one kind of one client without agreement", func(d *def) {
			d.Agreements[0].Match = sla.Match{Client: []string{"birch"}}
			d.Agreements[1].Match.Kind, d.Agreements[1].Match.Priority = nil, []string{"P1", "P2", "P3"}
			d.Agreements[2].Match = sla.Match{Client: []string{"birch"}, Kind: []string{"incident"}, Priority: []string{"P1"}}
			d.Agreements[0].Match.Kind = []string{"request"}
			d.Agreements = append(d.Agreements, d.Agreements[2])
			d.Agreements[5].ID, d.Agreements[5].Match.Priority = "birch-high", []string{"P2"}
		}, "priority_unpromised clients[1]"},
		{"a priority without agreement", func(d *def) {
			d.Agreements[0].Match.Priority = []string{"P1", "P2"}
			d.Agreements[2].Match.Priority = []string{"P1", "P2"}
		}, "priority_unpromised priorities"},
		{"a client without agreement", func(d *def) {
			d.Agreements[0].Match.Client = []string{"acme"}
			d.Agreements[2].Match.Client = []string{"acme"}
		}, "client_unpromised clients[1]"},
		{"a client without channels", func(d *def) { d.Clients[1].Channels = nil }, "client_any_channel clients[1]"},
		{"a channel that no tier receives by", func(d *def) { d.Clients[1].Channels[1] = "pigeon" }, "channel_unreceived clients[1].channels[1]"},
		{"a channel that no client has", func(d *def) { d.Ladder.Tiers[0].Channels = append(d.Ladder.Tiers[0].Channels, "pigeon") }, "channel_unagreed ladder.tiers[0].channels[3]"},
		{"an owner that may not track", func(d *def) { drop(&d.Ladder.Tiers[0].Capabilities, "track") }, "owner_cannot ladder.tiers[0].capabilities"},
		{"a rule for some alarms behind one for more", func(d *def) {
			d.Alarms = []ticket.AlarmRule{
				{Match: ticket.AlarmMatch{Client: []string{"acme", "birch"}, Key: "db-"}, Reopen: time.Hour},
				{Match: ticket.AlarmMatch{Client: []string{"acme"}}},
				{Match: ticket.AlarmMatch{Client: []string{"acme"}, Key: "db-main", Source: []string{"main"}}, Window: time.Minute},
			}
		}, "never_chosen alarms[2]"},
		{"updates for grave ones behind those for all", func(d *def) {
			to := []escalation.Target{{Kind: escalation.ToManager}}
			d.Major.Updates = []ticket.MajorUpdate{
				{Match: escalation.Match{Priority: []string{"P2"}}, Every: time.Hour, To: to}, {Every: 2 * time.Hour, To: to},
				{Match: escalation.Match{Priority: []string{"P1"}}, Every: time.Hour, To: to},
			}
		}, "never_chosen major.updates[2]"},
		{"an agreement that never counts", func(d *def) {
			d.Agreements[1].Match = sla.Match{}
			d.Agreements[0].Match = sla.Match{Client: []string{"acme", "birch"}}
			d.Agreements[1].Targets = d.Agreements[0].Targets
			d.Agreements[2].Match.Client = []string{"acme"}
		}, "never_chosen agreements[1]"},
		{"a grave priority with more time than the next", func(d *def) { d.Agreements[1].Targets[1].Within = 20 * time.Hour }, "priority_inverted agreements[1].targets[1]"},
		{"a first response later than the solution", func(d *def) { d.Agreements[0].Targets[0].Within = 17 * time.Hour }, "targets_inverted agreements[0].targets[0]"},
		{"a hand-over that may be accepted too late", func(d *def) { d.Ladder.Edges[0].AcceptWithin = 9 * time.Hour }, "accept_too_long ladder.edges[0].accept_within"},
		{"hours in which nobody works", func(d *def) {
			d.OnCall[0].Start = "2027-01-04T08:00"
			d.Engineers[0].Hours = "mornings"
			d.Calendars = append(d.Calendars, sla.Hours{Name: "mornings", Zone: "Europe/London", Week: sla.Weekdays("08:00-12:00")})
		}, "hours_uncovered agreements[0].targets[0]"},
		{"a calendar that nothing counts by", func(d *def) {
			d.Calendars = append(d.Calendars, sla.Hours{Name: "spare", Week: sla.Weekdays("08:00-12:00")})
		}, "calendar_unused calendars[1]"},
		{"a metric without target", func(d *def) {
			d.Agreements[0].Targets = append(d.Agreements[0].Targets[:1:1], d.Agreements[0].Targets[2])
		}, "metric_unused metrics[0]"},
		{"a schedule by which nobody is called", func(d *def) {
			d.OnCall = append(d.OnCall, escalation.Rotation{Name: "spare", Zone: "UTC", Start: "2026-01-01", Members: []string{"ben"}, HandOver: "@weekly"})
		}, "schedule_unused on_call[1]"},
		{"a stranger who stands in", func(d *def) { d.OnCall[0].Overrides[0].Member = "zoe" }, "override_unknown on_call[0].overrides[0].member"},
		{"a schedule that has not begun", func(d *def) { d.OnCall[0].Start, d.Policies[0].Steps[2].Fallback = "2027-01-04T08:00", nil }, "nobody_behind policies[0].steps[2].targets[0]"},
		{"a manager of a tier without one", func(d *def) {
			d.Engineers[3].Tiers = []tier.ID{"L1"}
			d.Notify[2].To[0].ID = "L4"
			d.Engineers = append(d.Engineers, tier.Engineer{ID: "noor", Tiers: []tier.ID{"L2"}, Manager: true})
		}, "nobody_behind notify[2].to[0]"},
		{"an event that cannot happen", func(d *def) { d.Ladder.Edges[0].AcceptWithin, d.Ladder.Edges[1].AcceptWithin = 0, 0 }, "rule_never_fires notify[2].on"},
		{"a warning that no target gives", func(d *def) {
			d.Notify[0].On = ticket.Warned
			d.Agreements[0].Targets[2].Warn, d.Agreements[1].Targets[1].Warn = nil, nil
		}, "rule_never_fires notify[0].on"},
		{"a policy on hand-overs that are never late", func(d *def) {
			d.Policies[1].Trigger = escalation.Trigger{On: escalation.NotAccepted}
			d.Notify = nil
			for i := range d.Ladder.Edges {
				d.Ladder.Edges[i].AcceptWithin = 0
			}
		}, "policy_never_starts policies[1].trigger.on"},
		{"a policy on tickets that come back, where none does", func(d *def) {
			d.Policies[1].Trigger = escalation.Trigger{On: escalation.Reopened, Times: 2}
			d.Policies[1].Match.Kind = []string{"job"}
			d.Kinds = append(d.Kinds, lifecycle.Definition{
				Name: "job", Initial: []string{"new"}, States: []lifecycle.State{{Name: "new", Class: lifecycle.New}, {Name: "done", Class: lifecycle.Closed}},
				Transitions: []lifecycle.Transition{{Trigger: "finish", From: []string{"new"}, To: "done"}},
			})
		}, "policy_never_starts policies[1].trigger.on"},
		{"a policy on ping-pong, where nothing comes back", func(d *def) {
			d.Policies[1].Trigger = escalation.Trigger{On: escalation.PingPong, Times: 2}
			var there []tier.Edge
			for _, e := range d.Ladder.Edges {
				if e.Kind != tier.HandBack {
					there = append(there, e)
				}
			}
			d.Ladder.Edges = append(there, tier.Edge{From: "L4", To: "L1", Kind: tier.HandBack, Reasons: []tier.Reason{"solved"}})
		}, "policy_never_starts policies[1].trigger.on"},
		{"a policy on a clock without target", func(d *def) { d.Policies[1].Trigger.Metric = "restore" }, "policy_never_starts policies[1].trigger.metric"},
		{"a hand-over for a reason that no edge has", func(d *def) {
			drop(&d.Ladder.Edges[0].Reasons, "sla_at_risk")
			d.Policies[1].Steps[0].Actions = []escalation.Action{escalation.Notify, escalation.HandOver}
		}, "hand_over_nowhere policies[1].steps[0]"},
		{"a runbook past its review", func(d *def) { d.Runbooks[1].ReviewBy = "2026-11-23" }, "runbook_stale runbooks[1].review_by"},
		{"a runbook that nobody keeps", func(d *def) { d.Runbooks[1].Owner = "zoe" }, "runbook_unowned runbooks[1].owner"},
		{"a runbook for a tier that may not run it", func(d *def) { d.Runbooks[1].Tiers = []tier.ID{"L2", "L1"} }, "runbook_unrun runbooks[1].tiers[1]"},
		{"two runbooks for the same", func(d *def) {
			twin := d.Runbooks[1]
			twin.ID = "print-again"
			d.Runbooks = append(d.Runbooks, twin)
		}, "runbooks_alike runbooks[2].match"},
		{"evidence that no runbook gives", func(d *def) { d.Runbooks = d.Runbooks[1:] }, "evidence_empty ladder.edges[0].evidence"},
		{"a hand-over field that nobody may write", func(d *def) { d.Fields[0].Can = "conjure" }, "field_unwritten ladder.edges[0].fields[1]"},
		{"a field that nobody may write", func(d *def) {
			d.Fields = append(d.Fields, ticket.CustomField{Name: "mood", Can: "conjure"})
		}, "field_unwritten fields[1].can"},
		{"a hand-over field with a slip", func(d *def) { d.Ladder.Edges[1].Fields[0] = "vendor_refrence" }, "field_misspelt ladder.edges[1].fields[0]"},
		{"a contract with no vendor", func(d *def) {
			twin := d.Agreements[4]
			twin.ID, twin.Match.Tier = "other", []string{"L2"}
			d.Agreements = append(d.Agreements, twin)
		}, "contract_no_vendor agreements[5].match.tier"},
		{"a vendor without contract", func(d *def) {
			d.Ladder.Tiers = append(d.Ladder.Tiers, tier.Tier{ID: "L5", Rank: 5, Kind: tier.Vendor, Platforms: []string{"sap"}, Capabilities: []tier.Capability{"work", "resolve"}})
			d.Ladder.Edges = append(d.Ladder.Edges,
				tier.Edge{From: "L2", To: "L5", Kind: tier.ToVendor, Reasons: []tier.Reason{"sap"}},
				tier.Edge{From: "L5", To: "L2", Kind: tier.HandBack, Reasons: []tier.Reason{"solved"}})
		}, "vendor_no_contract ladder.tiers[3]"},
		{"a need that nobody meets", func(d *def) {
			d.Needs = []ticket.Need{{Service: []string{"payroll"}, Tier: []tier.ID{"L2"}, Languages: []string{"pt"}}}
		}, "need_unmet needs[0]"},
		{"a need of a client that there is not", func(d *def) {
			d.Needs = []ticket.Need{{Client: []string{"zenith"}, Tier: []tier.ID{"L2"}, Years: 5}}
		}, "match_unknown needs[0].client[0]"},
		{"a major incident of a priority that there is not", func(d *def) {
			d.Major.Propose = []ticket.MajorRule{{Name: "grave", Match: escalation.Match{Priority: []string{"P0"}}}}
		}, "match_unknown major.propose[0].match.priority[0]"},
		{"an update of which nobody is told", func(d *def) {
			d.Major.Updates = []ticket.MajorUpdate{{Every: time.Hour, To: []escalation.Target{{Kind: escalation.ToManager, ID: "L4"}}}}
		}, "nobody_behind major.updates[0].to[0]"},
		{"an alarm that cannot flap", func(d *def) { d.Notify[0].On = ticket.Flapped }, "rule_never_fires notify[0].on"},
		{"a finding that is meant and not there", func(d *def) { d.Meant = []ticket.Meant{{Rule: "sla.overlap", Why: "we like it"}} }, "meant_nothing meant[0]"},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, []string{c.want}, spoilt(t, c.do)) })
	}
}

// drop takes a word out of a list.
func drop[W comparable](list *[]W, word W) {
	var kept []W
	for _, w := range *list {
		if w != word {
			kept = append(kept, w)
		}
	}
	*list = kept
}

func TestLintIsSilentAboutWhatIsFineInItsPlace(t *testing.T) {
	for name, do := range map[string]func(*def){
		"nobody is listed, the host knows them":   func(d *def) { d.Engineers, d.OnCall[0].Members = nil, []string{"anybody"} },
		"no client is listed":                     func(d *def) { d.Clients = nil; d.Agreements[1].Match.Client = nil },
		"nothing is promised to anybody":          func(d *def) { d.Agreements, d.Metrics, d.Policies = nil, nil, d.Policies[:1]; d.Notify = d.Notify[:1] },
		"a service without a priority of its own": func(d *def) { d.Agreements[0].Match.Service = []string{"mail"} },
		"a state in which tickets go on that were of another kind": func(d *def) {
			k := &d.Kinds[0]
			k.States = append(k.States, lifecycle.State{Name: "taken_over", Class: lifecycle.Active})
			d.KindChanges = []lifecycle.Mapping{{From: "request", To: "incident", States: map[string]string{"new": "taken_over"}}}
		},
		"a runbook to be reviewed today":                 func(d *def) { d.Runbooks[1].ReviewBy = "2026-11-24" },
		"a target of nobody with a fallback":             func(d *def) { d.OnCall[0].Start = "2027-01-04T08:00" },
		"an older version of an agreement":               func(d *def) { d.Agreements = append(d.Agreements, older(d.Agreements[1])) },
		"a vendor who may take longer to accept":         func(d *def) { d.Ladder.Edges[1].AcceptWithin = 90 * time.Hour },
		"a colleague without hours, who is always there": func(d *def) { d.Engineers = append(d.Engineers, tier.Engineer{ID: "kim", Tiers: []tier.ID{"L1"}}) },
		"an engineer of whom nobody knows what they can": func(d *def) { d.Engineers[1].Years, d.Engineers[1].Platforms, d.Engineers[1].Skills = 0, nil, nil },
	} {
		t.Run(name, func(t *testing.T) { require.Empty(t, spoilt(t, do)) })
	}
}

func older(a sla.Agreement) sla.Agreement {
	a.Version--
	return a
}

func TestLintLeavesOutWhatIsMeant(t *testing.T) {
	stale := func(d *def) {
		d.Runbooks[0].ReviewBy, d.Runbooks[1].ReviewBy = "2020-01-01", "2020-01-01"
	}
	require.Len(t, spoilt(t, stale), 2)
	for path, left := range map[string]int{"": 0, "runbooks[1]": 1, "runbooks[1].review_by": 1, "runbooks": 0, "runbooks[1].rev": 3, "clients": 3} {
		require.Len(t, spoilt(t, func(d *def) {
			stale(d)
			d.Meant = []ticket.Meant{{Rule: string(handbook.RunbookStale), Path: path, Why: "a museum"}}
		}), left, "%q; a path that finds nothing is a finding itself", path)
	}
	_, err := handbook.Parse([]byte("name: a\nversion: 1\nmeant: [{rule: sla.overlap}]\n"))
	require.ErrorContains(t, err, "meant[0]")
}

func TestLintOfATextHasLines(t *testing.T) {
	text, err := os.ReadFile("testdata/sound.yaml")
	require.NoError(t, err)
	found, err := handbook.LintText(text, time.Date(2027, 7, 1, 0, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	require.Len(t, found, 2)
	require.Equal(t, handbook.Finding{
		Rule: handbook.RunbookStale, Severity: handbook.Warning, Path: "runbooks[0].review_by", Line: found[0].Line,
		Text: "unlock was to be reviewed by 2027-06-30", Do: "read it again and set another date",
	}, found[0])
	require.Greater(t, found[0].Line, 100)
	require.Greater(t, found[1].Line, found[0].Line)
	_, err = handbook.LintText([]byte("name: a\n"), asked)
	require.ErrorIs(t, err, ticket.ErrInvalid)
}

func BenchmarkLint(b *testing.B) {
	h, err := handbook.Load("../../examples/servicedesk/handbook.yaml")
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		handbook.Lint(h, asked)
	}
}

// A house with many clients, each with an agreement of its own, is looked at in a reasonable time.
func TestLintAndDiffOfManyClients(t *testing.T) {
	d := sound(t)
	for i := range 200 {
		id := fmt.Sprintf("client-%d", i)
		d.Clients = append(d.Clients, ticket.Client{ID: id, Channels: []string{"phone"}})
		a := d.Agreements[1]
		a.ID, a.Match = "for-"+id, sla.Match{Client: []string{id}, Priority: []string{"P1"}}
		d.Agreements = append(d.Agreements, a)
	}
	was, err := ticket.NewHandbook(d)
	require.NoError(t, err)
	d = was.Definition()
	d.Agreements[150].Targets[0].Within *= 2
	is, err := ticket.NewHandbook(d)
	require.NoError(t, err)
	start := time.Now()
	require.Empty(t, handbook.Lint(was, asked))
	t.Log("lint", time.Since(start))
	start = time.Now()
	require.Len(t, handbook.Diff(was, is), 1)
	t.Log("diff", time.Since(start))
}
