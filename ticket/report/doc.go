// Package report computes the figures of a desk from its tickets and what happened to them: how soon tickets are acknowledged and
// resolved, by whom, how they travel along the ladder, what was promised and kept, and what is left.
//
// A figure that does not say what it counts is a rumour. So a report has a [Scope], which says what is counted, and every figure carries
// its [Definition] beside the number: which tickets, by which clock, and what a reopening does to it.
//
// # The smallest report
//
//	november := report.Scope{
//		From: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
//		To:   time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC),
//		By:   []report.Dimension{report.ByPriority},
//	}
//	r, err := report.Make(report.Cases(ctx, desk, ticket.Query{Client: "acme"}), november, book)
//	fmt.Print(r.Text())                           // with definitions, for people
//	fmt.Println(r.Resolve.P90, r.FirstLevel.Part) // or as data, also as JSON
//
// # Words
//
// A [Case] is a ticket with its events. The window is the time from [Scope.From] up to [Scope.To], which is no longer in it, so that the
// windows of two months neither overlap nor leave a gap. The population says which tickets: what [Happened] in the window, or all that
// became of tickets [OpenedIn] it. What happened at [Scope.At] or later is not seen: a report on November is the same whenever
// it is made.
//
// A resolution is a move from a state in which work may be due to one in which it is done, cancelled ones aside. Of a ticket that was
// reopened the last one counts or the first, as [Scope.Resolution] says.
//
// A percentile is by nearest rank: always a value that occurred. P90 is the shortest duration that nine in ten did not exceed.
//
// # Figures
//
//	Acknowledge   MTTA: from the report to the first acknowledgement
//	Resolve       MTTR: from the report to the resolution; Counted: as the agreement's clock counts it
//	FirstContact  resolved by whom it was logged by, at once (a quality figure: never a target for one person)
//	FirstLevel    resolved at the owning tier, which nobody else had it from (a cost figure)
//	Escalated     tickets that went up; Escalations: for every edge of the ladder, with its rate and time to accept
//	Reassigned    how often tickets went from one to another; None is first-assignment resolution
//	Reopened      of the tickets first resolved: those reopened
//	Dwell         time at each tier, and how much of it nobody was waited for
//	ShiftLeft     resolved above, though the owning tier could have ("percent resolved L1-capable"), and what that was about
//	Compliance    cycles of every agreement's clocks: met, missed, late already, open
//	Flow          what came and went; Backlog: what is open, how old and how late; Trend: how many at given instants
//
// # Guarantees
//
//   - Everything is read from tickets, events and clocks as the library keeps them. Nothing is looked up, and no clock is read.
//   - The same cases give the same report, in whatever order they come. Lists are sorted.
//   - Durations are exact: no floating point but in shares, and in the mean of numbers.
//
// # Limits
//
// The cases are read once, one after the other; kept are some ten durations for each and group, which percentiles need. A ticket belongs
// to one group: as it stands at the report's end. Months are those of UTC. Tickets that were merged or stand for another one count
// like any other, unless their state is a cancelled one. Fields may have been changed since: a ticket resolved as P2 that is P1 now is
// counted with P1.
package report
