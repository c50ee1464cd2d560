package report

import (
	"fmt"
	"iter"
	"time"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
)

// WhatIf judges what happened to some cases by the promises of two handbooks, as of an instant: what would the other have meant? The
// earlier handbooks are those that cases were decided under besides the two; one of another version is an error that matches
// [ticket.ErrNoHandbook].
func WhatIf(cases iter.Seq2[Case, error], at time.Time, is, other *ticket.Handbook, earlier ...*ticket.Handbook) (sla.Comparison, error) {
	books := append([]*ticket.Handbook{other, is}, earlier...)
	var failed error
	histories := func(yield func(sla.History) bool) {
		for c, err := range cases {
			var h sla.History
			if err == nil {
				h, err = ticket.History(c.Ticket.ID, c.Ticket.Client, told(c.Events), books...)
			}
			if err != nil {
				failed = fmt.Errorf("report: %w", err)
				return
			}
			if !yield(h) {
				return
			}
		}
	}
	compared := sla.Compare(is.Terms(), other.Terms(), histories, at)
	if failed != nil {
		return sla.Comparison{}, failed
	}
	return compared, nil
}

// told gives events one by one.
func told(events []ticket.Event) iter.Seq2[ticket.Event, error] {
	return func(yield func(ticket.Event, error) bool) {
		for _, e := range events {
			if !yield(e, nil) {
				return
			}
		}
	}
}
