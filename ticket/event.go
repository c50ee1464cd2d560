package ticket

import (
	"maps"
	"slices"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/runbook"
)

// EventType says what happened to a ticket.
type EventType string

// The types of events.
const (
	Opened       EventType = "opened"
	Acknowledged EventType = "acknowledged"
	Changed      EventType = "changed"      // fields, none of which is the state or the tier
	Moved        EventType = "moved"        // to another state
	ChangedKind  EventType = "changed_kind" // and with it the lifecycle
	Assigned     EventType = "assigned"     // to an engineer of the tier that works on it
	Unrouted     EventType = "unrouted"     // nobody of the tier could take it
	Offered      EventType = "offered"      // a hand-over waits to be accepted, or to be approved first
	Approved     EventType = "approved"     // the hand-over, which may be accepted now
	Accepted     EventType = "accepted"
	Rejected     EventType = "rejected"
	AcceptLate   EventType = "accept_late" // nobody accepted in time
	Consulted    EventType = "consulted"   // another tier was asked to help
	Joined       EventType = "joined"      // somebody of it helps
	Left         EventType = "left"        // a helper, or all of a tier
	JoinLate     EventType = "join_late"   // nobody of the tier that was asked has joined in time
	PingPong     EventType = "ping_pong"   // handed back and forth, as often as the handbook says or more
	Noted        EventType = "noted"       // a private note
	Messaged     EventType = "messaged"    // a public message, ours or the requester's
	Alarmed      EventType = "alarmed"     // the monitor repeats itself
	Cleared      EventType = "cleared"     // the monitor says that it is over
	Flapped      EventType = "flapped"     // the alarm comes and goes
	Steadied     EventType = "steadied"    // a flapping alarm has been quiet for long enough
	Referred     EventType = "referred"    // the ticket is found by further ids of mails
	RunChanged   EventType = "run"         // of a runbook: started, a step, its outcome
	Warned       EventType = "warned"      // a share of a target is used
	Breached     EventType = "breached"    // more than the target is used
	Marked       EventType = "marked"      // an instant before or after a due time that was to be told of
	Escalated    EventType = "escalated"   // a policy's step fell due
	Reminded     EventType = "reminded"    // whoever is waited for was reminded
	Adopted      EventType = "adopted"     // another version of the handbook
	Linked       EventType = "linked"      // to another ticket, or more is known of one
	Unlinked     EventType = "unlinked"    // from another ticket
	Merged       EventType = "merged"      // into another ticket, which goes on in its place
	Absorbed     EventType = "absorbed"    // another ticket was merged into this one
	Followed     EventType = "followed"    // what was owed to other tickets was carried out there, or refused

	ProposedMajor  EventType = "major_proposed"   // as a major incident, by a person or by a rule of the handbook
	AcceptedMajor  EventType = "major_accepted"   // it is one
	RejectedMajor  EventType = "major_rejected"   // it is none
	DemotedMajor   EventType = "major_demoted"    // it is none any more
	ReviewedMajor  EventType = "major_reviewed"   // after its resolution
	MajorUpdateDue EventType = "major_update_due" // whoever waits to hear of it has heard nothing for as long as the plan allows

	AddedTask    EventType = "task_added"
	AssignedTask EventType = "task_assigned"
	EndedTask    EventType = "task_ended" // done or skipped
	LateTask     EventType = "task_late"  // it is due and still open
	Watched      EventType = "watched"
	Unwatched    EventType = "unwatched"
	Rated        EventType = "rated"
)

// EventTypes lists all types.
func EventTypes() []EventType {
	return []EventType{
		Opened, Acknowledged, Changed, Moved, ChangedKind, Assigned, Unrouted, Offered, Approved, Accepted, Rejected, AcceptLate, PingPong,
		Consulted, Joined, Left, JoinLate,
		Noted, Messaged, Alarmed, Cleared, Flapped, Steadied, Referred, RunChanged, Warned, Breached, Marked, Escalated, Reminded,
		Adopted, Linked, Unlinked, Merged, Absorbed, Followed,
		ProposedMajor, AcceptedMajor, RejectedMajor, DemotedMajor, ReviewedMajor, MajorUpdateDue,
		AddedTask, AssignedTask, EndedTask, LateTask, Watched, Unwatched, Rated,
	}
}

// Valid reports whether t is one of the types.
func (t EventType) Valid() bool { return slices.Contains(EventTypes(), t) }

// An Event is one thing that happened to a ticket. Its events, folded by [Apply], give the ticket exactly, without a handbook, a
// calendar or a zone: what was computed when it happened is in the event.
type Event struct {
	Seq  int64     `json:"seq"` // 1, 2, 3 … without a gap
	At   time.Time `json:"at"`
	Due  time.Time `json:"due,omitzero"` // of what time caused: when it should have happened
	Type EventType `json:"type"`
	By   Actor     `json:"by"`

	Trigger string   `json:"trigger,omitempty"` // pulled by a move
	Why     string   `json:"why,omitempty"`     // reason, note of a rejection, share of a target
	Changes []Change `json:"changes,omitempty"` // fields of the ticket, in a fixed order

	Offer   *Offer         `json:"offer,omitempty"`
	Helper  *Helper        `json:"helper,omitempty"`  // who was asked in, has joined or left
	Entry   string         `json:"entry,omitempty"`   // text of a note or a message
	Alarm   string         `json:"alarm,omitempty"`   // of a storm: which alarm was raised or is over; "" for all
	Times   int            `json:"times,omitempty"`   // how often the alarm was raised; 0 is once
	Unasked string         `json:"unasked,omitempty"` // of a mail that is only noted: "auto" when a machine wrote it, "stranger" when somebody did who has no business with the ticket
	Refer   []string       `json:"refer,omitempty"`   // ids of mails that the ticket is found by from now on
	Run     *runbook.Event `json:"run,omitempty"`

	Policy  string              `json:"policy,omitempty"`  // whose step it was
	Notices []string            `json:"notices,omitempty"` // keys of the notices queued with it
	Clocks  []Clock             `json:"clocks,omitempty"`  // those that changed, as they stand after it
	Cursors []escalation.Cursor `json:"cursors,omitempty"` // those that changed, as they stand after it
	Reopens bool                `json:"reopens,omitempty"` // the move counts as a reopening

	Links   []Link `json:"links,omitempty"`   // those that changed, as they stand after it
	Unlinks []Link `json:"unlinks,omitempty"` // those that are there no longer
	Absorbs string `json:"absorbs,omitempty"` // the ticket that was merged into this one

	Owes     []FollowUp   `json:"owes,omitempty"`     // what it means for other tickets
	Followed []FollowedUp `json:"followed,omitempty"` // what is owed no longer, and what came of it

	Major   *Major   `json:"major,omitempty"`   // if it changed, as it stands after it
	Task    *Task    `json:"task,omitempty"`    // the one that it is about, as it stands after it
	Watcher *Watcher `json:"watcher,omitempty"` // who watches now, or no longer
	Rating  *Rating  `json:"rating,omitempty"`
}

// Clone copies an event with everything it points to.
func (e Event) Clone() Event {
	e.Changes = slices.Clone(e.Changes)
	e.Refer = slices.Clone(e.Refer)
	e.Notices = slices.Clone(e.Notices)
	e.Clocks = slices.Clone(e.Clocks)
	e.Cursors = slices.Clone(e.Cursors)
	e.Links, e.Unlinks = slices.Clone(e.Links), slices.Clone(e.Unlinks)
	e.Owes = cloneFollowUps(e.Owes)
	e.Followed = slices.Clone(e.Followed)
	if e.Offer != nil {
		o := e.Offer.clone()
		e.Offer = &o
	}
	e.Helper = cloned(e.Helper)
	e.Major, e.Task, e.Watcher, e.Rating = cloned(e.Major), cloned(e.Task), cloned(e.Watcher), cloned(e.Rating)
	if e.Run != nil {
		r := *e.Run
		r.Evidence, r.Left = maps.Clone(r.Evidence), slices.Clone(r.Left)
		e.Run = &r
	}
	return e
}

// cloned copies what a pointer leads to.
func cloned[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// A Change is a field before and after an event.
type Change struct {
	Field Field  `json:"field"`
	From  string `json:"from,omitempty"`
	To    string `json:"to"`
}

// Changed gives what an event made of a field, if it changed it.
func (e Event) Changed(f Field) (Change, bool) {
	for _, c := range e.Changes {
		if c.Field == f {
			return c, true
		}
	}
	return Change{}, false
}
