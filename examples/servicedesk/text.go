package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"
)

// width is how many columns everything that is shown takes at most.
const width = 100

// paint says whether colours are used: on a terminal, and not where NO_COLOR is set (https://no-color.org).
type paint bool

func paintFor(out io.Writer) paint {
	f, ok := out.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return paint(err == nil && info.Mode()&os.ModeCharDevice != 0)
}

// The colours, by what they mean.
const (
	plain  = ""
	faint  = "2"  // what explains
	strong = "1"  // headings, numbers of tickets
	byTime = "33" // caused by time
	told   = "36" // notices
	bad    = "31" // breaches, refusals
	good   = "32" // resolutions, promises kept
)

func (p paint) in(colour, text string) string {
	if !p || colour == plain || text == "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// pad fills text up to so many columns, or cuts it.
func pad(text string, columns int) string {
	n := utf8.RuneCountInString(text)
	if n > columns {
		return string([]rune(text)[:columns-1]) + "…"
	}
	return text + strings.Repeat(" ", columns-n)
}

// padLeft is pad for numbers.
func padLeft(text string, columns int) string {
	if n := utf8.RuneCountInString(text); n < columns {
		return strings.Repeat(" ", columns-n) + text
	}
	return text
}

// A mark is text in a colour.
type mark struct{ text, colour string }

// wrap breaks text into lines of at most so many columns, at spaces where there are any. Every line is the words on it.
func wrap(columns int, parts ...mark) [][]mark {
	lines, used := [][]mark{nil}, 0
	put := func(word mark) {
		last := len(lines) - 1
		n := utf8.RuneCountInString(word.text)
		if used > 0 && used+1+n > columns {
			lines, last, used = append(lines, nil), last+1, 0
		}
		if used > 0 {
			used++
		}
		lines[last], used = append(lines[last], word), used+n
	}
	for _, part := range parts {
		for _, word := range strings.Fields(part.text) {
			runes := []rune(word)
			for ; len(runes) > columns; runes = runes[columns:] {
				put(mark{string(runes[:columns]), part.colour})
			}
			put(mark{string(runes), part.colour})
		}
	}
	return lines
}

// join writes the words of a line, those of one colour together.
func (p paint) join(line []mark) string {
	var b strings.Builder
	for i := 0; i < len(line); {
		text, colour := line[i].text, line[i].colour
		for i++; i < len(line) && line[i].colour == colour; i++ {
			text += " " + line[i].text
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.in(colour, text))
	}
	return b.String()
}

// span writes a duration as people say it, to the minute: "2 h 10 m", "4 m", "3 d 2 h".
func span(d time.Duration) string {
	d = d.Round(time.Minute)
	days, hours, minutes := d/(24*time.Hour), d%(24*time.Hour)/time.Hour, d%time.Hour/time.Minute
	switch {
	case days > 0 && hours > 0:
		return fmt.Sprintf("%d d %d h", days, hours)
	case days > 0:
		return fmt.Sprintf("%d d", days)
	case hours > 0 && minutes > 0:
		return fmt.Sprintf("%d h %02d m", hours, minutes)
	case hours > 0:
		return fmt.Sprintf("%d h", hours)
	default:
		return fmt.Sprintf("%d m", minutes)
	}
}

// hours writes working time, in which a day has no fixed length: "28 h 10 m".
func hours(d time.Duration) string {
	d = d.Round(time.Minute)
	if d < 24*time.Hour {
		return span(d)
	}
	if d%time.Hour == 0 {
		return fmt.Sprintf("%d h", d/time.Hour)
	}
	return fmt.Sprintf("%d h %02d m", d/time.Hour, d%time.Hour/time.Minute)
}

// words turns a name of the handbook into words: "awaiting_customer" is "awaiting customer".
func words(name string) string { return strings.ReplaceAll(name, "_", " ") }

// oneLine makes text fit into one line, for what somebody wrote.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 { // no control characters on somebody's terminal
			return ' '
		}
		return r
	}, text)
}

// plural counts things.
func plural(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
