package ticket_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

func (h *house) raise(key string) ticket.Receipt {
	h.t.Helper()
	receipt, err := h.desk.Do(h.t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{ticket.Raise{
		Key: key, Open: ticket.Open{Set: ticket.Set{"subject": "Disk full", "channel": "monitoring", "category": "servers"}},
	}}})
	require.NoError(h.t, err)
	return receipt
}

func TestAnAlarmThatRepeatsIsOneTicket(t *testing.T) {
	h := newHouse(t)
	first := h.raise("disk/srv-1").Ticket
	h.now = monday.Add(time.Minute)
	again := h.raise("disk/srv-1").Ticket
	require.Equal(t, first.ID, again.ID)
	require.Equal(t, ticket.Alarm{Key: "disk/srv-1", Count: 2, Last: h.now}, again.Alarm)
	require.NotEqual(t, first.ID, h.raise("disk/srv-2").Ticket.ID)
	require.Equal(t, again, h.folded(again.ID, "acme"))
}

func TestAnAlarmAfterTheEndIsANewTicket(t *testing.T) {
	h := newHouse(t)
	first := h.raise("disk").Ticket
	over, err := h.desk.Do(t.Context(), ticket.Command{Ticket: first.ID, By: monitor, Do: []ticket.Action{ticket.Clear{}}})
	require.NoError(t, err)
	require.Equal(t, "resolved", over.Ticket.State)
	require.True(t, over.Ticket.Alarm.Over)
	require.NotEqual(t, first.ID, h.raise("disk").Ticket.ID)
}

func TestOnlyAMonitorEndsAnAlarm(t *testing.T) {
	h := newHouse(t)
	h.printing()
	require.Equal(t, "alarm", h.refused(monitor, ticket.Clear{}).Rule)
	id := h.raise("disk").Ticket.ID
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: id, By: ada, Do: []ticket.Action{ticket.Clear{}}})
	require.ErrorIs(t, err, ticket.ErrRefused)
	_, err = h.desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{ticket.Raise{}}})
	require.ErrorIs(t, err, ticket.ErrRefused)
	_, err = h.desk.Do(t.Context(), ticket.Command{Ticket: "T", By: monitor, Do: []ticket.Action{ticket.Raise{Key: "other"}}})
	require.ErrorIs(t, err, ticket.ErrRefused)
}

func TestAStormOfOneAlarmIsCountedWhole(t *testing.T) {
	h := newHouse(t)
	var wg sync.WaitGroup
	ids := make(chan string, 80)
	for range 8 {
		wg.Go(func() {
			for range 10 {
				ids <- h.raise("disk").Ticket.ID
			}
		})
	}
	wg.Wait()
	close(ids)
	first := <-ids
	for id := range ids {
		require.Equal(t, first, id)
	}
	got, err := h.desk.Get(t.Context(), "acme", first)
	require.NoError(t, err)
	require.Equal(t, 80, got.Alarm.Count)
}

func TestManyWritersLoseNothing(t *testing.T) {
	h := newHouse(t)
	h.printing()
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 20 {
				_, err := h.try(ada, ticket.Note{Text: fmt.Sprintf("%d/%d", w, i)})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got, err := h.desk.Get(t.Context(), "acme", "T")
	require.NoError(t, err)
	require.Equal(t, 160, got.Entries)
	require.Equal(t, got, h.folded("T", "acme"))
}

// watched is a house whose handbook has rules for alarms.
func watched(t testing.TB, rules string, change ...func(*ticket.Config)) *house {
	t.Helper()
	return houseOf(t, "name: d\nversion: 1\nalarms:\n"+rules, change...)
}

// alarm raises an alarm about a source and checks that the ticket is the sum of its events.
func (h *house) alarm(key, source string, change ...func(*ticket.Raise)) ticket.Receipt {
	h.t.Helper()
	r := ticket.Raise{Key: key, Source: source, Open: ticket.Open{Set: ticket.Set{"subject": key}}}
	for _, c := range change {
		c(&r)
	}
	return h.alarms(r)
}

// over clears an alarm by its key.
func (h *house) over(key, source string) ticket.Receipt {
	h.t.Helper()
	return h.alarms(ticket.Clear{Key: key, Source: source})
}

func (h *house) alarms(a ticket.Action) ticket.Receipt {
	h.t.Helper()
	receipt, err := h.desk.Do(h.t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{a}})
	require.NoError(h.t, err)
	if receipt.Ticket.ID != "" {
		require.Equal(h.t, receipt.Ticket, h.folded(receipt.Ticket.ID, "acme"))
	}
	return receipt
}

// after moves the clock and does what is due.
func (h *house) after(d time.Duration) {
	h.t.Helper()
	h.now = h.now.Add(d)
	_, err := h.desk.Tick(h.t.Context())
	require.NoError(h.t, err)
}

// types gives the types of events, in order.
func types(events []ticket.Event) []ticket.EventType {
	var all []ticket.EventType
	for _, e := range events {
		all = append(all, e.Type)
	}
	return all
}

// history gives the types of a ticket's events.
func (h *house) history(id string) []ticket.EventType {
	h.t.Helper()
	var all []ticket.Event
	for e, err := range h.desk.Events(h.t.Context(), "acme", id) {
		require.NoError(h.t, err)
		all = append(all, e)
	}
	return types(all)
}

func TestAnAlarmKeepsWhatTheMonitorSaidLast(t *testing.T) {
	h := watched(t, "  - {}")
	first := h.alarm("disk", "db-1", func(r *ticket.Raise) { r.Severity, r.Text = "warning", "90 %" }).Ticket
	require.Equal(t, ticket.Alarm{Key: "disk", Source: "db-1", Severity: "warning", Text: "90 %", Count: 1, Last: h.now}, first.Alarm)
	require.Equal(t, "monitoring", first.Channel)
	h.after(time.Minute)
	second := h.alarm("disk", "db-1", func(r *ticket.Raise) { r.Severity, r.Text, r.Times = "critical", "97 %", 40 })
	require.Equal(t, ticket.Alarm{Key: "disk", Source: "db-1", Severity: "critical", Text: "97 %", Count: 41, Last: h.now}, second.Ticket.Alarm)
	require.Equal(t, "disk", second.Ticket.Subject, "the ticket is as it was opened")
	require.Equal(t, 40, second.Events[0].Times)
	third := h.alarm("disk", "")
	require.Equal(t, 42, third.Ticket.Alarm.Count)
	require.Empty(t, third.Events[0].Changes, "what is left out stays")
}

func TestARaiseIsRefused(t *testing.T) {
	h := watched(t, "  - {}")
	for name, r := range map[string]ticket.Raise{
		"without a key":                {},
		"with a key of the desk's own": {Key: "storm:db-1"},
		"with a long key":              {Key: strings.Repeat("k", ticket.MaxKey+1)},
		"about something long":         {Key: "k", Source: strings.Repeat("k", ticket.MaxSource+1)},
		"with a long severity":         {Key: "k", Severity: strings.Repeat("k", ticket.MaxName+1)},
		"with a long text":             {Key: "k", Text: strings.Repeat("k", ticket.MaxAlarmText+1)},
		"with a text nobody can read":  {Key: "k", Text: "\xff"},
		"less than never":              {Key: "k", Times: -1},
		"too often at once":            {Key: "k", Times: ticket.MaxTimes + 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := h.desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{r}})
			require.ErrorIs(t, err, ticket.ErrRefused)
		})
	}
}

func TestAMonitorRaisesAndClearsAndDoesNothingElse(t *testing.T) {
	h := newHouse(t)
	id := h.raise("disk").Ticket.ID
	for _, a := range []ticket.Action{
		ticket.Open{},
		ticket.Acknowledge{},
		ticket.Set{"subject": "s"},
		ticket.Move{Trigger: "clear"},
		ticket.Assign{},
		ticket.HandOver{},
		ticket.Accept{},
		ticket.Reject{},
		ticket.Note{Text: "n"},
		ticket.Message{Text: "m"},
		ticket.StartRun{},
		ticket.StepRun{},
		ticket.EndRun{},
	} {
		_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: id, By: monitor, Do: []ticket.Action{a}})
		var refusal *ticket.Refusal
		require.ErrorAs(t, err, &refusal, "%T", a)
		require.Equal(t, "right", refusal.Rule, "%T", a)
		_, err = h.desk.Do(t.Context(), ticket.Command{Ticket: id, By: monitor, Do: []ticket.Action{ticket.Raise{Key: "disk"}, a}})
		require.ErrorIs(t, err, ticket.ErrRefused, "%T after raising", a)
	}
	require.Equal(t, []ticket.EventType{ticket.Opened}, h.history(id))
}

func TestAlarmsAreNotForRequestersAndVendors(t *testing.T) {
	h := newHouse(t)
	id := h.raise("disk").Ticket.ID
	for _, by := range []ticket.Actor{rosa, vendor, {Kind: "boss", Client: "acme"}} {
		_, err := h.desk.Do(t.Context(), ticket.Command{By: by, Do: []ticket.Action{ticket.Raise{Key: "other"}}})
		require.ErrorIs(t, err, ticket.ErrRefused, by.Kind)
	}
	for _, by := range []ticket.Actor{rosa, ada, ben, mara, vendor, {Kind: ticket.Automation, Tier: "L1", Client: "acme"}} {
		for _, c := range []ticket.Clear{{Key: "disk"}, {Key: "nothing"}, {}} {
			command := ticket.Command{By: by, Do: []ticket.Action{c}}
			if c.Key == "" {
				command.Ticket = id
			}
			_, err := h.desk.Do(t.Context(), command)
			require.ErrorIs(t, err, ticket.ErrRefused, "%s %+v", by.Kind, c)
		}
	}
	_, err := h.desk.Do(t.Context(), ticket.Command{By: ada, Do: []ticket.Action{ticket.Raise{Key: "disk"}}})
	require.NoError(t, err, "somebody may log an alarm that was called in")
	require.Equal(t, []ticket.EventType{ticket.Opened, ticket.Alarmed}, h.history(id))
}

func TestAnAlarmIsClearedByItsKey(t *testing.T) {
	h := newHouse(t)
	first := h.raise("disk").Ticket
	other := h.raise("fan").Ticket
	over := h.over("disk", "")
	require.Equal(t, first.ID, over.Ticket.ID)
	require.Equal(t, "resolved", over.Ticket.State)
	require.True(t, h.get(other.ID).Open())
}

func TestClearingWhatIsNotOpenDoesNothing(t *testing.T) {
	h := newHouse(t)
	require.Empty(t, h.over("disk", "").Ticket.ID)
	id := h.raise("disk").Ticket.ID
	h.over("disk", "")
	before := h.get(id)
	require.Empty(t, h.over("disk", "").Events, "it is over already")
	require.Equal(t, before, h.get(id))
	_, err := h.desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{ticket.Clear{}}})
	require.ErrorIs(t, err, ticket.ErrInvalid, "which?")
	_, err = h.desk.Do(t.Context(), ticket.Command{By: ada, Do: []ticket.Action{ticket.Clear{Key: "disk"}, ticket.Open{}}})
	require.ErrorIs(t, err, ticket.ErrInvalid, "of which ticket?")
	prefix := ticket.Actor{Kind: ticket.Monitor, ID: "probe", Client: "acm"}
	id = h.raise("disk").Ticket.ID
	receipt, err := h.desk.Do(t.Context(), ticket.Command{By: prefix, Do: []ticket.Action{ticket.Clear{Key: "disk"}}})
	require.NoError(t, err)
	require.Empty(t, receipt.Ticket.ID, "another client's")
	require.True(t, h.get(id).Open())
}

func TestAClearIsForItsOwnTicket(t *testing.T) {
	h := newHouse(t)
	id := h.raise("disk").Ticket.ID
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: id, By: monitor, Do: []ticket.Action{ticket.Clear{Key: "fan"}}})
	require.ErrorIs(t, err, ticket.ErrRefused)
	require.True(t, h.get(id).Open())
}

func TestAClearThatIsOvertakenByAPersonDoesNothing(t *testing.T) {
	h := newHouse(t)
	id := h.raise("disk").Ticket.ID
	desk, err := ticket.NewDesk(ticket.Config{Store: &ending{Store: h.store, end: func() {
		_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: id, By: mara, Do: []ticket.Action{ticket.Move{
			Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"},
		}}})
		require.NoError(t, err)
	}}, Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }})
	require.NoError(t, err)
	receipt, err := desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{ticket.Clear{Key: "disk"}}})
	require.NoError(t, err)
	require.Empty(t, receipt.Events)
	require.False(t, h.get(id).Alarm.Over)
}

func TestAnAlarmThatComesBackSoonTakesItsTicketUpAgain(t *testing.T) {
	h := watched(t, "  - {reopen: 10m}")
	first := h.alarm("disk", "").Ticket
	h.over("disk", "")
	h.after(10 * time.Minute) // to the instant
	again := h.alarm("disk", "")
	require.Equal(t, first.ID, again.Ticket.ID)
	require.Equal(t, []ticket.EventType{ticket.Alarmed, ticket.Moved}, types(again.Events))
	require.Equal(t, "reopen", again.Events[1].Trigger)
	require.Equal(t, 1, again.Ticket.Reopens)
	require.Equal(t, 2, again.Ticket.Alarm.Count)
	require.False(t, again.Ticket.Alarm.Over)
	h.over("disk", "")
	h.after(10*time.Minute + time.Microsecond)
	require.NotEqual(t, first.ID, h.alarm("disk", "").Ticket.ID, "too late")
}

func TestTheTicketThatWasResolvedLastIsTakenUpAgain(t *testing.T) {
	for name, reopenFirst := range map[string]bool{"the second": false, "the first, which was reopened": true} {
		t.Run(name, func(t *testing.T) {
			h := watched(t, "  - {reopen: 10m}")
			first := h.alarm("disk", "").Ticket.ID
			h.over("disk", "")
			h.after(11 * time.Minute)
			want := h.alarm("disk", "").Ticket.ID
			require.NotEqual(t, first, want)
			h.over("disk", "")
			if reopenFirst {
				h.after(time.Minute)
				h.on(first, ada, ticket.Move{Trigger: "reopen"})
				h.over("disk", "")
				want = first
			}
			h.after(time.Minute)
			require.Equal(t, want, h.alarm("disk", "").Ticket.ID)
		})
	}
}

func TestAnAlarmWhoseTicketCannotBeReopenedOpensAnother(t *testing.T) {
	for name, kind := range map[string]string{
		"no way leads back": "{trigger: fly, from: [solved], to: new}",
		"a guard holds":     "{trigger: again, from: [solved], to: new, reopens: true, guards: [runbook_done, assigned]}",
	} {
		t.Run(name, func(t *testing.T) {
			h := houseOf(t, `
name: d
version: 1
alarms: [{reopen: 1h}]
kinds:
  - name: incident
    on_clear: clear
    initial: [new]
    states: [{name: new, class: new}, {name: solved, class: resolved}]
    transitions: [{trigger: clear, from: [new], to: solved, by: [monitor]}, `+kind+`]
`)
			first := h.alarm("disk", "").Ticket
			require.Equal(t, "solved", h.over("disk", "").Ticket.State)
			require.NotEqual(t, first.ID, h.alarm("disk", "").Ticket.ID)
		})
	}
}

func TestATicketThatWasClosedIsNotTakenUpAgain(t *testing.T) {
	h := watched(t, "  - {reopen: 100h}")
	first := h.alarm("disk", "").Ticket
	h.over("disk", "")
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: first.ID, By: ada, Do: []ticket.Action{ticket.Move{Trigger: "close"}}})
	require.NoError(t, err)
	require.NotEqual(t, first.ID, h.alarm("disk", "").Ticket.ID)
}

func TestOfDesksThatTakeATicketUpAgainAllCount(t *testing.T) {
	h := watched(t, "  - {reopen: 1h}")
	first := h.alarm("disk", "").Ticket
	h.over("disk", "")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				_, err := h.desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{ticket.Raise{Key: "disk"}}})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got := h.get(first.ID)
	require.Equal(t, 41, got.Alarm.Count)
	require.Equal(t, 1, got.Reopens)
}

func TestRepetitionsAreEventsUnlessAWindowIsAgreed(t *testing.T) {
	count := func(rules string) (events, counted int) {
		h := watched(t, rules)
		id := h.alarm("disk", "").Ticket.ID
		for range 600 { // ten minutes
			h.now = h.now.Add(time.Second)
			h.alarm("disk", "")
		}
		return len(h.history(id)), h.get(id).Alarm.Count
	}
	events, counted := count("  - {}")
	require.Equal(t, 601, events)
	require.Equal(t, 601, counted, "nothing is lost")
	events, counted = count("  - {window: 1m}")
	require.Equal(t, 11, events)
	require.Equal(t, 11, counted, "once a minute")
}

func TestWhatIsNewIsWrittenWithinTheWindow(t *testing.T) {
	h := watched(t, "  - {window: 1m, reopen: 1h}")
	h.alarm("disk", "")
	require.Empty(t, h.alarm("disk", "").Events)
	require.Len(t, h.alarm("disk", "", func(r *ticket.Raise) { r.Severity = "critical" }).Events, 1)
	require.Empty(t, h.alarm("disk", "", func(r *ticket.Raise) { r.Severity = "critical" }).Events)
	require.Len(t, h.alarm("disk", "", func(r *ticket.Raise) { r.Text = "97 %" }).Events, 1)
	require.Len(t, h.alarm("disk", "", func(r *ticket.Raise) { r.Times = 7 }).Events, 1, "a monitor that counts is believed")
	require.Empty(t, h.alarm("disk", "", func(r *ticket.Raise) { r.Times = 1 }).Events)
	h.over("disk", "")
	require.Len(t, h.alarm("disk", "").Events, 2, "it is back")
}

func TestTheFirstRuleThatMatchesAnAlarmDecides(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
clients: [{id: acme}, {id: acm}]
alarms:
  - {match: {client: [acm]}, reopen: 1h}
  - {match: {service: [web]}, reopen: 1h}
  - {match: {key: disk/, source: [db-1, db-2]}, reopen: 1h}
  - {match: {source: [db-1]}}
`)
	returns := func(key, source, service string) bool {
		h.now = h.now.Add(24 * time.Hour)
		as := func(r *ticket.Raise) { r.Open.Set["service"] = service }
		first := h.alarm(key, source, as).Ticket.ID
		h.over(key, source)
		back := h.alarm(key, source, as).Ticket.ID
		h.over(key, source)
		return first == back
	}
	require.False(t, returns("disk", "", ""))
	require.True(t, returns("disk", "", "web"))
	require.False(t, returns("disk", "", "webs"))
	require.True(t, returns("disk/1", "db-2", ""))
	require.False(t, returns("disk/1", "db-3", ""))
	require.False(t, returns("fan", "db-1", ""))
	require.False(t, returns("disks/1", "db-1", ""))
}

func TestChannelsAreAgreedForAlarmsToo(t *testing.T) {
	h := houseOf(t, "name: d\nversion: 1\nclients: [{id: acme, channels: [phone, email]}, {id: acm}]\n")
	raise := ticket.Raise{Key: "disk"}
	_, err := h.desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{raise}})
	var refusal *ticket.Refusal
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, "channel", refusal.Rule)
	require.Equal(t, []string{"phone", "email"}, refusal.Allowed)
	raise.Open.Set = ticket.Set{"channel": "phone"}
	_, err = h.desk.Do(t.Context(), ticket.Command{By: ada, Do: []ticket.Action{raise}})
	require.NoError(t, err, "called in")
	raise.Open.Set = nil
	receipt, err := h.desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{raise}})
	require.NoError(t, err, "what is said about a ticket that is there is heard")
	require.Equal(t, 2, receipt.Ticket.Alarm.Count)
}
