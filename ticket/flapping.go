package ticket

import "time"

// flap notices that an alarm comes and goes: so many turns within so long. From then on its end resolves nothing, and those who are
// told of its events are told no more, until it has been quiet for long enough.
func (w *work) flap() {
	rule, a := w.alarmRule().Flapping, w.t.Alarm
	if rule.Times == 0 || a.Flapping || len(a.Turns) < rule.Times {
		return
	}
	if first := a.Turns[len(a.Turns)-rule.Times]; w.now.Sub(first) <= rule.Within {
		w.emit(Event{Type: Flapped})
	}
}

// quietAt is when a flapping alarm will have been quiet for long enough; false when it does not flap, or its ticket is done.
func (w *work) quietAt() (time.Time, bool) {
	a := w.t.Alarm
	if !a.Flapping || !w.t.Open() || len(a.Turns) == 0 {
		return time.Time{}, false
	}
	return a.Turns[len(a.Turns)-1].Add(w.alarmRule().Flapping.Quiet), true
}

// steady ends the flapping. An alarm that is over then resolves its ticket, as it would have before.
func (w *work) steady(at time.Time) error {
	w.emit(Event{Type: Steadied, Due: at})
	if !w.t.Alarm.Over {
		return nil
	}
	return w.follow(w.cycle.OnClear())
}
