package ticket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket"
)

func on(id string, by ticket.Actor, actions ...ticket.Action) ticket.Command {
	return ticket.Command{Ticket: id, By: by, Do: actions}
}

func opening(id string) ticket.Command {
	return on(id, ada, ticket.Open{Set: ticket.Set{"subject": id, "impact": "medium", "urgency": "medium"}})
}

// dump is all that the store says of tickets and events.
func (h *house) dump() string {
	h.t.Helper()
	var all []any
	for _, client := range []string{"acme", "acm"} {
		for t, err := range h.store.List(h.t.Context(), ticket.Query{Client: client}) {
			require.NoError(h.t, err)
			all = append(all, t)
			for e, err := range h.store.Events(h.t.Context(), client, t.ID, 0) {
				require.NoError(h.t, err)
				all = append(all, e)
			}
		}
	}
	text, err := json.MarshalIndent(all, "", " ")
	require.NoError(h.t, err)
	return string(text)
}

// claimed is what else it holds: wakes and notices. Claiming changes them.
func (h *house) claimed() []any {
	h.t.Helper()
	far := h.now.AddDate(1, 0, 0)
	wakes, err := h.store.ClaimWakes(h.t.Context(), far, time.Minute, 1000)
	require.NoError(h.t, err)
	notices, err := h.store.ClaimNotices(h.t.Context(), far, time.Minute, 1000)
	require.NoError(h.t, err)
	return []any{wakes, notices}
}

func TestAPreviewIsWhatDoingItGivesAndChangesNothing(t *testing.T) {
	h := newHouse(t)
	h.printing()
	before := h.dump()
	command := on("T", ada, ticket.Acknowledge{}, ticket.Move{Trigger: "start"})
	preview, err := h.desk.Preview(t.Context(), command)
	require.NoError(t, err)
	require.Equal(t, before, h.dump())
	done, err := h.desk.Do(t.Context(), command)
	require.NoError(t, err)
	require.Equal(t, done, preview)

	preview, err = h.desk.Preview(t.Context(), on("T", ada, ticket.Acknowledge{}))
	require.NoError(t, err)
	require.Equal(t, ticket.Receipt{Ticket: done.Ticket}, preview, "nothing to do")
}

func TestAPreviewIsRefusedAsDoingItIs(t *testing.T) {
	h := newHouse(t)
	h.printing()
	for _, c := range []ticket.Command{
		on("T", vendor, ticket.Acknowledge{}),
		on("nowhere", ada, ticket.Acknowledge{}),
		on("T", rosa, ticket.Open{}),
		{Ticket: "T", By: ada, Expect: 7, Do: []ticket.Action{ticket.Acknowledge{}}},
		{By: ada},
		{Ticket: "T", By: ada, Key: "follow:T:1:0", Do: []ticket.Action{ticket.Acknowledge{}}},
	} {
		_, previewed := h.desk.Preview(t.Context(), c)
		_, done := h.desk.Do(t.Context(), c)
		require.Error(t, done)
		require.Equal(t, done, previewed)
	}
}

func TestAPreviewOfANewTicketAndOfAnAlarm(t *testing.T) {
	h := newHouse(t)
	alarm := ticket.Command{By: monitor, Do: []ticket.Action{ticket.Raise{Key: "disk"}}}
	preview, err := h.desk.Preview(t.Context(), alarm)
	require.NoError(t, err)
	require.NotEmpty(t, preview.Ticket.ID)
	require.EqualValues(t, 1, preview.Ticket.Version)
	_, err = h.desk.Get(t.Context(), "acme", preview.Ticket.ID)
	require.ErrorIs(t, err, ticket.ErrNotFound)

	open := h.raise("disk").Ticket
	preview, err = h.desk.Preview(t.Context(), alarm)
	require.NoError(t, err)
	require.Equal(t, open.ID, preview.Ticket.ID)
	require.Equal(t, 2, preview.Ticket.Alarm.Count)
}

func TestAPreviewKnowsACommandThatWasCarriedOut(t *testing.T) {
	h := newHouse(t)
	h.printing()
	command := ticket.Command{Ticket: "T", By: ada, Key: "k", Do: []ticket.Action{ticket.Note{Text: "n"}}}
	done, err := h.desk.Do(t.Context(), command)
	require.NoError(t, err)
	preview, err := h.desk.Preview(t.Context(), command)
	require.NoError(t, err)
	require.Equal(t, ticket.Receipt{Ticket: done.Ticket, Seen: true}, preview)
}

func TestABulkIsDoneInOrder(t *testing.T) {
	h := newHouse(t)
	h.printing()
	receipts, err := h.desk.DoAll(t.Context(), []ticket.Command{
		on("T", ada, ticket.Acknowledge{}),
		opening("U"),
		on("T", ada, ticket.Move{Trigger: "start"}),
		{By: monitor, Do: []ticket.Action{ticket.Raise{Key: "disk"}}},
		on("U", ben, ticket.Note{Text: "mine"}),
		{By: monitor, Do: []ticket.Action{ticket.Raise{Key: "disk"}}},
		on("T", ada, ticket.Acknowledge{}),
	})
	require.NoError(t, err)
	require.Len(t, receipts, 7)
	require.Equal(t, "in_progress", receipts[2].Ticket.State)
	require.EqualValues(t, 2, receipts[4].Ticket.Version)
	require.Equal(t, 2, receipts[5].Ticket.Alarm.Count)
	require.Equal(t, receipts[3].Ticket.ID, receipts[5].Ticket.ID)
	require.Empty(t, receipts[6].Events)
	for _, i := range []int{4, 5, 6} {
		require.Equal(t, receipts[i].Ticket, h.folded(receipts[i].Ticket.ID, "acme"))
	}
}

func TestARefusedBulkNamesEveryCommandThatFails(t *testing.T) {
	h := newHouse(t)
	h.printing()
	before := h.dump()
	receipts, err := h.desk.DoAll(t.Context(), []ticket.Command{
		on("T", ada, ticket.Acknowledge{}),
		on("T", vendor, ticket.Acknowledge{}),
		on("nowhere", ada, ticket.Acknowledge{}),
		on("T", ada, ticket.Move{Trigger: "fly"}),
		opening("T"),
		{By: ada},
	})
	require.Nil(t, receipts)
	require.Equal(t, before, h.dump())
	bulk, ok := errors.AsType[*ticket.BulkError](err)
	require.True(t, ok)
	require.False(t, bulk.Begun)
	var places []int
	for _, f := range bulk.Failed {
		places = append(places, f.Index)
	}
	require.Equal(t, []int{1, 2, 3, 4, 5}, places)
	refusal, ok := errors.AsType[*ticket.Refusal](bulk.Failed[2].Err)
	require.True(t, ok)
	require.Equal(t, "trigger", refusal.Rule)
	require.Equal(t, "T", bulk.Failed[2].Ticket)
	for _, what := range []error{ticket.ErrRefused, ticket.ErrNotFound, ticket.ErrDuplicate, ticket.ErrInvalid} {
		require.ErrorIs(t, err, what)
	}
	require.ErrorContains(t, err, "nothing was changed; command 1: refused: this vendor has not been called in; command 2: ")
	require.ErrorContains(t, err, "; and 2 more")
}

func TestABulkHasALimit(t *testing.T) {
	h := newHouse(t)
	h.printing()
	all := slices.Repeat([]ticket.Command{on("T", ada, ticket.Note{Text: "n"})}, ticket.MaxBulk+1)
	_, err := h.desk.DoAll(t.Context(), all)
	require.ErrorIs(t, err, ticket.ErrInvalid)
	receipts, err := h.desk.DoAll(t.Context(), all[1:])
	require.NoError(t, err)
	require.Equal(t, ticket.MaxBulk, receipts[len(receipts)-1].Ticket.Entries)
	receipts, err = h.desk.DoAll(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, receipts)
}

func TestABulkWithKeysIsDoneOnce(t *testing.T) {
	h := newHouse(t)
	h.printing()
	note := func(key string) ticket.Command {
		return ticket.Command{Ticket: "T", By: ada, Key: key, Do: []ticket.Action{ticket.Note{Text: key}}}
	}
	_, err := h.desk.DoAll(t.Context(), []ticket.Command{note("a"), note("a")})
	require.ErrorIs(t, err, ticket.ErrInvalid)
	_, err = h.desk.DoAll(t.Context(), []ticket.Command{note("a"), note("b")})
	require.NoError(t, err)
	receipts, err := h.desk.DoAll(t.Context(), []ticket.Command{note("b"), note("c"), note("a")})
	require.NoError(t, err)
	require.Equal(t, []bool{true, false, true}, []bool{receipts[0].Seen, receipts[1].Seen, receipts[2].Seen})
	require.Equal(t, 3, receipts[1].Ticket.Entries)
}

// interloper is a store in which somebody else is faster, once.
type interloper struct {
	ticket.Store
	first func()
}

func (s *interloper) Apply(ctx context.Context, all []ticket.Mutation) ([]ticket.Result, error) {
	events := slices.ContainsFunc(all, func(m ticket.Mutation) bool { return len(m.Events) > 0 })
	if first := s.first; first != nil && events {
		s.first = nil
		first()
	}
	return s.Store.Apply(ctx, all)
}

func TestABulkThatIsOvertakenDecidesAgain(t *testing.T) {
	h := newHouse(t)
	slow := &interloper{Store: h.store}
	overtaken, err := ticket.NewDesk(ticket.Config{Store: slow, Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }})
	require.NoError(t, err)
	for _, id := range []string{"T", "U", "V"} {
		_, err := h.desk.Do(t.Context(), opening(id))
		require.NoError(t, err)
	}
	slow.first = func() {
		h.do(ada, ticket.Move{Trigger: "cancel", Set: ticket.Set{"resolution_note": "not ours"}})
		_, err := h.desk.Do(t.Context(), on("U", ben, ticket.Note{Text: "faster"}))
		require.NoError(t, err)
	}
	receipts, err := overtaken.DoAll(t.Context(), []ticket.Command{
		on("T", ada, ticket.Acknowledge{}),
		on("U", ada, ticket.Note{Text: "1"}),
		on("V", ada, ticket.Note{Text: "1"}),
		on("U", ada, ticket.Note{Text: "2"}),
		on("T", mara, ticket.Note{Text: "at least this"}),
		on("V", ada, ticket.Note{Text: "2"}),
	})
	bulk, ok := errors.AsType[*ticket.BulkError](err)
	require.True(t, ok, "%v", err)
	require.True(t, bulk.Begun)
	require.Len(t, bulk.Failed, 1)
	require.Equal(t, 0, bulk.Failed[0].Index)
	require.ErrorIs(t, bulk.Failed[0].Err, ticket.ErrRefused)
	require.Equal(t, 3, receipts[3].Ticket.Entries)
	require.Equal(t, 1, receipts[4].Ticket.Entries)
	require.Equal(t, 2, receipts[5].Ticket.Entries)
	for _, id := range []string{"T", "U", "V"} {
		stored, err := h.desk.Get(t.Context(), "acme", id)
		require.NoError(t, err)
		require.Equal(t, stored, h.folded(id, "acme"))
	}
}

// TestARefusedBulkLeavesTheStoreAsItWas sends random bulks to one desk, and only the commands of those that were carried out to
// another, one by one: both must hold the same in the end, wakes and notices too.
func TestARefusedBulkLeavesTheStoreAsItWas(t *testing.T) {
	people := []ticket.Actor{rosa, ada, ben, mara, vendor}
	rapid.Check(t, func(rt *rapid.T) {
		h, twin := newHouse(t), newHouse(t)
		for range rapid.IntRange(1, 6).Draw(rt, "bulks") {
			h.now = h.now.Add(time.Duration(rapid.IntRange(0, 60).Draw(rt, "minutes")) * time.Minute)
			twin.now = h.now
			var all []ticket.Command
			for i := range rapid.IntRange(1, 5).Draw(rt, "commands") {
				id := rapid.SampledFrom([]string{"T", "U"}).Draw(rt, "ticket")
				by := rapid.SampledFrom(people).Draw(rt, "by")
				all = append(all, on(id, by, rapid.SampledFrom([]ticket.Action{
					opening("").Do[0],
					ticket.Acknowledge{},
					ticket.Note{Text: fmt.Sprint(i)},
					ticket.Message{Text: "m"},
					ticket.Move{Trigger: "start"},
					ticket.Set{"impact": "high"},
					ticket.Assign{Engineer: "ada"},
				}).Draw(rt, "action")))
			}
			before := h.dump()
			receipts, err := h.desk.DoAll(t.Context(), all)
			if err != nil {
				require.Nil(rt, receipts)
				require.Equal(rt, before, h.dump())
				continue
			}
			for i, c := range all {
				done, err := twin.desk.Do(t.Context(), c)
				require.NoError(rt, err)
				require.Equal(rt, done, receipts[i])
			}
		}
		require.Equal(rt, twin.dump(), h.dump())
		require.Equal(rt, twin.claimed(), h.claimed())
	})
}
