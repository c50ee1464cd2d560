package escalation_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
)

// readVectors reads every case of a folder of recorded facts about other systems, or skips.
func readVectors[T any](t *testing.T, folder string) []T {
	root := os.Getenv("FOURLINE_VECTORS")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "vectors")
	}
	files, err := filepath.Glob(filepath.Join(root, folder, "*.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skipf("no vectors in %s; set FOURLINE_VECTORS", filepath.Join(root, folder))
	}
	var all []T
	for _, f := range files {
		data, err := os.ReadFile(f)
		require.NoError(t, err)
		var cases []T
		require.NoError(t, json.Unmarshal(data, &cases), f)
		all = append(all, cases...)
	}
	return all
}

// A tally counts how cases went.
type tally struct {
	ran, agreed, failed int
	refused             map[string]int
}

// count runs one case; a reason in words means that the case is about something that is refused.
func (n *tally) count(t *testing.T, name, refused string, err error) {
	switch {
	case refused != "":
		if n.refused == nil {
			n.refused = map[string]int{}
		}
		n.refused[refused]++
	case err != nil:
		n.ran, n.failed = n.ran+1, n.failed+1
		t.Errorf("%s: %v", name, err)
	default:
		n.ran, n.agreed = n.ran+1, n.agreed+1
	}
}

// print ends a run with its figures.
func (n *tally) print(what string) {
	total := 0
	for _, kind := range slices.Sorted(maps.Keys(n.refused)) {
		fmt.Printf("  refused %3d: %s\n", n.refused[kind], kind)
		total += n.refused[kind]
	}
	fmt.Printf("vectors %s: ran=%d agreed=%d refused=%d failed=%d\n", what, n.ran, n.agreed, total, n.failed)
}

// policyCase is one recorded fact about another system's escalation.
type policyCase struct {
	Source string          `json:"source"`
	Op     string          `json:"op"`
	Name   string          `json:"name"`
	Want   json.RawMessage `json:"want"`

	Steps       json.RawMessage `json:"steps"` // a list of steps, or how many there are
	SecondSteps []peerStep      `json:"second_policy_steps"`
	Repeat      int             `json:"repeat"`
	Cycle       int             `json:"cycle_s"`
	Horizon     int             `json:"horizon_s"`
	Events      []peerEvent     `json:"events"`
	Down        []int           `json:"engine_down_s"`

	Policies     map[string][]peerStep `json:"policies"`
	LastExecuted *int                  `json:"last_executed"`
	Edit         string                `json:"edit"`
	State        string                `json:"state"`
	Delay        float64               `json:"delay_min"`
}

type peerStep struct {
	Delay  float64  `json:"delay_min"` // waited after the step, before the next
	Notify []string `json:"notify"`
}

type peerEvent struct {
	At     float64 `json:"t_s"`
	Minute float64 `json:"t_min"`
	Op     string  `json:"op"`
	Assign string  `json:"assign"`
}

type peerFire struct {
	At     float64  `json:"t_s"`
	Minute *float64 `json:"t_min"`
	Step   int      `json:"step"`
	Loop   int      `json:"loop_count"`
	Notify []string `json:"notify"`
}

// peerPolicy says in our words what the other system's policy says: its delays stand after the steps, ours before them.
func peerPolicy(name string, steps []peerStep, repeat int) escalation.Policy {
	delay := func(m float64) time.Duration { return time.Duration(m * float64(time.Minute)) }
	p := unacknowledged()
	p.Name = name
	for i, s := range steps {
		var own escalation.Step
		if i > 0 {
			own.After = delay(steps[i-1].Delay)
		}
		for _, who := range s.Notify {
			own.Targets = append(own.Targets, to("engineer", who))
		}
		if own.Targets == nil {
			own.Targets = []escalation.Target{to("schedule", "whoever")}
		}
		p.Steps = append(p.Steps, own)
	}
	if p.Repeat = repeat; repeat > 0 {
		p.RepeatAfter = delay(steps[len(steps)-1].Delay)
	}
	return p
}

// notBuilt names what cases are about that this package refuses, or does not do, by their op.
var notBuilt = map[string]string{
	"manual_escalate_acked":     "escalation asked for by a person is not built yet",
	"rules_added_mid_cycle":     "contact methods of a person belong to the host",
	"multi_ack":                 "acknowledgement by everybody is not built yet",
	"throttle":                  "throttling is not built yet",
	"throttle_sequence_allowed": "throttling is not built yet",
	"dedupe_status_updates":     "bundling of notices is not built yet",
	"dedupe_on_call_notices":    "bundling of notices is not built yet",
	"send_order":                "the order of delivery belongs to the desk",
	"on_call_timed_notice":      "notices at hand-over are not built yet",
	"pending_after_ack":         "cancelling queued notices belongs to the desk",
	"step":                      "a peer's own kinds of steps",
	"eta_valid":                 "auditing belongs to the desk",
	"audit":                     "auditing belongs to the desk",
	"audit_scope":               "auditing belongs to the desk",
	"group_needs_notification":  "grouping of alarms is not built yet",
	"inhibited":                 "inhibition is not built yet",
	"orders":                    "a policy has no order numbers beside the order of its steps",
	"maint":                     "maintenance is not built yet",
	"maint_off":                 "maintenance is not built yet",
	"force":                     "escalation asked for by a person is not built yet",
	"del_step":                  "a policy under way cannot be edited",
	"add_step":                  "a policy under way cannot be edited",
	"set_delay":                 "a policy under way cannot be edited",
	"silenced for a period":     "snooze is not built yet",
}

func TestVectorsEscalation(t *testing.T) {
	var n tally
	for _, c := range readVectors[policyCase](t, "escalation") {
		refused, err := c.run()
		n.count(t, c.Source+" "+c.Op+" "+c.Name, refused, err)
	}
	n.print("escalation")
	require.Zero(t, n.failed)
	require.Positive(t, n.ran)
}

func (c policyCase) run() (refused string, err error) {
	switch c.Op {
	case "timeline":
		return c.timeline()
	case "policy_reassigned":
		return "", c.reassigned()
	case "next_step", "executed_steps":
		return "", c.position()
	case "validate_step":
		_, err := escalation.New(peerPolicy("p", []peerStep{{Delay: c.Delay}, {}}, 0))
		return "", err
	case "snapshot_isolation":
		if strings.HasPrefix(c.Edit, "user") {
			return "who is behind a target is found by the desk", nil
		}
		return "", c.isolation()
	case "worker_guard":
		switch {
		case c.State == "acknowledged":
			return "", c.guard()
		case c.State != "":
			return notBuilt[c.State], nil
		default:
			return "claiming work belongs to the store", nil
		}
	}
	if why, ok := notBuilt[c.Op]; ok {
		return why, nil
	}
	return "", fmt.Errorf("an op that nobody has looked at")
}

// reassigned gives a ticket one policy after the other.
func (c policyCase) reassigned() error {
	var want []struct {
		Notify []string `json:"notify"`
	}
	if err := json.Unmarshal(c.Want, &want); err != nil {
		return err
	}
	var cursor escalation.Cursor
	var got [][]string
	var ch *escalation.Chain
	look := func(at time.Time) {
		var intents []escalation.Intent
		if ch != nil {
			cursor, intents = ch.Advance(cursor, escalation.Facts{}, at)
		}
		told := []string{}
		for _, i := range intents {
			told = append(told, i.Target.ID)
		}
		got = append(got, told)
	}
	for n, e := range c.Events {
		at := after(time.Duration(e.Minute * float64(time.Minute)))
		if n == len(c.Events)-1 {
			look(at) // what the policy before it has done by then
		}
		var err error
		if ch, err = escalation.New(peerPolicy(e.Assign, c.Policies[e.Assign], 0)); err != nil {
			return err
		}
		cursor = ch.Restart(cursor, escalation.Facts{}, at)
		look(at)
	}
	for n, w := range want {
		if n >= len(got) || !slices.Equal(w.Notify, got[n]) {
			return fmt.Errorf("told %v, the peer tells %v", got, want)
		}
	}
	return nil
}

// position carries out so many steps and looks where the cursor stands.
func (c policyCase) position() error {
	var count int
	if err := json.Unmarshal(c.Steps, &count); err != nil {
		return err
	}
	ch, err := escalation.New(peerPolicy("p", make([]peerStep, count), 0))
	if err != nil {
		return err
	}
	cursor := ch.Start(escalation.Facts{}, monday)
	done := []int{}
	for c.LastExecuted != nil && len(done) <= *c.LastExecuted {
		var intents []escalation.Intent
		cursor, intents = ch.Step(cursor, escalation.Facts{}, monday)
		done = append(done, intents[0].Step)
	}
	var next any
	if cursor.State == escalation.Armed {
		next = cursor.Step
	}
	got, err := json.Marshal(map[string]any{"next_step": next, "executed_steps": done}[c.Op])
	if err == nil && string(got) != strings.ReplaceAll(string(c.Want), " ", "") {
		return fmt.Errorf("%s, the peer has %s", got, c.Want)
	}
	return err
}

// isolation changes a policy while a ticket is under way.
func (c policyCase) isolation() error {
	first, err := escalation.New(unacknowledged(0, time.Hour))
	if err != nil {
		return err
	}
	edited := unacknowledged(time.Minute)
	edited.Version = 2
	second, err := escalation.New(edited)
	if err != nil {
		return err
	}
	cursor, _ := first.Advance(first.Start(escalation.Facts{}, monday), escalation.Facts{}, monday)
	same, intents := second.Advance(cursor, escalation.Facts{}, after(24*time.Hour))
	if same != cursor || len(intents) > 0 {
		return fmt.Errorf("the edit moved the cursor")
	}
	if _, intents = first.Advance(cursor, escalation.Facts{}, after(24*time.Hour)); len(intents) != 1 {
		return fmt.Errorf("the escalation does not go on")
	}
	return nil
}

// guard looks at an acknowledged ticket.
func (c policyCase) guard() error {
	ch, err := escalation.New(unacknowledged(0))
	if err != nil {
		return err
	}
	cursor, intents := ch.Advance(ch.Start(escalation.Facts{}, monday), escalation.Facts{Acknowledged: true}, monday)
	if cursor.State != escalation.Stopped || len(intents) > 0 {
		return fmt.Errorf("goes on after the acknowledgement")
	}
	return nil
}
