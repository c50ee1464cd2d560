package handbook

// Advised reports whether there is advice for a rule.
func Advised(r Rule) bool { return verdicts[r].do != "" }
