package tier

import (
	"fmt"
	"slices"
)

// lintWords finds words of the house's own that are one slip away from a known one (two when they are long): a right that is
// misspelt is a right that nobody has, and a reason that nobody ever gives.
func lintWords[W ~string](found *findings, path string, words, known []W) {
	for i, w := range words {
		if slices.Contains(known, w) {
			continue
		}
		for _, k := range known {
			if near := 1 + len(k)/8; slips(string(w), string(k)) <= min(near, 2) {
				found.add(Misspelt, fmt.Sprintf("%s[%d]", path, i), "%q is not known; is %q meant", w, k)
				break
			}
		}
	}
}

// slips counts the letters that were left out, put in, changed or swapped with their neighbour between a and b (optimal string
// alignment distance). Both are plain ASCII words.
func slips(a, b string) int {
	before, last := []int(nil), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			changed := last[j-1]
			if a[i-1] != b[j-1] {
				changed++
			}
			row[j] = min(last[j]+1, row[j-1]+1, changed)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
