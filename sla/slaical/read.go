package slaical

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/sla"
)

// Limits of one file, so that no feed can make the reader slow.
const (
	maxBytes    = 4 << 20
	maxEvents   = 10_000
	maxHolidays = 4000      // as in one calendar of package sla
	maxDays     = 366       // of one event
	maxRules    = 1000      // recurrences in one file
	maxRule     = 500       // bytes of one recurrence
	maxSteps    = 2_000_000 // of all recurrences in one file: days, weeks, months or years looked at, and occurrences
	maxFaults   = 20        // reported
)

// Options say what to take from a file.
type Options struct {
	// Zone is the IANA name of the zone of the calendar that the holidays are for, as in [sla.Hours]. Empty means UTC.
	Zone string

	// From and To are the first and the last year to unfold, both inclusive: 1911 to 2199. Required, because recurrences may
	// have no end.
	From, To int

	// Keep picks the events to take; nil takes all.
	Keep func(Event) bool
}

// An Event is what [Options.Keep] decides by.
type Event struct {
	Summary    string   // the name of the holiday
	Categories []string // as listed by the file
	AllDay     bool
}

// ReadFile is [Read] for a file.
func ReadFile(name string, o Options) ([]sla.Holiday, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("slaical: %w", err)
	}
	defer f.Close()
	return Read(f, o)
}

// Read gives the holidays in an iCalendar file, in order of date and each only once, every one with a year. The error matches
// [sla.ErrInvalid] when the file or an option cannot be used, and lists all events that cannot be read, with their lines; an
// error of the reader is wrapped.
func Read(r io.Reader, o Options) ([]sla.Holiday, error) {
	y, err := o.check()
	if err != nil {
		return nil, fmt.Errorf("slaical: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("slaical: %w", err)
	}
	events, err := parse(text, y)
	if err == nil {
		var found []sla.Holiday
		if found, err = holidays(events, o, y); err == nil {
			return found, nil
		}
	}
	return nil, fmt.Errorf("slaical: %w", err)
}

// years are the options in a form to compute with: wall times are kept as time.Time in UTC.
type years struct {
	zone        *time.Location
	first, last time.Time // the first day, and the day after the last
	left        *int      // steps that recurrences of the file may still take
}

func (o Options) check() (years, error) {
	var l fault.List
	steps := maxSteps
	y := years{zone: time.UTC, first: day(o.From, 1, 1), last: day(o.To+1, 1, 1), left: &steps}
	if o.From <= sla.FirstYear || o.To > sla.LastYear || o.From > o.To {
		l.Add("from", "wants years in order, %d to %d; got %d to %d", sla.FirstYear+1, sla.LastYear, o.From, o.To)
	}
	if zone, err := time.LoadLocation(o.Zone); err == nil && o.Zone != "Local" {
		y.zone = zone
	} else {
		l.Add("zone", "no zone %q in tzdata", o.Zone)
	}
	return y, l.Err()
}

// parse reads the text and finds the line on which each event begins.
func parse(text []byte, y years) ([]event, error) {
	var l fault.List
	if len(text) > maxBytes {
		l.Add("", "is larger than %d bytes", maxBytes)
		return nil, l.Err()
	}
	parsed, err := parseText(text)
	if err != nil {
		l.Add("", "is not an iCalendar file: %v", err)
		return nil, l.Err()
	}
	lines := strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	var events []event
	next, zones := 0, zonesOf(parsed.Timezones(), y)
	for _, found := range parsed.Events() {
		for next < len(lines) && lines[next] != "BEGIN:VEVENT" {
			next++
		}
		events = append(events, event{number: len(events), lines: lines, begin: next, properties: found.Properties, zones: zones})
		next++
	}
	if len(events) > maxEvents {
		l.Add("events", "has %d events; at most %d", len(events), maxEvents)
	}
	return events, l.Err()
}

// parseText recovers, because a parser of text from elsewhere must not end the program.
func parseText(text []byte) (parsed *ics.Calendar, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("malformed: %v", p)
		}
	}()
	if !bytes.Contains(text, []byte("END:VCALENDAR")) {
		return nil, errors.New("does not end with END:VCALENDAR")
	}
	return ics.ParseCalendar(bytes.NewReader(text))
}

// holidays unfolds the events.
func holidays(events []event, o Options, y years) ([]sla.Holiday, error) {
	var l fault.List
	var found []sla.Holiday
	moved, rules, faults := movedOccurrences(events), 0, 0
	for _, e := range events {
		if rules += len(e.all("RRULE")); rules > maxRules {
			l.Add("events", "has more than %d recurrences", maxRules)
			break
		}
		some, err := e.holidays(o, y, moved)
		if err != nil {
			l.Under(fmt.Sprintf("events[%d]", e.number), err)
			faults++
		}
		found = append(found, some...)
		if faults == maxFaults || len(found) > 2*maxEvents {
			break
		}
	}
	slices.SortFunc(found, func(a, b sla.Holiday) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Until, b.Until), slices.Compare(a.Closed, b.Closed))
	})
	found = slices.CompactFunc(found, func(a, b sla.Holiday) bool {
		return a.Date == b.Date && a.Name == b.Name && a.Until == b.Until && slices.Equal(a.Closed, b.Closed)
	})
	if len(found) > maxHolidays {
		l.Add("events", "come to more than %d holidays; ask for fewer years", maxHolidays)
	}
	return found, l.Err()
}

func day(year, month, d int) time.Time {
	return time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)
}
