package sla

import (
	"encoding/json"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
)

// maxClockJSON is how long the text of a clock may be, in bytes. An ordinary one has about 200.
const maxClockJSON = 8 << 10

// plainClock is a clock without methods.
type plainClock Clock

// UnmarshalJSON reads a clock and checks it. Field names are one letter each, because clocks are stored in great numbers.
func (c *Clock) UnmarshalJSON(text []byte) error {
	if len(text) > maxClockJSON {
		return errTooMany("clock", len(text), maxClockJSON)
	}
	var p plainClock
	if err := json.Unmarshal(text, &p); err != nil {
		return err
	}
	return c.take(p)
}

// UnmarshalYAML reads a clock and checks it.
func (c *Clock) UnmarshalYAML(unmarshal func(any) error) error {
	var p plainClock
	if err := unmarshal(&p); err != nil {
		return err
	}
	return c.take(p)
}

func (c *Clock) take(p plainClock) error {
	for _, at := range []*time.Time{&p.Started, &p.Since, &p.Stopped, &p.Overdue} {
		*at = at.Round(0).UTC()
	}
	if err := Clock(p).Check(); err != nil {
		return err
	}
	*c = Clock(p)
	return nil
}

// Check reports everything about a clock that no sequence of signals could have brought about; nil when there is nothing. Reading a
// clock from JSON or YAML does it.
func (c Clock) Check() error {
	var l fault.List
	for _, text := range [...]struct{ name, value string }{
		{"metric", c.Metric}, {"agreement", c.Agreement}, {"calendar", c.Calendar},
	} {
		if len(text.value) > maxName {
			l.Add(text.name, "is longer than %d bytes", maxName)
		}
	}
	if c.Target < 0 || c.Spent < 0 {
		l.Add("spent", "a negative time")
	}
	if c.Version < 0 || c.Days < 0 || c.Days > maxDays || c.Cycle < 0 || c.Pauses < 0 || c.Missed < 0 {
		l.Add("cycle", "a count out of range")
	}
	if (c.Unit != "" || c.Days != 0) && (!c.Unit.days() || c.Days < 1) {
		l.Add("unit", "unit %s with %d days", quoted(string(c.Unit)), c.Days)
	}
	for _, at := range [...]time.Time{c.Started, c.Since, c.Stopped, c.Overdue} {
		if !writable(at) {
			l.Add("started", "an instant outside the years 1 to 9999")
		}
	}
	c.checkState(&l)
	return l.Err()
}

// writable reports whether text has room for an instant in UTC.
func writable(at time.Time) bool {
	year := at.UTC().Year()
	return year >= 1 && year <= 9999
}

func (c Clock) checkState(l *fault.List) {
	begun := c.Cycle > 0 && !c.Started.IsZero()
	switch c.State {
	case Idle:
		if c.Cycle != 0 || !c.Started.IsZero() || !c.Since.IsZero() || !c.Stopped.IsZero() || !c.Overdue.IsZero() || c.Spent != 0 {
			l.Add("state", "has not started, but has counted")
		}
	case Running, Paused:
		if !begun || c.Since.Before(c.Started) || !c.Stopped.IsZero() || c.Held != (c.State == Paused) {
			l.Add("state", "is %s, which does not go with the rest", c.State)
		}
	case Stopped, Cancelled:
		if !begun || c.Stopped.Before(c.Started) || !c.Since.IsZero() {
			l.Add("state", "is %s, which does not go with the rest", c.State)
		}
	default:
		l.Add("state", "unknown state %s", quoted(string(c.State)))
	}
}
