package sla

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
)

// A History is what happened to one thing, without any judgement: [Terms] judge it, and other terms judge it otherwise.
type History struct {
	ID     string  `json:"id,omitempty" yaml:"id,omitempty"`         // the caller's name for it, up to 200 bytes
	Facts  Facts   `json:"facts,omitzero" yaml:"facts"`              // what was known at the beginning
	Events []Event `json:"events,omitempty" yaml:"events,omitempty"` // up to 100,000
}

// An Event is a signal, a change of the facts, or both: then the signal counts under the facts before, so that a tier that accepts
// completes the cycle of the tier before it.
//
// Events count in the order of their instants; those of one instant in the order given.
type Event struct {
	At     time.Time `json:"at" yaml:"at"`
	Signal Signal    `json:"signal,omitempty" yaml:"signal,omitempty"`
	Facts  *Facts    `json:"facts,omitempty" yaml:"facts,omitempty"` // all facts as they are from now on; nil: they stay
}

// Limits of a history.
const (
	maxEvents      = 100_000
	maxHistoryJSON = 32 << 20 // bytes
)

// Check reports everything that is too large or missing in a history; nil when nothing is. A history that was not checked is
// judged all the same.
func (h History) Check() error {
	var l fault.List
	if len(h.ID) > maxName {
		l.Add("id", "is longer than %d bytes", maxName)
	}
	h.Facts.check(&l, "facts")
	if len(h.Events) > maxEvents {
		l.Add("events", "has %d events; at most %d", len(h.Events), maxEvents)
		return l.Err()
	}
	for i, e := range h.Events {
		path := index("events", i)
		switch {
		case e.At.IsZero():
			l.Add(path+".at", "is missing")
		case !writable(e.At):
			l.Add(path+".at", "is outside the years 1 to 9999")
		}
		if e.Signal == "" && e.Facts == nil {
			l.Add(path, "has neither a signal nor facts")
		}
		if len(e.Signal) > maxSignal {
			l.Add(path+".signal", "is longer than %d bytes", maxSignal)
		}
		if e.Facts != nil {
			e.Facts.check(&l, path+".facts")
		}
	}
	return l.Err()
}

func (f Facts) check(l *fault.List, path string) {
	for _, fact := range f.list() {
		if len(fact.value) > maxID {
			l.Add(path+"."+fact.name, "is longer than %d bytes", maxID)
		}
	}
}

// factValue is one fact with its name in a definition.
type factValue struct{ name, value string }

// list gives the facts, most important first.
func (f Facts) list() [5]factValue {
	return [...]factValue{
		{"client", f.Client}, {"service", f.Service}, {"kind", f.Kind}, {"priority", f.Priority}, {"tier", f.Tier},
	}
}

// UnmarshalJSON reads a history of up to 32 MiB and checks it.
func (h *History) UnmarshalJSON(text []byte) error {
	if len(text) > maxHistoryJSON {
		return errTooMany("history", len(text), maxHistoryJSON)
	}
	var p plainHistory
	if err := json.Unmarshal(text, &p); err != nil {
		return err
	}
	return h.take(p)
}

// UnmarshalYAML reads a history and checks it.
func (h *History) UnmarshalYAML(unmarshal func(any) error) error {
	var p plainHistory
	if err := unmarshal(&p); err != nil {
		return err
	}
	return h.take(p)
}

// plainHistory is a history without methods.
type plainHistory History

func (h *History) take(p plainHistory) error {
	if err := History(p).Check(); err != nil {
		return err
	}
	*h = History(p)
	return nil
}

// until lists the events up to and including an instant, in order.
func (h History) until(at time.Time) []Event {
	events := slices.Clone(h.Events)
	slices.SortStableFunc(events, func(a, b Event) int { return a.At.Compare(b.At) })
	n := len(events)
	for n > 0 && events[n-1].At.After(at) {
		n--
	}
	return events[:n]
}
