package escalation

import (
	"slices"
	"sort"
	"time"

	"github.com/fourline-go/fourline/internal/cronspec"
)

// horizon is how far after its start a rotation answers. It bounds what a question can cost.
const horizon = 200 * 366 * 24 * time.Hour

// A Schedule is a checked [Rotation]: who is on call, as a pure function of the instant. It never changes and is safe for
// concurrent use.
//
// Turns tile the line of time from the start on: each begins where the one before ends. Every hand-over passes the turn to
// the next member; hand-overs that a clock change moves to one instant are one. What a question costs grows by about two
// microseconds for each year between the start and the instant asked about, however often turns change, and allocates
// nothing. Two hundred years after its start a rotation ends.
type Schedule struct {
	def       Rotation
	zone      *time.Location
	start     time.Time
	handOver  cronspec.Spec
	overrides []override // by time, none at the time of another
}

// A Turn is a stretch of time in which one person is on call.
type Turn struct {
	Member   string    `json:"member"`
	From     time.Time `json:"from"`               // included
	Until    time.Time `json:"until"`              // not included
	Override bool      `json:"override,omitempty"` // somebody stands in
}

// Name is the rotation's name.
func (s *Schedule) Name() string { return s.def.Name }

// Definition is a copy of the rotation that the schedule was made of.
func (s *Schedule) Definition() Rotation {
	d := s.def
	d.Members, d.Overrides = slices.Clone(d.Members), slices.Clone(d.Overrides)
	return d
}

// OnCall is who is on call at an instant. False when nobody is: before the start, unless somebody stands in.
func (s *Schedule) OnCall(at time.Time) (string, bool) {
	if i, ok := s.override(at); ok {
		return s.overrides[i].member, true
	}
	if !s.covers(at) {
		return "", false
	}
	return s.member(at), true
}

// Turn is who is on call at an instant, since when and until when. A turn that an override interrupts is two. False when nobody is
// on call.
func (s *Schedule) Turn(at time.Time) (Turn, bool) {
	i, ok := s.override(at)
	if ok {
		o := s.overrides[i]
		return Turn{Member: o.member, From: o.from, Until: o.until, Override: true}, true
	}
	if !s.covers(at) {
		return Turn{}, false
	}
	t := Turn{Member: s.member(at), From: s.handOver.Last(at, s.zone), Until: s.handOver.Next(at, s.zone)}
	if t.From.Before(s.start) {
		t.From = s.start
	}
	if i > 0 && s.overrides[i-1].until.After(t.From) {
		t.From = s.overrides[i-1].until
	}
	if i < len(s.overrides) && s.overrides[i].from.Before(t.Until) {
		t.Until = s.overrides[i].from
	}
	return t, true
}

// NextHandOver is the first instant after at at which a turn begins or ends: the end of the turn at that time or, while nobody is on
// call, the beginning of the next one. False when there is none within the schedule.
func (s *Schedule) NextHandOver(at time.Time) (time.Time, bool) {
	if t, ok := s.Turn(at); ok {
		return t.Until, true
	}
	if !at.Before(s.start) {
		return time.Time{}, false
	}
	i, _ := s.override(at)
	if i < len(s.overrides) && s.overrides[i].from.Before(s.start) {
		return s.overrides[i].from, true
	}
	return s.start, true
}

// covers reports whether the rotation answers for an instant.
func (s *Schedule) covers(at time.Time) bool {
	return !at.Before(s.start) && at.Before(s.start.Add(horizon))
}

// member is whose turn it is by the rotation.
func (s *Schedule) member(at time.Time) string {
	return s.def.Members[s.handOver.Count(s.start, at, s.zone)%len(s.def.Members)]
}

// override finds the override at an instant, or else (false) the place of the first one after it.
func (s *Schedule) override(at time.Time) (int, bool) {
	i := sort.Search(len(s.overrides), func(i int) bool { return s.overrides[i].until.After(at) })
	return i, i < len(s.overrides) && !s.overrides[i].from.After(at)
}
