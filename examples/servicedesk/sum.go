package main

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/report"
)

// sum gives what the day amounts to.
func (d *day) sum(ctx context.Context) ([]report.Case, report.Report, error) {
	var cases []report.Case
	for _, client := range d.plan.clients() {
		for c, err := range report.Cases(ctx, d.desk, ticket.Query{Client: client}) {
			if err != nil {
				return nil, report.Report{}, err
			}
			cases = append(cases, c)
		}
	}
	slices.SortFunc(cases, func(a, b report.Case) int { return strings.Compare(a.Ticket.ID, b.Ticket.ID) })
	figures, err := report.Make(each(cases), report.Scope{To: d.now.Add(time.Microsecond)}, d.plan.Book) // with this very instant
	return cases, figures, err
}

// each gives cases one by one.
func each(cases []report.Case) iter.Seq2[report.Case, error] {
	return func(yield func(report.Case, error) bool) {
		for _, c := range cases {
			if !yield(c, nil) {
				return
			}
		}
	}
}
