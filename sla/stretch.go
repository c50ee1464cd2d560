package sla

import (
	"cmp"
	"slices"
)

// A stretch is the time from one instant up to, and not including, another, in Unix seconds.
type stretch struct{ from, to int64 }

// merged sorts stretches, drops the empty ones and joins those that overlap or touch. It works in place.
func merged(all []stretch) []stretch {
	byFrom := func(a, b stretch) int { return cmp.Compare(a.from, b.from) }
	if !slices.IsSortedFunc(all, byFrom) {
		slices.SortFunc(all, byFrom)
	}
	kept := all[:0]
	for _, s := range all {
		switch n := len(kept); {
		case s.to <= s.from:
		case n > 0 && s.from <= kept[n-1].to:
			kept[n-1].to = max(kept[n-1].to, s.to)
		default:
			kept = append(kept, s)
		}
	}
	return kept
}

// without cuts the holes out of open. Both are merged; holes is read only.
func without(open, holes []stretch) []stretch {
	if len(holes) == 0 {
		return open
	}
	left := make([]stretch, 0, len(open)+len(holes))
	for _, s := range open {
		for len(holes) > 0 && holes[0].to <= s.from {
			holes = holes[1:]
		}
		for _, h := range holes {
			if h.from >= s.to {
				break
			}
			if h.from > s.from {
				left = append(left, stretch{s.from, h.from})
			}
			s.from = min(h.to, s.to)
		}
		if s.from < s.to {
			left = append(left, s)
		}
	}
	return left
}

// common gives what two merged lists share.
func common(a, b []stretch) []stretch {
	var both []stretch
	for len(a) > 0 && len(b) > 0 {
		if s := (stretch{max(a[0].from, b[0].from), min(a[0].to, b[0].to)}); s.from < s.to {
			both = append(both, s)
		}
		if a[0].to < b[0].to {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return both
}

// clipped keeps what lies in [from, to) of a merged list, in place.
func clipped(all []stretch, from, to int64) []stretch {
	kept := all[:0]
	for _, s := range all {
		s.from, s.to = max(s.from, from), min(s.to, to)
		if s.from < s.to {
			kept = append(kept, s)
		}
	}
	return kept
}
