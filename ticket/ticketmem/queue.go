package ticketmem

// nowhere is the place of what is in no queue.
const nowhere = -1

// A slot is one thing's place in a queue.
type slot[T any] struct {
	at    int64 // microseconds since 1970
	n     int64 // order of those with the same time
	place int   // index in the queue that holds it, or nowhere
	of    T
}

// A queue gives things in the order of their times: a binary heap whose slots know where they are. The zero value is empty.
type queue[T any] struct{ heap []*slot[T] }

// first gives the earliest slot, nil when there is none.
func (q *queue[T]) first() *slot[T] {
	if len(q.heap) == 0 {
		return nil
	}
	return q.heap[0]
}

// add puts a slot that is nowhere into the queue.
func (q *queue[T]) add(s *slot[T], at int64) {
	s.at, s.place = at, len(q.heap)
	q.heap = append(q.heap, s)
	q.up(s.place)
}

// holds reports whether a slot is in this queue.
func (q *queue[T]) holds(s *slot[T]) bool {
	return s.place >= 0 && s.place < len(q.heap) && q.heap[s.place] == s
}

// remove takes a slot out, if this queue holds it.
func (q *queue[T]) remove(s *slot[T]) {
	if !q.holds(s) {
		return
	}
	i, last := s.place, len(q.heap)-1
	q.swap(i, last)
	q.heap[last] = nil
	q.heap = q.heap[:last]
	s.place = nowhere
	if i < last && !q.up(i) {
		q.down(i)
	}
}

func (q *queue[T]) before(i, j int) bool {
	a, b := q.heap[i], q.heap[j]
	return a.at < b.at || a.at == b.at && a.n < b.n
}

func (q *queue[T]) swap(i, j int) {
	q.heap[i], q.heap[j] = q.heap[j], q.heap[i]
	q.heap[i].place, q.heap[j].place = i, j
}

// up moves a slot towards the front and reports whether it moved.
func (q *queue[T]) up(i int) bool {
	start := i
	for i > 0 {
		parent := (i - 1) / 2
		if !q.before(i, parent) {
			break
		}
		q.swap(i, parent)
		i = parent
	}
	return i != start
}

// down moves a slot towards the back.
func (q *queue[T]) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(q.heap) {
			return
		}
		if right := child + 1; right < len(q.heap) && q.before(right, child) {
			child = right
		}
		if !q.before(child, i) {
			return
		}
		q.swap(i, child)
		i = child
	}
}
