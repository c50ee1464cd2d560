package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/ticketmem"
	"github.com/fourline-go/fourline/tier"
)

// replayWith replays a log by a handbook that is changed in one place.
func replayWith(t *testing.T, file string, f Format, old, replaced string) replayed {
	t.Helper()
	text, err := handbooks.ReadFile(f.Handbook)
	require.NoError(t, err)
	require.Contains(t, string(text), old)
	book, err := handbook.Parse([]byte(strings.Replace(string(text), old, replaced, 1)))
	require.NoError(t, err)
	log := readLog(t, file, f)
	desk, err := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book})
	require.NoError(t, err)
	rules, err := NewRules(book, log)
	require.NoError(t, err)
	tally, err := Replay(t.Context(), desk, rules, log, 2, nil)
	require.NoError(t, err)
	return replayed{log, desk, &Report{Format: f, Tally: tally}}
}

// at gives a ticket as it stood at a time of the log.
func (r replayed) at(t *testing.T, id string, day, hour, minute int) ticket.Ticket {
	t.Helper()
	one, err := r.desk.At(t.Context(), "", id, time.Date(2016, 1, day, hour, minute, 0, 0, time.UTC))
	require.NoError(t, err)
	return one
}

func TestATicketIsWhatTheRowsSayAndNeverMore(t *testing.T) {
	r := replayFile(t, serviceNowLog, ServiceNow(), storeMem)
	first := r.at(t, "A-1", 4, 15, 5)
	require.Equal(t, "New", first.State)
	require.Equal(t, `Caller "One", Ltd`, first.Requester)
	require.Equal(t, "Category 1/Subcategory 2", first.Category)
	require.Equal(t, "3 - Moderate", first.Priority)
	require.Equal(t, time.Date(2016, 1, 4, 15, 0, 0, 0, time.UTC), first.Reported, "when it was opened, not when it was entered")
	require.Empty(t, first.Resolution)

	require.Equal(t, ticket.Party{Tier: "L1", Engineer: "bob"}, r.at(t, "A-1", 4, 16, 10).Working)
	require.Equal(t, 1, r.at(t, "A-1", 4, 16, 20).Entries, "a row in which nothing changes is a note")
	require.Empty(t, r.at(t, "A-1", 5, 15, 0).Resolution, "the row that resolves does not yet know with what it will be closed")
	require.Equal(t, "code 6", r.at(t, "A-1", 8, 15, 0).Resolution)

	require.Empty(t, r.at(t, "A-2", 4, 9, 30).Working.Engineer, "nobody works on what was solved at once")
	require.Equal(t, "bob", r.at(t, "A-2", 6, 9, 30).Working.Engineer, "until it comes back")
	require.Equal(t, "Awaiting Vendor", r.at(t, "A-2", 6, 9, 30).State, "a row whose time goes back happens with the one before")
	require.Empty(t, r.report.Tally.Left)
}

func TestEveryRowIsOneCommandOfTheImportByWhoChangedTheRow(t *testing.T) {
	r := replayFile(t, serviceNowLog, ServiceNow(), storeMem)
	var by []ticket.Actor
	for e, err := range r.desk.Events(t.Context(), "", "A-1") {
		require.NoError(t, err)
		by = append(by, e.By)
	}
	require.Equal(t, ticket.Actor{Kind: ticket.System, ID: "ann"}, by[0])
	require.Equal(t, ticket.Actor{Kind: ticket.System, ID: "timer"}, by[len(by)-1])
}

func TestAHandOverIsOfferedAndAcceptedAtOnceAndLeavesTheOwner(t *testing.T) {
	r := replayFile(t, vinstLog, VINST(), storeMem)
	one, err := r.desk.Get(t.Context(), "", "1-2")
	require.NoError(t, err)
	require.Equal(t, tier.ID("L1"), one.Owner.Tier)
	require.Equal(t, tier.ID("L2"), one.Tier)
	require.Equal(t, 3, one.HandOvers)
	require.Equal(t, 2, one.Bounces)
	require.Nil(t, one.Offer)
}

const names = "number,incident_state,reassignment_count,reopen_count,made_sla,caller_id,opened_at,sys_updated_by,sys_updated_at," +
	"contact_type,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,vendor,closed_code\n"

// rows writes a log of one case, one row an hour, each given as "state,impact,engineer".
func rows(t *testing.T, states ...string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(names)
	for i, s := range states {
		f := strings.Split(s, ",")
		at := time.Date(2016, 1, 4, 9+i, 0, 0, 0, time.UTC).Format("2/1/2006 15:04")
		b.WriteString("B-1," + f[0] + ",0,0,true,?,4/1/2016 09:00,ann," + at + ",Phone,Category 1,?,?,?," + f[1] + ",2 - Medium,3 - Moderate,?," +
			f[2] + ",?,?\n")
	}
	return write(t, b.String())
}

func TestAStateThatIsRefusedIsNotTriedAgainBeforeTheLogChangesIt(t *testing.T) {
	log := rows(t, "New,2 - Medium,?", "Active,2 - Medium,?", "Active,2 - Medium,ann", "Resolved,2 - Medium,ann")
	r := replayWith(t, log, ServiceNow(), "{ trigger: start, from", "{ trigger: start, guards: [assigned], from")
	require.Equal(t, map[Pair]int{{"New", "Active"}: 1, {"Active", "Resolved"}: 1}, r.report.Tally.Refused)
	require.Equal(t, 1, r.report.Tally.Resynchronised)
	require.Equal(t, "New", r.at(t, "B-1", 4, 11, 0).State)
	require.Equal(t, "ann", r.at(t, "B-1", 4, 11, 0).Working.Engineer)
	require.Equal(t, "Resolved", r.at(t, "B-1", 4, 12, 0).State)
	require.Empty(t, r.report.Tally.Left)
}

func TestATicketComesBackToLifeBeforeAnythingElseInItsRow(t *testing.T) {
	r := replayFile(t, rows(t, "Resolved,2 - Medium,?", "Active,2 - Medium,ann", "Resolved,2 - Medium,ann"), ServiceNow(), storeMem)
	require.Equal(t, "ann", r.at(t, "B-1", 4, 10, 0).Working.Engineer, "nobody can be assigned to a ticket that is done")
	require.Equal(t, 1, r.report.Figures.Reopens.Counted)
	require.Empty(t, r.report.Tally.Left)
}

func TestWhatTheHandbookRefusesOfAFirstRowIsLeftOut(t *testing.T) {
	const initial = "initial: [New, Active, Awaiting User Info, Awaiting Evidence, Awaiting Problem, Awaiting Vendor, Resolved, Closed]"
	r := replayWith(t, rows(t, "Active,2 - Medium,?", "Resolved,2 - Medium,?"), ServiceNow(), initial, "initial: [New]")
	require.Equal(t, map[string]int{`a first row's state: a ticket cannot begin in "Active"`: 1}, r.report.Tally.Left)
	require.Equal(t, "New", r.at(t, "B-1", 4, 9, 0).State)
	require.Equal(t, "Resolved", r.at(t, "B-1", 4, 10, 0).State)
	require.Equal(t, map[Pair]int{{"Active", "Resolved"}: 1}, r.report.Tally.Refused)

	r = replayWith(t, rows(t, "New,9 - Odd,?", "New,2 - Medium,?"), ServiceNow(), initial, initial)
	require.Equal(t, 1, r.report.Tally.Left[`a first row's fields: there is no impact "9 - Odd"`])
	require.Equal(t, "3 - Moderate", r.at(t, "B-1", 4, 10, 0).Priority, "the next row says it all")
}

func TestWhatIsRefusedOfALaterRowLeavesTheRestOfIt(t *testing.T) {
	log := rows(t, "New,2 - Medium,?", "-100,9 - Odd,ann", "-100,2 - Medium,ann", "-200,2 - Medium,ann")
	r := replayWith(t, log, ServiceNow(), "version: 1", "version: 2")
	require.Equal(t, map[string]int{`fields: there is no impact "9 - Odd"`: 1}, r.report.Tally.Left, "a refused state is counted elsewhere")
	require.Equal(t, map[Pair]int{{"New", "-100"}: 1, {"-100", "-200"}: 1}, r.report.Tally.Refused)
	require.Equal(t, "ann", r.at(t, "B-1", 4, 10, 0).Working.Engineer)
	require.Equal(t, 2, r.at(t, "B-1", 4, 12, 0).Entries, "rows of which nothing is left are notes")
	require.Equal(t, 4, r.report.Tally.Rows)
}

func TestTimeThatComesByTheHandbookIsTheLogsOwnMove(t *testing.T) {
	log := rows(t, "Resolved,2 - Medium,?", "Closed,2 - Medium,?")
	r := replayWith(t, log, ServiceNow(), "class: resolved }", "class: resolved, after: { wait: 30m, trigger: close } }")
	require.Equal(t, map[Pair]int{{"Resolved", "Closed"}: 1}, r.report.Tally.Accepted)
	require.Empty(t, r.report.Tally.Refused)
	require.Equal(t, time.Date(2016, 1, 4, 10, 0, 0, 0, time.UTC), r.at(t, "B-1", 4, 10, 0).Closed)
}

// broken is a store that has no room any more.
type broken struct{ ticket.Store }

var errFull = errors.New("the disk is full")

// Apply fails.
func (broken) Apply(context.Context, []ticket.Mutation) ([]ticket.Result, error) { return nil, errFull }

func TestAStoreThatFailsStopsTheReplayAndTheCaseIsNamed(t *testing.T) {
	book, err := loadHandbook(options{format: ServiceNow()})
	require.NoError(t, err)
	log := readLog(t, serviceNowLog, ServiceNow())
	desk, err := ticket.NewDesk(ticket.Config{Store: broken{ticketmem.New()}, Handbook: book})
	require.NoError(t, err)
	rules, err := NewRules(book, log)
	require.NoError(t, err)
	tally, err := Replay(t.Context(), desk, rules, log, 1, nil)
	require.ErrorIs(t, err, errFull)
	require.ErrorContains(t, err, "case A-1, its row 1: ")
	require.Zero(t, tally.Rows)
}

func TestADatabaseWithoutANameIsRemoved(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	store, err := openStore(t.Context(), storeSQLite, "")
	require.NoError(t, err)
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "replay-*", "*"))
	require.NoError(t, err)
	require.NotEmpty(t, left)
	require.NoError(t, store.Close())
	left, err = filepath.Glob(filepath.Join(os.TempDir(), "replay-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestTicketsAreOfTheKindThatTheLogShows(t *testing.T) {
	r := replayFile(t, vinstLog, VINST(), storeMem)
	for one, err := range r.desk.List(t.Context(), ticket.Query{}) {
		require.NoError(t, err)
		require.Equal(t, "incident", one.Kind)
	}
}
