package slaical

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/sla"
)

// An event is a VEVENT with its place in the file.
type event struct {
	number     int // counted from 0
	lines      []string
	begin      int // index of its first line
	properties []ics.IANAProperty
	zones      *zones
}

// fault is an error about one property, with the line on which it stands.
func (e event) fault(property, format string, args ...any) error {
	line := e.begin
	for i := e.begin; i < len(e.lines) && e.lines[i] != "END:VEVENT"; i++ {
		if strings.HasPrefix(e.lines[i], property+":") || strings.HasPrefix(e.lines[i], property+";") {
			line = i
			break
		}
	}
	return &fault.Fault{Path: strings.ToLower(property), Problem: fmt.Sprintf(format, args...), Line: line + 1}
}

// all gives the properties of a name.
func (e event) all(name string) []ics.BaseProperty {
	var found []ics.BaseProperty
	for _, p := range e.properties {
		if strings.EqualFold(p.IANAToken, name) {
			found = append(found, p.BaseProperty)
		}
	}
	return found
}

// value gives the first property of a name as text, empty when there is none.
func (e event) value(name string) string {
	for _, p := range e.all(name) {
		return p.Value
	}
	return ""
}

func parameter(p ics.BaseProperty, name string) string {
	for key, values := range p.ICalParameters {
		if strings.EqualFold(key, name) && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// A moment is a DATE or DATE-TIME.
type moment struct {
	wall   time.Time      // what the clock shows, kept in UTC
	zone   *time.Location // of that clock; nil for a date or a time without a zone
	allDay bool
}

// moments reads a property that holds one or, separated by commas, several dates or times.
func (e event) moments(p ics.BaseProperty) ([]moment, error) {
	var found []moment
	for text := range strings.SplitSeq(p.Value, ",") {
		m, err := readMoment(text, parameter(p, "TZID"), e.zones)
		if err != nil {
			return nil, e.fault(p.IANAToken, "%v", err)
		}
		found = append(found, m)
	}
	return found, nil
}

func readMoment(text, tzid string, known *zones) (moment, error) {
	if len(text) == len("20060102") {
		t, err := time.Parse("20060102", text)
		if err != nil {
			return moment{}, fmt.Errorf("%.40q is not a date", text)
		}
		return moment{wall: t, allDay: true}, nil
	}
	var m moment
	var err error
	utc := false
	if text, utc = strings.CutSuffix(text, "Z"); utc {
		m.zone = time.UTC
	} else if tzid != "" {
		if m.zone, err = known.find(tzid); err != nil {
			return m, err
		}
	}
	if m.wall, err = time.Parse("20060102T150405", text); err != nil {
		return m, fmt.Errorf("%.40q is not a date or a time", text)
	}
	return m, nil
}

// span is the first moment of an event and how long it lasts by the clock.
func (e event) span() (start moment, length time.Duration, err error) {
	starts := e.all("DTSTART")
	if len(starts) != 1 {
		return start, 0, e.fault("DTSTART", "must be there once")
	}
	found, err := e.moments(starts[0])
	if err != nil {
		return start, 0, err
	}
	start = found[0]
	switch ends, lengths := e.all("DTEND"), e.all("DURATION"); {
	case len(ends) > 0:
		found, err := e.moments(ends[0])
		if err != nil {
			return start, 0, err
		}
		if found[0].allDay != start.allDay {
			return start, 0, e.fault("DTEND", "must be a date or a time as DTSTART is")
		}
		length = start.until(found[0])
	case len(lengths) > 0:
		if length, err = readLength(lengths[0].Value); err != nil {
			return start, 0, e.fault("DURATION", "%v", err)
		}
	case start.allDay:
		length = 24 * time.Hour
	}
	if length == 0 && start.allDay {
		length = 24 * time.Hour // some exporters write the day itself as its end
	}
	if length < 0 || length > maxDays*24*time.Hour {
		return start, 0, e.fault("DTSTART", "the event must last from 0 to %d days", maxDays)
	}
	return start, length, nil
}

// until is how long it takes from m to end: by the clock when both are of one zone, else in real time.
func (m moment) until(end moment) time.Duration {
	if m.zone == nil || end.zone == nil || m.zone.String() == end.zone.String() {
		return end.wall.Sub(m.wall)
	}
	return end.instant().Sub(m.instant())
}

// readLength reads a DURATION such as P1D, PT2H30M or P1W.
func readLength(text string) (time.Duration, error) {
	bad := fmt.Errorf("%.40q is not a duration", text)
	rest, ok := strings.CutPrefix(strings.TrimPrefix(text, "+"), "P")
	units := map[byte]time.Duration{'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour}
	var sum time.Duration
	for ok && rest != "" {
		if rest[0] == 'T' {
			units, rest = map[byte]time.Duration{'H': time.Hour, 'M': time.Minute, 'S': time.Second}, rest[1:]
		}
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if digits == 0 || digits > 6 || digits == len(rest) || units[rest[digits]] == 0 {
			return 0, bad
		}
		n, _ := strconv.Atoi(rest[:digits])
		sum += time.Duration(n) * units[rest[digits]]
		rest = rest[digits+1:]
	}
	if !ok || text == "P" {
		return 0, bad
	}
	return sum, nil
}

// holidays unfolds one event.
func (e event) holidays(o Options, y years, moved map[string]set) ([]sla.Holiday, error) {
	start, length, err := e.span()
	if err != nil {
		return nil, err
	}
	about := Event{Summary: ics.FromText(e.value("SUMMARY")), AllDay: start.allDay}
	for _, p := range e.all("CATEGORIES") {
		for c := range strings.SplitSeq(p.Value, ",") {
			about.Categories = append(about.Categories, ics.FromText(c))
		}
	}
	if strings.EqualFold(e.value("STATUS"), "CANCELLED") || length == 0 || (o.Keep != nil && !o.Keep(about)) {
		return nil, nil
	}
	starts, err := e.occurrences(start, y, moved)
	if err != nil {
		return nil, err
	}
	name := strings.ToValidUTF8(about.Summary, "")
	for len(name) > 200 {
		name = strings.ToValidUTF8(name[:200], "")
	}
	var found []sla.Holiday
	for _, s := range starts {
		found = append(found, y.closed(name, s, length)...)
	}
	return found, nil
}
