package ticket

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// A Ticket is one thing that somebody wants from support, as it stands after its last event. It is a value: nothing changes it
// but [Apply]. All instants are UTC and whole microseconds.
//
// State, pending reason, tier, priority, clocks and escalation are separate axes: a ticket is never in a state called
// "escalated".
type Ticket struct {
	ID       string `json:"id"`
	Client   string `json:"client,omitempty"`
	Version  int64  `json:"version"`  // number of its last event; the first is 1
	Handbook int    `json:"handbook"` // version of the handbook it is decided under
	Kind     string `json:"kind"`     // incident, request, …: the name of its lifecycle

	State    string          `json:"state"`
	Class    lifecycle.Class `json:"class"`              // what the state means
	Pending  string          `json:"pending,omitempty"`  // why it waits, in a pending state
	Since    time.Time       `json:"since"`              // of the move into the state
	Reminded int             `json:"reminded,omitempty"` // how often whoever is waited for was reminded, in this wait

	Tier    tier.ID `json:"tier"`             // where it is worked on
	Owner   Party   `json:"owner"`            // who answers for it until it is resolved, whoever works on it: the first line
	Working Party   `json:"working,omitzero"` // who works on it now
	Group   string  `json:"group,omitempty"`
	Offer   *Offer  `json:"offer,omitempty"` // a hand-over that nobody has accepted yet

	Helpers []Helper `json:"helpers,omitempty"` // who was asked in, and who has joined

	Subject   string `json:"subject,omitempty"`
	Text      string `json:"text,omitempty"`
	Channel   string `json:"channel,omitempty"`
	Requester string `json:"requester,omitempty"`
	Service   string `json:"service,omitempty"`
	Category  string `json:"category,omitempty"`
	Impact    string `json:"impact,omitempty"`
	Urgency   string `json:"urgency,omitempty"`
	Priority  string `json:"priority,omitempty"` // from impact and urgency by the handbook's matrix
	Severity  string `json:"severity,omitempty"` // what the requester says, which decides nothing

	Reported     time.Time `json:"reported"` // when the requester said so; clocks start here
	Opened       time.Time `json:"opened"`   // when it was logged
	Acknowledged time.Time `json:"acknowledged,omitzero"`
	Accepted     time.Time `json:"accepted,omitzero"` // when the tier that works on it accepted it; zero at the tier it was opened at
	Replied      time.Time `json:"replied,omitzero"`  // our first public message
	Resolved     time.Time `json:"resolved,omitzero"` // last resolution; zero while reopened
	Closed       time.Time `json:"closed,omitzero"`
	Worked       time.Time `json:"worked,omitzero"` // when one of us, or a vendor, last did anything
	Updated      time.Time `json:"updated"`         // of the last event

	Resolution     string  `json:"resolution,omitempty"` // code
	ResolutionNote string  `json:"resolution_note,omitempty"`
	ResolvedAt     tier.ID `json:"resolved_at,omitempty"` // tier that resolved it

	Vendor          string `json:"vendor,omitempty"`
	VendorReference string `json:"vendor_reference,omitempty"`
	Manager         string `json:"manager,omitempty"` // our own, who manages a vendor's work

	Fields map[Field]string `json:"fields,omitempty"` // of the house's own and of its lifecycles; read them with [Ticket.Get]

	Alarm      Alarm    `json:"alarm,omitzero"`
	Unasked    Unasked  `json:"unasked,omitzero"`
	References []string `json:"references,omitempty"` // ids of the mails that are about it, the first one first; no other ticket of its client has any of them

	Reopens   int     `json:"reopens,omitempty"`
	HandOvers int     `json:"hand_overs,omitempty"` // accepted ones
	Bounces   int     `json:"bounces,omitempty"`    // hand-overs back to where the ticket was just before (A, B, A)
	Regroups  int     `json:"regroups,omitempty"`   // changes from one group to another
	Reassigns int     `json:"reassigns,omitempty"`  // changes from one engineer to another, at one tier
	CameFrom  tier.ID `json:"came_from,omitempty"`  // tier before the last accepted hand-over
	Entries   int     `json:"entries,omitempty"`    // notes and messages; their text is in the events

	Clocks  []Clock             `json:"clocks,omitempty"`
	Cursors []escalation.Cursor `json:"cursors,omitempty"` // one per policy that watches it
	Runs    []runbook.Run       `json:"runs,omitempty"`

	Links      []Link   `json:"links,omitempty"`       // in the order in which they were made
	MergedInto string   `json:"merged_into,omitempty"` // the ticket that goes on in place of this one
	Merged     []string `json:"merged,omitempty"`      // those that this one goes on in place of

	Owed     []FollowUp `json:"owed,omitempty"` // what has happened here and still has to be carried out on other tickets, in order
	Major    Major      `json:"major,omitzero"`
	Tasks    []Task     `json:"tasks,omitempty"` // by their ids: 1, 2, 3 …
	Watchers []Watcher  `json:"watchers,omitempty"`
	Rating   Rating     `json:"rating,omitzero"`
}

// A Party is somebody at a tier. The engineer may be open.
type Party struct {
	Tier     tier.ID `json:"tier"`
	Engineer string  `json:"engineer,omitempty"`
}

// An Offer is a hand-over along an edge of the ladder that waits to be accepted.
type Offer struct {
	From     tier.ID           `json:"from"`
	To       tier.ID           `json:"to"`
	Edge     tier.EdgeKind     `json:"edge"`
	Reason   tier.Reason       `json:"reason"`
	Fields   map[string]string `json:"fields,omitempty"`   // what the edge asks to be handed over
	Evidence string            `json:"evidence,omitempty"` // what shows that documentation was not enough
	Skipped  []Skipped         `json:"skipped,omitempty"`  // tiers that it passes by, in order, because nobody there can take the ticket
	Approver tier.ID           `json:"approver,omitempty"` // tier that must approve before anybody can accept; "" for none
	Approval Approval          `json:"approval,omitzero"`  // zero while it is waited for
	AcceptBy time.Time         `json:"accept_by,omitzero"` // zero when the edge sets no limit; it counts from the approval
	Overdue  bool              `json:"overdue,omitempty"`  // the limit has passed
}

// A Clock is one agreement's clock on a ticket. There is one for each metric of the service level agreement and of the
// underpinning contract, whichever version or priority of them applies, and one for each metric of every operational level
// agreement that a tier has worked under.
type Clock struct {
	sla.Clock
	Kind sla.AgreementKind `json:"kind,omitempty"`
	Told int               `json:"told,omitempty"` // highest share, in percent, that has been told in this cycle; 100 is the breach

	// Marked are the target's marks that have been told in this cycle, in words, in the order in which they were.
	Marked string `json:"marked,omitempty"`

	// Due is when the target is used up as of the clock's last change, in whole microseconds. It is zero while the clock does not
	// run, where nothing is promised, and on clocks that have not changed since before there was this field.
	Due time.Time `json:"due,omitzero"`
}

// UnmarshalJSON reads what [encoding/json] wrote. It stands here because the one of the embedded clock would leave out the rest.
func (c *Clock) UnmarshalJSON(text []byte) error {
	var rest struct {
		Kind sla.AgreementKind `json:"kind"`
		Told int               `json:"told"`
		Mark string            `json:"marked"`
		Due  time.Time         `json:"due"`
	}
	if err := json.Unmarshal(text, &rest); err != nil {
		return err
	}
	c.Kind, c.Told, c.Marked, c.Due = rest.Kind, rest.Told, rest.Mark, rest.Due
	return c.Clock.UnmarshalJSON(text)
}

// same reports whether two values are of one clock.
func (c Clock) same(o Clock) bool {
	return c.Kind == o.Kind && c.Metric == o.Metric && (c.Kind != sla.OLA || c.Agreement == o.Agreement)
}

// Clone copies a ticket with everything it points to.
func (t Ticket) Clone() Ticket {
	if t.Offer != nil {
		o := t.Offer.clone()
		t.Offer = &o
	}
	t.Alarm = t.Alarm.clone()
	t.References = slices.Clone(t.References)
	t.Fields = maps.Clone(t.Fields)
	t.Clocks = slices.Clone(t.Clocks)
	t.Cursors = slices.Clone(t.Cursors)
	t.Helpers = slices.Clone(t.Helpers)
	t.Tasks = slices.Clone(t.Tasks)
	t.Watchers = slices.Clone(t.Watchers)
	t.Runs = slices.Clone(t.Runs)
	for i, r := range t.Runs {
		t.Runs[i] = r.Clone()
	}
	t.Links = slices.Clone(t.Links)
	t.Merged = slices.Clone(t.Merged)
	t.Owed = cloneFollowUps(t.Owed)
	return t
}

func (o Offer) clone() Offer {
	o.Fields, o.Skipped = maps.Clone(o.Fields), slices.Clone(o.Skipped)
	return o
}

// Open reports whether work may still be due.
func (t Ticket) Open() bool { return t.Class.Open() }

// Due is when the next promise to the client is due: the earliest due time of the clocks of service level agreements that run. It is
// zero when none does. What tiers (OLA) and vendors (underpinning contract) owe us is no promise to the client.
func (t Ticket) Due() time.Time {
	var first time.Time
	for i := range t.Clocks {
		c := &t.Clocks[i]
		if c.Kind == sla.SLA && !c.Due.IsZero() && (first.IsZero() || c.Due.Before(first)) {
			first = c.Due
		}
	}
	return first
}

// Run gives the latest run of a runbook, if there is one.
func (t Ticket) Run() (runbook.Run, bool) {
	if len(t.Runs) == 0 {
		return runbook.Run{}, false
	}
	return t.Runs[len(t.Runs)-1], true
}
