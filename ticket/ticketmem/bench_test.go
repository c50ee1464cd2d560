package ticketmem_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/ticket/ticketmem"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

// crowd opens n tickets with a wake time each.
func crowd(b *testing.B, s *ticketmem.Store, n int) {
	b.Helper()
	for i := range n {
		m := tickettest.Opened("acme", fmt.Sprintf("T-%07d", i))
		m.Wake = m.Ticket.Opened.Add(time.Duration(i) * time.Second)
		if _, err := s.Apply(b.Context(), []ticket.Mutation{m}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGetAndApply is what a desk asks of the store for a plain transition: budget 2 µs. Beside it what making the transition costs
// here, which is not the store's.
func BenchmarkGetAndApply(b *testing.B) {
	const n = 10_000
	s := ticketmem.New()
	crowd(b, s, n)
	first, err := s.Get(b.Context(), "acme", "T-0000000")
	if err != nil {
		b.Fatal(err)
	}
	transition := func(t ticket.Ticket, i int) ticket.Mutation {
		m := tickettest.Moved(t, "in_progress", lifecycle.Active)
		m.Wake = m.Ticket.Updated.Add(time.Duration(i) * time.Second)
		return m
	}
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("T-%07d", i*617%n)
	}
	b.Run("store", func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			t, err := s.Get(b.Context(), "acme", ids[i%n])
			if err != nil {
				b.Fatal(err)
			}
			if _, err := s.Apply(b.Context(), []ticket.Mutation{transition(t, i)}); err != nil {
				b.Fatal(err)
			}
			i++
		}
	})
	b.Run("transition", func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			_ = transition(first, i)
			i++
		}
	})
}

// BenchmarkClaimWakes claims and puts back one of 100,000.
func BenchmarkClaimWakes(b *testing.B) {
	s := ticketmem.New()
	crowd(b, s, 100_000)
	b.ReportAllocs()
	now := tickettest.Opened("acme", "T").Ticket.Opened.Add(time.Hour)
	for b.Loop() {
		now = now.Add(time.Microsecond)
		if _, err := s.ClaimWakes(b.Context(), now, 0, 1); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkList reads a page of 50 out of 100,000.
func BenchmarkList(b *testing.B) {
	s := ticketmem.New()
	crowd(b, s, 100_000)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		q := ticket.Query{Client: "acme", Limit: 50, After: fmt.Sprintf("T-%07d", i*617%99_000)}
		for _, err := range s.List(b.Context(), q) {
			if err != nil {
				b.Fatal(err)
			}
		}
		i++
	}
}
