package sla_test

import (
	"encoding/json"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

// A dispute is a question that the recorded systems answer differently, with every answer.
type dispute struct {
	ID      int                        `json:"id"`
	Topic   string                     `json:"topic"`
	Case    json.RawMessage            `json:"case"`
	Results map[string]json.RawMessage `json:"results"`
}

// The references among the results, and the rule of ours that each follows. Overlaps: an opening is the first, a closing the last
// occurrence. A holiday cancels the shift that starts on it. Exactly at closing time: the default, and the other convention.
var (
	ourReferences  = []string{"ref_close", "ref_shift_belongs_to_start_date", "ref_clamp_start_first_end_last", "ref_clamp_first", "zammad_old_engine"}
	nextReferences = []string{"ref_next_open", "zammad_new_engine_on_biz"}
)

// reference gives the first of the named results that has a value.
func (d dispute) reference(names []string) (string, bool) {
	for _, name := range names {
		if raw, ok := d.Results[name]; ok && string(raw) != "null" {
			return want(raw), true
		}
	}
	return "", false
}

func TestVectorsDisputed(t *testing.T) {
	var n tally
	for _, file := range vectorFiles(t, "calendar_disputed") {
		var cases []dispute
		readJSON(t, file, &cases)
		for _, d := range cases {
			n.ran++
			agreed, err := d.agrees(t)
			switch {
			case err != nil:
				n.refuse(err.Error())
			case agreed:
				n.agreed++
			default:
				n.failed++
				t.Errorf("%s: case %d, %s: %s", filepath.Base(file), d.ID, d.Topic, d.Case)
			}
		}
	}
	n.print(t, "disputed")
}

// agrees asks the library under both conventions, as far as there is a reference for them; the error is the refusal to compile.
func (d dispute) agrees(t *testing.T) (bool, error) {
	ours, ok := d.reference(ourReferences)
	answers, err := d.answer(t, sla.AtClose)
	if err != nil {
		return false, err
	}
	if !ok {
		ours = d.slowAnswer(t) // the reference of the vectors has no answer below a second
	}
	if answers != ours {
		return false, nil
	}
	if next, ok := d.reference(nextReferences); ok {
		answers, err = d.answer(t, sla.AtNextOpen)
		return answers == next, err
	}
	return true, nil
}

func (d dispute) answer(t *testing.T, b sla.Boundary) (string, error) {
	var v vector
	require.NoError(t, json.Unmarshal(d.Case, &v))
	switch {
	case v.Wall != "":
		return wallAnswer(t, v), nil
	case v.Op == "":
		return historyAnswer(t, d.Case, b)
	}
	c, err := v.compile(b)
	if err != nil {
		return "", err
	}
	return v.answer(c)
}

// wallAnswer asks for the instant of a single wall time: the opening of a calendar that opens then.
func wallAnswer(t *testing.T, v vector) string {
	day, clock, ok := strings.Cut(v.Wall, "T")
	require.True(t, ok)
	c, err := sla.Compile(sla.Hours{Name: "wall", Zone: v.Zone,
		Openings: []sla.Opening{{Date: sla.Date(day), Hours: []sla.Span{sla.Span(clock + "-24:00")}}}})
	require.NoError(t, err)
	before, err := time.Parse(time.DateOnly, day)
	require.NoError(t, err)
	opening, ok := c.NextOpen(before.AddDate(0, 0, -3))
	require.True(t, ok)
	return opening.Format(time.RFC3339Nano)
}

// historyAnswer gives the due time of a first response that was paused and resumed.
func historyAnswer(t *testing.T, raw json.RawMessage, b sla.Boundary) (string, error) {
	var h struct {
		Calendar vector            `json:"calendar"`
		Targets  map[string]string `json:"targets"`
		Events   []struct {
			At   time.Time `json:"at"`
			Type string    `json:"type"`
		} `json:"events"`
	}
	require.NoError(t, json.Unmarshal(raw, &h))
	c, err := h.Calendar.compile(b)
	if err != nil {
		return "", err
	}
	left, err := time.ParseDuration(h.Targets["first_response"])
	require.NoError(t, err)
	var since time.Time
	for _, e := range h.Events {
		switch e.Type {
		case "created", "resume":
			since = e.At
		case "pending":
			left -= c.Between(since, e.At)
		default:
			t.Fatalf("event %q is unknown", e.Type)
		}
	}
	return c.Add(since, left).Format(time.RFC3339Nano), nil
}

// slowAnswer asks the reference of these tests, which counts fractions of a second.
func (d dispute) slowAnswer(t *testing.T) string {
	var v vector
	require.NoError(t, json.Unmarshal(d.Case, &v))
	c, err := v.compile(sla.AtClose)
	require.NoError(t, err)
	hours, _ := c.Definition()
	ref := newSlow(hours, v.Start, 14*24, 60)
	switch v.Op {
	case "between":
		sum, ok := ref.between(v.Start, v.End)
		require.True(t, ok)
		return sum.String()
	case "add":
		length, err := time.ParseDuration(v.Duration)
		require.NoError(t, err)
		at, ok := ref.add(v.Start, length, false)
		require.True(t, ok)
		return at.Format(time.RFC3339Nano)
	case "is_open":
		open, ok := ref.isOpen(v.Start)
		require.True(t, ok)
		return strconv.FormatBool(open)
	case "next_open":
		at, ok := ref.add(v.Start, 0, true)
		require.True(t, ok)
		return at.Format(time.RFC3339Nano)
	}
	t.Fatalf("op %q has no slow answer", v.Op)
	return ""
}
