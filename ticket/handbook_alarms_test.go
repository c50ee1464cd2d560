package ticket_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

func TestRulesForAlarmsAreChecked(t *testing.T) {
	for rules, want := range map[string]string{
		"{window: -1s}": "alarms[0].window: is negative",
		"{reopen: -1s}": "alarms[0].reopen: is negative",
		"{flapping: {times: 4, within: 1m, quiet: 1m}}":                           "alarms[0].flapping: is never seen without reopen",
		"{reopen: 1h, flapping: {times: 1, within: 1m, quiet: 1m}}":               "alarms[0].flapping.times: is 1; want 2 to 20",
		"{reopen: 1h, flapping: {times: 21, within: 1m, quiet: 1m}}":              "alarms[0].flapping.times: is 21; want 2 to 20",
		"{reopen: 1h, flapping: {times: 4, quiet: 1m}}":                           "alarms[0].flapping.within: is 0s; want more than nothing",
		"{reopen: 1h, flapping: {times: 4, within: 1m}}":                          "alarms[0].flapping.quiet: is 0s; want more than nothing",
		"{storm: {within: 1m}}":                                                   "alarms[0].storm.children: is 0; want 1 to 500",
		"{storm: {children: 501, within: 1m}}":                                    "alarms[0].storm.children: is 501; want 1 to 500",
		"{storm: {children: 3}}":                                                  "alarms[0].storm.within: is 0s; want more than nothing",
		"{match: {client: [acme, nobody]}}":                                       `alarms[0].match.client[1]: there is no client "nobody"`,
		"{reopen: 1h}, {match: {key: disk}}":                                      "alarms[0].match: is for every alarm, so that no rule after this one is ever looked at",
		"{match: {key: disk}}, {reopen: 1h, flapping: {times: 4}}, {window: -5m}": "alarms[2].window: is negative",
	} {
		_, err := handbook.Parse([]byte("name: d\nversion: 1\nclients: [{id: acme}]\nalarms: [" + rules + "]\n"))
		require.ErrorContains(t, err, want)
	}
	for _, rules := range []string{
		"{}", "{window: 1m, reopen: 1h, flapping: {times: 2, within: 1m, quiet: 1m}, storm: {children: 1, within: 1m}}",
		"{match: {client: [acme], service: [web], key: disk, source: [db-1]}}, {match: {source: [db-1]}}, {reopen: 1h}",
		"{reopen: 1h, flapping: {times: 20, within: 1m, quiet: 1m}, storm: {children: 500, within: 1m}}",
	} {
		_, err := handbook.Parse([]byte("name: d\nversion: 1\nclients: [{id: acme}]\nalarms: [" + rules + "]\n"))
		require.NoError(t, err, rules)
	}
}

func TestRulesForAlarmsStayTheHandbooksOwn(t *testing.T) {
	h, err := ticket.NewHandbook(ticket.Definition{Name: "d", Version: 1, Alarms: []ticket.AlarmRule{{Match: ticket.AlarmMatch{Source: []string{"db-1"}}}}})
	require.NoError(t, err)
	h.Definition().Alarms[0].Match.Source[0] = "spoilt"
	require.Equal(t, []string{"db-1"}, h.Definition().Alarms[0].Match.Source)
}
