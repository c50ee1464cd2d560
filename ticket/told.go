package ticket

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fourline-go/fourline/sla"
)

// aims is the target that a clock counts against, with what it wants told.
func (w *work) aims(c Clock) sla.Target {
	t, _ := w.h.editions[edition{c.Agreement, c.Version}].Target(c.Metric)
	return t
}

// nextShare gives the next share of a clock to tell of, and when it is used; false when there is none, or nobody can say when.
func (w *work) nextShare(c Clock, target sla.Target) (percent int, at time.Time, ok bool) {
	if c.Told >= 100 {
		return 0, time.Time{}, false
	}
	for _, p := range target.Warn {
		if p > c.Told && p < 100 {
			at, ok = c.At(w.calendar(c), p)
			return p, at, ok
		}
	}
	at, ok = c.BreachedAt(w.calendar(c))
	return 100, at, ok
}

// nextMark gives the next mark of a clock to tell of, by its place in the target, and when it is; false when there is none, or nobody
// can say when. One that lies before the cycle is told as it begins.
func (w *work) nextMark(c Clock, target sla.Target) (mark int, at time.Time, ok bool) {
	for i, m := range target.Marks {
		if c.marked(m) {
			continue
		}
		when, known := c.AtMark(w.calendar(c), m)
		if when.Before(c.Started) {
			when = c.Started
		}
		if known && (!ok || when.Before(at)) {
			mark, at, ok = i, when, true
		}
	}
	return mark, at, ok
}

// marked reports whether a mark has been told in this cycle.
func (c Clock) marked(m sla.Mark) bool {
	return c.Marked != "" && slices.Contains(strings.Split(c.Marked, ", "), m.String())
}

// tellShare records that a share of a target is used, or more than all of it.
func (w *work) tellShare(c Clock, percent int, at time.Time) {
	c.Told = percent
	e := Event{Type: Warned, Due: instant(at), Why: c.Metric + " " + strconv.Itoa(percent) + "%", Clocks: []Clock{c}}
	if percent == 100 {
		e.Type, e.Why = Breached, c.Metric
	}
	w.emit(e)
}

// tellMark records that it is so long before or after the due time.
func (w *work) tellMark(c Clock, mark int, at time.Time) {
	text := w.aims(c).Marks[mark].String()
	if c.Marked += ", " + text; c.Marked == ", "+text {
		c.Marked = text
	}
	w.emit(Event{Type: Marked, Due: instant(at), Why: c.Metric + " " + text, Clocks: []Clock{c}})
}
