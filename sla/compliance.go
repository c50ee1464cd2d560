package sla

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"
)

// A Tally counts cycles by verdict. Cycles for which nothing was promised are not counted.
type Tally struct {
	Met       int `json:"met,omitempty" yaml:"met,omitempty"`
	Missed    int `json:"missed,omitempty" yaml:"missed,omitempty"`
	Late      int `json:"late,omitempty" yaml:"late,omitempty"` // not completed, and late already
	Open      int `json:"open,omitempty" yaml:"open,omitempty"` // not completed, and not late yet
	Cancelled int `json:"cancelled,omitempty" yaml:"cancelled,omitempty"`
}

// Judged counts the cycles whose verdict is certain: met, missed and late.
func (t Tally) Judged() int { return t.Met + t.Missed + t.Late }

// Share is the part of the judged cycles that met their target, from 0 to 1. False when none was judged.
func (t Tally) Share() (float64, bool) {
	if t.Judged() == 0 {
		return 0, false
	}
	return float64(t.Met) / float64(t.Judged()), true
}

func (t *Tally) add(v Verdict) {
	switch v {
	case VerdictMet:
		t.Met++
	case VerdictMissed:
		t.Missed++
	case VerdictLate:
		t.Late++
	case VerdictOpen:
		t.Open++
	case VerdictCancelled:
		t.Cancelled++
	}
}

// A Row is one line of a compliance table: the cycles of one metric under one agreement, in all its versions.
type Row struct {
	Kind      AgreementKind `json:"kind" yaml:"kind"`
	Agreement string        `json:"agreement" yaml:"agreement"`
	Metric    string        `json:"metric" yaml:"metric"`
	Tally     `yaml:",inline"`
}

// Compliance judges many histories as of an instant. A cycle counts for the agreement that it was under when it ended, or is
// now. Rows come by kind, agreement and metric.
func (t *Terms) Compliance(histories iter.Seq[History], at time.Time) []Row {
	table := compliance{}
	for h := range histories {
		for _, j := range t.judge(h, at) {
			table.row(j.rowKey).add(j.verdict)
		}
	}
	return table.sorted()
}

// rowKey is what the cycles of a row have in common.
type rowKey struct {
	kind      AgreementKind
	agreement string
	metric    string
}

func (k rowKey) compare(other rowKey) int {
	order := map[AgreementKind]int{SLA: 0, OLA: 1, UC: 2}
	return cmp.Or(order[k.kind]-order[other.kind], strings.Compare(k.agreement, other.agreement), strings.Compare(k.metric, other.metric))
}

// judgement is the verdict on one cycle of one history.
type judgement struct {
	rowKey
	cycle   int
	verdict Verdict
	due     time.Time // zero when unknown
}

func (t *Terms) judge(h History, at time.Time) []judgement {
	var all []judgement
	for _, a := range t.Accounts(h, at) {
		for _, c := range a.Cycles {
			cal := t.calendars[c.Calendar]
			v := c.Verdict(cal, at)
			if v == VerdictNone {
				continue
			}
			due, _ := c.Due(cal)
			if c.State == Stopped {
				due, _ = c.DueIfResumed(cal, c.Stopped)
			}
			all = append(all, judgement{rowKey{a.Kind, c.Agreement, a.Metric}, c.Cycle, v, due})
		}
	}
	return all
}

// compliance is a table in the making.
type compliance map[rowKey]*Tally

func (c compliance) row(k rowKey) *Tally {
	if c[k] == nil {
		c[k] = &Tally{}
	}
	return c[k]
}

func (c compliance) sorted() []Row {
	rows := make([]Row, 0, len(c))
	for _, k := range c.keys() {
		rows = append(rows, Row{k.kind, k.agreement, k.metric, *c[k]})
	}
	return rows
}

func (c compliance) keys() []rowKey { return slices.SortedFunc(maps.Keys(c), rowKey.compare) }
