package sla

import (
	"slices"
	"time"
)

// An Explanation says why a clock stands where it stands: what happened, which hours counted, what was excluded, by which rule.
// It is data; [Explanation.Text] makes it readable.
type Explanation struct {
	Kind     AgreementKind `json:"kind" yaml:"kind"`
	Metric   string        `json:"metric" yaml:"metric"`
	Target   Target        `json:"target" yaml:"target"`
	Choice   Choice        `json:"choice" yaml:"choice"`     // why this agreement, and its version
	Calendar string        `json:"calendar" yaml:"calendar"` // "24x7" for all time
	Zone     string        `json:"zone" yaml:"zone"`

	At         time.Time     `json:"at" yaml:"at"` // as of when
	State      State         `json:"state,omitempty" yaml:"state,omitempty"`
	Cycle      int           `json:"cycle,omitempty" yaml:"cycle,omitempty"`
	Verdict    Verdict       `json:"verdict" yaml:"verdict"`
	Allowed    time.Duration `json:"allowed,omitempty" yaml:"allowed,omitempty"` // for working days: the hours that they come to
	Elapsed    time.Duration `json:"elapsed" yaml:"elapsed"`
	Due        time.Time     `json:"due,omitzero" yaml:"due,omitempty"`               // of a running clock, or as it stood when it stopped
	IfResumed  time.Time     `json:"if_resumed,omitzero" yaml:"if_resumed,omitempty"` // of a paused clock: due if it were resumed at At
	BreachedAt time.Time     `json:"breached_at,omitzero" yaml:"breached_at,omitempty"`

	Steps []Step      `json:"steps,omitempty" yaml:"steps,omitempty"` // of all cycles: what moved the clock, and changes of target
	Parts []Explained `json:"parts,omitempty" yaml:"parts,omitempty"` // of the present cycle: how its time counts, in order
	Clock Clock       `json:"clock" yaml:"clock"`
}

// An Explained is a stretch of a cycle with the days on which it falls.
type Explained struct {
	Part `yaml:",inline"`
	Days []ExplainedDay `json:"days,omitempty" yaml:"days,omitempty"` // those with open time or a cause; up to 400
	More int            `json:"more,omitempty" yaml:"more,omitempty"` // of such days left out
}

// An ExplainedDay is a civil day of the calendar as far as it falls into a part.
type ExplainedDay struct {
	Date   Date     `json:"date" yaml:"date"`
	Open   []Period `json:"open,omitempty" yaml:"open,omitempty"`     // cut off at the ends of the part
	Causes []Cause  `json:"causes,omitempty" yaml:"causes,omitempty"` // holidays, special openings, breaks, clock changes
}

// PartAhead is the time from the instant of an explanation until the due time.
const PartAhead PartKind = "ahead"

const maxExplainedDays = 400

// Explain says how a metric of a history stands as of an instant, and why. It always gives an explanation; where nothing was
// promised, that is what it says.
func (t *Terms) Explain(h History, kind AgreementKind, metric string, at time.Time) Explanation {
	at = at.Round(0).UTC()
	a, promised := t.Account(h, kind, metric, at)
	if !promised {
		return Explanation{
			Kind: kind.orSLA(), Metric: metric, Choice: Choice{Reason: ChosenNone},
			Calendar: alwaysName, Zone: "UTC", At: at, Verdict: VerdictNone,
		}
	}
	c := a.Clock()
	cal := t.calendars[c.Calendar]
	e := Explanation{
		Kind: a.Kind, Metric: metric, Target: a.Target, Choice: a.Choice, Calendar: cal.Name(), Zone: cal.Zone(),
		At: at, State: c.State, Cycle: c.Cycle, Verdict: c.Verdict(cal, at), Allowed: c.Target, Elapsed: c.Elapsed(cal, at),
		Steps: a.Steps, Clock: c,
	}
	e.BreachedAt, _ = c.BreachedAt(cal)
	switch {
	case c.Paused():
		e.IfResumed, _ = c.DueIfResumed(cal, at)
	case c.State == Stopped:
		e.Due, _ = c.DueIfResumed(cal, c.Stopped)
	default:
		e.Due, _ = c.Due(cal)
	}
	e.Parts = explainParts(a.Parts, c, cal, at, e.Due)
	return e
}

// explainParts adds the stretch that is under way and the one ahead, and the days of each.
func explainParts(parts []Part, c Clock, cal *Calendar, at, due time.Time) []Explained {
	parts = slices.Clone(parts)
	add := func(kind PartKind, from, to time.Time) {
		if to.After(from) {
			parts = append(parts, Part{Kind: kind, From: from, To: to, Open: cal.Between(from, to)})
		}
	}
	switch c.State {
	case Running:
		add(PartCounted, c.Since, at)
		add(PartAhead, at, due)
	case Paused:
		add(PartPaused, c.Since, at)
	}
	explained := make([]Explained, 0, len(parts))
	room := maxExplainedDays
	for _, p := range parts {
		x := Explained{Part: p}
		x.Days, x.More = explainDays(cal, p, room)
		room -= len(x.Days)
		explained = append(explained, x)
	}
	return explained
}

// explainDays lists the days of a part that have open time or a cause, as many as there is room for, and counts the rest.
func explainDays(cal *Calendar, p Part, room int) (days []ExplainedDay, more int) {
	for d := range cal.Days(p.From, p.To) {
		x := ExplainedDay{Date: d.Date, Causes: d.Causes}
		for _, o := range d.Open {
			o = Period{From: latest(o.From, p.From), To: earliest(o.To, p.To)}
			if o.From.Before(o.To) {
				x.Open = append(x.Open, o)
			}
		}
		switch {
		case len(x.Open) == 0 && len(x.Causes) == 0:
		case len(days) < room:
			days = append(days, x)
		default:
			more++
		}
	}
	return days, more
}
