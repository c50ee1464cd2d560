package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
)

// Compliance says how far agreements were kept.
type Compliance struct {
	What Definition `json:"what"`
	Rows []sla.Row  `json:"rows"` // by kind, agreement and metric
}

// rowKey is what the cycles of a row have in common.
type rowKey struct {
	kind      sla.AgreementKind
	agreement string
	metric    string
}

// tallies is the table in the making.
type tallies map[rowKey]*sla.Tally

// add judges every cycle of every clock of a ticket.
func (all tallies) add(s *Scope, h *history) {
	last := h.clocksSeen[:0]
	for i := range h.events {
		e := &h.events[i]
		for _, now := range e.Clocks {
			k := slices.IndexFunc(last, func(c ticket.Clock) bool { return identity(c) == identity(now) })
			if k < 0 {
				last = append(last, now)
				continue
			}
			if before := last[k]; before.Cycle > 0 && now.Cycle > before.Cycle && s.in(ending(before, e.At)) {
				all.count(before, ended(before, now, h.book))
			}
			last[k] = now
		}
	}
	for _, c := range last {
		if !c.Done() || s.in(c.Stopped) {
			all.count(c, verdict(c, h.book, s.At))
		}
	}
	h.clocksSeen = last
}

// identity names a clock of a ticket: a tier's agreements have one each, of the others there is one for a metric.
func identity(c ticket.Clock) rowKey {
	id := rowKey{kind: c.Kind, metric: c.Metric}
	if c.Kind == sla.OLA {
		id.agreement = c.Agreement
	}
	return id
}

// ending is when a cycle ended that another one has followed.
func ending(before ticket.Clock, next time.Time) time.Time {
	if before.Done() {
		return before.Stopped
	}
	return next
}

// ended is the verdict on a cycle that another one has followed.
func ended(before, now ticket.Clock, h *ticket.Handbook) sla.Verdict {
	switch {
	case before.Done() || !before.Timed():
		return verdict(before, h, before.Stopped)
	case now.Missed > before.Missed:
		return sla.VerdictMissed
	default:
		return sla.VerdictMet
	}
}

func verdict(c ticket.Clock, h *ticket.Handbook, at time.Time) sla.Verdict {
	calendar, _ := h.Calendar(c.Calendar)
	return c.Verdict(calendar, at)
}

func (all tallies) count(c ticket.Clock, v sla.Verdict) {
	if v == sla.VerdictNone {
		return
	}
	k := rowKey{c.Kind, c.Agreement, c.Metric}
	if all[k] == nil {
		all[k] = &sla.Tally{}
	}
	switch t := all[k]; v {
	case sla.VerdictMet:
		t.Met++
	case sla.VerdictMissed:
		t.Missed++
	case sla.VerdictLate:
		t.Late++
	case sla.VerdictOpen:
		t.Open++
	case sla.VerdictCancelled:
		t.Cancelled++
	}
}

func (all tallies) sorted() []sla.Row {
	rows := make([]sla.Row, 0, len(all))
	for _, k := range slices.SortedFunc(maps.Keys(all), rowKey.compare) {
		rows = append(rows, sla.Row{Kind: k.kind, Agreement: k.agreement, Metric: k.metric, Tally: *all[k]})
	}
	return rows
}

func (k rowKey) compare(o rowKey) int {
	order := []sla.AgreementKind{sla.SLA, sla.OLA, sla.UC}
	return cmp.Or(slices.Index(order, k.kind)-slices.Index(order, o.kind),
		strings.Compare(k.agreement, o.agreement), strings.Compare(k.metric, o.metric))
}

// resolveMetric is the metric of the promise to resolve a ticket.
var resolveMetric = sla.Resolve().Name
