package sla

import (
	"strings"

	"github.com/fourline-go/fourline/internal/fault"
)

// Limits of metrics, targets and agreements, beside those of calendars.
const (
	maxSignals = 100 // in one list of a metric
	maxSignal  = 100 // bytes of one signal
	maxID      = 100 // bytes of a metric's name or an agreement's ID
)

// Check reports everything that keeps the metric from being used; nil when nothing does. Paths begin at the metric: "start[2]".
// That it can be used does not mean that it does what was meant: see [Terms.Lint].
func (m Metric) Check() error {
	var l fault.List
	checkID(&l, "name", m.Name)
	for _, list := range m.lists() {
		if len(list.signals) > maxSignals {
			l.Add(list.name, "has %d signals; at most %d", len(list.signals), maxSignals)
			continue
		}
		for i, s := range list.signals {
			checkID(&l, index(list.name, i), string(s))
		}
	}
	if len(m.Start) == 0 {
		l.Add("start", "has no signal: the clock could never start")
	}
	if !m.Reopen.Valid() {
		l.Add("reopen", "unknown reopening %s; want %q, %q or %q", quoted(string(m.Reopen)), ReopenResume, ReopenNewCycle, ReopenNever)
	}
	return l.Err()
}

// signalList is one list of a metric with its name in a definition.
type signalList struct {
	name    string
	signals []Signal
}

func (m Metric) lists() []signalList {
	return []signalList{
		{"after", m.After}, {"start", m.Start}, {"pause", m.Pause}, {"resume", m.Resume},
		{"stop", m.Stop}, {"cancel", m.Cancel}, {"reset", m.Reset},
	}
}

// checkID refuses names that are empty, long, or have blanks at the ends or characters that nobody sees.
func checkID(l *fault.List, path, id string) {
	switch {
	case id == "":
		l.Add(path, "is empty")
	case len(id) > maxID:
		l.Add(path, "is longer than %d bytes", maxID)
	case strings.TrimSpace(id) != id || strings.ContainsFunc(id, func(r rune) bool { return r < ' ' || r == 0x7f }):
		l.Add(path, "%s has blanks at its ends or control characters", quoted(id))
	}
}
