package runbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/tier"
)

// A Shelf is a set of books, one version of each. It never changes and may be shared. The zero Shelf is empty.
type Shelf struct {
	books []*Book // by id
}

// NewShelf checks definitions and puts them on a shelf. The error names every fault of every definition; places begin with the
// definition's place in the list, as in "[2].steps[0].kind".
func NewShelf(defs []Runbook) (*Shelf, error) {
	var l fault.List
	if len(defs) > MaxBooks {
		l.Add("", "has %d books; at most %d are allowed", len(defs), MaxBooks)
		return nil, l.Err()
	}
	s := &Shelf{}
	first := make(map[string]int, len(defs))
	for i, def := range defs {
		b, err := New(def)
		l.Under(fmt.Sprintf("[%d]", i), err)
		if j, twice := first[def.ID]; twice && def.ID != "" {
			l.Add(fmt.Sprintf("[%d].id", i), "%.80q is also the id of [%d]; a shelf holds one version of a book", def.ID, j)
			continue
		}
		first[def.ID] = i
		s.books = append(s.books, b)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(s.books, byID)
	return s, nil
}

func byID(a, b *Book) int { return strings.Compare(a.def.ID, b.def.ID) }

// Books are all books, by id; a copy of the list.
func (s *Shelf) Books() []*Book { return slices.Clone(s.books) }

// Book finds a book by its id.
func (s *Shelf) Book(id string) (*Book, bool) {
	i, ok := slices.BinarySearchFunc(s.books, id, func(b *Book, id string) int { return strings.Compare(b.def.ID, id) })
	if !ok {
		return nil, false
	}
	return s.books[i], true
}

// Match finds the books that fit the facts and that the tier may run, the most specific first, equals by id.
// [Book.Match] says of a single book why it does not fit.
func (s *Shelf) Match(f Facts, t tier.ID) []Match {
	var fits []Match
	for _, b := range s.books {
		if m := b.Match(f, t); m.Fits {
			fits = append(fits, m)
		}
	}
	slices.SortStableFunc(fits, func(a, b Match) int { return cmp.Compare(b.Score, a.Score) }) // books stand by id already
	return fits
}

// Stale are the books whose review-by day is over, by id.
func (s *Shelf) Stale(at time.Time) []*Book {
	var stale []*Book
	for _, b := range s.books {
		if b.Stale(at) {
			stale = append(stale, b)
		}
	}
	return stale
}

// Check looks whether every action that the books name is registered; the error names each that is not, as in
// "restart-vpn.steps.restart.action", and matches [ErrInvalid]. Call it once when the program starts.
func (s *Shelf) Check(actions Actions) error {
	var l fault.List
	for _, b := range s.books {
		for _, step := range b.def.Steps {
			if step.Kind == ActionStep && actions[step.Action] == nil {
				l.Add(b.def.ID+".steps."+step.ID+".action", "no action named %q is registered", step.Action)
			}
		}
	}
	return l.Err()
}
