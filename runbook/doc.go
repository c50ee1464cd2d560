// Package runbook holds documented ways to fix something, and what became of each attempt to follow one.
//
// A first line has cookbooks, a second line keeps a Run-Book, and what moves a ticket on to the third line is a sentence that most
// tools cannot express: the documentation was followed, and it was not enough. This package makes that sentence a value. It knows
// nothing of tickets, stores or goroutines: definitions are checked before they run, a run is folded from its events, and time
// comes in as a parameter.
//
// # The smallest program
//
//	book, err := runbook.New(runbook.Runbook{
//		ID: "unlock-account", Title: "Unlock a locked account", Owner: "desk", Version: 1, ReviewBy: "2027-06-30",
//		Kind: runbook.KindCookbook, Tiers: []tier.ID{"L1"},
//		Steps: []runbook.Step{{ID: "unlock", Kind: runbook.ManualStep, Text: "Unlock the account in the directory."}},
//	})                                                // every fault at once, each with its place
//	started, err := book.Start("L1", "ann", now)      // refused unless L1 may run it
//	run := runbook.Run{}.Apply(started)
//	step, why := book.Next(run)                       // "unlock", ready
//	done, err := book.Record(run, runbook.Report{Step: step.ID, Result: runbook.Done}, "ann", now)
//	run = run.Apply(done)
//	ended, err := book.Finish(run, runbook.Resolved, "", "ann", now)
//
// # Words
//
//   - A [Runbook] is the definition, as written in a file; a [Book] is the same, checked and unchangeable; a [Shelf] holds many and
//     finds those that fit ([Shelf.Match]), the most specific first, with the reasons.
//   - A [Step] is manual (a person does it), a check (a person looks whether something holds) or an action (a host function).
//   - A [Run] is one attempt to follow one version of a book. It is nothing but its [Event] values folded by [Run.Apply].
//   - [Book.Start], [Book.Begin], [Book.Record] and [Book.Finish] look at a run and give the event that happens next, or refuse
//     with a [Refusal]. They change nothing: keep the event, then apply it.
//   - [Book.Next] says which step is next and why, or why none is.
//   - [Evidence] is what a run leaves behind: what was tried, what was seen, what was not tried, and the [Outcome].
//
// # Actions and crashes
//
// An action is a host function found by name in an [Actions] map; there is no embedded shell and no global registry. Carry one out
// in this order: Begin, store the event, [Book.Execute], Record, store that event. A process that dies in between leaves a step
// that was begun and has no result. When the step is idempotent, Next offers it again. When it is not, nobody can know from here
// whether it happened: Begin answers [ErrOutcomeUnknown] until a person has looked and recorded [Done], [Failed] or [NotRun].
//
// # Guarantees
//
//   - A book never runs for a tier that it does not name.
//   - Steps run in their order, a done step never runs again, a step is done only with the evidence that it asks for.
//   - An action that is not idempotent is begun a second time only after a person recorded that it had not run.
//   - A result that comes late, for an attempt that another one has replaced, is refused.
//   - A run has one outcome; after it nothing changes.
//   - Apply never changes the run that it is called on, and no value handed out shares memory with one that is kept.
//   - Whatever the definition says and this version cannot do is a fault, never left out in silence.
//   - Equal input gives equal output, byte for byte. All values may be read from many goroutines at once.
//
// # Limits
//
// Steps are followed one after the other. The kinds decision, approval, wait and runbook, branches, rollback and delays between
// retries are not built yet, and New says so. A book has at most [MaxSteps] steps, a step at most [MaxRetries] retries, evidence
// at most [MaxEvidence] entries of [MaxText] bytes each; a shelf has at most [MaxBooks] books.
package runbook
