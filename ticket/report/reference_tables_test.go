package report_test

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/report"
)

func (r reference) edges() []report.Edge {
	accept := map[string][]time.Duration{}
	rows := map[string]*report.Edge{}
	row := func(o ticket.Offer) *report.Edge {
		k := string(o.From) + " " + string(o.To) + " " + string(o.Edge)
		if rows[k] == nil {
			rows[k] = &report.Edge{From: o.From, To: o.To, Kind: o.Edge}
		}
		return rows[k]
	}
	for _, f := range r.films {
		for i, e := range f.events {
			if e.Type == ticket.Offered {
				r.follow(f, i, row(*f.states[i].Offer), func(took time.Duration) {
					k := row(*f.states[i].Offer)
					accept[string(k.From)+string(k.To)+string(k.Kind)] = append(accept[string(k.From)+string(k.To)+string(k.Kind)], took)
				})
			}
		}
	}
	r.each(func(f film, i int) {
		gone := map[*report.Edge]bool{}
		for j := range i {
			if o, ok := f.accepted(j); ok {
				gone[row(o)] = true
			}
		}
		for e := range gone {
			e.Tickets++
		}
	})
	list := []report.Edge{}
	for _, k := range slices.Sorted(maps.Keys(rows)) {
		e := rows[k]
		r.each(func(f film, i int) {
			if slices.Contains(f.been(i), e.From) {
				e.Of++
			}
		})
		e.Accept = spreadOf(accept[string(e.From)+string(e.To)+string(e.Kind)])
		if e.Offered+e.Accepted+e.Rejected+e.Tickets > 0 {
			list = append(list, *e)
		}
	}
	return list
}

// follow counts what became of an offer.
func (r reference) follow(f film, i int, row *report.Edge, accepted func(time.Duration)) {
	if r.in(f.events[i].At) {
		row.Offered++
		if f.states[i].Offer.Reason.ByTime() {
			row.ByTime++
		}
	}
	for _, e := range f.events[i+1:] {
		switch e.Type {
		case ticket.AcceptLate:
			if r.in(f.events[i].At) {
				row.Late++
			}
		case ticket.Accepted:
			if r.in(e.At) {
				row.Accepted++
				accepted(r.took(f.events[i].At, e.At))
			}
			return
		case ticket.Rejected:
			if r.in(e.At) {
				row.Rejected++
			}
			return
		case ticket.Offered: // the one before ended with the ticket
			return
		}
	}
}

func (r reference) shiftLeft() report.ShiftLeft {
	s := report.ShiftLeft{Rows: []report.Leftable{}}
	about := func(f film) [3]string { return [3]string{f.last().Kind, f.last().Service, f.last().Category} }
	alone, rows := map[[3]string]bool{}, map[[3]string]*report.Leftable{}
	r.each(func(f film, i int) {
		if first(f, i) && f.last().Category != "" {
			alone[about(f)] = true
		}
	})
	r.each(func(f film, i int) {
		if f.states[i].Tier == "L1" {
			return
		}
		k := about(f)
		if rows[k] == nil {
			rows[k] = &report.Leftable{Kind: k[0], Service: k[1], Category: k[2]}
		}
		s.Above++
		rows[k].Above++
		if k[2] == "printing" {
			s.ByRunbook++
		}
		if alone[k] {
			s.ByExample++
		}
		if k[2] == "printing" || alone[k] {
			s.Capable++
			rows[k].Capable++
		}
	})
	for _, row := range rows {
		if row.Capable > 0 {
			s.Rows = append(s.Rows, *row)
		}
	}
	slices.SortFunc(s.Rows, func(a, b report.Leftable) int {
		return cmp.Or(b.Capable-a.Capable, b.Above-a.Above, strings.Compare(a.Kind+"\x00"+a.Service+"\x00"+a.Category, b.Kind+"\x00"+b.Service+"\x00"+b.Category))
	})
	return s
}

func (r reference) backlog() report.Backlog {
	b := report.Backlog{}
	bounds := append(slices.Clone(r.Ages), 0)
	for _, under := range bounds {
		b.Ages = append(b.Ages, report.Ages{Under: under})
	}
	var ages []time.Duration
	for _, f := range r.films {
		t := f.last()
		if !t.Open() {
			continue
		}
		b.N++
		if t.State == "waiting" {
			b.Waiting++
		}
		late := false
		for _, c := range t.Clocks {
			late = late || c.Kind == sla.SLA && c.Verdict(nil, r.At) == sla.VerdictLate
		}
		if late {
			b.Late++
		}
		age := r.At.Sub(t.Reported)
		ages = append(ages, age)
		for i, under := range bounds {
			if age < under || under == 0 {
				b.Ages[i].N++
				break
			}
		}
	}
	b.Age = spreadOf(ages)
	return b
}

func (r reference) compliance() []sla.Row {
	rows := map[[3]string]*sla.Tally{}
	count := func(c ticket.Clock, v sla.Verdict) {
		k := [3]string{map[sla.AgreementKind]string{sla.SLA: "1", sla.OLA: "2", sla.UC: "3"}[c.Kind] + string(c.Kind), c.Agreement, c.Metric}
		if v == sla.VerdictNone {
			return
		}
		if rows[k] == nil {
			rows[k] = &sla.Tally{}
		}
		*map[sla.Verdict]*int{
			sla.VerdictMet: &rows[k].Met, sla.VerdictMissed: &rows[k].Missed, sla.VerdictLate: &rows[k].Late, sla.VerdictOpen: &rows[k].Open,
			sla.VerdictCancelled: &rows[k].Cancelled,
		}[v]++
	}
	for _, f := range r.films {
		for i, c := range f.last().Clocks { // clocks keep their places
			before := ticket.Clock{}
			for j, t := range f.states {
				if i >= len(t.Clocks) {
					continue
				}
				now := t.Clocks[i]
				at := f.events[j].At
				if before.Done() {
					at = before.Stopped
				}
				if before.Cycle > 0 && now.Cycle > before.Cycle && r.in(at) {
					count(before, followed(before, now))
				}
				before = now
			}
			if !c.Done() || r.in(c.Stopped) {
				count(c, c.Verdict(nil, r.At))
			}
		}
	}
	list := []sla.Row{}
	for _, k := range slices.SortedFunc(maps.Keys(rows), func(a, b [3]string) int { return slices.Compare(a[:], b[:]) }) {
		list = append(list, sla.Row{Kind: sla.AgreementKind(k[0][1:]), Agreement: k[1], Metric: k[2], Tally: *rows[k]})
	}
	return list
}

// followed is the verdict on a cycle that another one has followed.
func followed(before, now ticket.Clock) sla.Verdict {
	switch {
	case before.Done():
		return before.Verdict(nil, before.Stopped)
	case !before.Timed():
		return sla.VerdictNone
	case now.Missed == before.Missed:
		return sla.VerdictMet
	default:
		return sla.VerdictMissed
	}
}
