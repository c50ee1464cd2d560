package handbook_test

import (
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

// differs gives what Diff says when something is done to the sound handbook.
func differs(t *testing.T, do func(*ticket.Definition)) []string {
	t.Helper()
	was, err := ticket.NewHandbook(sound(t))
	require.NoError(t, err)
	d := sound(t)
	do(&d)
	is, err := ticket.NewHandbook(d)
	require.NoError(t, err)
	var texts []string
	for _, c := range handbook.Diff(was, is) {
		require.NotEmpty(t, c.Path, c.Text)
		texts = append(texts, c.Text)
	}
	return texts
}

func TestDiffSaysInTheFieldsWordsWhatChanges(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*def)
		want []string
	}{
		{"nothing", func(*def) {}, nil},
		{"the version", func(d *def) { d.Version = 2 }, []string{"the handbook is version 2, was 1"}},
		{"a promise of one agreement", func(d *def) { d.Agreements[1].Targets[1].Within = 4 * time.Hour }, []string{
			"P1 of acme (incident) is now resolved within 4h instead of 8h in office hours",
		}},
		{"a promise to everybody", func(d *def) { d.Agreements[0].Targets[0].Within = time.Hour }, []string{
			"P2 and P3 for any other service are now acknowledged within 1h instead of 30m in office hours",
			"P1 of acme (request) for any other service is now acknowledged within 1h instead of 30m in office hours",
			"P1 of birch for any other service is now acknowledged within 1h instead of 30m in office hours",
		}},
		{"a promise by other hours", func(d *def) { d.Agreements[1].Targets[1].Calendar = "24x7" }, []string{
			"P1 of acme (incident) is now resolved within 8h around the clock instead of 8h in office hours",
		}},
		{"a promise that is new", func(d *def) {
			d.Agreements[2].Targets = append(d.Agreements[2].Targets, sla.Target{Metric: "acknowledge", Within: time.Hour, Calendar: "office"})
		}, []string{
			"P2 and P3 for payroll are now acknowledged within 1h in office hours, before nothing was promised",
			"P1 of acme (request) for payroll is now acknowledged within 1h in office hours, before nothing was promised",
			"P1 of birch for payroll is now acknowledged within 1h in office hours, before nothing was promised",
			"payroll now has a target for acknowledge: {metric: acknowledge, within: 1h, calendar: office}",
		}},
		{"an agreement that is gone", func(d *def) { d.Agreements = append(d.Agreements[:1:1], d.Agreements[2:]...) }, []string{
			"P1 of acme (incident) for any other service is now acknowledged within 30m instead of 10m in office hours",
			"P1 of acme (incident) for any other service is now resolved within 16h instead of 8h in office hours",
			"P1 of acme (incident) for any other service is now done (call_back) within 4h in office hours, before nothing was promised",
			"nothing is promised any more of P1 of acme (incident) for payroll, which was acknowledged within 10m in office hours",
			"P1 of acme (incident) for payroll is now resolved within 12h instead of 8h in office hours",
			"there is no agreement acme-urgent any more",
		}},
		{"a tier's own agreement", func(d *def) { d.Agreements[3].Targets[0].Within = 2 * time.Hour }, []string{
			"every ticket at L2 is now held no longer than 2h instead of 4h in office hours",
		}},
		{"a contract", func(d *def) { d.Agreements[4].Targets[0].Days = 1 }, []string{
			"every ticket at L4 is now done by the vendor within 1 working day instead of 3 working days in office hours",
		}},
		{"a warning", func(d *def) { d.Agreements[1].Targets[1].Warn = []int{50, 75} }, []string{"acme-urgent now warns at 50 % of the time to resolve"}},
		{"the ladder", func(d *def) { d.Ladder.Edges[0].AcceptWithin = time.Hour }, []string{"L1 → L2 must be accepted within 1h, was 30m"}},
		{"a lifecycle", func(d *def) { d.Kinds[0].Transitions[4].Require = nil }, []string{
			"incident: resolve (from new, active, on_hold) no longer needs resolution",
		}},
		{"a right of a lifecycle", func(d *def) { d.Kinds[0].Rights[0].Can = "resolve" }, []string{
			"incident: start (from new): what a tier must be capable of is resolve, was work",
			"incident: hold (from new, active, on_hold): what a tier must be capable of is resolve, was work",
			"incident: resume (from on_hold): what a tier must be capable of is resolve, was work",
		}},
		{"a kind", func(d *def) { d.Kinds = append(d.Kinds, lifecycle.Definition{Name: "problem"}) }, []string{"tickets can now be of the kind problem"}},
		{"the matrix", func(d *def) { d.Priorities.Rows[1][0] = "P3" }, []string{"impact low with urgency high is now P3, was P2"}},
		{"a client", func(d *def) { d.Clients = append(d.Clients, ticket.Client{ID: "cedar"}) }, []string{"cedar is a new client"}},
		{"a channel", func(d *def) { d.Clients[1].Channels = []string{"phone", "monitoring"} }, []string{
			"birch may now come by monitoring", "birch may no longer come by web",
		}},
		{"any channel", func(d *def) { d.Clients[1].Channels = nil }, []string{"birch may now come by any channel, not only by phone, web"}},
		{"hours", func(d *def) { d.Calendars[0].Week.Fri = []sla.Span{"08:00-16:00"} }, []string{
			"office hours are now open on Friday 08:00-16:00", "office hours are no longer open on Friday 08:00-18:00",
		}},
		{"a holiday", func(d *def) { d.Calendars[0].Holidays = append(d.Calendars[0].Holidays, sla.Holiday{Date: "01-01"}) }, []string{
			"01-01 is now a holiday in office hours: {date: 01-01}",
		}},
		{"a policy's delay", func(d *def) { d.Policies[0].Steps[1].After = 5 * time.Minute }, []string{"nobody-answers: pass on now comes after 5m, was 10m"}},
		{"whom a policy tells", func(d *def) { d.Policies[0].Steps[0].Targets[0].ID = "L2" }, []string{
			"nobody-answers: remind now tells the tier L2", "nobody-answers: remind no longer tells the tier L1",
		}},
		{"whom a policy is for", func(d *def) { d.Policies[0].Match.Client = nil }, []string{"the policy nobody-answers is now for any client, not only for acme"}},
		{"who is on call", func(d *def) { d.OnCall[0].Members = []string{"ben", "mara"} }, []string{"mara now takes a turn in nights", "iris no longer takes a turn in nights"}},
		{"the order of turns", func(d *def) { d.OnCall[0].Members = []string{"iris", "ben"} }, []string{"on_call[nights].members come in the order iris, ben, was ben, iris"}},
		{"a runbook", func(d *def) { d.Runbooks[1].Tiers = append(d.Runbooks[1].Tiers, "L4") }, []string{"L4 may now run the runbook print"}},
		{"a runbook's step", func(d *def) { d.Runbooks[1].Steps[0].Text = "Restart it" }, []string{"the runbook print: step restart now says “Restart it”, was “Restart the queue”"}},
		{"an engineer", func(d *def) { d.Engineers[2].Tiers = []tier.ID{"L2", "L1"} }, []string{"iris now works at L1"}},
		{"an engineer who is gone", func(d *def) {
			d.OnCall[0].Members = []string{"ben"}
			d.Engineers = append(d.Engineers[:2:2], d.Engineers[3])
		}, []string{
			"iris no longer takes a turn in nights", "iris does not work here any more",
		}},
		{"a field", func(d *def) { d.Fields[0].Can = "resolve" }, []string{"to set affected now takes the capability resolve, was work"}},
		{"who stands in", func(d *def) { d.OnCall[0].Overrides[0].Member = "ben" }, []string{"in nights, ben stands in from 2026-12-24T08:00 on, was mara"}},
		{"going back and forth", func(d *def) { d.PingPong = 4 }, []string{"a ticket that goes back and forth is now an event from return 4 on, was 3"}},
		{"nothing travels along links", func(d *def) { d.Links = []ticket.LinkRule{} }, []string{"links is empty, was left to the default"}},
		{"who is told", func(d *def) { d.Notify[0].To = []escalation.Target{{Kind: escalation.ToManager}} }, []string{
			"when a ticket is offered, the manager is now told", "when a ticket is offered, the tier is no longer told",
		}},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, differs(t, c.do)) })
	}
}

// What has no name of its own is called by what it is for, wherever in its list it stands.
func TestDiffCallsWhatHasNoNameByWhatItIsFor(t *testing.T) {
	was, err := handbook.Load("../../examples/servicedesk/handbook.yaml")
	require.NoError(t, err)
	for _, c := range []struct {
		name string
		do   func(*def)
		want string
	}{
		{"an approval that is left out", func(d *def) { d.Ladder.Edges[2].Approver = "" }, "L3 → L4 is approved by nobody, was L3"},
		{"a rule from the middle of what travels", func(d *def) { d.Links = append(d.Links[:1:1], d.Links[2:]...) },
			"something travels along links (child message) no longer: {kind: incident, along: child, on: message, entry: message}"},
		{"what some tickets ask for", func(d *def) { d.Needs[1].Years = 0 }, "tickets (database storage L2) now ask for any number of years in the trade, was 4"},
		{"a need before others", func(d *def) {
			d.Needs = append([]ticket.Need{{Service: []string{"mail"}, Years: 1}}, d.Needs...)
		}, "tickets (mail) now ask something of whoever works on them: {service: [mail], years: 1}"},
		{"how often updates are due", func(d *def) { d.Major.Updates[0].Every = time.Hour }, "updates on major incidents (P1) are now due every 1h, was 30m"},
		{"when alarms are a storm", func(d *def) { d.Alarms[1].Storm.Children = 9 }, "alarms (any): 9 open tickets about one source are a storm, was 5"},
		{"the state of another kind", func(d *def) { d.KindChanges[0].States["new"] = "in_progress" },
			"a ticket that changes its kind from incident to request in new goes on in in_progress, was new"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := was.Definition()
			c.do(&d)
			is, err := ticket.NewHandbook(d)
			require.NoError(t, err)
			changes := handbook.Diff(was, is)
			require.Len(t, changes, 1)
			require.Equal(t, c.want, changes[0].Text)
		})
	}
}
