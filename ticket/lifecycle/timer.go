package lifecycle

// Timer gives the timer that runs for a ticket in a state. It gives false when there is none, when one of the conditions under Unless
// holds it up, and when its trigger would be refused now. The actor of the facts is not asked for: time acts as [System].
func (l *Lifecycle) Timer(state string, f Facts) (Timer, bool) {
	s := l.states[state]
	w, ok := l.moves[move{state, s.After.Trigger}]
	if !ok || s.After.IsZero() {
		return Timer{}, false
	}
	for _, guard := range s.After.Unless {
		if f.Holds != nil && f.Holds(guard) {
			return Timer{}, false
		}
	}
	f.Actor = System
	if l.judge(w, f) != nil {
		return Timer{}, false
	}
	return s.clone().After, true
}
