package slaical

import (
	"fmt"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"
)

// longestGap is how many years after the years asked for a rule may first occur, before it counts as one that never does. A
// 29 February on one day of the week is at most 40 years away.
const longestGap = 50

// A set holds moments by their keys.
type set map[string]bool

func (s set) add(all []moment) {
	for _, m := range all {
		s[m.key()] = true
	}
}

// key tells moments apart: a date, or an instant.
func (m moment) key() string {
	if m.allDay {
		return m.date()
	}
	return m.instant().Format("20060102T150405")
}

func (m moment) date() string { return m.wall.Format("20060102") }

// movedOccurrences finds, by UID, the occurrences that an event of their own replaces (RECURRENCE-ID).
func movedOccurrences(events []event) map[string]set {
	moved := map[string]set{}
	for _, e := range events {
		for _, p := range e.all("RECURRENCE-ID") {
			if found, err := e.moments(p); err == nil {
				uid := e.value("UID")
				if moved[uid] == nil {
					moved[uid] = set{}
				}
				moved[uid].add(found)
			}
		}
	}
	return moved
}

// occurrences gives when an event begins, in the years asked for and shortly before.
func (e event) occurrences(start moment, y years, moved map[string]set) ([]moment, error) {
	if len(e.all("EXRULE")) > 0 {
		return nil, e.fault("EXRULE", "is not supported; RFC 5545 withdrew it")
	}
	starts, err := e.recur(start, y)
	if err != nil {
		return nil, err
	}
	for _, p := range e.all("RDATE") {
		if strings.EqualFold(parameter(p, "VALUE"), "PERIOD") {
			return nil, e.fault("RDATE", "periods are not supported; want dates or times")
		}
		more, err := e.moments(p)
		if err != nil {
			return nil, err
		}
		starts = append(starts, more...)
	}
	not := set{}
	for _, p := range e.all("EXDATE") {
		more, err := e.moments(p)
		if err != nil {
			return nil, err
		}
		not.add(more)
	}
	ids := e.all("RECURRENCE-ID")
	if len(ids) == 0 {
		return without(without(starts, not), moved[e.value("UID")]), nil
	}
	if parameter(ids[0], "RANGE") != "" {
		return nil, e.fault("RECURRENCE-ID", "moves all later ones, too, which is not supported; want an event of their own for them")
	}
	_, err = e.moments(ids[0])
	return without(starts, not), err
}

// without leaves out the excluded moments. A date excludes every time on it.
func without(starts []moment, not set) []moment {
	if len(not) == 0 {
		return starts
	}
	return slices.DeleteFunc(starts, func(m moment) bool { return not[m.key()] || not[m.date()] })
}

// recur unfolds the RRULE; an event without one happens once.
func (e event) recur(start moment, y years) ([]moment, error) {
	rules := e.all("RRULE")
	if len(rules) == 0 {
		return []moment{start}, nil
	}
	if len(rules) > 1 {
		return nil, e.fault("RRULE", "has %d rules; at most one", len(rules))
	}
	walls, err := unfold(rules[0], start, y)
	if err != nil {
		return nil, e.fault("RRULE", "%v", err)
	}
	var found []moment
	for _, wall := range walls {
		found = append(found, moment{wall: wall, zone: start.zone, allDay: start.allDay})
	}
	return found, nil
}

// unfold computes with the time that the clock shows, so that no zone interferes. It recovers, because the library panics on
// some rules.
func unfold(rule ics.BaseProperty, start moment, y years) (walls []time.Time, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%.80q cannot be unfolded: %v", rule.Value, p)
		}
	}()
	if len(rule.Value) > maxRule {
		return nil, fmt.Errorf("is longer than %d bytes", maxRule)
	}
	option, err := rrule.StrToROption(strings.ToUpper(rule.Value))
	if err != nil {
		return nil, fmt.Errorf("%.80q is not a recurrence: %w", rule.Value, err)
	}
	if option.Freq > rrule.DAILY {
		return nil, fmt.Errorf("recurs more often than daily")
	}
	option.Dtstart = start.wall
	option.Until = lastMoment(option.Until, strings.ToUpper(rule.Value), start)
	if err := y.charge(option); err != nil {
		return nil, err
	}
	r, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, fmt.Errorf("%.80q is not a recurrence: %w", rule.Value, err)
	}
	next := r.Iterator()
	for step := range *y.left {
		wall, ok := next()
		if !ok && step == 0 {
			return nil, fmt.Errorf("%.80q never occurs", rule.Value)
		}
		if !ok || !wall.Before(y.last.AddDate(0, 0, 2)) {
			*y.left -= step
			return walls, nil
		}
		if wall.After(y.first.AddDate(0, 0, -maxDays-2)) {
			walls = append(walls, wall)
		}
	}
	*y.left = 0
	return nil, errTooLong
}

var errTooLong = fmt.Errorf("the recurrences of the file take more than %d steps; let them begin later", maxSteps)

// charge bounds how far a rule is followed, and takes the steps for that: its library looks at every day of a daily rule, also where
// it does not occur.
func (y years) charge(rule *rrule.ROption) error {
	end := y.last
	if rule.Dtstart.After(end) {
		end = rule.Dtstart
	}
	if bound := end.AddDate(longestGap, 0, 0); rule.Until.IsZero() || rule.Until.After(bound) {
		rule.Until = bound
	}
	if rule.Until.Before(end) {
		end = rule.Until
	}
	days := map[rrule.Frequency]int{rrule.DAILY: 1, rrule.WEEKLY: 7, rrule.MONTHLY: 30, rrule.YEARLY: 365}[rule.Freq]
	*y.left -= max(0, int(end.Unix()-rule.Dtstart.Unix())/(secondsPerDay*days))
	if *y.left <= 0 {
		return errTooLong
	}
	return nil
}

const secondsPerDay = 24 * 60 * 60

// lastMoment brings the UNTIL of a rule to the clock of its event. RFC 5545, 3.3.10, wants UTC beside a zone and a date beside a
// date; exporters also write the time of that clock, or the last date, which is then the whole of it.
func lastMoment(until time.Time, rule string, start moment) time.Time {
	_, text, _ := strings.Cut(rule, "UNTIL=")
	text, _, _ = strings.Cut(text, ";")
	switch {
	case until.IsZero():
		return until
	case len(text) == len("20060102"):
		return until.Add(24*time.Hour - time.Second)
	case strings.HasSuffix(text, "Z") && start.zone != nil:
		return wallClock(until, start.zone)
	}
	return until
}
