package report_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/report"
	"github.com/fourline-go/fourline/tier"
)

var (
	cleo = ticket.Actor{Kind: ticket.Engineer, ID: "cleo", Tier: "L3"}
	mara = ticket.Actor{Kind: ticket.Manager, ID: "mara"}
)

// live lets random people do random things to some tickets. What is refused does not happen.
func live(rt *rapid.T, h *house) {
	set := func(f ticket.Field, values ...string) ticket.Set {
		return ticket.Set{f: rapid.SampledFrom(values).Draw(rt, string(f))}
	}
	action := func() ticket.Action {
		switch rapid.IntRange(0, 16).Draw(rt, "action") {
		case 0:
			return ticket.Acknowledge{}
		case 1:
			return ticket.HandOver{Reason: rapid.SampledFrom([]tier.Reason{tier.Returned, tier.Solved}).Draw(rt, "back")}
		case 2, 3:
			reason := rapid.SampledFrom([]tier.Reason{tier.BeyondCookbook, tier.Unsolved}).Draw(rt, "up")
			return ticket.HandOver{Reason: reason, Fields: map[string]string{"tried": "all", "hypothesis": "h", "next": "n"}}
		case 4, 5:
			return ticket.Accept{}
		case 6:
			return ticket.Reject{Why: "no"}
		case 7:
			return ticket.Message{Text: "m"}
		case 8:
			return ticket.Assign{Engineer: rapid.SampledFrom([]string{"", "ada", "bo"}).Draw(rt, "engineer")}
		case 9:
			return set("category", "", "printing", "mail")
		case 10:
			return rapid.SampledFrom([]ticket.Set{{"impact": "any", "urgency": "high"}, {"impact": "any", "urgency": "low"}, {"group": "a"}, {"group": "b"}, {"service": "s"}}).Draw(rt, "set")
		default:
			return move(rapid.SampledFrom([]string{"start", "wait", "solve", "solve", "solve", "back", "back", "back", "close", "withdraw"}).Draw(rt, "trigger"))
		}
	}
	for range rapid.IntRange(1, 100).Draw(rt, "commands") {
		h.now = h.now.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 7, 30, 100, 1000}).Draw(rt, "minutes")) * time.Minute)
		_, err := h.desk.Tick(h.t.Context())
		require.NoError(rt, err)
		id := rapid.SampledFrom([]string{"A", "B", "C", "D"}).Draw(rt, "ticket")
		do := action()
		if _, err := h.desk.Get(h.t.Context(), "", id); errors.Is(err, ticket.ErrNotFound) {
			do = ticket.Open{Set: ticket.Set{"category": rapid.SampledFrom([]string{"printing", "mail"}).Draw(rt, "category"), "requester": "rosa"}}
		}
		by := rapid.SampledFrom([]ticket.Actor{rosa, ada, ada, ada, ben, cleo, mara, mara}).Draw(rt, "by")
		_, err = h.desk.Do(h.t.Context(), ticket.Command{Ticket: id, By: by, Do: []ticket.Action{do}})
		if err != nil && !errors.Is(err, ticket.ErrRefused) {
			require.NoError(rt, err)
		}
	}
}

// anyScope draws what a report on a random history is about.
func anyScope(rt *rapid.T, h *house) report.Scope {
	total := int(h.now.Sub(start)/time.Minute) + 10
	at := func(name string, from int) int { return rapid.IntRange(from, max(from, total)).Draw(rt, name) }
	s := report.Scope{
		Tickets:    rapid.SampledFrom([]report.Population{report.Happened, report.OpenedIn}).Draw(rt, "population"),
		Resolution: rapid.SampledFrom([]report.Rule{report.LastResolution, report.FirstResolution}).Draw(rt, "rule"),
		Ages:       []time.Duration{time.Hour, 10 * time.Hour},
		By:         rapid.SampledFrom([][]report.Dimension{nil, {report.ByPriority}, {report.ByTier, report.ByService}, {report.ByKind, report.ByClient, report.ByMonth}}).Draw(rt, "by"),
	}
	minute := func(n int) time.Time { return start.Add(time.Duration(n) * time.Minute) }
	s.From, s.To, s.At = start.Add(-time.Hour), minute(total), minute(total)
	if rapid.IntRange(0, 2).Draw(rt, "narrow") > 0 {
		edges := []time.Time{anyEvent(rt, h), anyEvent(rt, h), minute(at("at", 0))}
		slices.SortFunc(edges, time.Time.Compare)
		s.From, s.To, s.At = edges[0], edges[1], edges[2]
	}
	s.Contact = rapid.SampledFrom([]time.Duration{0, 7 * time.Minute, 100 * time.Minute, 24 * time.Hour}).Draw(rt, "contact")
	if rapid.Bool().Draw(rt, "first age") {
		s.Ages[0] = max(1, s.At.Sub(anyEvent(rt, h)))
		s.Ages[1] = s.Ages[0] + time.Hour
	}
	if rapid.Bool().Draw(rt, "office") {
		s.Calendar, _ = h.book.Calendar("office")
	}
	for n := 0; !minute(n).After(s.At); n += 1 + total/7 {
		s.Instants = append(s.Instants, minute(n))
	}
	return s
}

// anyEvent draws an instant at which something happened.
func anyEvent(rt *rapid.T, h *house) time.Time {
	var all []time.Time
	for _, c := range h.cases() {
		for _, e := range c.Events {
			all = append(all, e.At)
		}
	}
	return rapid.SampledFrom(all).Draw(rt, "event")
}

// undefined gives figures without what they mean.
func undefined(f report.Figures) report.Figures {
	none := report.Definition{}
	f.Flow.What, f.Acknowledge.What, f.Resolve.What, f.Counted.What = none, none, none, none
	f.FirstContact.What, f.FirstLevel.What, f.Escalated.What, f.Reopened.What, f.Reassigned.What = none, none, none, none, none
	f.Escalations.What, f.Dwell.What, f.ShiftLeft.What, f.Compliance.What, f.Backlog.What, f.Trend.What = none, none, none, none, none, none
	return f
}

func TestEveryFigureIsWhatLookingAtTheTicketsGives(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHouse(t)
		live(rt, h)
		s := anyScope(rt, h)
		got := h.report(s)
		groups := map[string]reference{}
		all := reference{Scope: s}
		for _, c := range h.cases() {
			f := filmed(c, s.At)
			if len(f.events) == 0 || s.Tickets == report.OpenedIn && (f.events[0].At.Before(s.From) || !f.events[0].At.Before(s.To)) {
				continue
			}
			all.films = append(all.films, f)
			key := strings.Join(values(s.By, f.last()), "/")
			groups[key] = reference{Scope: s, films: append(groups[key].films, f)}
		}
		require.Equal(rt, all.figures(), undefined(got.Figures))
		flow := got.Flow
		require.Equal(rt, flow.End, flow.Start+flow.Opened+flow.Reopened-flow.Resolved-flow.Cancelled)
		if len(s.By) == 0 {
			require.Empty(rt, got.Groups)
			return
		}
		require.Len(rt, got.Groups, len(groups))
		require.True(rt, slices.IsSortedFunc(got.Groups, func(a, b report.Group) int { return slices.Compare(a.Of, b.Of) }))
		for _, g := range got.Groups {
			require.Equal(rt, groups[strings.Join(g.Of, "/")].figures(), undefined(g.Figures), g.Of)
		}
	})
}

// values gives what a ticket has in dimensions.
func values(by []report.Dimension, t ticket.Ticket) []string {
	var all []string
	for _, d := range by {
		at := string(t.Tier)
		if !t.Open() {
			at = string(t.ResolvedAt)
		}
		all = append(all, map[report.Dimension]string{
			report.ByClient: t.Client, report.ByKind: t.Kind, report.ByPriority: t.Priority, report.ByService: t.Service,
			report.ByTier: at, report.ByMonth: t.Opened.Format("2006-01"),
		}[d])
	}
	return all
}
