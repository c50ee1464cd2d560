package escalation_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/escalation"
)

// refuses says what in a timeline is not built.
func (c policyCase) refuses() string {
	if c.Repeat < 0 {
		return "a policy that repeats for ever is refused"
	}
	if c.Down != nil {
		return "after an outage the peer counts delays from when it looked"
	}
	for _, e := range c.Events {
		if why := notBuilt[e.Op]; why != "" {
			return why
		}
	}
	return ""
}

// timeline compares what is done, in order, with the peer's: it does each step up to one cycle of its engine late and counts on from
// there, so that the n-th step may be n cycles later than planned.
func (c policyCase) timeline() (string, error) {
	if why := c.refuses(); why != "" {
		return why, nil
	}
	var steps []peerStep
	if err := json.Unmarshal(c.Steps, &steps); err != nil {
		return "", err
	}
	fires, status, err := c.fires()
	if err != nil {
		return "", err
	}
	got, state, err := c.play(steps)
	if err != nil {
		return "", err
	}
	open := status == "triggered"
	if open && state == escalation.Stopped || !open && state == escalation.Armed { // what is exhausted stays so when it is closed
		return "", fmt.Errorf("ends %s, the peer's alert is %s", state, status)
	}
	return "", c.compare(got, fires)
}

// fires reads what the peer did and what became of its alert.
func (c policyCase) fires() ([]peerFire, string, error) {
	var list []peerFire
	if json.Unmarshal(c.Want, &list) == nil {
		for i := range list {
			list[i].At, list[i].Step = *list[i].Minute*60, i
		}
		return list, "triggered", nil
	}
	var want struct {
		Fires  []peerFire `json:"fires"`
		Status string     `json:"final_status"`
	}
	err := json.Unmarshal(c.Want, &want)
	return want.Fires, want.Status, err
}

// play runs the events of a timeline and gives the intents and the state in the end.
func (c policyCase) play(steps []peerStep) ([]escalation.Intent, escalation.State, error) {
	ch, err := escalation.New(peerPolicy("first", steps, c.Repeat))
	if err != nil {
		return nil, "", err
	}
	var f escalation.Facts
	cursor, all := ch.Start(f, monday), []escalation.Intent(nil)
	look := func(at time.Time) {
		var intents []escalation.Intent
		cursor, intents = ch.Advance(cursor, f, at)
		all = append(all, intents...)
	}
	for _, e := range c.Events {
		at := after(time.Duration(e.At * float64(time.Second)))
		look(at.Add(-1)) // what was due before it
		switch e.Op {
		case "ack":
			f.Acknowledged = true
		case "close":
			f.Resolved = true
		case "reassign":
			if ch, err = escalation.New(peerPolicy("second", c.SecondSteps, c.Repeat)); err != nil {
				return nil, "", err
			}
			cursor = ch.Restart(cursor, f, at)
		default:
			return nil, "", fmt.Errorf("event %q that nobody has looked at", e.Op)
		}
	}
	horizon := time.Duration(c.Horizon) * time.Second
	if horizon == 0 {
		horizon = 24 * time.Hour
	}
	look(after(horizon))
	return all, cursor.State, nil
}

func (c policyCase) compare(got []escalation.Intent, want []peerFire) error {
	ours := slices.CompactFunc(slices.Clone(got), func(a, b escalation.Intent) bool {
		return a.Policy == b.Policy && a.Pass == b.Pass && a.Step == b.Step
	})
	cycle := time.Duration(c.Cycle) * time.Second
	begin := 0
	for n, i := range ours {
		if n > 0 && i.Policy != ours[n-1].Policy {
			begin = n // the drift begins anew
		}
		drift := cycle * time.Duration(n-begin+1)
		if n >= len(want) {
			if c.tooLateForThePeer(i.Planned, drift) {
				continue
			}
			return fmt.Errorf("step %d of pass %d at %s, the peer does nothing more", i.Step, i.Pass, i.Planned.Sub(monday))
		}
		w := want[n]
		late := after(time.Duration(w.At * float64(time.Second))).Sub(i.Planned)
		if i.Step != w.Step || i.Pass != w.Loop || late < 0 || late > drift {
			return fmt.Errorf("step %d of pass %d at %s, the peer does step %d of loop %d at %gs",
				i.Step, i.Pass, i.Planned.Sub(monday), w.Step, w.Loop, w.At)
		}
		for _, who := range w.Notify {
			if !slices.ContainsFunc(got, func(g escalation.Intent) bool { return g.Step == w.Step && g.Target.ID == who }) {
				return fmt.Errorf("step %d does not tell %s", w.Step, who)
			}
		}
	}
	if len(ours) < len(want) {
		return fmt.Errorf("%d steps, the peer does %d", len(ours), len(want))
	}
	return nil
}

// tooLateForThePeer reports whether something happened within the peer's drift after a planned time, so that it never got there.
func (c policyCase) tooLateForThePeer(planned time.Time, drift time.Duration) bool {
	late := planned.Add(drift).Sub(monday)
	for _, e := range c.Events {
		if at := time.Duration(e.At * float64(time.Second)); planned.Sub(monday) < at && at <= late {
			return true
		}
	}
	return late >= time.Duration(c.Horizon)*time.Second && c.Horizon > 0
}
