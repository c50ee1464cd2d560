// Package ticket is the ticket of a support desk: what it is, what may happen to it, who may do it, and when something happens by
// itself. It brings the domains of tiers, agreements, escalation and runbooks together.
//
// # The smallest desk
//
//	book, err := handbook.Load("handbook.yaml")
//	desk, err := ticket.NewDesk(ticket.Config{Store: ticketmem.New(), Handbook: book})
//	receipt, err := desk.Do(ctx, ticket.Command{
//		By: ticket.Actor{Kind: ticket.Requester, ID: "rosa", Client: "acme"},
//		Do: []ticket.Action{ticket.Open{Set: ticket.Set{"subject": "Cannot print", "channel": "web"}}},
//	})
//	go desk.Run(ctx) // what time makes due: warnings, escalation, closing, notices
//
// # Words
//
// A [Ticket] is a value, the sum of its [Event]s. A [Command] says who wants which [Action]s done. The [Handbook] is the policy of one
// support organisation. The [Desk] decides every command by the handbook and commits what follows from it to the [Store]: all or
// nothing. A refused command is a [Refusal], which says as data what was wrong, what is missing and what would be possible.
//
// The owner of a ticket is the first line, whoever works on it; a hand-over along an edge of the ladder is offered, approved where the
// edge says so, then accepted or rejected. Helpers join along consult edges, and nobody hands over. [Desk.Route] finds who qualifies.
// State, tier, priority, clocks and escalation are axes of their own.
//
// Tickets are linked by kinds of links ([LinkTo]), and the handbook's table says what travels along them ([LinkRule]). Two that turn out
// to be one are merged ([Merge]), one that turns out to be two is split ([Split]).
//
// An alarm is raised and cleared by its key, by a monitor that does nothing else ([Raise], [Clear]); what becomes of one that repeats
// itself, comes back, flaps, or comes with many others is for the handbook to say ([AlarmRule]). A mail finds its ticket by the ids of
// the mails that it answers ([Desk.Receive]).
//
// Beside the state stand what a ticket is as a major incident ([Major]), its tasks, its watchers and the requester's [Rating].
//
// [Desk.Permitted] lists what an actor may do now and what each thing needs, [Desk.Preview] says what a command would come to, and
// [Desk.DoAll] checks many before it changes any. [Desk.GetAs] and [Desk.EventsAs] show a ticket as an actor may see it: a [Note] is
// private and a [Message] public, and nothing is either by default.
//
// # Guarantees
//
//   - Every change goes through one pure function. The same ticket, command, handbook and instant give the same result.
//   - A commit is a ticket with its events, notices and wake time. It is whole or not there, and durable when [Desk.Do] returns, as far
//     as the store is ([ErrOutcomeUnknown] when the store could not say; the same command key may then be sent again).
//   - Folding a ticket's events with [Apply] gives the stored ticket exactly. [Desk.At] gives it as it stood at an instant.
//   - A notice is intended exactly once for a step of a policy and a target, and delivered at least once with the same key.
//   - What happens to one ticket and means something for another is a [FollowUp]: owed by the same commit, carried out by [Desk.Wake]
//     once and in order, or refused by the other ticket and recorded with the reason.
//   - A link is there from both sides as soon as nothing is owed, whoever linked and unlinked both at once. Merging loses no link, watcher,
//     entry or open task.
//   - What time makes due happens once and in order, however late anybody looks; events keep the planned instant and the actual one.
//   - A ticket of another client does not exist for an actor. Rights are checked in one place.
//
// # Limits
//
// See the constants ([MaxText] and its neighbours). Instants are kept in whole microseconds of UTC.
package ticket
