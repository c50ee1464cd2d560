// Package escalation says what happens when a ticket is late: who is told and when, and when it is handed over without anybody
// asking. It knows no ticket, no store and no clock on the wall: policies, cursors and schedules are values, and every answer is a
// pure function of what is passed in.
//
// # The idea
//
// A [Policy] has a [Trigger], from when its time counts, and steps that follow each other at fixed delays. [New] checks it and makes
// a [Chain]. A [Cursor] is how far one ticket has come on a chain: a small value that is kept with the ticket.
//
//	ch, err := escalation.New(escalation.Policy{
//		Name:    "nobody answers",
//		Version: 1,
//		Trigger: escalation.Trigger{On: escalation.Unacknowledged},
//		Steps: []escalation.Step{
//			{After: 15 * time.Minute, Targets: []escalation.Target{{Kind: escalation.ToSchedule, ID: "night"}}},
//			{After: 15 * time.Minute, Actions: []escalation.Action{escalation.HandOver}},
//		},
//	})
//	c := ch.Start(facts, opened)           // a ticket was opened
//	at, ok := ch.Next(c, facts)            // look again then
//	c, intents := ch.Advance(c, facts, at) // what is to be done now
//
// An [Intent] is one thing to do. Whoever carries it out finds the people behind its [Target], puts a [Notice] for each into an
// outbox under the intent's [Intent.Key], and later hands it to a [Notifier]. [LogNotifier] writes notices to a log.
//
// Who is on call is a question to a [Schedule], made of a [Rotation] by [NewSchedule].
//
// # Words
//
//   - policy: trigger, steps, repeats; a definition. chain: a policy that was checked
//   - step: what is done at one time: it tells its targets (notify), hands the ticket over along the ladder's edge (hand_over), or both
//   - pass: once through all steps. cycle: all passes, from a start to the end; reopening a ticket starts the next cycle
//   - planned: when something should happen. It is worked out from the plan alone, never from when somebody looked
//   - rotation: members who take turns. hand-over: the end of a turn. override: somebody stands in
//
// # Promises
//
// Steps are carried out in order, none is left out and none comes early. The planned time of a step is that of the step before and
// its delay, so that looking late shifts nothing; looking often, late or twice gives the same intents with the same keys and planned
// times. Two intents of a ticket never share a key. After an acknowledgement (or, for a policy on an SLA, when its clock is done)
// nothing comes any more. A cycle ends: stopped or, when all passes are over, exhausted; only a new start wakes it again. A ticket
// under way keeps the version of the policy that it began with. A definition with a word that is not known is refused, with
// every fault at once and the place of each; nothing unknown is ever passed over.
//
// What steps that were missed in an outage do is the policy's rule: [MissedEach] carries all of them out, [MissedLatest] the latest.
//
// On-call turns tile the line of time, across every kind of clock change: see [Schedule].
//
// # Limits
//
// Sending is at least once: a [Notifier] may see a notice again, with the same key. Triggers other than those of [TriggerKinds], and
// actions other than notify and hand_over, are not built yet and are refused; so are layers and restrictions of schedules.
// The constants beside [MaxSteps] bound every definition. Zones need the host's zone database; a program that cannot rely on one imports
// time/tzdata.
package escalation
