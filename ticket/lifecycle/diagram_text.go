package lifecycle

import (
	"fmt"
	"strings"
	"time"
)

func mermaidShape(s State) (open, shut string) {
	switch {
	case s.Pending:
		return "[/", "/]"
	case s.Class == Closed:
		return "([", "])"
	default:
		return "[", "]"
	}
}

func mermaidArrow(w *way) string {
	if w.Reopens {
		return "-.->"
	}
	return "-->"
}

func dotShape(s State) string {
	switch {
	case s.Pending:
		return "parallelogram"
	case s.Class == Closed:
		return "oval"
	default:
		return "box"
	}
}

func dotStyle(w *way) string {
	if w.Reopens {
		return "dashed"
	}
	return "solid"
}

// span is a duration as people say it, in days where it is whole days of all time, with the calendar it counts in.
func span(d time.Duration, calendar string) string {
	if calendar != "" {
		return fmt.Sprintf("%s of %s", short(d), calendar)
	}
	if day := 24 * time.Hour; d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	return short(d)
}

// short leaves out the parts of a duration that are nothing: 1h instead of 1h0m0s.
func short(d time.Duration) string {
	text := d.String()
	if d%time.Minute == 0 && d != 0 {
		text = strings.TrimSuffix(text, "0s")
	}
	if d%time.Hour == 0 && d != 0 {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
