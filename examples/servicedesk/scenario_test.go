package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

// faults reads a scenario and gives what is wrong with it, each with its line.
func faults(t testing.TB, text string) []string {
	t.Helper()
	book, err := handbook.Load("handbook.yaml")
	require.NoError(t, err)
	_, err = parseScenario([]byte(text), book)
	var all []string
	for _, f := range ticket.Faults(err) {
		all = append(all, fmt.Sprintf("%d %s", f.Line, f.Problem))
	}
	if len(all) > 0 {
		require.True(t, errors.Is(err, ticket.ErrInvalid))
	}
	return all
}

const head = `name: test
zone: Europe/London
people:
  - {id: rosa, kind: requester, client: acme}
  - {id: lena, kind: requester, client: birch}
  - {id: mercury, kind: vendor}
`

func TestEveryFaultOfAScenarioIsReportedWithItsLine(t *testing.T) {
	text := `name: [1]
colour: blue
zone: Europe/Lisboa
people:
  - {id: rosa, kind: requester}
  - {id: rosa, kind: monitor, client: acme}
  - {id: ada, kind: requester, client: acme}
  - {id: mercury, kind: vendor, client: acme}
  - {id: ceo, kind: boss, client: acme}
days:
  - date: 23 November
    entries: []
  - date: 2026-11-23
    date: 2026-11-24
    entries:
      - {at: "8:3", who: rosa, ticket: x, do: [acknowledge]}
      - at: 09:00
        who: eve
        ticket: x
        do:
          - acknowledges
          - dance: yes
          - [accept]
          - set: {colour: red}
          - open: {subject: late}
          - open: {channel: web}
          - step: {id: a, result: maybe}
          - end_run: {outcome: fine}
          - hand_over: {to: L2}
          - hand_over: {reason: unsolved, fields: [tried]}
          - note: {text: no}
          - move: {}
      - {who: rosa}
      - at: 09:00
        who: rosa
        ticket: x
        do: [perform, accept]
`
	require.Equal(t, []string{
		`1 want text`,
		`2 there is no field "colour" here`,
		`3 there is no zone "Europe/Lisboa"; want a name such as Europe/London`,
		`5 client is missing: whose requester is it?`,
		`6 there is somebody called "rosa" already`,
		`7 "ada" is an engineer of the handbook`,
		`8 a vendor works for all clients; leave client out`,
		`9 kind is "boss"; want requester, monitor or vendor`,
		`11 "23 November" is no date; want one such as 2026-11-23`,
		`14 "date" stands twice`,
		`16 "8:3" is no time; want one such as 08:30`,
		`16 no entry before this one opens the ticket "x"`,
		`17 no entry before this one opens the ticket "x"`,
		`18 there is no "eve", neither among the engineers of the handbook nor among the people of the scenario`,
		`21 "acknowledges" is nothing to do; want one of ` + vocabulary(),
		`22 "dance" is nothing to do; want one of ` + vocabulary(),
		`23 want one thing to do, such as acknowledge`,
		`24 there is no field "colour" here`,
		`25 open comes first`,
		`26 open comes first`,
		`26 subject is missing`,
		`27 "maybe" is not a result; want done, failed or not_run`,
		`28 "fine" is not an outcome; want resolved, workaround, insufficient, not_applicable or aborted`,
		`29 reason is missing`,
		`30 want fields with texts`,
		`31 want text`,
		`32 trigger is missing`,
		`33 at is missing`,
		`33 ticket is missing`,
		`33 do is missing`,
		`34 perform stands alone in its entry`,
		`34 no entry before this one opens the ticket "x"`,
	}, faults(t, text))
}

func TestWhatDoesNotGoTogetherInAScenario(t *testing.T) {
	for name, c := range map[string]struct{ entries, want string }{
		"a ticket opened twice": {`
      - {at: 09:00, who: rosa, ticket: x, do: [open: {subject: a}]}
      - {at: 09:01, who: rosa, ticket: x, do: [open: {subject: b}]}`, `11 the ticket "x" is opened already`},
		"a ticket of another client": {`
      - {at: 09:00, who: rosa, ticket: x, do: [open: {subject: a}]}
      - {at: 09:01, who: lena, ticket: x, do: [note: mine]}`, `11 lena is of client "birch", and the ticket is of client "acme"`},
		"a ticket for nobody": {`
      - {at: 09:00, who: ada, ticket: x, do: [open: {subject: a}]}`, `10 who is it for? want the requester: one of the people above`},
		"a ticket for a vendor": {`
      - {at: 09:00, who: ada, ticket: x, do: [open: {subject: a, requester: mercury}]}`, `10 who is it for? want the requester: one of the people above`},
		"before it is opened": {`
      - {at: 09:01, who: rosa, ticket: x, do: [open: {subject: a}]}
      - {at: 09:00, who: ada, ticket: x, do: [acknowledge]}`, `11 no entry before this one opens the ticket "x"`},
		"a refusal that is not alone": {`
      - {at: 09:00, who: rosa, ticket: x, do: [open: {subject: a}]}
      - {at: 09:00, who: ada, ticket: x, do: [accept], refused: offer}`, `11 an entry that is to be refused is the only one of its ticket in that minute`},
		"nothing to do": {`
      - {at: 09:00, who: rosa, ticket: x, do: []}`, `10 there is nothing to do`},
	} {
		t.Run(name, func(t *testing.T) {
			got := faults(t, head+"days:\n  - date: 2026-11-23\n    entries:"+c.entries+"\n")
			require.Contains(t, got, c.want)
		})
	}
}

func TestATimeThatTheClocksDoNotShowOrShowTwiceIsAFault(t *testing.T) {
	on := func(date, at string) []string {
		return faults(t, head+"days:\n  - date: "+date+"\n    entries:\n      - {at: \""+at+"\", who: rosa, ticket: x, do: [open: {subject: a}]}\n")
	}
	require.Equal(t, []string{"10 the clocks of Europe/London do not show 01:30 on that day"}, on("2026-03-29", "01:30"))
	require.Equal(t, []string{"10 the clocks of Europe/London show 01:30 twice on that day"}, on("2026-10-25", "01:30"))
	require.Empty(t, on("2026-10-25", "00:59"))
	require.Empty(t, on("2026-10-25", "02:00"))
	require.Empty(t, on("2026-03-29", "02:00"))
}

func TestLimitsComeFirst(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":         {"", "0 the file is empty"},
		"only comments": {"# nothing\n", "0 the file is empty"},
		"not a map":     {"[1, 2]", `1 want fields: days, name, people, zone`},
		"not YAML":      {"a: [", "0 yaml: line 1: did not find expected node content"},
		"two documents": {"a: 1\n---\nb: 2\n", "2 there is a second document; a scenario is one"},
		"too large":     {strings.Repeat("#\n", maxBytes), "0 the file is larger than 1048576 bytes"},
		"too deep":      {"a: " + strings.Repeat("[", 30) + strings.Repeat("]", 30), "1 is nested deeper than 20"},
		"aliases":       {"a: &x [1]\nb: *x\n", "2 aliases are not used here; write it out"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, []string{c.want}, faults(t, c.text))
		})
	}
	days := strings.Repeat("  - {date: 2026-11-23, entries: []}\n", maxDays+1)
	require.Contains(t, faults(t, head+"days:\n"+days), "8 has 367 entries; at most 366 are allowed")
	long := strings.Repeat("x", ticket.MaxText+1)
	require.Contains(t, faults(t, head+"days: "+long), "7 want a list")
	require.Contains(t, faults(t, "name: "+long+"\npeople: []\ndays: []\n"), "1 is 64001 bytes long; at most 64000 are allowed")
}

func FuzzAScenarioIsReadOrRefused(f *testing.F) {
	f.Add(head + "days: []\n")
	f.Add("name: {a: *b}\n")
	f.Add("people: !!binary aGk=\ndays: [{date: 2026-11-23, entries: [{do: [perform], at: 09:00, who: ada, ticket: x}]}]")
	book, err := handbook.Load("handbook.yaml")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		plan, err := parseScenario([]byte(text), book)
		if err == nil && plan == nil {
			t.Fatal("neither a scenario nor a fault")
		}
	})
}
