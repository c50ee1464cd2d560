package report

import (
	"fmt"
	"strings"
	"time"
)

func (p *printer) escalations(e Edges) {
	rows := [][]string{}
	for _, r := range e.Rows {
		row := []string{fmt.Sprintf("%s to %s, %s", shown(string(r.From)), shown(string(r.To)), shown(string(r.Kind)))}
		for _, n := range []int{r.Offered, r.ByTime, r.Accepted, r.Rejected, r.Late, r.Tickets, r.Of} {
			row = append(row, fmt.Sprint(n))
		}
		rows = append(rows, append(append(row, percent(r.Tickets, r.Of)), r.Accept.cells()[1:]...))
	}
	p.table("Hand-overs", append([]string{"offered", "by time", "accepted", "rejected", "late", "tickets", "of", "rate"}, percentiles[1:]...), rows)
	if len(rows) > 0 {
		p.defined("hand-overs", e.What)
	}
}

func (p *printer) dwell(d Dwell) {
	rows := [][]string{}
	for _, r := range d.Rows {
		rows = append(rows, append([]string{shown(string(r.Tier))}, r.Elapsed.cells()...), append([]string{"  working"}, r.Working.cells()...))
	}
	p.table("Time at tiers", percentiles, rows)
	if len(rows) > 0 {
		p.defined("time at tiers", d.What)
	}
}

func (p *printer) shiftLeft(s ShiftLeft) {
	rows := [][]string{{"resolved above", fmt.Sprint(s.Capable), fmt.Sprint(s.Above), percent(s.Capable, s.Above)}}
	for _, r := range s.Rows {
		name := strings.Join([]string{shown(r.Kind), shown(r.Service), shown(r.Category)}, ", ")
		rows = append(rows, []string{"  " + name, fmt.Sprint(r.Capable), fmt.Sprint(r.Above), percent(r.Capable, r.Above)})
	}
	p.table("Shift left", []string{"capable", "of", ""}, rows)
	p.line("  by a runbook %d, by example %d", s.ByRunbook, s.ByExample)
	p.defined("shift left", s.What)
}

func (p *printer) compliance(c Compliance) {
	rows := [][]string{}
	for _, r := range c.Rows {
		rows = append(rows, []string{
			fmt.Sprintf("%s %s, %s", strings.ToUpper(shown(string(r.Kind))), shown(r.Agreement), shown(r.Metric)), fmt.Sprint(r.Met), fmt.Sprint(r.Missed),
			fmt.Sprint(r.Late), fmt.Sprint(r.Open), fmt.Sprint(r.Cancelled), percent(r.Met, r.Judged()),
		})
	}
	p.table("Agreements", []string{"met", "missed", "late", "open", "cancelled", "kept"}, rows)
	if len(rows) > 0 {
		p.defined("agreements", c.What)
	}
}

func (p *printer) backlog(b Backlog) {
	var head, row []string
	under := time.Duration(0)
	for _, a := range b.Ages {
		name := "under " + length(a.Under)
		if a.Under == 0 {
			name = length(under) + " and more"
		}
		under = a.Under
		head, row = append(head, name), append(row, fmt.Sprint(a.N))
	}
	p.table("Backlog", append([]string{"open", "waiting", "late"}, head...), [][]string{append([]string{"tickets", fmt.Sprint(b.N), fmt.Sprint(b.Waiting), fmt.Sprint(b.Late)}, row...)})
	p.table("Age", percentiles, [][]string{append([]string{"of open tickets"}, b.Age.cells()...)})
	p.defined("backlog", b.What)
}

func (p *printer) trend(t Trend) {
	rows := [][]string{}
	for _, x := range t.Points {
		rows = append(rows, []string{x.At.Format(time.RFC3339), fmt.Sprint(x.Open)})
	}
	p.table("Open at", []string{"tickets"}, rows)
	if len(rows) > 0 {
		p.defined("open at", t.What)
	}
}
