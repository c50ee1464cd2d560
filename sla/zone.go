package sla

import (
	"sort"
	"time"
)

// A zoneLine is a zone over a stretch of time: the offsets that were in force, in order. Neighbours differ.
type zoneLine []zoneStep

type zoneStep struct {
	from   int64 // Unix second from which the offset holds; the first step also holds before
	offset int64 // seconds east of UTC
}

// zoneSlack is how far, in seconds, a wall clock may be away from UTC. The furthest in tzdata is just under 16 hours; RFC 8536
// asks that no zone goes beyond 26.
const zoneSlack = 26 * 60 * 60

// zoneLineOf walks the clock changes of loc that fall in [from, to) with ZoneBounds. It never asks time.Date about a wall time.
//
// Beyond the last change that tzdata lists, ZoneBounds also ends a zone at the end of a year; and Go 1.26 counts every year as
// 365 days, so that on 31 December of a leap year the end is in the past. The walk then goes on by a day.
func zoneLineOf(loc *time.Location, from, to int64) zoneLine {
	var line zoneLine
	for at := from; ; {
		t := time.Unix(at, 0).In(loc)
		_, offset := t.Zone()
		if n := len(line); n == 0 || line[n-1].offset != int64(offset) {
			line = append(line, zoneStep{from: at, offset: int64(offset)})
		}
		_, end := t.ZoneBounds()
		switch {
		case end.IsZero():
			return line
		case end.Unix() > at:
			at = end.Unix()
		default:
			at += secondsPerDay
		}
		if at >= to {
			return line
		}
	}
}

// at gives the index of the step in force at an instant.
func (z zoneLine) at(instant int64) int {
	i := sort.Search(len(z), func(i int) bool { return z[i].from > instant })
	return max(i-1, 0)
}

// showing gives the first and the last instant at which the wall clock shows wall (seconds since 1970-01-01 00:00 on that
// clock). A time that the clock skips is shown, for both, by the first instant after the gap.
func (z zoneLine) showing(wall int64) (first, last int64) {
	lo, hi := z.at(wall-zoneSlack), z.at(wall+zoneSlack)
	if lo == hi {
		return wall - z[lo].offset, wall - z[lo].offset
	}
	found := false
	for i := lo; i <= hi; i++ {
		instant := wall - z[i].offset
		if (i > lo && instant < z[i].from) || (i < hi && instant >= z[i+1].from) {
			continue
		}
		if !found {
			first, found = instant, true
		}
		last = instant
	}
	if found {
		return first, last
	}
	gap := lo + 1 // the change that jumps over it: before it the time has not come yet, after it has passed
	for gap < hi && wall-z[gap].offset >= z[gap].from {
		gap++
	}
	return z[gap].from, z[gap].from
}

// opening gives the instant of an opening at wall: the first that shows it.
func (z zoneLine) opening(wall int64) int64 { first, _ := z.showing(wall); return first }

// closing gives the instant of a closing at wall: the last that shows it.
func (z zoneLine) closing(wall int64) int64 { _, last := z.showing(wall); return last }
