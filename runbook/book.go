package runbook

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/tier"
)

// A Book is a checked [Runbook]. It never changes and may be shared.
type Book struct {
	def   Runbook
	place map[string]int // step id → place in def.Steps
}

// New checks a definition and makes a Book of it. The error names every fault with its place and matches [ErrInvalid].
// Whether the tiers exist and the actions are registered is known elsewhere: see [Shelf.Check] for the actions.
func New(def Runbook) (*Book, error) {
	var l fault.List
	checkHead(&l, def)
	def.Match.check(&l)
	checkSteps(&l, def.Steps)
	if err := l.Err(); err != nil {
		return nil, err
	}
	b := &Book{def: def.clone(), place: make(map[string]int, len(def.Steps))}
	if b.def.Kind == "" {
		b.def.Kind = KindRunbook
	}
	for i, s := range b.def.Steps {
		b.place[s.ID] = i
	}
	return b, nil
}

// ID is the book's identifier.
func (b *Book) ID() string { return b.def.ID }

// Title is the book's title.
func (b *Book) Title() string { return b.def.Title }

// Owner is who keeps the book right.
func (b *Book) Owner() string { return b.def.Owner }

// Version is the version of the definition.
func (b *Book) Version() int { return b.def.Version }

// Kind is cookbook or runbook, never "".
func (b *Book) Kind() Kind { return b.def.Kind }

// Tiers are the tiers that may run the book, in the definition's order; a copy.
func (b *Book) Tiers() []tier.ID { return slices.Clone(b.def.Tiers) }

// Definition gives back what the book was made of; a copy, with the defaults filled in.
func (b *Book) Definition() Runbook { return b.def.clone() }

// Step finds a step by its id; a copy.
func (b *Book) Step(id string) (Step, bool) {
	i, ok := b.place[id]
	if !ok {
		return Step{}, false
	}
	return b.def.Steps[i].clone(), true
}

// MayRun reports whether the tier is one that may run the book.
func (b *Book) MayRun(t tier.ID) bool { return slices.Contains(b.def.Tiers, t) }

// Stale reports whether the review-by day is over; see [Date.Before] for whose midnight counts. A stale book can still be run:
// it is its owner who has something to do.
func (b *Book) Stale(at time.Time) bool { return b.def.ReviewBy.Before(at) }
