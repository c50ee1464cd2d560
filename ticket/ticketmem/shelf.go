package ticketmem

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// maxPiece is how many records a piece of a shelf holds before it is cut in two.
const maxPiece = 512

// never is the due time of a ticket of which nothing is due: after all others.
const never = math.MaxInt64

// dueOf gives a due time as places are ordered by: microseconds since 1970.
func dueOf(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	return t.UnixMicro()
}

// A place is where a record stands in the order of a list. On a shelf by ids all dues are zero.
type place struct {
	due int64
	id  string
}

func (p place) compare(o place) int {
	return cmp.Or(cmp.Compare(p.due, o.due), strings.Compare(p.id, o.id))
}

// start is the place after which a query's list goes on.
func start(q ticket.Query) place {
	switch {
	case q.Order != ticket.ByDue:
		return place{id: q.After}
	case q.After == "":
		return place{due: math.MinInt64}
	default:
		return place{due: dueOf(q.AfterDue), id: q.After}
	}
}

// A shelf keeps records of one client in an order, in pieces, so that a new one moves few others.
type shelf struct {
	byDue  bool // else by id
	pieces [][]*record
}

// place gives where a record stands. It must not change while the record is on the shelf.
func (s *shelf) place(r *record) place {
	if s.byDue {
		return place{due: r.due, id: r.ticket.ID}
	}
	return place{id: r.ticket.ID}
}

// add puts a record in its place, where no other is.
func (s *shelf) add(r *record) {
	if len(s.pieces) == 0 {
		s.pieces = [][]*record{{r}}
		return
	}
	i, j := s.after(s.place(r))
	if j == 0 && i > 0 { // between two pieces, or after all: to the end of the one before
		i--
		j = len(s.pieces[i])
	}
	if len(s.pieces[i]) < maxPiece {
		s.pieces[i] = slices.Insert(s.pieces[i], j, r)
		return
	}
	if i == len(s.pieces)-1 && j == maxPiece { // places that only grow fill their pieces
		s.pieces = append(s.pieces, []*record{r})
		return
	}
	half := slices.Clone(s.pieces[i][maxPiece/2:])
	s.pieces[i] = slices.Clip(s.pieces[i][:maxPiece/2])
	s.pieces = slices.Insert(s.pieces, i+1, half)
	s.add(r)
}

// remove takes a record off the shelf.
func (s *shelf) remove(r *record) {
	i, j := s.after(s.place(r))
	if j == 0 {
		i--
		j = len(s.pieces[i])
	}
	if s.pieces[i] = slices.Delete(s.pieces[i], j-1, j); len(s.pieces[i]) == 0 {
		s.pieces = slices.Delete(s.pieces, i, i+1)
	}
}

// after gives where the first record stands that comes after a place: its piece and its index there, or one past the last piece and 0.
func (s *shelf) after(p place) (piece, index int) {
	piece = sort.Search(len(s.pieces), func(i int) bool {
		last := s.pieces[i][len(s.pieces[i])-1]
		return s.place(last).compare(p) > 0
	})
	if piece == len(s.pieces) {
		return piece, 0
	}
	index, found := slices.BinarySearchFunc(s.pieces[piece], p, func(r *record, p place) int { return s.place(r).compare(p) })
	if found {
		index++
	}
	return piece, index
}
