package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/report"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// BenchmarkReport makes the report of a desk over all tickets of the ServiceNow log, read from memory through the desk. Budget: 300 ms
// for 17,460 tickets.
func BenchmarkReport(b *testing.B) {
	log := benchLog(b)
	store := ticketmem.New()
	replayOn(b, log, store, workersFor(storeMem))
	book, err := loadHandbook(options{format: ServiceNow()})
	require.NoError(b, err)
	desk, err := ticket.NewDesk(ticket.Config{Store: store, Handbook: book})
	require.NoError(b, err)
	for name, s := range map[string]report.Scope{
		"all":     {},
		"grouped": {By: []report.Dimension{report.ByPriority, report.ByMonth}},
	} {
		s.To = time.Now()
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := report.Make(report.Cases(b.Context(), desk, ticket.Query{}), s, book)
				require.NoError(b, err)
				require.Equal(b, len(log.Cases), r.Counts.All)
			}
			b.ReportMetric(float64(len(log.Cases)), "tickets")
		})
	}
}
