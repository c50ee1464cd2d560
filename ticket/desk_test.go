package ticket_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// monday is a working day's opening in the calendar of the tests.
var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// Who acts in the tests, all on tickets of acme.
var (
	rosa    = ticket.Actor{Kind: ticket.Requester, ID: "rosa", Client: "acme"}
	ada     = ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L1", Client: "acme"}
	ben     = ticket.Actor{Kind: ticket.Engineer, ID: "ben", Tier: "L2", Client: "acme"}
	cleo    = ticket.Actor{Kind: ticket.Engineer, ID: "cleo", Tier: "L3", Client: "acme"}
	mara    = ticket.Actor{Kind: ticket.Manager, ID: "mara", Client: "acme"}
	vendor  = ticket.Actor{Kind: ticket.Vendor, ID: "printco", Client: "acme"}
	monitor = ticket.Actor{Kind: ticket.Monitor, ID: "probe", Client: "acme"}
)

// house is a desk with a clock that only moves when told to, and a notifier that remembers.
type house struct {
	t     testing.TB
	desk  *ticket.Desk
	store ticket.Store
	now   time.Time
	sent  []escalation.Notice
	fail  error // what the notifier says
}

func newHouse(t testing.TB, change ...func(*ticket.Config)) *house {
	t.Helper()
	text, err := os.ReadFile("testdata/handbook.yaml")
	require.NoError(t, err)
	return houseOf(t, string(text), change...)
}

func houseOf(t testing.TB, policy string, change ...func(*ticket.Config)) *house {
	t.Helper()
	book := parsed(t, policy)
	h := &house{t: t, store: ticketmem.New(), now: monday}
	config := ticket.Config{Store: h.store, Handbook: book, Now: func() time.Time { return h.now }, Notifier: h}
	for _, c := range change {
		c(&config)
	}
	var err error
	h.desk, err = ticket.NewDesk(config)
	require.NoError(t, err)
	return h
}

// handbooks are those of the tests by their text: one is immutable, and reading it takes longer than most tests.
var handbooks sync.Map

func parsed(t testing.TB, policy string) *ticket.Handbook {
	t.Helper()
	if book, ok := handbooks.Load(policy); ok {
		return book.(*ticket.Handbook)
	}
	book, err := handbook.Parse([]byte(policy))
	require.NoError(t, err)
	handbooks.Store(policy, book)
	return book
}

func (h *house) Notify(_ context.Context, n escalation.Notice) error {
	if h.fail != nil {
		return h.fail
	}
	h.sent = append(h.sent, n)
	return nil
}

// do carries out actions on the ticket T and wants them to succeed. Afterwards the events must fold to the ticket.
func (h *house) do(by ticket.Actor, actions ...ticket.Action) ticket.Ticket {
	h.t.Helper()
	receipt, err := h.try(by, actions...)
	require.NoError(h.t, err)
	require.Equal(h.t, receipt.Ticket, h.folded("T", by.Client))
	return receipt.Ticket
}

func (h *house) try(by ticket.Actor, actions ...ticket.Action) (ticket.Receipt, error) {
	return h.desk.Do(h.t.Context(), ticket.Command{Ticket: "T", By: by, Do: actions})
}

// refused carries out actions and wants a refusal that changes nothing.
func (h *house) refused(by ticket.Actor, actions ...ticket.Action) *ticket.Refusal {
	h.t.Helper()
	before, _ := h.desk.Get(h.t.Context(), by.Client, "T")
	_, err := h.try(by, actions...)
	require.ErrorIs(h.t, err, ticket.ErrRefused)
	var refusal *ticket.Refusal
	require.ErrorAs(h.t, err, &refusal)
	after, _ := h.desk.Get(h.t.Context(), by.Client, "T")
	require.Equal(h.t, before, after)
	require.NotEmpty(h.t, refusal.Rule)
	require.Regexp(h.t, `[^.]$`, refusal.Why, "a sentence without a full stop")
	require.Equal(h.t, by, refusal.Actor)
	require.Equal(h.t, *refusal, reread(h.t, *refusal), "a refusal is data")
	return refusal
}

// folded gives what the events lead to, each written as JSON and read back, and the ticket itself likewise.
func (h *house) folded(id, client string) ticket.Ticket {
	h.t.Helper()
	t, err := ticket.Fold(id, client, func(yield func(ticket.Event, error) bool) {
		for e, err := range h.desk.Events(h.t.Context(), client, id) {
			if !yield(reread(h.t, e), err) {
				return
			}
		}
	})
	require.NoError(h.t, err)
	return reread(h.t, t)
}

// reread writes a value as JSON and reads it back.
func reread[T any](t testing.TB, v T) T {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	var again T
	require.NoError(t, json.Unmarshal(text, &again))
	return again
}

// at moves the clock and does what is due.
func (h *house) at(since time.Duration) ticket.Ticket {
	h.t.Helper()
	h.now = monday.Add(since)
	_, err := h.desk.Tick(h.t.Context())
	require.NoError(h.t, err)
	t, err := h.desk.Get(h.t.Context(), "acme", "T")
	require.NoError(h.t, err)
	require.Equal(h.t, t, h.folded("T", "acme"))
	return t
}

func (h *house) events(types ...ticket.EventType) []ticket.Event {
	h.t.Helper()
	var found []ticket.Event
	for e, err := range h.desk.Events(h.t.Context(), "acme", "T") {
		require.NoError(h.t, err)
		if len(types) == 0 || slices.Contains(types, e.Type) {
			found = append(found, e)
		}
	}
	return found
}

func clockOf(t ticket.Ticket, metric string) ticket.Clock {
	i := slices.IndexFunc(t.Clocks, func(c ticket.Clock) bool { return c.Metric == metric })
	if i < 0 {
		return ticket.Clock{}
	}
	return t.Clocks[i]
}

// printing opens the ticket that most tests are about: P3, in the hands of L1.
func (h *house) printing() ticket.Ticket {
	h.t.Helper()
	return h.do(rosa, ticket.Open{Set: ticket.Set{"subject": "Cannot print", "channel": "web", "category": "printing", "impact": "medium", "urgency": "medium"}})
}

func TestOpeningFillsInWhatTheHandbookKnows(t *testing.T) {
	h := newHouse(t)
	got := h.printing()
	require.Equal(t, "incident", got.Kind)
	require.Equal(t, "new", got.State)
	require.EqualValues(t, "new", got.Class)
	require.EqualValues(t, "L1", got.Tier)
	require.Equal(t, ticket.Party{Tier: "L1"}, got.Owner)
	require.Equal(t, "P3", got.Priority)
	require.Equal(t, 3, got.Handbook)
	require.Equal(t, monday, got.Opened)
	require.Equal(t, monday, got.Reported)
	require.EqualValues(t, 1, got.Version)
	require.Len(t, got.Clocks, 3)
}

func TestOpeningIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		by   ticket.Actor
		open ticket.Open
		rule string
	}{
		{"for a client that the handbook does not have", ticket.Actor{Kind: ticket.Requester, Client: "stranger"}, ticket.Open{}, "right"},
		{"through a channel that was not agreed", rosa, ticket.Open{Set: ticket.Set{"channel": "fax"}}, "channel"},
		{"of a kind that there is not", rosa, ticket.Open{Kind: "wish"}, "kind"},
		{"in a state tickets do not begin in", ada, ticket.Open{State: "closed"}, "state"},
		{"at a tier that there is not", ada, ticket.Open{Tier: "L9"}, "tier"},
		{"at a tier that a requester chose", rosa, ticket.Open{Tier: "L2"}, "right"},
		{"with a priority that a requester chose", rosa, ticket.Open{Set: ticket.Set{"priority": "P1"}}, "right"},
		{"by a requester for somebody else", rosa, ticket.Open{Set: ticket.Set{"requester": "rolf"}}, "right"},
		{"by a requester in the past", rosa, ticket.Open{Reported: monday.Add(-time.Hour)}, "right"},
		{"by a manager nobody knows", ticket.Actor{Kind: ticket.Manager, ID: "eve", Client: "acme"}, ticket.Open{}, "right"},
		{"by an engineer who says to be a manager", ticket.Actor{Kind: ticket.Manager, ID: "ada", Client: "acme"}, ticket.Open{}, "right"},
		{"with an impact that there is not", rosa, ticket.Open{Set: ticket.Set{"impact": "cosmic"}}, "field"},
		{"with a field that follows from what happens", rosa, ticket.Open{Set: ticket.Set{"state": "closed"}}, "field"},
		{"by a vendor", vendor, ticket.Open{}, "right"},
		{"by an engineer nobody knows", ticket.Actor{Kind: ticket.Engineer, ID: "eve", Tier: "L1", Client: "acme"}, ticket.Open{}, "right"},
		{"by an engineer at a tier that is not theirs", ticket.Actor{Kind: ticket.Engineer, ID: "ada", Tier: "L3", Client: "acme"}, ticket.Open{}, "right"},
		{"by a kind of actor that there is not", ticket.Actor{Kind: "boss", Client: "acme"}, ticket.Open{}, "right"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.rule, newHouse(t).refused(c.by, c.open).Rule)
		})
	}
}

func TestATicketOfAnotherClientDoesNotExist(t *testing.T) {
	h := newHouse(t)
	h.printing()
	stranger := ada
	stranger.Client = "acm"
	_, err := h.try(stranger, ticket.Acknowledge{})
	require.ErrorIs(t, err, ticket.ErrNotFound)
	_, err = h.desk.Get(t.Context(), "acm", "T")
	require.ErrorIs(t, err, ticket.ErrNotFound)
	for range h.desk.Events(t.Context(), "acm", "T") {
		t.Fatal("another client's events")
	}
}

func TestACommandIsCheckedBeforeItIsDecided(t *testing.T) {
	h := newHouse(t)
	long := strings.Repeat("x", 300)
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: long, Key: long, By: ticket.Actor{Client: long}, Do: []ticket.Action{nil}})
	require.ErrorIs(t, err, ticket.ErrInvalid)
	require.Len(t, ticket.Faults(err), 4)
	_, err = h.desk.Do(t.Context(), ticket.Command{Ticket: "T\x00", By: ada, Do: []ticket.Action{ticket.Acknowledge{}}})
	require.ErrorContains(t, err, "Ticket: has characters that nobody can read")
	_, err = h.desk.Do(t.Context(), ticket.Command{By: ada, Do: []ticket.Action{ticket.Acknowledge{}}})
	require.ErrorContains(t, err, "Ticket: is missing")
	_, err = h.desk.Do(t.Context(), ticket.Command{Ticket: "T", By: ada})
	require.ErrorIs(t, err, ticket.ErrInvalid)
}

func TestADeskNamesTicketsThatComeWithoutAName(t *testing.T) {
	h := newHouse(t)
	open := func() string {
		receipt, err := h.desk.Do(t.Context(), ticket.Command{By: rosa, Do: []ticket.Action{ticket.Open{}}})
		require.NoError(t, err)
		return receipt.Ticket.ID
	}
	first, second := open(), open()
	require.Regexp(t, `^T-[A-Z2-7]{12}$`, first)
	require.NotEqual(t, first, second)

	h.printing()
	_, err := h.try(rosa, ticket.Open{})
	require.ErrorIs(t, err, ticket.ErrDuplicate)
}

func TestTheSameKeyIsCarriedOutOnce(t *testing.T) {
	h := newHouse(t)
	send := func(key string, actions ...ticket.Action) (ticket.Receipt, error) {
		return h.desk.Do(t.Context(), ticket.Command{Ticket: "T", By: ada, Key: key, Do: actions})
	}
	first, err := send("k1", ticket.Open{Set: ticket.Set{"subject": "Cannot print"}})
	require.NoError(t, err)
	again, err := send("k1", ticket.Open{Set: ticket.Set{"subject": "Cannot print"}})
	require.NoError(t, err)
	require.True(t, again.Seen)
	require.Empty(t, again.Events)
	require.Equal(t, first.Ticket, again.Ticket)

	_, err = send("k2", ticket.Move{Trigger: "start"})
	require.NoError(t, err)
	again, err = send("k2", ticket.Move{Trigger: "start"}) // would be refused now
	require.NoError(t, err)
	require.True(t, again.Seen)

	_, err = send("k3", ticket.Move{Trigger: "start"})
	require.ErrorIs(t, err, ticket.ErrRefused)
	_, err = send("k3", ticket.Note{Text: "the key of a refused command is free"})
	require.NoError(t, err)
}

func TestAnExpectedVersionGuardsAgainstWhatOthersDid(t *testing.T) {
	h := newHouse(t)
	h.printing()
	expect := func(v int64) error {
		_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: "T", By: ada, Expect: v, Do: []ticket.Action{ticket.Note{Text: "n"}}})
		return err
	}
	require.NoError(t, expect(1))
	require.ErrorIs(t, expect(1), ticket.ErrConflict)
	require.NoError(t, expect(2))
}

func TestAllActionsOfACommandHappenOrNone(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.refused(ada, ticket.Acknowledge{}, ticket.Move{Trigger: "start"}, ticket.Move{Trigger: "close"})
	got := h.do(ada, ticket.Acknowledge{}, ticket.Move{Trigger: "start"}, ticket.Note{Text: "looking"})
	require.EqualValues(t, 4, got.Version)
	require.Equal(t, "ada", got.Owner.Engineer)
	require.Equal(t, "ada", got.Working.Engineer)
	require.Equal(t, monday, got.Acknowledged)
}

func TestTimeNeverRunsBackwardsForATicket(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.now = monday.Add(time.Hour)
	h.do(ada, ticket.Acknowledge{})
	h.now = monday
	h.do(ada, ticket.Move{Trigger: "start"})
	events := h.events()
	require.Equal(t, events[1].At, events[2].At)
}

func TestATicketAsItStoodAtAnInstant(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.now = monday.Add(10 * time.Minute)
	acknowledged := h.do(ada, ticket.Acknowledge{})
	h.now = monday.Add(20 * time.Minute)
	h.do(ada, ticket.Move{Trigger: "start"})

	got, err := h.desk.At(t.Context(), "acme", "T", monday.Add(15*time.Minute))
	require.NoError(t, err)
	require.Equal(t, acknowledged, got)
	_, err = h.desk.At(t.Context(), "acme", "T", monday.Add(-time.Second))
	require.ErrorIs(t, err, ticket.ErrNotFound)
}

func TestAConfigurationIsCheckedWhole(t *testing.T) {
	_, err := ticket.NewDesk(ticket.Config{Batch: -1})
	require.ErrorIs(t, err, ticket.ErrInvalid)
	require.Len(t, ticket.Faults(err), 3)
}

func TestATicketKeepsTheHandbookItWasDecidedUnder(t *testing.T) {
	h := newHouse(t)
	h.printing()
	text, err := os.ReadFile("testdata/handbook.yaml")
	require.NoError(t, err)
	newer, err := handbook.Parse([]byte(strings.Replace(string(text), "version: 3", "version: 4", 1)))
	require.NoError(t, err)

	alone, err := ticket.NewDesk(ticket.Config{Store: h.store, Handbook: newer})
	require.NoError(t, err)
	_, err = alone.Do(t.Context(), ticket.Command{Ticket: "T", By: ada, Do: []ticket.Action{ticket.Acknowledge{}}})
	require.ErrorIs(t, err, ticket.ErrNoHandbook)

	both, err := ticket.NewDesk(ticket.Config{Store: h.store, Handbook: newer, Earlier: []*ticket.Handbook{h.desk.Handbook()}})
	require.NoError(t, err)
	receipt, err := both.Do(t.Context(), ticket.Command{Ticket: "T", By: ada, Do: []ticket.Action{ticket.Acknowledge{}}})
	require.NoError(t, err)
	require.Equal(t, 3, receipt.Ticket.Handbook)
	receipt, err = both.Do(t.Context(), ticket.Command{By: ada, Do: []ticket.Action{ticket.Open{}}})
	require.NoError(t, err)
	require.Equal(t, 4, receipt.Ticket.Handbook)
}
