package sla_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

// A policyCase is one recorded history of another system, with what that system showed.
type policyCase struct {
	Source   string `json:"source"`
	Note     string `json:"note"`
	Calendar struct {
		Zone     string                 `json:"zone"`
		Hours    map[string][][2]string `json:"hours"`
		Holidays []string               `json:"holidays"`
	} `json:"calendar"`
	Targets     map[string]string            `json:"targets"`
	ByPriority  map[string]map[string]string `json:"targets_by_priority"`
	Priority    string                       `json:"priority"`
	TargetUnit  string                       `json:"target_unit"`
	LevelConfig map[string]map[string]any    `json:"level_config"`
	Events      []policyEvent                `json:"events"`
	Want        []map[string]any             `json:"want"`

	PeerSemantics string `json:"peer_semantics"`
	PeerBug       string `json:"peer_bug"`
}

type policyEvent struct {
	At   time.Time      `json:"at"`
	Type string         `json:"type"`
	Data map[string]any `json:"data"`
}

func (e policyEvent) text(key string) string { s, _ := e.Data[key].(string); return s }

// A peer is one of the systems whose histories were recorded, as a configuration of this library.
type peer struct {
	name     string // names the system and engine
	source   string // a case belongs to the first peer for which this is part of its source
	config   string // how the library was configured to follow it
	boundary sla.Boundary

	metrics func(c *policyCase) []sla.Metric
	targets func(c *policyCase, of map[string]string) ([]sla.Target, error)
	signals func(c *policyCase, e policyEvent) []sla.Signal
	instant func(e policyEvent) time.Time
	facts   func(c *policyCase, cal *sla.Calendar) string // the priority at the beginning; "" is "agreed"

	due     func(v view, a sla.Account) (time.Time, bool)
	elapsed func(v view, a sla.Account) (time.Duration, bool)
	late    func(v view, a sla.Account) (time.Duration, bool)
	fields  map[string]func(v view) string // everything else that the system shows, by field
}

// A view is a case as it stands just after some of its events.
type view struct {
	*policyCase
	peer     *peer
	at       time.Time
	events   []policyEvent
	cal      *sla.Calendar
	terms    *sla.Terms
	history  sla.History
	accounts map[string]sla.Account
}

// errRefused marks what the library refuses by a documented rule.
type errRefused string

func (e errRefused) Error() string { return string(e) }

func (p *peer) compile(c *policyCase) (view, error) {
	v := view{policyCase: c, peer: p}
	hours, err := vector{Zone: c.Calendar.Zone, Hours: c.Calendar.Hours, Holidays: c.Calendar.Holidays}.compile(p.boundary)
	if err != nil {
		return v, err
	}
	v.cal = hours
	d := sla.Definition{Metrics: p.metrics(c)}
	promise := func(priority string, of map[string]string) error {
		targets, err := p.targets(c, of)
		if len(targets) > 0 {
			d.Agreements = append(d.Agreements, sla.Agreement{ID: priority, Match: sla.Match{Priority: []string{priority}}, Targets: targets})
		}
		return err
	}
	if err := promise("agreed", c.Targets); err != nil {
		return v, err
	}
	if p.facts != nil {
		if special := p.facts(c, v.cal); special != "agreed" {
			if err := promise(special, nil); err != nil {
				return v, err
			}
		}
	}
	for priority, of := range c.ByPriority {
		if err := promise(priority, of); err != nil {
			return v, err
		}
	}
	for i, e := range c.Events {
		if of, ok := e.Data["targets"].(map[string]any); ok {
			changed := map[string]string{}
			for k, d := range c.Targets {
				changed[k] = d
			}
			for k, d := range of {
				changed[k] = d.(string)
			}
			if err := promise("changed "+strconv.Itoa(i), changed); err != nil {
				return v, err
			}
		}
	}
	v.terms, err = sla.New(d, v.cal)
	return v, err
}

// after judges the case as of an instant, with the first n events.
func (v view) after(n int, at time.Time) view {
	v.at, v.events = at, v.Events[:n]
	v.history = sla.History{Facts: sla.Facts{Priority: "agreed"}}
	if v.Priority != "" {
		v.history.Facts.Priority = v.Priority
		if p := v.Events[0].text("priority"); p != "" {
			v.history.Facts.Priority = p
		}
	}
	if v.peer.facts != nil {
		v.history.Facts.Priority = v.peer.facts(v.policyCase, v.cal)
	}
	for i, e := range v.events {
		when := e.At
		if v.peer.instant != nil {
			when = v.peer.instant(e)
		}
		for _, s := range v.peer.signals(v.policyCase, e) {
			v.history.Events = append(v.history.Events, sla.Event{At: when, Signal: s})
		}
		if to := v.changed(i, e); to != "" {
			v.history.Events = append(v.history.Events, sla.Event{At: when, Facts: &sla.Facts{Priority: to}})
		}
	}
	v.accounts = map[string]sla.Account{}
	for _, a := range v.terms.Accounts(v.history, at) {
		v.accounts[a.Metric] = a
	}
	return v
}

// changed is the priority that an event sets; "" when it sets none.
func (v view) changed(i int, e policyEvent) string {
	switch {
	case e.Data["targets"] != nil:
		return "changed " + strconv.Itoa(i)
	case e.Data["sla_matches"] == false:
		return "nothing agreed"
	case e.Type == "priority_change":
		return e.text("priority")
	case e.Type == "assigned":
		return "agreed"
	}
	return ""
}

var policyField = regexp.MustCompile(`^(.*)_(due|elapsed|diff|failed_by|warning_at)$`)

// show gives what the peer would show in a field, as the cases write it; "" when the case does not say what is asked for.
func (v view) show(field string) string {
	if f, ok := v.peer.fields[field]; ok {
		return f(v)
	}
	m := policyField.FindStringSubmatch(field)
	if m == nil {
		return "unknown field"
	}
	a, ok := v.accounts[m[1]]
	if !ok {
		return "null"
	}
	switch m[2] {
	case "due":
		due, ok := v.peer.due(v, a)
		return showTime(due, ok)
	case "warning_at":
		return v.warning(a)
	case "failed_by":
		if v.peer.late == nil {
			return "unknown field"
		}
		late, ok := v.peer.late(v, a)
		return showDuration(late, ok)
	}
	spent, ok := v.peer.elapsed(v, a)
	if m[2] == "diff" {
		spent = a.Clock().Target - spent
	}
	return showDuration(spent, ok)
}

func (v view) warning(a sla.Account) string {
	for _, w := range v.Want {
		offset, ok := w["warning_offset"].(string)
		if !ok {
			continue
		}
		mark := sla.Mark{}
		if n, ok := strings.CutSuffix(offset, " business days"); ok {
			mark.Days, _ = strconv.Atoi(n)
		} else {
			mark.Offset, _ = time.ParseDuration(offset)
		}
		at, ok := a.Clock().AtMark(v.cal, mark)
		return showTime(at, ok)
	}
	return ""
}

// earliest is the smallest of all due times that the peer shows.
func (v view) earliest() string {
	var first time.Time
	for _, a := range v.accounts {
		if due, ok := v.peer.due(v, a); ok && (first.IsZero() || due.Before(first)) {
			first = due
		}
	}
	return showTime(first, !first.IsZero())
}

func showTime(t time.Time, ok bool) string {
	if !ok {
		return "null"
	}
	return t.UTC().Format(time.RFC3339)
}

func showDuration(d time.Duration, ok bool) string {
	if !ok {
		return "null"
	}
	return d.String()
}

// shown brings a recorded value into the form of show.
func shown(raw any) string {
	s, ok := raw.(string)
	if !ok {
		return "null"
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return showTime(t, true)
	}
	if d, err := time.ParseDuration(s); err == nil {
		return d.String()
	}
	return s
}

// inUnits reads targets such as "4h" and "5 business days", all in the hours of the calendar.
func inUnits(c *policyCase, of map[string]string) ([]sla.Target, error) {
	var all []sla.Target
	for metric, text := range of {
		t := sla.Target{Metric: metric, Calendar: "vector"}
		if n, ok := strings.CutSuffix(text, " business days"); ok {
			t.Days, _ = strconv.Atoi(n)
			t.Unit = sla.UnitDays
			if strings.Contains(c.TargetUnit, "end of the working day") {
				t.Unit = sla.UnitDaysEnd
			}
		} else if d, err := time.ParseDuration(text); err == nil {
			t.Within = d
		} else {
			return nil, errRefused("target that mixes units")
		}
		all = append(all, t)
	}
	return all, nil
}

// whileRunning shows a due time while the clock runs, and none else.
func whileRunning(v view, a sla.Account) (time.Time, bool) { return a.Clock().Due(v.cal) }

// asItStood goes on to show the due time of a clock that stopped.
func asItStood(v view, a sla.Account) (time.Time, bool) {
	c := a.Clock()
	if c.State == sla.Stopped {
		return c.DueIfResumed(v.cal, c.Stopped)
	}
	return c.DueIfResumed(v.cal, v.at)
}

// longestDone is the time of the longest completed cycle, in whole minutes.
func longestDone(v view, a sla.Account) (time.Duration, bool) {
	longest, found := time.Duration(0), false
	for _, c := range a.Cycles {
		if c.State == sla.Stopped {
			longest, found = max(longest, c.Spent), true
		}
	}
	return longest.Truncate(time.Minute), found
}

// check compares everything that a case wants.
func (c *policyCase) check(p *peer) (wrong []string, err error) {
	v, err := p.compile(c)
	if err != nil {
		return nil, err
	}
	for i, w := range c.Want {
		at, _ := time.Parse(time.RFC3339, w["at"].(string))
		n := 0
		for n < len(c.Events) && !c.Events[n].At.After(at) {
			n++
		}
		if after, ok := w["after_event"].(float64); ok {
			n = int(after) + 1
		}
		now := v.after(n, at)
		for field, raw := range w {
			if field == "at" || field == "after_event" || field == "warning_offset" || strings.HasPrefix(field, "window_") && field != "window_elapsed" {
				continue
			}
			if got := now.show(field); got != "" && got != shown(raw) {
				wrong = append(wrong, fmt.Sprintf("want[%d].%s: got %s, want %s", i, field, got, shown(raw)))
			}
		}
	}
	return wrong, nil
}

func TestVectorsSLAPolicy(t *testing.T) {
	peers := []*peer{zammadLib(), zammadNew(), zammadOld(), requestTracker(), frappe(), chatwoot(), glpi()}
	count := map[string]int{}
	var n tally
	for _, file := range vectorFiles(t, "sla_policy") {
		var cases []policyCase
		readJSON(t, file, &cases)
		for i := range cases {
			c := &cases[i]
			n.ran++
			p := peerOf(peers, c.Source)
			if p == nil {
				n.refuse("source without a configuration: " + c.Source)
				continue
			}
			count[p.name]++
			wrong, err := c.check(p)
			var refused errRefused
			switch {
			case c.PeerBug != "" || c.PeerSemantics != "":
				n.peer++
			case errors.As(err, &refused):
				n.refuse(refused.Error())
			case err != nil || len(wrong) > 0:
				n.failed++
				t.Errorf("%s case %d (%s): %v\n%s\n%s", filepath.Base(file), i, c.Source, err, c.Note, strings.Join(wrong, "\n"))
			default:
				n.agreed++
			}
		}
	}
	for _, p := range peers {
		line := fmt.Sprintf("  %s (%d): %s", p.name, count[p.name], p.config)
		t.Log(line)
		fmt.Println(line)
	}
	n.print(t, "sla_policy")
}

func peerOf(peers []*peer, source string) *peer {
	for _, p := range peers {
		if strings.Contains(source, p.source) {
			return p
		}
	}
	return nil
}

// The comparison itself must notice a wrong answer.
func TestThePolicyCheckNoticesAWrongDueTime(t *testing.T) {
	c := policyCase{
		Targets: map[string]string{"resolution": "1h"},
		Events:  []policyEvent{{At: utc(t, "2024-01-08 09:00"), Type: "created"}},
		Want:    []map[string]any{{"at": "2024-01-08T09:00:00Z", "resolution_due": "2024-01-08T10:00:00Z"}},
	}
	c.Calendar.Hours = map[string][][2]string{"mon": {{"09:00", "17:00"}}}
	wrong, err := c.check(zammadNew())
	require.NoError(t, err)
	require.Empty(t, wrong)
	c.Want[0]["resolution_due"] = "2024-01-08T10:00:01Z"
	wrong, err = c.check(zammadNew())
	require.NoError(t, err)
	require.Equal(t, []string{"want[0].resolution_due: got 2024-01-08T10:00:00Z, want 2024-01-08T10:00:01Z"}, wrong)
}
