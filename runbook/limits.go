package runbook

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of what a definition and a run may hold. Longer input is refused; what an action returns is cut (see [Book.Execute]).
const (
	MaxBooks    = 10_000         // books on a shelf
	MaxSteps    = 100            // steps of one book
	MaxList     = 100            // values in one list of a definition
	MaxFields   = 8              // host fields that one book asks for
	MaxInput    = 32             // values that one action step passes on
	MaxRetries  = 10             // retries of one step after it failed
	MaxAttempts = 20             // attempts at one step in one run, for whatever reason they ended
	MaxEvidence = 32             // pieces of evidence that one attempt may leave
	MaxName     = 64             // bytes of an identifier: book, step, action, evidence, tier
	MaxTitle    = 200            // bytes of a title, an owner, a person's name, a value to match
	MaxText     = 4096           // bytes of an instruction, a note, a piece of evidence
	MaxTimeout  = 24 * time.Hour // longest time one action may take
)

// isName reports whether s is an identifier: 1 to MaxName of the letters, digits and ._- of ASCII, the first a letter or a digit.
func isName(s string) bool {
	if s == "" || len(s) > MaxName || strings.IndexByte("._-", s[0]) >= 0 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && strings.IndexByte("._-", c) < 0 {
			return false
		}
	}
	return true
}

// textProblem says what is wrong with s as a text of at most limit bytes, "" when nothing is. JSON would change what is not UTF-8.
func textProblem(s string, limit int) string {
	switch {
	case len(s) > limit:
		return "is too long"
	case !utf8.ValidString(s):
		return "is not UTF-8 text"
	}
	return ""
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
