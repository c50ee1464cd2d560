package runbook

import (
	"fmt"
	"maps"
	"slices"

	"github.com/fourline-go/fourline/internal/fault"
)

// ErrInvalid is what every error of [New] and [NewShelf] matches under errors.Is: a definition that cannot be used.
var ErrInvalid = fault.ErrInvalid

// checkHead checks everything of a definition but what it matches and its steps.
func checkHead(l *fault.List, r Runbook) {
	checkName(l, "id", r.ID)
	checkText(l, "title", r.Title, MaxTitle)
	checkText(l, "owner", r.Owner, MaxTitle)
	if r.Version < 1 {
		l.Add("version", "is %d; versions count from 1", r.Version)
	}
	if !r.ReviewBy.Valid() {
		l.Add("review_by", "%q is not a day; want one such as 2027-06-30", r.ReviewBy)
	}
	if r.Kind != "" && !r.Kind.Valid() {
		l.Add("kind", "unknown kind %q; want cookbook or runbook", r.Kind)
	}
	if len(r.Tiers) == 0 {
		l.Add("tiers", "is empty; name the tiers that may run this book")
	}
	checkList(l, "tiers", r.Tiers, MaxName)
	checkList(l, "preconditions", r.Preconditions, MaxText)
}

func checkSteps(l *fault.List, steps []Step) {
	switch n := len(steps); {
	case n == 0:
		l.Add("steps", "is empty; a book needs at least one step")
	case n > MaxSteps:
		l.Add("steps", "has %d steps; at most %d are allowed", n, MaxSteps)
	}
	first := make(map[string]int, len(steps))
	for i, s := range steps {
		at := fmt.Sprintf("steps[%d]", i)
		var own fault.List
		checkStep(&own, s)
		l.Under(at, own.Err())
		if j, twice := first[s.ID]; twice && s.ID != "" {
			l.Add(at+".id", "%q is also the id of steps[%d]", s.ID, j)
			continue
		}
		first[s.ID] = i
	}
}

func checkStep(l *fault.List, s Step) {
	checkName(l, "id", s.ID)
	if s.Title != "" {
		checkText(l, "title", s.Title, MaxTitle)
	}
	if s.Text != "" || s.Kind == ManualStep || s.Kind == CheckStep {
		checkText(l, "text", s.Text, MaxText)
	}
	if s.Retries < 0 || s.Retries > MaxRetries {
		l.Add("retries", "is %d; want 0 to %d", s.Retries, MaxRetries)
	}
	if len(s.Evidence) > MaxEvidence {
		l.Add("evidence", "has %d names; at most %d are allowed", len(s.Evidence), MaxEvidence)
	}
	seen := make(map[string]bool, len(s.Evidence))
	for i, name := range s.Evidence {
		checkName(l, fmt.Sprintf("evidence[%d]", i), name)
		if seen[name] {
			l.Add(fmt.Sprintf("evidence[%d]", i), "%q is listed twice", name)
		}
		seen[name] = true
	}
	switch {
	case s.Kind == ActionStep:
		checkAction(l, s)
	case s.Kind.Valid():
		checkByHand(l, s)
	case s.Kind.planned():
		l.Add("kind", "%q is not built yet; steps of this version are manual, check or action", s.Kind)
	default:
		l.Add("kind", "unknown kind %q; want manual, check or action", s.Kind)
	}
}

// checkAction checks what belongs to an action.
func checkAction(l *fault.List, s Step) {
	checkName(l, "action", s.Action)
	if s.Expect != "" {
		l.Add("expect", "belongs to a check; an action reports by itself whether it worked")
	}
	if s.Timeout < 0 || s.Timeout > MaxTimeout {
		l.Add("timeout", "is %v; want 0 (no limit) to %v", s.Timeout, MaxTimeout)
	}
	if s.Retries > 0 && !s.Idempotent {
		l.Add("retries", "needs idempotent: true; a failed action may have had half of its effect")
	}
	if len(s.Input) > MaxInput {
		l.Add("input", "has %d values; at most %d are allowed", len(s.Input), MaxInput)
	}
	for _, key := range slices.Sorted(maps.Keys(s.Input)) {
		checkName(l, "input."+key, key)
		if p := textProblem(s.Input[key], MaxText); p != "" {
			l.Add("input."+key, "%s", p)
		}
	}
}

// checkByHand refuses on manual and check steps what would have no effect there.
func checkByHand(l *fault.List, s Step) {
	if s.Kind == CheckStep {
		checkText(l, "expect", s.Expect, MaxText)
	} else if s.Expect != "" {
		l.Add("expect", "belongs to a check, and this step is manual")
	}
	only := func(path string, set bool) {
		if set {
			l.Add(path, "belongs to an action, and this step is a %s step", s.Kind)
		}
	}
	only("action", s.Action != "")
	only("input", len(s.Input) > 0)
	only("timeout", s.Timeout != 0)
	only("idempotent", s.Idempotent)
}

func checkName(l *fault.List, path, s string) {
	switch {
	case s == "":
		l.Add(path, "is missing")
	case !isName(s):
		l.Add(path, "%.80q is not a name; want 1 to %d letters, digits or . _ -, the first a letter or a digit", s, MaxName)
	}
}

// checkText checks a text that has to be there.
func checkText(l *fault.List, path, s string, limit int) {
	if blank(s) {
		l.Add(path, "is missing")
	} else if p := textProblem(s, limit); p != "" {
		l.Add(path, "%s; at most %d bytes of UTF-8 are allowed", p, limit)
	}
}

// checkList checks a list of different texts that may be empty.
func checkList[S ~string](l *fault.List, path string, list []S, limit int) {
	if len(list) > MaxList {
		l.Add(path, "has %d values; at most %d are allowed", len(list), MaxList)
	}
	seen := make(map[S]bool, len(list))
	for i, s := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		checkText(l, at, string(s), limit)
		if seen[s] && !blank(string(s)) {
			l.Add(at, "%.80q is listed twice", s)
		}
		seen[s] = true
	}
}
