package lifecycle_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// atL1 is somebody of the first line, before whom lies a ticket with these fields filled in.
func atL1(filled ...string) lifecycle.Facts {
	return lifecycle.Facts{
		Actor: lifecycle.Engineer,
		Can:   func(c tier.Capability) bool { return tier.Default().Can("L1", c) },
		Has:   fieldsIn(filled...),
	}
}

func ExampleLifecycle_Fire() {
	cycle, err := lifecycle.Compile(lifecycle.Incident())
	if err != nil {
		panic(err)
	}
	step, err := cycle.Fire(context.Background(), "new", "start", atL1())
	fmt.Println(step.To, step.Class, err)

	_, err = cycle.Fire(context.Background(), "in_progress", "resolve", atL1())
	fmt.Println(err)
	// Output:
	// in_progress active <nil>
	// cannot resolve in in_progress: missing: resolution, resolution_note; from here: hold, resolve, clear, cancel
}

// What can be done now, and what the rest still needs: the buttons and the form of a ticket.
func ExampleLifecycle_Permitted() {
	cycle, err := lifecycle.Compile(lifecycle.Request())
	if err != nil {
		panic(err)
	}
	for _, p := range cycle.Permitted("in_progress", atL1("resolution_note")) {
		if p.Now() {
			fmt.Printf("%s → %s\n", p.Trigger, p.To)
			continue
		}
		fmt.Printf("%s: missing %v %v\n", p.Trigger, p.Unmet.Missing, p.Reasons)
	}
	// Output:
	// ask_approval: missing [approval_note] []
	// hold: missing [pending] [awaiting_customer awaiting_vendor awaiting_change]
	// fulfil → fulfilled
	// cancel → cancelled
}

// A lifecycle of one's own, as it stands in a handbook.
func Example_yaml() {
	const text = `
name: loan
initial: [asked]
triggers: [lend, ask, answer, give_up, return, complain, archive]
states:
  - {name: asked, class: new, require: [device]}
  - {name: waiting, pending: true}
  - {name: lent, class: active, require: [due_back]}
  - {name: returned, class: resolved, ask: [condition], after: {wait: 48h, trigger: archive, unless: [damaged]}}
  - {name: archived, class: closed}
reasons:
  - name: borrower
    class: waiting_customer
    remind: {every: 24h, times: 3, then: give_up} # three reminders, and on the fourth day it is over
transitions:
  - {trigger: lend, from: [asked, waiting], to: lent, change: [device_holder]}
  - {trigger: ask, from: [asked], to: waiting}
  - {trigger: answer, from: [waiting], to: asked, by: [requester]}
  - {trigger: give_up, from: [waiting], to: archived, by: [system]}
  - {trigger: return, from: [lent], to: returned}
  - {trigger: complain, from: [returned], to: lent, by: [requester, manager], reopens: true}
  - {trigger: archive, from: ["@done"], to: archived}
rights: # for those that do not say it themselves; the most specific decides
  - {can: work}
  - {to: archived, can: close}
on_reply: answer
reopen: {within: 336h, then: new_ticket}
`
	var d lifecycle.Definition
	decoder := yaml.NewDecoder(strings.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&d); err != nil {
		panic(err)
	}
	cycle, err := lifecycle.Compile(d, "damaged")
	fmt.Println(err, lifecycle.Lint(d))
	right, _ := cycle.Right("returned", "archive")
	fmt.Println(right.By, right.Can)
	_, err = cycle.Fire(context.Background(), "asked", "lend", atL1("device"))
	fmt.Println(err)
	// Output:
	// <nil> []
	// [engineer manager automation] close
	// cannot lend in asked: missing: due_back; unchanged: device_holder; from here: lend, ask
}

// A lifecycle of one's own in Go, with types of one's own: cycle.Fire(ctx, lend, asked, …) does not compile.
func ExampleTypedDefinition() {
	type state string
	type trigger string
	const (
		asked    state = "asked"
		lent     state = "lent"
		returned state = "returned"

		lend   trigger = "lend"
		giveIt trigger = "return"
	)
	cycle, err := lifecycle.TypedDefinition[state, trigger]{
		Name:    "loan",
		Initial: []state{asked},
		States: []lifecycle.TypedState[state, trigger]{
			{Name: asked, Class: lifecycle.New},
			{Name: lent, Class: lifecycle.Active, After: lifecycle.TypedTimer[trigger]{Wait: 30 * 24 * time.Hour, Trigger: giveIt}},
			{Name: returned, Class: lifecycle.Closed},
		},
		Transitions: []lifecycle.TypedTransition[state, trigger]{
			{Trigger: lend, From: []state{asked}, To: lent, Can: tier.Work},
			{Trigger: giveIt, From: []state{lent}, To: returned},
		},
	}.Compile()
	if err != nil {
		panic(err)
	}
	step, err := cycle.Fire(context.Background(), cycle.Initial(), lend, atL1())
	fmt.Println(step.To == lent, cycle.Triggers(lent, atL1()), err)
	// Output: true [return] <nil>
}

// What can hardly be meant is found before a ticket gets stuck.
func ExampleLint() {
	d := lifecycle.Incident()
	d.Triggers = []string{"start", "hold", "resume", "reply", "resolve", "clear", "reopen", "close", "cancel", "autoclose"}
	d.States = append(d.States, lifecycle.State{Name: "escalated", Class: lifecycle.Active})
	d.Transitions[3].By = []lifecycle.ActorKind{lifecycle.Engineer} // who may reply
	for _, f := range lifecycle.Lint(d) {
		fmt.Println(f.Severity, f)
	}
	// Output:
	// warning states[2]: in "on_hold" the requester is waited for, and the answer does not move the ticket: a requester may not reply (reply_refused)
	// warning states[6]: no way leads to "escalated" from where tickets begin (unreachable)
	// error states[6]: nothing leads out of "escalated", which is not closed (dead_end)
	// warning states[6]: in "escalated" the end of an alarm does not move the ticket: clear does not lead out of it (clear_refused)
	// warning triggers[9]: no transition has the trigger "autoclose" (unused_trigger)
}

// The incident lifecycle with the way of a ticket that was worked on at once.
func ExampleLifecycle_Mermaid() {
	cycle, err := lifecycle.Compile(lifecycle.Incident())
	if err != nil {
		panic(err)
	}
	fmt.Print(cycle.Mermaid(
		lifecycle.Step{From: "new", To: "in_progress", Trigger: "start"},
		lifecycle.Step{From: "in_progress", To: "resolved", Trigger: "resolve"},
	))
	// Output:
	// flowchart TD
	//   begin((begin))
	//   s0["new<br>new"]
	//   s1["in_progress<br>active"]
	//   s2[/"on_hold<br>pending: awaiting_customer, awaiting_vendor, awaiting_change, awaiting_problem"/]
	//   s3["resolved<br>resolved<br>after 5d: close"]
	//   s4(["closed<br>closed"])
	//   s5(["cancelled<br>closed, cancelled"])
	//   begin --> s0
	//   s0 -->|"start<br>can work"| s1
	//   s0 -->|"hold<br>can work"| s2
	//   s0 -->|"resolve<br>can resolve<br>needs resolution, resolution_note"| s3
	//   s0 -->|"clear<br>by monitor"| s3
	//   s0 -->|"cancel<br>by engineer, manager, requester<br>can close<br>needs resolution_note"| s5
	//   s1 -->|"hold<br>can work"| s2
	//   s1 -->|"resolve<br>can resolve<br>needs resolution, resolution_note"| s3
	//   s1 -->|"clear<br>by monitor"| s3
	//   s1 -->|"cancel<br>by engineer, manager, requester<br>can close<br>needs resolution_note"| s5
	//   s2 -->|"hold<br>can work"| s2
	//   s2 -->|"resume<br>can work"| s1
	//   s2 -->|"reply<br>by requester"| s1
	//   s2 -->|"resolve<br>can resolve<br>needs resolution, resolution_note"| s3
	//   s2 -->|"clear<br>by monitor"| s3
	//   s2 -->|"cancel<br>by engineer, manager, requester<br>can close<br>needs resolution_note"| s5
	//   s3 -.->|"reopen (reopens)<br>by engineer, manager, automation, requester<br>can reopen"| s1
	//   s3 -->|"close<br>by engineer, manager, automation, requester<br>can close"| s4
	//   style s0 stroke-width:4px
	//   style s1 stroke-width:4px
	//   style s3 stroke-width:8px
	//   linkStyle 1,7 stroke-width:4px
}

func ExampleDiff() {
	was, is := lifecycle.Incident(), lifecycle.Incident()
	is.States[3].After.Wait = 3 * 24 * time.Hour
	is.Transitions[4].Require = append(is.Transitions[4].Require, "category")
	is.Transitions[8].By = []lifecycle.ActorKind{lifecycle.Manager}
	for _, d := range lifecycle.Diff(was, is) {
		fmt.Println(d.Text)
	}
	// Output:
	// what happens in resolved by itself is after 3d: close, was after 5d: close
	// resolve (from new, in_progress, on_hold) now needs category
	// cancel (from new, in_progress, on_hold) is no longer open to engineer
	// cancel (from new, in_progress, on_hold) is no longer open to requester
}

// A change that turns out to be an emergency goes on where the mapping says, and nowhere else.
func ExampleMap() {
	normal, err := lifecycle.Compile(lifecycle.Change())
	if err != nil {
		panic(err)
	}
	emergency, err := lifecycle.Compile(lifecycle.EmergencyChange())
	if err != nil {
		panic(err)
	}
	m, err := lifecycle.Map(normal, emergency, lifecycle.Mapping{
		From: "change", To: "emergency_change",
		States: map[string]string{"new": "new", "in_assessment": "new", "awaiting_authorisation": "awaiting_authorisation", "in_progress": "in_progress"},
	})
	if err != nil {
		panic(err)
	}
	state, _, err := m.Next("in_assessment", "")
	fmt.Println(state, err)
	_, _, err = m.Next("in_review", "")
	fmt.Println(err)
	fmt.Println(m.Stranded())
	// Output:
	// new <nil>
	// a ticket in "in_review" cannot change from change to emergency_change; possible in: awaiting_authorisation, in_assessment, in_progress, new
	// [scheduled]
}
