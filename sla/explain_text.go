package sla

import (
	"fmt"
	"strings"
	"time"
)

// Text is the explanation for a person, in the wall clock of the calendar's zone. Lines end with a newline.
func (e Explanation) Text() string {
	zone, err := time.LoadLocation(e.Zone)
	if err != nil {
		zone = time.UTC
	}
	w := explainer{zone: zone}
	kind := ""
	if e.Kind != "" {
		kind = fmt.Sprintf(" (%s)", e.Kind)
	}
	w.line("%s%s: %s", e.Metric, kind, w.headline(e))
	if e.Choice.Reason == ChosenNone {
		return w.String()
	}
	w.line("promised: %s", w.promise(e))
	if e.Choice.Reason != "" {
		w.line("chosen: %s", e.Choice)
	}
	if rule := e.rule(); rule != "" {
		w.line("rule: %s", rule)
	}
	parts := e.Parts
	for _, s := range e.Steps {
		if s.Cycle == e.Cycle {
			for len(parts) > 0 && !parts[0].From.After(s.At) && parts[0].To.Before(s.At.Add(1)) {
				w.part(parts[0])
				parts = parts[1:]
			}
		}
		w.step(s)
	}
	for _, p := range parts {
		w.part(p)
	}
	return w.String()
}

// rule is what decides whether it is late; "" when nothing was promised.
func (e Explanation) rule() string {
	switch {
	case e.Target.none():
		return ""
	case e.Calendar == alwaysName:
		return "late when more than the time allowed has counted"
	}
	return "late when more than the time allowed has counted; what happens while the calendar is closed does not count"
}

type explainer struct {
	strings.Builder
	zone  *time.Location
	cycle int // of the step before
}

func (w *explainer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

func (w *explainer) headline(e Explanation) string {
	spent := fmt.Sprintf("%s of %s used", duration(e.Elapsed), duration(e.Allowed))
	switch e.Verdict {
	case VerdictOpen, VerdictLate:
		if e.State == Paused && e.Verdict == VerdictLate {
			return fmt.Sprintf("late and paused, was due %s; %s", w.when(e.IfResumed), spent)
		}
		if e.State == Paused {
			return fmt.Sprintf("paused, due %s if resumed %s; %s", w.when(e.IfResumed), w.when(e.At), spent)
		}
		if e.Verdict == VerdictLate {
			return fmt.Sprintf("late, was due %s; %s by %s", w.when(e.Due), spent, w.when(e.At))
		}
		return fmt.Sprintf("due %s; %s by %s, %s left", w.when(e.Due), spent, w.when(e.At), duration(e.Allowed-e.Elapsed))
	case VerdictMet, VerdictMissed:
		return fmt.Sprintf("%s, was due %s, completed %s; %s", e.Verdict, w.when(e.Due), w.when(e.Clock.Stopped), spent)
	case VerdictCancelled:
		return fmt.Sprintf("cancelled %s", w.when(e.Clock.Stopped))
	}
	switch {
	case e.Choice.Reason == ChosenNone:
		return "nothing was promised: no agreement matches"
	case e.State == Idle && e.Target.none() && e.Choice.Agreement != "":
		return fmt.Sprintf("nothing was promised: %s@%d does not cover it", e.Choice.Agreement, e.Choice.Version)
	case e.State == Idle:
		return "not started"
	}
	return fmt.Sprintf("measured only, %s so far", duration(e.Elapsed))
}

func (w *explainer) promise(e Explanation) string {
	hours := fmt.Sprintf("the hours of calendar %q (%s)", e.Calendar, e.Zone)
	if e.Calendar == alwaysName {
		hours = "elapsed time"
	}
	by := ""
	if e.Choice.Agreement != "" {
		by = fmt.Sprintf(", by %s@%d", e.Choice.Agreement, e.Choice.Version)
	}
	switch {
	case e.Target.Unit.days():
		how := "at the same clock time"
		if e.Target.Unit == UnitDaysEnd {
			how = "at the end of the day"
		}
		return fmt.Sprintf("%s, %s, which is %s in %s%s", workingDays(e.Target.Days), how, duration(e.Allowed), hours, by)
	case e.Target.Within == 0:
		return "nothing" + by
	}
	return fmt.Sprintf("%s in %s%s", duration(e.Target.Within), hours, by)
}

func (w *explainer) step(s Step) {
	before := w.cycle
	w.cycle = s.Cycle
	if s.Effect == EffectTarget {
		if s.Cycle > 0 { // else that is the promise it started with
			w.line("%s  agreement: %s%s", w.when(s.At), s.Choice, s.meaning(before))
		}
		return
	}
	what := map[Effect]string{
		EffectStart: "starts", EffectPause: "pauses", EffectResume: "resumes", EffectStop: "completes", EffectCancel: "ends without a verdict",
		EffectReopen: "goes on", EffectReset: "completes, and the next cycle starts", EffectAgain: "starts a new cycle",
	}[s.Effect]
	if s.State == Paused && s.Effect != EffectPause {
		what += ", paused"
	}
	w.line("%s  %s: %s", w.when(s.At), s.Signal, what)
}

// meaning says what another target means for a clock that was in a cycle before: "; 4h of calendar "desk", counted from its start".
func (s Step) meaning(before int) string {
	switch {
	case s.Choice.Reason == ChosenNone:
		return ""
	case s.Target.none():
		return "; it is not covered"
	case s.State == Stopped || s.State == Cancelled:
		return fmt.Sprintf("; %s, once it is reopened", s.Target.allowance())
	case s.Cycle != before:
		return fmt.Sprintf("; %s, counted from here in a new cycle", s.Target.allowance())
	}
	return fmt.Sprintf("; %s, counted from its start", s.Target.allowance())
}

// allowance is the time that a target allows, in words.
func (t Target) allowance() string {
	length := duration(t.Within)
	if t.Unit.days() {
		length = workingDays(t.Days)
	}
	if t.calendarName() == "" {
		return length + " of elapsed time"
	}
	return fmt.Sprintf("%s of calendar %q", length, t.Calendar)
}

func workingDays(n int) string {
	if n == 1 {
		return "1 working day"
	}
	return fmt.Sprintf("%d working days", n)
}

func (w *explainer) part(p Explained) {
	switch p.Kind {
	case PartCounted:
		w.line("  counted %s", duration(p.Open))
	case PartEarlier:
		w.line("  counted %s between %s and %s", duration(p.Open), w.when(p.From), w.when(p.To))
	case PartAhead:
		w.line("  still to come %s", duration(p.Open))
	default:
		w.line("  not counted (%s): %s of open time", p.Kind, duration(p.Open))
	}
	for _, d := range p.Days {
		w.day(d)
	}
	if p.More > 0 {
		w.line("    and %d more days", p.More)
	}
}

func (w *explainer) day(d ExplainedDay) {
	var open, why []string
	for _, o := range d.Open {
		open = append(open, w.clock(o.From)+"-"+w.clockEnd(o, d.Date))
	}
	if len(open) == 0 {
		open = append(open, "closed")
	}
	for _, c := range d.Causes {
		text := string(c.Kind)
		if c.Name != "" {
			text += " " + c.Name
		}
		why = append(why, strings.ReplaceAll(text, "_", " "))
	}
	line := fmt.Sprintf("    %s  %s", d.Date, strings.Join(open, " "))
	if len(why) > 0 {
		line += " (" + strings.Join(why, ", ") + ")"
	}
	w.line("%s", line)
}

// when shows an instant by the wall clock, without seconds when they are zero.
func (w *explainer) when(t time.Time) string {
	t = t.In(w.zone)
	return t.Format("Mon 2006-01-02 ") + w.clock(t) + t.Format(" MST")
}

func (w *explainer) clock(t time.Time) string {
	t = t.In(w.zone)
	switch {
	case t.Nanosecond() != 0:
		return t.Format("15:04:05.999999999")
	case t.Second() != 0:
		return t.Format("15:04:05")
	}
	return t.Format("15:04")
}

// clockEnd shows the midnight that ends a day as 24:00.
func (w *explainer) clockEnd(p Period, day Date) string {
	if text := w.clock(p.To); text != "00:00" || p.To.In(w.zone).Format(time.DateOnly) == string(day) {
		return text
	}
	return "24:00"
}

// duration is a duration without its zero parts: 4h, 1h30m, 45s, 0s.
func duration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
