package ticket_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

// on carries out actions on any ticket of acme and wants them to succeed; what is stored must be what the events fold to.
func (h *house) on(id string, by ticket.Actor, actions ...ticket.Action) ticket.Ticket {
	h.t.Helper()
	receipt, err := h.desk.Do(h.t.Context(), ticket.Command{Ticket: id, By: by, Do: actions})
	require.NoError(h.t, err)
	return h.get(receipt.Ticket.ID)
}

// get gives a ticket of acme, which must be what its events fold to.
func (h *house) get(id string) ticket.Ticket {
	h.t.Helper()
	t, err := h.desk.Get(h.t.Context(), "acme", id)
	require.NoError(h.t, err)
	require.Equal(h.t, h.folded(id, "acme"), t)
	return t
}

// eventsOf gives the events of one type of any ticket of acme.
func (h *house) eventsOf(id string, of ticket.EventType) []ticket.Event {
	h.t.Helper()
	var found []ticket.Event
	for e, err := range h.desk.Events(h.t.Context(), "acme", id) {
		require.NoError(h.t, err)
		if e.Type == of {
			found = append(found, e)
		}
	}
	return found
}

// quiet does what is due until nothing is owed any more.
func (h *house) quiet() {
	h.t.Helper()
	for range 50 {
		_, err := h.desk.Tick(h.t.Context())
		require.NoError(h.t, err)
		if len(h.owing()) == 0 {
			return
		}
	}
	require.Empty(h.t, h.owing(), "still owed after many looks")
}

// owing lists the tickets of acme that owe something.
func (h *house) owing() []string {
	var ids []string
	for t, err := range h.desk.List(h.t.Context(), ticket.Query{Client: "acme"}) {
		require.NoError(h.t, err)
		if len(t.Owed) > 0 {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// some opens tickets by these names.
func (h *house) some(ids ...string) {
	for _, id := range ids {
		h.on(id, rosa, ticket.Open{Set: ticket.Set{"subject": "about " + id, "category": "other"}})
	}
}

// oneOfEach are follow-ups of every type.
func oneOfEach() []ticket.FollowUp {
	return []ticket.FollowUp{
		{Ticket: "B", Type: ticket.FollowNote, Text: "look at A"},
		{Ticket: "C", Type: ticket.FollowMessage},
		{Ticket: "B", Type: ticket.FollowSet, Set: ticket.Set{"category": "servers"}},
		{Ticket: "B", Type: ticket.FollowMove, Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "with A"}},
		{Ticket: "C", Type: ticket.FollowMove, Trigger: "resolve"},
		{Ticket: "C", Type: ticket.FollowMove, Trigger: "reopen"},
		{Ticket: "gone", Type: ticket.FollowNote, Text: "n"},
		{Type: ticket.FollowOpen, Open: &ticket.Open{Set: ticket.Set{"subject": "what is left of A", "requester": "rosa"}}},
	}
}

func TestFollowUpsAreOwedAndThenCarriedOut(t *testing.T) {
	h := newHouse(t)
	h.some("A", "B", "C")
	a := h.on("A", ada, ticket.Owe("for all", oneOfEach()...))
	require.Len(t, a.Owed, 8)
	require.Equal(t, ticket.FollowUp{Key: "follow:A:2:0", At: monday, Seq: 2, Ticket: "B", Type: ticket.FollowNote, Text: "look at A"}, a.Owed[0])
	require.Equal(t, "new", h.get("B").State)

	h.now = monday.Add(time.Second)
	h.quiet()
	require.Empty(t, h.get("A").Owed)
	b, c := h.get("B"), h.get("C")
	require.Equal(t, []string{"resolved", "servers", "with A"}, []string{b.State, b.Category, b.ResolutionNote})
	require.Equal(t, "look at A", h.eventsOf("B", ticket.Noted)[0].Entry)
	require.Equal(t, ticket.Actor{Kind: ticket.System, ID: "follow-up", Client: "acme"}, h.eventsOf("B", ticket.Noted)[0].By)
	require.Equal(t, "for all", h.eventsOf("C", ticket.Messaged)[0].Entry, "the entry of the event that owes it")
	require.Equal(t, "new", c.State)

	records := h.eventsOf("A", ticket.Followed)
	require.Len(t, records, 1, "one commit for all of them")
	came := records[0].Followed
	require.Len(t, came, 8)
	require.Equal(t, ticket.FollowedUp{Key: "follow:A:2:0", Ticket: "B"}, came[0])
	require.Contains(t, came[4].Why, "missing: resolution")
	require.Empty(t, came[5].Why, "reopening what is open is nothing to do")
	require.Contains(t, came[6].Why, "not found")
	require.Equal(t, "what is left of A", h.get(came[7].Ticket).Subject)
}

func TestAFollowUpIsCarriedOutOnce(t *testing.T) {
	h := newHouse(t)
	h.some("A", "B", "C")
	h.on("A", ada, ticket.Owe("x", oneOfEach()...))
	h.quiet()
	version := h.get("A").Version
	for range 3 {
		require.NoError(t, h.desk.Wake(t.Context(), "acme", "A"))
	}
	require.Equal(t, version, h.get("A").Version)
	require.Len(t, h.eventsOf("B", ticket.Noted), 1)
}

func TestNoOtherCommandUsesTheKeyOfAFollowUp(t *testing.T) {
	h := newHouse(t)
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: "A", By: rosa, Key: "follow:A:2:0", Do: []ticket.Action{ticket.Open{}}})
	require.ErrorIs(t, err, ticket.ErrInvalid)
}

func TestATicketOwesOnlySoMuch(t *testing.T) {
	h := newHouse(t)
	h.some("T")
	h.do(ada, ticket.Owe("n", make([]ticket.FollowUp, ticket.MaxOwed-1)...))
	one := ticket.FollowUp{Ticket: "B", Type: ticket.FollowNote, Text: "n"}
	h.do(ada, ticket.Owe("n", one))
	require.Equal(t, "limit", h.refused(ada, ticket.Owe("n", one)).Rule)
	h.do(ada, ticket.Note{Text: "the ticket itself is not held up"})
}

// failing is a store that breaks down at one of its calls, before or after it has done what was asked.
type failing struct {
	ticket.Store
	at    int // which call fails, 1 for the next; 0 for none
	after bool
	calls int

	meanwhile func() // instead of breaking down: what others do then
}

// breakDown lets the store break down at its n-th call from now on; 0 for never.
func (f *failing) breakDown(n int, after bool) { f.calls, f.at, f.after = 0, n, after }

var errAway = errors.New("the store is away")

func (f *failing) call(do func()) error {
	f.calls++
	broken := f.calls == f.at
	if others := f.meanwhile; broken && others != nil {
		f.meanwhile, broken = nil, false
		others()
	}
	if !broken || f.after {
		do()
	}
	if broken {
		return errAway
	}
	return nil
}

func (f *failing) Apply(ctx context.Context, all []ticket.Mutation) (results []ticket.Result, err error) {
	if broken := f.call(func() { results, err = f.Store.Apply(ctx, all) }); broken != nil {
		return nil, broken
	}
	return results, err
}

func (f *failing) Get(ctx context.Context, client, id string) (t ticket.Ticket, err error) {
	if broken := f.call(func() { t, err = f.Store.Get(ctx, client, id) }); broken != nil {
		return ticket.Ticket{}, broken
	}
	return t, err
}

func (f *failing) Events(ctx context.Context, client, id string, after int64) (events iter.Seq2[ticket.Event, error]) {
	if broken := f.call(func() { events = f.Store.Events(ctx, client, id, after) }); broken != nil {
		return func(yield func(ticket.Event, error) bool) { yield(ticket.Event{}, broken) }
	}
	return events
}

// outcome is what tickets came to, without when.
func (h *house) outcome() string {
	var all strings.Builder
	for t, err := range h.desk.List(h.t.Context(), ticket.Query{Client: "acme"}) {
		require.NoError(h.t, err)
		for e := range h.desk.Events(h.t.Context(), "acme", t.ID) {
			if e.Type != ticket.Followed { // may be more than one
				fmt.Fprintln(&all, t.ID, e.Type, e.Changes, e.Entry, e.Due)
			}
		}
		h.get(t.ID)
	}
	return all.String()
}

// TestACrashAtAnyPointLosesAndRepeatsNothing lets the store break down at every one of the calls that carrying out takes, before and
// after it has done what was asked, and wants the same in the end.
func TestACrashAtAnyPointLosesAndRepeatsNothing(t *testing.T) {
	carryOut := func(at int, after bool) (string, int) {
		store := &failing{}
		n := 0
		h := newHouse(t, func(c *ticket.Config) {
			store.Store, c.Store = c.Store, store
			c.NewID = func() string { n++; return fmt.Sprintf("N-%d", n) }
		})
		h.some("A", "B", "C")
		h.on("A", ada, ticket.Owe("for all", oneOfEach()...))
		store.breakDown(at, after)
		_, err := h.desk.Tick(t.Context())
		calls := store.calls
		store.breakDown(0, false)
		if at > 0 && at <= calls {
			require.ErrorIs(t, err, errAway)
			_, err := h.desk.Tick(t.Context())
			require.NoError(t, err)
			h.now = h.now.Add(2 * time.Minute) // the lease is over
		}
		h.quiet()
		require.Empty(t, h.get("A").Owed)
		return strings.ReplaceAll(h.outcome(), "N-2", "N-1"), calls
	}
	want, calls := carryOut(0, false)
	require.Greater(t, calls, 15)
	for at := 1; at <= calls; at++ {
		for _, after := range []bool{false, true} {
			got, _ := carryOut(at, after)
			require.Equal(t, want, got, "call %d, after: %v", at, after)
		}
	}
}

func TestWhatIsOwedToOneTicketKeepsItsOrder(t *testing.T) {
	store := &failing{}
	h := newHouse(t, func(c *ticket.Config) { store.Store, c.Store = c.Store, store })
	h.some("A", "B", "C")
	h.on("A", ada, ticket.Owe("x",
		ticket.FollowUp{Ticket: "B", Type: ticket.FollowNote, Text: "1"},
		ticket.FollowUp{Ticket: "B", Type: ticket.FollowNote, Text: "2"},
		ticket.FollowUp{Ticket: "C", Type: ticket.FollowNote, Text: "3"}))
	store.breakDown(2, false) // reading B
	require.ErrorIs(t, h.desk.Wake(t.Context(), "acme", "A"), errAway)
	require.Empty(t, h.eventsOf("B", ticket.Noted), "not the second before the first")
	require.Len(t, h.eventsOf("C", ticket.Noted), 1, "others are not held up")
	require.Len(t, h.get("A").Owed, 2)
	h.quiet()
	notes := h.eventsOf("B", ticket.Noted)
	require.Equal(t, []string{"1", "2"}, []string{notes[0].Entry, notes[1].Entry})
}

func TestWhatIsTriedInVainWaitsForTheLease(t *testing.T) {
	store := &failing{}
	h := newHouse(t, func(c *ticket.Config) { store.Store, c.Store = c.Store, store })
	h.some("A", "B")
	h.on("A", ada, ticket.Owe("x", ticket.FollowUp{Ticket: "B", Type: ticket.FollowNote, Text: "1"}))
	store.breakDown(2, false)
	_, err := h.desk.Tick(t.Context())
	require.ErrorIs(t, err, errAway)
	h.now = h.now.Add(59 * time.Second)
	_, err = h.desk.Tick(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"A"}, h.owing())
	h.now = h.now.Add(time.Second)
	_, err = h.desk.Tick(t.Context())
	require.NoError(t, err)
	require.Empty(t, h.owing())
}

func TestAFollowUpOfATicketWithoutItsHandbookWaits(t *testing.T) {
	h := newHouse(t)
	h.some("A", "B")
	h.on("A", ada, ticket.Owe("x", ticket.FollowUp{Ticket: "B", Type: ticket.FollowNote, Text: "1"}))
	old := h.get("B")
	old.Handbook = 99
	old.Version++
	_, err := h.store.Apply(t.Context(), []ticket.Mutation{{Ticket: old, Expect: 1, Events: []ticket.Event{{Seq: 2, Type: ticket.Changed, At: monday, Changes: []ticket.Change{{Field: ticket.FieldHandbook, To: "99"}}}}}})
	require.NoError(t, err)
	require.ErrorIs(t, h.desk.Wake(t.Context(), "acme", "A"), ticket.ErrNoHandbook)
	require.Len(t, h.get("A").Owed, 1)
}
