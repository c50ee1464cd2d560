package ticket

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func plainDesk(t testing.TB) (*Handbook, Ticket) {
	t.Helper()
	h, err := NewHandbook(Definition{Name: "plain", Version: 1})
	require.NoError(t, err)
	open := Command{By: Actor{Kind: Requester, ID: "rosa"}, Do: []Action{Open{Set: Set{FieldSubject: "Cannot print"}}}}
	m, err := decide(t.Context(), Ticket{ID: "T"}, open, h, time.Unix(0, 0))
	require.NoError(t, err)
	return h, m.Ticket
}

func TestDecidingIsPure(t *testing.T) {
	h, before := plainDesk(t)
	kept := before.Clone()
	command := Command{Ticket: "T", By: Actor{Kind: Engineer, ID: "ada", Tier: "L1"}, Key: "k", Do: []Action{
		Acknowledge{}, Set{FieldCategory: "printing", FieldService: "office"}, Move{Trigger: "hold", Pending: "awaiting_customer"}, Note{Text: "n"},
		HandOver{Reason: "beyond_cookbook", Fields: map[string]string{"tried": "all"}},
	}}
	first, err := decide(t.Context(), before, command, h, time.Unix(60, 0))
	require.NoError(t, err)
	for range 20 {
		again, err := decide(t.Context(), before, command, h, time.Unix(60, 0))
		require.NoError(t, err)
		require.True(t, reflect.DeepEqual(first, again), "the same again")
	}
	require.Equal(t, kept, before, "the ticket before is as it was")
	require.Len(t, first.Events, 5)
	require.EqualValues(t, 1, first.Expect)
}

func TestDecidingKeepsWholeMicrosecondsOfUTC(t *testing.T) {
	h, before := plainDesk(t)
	zone := time.FixedZone("here", 3600)
	m, err := decide(t.Context(), before, Command{By: Actor{Kind: System}, Do: []Action{Note{Text: "n"}}}, h, time.Unix(1, 1234567).In(zone))
	require.NoError(t, err)
	require.Equal(t, time.Unix(1, 1234000).UTC(), m.Events[0].At)
}

func TestDecidingGivesUpWithItsContext(t *testing.T) {
	h, before := plainDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := decide(ctx, before, Command{By: Actor{Kind: System}, Do: []Action{Note{Text: "n"}}}, h, time.Unix(1, 0))
	require.ErrorIs(t, err, context.Canceled)
}

// BenchmarkDecide is a plain transition without a store. The budget is 5 µs.
func BenchmarkDecide(b *testing.B) {
	h, before := plainDesk(b)
	command := Command{Ticket: "T", By: Actor{Kind: Engineer, ID: "ada", Tier: "L1"}, Do: []Action{Move{Trigger: "start"}}}
	now := time.Unix(60, 0)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decide(context.Background(), before, command, h, now); err != nil {
			b.Fatal(err)
		}
	}
}
