package report_test

import (
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/report"
	"github.com/fourline-go/fourline/ticket/ticketmem"
	"github.com/fourline-go/fourline/tier"
)

var (
	start = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	rosa  = ticket.Actor{Kind: ticket.Requester, ID: "rosa"}
	ada   = ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1"}
	ben   = ticket.Actor{Kind: ticket.Engineer, ID: "ben", Tier: "L2"}
)

// house is a desk whose clock moves when it is told to.
type house struct {
	t    testing.TB
	desk *ticket.Desk
	book *ticket.Handbook
	now  time.Time
}

func newHouse(t testing.TB) *house {
	t.Helper()
	text, err := os.ReadFile("testdata/handbook.yaml")
	require.NoError(t, err)
	return houseOf(t, string(text), ticketmem.New())
}

func houseOf(t testing.TB, policy string, store ticket.Store) *house {
	t.Helper()
	book, err := handbook.Parse([]byte(policy))
	require.NoError(t, err)
	h := &house{t: t, book: book, now: start}
	h.desk, err = ticket.NewDesk(ticket.Config{Store: store, Handbook: book, Now: func() time.Time { return h.now }})
	require.NoError(t, err)
	return h
}

// do carries out actions so many minutes after the start.
func (h *house) do(minute int, id string, by ticket.Actor, actions ...ticket.Action) {
	h.t.Helper()
	h.now = start.Add(time.Duration(minute) * time.Minute)
	_, err := h.desk.Tick(h.t.Context())
	require.NoError(h.t, err)
	_, err = h.desk.Do(h.t.Context(), ticket.Command{Ticket: id, By: by, Do: actions})
	require.NoError(h.t, err)
}

func (h *house) cases() []report.Case {
	h.t.Helper()
	var all []report.Case
	for c, err := range report.Cases(h.t.Context(), h.desk, ticket.Query{}) {
		require.NoError(h.t, err)
		all = append(all, c)
	}
	return all
}

// upTo is a scope of all that happened up to a minute, and in it.
func upTo(minute int) report.Scope {
	return report.Scope{To: start.Add(time.Duration(minute)*time.Minute + time.Microsecond)}
}

func (h *house) figures(minute int) report.Report { return h.report(upTo(minute)) }

func (h *house) report(s report.Scope) report.Report {
	h.t.Helper()
	r, err := report.Make(report.Cases(h.t.Context(), h.desk, ticket.Query{}), s, h.book)
	require.NoError(h.t, err)
	return r
}

func each(cases []report.Case) iter.Seq2[report.Case, error] {
	return func(yield func(report.Case, error) bool) {
		for _, c := range cases {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func move(trigger string) ticket.Action { return ticket.Move{Trigger: trigger} }

var up = ticket.HandOver{Reason: tier.BeyondCookbook, Fields: map[string]string{"tried": "all"}}

// week is a small history with something of everything:
//
//	A  solved by L1 after 60 minutes, never handed over
//	B  acknowledged after 10, handed over at 20, taken at 30, solved by L2 at 120, reopened at 240, waiting 250 to 310, solved at 360
//	C  ignored: offered to L2 by time at 20+5, rejected at 40, acknowledged at 45, solved at 245 (P1: in 2 hours)
//	D  withdrawn
//	E  still open, acknowledged after 4, and F, not even that
func week(t testing.TB) *house {
	h := newHouse(t)
	h.do(0, "A", rosa, ticket.Open{})
	h.do(0, "B", rosa, ticket.Open{})
	h.do(5, "C", rosa, ticket.Open{Set: ticket.Set{"impact": "any", "urgency": "high"}})
	h.do(6, "A", ada, ticket.Acknowledge{}, move("start"))
	h.do(10, "B", ada, ticket.Acknowledge{}, move("start"))
	h.do(20, "B", ada, up)
	h.do(30, "B", ben, ticket.Accept{})
	h.do(40, "C", ben, ticket.Reject{Why: "busy"})
	h.do(45, "C", ada, ticket.Acknowledge{})
	h.do(60, "A", ada, move("solve"))
	h.do(61, "A", ada, move("close"))
	h.do(100, "D", rosa, ticket.Open{})
	h.do(101, "D", rosa, move("withdraw"))
	h.do(120, "B", ben, move("solve"))
	h.do(240, "B", rosa, move("back"))
	h.do(245, "C", ada, move("solve"))
	h.do(250, "B", ben, move("wait"))
	h.do(310, "B", ben, move("start"))
	h.do(360, "B", ben, move("solve"))
	h.do(400, "E", rosa, ticket.Open{})
	h.do(400, "F", rosa, ticket.Open{})
	h.do(404, "E", ada, ticket.Acknowledge{})
	return h
}

func minutes(n float64) time.Duration { return time.Duration(n * float64(time.Minute)) }

func TestTheFiguresOfASmallHistory(t *testing.T) {
	f := week(t).figures(405)
	require.Equal(t, report.Counts{All: 6, Open: 2, Resolved: 2, Closed: 1, Cancelled: 1}, f.Counts)

	check := func(d report.Durations, n, open int, mean, median, p90 float64) {
		t.Helper()
		require.Equal(t, []int{n, open}, []int{d.N, d.Open})
		require.Equal(t, []time.Duration{minutes(mean), minutes(median), minutes(p90)}, []time.Duration{d.Mean, d.P50, d.P90})
	}
	check(f.Acknowledge, 4, 1, 15, 6, 40)  // 6, 10, 40, 4
	check(f.Resolve, 3, 2, 220, 240, 360)  // 60, 360, 240
	check(f.Counted, 3, 2, 160, 180, 240)  // 60, 120 + 60 without the wait, 240
	require.Equal(t, 2, f.FirstLevel.Part) // A and C, which was offered and not taken
	require.Equal(t, 3, f.FirstLevel.Of)
	require.Equal(t, 1, f.Reopened.Part) // B
	require.Equal(t, 3, f.Reopened.Of)
	share, ok := f.FirstLevel.Value()
	require.True(t, ok)
	require.InDelta(t, 2.0/3, share, 1e-9)
}

func TestHandOversAreCountedAlongTheirEdges(t *testing.T) {
	h := week(t)
	h.do(410, "E", ada, up)
	h.do(411, "E", ben, ticket.Accept{})
	h.do(412, "E", ben, ticket.HandOver{Reason: tier.Returned})
	accept := report.Spread{N: 2, Mean: minutes(5.5), P50: minutes(1), P75: minutes(10), P90: minutes(10), P95: minutes(10), P99: minutes(10)}
	require.Equal(t, []report.Edge{
		{From: "L1", To: "L2", Kind: tier.Functional, Offered: 3, ByTime: 1, Accepted: 2, Rejected: 1, Accept: accept, Tickets: 1, Of: 3},
		{From: "L2", To: "L1", Kind: tier.HandBack, Offered: 1, Of: 1},
	}, h.figures(412).Escalations.Rows)
}

func TestAgreementsAreCountedByTheCyclesOfTheirClocks(t *testing.T) {
	rows := week(t).figures(405).Compliance.Rows
	tally := func(agreement, metric string) sla.Tally {
		i := slices.IndexFunc(rows, func(r sla.Row) bool { return r.Agreement == agreement && r.Metric == metric })
		require.NotEqual(t, -1, i, "%s %s in %v", agreement, metric, rows)
		return rows[i].Tally
	}
	require.Equal(t, sla.Tally{Met: 3, Open: 1, Cancelled: 1}, tally("usual", "acknowledge"))
	require.Equal(t, sla.Tally{Missed: 1}, tally("urgent", "acknowledge"))
	require.Equal(t, sla.Tally{Met: 2, Open: 2, Cancelled: 1}, tally("usual", "resolve"))
	require.Equal(t, sla.Tally{Missed: 1}, tally("urgent", "resolve"))
	// L1 holds A for 60 minutes and B for 30; C for 240, which is too long. L2 holds B for 90, too long, and after the reopening in
	// a cycle of its own for 10 and 50, without the wait: in time.
	require.Equal(t, sla.Tally{Met: 2, Missed: 1, Open: 2, Cancelled: 1}, tally("l1", "hold"))
	kinds := []sla.AgreementKind{}
	for _, r := range rows {
		kinds = append(kinds, r.Kind)
	}
	require.True(t, slices.IsSortedFunc(kinds, func(a, b sla.AgreementKind) int {
		order := []sla.AgreementKind{sla.SLA, sla.OLA, sla.UC}
		return slices.Index(order, a) - slices.Index(order, b)
	}))
}

func TestEveryAnswerIsACycleOfItsOwn(t *testing.T) {
	h := newHouse(t)
	h.do(0, "A", rosa, ticket.Open{})
	h.do(1, "A", ada, ticket.Message{Text: "Hello"})
	h.do(2, "A", rosa, ticket.Message{Text: "And?"})
	h.do(12, "A", ada, ticket.Message{Text: "Soon"}) // in time
	h.do(20, "A", rosa, ticket.Message{Text: "And?"})
	h.do(200, "A", ada, ticket.Message{Text: "Soon"}) // late
	h.do(300, "A", rosa, ticket.Message{Text: "And?"})
	row := func(minute int) sla.Tally {
		for _, r := range h.figures(minute).Compliance.Rows {
			if r.Metric == "next_response" {
				return r.Tally
			}
		}
		return sla.Tally{}
	}
	require.Equal(t, sla.Tally{Met: 1, Missed: 1, Open: 1}, row(310))
	require.Equal(t, sla.Tally{Met: 1, Missed: 1, Late: 1}, row(600), "nobody has looked, and it is late all the same")
}

func TestTheFirstLevelAloneIsNeitherTheSecondNorAnybodysReturn(t *testing.T) {
	h := newHouse(t)
	h.do(0, "A", rosa, ticket.Open{})
	h.do(1, "A", ada, up)
	h.do(2, "A", ben, ticket.Accept{})
	h.do(3, "A", ben, ticket.HandOver{Reason: tier.Returned})
	h.do(4, "A", ada, ticket.Accept{})
	h.do(5, "A", ada, move("solve")) // at L1, but L2 had it
	h.do(6, "B", ben, ticket.Open{Tier: "L2"})
	h.do(7, "B", ben, move("solve")) // never handed over, but not at L1
	f := h.figures(7)
	require.Zero(t, f.FirstLevel.Part)
	require.Equal(t, 2, f.FirstLevel.Of)
}

func TestTimeCountsFromTheReport(t *testing.T) {
	h := newHouse(t)
	h.do(10, "A", ada, ticket.Open{Reported: start})
	h.do(15, "A", ada, ticket.Acknowledge{}, move("solve"))
	f := h.figures(15)
	require.Equal(t, 15*time.Minute, f.Acknowledge.Mean)
	require.Equal(t, 15*time.Minute, f.Resolve.Mean)
}

func TestAnInstantInAnotherZoneIsTheSame(t *testing.T) {
	h := week(t)
	east := upTo(405)
	east.From, east.To = start.In(time.FixedZone("west", -3600)), east.To.In(time.FixedZone("east", 3600))
	utc := upTo(405)
	utc.From = start
	require.Equal(t, h.report(utc), h.report(east))
}

func TestACycleThatEndsByTheNextOneIsJudged(t *testing.T) {
	rows := func(within string) []sla.Row {
		h := houseOf(t, "{name: figures, version: 1, agreements: [{id: usual, version: 1, targets: [{metric: update"+within+"}]}]}", ticketmem.New())
		h.do(0, "A", rosa, ticket.Open{})
		for _, minute := range []int{1, 31, 131, 141} { // half an hour, too long, ten minutes, and the one that runs
			h.do(minute, "A", ada, ticket.Message{Text: "Still on it"})
		}
		return h.figures(150).Compliance.Rows
	}
	require.Equal(t, []sla.Row{
		{Kind: sla.SLA, Agreement: "usual", Metric: "update", Tally: sla.Tally{Met: 2, Missed: 1, Open: 1}},
	}, rows(", within: 1h"))
	require.Empty(t, rows(""), "where nothing is promised nothing is judged")
}

func TestAClockThatStillRunsIsNotCounted(t *testing.T) {
	h := houseOf(t, `
name: figures
version: 1
metrics: [{name: resolve, start: [opened], stop: [closed]}]
agreements: [{id: usual, version: 1, targets: [{metric: resolve, within: 8h}]}]
`, ticketmem.New())
	h.do(0, "A", rosa, ticket.Open{})
	h.do(10, "A", ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "r", "resolution_note": "n"}})
	require.Zero(t, h.figures(20).Counted.N)
	h.do(30, "A", ada, move("close"))
	require.Equal(t, 30*time.Minute, h.figures(40).Counted.Mean)
}

func TestOnlyAPromiseToTheClientThatWasKeptOrBrokenIsCounted(t *testing.T) {
	h := houseOf(t, `
name: figures
version: 1
priorities: {impacts: [any], urgencies: [high, low], rows: [[P1, P2]]}
agreements:
  - {id: urgent, version: 1, match: {priority: [P1]}, targets: [{metric: resolve, within: 8h}]}
  - {id: l1, version: 1, kind: ola, match: {tier: [L1]}, targets: [{metric: resolve, within: 1h}]}
`, ticketmem.New())
	solve := ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "r", "resolution_note": "n"}}
	urgency := func(u string) ticket.Set { return ticket.Set{"impact": "any", "urgency": u} }
	h.do(0, "A", rosa, ticket.Open{Set: urgency("high")})
	h.do(10, "A", ada, solve)
	h.do(20, "B", rosa, ticket.Open{Set: urgency("low")}) // nothing is promised
	h.do(30, "B", ada, solve)
	h.do(40, "C", rosa, ticket.Open{Set: urgency("high")})
	h.do(45, "C", ada, urgency("low")) // nothing is promised any more
	h.do(90, "C", ada, solve)
	f := h.figures(90)
	require.Equal(t, 3, f.Resolve.N)
	require.Equal(t, 1, f.Counted.N)
	require.Equal(t, 10*time.Minute, f.Counted.Mean)
}

func TestAHandOverThatIsNotAcceptedInTimeIsLate(t *testing.T) {
	h := houseOf(t, `
name: figures
version: 1
ladder:
  name: two
  first: L1
  tiers: [{id: L1, rank: 1, kind: desk, capabilities: [work, route]}, {id: L2, rank: 2, kind: specialist, capabilities: [work]}]
  edges: [{from: L1, to: L2, kind: functional, reasons: [unsolved], accept_within: 30m}]
`, ticketmem.New())
	h.do(0, "A", rosa, ticket.Open{})
	h.do(1, "A", ada, ticket.HandOver{Reason: tier.Unsolved})
	h.do(60, "A", ben, ticket.Accept{})
	rows := h.figures(60).Escalations.Rows
	require.Len(t, rows, 1)
	require.Equal(t, []int{1, 1, 1}, []int{rows[0].Offered, rows[0].Accepted, rows[0].Late})
}

// behind is a store whose lists are older than its events.
type behind struct{ ticket.Store }

func (b behind) List(ctx context.Context, q ticket.Query) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		for t, err := range b.Store.List(ctx, q) {
			if err == nil {
				first := t.Version - 1
				t, err = ticket.Fold(t.ID, t.Client, func(yield func(ticket.Event, error) bool) {
					for e, err := range b.Events(ctx, t.Client, t.ID, 0) {
						if err == nil && e.Seq > first || !yield(e, err) {
							return
						}
					}
				})
			}
			if !yield(t, err) {
				return
			}
		}
	}
}

func TestACaseHoldsTheEventsOfItsTicketAndNoLaterOnes(t *testing.T) {
	h := houseOf(t, "{name: figures, version: 1}", behind{ticketmem.New()})
	h.do(0, "A", rosa, ticket.Open{})
	h.do(1, "A", ada, ticket.Acknowledge{})
	h.do(2, "A", ada, ticket.Note{Text: "while it is read"})
	all := h.cases()
	require.Len(t, all, 1)
	require.EqualValues(t, 2, all[0].Ticket.Version)
	require.Len(t, all[0].Events, 2)
}

func TestTheOrderOfTheCasesDoesNotMatter(t *testing.T) {
	h := week(t)
	want, all := h.figures(405), h.cases()
	for seed := range uint64(20) {
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		got, err := report.Make(each(all), upTo(405), h.book)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestNothingGivesNoFiguresButNoFault(t *testing.T) {
	f, err := report.Make(each(nil), upTo(0))
	require.NoError(t, err)
	require.Zero(t, f.Counts)
	require.Zero(t, f.Resolve.N)
	require.Empty(t, f.Escalations.Rows)
	require.NotNil(t, f.Escalations.Rows, "an empty list, not null")
	_, ok := f.FirstLevel.Value()
	require.False(t, ok)
}

func TestATicketOfAnotherHandbookIsAnError(t *testing.T) {
	_, err := report.Make(each(week(t).cases()), upTo(405))
	require.ErrorIs(t, err, ticket.ErrNoHandbook)
	require.ErrorContains(t, err, "ticket A: version 1")
}

func TestAnErrorWhileReadingIsTheResult(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := report.Make(func(yield func(report.Case, error) bool) { yield(report.Case{}, broken) }, upTo(0))
	require.ErrorIs(t, err, broken)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = report.Make(report.Cases(ctx, week(t).desk, ticket.Query{}), upTo(0))
	require.ErrorIs(t, err, context.Canceled)
}

func TestReadingMayBeStoppedEarly(t *testing.T) {
	h := week(t)
	var ids []string
	for c, err := range report.Cases(t.Context(), h.desk, ticket.Query{}) {
		require.NoError(t, err)
		require.Len(t, c.Events, int(c.Ticket.Version))
		if ids = append(ids, c.Ticket.ID); len(ids) == 2 {
			break
		}
	}
	require.Equal(t, []string{"A", "B"}, ids)
}
