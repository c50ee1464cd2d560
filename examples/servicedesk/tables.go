package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/report"
)

// A table is lines of cells. Columns are as wide as they need to be; the last one takes what is left. A heading that begins with ">"
// has its column aligned to the right.
type table struct {
	title string
	head  []string
	rows  [][]mark
}

func (t *table) add(cells ...any) {
	row := make([]mark, len(cells))
	for i, c := range cells {
		m, ok := c.(mark)
		if !ok {
			m.text = fmt.Sprint(c)
		}
		m.text = oneLine(m.text)
		row[i] = m
	}
	t.rows = append(t.rows, row)
}

func (t *table) print(out io.Writer, p paint) {
	if len(t.rows) == 0 {
		return
	}
	columns, right := make([]int, len(t.head)), make([]bool, len(t.head))
	head := make([]mark, len(t.head))
	for i, h := range t.head {
		head[i].text, right[i] = strings.CutPrefix(h, ">")
		head[i].colour = faint
		columns[i] = utf8.RuneCountInString(head[i].text)
		for _, row := range t.rows {
			columns[i] = max(columns[i], utf8.RuneCountInString(row[i].text))
		}
	}
	left := width
	for i := range columns {
		columns[i] = max(1, min(columns[i], left))
		left -= columns[i] + 2
	}
	line := func(cell func(i int) mark) {
		var b strings.Builder
		for i, w := range columns {
			text := cell(i).text
			if right[i] {
				text = padLeft(text, w)
			}
			text = pad(text, w)
			if i == len(columns)-1 {
				text = strings.TrimRight(text, " ")
			}
			b.WriteString(p.in(cell(i).colour, text) + "  ")
		}
		fmt.Fprintln(out, strings.TrimRight(b.String(), " "))
	}
	fmt.Fprintf(out, "\n%s\n", p.in(strong, t.title))
	line(func(i int) mark { return head[i] })
	for _, row := range t.rows {
		line(func(i int) mark { return row[i] })
	}
}

// showTables shows how the day has gone.
func (l *screen) showTables(cases []report.Case, f report.Report) {
	for _, t := range []table{
		l.ticketTable(cases), l.promiseTable(cases, f.At), l.noticeTable(cases), edgeTable(f), complianceTable(f), figureTable(f),
	} {
		t.print(l.out, l.paint)
	}
	fmt.Fprintln(l.out)
	for _, d := range []struct {
		name string
		what report.Definition
	}{
		{"time to acknowledge", f.Acknowledge.What}, {"time to resolve", f.Resolve.What}, {"as agreed", f.Counted.What},
		{"first-level resolution", f.FirstLevel.What}, {"reopened", f.Reopened.What},
		{"escalations", f.Escalations.What}, {"compliance", f.Compliance.What},
	} {
		for i, line := range wrap(width-2, mark{d.name + ": " + d.what.String(), faint}) {
			if i > 0 {
				fmt.Fprint(l.out, "  ")
			}
			fmt.Fprintln(l.out, l.paint.join(line))
		}
	}
}

func (l *screen) ticketTable(cases []report.Case) table {
	t := table{title: "Tickets", head: []string{"ticket", "prio", "by", "owner", "way", "state", "subject"}}
	for _, c := range cases {
		owner := string(c.Ticket.Owner.Tier)
		if c.Ticket.Owner.Engineer != "" {
			owner += " " + l.tell.NameOf(c.Ticket.Owner.Engineer)
		}
		t.add(mark{c.Ticket.ID, strong}, c.Ticket.Priority, c.Ticket.Channel, owner, way(c), words(c.Ticket.State), c.Ticket.Subject)
	}
	return t
}

// way is the tiers that a ticket has been at, and where it was reopened.
func way(c report.Case) string {
	var tiers []string
	for _, e := range c.Events {
		if change, ok := e.Changed(ticket.FieldTier); ok {
			tiers = append(tiers, change.To)
		}
		if e.Reopens {
			tiers = append(tiers, "(reopened)")
		}
	}
	return strings.Join(tiers, " ")
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// promiseTable shows what was promised to the client and what was kept, ticket by ticket.
func (l *screen) promiseTable(cases []report.Case, at time.Time) table {
	metrics := []string{"acknowledge", "first_response", "resolve"}
	t := table{title: "Promises to the client", head: []string{"ticket", "prio", "to acknowledge", "to answer first", "to resolve", "agreement"}}
	for _, c := range cases {
		row := []any{mark{c.Ticket.ID, strong}, c.Ticket.Priority}
		agreement := ""
		for _, m := range metrics {
			i := slices.IndexFunc(c.Ticket.Clocks, func(k ticket.Clock) bool { return k.Kind == sla.SLA && k.Metric == m })
			if i < 0 {
				row = append(row, "")
				continue
			}
			agreement = c.Ticket.Clocks[i].Agreement
			row = append(row, l.kept(c.Ticket.Clocks[i], at))
		}
		t.add(append(row, agreement)...)
	}
	return t
}

// kept tells how a clock stands against its target.
func (l *screen) kept(c ticket.Clock, at time.Time) mark {
	calendar, _ := l.plan.Book.Calendar(c.Calendar)
	v := c.Verdict(calendar, at)
	allowed := hours(c.Target)
	if c.Days > 0 {
		allowed = plural(c.Days, "day", "days")
	}
	text := fmt.Sprintf("%s of %s", hours(c.Elapsed(calendar, at)), allowed)
	switch v {
	case sla.VerdictMissed, sla.VerdictLate:
		return mark{text + ", " + string(v), bad}
	case sla.VerdictMet:
		return mark{text, good}
	case sla.VerdictOpen:
		return mark{text + ", open", plain}
	case sla.VerdictNone:
		return mark{"–", faint} // nothing was promised
	default:
		return mark{string(v), faint}
	}
}

// noticeTable counts the notices by what they are about. Every one was intended once.
func (l *screen) noticeTable(cases []report.Case) table {
	counts := map[cause]int{}
	for _, c := range cases {
		for _, e := range c.Events {
			if n := len(e.Notices); n > 0 {
				counts[l.about(e)] += n
			}
		}
	}
	t := table{title: "Notices", head: []string{">sent", "to", "because"}}
	for _, why := range slices.SortedFunc(maps.Keys(counts), func(a, b cause) int {
		return cmp.Or(counts[b]-counts[a], strings.Compare(a.why, b.why))
	}) {
		t.add(counts[why], why.to, why.why)
	}
	return t
}

// A cause is whom the handbook wants to tell, and of what.
type cause struct{ to, why string }

// about says why the notices of an event were sent.
func (l *screen) about(e ticket.Event) cause {
	c := cause{why: words(string(e.Type))}
	switch e.Type {
	case ticket.Escalated:
		c.why = "policy " + e.Policy + ": " + e.Why
		if chain, ok := l.plan.Book.Policy(e.Policy); ok {
			for _, s := range chain.Definition().Steps {
				if s.Name == e.Why {
					c.to = listed(s.Targets)
				}
			}
		}
		return c
	case ticket.Offered:
		c.why = "a hand-over is offered"
	case ticket.AcceptLate:
		c.why = "a hand-over is not accepted in time"
	case ticket.Breached:
		c.why = "a target is breached"
	case ticket.MajorUpdateDue:
		c.why = "an update on a major incident is due"
		c.to = listed(l.plan.Book.Definition().Major.Updates[0].To)
	case ticket.Approved:
		c.why = "a hand-over is approved"
	case ticket.Consulted:
		c.why = "a tier is asked to help"
	case ticket.ProposedMajor:
		c.why = "a major incident is proposed"
	case ticket.AcceptedMajor:
		c.why = "a major incident is accepted"
	}
	for _, r := range l.plan.Book.Definition().Notify {
		if r.On == e.Type {
			c.to = listed(r.To)
		}
	}
	return c
}

func listed(targets []escalation.Target) string {
	var names []string
	for _, t := range targets {
		names = append(names, t.String())
	}
	return strings.Join(names, ", ")
}

func edgeTable(f report.Report) table {
	t := table{title: "Hand-overs along the ladder", head: []string{"from", "to", "kind", ">offered", ">by time", ">accepted", ">rejected", ">late", ">median to accept"}}
	for _, e := range f.Escalations.Rows {
		within := ""
		if e.Accept.N > 0 {
			within = span(e.Accept.P50)
		}
		t.add(e.From, e.To, words(string(e.Kind)), e.Offered, count(e.ByTime), count(e.Accepted), count(e.Rejected), count(e.Late), within)
	}
	return t
}

func complianceTable(f report.Report) table {
	t := table{title: "Agreements", head: []string{"agreement", "", "metric", ">kept", ">met", ">missed", ">open", ">without verdict"}}
	for _, r := range f.Compliance.Rows {
		var kept mark
		if share, ok := r.Share(); ok {
			kept = mark{percent(share), good}
			if share < 1 {
				kept.colour = bad
			}
		}
		t.add(r.Agreement, strings.ToUpper(string(r.Kind)), words(r.Metric), kept, count(r.Met), count(r.Missed+r.Late), count(r.Open), count(r.Cancelled))
	}
	return t
}

func figureTable(f report.Report) table {
	t := table{title: "Figures of the desk", head: []string{"", ">tickets", ">mean", ">median", ">90 % within"}}
	for _, d := range []struct {
		name string
		of   report.Durations
		text func(time.Duration) string
	}{{"time to acknowledge", f.Acknowledge, span}, {"time to resolve", f.Resolve, span}, {"… as agreed", f.Counted, hours}} {
		if d.of.N == 0 {
			t.add(d.name, 0, "", "", "")
			continue
		}
		t.add(d.name, d.of.N, d.text(d.of.Mean), d.text(d.of.P50), d.text(d.of.P90))
	}
	for _, s := range []struct {
		name string
		of   report.Share
	}{{"first-level resolution", f.FirstLevel}, {"reopened", f.Reopened}} {
		share := ""
		if value, ok := s.of.Value(); ok {
			share = percent(value)
		}
		t.add(s.name, fmt.Sprintf("%d of %d", s.of.Part, s.of.Of), share, "", "")
	}
	return t
}

func percent(share float64) string { return fmt.Sprintf("%.3g %%", 100*share) }
