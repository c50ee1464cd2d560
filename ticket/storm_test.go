package ticket_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

const storms = "  - {match: {key: if/}, storm: {children: 3, within: 10m}, window: 1m}\n"

// storm raises alarms about a source and gives the tickets that they came to.
func (h *house) storm(source string, from, to int) []string {
	h.t.Helper()
	var ids []string
	for i := from; i < to; i++ {
		ids = append(ids, h.alarm(fmt.Sprintf("if/%03d", i), source).Ticket.ID)
	}
	return ids
}

// allOf lists the tickets of acme.
func (h *house) allOf(q ticket.Query) []ticket.Ticket {
	h.t.Helper()
	q.Client = "acme"
	var all []ticket.Ticket
	for t, err := range h.desk.List(h.t.Context(), q) {
		require.NoError(h.t, err)
		all = append(all, t)
	}
	return all
}

func TestOneAlarmTooManyOpensATicketForTheStorm(t *testing.T) {
	h := watched(t, storms)
	ids := h.storm("sw-1", 0, 8)
	require.Len(t, slices.Compact(slices.Clone(ids)), 4, "three tickets, and one for all others")
	got := h.get(ids[3])
	require.Equal(t, "Alarm storm: sw-1", got.Subject)
	require.Equal(t, "3 tickets were opened for alarms about sw-1 within 10m0s. Further alarms about it are counted here.", got.Text)
	require.Equal(t, "monitoring", got.Channel)
	require.Equal(t, ticket.StormKey("sw-1"), got.Alarm.Key)
	require.Equal(t, "sw-1", got.Alarm.Source)
	require.Equal(t, 5, got.Alarm.Count)
	require.Equal(t, []string{"if/003", "if/004", "if/005", "if/006", "if/007"}, got.Alarm.Keys)
	require.Equal(t, []ticket.Ticket{got}, h.allOf(ticket.Query{Alarm: ticket.StormKey("sw-1")}))
}

func TestTheTicketsThatAreThereBecomeChildrenOfTheStorm(t *testing.T) {
	h := watched(t, storms)
	ids := h.storm("sw-1", 0, 6)
	parent := h.get(ids[3])
	require.ElementsMatch(t, ids[:3], parent.Linked(ticket.LinkChild))
	h.quiet()
	for _, id := range ids[:3] {
		require.Equal(t, []string{parent.ID}, h.get(id).Linked(ticket.LinkParent))
	}
	h.on(parent.ID, ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	h.quiet()
	for _, id := range ids[:3] {
		require.Equal(t, "resolved", h.get(id).State, "who resolves the storm resolves its children")
	}
}

func TestATicketThatHasAParentKeepsIt(t *testing.T) {
	h := watched(t, storms)
	ids := h.storm("sw-1", 0, 3)
	h.do(ada, ticket.Open{})
	h.on(ids[0], ada, ticket.LinkTo{Kind: ticket.LinkParent, To: "T"})
	h.quiet()
	parent := h.alarm("if/003", "sw-1").Ticket
	h.quiet()
	require.ElementsMatch(t, ids[1:], parent.Linked(ticket.LinkChild))
	require.Equal(t, []string{"T"}, h.get(ids[0]).Linked(ticket.LinkParent))
}

func TestATicketThatRacedWithItsStormBecomesItsChild(t *testing.T) {
	h := watched(t, storms)
	h.storm("sw-1", 0, 2)
	racing := &doubting{Store: h.store}
	desk, err := ticket.NewDesk(ticket.Config{Store: racing, Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }})
	require.NoError(t, err)
	var parent ticket.Ticket
	racing.between = func() { parent = h.get(h.storm("sw-1", 10, 12)[1]) } // the third ticket, and the storm
	late, err := desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{ticket.Raise{Key: "if/020", Source: "sw-1"}}})
	require.NoError(t, err)
	require.Equal(t, "if/020", late.Ticket.Alarm.Key)
	require.Len(t, parent.Linked(ticket.LinkChild), 3)
	h.quiet()
	require.Contains(t, h.get(parent.ID).Linked(ticket.LinkChild), late.Ticket.ID)
	require.Equal(t, []string{parent.ID}, h.get(late.Ticket.ID).Linked(ticket.LinkParent))
}

func TestAlarmsThatHaveATicketAreCountedThereInAStorm(t *testing.T) {
	h := watched(t, storms)
	ids := h.storm("sw-1", 0, 4)
	h.after(2 * time.Minute)
	require.Equal(t, ids, h.storm("sw-1", 0, 4))
	require.Equal(t, 2, h.get(ids[0]).Alarm.Count)
	require.Equal(t, 2, h.get(ids[3]).Alarm.Count)
	require.Empty(t, h.alarm("if/003", "sw-1").Events, "within the window")
	require.Len(t, h.alarm("if/004", "sw-1").Events, 1, "another one of the storm")
}

func TestAStormIsOfOneSourceAndOneTime(t *testing.T) {
	h := watched(t, storms)
	h.storm("sw-1", 0, 3)
	h.alarm("fan", "sw-1") // another rule's, but a ticket that is open about the same source
	require.Empty(t, h.allOf(ticket.Query{Alarm: ticket.StormKey("sw-1")}))
	require.Empty(t, h.allOf(ticket.Query{Alarm: ticket.StormKey("sw-10")}))
	h.storm("sw-10", 10, 13)
	h.storm("", 20, 30)
	require.Empty(t, h.allOf(ticket.Query{Alarm: ticket.StormKey("sw-10")}))
	require.Empty(t, h.allOf(ticket.Query{Alarm: ticket.StormKey("")}))
	h.after(10*time.Minute + time.Microsecond)
	h.storm("sw-1", 30, 33)
	require.Empty(t, h.allOf(ticket.Query{Alarm: ticket.StormKey("sw-1")}), "the first three are too old")
	h.storm("sw-1", 33, 34)
	require.Len(t, h.allOf(ticket.Query{Alarm: ticket.StormKey("sw-1")}), 1)
	h.over("if/010", "sw-10")
	h.storm("sw-10", 40, 43)
	require.Empty(t, h.allOf(ticket.Query{Alarm: ticket.StormKey("sw-10")}), "what is over is no part of a storm")
}

func TestTicketsAtTheEdgeOfTheWindowMakeAStorm(t *testing.T) {
	h := watched(t, storms)
	h.storm("sw-1", 0, 3)
	h.after(10 * time.Minute)
	require.Equal(t, ticket.StormKey("sw-1"), h.alarm("if/003", "sw-1").Ticket.Alarm.Key)
}

func TestAStormIsOverWhenAllOfItsAlarmsAre(t *testing.T) {
	h := watched(t, storms)
	ids := h.storm("sw-1", 0, 6)
	parent := ids[3]
	require.True(t, h.over("if/003", "sw-1").Ticket.Open())
	require.Empty(t, h.over("if/003", "sw-1").Events, "it is over already")
	require.Empty(t, h.over("if/099", "sw-1").Events, "never raised")
	require.Empty(t, h.over("if/004", "").Ticket.ID, "of what source?")
	require.True(t, h.over("if/005", "sw-1").Ticket.Open())
	require.Equal(t, []string{"if/004"}, h.get(parent).Alarm.Keys)
	h.over("if/000", "sw-1")
	require.Equal(t, "resolved", h.get(ids[0]).State, "a child's own")
	last := h.over("if/004", "sw-1").Ticket
	require.Equal(t, parent, last.ID)
	require.Equal(t, "resolved", last.State)
	require.True(t, last.Alarm.Over)
	require.Empty(t, last.Alarm.Keys)
}

func TestAnAlarmThatIsBackKeepsTheStormOpen(t *testing.T) {
	h := watched(t, storms)
	parent := h.storm("sw-1", 0, 5)[3]
	h.over("if/003", "sw-1")
	require.Len(t, h.alarm("if/003", "sw-1").Events, 1, "in the window, but new")
	h.over("if/004", "sw-1")
	require.True(t, h.get(parent).Open())
}

func TestPeopleEndAStorm(t *testing.T) {
	h := watched(t, storms)
	parent := h.storm("sw-1", 0, 5)[3]
	h.on(parent, ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	require.Empty(t, h.over("if/004", "sw-1").Events)
	h.after(11 * time.Minute)
	got := h.alarm("if/004", "sw-1").Ticket
	require.NotEqual(t, parent, got.ID)
	require.Equal(t, "if/004", got.Alarm.Key)
}

func TestAStormIsClearedWhole(t *testing.T) {
	h := watched(t, storms)
	parent := h.storm("sw-1", 0, 6)[3]
	got, err := h.desk.Do(t.Context(), ticket.Command{Ticket: parent, By: monitor, Do: []ticket.Action{ticket.Clear{}}})
	require.NoError(t, err)
	require.Equal(t, "resolved", got.Ticket.State)
	require.Empty(t, got.Ticket.Alarm.Keys)
}

func TestAStormKeepsSoManyKeysAndCountsTheOthers(t *testing.T) {
	h := watched(t, storms)
	const all = 3 + ticket.MaxStorm + 7
	ids := h.storm("sw-1", 0, 4)
	for i := 4; i < all; i++ {
		_, err := h.desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{ticket.Raise{Key: fmt.Sprintf("if/%03d", i), Source: "sw-1"}}})
		require.NoError(t, err)
	}
	parent := h.get(ids[3])
	require.Len(t, parent.Alarm.Keys, ticket.MaxStorm)
	require.Equal(t, 7, parent.Alarm.More)
	require.Equal(t, ticket.MaxStorm+7, parent.Alarm.Count)
	for i := 3; i < all; i++ {
		_, err := h.desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{ticket.Clear{Key: fmt.Sprintf("if/%03d", i), Source: "sw-1"}}})
		require.NoError(t, err)
	}
	parent = h.get(ids[3])
	require.Empty(t, parent.Alarm.Keys)
	require.True(t, parent.Open(), "of seven nobody knows which they were")
	h.on(parent.ID, ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
}

func TestAStormForAClientIsNoOthers(t *testing.T) {
	h := houseOf(t, "name: d\nversion: 1\nalarms:\n"+storms)
	h.storm("sw-1", 0, 5)
	other := ticket.Actor{Kind: ticket.Monitor, ID: "probe", Client: "acm"}
	receipt, err := h.desk.Do(t.Context(), ticket.Command{By: other, Do: []ticket.Action{ticket.Raise{Key: "if/009", Source: "sw-1"}}})
	require.NoError(t, err)
	require.Equal(t, "if/009", receipt.Ticket.Alarm.Key)
}

// TestOfRacingDesksExactlyOneOpensTheStorm lets eight desks raise the alarms of two sources at once: the store's constraint makes the
// storm's ticket one, and every alarm is opened or counted somewhere.
func TestOfRacingDesksExactlyOneOpensTheStorm(t *testing.T) {
	h := watched(t, "  - {storm: {children: 4, within: 10m}}\n")
	const desks, each = 8, 60
	var wg sync.WaitGroup
	for n := range desks {
		desk, err := ticket.NewDesk(ticket.Config{Store: h.store, Handbook: h.desk.Handbook(), Now: func() time.Time { return h.now }})
		require.NoError(t, err)
		wg.Go(func() {
			chance := rand.New(rand.NewPCG(7, uint64(n)))
			for range each {
				r := ticket.Raise{Key: fmt.Sprintf("if/%02d", chance.IntN(40)), Source: fmt.Sprintf("sw-%d", chance.IntN(2))}
				r.Key = r.Source + r.Key
				if _, err := desk.Do(t.Context(), ticket.Command{By: monitor, Do: []ticket.Action{r}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	counted := 0
	for _, one := range h.allOf(ticket.Query{}) {
		counted += one.Alarm.Count
		require.Equal(t, one, h.get(one.ID))
	}
	require.Equal(t, desks*each, counted, "no alarm is lost, and none counted twice")
	h.quiet()
	for _, source := range []string{"sw-0", "sw-1"} {
		require.Len(t, h.allOf(ticket.Query{Alarm: ticket.StormKey(source)}), 1)
		children := h.allOf(ticket.Query{Source: source})
		require.LessOrEqual(t, len(children), 1+4+desks-1, "the agreed number, and at most one more of each other desk")
		require.GreaterOrEqual(t, len(children), 1+4)
		parent := h.allOf(ticket.Query{Alarm: ticket.StormKey(source)})[0]
		for _, child := range children {
			if child.ID != parent.ID {
				require.Equal(t, []string{parent.ID}, h.get(child.ID).Linked(ticket.LinkParent), "whoever came late")
			}
		}
		require.Len(t, parent.Linked(ticket.LinkChild), len(children)-1)
	}
}
