package handbook

import (
	"fmt"
	"maps"
	"slices"

	"github.com/fourline-go/fourline/internal/misspelt"
	"github.com/fourline-go/fourline/ticket"
)

// matches looks whether what agreements, policies and runbooks are for is there.
func (l *linter) matches() {
	var tiers []string
	for _, t := range l.h.Ladder().Tiers() {
		tiers = append(tiers, string(t.ID))
	}
	for i, a := range l.d.Agreements {
		path := fmt.Sprintf("agreements[%d].match", i)
		l.match(path, a.Match.Client, a.Match.Kind, a.Match.Priority)
		l.unknown(path+".tier", "tier", a.Match.Tier, tiers)
	}
	for i, p := range l.d.Policies {
		l.match(fmt.Sprintf("policies[%d].match", i), p.Match.Client, p.Match.Kind, p.Match.Priority)
	}
	for i, r := range l.d.Runbooks {
		path := fmt.Sprintf("runbooks[%d].match", i)
		l.match(path, r.Match.Client, r.Match.Kind, r.Match.Priority)
	}
	l.names()
}

func (l *linter) match(path string, clients, kinds, priorities []string) {
	l.unknown(path+".client", "client", clients, l.clientIDs)
	l.unknown(path+".kind", "kind", kinds, l.kindNames)
	l.unknown(path+".priority", "priority", priorities, l.priorities)
}

// unknown reports words that are not among the known ones, unless none are known and any is good.
func (l *linter) unknown(path, what string, words, known []string) {
	for i, w := range words {
		if len(known) > 0 && !slices.Contains(known, w) {
			l.add(MatchUnknown, fmt.Sprintf("%s[%d]", path, i), "there is no %s %q", what, w)
		}
	}
}

// names looks for services and categories that stand once and are a slip away from another.
func (l *linter) names() {
	services, categories := places{}, places{}
	for i, a := range l.d.Agreements {
		services.see(fmt.Sprintf("agreements[%d].match.service", i), a.Match.Service)
	}
	for i, p := range l.d.Policies {
		services.see(fmt.Sprintf("policies[%d].match.service", i), p.Match.Service)
	}
	for i, r := range l.d.Runbooks {
		services.see(fmt.Sprintf("runbooks[%d].match.service", i), r.Match.Service)
		categories.see(fmt.Sprintf("runbooks[%d].match.category", i), r.Match.Category)
	}
	services.near(l, "service")
	categories.near(l, "category")
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
