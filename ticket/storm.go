package ticket

import (
	"fmt"
	"maps"
	"time"
)

// stormPrefix begins the alarm keys of storms. No monitor may raise one.
const stormPrefix = "storm:"

// StormKey is the alarm key of the ticket that stands for a storm of alarms about one source. Being an alarm key, it is unique while
// that ticket is open.
func StormKey(source string) string { return stormPrefix + source }

// neighbour is a ticket that is open for another alarm about the same source.
type neighbour struct {
	ticket string
	opened time.Time
}

// storms reports whether an alarm for which no ticket is open is one too many for its source.
func (w *work) storms(r Raise) bool {
	rule := w.h.alarmRule(w.t.Client, r.Open.Set[FieldService], r.Key, r.Source).Storm
	return rule.Children > 0 && len(w.lately(r, rule)) >= rule.Children
}

// lately are the neighbours that were opened so lately that they belong to the storm.
func (w *work) lately(r Raise, rule Storm) []neighbour {
	var all []neighbour
	for _, n := range r.beside {
		if w.now.Sub(n.opened) <= rule.Within {
			all = append(all, n)
		}
	}
	return all
}

// openStorm opens the ticket that stands for a storm, with the first alarm that is counted on it.
func (w *work) openStorm(r Raise, open Open) error {
	open.Set = maps.Clone(open.Set)
	open.Set[FieldSubject] = "Alarm storm: " + r.Source
	rule := w.h.alarmRule(w.t.Client, open.Set[FieldService], r.Key, r.Source).Storm
	open.Set[FieldText] = fmt.Sprintf("%d tickets were opened for alarms about %s within %s. Further alarms about it are counted here.",
		len(w.lately(r, rule)), r.Source, rule.Within)
	return w.openTicket(open, Event{Alarm: r.Key, Times: r.Times, Changes: r.changes(Alarm{}, StormKey(r.Source))})
}
