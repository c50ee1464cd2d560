package ticketmem

import (
	"context"
	"fmt"
	"slices"

	"github.com/fourline-go/fourline/ticket"
)

// Apply commits mutations one after the other, each by itself and whole; see [ticket.Store].
func (s *Store) Apply(ctx context.Context, all []ticket.Mutation) ([]ticket.Result, error) {
	copies := make([]kept, len(all))
	for i := range all {
		copies[i] = keep(&all[i])
	}
	if err := s.lock(ctx, "apply"); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	results := make([]ticket.Result, len(all))
	for i := range all {
		results[i] = s.apply(&all[i], copies[i])
	}
	return results, nil
}

// kept is what the store keeps of a mutation: copies, made before the lock is taken.
type kept struct {
	ticket *ticket.Ticket
	events []ticket.Event
}

func keep(m *ticket.Mutation) kept {
	if len(m.Events) == 0 {
		return kept{}
	}
	t := m.Ticket.Clone()
	k := kept{ticket: &t, events: slices.Clone(m.Events)}
	for i, e := range k.events {
		k.events[i] = e.Clone()
	}
	return k
}

// apply commits one mutation. Everything that can be wrong is looked at before anything is changed.
func (s *Store) apply(m *ticket.Mutation, k kept) ticket.Result {
	command := name{m.Ticket.Client, m.Key}
	if m.Key != "" {
		if seen, ok := s.commands[command]; ok {
			return seen
		}
	}
	if len(m.Events) == 0 {
		return ticket.Result{}
	}
	at := name{m.Ticket.Client, m.Ticket.ID}
	r, there := s.tickets[at]
	if err := s.refuse(m, r); err != nil {
		return ticket.Result{Err: err}
	}
	if !there {
		r = s.add(at, k.ticket)
	}
	s.replace(r, k)
	s.setWake(r, m.Wake)
	for _, n := range m.Notices {
		s.queue(n)
	}
	for _, p := range m.Cancel {
		s.cancel(policy{at.client, at.key, p})
	}
	if m.Key != "" {
		s.commands[command] = ticket.Result{Seen: true, Ticket: m.Ticket.ID, Version: m.Ticket.Version}
	}
	return ticket.Result{}
}

// refuse says why a mutation cannot be committed, r being the ticket that is there, if any.
func (s *Store) refuse(m *ticket.Mutation, r *record) error {
	switch {
	case m.Expect == 0 && r != nil:
		return &ticket.DuplicateError{Ticket: m.Ticket.ID}
	case m.Expect != 0 && r == nil:
		return fmt.Errorf("ticketmem: apply to %q: there is no such ticket: %w", m.Ticket.ID, ticket.ErrConflict)
	case m.Expect != 0 && r.ticket.Version != m.Expect:
		return fmt.Errorf("ticketmem: apply to %q: version %d is stored, not %d: %w", m.Ticket.ID, r.ticket.Version, m.Expect, ticket.ErrConflict)
	}
	if key, ok := alarmOf(&m.Ticket); ok {
		if holder, taken := s.alarms[key]; taken && holder != m.Ticket.ID {
			return &ticket.DuplicateError{Ticket: holder, Key: m.Ticket.Alarm.Key}
		}
	}
	for _, reference := range m.Ticket.References {
		if holder, taken := s.refs[name{m.Ticket.Client, reference}]; taken && holder != m.Ticket.ID {
			return &ticket.DuplicateError{Ticket: holder, Reference: reference}
		}
	}
	return nil
}

// add makes the record of a new ticket.
func (s *Store) add(at name, t *ticket.Ticket) *record {
	s.made++
	r := &record{ticket: t}
	r.slot = slot[*record]{n: s.made, place: nowhere, of: r}
	s.tickets[at] = r
	r.due = dueOf(t.Due())
	for _, by := range []ticket.Order{ticket.ByID, ticket.ByDue} {
		s.listed(at.client, by).add(r)
	}
	return r
}

// listed gives the shelf on which all tickets of a client stand in an order.
func (s *Store) listed(client string, by ticket.Order) *shelf {
	in, ok := s.order[listed{client, by}]
	if !ok {
		in = &shelf{byDue: by == ticket.ByDue}
		s.order[listed{client, by}] = in
	}
	return in
}

// replace puts a ticket and its new events in the place of what was there.
func (s *Store) replace(r *record, k kept) {
	if key, ok := alarmOf(r.ticket); ok {
		delete(s.alarms, key)
	}
	if key, ok := alarmOf(k.ticket); ok {
		s.alarms[key] = k.ticket.ID
	}
	for _, reference := range k.ticket.References {
		s.refs[name{k.ticket.Client, reference}] = k.ticket.ID
	}
	client, was, is := k.ticket.Client, r.ticket.Alarm, k.ticket.Alarm
	fresh := r.events == nil
	reshelve(s.keyed, r, fresh, name{client, was.Key}, name{client, is.Key})
	reshelve(s.sourced, r, fresh, name{client, was.Source}, name{client, is.Source})
	if due := dueOf(k.ticket.Due()); due != r.due {
		queue := s.listed(client, ticket.ByDue)
		queue.remove(r)
		r.due = due
		queue.add(r)
	}
	r.ticket = k.ticket
	r.events = append(r.events, k.events)
}

// reshelve puts a record where tickets with the same key stand; those without a key stand nowhere.
func reshelve(shelves map[name]*shelf, r *record, fresh bool, was, is name) {
	if was == is && !fresh {
		return
	}
	if old, ok := shelves[was]; ok && !fresh {
		if old.remove(r); len(old.pieces) == 0 {
			delete(shelves, was)
		}
	}
	if is.key == "" {
		return
	}
	if shelves[is] == nil {
		shelves[is] = &shelf{}
	}
	shelves[is].add(r)
}

// alarmOf gives the alarm key that a ticket holds: only an open one does.
func alarmOf(t *ticket.Ticket) (name, bool) {
	return name{t.Client, t.Alarm.Key}, t.Alarm.Key != "" && t.Open()
}
