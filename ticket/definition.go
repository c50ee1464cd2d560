package ticket

import (
	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// A Definition is the policy of one support organisation as it is written down: what package handbook reads from YAML and
// [NewHandbook] checks.
type Definition struct {
	Name       string                 `json:"name" yaml:"name"`
	Version    int                    `json:"version" yaml:"version"`                   // 1 or more; a new one for every change
	Ladder     *tier.Definition       `json:"ladder,omitempty" yaml:"ladder,omitempty"` // none: [tier.Default]
	Kinds      []lifecycle.Definition `json:"kinds,omitempty" yaml:"kinds,omitempty"`   // one lifecycle per kind of ticket; none: incident. A name of [lifecycle.ReadyMade] without states stands for that one
	Priorities Matrix                 `json:"priorities,omitzero" yaml:"priorities,omitempty"`
	Clients    []Client               `json:"clients,omitempty" yaml:"clients,omitempty"` // none: any client, any channel
	Calendars  []sla.Hours            `json:"calendars,omitempty" yaml:"calendars,omitempty"`
	Metrics    []sla.Metric           `json:"metrics,omitempty" yaml:"metrics,omitempty"` // besides the ready-made ones of package sla
	Agreements []sla.Agreement        `json:"agreements,omitempty" yaml:"agreements,omitempty"`
	Policies   []escalation.Policy    `json:"policies,omitempty" yaml:"policies,omitempty"`
	OnCall     []escalation.Rotation  `json:"on_call,omitempty" yaml:"on_call,omitempty"`
	Runbooks   []runbook.Runbook      `json:"runbooks,omitempty" yaml:"runbooks,omitempty"`
	Engineers  []tier.Engineer        `json:"engineers,omitempty" yaml:"engineers,omitempty"` // none: the host knows them, and the desk believes the actor
	Groups     []tier.Group           `json:"groups,omitempty" yaml:"groups,omitempty"`       // none: any name
	Needs      []Need                 `json:"needs,omitempty" yaml:"needs,omitempty"`         // what tickets ask of whoever works on them; none: anybody of the tier will do
	PingPong   int                    `json:"ping_pong,omitempty" yaml:"ping_pong,omitempty"` // from which hand-over back to where a ticket just was on ([Ticket].Bounces) it is an event; 1 to [MaxPingPong]. 0: 3, which is A, B, A, B, A
	Fields     []CustomField          `json:"fields,omitempty" yaml:"fields,omitempty"`       // of the house's own, besides [Fields] and those that the shipped lifecycles ask for
	Alarms     []AlarmRule            `json:"alarms,omitempty" yaml:"alarms,omitempty"`       // the first that matches an alarm decides
	Links      []LinkRule             `json:"links,omitzero" yaml:"links,omitempty"`          // what travels along links, up to [MaxLinkRules] lines; none: [DefaultLinkRules]. An empty list: nothing travels
	Mail       MailRules              `json:"mail,omitzero" yaml:"mail,omitempty"`
	Notify     []Rule                 `json:"notify,omitempty" yaml:"notify,omitempty"`
	Major      MajorPlan              `json:"major,omitzero" yaml:"major,omitempty"`
	Meant      []Meant                `json:"meant,omitempty" yaml:"meant,omitempty"` // findings of handbook.Lint that somebody has looked at

	Satisfaction Satisfaction `json:"satisfaction,omitzero" yaml:"satisfaction,omitempty"`

	// KindChanges say in which state a ticket goes on as another kind; a change that is not among them is refused. At most [MaxMappings].
	KindChanges []lifecycle.Mapping `json:"kind_changes,omitempty" yaml:"kind_changes,omitempty"`
}

// A Client is somebody that support is given to.
type Client struct {
	ID       string   `json:"id" yaml:"id"`
	Name     string   `json:"name,omitempty" yaml:"name,omitempty"`
	Channels []string `json:"channels,omitempty" yaml:"channels,omitempty"` // agreed with this client; none: any
}

// A Rule says who is told of an event, besides what policies do.
type Rule struct {
	On EventType           `json:"on" yaml:"on"`
	To []escalation.Target `json:"to" yaml:"to"` // a tier without an id is the one the ticket is at, or is offered to, or that has to approve that first
}

// A Matrix gives a priority for every impact and urgency. The zero Matrix gives none: then commands set the priority.
type Matrix struct {
	Impacts   []string   `json:"impacts,omitempty" yaml:"impacts,omitempty"`     // the rows, the gravest first
	Urgencies []string   `json:"urgencies,omitempty" yaml:"urgencies,omitempty"` // the columns, the most urgent first
	Rows      [][]string `json:"rows,omitempty" yaml:"rows,omitempty"`           // a priority for each
}
