package lifecycle

import "slices"

// place looks at how tickets come to a state and leave it.
func (l *linter) place(at Finding, s State) {
	if !l.met[s.Name] {
		l.add(Unreachable, Warning, at, "no way leads to %q from where tickets begin", s.Name)
	}
	if s.Class == Closed {
		return
	}
	ways := l.out[s.Name]
	leaves := slices.ContainsFunc(ways, func(w *way) bool { return w.To != s.Name })
	switch {
	case s.Pending && !leaves:
		l.add(PendingForEver, Error, at, "a ticket that waits in %q can leave it for no other state", s.Name)
	case len(ways) == 0:
		l.add(DeadEnd, Error, at, "nothing leads out of %q, which is not closed", s.Name)
	case len(l.ends) > 0 && !l.ends[s.Name]:
		l.add(NeverCloses, Error, at, "from %q, no way leads to a closed state", s.Name)
	}
	if leaves && !slices.ContainsFunc(ways, func(w *way) bool { return w.To != s.Name && l.taken(w) }) {
		l.add(NobodyLeaves, Error, at, "ways lead out of %q, and nobody may take any", s.Name)
	}
	if s.Class == Resolved && !slices.ContainsFunc(ways, l.toOpen) {
		l.add(NoReopen, Warning, at, "nothing leads from %q back to work, when the requester objects", s.Name)
	}
}

// takers looks whether anybody may make a transition.
func (l *linter) takers(at Finding, index int) {
	var barred []string
	free := false
	for i := range l.ways {
		w := &l.ways[i]
		if w.at != index {
			continue
		}
		if l.taken(w) {
			free = true
			continue
		}
		barred = append(barred, w.from)
	}
	switch {
	case len(barred) == 0:
	case free:
		at.State = barred[0]
		l.add(NobodyMay, Warning, at, "in %s nobody may %s", list(barred), at.Trigger)
	default:
		l.add(NobodyMay, Warning, at, "nobody may %s", at.Trigger)
	}
}

// taken reports whether somebody has the right to take a way: a person, an alarm, or time.
func (l *linter) taken(w *way) bool {
	able := func(kind ActorKind) bool {
		switch kind {
		case System:
			return false // the desk itself does what time asks for, and nothing else
		case Engineer, Automation:
			return w.right.Can == "" || l.known.Capabilities == nil || slices.Contains(l.known.Capabilities, w.right.Can)
		default:
			return kind.Valid()
		}
	}
	return l.byTime(w) || slices.ContainsFunc(w.right.By, able)
}

// byTime reports whether a timer or the end of the reminders pulls the way's trigger.
func (l *linter) byTime(w *way) bool {
	s, _ := l.d.state(w.from)
	then := func(r Reason) bool { return r.Remind.Then == w.Trigger }
	return w.Trigger != "" && (s.After.Trigger == w.Trigger || s.Pending && slices.ContainsFunc(l.d.Reasons, then))
}

// counts looks whether what reopens a ticket counts as a reopening: figures such as the reopen rate rest on it.
func (l *linter) counts(at Finding, index int, t Transition) {
	for i := range l.ways {
		w := &l.ways[i]
		if w.at != index {
			continue
		}
		from, known := l.d.state(w.from)
		if _, ok := l.d.state(w.To); !ok || !known {
			continue
		}
		at.State = w.from
		switch reopens := from.Class.Done() && l.toOpen(w); {
		case reopens && !t.Reopens:
			l.add(ReopenUncounted, Warning, at, "%s leads from %q, which is done, to %q, which is open, and does not count as a reopening", t.Trigger, w.from, w.To)
			return
		case !reopens && t.Reopens:
			l.add(ReopensNothing, Warning, at, "%s counts as a reopening, and does not lead from done to open: from %q to %q", t.Trigger, w.from, w.To)
			return
		}
	}
}

func (l *linter) toOpen(w *way) bool {
	to, _ := l.d.state(w.To)
	return slices.ContainsFunc(l.d.classes(to), Class.Open)
}
