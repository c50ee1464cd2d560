package tier

import (
	"fmt"

	"github.com/fourline-go/fourline/internal/misspelt"
)

// lintWords finds words of the house's own that are a slip away from a known one: a right that is misspelt is a right that nobody has,
// and a reason that nobody ever gives.
func lintWords[W ~string](found *findings, path string, words, known []W) {
	for i, w := range words {
		if meant, near := misspelt.Near(w, known); near {
			found.add(Misspelt, fmt.Sprintf("%s[%d]", path, i), "%q is not known; is %q meant", w, meant)
		}
	}
}
