package escalation_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
)

// rotationCase is one recorded question to another system's rotation.
type rotationCase struct {
	Source       string          `json:"source"`
	Kind         string          `json:"rotation_type"`
	Length       int             `json:"shift_length"`
	Zone         string          `json:"time_zone"`
	Start        time.Time       `json:"start"`
	Query        time.Time       `json:"query"`
	Participants json.RawMessage `json:"participants"` // how many there are, or a list in other kinds of questions
	Index        *int            `json:"index_at_start"`
	Want         json.RawMessage `json:"want"`
}

// TestVectorsRotation asks those of the recorded questions that a cron expression can put: turns of one day, week or month at one
// time of day, and of hours that divide the day. They carry an answer of an independent program.
func TestVectorsRotation(t *testing.T) {
	var n tally
	for _, c := range readVectors[rotationCase](t, "rotation") {
		refused, err := c.run()
		n.count(t, fmt.Sprintf("%s %s every %d in %s from %s at %s", c.Source, c.Kind, c.Length, c.Zone, c.Start, c.Query), refused, err)
	}
	n.print("rotation")
	require.Zero(t, n.failed)
}

// spec is the rotation's hand-over as a cron expression.
func (c rotationCase) spec() (spec, refused string) {
	loc, err := time.LoadLocation(c.Zone)
	if err != nil {
		return "", "a zone that this machine does not know"
	}
	s := c.Start.In(loc)
	switch {
	case c.Kind == "hourly" && c.Length > 0 && 24%c.Length == 0:
		return fmt.Sprintf("%d %d-23/%d * * *", s.Minute(), s.Hour()%c.Length, c.Length), ""
	case c.Length != 1:
		return "", "turns longer than a cron expression can say"
	case c.Kind == "daily":
		return s.Format("4 15 * * *"), ""
	case c.Kind == "weekly":
		return fmt.Sprintf("%s * * %d", s.Format("4 15"), s.Weekday()), ""
	case c.Kind == "monthly" && s.Day() <= 28:
		return s.Format("4 15 2 * *"), ""
	}
	return "", "the last days of a month"
}

func (c rotationCase) run() (refused string, err error) {
	var want struct {
		From  time.Time `json:"shift_start"`
		Until time.Time `json:"shift_end"`
		Index *int      `json:"active_index"`
	}
	var count int
	if json.Unmarshal(c.Participants, &count) != nil || c.Index == nil || json.Unmarshal(c.Want, &want) != nil || want.Index == nil || want.From.IsZero() {
		return "another kind of question", nil
	}
	if c.Query.Before(c.Start) {
		return "before its start nobody is on call", nil
	}
	spec, refused := c.spec()
	if refused != "" {
		return refused, nil
	}
	r := escalation.Rotation{Name: "r", Zone: c.Zone, Start: escalation.Wall(c.Start.Format(time.RFC3339)), HandOver: spec}
	for i := range count {
		r.Members = append(r.Members, fmt.Sprint((i+*c.Index)%count))
	}
	s, err := escalation.NewSchedule(r)
	if err != nil {
		return "", err
	}
	turn, ok := s.Turn(c.Query)
	if !ok || turn.Member != fmt.Sprint(*want.Index) || !turn.From.Equal(want.From) || !turn.Until.Equal(want.Until) {
		return "", fmt.Errorf("%s from %s until %s, want %d from %s until %s", turn.Member, turn.From, turn.Until, *want.Index, want.From, want.Until)
	}
	return "", nil
}
