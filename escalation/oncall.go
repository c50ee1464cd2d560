package escalation

import (
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/internal/cronspec"
	"github.com/fourline-go/fourline/internal/fault"
)

// Limits of a rotation. Beyond them [NewSchedule] refuses it.
const (
	MaxMembers   = 100
	MaxOverrides = 1000
)

// A Rotation says who is on call when: members who take turns, and who stands in for them. It is plain data for YAML and JSON;
// [NewSchedule] checks it and makes the [Schedule] that answers questions.
type Rotation struct {
	Name    string   `json:"name" yaml:"name"`
	Zone    string   `json:"zone" yaml:"zone"`       // IANA name such as "Europe/Berlin"; required, "Local" is refused
	Start   Wall     `json:"start" yaml:"start"`     // the first member's turn begins; before it nobody is on call
	Members []string `json:"members" yaml:"members"` // in the order of their turns; one may stand in it several times

	// HandOver says when a turn ends and the next one begins: a cron expression of five fields (minute, hour, day of month, month, day of
	// week) on the clocks of the zone, such as "0 9 * * mon", or @hourly, @daily, @weekly, @monthly, @yearly. When both days are
	// restricted either is enough, as in every cron.
	HandOver string `json:"hand_over" yaml:"hand_over"`

	Overrides []Override `json:"overrides,omitempty" yaml:"overrides,omitempty"` // in any order; no two at one time
}

// An Override puts somebody else on call for a while. It holds before the start of the rotation as well.
type Override struct {
	From   Wall   `json:"from" yaml:"from"`     // included
	Until  Wall   `json:"until" yaml:"until"`   // not included
	Member string `json:"member" yaml:"member"` // need not be one of the rotation's
}

// A Wall is a reading of the wall clock in the zone of its rotation: "2026-01-05T09:00", "2026-01-05 09:00", or "2026-01-05" for
// midnight. A time that a clock change skips is the first instant after the gap, one that is shown twice the first of both. With an
// offset, as in "2026-01-05T09:00:00+01:00" ([time.RFC3339]), it is that very instant.
type Wall string

var wallLayouts = []string{"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02"}

// instant finds the instant that is meant.
func (w Wall) instant(loc *time.Location) (time.Time, bool) {
	if at, err := time.Parse(time.RFC3339, string(w)); err == nil {
		return at.UTC().Truncate(time.Microsecond), true
	}
	for _, layout := range wallLayouts {
		if reading, err := time.Parse(layout, string(w)); err == nil {
			return cronspec.Instant(reading, loc).Truncate(time.Microsecond), true
		}
	}
	return time.Time{}, false
}

// override is an [Override] on the time line.
type override struct {
	from, until time.Time
	member      string
	place       int // in the definition
}

// NewSchedule checks a rotation and makes a schedule of it. The error matches [ErrInvalid] and joins all faults, each with its path,
// such as "overrides[2].until". The schedule keeps no part of r.
func NewSchedule(r Rotation) (*Schedule, error) {
	var l fault.List
	s := &Schedule{def: r}
	s.def.Members, s.def.Overrides = slices.Clone(r.Members), slices.Clone(r.Overrides)
	if !isName(r.Name) {
		l.Add("name", "%s is no name; want one line of readable text, at most %d bytes", quote(r.Name), MaxName)
	}
	checkMembers(&l, r.Members)
	var err error
	if s.handOver, err = cronspec.Parse(r.HandOver); err != nil {
		l.Add("hand_over", "%v", err)
	}
	if s.zone, err = zone(r.Zone); err != nil {
		l.Add("zone", "%v", err)
		return nil, l.Err()
	}
	s.start = readWall(&l, "start", r.Start, s.zone)
	s.overrides = readOverrides(&l, r.Overrides, s.zone)
	if err := l.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

func checkMembers(l *fault.List, members []string) {
	if n := len(members); n == 0 || n > MaxMembers {
		l.Add("members", "has %d members; want 1 to %d", n, MaxMembers)
		return
	}
	for i, m := range members {
		if !isName(m) {
			l.Add(fmt.Sprintf("members[%d]", i), "%s is no id; want one line of readable text, at most %d bytes", quote(m), MaxName)
		}
	}
}

// zone finds a zone by name, but for the host's own, which is another one on another machine.
func zone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%s is no zone; want a name such as \"Europe/Berlin\" or \"UTC\"", quote(name))
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("there is no zone %s", quote(name))
	}
	return loc, nil
}

func readWall(l *fault.List, path string, w Wall, loc *time.Location) time.Time {
	at, ok := w.instant(loc)
	if !ok {
		l.Add(path, "%s is no time; want \"2006-01-02T15:04\" on the clocks of the zone", quote(string(w)))
	}
	return at
}

// readOverrides puts overrides on the time line, in its order.
func readOverrides(l *fault.List, list []Override, loc *time.Location) []override {
	if len(list) > MaxOverrides {
		l.Add("overrides", "has %d entries; at most %d are allowed", len(list), MaxOverrides)
		return nil
	}
	line := make([]override, len(list))
	for i, o := range list {
		path := fmt.Sprintf("overrides[%d]", i)
		line[i] = override{
			from: readWall(l, path+".from", o.From, loc), until: readWall(l, path+".until", o.Until, loc),
			member: o.Member, place: i,
		}
		if !isName(o.Member) {
			l.Add(path+".member", "%s is no id; want one line of readable text, at most %d bytes", quote(o.Member), MaxName)
		}
		if o := line[i]; !o.from.IsZero() && !o.until.IsZero() && !o.from.Before(o.until) {
			l.Add(path+".until", "is not after from")
		}
	}
	slices.SortStableFunc(line, func(a, b override) int { return a.from.Compare(b.from) })
	for i := 1; i < len(line); i++ {
		if !line[i-1].from.IsZero() && line[i].from.Before(line[i-1].until) {
			l.Add(fmt.Sprintf("overrides[%d]", line[i].place), "begins before overrides[%d] ends; only one can be on call", line[i-1].place)
		}
	}
	return line
}
