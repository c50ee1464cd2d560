package sla

import (
	"math/bits"
	"time"
)

// A table is the open time of one calendar over a contiguous stretch of instants: disjoint segments in order, with the open time
// before each, and two indexes that lead near the right segment at once. It never changes.
type table struct {
	from, to int64 // Unix seconds covered: from inclusive, to exclusive
	total    int64 // open seconds

	// segments begins with an empty one at from and ends with one at to, so that every instant has a segment that starts at or
	// before it, and every segment a next one. A segment ends after the open seconds that separate it from the next.
	segments []segment

	byTime, byOpen       []uint32 // for each bucket, the last segment that starts at or before its first second
	timeShift, openShift uint     // a bucket is 1<<shift seconds wide
}

type segment struct {
	start  int64 // Unix second of the opening
	before int64 // open seconds of the table before it
}

// newTable takes merged stretches within [from, to).
func newTable(from, to int64, open []stretch) *table {
	t := &table{from: from, to: to, segments: make([]segment, 0, len(open)+2)}
	t.segments = append(t.segments, segment{start: from})
	for _, s := range open {
		t.segments = append(t.segments, segment{start: s.from, before: t.total})
		t.total += s.to - s.from
	}
	t.segments = append(t.segments, segment{start: to, before: t.total})
	t.timeShift = shiftFor(to-from, len(open))
	t.byTime = t.index(to-from, t.timeShift, func(s segment) int64 { return s.start - from })
	t.openShift = shiftFor(t.total, len(open))
	t.byOpen = t.index(t.total, t.openShift, func(s segment) int64 { return s.before })
	return t
}

// shiftFor makes buckets about as many as segments.
func shiftFor(length int64, segments int) uint {
	return uint(bits.Len64(uint64(length) / uint64(segments+1)))
}

// index finds for each bucket of a measure the last segment that begins at or before it. There is one bucket more than needed, so
// that a lookup may always read the next.
func (t *table) index(length int64, shift uint, measure func(segment) int64) []uint32 {
	buckets := make([]uint32, length>>shift+2)
	i := 0
	for b := range buckets {
		for i+1 < len(t.segments) && measure(t.segments[i+1]) <= int64(b)<<shift {
			i++
		}
		buckets[b] = uint32(i)
	}
	return buckets
}

// at gives the last segment that starts at or before an instant in [from, to).
func (t *table) at(instant int64) int {
	b := (instant - t.from) >> t.timeShift
	lo, hi := int(t.byTime[b]), int(t.byTime[b+1])
	for lo < hi {
		if mid := (lo + hi + 1) >> 1; t.segments[mid].start <= instant {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// holding gives the last segment that has at most open seconds before it, for 0 <= open < total.
func (t *table) holding(open int64) int {
	b := open >> t.openShift
	lo, hi := int(t.byOpen[b]), int(t.byOpen[b+1])
	for lo < hi {
		if mid := (lo + hi + 1) >> 1; t.segments[mid].before <= open {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// length is how long segment i is open, in seconds.
func (t *table) length(i int) int64 { return t.segments[i+1].before - t.segments[i].before }

// end is the closing of segment i.
func (t *table) end(i int) int64 { return t.segments[i].start + t.length(i) }

// position is the open time before an instant in [from, to): whole seconds, and nanoseconds below one second.
func (t *table) position(instant, nanos int64) (int64, int64) {
	i := t.at(instant)
	s, length := t.segments[i], t.length(i)
	if in := instant - s.start; in < length {
		return s.before + in, nanos
	}
	return s.before + length, 0
}

// covers reports whether an instant is one that the table can answer for.
func (t *table) covers(instant int64) bool { return instant >= t.from && instant < t.to }

// open gives the table's open time as stretches, for building a larger one.
func (t *table) open() []stretch {
	all := make([]stretch, 0, len(t.segments))
	for i := 1; i < len(t.segments)-1; i++ {
		all = append(all, stretch{t.segments[i].start, t.end(i)})
	}
	return all
}

const second = int64(time.Second)
