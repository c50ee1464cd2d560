package sla

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// A Comparison is what other terms would have meant for the same histories.
type Comparison struct {
	At      time.Time    `json:"at" yaml:"at"`
	Rows    []Difference `json:"rows" yaml:"rows"`                           // by kind, agreement and metric
	Changed []Changed    `json:"changed,omitempty" yaml:"changed,omitempty"` // in the order of the histories
}

// A Difference is one line of the compliance table under both terms.
type Difference struct {
	Kind      AgreementKind `json:"kind" yaml:"kind"`
	Agreement string        `json:"agreement" yaml:"agreement"`
	Metric    string        `json:"metric" yaml:"metric"`
	Before    Tally         `json:"before" yaml:"before"`
	After     Tally         `json:"after" yaml:"after"`
}

// A Changed is one cycle on which the terms differ. An agreement that is empty promised nothing under its terms.
type Changed struct {
	History string        `json:"history" yaml:"history"`
	Kind    AgreementKind `json:"kind" yaml:"kind"`
	Metric  string        `json:"metric" yaml:"metric"`
	Cycle   int           `json:"cycle" yaml:"cycle"`
	Before  Outcome       `json:"before" yaml:"before"`
	After   Outcome       `json:"after" yaml:"after"`
}

// An Outcome is the verdict on one cycle.
type Outcome struct {
	Verdict   Verdict   `json:"verdict" yaml:"verdict"`
	Agreement string    `json:"agreement,omitempty" yaml:"agreement,omitempty"`
	Due       time.Time `json:"due,omitzero" yaml:"due,omitempty"` // zero when unknown: paused, cancelled, or nothing promised
}

// Compare answers what if: it judges the same histories by the terms as they are and by others, as of the same instant.
// [Terms.Definition] gives what to change and make the others from.
func Compare(before, after *Terms, histories iter.Seq[History], at time.Time) Comparison {
	was, is := compliance{}, compliance{}
	c := Comparison{At: at.Round(0).UTC()}
	for h := range histories {
		one, two := before.judge(h, at), after.judge(h, at)
		for _, j := range one {
			was.row(j.rowKey).add(j.verdict)
			is.row(j.rowKey)
		}
		for _, j := range two {
			is.row(j.rowKey).add(j.verdict)
			was.row(j.rowKey)
		}
		c.Changed = append(c.Changed, changesIn(h.ID, one, two)...)
	}
	for _, k := range was.keys() {
		c.Rows = append(c.Rows, Difference{k.kind, k.agreement, k.metric, *was[k], *is[k]})
	}
	return c
}

// changesIn pairs the judgements of one history and keeps those that differ.
func changesIn(id string, before, after []judgement) []Changed {
	type key struct {
		kind   AgreementKind
		metric string
		cycle  int
	}
	found := map[key]*Changed{}
	var order []key
	put := func(j judgement) *Changed {
		k := key{j.kind, j.metric, j.cycle}
		if found[k] == nil {
			none := Outcome{Verdict: VerdictNone}
			found[k] = &Changed{History: id, Kind: k.kind, Metric: k.metric, Cycle: k.cycle, Before: none, After: none}
			order = append(order, k)
		}
		return found[k]
	}
	for _, j := range before {
		put(j).Before = Outcome{j.verdict, j.agreement, j.due}
	}
	for _, j := range after {
		put(j).After = Outcome{j.verdict, j.agreement, j.due}
	}
	var all []Changed
	for _, k := range order {
		if s := found[k]; s.Before.Verdict != s.After.Verdict {
			all = append(all, *s)
		}
	}
	return slices.Clip(all)
}

// Text is the comparison as a table, a line for each row and for each cycle that changed.
func (c Comparison) Text() string {
	var b strings.Builder
	for _, r := range c.Rows {
		fmt.Fprintf(&b, "%s %s %s: %s, then %s\n", r.Kind, cmp.Or(r.Agreement, "-"), r.Metric, r.Before, r.After)
	}
	for _, s := range c.Changed {
		fmt.Fprintf(&b, "%s %s %s cycle %d: %s, then %s\n", s.History, s.Kind, s.Metric, s.Cycle, s.Before, s.After)
	}
	return b.String()
}

// String is the verdict in words: "missed (acme, due 2026-03-02T17:00:00Z)".
func (o Outcome) String() string {
	switch {
	case o.Verdict == VerdictNone:
		return "nothing promised"
	case o.Due.IsZero():
		return fmt.Sprintf("%s (%s)", o.Verdict, o.Agreement)
	}
	return fmt.Sprintf("%s (%s, due %s)", o.Verdict, o.Agreement, o.Due.Format(time.RFC3339))
}

// String is the tally in words: "met 9 of 10 (90.0 %), 2 open".
func (t Tally) String() string {
	s := fmt.Sprintf("met %d of %d", t.Met, t.Judged())
	if share, ok := t.Share(); ok {
		s += fmt.Sprintf(" (%.1f %%)", 100*share)
	}
	if t.Open > 0 {
		s += fmt.Sprintf(", %d open", t.Open)
	}
	if t.Cancelled > 0 {
		s += fmt.Sprintf(", %d cancelled", t.Cancelled)
	}
	return s
}
