package sla

import "time"

// Retarget is the clock under another target from at on, after a change of priority, client, agreement or calendar. old and cal are the
// calendars before and after (the same pointer if it stays). Agreement and Version are the caller's to set.
//
// What was counted stays. By default the new target counts from the clock's start ([FromStart]), so a change there and back restores
// the due time. If the calendar changes, a clock that was never paused is counted anew from its start; one that was keeps
// what the old calendar counted up to now, because a clock does not remember its pauses ([Terms.Account] recounts them from the
// history). If more has been counted than the new target allows, it was due at its place after the start, all pauses so far
// included. With [FromChange] a new cycle begins at the change.
//
// A stopped or cancelled clock keeps the target it was judged by; retarget it again after it is reopened. A target that promises
// nothing leaves a clock that only measures. The same target and calendar change nothing.
func (c Clock) Retarget(old, cal *Calendar, target Target, at time.Time) Clock {
	if c.Done() || (c.hasAim(target) && old == cal) {
		return c
	}
	at = c.notBefore(at)
	if c.active() && target.Change == FromChange && at.After(c.Started) {
		c.end(old, at, Stopped)
		c = c.aimed(target)
		c.begin(cal, at)
		c.obeyHeld(cal, at)
		return c
	}
	if c.active() && (c.Calendar != target.calendarName() || old != cal) {
		c.recount(old, cal, at)
	}
	c = c.aimed(target)
	if !c.active() {
		return c
	}
	c.allow(cal)
	c.Overdue = time.Time{}
	if c.Timed() && c.Spent > c.Target {
		c.Overdue = c.due(cal, c.Since, c.Target)
	}
	return c
}

// recount counts by the new calendar what the clock remembers, and settles the rest by the old one.
func (c *Clock) recount(old, cal *Calendar, at time.Time) {
	switch {
	case c.State == Running && c.Pauses > 0:
		c.Spent, c.Since = c.Spent+old.Between(c.Since, at), at
	case c.State == Paused && c.Pauses == 1:
		c.Spent = cal.Between(c.Started, c.Since)
	}
}

// aimed is the clock with another target and no other change.
func (c Clock) aimed(t Target) Clock {
	c.Target, c.Unit, c.Days, c.Calendar = t.Within, "", 0, t.calendarName()
	if t.Unit.days() {
		c.Target, c.Unit, c.Days = 0, t.Unit, t.Days
	}
	return c
}

// hasAim reports whether the clock counts against t already.
func (c Clock) hasAim(t Target) bool {
	if c.Calendar != t.calendarName() {
		return false
	}
	if t.Unit.days() {
		return c.Unit == t.Unit && c.Days == t.Days
	}
	return c.Days == 0 && c.Target == t.Within
}
