// Package ticketsql keeps tickets in one SQLite file, without cgo: the store to begin with, and for one process the store to stay
// with.
//
//	store, err := ticketsql.Open(ctx, "desk.db")
//	if err != nil { … }
//	defer store.Close()
//	desk, err := ticket.NewDesk(ticket.Config{Store: store, Handbook: book})
//
// # Guarantees
//
//   - What [Store.Apply] has committed is on the disk: it is there after the process is killed and after the power fails
//     (write-ahead log, synchronous=FULL), as far as the disk keeps what it has confirmed.
//   - A mutation is committed whole or not at all. Callers that wait at the same time share one transaction, and so one wait for the
//     disk; one that fails leaves the others alone.
//   - A caller whose context ends before its mutations are begun takes them back, and nothing was done. When it ends later, or when
//     SQLite fails while it commits, the answer is [ticket.ErrOutcomeUnknown] and never "failed": send the same command key again.
//   - A file of another program, or of a later version of this package, is refused and left as it is. One of an earlier version is
//     brought up to date when it is opened, in one transaction.
//
// # How it works
//
// One connection writes, several read; readers never wait for the writer, nor it for them. There is no goroutine while nothing is to be
// written, and no timer. The schema is plain: the tables tickets, refs, events, notices and commands, values as JSON, instants as
// microseconds since 1970 (folder schema). Look at it with any SQLite tool, even while it is open; change it with none, because the
// latest 8,192 tickets that were written are kept in memory.
//
// # Limits
//
// One store at a time has a file open, in one process ([ErrInUse]), on a local disk. A commit takes as long as the disk takes to
// confirm; many callers at once get far more done than one. Lists are fast along one filter: those that combine a common value with
// a rare one walk along the filter that comes first of reference, alarm, source, assignee, requester, owner, group, due time, priority,
// tier, class; all others are looked at on the way. A queue by due times is fast for open tickets, all of them or those of a tier, and
// sorts where somebody's or a group's are asked for. Nothing is ever deleted: sent notices and command keys stay, so that they are
// known again.
//
// SQLite waits for the disk with fsync. On Linux a host may call sqlite.Fdatasync(true) of modernc.org/sqlite, for the whole process,
// which promises the same and is often faster.
package ticketsql
