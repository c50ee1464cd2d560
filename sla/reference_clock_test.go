package sla_test

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/sla"
)

// A ledger is the reference for clocks: it walks through time step by step, notes for every step whether it counts, and answers by
// adding up steps. It keeps everything and remembers nothing in a clever way. It shares no code with the library.
type ledger struct {
	metric sla.Metric
	steps  map[string]*slow // by the name of the calendar
	shift  int              // where in those the step 0 is
	events []ledgerEvent    // in order

	phase   string // "", "on", "over" or "gone"
	held    bool
	armed   bool
	cycle   int
	begun   int         // first step of the cycle
	over    int         // step at which it was complete
	counted map[int]int // the cycle that a step counts for
	missed  int
	aim     sla.Target // what is promised now
	judged  sla.Target // what the cycle is judged by
}

type ledgerEvent struct {
	step   int
	signal sla.Signal
	target *sla.Target // another target, instead of a signal
}

func has(list []sla.Signal, s sla.Signal) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// walk goes through all events up to and including a step.
func (l *ledger) walk(until int) {
	l.counted = map[int]int{}
	if len(l.events) == 0 {
		return
	}
	for i := l.events[0].step; i <= until; i++ {
		for _, e := range l.events {
			if e.step != i {
				continue
			}
			if e.target != nil {
				l.promise(i, *e.target)
			} else {
				l.hear(i, e.signal)
			}
		}
		if i < until && l.phase == "on" && !l.held {
			l.counted[i] = l.cycle
		}
	}
}

// hear follows the sentences of the documentation one by one.
func (l *ledger) hear(i int, s sla.Signal) {
	m := l.metric
	if has(m.Pause, s) {
		l.held = true
	} else if has(m.Resume, s) {
		l.held = false
	}
	if l.phase == "on" {
		if has(m.Cancel, s) {
			l.phase = "gone"
			l.over = i
		} else if has(m.Stop, s) {
			l.phase = "over"
			l.over = i
		} else if has(m.Reset, s) {
			l.phase = "over"
			l.fresh(i)
		}
	} else if has(m.Start, s) && !has(m.Cancel, s) && !has(m.Stop, s) {
		mayStart := len(m.After) == 0 || l.armed
		switch {
		case !mayStart:
		case l.phase == "":
			l.fresh(i)
		case m.Reopen == sla.ReopenNever:
		case l.phase == "gone" || m.Reopen == sla.ReopenNewCycle:
			l.fresh(i)
		case l.aim.Change == sla.FromChange && i > l.begun && !sameAim(l.aim, l.judged):
			l.fresh(i)
		default:
			l.phase, l.judged = "on", l.aim
		}
	}
	if has(m.After, s) {
		l.armed = true
	}
}

func (l *ledger) fresh(i int) {
	if l.phase == "over" && l.late(i) {
		l.missed++
	}
	l.phase, l.begun, l.judged = "on", i, l.aim
	l.cycle++
}

func (l *ledger) promise(i int, t sla.Target) {
	l.aim = t
	if l.phase != "on" || sameAim(t, l.judged) {
		return
	}
	if t.Change == sla.FromChange && i > l.begun {
		l.phase = "over"
		l.fresh(i)
	}
	l.judged = t
}

func sameAim(a, b sla.Target) bool { return a.Within == b.Within && a.Calendar == b.Calendar }

// open reports whether a step is open in the calendar that the cycle is judged by.
func (l *ledger) open(i int) bool { return l.steps[l.judged.Calendar].open[i+l.shift] }

func (l *ledger) length() time.Duration {
	return time.Duration(l.steps[l.judged.Calendar].step) * time.Second
}

// elapsed adds up the steps of the cycle before a step.
func (l *ledger) elapsed(until int) time.Duration {
	var sum time.Duration
	for i := l.begun; i < until; i++ {
		if l.cycle > 0 && l.counted[i] == l.cycle && l.open(i) {
			sum += l.length()
		}
	}
	return sum
}

func (l *ledger) late(until int) bool {
	return l.judged.Within > 0 && l.elapsed(until) > l.judged.Within
}

// breach finds the step whose counting makes the cycle late, if it goes on from now without another signal; false when it is not
// in the window.
func (l *ledger) breach(now int) (int, bool) {
	var sum time.Duration
	for i := l.begun; i+l.shift < len(l.steps[l.judged.Calendar].open); i++ {
		counts := l.counted[i] == l.cycle
		if i >= now {
			counts = l.phase == "on" && !l.held
		}
		if !counts || !l.open(i) {
			continue
		}
		if sum == l.judged.Within {
			return i, true
		}
		sum += l.length()
	}
	return 0, false
}

// due is the step at which the time is used up: the breach, or before it the closing since when nothing was open.
func (l *ledger) due(now int, boundary sla.Boundary) int {
	i, _ := l.breach(now)
	for boundary != sla.AtNextOpen && i > l.begun && !l.open(i-1) {
		i--
	}
	return i
}

func (l *ledger) state() sla.State {
	switch {
	case l.phase == "on" && l.held:
		return sla.Paused
	case l.phase == "on":
		return sla.Running
	case l.phase == "over":
		return sla.Stopped
	case l.phase == "gone":
		return sla.Cancelled
	}
	return sla.Idle
}

// inOrder sorts events by step and keeps those of one step as they were given.
func inOrder(events []ledgerEvent) []ledgerEvent {
	slices.SortStableFunc(events, func(a, b ledgerEvent) int { return a.step - b.step })
	return events
}
