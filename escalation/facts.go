package escalation

import (
	"time"

	"github.com/fourline-go/fourline/sla"
)

// Facts are what a policy has to know of a ticket, as they are at the instant asked about.
type Facts struct {
	Acknowledged bool      // somebody has acknowledged since the cycle began
	Assigned     bool      // somebody works on it
	Overdue      bool      // it is offered to another tier, which has not accepted in time
	Waiting      bool      // for who asked: the next word is theirs
	Resolved     bool      // resolved, closed or cancelled: nothing is left to escalate
	Worked       time.Time // when support last did anything
	Reopens      int       // how often it was reopened
	Bounces      int       // how often it was handed back to where it just was
	Clocks       []Timed   // the ticket's clocks; of several of one metric, the first that promises something counts
}

// A Timed is a clock and the calendar that it counts by; nil counts all time.
type Timed struct {
	Clock    sla.Clock
	Calendar *sla.Calendar
}

// clock finds the clock of a metric that promises something.
func (f Facts) clock(metric string) (Timed, bool) {
	for _, t := range f.Clocks {
		if t.Clock.Metric == metric && t.Clock.Timed() {
			return t, true
		}
	}
	return Timed{}, false
}

// spends is the instant at which so much time is counted on the clock, if nothing changes; unknown (false) unless it runs. The
// instant is in whole microseconds, never too early.
func (t Timed) spends(d time.Duration) (time.Time, bool) {
	c := t.Clock
	if d != c.Target { // ask the clock as if that were what was promised
		c.Target, c.Overdue = max(d, 1), time.Time{}
	}
	at, ok := c.Due(t.Calendar)
	if cut := at.Truncate(time.Microsecond); cut.Before(at) {
		at = cut.Add(time.Microsecond)
	}
	return at, ok
}

// share is so many percent of d, rounded down as [sla.Clock.At] does. It ends at a hundred years, so that a delay can be added.
func share(d time.Duration, percent int) time.Duration {
	const most = 100 * 366 * 24 * time.Hour
	p := time.Duration(percent)
	if d/100 > most/p {
		return most
	}
	return d/100*p + d%100*p/100
}
