package tier

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fourline-go/fourline/internal/fault"
)

// isWord reports whether s is a plain word: lower-case letters, digits and '_', starting with a letter.
func isWord(s string) bool {
	for i, r := range s {
		lower := r >= 'a' && r <= 'z'
		if !lower && (i == 0 || (r != '_' && (r < '0' || r > '9'))) {
			return false
		}
	}
	return s != "" && len(s) <= MaxWord
}

// isID reports whether s can stand in a path, a key or a picture as it is: letters, digits, '-', '_', '.', the first of them a
// letter or a digit.
func isID(s string) bool {
	for i, r := range s {
		alnum := (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z') || (r >= '0' && r <= '9')
		if !alnum && (i == 0 || !strings.ContainsRune("-_.", r)) {
			return false
		}
	}
	return s != "" && len(s) <= MaxWord
}

// isText reports whether s is one piece of readable text within the limit.
func isText(s string) bool {
	control := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	return len(s) <= MaxText && utf8.ValidString(s) && strings.IndexFunc(s, control) < 0
}

func checkID(l *fault.List, path, s string) {
	if s == "" {
		l.Add(path, "is missing")
	} else if !isID(s) {
		l.Add(path, "%s is no identifier; want letters, digits, '-', '_' and '.', at most %d bytes", quote(s), MaxWord)
	}
}

func checkText(l *fault.List, path, s string, required bool) {
	if strings.TrimSpace(s) == "" && (required || s != "") {
		l.Add(path, "is missing")
	} else if !isText(s) {
		l.Add(path, "is not readable text of at most %d bytes", MaxText)
	}
}

// checkWords wants each entry to be a plain word that stands once.
func checkWords[W ~string](l *fault.List, path string, words []W) {
	checkList(l, path, words, isWord, "a word of lower-case letters, digits and '_'")
}

// checkNames wants each entry to be a name that people use, spaces allowed, that stands once.
func checkNames(l *fault.List, path string, names []string) {
	checkList(l, path, names, isName, "a short name")
}

func isName(s string) bool { return isShort(s, MaxWord) }

// isShort reports whether s is one line of readable text, without space around it, of 1 to limit bytes.
func isShort(s string, limit int) bool {
	return s != "" && len(s) <= limit && s == strings.TrimSpace(s) && isText(s) && !strings.ContainsAny(s, "\n\t")
}

// isLanguage reports whether s looks like a language tag (BCP 47): letters and digits in parts of 1 to 8 with '-' between.
func isLanguage(s string) bool {
	for part := range strings.SplitSeq(s, "-") {
		if part == "" || len(part) > 8 || !isID(part) || strings.ContainsAny(part, "_.") {
			return false
		}
	}
	return len(s) <= MaxWord
}

func checkList[W ~string](l *fault.List, path string, list []W, good func(string) bool, want string) {
	if len(list) > MaxList {
		l.Add(path, "has %d entries; at most %d are allowed", len(list), MaxList)
		return
	}
	seen := make(map[W]bool, len(list))
	for i, w := range list {
		place := fmt.Sprintf("%s[%d]", path, i)
		if !good(string(w)) {
			l.Add(place, "%s is not %s, at most %d bytes", quote(string(w)), want, MaxWord)
		} else if seen[w] {
			l.Add(place, "%q stands twice", w)
		}
		seen[w] = true
	}
}

func checkSkills(l *fault.List, path string, skills []Skill) {
	if len(skills) > MaxList {
		l.Add(path, "has %d entries; at most %d are allowed", len(skills), MaxList)
		return
	}
	seen := make(map[Skill]bool, len(skills))
	for i, s := range skills {
		place := fmt.Sprintf("%s[%d]", path, i)
		if !isName(s.Framework) {
			l.Add(place+".framework", "%s is not a short name, at most %d bytes", quote(s.Framework), MaxWord)
		}
		if s.Version != "" && !isName(s.Version) {
			l.Add(place+".version", "%s is not a short name, at most %d bytes", quote(s.Version), MaxWord)
		}
		if !isName(s.Code) {
			l.Add(place+".code", "%s is not a short name, at most %d bytes", quote(s.Code), MaxWord)
		}
		checkRange(l, place+".level", s.Level, 0, 99)
		s.Level = 0
		if seen[s] {
			l.Add(place, "%s stands twice", s)
		}
		seen[s] = true
	}
}

// quote shows a wrong value, cut when it is long.
func quote(s string) string {
	if len(s) > MaxWord {
		s = s[:MaxWord] + "…"
	}
	return fmt.Sprintf("%q", s)
}

// listed writes words with commas.
func listed[W ~string](words []W) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = string(w)
	}
	return strings.Join(parts, ", ")
}
