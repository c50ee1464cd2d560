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

// The parts that only explanations have.
const (
	PartEarlier PartKind = "earlier" // what a clock counted before it last paused or resumed; Open is that, not the open time
	PartAhead   PartKind = "ahead"   // from the instant of the explanation until the due time
)

const maxExplainedDays = 400

// Explain says how a metric of a history stands as of an instant, and why. It always gives an explanation; where nothing was
// promised, that is what it says.
func (t *Terms) Explain(h History, kind AgreementKind, metric string, at time.Time) Explanation {
	at = at.Round(0).UTC()
	m, _ := t.Metric(metric)
	m.Name = metric
	a, promised := t.fold(m, kind.orSLA(), h.Facts, h.until(at))
	if !promised {
		return Explanation{
			Kind: a.Kind, Metric: metric, Choice: a.Choice, Calendar: alwaysName, Zone: "UTC", At: at, Verdict: VerdictNone,
		}
	}
	c := a.Clock()
	cal := t.calendars[c.Calendar]
	e := Explanation{
		Kind: a.Kind, Metric: metric, Target: a.Target, Choice: a.Choice, Calendar: cal.Name(), Zone: cal.Zone(),
		At: at, Steps: a.Steps, Clock: c,
	}
	e.fill(c, cal, a.Parts)
	return e
}

// Explain says how a clock stands as of an instant, as far as the clock by itself remembers: what it has counted before, and which
// hours count since. [Terms.Explain] tells the whole story. An instant before the last signal counts as that signal's.
func (c Clock) Explain(cal *Calendar, at time.Time) Explanation {
	e := Explanation{
		Metric: c.Metric, Calendar: cal.Name(), Zone: cal.Zone(), Clock: c, At: c.notBefore(at),
		Target: Target{Metric: c.Metric, Calendar: c.Calendar, Within: c.Target, Unit: c.Unit, Days: c.Days},
		Choice: Choice{Agreement: c.Agreement, Version: c.Version},
	}
	if c.Days > 0 {
		e.Target.Within = 0
	}
	var parts []Part
	end := c.Since
	if c.Done() {
		end = c.Stopped
	}
	if end.After(c.Started) {
		parts = append(parts, Part{Kind: PartEarlier, From: c.Started, To: end, Open: c.Spent})
	}
	e.fill(c, cal, parts)
	return e
}

// fill adds how the clock stands.
func (e *Explanation) fill(c Clock, cal *Calendar, parts []Part) {
	e.State, e.Cycle, e.Verdict = c.State, c.Cycle, c.Verdict(cal, e.At)
	e.Allowed, e.Elapsed = c.Target, c.Elapsed(cal, e.At)
	e.BreachedAt, _ = c.BreachedAt(cal)
	switch {
	case c.Paused():
		e.IfResumed, _ = c.DueIfResumed(cal, e.At)
	case c.State == Stopped:
		e.Due, _ = c.DueIfResumed(cal, c.Stopped)
	default:
		e.Due, _ = c.Due(cal)
	}
	e.Parts = explainParts(parts, c, cal, e.At, e.Due)
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
		if p.Kind == PartEarlier {
			explained = append(explained, x)
			continue
		}
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
