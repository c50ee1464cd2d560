package ticketmem

import (
	"slices"
	"sort"
	"strings"
)

// maxPiece is how many records a piece of a shelf holds before it is cut in two.
const maxPiece = 512

// A shelf keeps records of one client in the order of their ids, in pieces, so that a new one moves few others.
type shelf struct{ pieces [][]*record }

// add puts a record in its place; its id is not there yet.
func (s *shelf) add(r *record) {
	if len(s.pieces) == 0 {
		s.pieces = [][]*record{{r}}
		return
	}
	i, j := s.after(r.ticket.ID)
	if j == 0 && i > 0 { // between two pieces, or after all: to the end of the one before
		i--
		j = len(s.pieces[i])
	}
	if len(s.pieces[i]) < maxPiece {
		s.pieces[i] = slices.Insert(s.pieces[i], j, r)
		return
	}
	if i == len(s.pieces)-1 && j == maxPiece { // ids that only grow fill their pieces
		s.pieces = append(s.pieces, []*record{r})
		return
	}
	half := slices.Clone(s.pieces[i][maxPiece/2:])
	s.pieces[i] = slices.Clip(s.pieces[i][:maxPiece/2])
	s.pieces = slices.Insert(s.pieces, i+1, half)
	s.add(r)
}

// remove takes the record of an id out, if it is there. A piece that is left empty goes, too.
func (s *shelf) remove(id string) {
	i, j := s.after(id)
	if j == 0 { // it would be the last of the piece before
		if i--; i < 0 {
			return
		}
		j = len(s.pieces[i])
	}
	if j--; s.pieces[i][j].ticket.ID != id {
		return
	}
	s.pieces[i] = slices.Delete(s.pieces[i], j, j+1)
	if len(s.pieces[i]) == 0 {
		s.pieces = slices.Delete(s.pieces, i, i+1)
	}
}

// after gives the place of the first record whose id is greater: its piece and its index there, or one past the last piece and 0.
func (s *shelf) after(id string) (piece, index int) {
	piece = sort.Search(len(s.pieces), func(i int) bool {
		last := s.pieces[i][len(s.pieces[i])-1]
		return last.ticket.ID > id
	})
	if piece == len(s.pieces) {
		return piece, 0
	}
	index, found := slices.BinarySearchFunc(s.pieces[piece], id, func(r *record, id string) int {
		return strings.Compare(r.ticket.ID, id)
	})
	if found {
		index++
	}
	return piece, index
}
