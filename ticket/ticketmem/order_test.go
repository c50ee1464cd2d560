package ticketmem

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

func TestAQueueGivesTheEarliestFirstWhateverIsAddedAndRemoved(t *testing.T) {
	chance := rand.New(rand.NewPCG(7, 11))
	var q, other queue[int]
	var in []*slot[int]
	for n := range int64(5_000) {
		switch {
		case len(in) == 0 || chance.IntN(3) > 0:
			s := &slot[int]{n: n, place: nowhere}
			q.add(s, chance.Int64N(50))
			in = append(in, s)
		case chance.IntN(2) == 0:
			i := chance.IntN(len(in))
			other.remove(in[i]) // of another queue: nothing happens
			q.remove(in[i])
			q.remove(in[i]) // twice: nothing happens
			require.Equal(t, nowhere, in[i].place)
			in = slices.Delete(in, i, i+1)
		default:
			first := slices.MinFunc(in, func(a, b *slot[int]) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.n, b.n)) })
			require.Same(t, first, q.first())
		}
		require.Len(t, q.heap, len(in))
	}
	require.Nil(t, other.first())
}

func TestAShelfKeepsIdsInOrderHoweverTheyCome(t *testing.T) {
	const n = 5_000
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("T-%04d", i)
	}
	for name, swap := range map[string]func(i, j int){
		"ascending": func(int, int) {}, "by chance": func(i, j int) { ids[i], ids[j] = ids[j], ids[i] },
	} {
		t.Run(name, func(t *testing.T) {
			chance := rand.New(rand.NewPCG(3, 5))
			chance.Shuffle(n, swap)
			var s shelf
			for _, id := range ids {
				s.add(&record{ticket: &ticket.Ticket{ID: id}})
			}
			sorted := slices.Sorted(slices.Values(ids))
			require.Equal(t, sorted, idsFrom(&s, ""))
			for _, after := range []string{"S", "T-0000", "T-0511", "T-0512", "T-0512a", "T-2500", "T-4998", "T-4999", "U"} {
				i, found := slices.BinarySearch(sorted, after)
				if found {
					i++
				}
				require.Equal(t, sorted[i:], append([]string{}, idsFrom(&s, after)...), after)
			}
			for _, piece := range s.pieces {
				require.LessOrEqual(t, len(piece), maxPiece)
			}
			require.LessOrEqual(t, len(s.pieces), 3*n/maxPiece)
		})
	}
}

// idsFrom walks a shelf after an id.
func idsFrom(s *shelf, after string) []string {
	var ids []string
	for i, j := s.after(place{id: after}); i < len(s.pieces); i, j = i+1, 0 {
		for _, r := range s.pieces[i][j:] {
			ids = append(ids, r.ticket.ID)
		}
	}
	return ids
}

func TestAShelfByDueTimesKeepsItsOrderWhateverMoves(t *testing.T) {
	chance := rand.New(rand.NewPCG(9, 26))
	s := shelf{byDue: true}
	var in []*record
	for n := range 20_000 {
		switch {
		case len(in) < 3_000 || chance.IntN(3) == 0:
			r := &record{ticket: &ticket.Ticket{ID: fmt.Sprintf("T-%05d", n)}, due: []int64{chance.Int64N(900), never}[chance.IntN(2)]}
			s.add(r)
			in = append(in, r)
		case chance.IntN(2) == 0:
			i := chance.IntN(len(in))
			s.remove(in[i])
			in = slices.Delete(in, i, i+1)
		default:
			r := in[chance.IntN(len(in))]
			s.remove(r)
			r.due = chance.Int64N(900)
			s.add(r)
		}
	}
	slices.SortFunc(in, func(a, b *record) int { return s.place(a).compare(s.place(b)) })
	require.Equal(t, in, slices.Concat(s.pieces...))
	for _, r := range in[:1_000] {
		s.remove(r)
	}
	require.Equal(t, in[1_000:], slices.Concat(s.pieces...))
	for _, r := range in[1_000:] {
		s.remove(r)
	}
	require.Empty(t, s.pieces)
}
