package tier

import (
	"cmp"
	"fmt"
	"slices"
)

// Turns is whose turn it is, as a value: keep what [Staff.Assign] returns and pass it in the next time. The zero value is where
// nobody has had anything yet. It is small, encodes as JSON and does not grow with the work, only with the number of engineers.
//
// Each engineer stands at a point of a line; the one furthest back is next and then moves on, by a long step with a small weight
// and by a short step with a large one (start-time fair queueing). So among the same people the shares follow the weights, never
// more than one piece of work apart. Who is new or was away long joins at the point where the others are, and is neither
// flooded with what was missed nor punished.
type Turns []Turn

// A Turn is the point at which one engineer stands.
type Turn struct {
	Engineer string `json:"engineer"`
	At       int64  `json:"at"` // in steps of 1/720720 of the work for weight 1
}

// stride is the step for weight 1. It divides by every weight up to 16; with larger ones a step is off by less than 1 in 7000.
const stride = 720720

// inLine is one candidate and where they stand.
type inLine struct {
	id     string
	weight int
	at     int64
}

// line places the candidates: at the point they had, but not behind the point at which the last of them was served.
func (t Turns) line(able []Engineer) []inLine {
	line := make([]inLine, 0, len(able))
	var served int64
	for _, e := range able {
		one := inLine{id: e.ID, weight: max(1, e.Weight)}
		if i, ok := t.find(e.ID); ok {
			one.at = t[i].At
			served = max(served, one.at-stride/int64(one.weight))
		}
		line = append(line, one)
	}
	for i := range line {
		line[i].at = max(line[i].at, served)
	}
	return line
}

// given is t after this one got a piece of work. It may change t, which is the caller's own copy.
func (t Turns) given(to inLine) Turns {
	turn := Turn{to.id, to.at + stride/int64(to.weight)}
	if i, ok := t.find(to.id); ok {
		t[i] = turn
		return t
	}
	t = append(t, turn)
	slices.SortFunc(t, func(a, b Turn) int { return cmp.Compare(a.Engineer, b.Engineer) })
	return t
}

func (t Turns) find(id string) (int, bool) {
	i := slices.IndexFunc(t, func(one Turn) bool { return one.Engineer == id })
	return i, i >= 0
}

func tickets(n int) string {
	if n == 1 {
		return "1 ticket"
	}
	return fmt.Sprintf("%d tickets", n)
}
