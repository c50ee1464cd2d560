package ticket_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

func TestAHandbooksPromisesAreHeldToWhatTermsAre(t *testing.T) {
	_, err := handbook.Parse([]byte(`name: house
version: 1
calendars:
  - {name: office, week: {mon: ["09:00-17:00"]}}
  - {name: office, week: {mon: ["09:00-17:00"]}}
  - {name: broken, zone: Nowhere/At_All, week: {mon: ["09:00-17:00"]}}
metrics:
  - {name: own, start: [opened]}
  - {name: own, start: []}
agreements:
  - {id: a, version: 1, targets: [{metric: own, within: 1h, calendar: broken}]}
  - {id: a, version: 1, targets: [{metric: missing, within: 1h, calendar: office}]}
  - {id: a, version: 2, kind: ola, targets: [{metric: resolve, within: 1h, calendar: moon}]}
policies:
  - {name: late, match: {priority: [P1]}, trigger: {on: unassigned}, steps: [{name: a, after: 1h, calendar: broken, targets: [{kind: tier}]}]}
`))
	var found []string
	for _, f := range ticket.Faults(err) {
		found = append(found, fmt.Sprintf("%d %s: %s", f.Line, f.Path, f.Problem))
	}
	require.Equal(t, []string{
		`5 calendars[1].name: the name "office" is taken`,
		`6 calendars[2].zone: no zone "Nowhere/At_All" in tzdata; want an IANA name such as Europe/Berlin`,
		`9 metrics[1].start: has no signal: the clock could never start`,
		`9 metrics[1].name: the name "own" is taken`,
		`12 agreements[1]: is the same version of "a" as agreements[0]`,
		`12 agreements[1].targets[0].metric: no metric "missing"`,
		`13 agreements[2].kind: is "ola", but another version of "a" is "sla"; an ID stays with one kind`,
		`13 agreements[2].targets[0].calendar: no calendar "moon"`,
	}, found)
}

func TestAHandbookHasNoMoreCalendarsMetricsAndAgreementsThanTermsHave(t *testing.T) {
	for want, d := range map[string]ticket.Definition{
		"calendars: has 1001 entries; at most 1000":    {Calendars: make([]sla.Hours, 1001)},
		"metrics: has 101 entries; at most 100":        {Metrics: make([]sla.Metric, 101)},
		"agreements: has 10001 entries; at most 10000": {Agreements: make([]sla.Agreement, 10001)},
	} {
		d.Name, d.Version = "house", 1
		_, err := ticket.NewHandbook(d)
		require.EqualError(t, err, `handbook "house": `+want)
	}
}

func TestTheTermsOfAHandbookAreItsOwn(t *testing.T) {
	h := newHouse(t)
	book := h.desk.Handbook()
	terms := book.Terms()
	require.Equal(t, book.Definition().Agreements, terms.Definition().Agreements)
	office, ok := book.Calendar("office")
	require.True(t, ok)
	same, _ := terms.Calendar("office")
	require.Same(t, same, office)
}
