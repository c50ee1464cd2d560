package ticket_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// secretive is a ticket on which everything that is not the requester's says "secret".
func secretive(t *testing.T) *house {
	t.Helper()
	text, err := os.ReadFile("testdata/handbook.yaml")
	require.NoError(t, err)
	h := houseOf(t, string(text)+"\nfields: [{name: rack}, {name: room, public: true}]\n")
	h.printing()
	h.do(ada, ticket.Acknowledge{}, ticket.Set{"rack": "secret", "room": "2.17", "service": "office", "vendor": "secret"})
	h.do(ada, ticket.Note{Text: "secret"}, ticket.Message{Text: "we look"}, ticket.AddTask{Title: "secret", For: ticket.Doer{Engineer: "cleo"}})
	h.do(rosa, ticket.Message{Text: "thank you"}, ticket.Watch{Kind: ticket.Requester, ID: "rolf"})
	h.do(cleo, ticket.Watch{}, ticket.SetMajor{Status: ticket.MajorAccepted, Impact: "secret"})
	h.do(ada, ticket.HandOver{Reason: "beyond_cookbook", Fields: map[string]string{"tried": "secret"}})
	h.do(ben, ticket.Reject{Why: "secret"})
	h.do(ada, ticket.HandOver{Reason: "beyond_cookbook", Fields: map[string]string{"tried": "secret"}})
	h.do(ben, ticket.Accept{}, ticket.StartRun{Runbook: "restart"}, ticket.StepRun{Step: "look", Note: "secret"})
	h.do(ben, fixed)
	h.do(rosa, ticket.Rate{Score: 4, Comment: "fine"})
	return h
}

func TestARequesterSeesNothingThatIsPrivate(t *testing.T) {
	h := secretive(t)
	for _, by := range []ticket.Actor{rosa, rolf} {
		shown, err := h.desk.GetAs(t.Context(), by, "T")
		require.NoError(t, err)
		var types []ticket.EventType
		var said []string
		all := []any{shown}
		for e, err := range h.desk.EventsAs(t.Context(), by, "T") {
			require.NoError(t, err)
			all, types = append(all, e), append(types, e.Type)
			if e.Entry != "" {
				said = append(said, e.By.ID+": "+e.Entry)
			}
		}
		text, err := json.Marshal(all)
		require.NoError(t, err)
		for _, secret := range []string{"secret", "ada", "ben", "cleo", "L1", "L2", "clocks", "cursors", "notices", "tasks", "major", "offer", "run"} {
			require.NotContains(t, string(text), secret)
		}
		require.Equal(t, []ticket.EventType{
			ticket.Opened, ticket.Acknowledged, ticket.Changed, ticket.Messaged, ticket.Messaged, ticket.Watched, ticket.Changed, ticket.Moved, ticket.Rated,
		}, types)
		require.Equal(t, []string{": we look", "rosa: thank you"}, said)
		require.Equal(t, "resolved", shown.State)
		require.Equal(t, "Cannot print", shown.Subject)
		require.Equal(t, "office", shown.Service)
		require.Equal(t, monday, shown.Resolved)
		require.Equal(t, map[ticket.Field]string{"room": "2.17"}, shown.Fields)
		require.Equal(t, []ticket.Watcher{watching(ticket.Requester, "rolf")}, shown.Watchers)
		require.Equal(t, 4, shown.Rating.Score)
	}
}

func TestWhomWeWaitForIsOurOwnBusiness(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Move{Trigger: "hold", Pending: "awaiting_vendor"})
	shown, err := h.desk.GetAs(t.Context(), rosa, "T")
	require.NoError(t, err)
	require.Equal(t, lifecycle.WaitingUs, shown.Class)
	require.Empty(t, shown.Pending)
	for e, err := range h.desk.EventsAs(t.Context(), rosa, "T") {
		require.NoError(t, err)
		text, err := json.Marshal(e)
		require.NoError(t, err)
		require.NotContains(t, string(text), "vendor")
	}
}

func TestWhatARequesterSeesHappenLeadsToWhatTheySee(t *testing.T) {
	h := houseOf(t, kinds)
	h.do(rosa, ticket.Open{Set: ticket.Set{"subject": "A second screen"}})
	h.do(ada, ticket.Move{Trigger: "start"}, ticket.ChangeKind{To: "request", Set: ticket.Set{"approval_note": "two screens"}})
	seen := map[ticket.Field]string{}
	for e, err := range h.desk.EventsAs(t.Context(), rosa, "T") {
		require.NoError(t, err)
		for _, c := range e.Changes {
			seen[c.Field] = c.To
		}
	}
	shown, err := h.desk.GetAs(t.Context(), rosa, "T")
	require.NoError(t, err)
	require.Equal(t, "request", shown.Kind)
	for _, f := range []ticket.Field{ticket.FieldKind, ticket.FieldState, ticket.FieldClass} {
		require.Equal(t, shown.Get(f), seen[f], f)
	}
}

func TestSupportSeesAll(t *testing.T) {
	h := secretive(t)
	want, err := h.desk.Get(t.Context(), "acme", "T")
	require.NoError(t, err)
	for _, by := range []ticket.Actor{ada, mara} {
		got, err := h.desk.GetAs(t.Context(), by, "T")
		require.NoError(t, err)
		require.Equal(t, want, got)
		var events []ticket.Event
		for e, err := range h.desk.EventsAs(t.Context(), by, "T") {
			require.NoError(t, err)
			events = append(events, e)
		}
		require.Equal(t, h.events(), events)
	}
}

func TestAVendorSeesTheTicketWhileItIsTheirs(t *testing.T) {
	h := newHouse(t)
	h.printing()
	_, err := h.desk.GetAs(t.Context(), vendor, "T")
	require.ErrorIs(t, err, ticket.ErrRefused)
	h.do(ada, ticket.Note{Text: "call the vendor"}, ticket.Message{Text: "we call the vendor"})
	h.do(ticket.Actor{Kind: ticket.System, Client: "acme"}, ticket.HandOver{Reason: "beyond_cookbook", Fields: tried}, ticket.Accept{})
	h.do(ticket.Actor{Kind: ticket.System, Client: "acme"}, ticket.HandOver{Reason: "unacknowledged", Fields: tried}, ticket.Accept{})
	h.do(cleo, ticket.HandOver{Reason: "unsolved", Fields: map[string]string{"vendor_reference": "V-1", "manager": "cleo"}})
	got, err := h.desk.GetAs(t.Context(), vendor, "T")
	require.NoError(t, err)
	require.Equal(t, "V-1", got.VendorReference)
	require.EqualValues(t, "L3", got.Tier)
	require.Empty(t, got.Clocks)
	var said []string
	for e, err := range h.desk.EventsAs(t.Context(), vendor, "T") {
		require.NoError(t, err)
		require.Empty(t, e.Clocks)
		if e.Entry != "" {
			said = append(said, e.Entry)
		}
	}
	require.Equal(t, []string{"call the vendor", "we call the vendor"}, said)
}

func TestWhoHasNoBusinessWithATicketSeesNothing(t *testing.T) {
	h := secretive(t)
	prefix := rosa
	prefix.Client = "acm"
	for _, c := range []struct {
		by   ticket.Actor
		want error
	}{
		{ticket.Actor{Kind: ticket.Requester, ID: "rudi", Client: "acme"}, ticket.ErrRefused},
		{ticket.Actor{Kind: ticket.Requester, ID: "cleo", Client: "acme"}, ticket.ErrRefused},
		{monitor, ticket.ErrRefused},
		{vendor, ticket.ErrRefused},
		{ticket.Actor{Kind: "boss", Client: "acme"}, ticket.ErrRefused},
		{ticket.Actor{Kind: ticket.Engineer, ID: "eve", Tier: "L1", Client: "acme"}, ticket.ErrRefused},
		{prefix, ticket.ErrNotFound},
	} {
		got, err := h.desk.GetAs(t.Context(), c.by, "T")
		require.ErrorIs(t, err, c.want)
		require.Zero(t, got)
		n := 0
		for e, err := range h.desk.EventsAs(t.Context(), c.by, "T") {
			require.ErrorIs(t, err, c.want)
			require.Zero(t, e)
			n++
		}
		require.Equal(t, 1, n)
	}
	for range h.desk.EventsAs(t.Context(), ada, "T") {
		break // stopping early is no fault
	}
}

// TestNoActionLeavesOpenWhetherAnEntryIsPublic is about the surface: a note is private and a message public by what they are.
func TestNoActionLeavesOpenWhetherAnEntryIsPublic(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Note{Text: "n"}, ticket.Message{Text: "m"})
	text, err := json.Marshal([]any{ticket.Note{Text: "n"}, ticket.Message{Text: "m"}, h.events()})
	require.NoError(t, err)
	for _, word := range []string{"public", "private", "internal", "visib"} {
		require.False(t, strings.Contains(string(text), word), word)
	}
	require.Equal(t, "right", h.refused(rosa, ticket.Note{Text: "n"}).Rule)
	require.Equal(t, "right", h.refused(monitor, ticket.Message{Text: "m"}).Rule)
}

func TestARequesterWithoutANameIsNobodysRequester(t *testing.T) {
	h := alarmed(t)
	nobody := ticket.Actor{Kind: ticket.Requester, Client: "acme"}
	_, err := h.desk.GetAs(t.Context(), nobody, "T")
	require.ErrorIs(t, err, ticket.ErrRefused)
	require.Equal(t, "right", h.refused(nobody, ticket.Message{Text: "m"}).Rule)
}
