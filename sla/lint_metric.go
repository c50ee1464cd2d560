package sla

import "slices"

func (t *Terms) lintMetrics(l *linter) {
	for i, m := range t.definition.Metrics {
		m.lint(l, index("metrics", i))
	}
}

// lint looks for signals that work against each other.
func (m Metric) lint(l *linter, path string) {
	both := func(a, b []Signal) []Signal {
		var found []Signal
		for _, s := range a {
			if slices.Contains(b, s) {
				found = append(found, s)
			}
		}
		return found
	}
	clash := func(field string, list, other []Signal, problem string) {
		if found := both(list, other); len(found) > 0 {
			l.add(LintSelfDefeating, path+"."+field, problem, signalNames(found))
		}
	}
	clash("pause", m.Pause, m.Start, "%s starts and pauses: a clock that it starts is paused from its first instant")
	clash("stop", m.Stop, m.Start, "%s starts and stops: it never starts the clock")
	clash("cancel", m.Cancel, m.Start, "%s starts and cancels: it never starts the clock")
	clash("stop", m.Stop, m.Pause, "%s stops and pauses: the clock is complete before it could pause")
	clash("stop", m.Stop, m.Reset, "%s stops and resets: the next cycle never begins")
	clash("resume", m.Resume, m.Pause, "%s pauses and resumes: it never resumes")
	clash("cancel", m.Cancel, m.Stop, "%s stops and cancels: there is never a verdict")
	m.lintApart(l, path)
}

// lintApart looks for lists that need each other.
func (m Metric) lintApart(l *linter, path string) {
	if len(m.Stop) == 0 && len(m.Reset) == 0 {
		l.add(LintApart, path+".stop", "has no signal and there is no reset: no cycle is ever complete")
	}
	if len(m.Pause) > 0 && len(m.Resume) == 0 {
		l.add(LintApart, path+".resume", "has no signal: a pause never ends")
	}
	if len(m.Resume) > 0 && len(m.Pause) == 0 {
		l.add(LintApart, path+".pause", "has no signal: there is nothing to resume")
	}
	reopens := slices.Contains(m.Start, SignalReopened) && m.Reopen != ReopenNever
	if reopens && len(m.Pause) > 0 && !slices.Contains(m.Resume, SignalReopened) {
		l.add(LintApart, path+".resume", "lacks %q: what stopped while a pause held stays paused when it is reopened", SignalReopened)
	}
}
