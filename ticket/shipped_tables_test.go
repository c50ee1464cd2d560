package ticket_test

import "time"

// What the shipped lifecycles are meant to be, drawn by hand as a person would draw them: an arrow leads from one state to another by a
// trigger, for somebody, who can do something, once some fields are there. One of a house's own has what none of them has.

// Who may pull a trigger. The desk itself always may.
const (
	staff       = "engineer manager automation"
	managers    = "manager"
	asker       = "requester"
	staffAndWho = staff + " " + asker
	peopleOnly  = "engineer manager " + asker
	nobody      = "monitor" // who does not move tickets: it says that its alarm is over
)

type arrow struct {
	way     string // state, trigger, state
	who     string // kinds of actors
	can     string // what the tier of an engineer, or of automation, is capable of; "" for nothing
	needs   string // fields that are there
	changes string // fields that the move changes
}

type drawing struct {
	kind    string
	means   map[string]string // the class of each state; that of a pending one is "?"
	waits   map[string]string // the class of each reason
	arrows  []arrow
	closes  time.Duration // after which what is resolved closes by itself; 0 for never
	kept    string        // what keeps it from closing: "assigned" or ""
	within  time.Duration // in which what is resolved may be reopened; 0 for always
	drops   bool          // who worked on it is let go when it is reopened
	reminds time.Duration // from one reminder to the next of a ticket that waits for the customer; 0 for never
	times   int           // how often
	gives   string        // the trigger after that
}

var usualWaits = map[string]string{"awaiting_customer": "waiting_customer", "awaiting_vendor": "waiting_vendor", "awaiting_change": "waiting_us"}

var drawings = []drawing{
	{
		kind: "incident", closes: 5 * 24 * time.Hour,
		waits: map[string]string{
			"awaiting_customer": "waiting_customer", "awaiting_vendor": "waiting_vendor", "awaiting_change": "waiting_us", "awaiting_problem": "waiting_us",
		},
		means: map[string]string{
			"new": "new", "in_progress": "active", "on_hold": "?", "resolved": "resolved", "closed": "closed", "cancelled": "closed",
		},
		arrows: []arrow{
			{way: "new start in_progress", who: staff, can: "work"},
			{way: "new hold on_hold", who: staff, can: "work"},
			{way: "in_progress hold on_hold", who: staff, can: "work"},
			{way: "on_hold hold on_hold", who: staff, can: "work"},
			{way: "on_hold resume in_progress", who: staff, can: "work"},
			{way: "on_hold reply in_progress", who: asker},
			{way: "new resolve resolved", who: staff, can: "resolve", needs: "resolution resolution_note"},
			{way: "in_progress resolve resolved", who: staff, can: "resolve", needs: "resolution resolution_note"},
			{way: "on_hold resolve resolved", who: staff, can: "resolve", needs: "resolution resolution_note"},
			{way: "new clear resolved", who: nobody},
			{way: "in_progress clear resolved", who: nobody},
			{way: "on_hold clear resolved", who: nobody},
			{way: "resolved reopen in_progress", who: staffAndWho, can: "reopen"},
			{way: "resolved close closed", who: staffAndWho, can: "close"},
			{way: "new cancel cancelled", who: peopleOnly, can: "close", needs: "resolution_note"},
			{way: "in_progress cancel cancelled", who: peopleOnly, can: "close", needs: "resolution_note"},
			{way: "on_hold cancel cancelled", who: peopleOnly, can: "close", needs: "resolution_note"},
		},
	},
	{
		kind: "request", closes: 5 * 24 * time.Hour, waits: usualWaits,
		means: map[string]string{
			"new": "new", "awaiting_approval": "waiting_us", "in_progress": "active", "on_hold": "?",
			"fulfilled": "resolved", "closed": "closed", "rejected": "closed", "cancelled": "closed",
		},
		arrows: []arrow{
			{way: "new ask_approval awaiting_approval", who: staff, can: "work", needs: "approval_note"},
			{way: "in_progress ask_approval awaiting_approval", who: staff, can: "work", needs: "approval_note"},
			{way: "awaiting_approval approve in_progress", who: managers},
			{way: "awaiting_approval reject rejected", who: managers, needs: "resolution_note"},
			{way: "new start in_progress", who: staff, can: "work"},
			{way: "in_progress hold on_hold", who: staff, can: "work"},
			{way: "on_hold hold on_hold", who: staff, can: "work"},
			{way: "on_hold resume in_progress", who: staff, can: "work"},
			{way: "on_hold reply in_progress", who: asker},
			{way: "in_progress fulfil fulfilled", who: staff, can: "resolve", needs: "resolution_note"},
			{way: "on_hold fulfil fulfilled", who: staff, can: "resolve", needs: "resolution_note"},
			{way: "fulfilled reopen in_progress", who: staffAndWho, can: "reopen"},
			{way: "fulfilled close closed", who: staffAndWho, can: "close"},
			{way: "new cancel cancelled", who: peopleOnly, can: "close", needs: "resolution_note"},
			{way: "awaiting_approval cancel cancelled", who: peopleOnly, can: "close", needs: "resolution_note"},
			{way: "in_progress cancel cancelled", who: peopleOnly, can: "close", needs: "resolution_note"},
			{way: "on_hold cancel cancelled", who: peopleOnly, can: "close", needs: "resolution_note"},
		},
	},
	{
		kind: "problem", waits: usualWaits,
		means: map[string]string{
			"new": "new", "in_analysis": "active", "known_error": "active", "on_hold": "?", "resolved": "resolved", "closed": "closed", "cancelled": "closed",
		},
		arrows: []arrow{
			{way: "new analyse in_analysis", who: staff, can: "manage_problem"},
			{way: "known_error analyse in_analysis", who: staff, can: "manage_problem"},
			{way: "new document known_error", who: staff, can: "manage_problem", needs: "root_cause workaround"},
			{way: "in_analysis document known_error", who: staff, can: "manage_problem", needs: "root_cause workaround"},
			{way: "on_hold document known_error", who: staff, can: "manage_problem", needs: "root_cause workaround"},
			{way: "in_analysis hold on_hold", who: staff, can: "manage_problem"},
			{way: "known_error hold on_hold", who: staff, can: "manage_problem"},
			{way: "on_hold hold on_hold", who: staff, can: "manage_problem"},
			{way: "on_hold resume in_analysis", who: staff, can: "manage_problem"},
			{way: "on_hold reply in_analysis", who: asker},
			{way: "in_analysis resolve resolved", who: staff, can: "manage_problem", needs: "root_cause resolution resolution_note"},
			{way: "known_error resolve resolved", who: staff, can: "manage_problem", needs: "root_cause resolution resolution_note"},
			{way: "on_hold resolve resolved", who: staff, can: "manage_problem", needs: "root_cause resolution resolution_note"},
			{way: "resolved reopen in_analysis", who: staff, can: "manage_problem"},
			{way: "closed reopen in_analysis", who: staff, can: "manage_problem"},
			{way: "resolved close closed", who: staff, can: "manage_problem"},
			{way: "new cancel cancelled", who: staff, can: "manage_problem", needs: "resolution_note"},
			{way: "in_analysis cancel cancelled", who: staff, can: "manage_problem", needs: "resolution_note"},
			{way: "known_error cancel cancelled", who: staff, can: "manage_problem", needs: "resolution_note"},
			{way: "on_hold cancel cancelled", who: staff, can: "manage_problem", needs: "resolution_note"},
		},
	},
	drawnChange("change",
		map[string]string{"in_assessment": "active", "awaiting_authorisation": "waiting_us", "scheduled": "waiting_us", "rejected": "closed"},
		arrow{way: "new assess in_assessment", who: staff, can: "work", needs: "plan"},
		arrow{way: "in_assessment ask_authorisation awaiting_authorisation", who: staff, can: "work", needs: "plan risk backout_plan"},
		arrow{way: "awaiting_authorisation revise in_assessment", who: staff, can: "work", needs: "plan"},
		arrow{way: "scheduled revise in_assessment", who: staff, can: "work", needs: "plan"},
		arrow{way: "awaiting_authorisation authorise scheduled", who: managers},
		arrow{way: "awaiting_authorisation reject rejected", who: managers, needs: "resolution_note"},
		arrow{way: "scheduled start in_progress", who: staff, can: "work"},
		arrow{way: "new cancel cancelled", who: staff, can: "work", needs: "resolution_note"},
		arrow{way: "in_assessment cancel cancelled", who: staff, can: "work", needs: "resolution_note"},
		arrow{way: "awaiting_authorisation cancel cancelled", who: staff, can: "work", needs: "resolution_note"},
		arrow{way: "scheduled cancel cancelled", who: staff, can: "work", needs: "resolution_note"},
	),
	drawnChange("standard_change",
		map[string]string{"scheduled": "waiting_us"},
		arrow{way: "new schedule scheduled", who: staff, can: "work", needs: "plan"},
		arrow{way: "scheduled start in_progress", who: staff, can: "work"},
		arrow{way: "new cancel cancelled", who: staff, can: "work", needs: "resolution_note"},
		arrow{way: "scheduled cancel cancelled", who: staff, can: "work", needs: "resolution_note"},
	),
	drawnChange("emergency_change",
		map[string]string{"awaiting_authorisation": "waiting_us", "rejected": "closed"},
		arrow{way: "new ask_authorisation awaiting_authorisation", who: staff, can: "work", needs: "plan risk"},
		arrow{way: "awaiting_authorisation authorise in_progress", who: managers},
		arrow{way: "awaiting_authorisation reject rejected", who: managers, needs: "resolution_note"},
		arrow{way: "new cancel cancelled", who: staff, can: "work", needs: "resolution_note"},
		arrow{way: "awaiting_authorisation cancel cancelled", who: staff, can: "work", needs: "resolution_note"},
	),
	{
		kind: "inquiry", closes: 3 * 24 * time.Hour, kept: "assigned", within: 48 * time.Hour, drops: true,
		waits: map[string]string{"for_customer": "waiting_customer", "for_us": "waiting_us"}, reminds: 24 * time.Hour, times: 2, gives: "give_up",
		means: map[string]string{"new": "new", "read": "active", "asked": "?", "answered": "resolved", "over": "closed"},
		arrows: []arrow{
			{way: "new read read", who: staff, can: "work"},
			{way: "read think read", who: staff, can: "manage_problem", changes: "category"},
			{way: "read ask asked", who: "engineer", can: "work"},
			{way: "read answer answered", who: "automation manager", can: "resolve"},
			{way: "asked answer answered", who: peopleOnly, can: "resolve"},
			{way: "asked reply read", who: asker},
			{way: "asked give_up answered", who: staff, needs: "resolution_note"},
			{way: "answered reopen read", who: staffAndWho, can: "reopen"},
			{way: "answered close over", who: managers},
		},
	},
}

// drawnChange draws what all changes have in common after what leads to their implementation.
func drawnChange(kind string, means map[string]string, first ...arrow) drawing {
	for state, class := range map[string]string{"new": "new", "in_progress": "active", "in_review": "resolved", "closed": "closed", "cancelled": "closed"} {
		means[state] = class
	}
	return drawing{kind: kind, means: means, arrows: append(first,
		arrow{way: "in_progress complete in_review", who: staff, can: "work", needs: "resolution resolution_note"},
		arrow{way: "in_progress back_out in_review", who: staff, can: "work", needs: "resolution resolution_note"},
		arrow{way: "in_review reopen in_progress", who: staff, can: "work"},
		arrow{way: "in_review close closed", who: staff, can: "close"},
	)}
}

// inquiries is the house's own kind of the drawing above, with what the shipped ones do not have: rights by the states that a move leads
// between, reminders, a window to reopen, and an exemption from closing.
const inquiries = `
name: own
version: 1
agreements:
  - {id: all, version: 1, targets: [{metric: resolve, within: 100h, calendar: 24x7}]}
kinds:
  - {name: incident}
  - {name: request}
  - {name: problem}
  - {name: change}
  - {name: standard_change}
  - {name: emergency_change}
  - name: inquiry
    initial: [new]
    on_reply: reply
    states:
      - {name: new, class: new}
      - {name: read, class: active}
      - {name: asked, pending: true}
      - {name: answered, class: resolved, after: {wait: 72h, trigger: close, unless: [assigned]}}
      - {name: over, class: closed}
    reasons:
      - {name: for_customer, class: waiting_customer, remind: {every: 24h, times: 2, then: give_up}}
      - {name: for_us, class: waiting_us}
    transitions:
      - {trigger: read, from: [new], to: read}
      - {trigger: think, from: [read], to: read, change: [category]}
      - {trigger: ask, from: [read], to: asked}
      - {trigger: answer, from: [read, asked], to: answered}
      - {trigger: reply, from: [asked], to: read, by: [requester]}
      - {trigger: give_up, from: [asked], to: answered, by: [engineer, manager, automation], require: [resolution_note]}
      - {trigger: reopen, from: [answered], to: read, reopens: true, by: [engineer, manager, automation, requester], can: reopen}
      - {trigger: close, from: [answered], to: over}
    rights:
      - {can: work}
      - {from: asked, by: [automation], can: work}
      - {to: asked, by: [engineer], can: work}
      - {to: answered, by: [engineer, manager, requester], can: resolve}
      - {from: read, to: answered, by: [automation, manager], can: resolve}
      - {from: read, to: read, can: manage_problem}
      - {from: answered, by: [manager]}
    reopen: {within: 48h, then: new_ticket, drop_owner: true}
`
