package sla

import (
	"math/bits"
	"time"
)

const second = int64(time.Second)

// A table is the open time of one calendar over a contiguous range of instants: merged stretches, the open time before each, and
// two indexes that lead near the right stretch at once. It never changes.
type table struct {
	from, to int64 // Unix seconds covered: from inclusive, to exclusive

	open   []stretch
	before []int64 // open seconds before each stretch, and at the end the total

	// For each bucket of 1<<shift seconds, how many stretches begin at or before its first second: by the instant, and by the
	// open seconds before them. There is one bucket more than there are seconds for, so that a lookup may read the next.
	byTime, byOpen       []uint32
	timeShift, openShift uint
}

// newTable takes merged stretches within [from, to) and keeps them.
func newTable(from, to int64, open []stretch) *table {
	t := &table{from: from, to: to, open: open, before: make([]int64, len(open)+1)}
	for i, s := range open {
		t.before[i+1] = t.before[i] + s.to - s.from
	}
	t.timeShift = shiftFor(to-from, len(open))
	t.byTime = buckets(to-from, t.timeShift, len(open), func(i int) int64 { return open[i].from - from })
	t.openShift = shiftFor(t.total(), len(open))
	t.byOpen = buckets(t.total(), t.openShift, len(open), func(i int) int64 { return t.before[i] })
	return t
}

// shiftFor makes at most as many buckets as there are stretches, and not less than half as many.
func shiftFor(length int64, stretches int) uint {
	return uint(bits.Len64(uint64(length) / uint64(stretches+1)))
}

func buckets(length int64, shift uint, n int, start func(int) int64) []uint32 {
	all := make([]uint32, length>>shift+2)
	k := 0
	for b := range all {
		for k < n && start(k) <= int64(b)<<shift {
			k++
		}
		all[b] = uint32(k)
	}
	return all
}

// total is the open seconds of the whole table.
func (t *table) total() int64 { return t.before[len(t.open)] }

// covers reports whether an instant is one that the table can answer for.
func (t *table) covers(instant int64) bool { return instant >= t.from && instant < t.to }

// begun counts the stretches that begin at or before an instant in [from, to).
func (t *table) begun(instant int64) int {
	b := (instant - t.from) >> t.timeShift
	lo, hi := int(t.byTime[b]), int(t.byTime[b+1])
	for lo < hi {
		if mid := (lo + hi) >> 1; t.open[mid].from <= instant {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// holding gives the stretch in which the open second number open lies, for 0 <= open < total.
func (t *table) holding(open int64) int {
	b := open >> t.openShift
	lo, hi := int(t.byOpen[b]), int(t.byOpen[b+1])
	for lo < hi {
		if mid := (lo + hi) >> 1; t.before[mid] <= open {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo - 1
}

// isOpen reports whether an instant in [from, to) is open time, and counts the stretches begun by then.
func (t *table) isOpen(instant int64) (begun int, open bool) {
	k := t.begun(instant)
	return k, k > 0 && instant < t.open[k-1].to
}

// position is the open time before an instant in [from, to): whole seconds, and nanoseconds below one second.
func (t *table) position(instant, nanos int64) (int64, int64) {
	k := t.begun(instant)
	if k > 0 && instant < t.open[k-1].to {
		return t.before[k] - (t.open[k-1].to - instant), nanos
	}
	return t.before[k], 0
}

// after gives the instant when d nanoseconds, more than none, of open time have passed; false when the table ends before.
func (t *table) after(sec, nanos, d int64, rollOver bool) (int64, int64, bool) {
	open, nanos := t.position(sec, nanos)
	open, nanos = open+d/second, nanos+d%second
	if nanos >= second {
		open, nanos = open+1, nanos-second
	}
	key := open
	if nanos == 0 && !rollOver {
		key-- // exactly at a closing: stay in the stretch that ends there
	}
	if key >= t.total() {
		return 0, 0, false
	}
	i := t.holding(key)
	return t.open[i].from + open - t.before[i], nanos, true
}

// backFrom gives the instant since when d nanoseconds, more than none, of open time have passed; false when the table begins later.
func (t *table) backFrom(sec, nanos, d int64) (int64, int64, bool) {
	open, nanos := t.position(sec, nanos)
	open, nanos = open-d/second, nanos-d%second
	if nanos < 0 {
		open, nanos = open-1, nanos+second
	}
	if open < 0 {
		return 0, 0, false
	}
	i := t.holding(open)
	return t.open[i].from + open - t.before[i], nanos, true
}
