package ticket

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
)

// An AlarmRule says what becomes of alarms. The first rule that matches an alarm decides, alone, so those for a few alarms stand before
// those for many. The zero rule opens a ticket for every alarm whose key has none open, and counts every repetition.
type AlarmRule struct {
	Match    AlarmMatch    `json:"match,omitzero" yaml:"match,omitempty"`
	Window   time.Duration `json:"window,omitempty" yaml:"window,omitempty"`    // a repetition that says nothing new less than this after the last one counted is counted with that: nothing is written. 0 counts, and writes, every one
	Reopen   time.Duration `json:"reopen,omitempty" yaml:"reopen,omitempty"`    // an alarm whose ticket was resolved at most so long ago takes that up again, where its lifecycle has a way; 0 opens a new one
	Flapping Flapping      `json:"flapping,omitzero" yaml:"flapping,omitempty"` // needs Reopen: it is on one ticket that coming and going is seen
	Storm    Storm         `json:"storm,omitzero" yaml:"storm,omitempty"`
}

// An AlarmMatch says for which alarms a rule is. Each list that is not empty must have the alarm's value; the zero match is for all.
type AlarmMatch struct {
	Client  []string `json:"client,omitempty" yaml:"client,omitempty"`
	Service []string `json:"service,omitempty" yaml:"service,omitempty"` // of the ticket, as it stands
	Key     string   `json:"key,omitempty" yaml:"key,omitempty"`         // what the key begins with
	Source  []string `json:"source,omitempty" yaml:"source,omitempty"`
}

// Flapping says when an alarm comes and goes too often to be believed. The zero value is never.
type Flapping struct {
	Times  int           `json:"times" yaml:"times"`   // changes from raised to over or back, 2 to [MaxTurns]
	Within time.Duration `json:"within" yaml:"within"` // from the first of them to the last
	Quiet  time.Duration `json:"quiet" yaml:"quiet"`   // how long it must then stay as it is, raised or over, to be believed again
}

// Storm says when alarms about one source are too many for a ticket each. The zero value is never.
type Storm struct {
	Children int           `json:"children" yaml:"children"` // tickets, 1 to [MaxStorm]: when so many are open that were opened within Within, the next alarm opens a ticket for the storm, and all further ones are counted there
	Within   time.Duration `json:"within" yaml:"within"`
}

// IsZero reports whether the rule is for every alarm.
func (m AlarmMatch) IsZero() bool {
	return len(m.Client) == 0 && len(m.Service) == 0 && m.Key == "" && len(m.Source) == 0
}

func (m AlarmMatch) matches(client, service, key, source string) bool {
	among := func(all []string, v string) bool { return len(all) == 0 || slices.Contains(all, v) }
	return among(m.Client, client) && among(m.Service, service) && strings.HasPrefix(key, m.Key) && among(m.Source, source)
}

// alarmRule gives the first rule that matches an alarm.
func (h *Handbook) alarmRule(client, service, key, source string) AlarmRule {
	for _, r := range h.def.Alarms {
		if r.Match.matches(client, service, key, source) {
			return r
		}
	}
	return AlarmRule{}
}

func (h *Handbook) checkAlarms(faults *fault.List) {
	all := h.def.Alarms
	for i, r := range all {
		path := fmt.Sprintf("alarms[%d]", i)
		if r.Match.IsZero() && i < len(all)-1 {
			faults.Add(path+".match", "is for every alarm, so that no rule after this one is ever looked at")
		}
		for j, c := range r.Match.Client {
			if _, ok := h.client(c); !ok {
				faults.Add(fmt.Sprintf("%s.match.client[%d]", path, j), "there is no client %q", c)
			}
		}
		notNegative(faults, path+".window", r.Window)
		notNegative(faults, path+".reopen", r.Reopen)
		if f := r.Flapping; f != (Flapping{}) {
			if r.Reopen == 0 {
				faults.Add(path+".flapping", "is never seen without reopen: an alarm that comes back opens another ticket")
			}
			inRange(faults, path+".flapping.times", f.Times, 2, MaxTurns)
			positive(faults, path+".flapping.within", f.Within)
			positive(faults, path+".flapping.quiet", f.Quiet)
		}
		if s := r.Storm; s != (Storm{}) {
			inRange(faults, path+".storm.children", s.Children, 1, MaxStorm)
			positive(faults, path+".storm.within", s.Within)
		}
	}
}

func notNegative(faults *fault.List, path string, d time.Duration) {
	if d < 0 {
		faults.Add(path, "is negative")
	}
}

func positive(faults *fault.List, path string, d time.Duration) {
	if d <= 0 {
		faults.Add(path, "is %s; want more than nothing", d)
	}
}

func inRange(faults *fault.List, path string, n, least, most int) {
	if n < least || n > most {
		faults.Add(path, "is %d; want %d to %d", n, least, most)
	}
}
