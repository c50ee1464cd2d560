package ticket

import (
	"time"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/tier"
)

// A Command is what somebody wants done to a ticket: one action or several, all of them or none, in their order.
type Command struct {
	Ticket string    // "" when the first action is [Open], [Raise] or a [Clear] with a key: the desk finds or names the ticket
	By     Actor     // as the host has authenticated them
	At     time.Time // zero: the desk's clock. For imports and replays; never taken from a request
	Key    string    // of the host's choice, unique per client: the same key again does nothing and gives the first result; "" for none. A command that found nothing to do is not remembered. It does not begin with "follow:" or "mail:", as the desk's own do
	Expect int64     // version that the ticket must have, 0 for any
	Do     []Action

	follows bool              // it carries out or records a follow-up
	others  map[string]Ticket // that the actions name and that are there, by id
}

// An Action is one thing to do; the types of this package below are all there are.
type Action interface {
	decide(*work) error
}

// Actions lists every action once, as its zero value, in the order of their declarations: for whoever reads them by the names of their
// types.
func Actions() []Action {
	return []Action{
		Open{}, Raise{}, Clear{}, Acknowledge{}, Set{}, Move{}, ChangeKind{}, Assign{}, HandOver{}, Approve{}, Accept{},
		Reject{}, Consult{}, Join{}, Leave{}, Note{}, Message{}, SetMajor{}, ReviewMajor{}, AddTask{}, AssignTask{},
		EndTask{}, Watch{}, Unwatch{}, Rate{}, Adopt{}, LinkTo{}, Unlink{}, Merge{}, Split{}, Refer{}, StartRun{}, StepRun{},
		EndRun{},
	}
}

// Open logs a new ticket. Only the requester's words are asked for; what is left out follows from the handbook.
type Open struct {
	Kind     string    `json:"kind,omitempty"`    // "" means "incident"
	State    string    `json:"state,omitempty"`   // "" means the lifecycle's usual one
	Pending  string    `json:"pending,omitempty"` // reason, when the state is a pending one
	Tier     tier.ID   `json:"tier,omitempty"`    // "" means where tickets of its channel arrive, see [tier.Ladder.Entry]
	Reported time.Time `json:"reported,omitzero"` // when the requester said so; zero, or later than now, means now; not before [sla.FirstYear]. Clocks start here
	Set      Set       `json:"set,omitempty"`     // subject, text, channel, requester, impact, …
}

// Raise is an alarm of a monitoring system. It opens a ticket, or, while a ticket of the same client and key is open, is counted
// there. What more becomes of it the handbook says: see [AlarmRule]. Its channel is "monitoring" unless Open names another.
type Raise struct {
	Key      string `json:"key"`                // the monitor's own name for what is wrong, the same each time; up to [MaxKey] bytes
	Source   string `json:"source,omitempty"`   // what it is about, such as a host or a site; up to [MaxSource] bytes. Many alarms about one source may be a storm
	Severity string `json:"severity,omitempty"` // how bad the monitor finds it; kept on the ticket's [Alarm], as said last
	Text     string `json:"text,omitempty"`     // what it says this time; kept there, too, up to [MaxAlarmText] bytes
	Times    int    `json:"times,omitempty"`    // how often it was raised since the last Raise, up to [MaxTimes]; 0 is once. For monitors that repeat themselves much: every Raise that is counted is an event
	Open     Open   `json:"open"`

	beside []neighbour // that are open for other alarms about its source; found by the desk
}

// Clear says that an alarm is over. If the lifecycle has a trigger for it, the ticket is resolved. With a key it needs no ticket: the
// desk finds the one that is open for the alarm, and where none is, there is nothing to do. Only a monitor clears.
type Clear struct {
	Key    string `json:"key,omitempty"`    // "" is whatever the ticket is about
	Source string `json:"source,omitempty"` // as it was raised; without it an alarm that was counted on a storm is not found
}

// Acknowledge says that somebody has seen the ticket and will see to it. It stops what escalates unacknowledged tickets. An
// engineer of the owning tier who acknowledges first becomes its owner. Doing it twice changes nothing.
type Acknowledge struct{}

// Set changes fields, by name; see [Fields]. Setting impact or urgency sets the priority by the handbook's matrix.
type Set map[Field]string

// Move pulls a trigger of the lifecycle, or the first that leads to a state. Fields given with it are set before.
type Move struct {
	Trigger string `json:"trigger,omitempty"`
	To      string `json:"to,omitempty"`      // used when Trigger is ""
	Pending string `json:"pending,omitempty"` // reason, for a move into a pending state
	Set     Set    `json:"set,omitempty"`
}

// ChangeKind lets a ticket go on as another kind: a request that was logged as an incident. The handbook's kind_changes say in which state.
// Fields given with it are set before; the new state may ask for some. It does not end a ticket nor take it up again.
type ChangeKind struct {
	To  string `json:"to"`
	Set Set    `json:"set,omitempty"`
}

// Assign names the engineer who works on the ticket at its tier; "" for nobody.
type Assign struct {
	Engineer string `json:"engineer"`
	Why      string `json:"why,omitempty"`
}

// HandOver offers the ticket along an edge of the ladder. It stays where it is until the other side accepts. The owner does not
// change. Where the edge may be skipped and nobody at its tier can take the ticket, it goes on along that tier's own edge for the same
// reason ([Offer].Skipped); what is asked for is what the last edge asks.
type HandOver struct {
	To     tier.ID           `json:"to,omitempty"` // "" means along the edge for the reason; a tier that is named is not skipped
	Reason tier.Reason       `json:"reason,omitempty"`
	Fields map[string]string `json:"fields,omitempty"` // what the edge asks for
}

// Approve agrees to a hand-over whose edge names an approver: by an engineer or a manager of that tier. Whoever offered it may approve
// it too, if they are of that tier.
type Approve struct{}

// Accept takes an offered hand-over.
type Accept struct {
	Engineer string `json:"engineer,omitempty"` // who works on it from now on; "" means the actor, if they are of that tier
}

// Reject refuses an offered hand-over, with a reason. The ticket stays where it is. While the offer waits for an approval, rejecting is
// the approver's.
type Reject struct {
	Why string `json:"why"`
}

// Consult asks another tier in to help, along a consult edge (swarming). Nobody hands over: the ticket stays with whoever has it.
// Asking a tier that helps already changes nothing.
type Consult struct {
	To     tier.ID     `json:"to,omitempty"`     // "" means along the edge for the reason
	Reason tier.Reason `json:"reason,omitempty"` // "" is enough where a tier is named
}

// Join lets the actor help, whose tier was asked in. Any number of a tier may.
type Join struct{}

// Leave ends a helper's part: the actor's own, or, by the tier that has the ticket or owns it, that of one helper or of a whole tier.
type Leave struct {
	Tier     tier.ID `json:"tier,omitempty"`     // with Engineer "" the actor
	Engineer string  `json:"engineer,omitempty"` // "" means all of the tier
}

// Note adds a private entry, which no requester sees.
type Note struct {
	Text string `json:"text"`
}

// Message adds a public entry. From us it is a reply; from the requester it may resume a ticket that waits for them.
type Message struct {
	Text string `json:"text"`
}

// SetMajor says what a ticket is as a major incident, beside its state, which stays as it is. Anybody of support proposes one; who can
// declare major incidents accepts it, with or without a proposal, rejects a proposal or demotes it.
type SetMajor struct {
	Status MajorStatus `json:"status"`
	Why    string      `json:"why,omitempty"`    // asked for by all but the acceptance
	Impact string      `json:"impact,omitempty"` // on the business, asked for by the acceptance
}

// ReviewMajor records what was learnt from a major incident once it is resolved; before that it cannot be closed.
type ReviewMajor struct {
	Text string `json:"text"`
}

// AddTask adds a task to an open ticket.
type AddTask struct {
	Title string    `json:"title"` // one line, up to [MaxName] bytes
	For   Doer      `json:"for,omitzero"`
	Due   time.Time `json:"due,omitzero"`
}

// AssignTask says who does an open task, instead of who was to do it. An engineer may take one; to give it to somebody else takes the
// right to route.
type AssignTask struct {
	Task int  `json:"task"` // its id
	For  Doer `json:"for,omitzero"`
}

// EndTask says that a task is done or, with Skip and why, that it will not be. Whoever it is assigned to may, and who may work on the
// ticket.
type EndTask struct {
	Task int    `json:"task"` // its id
	Skip bool   `json:"skip,omitempty"`
	Why  string `json:"why,omitempty"` // asked for with Skip
}

// Watch lets somebody hear of a ticket; the zero Watch is about the actor. The requester may let others of the same client watch, and
// who may track tickets anybody.
type Watch Watcher

// Unwatch is the opposite of [Watch].
type Unwatch Watcher

// Rate says how satisfied the requester is, once the ticket is resolved; see [Satisfaction].
type Rate struct {
	Score   int    `json:"score"`
	Comment string `json:"comment,omitempty"`
}

// Adopt lets the ticket be decided by another version of the handbook from now on; only managers and the desk itself say so. Until then
// it keeps the version that it was opened under. Clocks count against what that version promises, and policies that say something
// else begin again. It is refused where that version has no place for the ticket as it stands, such as its state, unless the state has
// another name there. [Desk.Adoptions] says beforehand what it would change.
type Adopt struct {
	Version int               `json:"version"`
	Kinds   map[string]string `json:"kinds,omitempty"`   // kinds that have another name there, by the name here
	States  map[string]string `json:"states,omitempty"`  // states of the ticket's kind likewise
	Reasons map[string]string `json:"reasons,omitempty"` // pending reasons likewise

	book *Handbook // which the desk has under that version, nil for none
}

// LinkTo links the ticket to another of the same client, which gets the inverse link by a follow-up. It takes a tier that can track.
type LinkTo struct {
	Kind LinkKind `json:"kind"` // what the other is to this one
	To   string   `json:"to"`
}

// Unlink takes a link away, on both sides. It takes a tier that can track.
type Unlink struct {
	Kind LinkKind `json:"kind"`
	To   string   `json:"to"`
}

// Merge ends the ticket, which turns out to be another of the same kind, in the way its lifecycle says ([lifecycle.Definition.OnMerge]).
// Its links move to the other ticket, which gets a note about it; so do its watchers and its open tasks, and its requester watches too. Its
// entries stay, to be read there; nothing more can be done to it. Clocks end without a verdict, policies stop, and their notices are taken back. It takes
// a tier that can track and close. A ticket that is done is not merged.
type Merge struct {
	Into string `json:"into"`
	Set  Set    `json:"set,omitempty"` // what the lifecycle asks for; the resolution note is filled in if it is left out
}

// Split opens a new ticket for a part of this one, related to it and for the same requester. It takes a tier that can track. The new one
// is there, and linked, when the follow-up is carried out; the event of that names it.
type Split struct {
	Kind     string   `json:"kind,omitempty"`     // "" means this ticket's
	Set      Set      `json:"set,omitempty"`      // subject, text, …; requester, channel, service, category, impact and urgency are this ticket's unless given
	Children []string `json:"children,omitempty"` // of this ticket, that become children of the new one
	Entries  []int    `json:"entries,omitempty"`  // numbers of the entries, from 1 on, that the new one is about: they stay here, and a note there names them
}

// Refer gives the ticket ids of mails that answers to it will name: of the notices and messages that the host has sent about it. It takes
// a tier that can track. An id that another ticket has is an [ErrDuplicate].
type Refer struct {
	IDs []string `json:"ids"` // see [MailReference]; at most [MaxAnswers] at once
}

// StartRun starts a runbook on the ticket.
type StartRun struct {
	Runbook string `json:"runbook"`
}

// StepRun records how a step of the running runbook went, or, with Begin, that somebody sets about it.
type StepRun struct {
	Step     string            `json:"step"`
	Begin    bool              `json:"begin,omitempty"`  // its result follows; nothing below is used. An action begins so, see [Desk.Perform]
	Result   runbook.State     `json:"result,omitempty"` // done, failed or not_run; "" means done
	Attempt  int               `json:"attempt,omitempty"`
	Note     string            `json:"note,omitempty"`
	Evidence map[string]string `json:"evidence,omitempty"`
}

// EndRun gives a runbook's outcome.
type EndRun struct {
	Outcome runbook.Outcome `json:"outcome"`
	Note    string          `json:"note,omitempty"`
}
