package ticket

import (
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// An Alarm is what a monitoring system said. While a ticket is open, no other ticket of its client has the same key.
type Alarm struct {
	Key      string      `json:"key,omitempty"`      // the monitor's name for what is wrong, up to [MaxKey] bytes; of a storm one of the desk's own, see [StormKey]
	Source   string      `json:"source,omitempty"`   // what it is about, such as a host or a site, up to [MaxSource] bytes
	Severity string      `json:"severity,omitempty"` // as the monitor said last, which decides nothing
	Text     string      `json:"text,omitempty"`     // what the monitor said last, up to [MaxAlarmText] bytes
	Count    int         `json:"count,omitempty"`    // how often it was raised
	Last     time.Time   `json:"last,omitzero"`      // when it was raised last
	Over     bool        `json:"over,omitempty"`     // the monitor says that it is over
	Turns    []time.Time `json:"turns,omitempty"`    // when it became over, or was raised again after that: the last [MaxTurns]
	Flapping bool        `json:"flapping,omitempty"` // it comes and goes: its end resolves nothing for now
	Keys     []string    `json:"keys,omitempty"`     // of a storm: the alarms that are counted here and not over, sorted, up to [MaxStorm]
	More     int         `json:"more,omitempty"`     // of a storm: alarms raised while Keys was full. Only people can say that they are over
}

// clone copies an alarm with everything it points to.
func (a Alarm) clone() Alarm {
	a.Turns, a.Keys = slices.Clone(a.Turns), slices.Clone(a.Keys)
	return a
}

// raised gives the alarm after an event that raises it.
func (a Alarm) raised(e Event) Alarm {
	a = a.turned(e, false)
	a.Count += max(e.Times, 1)
	a.Last = e.At
	at, known := slices.BinarySearch(a.Keys, e.Alarm)
	switch {
	case e.Alarm == "" || known:
	case len(a.Keys) < MaxStorm:
		a.Keys = slices.Insert(slices.Clone(a.Keys), at, e.Alarm)
	default:
		a.More++
	}
	return a
}

// cleared gives the alarm after an event that says it is over: all of it, or one alarm of a storm.
func (a Alarm) cleared(e Event) Alarm {
	if e.Alarm == "" {
		a = a.turned(e, true)
		a.Keys, a.More = nil, 0
		return a
	}
	if at, known := slices.BinarySearch(a.Keys, e.Alarm); known {
		a.Keys = slices.Delete(slices.Clone(a.Keys), at, at+1)
	}
	if len(a.Keys) == 0 {
		a.Keys = nil // as it was before the first
	}
	if a.Keys != nil || a.More > 0 {
		return a
	}
	return a.turned(e, true)
}

// turned gives the alarm as it is over, or not.
func (a Alarm) turned(e Event, over bool) Alarm {
	if a.Over == over {
		return a
	}
	a.Over = over
	a.Turns = append(slices.Clone(a.Turns[max(0, len(a.Turns)-MaxTurns+1):]), e.At)
	return a
}

// decide opens a ticket for an alarm, counts it on the one that is open, or takes up again the one that was resolved lately.
func (r Raise) decide(w *work) error {
	if err := w.checkRaise(r); err != nil {
		return err
	}
	if w.t.Version == 0 {
		return w.raiseNew(r)
	}
	storm := r.Source != "" && w.t.Alarm.Key == StormKey(r.Source)
	switch {
	case w.t.Alarm.Key != r.Key && !storm:
		return w.refuse("alarm", "the ticket is not about the alarm %q", r.Key)
	case w.t.Open():
	case storm || !w.alarmReturns():
		return &ended{why: w.open()}
	}
	if e := w.alarmed(r, storm); !w.repeats(r, e) {
		w.emit(e)
	}
	if !w.t.Open() {
		if err := w.takeUpAgain(); err != nil {
			return err
		}
	}
	w.flap()
	return nil
}

// checkRaise refuses who raises no alarms, and an alarm that cannot be one.
func (w *work) checkRaise(r Raise) error {
	if w.by.Kind == Requester || w.by.Kind == Vendor {
		return w.refuse("right", "%s raises no alarms", article(w.by.Kind))
	}
	if r.Key == "" {
		return w.refuse("limit", "an alarm needs a key")
	}
	if strings.HasPrefix(r.Key, stormPrefix) {
		return w.refuse("alarm", "alarm keys that begin with %q are the desk's own", stormPrefix)
	}
	if r.Times < 0 || r.Times > MaxTimes {
		return w.refuse("limit", "an alarm is raised 1 to %d times at once, not %d", MaxTimes, r.Times)
	}
	for _, text := range []struct {
		what, v string
		most    int
	}{
		{"the alarm's key", r.Key, MaxKey},
		{"what the alarm is about", r.Source, MaxSource},
		{"the alarm's severity", r.Severity, MaxName},
		{"the alarm's text", r.Text, MaxAlarmText},
	} {
		if err := w.checkText(text.what, text.v, text.most); err != nil {
			return err
		}
	}
	return nil
}

// raiseNew opens the ticket of an alarm, or that of the storm which the alarm is one too many for.
func (w *work) raiseNew(r Raise) error {
	open := r.Open
	open.Set = w.withChannel(open.Set, "monitoring")
	if w.storms(r) {
		return w.openStorm(r, open)
	}
	return w.openTicket(open, Event{Times: r.Times, Changes: r.changes(Alarm{}, r.Key)})
}

// changes are the fields of the ticket that an alarm sets, "" for a key leaving it as it is.
func (r Raise) changes(was Alarm, key string) []Change {
	var all []Change
	for _, c := range []Change{
		{FieldAlarm, was.Key, key},
		{FieldAlarmSource, was.Source, r.Source},
		{FieldAlarmSeverity, was.Severity, r.Severity},
		{FieldAlarmText, was.Text, r.Text},
	} {
		if c.To != "" && c.To != c.From {
			all = append(all, c)
		}
	}
	return all
}

// alarmed is the event of an alarm on a ticket that is there.
func (w *work) alarmed(r Raise, storm bool) Event {
	e := Event{Type: Alarmed, Times: r.Times, Changes: r.changes(w.t.Alarm, "")}
	if e.Times == 1 {
		e.Times = 0 // once goes without saying
	}
	if storm {
		e.Alarm = r.Key
	}
	return e
}

// repeats reports whether an alarm says nothing new so soon after the last time that the handbook has it counted with that.
func (w *work) repeats(r Raise, e Event) bool {
	a, rule := w.t.Alarm, w.h.alarmRule(w.t.Client, w.t.Service, r.Key, r.Source)
	_, known := slices.BinarySearch(a.Keys, e.Alarm)
	fresh := a.Over || !w.t.Open() || e.Times > 1 || len(e.Changes) > 0 || e.Alarm != "" && !known
	return !fresh && w.now.Sub(a.Last) < rule.Window
}

// alarmRule is what the handbook says about the ticket's alarm.
func (w *work) alarmRule() AlarmRule {
	return w.h.alarmRule(w.t.Client, w.t.Service, w.t.Alarm.Key, w.t.Alarm.Source)
}

// alarmReturns reports whether an alarm that is raised again takes its resolved ticket up again.
func (w *work) alarmReturns() bool {
	within := w.alarmRule().Reopen
	return within > 0 && w.t.Class == lifecycle.Resolved && w.now.Sub(w.t.Resolved) <= within && w.reopening(w.bySystem()) != ""
}

// reopening is the first trigger by which the ticket can be reopened, "" for none.
func (w *work) reopening(facts lifecycle.Facts) string {
	for _, t := range w.cycle.From(w.t.State) {
		if t.Reopens && w.cycle.Check(w.t.State, t.Trigger, facts) == nil {
			return t.Trigger
		}
	}
	return ""
}

// bySystem are the facts of a move that the handbook wants, whoever has caused it.
func (w *work) bySystem() lifecycle.Facts {
	facts := w.facts("")
	facts.Actor = System
	return facts
}

// takeUpAgain reopens the ticket.
func (w *work) takeUpAgain() error {
	facts := w.bySystem()
	trigger := w.reopening(facts)
	step, err := w.cycle.Fire(w.ctx, w.t.State, trigger, facts)
	if err != nil {
		return err
	}
	w.moved(Event{Type: Moved, Trigger: trigger}, step, "")
	return nil
}

// decide ends an alarm, all of it or one of a storm, and resolves the ticket if its lifecycle has a trigger for that.
func (c Clear) decide(w *work) error {
	if w.by.Kind != Monitor && w.by.Kind != System {
		return w.refuse("right", "only a monitor says that an alarm is over")
	}
	one := "" // of a storm
	if c.Source != "" && c.Key != "" && w.t.Alarm.Key == StormKey(c.Source) {
		one = c.Key
	}
	switch {
	case c.Key != "" && w.t.Version == 0:
		return nil // no ticket is open for it
	case c.Key != "" && !w.t.Open():
		return &ended{why: w.open()}
	case c.Key != "" && one == "" && w.t.Alarm.Key != c.Key:
		return w.refuse("alarm", "the ticket is not about the alarm %q", c.Key)
	}
	if err := w.open(); err != nil {
		return err
	}
	if w.t.Alarm.Key == "" {
		return w.refuse("alarm", "the ticket is not about an alarm")
	}
	if !w.t.Alarm.Over && (one == "" || slices.Contains(w.t.Alarm.Keys, one)) {
		w.emit(Event{Type: Cleared, Alarm: one})
	}
	if w.flap(); w.t.Alarm.Flapping || !w.t.Alarm.Over {
		return nil
	}
	return w.follow(w.cycle.OnClear())
}
