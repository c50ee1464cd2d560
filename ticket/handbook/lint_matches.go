package handbook

import (
	"fmt"
	"maps"
	"slices"

	"github.com/fourline-go/fourline/internal/misspelt"
	"github.com/fourline-go/fourline/ticket"
)

// matches looks whether what agreements, policies, runbooks and all other rules are for is there.
func (l *linter) matches() {
	known := map[string][]string{"client": l.clientIDs, "kind": l.kindNames, "priority": l.priorities}
	for _, t := range l.h.Ladder().Tiers() {
		known["tier"] = append(known["tier"], string(t.ID))
	}
	for _, list := range l.used.lists {
		for i, w := range list.words {
			if names := known[list.name]; len(names) > 0 && !slices.Contains(names, w) {
				l.add(MatchUnknown, fmt.Sprintf("%s[%d]", list.path, i), "there is no %s %q", list.name, w)
			}
		}
	}
	for _, name := range []string{"service", "category"} {
		all := places{}
		for _, list := range l.used.lists {
			if list.name == name {
				all.see(list.path, list.words)
			}
		}
		all.near(l, name)
	}
}

// places is where each word stands.
type places map[string][]string

func (n places) see(path string, words []string) {
	for i, w := range words {
		n[w] = append(n[w], fmt.Sprintf("%s[%d]", path, i))
	}
}

func (n places) near(l *linter, what string) {
	all := slices.Sorted(maps.Keys(n))
	for i, w := range all {
		others := slices.Concat(all[:i], all[i+1:])
		meant, near := misspelt.Near(w, others)
		if near && len(n[w]) == 1 && (len(n[meant]) > 1 || meant < w) { // of two that stand once, one is enough
			l.add(MatchMisspelt, n[w][0], "the %s %q stands nowhere else; is %q meant", what, w, meant)
		}
	}
}

// clients looks at the channels by which they come.
func (l *linter) clients() {
	var agreed, received []string
	open := 0
	for _, c := range l.d.Clients {
		agreed = append(agreed, c.Channels...)
		if len(c.Channels) == 0 {
			open++
		}
	}
	for _, t := range l.h.Ladder().Tiers() {
		received = append(received, t.Channels...)
	}
	for i, c := range l.d.Clients {
		path := fmt.Sprintf("clients[%d]", i)
		if len(c.Channels) == 0 && len(agreed) > 0 {
			l.add(ClientAnyChannel, path, "%s may use any channel, while others have theirs listed", c.ID)
		}
		l.unreceived(path+".channels", c, received)
	}
	if open > 0 || len(l.d.Clients) == 0 || l.d.Ladder == nil {
		return
	}
	for i, t := range l.d.Ladder.Tiers {
		for j, channel := range t.Channels {
			if !slices.Contains(agreed, channel) {
				l.add(ChannelUnagreed, fmt.Sprintf("ladder.tiers[%d].channels[%d]", i, j), "%s receives by %s, which is agreed with no client", t.ID, channel)
			}
		}
	}
}

func (l *linter) unreceived(path string, c ticket.Client, received []string) {
	for j, channel := range c.Channels {
		if len(received) > 0 && !slices.Contains(received, channel) {
			l.add(ChannelUnreceived, fmt.Sprintf("%s[%d]", path, j), "%s is agreed with %s, and no tier receives by it", channel, c.ID)
		}
	}
}
