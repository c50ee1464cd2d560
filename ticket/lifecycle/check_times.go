package lifecycle

import (
	"fmt"
	"slices"
)

func (c *checker) reasons() {
	for i, r := range c.d.Reasons {
		path := fmt.Sprintf("reasons[%d]", i)
		switch {
		case r.Name == "":
			c.faults.Add(path+".name", "is missing")
		case has(c.l.reasons, r.Name):
			c.faults.Add(path+".name", "there is a reason %q already", r.Name)
		default:
			c.name(path+".name", r.Name)
		}
		if !r.Class.Waiting() {
			c.faults.Add(path+".class", "%q does not wait; want waiting_customer, waiting_us or waiting_vendor", r.Class)
		}
		c.fields(path, r.Require, nil, nil)
		c.l.reasons[r.Name] = r
	}
}

// times checks what happens by itself: timers, reminders, the reopening window, replies and alarms that are over.
func (c *checker) times() {
	for i, s := range c.d.States {
		if !s.After.IsZero() {
			c.timer(fmt.Sprintf("states[%d].after", i), s)
		}
	}
	for i, r := range c.d.Reasons {
		if r.Remind != (Reminder{}) {
			c.reminder(fmt.Sprintf("reasons[%d].remind", i), r.Remind)
		}
	}
	c.reopen(c.d.Reopen)
	c.pulled("on_reply", c.d.OnReply)
	c.pulled("on_clear", c.d.OnClear)
	c.pulled("on_merge", c.d.OnMerge)
	for i, t := range c.d.Transitions {
		if to := c.l.states[t.To]; c.d.OnMerge != "" && t.Trigger == c.d.OnMerge && !to.Cancelled {
			c.faults.Add("on_merge", "transitions[%d] leads to %q; a merged ticket ends in a state that is cancelled", i, t.To)
		}
	}
}

func (c *checker) timer(path string, s State) {
	if s.After.Wait <= 0 {
		c.faults.Add(path+".wait", "must be longer than nothing")
	}
	c.leads(path+".trigger", s.Name, s.After.Trigger)
	c.calendar(path+".calendar", s.After.Calendar)
	c.guards(path+".unless", s.After.Unless)
}

func (c *checker) reminder(path string, r Reminder) {
	if r.Every <= 0 {
		c.faults.Add(path+".every", "must be longer than nothing")
	}
	if r.Times < 1 || r.Times > MaxReminders {
		c.faults.Add(path+".times", "%d reminders; want 1 to %d", r.Times, MaxReminders)
	}
	c.calendar(path+".calendar", r.Calendar)
	for _, s := range c.d.States {
		if s.Pending && r.Then != "" {
			c.leads(path+".then", s.Name, r.Then)
		}
	}
}

func (c *checker) leads(path, state, trigger string) {
	if _, ok := c.l.moves[move{state, trigger}]; !ok {
		c.faults.Add(path, "%q leads nowhere from %q", trigger, state)
	}
}

func (c *checker) reopen(r Reopen) {
	if r.Within < 0 {
		c.faults.Add("reopen.within", "must not be negative")
	}
	if r.Since != "" && !r.Since.Done() {
		c.faults.Add("reopen.since", "%q is not done; want resolved or closed", r.Since)
	}
	if r.Then != "" && r.Then != NewTicket && r.Then != Refuse {
		c.faults.Add("reopen.then", "unknown rule %q; want new_ticket or refuse", r.Then)
	}
	c.calendar("reopen.calendar", r.Calendar)
}

func (c *checker) pulled(path, trigger string) {
	known := func(t Transition) bool { return t.Trigger == trigger }
	if trigger != "" && !slices.ContainsFunc(c.d.Transitions, known) {
		c.faults.Add(path, "no transition has the trigger %q", trigger)
	}
}
