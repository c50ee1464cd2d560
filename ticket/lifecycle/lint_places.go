package lifecycle

import (
	"slices"
	"strings"
)

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
	out := func(take func(*way) bool) bool {
		return slices.ContainsFunc(ways, func(w *way) bool { return w.To != s.Name && take(w) })
	}
	switch {
	case leaves && !out(l.taken):
		l.add(NobodyLeaves, Error, at, "ways lead out of %q, and nobody may take any", s.Name)
	case leaves && !out(l.ours):
		l.add(LeftToOthers, Warning, at, "from %q neither anybody of ours nor time takes a ticket on: it waits until %s does", s.Name, l.others(ways))
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
	l.incapable(at, index)
	switch {
	case len(barred) == 0:
	case free:
		at.State = barred[0]
		l.add(NobodyMay, Warning, at, "in %s nobody may %s", list(barred), at.Trigger)
	default:
		l.add(NobodyMay, Warning, at, "nobody may %s", at.Trigger)
	}
}

// incapable looks whether a tier is capable of what transitions ask of engineers, when others may make them all the same. It says so
// once for each capability, where it is asked for first.
func (l *linter) incapable(at Finding, index int) {
	for i := range l.ways {
		w := &l.ways[i]
		if w.at != index || !l.lacks(w) {
			continue
		}
		var all []string
		for j := range l.ways {
			if o := &l.ways[j]; o.right.Can == w.right.Can && l.lacks(o) && !slices.Contains(all, o.Trigger) {
				if j < i {
					return
				}
				all = append(all, o.Trigger)
			}
		}
		l.add(NoTierMay, Warning, at, "no tier is capable of %q, so no engineer may %s", w.right.Can, list(all))
		return
	}
}

// lacks reports whether others than engineers may take a way, and those may not for want of a capability.
func (l *linter) lacks(w *way) bool {
	return slices.Contains(w.right.By, Engineer) && !l.able(w, Engineer) && l.taken(w)
}

// ours reports whether somebody of the house, or time, may take a way.
func (l *linter) ours(w *way) bool {
	ours := func(kind ActorKind) bool { return slices.Contains(w.right.By, kind) && l.able(w, kind) }
	return slices.ContainsFunc(usual, ours) || l.always(w)
}

// always reports whether time pulls the way's trigger whatever a ticket waits for.
func (l *linter) always(w *way) bool {
	s, _ := l.d.state(w.from)
	other := func(r Reason) bool { return r.Remind.Then != w.Trigger }
	return s.After.Trigger == w.Trigger || s.Pending && len(l.d.Reasons) > 0 && !slices.ContainsFunc(l.d.Reasons, other)
}

// others names who may take one of the ways.
func (l *linter) others(ways []*way) string {
	var who []string
	for _, kind := range []ActorKind{Requester, Vendor, Monitor} {
		if slices.ContainsFunc(ways, func(w *way) bool { return slices.Contains(w.right.By, kind) }) {
			who = append(who, kind.one())
		}
	}
	return strings.Join(who, " or ")
}

// taken reports whether somebody has the right to take a way: a person, an alarm, or time.
func (l *linter) taken(w *way) bool {
	able := func(kind ActorKind) bool { return l.able(w, kind) }
	return l.byTime(w) || slices.ContainsFunc(w.right.By, able)
}

// able reports whether an actor whom the right names can be capable enough.
func (l *linter) able(w *way, kind ActorKind) bool {
	switch kind {
	case System:
		return false // the desk itself does what time asks for, and nothing else
	case Engineer, Automation:
		return w.right.Can == "" || l.known.Capabilities == nil || slices.Contains(l.known.Capabilities, w.right.Can)
	default:
		return kind.Valid()
	}
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
