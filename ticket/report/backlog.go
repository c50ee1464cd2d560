package report

import (
	"encoding/json"
	"slices"
	"sort"
	"time"

	"github.com/fourline-go/fourline/sla"
)

// Backlog is what is open at the end of a report.
type Backlog struct {
	What    Definition `json:"what"`
	N       int        `json:"n"`
	Waiting int        `json:"waiting"` // of those: for the requester, for us or for a vendor
	Late    int        `json:"late"`    // of those: a promise to the client is missed already
	Age     Spread     `json:"age"`
	Ages    []Ages     `json:"ages"` // by [Scope.Ages], the youngest first
}

// Ages is how many tickets of a backlog are of an age.
type Ages struct {
	Under time.Duration // and not under the one before; zero for the oldest
	N     int
}

// MarshalJSON gives the bound in seconds, under a name that says so.
func (a Ages) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Under float64 `json:"under_s,omitempty"`
		N     int     `json:"n"`
	}{a.Under.Seconds(), a.N})
}

func (m *maker) backlog(s *Scope, h *history) {
	t := &h.ticket
	if !t.Open() {
		return
	}
	b, age := &m.Backlog, s.At.Sub(t.Reported)
	b.N++
	b.Waiting += one(t.Class.Waiting())
	for _, c := range t.Clocks {
		if c.Kind == sla.SLA && verdict(c, h.book, s.At) == sla.VerdictLate {
			b.Late++
			break
		}
	}
	m.ages.add(age)
	b.Ages[sort.Search(len(s.Ages), func(i int) bool { return age < s.Ages[i] })].N++
}

func (b *Backlog) sum(ages sample[time.Duration]) { b.Age = spread(ages) }

// Trend is the backlog over time.
type Trend struct {
	What   Definition `json:"what"`
	Points []Point    `json:"points"` // in the order of [Scope.Instants]
}

// A Point is how many tickets were open just before an instant.
type Point struct {
	At   time.Time `json:"at"`
	Open int       `json:"open"`
}

// IsZero reports whether nobody asked for instants.
func (t Trend) IsZero() bool { return len(t.Points) == 0 }

// trend counts a ticket at the instants at which it was open.
func (m *maker) trend(s *Scope, h *history) {
	if len(s.Instants) == 0 {
		return
	}
	for _, t := range h.turns {
		later, _ := slices.BinarySearchFunc(s.Instants, t.at, func(at, turn time.Time) int {
			if at.After(turn) { // the first instant by which it had happened
				return 1
			}
			return -1
		})
		m.changes[later] += 2*one(t.open) - 1
	}
}

func (t *Trend) sum(s *Scope, changes []int) {
	open := 0
	for i, at := range s.Instants {
		open += changes[i]
		t.Points = append(t.Points, Point{At: at, Open: open})
	}
}
