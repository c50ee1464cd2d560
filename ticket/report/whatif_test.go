package report_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/report"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// promise is a handbook that promises to solve within so much.
func promise(version int, within string) *ticket.Handbook {
	book, err := handbook.Parse(fmt.Appendf(nil, `
name: promise
version: %d
calendars:
  - {name: office, zone: Europe/London, week: {mon: ["09:00-17:00"], tue: ["09:00-17:00"]}, holidays: [{name: Stocktaking, date: 2026-11-23, closed: ["12:00-13:00"]}]}
agreements: [{id: usual, version: %d, targets: [{metric: resolve, within: %s, calendar: office}]}]
`, version, version, within))
	if err != nil {
		panic(err)
	}
	return book
}

// Why is this ticket due when it is, and what would another agreement have meant?
func ExampleWhatIf() {
	ctx := context.Background()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	book := promise(1, "4h")
	desk, err := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book, Now: func() time.Time { return now }})
	if err != nil {
		panic(err)
	}
	do := func(after time.Duration, actions ...ticket.Action) {
		now = now.Add(after)
		if _, err := desk.Do(ctx, ticket.Command{Ticket: "INC-1", By: ada, Do: actions}); err != nil {
			panic(err)
		}
	}
	do(0, ticket.Open{Set: ticket.Set{"subject": "Cannot print", "requester": "rosa"}})
	do(time.Hour, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"})
	do(time.Hour, ticket.Move{Trigger: "resume"})
	why, err := desk.Explain(ctx, ada, "INC-1", time.Time{})
	if err != nil {
		panic(err)
	}
	fmt.Print(why[0].Text())
	do(3*time.Hour, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "the cable"}})
	compared, err := report.WhatIf(report.Cases(ctx, desk, ticket.Query{}), now, book, promise(2, "2h"))
	if err != nil {
		panic(err)
	}
	fmt.Print(compared.Text())
	// Output:
	// resolve (sla): due Mon 2026-11-23 15:00 GMT; 1h of 4h used by Mon 2026-11-23 11:00 GMT, 3h left
	// promised: 4h in the hours of calendar "office" (Europe/London), by usual@1
	// chosen: usual@1 is the only agreement that matches (on anything)
	// rule: late when more than the time allowed has counted; what happens while the calendar is closed does not count
	// Mon 2026-11-23 09:00 GMT  opened: starts
	//   counted 1h
	//     2026-11-23  09:00-10:00 (holiday Stocktaking)
	// Mon 2026-11-23 10:00 GMT  waiting_customer: pauses
	//   not counted (paused): 1h of open time
	//     2026-11-23  10:00-11:00 (holiday Stocktaking)
	// Mon 2026-11-23 11:00 GMT  active: resumes
	//   still to come 3h
	//     2026-11-23  11:00-12:00 13:00-15:00 (holiday Stocktaking)
	// sla usual resolve: met 1 of 1 (100.0 %), then met 0 of 1 (0.0 %)
	// INC-1 sla resolve cycle 1: met (usual, due 2026-11-23T15:00:00Z), then missed (usual, due 2026-11-23T12:00:00Z)
}

func TestWhatIfWantsTheHandbooksOfItsCases(t *testing.T) {
	desk, book := corner(t.Context())
	cases := func() func(func(report.Case, error) bool) { return report.Cases(t.Context(), desk, ticket.Query{}) }
	_, err := report.WhatIf(cases(), start, promise(2, "1h"), promise(3, "1h"))
	require.ErrorIs(t, err, ticket.ErrNoHandbook)
	got, err := report.WhatIf(cases(), start.Add(time.Hour), promise(2, "1h"), promise(3, "1h"), book)
	require.NoError(t, err)
	require.NotEmpty(t, got.Rows)
	require.Empty(t, got.Changed, "the same promise")
	broken := errors.New("broken")
	_, err = report.WhatIf(func(yield func(report.Case, error) bool) { yield(report.Case{}, broken) }, start, book, book)
	require.ErrorIs(t, err, broken)
}
