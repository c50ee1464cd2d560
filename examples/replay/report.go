package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Report is what a replay came to.
type Report struct {
	Log      string
	Format   Format
	Store    string
	Workers  int
	Handbook string
	Database string // file that is kept, "" for none
	Skipped  int
	Tally    *Tally
	Figures  Figures
	Wall     time.Duration // of the replay alone, without reading the log and counting
}

func (r *Report) rowsPerSecond() float64 { return float64(r.Tally.Rows) / r.Wall.Seconds() }

// page writes lines for people and keeps the first error.
type page struct {
	w   io.Writer
	err error
}

func (p *page) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, strings.TrimRight(format, " ")+"\n", args...)
	}
}

// Text says it to people.
func (r *Report) Text(w io.Writer) error {
	p := &page{w: w}
	p.line("%s: %s, %s rows of %s cases", r.Format.Name, filepath.Base(r.Log), number(r.Tally.Rows), number(r.Figures.Tickets))
	p.line("handbook: %s", r.Handbook)
	if r.Skipped > 0 {
		p.line("left out: %s", plural(r.Skipped, "broken row"))
	}
	r.changes(p)
	r.left(p)
	r.counts(p)
	p.line("")
	p.line("%s rows/s: %s rows in %.2f s, %s, store %s, %s events", number(int64(r.rowsPerSecond())), number(r.Tally.Rows), r.Wall.Seconds(),
		plural(r.Workers, "worker"), r.Store, number(r.Figures.Events))
	if r.Database != "" {
		p.line("database: %s", r.Database)
	}
	return p.err
}

// changes says what the lifecycle made of the log's changes of state, by pair.
func (r *Report) changes(p *page) {
	accepted, refused := total(r.Tally.Accepted), total(r.Tally.Refused)
	p.line("")
	p.line("CHANGES OF STATE  %s in the log: %s accepted, %s refused", number(accepted+refused), number(accepted), number(refused))
	byState(p, r.Tally.Accepted)
	if refused == 0 {
		return
	}
	p.line("")
	p.line("  refused by the lifecycle")
	byState(p, r.Tally.Refused)
	if n := r.Tally.Resynchronised; n > 0 {
		p.line("  followed all the same, from where the ticket stood: %d", n)
	}
}

// byState lists pairs by the state they leave, the commonest first.
func byState(p *page, pairs map[Pair]int) {
	leave := map[string]int{}
	to := map[string]map[string]int{}
	for pair, n := range pairs {
		leave[pair.From] += n
		if to[pair.From] == nil {
			to[pair.From] = map[string]int{}
		}
		to[pair.From][pair.To] += n
	}
	wide := widest(leave)
	for _, from := range commonest(leave) {
		var words []string
		for _, state := range commonest(to[from]) {
			words = append(words, state+" "+number(to[from][state]))
		}
		if wide > maxIndent {
			p.line("  %s", from)
			p.block("    > ", words)
		} else {
			p.block("  "+pad(from, wide)+" > ", words)
		}
	}
}

const (
	pageWidth = 80 // columns of a line, at most
	maxIndent = 20 // width of a name that others are set beside
)

// block writes words in lines, the first of which begins with head and the others below it.
func (p *page) block(head string, words []string) {
	indent := utf8.RuneCountInString(head)
	for _, line := range wrap(words, " · ", pageWidth-indent) {
		p.line("%s%s", head, line)
		head = strings.Repeat(" ", indent)
	}
}

// left says what else was refused.
func (r *Report) left(p *page) {
	if len(r.Tally.Left) == 0 {
		return
	}
	p.line("")
	p.line("REFUSED BESIDES  %s", number(total(r.Tally.Left)))
	for _, what := range commonest(r.Tally.Left) {
		p.line("  %s × %s", number(r.Tally.Left[what]), what)
	}
}

// counts holds the library's counts against the log's.
func (r *Report) counts(p *page) {
	f, t := r.Figures, r.Tally
	p.line("")
	p.line("%-24s %9s %9s   %s", "COUNTED", "library", "log", "the same in")
	against(p, "reopenings", f.Reopens, "cases")
	if t.PriorityRows > 0 {
		p.line("%-24s %9s %9s   %s", "  priority", "", "", share(t.PriorityAgree, t.PriorityRows, "rows"))
	}
	against(p, "changes of group", f.Regroups, "cases")
	if f.SLA.Cases > 0 {
		against(p, "within the SLA", f.SLA, "cases")
		if r.Format.Caveat != "" {
			p.line("    %s", r.Format.Caveat)
		}
	}
	alone(p, "cases reopened", f.Reopened)
	if f.Lines {
		alone(p, "hand-overs up a line", f.Up)
		alone(p, "hand-overs down a line", f.Down)
		alone(p, "cases always on line 1", f.NeverLeft)
		alone(p, "cases back and forth", f.PingPongCases)
	}
	p.line("  -: the log does not say")
}

// against is a count that the log has too, or at least the library.
func against(p *page, what string, a Agreement, of string) {
	if a.Cases == 0 {
		alone(p, what, a.Counted)
		return
	}
	p.line("%-24s %9s %9s   %s", "  "+what, number(a.Counted), number(a.Said), share(a.Agree, a.Cases, of))
}

// alone is a count that the log has no column for.
func alone(p *page, what string, n int) { p.line("%-24s %9s %9s", "  "+what, number(n), "-") }

func share(n, of int, what string) string {
	text := fmt.Sprintf("%s of %s %s", number(n), number(of), what)
	if n == of {
		return text
	}
	return fmt.Sprintf("%s (%.2f %%)", text, 100*float64(n)/float64(of))
}

func total[K comparable](counts map[K]int) (sum int) {
	for _, n := range counts {
		sum += n
	}
	return sum
}

// commonest sorts names by how often they occur, then by themselves.
func commonest(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}

func widest(names map[string]int) (wide int) {
	for name := range names {
		wide = max(wide, utf8.RuneCountInString(name))
	}
	return wide
}

func pad(s string, wide int) string {
	return s + strings.Repeat(" ", max(0, wide-utf8.RuneCountInString(s)))
}

// wrap joins words to lines of at most so many columns, unless one word alone is longer.
func wrap(words []string, between string, columns int) (lines []string) {
	line := ""
	for _, w := range words {
		switch {
		case line == "":
			line = w
		case utf8.RuneCountInString(line+between+w+strings.TrimRight(between, " ")) <= columns:
			line += between + w
		default:
			lines, line = append(lines, line+strings.TrimRight(between, " ")), w
		}
	}
	return append(lines, line)
}
