package report

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/ticket"
)

// Make computes the figures of some cases in a scope. The handbooks are those that the tickets were decided under; a ticket of another
// version is an error that matches [ticket.ErrNoHandbook].
func Make(cases iter.Seq2[Case, error], s Scope, handbooks ...*ticket.Handbook) (Report, error) {
	s, err := s.filled()
	if err != nil {
		return Report{}, fmt.Errorf("report: %w", err)
	}
	books := map[int]*ticket.Handbook{}
	for _, h := range handbooks {
		books[h.Version()] = h
	}
	all, groups, h := newMaker(&s), map[string]*maker{}, &history{}
	for c, err := range cases {
		if err == nil {
			err = read(h, &s, c, books)
		}
		switch {
		case err != nil:
			return Report{}, fmt.Errorf("report: %w", err)
		case len(h.events) == 0:
			continue
		}
		all.add(&s, h)
		if len(s.By) > 0 {
			group(groups, &s, h).add(&s, h)
		}
	}
	return finish(&s, all, groups), nil
}

// read reads a case; its history has no events when it is not of the scope.
func read(h *history, s *Scope, c Case, books map[int]*ticket.Handbook) error {
	if !h.read(c, s.At) || s.Tickets == OpenedIn && !s.inWindow(h.ticket.Opened) {
		h.events = nil
		return nil
	}
	if h.book = books[h.ticket.Handbook]; h.book == nil {
		return fmt.Errorf("ticket %s: version %d: %w", c.Ticket.ID, h.ticket.Handbook, ticket.ErrNoHandbook)
	}
	h.walk(s.At)
	return nil
}

// between stands between the values of a group's key.
const between = "\x00"

func group(groups map[string]*maker, s *Scope, h *history) *maker {
	values := make([]string, len(s.By))
	for i, d := range s.By {
		values[i] = d.value(&h.ticket)
	}
	key := strings.Join(values, between)
	if groups[key] == nil {
		groups[key] = newMaker(s)
	}
	return groups[key]
}

// value gives what a ticket has in a dimension.
func (d Dimension) value(t *ticket.Ticket) string {
	switch d {
	case ByClient:
		return t.Client
	case ByKind:
		return t.Kind
	case ByPriority:
		return t.Priority
	case ByService:
		return t.Service
	case ByMonth:
		return t.Opened.UTC().Format("2006-01")
	case ByTier:
		if t.ResolvedAt != "" {
			return string(t.ResolvedAt)
		}
		return string(t.Tier)
	default:
		return ""
	}
}

func finish(s *Scope, all *maker, groups map[string]*maker) Report {
	r := Report{From: s.From, To: s.To, At: s.At, Tickets: s.Tickets, Resolution: s.Resolution, By: s.By, Figures: all.done(s)}
	if s.Calendar != nil {
		r.Calendar = s.Calendar.Name()
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		r.Groups = append(r.Groups, Group{Of: strings.Split(key, between), Figures: groups[key].done(s)})
	}
	return r
}
