package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/sla"
)

// A Scope says what a report is about. Only To is needed: the zero values of the rest give the figures of all time before it.
type Scope struct {
	From time.Time // the window begins here; zero: with the first ticket
	To   time.Time // the window ends here: an instant of its own is no longer in it
	At   time.Time // what happened at this instant or later is not seen; zero: To. Later than To it shows what became of tickets

	Tickets    Population
	Resolution Rule
	Calendar   *sla.Calendar // in whose open hours durations count, but for those of agreements; nil: all time
	Contact    time.Duration // how long a contact is taken to last, for first-contact resolution; 0: 30 min

	Ages     []time.Duration // upper bounds of the ages that a backlog is sorted into, growing; none: 1, 3, 10 and 30 days
	Instants []time.Time     // at which the backlog is counted, growing, none after At
	By       []Dimension     // the same figures besides for every group of tickets that are the same in these
}

// Population says which tickets a report counts.
type Population string

// The populations.
const (
	Happened Population = ""       // every figure counts what happened in the window, whenever the ticket was opened
	OpenedIn Population = "opened" // tickets that were opened in the window, with all that became of them before At
)

// Valid reports whether p is one of the populations.
func (p Population) Valid() bool { return p == Happened || p == OpenedIn }

// Rule says which resolution of a ticket counts when it was reopened.
type Rule string

// The rules.
const (
	LastResolution  Rule = ""      // the one that stands: a reopened ticket counts when it is resolved again, and only then
	FirstResolution Rule = "first" // the first, whatever came after it
)

// Valid reports whether r is one of the rules.
func (r Rule) Valid() bool { return r == LastResolution || r == FirstResolution }

// Dimension is what the tickets of a group have in common, as they stood at [Scope.At].
type Dimension string

// The dimensions.
const (
	ByClient   Dimension = "client"
	ByKind     Dimension = "kind"
	ByPriority Dimension = "priority"
	ByService  Dimension = "service"
	ByTier     Dimension = "tier"  // that resolved it, else where it is
	ByMonth    Dimension = "month" // in which it was opened, in UTC: 2026-11
)

// Dimensions lists all dimensions.
func Dimensions() []Dimension {
	return []Dimension{ByClient, ByKind, ByPriority, ByService, ByTier, ByMonth}
}

// Valid reports whether d is one of the dimensions.
func (d Dimension) Valid() bool { return slices.Contains(Dimensions(), d) }

const day = 24 * time.Hour

// filled gives the scope with its defaults, in UTC, or everything that is wrong with it.
func (s Scope) filled() (Scope, error) {
	if s.At.IsZero() {
		s.At = s.To
	}
	s.Contact = cmp.Or(s.Contact, 30*time.Minute)
	if len(s.Ages) == 0 {
		s.Ages = []time.Duration{day, 3 * day, 10 * day, 30 * day}
	}
	s.From, s.To, s.At = s.From.UTC(), s.To.UTC(), s.At.UTC()
	s.Ages, s.Instants, s.By = slices.Clone(s.Ages), slices.Clone(s.Instants), slices.Clone(s.By)
	for i, at := range s.Instants {
		s.Instants[i] = at.UTC()
	}
	if err := s.check(); err != nil {
		return Scope{}, fmt.Errorf("scope: %w", err)
	}
	return s, nil
}

func (s Scope) check() error {
	var faults fault.List
	switch {
	case s.To.IsZero():
		faults.Add("To", "is missing")
	case s.To.Before(s.From):
		faults.Add("To", "is before From")
	case s.At.Before(s.To):
		faults.Add("At", "is before To")
	}
	if !s.Tickets.Valid() {
		faults.Add("Tickets", "there is no population %q", s.Tickets)
	}
	if !s.Resolution.Valid() {
		faults.Add("Resolution", "there is no rule %q", s.Resolution)
	}
	if s.Contact < 0 {
		faults.Add("Contact", "is negative")
	}
	if !increasing(s.Ages, cmp.Compare) || s.Ages[0] <= 0 {
		faults.Add("Ages", "do not grow from above zero")
	}
	if !increasing(s.Instants, time.Time.Compare) {
		faults.Add("Instants", "do not grow")
	} else if n := len(s.Instants); n > 0 && s.Instants[n-1].After(s.At) {
		faults.Add("Instants", "one is after At")
	}
	for i, d := range s.By {
		if !d.Valid() || slices.Contains(s.By[:i], d) {
			faults.Add(fmt.Sprintf("By[%d]", i), "%q is no dimension, or there twice", d)
		}
	}
	return faults.Err()
}

func increasing[T any](all []T, compare func(a, b T) int) bool {
	for i := 1; i < len(all); i++ {
		if compare(all[i-1], all[i]) >= 0 {
			return false
		}
	}
	return true
}

// in reports whether what happened at an instant counts. Of a ticket that counts as a whole everything does.
func (s *Scope) in(at time.Time) bool {
	return s.Tickets == OpenedIn || s.inWindow(at)
}

func (s *Scope) inWindow(at time.Time) bool { return !at.Before(s.From) && at.Before(s.To) }

// took is how long something took, by the scope's clock.
func (s *Scope) took(from, to time.Time) time.Duration {
	if s.Calendar == nil {
		return max(0, to.Sub(from))
	}
	return s.Calendar.Between(from, to)
}
