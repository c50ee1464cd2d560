package tickettest

import (
	"strings"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// misheard are the ways in which a store may not list what it is asked for.
var misheard = map[string]func() broken{
	"class is not asked for":     asking(func(q *ticket.Query) { q.Class = "" }),
	"open is not asked for":      asking(func(q *ticket.Query) { q.Open = false }),
	"tier is not asked for":      asking(func(q *ticket.Query) { q.Tier = "" }),
	"assignee is not asked for":  asking(func(q *ticket.Query) { q.Assignee = "" }),
	"group is not asked for":     asking(func(q *ticket.Query) { q.Group = "" }),
	"priority is not asked for":  asking(func(q *ticket.Query) { q.Priority = "" }),
	"alarm is not asked for":     asking(func(q *ticket.Query) { q.Alarm = "" }),
	"source is not asked for":    asking(func(q *ticket.Query) { q.Source = "" }),
	"reference is not asked for": asking(func(q *ticket.Query) { q.Reference = "" }),
	"state is not asked for":     asking(func(q *ticket.Query) { q.State = "" }),
	"the wait is not asked for":  asking(func(q *ticket.Query) { q.Pending = "" }),
	"kind is not asked for":      asking(func(q *ticket.Query) { q.Kind = "" }),
	"owner is not asked for":     asking(func(q *ticket.Query) { q.Owner = "" }),
	"requester is not asked for": asking(func(q *ticket.Query) { q.Requester = "" }),
	"requesters are of any case": asking(func(q *ticket.Query) { q.Requester = strings.ToLower(q.Requester) }),
	"channel is not asked for":   asking(func(q *ticket.Query) { q.Channel = "" }),
	"service is not asked for":   asking(func(q *ticket.Query) { q.Service = "" }),
	"category is not asked for":  asking(func(q *ticket.Query) { q.Category = "" }),
	"due is not asked for":       asking(func(q *ticket.Query) { q.DueBefore = time.Time{} }),
	"due before is due by": asking(func(q *ticket.Query) {
		if !q.DueBefore.IsZero() {
			q.DueBefore = q.DueBefore.Add(time.Microsecond)
		}
	}),
	"what is not due is due": asking(func(q *ticket.Query) {
		if !q.DueBefore.IsZero() {
			q.DueBefore = start.Add(1e6 * time.Hour)
		}
	}),
	"opened is not asked for":   asking(func(q *ticket.Query) { q.Opened = ticket.Span{} }),
	"updated is not asked for":  asking(func(q *ticket.Query) { q.Updated = ticket.Span{} }),
	"resolved is not asked for": asking(func(q *ticket.Query) { q.Resolved = ticket.Span{} }),
	"closed is not asked for":   asking(func(q *ticket.Query) { q.Closed = ticket.Span{} }),
	"spans hold their ends": asking(func(q *ticket.Query) {
		if !q.Updated.To.IsZero() {
			q.Updated.To = q.Updated.To.Add(time.Microsecond)
		}
	}),
	"spans do not hold their beginnings": asking(func(q *ticket.Query) {
		if !q.Resolved.From.IsZero() {
			q.Resolved.From = q.Resolved.From.Add(time.Microsecond)
		}
	}),
	"the order is not asked for":   asking(func(q *ticket.Query) { q.Order = ticket.ByID }),
	"pages by due times go by ids": asking(func(q *ticket.Query) { q.AfterDue = time.Time{} }),
}
