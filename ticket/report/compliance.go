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

// add judges every cycle of every clock of a case.
func (all tallies) add(c Case, h *ticket.Handbook, at time.Time) {
	seen := map[rowKey]ticket.Clock{} // the clocks as they stood last
	for _, e := range c.Events {
		for _, now := range e.Clocks {
			id := identity(now)
			if before := seen[id]; before.Cycle > 0 && now.Cycle > before.Cycle {
				all.count(before, ended(before, now, h, e.At))
			}
			seen[id] = now
		}
	}
	for _, last := range seen {
		all.count(last, verdict(last, h, at))
	}
}

// identity names a clock of a ticket: a tier's agreements have one each, of the others there is one for a metric.
func identity(c ticket.Clock) rowKey {
	id := rowKey{kind: c.Kind, metric: c.Metric}
	if c.Kind == sla.OLA {
		id.agreement = c.Agreement
	}
	return id
}

// ended is the verdict on a cycle that another one has followed.
func ended(before, now ticket.Clock, h *ticket.Handbook, at time.Time) sla.Verdict {
	switch {
	case before.Done() || !before.Timed():
		return verdict(before, h, at)
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

// promised gives the clock that counts against a promise to the client to resolve the ticket.
func promised(t ticket.Ticket) (ticket.Clock, bool) {
	i := slices.IndexFunc(t.Clocks, func(c ticket.Clock) bool {
		return c.Kind == sla.SLA && c.Metric == sla.Resolve().Name && c.Timed() && c.State == sla.Stopped
	})
	if i < 0 {
		return ticket.Clock{}, false
	}
	return t.Clocks[i], true
}
