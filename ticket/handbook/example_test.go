package handbook_test

import (
	"fmt"
	"time"

	"github.com/fourline-go/fourline/ticket/handbook"
)

// What can hardly be meant, with lines: a program would print this when it reads the file, and go on.
func ExampleLintText() {
	const text = `
name: small desk
version: 1
priorities: {impacts: [high, low], urgencies: [now, later], rows: [[P1, P2], [P2, P3]]}
calendars:
  - {name: office, zone: Europe/Lisbon, week: {mon: ["09:00-17:00"], tue: ["09:00-17:00"]}, holidays: [{date: 12-25}]}
agreements:
  - {id: grave, match: {priority: [P1]}, targets: [{metric: resolve, within: 8h, calendar: office}]}
  - {id: usual, match: {priority: [P2, P4]}, targets: [{metric: resolve, within: 4h, calendar: office}]}
policies:
  - {name: nudge, trigger: {on: sla_share, metric: restore, share: 80}, steps: [{targets: [{kind: engineer}]}]}
runbooks:
  - {id: unlock, title: Unlock an account, owner: ann, version: 1, review_by: 2026-06-30, kind: cookbook, tiers: [L1, L2],
     steps: [{id: unlock, kind: manual, text: Unlock it}]}
`
	found, err := handbook.LintText([]byte(text), time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))
	if err != nil {
		panic(err)
	}
	for _, f := range found {
		fmt.Printf("%s: %s\n  → %s\n", f.Severity, f, f.Do)
	}
	// Output:
	// warning: line 4: priorities: nothing is promised for P3 (priority_unpromised)
	//   → add an agreement that matches it
	// warning: line 8: agreements[0].targets[0]: to resolve P1 may take 8h, and P2 only 4h (priority_inverted)
	//   → give the graver priority no more time
	// error: line 9: agreements[1].match.priority[1]: there is no priority "P4" (match_unknown)
	//   → name one that is there, or take the word out
	// error: line 11: policies[0].trigger.metric: nudge counts on restore, for which nothing is promised (policy_never_starts)
	//   → promise or allow what it counts on, or count on something else
	// warning: line 13: runbooks[0].review_by: unlock was to be reviewed by 2026-06-30 (runbook_stale)
	//   → read it again and set another date
}

// What a new version changes, for the people whom it changes something for.
func ExampleDiff() {
	const before = `
name: small desk
version: 1
priorities: {impacts: [high, low], urgencies: [now, later], rows: [[P1, P2], [P2, P3]]}
clients: [{id: acme, channels: [phone]}, {id: birch, channels: [phone]}]
calendars:
  - {name: office, zone: Europe/Lisbon, week: {mon: ["09:00-17:00"], tue: ["09:00-17:00"]}, holidays: [{date: 12-25}]}
agreements:
  - {id: usual, targets: [{metric: resolve, within: 16h, calendar: office}]}
  - {id: acme, match: {client: [acme], priority: [P1]}, targets: [{metric: resolve, within: 8h, calendar: office, warn: [75]}]}
policies:
  - {name: nudge, trigger: {on: unacknowledged}, steps: [{name: remind, after: 15m, targets: [{kind: tier}]}]}
engineers: [{id: ann, tiers: [L1]}, {id: bob, tiers: [L2]}, {id: cy, tiers: [L1, L2], manager: true}]
`
	const after = `
name: small desk
version: 2
priorities: {impacts: [high, low], urgencies: [now, later], rows: [[P1, P2], [P2, P2]]}
clients: [{id: acme, channels: [phone, web]}, {id: birch, channels: [phone]}]
calendars:
  - {name: office, zone: Europe/Lisbon, week: {mon: ["09:00-17:00"], tue: ["09:00-18:00"]}, holidays: [{date: 12-25}]}
agreements:
  - {id: usual, targets: [{metric: resolve, within: 16h, calendar: office}]}
  - {id: acme, match: {client: [acme], priority: [P1]}, targets: [{metric: resolve, within: 4h, calendar: office, warn: [75]}]}
policies:
  - {name: nudge, trigger: {on: unacknowledged}, steps: [{name: remind, after: 10m, targets: [{kind: tier}, {kind: manager}]}]}
engineers: [{id: ann, tiers: [L1]}, {id: bob, tiers: [L2, L3]}, {id: cy, tiers: [L1, L2], manager: true}]
`
	was, err := handbook.Parse([]byte(before))
	if err != nil {
		panic(err)
	}
	is, err := handbook.Parse([]byte(after))
	if err != nil {
		panic(err)
	}
	for _, c := range handbook.Diff(was, is) {
		fmt.Println(c.Text)
	}
	// Output:
	// the handbook is version 2, was 1
	// impact low with urgency later is now P2, was P3
	// acme may now come by web
	// office hours are now open on Tuesday 09:00-18:00
	// office hours are no longer open on Tuesday 09:00-17:00
	// P1 of acme is now resolved within 4h instead of 8h in office hours
	// nudge: remind now comes after 10m, was 15m
	// nudge: remind now tells the manager
	// bob now works at L3
}
