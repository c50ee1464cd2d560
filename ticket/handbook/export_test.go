package handbook

import "github.com/fourline-go/fourline/ticket"

// Advised reports whether there is advice for a rule.
func Advised(r Rule) bool { return verdicts[r].do != "" }

// Leaves are the paths at which two definitions are written differently.
func Leaves(was, is ticket.Definition) []string {
	var paths []string
	for _, l := range leaves(was, is) {
		paths = append(paths, l.path)
	}
	return paths
}
