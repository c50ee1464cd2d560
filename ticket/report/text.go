package report

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Text is the report as a person reads it on a terminal: every figure with its definition below it, then the figures of the groups. It
// ends with a line break.
func (r Report) Text() string {
	p := &printer{}
	from := "the beginning"
	if !r.From.IsZero() {
		from = r.From.Format(time.RFC3339)
	}
	p.line("Window: from %s up to %s, seen from %s", from, r.To.Format(time.RFC3339), r.At.Format(time.RFC3339))
	p.figures(r.Figures)
	p.silent = true
	for _, g := range r.Groups {
		var of []string
		for i, d := range r.By {
			of = append(of, fmt.Sprintf("%s %s", d, shown(g.Of[i])))
		}
		p.line("")
		p.line("== %s ==", strings.Join(of, ", "))
		p.figures(g.Figures)
	}
	return p.String()
}

// printer writes a report.
type printer struct {
	strings.Builder
	silent bool // without definitions
}

func (p *printer) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	p.WriteString(strings.TrimRight(text, " ") + "\n")
}

const width = 100 // of a line of words

// defined writes what figures mean.
func (p *printer) defined(name string, d Definition) {
	if p.silent {
		return
	}
	text := "  " + name
	for _, word := range strings.Fields(": " + d.String())[1:] {
		if utf8.RuneCountInString(text)+1+utf8.RuneCountInString(word) > width {
			p.line("%s", text)
			text = "   "
		}
		if text == "  "+name {
			text += ":"
		}
		text += " " + word
	}
	p.line("%s", text)
}

// table writes rows of cells, the first column to the left and the others to the right.
func (p *printer) table(title string, head []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	p.line("")
	rows = append([][]string{append([]string{title}, head...)}, rows...)
	widths := make([]int, len(head)+1)
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			gap := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				b.WriteString(cell + gap)
				continue
			}
			b.WriteString("  " + gap + cell)
		}
		p.line("%s", b.String())
	}
}

func (p *printer) figures(f Figures) {
	c, w := f.Counts, f.Flow
	p.line("")
	p.line("%d tickets: %d open, %d resolved, %d closed, %d cancelled", c.All, c.Open, c.Resolved, c.Closed, c.Cancelled)
	p.line("%d open at first, %d opened, %d reopened, %d resolved, %d cancelled, %d open at last", w.Start, w.Opened, w.Reopened, w.Resolved, w.Cancelled, w.End)
	p.defined("flow", w.What)
	p.durations(f)
	p.shares(f)
	p.escalations(f.Escalations)
	p.dwell(f.Dwell)
	p.shiftLeft(f.ShiftLeft)
	p.compliance(f.Compliance)
	p.backlog(f.Backlog)
	p.trend(f.Trend)
}

var percentiles = []string{"n", "mean", "p50", "p75", "p90", "p95", "p99"}

func (s Spread) cells() []string {
	cells := []string{fmt.Sprint(s.N)}
	for _, d := range []time.Duration{s.Mean, s.P50, s.P75, s.P90, s.P95, s.P99} {
		text := short(d)
		if s.N == 0 {
			text = ""
		}
		cells = append(cells, text)
	}
	return cells
}

func (p *printer) durations(f Figures) {
	rows := [][]string{}
	for _, d := range []struct {
		name string
		of   Durations
	}{{"to acknowledge (MTTA)", f.Acknowledge}, {"to resolve (MTTR)", f.Resolve}, {"to resolve, as agreed", f.Counted}} {
		rows = append(rows, append(append([]string{d.name}, d.of.cells()...), fmt.Sprint(d.of.Open)))
	}
	p.table("Time", append(percentiles[:len(percentiles):len(percentiles)], "open"), rows)
	p.defined("to acknowledge", f.Acknowledge.What)
	p.defined("to resolve", f.Resolve.What)
	p.defined("as agreed", f.Counted.What)
}

func (p *printer) shares(f Figures) {
	rows := [][]string{}
	all := []struct {
		name string
		of   Share
	}{{"first-contact resolution", f.FirstContact}, {"first-level resolution", f.FirstLevel}, {"escalated", f.Escalated}, {"reopened", f.Reopened}}
	for _, s := range all {
		rows = append(rows, []string{s.name, fmt.Sprint(s.of.Part), fmt.Sprint(s.of.Of), percent(s.of.Part, s.of.Of)})
	}
	p.table("Share", []string{"tickets", "of", ""}, rows)
	for _, s := range all {
		p.defined(s.name, s.of.What)
	}
	n := f.Reassigned
	p.table("How often", []string{"n", "sum", "none", "mean", "p50", "p75", "p90", "p95", "p99"}, [][]string{{
		"reassigned", fmt.Sprint(n.N), fmt.Sprint(n.Sum), fmt.Sprint(n.None), fmt.Sprintf("%.2f", n.Mean), fmt.Sprint(n.P50), fmt.Sprint(n.P75),
		fmt.Sprint(n.P90), fmt.Sprint(n.P95), fmt.Sprint(n.P99),
	}})
	p.defined("reassigned", n.What)
}

// percent writes a share, "" for none of nothing.
func percent(n, of int) string {
	v, ok := part(n, of)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%.1f %%", 100*v)
}

// short writes a duration in its two largest units.
func short(d time.Duration) string {
	if d < time.Second {
		return d.String()
	}
	units := []struct {
		unit time.Duration
		name string
	}{{day, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}}
	for i, u := range units {
		if d < u.unit {
			continue
		}
		text := fmt.Sprintf("%d%s", d/u.unit, u.name)
		if i+1 < len(units) && d%u.unit >= units[i+1].unit {
			text += fmt.Sprintf(" %d%s", d%u.unit/units[i+1].unit, units[i+1].name)
		}
		return text
	}
	return ""
}

// shown is a name as a terminal may show it: without control characters.
func shown(name string) string {
	if name == "" {
		return "-"
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, name)
}
