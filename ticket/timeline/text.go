package timeline

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// String is the timeline as text, in UTC.
func (l Timeline) String() string { return l.Text(time.UTC) }

// Text is the timeline as text: a line for every moment, then a line for every span, to the minute of a zone. Somebody's words cannot
// break a line.
func (l Timeline) Text(zone *time.Location) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", l.Ticket)
	for _, part := range []string{l.Client, l.Subject} {
		if part != "" {
			fmt.Fprintf(&b, "  %s", oneLine(part))
		}
	}
	b.WriteString("\n\n")
	width := 0
	for _, m := range l.Moments {
		width = max(width, utf8.RuneCountInString(m.Who))
	}
	minute := func(t time.Time) string { return t.In(zone).Format(time.DateOnly + " 15:04") }
	for _, m := range l.Moments {
		fmt.Fprintf(&b, "%s  %-*s  %s", minute(m.At), width, oneLine(m.Who), oneLine(m.Text))
		if !m.Planned.IsZero() && m.At.Sub(m.Planned) >= time.Minute {
			fmt.Fprintf(&b, " (planned for %s)", minute(m.Planned))
		}
		b.WriteByte('\n')
	}
	if len(l.Spans) > 0 {
		b.WriteByte('\n')
	}
	for _, s := range l.Spans {
		what, until, lasted := string(s.Axis), "now", ""
		if s.Of != "" {
			what += " " + s.Of
		}
		if !s.Until.IsZero() {
			until, lasted = minute(s.Until), "  "+span(s.Lasts(s.Until))
		}
		fmt.Fprintf(&b, "%s: %s  %s to %s%s\n", what, oneLine(s.Value), minute(s.From), until, lasted)
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

// oneLine makes what somebody wrote fit into one line, without what would steer a terminal or turn the text around.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
}

// words turns a name of the handbook into words: "awaiting_customer" is "awaiting customer".
func words(name string) string { return strings.ReplaceAll(name, "_", " ") }

// quoted puts what somebody wrote in quotation marks.
func quoted(text string) string { return "“" + text + "”" }
