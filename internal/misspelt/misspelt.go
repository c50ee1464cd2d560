// Package misspelt finds the word that somebody meant.
package misspelt

// Near gives the first of the known words that word is one slip away from, two when it is long; false when there is none, or the word
// is known itself. A slip is a letter that was left out, put in, changed or swapped with its neighbour.
func Near[W ~string](word W, known []W) (W, bool) {
	var found W
	near := false
	for _, k := range known {
		if k == word {
			return "", false
		}
		if !near && slips(string(word), string(k)) <= min(1+len(k)/8, 2) {
			found, near = k, true
		}
	}
	return found, near
}

// slips counts the slips between a and b, byte by byte (optimal string alignment distance).
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
