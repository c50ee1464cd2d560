package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/report"
	"github.com/fourline-go/fourline/ticket/ticketmem"
	"github.com/fourline-go/fourline/tier"
)

var update = flag.Bool("update", false, "write the golden files anew")

// thePlan is the day that comes with the program.
func thePlan(t testing.TB) *plan {
	t.Helper()
	book, err := handbook.Load("handbook.yaml")
	require.NoError(t, err)
	plan, err := loadPlan([]string{"scenario.yaml", "outage_scenario.yaml"}, book)
	require.NoError(t, err)
	return plan
}

// chapter is one of the files of the day that comes with the program.
func chapter(t testing.TB, file string) *plan {
	t.Helper()
	book, err := handbook.Load("handbook.yaml")
	require.NoError(t, err)
	plan, err := loadPlan([]string{file}, book)
	require.NoError(t, err)
	return plan
}

// shown plays a day on a store and gives what is shown.
func shown(t testing.TB, plan *plan, store ticket.Store, asJSON bool) string {
	t.Helper()
	var out bytes.Buffer
	surprises, err := present(t.Context(), plan, store, &out, asJSON)
	require.NoError(t, err)
	require.Zero(t, surprises, out.String())
	return out.String()
}

func onDisk(t testing.TB, file string) ticket.Store {
	t.Helper()
	store, err := openStore(context.Background(), file)
	require.NoError(t, err)
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "run the test with -update to accept it")
}

func TestTheDayLooksTheSameOnEveryRunAndEveryStore(t *testing.T) {
	golden(t, "day.txt", shown(t, thePlan(t), ticketmem.New(), false))
	golden(t, "day.txt", shown(t, thePlan(t), onDisk(t, filepath.Join(t.TempDir(), "desk.db")), false))
}

func TestTheFiguresAsJSON(t *testing.T) {
	text := shown(t, thePlan(t), ticketmem.New(), true)
	golden(t, "figures.json", text)
	var figures map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &figures))
}

func TestNothingIsWiderThanTheScreen(t *testing.T) {
	for line := range strings.Lines(shown(t, thePlan(t), ticketmem.New(), false)) {
		require.LessOrEqual(t, len([]rune(strings.TrimRight(line, "\n"))), width, line)
		require.Equal(t, strings.TrimRight(line, " \n"), strings.TrimRight(line, "\n"))
	}
}

func TestTheDayShowsWhatADeskIsFor(t *testing.T) {
	store := ticketmem.New()
	shown(t, thePlan(t), store, false)
	all := cases(t, store)
	find := func(what string, holds func(report.Case) bool) report.Case {
		t.Helper()
		i := slices.IndexFunc(all, holds)
		require.NotEqual(t, -1, i, what)
		return all[i]
	}
	has := func(c report.Case, holds func(ticket.Event) bool) bool { return slices.ContainsFunc(c.Events, holds) }
	ran := func(c report.Case, at tier.ID, outcome runbook.Outcome) bool {
		return slices.ContainsFunc(c.Ticket.Runs, func(r runbook.Run) bool { return r.Tier == at && r.Outcome == outcome })
	}

	channels := map[string]bool{}
	for _, c := range all {
		channels[c.Ticket.Channel] = true
		require.EqualValues(t, "L1", c.Ticket.Owner.Tier, "the first line owns all")
		require.EqualValues(t, "closed", c.Ticket.Class)
	}
	require.Subset(t, channels, map[string]bool{"phone": true, "email": true, "web": true, "monitoring": true})

	alarm := find("an alarm that repeats", func(c report.Case) bool { return c.Ticket.Alarm.Count > 1 })
	require.Equal(t, 3, alarm.Ticket.Alarm.Count)
	find("a cookbook fix", func(c report.Case) bool { return way(c) == "L1" && ran(c, "L1", runbook.Resolved) })
	find("a Run-Book fix with an action", func(c report.Case) bool {
		return way(c) == "L1 L2" && ran(c, "L2", runbook.Resolved) &&
			has(c, func(e ticket.Event) bool { return e.Run != nil && e.Run.Kind == runbook.StepStarted })
	})
	insufficient := find("a Run-Book that is not enough", func(c report.Case) bool { return way(c) == "L1 L2 L3" && ran(c, "L2", runbook.Insufficient) })
	require.True(t, has(insufficient, func(e ticket.Event) bool { return e.Offer != nil && e.Offer.Evidence != "" }))
	vendor := find("all four lines", func(c report.Case) bool { return way(c) == "L1 L2 L3 L4 L3" }).Ticket
	require.Equal(t, []string{"MS-4711", "noor", "mercury"}, []string{vendor.VendorReference, vendor.Manager, vendor.Vendor})
	climbs := find("nobody acknowledges", func(c report.Case) bool { return c.Ticket.Acknowledged.Sub(c.Ticket.Reported) > 45*time.Minute })
	require.True(t, has(climbs, func(e ticket.Event) bool { return e.Type == ticket.Offered && e.By.Kind == ticket.System }), "handed over by time")
	require.True(t, has(climbs, func(e ticket.Event) bool { return e.Policy != "" && e.Why == "call the manager" }))
	find("waiting for the customer", func(c report.Case) bool {
		stands := func(e ticket.Event) bool {
			return slices.ContainsFunc(e.Clocks, func(k ticket.Clock) bool { return k.Metric == "resolve" && k.Paused() })
		}
		replies := func(e ticket.Event) bool { return e.Type == ticket.Moved && e.Trigger == "reply" }
		return has(c, stands) && has(c, replies)
	})
	find("a breach", func(c report.Case) bool {
		return has(c, func(e ticket.Event) bool { return e.Type == ticket.Breached && e.Why == "resolve" })
	})
	find("an approval of a hand-over", func(c report.Case) bool {
		return has(c, func(e ticket.Event) bool { return e.Type == ticket.Approved })
	})
	find("a rating", func(c report.Case) bool { return c.Ticket.Kind == "request" && c.Ticket.Rating.Score == 5 })
	major := find("a major incident", func(c report.Case) bool { return c.Ticket.Major.Status == ticket.MajorAccepted }).Ticket
	require.Len(t, major.Linked(ticket.LinkChild), 3)
	require.NotEmpty(t, major.Major.Review)
	find("the problem behind it", func(c report.Case) bool {
		_, linked := c.Ticket.Link(ticket.LinkIncident, major.ID)
		return c.Ticket.Kind == "problem" && linked && has(c, func(e ticket.Event) bool { return strings.Contains(text(t, e), "known_error") })
	})
	find("the change that mends it", func(c report.Case) bool {
		return c.Ticket.Kind == "emergency_change" && has(c, func(e ticket.Event) bool { return e.Trigger == "authorise" && e.By.Kind == ticket.Manager })
	})
	find("a child that its parent resolved", func(c report.Case) bool {
		_, child := c.Ticket.Link(ticket.LinkParent, major.ID)
		return child && has(c, func(e ticket.Event) bool { return e.Trigger == "resolve" && e.By.Kind == ticket.System })
	})
	find("a duplicate", func(c report.Case) bool { return c.Ticket.MergedInto != "" })
	find("the update that is late", func(c report.Case) bool {
		return has(c, func(e ticket.Event) bool { return e.Type == ticket.MajorUpdateDue })
	})
	find("a reopening", func(c report.Case) bool { return c.Ticket.Reopens > 0 })
	find("closed by time", func(c report.Case) bool {
		return has(c, func(e ticket.Event) bool { return e.Trigger == "close" && e.By.Kind == ticket.System })
	})
	for f, most := range map[ticket.Field]string{ticket.FieldCategory: "L1", ticket.FieldImpact: "L1"} {
		find(string(f), func(c report.Case) bool {
			return has(c, func(e ticket.Event) bool {
				_, ok := e.Changed(f)
				return ok && string(e.By.Tier) == most && e.Type == ticket.Changed
			})
		})
	}
}

// cases reads everything that a store holds, and checks that each ticket is the sum of its events.
func cases(t testing.TB, store ticket.Store) []report.Case {
	t.Helper()
	plan := thePlan(t)
	desk, err := ticket.NewDesk(ticket.Config{Store: store, Handbook: plan.Book})
	require.NoError(t, err)
	var all []report.Case
	for _, client := range plan.clients() {
		for c, err := range report.Cases(context.Background(), desk, ticket.Query{Client: client}) {
			require.NoError(t, err)
			folded, err := ticket.Fold(c.Ticket.ID, client, desk.Events(context.Background(), client, c.Ticket.ID))
			require.NoError(t, err)
			require.Equal(t, text(t, c.Ticket), text(t, folded))
			all = append(all, c)
		}
	}
	return all
}

func text(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

func TestASecondRunHasNothingLeftToDo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "desk.db")
	store := onDisk(t, file)
	first := shown(t, thePlan(t), store, false)
	before := meaning(t, store)
	require.NoError(t, store.Close())

	store = onDisk(t, file)
	second := shown(t, thePlan(t), store, false)
	require.Equal(t, before, meaning(t, store))
	require.Contains(t, second, "Picked up on Friday, 4 December 2026, at 09:44: 17 tickets are there")
	tables := func(s string) string { return s[strings.Index(s, "\nTickets\n"):] }
	require.Equal(t, tables(first), tables(second))
	require.NotContains(t, second, "Ada Kaya, L1", "what was shown is not shown again")
}

func TestACancelledRunSaysSoAndLosesNothing(t *testing.T) {
	store := ticketmem.New()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := present(ctx, thePlan(t), store, io.Discard, false)
	require.ErrorIs(t, err, context.Canceled)
	shown(t, thePlan(t), store, false)
}

func TestColoursAreForTerminalsAlone(t *testing.T) {
	require.False(t, bool(paintFor(&bytes.Buffer{})))
	require.Equal(t, "text", paint(false).in(bad, "text"))
	require.Equal(t, "\x1b[31mtext\x1b[0m", paint(true).in(bad, "text"))
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no terminal to ask: ", err)
	}
	defer terminal.Close()
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	require.True(t, bool(paintFor(terminal)))
	t.Setenv("NO_COLOR", "1")
	require.False(t, bool(paintFor(terminal)))
}
