package report_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/report"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

func TestFirstContactIsOneContact(t *testing.T) {
	bob := ticket.Actor{Kind: ticket.Engineer, ID: "bob", Tier: "L1"}
	wants := map[string]int{
		"solved in it": 1, "solved at its end": 1, "solved after it": 0, "asked again": 0, "asked afterwards": 1, "waited": 0, "another's": 0, "reopened": 0,
		"handed over": 0,
	}
	for name, want := range wants {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.do(0, "A", ada, ticket.Open{Set: ticket.Set{"requester": "rosa"}})
			switch name {
			case "asked again":
				h.do(5, "A", rosa, ticket.Message{Text: "and?"})
			case "waited":
				h.do(5, "A", ada, move("wait"))
			case "handed over":
				h.do(5, "A", ada, up)
				h.do(6, "A", mara, ticket.Accept{})
			}
			by, minute := ada, map[string]int{"solved at its end": 30, "solved after it": 31}[name]
			if name == "another's" {
				by = bob
			}
			h.do(max(minute, 10), "A", by, move("solve"))
			switch name {
			case "asked afterwards":
				h.do(40, "A", rosa, ticket.Message{Text: "thanks"})
			case "reopened":
				h.do(40, "A", rosa, move("back"))
				h.do(41, "A", ada, move("solve"))
			}
			for _, rule := range []report.Rule{report.LastResolution, report.FirstResolution} {
				s := upTo(60)
				s.Resolution = rule
				got := h.report(s).FirstContact
				require.Equal(t, []int{want, 1}, []int{got.Part, got.Of}, "%q", rule)
			}
		})
	}
	h := newHouse(t)
	h.do(0, "A", rosa, ticket.Open{})
	h.do(10, "A", ada, move("solve"))
	require.Zero(t, h.figures(10).FirstContact.Of, "nobody was there")
}

func TestATicketWithoutACategoryIsLikeNoOther(t *testing.T) {
	left := func(category string) report.ShiftLeft {
		h := newHouse(t)
		set := ticket.Set{"category": category}
		h.do(0, "A", ada, ticket.Open{Set: set})
		h.do(1, "A", ada, move("solve"))
		h.do(2, "B", ben, ticket.Open{Tier: "L2", Set: set})
		h.do(3, "B", ben, move("solve"))
		return h.figures(3).ShiftLeft
	}
	require.Equal(t, 1, left("").Above)
	require.Zero(t, left("").Capable)
	require.Equal(t, 1, left("mail").Capable)
	share, ok := left("mail").Share()
	require.True(t, ok)
	require.InDelta(t, 1, share, 0)
}

func TestACycleCountsInTheWindowInWhichItEnded(t *testing.T) {
	h := newHouse(t)
	h.do(0, "A", rosa, ticket.Open{})
	h.do(1, "A", ada, ticket.Message{Text: "Hello"})
	h.do(5, "A", rosa, ticket.Message{Text: "And?"})
	h.do(12, "A", ada, ticket.Message{Text: "Soon"})
	h.do(20, "A", rosa, ticket.Message{Text: "And?"}) // another cycle
	row := func(from, to int) sla.Tally {
		s := upTo(to)
		s.From = start.Add(time.Duration(from) * time.Minute)
		for _, r := range h.report(s).Compliance.Rows {
			if r.Metric == "next_response" {
				return r.Tally
			}
		}
		return sla.Tally{}
	}
	require.Equal(t, sla.Tally{Met: 1}, row(0, 15))
	require.Equal(t, sla.Tally{Met: 1, Open: 1}, row(0, 25))
	require.Equal(t, sla.Tally{Open: 1}, row(15, 25), "it ended before")
}

func TestWhatTheAgreementCountedIsOfTheResolutionThatCounts(t *testing.T) {
	h := newHouse(t)
	h.do(0, "A", rosa, ticket.Open{})
	h.do(10, "A", ada, move("solve"))
	h.do(50, "A", rosa, move("back"))
	h.do(60, "A", ada, move("solve"))
	s := upTo(60)
	require.Equal(t, 20*time.Minute, h.report(s).Counted.Mean)
	s.Resolution = report.FirstResolution
	require.Equal(t, 10*time.Minute, h.report(s).Counted.Mean)

	h = houseOf(t, `
name: figures
version: 1
metrics: [{name: resolve, start: [opened, reopened], stop: [closed], reopen: resume}]
agreements: [{id: usual, version: 1, targets: [{metric: resolve, within: 8h}]}]
kinds:
  - name: incident
    initial: [new]
    states: [{name: new, class: new}, {name: solved, class: resolved}, {name: closed, class: closed}]
    transitions: [{trigger: solve, from: [new], to: solved}, {trigger: close, from: [solved], to: closed}, {trigger: back, from: [closed], to: new, reopens: true}]
`, ticketmem.New())
	h.do(0, "A", ada, ticket.Open{})
	h.do(10, "A", ada, move("solve"), move("close"))
	require.Equal(t, 1, h.figures(10).Counted.N)
	h.do(20, "A", ada, move("back"))
	h.do(30, "A", ada, move("solve"))
	require.Zero(t, h.figures(30).Counted.N, "it runs on until the ticket is closed")
	require.Equal(t, 1, h.figures(30).Resolve.N)
}

func TestAScopeThatCannotBeMeantIsRefusedWithAllFaults(t *testing.T) {
	_, err := report.Make(each(nil), report.Scope{})
	require.ErrorContains(t, err, "report: scope: To: is missing")
	_, err = report.Make(each(nil), report.Scope{
		From: start.Add(2), To: start.Add(1), Tickets: "all", Resolution: "second", Contact: -1,
		Ages: []time.Duration{2, 1}, Instants: []time.Time{start, start}, By: []report.Dimension{"colour", report.ByTier, report.ByTier},
	})
	for _, fault := range []string{
		"To: is before From", `Tickets: there is no population "all"`, `Resolution: there is no rule "second"`, "Contact: is negative",
		"Ages: do not grow", "Instants: do not grow", `By[0]: "colour"`, `By[2]: "tier"`,
	} {
		require.ErrorContains(t, err, fault)
	}
	_, err = report.Make(each(nil), report.Scope{To: start, At: start.Add(-1), Instants: []time.Time{start}})
	require.ErrorContains(t, err, "At: is before To")
	require.ErrorContains(t, err, "Instants: one is after At")
	_, err = report.Make(each(nil), report.Scope{To: start, Ages: []time.Duration{0, 1}})
	require.ErrorContains(t, err, "Ages: ")
}

func TestEveryFigureSaysWhatItCounts(t *testing.T) {
	h := week(t)
	office, _ := h.book.Calendar("office")
	for _, s := range []report.Scope{
		{}, {Tickets: report.OpenedIn}, {Resolution: report.FirstResolution}, {Calendar: office}, {Contact: 90 * time.Second},
	} {
		s.To = upTo(405).To
		s.Instants = []time.Time{start}
		f := h.report(s)
		text := strings.Join(strings.Fields(f.Text()), " ")
		for _, d := range []report.Definition{
			f.Flow.What, f.Acknowledge.What, f.Resolve.What, f.Counted.What, f.FirstContact.What, f.FirstLevel.What, f.Escalated.What,
			f.Reopened.What, f.Reassigned.What, f.Escalations.What, f.Dwell.What, f.ShiftLeft.What, f.Compliance.What, f.Backlog.What, f.Trend.What,
		} {
			require.NotEmpty(t, d.Population)
			require.Contains(t, d.String(), d.Reopening)
			require.Contains(t, d.String(), d.Clock)
			require.Contains(t, text, d.String())
		}
		clock := map[bool]string{true: "open hours of calendar office", false: "all time"}[s.Calendar != nil]
		require.Contains(t, f.Acknowledge.What.Clock, clock)
		require.Contains(t, f.Dwell.What.Clock, clock)
		population := map[bool]string{true: "opened in the window", false: "resolved in the window"}[s.Tickets == report.OpenedIn]
		require.Contains(t, f.Resolve.What.Population, population)
		rule := map[bool]string{true: "the first resolution counts", false: "the last resolution counts"}[s.Resolution == report.FirstResolution]
		require.Contains(t, f.FirstLevel.What.Reopening, rule)
	}
}

func TestAReportAsTextShowsNoControlCharacters(t *testing.T) {
	h := newHouse(t)
	evil := "\x1b[31mred\u202e\u2028"
	h.do(0, "A", ada, ticket.Open{Set: ticket.Set{"category": evil, "service": evil}})
	h.do(1, "A", ada, move("solve"))
	h.do(2, "B", ben, ticket.Open{Tier: "L2", Set: ticket.Set{"category": evil, "service": evil}})
	h.do(3, "B", ben, move("solve"))
	s := upTo(3)
	s.By = []report.Dimension{report.ByService, report.ByPriority}
	r := h.report(s)
	require.Contains(t, r.Text(), "red")
	require.NotContains(t, r.Text(), "\x1b")
	require.NotContains(t, r.Text(), "\u202e")
	require.Contains(t, r.Text(), "priority -", "what is empty is a dash")
	require.Contains(t, r.Text(), "service �[31mred��, priority -", "groups have their own figures")
	data, err := json.Marshal(r)
	require.NoError(t, err)
	var back map[string]any
	require.NoError(t, json.Unmarshal(data, &back))
	require.Contains(t, back, "first_contact")
	require.NotContains(t, back, "trend", "nobody asked for it")
	require.Len(t, back["groups"], 1)
}
