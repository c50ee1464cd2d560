package ticketsql

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

// crowd is how many tickets the benchmarks of commits change.
const crowd = 20_000

// opensCrowd opens the tickets of the benchmarks and gives them.
func opensCrowd(b *testing.B, s *Store) []ticket.Ticket {
	b.Helper()
	tickets := make([]ticket.Ticket, crowd)
	all := make([]ticket.Mutation, crowd)
	for i := range all {
		all[i] = tickettest.Opened("acme", fmt.Sprintf("INC%07d", i), described(i)...)
		tickets[i] = all[i].Ticket
	}
	for i := 0; i < crowd; i += 1_000 {
		_, err := s.Apply(b.Context(), all[i:i+1_000])
		require.NoError(b, err)
	}
	return tickets
}

// described gives a ticket about as much to say as one of a real desk.
func described(i int) []ticket.Change {
	return []ticket.Change{
		tickettest.Set(ticket.FieldSubject, "Cannot print on the second floor since this morning"), tickettest.Set(ticket.FieldChannel, "phone"),
		tickettest.Set(ticket.FieldText, "The queue is stuck. We have turned the printer off and on again, and the driver is of last week."),
		tickettest.Set(ticket.FieldCategory, "printing/queue"), tickettest.Set(ticket.FieldService, "office printing"),
		tickettest.Set(ticket.FieldRequester, "rosa"), tickettest.Set(ticket.FieldImpact, "2 - medium"), tickettest.Set(ticket.FieldUrgency, "2 - medium"),
		tickettest.Set(ticket.FieldPriority, "P"+strconv.Itoa(i%5)), tickettest.Set(ticket.FieldGroup, "group "+strconv.Itoa(i%70)),
	}
}

// transition moves a ticket on, every second time to another class of state, with another wake time.
func transition(t ticket.Ticket) ticket.Mutation {
	class := []lifecycle.Class{lifecycle.Active, lifecycle.Active, lifecycle.WaitingCustomer, lifecycle.WaitingCustomer}[t.Version%4]
	m := tickettest.Moved(t, "state of "+string(class), class)
	m.Wake = m.Ticket.Updated
	return m
}

// BenchmarkApply is a plain transition, committed durably, with so many callers at once; beside it a bare loop of one goroutine that
// writes the same rows through the same driver, as many in a transaction as the store's own had on average, encoded before.
//
// Budget: 0.6 of the bare loop. The size of tickets is about 900 bytes, of events 250.
func BenchmarkApply(b *testing.B) {
	for _, callers := range []int{1, 8, 64, 256} {
		var batch int
		var ours float64
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			s := opened(b)
			tickets, commits := opensCrowd(b, s), counted(s)
			b.ReportAllocs()
			b.ResetTimer()
			applyAll(b, s, tickets, callers)
			ours = perSecond(b)
			batch = max(1, b.N/max(1, int(commits.Load())))
			b.ReportMetric(float64(batch), "batch")
		})
		b.Run(fmt.Sprintf("bare/batch=%d", batch), func(b *testing.B) {
			s := opened(b)
			rows := encodeAll(b, opensCrowd(b, s))
			b.ResetTimer()
			writeBare(b, s.writer, rows, batch)
			b.ReportMetric(ours/perSecond(b), "store/bare")
		})
	}
}

// counted counts the transactions of a store.
func counted(s *Store) *atomic.Int64 {
	commits, sound := new(atomic.Int64), s.writer.ending
	s.writer.ending = func() error {
		commits.Add(1)
		return sound()
	}
	return commits
}

func perSecond(b *testing.B) float64 {
	rate := float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(rate, "commits/s")
	return rate
}

// applyAll commits b.N transitions from so many goroutines, each with tickets of its own.
func applyAll(b *testing.B, s *Store, tickets []ticket.Ticket, callers int) {
	var next atomic.Int64
	var all sync.WaitGroup
	for c := range callers {
		all.Go(func() {
			for i := c; next.Add(1) <= int64(b.N); i += callers {
				t := &tickets[i%(crowd-crowd%callers)]
				m := transition(*t)
				r, err := s.Apply(b.Context(), []ticket.Mutation{m})
				if err != nil || r[0].Err != nil {
					b.Error(err, r)
					return
				}
				*t = m.Ticket
			}
		})
	}
	all.Wait()
}

// bareRow is what a transition writes.
type bareRow struct {
	update       string
	args, events []any
}

// encodeAll prepares b.N transitions.
func encodeAll(b *testing.B, tickets []ticket.Ticket) []bareRow {
	rows := make([]bareRow, b.N)
	wakes := map[string]ticket.Mutation{}
	for i := range rows {
		t := &tickets[i%crowd]
		was := columnsOf(t, wakes[t.ID].Wake)
		m := transition(*t)
		wakes[t.ID] = m
		var data, event string
		require.NoError(b, text(&data, m.Ticket))
		require.NoError(b, text(&event, m.Events[0]))
		columns := columnsOf(&m.Ticket, m.Wake)
		changed := columns.changed(&was)
		rows[i] = bareRow{update: updateText(changed), args: []any{m.Ticket.Version, data}, events: []any{t.Client, t.ID, m.Ticket.Version, event}}
		rows[i].args = columns.values(rows[i].args, changed)
		rows[i].args = append(rows[i].args, t.Client, t.ID, t.Version)
		*t = m.Ticket
	}
	return rows
}

// writeBare writes rows, so many in a transaction.
func writeBare(b *testing.B, w *writer, rows []bareRow, batch int) {
	for len(rows) > 0 {
		n := min(batch, len(rows))
		require.NoError(b, w.run("BEGIN IMMEDIATE"))
		for _, r := range rows[:n] {
			if err := w.run(r.update, r.args...); err != nil {
				b.Fatal(err)
			}
			if err := w.run("INSERT INTO events (client, ticket, seq, data) VALUES (?, ?, ?, ?)", r.events...); err != nil {
				b.Fatal(err)
			}
		}
		require.NoError(b, w.run("COMMIT"))
		rows = rows[n:]
	}
}

// BenchmarkGet reads a ticket that was written lately, and one that was not.
func BenchmarkGet(b *testing.B) {
	s := opened(b)
	tickets := opensCrowd(b, s)
	for _, name := range []string{"latest", "stored"} {
		from := tickets[crowd-1_000:]
		b.Run(name, func(b *testing.B) {
			if name == "stored" {
				s.latest.clear()
			}
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if _, err := s.Get(b.Context(), "acme", from[i*617%len(from)].ID); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

// opensMillion opens a million tickets, two in a hundred of them still open: some minutes.
func opensMillion(b *testing.B, s *Store) {
	b.Helper()
	chance := rand.New(rand.NewPCG(10, 26))
	for i := 0; i < 1_000_000; i += 5_000 {
		all := make([]ticket.Mutation, 5_000)
		for j := range all {
			all[j] = placed(chance, i+j)
		}
		_, err := s.Apply(b.Context(), all)
		require.NoError(b, err)
	}
}

// placed spreads tickets over states, tiers, groups, people and due times as a desk of years has them. Of three open ones in four
// something is due.
func placed(chance *rand.Rand, i int) ticket.Mutation {
	class, tier := lifecycle.Closed, "L1"
	var clocks []ticket.Clock
	if chance.IntN(50) == 0 {
		class = lifecycle.Active
		if chance.IntN(4) > 0 {
			due := time.Date(2026, 11, 1, 0, 0, chance.IntN(30*24*60*60), 0, time.UTC)
			begun := due.Add(-8 * time.Hour)
			clocks = []ticket.Clock{{Kind: sla.SLA, Due: due, Clock: sla.Clock{
				Metric: "resolve", Target: 8 * time.Hour, State: sla.Running, Cycle: 1, Started: begun, Since: begun,
			}}}
		}
	}
	if n := chance.IntN(100); n < 20 {
		tier = []string{"L2", "L2", "L2", "L3"}[n%4]
	}
	m := tickettest.Opened("acme", fmt.Sprintf("INC%07d", i), append(described(i),
		tickettest.Set(ticket.FieldClass, string(class)), tickettest.Set(ticket.FieldTier, tier),
		tickettest.Set(ticket.FieldWorking, "engineer "+strconv.Itoa(chance.IntN(2_000))),
		tickettest.Set(ticket.FieldOwner, "engineer "+strconv.Itoa(chance.IntN(300))),
		tickettest.Set(ticket.FieldRequester, "requester "+strconv.Itoa(chance.IntN(20_000))))...)
	m.Events[0].Clocks = clocks
	return tickettest.Next(ticket.Ticket{ID: m.Ticket.ID, Client: m.Ticket.Client}, m.Events[0])
}

// BenchmarkList reads pages of 50 out of a million tickets, from a place chosen by chance. Budget: 2 ms.
func BenchmarkList(b *testing.B) {
	s := opened(b)
	opensMillion(b, s)
	for _, one := range []struct {
		name string
		q    ticket.Query
	}{
		{"all", ticket.Query{}},
		{"open", ticket.Query{Open: true}},
		{"class", ticket.Query{Class: lifecycle.Active}},
		{"tier", ticket.Query{Tier: "L2"}},
		{"tier open", ticket.Query{Tier: "L2", Open: true}},
		{"rare tier open", ticket.Query{Tier: "L3", Open: true}},
		{"group open", ticket.Query{Group: "group 7", Open: true}},
		{"group", ticket.Query{Group: "group 7"}},
		{"priority open", ticket.Query{Priority: "P1", Open: true}},
		{"assignee", ticket.Query{Assignee: "engineer 77"}},
		{"assignee open", ticket.Query{Assignee: "engineer 77", Open: true}},
		{"owner open", ticket.Query{Owner: "engineer 77", Open: true}},
		{"requester", ticket.Query{Requester: "requester 77"}},
		{"group, tier open", ticket.Query{Group: "group 7", Tier: "L2", Open: true}},
		{"priority, class, tier", ticket.Query{Priority: "P1", Class: lifecycle.Active, Tier: "L2", Open: true}},
		{"by due, open", ticket.Query{Order: ticket.ByDue, Open: true}},
		{"by due, all", ticket.Query{Order: ticket.ByDue}},
		{"by due, tier open", ticket.Query{Order: ticket.ByDue, Tier: "L1", Open: true}},
		{"by due, rare tier open", ticket.Query{Order: ticket.ByDue, Tier: "L3", Open: true}},
		{"by due, priority open", ticket.Query{Order: ticket.ByDue, Priority: "P1", Open: true}},
		{"by due, group open", ticket.Query{Order: ticket.ByDue, Group: "group 7", Open: true}},
		{"by due, assignee open", ticket.Query{Order: ticket.ByDue, Assignee: "engineer 77", Open: true}},
		{"by due, late", ticket.Query{Order: ticket.ByDue, DueBefore: time.Date(2026, 11, 15, 0, 0, 0, 0, time.UTC)}},
	} {
		b.Run(one.name, func(b *testing.B) {
			chance := rand.New(rand.NewPCG(1, 2))
			var found int
			for b.Loop() {
				q := one.q
				q.Client, q.Limit, q.After = "acme", 50, fmt.Sprintf("INC%07d", chance.IntN(900_000))
				q.AfterDue = time.Date(2026, 11, 1, 0, 0, chance.IntN(30*24*60*60), 0, time.UTC)
				for _, err := range s.List(b.Context(), q) {
					if err != nil {
						b.Fatal(err)
					}
					found++
				}
			}
			b.ReportMetric(float64(found)/float64(b.N), "tickets")
		})
	}
}
