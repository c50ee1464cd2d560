package report_test

import (
	"context"
	"fmt"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/report"
	"github.com/fourline-go/fourline/ticket/ticketmem"
	"github.com/fourline-go/fourline/tier"
)

// corner is a desk on which four tickets were solved: three by the first line, of which one came back, and one by the second.
func corner(ctx context.Context) (*ticket.Desk, *ticket.Handbook) {
	book, err := handbook.Parse([]byte("{name: corner-desk, version: 1}"))
	if err != nil {
		panic(err)
	}
	now := start
	desk, err := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book, Now: func() time.Time { return now }})
	if err != nil {
		panic(err)
	}
	do := func(after time.Duration, id string, by ticket.Actor, actions ...ticket.Action) {
		now = now.Add(after)
		if _, err := desk.Do(ctx, ticket.Command{Ticket: id, By: by, Do: actions}); err != nil {
			panic(err)
		}
	}
	solve := ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "as in the cookbook"}}
	printing := ticket.Open{Set: ticket.Set{"subject": "Cannot print", "category": "printing", "requester": "rosa"}}
	do(0, "INC-1", ada, printing)
	do(10*time.Minute, "INC-1", ada, ticket.Acknowledge{}, solve) // while rosa was on the phone
	do(time.Minute, "INC-2", rosa, printing)
	do(20*time.Minute, "INC-2", ada, ticket.Acknowledge{}, ticket.HandOver{Reason: tier.BeyondCookbook, Fields: map[string]string{"tried": "the cable"}})
	do(30*time.Minute, "INC-2", ben, ticket.Accept{})
	do(2*time.Hour, "INC-2", ben, solve)
	do(time.Minute, "INC-3", ada, ticket.Open{Set: ticket.Set{"category": "account"}})
	do(5*time.Minute, "INC-3", ada, ticket.Acknowledge{}, solve)
	do(time.Hour, "INC-3", ada, ticket.Move{Trigger: "reopen"})
	do(time.Hour, "INC-3", ada, solve)
	do(time.Minute, "INC-4", rosa, printing)
	return desk, book
}

func ExampleMake() {
	ctx := context.Background()
	desk, book := corner(ctx)
	november := report.Scope{From: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
	r, err := report.Make(report.Cases(ctx, desk, ticket.Query{}), november, book)
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Resolve.N, "tickets resolved, half of them within", r.Resolve.P50)
	fmt.Println(r.FirstLevel.Part, "of", r.FirstLevel.Of, "at the first level:", r.FirstLevel.What)
	rate, _ := r.Escalations.Rows[0].Rate()
	fmt.Printf("from L1 to L2: %.0f %%\n", 100*rate)
	fmt.Println(r.ShiftLeft.Capable, "of", r.ShiftLeft.Above, "resolved above, though the first line has resolved the like")
	// Output:
	// 3 tickets resolved, half of them within 2h5m0s
	// 2 of 3 at the first level: of the tickets resolved in the window, cancelled ones aside: those resolved at the tier that owns them, which no other tier had accepted before; the last resolution counts, a ticket that is open again does not
	// from L1 to L2: 33 %
	// 1 of 1 resolved above, though the first line has resolved the like
}

func ExampleReport_Text() {
	ctx := context.Background()
	desk, book := corner(ctx)
	r, err := report.Make(report.Cases(ctx, desk, ticket.Query{}), report.Scope{To: start.Add(24 * time.Hour)}, book)
	if err != nil {
		panic(err)
	}
	fmt.Print(r.Text())
	// Output:
	// Window: from the beginning up to 2026-11-24T08:00:00Z, seen from 2026-11-24T08:00:00Z
	//
	// 4 tickets: 1 open, 3 resolved, 0 closed, 0 cancelled
	// 0 open at first, 4 opened, 1 reopened, 4 resolved, 0 cancelled, 1 open at last
	//   flow: tickets that came and went from the beginning of the window to its end: open before it,
	//     opened, reopened, resolved, cancelled, open after it; a ticket counts as often as it was
	//     reopened and resolved
	//
	// Time                   n     mean    p50     p75     p90     p95     p99  open
	// to acknowledge (MTTA)  3  11m 40s    10m     20m     20m     20m     20m     1
	// to resolve (MTTR)      3   1h 41m  2h 5m  2h 50m  2h 50m  2h 50m  2h 50m     1
	// to resolve, as agreed  0                                                     1
	//   to acknowledge: tickets acknowledged in the window; all time from the report to the first
	//     acknowledgement; a reopening changes nothing
	//   to resolve: tickets resolved in the window, cancelled ones aside; all time from the report to the
	//     resolution; the last resolution counts, a ticket that is open again does not; the time between a
	//     resolution and a reopening counts
	//   as agreed: tickets resolved in the window, cancelled ones aside, where an agreement promises a
	//     resolution and its clock has stopped; the agreement's: open hours of its calendar, without
	//     waiting for the requester; the last resolution counts, a ticket that is open again does not; the
	//     time between a resolution and a reopening does not count
	//
	// Share                     tickets  of
	// first-contact resolution        1   2  50.0 %
	// first-level resolution          2   3  66.7 %
	// escalated                       1   3  33.3 %
	// reopened                        1   3  33.3 %
	//   first-contact resolution: of the tickets resolved in the window, cancelled ones aside, that one of
	//     us logged for the requester: those resolved by whom they were logged by, without hand-over, wait
	//     or further message of the requester, and not reopened; all time, up to 30 min from logging; the
	//     last resolution counts, a ticket that is open again does not
	//   first-level resolution: of the tickets resolved in the window, cancelled ones aside: those
	//     resolved at the tier that owns them, which no other tier had accepted before; the last
	//     resolution counts, a ticket that is open again does not
	//   escalated: of the tickets resolved in the window, cancelled ones aside: those that another tier
	//     accepted along a functional, hierarchical or vendor edge before that, however often; the last
	//     resolution counts, a ticket that is open again does not
	//   reopened: of the tickets first resolved in the window, cancelled ones aside: those that were
	//     reopened before the report's end; a ticket counts once, however often
	//
	// How often   n  sum  none  mean  p50  p75  p90  p95  p99
	// reassigned  3    1     2  0.33    0    1    1    1    1
	//   reassigned: tickets resolved in the window, cancelled ones aside; how often each went from one
	//     tier, group or engineer to another before that; the last resolution counts, a ticket that is
	//     open again does not
	//
	// Hand-overs            offered  by time  accepted  rejected  late  tickets  of    rate  mean  p50  p75  p90  p95  p99
	// L1 to L2, functional        1        0         1         0     0        1   3  33.3 %   30m  30m  30m  30m  30m  30m
	//   hand-overs: hand-overs along each edge of the ladder that were offered, accepted or rejected in
	//     the window; and of the tickets resolved in the window, cancelled ones aside, that were at its
	//     beginning: those that went along it before that, however often; all time from the offer, or its
	//     approval where one is asked for, to the acceptance; the last resolution counts, a ticket that is
	//     open again does not
	//
	// Time at tiers  n     mean  p50    p75    p90    p95    p99
	// L1             3  41m 40s  50m  1h 5m  1h 5m  1h 5m  1h 5m
	//   working      3  41m 40s  50m  1h 5m  1h 5m  1h 5m  1h 5m
	// L2             1       2h   2h     2h     2h     2h     2h
	//   working      1       2h   2h     2h     2h     2h     2h
	//   time at tiers: tickets resolved in the window, cancelled ones aside; for each tier those that were
	//     there, with all their stays before that; all time while open; of that, working: while nobody was
	//     waited for; the last resolution counts, a ticket that is open again does not
	//
	// Shift left               capable  of
	// resolved above                 1   1  100.0 %
	//   incident, -, printing        1   1  100.0 %
	//   by a runbook 0, by example 1
	//   shift left: of the tickets resolved in the window, cancelled ones aside, at a tier above the one
	//     that owns them: those that it could have resolved, because one of its runbooks is for them, or
	//     because it has resolved one of the same kind, service and category in this report by itself; the
	//     last resolution counts, a ticket that is open again does not
	//
	// Backlog  open  waiting  late  under 1 d  under 3 d  under 10 d  under 30 d  30 d and more
	// tickets     1        0     0          1          0           0           0              0
	//
	// Age              n     mean      p50      p75      p90      p95      p99
	// of open tickets  1  18h 52m  18h 52m  18h 52m  18h 52m  18h 52m  18h 52m
	//   backlog: tickets open at the report's end; all time from the report; a reopened ticket is as old
	//     as it is
}
