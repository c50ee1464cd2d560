package tickettest

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
)

// A model is what a store must do, written down as plainly as possible: lists, looked through from the beginning to the end.
type model struct {
	tickets  []*modelTicket // in the order in which they were opened
	notices  []*modelNotice // in the order in which they were queued
	commands map[[2]string]ticket.Result
}

type modelTicket struct {
	ticket      ticket.Ticket
	events      []ticket.Event
	wake, until time.Time // planned; leased until
}

type modelNotice struct {
	escalation.Notice
	status  ticket.NoticeStatus
	ready   time.Time // from when it may be claimed
	attempt int
}

func (m *model) find(client, id string) *modelTicket {
	for _, t := range m.tickets {
		if t.ticket.Client == client && t.ticket.ID == id {
			return t
		}
	}
	return nil
}

// apply gives the result, its error being one of [ticket.ErrConflict] and a [*ticket.DuplicateError].
func (m *model) apply(mu ticket.Mutation) ticket.Result {
	key := [2]string{mu.Ticket.Client, mu.Key}
	if seen, ok := m.commands[key]; ok && mu.Key != "" {
		return seen
	}
	if len(mu.Events) == 0 {
		return ticket.Result{}
	}
	t := m.find(mu.Ticket.Client, mu.Ticket.ID)
	if err := m.refuse(mu, t); err != nil {
		return ticket.Result{Err: err}
	}
	if t == nil {
		t = &modelTicket{}
		m.tickets = append(m.tickets, t)
	}
	t.ticket, t.events = mu.Ticket, append(t.events, mu.Events...)
	if !t.wake.Equal(mu.Wake) {
		t.wake, t.until = mu.Wake, time.Time{}
	}
	m.tell(mu)
	if mu.Key != "" {
		m.commands[key] = ticket.Result{Seen: true, Ticket: mu.Ticket.ID, Version: mu.Ticket.Version}
	}
	return ticket.Result{}
}

func (m *model) refuse(mu ticket.Mutation, t *modelTicket) error {
	switch {
	case mu.Expect == 0 && t != nil:
		return &ticket.DuplicateError{Ticket: mu.Ticket.ID}
	case mu.Expect != 0 && (t == nil || t.ticket.Version != mu.Expect):
		return ticket.ErrConflict
	}
	for _, o := range m.tickets {
		same := o.ticket.Client == mu.Ticket.Client && o.ticket.Alarm.Key == mu.Ticket.Alarm.Key && mu.Ticket.Alarm.Key != ""
		if o != t && same && o.ticket.Open() && mu.Ticket.Open() {
			return &ticket.DuplicateError{Ticket: o.ticket.ID, Key: o.ticket.Alarm.Key}
		}
	}
	for _, r := range mu.Ticket.References {
		for _, o := range m.tickets {
			if o != t && o.ticket.Client == mu.Ticket.Client && slices.Contains(o.ticket.References, r) {
				return &ticket.DuplicateError{Ticket: o.ticket.ID, Reference: r}
			}
		}
	}
	return nil
}

// tell queues the notices of a mutation and cancels those of policies.
func (m *model) tell(mu ticket.Mutation) {
	for _, n := range mu.Notices {
		taken := slices.ContainsFunc(m.notices, func(o *modelNotice) bool { return o.Client == n.Client && o.Key == n.Key })
		if !taken {
			m.notices = append(m.notices, &modelNotice{Notice: n, status: ticket.NoticeQueued, ready: n.At})
		}
	}
	for _, n := range m.notices {
		of := n.Client == mu.Ticket.Client && n.Ticket == mu.Ticket.ID && slices.Contains(mu.Cancel, n.Policy)
		if of && n.status == ticket.NoticeQueued {
			n.status = ticket.NoticeCancelled
		}
	}
}

func (m *model) claimWakes(now time.Time, lease time.Duration, limit int) []ticket.Wake {
	var due []*modelTicket
	for _, t := range m.tickets {
		if !t.wake.IsZero() && !t.wake.After(now) && !t.until.After(now) {
			due = append(due, t)
		}
	}
	slices.SortStableFunc(due, func(a, b *modelTicket) int { return a.wake.Compare(b.wake) })
	var claimed []ticket.Wake
	for _, t := range due[:min(limit, len(due))] {
		t.until = now.Add(lease)
		claimed = append(claimed, ticket.Wake{Client: t.ticket.Client, Ticket: t.ticket.ID, At: t.wake})
	}
	return claimed
}

func (m *model) claimNotices(now time.Time, lease time.Duration, limit int) []ticket.Claim {
	var ready []*modelNotice
	for _, n := range m.notices {
		if n.status == ticket.NoticeQueued && !n.ready.After(now) {
			ready = append(ready, n)
		}
	}
	slices.SortStableFunc(ready, func(a, b *modelNotice) int { return a.ready.Compare(b.ready) })
	var claims []ticket.Claim
	for _, n := range ready[:min(limit, len(ready))] {
		n.attempt++
		n.ready = now.Add(lease)
		claims = append(claims, ticket.Claim{Notice: n.Notice, Attempt: n.attempt})
	}
	return claims
}

// settle takes a settlement whose token is the attempt.
func (m *model) settle(d ticket.Settlement) {
	for _, n := range m.notices {
		if n.Client == d.Client && n.Key == d.Key && n.status == ticket.NoticeQueued && int64(n.attempt) == d.Token {
			n.status, n.ready = d.Status, d.Again
		}
	}
}
