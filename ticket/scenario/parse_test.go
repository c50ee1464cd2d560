package scenario_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/scenario"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

// faults reads a scenario and gives what is wrong with it, each with its line.
func faults(t testing.TB, text string) []string {
	t.Helper()
	s, err := scenario.Parse([]byte(text), tickettest.Book(t, tickettest.House()))
	if err == nil {
		require.NotNil(t, s)
		return nil
	}
	require.Nil(t, s)
	require.ErrorIs(t, err, ticket.ErrInvalid)
	var all []string
	for _, f := range ticket.Faults(err) {
		all = append(all, fmt.Sprintf("%d %s", f.Line, f.Problem))
	}
	return all
}

const head = `name: test
people:
  - {id: rosa, name: Rosa Marin, kind: requester, client: acme}
  - {id: lena, kind: requester, client: birch}
  - {id: mercury, kind: vendor}
`

func TestEveryFaultIsReportedWithItsLine(t *testing.T) {
	text := `name: [1]
colour: blue
zone: Europe/Lisboa
handbook: there.yaml
start: nine
people:
  - {id: rosa, kind: requester}
  - {id: rosa, kind: monitor, client: acme}
  - {id: ada, kind: requester, client: acme}
  - {id: bot, kind: automation}
  - {id: mercury, kind: vendor, tier: L1}
  - {id: ceo, kind: boss, client: acme}
when:
  - {at: "8:3", by: rosa, ticket: x, do: [acknowledge]}
  - at: 2026-11-23 09:00
    by: eve
    by: ada
    ticket: x
    do:
      - acknowledges
      - dance: yes
      - [accept]
      - set
      - set: {colour: red}
      - open: {subject: late}
      - step_run: {step: a, result: maybe}
      - step_run: {step: a, begin: often, attempt: few}
      - end_run: {outcome: fine}
      - hand_over: {reason: unsolved, fields: [tried]}
      - hand_over: {reason: unsolved, fields: {tried: [a]}}
      - note: {texts: no}
      - acknowledge: now
      - move:
  - {by: rosa}
  - {by: {id: rosa, kind: king}, ticket: x, do: [perform, accept]}
  - {ticket: x, do: [accept]}
  - {ticket: x}
  - {ticket: x, refused: right, expect: {}}
  - {ticket: x, at: 10:00, after: 5m, expect: {}}
  - {ticket: x, after: soon, expect: {}}
  - ticket: x
    expect:
      flavour: sweet
      offer: L2
      clocks: {resolve: {state: jumping, due: noon, breached: perhaps, late: no}}
      events: [happened]
      notices: [{who: ada}]
then:
  - {by: ada, ticket: x, do: [accept]}
`
	all := strings.Join(scenario.Actions(), ", ") + ", perform"
	require.Equal(t, []string{
		`1 want text`,
		`2 there is no field "colour" here`,
		`3 there is no zone "Europe/Lisboa"; want a name such as Europe/London`,
		`4 a handbook can only be named in a file, by a path from there`,
		`5 "nine" is no time; want one such as 2026-11-23 08:30`,
		`7 client is missing: whose requester is it?`,
		`8 there is somebody called "rosa" already`,
		`9 "ada" is an engineer of the handbook`,
		`10 tier is missing: where does this automation work?`,
		`11 a vendor works at no tier`,
		`12 there is no kind of actor "boss"`,
		`14 "8:3" is no time; want one such as 2026-11-23 08:30`,
		`16 there is no "eve", neither among the engineers of the handbook nor among the people of the scenario`,
		`17 "by" stands twice`,
		`20 "acknowledges" is nothing to do; want one of ` + all,
		`21 "dance" is nothing to do; want one of ` + all,
		`22 want one thing to do, such as acknowledge or move: {trigger: start}`,
		`23 set says what`,
		`24 there is no field "colour" here`,
		`25 open comes first`,
		`26 there is no state "maybe"`,
		`27 "often" is not what is wanted here; want true or false`,
		`27 "few" is not what is wanted here; want a whole number`,
		`28 there is no outcome "fine"`,
		`29 want names with something behind them`,
		`30 want text`,
		`31 there is no field "texts" here`,
		`32 nothing is said here`,
		`33 want text`,
		`34 ticket is missing`,
		`34 there is nothing to do, and nothing is expected`,
		`35 there is no kind of actor "king"`,
		`35 perform stands alone in its step`,
		`36 who does it? by is missing`,
		`37 there is nothing to do, and nothing is expected`,
		`38 nothing can be refused where nothing is done`,
		`39 a step has a time, or a duration since the step above, not both`,
		`40 "soon" is no duration; want one such as 90s, 15m or 2h30m`,
		`43 there is no field "flavour" here`,
		`44 there is no field "offer" here`,
		`45 there is no state of a clock "jumping"; want running, paused, stopped or cancelled`,
		`45 "noon" is no time; want one such as 2026-11-23 08:30`,
		`45 "perhaps" is not what is wanted here; want true or false`,
		`45 there is no field "late" here`,
		`46 there is no type of event "happened"`,
		`47 there is no field "who" here`,
		`47 to is missing`,
		`49 then only looks; what is done belongs to when`,
	}, faults(t, text))
}

func TestWhatDoesNotGoTogether(t *testing.T) {
	for name, c := range map[string]struct{ steps, want string }{
		"a ticket opened twice": {`
  - {by: rosa, ticket: x, do: [open: {subject: a}]}
  - {by: rosa, ticket: x, do: [open: {subject: b}]}`, `8 the ticket "x" is opened already`},
		"a ticket of another client": {`
  - {by: rosa, ticket: x, do: [open: {subject: a}]}
  - {by: lena, ticket: x, do: [message: mine]}`, `8 lena is of client "birch", and the ticket is of client "acme"`},
		"a ticket for nobody": {`
  - {by: ada, ticket: x, do: [open: {subject: a}]}`, `7 who is it for? want the client, or the requester: one of the people above`},
		"before it is opened": {`
  - {at: 10:00, by: rosa, ticket: x, do: [open: {subject: a}]}
  - {at: 09:30, by: ada, ticket: x, do: [acknowledge]}`, `8 no step before this one opens the ticket "x"; of one that the desk opens by itself, say the client`},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, []string{c.want}, faults(t, head+"when:"+c.steps+"\n"))
		})
	}
}

func TestLimitsComeFirst(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":          {"", "0 the file is empty"},
		"only comments":  {"# nothing\n", "0 the file is empty"},
		"not a map":      {"[1, 2]", `1 want fields: given, handbook, name, people, start, then, when, zone`},
		"not YAML":       {"a: [", "1 line 1: did not find expected node content"},
		"two documents":  {"a: 1\n---\nb: 2\n", "2 there is a second document; a scenario is one"},
		"too large":      {strings.Repeat("#\n", scenario.MaxBytes), "0 the file is larger than 1048576 bytes"},
		"too deep":       {"a: " + strings.Repeat("[", 30) + strings.Repeat("]", 30), "1 is nested deeper than 20"},
		"aliases":        {"a: &x [1]\nb: *x\n", "2 aliases are not used here; write it out"},
		"too many steps": {head + "when: [" + strings.Repeat("{},", scenario.MaxSteps+1) + "]", "6 has 10001 elements; at most 10000 are allowed"},
		"too many in all": {
			head + "given: [" + strings.Repeat("{},", scenario.MaxSteps) + "]\nwhen: [{}]", "1 there are more than 10000 steps",
		},
		"too much text": {head + "when: []\nzone: " + strings.Repeat("x", ticket.MaxText+1), "7 is 64001 bytes long; at most 64000 are allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, faults(t, c.text), c.want)
		})
	}
}

// read reads a scenario that has no faults.
func read(t testing.TB, text string) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Parse([]byte(text), tickettest.Book(t, tickettest.House()))
	require.NoError(t, err)
	return s
}

func TestStepsHappenInTheOrderOfTheirTimes(t *testing.T) {
	s := read(t, head+`zone: Europe/Berlin
start: 2026-07-01 09:00
given:
  - {by: rosa, ticket: x, do: [open: {subject: a}]}
when:
  - {after: 90m, by: ada, ticket: x, do: [note: c]}
  - {by: ada, ticket: x, do: [note: d]}
  - {at: 09:30, by: ada, ticket: x, do: [note: b]}
  - {at: 2026-07-02 08:00, by: ada, ticket: x, do: [note: f]}
  - {at: 07:00, by: ada, ticket: x, do: [note: e]}
then:
  - {after: 1h, ticket: x, expect: {state: new}}
`)
	var got []string
	for _, step := range s.Ordered() {
		text := string(step.Part)
		if len(step.Do) > 0 {
			text = fmt.Sprint(step.Do[0])
		}
		got = append(got, step.At.Format("02 15:04Z ")+text)
	}
	require.Equal(t, []string{
		"01 07:00Z {    0001-01-01 00:00:00 +0000 UTC map[subject:a]}", "01 07:30Z {b}", "01 08:30Z {c}", "01 08:30Z {d}", "02 05:00Z {e}",
		"02 06:00Z {f}", "02 06:00Z then",
	}, got)
	require.Equal(t, "2026-07-01T07:00:00Z", s.Begin().Format(time.RFC3339))
	require.Equal(t, "2026-11-23T08:00:00Z", read(t, "name: a\nzone: Europe/Berlin\nwhen: []\n").Begin().Format(time.RFC3339))
	require.Equal(t, "2026-11-23T09:00:00Z", (&scenario.Scenario{}).Begin().Format(time.RFC3339))
	require.Equal(t, "Rosa Marin", s.Called("rosa"))
	require.Empty(t, s.Called("eve"))
}

func TestActionsHaveTheFieldsOfTheirJSON(t *testing.T) {
	do := func(what string) []ticket.Action {
		s := read(t, head+"when:\n  - at: 2026-11-23 10:00\n    by: rosa\n    ticket: x\n    do:\n      - open: {subject: a}\n      - "+what+"\n")
		return s.Steps[0].Do[1:]
	}
	for what, want := range map[string]ticket.Action{
		"acknowledge":      ticket.Acknowledge{},
		"accept":           ticket.Accept{},
		"accept: ben":      ticket.Accept{Engineer: "ben"},
		"note: |\n\n  a":   nil,
		"move: start":      ticket.Move{Trigger: "start"},
		"assign: \"\"":     ticket.Assign{},
		"set: {impact: l}": ticket.Set{"impact": "l"},
		"move: {trigger: resolve, resolution: a, set: {resolution_note: b}}": ticket.Move{
			Trigger: "resolve", Set: ticket.Set{"resolution": "a", "resolution_note": "b"},
		},
		"hand_over: {to: L2, reason: unsolved, fields: {tried: a, x: b}}": ticket.HandOver{
			To: "L2", Reason: "unsolved", Fields: map[string]string{"tried": "a", "x": "b"},
		},
		"step_run: {step: a, begin: true, result: failed, attempt: 2, evidence: {b: c}}": ticket.StepRun{
			Step: "a", Begin: true, Result: "failed", Attempt: 2, Evidence: map[string]string{"b": "c"},
		},
		"end_run: insufficient": ticket.EndRun{Outcome: "insufficient"},
	} {
		if want == nil {
			continue
		}
		require.Equal(t, []ticket.Action{want}, do(what), what)
	}
	first := func(what string) ticket.Action {
		return read(t, head+"when:\n  - {at: 2026-11-23 10:00, by: rosa, ticket: x, do: ["+what+"]}\n").Steps[0].Do[0]
	}
	require.Equal(t, ticket.Open{
		Kind: "request", Reported: time.Date(2026, 11, 23, 9, 58, 0, 0, time.UTC), Set: ticket.Set{"subject": "a", "channel": "web"},
	}, first("open: {kind: request, reported: 09:58, subject: a, set: {channel: web}}"))
	require.Equal(t, ticket.Raise{Key: "k", Open: ticket.Open{Tier: "L2", Set: ticket.Set{"subject": "a"}}}, first("raise: {key: k, tier: L2, subject: a}"))
	require.Equal(t, ticket.Raise{Key: "k", Open: ticket.Open{Set: ticket.Set{"subject": "a"}}}, first("raise: {key: k, open: {set: {subject: a}}}"))
}

func TestPeopleActForTheirClient(t *testing.T) {
	s := read(t, head+`when:
  - {by: ada, ticket: x, do: [open: {subject: a, requester: rosa}]}
  - {by: mercury, ticket: x, do: [note: a]}
  - {by: mara, ticket: x, do: [note: a]}
  - {by: {id: ben, tier: L3}, ticket: x, do: [note: a]}
  - {by: {id: ada, kind: automation}, client: birch, ticket: T-7, do: [perform]}
  - {client: birch, ticket: T-8, expect: {state: new}}
`)
	var by []ticket.Actor
	for _, step := range s.Steps {
		by = append(by, step.By)
	}
	require.Equal(t, []ticket.Actor{
		{Kind: ticket.Engineer, ID: "ada", Tier: "L1", Client: "acme"},
		{Kind: ticket.Vendor, ID: "mercury", Client: "acme"},
		{Kind: ticket.Manager, ID: "mara", Client: "acme"},
		{Kind: ticket.Engineer, ID: "ben", Tier: "L3", Client: "acme"},
		{Kind: ticket.Automation, ID: "ada", Tier: "L1", Client: "birch"},
		{Client: "birch"},
	}, by)
	require.True(t, s.Steps[4].Perform)
}

func TestAScenarioIsLoadedWithItsHandbook(t *testing.T) {
	s, err := scenario.Load("../testdata/scenarios/alarm.yaml", nil)
	require.NoError(t, err)
	require.Equal(t, "test-desk", s.Book.Name())
	require.Equal(t, "../testdata/scenarios/alarm.yaml", s.File)
	file := filepath.Join(t.TempDir(), "a.yaml")
	for text, want := range map[string]string{
		"name: a\nwhen: []\n":                          "there is no handbook",
		"name: a\nhandbook: there.yaml\nwhen: []\n":    "line 2: handbook: open",
		"name: a\nhandbook: /etc/passwd\nwhen: []\n":   "by a path from there",
		"name: a\nhandbook: a.yaml\nwhen: []\nb: [\n":  "line",
		"name: a\nhandbook: a.yaml\nwhen: [{at: 1}]\n": `no field "when" here`,
	} {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		_, err = scenario.Load(file, nil)
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "a.yaml: ")
	}
	_, err = scenario.Load(filepath.Join(t.TempDir(), "none"), nil)
	require.ErrorIs(t, err, os.ErrNotExist)
}

// Every action of package ticket can be written in a scenario: add a new one to [ticket.Actions].
func TestEveryActionHasAName(t *testing.T) {
	files, err := filepath.Glob("../*.go")
	require.NoError(t, err)
	decides := regexp.MustCompile(`(?m)^func \((?:\w+ )?(\w+)\) decide\(`)
	var names []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range decides.FindAllStringSubmatch(string(text), -1) {
			if m[1] != strings.ToLower(m[1][:1])+m[1][1:] {
				names = append(names, strings.ToLower(regexp.MustCompile(`(.)([A-Z])`).ReplaceAllString(m[1], "${1}_$2")))
			}
		}
	}
	require.ElementsMatch(t, scenario.Actions(), names)
}

func FuzzAScenarioIsReadOrRefused(f *testing.F) {
	files, err := filepath.Glob("../testdata/scenarios/*.yaml")
	require.NoError(f, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(string(text))
	}
	f.Add("name: {a: *b}\n")
	f.Add("people: !!binary aGk=\nwhen: [{do: [perform], at: 09:00, by: ada, ticket: x}]")
	f.Add(head + "when: [{ticket: x, by: rosa, do: [open, set: , raise: {}], expect: {offer.fields.a.b: 1, clocks: {a: }, runs.99999999999999999999.a: 1}}]\n")
	book := tickettest.Book(f, tickettest.House())
	f.Fuzz(func(t *testing.T, text string) {
		s, err := scenario.Parse([]byte(text), book)
		if (s == nil) == (err == nil) {
			t.Fatal("neither a scenario nor a fault, or both")
		}
		if err != nil {
			return
		}
		for i, step := range s.Ordered() {
			if i > 0 && step.At.Before(s.Ordered()[i-1].At) {
				t.Fatal("out of order")
			}
		}
	})
}
