package escalation

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/sla"
)

// check finds every fault of a policy. The calendars are those that its steps may name.
func (p Policy) check(calendars map[string]*sla.Calendar) error {
	var l fault.List
	if !isName(p.Name) {
		l.Add("name", "%s is no name; want one line of readable text, at most %d bytes", quote(p.Name), MaxName)
	}
	if p.Version < 0 {
		l.Add("version", "is %d; want 0 or more", p.Version)
	}
	p.Match.check(&l)
	p.Trigger.check(&l)
	p.checkRepeat(&l)
	if !p.Missed.Valid() {
		l.Add("missed", "unknown rule %s; want one of %s", quote(string(p.Missed)), listed(MissedRules()))
	}
	if n := len(p.Steps); n == 0 || n > MaxSteps {
		l.Add("steps", "has %d steps; want 1 to %d", n, MaxSteps)
		return l.Err()
	}
	for i, s := range p.Steps {
		p.checkStep(&l, fmt.Sprintf("steps[%d]", i), s, calendars)
	}
	if n := p.intents(); n > MaxIntents {
		l.Add("", "makes %d intents in one cycle, counting all passes; at most %d are allowed", n, MaxIntents)
	}
	return l.Err()
}

func (m Match) check(l *fault.List) {
	for _, fact := range []struct {
		name string
		list []string
	}{{"client", m.Client}, {"service", m.Service}, {"kind", m.Kind}, {"priority", m.Priority}} {
		path := "match." + fact.name
		if len(fact.list) > MaxMatch {
			l.Add(path, "has %d entries; at most %d are allowed", len(fact.list), MaxMatch)
			continue
		}
		for i, s := range fact.list {
			if !isName(s) {
				l.Add(fmt.Sprintf("%s[%d]", path, i), "%s is no name; want one line of readable text, at most %d bytes", quote(s), MaxName)
			}
		}
	}
}

func (t Trigger) check(l *fault.List) {
	if !t.On.Valid() {
		l.Add("trigger.on", "unknown trigger %s; want one of %s", quote(string(t.On)), listed(TriggerKinds()))
		return
	}
	counts := t.On == Reopened || t.On == PingPong
	switch {
	case counts && (t.Times < 1 || t.Times > MaxTimes):
		l.Add("trigger.times", "is %d; want 1 to %d", t.Times, MaxTimes)
	case !counts && t.Times != 0:
		l.Add("trigger.times", "means nothing on %q; it belongs to %q and %q", t.On, Reopened, PingPong)
	}
	if t.On != SLAShare {
		if t.Metric != "" {
			l.Add("trigger.metric", "means nothing on %q; it belongs to %q", t.On, SLAShare)
		}
		if t.Share != 0 {
			l.Add("trigger.share", "means nothing on %q; it belongs to %q", t.On, SLAShare)
		}
		return
	}
	if !isName(t.Metric) {
		l.Add("trigger.metric", "%s is no metric; name the clock that counts, such as \"resolve\"", quote(t.Metric))
	}
	if t.Share < 1 || t.Share > MaxShare {
		l.Add("trigger.share", "is %d; want 1 to %d percent", t.Share, MaxShare)
	}
}

func (p Policy) checkRepeat(l *fault.List) {
	if p.Repeat < 0 || p.Repeat > MaxRepeat {
		l.Add("repeat", "is %d; want 0 to %d further passes", p.Repeat, MaxRepeat)
	}
	checkDelay(l, "repeat_after", p.RepeatAfter)
	if p.Repeat == 0 && p.RepeatAfter != 0 {
		l.Add("repeat_after", "means nothing without repeat")
	}
	pass := p.RepeatAfter
	for _, s := range p.Steps {
		pass += max(0, min(s.After, MaxDelay))
	}
	if passes := time.Duration(1 + min(max(p.Repeat, 0), MaxRepeat)); pass > MaxCycle/passes {
		l.Add("", "all delays of all passes together are longer than %s", MaxCycle)
	}
	if p.Repeat > 0 && pass <= 0 {
		l.Add("repeat_after", "is missing: without any delay all passes would come at one instant")
	}
}

func (p Policy) checkStep(l *fault.List, path string, s Step, calendars map[string]*sla.Calendar) {
	if s.Name != "" && !isName(s.Name) {
		l.Add(path+".name", "%s is no name; want one line of readable text, at most %d bytes", quote(s.Name), MaxName)
	}
	checkDelay(l, path+".after", s.After)
	if s.Calendar != "" {
		if p.Trigger.On == SLAShare {
			l.Add(path+".calendar", "means nothing on %q, which counts on the calendar of the metric's clock", SLAShare)
		} else if _, ok := calendars[s.Calendar]; !ok {
			l.Add(path+".calendar", "there is no calendar %s", quote(s.Calendar))
		}
	}
	for i, a := range s.Actions {
		if !a.Valid() {
			l.Add(fmt.Sprintf("%s.actions[%d]", path, i), "unknown action %s; want one of %s", quote(string(a)), listed(Actions()))
		} else if slices.Contains(s.Actions[:i], a) {
			l.Add(fmt.Sprintf("%s.actions[%d]", path, i), "%q stands twice", a)
		}
	}
	s.checkTargets(l, path)
	if s.Reason != "" && !s.does(HandOver) {
		l.Add(path+".reason", "means nothing without the action %q", HandOver)
	}
	if on := p.Trigger.On; s.Reason == "" && s.does(HandOver) && on.Valid() && on != Unacknowledged && on != SLAShare {
		l.Add(path+".reason", "is missing: on %q nothing else says along which edge", on)
	}
	if s.Reason != "" && !isWord(string(s.Reason)) {
		l.Add(path+".reason", "%s is no reason; want a word of lower-case letters, digits and '_'", quote(string(s.Reason)))
	}
}

func (s Step) checkTargets(l *fault.List, path string) {
	switch {
	case s.does(Notify) && len(s.Targets) == 0:
		l.Add(path+".targets", "are missing: whom to tell")
	case slices.ContainsFunc(s.Actions, func(a Action) bool { return !a.Valid() }):
		// the unknown action may have been meant to tell somebody
	case !s.does(Notify) && len(s.Targets) > 0:
		l.Add(path+".targets", "mean nothing without the action %q", Notify)
	case !s.does(Notify) && len(s.Fallback) > 0:
		l.Add(path+".fallback", "means nothing without the action %q", Notify)
	}
	for _, list := range []struct {
		name    string
		targets []Target
	}{{"targets", s.Targets}, {"fallback", s.Fallback}} {
		at := path + "." + list.name
		if len(list.targets) > MaxTargets {
			l.Add(at, "has %d entries; at most %d are allowed", len(list.targets), MaxTargets)
			continue
		}
		for i, t := range list.targets {
			place := fmt.Sprintf("%s[%d]", at, i)
			l.Under(place, t.Check())
			if slices.Contains(list.targets[:i], t) {
				l.Add(place, "%q stands twice", t)
			}
		}
	}
}

// intents counts the intents of a whole cycle.
func (p Policy) intents() int {
	n := 0
	for _, s := range p.Steps {
		if s.does(Notify) {
			n += len(s.Targets)
		}
		if s.does(HandOver) {
			n++
		}
	}
	return n * (1 + min(max(p.Repeat, 0), MaxRepeat))
}

func checkDelay(l *fault.List, path string, d time.Duration) {
	if d < 0 || d > MaxDelay {
		l.Add(path, "is %s; want 0 to %s", d, MaxDelay)
	} else if d%time.Microsecond != 0 {
		l.Add(path, "is %s; want whole microseconds, which is what stores keep", d)
	}
}

// isName reports whether s is one line of readable text, without space around it, of 1 to MaxName bytes.
func isName(s string) bool {
	return s != "" && len(s) <= MaxName && s == strings.TrimSpace(s) && utf8.ValidString(s) && strings.IndexFunc(s, unicode.IsControl) < 0
}

// isWord reports whether s is made of lower-case letters, digits and '_', beginning with a letter.
func isWord(s string) bool {
	for i, r := range s {
		if (r < 'a' || r > 'z') && (i == 0 || r != '_' && (r < '0' || r > '9')) {
			return false
		}
	}
	return s != "" && len(s) <= MaxName
}

// quote shows a wrong value, cut when it is long.
func quote(s string) string {
	if len(s) > MaxName {
		s = s[:MaxName] + "…"
	}
	return fmt.Sprintf("%q", s)
}

// listed writes words with commas.
func listed[W ~string](words []W) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = string(w)
	}
	return strings.Join(parts, ", ")
}
