package ticket

import (
	"cmp"
	"fmt"
	"time"

	"github.com/fourline-go/fourline/internal/fault"
)

// A Rating is how satisfied the requester is with the resolution. The zero Rating is none. It does not outlive its resolution: who
// rates again after a reopening rates the new one.
type Rating struct {
	Score   int       `json:"score,omitempty"` // 1 is the worst, the handbook's scale the best
	Comment string    `json:"comment,omitempty"`
	At      time.Time `json:"at,omitzero"`
}

// Satisfaction says how requesters rate what was done. The zero value is 1 to 5, within 14 days, and the last word counts.
type Satisfaction struct {
	Scale    int           `json:"scale,omitempty" yaml:"scale,omitempty"`       // the best score, 2 to 100; 0: 5
	Within   time.Duration `json:"within,omitempty" yaml:"within,omitempty"`     // of the resolution; 0: 336h, 14 days
	Calendar string        `json:"calendar,omitempty" yaml:"calendar,omitempty"` // in whose open hours it counts; "" counts all time
	Once     bool          `json:"once,omitempty" yaml:"once,omitempty"`         // a rating cannot be changed
}

func (s Satisfaction) scale() int            { return cmp.Or(s.Scale, 5) }
func (s Satisfaction) within() time.Duration { return cmp.Or(s.Within, 14*24*time.Hour) }

func (h *Handbook) checkSatisfaction(faults *fault.List) {
	s := h.def.Satisfaction
	if s.scale() < 2 || s.scale() > 100 {
		faults.Add("satisfaction.scale", "is %d; want 2 to 100", s.Scale)
	}
	if s.Within < 0 {
		faults.Add("satisfaction.within", "is negative")
	}
	if _, ok := h.calendars[s.Calendar]; !ok {
		faults.Add("satisfaction.calendar", "there is no calendar %q", s.Calendar)
	}
}

func (r Rate) decide(w *work) error {
	if err := w.present(); err != nil {
		return err
	}
	if w.by.Kind != Requester && w.by.Kind != System {
		return w.refuse("right", "only the requester rates a ticket")
	}
	if w.t.Open() {
		return w.refuse("order", "a ticket is rated when it is resolved")
	}
	s := w.h.def.Satisfaction
	if last := w.h.calendars[s.Calendar].Add(w.t.Resolved, s.within()); w.now.After(last) {
		return w.refuse("late", "the time to rate it ended at %s", instant(last).Format(time.RFC3339))
	}
	if w.t.Rating.Score != 0 && s.Once {
		return w.refuse("rating", "the ticket is rated already")
	}
	if r.Score < 1 || r.Score > s.scale() {
		refusal := w.refuse("rating", "a score is a whole number from 1, the worst, to %d", s.scale())
		refusal.Allowed = []string{"1", fmt.Sprint(s.scale())}
		return refusal
	}
	if err := w.checkText("the comment", r.Comment, MaxText); err != nil {
		return err
	}
	if r.Score == w.t.Rating.Score && r.Comment == w.t.Rating.Comment {
		return nil
	}
	w.emit(Event{Type: Rated, Rating: &Rating{Score: r.Score, Comment: r.Comment, At: w.now}})
	return nil
}
