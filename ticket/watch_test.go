package ticket_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
)

var rolf = ticket.Actor{Kind: ticket.Requester, ID: "rolf", Client: "acme"}

func watching(kind ticket.ActorKind, id string) ticket.Watcher {
	return ticket.Watcher{Kind: kind, ID: id}
}

func TestWhoWatches(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ben, ticket.Watch{})
	h.do(mara, ticket.Watch{})
	h.do(rosa, ticket.Watch{Kind: ticket.Requester, ID: "rolf"})
	got := h.do(ada, ticket.Watch{Kind: ticket.Engineer, ID: "cleo"}, ticket.Watch{Kind: ticket.Requester, ID: "rudi"})
	require.Equal(t, []ticket.Watcher{
		watching(ticket.Engineer, "ben"), watching(ticket.Engineer, "mara"), watching(ticket.Requester, "rolf"),
		watching(ticket.Engineer, "cleo"), watching(ticket.Requester, "rudi"),
	}, got.Watchers)

	version := got.Version
	require.Equal(t, version, h.do(ben, ticket.Watch{}).Version, "twice is once")
	require.Equal(t, version, h.do(rosa, ticket.Watch{}).Version, "it is hers anyway")
	require.Equal(t, version, h.do(ada, ticket.Unwatch{}).Version, "she does not")

	h.do(mara, ticket.Unwatch{})
	h.do(rosa, ticket.Unwatch{Kind: ticket.Requester, ID: "rudi"})
	h.do(ada, ticket.Unwatch{Kind: ticket.Engineer, ID: "ben"})
	h.do(rolf, ticket.Unwatch{})
	require.Equal(t, []ticket.Watcher{watching(ticket.Engineer, "cleo")}, h.at(0).Watchers)
	require.Nil(t, h.do(cleo, ticket.Unwatch{}).Watchers)
}

func TestWatchingIsRefused(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(rosa, ticket.Watch{Kind: ticket.Requester, ID: "rolf"})
	for _, c := range []struct {
		name string
		by   ticket.Actor
		do   ticket.Action
		rule string
	}{
		{"by a requester who has no business here", ticket.Actor{Kind: ticket.Requester, ID: "rudi", Client: "acme"}, ticket.Watch{}, "right"},
		{"of an engineer by a requester", rosa, ticket.Watch{Kind: ticket.Engineer, ID: "ada"}, "right"},
		{"by a monitor", monitor, ticket.Watch{}, "right"},
		{"of a vendor", ada, ticket.Watch{Kind: ticket.Vendor, ID: "printco"}, "watcher"},
		{"of nobody", ada, ticket.Watch{Kind: ticket.Requester}, "watcher"},
		{"of an engineer nobody knows", ada, ticket.Watch{Kind: ticket.Engineer, ID: "eve"}, "engineer"},
		{"of a name that is too long", ada, ticket.Watch{Kind: ticket.Requester, ID: strings.Repeat("x", 65)}, "limit"},
		{"by a watcher for another", rolf, ticket.Unwatch{Kind: ticket.Requester, ID: "rudi"}, "right"},
		{"by a watcher who watches already", rolf, ticket.Watch{}, "right"},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.rule, h.refused(c.by, c.do).Rule) })
	}
	require.Equal(t, "right", h.refused(rolf, ticket.Unwatch{}, ticket.Message{Text: "and one word more"}).Rule)
	require.Equal(t, "right", h.refused(rolf, ticket.Message{Text: "a watcher only listens"}).Rule)
}

func TestATicketHasSoManyWatchers(t *testing.T) {
	h := newHouse(t)
	h.printing()
	for range ticket.MaxWatchers / 50 {
		var all []ticket.Action
		for i := range 50 {
			all = append(all, ticket.Watch{Kind: ticket.Requester, ID: fmt.Sprint(h.now.Unix(), i)})
		}
		h.do(ada, all...)
		h.now = h.now.Add(1e9)
	}
	require.Equal(t, "limit", h.refused(ada, ticket.Watch{}).Rule)
}

func TestRequestersWhoWatchHearOnlyWhatIsPublic(t *testing.T) {
	text, err := os.ReadFile("testdata/handbook.yaml")
	require.NoError(t, err)
	policy := strings.Replace(string(text), "\nnotify:\n", `
notify:
  - {on: messaged, to: [{kind: watchers}]}
  - {on: noted, to: [{kind: watchers}, {kind: requester}]}
  - {on: rejected, to: [{kind: watchers}, {kind: requester}]}
`, 1)
	h := houseOf(t, policy)
	h.printing()
	h.do(ada, ticket.Watch{Kind: ticket.Requester, ID: "rolf"}, ticket.Watch{Kind: ticket.Engineer, ID: "cleo"})
	told := func() (all []string) {
		h.at(0)
		for _, n := range h.sent {
			all = append(all, n.To.String()+": "+n.Text)
		}
		h.sent = nil
		return all
	}
	told()
	h.do(ada, ticket.Message{Text: "we look"})
	require.Equal(t, []string{"engineer cleo: messaged: we look", "requester rolf: messaged: we look", "requester rosa: messaged: we look"}, told())
	h.do(ada, ticket.Note{Text: "what a mess"})
	require.Equal(t, []string{"engineer cleo: noted", "requester rosa: noted"}, told())
	h.do(ada, ticket.HandOver{Reason: "beyond_cookbook", Fields: map[string]string{"tried": "all"}})
	told()
	h.do(ben, ticket.Reject{Why: "did you even look?"})
	require.Equal(t, []string{"engineer cleo: rejected: did you even look?", "requester rosa: rejected"}, told())
}

func TestWatchersIsATargetWithoutAnID(t *testing.T) {
	require.NoError(t, escalation.Target{Kind: escalation.ToWatchers}.Check())
	require.ErrorContains(t, escalation.Target{Kind: escalation.ToWatchers, ID: "rolf"}.Check(), "leave the id out")
}
