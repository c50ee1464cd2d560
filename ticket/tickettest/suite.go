package tickettest

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

// A Category is a group of cases that a store may leave out by name.
type Category string

// The categories.
const (
	Reading    Category = "reading"    // what is there, what is not
	Versions   Category = "versions"   // of two writers one wins
	Keys       Category = "keys"       // the same command key does nothing again
	Commits    Category = "commits"    // whole or not at all
	Alarms     Category = "alarms"     // one open ticket for an alarm key
	References Category = "references" // one ticket for a mail
	Listing    Category = "listing"    // filters and pages
	Iterating  Category = "iterating"  // loops that end early, loops in loops
	Waking     Category = "waking"     // claims of wakes
	Notices    Category = "notices"    // claims and settlements of notices
	Clients    Category = "clients"    // never see each other
	Values     Category = "values"     // come back exactly, and are the caller's own
	Contexts   Category = "contexts"   // that are done
	Durable    Category = "durable"    // what was committed is there after opening again
	Histories  Category = "histories"  // chance sequences against a model
)

// Categories lists all, in the order in which they run.
func Categories() []Category {
	return []Category{
		Reading, Versions, Keys, Commits, Alarms, References, Listing, Iterating, Waking, Notices, Clients, Values, Contexts, Durable, Histories,
	}
}

// An Option says what is particular about a store.
type Option struct{ set func(*suite) }

// Without leaves out a category, with the reason why the store cannot pass it.
func Without(c Category, why string) Option {
	return Option{func(s *suite) { s.without[c] = why }}
}

// Reopen tells how to close a store and open what it kept. Without it [Durable] must be left out by name.
func Reopen(again func(t testing.TB, s ticket.Store) ticket.Store) Option {
	return Option{func(s *suite) { s.reopen = again }}
}

// suite is one run over a store.
type suite struct {
	open    func(testing.TB) ticket.Store
	reopen  func(testing.TB, ticket.Store) ticket.Store
	without map[Category]string
}

// A trial is one case: what must hold, as a sentence, and how it is tried.
type trial struct {
	of    Category
	holds string
	try   func(*kit)
}

// TestStore runs the suite over the store that open gives: an empty one each time.
func TestStore(t *testing.T, open func(t testing.TB) ticket.Store, options ...Option) {
	s := newSuite(open, options...)
	require.NoError(t, s.check())
	for _, c := range Categories() {
		t.Run(string(c), func(t *testing.T) {
			if why, out := s.without[c]; out {
				t.Skip("this store goes without: " + why)
			}
			for _, one := range trials() {
				if one.of == c {
					t.Run(one.holds, func(t *testing.T) { one.try(s.kit(t)) })
				}
			}
		})
	}
}

func newSuite(open func(testing.TB) ticket.Store, options ...Option) *suite {
	s := &suite{open: open, without: map[Category]string{}}
	for _, o := range options {
		o.set(s)
	}
	return s
}

// check refuses options that would hide something.
func (s *suite) check() error {
	known := map[Category]bool{}
	for _, c := range Categories() {
		known[c] = true
	}
	for c, why := range s.without {
		if !known[c] {
			return fmt.Errorf("tickettest: there is no category %q", c)
		}
		if why == "" {
			return fmt.Errorf("tickettest: category %q is left out without a reason", c)
		}
	}
	if _, out := s.without[Durable]; !out && s.reopen == nil {
		return fmt.Errorf("tickettest: say how the store is opened again (Reopen), or leave out %q by name (Without)", Durable)
	}
	return nil
}

// trials are all cases.
func trials() []trial {
	var all []trial
	for _, some := range [][]trial{
		readingTrials, versionTrials, keyTrials, commitTrials, alarmTrials, referenceTrials, listingTrials, iteratingTrials, wakingTrials,
		noticeTrials, clientTrials, valueTrials, contextTrials, durableTrials, historyTrials,
	} {
		all = append(all, some...)
	}
	return all
}
