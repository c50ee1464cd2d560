package ticket_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

const marks = `
name: marks
version: 1
calendars:
  - {name: office, week: {mon: ["09:00-17:00"], tue: ["09:00-17:00"], wed: ["09:00-17:00"], thu: ["09:00-17:00"], fri: ["09:00-17:00"]}}
agreements:
  - id: usual
    targets:
      - {metric: resolve, within: 8h, calendar: office, warn: [75], marks: [{offset: 1h}, {offset: -2h}, {offset: -30m}, {offset: -2h}, {days: 1}]}
  - {id: urgent, match: {priority: [P1]}, targets: [{metric: resolve, within: 2h, marks: [{offset: -5h}, {offset: -30m}]}]}
notify:
  - {on: marked, to: [{kind: tier}]}
`

// clocksTold lists what was told of clocks: planned on Monday at 09:00 and so much.
func (h *house) clocksTold() []string {
	var all []string
	for _, e := range h.events(ticket.Warned, ticket.Breached, ticket.Marked) {
		all = append(all, fmt.Sprint(e.Type, " ", e.Why, " +", e.Due.Sub(monday)))
	}
	return all
}

func TestMarksAreToldAtTheirInstantsInOneOrderWithWarnings(t *testing.T) {
	h := houseOf(t, marks)
	h.do(rosa, ticket.Open{})
	h.at(6*time.Hour - time.Microsecond)
	require.Empty(t, h.clocksTold())
	h.at(6 * time.Hour)
	require.Equal(t, []string{"warned resolve 75% +6h0m0s", "marked resolve 2h before due +6h0m0s"}, h.clocksTold(), "the warning first; of two that are one, one")
	require.Len(t, h.sent, 1, "rules tell of marks")
	require.Equal(t, "marked: resolve 2h before due", h.sent[0].Text)
	h.at(30 * 24 * time.Hour)
	require.Equal(t, []string{
		"warned resolve 75% +6h0m0s", "marked resolve 2h before due +6h0m0s", "marked resolve 30m before due +7h30m0s",
		"breached resolve +24h0m0.000001s", "marked resolve 1h after due +25h0m0s", "marked resolve 1 working day after due +32h0m0s",
	}, h.clocksTold(), "however late anybody looks")
	require.Equal(t, h.get("T"), h.folded("T", "acme"))
}

func TestAMarkIsToldOnceInACycleAndAnewAfterARetarget(t *testing.T) {
	h := houseOf(t, marks)
	h.do(rosa, ticket.Open{})
	h.at(6*time.Hour + time.Minute)
	h.do(mara, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"})
	require.Equal(t, "2h before due", h.get("T").Clocks[0].Marked)
	h.at(7*time.Hour + 31*time.Minute)
	require.Len(t, h.clocksTold(), 2, "nobody knows when it is due")
	h.now = monday.Add(7*time.Hour + 40*time.Minute)
	h.do(mara, ticket.Move{Trigger: "resume"})
	require.Len(t, h.clocksTold(), 2, "two hours before is told, though it moved")
	h.do(mara, ticket.Set{"priority": "P1"})
	h.at(7*time.Hour + 40*time.Minute)
	require.Equal(t, []string{
		"marked resolve 5h before due +0s", "marked resolve 30m before due +3h9m0s", "breached resolve +3h39m0.000001s",
	}, h.clocksTold()[2:], "all that is past of the new target, a mark before the start at the start")
	h.do(mara, ticket.Set{"priority": "P3"})
	require.Empty(t, h.get("T").Clocks[0].Marked, "anew")
	h.at(7*time.Hour + 40*time.Minute)
	require.Equal(t, "2h before due", h.get("T").Clocks[0].Marked)
}
